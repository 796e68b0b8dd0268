"""What the stage asks of the server, relative to the page; server, page and `mount.js` must agree.

The address of a file has its version in it, so that a browser may keep what it got there for good.
"""

import plotly

from convviz.player import assets

PLOTLY_VERSION: str = plotly.__version__

PLOTLY_JS = f"plotly/plotly.min.js?v={PLOTLY_VERSION}"
PLAYER_JS = f"player/{assets.version()}/player.js"
PLAYER_CSS = f"player/{assets.version()}/player.css"
#: Before the token of a session.
EDITS = "edits/"


def written_into(script: str) -> str:
    """A script with the addresses in place of their names."""
    known = {"PLOTLY_JS": PLOTLY_JS, "PLAYER_JS": PLAYER_JS, "PLAYER_CSS": PLAYER_CSS, "EDITS": EDITS}
    for name, address in known.items():
        script = script.replace(name, address)
    return script
