"""Mounts the player as a Streamlit component, and takes what is done on the stage.

What is sent with the component is `mount.js`; the player, its style and Plotly.js are files that `app.py`
serves and the browser keeps.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from convviz.hosts.streamlit import addresses
from convviz.hosts.streamlit.visits import Visit

KEY = "stage"

_mount = st.components.v2.component(
    "convviz.stage",
    js=addresses.written_into(Path(__file__).with_name("mount.js").read_text(encoding="utf-8")),
    isolate_styles=False,
)


def show(visit: Visit) -> None:
    """Shows the present draft of a session, with the edits that the stage has sent meanwhile."""

    def taken() -> None:
        with visit.lock:
            take(visit)

    mounted = _mount(key=KEY, data=visit.frame(), on_sent_change=taken)
    if visit.take(mounted.sent):  # before this session knew the stage: the server was restarted
        st.rerun()


def take(visit: Visit) -> None:
    """Takes the edits that came with a message, before anything else changes what they were made on."""
    if KEY in st.session_state:
        visit.take(st.session_state[KEY].get("sent"))
