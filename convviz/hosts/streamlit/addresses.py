"""Where the stage's files are, relative to the page: the server, the page's head and `mount.js` must agree.

Each address has the version of its file in it, so that a browser may keep what it got there for good.
"""

import plotly

from convviz.player import assets

PLOTLY_VERSION: str = plotly.__version__

PLOTLY_JS = f"plotly/plotly.min.js?v={PLOTLY_VERSION}"
PLAYER_JS = f"player/{assets.version()}/player.js"
PLAYER_CSS = f"player/{assets.version()}/player.css"


def written_into(script: str) -> str:
    """A script with the addresses in place of their names."""
    for name, address in (("PLOTLY_JS", PLOTLY_JS), ("PLAYER_JS", PLAYER_JS), ("PLAYER_CSS", PLAYER_CSS)):
        script = script.replace(name, address)
    return script
