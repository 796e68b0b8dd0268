"""What the stage asks of the server, relative to the page; server, page and `mount.js` must agree.

The address of a file has its version in it, so that a browser may keep what it got there for good.
"""

import hashlib
from pathlib import Path

import plotly

from convviz.player import assets


def version_of(*texts: str) -> str:
    """A name for this state of some files, so that a browser never keeps an old one.

    >>> version_of("1;", "p {}") == version_of("1;", "b {}")
    False
    """
    return hashlib.blake2b("".join(texts).encode(), digest_size=6).hexdigest()


#: The style of the page and of the stage, as one file.
STYLE = Path(__file__).with_name("page.css").read_text(encoding="utf-8") + assets.player_css()

PLOTLY_VERSION: str = plotly.__version__
VERSION = version_of(assets.player_js(), STYLE)

PLOTLY_JS = f"plotly/plotly.min.js?v={PLOTLY_VERSION}"
PLAYER_JS = f"player/{VERSION}/player.js"
PAGE_CSS = f"player/{VERSION}/page.css"
#: Before the token of a session.
EDITS = "edits/"


def written_into(script: str) -> str:
    """A script with the addresses in place of their names."""
    known = {"PLOTLY_JS": PLOTLY_JS, "PLAYER_JS": PLAYER_JS, "PAGE_CSS": PAGE_CSS, "EDITS": EDITS}
    for name, address in known.items():
        script = script.replace(name, address)
    return script
