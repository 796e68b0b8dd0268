"""The sidebar: what is edited.

Every control shows the session and changes it in a callback, so that whatever the page draws first
already has the change. A callback may be older than another change: it looks at nothing but the session.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Literal

import pandas as pd
import streamlit as st

from convviz.core import Convolution, ConvolutionError, axis_names, reading_order
from convviz.document import bounds
from convviz.document.lesson import to_lesson
from convviz.document.limits import MAX_BYTES, MAX_DEPTH, MAX_SIDE
from convviz.document.reading.npy import to_npy
from convviz.document.reading.tables import to_table
from convviz.document.session import FILLS, PART, TURNS, VECTOR_TURNS, Desk, Grid, Session, resized, titles
from convviz.document.state import MAX_ENTRY, MAX_LINK, PADDING_WORDS, State, is_uniform, lesson, parameters
from convviz.explain import size_text
from convviz.hosts.streamlit.widgets import Lives

_RANK_NAMES = {1: "1D vector", 2: "2D matrix", 3: "3D tensor"}
_PADDING_NAMES = {"valid": "None", "same": "Same", "full": "Full", "number": "A number of cells"}
_MODE_NAMES = {
    "constant": "Zeros",
    "edge": "Edge: the nearest value",
    "reflect": "Reflect: a mirror on the edge cell",
    "symmetric": "Symmetric: a mirror beside it",
    "wrap": "Wrap: the opposite side",
}
_OWN = "own"
_KINDS = {False: "Cross-correlation", True: "Convolution"}


def show(session: Session) -> None:
    """Shows the controls of the present rank."""
    desk = session.desk
    _lives().begin()
    _segments("Rank", _RANK_NAMES, session.rank, session.turn_to, "rank")
    _examples(session)
    _bar(session)
    for letter, grid in (("x", desk.x), ("w", desk.w)):
        _tensor(session, letter, grid)
    _parameters(desk, session.predicting)
    _reset(session)
    _lives().end()


def _examples(session: Session) -> None:
    """The list of examples. One that was changed can be chosen again."""
    desk, names = session.desk, titles(session.rank)
    shown = desk.state.example.slug
    if desk.edited:
        names[_OWN], shown = "Your own numbers", _OWN

    def take(slug: str) -> None:
        if slug != _OWN:
            session.open(slug)

    _list("Example", names, shown, take, f"example-{session.rank}")


# ------------------------------------------------------------------------------------------ one control


def _lives() -> Lives:
    lives: Lives = st.session_state.setdefault("lives", Lives())
    return lives


def _control(widget: Callable[..., Any], name: str, value: Any, take: Callable[[Any], object]) -> None:
    """A control that shows the value and gives what the hand chooses to `take`."""
    life = _lives().of(name, value)

    def changed() -> None:
        life.choose(st.session_state[life.key], take)

    chosen = widget(key=life.key, on_change=changed)
    if life.choose(chosen, take):  # chosen before this session knew the control: the server was restarted
        st.rerun()


def _segments(
    label: str, names: dict[Any, str], value: Any, take: Callable[[Any], object], name: str, **more: Any
) -> None:
    """A choice of which all options are seen: value to name."""
    more = {"width": "stretch", "required": True, "default": value, **more}
    segments = partial(st.segmented_control, label, list(names), format_func=names.__getitem__, **more)
    _control(segments, name, value, take)


def _list(label: str, names: dict[Any, str], value: Any, take: Callable[[Any], object], name: str) -> None:
    """A choice from a list: value to name."""
    options = list(names)
    box = partial(st.selectbox, label, options, options.index(value), format_func=names.__getitem__)
    _control(box, name, value, take)


def _whole(
    label: str, value: int, least: int, most: int, take: Callable[[int], object], name: str, **more: Any
) -> None:
    """A whole number. What is there is always within the range: a change elsewhere may have narrowed it."""
    low, high = min(least, value), max(most, value)
    _control(partial(st.number_input, label, low, high, value, step=1, **more), name, value, take)


# ------------------------------------------------------------------------------------------ open, save


def _bar(session: Session) -> None:
    desk = session.desk
    with st.container(horizontal=True, gap="xxsmall"):
        st.button("Undo", on_click=desk.undo, disabled=not desk.undoable, help="Take back the last change")
        st.button("Redo", on_click=desk.redo, disabled=not desk.redoable, help="Take back the last undo")
        _popover("Open file", "open", lambda: _open(session))
        _popover("Save", "save", lambda: _save(desk))


def _reset(session: Session) -> None:
    """At the very end, so that nothing moves under the hand when it appears."""
    desk = session.desk
    if desk.edited:
        slug = desk.state.example.slug
        st.button("Back to the example’s numbers", on_click=session.open, args=(slug,), width="stretch")


def _popover(label: str, key: str, content: Callable[[], None]) -> None:
    """A popover whose content is made when it is opened."""
    popover = st.popover(label, key=key, on_change="rerun")
    if popover.open:
        with popover:
            content()


def _open(session: Session) -> None:
    names = {"x": "The input", "w": "The filter"}
    st.segmented_control(
        "The numbers become",
        list(names),
        format_func=names.__getitem__,
        default="x",
        key="target",
        required=True,
    )

    life = _lives().of("file", session.uploads)  # a new uploader for every file

    def read() -> None:
        uploaded = st.session_state[life.key]
        if uploaded is not None and life.value == session.uploads:
            session.read(uploaded.getvalue(), st.session_state["target"])
            st.session_state["open"] = False  # the stage lies under the popover

    st.file_uploader(
        "CSV, TSV, NPY, NPZ, PNG, JPEG, or a lesson file",
        key=life.key,
        on_change=read,
        max_upload_size=MAX_BYTES // 2**20,
        help="A picture becomes grey values at rank 2, and red, green and blue slices at rank 3.",
    )


def too_long(desk: Desk) -> None:
    """Says that a link cannot carry this state, and offers what can."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f"These numbers take more than the {MAX_LINK:,} characters of a link: the address has none.",
            width="content",
        )
        _lesson_button("Save a lesson file", desk.state)


def _lesson_button(label: str, state: State, **more: Any) -> None:
    st.download_button(
        label,
        lambda: to_lesson(lesson(state)),
        "lesson.json",
        "application/json",
        key=label,
        on_click="ignore",
        **more,
    )


def _save(desk: Desk) -> None:
    state = desk.state
    _lesson_button("Lesson file: everything on this page", state, width="stretch")
    for name, tensor in (
        ("input", lambda: state.x),
        ("filter", lambda: state.w),
        ("output", lambda: state.convolution().output),
    ):
        _downloads(name, tensor)


def _downloads(name: str, tensor: Callable[[], Any]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(name.capitalize(), width="stretch")
        for extension, convert, mime in (
            ("csv", lambda: to_table(tensor()), "text/csv"),
            ("npy", lambda: to_npy(tensor()), "application/octet-stream"),
        ):
            st.download_button(
                extension.upper(),
                convert,
                f"{name}.{extension}",
                mime,
                key=f"save-{name}-{extension}",
                on_click="ignore",
                help=f"Download the {name} as {extension.upper()}",
            )


# ------------------------------------------------------------------------------------------ tensors


def _tensor(session: Session, letter: str, grid: Grid) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{grid.name}** {size_text(grid.values.shape)}", width="stretch")
        _popover(
            f"Change {grid.name.lower()}",
            f"change-{letter}",
            lambda: _change(session, letter, grid),
        )
    _corner(letter, grid)
    _editor(letter, grid)


def _corner(letter: str, grid: Grid) -> None:
    """Which slice, and which part of a large tensor, the editor shows."""
    slice_, top, left = grid.corner
    if grid.values.ndim == 3:
        _segments(
            f"{grid.name} at depth",
            {index: str(index + 1) for index in range(grid.depth)},
            slice_,
            lambda chosen: grid.turn((chosen, *grid.corner[1:])),
            f"{letter}-slice",
            width="content",
        )
    rows, columns = grid.rows_and_columns
    if rows <= PART and columns <= PART:
        return
    with st.container(horizontal=True):
        _whole(
            "From row",
            top + 1,
            1,
            rows,
            lambda at: grid.turn((grid.corner[0], at - 1, grid.corner[2])),
            f"{letter}-top",
        )
        _whole(
            "From column",
            left + 1,
            1,
            columns,
            lambda at: grid.turn((*grid.corner[:2], at - 1)),
            f"{letter}-left",
        )


def _editor(letter: str, grid: Grid) -> None:
    editor = grid.editor
    rows, columns = editor.base.shape
    _, top, left = editor.corner
    frame = pd.DataFrame(
        editor.base,
        dtype=object,  # a third faster here than pandas' own type for text
        index=pd.RangeIndex(top + 1, top + rows + 1),
        columns=[str(column + 1) for column in range(columns)],
    )
    width = _width(columns)
    # A number that is too long is cut off at its end: its first figures are those that count.
    fits = max(len(str(text)) for text in editor.base.flat) * 8 + 14 <= width
    alignment: Literal["left", "right"] = "right" if fits else "left"
    cells = {
        name: st.column_config.TextColumn(str(left + int(name)), width=width, alignment=alignment)
        for name in frame.columns
    }
    st.data_editor(
        frame,
        key=f"{letter}-{editor.token}",
        hide_index=rows == 1 or (columns > 5 and not top),
        num_rows="fixed",
        row_height=30,
        column_config=cells,
        on_change=_typed,
        args=(letter, grid, editor.token),
    )


def _typed(letter: str, grid: Grid, token: str) -> None:
    """Takes what was typed; it holds no tensor, as Streamlit forgets no callback while a session lasts."""
    grid.type(st.session_state[f"{letter}-{token}"]["edited_rows"], token)


def _width(columns: int) -> int:
    """The width of a column in pixels: all of them side by side where that stays readable."""
    return max(46, min(60, 278 // columns))


def _change(session: Session, letter: str, grid: Grid) -> None:
    _sizes(session.desk, letter, grid)
    _fills(session.desk, grid)
    if letter == "w":
        _turns(grid)
    _paste(session, letter)


def _sizes(desk: Desk, letter: str, grid: Grid) -> None:
    draft = desk.draft()
    reasons = []
    with st.container(horizontal=True):
        for axis in reading_order(range(grid.values.ndim)):
            name = axis_names(grid.values.ndim)[axis]
            limit = MAX_DEPTH if name == "depth" else MAX_SIDE
            bound = (bounds.input_size if letter == "x" else bounds.filter_size)(draft, axis)
            least, most = (bound.value, limit) if letter == "x" else (1, bound.value)
            size = grid.values.shape[axis]
            if size == bound.value and bound.reason:
                reasons.append(bound.reason)
            _whole(
                name.capitalize(),
                size,
                least,
                most,
                lambda chosen, axis=axis: _resize(grid, axis, chosen),  # type: ignore[misc]
                f"{letter}-size-{name}",
            )
    for reason in reasons:
        st.caption(reason)


def _resize(grid: Grid, axis: int, size: int) -> None:
    shape = list(grid.values.shape)
    shape[axis] = size
    grid.put(resized(grid.values, tuple(shape)))


def _fills(desk: Desk, grid: Grid) -> None:
    def fill(name: str) -> None:
        desk.seed += name == "Random"
        grid.put(FILLS[name](grid.values.shape, desk.seed))

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

    rank = session.rank
    slices = " An empty line starts the next slice." if rank == 3 else ""
    st.text_area(
        "Replace by numbers from a spreadsheet",
        key=key,
        height=100,
        placeholder="1\t2\t3\n4\t5\t6" if rank > 1 else "1\t2\t3",
        help=f"Paste any block of cells; its size becomes the new size.{slices}",
    )
    st.button("Replace", key=f"{letter}-replace", on_click=take)


# ------------------------------------------------------------------------------------------ parameters


def _parameters(desk: Desk, predicting: bool) -> None:
    desk.per_axis = desk.per_axis or not is_uniform(desk.parameters)
    (_entries if desk.per_axis else _entry)(desk)
    if not desk.per_axis and not predicting:  # which asks for sizes
        st.caption(_consequences(desk.draft()))
    _padding_mode(desk)
    flip = desk.parameters.flip
    _segments("Operation", _KINDS, flip, lambda flip: _set(desk, flip=flip), f"flip-{desk.rank}")
    _bias(desk)
    label = "Each axis on its own" if desk.rank > 1 else "Each side on its own"
    toggle = partial(st.toggle, label, value=desk.per_axis)
    _control(toggle, f"per-axis-{desk.rank}", desk.per_axis, lambda on: _even_out(desk, on))


def _set(desk: Desk, **changed: Any) -> None:
    desk.parameters = replace(desk.parameters, **changed)


def _even_out(desk: Desk, on: bool) -> None:
    """When axes are no longer on their own, gives the rows what the columns have, and the depth nothing.

    Of two paddings it takes the larger.
    """
    desk.per_axis = on
    if on:
        return
    old = desk.parameters
    last = old.padding[-1]
    padding = last if isinstance(last, str) else max(last)
    even = parameters(desk.rank, stride=old.stride[-1], dilation=old.dilation[-1], padding=padding)
    _set(desk, stride=even.stride, dilation=even.dilation, padding=even.padding)


def _bias(desk: Desk) -> None:
    bias = float(desk.parameters.bias)
    number = partial(st.number_input, "Bias", step=1.0, format="%g", value=bias)
    _control(number, f"bias-{desk.rank}", bias, lambda bias: _set(desk, bias=bias))


def _entry(desk: Desk) -> None:
    """One stride, dilation and padding for rows and columns."""
    draft, rank = desk.draft(), desk.rank
    axes = range(max(0, rank - 2), rank)
    dilation = min((bounds.dilation(draft, axis) for axis in axes), key=lambda bound: bound.value)
    with st.container(horizontal=True):
        _whole(
            "Stride",
            draft.parameters.stride[-1],
            1,
            min(MAX_ENTRY, max(draft.x.shape)),
            lambda value: _set(desk, stride=parameters(rank, stride=value).stride),
            f"stride-{rank}",
        )
        _whole(
            "Dilation",
            draft.parameters.dilation[-1],
            1,
            dilation.value,
            lambda value: _set(desk, dilation=parameters(rank, dilation=value).dilation),
            f"dilation-{rank}",
        )
    if draft.parameters.dilation[-1] >= dilation.value and dilation.reason:
        st.caption(dilation.reason)
    _padding(desk, draft)


def _padding(desk: Desk, draft: State) -> None:
    rank, entry = desk.rank, draft.parameters.padding[-1]
    cells = 0 if isinstance(entry, str) else entry[0]
    kind = entry if isinstance(entry, str) else "number" if cells else "valid"

    def take(value: str | int) -> None:
        _set(desk, padding=parameters(rank, padding=1 if value == "number" else value).padding)

    _list("Padding", _PADDING_NAMES, kind, take, f"padding-{rank}")
    if kind == "number":
        most = min(
            (bounds.padding(draft, axis) for axis in range(max(0, rank - 2), rank)), key=lambda b: b.value
        )
        _whole("Cells on each side", cells, 1, most.value, take, f"padding-cells-{rank}")
        if cells >= most.value and most.reason:
            st.caption(most.reason)


def _consequences(draft: State) -> str:
    """What the words for padding come to here, side by side: the cells they add, and the output's size."""
    parts = []
    for word in PADDING_WORDS:
        changed = replace(draft.parameters, padding=parameters(draft.rank, padding=word).padding)
        try:
            made = Convolution(draft.x, draft.w, **vars(changed))
        except ConvolutionError:
            parts.append(f"{_PADDING_NAMES[word].lower()} does not fit")
            continue
        pairs = dict.fromkeys(made.padding[-2:])
        cells = " or ".join(str(a) if a == b else f"{a} + {b}" for a, b in pairs)
        parts.append(f"{_PADDING_NAMES[word].lower()}, p = {cells}: {size_text(made.output_shape)}")
    return f"Output with {'; '.join(parts)}."


def _padding_mode(desk: Desk) -> None:
    draft = desk.draft()
    if not any(map(_pads, draft.parameters.padding)):
        return
    modes, reason = bounds.padding_modes(draft)
    mode = draft.parameters.padding_mode
    names = {name: _MODE_NAMES[name] for name in (modes if mode in modes else [mode, *modes])}
    _list(
        "Padding holds", names, mode, lambda mode: _set(desk, padding_mode=mode), f"padding-mode-{desk.rank}"
    )
    if reason:
        st.caption(reason)


def _pads(entry: str | tuple[int, int]) -> bool:
    return entry != "valid" and entry != (0, 0)


def _entries(desk: Desk) -> None:
    """Stride, dilation and padding axis by axis."""
    for axis in reading_order(range(desk.rank)):
        name = axis_names(desk.rank)[axis]
        st.markdown(name.capitalize())
        with st.container(horizontal=True, gap="xsmall"):
            _axis(desk, axis, name)


def _axis(desk: Desk, axis: int, name: str) -> None:
    draft = desk.draft()
    most = min(MAX_ENTRY, draft.x.shape[axis])
    widest, room = bounds.dilation(draft, axis), bounds.padding(draft, axis)
    pair = bounds.pairs(draft)[axis]

    def take(field: str, change: Callable[[Any, int], Any], value: int) -> None:
        now = desk.draft()  # two edits may come at once
        entries = bounds.pairs(now) if field == "padding" else getattr(now.parameters, field)
        _set(desk, **{field: (*entries[:axis], change(entries[axis], value), *entries[axis + 1 :])})

    for label, field, value, least, largest, reason, change in (
        ("Stride", "stride", draft.parameters.stride[axis], 1, most, "", lambda old, n: n),
        (
            "Dilation",
            "dilation",
            draft.parameters.dilation[axis],
            1,
            widest.value,
            widest.reason,
            lambda old, n: n,
        ),
        ("Before", "padding", pair[0], 0, room.value, room.reason, lambda old, n: (n, old[1])),
        ("After", "padding", pair[1], 0, room.value, room.reason, lambda old, n: (old[0], n)),
    ):
        _whole(
            label,
            value,
            least,
            largest,
            partial(take, field, change),
            f"{label}-{name}-{desk.rank}",
            help=reason if value >= largest and reason else None,
        )
