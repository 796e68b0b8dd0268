"""The sidebar: rank, example, and a grid for the input and for the filter."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from convviz.explain import size_text
from convviz.ui.state import RANKS, Grid, Session, Text, titles

_RANK_NAMES = {1: "1D vector", 2: "2D matrix", 3: "3D tensor"}


def show(session: Session) -> None:
    """Shows the controls, and lets what people do with them change the session."""
    _rank(session)
    _example(session)
    desk = session.desk
    _grid("Input", "x", desk.x)
    _grid("Filter", "w", desk.w)
    _reset(session)


def _rank(session: Session) -> None:
    chosen = st.segmented_control(
        "Rank",
        RANKS,
        format_func=_RANK_NAMES.__getitem__,
        default=session.rank,
        key="rank",
        required=True,
        width="stretch",
    )
    if chosen is not None and chosen != session.rank:
        session.turn_to(chosen)


def _example(session: Session) -> None:
    names = titles(session.rank)
    state = session.desk.state
    chosen = st.selectbox(
        "Example",
        list(names),
        index=list(names).index(state.example.slug),
        format_func=names.__getitem__,
        key=f"example-{session.rank}",
    )
    if chosen != state.example.slug:
        session.open(chosen)


def _reset(session: Session) -> None:
    if session.desk.edited and st.button("Back to the example’s numbers", width="stretch"):
        session.open(session.desk.state.example.slug)
        st.rerun()


def _grid(name: str, letter: str, grid: Grid) -> None:
    st.markdown(f"**{name}** {size_text(grid.base.shape)}")
    if grid.base.ndim == 3:
        _slices(name, letter, grid)
    grid.take(_edited(letter, grid))


def _slices(name: str, letter: str, grid: Grid) -> None:
    chosen = st.segmented_control(
        f"{name} at depth",
        range(len(grid.base)),
        format_func=lambda index: str(index + 1),
        default=grid.slice,
        key=f"{letter}-slice-{len(grid.base)}",
        required=True,
    )
    if chosen is not None:
        grid.turn(chosen)


def _edited(letter: str, grid: Grid) -> Text:
    """What the grid's editor holds, as text; an emptied cell is empty text."""
    matrix = grid.matrix()
    rows, columns = matrix.shape
    frame = pd.DataFrame(
        matrix,
        dtype=object,  # a third faster here than pandas' own type for text
        index=pd.RangeIndex(1, rows + 1),
        columns=[str(column + 1) for column in range(columns)],
    )
    cell = st.column_config.TextColumn(width=_width(columns), alignment="right")
    returned = st.data_editor(
        frame,
        key=f"{letter}-{grid.token}",
        hide_index=rows == 1 or columns > 5,
        num_rows="fixed",
        row_height=30,
        column_config=dict.fromkeys(frame.columns, cell),
    )
    cells: Text = returned.to_numpy(dtype=object)
    return np.where(pd.isna(cells), "", cells)


def _width(columns: int) -> int:
    """The width of a column in pixels: all of them side by side where that stays readable."""
    return max(34, min(60, 278 // columns))
