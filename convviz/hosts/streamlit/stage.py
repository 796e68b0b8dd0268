"""Mounts the player as a Streamlit component.

What is sent with the component is `mount.js`; the player, its style and Plotly.js are files that `app.py`
serves and the browser keeps.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import plotly
import streamlit as st

from convviz.document.draft import Draft
from convviz.document.link import NAMES
from convviz.player import assets
from convviz.player.frame import frame

KEY = "stage"

_SCRIPT = Path(__file__).with_name("mount.js").read_text(encoding="utf-8")

_mount = st.components.v2.component(
    "convviz.stage",
    js=_SCRIPT.replace("PLOTLY", plotly.__version__).replace("PLAYER", assets.version()),
    isolate_styles=False,
)


def show(
    scene: bytes, draft: Draft, *, title: str, session: str, query: str, whole: bool
) -> Mapping[str, object]:
    """Shows a packed scene under the revision of a draft and gives back what the player last reported.

    `title` is what a presentation says on top; `query` is what the host writes into the address, with the
    step, and `whole` says whether that holds everything. The report has the `revision` that is on the stage,
    the `step` at which the user rested, `predicting`, whether answers are asked for, and `hiding`, whether
    one is hidden. From a page that saw another `session` before, it also has that page's present `link`.
    """
    data = frame(
        {
            "revision": draft.revision,
            "since": draft.since,
            "step": draft.revision_step,
            "title": title,
            "host": {"session": session, "query": query, "whole": whole, "parameters": NAMES},
        },
        scene,
    )
    report = _mount(key=KEY, data=data, on_report_change=_nothing).report
    return report if isinstance(report, Mapping) else {}


def _nothing() -> None:
    """Streamlit keeps a component's state only under a callback."""
