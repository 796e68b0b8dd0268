"""Stride, dilation, padding, operation and bias: for all axes, or for each on its own."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from convviz.core import ConvolutionError, axis_names, reading_order
from convviz.document import bounds
from convviz.document.bounds import Bound
from convviz.document.document import Document, fitting_windows, windows
from convviz.document.draft import Draft
from convviz.document.limits import MAX_ENTRY
from convviz.document.parameters import PARAMETERS, is_uniform, parameters
from convviz.explain import size_text
from convviz.hosts.streamlit.sidebar.controls import Take, choice, control, segments, whole

_LABELS = {name: row.label for name, row in PARAMETERS.items()}
_WORDS = PARAMETERS["padding"].choices


def show(draft: Draft, predicting: bool) -> None:
    """Shows the parameters; not what sizes they lead to while these are to be predicted."""
    draft.per_axis = draft.per_axis or not is_uniform(draft.parameters)
    if draft.per_axis:
        _every_axis(draft)
    else:
        _rows_and_columns(draft)
        if not predicting:
            st.caption(_consequences(draft.asked))
    _padding_mode(draft)
    _flip(draft)
    _bias(draft)
    _per_axis(draft)


def _set(draft: Draft, **changed: Any) -> None:
    draft.parameters = replace(draft.parameters, **changed)


def _flip(draft: Draft) -> None:
    kinds, flip = dict(PARAMETERS["flip"].choices), draft.parameters.flip
    segments(_LABELS["flip"], kinds, flip, lambda flip: _set(draft, flip=flip), f"flip-{draft.rank}")


def _bias(draft: Draft) -> None:
    bias = float(draft.parameters.bias)
    number = partial(st.number_input, _LABELS["bias"], step=1.0, format="%g", value=bias)
    control(number, f"bias-{draft.rank}", bias, lambda bias: _set(draft, bias=bias))


def _padding_mode(draft: Draft) -> None:
    asked = draft.asked
    if not any(entry not in ("valid", (0, 0)) for entry in asked.parameters.padding):
        return
    modes, reason = bounds.padding_modes(asked)
    mode, row = asked.parameters.padding_mode, PARAMETERS["padding_mode"]
    names = {name: row.choices[name] for name in (modes if mode in modes else [mode, *modes])}
    choice(row.label, names, mode, lambda mode: _set(draft, padding_mode=mode), f"padding-mode-{draft.rank}")
    if reason:
        st.caption(reason)


# Rows and columns alike.


def _rows_and_columns(draft: Draft) -> None:
    """One stride, dilation and padding for rows and columns."""
    asked = draft.asked
    most = Bound(min(MAX_ENTRY, max(asked.x.shape)))
    widest = _least([bounds.dilation(asked, axis) for axis in _axes(draft)])
    with st.container(horizontal=True):
        _one_for_all(draft, "stride", most)
        _one_for_all(draft, "dilation", widest)
    if asked.parameters.dilation[-1] >= widest.value and widest.reason:
        st.caption(widest.reason)
    _padding(draft)


def _axes(draft: Draft) -> range:
    """All axes but the depth."""
    return range(max(0, draft.rank - 2), draft.rank)


def _least(found: list[Bound]) -> Bound:
    return min(found, key=lambda bound: bound.value)


def _one_for_all(draft: Draft, name: str, most: Bound) -> None:
    take = partial(_set_all, draft, name)
    value = getattr(draft.parameters, name)[-1]
    whole(_LABELS[name], value, 1, most.value, take, f"{name}-{draft.rank}")


def _set_all(draft: Draft, name: str, value: int | str) -> None:
    _set(draft, **{name: PARAMETERS[name].spread(value, draft.rank)})


def _padding(draft: Draft) -> None:
    entry = draft.parameters.padding[-1]
    cells = 0 if isinstance(entry, str) else entry[0]
    kind = entry if isinstance(entry, str) else "number" if cells else "valid"

    def take(value: str) -> None:
        _set_all(draft, "padding", 1 if value == "number" else value)

    kinds = {**_WORDS, "number": "A number of cells"}
    choice(_LABELS["padding"], kinds, kind, take, f"padding-{draft.rank}")
    if kind == "number":
        _cells(draft, cells)


def _cells(draft: Draft, cells: int) -> None:
    """The number of cells on each side."""
    most = _least([bounds.padding(draft.asked, axis) for axis in _axes(draft)])
    take = partial(_set_all, draft, "padding")
    whole("Cells on each side", cells, 1, most.value, take, f"padding-cells-{draft.rank}")
    if cells >= most.value and most.reason:
        st.caption(most.reason)


def _consequences(asked: Document) -> str:
    """What the words for padding come to here, side by side: the cells they add, and the output's size."""
    return f"Output with {'; '.join(_consequence(asked, word) for word in _WORDS)}."


def _consequence(asked: Document, word: str) -> str:
    padding, name = PARAMETERS["padding"].spread(word, asked.rank), _WORDS[word].lower()
    try:
        found = fitting_windows(replace(asked, parameters=replace(asked.parameters, padding=padding)))
    except ConvolutionError:
        return f"{name} does not fit"
    pairs = dict.fromkeys(found.padding[-2:])
    cells = " or ".join(str(a) if a == b else f"{a} + {b}" for a, b in pairs)
    return f"{name}, p = {cells}: {size_text(found.output_shape)}"


# Every axis on its own.


def _per_axis(draft: Draft) -> None:
    label = "Each axis on its own" if draft.rank > 1 else "Each side on its own"
    toggle = partial(st.toggle, label, value=draft.per_axis)
    control(toggle, f"per-axis-{draft.rank}", draft.per_axis, lambda on: _set_per_axis(draft, on))


def _set_per_axis(draft: Draft, on: bool) -> None:
    """When axes are no longer on their own, gives the rows what the columns have, and the depth nothing.

    Of two paddings it takes the larger.
    """
    draft.per_axis = on
    if on:
        return
    old = draft.parameters
    last = old.padding[-1]
    padding = last if isinstance(last, str) else max(last)
    even = parameters(draft.rank, stride=old.stride[-1], dilation=old.dilation[-1], padding=padding)
    _set(draft, stride=even.stride, dilation=even.dilation, padding=even.padding)


def _every_axis(draft: Draft) -> None:
    """Stride, dilation and padding axis by axis."""
    for axis in reading_order(range(draft.rank)):
        st.markdown(axis_names(draft.rank)[axis].capitalize())
        with st.container(horizontal=True, gap="xsmall"):
            _axis(draft, axis)


def _axis(draft: Draft, axis: int) -> None:
    asked = draft.asked
    given, sides = asked.parameters, windows(asked).padding[axis]
    most, widest = Bound(min(MAX_ENTRY, asked.x.shape[axis])), bounds.dilation(asked, axis)
    room = bounds.padding(asked, axis)
    number = partial(_axis_number, draft, axis)
    number(_LABELS["stride"], given.stride[axis], 1, most, partial(_set_entry, draft, axis, "stride"))
    number(_LABELS["dilation"], given.dilation[axis], 1, widest, partial(_set_entry, draft, axis, "dilation"))
    number("Before", sides[0], 0, room, partial(_set_side, draft, axis, 0))
    number("After", sides[1], 0, room, partial(_set_side, draft, axis, 1))


def _axis_number(
    draft: Draft, axis: int, label: str, value: int, least: int, most: Bound, take: Take
) -> None:
    name = f"{label}-{axis_names(draft.rank)[axis]}-{draft.rank}"
    reason = most.reason if value >= most.value and most.reason else None
    whole(label, value, least, most.value, take, name, help=reason)


def _set_entry(draft: Draft, axis: int, name: str, value: Any) -> None:
    """Changes one axis of what is asked for now: two edits may come at once."""
    entries = getattr(draft.parameters, name)
    _set(draft, **{name: (*entries[:axis], value, *entries[axis + 1 :])})


def _set_side(draft: Draft, axis: int, side: int, cells: int) -> None:
    """Changes one side of one axis; where a word said the padding, its cells are now numbers."""
    pairs = windows(draft.asked).padding
    _set(draft, padding=pairs)
    pair = (cells, pairs[axis][1]) if side == 0 else (pairs[axis][0], cells)
    _set_entry(draft, axis, "padding", pair)
