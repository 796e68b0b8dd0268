"""What the server serves beside the page: Plotly.js as it is installed, the player, and answers to edits.

The address of each file has its version in it, so a browser keeps it for good; under another version, which a
page that outlived an update may ask for, it gets the present file and does not keep it. Each file is
compressed once, when it is first asked for, and kept so: Streamlit would compress it anew for every visitor.
"""

import gzip
from functools import cache
from importlib.resources import files
from threading import Lock

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from convviz.hosts.streamlit import addresses, edits
from convviz.hosts.streamlit.leaving import Leaving
from convviz.hosts.streamlit.preload import Preload
from convviz.player import assets

_SCRIPT, _STYLE = "text/javascript", "text/css"
_compressing = Lock()  # so that a class that comes at once waits for one compression


def plotly_js(request: Request) -> Response:
    """Plotly.js of the installed package."""
    return _lasting(request, "plotly", _SCRIPT, request.query_params.get("v") == addresses.PLOTLY_VERSION)


def player_js(request: Request) -> Response:
    """The player as one module."""
    return _lasting(request, "script", _SCRIPT, request.path_params["version"] == addresses.VERSION)


def page_css(request: Request) -> Response:
    """The style of the page and of the stage."""
    return _lasting(request, "style", _STYLE, request.path_params["version"] == addresses.VERSION)


def _lasting(request: Request, name: str, media_type: str, current: bool) -> Response:
    keep = "public, max-age=31536000, immutable" if current else "no-store"
    headers = {"Cache-Control": keep, "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(_content(name), media_type=media_type, headers=headers)
    with _compressing:
        content = _compressed(name)
    return Response(content, media_type=media_type, headers=headers | {"Content-Encoding": "gzip"})


@cache
def _compressed(name: str) -> bytes:
    return gzip.compress(_content(name), mtime=0)


def _content(name: str) -> bytes:
    if name == "plotly":
        return files("plotly").joinpath("package_data/plotly.min.js").read_bytes()
    return (assets.player_js() if name == "script" else addresses.STYLE).encode()


ROUTES: list[BaseRoute] = [
    Route("/plotly/plotly.min.js", plotly_js),
    Route("/player/{version}/player.js", player_js),
    Route("/player/{version}/page.css", page_css),
    Route(f"/{addresses.EDITS}{{token}}", edits.answer, methods=["POST"]),
]
#: What requests pass on their way to Streamlit, from the outside.
MIDDLEWARE = [Middleware(Preload), Middleware(Leaving)]
