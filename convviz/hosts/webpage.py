"""A layer, or several in a row, as one HTML page without a server, and that page in a frame for notebooks.

The page holds all that it needs: the player and its style, Plotly.js, and for each layer the frame that
Python would send. The last two are packed: deflated, which every browser since 2023 undoes, and in base64,
which has no character that HTML or a script reads otherwise. It makes no request; its
Content-Security-Policy forbids every one.
"""

from __future__ import annotations

import re
import zlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from plotly.offline import get_plotlyjs, get_plotlyjs_version

from convviz.core import ConvolutionError, Layer, Stack
from convviz.document.document import Document
from convviz.document.fields import fields
from convviz.document.limits import check_layer
from convviz.document.origin import origin
from convviz.document.strip import strip
from convviz.explain.colours import check_coloured
from convviz.hosts.showing import HEIGHT, first_of
from convviz.player import assets, scene
from convviz.player.frame import frame, pack

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<div id="stage" data-layer="{shown}"><noscript>This page needs JavaScript.</noscript></div>
</main>
{plotly}
{frames}
<script type="module">
{program}</script>
</body>
</html>
"""

_STYLE = """\
:root {
  --cv-ink: #1c1d24; --cv-paper: #fff; --cv-line: #d5d6de; --cv-accent: #6b3fd4;
  --cv-font: system-ui, sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root { --cv-ink: #eceef4; --cv-paper: #14151b; --cv-line: #3a3d4b; --cv-accent: #b79cff; }
}
body {
  margin: 0; padding: 16px 24px; color: var(--cv-ink); background: var(--cv-paper);
  font-family: var(--cv-font);
}
main { max-width: 1500px; margin: 0 auto; }
h1 { margin: 0 0 12px; font-size: 20px; line-height: 26px; overflow-wrap: anywhere; }
@media (max-width: 640px) { body { padding: 12px; } }
"""


def to_html(
    layer: Layer | Stack,
    step: int = 0,
    include_plotlyjs: bool | str = True,
    *,
    title: str | None = None,
    coloured: bool = False,
) -> str:
    """The stage as one HTML page, which opens from the disk and needs neither Python nor a network.

    >>> from convviz import Convolution
    >>> page = to_html(Convolution([1, 3, -1, 2, 3], [1, 0, 2]), step=1)
    >>> page[:15], "Convolution of a vector of 5 by a filter of 3" in page
    ('<!doctype html>', True)

    Everything of the stage that needs no Python is in it: windows, multiplications, linked views, predict,
    keys and the presentation. It works in `<iframe sandbox="allow-scripts">` too. Of a `Stack` the page has
    all layers, and the row to walk through them:

    >>> from functools import partial
    >>> from convviz import Activation, Stack
    >>> stack = Stack([1, 3, -1, 2, 3], partial(Convolution, w=[1, -2]), Activation)
    >>> "<title>2 layers over a vector of 5" in to_html(stack)
    True

    Args:
        layer: What the page shows: a layer, or a Stack.
        step: The number of the window that it shows first, from 0; of a stack, of its first layer.
        include_plotlyjs: As in `plotly.io.to_html`. True puts the Plotly.js of the installed package into the
            page, 2 MB as it is packed; `"cdn"` has the page load it from Plotly's server, `"directory"` from
            `plotly.min.js` beside the page, and a text that ends in `.js` from that address. With False the
            page is without Plotly.js, for who puts in a script of their own.
        title: What the page is called; None says what is convolved.
        coloured: Whether the three slices of the input are the red, the green and the blue of a picture.

    Raises:
        ConvolutionError: The layer is none that the stage shows, or larger; `include_plotlyjs` is something
            else.
        IndexError: There is no such window.
    """
    named, frames = _told(layer, step, title, coloured)
    return _page(named, frames, 0, *_plotly(include_plotlyjs))


def page_of(document: Document) -> str:
    """The same page of a document: of several layers, one walks through all that could be made."""
    title = _plain(document.headline()[0])
    if document.refused:
        document = document.with_layers(document.layers[: document.refused])
    return _page(title, _frames(document, title), document.shown, *_plotly(True))


def _told(layer: Layer | Stack, step: int, title: str | None, coloured: bool) -> tuple[str, list[bytes]]:
    """The title of a page and its frames: one, or of a stack those of all layers, to begin at the first."""
    first = first_of(layer)
    title = scene.title(layer) if title is None else _plain(title)
    if not isinstance(layer, Stack):
        return title, [_frame(layer, step, title, coloured, {})]
    check_coloured(first, coloured)
    first.step(step)
    return title, _frames(Document.of_stack(layer, coloured).at(int(step)), title)


def _frames(document: Document, title: str) -> list[bytes]:
    """The frame of each layer, which knows the others, and where its input comes from."""
    found, row = [], strip(document)
    for place in range(len(document.layers)):
        one = document if place == document.shown else document.showing(place)
        told, row = {"origin": origin(one), "fields": fields(one)}, {**row, "shown": place}
        found.append(_frame(one.layer, one.shown_step, title, one.shows_colours, told, strip=row))
    return found


def _plain(title: str) -> str:
    return title.encode("utf-8", "replace").decode()


def _frame(
    layer: Layer, step: int, title: str, coloured: bool, told: Mapping[str, Any], **more: Any
) -> bytes:
    """The frame of a layer: `told` is added to its scene, and `more` to the header."""
    check_layer(scene.plain(layer))
    check_coloured(layer, coloured)
    layer.step(step)
    header = {"revision": 1, "since": 1, "step": int(step), "title": title, "host": {}, **more}
    return frame(header, pack({**scene.scene(layer, coloured), **told}))


def _page(title: str, frames: Sequence[bytes], shown: int, plotly: str, source: str) -> str:
    """The page with these frames, of which one is shown first, and an element that brings Plotly.js.

    `source` is that of scripts that it then allows.
    """
    packed = (_packed(f"frame-{number}", data) for number, data in enumerate(frames, 1))
    return _PAGE.format(
        title=escape(title),
        policy=escape(_policy(source)),
        style=_STYLE + assets.player_css(),
        plotly=plotly,
        shown=shown + 1,
        frames="\n".join(packed),
        program=_inside_script(_program()),
    )


#: What is left where frames, scripts and styles are taken out, as of a notebook that is not trusted.
_INSTEAD = (
    "<style>.convviz-instead {{ display: none }}</style>"
    '<p class="convviz-instead"><b>{name}.</b> Here is a stage of convviz, which is not shown as long as the '
    "notebook is not trusted. In JupyterLab, press Ctrl+Shift+C and choose “Trust Notebook”.</p>"
)
#: The page asks the notebook around its frame for Plotly.js.
_ASKS = '<script type="text/plain" id="plotly" data-held-by="notebook"></script>'
#: What gives it to the frames that ask, in the same words as webpage.js.
_HOLDS = """\
<script>
(() => {{
  const packed = "{packed}";
  removeEventListener("message", globalThis.convvizPlotly);
  globalThis.convvizPlotly = (event) => {{
    if (event.data === "convviz: Plotly.js?") event.source.postMessage({{ convvizPlotly: packed }}, "*");
  }};
  addEventListener("message", globalThis.convvizPlotly);
}})();
</script>
"""


def to_frame(
    layer: Layer | Stack,
    step: int = 0,
    title: str | None = None,
    height: int = HEIGHT,
    coloured: bool = False,
    include_plotlyjs: bool | str = True,
    held: bool | None = None,
) -> str:
    """The page in a frame, for a notebook's cell; a sentence where the layer is larger than it shows.

    Empty for a layer of a kind that the stage does not show. `held` says that the page around all frames
    holds Plotly.js for them: True that this output puts it there, False that another one does.
    """
    if not scene.is_shown(layer):
        return ""
    try:
        brought = _plotly(include_plotlyjs) if held is None else (_ASKS, "")
        page = _page(*_told(layer, step, title, coloured), 0, *brought)
    except ConvolutionError as error:
        return f"<p>{escape(str(error))}</p>"
    holder = _HOLDS.format(packed=_deflated_plotly()) if held else ""
    name = escape(title or scene.title(layer))
    return holder + (
        f'<iframe title="{name}" sandbox="allow-scripts" allow="fullscreen" '
        f'style="width: 100%; height: {height}px; border: 0" srcdoc="{escape(page)}"></iframe>'
        f"{_INSTEAD.format(name=name)}"
    )


@cache
def _program() -> str:
    """The player and its host on this page."""
    return assets.join(Path(__file__).with_suffix(".js"))


def _plotly(include: bool | str) -> tuple[str, str]:
    """The element that brings Plotly.js, and the source of scripts that the page must then allow."""
    if include is True:
        return _packed_plotly(), ""
    if include is False:
        return "", ""
    known = {
        "cdn": f"https://cdn.plot.ly/plotly-{get_plotlyjs_version()}.min.js",
        "directory": "plotly.min.js",
    }
    address = known.get(str(include), include)
    if not (isinstance(address, str) and address.endswith(".js")):
        raise ConvolutionError(
            f"include_plotlyjs is {include!r}; it must be True, False, 'cdn', 'directory' or an address that "
            "ends in .js"
        )
    server = urlsplit(address)._replace(path="", query="", fragment="").geturl().removeprefix("//")
    return f'<script src="{escape(address)}"></script>', server or "'self' file:"


def _packed_plotly() -> str:
    """Plotly.js of the installed package, which the page unpacks and runs: a third of its size."""
    return _element("plotly", _deflated_plotly())


@cache
def _deflated_plotly() -> str:
    return _deflated(get_plotlyjs().encode(), level=9)


def _packed(name: str, data: bytes) -> str:
    """The element that holds some bytes.

    >>> _packed("frame-1", b"...")
    '<script type="text/plain" id="frame-1">eJzT09MDAAEXAIs=</script>'
    """
    return _element(name, _deflated(data))


def _deflated(data: bytes, level: int = 6) -> str:
    return b64encode(zlib.compress(data, level)).decode()


def _element(name: str, text: str) -> str:
    return f'<script type="text/plain" id="{name}">{text}</script>'


def _policy(source: str) -> str:
    """The page's Content-Security-Policy: what stands in it may run, and nothing is fetched from anywhere."""
    scripts = f"script-src 'unsafe-inline' {source}".rstrip()
    styles = "style-src 'unsafe-inline'; img-src data:"
    return f"default-src 'none'; {scripts}; {styles}; base-uri 'none'; form-action 'none'"


def _inside_script(text: str) -> str:
    """A program without the two marks that HTML reads in a script; the texts that hold them stay the same."""
    return re.sub(r"<(?=/script|!--)", r"\\x3c", text, flags=re.IGNORECASE)
