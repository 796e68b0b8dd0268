"""What can be done to a whole tensor: resize, fill, turn, replace."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from convviz.core import axis_names, reading_order
from convviz.document import bounds
from convviz.document.draft import Draft
from convviz.document.fills import FILLS, TURNS, VECTOR_TURNS, resized
from convviz.document.grid import Grid
from convviz.document.limits import longest
from convviz.document.session import Session
from convviz.hosts.streamlit.sidebar.controls import whole


def show(session: Session, letter: str, grid: Grid) -> None:
    """Shows what can be done to a tensor, `x` or `w`."""
    _sizes(session.draft, letter, grid)
    _fills(session.draft, grid)
    if letter == "w":
        _turns(grid)
    _paste(session, letter)


def _sizes(draft: Draft, letter: str, grid: Grid) -> None:
    with st.container(horizontal=True):
        reasons = [_size(draft, letter, grid, axis) for axis in reading_order(range(grid.values.ndim))]
    for reason in filter(None, reasons):
        st.caption(reason)


def _size(draft: Draft, letter: str, grid: Grid, axis: int) -> str:
    """The size of an axis; gives back why it goes no further, if it is at its end."""
    name, size = axis_names(grid.values.ndim)[axis], grid.values.shape[axis]
    bound = (bounds.input_size if letter == "x" else bounds.filter_size)(draft.asked, axis)
    least, most = (bound.value, longest(name)) if letter == "x" else (1, bound.value)
    whole(name.capitalize(), size, least, most, partial(_resize, grid, axis), f"{letter}-size-{name}")
    return bound.reason if size == bound.value else ""


def _resize(grid: Grid, axis: int, size: int) -> None:
    shape = list(grid.values.shape)
    shape[axis] = size
    grid.put(resized(grid.values, tuple(shape)))


def _fills(draft: Draft, grid: Grid) -> None:
    def fill(name: str) -> None:
        draft.seed += name == "Random"
        grid.put(FILLS[name](grid.values.shape, draft.seed))

    st.caption("Fill with")
    _buttons(grid, list(FILLS), fill)


def _turns(grid: Grid) -> None:
    turns = VECTOR_TURNS if grid.values.ndim == 1 else TURNS
    st.caption("Turn")
    _buttons(grid, list(turns), lambda name: grid.put(turns[name](grid.values)))


def _buttons(grid: Grid, names: list[str], act: Callable[[str], None]) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        for name in names:
            st.button(name, key=f"{grid.name}-{name}", on_click=act, args=(name,))


def _paste(session: Session, letter: str) -> None:
    key = f"{letter}-pasted"

    def take() -> None:
        session.paste(st.session_state[key], letter)

    slices = " An empty line starts the next slice." if session.rank == 3 else ""
    st.text_area(
        "Replace by numbers from a spreadsheet",
        key=key,
        height=100,
        placeholder="1\t2\t3\n4\t5\t6" if session.rank > 1 else "1\t2\t3",
        help=f"Paste any block of cells; its size becomes the new size.{slices}",
    )
    st.button("Replace", key=f"{letter}-replace", on_click=take)
