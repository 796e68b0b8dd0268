"""What the server serves beside the page."""

import gzip
from importlib.resources import files

import pytest
from starlette.requests import Request

from convviz.hosts.streamlit import addresses, routes
from convviz.player import assets


def plotly():
    return files("plotly").joinpath("package_data/plotly.min.js").read_text(encoding="utf-8")


FILES = [
    (routes.plotly_js, plotly, "text/javascript; charset=utf-8"),
    (routes.player_js, assets.player_js, "text/javascript; charset=utf-8"),
    (routes.page_css, lambda: addresses.STYLE, "text/css; charset=utf-8"),
]
NAMES = ["plotly", "script", "style"]


def request(version, encoding="identity"):
    """A request for a file under a version, in its path or, for Plotly.js, in its query."""
    headers = [(b"accept-encoding", encoding.encode())]
    query = f"v={version}".encode()
    return Request(
        {"type": "http", "path_params": {"version": version}, "query_string": query, "headers": headers}
    )


def version(serve):
    return addresses.PLOTLY_VERSION if serve is routes.plotly_js else addresses.VERSION


@pytest.mark.parametrize(("serve", "content", "kind"), FILES, ids=NAMES)
def test_a_browser_keeps_a_file_as_long_as_it_is_the_same(serve, content, kind):
    now, before = serve(request(version(serve))), serve(request("another"))
    assert now.body == before.body == content().encode()
    assert now.headers["content-type"] == before.headers["content-type"] == kind
    assert now.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert before.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("serve", "content", "kind"), FILES, ids=NAMES)
def test_a_file_is_compressed_once_and_kept_so(serve, content, kind):
    first, second = (serve(request(version(serve), "br, gzip")) for _ in range(2))
    assert first.body is second.body
    assert gzip.decompress(first.body) == content().encode()
    assert first.headers["content-encoding"] == "gzip"
    assert first.headers["content-length"] == str(len(first.body))
    assert (first.headers["vary"], first.headers["content-type"]) == ("Accept-Encoding", kind)


def test_the_addresses_are_those_of_the_routes():
    paths = [route.path.replace("{version}", addresses.VERSION) for route in routes.ROUTES]
    stage = (addresses.PLOTLY_JS, addresses.PLAYER_JS, addresses.PAGE_CSS, f"{addresses.EDITS}{{token}}")
    assert paths == [f"/{address.partition('?')[0]}" for address in stage]
