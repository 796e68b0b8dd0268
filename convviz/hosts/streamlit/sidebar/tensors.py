"""Input and filter: a line each, with what can be done to them."""

from __future__ import annotations

import streamlit as st

from convviz.document.grid import Grid
from convviz.document.session import Session
from convviz.explain import size_text
from convviz.hosts.streamlit.sidebar import changes
from convviz.hosts.streamlit.sidebar.controls import popover


def show(session: Session, letter: str, grid: Grid) -> None:
    """Shows a tensor, `x` or `w`."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{grid.name}** {size_text(grid.values.shape)}", width="stretch")
        popover(
            f"Change {grid.name.lower()}",
            f"change-{letter}",
            lambda: changes.show(session, letter, grid),
        )
