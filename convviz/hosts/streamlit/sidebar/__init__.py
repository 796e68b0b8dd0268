"""The sidebar: what is not a number in a cell.

Every control shows the session and changes it in a callback, so that whatever the page draws first
already has the change. A callback may be older than another change, and Streamlit keeps it for as long as
the session lasts: it looks at nothing but the session, and holds no tensor.
"""

import streamlit as st

from convviz.document.session import Session
from convviz.hosts.streamlit.sidebar import example, files, parameters, tensors
from convviz.hosts.streamlit.sidebar.controls import widgets

__all__ = ["opened", "show"]

#: The keys of the popovers, whose content is made when they are open.
POPOVERS = ("change-x", "change-w", "open", "save")


def opened() -> tuple[bool, ...]:
    """Which of the popovers are open."""
    return tuple(bool(st.session_state.get(key)) for key in POPOVERS)


def show(session: Session) -> None:
    """Shows the controls of the present rank."""
    widgets().begin()
    example.show(session)
    files.show(session)
    tensors.show(session, "x")
    parameters.show_kind(session)
    tensors.show(session, "w")
    parameters.show(session)
    example.show_reset(session)
    widgets().end()
