"""What the server serves beside the page: Plotly.js as it is installed, and the player.

The address of the player's files has their version in it, so a browser keeps them for good; under another
version, which a page that outlived an update may ask for, it gets the present files and does not keep them.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from convviz.player import assets


def player_js(request: Request) -> Response:
    """The player as one module."""
    return _lasting(request, assets.player_js(), "text/javascript")


def player_css(request: Request) -> Response:
    """The player's style."""
    return _lasting(request, assets.player_css(), "text/css")


def _lasting(request: Request, content: str, media_type: str) -> Response:
    current = request.path_params["version"] == assets.version()
    keep = "public, max-age=31536000, immutable" if current else "no-store"
    return Response(content, media_type=media_type, headers={"Cache-Control": keep})


ROUTES: list[BaseRoute] = [
    Mount("/plotly", StaticFiles(packages=[("plotly", "package_data")])),
    Route("/player/{version}/player.js", player_js),
    Route("/player/{version}/player.css", player_css),
]
