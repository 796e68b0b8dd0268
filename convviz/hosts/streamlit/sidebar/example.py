"""Rank and example, and the way back to the example."""

import streamlit as st

from convviz.document.session import Session, titles
from convviz.hosts.streamlit.sidebar.controls import choice, segments, then_renew

_RANK_NAMES = {1: "1D vector", 2: "2D matrix", 3: "3D tensor"}
_OWN = "own"


def show(session: Session) -> None:
    """Shows the rank, the list of examples, and the ways to the previous and the next.

    An example that was changed can be chosen again.
    """

    def select_rank(rank: int) -> None:
        then_renew(session.select_rank, rank)

    segments("Rank", _RANK_NAMES, session.rank, select_rank, "rank", label_visibility="collapsed")
    _list(session)
    for label, distance in (("Previous example", -1), ("Next example", 1)):
        key = label.split()[0].lower()
        given = (session.turn_page, distance)
        st.button(label, key=key, on_click=then_renew, args=given, width="stretch")


def _list(session: Session) -> None:
    draft, names = session.draft, titles(session.rank)
    shown = draft.document.example.slug
    if draft.edited:
        names[_OWN], shown = "Your own numbers", _OWN

    def take(slug: str) -> None:
        if slug != _OWN:
            session.chosen += 1
            then_renew(session.open, slug)

    choice("Example", names, shown, take, f"example-{session.rank}", label_visibility="collapsed")


def show_reset(session: Session) -> None:
    """Shows the way back, at the very end, so that nothing moves under the pointer when it appears."""
    draft = session.draft
    if draft.edited:
        given = (session.open, draft.document.example.slug)
        label = "Back to the example’s numbers"
        st.button(label, key="reset", on_click=then_renew, args=given, width="stretch")
