"""Lets the browser load the stage's files together with Streamlit's own, not after them.

Streamlit mounts a component when its code has started, the script has run, and the code that mounts
components is there too; only then `mount.js` asks for the player and Plotly.js. `Preload` writes all their
addresses into the head of Streamlit's page as it leaves the server. These are hints: a page that does not
look as expected stays as it is, and a piece of Streamlit's code that is not found is not named; then the
stage loads later.
"""

import re
from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from convviz.hosts.streamlit.addresses import PAGE_CSS, PLAYER_JS, PLOTLY_JS

_STATIC = Path(streamlit.__file__).parent / "static"
_IMPORT = re.compile(r"""(?:from|import)\s*["'`]\./([\w.-]+\.js)["'`]""")
#: An element that failed goes away, so that `mount.js` makes it anew and hears what is wrong.
_FAILED = 'onerror="this.remove()"'


class Preload:
    """ASGI middleware: Streamlit's page gets the addresses of the stage's files into its head."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request; only what a browser opens as a page is looked at."""
        if scope["type"] == "http" and "text/html" in Headers(scope=scope).get("accept", ""):
            scope, send = _unconditional(scope), _Rewriting(send)
        await self.app(scope, receive, send)


def _unconditional(scope: Scope) -> Scope:
    """A request without its conditions: they ask whether Streamlit's file has changed, and ours may have."""
    conditions = (b"if-none-match", b"if-modified-since", b"range")
    return {**scope, "headers": [header for header in scope["headers"] if header[0] not in conditions]}


class _Rewriting:
    """A `send` that holds an HTML page back until it is whole, and sends it with a longer head."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.start: Message | None = None  # of a page that is held back
        self.body = b""

    async def __call__(self, message: Message) -> None:
        """Takes a message of the answer."""
        if message["type"] == "http.response.start" and _is_page(message):
            self.start = message
        elif self.start is None:
            await self.send(message)
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self.start)
        else:  # a file that the server itself would read
            await self.send(self.start)
            self.start = None
            await self.send(message)

    async def _finish(self, start: Message) -> None:
        body = with_addresses(self.body)
        headers = MutableHeaders(raw=list(start["headers"]))
        if self.body:  # there is none for HEAD, whose length stays unsaid
            headers["content-length"] = str(len(body))
        else:
            del headers["content-length"]
        for name in ("etag", "last-modified"):  # of Streamlit's file
            del headers[name]
        await self.send({**start, "headers": headers.raw})
        await self.send({"type": "http.response.body", "body": body})


def _is_page(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    is_html = headers.get("content-type", "").startswith("text/html")
    return start["status"] == 200 and is_html and "content-encoding" not in headers


def with_addresses(page: bytes) -> bytes:
    """Streamlit's page with the addresses of the stage's files in its head; any other page as it is."""
    before, program, after = page.partition(b'<script type="module"')
    rest, end, body = after.partition(b"</head>")
    if not (program and end and b'<div id="root">' in body):
        return page
    return b"".join([before, _first(), program, rest, _last(), end, body])


@cache
def _first() -> bytes:
    """The stage's own files, before Streamlit's: a browser asks a server for six files at a time."""
    return (
        f'<link rel="stylesheet" href="{PAGE_CSS}" {_FAILED}>\n'
        f'    <link rel="modulepreload" href="{PLAYER_JS}">\n'
        f'    <script async fetchpriority="high" src="{PLOTLY_JS}" {_FAILED}></script>\n    '
    ).encode()


@cache
def _last() -> bytes:
    """The code with which Streamlit mounts a component: it asks for it when the script has run."""
    pattern = '<link rel="modulepreload" crossorigin href="./static/js/{}">\n  '
    return "".join(pattern.format(name) for name in mounting_code()).encode()


def mounting_code() -> list[str]:
    """The files of Streamlit's that mount a component, without those that its page names itself."""
    found: dict[str, None] = {}
    for path in (_STATIC / "static/js").glob("BidiComponent.*.js"):
        _follow(path, found)
    index = (_STATIC / "index.html").read_text(encoding="utf-8")
    return [name for name in found if name not in index]


def _follow(path: Path, found: dict[str, None]) -> None:
    """Adds a file and what it imports."""
    if path.name not in found and path.is_file():
        found[path.name] = None
        for name in _IMPORT.findall(path.read_text(encoding="utf-8")):
            _follow(path.with_name(name), found)
