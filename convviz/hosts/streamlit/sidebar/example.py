"""Rank and example, and the way back to the example."""

import streamlit as st

from convviz.document.session import Session, titles
from convviz.hosts.streamlit.sidebar.controls import choice, segments

_RANK_NAMES = {1: "1D vector", 2: "2D matrix", 3: "3D tensor"}
_OWN = "own"


def show(session: Session) -> None:
    """Shows the rank and the list of examples. One that was changed can be chosen again."""
    segments("Rank", _RANK_NAMES, session.rank, session.select_rank, "rank")
    draft, names = session.draft, titles(session.rank)
    shown = draft.document.example.slug
    if draft.edited:
        names[_OWN], shown = "Your own numbers", _OWN

    def take(slug: str) -> None:
        if slug != _OWN:
            session.open(slug)

    choice("Example", names, shown, take, f"example-{session.rank}")


def show_reset(session: Session) -> None:
    """Shows the way back, at the very end, so that nothing moves under the pointer when it appears."""
    draft = session.draft
    if draft.edited:
        slug = draft.document.example.slug
        st.button("Back to the example’s numbers", on_click=session.open, args=(slug,), width="stretch")
