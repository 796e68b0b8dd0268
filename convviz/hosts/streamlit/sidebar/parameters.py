"""The kind of the shown layer and its parameters: for all axes, or for each on its own.

A field takes more than fits: then the sentence beside the stage says why not, which a field cannot.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from convviz.core import ConvolutionError, axis_names, reading_order
from convviz.document import bounds
from convviz.document.bounds import Bound
from convviz.document.document import Document, windows
from convviz.document.draft import Draft
from convviz.document.limits import MAX_ENTRY, MAX_FILTERS
from convviz.document.parameters import PARAMETERS, is_uniform, parameters
from convviz.document.plans import KINDS, ONE_FILTER, group_choices, of_kind, with_filters, with_groups
from convviz.document.session import Session
from convviz.explain import output_text
from convviz.explain.pooling import PADDING_COUNTS
from convviz.hosts.streamlit.sidebar.controls import Take, choice, control, segments, then_renew, whole

_LABELS = {name: row.label for name, row in PARAMETERS.items()}
_WORDS = PARAMETERS["padding"].choices
_NO_END = Bound(MAX_ENTRY)


def show_kind(session: Session) -> None:
    """Shows what kind of layer is shown, and of several which: what stands below it is that one's."""
    draft, take = session.draft, partial(then_renew, _become, session)
    place = f"Layer {draft.shown + 1}: " if len(draft.plans) > 1 else ""
    names = {kind: place + name for kind, name in KINDS.items()}
    choice("Layer", names, draft.plan.kind, take, "kind", label_visibility="collapsed")


def _become(session: Session, kind: str) -> None:
    """Makes the shown layer one of another kind, and says which filter is left where it takes one."""
    draft, filters = session.draft, session.draft.plan.count
    session.clear_messages()
    draft.set_plan(of_kind(draft.plan, kind, _shape(draft)))
    if kind == "transposed" and filters > 1:
        draft.apply()  # what is said is about the revision that shows it
        session.say(f"Filter 1 of {filters} is kept. {ONE_FILTER}", undoable=True)


def _shape(draft: Draft) -> tuple[int, ...]:
    """The shape of what the layer is given; a small one where it is not known."""
    return draft.asked.given_shape or (2,) * draft.plan.rank


def show(session: Session) -> None:
    """Shows the parameters; not what sizes they lead to while these are to be predicted."""
    draft, names = session.draft, session.draft.plan.names
    if not names:
        return
    draft.per_axis = draft.per_axis or not is_uniform(draft.parameters)
    if "bias" in names:
        _count(session)
        _bias(session)
    reasons = _every_axis(draft) if draft.per_axis else _rows_and_columns(draft)
    if "output_padding" in names:
        reasons.append(_one_for_all(draft, "output_padding", bounds.output_padding(draft.asked), least=0))
    if draft.plan.count > 1 and draft.plan.rank == 3:
        _groups(draft)
    _per_axis(draft)
    if "padding_mode" in names:
        reasons.append(_padding_mode(draft))
    if "flip" in names:
        _flip(draft)
    if "padding_mode" in names and not (draft.per_axis or session.predicting):
        reasons.append(_consequences(draft.asked))
    if any(reasons):
        st.caption(" ".join(dict.fromkeys(filter(None, reasons))))


def _set(draft: Draft, **changed: Any) -> None:
    draft.set_plan(draft.plan.with_(**changed))


def _set_one(draft: Draft, name: str, value: Any) -> None:
    _set(draft, **{name: value})


def _key(draft: Draft, name: str) -> str:
    """A widget's name: one for each rank and layer."""
    return f"{name}-{draft.rank}" + (f"-{draft.shown + 1}" if draft.shown else "")


def _count(session: Session) -> None:
    """How many filters there are; a kind that takes one says so."""
    draft = session.draft
    if "groups" not in draft.plan.names:
        whole(
            "Filters", 1, 1, 1, lambda number: None, _key(draft, "count-one"), help=ONE_FILTER, disabled=True
        )
        return

    def take(number: int) -> None:
        session.clear_messages()
        draft.filter = max(0, number - 1) if number > draft.plan.count else min(draft.filter, number - 1)
        draft.set_plan(with_filters(draft.plan, number))

    tip = "A filter that is added is a copy of the last; change it on the stage, or in its menu."
    whole("Filters", draft.plan.count, 1, MAX_FILTERS, take, _key(draft, "count"), help=tip)


def _flip(draft: Draft) -> None:
    kinds, flip = dict(PARAMETERS["flip"].choices), draft.parameters.flip
    take = partial(_set_one, draft, "flip")
    segments(_LABELS["flip"], kinds, flip, take, _key(draft, "flip"), label_visibility="collapsed")


def _bias(session: Session) -> None:
    draft = session.draft
    bias, take = draft.parameters.bias, partial(_set_one, draft, "bias")
    if draft.plan.count > 1:
        _biases(session)
        return
    one = float(bias[0] if isinstance(bias, tuple) else bias)
    number = partial(st.number_input, _LABELS["bias"], step=1.0, format="%g", value=one)
    control(number, _key(draft, "bias"), one, take, typed=True)


def _biases(session: Session) -> None:
    """One bias for all filters, or one for each, as a text."""
    draft = session.draft
    place, typed = draft.biases or (-1, "")
    text = PARAMETERS["bias"].write(draft.parameters.bias).replace(",", ", ")
    text = typed if place == draft.shown else text

    def take(given: str) -> None:
        session.clear_messages()
        draft.type_biases(given)

    tip = f"One number for all filters, or {draft.plan.count} with commas, one for each"
    field = partial(st.text_input, _LABELS["bias"], text, help=tip)
    control(field, _key(draft, "bias"), text, take, typed=True)


def _groups(draft: Draft) -> None:
    """In how many groups the slices and filters fall."""
    plan, shape = draft.plan, _shape(draft)
    depth = shape[0] if len(shape) == 3 else 1
    offered = sorted({*group_choices(plan, depth), plan.parameters.groups})
    names = {number: _group_name(number, depth) for number in offered}

    def take(number: int) -> None:
        draft.set_plan(with_groups(draft.plan, number, depth))

    choice(_LABELS["groups"], names, plan.parameters.groups, take, _key(draft, "groups"))


def _group_name(number: int, depth: int) -> str:
    if number == 1:
        return "1: all slices"
    return f"{number}: depthwise" if number == depth else f"{number}: {depth // number} slices each"


def _padding_mode(draft: Draft) -> str:
    """What the padding holds, if there is any; gives back why some modes are not offered."""
    asked = draft.asked
    if not any(entry not in ("valid", (0, 0)) for entry in asked.parameters.padding):
        return ""
    modes, reason = bounds.padding_modes(asked)
    mode, row = asked.parameters.padding_mode, PARAMETERS["padding_mode"]
    names = {name: row.choices[name] for name in (modes if mode in modes else [mode, *modes])}
    choice(row.label, names, mode, partial(_set_one, draft, "padding_mode"), _key(draft, "padding-mode"))
    return reason


# Rows and columns alike.


def _rows_and_columns(draft: Draft) -> list[str]:
    """One size, stride, dilation and padding for rows and columns; gives back why they go no further."""
    asked = draft.asked
    reasons = []
    if "size" in draft.plan.names:
        largest = _least([bounds.filter_size(asked, axis) for axis in _axes(draft)])
        reasons.append(_one_for_all(draft, "size", largest))
    widest = _least([bounds.dilation(asked, axis) for axis in _axes(draft)])
    reasons += [
        _one_for_all(draft, "stride"),
        _one_for_all(draft, "dilation", widest),
    ]
    return [*reasons, _padding(draft) if "padding_mode" in draft.plan.names else _cells(draft, "Padding", 0)]


def _axes(draft: Draft) -> range:
    """All axes but the depth."""
    return range(max(0, draft.plan.rank - 2), draft.plan.rank)


def _least(found: list[Bound]) -> Bound:
    return min(found, key=lambda bound: bound.value)


def _value(draft: Draft, name: str) -> Any:
    """The entries of a parameter; of a stride that is the size, those of the size."""
    given = draft.parameters
    return given.size if name == "stride" and given.stride is None else getattr(given, name)


def _one_for_all(draft: Draft, name: str, most: Bound = _NO_END, least: int = 1) -> str:
    take = partial(_set_all, draft, name)
    value = _value(draft, name)[-1]
    whole(_LABELS[name], value, least, MAX_ENTRY, take, _key(draft, name.replace("_", "-")))
    return _reason(most, value)


def _reason(most: Bound, value: int) -> str:
    """Why a parameter goes no further, if it is at its end."""
    return most.reason if value == most.value else ""


def _set_all(draft: Draft, name: str, value: int | str) -> None:
    _set(draft, **{name: PARAMETERS[name].spread(value, draft.plan.rank)})


def _padding(draft: Draft) -> str:
    entry = draft.parameters.padding[-1]
    cells = 0 if isinstance(entry, str) else entry[0]
    kind = entry if isinstance(entry, str) else "number" if cells else "valid"

    def take(value: str) -> None:
        _set_all(draft, "padding", 1 if value == "number" else value)

    kinds = {**_WORDS, "number": "By number"}
    choice(_LABELS["padding"], kinds, kind, take, _key(draft, "padding"))
    return _cells(draft, "Cells on each side", 1) if kind == "number" else ""


def _cells(draft: Draft, label: str, least: int) -> str:
    """The number of cells on each side."""
    most = _least([bounds.padding(draft.asked, axis) for axis in _axes(draft)])
    take, cells = partial(_set_all, draft, "padding"), _sides(draft.asked, draft.plan.rank - 1)[0]
    tip = PADDING_COUNTS.get(draft.plan.kind)
    whole(label, cells, least, MAX_ENTRY, take, _key(draft, "padding-cells"), help=tip)
    return _reason(most, cells) if cells else ""


def _sides(asked: Document, axis: int) -> tuple[int, int]:
    """The cells of padding before and after an axis; none where what a word means is not known."""
    entry = asked.parameters.padding[axis]
    if isinstance(entry, tuple):
        return entry
    return (0, 0) if asked.given_shape is None else windows(asked).padding[axis]


def _consequences(asked: Document) -> str:
    """What the words for padding come to here, side by side: the cells they add, and the output's size."""
    shape = asked.given_shape
    if shape is None or len(shape) != asked.plan.rank:
        return ""
    return f"Output with {'; '.join(_consequence(asked, shape, word) for word in _WORDS)}."


def _consequence(asked: Document, shape: tuple[int, ...], word: str) -> str:
    padding, name = PARAMETERS["padding"].spread(word, asked.plan.rank), _WORDS[word].lower()
    try:
        found = asked.plan.with_(padding=padding).fitting(shape)
    except ConvolutionError:
        return f"{name} does not fit"
    pairs = dict.fromkeys(found.padding[-2:])
    cells = " or ".join(str(a) if a == b else f"{a} + {b}" for a, b in pairs)
    several = (asked.plan.count,) if asked.plan.count > 1 else ()
    size = output_text((*several, *found.output_shape), asked.plan.rank).replace(" ", "\N{NO-BREAK SPACE}")
    return f"{name}, p = {cells}: {size}"


# Every axis on its own.


def _per_axis(draft: Draft) -> None:
    label = "Each axis on its own" if draft.plan.rank > 1 else "Each side on its own"
    toggle = partial(st.toggle, label, value=draft.per_axis)
    control(toggle, _key(draft, "per-axis"), draft.per_axis, lambda on: _set_per_axis(draft, on))


def _set_per_axis(draft: Draft, on: bool) -> None:
    """When axes are no longer on their own, gives the rows what the columns have, and the depth nothing.

    Of two paddings it takes the larger.
    """
    draft.per_axis = on
    if on:
        return
    old, plan = draft.parameters, draft.plan
    last = old.padding[-1]
    last_of = {name: value[-1] for name, value in vars(old).items() if _is_per_axis(name) and value}
    even = {**last_of, "padding": last if isinstance(last, str) else max(last)}
    made = parameters(plan.rank, plan.kind, **even)
    _set(draft, **{name: getattr(made, name) for name in even})


def _is_per_axis(name: str) -> bool:
    return PARAMETERS[name].per_axis


def _every_axis(draft: Draft) -> list[str]:
    """Stride, dilation and padding axis by axis; of pooling its size, and one dilation for all.

    Gives back why they go no further. The names of the columns are for the eye alone: each field has its
    whole name.
    """
    pools = "size" in draft.plan.names
    columns = ("size", "stride") if pools else ("stride", "dilation")
    titles = ("", *map(_LABELS.__getitem__, columns), "Before", "After")
    heads = "".join(f"<span>{head}</span>" for head in titles)
    st.html(f'<div class="convviz-columns" aria-hidden="true">{heads}</div>')
    axes = reading_order(range(draft.plan.rank))
    reasons = [reason for axis in axes for reason in _axis(draft, axis, columns)]
    if pools:
        widest = _least([bounds.dilation(draft.asked, axis) for axis in _axes(draft)])
        reasons.append(_one_for_all(draft, "dilation", widest))
    return reasons


def _axis(draft: Draft, axis: int, columns: tuple[str, ...]) -> list[str]:
    asked, name = draft.asked, axis_names(draft.plan.rank)[axis]
    room, sides = bounds.padding(asked, axis), _sides(asked, axis)
    limits = {"size": bounds.filter_size(asked, axis), "dilation": bounds.dilation(asked, axis)}
    fields: list[tuple[str, int, int, Bound, Take]] = [
        (_LABELS[one], _value(draft, one)[axis], 1, limits.get(one, _NO_END), _entry(draft, axis, one))
        for one in columns
    ]
    fields += [
        (head, sides[side], 0, room, partial(_set_side, draft, axis, side))
        for side, head in enumerate(("Before", "After"))
    ]
    st.markdown(name.capitalize())
    for head, value, least, _, take in fields:
        key = _key(draft, f"axis-{head}-{name}".lower())
        whole(f"{head}, {name}", value, least, MAX_ENTRY, take, key, label_visibility="collapsed")
    if name == "depth" and draft.plan.window_shape[axis] == 1:
        return []  # there is one slice, and nothing to say about how it is spread
    return [_reason(most, value) for _, value, _, most, _ in fields if value]


def _entry(draft: Draft, axis: int, name: str) -> Take:
    return partial(_set_entry, draft, axis, name)


def _set_entry(draft: Draft, axis: int, name: str, value: Any) -> None:
    """Changes one axis of what is asked for now: two edits may come at once."""
    entries = _value(draft, name)
    _set(draft, **{name: (*entries[:axis], value, *entries[axis + 1 :])})


def _set_side(draft: Draft, axis: int, side: int, cells: int) -> None:
    """Changes one side of one axis; where a word said the padding, its cells are now numbers."""
    pairs = [_sides(draft.asked, one) for one in range(draft.plan.rank)]
    pairs[axis] = (cells, pairs[axis][1]) if side == 0 else (pairs[axis][0], cells)
    _set(draft, padding=tuple(pairs))
