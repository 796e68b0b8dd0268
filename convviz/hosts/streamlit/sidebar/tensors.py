"""The input and the filter: a line with the size of each, and a menu of what can be done to all of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import streamlit as st

from convviz.core import axis_names, reading_order
from convviz.document import bounds
from convviz.document.fills import FILLS, TURNS, VECTOR_TURNS, Tensor, resized
from convviz.document.grid import Grid
from convviz.document.kernels import named_filters
from convviz.document.limits import longest
from convviz.document.open_files import choose, paste
from convviz.document.session import Session
from convviz.explain import size_text
from convviz.hosts.streamlit.sidebar.controls import after_edits, choice, control, popover, then_renew, whole
from convviz.hosts.streamlit.wording import plain

#: Of a menu, and of a size in it, in pixels; a phone is narrower.
_WIDTH, _FIELD = 400, 122


def show(session: Session, letter: str) -> None:
    """Shows the line of a tensor, `x` or `w`; nothing where the shown layer has no filter."""
    grid = session.draft.x if letter == "x" else session.draft.w
    if grid is None:
        return
    name = f"{grid.name}s" if grid.count > 1 else grid.name  # their number stands below
    st.markdown(f"**{name}** {size_text(grid.shape)}")
    popover(f"Change {grid.name.lower()}", f"change-{letter}", lambda: _menu(session, letter))


def _grid(session: Session, letter: str) -> Grid:
    found = session.draft.x if letter == "x" else session.draft.w
    assert found is not None
    return found


def _put(session: Session, letter: str, tensor: Tensor, coloured: bool = False) -> None:
    """Replaces a tensor, or the filter that the menu is about; what was said of the former leaves."""
    session.clear_messages()
    session.draft.put(letter, tensor, coloured)


def _present(session: Session, letter: str) -> Tensor:
    """The input, or the filter that the menu is about."""
    grid = _grid(session, letter)
    return grid.of(min(session.draft.filter, grid.count - 1) if letter == "w" else 0)


def _menu(session: Session, letter: str) -> None:
    with st.container(width=_WIDTH, gap="xsmall"):
        if letter == "w" and session.draft.plan.count > 1:
            _which(session)
        _sizes(session, letter)
        if letter == "w":
            _named(session)
        _fills(session, letter)
        _turns(session, letter)
        _paste(session, letter)


def _which(session: Session) -> None:
    """Which of the filters the menu is about."""
    draft, count = session.draft, session.draft.plan.count
    names = {number: str(number + 1) for number in range(count)}
    which, of = partial(setattr, draft, "filter"), f"w-filter-{draft.shown}-{count}"
    choice("This menu is about filter", names, min(draft.filter, count - 1), which, of, width=170)


def _sizes(session: Session, letter: str) -> None:
    rank = session.rank if letter == "x" else session.draft.plan.rank
    with st.container(horizontal=True):
        reasons = [_size(session, letter, axis) for axis in reading_order(range(rank))]
    if any(reasons):
        st.caption(" ".join(filter(None, reasons)))


def _size(session: Session, letter: str, axis: int) -> str:
    """The size of an axis; gives back why no other fits, if it is at its end."""
    shape = _grid(session, letter).shape
    name, size = axis_names(len(shape))[axis], shape[axis]
    bound = (bounds.input_size if letter == "x" else bounds.filter_size)(session.draft.asked, axis)
    take = partial(_resize, session, letter, axis)
    whole(name.capitalize(), size, 1, longest(name), take, f"{letter}-size-{name}", width=_FIELD)
    is_last = size <= bound.value if letter == "x" else size >= bound.value
    return bound.reason if is_last else ""


def _resize(session: Session, letter: str, axis: int, size: int) -> None:
    """Gives an axis another size: of the input, or of all filters."""
    grid = _grid(session, letter)
    shape = list(grid.shape)
    shape[axis] = size
    session.clear_messages()
    grid.put(resized(grid.values, (*grid.values.shape[: int(grid.counts)], *shape)))


def _named(session: Session) -> None:
    """The filters of this rank and size that have a name; chosen is the one that the filter holds."""
    w = _present(session, "w")
    offered = named_filters(w.shape)
    held = next((name for name, tensor in offered.items() if np.array_equal(tensor, w)), None)

    def take(name: str | None) -> None:
        if name is not None:
            _put(session, "w", named_filters(_grid(session, "w").shape)[name])

    pills = partial(st.pills, "Named filter", list(offered), default=held, required=held is not None)
    control(pills, f"named-{size_text(w.shape)}", held, take)


def _fills(session: Session, letter: str) -> None:
    def fill(name: str) -> None:
        session.draft.seed += name == "Random"
        _put(session, letter, FILLS[name](_grid(session, letter).shape, session.draft.seed))

    _buttons("Fill with", letter, list(FILLS), fill)


def _turns(session: Session, letter: str) -> None:
    turns = VECTOR_TURNS if len(_grid(session, letter).shape) == 1 else TURNS

    def turn(name: str) -> None:
        _put(session, letter, turns[name](_present(session, letter)), session.draft.coloured)

    _buttons("Turn", letter, list(turns), turn)


def _buttons(label: str, letter: str, names: list[str], act: Callable[[str], None]) -> None:
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.caption(label, width="content")
        for name in names:
            st.button(name, key=f"{letter}-{name}", on_click=after_edits, args=(act, name))


def _paste(session: Session, letter: str) -> None:
    """The field for numbers in any notation; what is refused stays in it, also while the menu is closed."""
    before = session.pastes
    key = f"{letter}-pasted-{before}"  # another field once what was in it was taken

    def hold() -> None:
        if session.pastes == before:
            session.texts[letter] = st.session_state[key]

    def take() -> None:
        hold()  # the browser may tell of the button first
        if session.pastes == before:  # pressed twice, it takes once
            paste(session, session.texts[letter], letter)

    rank = len(_grid(session, letter).shape)
    slices = " An empty line starts the next slice." if rank == 3 else ""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_area(
            "Replace by numbers in any notation",
            session.texts.get(letter, ""),  # a browser forgets what is in it when the menu closes
            key=key,
            on_change=hold,
            height=68,
            placeholder="1\t2\t3\n4\t5\t6" if rank > 1 else "1\t2\t3",
            help="Cells of a spreadsheet, CSV, lists of Python, matrices of MATLAB, R or LaTeX, and others; "
            f"their size becomes the new size.{slices}",
        )
        _reading_button(session, letter, "Replace", f"{letter}-replace", take)
    if why := session.refused(letter):
        with st.container(key="refused", horizontal=True, gap="xsmall"):
            st.markdown(plain(why), width="stretch")
            for number, label in enumerate(session.says().offers):
                read = partial(choose, session, label)
                _reading_button(session, letter, label, f"{letter}-offer-{number}", read)


def _reading_button(session: Session, letter: str, label: str, key: str, read: Callable[[], None]) -> None:
    """A button that reads what was pasted, and if that is taken closes the menu, which covers the stage."""

    def act() -> None:
        before = session.pastes
        read()
        if session.pastes != before:
            st.session_state[f"change-{letter}"] = False

    st.button(plain(label), key=key, on_click=then_renew, args=(act,))
