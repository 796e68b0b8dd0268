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
_COLUMNS = (_LABELS["stride"], _LABELS["dilation"], "Before", "After")


def show(draft: Draft, predicting: bool) -> None:
    """Shows the parameters; not what sizes they lead to while these are to be predicted."""
    draft.per_axis = draft.per_axis or not is_uniform(draft.parameters)
    reasons = _every_axis(draft) if draft.per_axis else _rows_and_columns(draft)
    reasons.append(_padding_mode(draft))
    _flip(draft)
    _bias(draft)
    _per_axis(draft)
    if not (draft.per_axis or predicting):
        reasons.append(_consequences(draft.asked))
    if any(reasons):
        st.caption(" ".join(dict.fromkeys(filter(None, reasons))))


def _set(draft: Draft, **changed: Any) -> None:
    draft.parameters = replace(draft.parameters, **changed)


def _set_one(draft: Draft, name: str, value: Any) -> None:
    _set(draft, **{name: value})


def _flip(draft: Draft) -> None:
    kinds, flip = dict(PARAMETERS["flip"].choices), draft.parameters.flip
    take = partial(_set_one, draft, "flip")
    segments(_LABELS["flip"], kinds, flip, take, f"flip-{draft.rank}", label_visibility="collapsed")


def _bias(draft: Draft) -> None:
    bias = float(draft.parameters.bias)
    number = partial(st.number_input, _LABELS["bias"], step=1.0, format="%g", value=bias)
    control(number, f"bias-{draft.rank}", bias, partial(_set_one, draft, "bias"), typed=True)


def _padding_mode(draft: Draft) -> str:
    """What the padding holds, if there is any; gives back why some modes are not offered."""
    asked = draft.asked
    if not any(entry not in ("valid", (0, 0)) for entry in asked.parameters.padding):
        return ""
    modes, reason = bounds.padding_modes(asked)
    mode, row = asked.parameters.padding_mode, PARAMETERS["padding_mode"]
    names = {name: row.choices[name] for name in (modes if mode in modes else [mode, *modes])}
    choice(row.label, names, mode, partial(_set_one, draft, "padding_mode"), f"padding-mode-{draft.rank}")
    return reason


# Rows and columns alike.


def _rows_and_columns(draft: Draft) -> list[str]:
    """One stride, dilation and padding for rows and columns; gives back why they go no further."""
    asked = draft.asked
    most = Bound(min(MAX_ENTRY, max(asked.x.shape)))
    widest = _least([bounds.dilation(asked, axis) for axis in _axes(draft)])
    return [
        _one_for_all(draft, "stride", most),
        _one_for_all(draft, "dilation", widest),
        _padding(draft),
    ]


def _axes(draft: Draft) -> range:
    """All axes but the depth."""
    return range(max(0, draft.rank - 2), draft.rank)


def _least(found: list[Bound]) -> Bound:
    return min(found, key=lambda bound: bound.value)


def _one_for_all(draft: Draft, name: str, most: Bound) -> str:
    take = partial(_set_all, draft, name)
    value = getattr(draft.parameters, name)[-1]
    whole(_LABELS[name], value, 1, most.value, take, f"{name}-{draft.rank}")
    return _reason(most, value)


def _reason(most: Bound, value: int) -> str:
    """Why a control goes no further, if it is at its end."""
    return most.reason if value >= most.value else ""


def _set_all(draft: Draft, name: str, value: int | str) -> None:
    _set(draft, **{name: PARAMETERS[name].spread(value, draft.rank)})


def _padding(draft: Draft) -> str:
    entry = draft.parameters.padding[-1]
    cells = 0 if isinstance(entry, str) else entry[0]
    kind = entry if isinstance(entry, str) else "number" if cells else "valid"

    def take(value: str) -> None:
        _set_all(draft, "padding", 1 if value == "number" else value)

    kinds = {**_WORDS, "number": "By number"}
    choice(_LABELS["padding"], kinds, kind, take, f"padding-{draft.rank}")
    return _cells(draft, cells) if kind == "number" else ""


def _cells(draft: Draft, cells: int) -> str:
    """The number of cells on each side."""
    most = _least([bounds.padding(draft.asked, axis) for axis in _axes(draft)])
    take = partial(_set_all, draft, "padding")
    whole("Cells on each side", cells, 1, most.value, take, f"padding-cells-{draft.rank}")
    return _reason(most, cells)


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
    size = size_text(found.output_shape).replace(" ", "\N{NO-BREAK SPACE}")
    return f"{name}, p = {cells}: {size}"


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


def _every_axis(draft: Draft) -> list[str]:
    """Stride, dilation and padding axis by axis; gives back why they go no further.

    The names of the columns are for the eye alone: each field has its whole name.
    """
    heads = "".join(f"<span>{head}</span>" for head in ("", *_COLUMNS))
    st.html(f'<div class="convviz-columns" aria-hidden="true">{heads}</div>')
    return [reason for axis in reading_order(range(draft.rank)) for reason in _axis(draft, axis)]


def _axis(draft: Draft, axis: int) -> list[str]:
    asked, name = draft.asked, axis_names(draft.rank)[axis]
    given, sides = asked.parameters, windows(asked).padding[axis]
    room = bounds.padding(asked, axis)
    fields: tuple[tuple[int, int, Bound, Take], ...] = (
        (given.stride[axis], 1, Bound(min(MAX_ENTRY, asked.x.shape[axis])), _entry(draft, axis, "stride")),
        (given.dilation[axis], 1, bounds.dilation(asked, axis), _entry(draft, axis, "dilation")),
        (sides[0], 0, room, partial(_set_side, draft, axis, 0)),
        (sides[1], 0, room, partial(_set_side, draft, axis, 1)),
    )
    st.markdown(name.capitalize())
    for head, (value, least, most, take) in zip(_COLUMNS, fields, strict=True):
        key = f"axis-{head}-{name}-{draft.rank}".lower()
        whole(f"{head}, {name}", value, least, most.value, take, key, label_visibility="collapsed")
    return [_reason(most, value) for value, _, most, _ in fields]


def _entry(draft: Draft, axis: int, name: str) -> Take:
    return partial(_set_entry, draft, axis, name)


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
