"""What the server serves beside the page."""

import pytest
from starlette.requests import Request

from convviz.hosts.streamlit import routes
from convviz.player import assets


def request(version):
    return Request({"type": "http", "path_params": {"version": version}})


@pytest.mark.parametrize(
    ("serve", "content", "kind"),
    [
        (routes.player_js, assets.player_js, "text/javascript; charset=utf-8"),
        (routes.player_css, assets.player_css, "text/css; charset=utf-8"),
    ],
    ids=["script", "style"],
)
def test_a_browser_keeps_the_players_files_as_long_as_they_are_the_same(serve, content, kind):
    now, before = serve(request(assets.version())), serve(request("another"))
    assert now.body == before.body == content().encode()
    assert now.headers["content-type"] == before.headers["content-type"] == kind
    assert now.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert before.headers["cache-control"] == "no-store"
