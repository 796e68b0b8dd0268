"""The grids in which input and filter are edited."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd
import streamlit as st

from convviz.document.grid import PART, Editor, Grid
from convviz.document.session import Session
from convviz.explain import size_text
from convviz.hosts.streamlit.sidebar import changes
from convviz.hosts.streamlit.sidebar.controls import popover, segments, whole


def show(session: Session, letter: str, grid: Grid) -> None:
    """Shows a tensor, `x` or `w`."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{grid.name}** {size_text(grid.values.shape)}", width="stretch")
        popover(
            f"Change {grid.name.lower()}",
            f"change-{letter}",
            lambda: changes.show(session, letter, grid),
        )
    if grid.values.ndim == 3:
        _slice(letter, grid)
    if max(grid.rows_and_columns) > PART:
        _part(letter, grid)
    _editor(letter, grid)


def _slice(letter: str, grid: Grid) -> None:
    """Which slice the editor shows."""
    segments(
        f"{grid.name} at depth",
        {index: str(index + 1) for index in range(grid.depth)},
        grid.corner[0],
        lambda chosen: grid.scroll_to((chosen, *grid.corner[1:])),
        f"{letter}-slice",
        width="content",
    )


def _part(letter: str, grid: Grid) -> None:
    """Which part of a large tensor the editor shows."""
    rows, columns = grid.rows_and_columns
    _, top, left = grid.corner

    def from_row(row: int) -> None:
        grid.scroll_to((grid.corner[0], row - 1, grid.corner[2]))

    def from_column(column: int) -> None:
        grid.scroll_to((*grid.corner[:2], column - 1))

    with st.container(horizontal=True):
        whole("From row", top + 1, 1, rows, from_row, f"{letter}-top")
        whole("From column", left + 1, 1, columns, from_column, f"{letter}-left")


def _editor(letter: str, grid: Grid) -> None:
    editor = grid.editor
    rows, columns = editor.base.shape
    top = editor.corner[1]
    frame = pd.DataFrame(
        editor.base,
        dtype=object,  # a third faster here than pandas' own type for text
        index=pd.RangeIndex(top + 1, top + rows + 1),
        columns=[str(column + 1) for column in range(columns)],
    )
    st.data_editor(
        frame,
        key=f"{letter}-{editor.token}",
        hide_index=rows == 1 or (columns > 5 and not top),
        num_rows="fixed",
        row_height=30,
        column_config=_columns(editor),
        on_change=_typed,
        args=(letter, grid, editor.token),
    )


def _columns(editor: Editor) -> dict[Any, Any]:
    """Columns of equal width, in pixels: side by side where that stays readable."""
    columns, left = editor.base.shape[1], editor.corner[2]
    width = max(46, min(60, 278 // columns))
    # A number that is too long is cut off at its end: its first figures are those that count.
    fits = max(len(str(text)) for text in editor.base.flat) * 8 + 14 <= width
    alignment: Literal["left", "right"] = "right" if fits else "left"
    return {
        str(column): st.column_config.TextColumn(str(left + column), width=width, alignment=alignment)
        for column in range(1, columns + 1)
    }


def _typed(letter: str, grid: Grid, token: str) -> None:
    grid.type(st.session_state[f"{letter}-{token}"]["edited_rows"], token)
