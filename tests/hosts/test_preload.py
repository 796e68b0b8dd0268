"""What Streamlit's page gets into its head as it leaves the server."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from convviz.hosts.streamlit import addresses
from convviz.hosts.streamlit.preload import mounting_code, with_addresses
from convviz.hosts.streamlit.routes import MIDDLEWARE

STATIC = Path(streamlit.__file__).parent / "static"
INDEX = (STATIC / "index.html").read_bytes()
PAGE = {"accept": "text/html,*/*;q=0.8"}
OTHER = b"<html><head><title>Not Streamlit's</title></head><body>Hello</body></html>"


async def _pieces():
    yield INDEX[:1000]
    yield INDEX[1000:]


ROUTES = [
    Route("/other", lambda request: HTMLResponse(OTHER)),
    Route("/text", lambda request: PlainTextResponse(INDEX)),
    Route("/missing", lambda request: HTMLResponse(INDEX, status_code=404)),
    Route("/pieces", lambda request: StreamingResponse(_pieces(), media_type="text/html")),
    Mount("/", StaticFiles(directory=STATIC, html=True)),
]


def ask(path, method="GET", middleware=MIDDLEWARE, **headers):
    """The status, headers and body with which a server answers."""
    sent = []

    async def receive():
        await asyncio.Event().wait()  # nobody leaves

    async def send(message):
        sent.append(message)

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": raw, "query_string": b""}
    app = Starlette(routes=ROUTES, middleware=middleware)
    with ThreadPoolExecutor(1) as thread:  # the tests in a browser have a loop in this one
        thread.submit(lambda: asyncio.run(app({**scope, "root_path": ""}, receive, send))).result()
    start, *rest = sent
    answered = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], answered, b"".join(message.get("body", b"") for message in rest)


def test_streamlits_page_names_the_stages_files_before_its_own_program():
    status, headers, body = ask("/", **PAGE)
    head, _, _ = body.decode().partition('<script type="module"')
    assert (status, headers["content-length"]) == (200, str(len(body)))
    for address in (addresses.PLOTLY_JS, addresses.PLAYER_JS, addresses.PAGE_CSS):
        assert head.count(f'"{address}"') == 1


def test_all_that_streamlit_wrote_is_still_there_in_its_order():
    left = iter(ask("/", **PAGE)[2].splitlines())
    assert [line for line in INDEX.splitlines() if not any(line.strip() in other for other in left)] == []


def test_the_page_names_the_code_that_mounts_a_component():
    _, _, body = ask("/", **PAGE)
    code = mounting_code()
    assert any(name.startswith("BidiComponent.") for name in code)
    assert 1 < len(code) < 12
    assert [name for name in code if body.decode().count(f"./static/js/{name}") != 1] == []
    assert [name for name in code if not (STATIC / "static/js" / name).is_file()] == []


def test_a_page_that_comes_in_pieces_is_put_together():
    assert ask("/pieces", **PAGE)[2] == with_addresses(INDEX) != INDEX


@pytest.mark.parametrize("path", ["/other", "/text", "/missing", "/favicon.png"])
def test_whatever_is_not_streamlits_page_stays_as_it_is(path):
    status, headers, body = ask(path, **PAGE)
    before = ask(path, middleware=())
    assert (status, body) == (before[0], before[2])
    assert headers.get("content-length") == before[1].get("content-length")


@pytest.mark.parametrize(
    "page",
    [
        INDEX.replace(b'<script type="module"', b"<script defer"),
        INDEX.replace(b"</head>", b""),
        INDEX.replace(b'id="root"', b'id="app"'),
        b"",
    ],
    ids=["script", "head", "root", "empty"],
)
def test_a_page_that_another_streamlit_writes_otherwise_stays_as_it_is(page):
    assert with_addresses(page) == page


def test_what_is_not_opened_as_a_page_stays_as_it_is():
    assert ask("/", accept="*/*")[2] == ask("/")[2] == INDEX


def test_a_browser_that_kept_streamlits_page_gets_the_present_addresses():
    _, before, _ = ask("/")
    status, headers, body = ask("/", if_none_match=before["etag"], **PAGE)
    assert (status, body) == (200, with_addresses(INDEX))
    assert not {"etag", "last-modified"} & set(headers)


def test_the_head_of_an_answer_says_no_wrong_length():
    status, headers, body = ask("/", "HEAD", **PAGE)
    assert (status, body) == (200, b"")
    assert "content-length" not in headers


def test_a_compressed_page_stays_as_it_is():
    both = [*MIDDLEWARE, Middleware(GZipMiddleware)]
    _, headers, body = ask("/", middleware=both, accept_encoding="gzip", **PAGE)
    assert headers["content-encoding"] == "gzip"
    assert headers.get("content-length", str(len(body))) == str(len(body))


def test_mount_js_asks_for_the_same_addresses():
    script = (Path(addresses.__file__).with_name("mount.js")).read_text(encoding="utf-8")
    asked = re.findall(r'url\("([^"]+)"\)', addresses.written_into(script))
    assert sorted(asked) == sorted([addresses.PLOTLY_JS, addresses.PAGE_CSS, addresses.PLAYER_JS])
