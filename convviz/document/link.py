"""Links: what is shown as the query of an address, and back.

What is a default or the example's own is left out. Steps, filters and layers count from one in a link. The
first layer's settings have their plain names; those of a later layer end with its number: `w.2`, `stride.2`.
`docs/links.md` has the whole grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

import numpy as np

from convviz.document import examples, look
from convviz.document.document import Document
from convviz.document.limits import MAX_LAYERS, MAX_LINK, MAX_STEP
from convviz.document.parameters import FILTERING, PARAMETERS, parse_biases
from convviz.document.plans import KINDS, Plan, check_count, first_plan, settled
from convviz.document.reading.errors import quoted
from convviz.document.tensors import Tensor, filters_text, parse_filters, parse_tensor, shortest_text

RANKS = (1, 2, 3)
DEFAULT_RANK = 2
#: Stands for a tensor in the address of a page where a link cannot carry it; a link with it says so.
LEFT_OUT = "too-long"
#: The names of a link's parameters; those of later layers end with a point and a number.
NAMES = ("rank", "example", "layers", "layer", "x", "w", "step", *PARAMETERS, *look.NAMES)


def query(document: Document) -> str:
    """The link of a document, without its step; what is a default or the example's own is left out.

    >>> query(Document.of(examples.default(2))), query(Document.of(examples.find("sobel")))
    ('', 'example=sobel')
    >>> matrix = Document.of(examples.default(2))
    >>> query(matrix.with_layers([*matrix.layers, Plan.of("max", 2, stride=1)]).showing(1))
    'layers=convolution,max&layer=2&stride.2=1'
    """
    own = Document.of(document.example)
    parts = []
    if document.rank != DEFAULT_RANK:
        parts.append(f"rank={document.rank}")
    if document.example is not examples.default(document.rank):
        parts.append(f"example={document.example.slug}")
    kinds = [plan.kind for plan in document.layers]
    if kinds != [plan.kind for plan in own.layers]:
        parts.append(f"layers={','.join(kinds)}")
    if document.shown != _first_shown(own, len(kinds)):
        parts.append(f"layer={document.shown + 1}")
    if not np.array_equal(document.x, own.x):
        parts.append(f"x={shortest_text(document.x)}")
    for place, plan in enumerate(document.layers):
        parts += _written(plan, _base(own, place, plan.kind, plan.rank), _suffix(place))
    return "&".join(parts)


def _first_shown(own: Document, count: int) -> int:
    """The layer that a link shows which names none, of so many."""
    return own.shown if own.shown < count else 0


def _suffix(place: int) -> str:
    return f".{place + 1}" if place else ""


def _base(own: Document, place: int, kind: str, rank: int) -> Plan:
    """What a link means that says nothing of a layer: the example's, or the first one of its kind."""
    if place < len(own.layers) and own.layers[place].kind == kind:
        return own.layers[place].at_rank(rank)
    return first_plan(kind, (2,) * rank)


def _written(plan: Plan, base: Plan, suffix: str) -> Iterator[str]:
    if plan.filters is not None and not np.array_equal(plan.filters, base.filters):  # type: ignore[arg-type]
        yield f"w{suffix}={filters_text(plan.filters)}"
    for name, value in plan.given.items():
        if value != getattr(base.parameters, name):
            yield f"{name}{suffix}={PARAMETERS[name].write(value)}"


_TENSOR = re.compile(r"(x|w(\.\d)?)=")


def address(document: Document) -> tuple[str, bool]:
    """The link of a document, without its step, and whether it holds the whole document.

    Beyond `MAX_LINK` characters `LEFT_OUT` stands for the tensors.
    """
    whole = query(document)
    if len(whole) <= MAX_LINK:
        return whole, True
    tensors = ((part, _TENSOR.match(part)) for part in whole.split("&"))
    return "&".join(f"{found[0]}{LEFT_OUT}" if found else part for part, found in tensors), False


def parse(given: Mapping[str, str]) -> tuple[Document, list[str]]:
    """The document that a link carries, and a sentence for each parameter that had to be left aside.

    >>> document, complaints = parse({"rank": "1", "x": "4,5,6", "step": "2"})
    >>> document.x.tolist(), document.plan.w.tolist(), document.step, complaints
    ([4.0, 5.0, 6.0], [1.0, 0.0, 2.0], 1, [])
    >>> parse({"rank": "7"})[1]
    ['The link’s rank, “7”, is not one of 1, 2, 3; rank 2 is shown.']

    The tensors and parameters need not fit each other: that is for the page to say, with the numbers
    on screen.
    """
    complaints: list[str] = []
    own = Document.of(_parse_example(given, _parse_rank(given, complaints), complaints))
    x = _parse_input(given, own, complaints)
    layers = _parse_layers(given, own, complaints)
    shown, step = _parse_shown(given, own, len(layers), complaints), _parse_step(given, complaints)
    complaints += _by_other_names(given)
    coloured = own.coloured and x.shape == own.x.shape
    return Document(own.example, x, layers, shown, step, coloured=coloured), complaints


#: What other programs call what a link may say, and how it is called here.
_ALSO = {
    "input": "x",
    **dict.fromkeys(("kernel", "filter", "filters", "weight", "weights"), "w"),
    "strides": "stride",
    **dict.fromkeys(("pad", "pads", "paddings"), "padding"),
    **dict.fromkeys(("dilations", "dilation_rate"), "dilation"),
    **dict.fromkeys(("mode", "boundary"), "padding_mode"),
    **dict.fromkeys(("kernel_size", "pool_size"), "size"),
    "biases": "bias",
}


def _by_other_names(given: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each parameter under a name of other programs, or misspelt.

    >>> list(_by_other_names({"pad": "1", "X": "1,2", "utm_source": "mail"}))
    ['The link’s pad, “1”, is left aside: it is called padding here.', 'The link’s X, “1,2”, is left aside: \
it is called x here.']

    Other names are other programs', and none of ours.
    """
    for name, text in given.items():
        plain, point, number = name.partition(".")
        lower, known = plain.lower(), ("w", *PARAMETERS) if point else NAMES
        similar = get_close_matches(_ALSO.get(lower, lower), known, 1, 0.8)
        if similar and plain not in NAMES:
            called = similar[0] + point + number
            yield f"The link’s {name}, {quoted(text)}, is left aside: it is called {called} here."


def _parse_input(given: Mapping[str, str], own: Document, complaints: list[str]) -> Tensor:
    if _is_left_out(given, "x", complaints):
        return own.x
    try:
        return parse_tensor(given["x"], own.rank) if "x" in given else own.x
    except ValueError as error:
        complaints.append(f"The link’s x is left aside: {_why(error, given['x'])}.")
        return own.x


#: Another parameter behind a semicolon, which parts parameters elsewhere.
_RUN_ON = re.compile(r";\s*(\w+)(\.\d)?=")


def _why(error: ValueError, text: str) -> str:
    """Why the text of a parameter is left aside: if another one is in it, that is the reason."""
    found = _RUN_ON.search(text)
    if found and found[1] in NAMES:
        return f"{found[0][1:].strip()} follows a semicolon; part a link’s parameters by &"
    return str(error)


def _is_left_out(given: Mapping[str, str], name: str, complaints: list[str]) -> bool:
    found = given.get(name) == LEFT_OUT
    if found:
        complaints.append(f"The link’s {name} had too many numbers for a link; open its lesson file instead.")
    return found


def _parse_layers(given: Mapping[str, str], own: Document, complaints: list[str]) -> tuple[Plan, ...]:
    layers: list[Plan] = []
    rank, before = own.rank, len(complaints)
    kinds = _parse_kinds(given, own, complaints)
    if len(complaints) == before:
        complaints += _behind_the_last(given, len(kinds))
    for place, kind in enumerate(kinds):
        layers.append(_parse_layer(given, own, place, kind, rank, complaints))
        rank = layers[-1].output_rank
    return settled(own.rank, layers)


def _behind_the_last(given: Mapping[str, str], count: int) -> Iterator[str]:
    """A sentence for each parameter of a layer that is not there."""
    for key in given:
        name, _, number = key.partition(".")
        if (name == "w" or name in PARAMETERS) and number and number not in map(str, range(2, count + 1)):
            why = "there is one layer" if count == 1 else f"there are {count} layers"
            why = f"the first layer has its {name} without a number" if number == "1" else why
            yield f"The link’s {key}, {quoted(given[key])}, is left aside: {why}."


def _parse_layer(
    given: Mapping[str, str], own: Document, place: int, kind: str, rank: int, complaints: list[str]
) -> Plan:
    """A layer at the rank of what it is given; one that waits for more axes is read as it was written."""
    for deeper in range(rank, 4 if place else rank + 1):
        found: list[str] = []
        plan = _parse_plan(given, _base(own, place, kind, deeper), _suffix(place), found)
        if not found:
            return plan
    return _parse_plan(given, _base(own, place, kind, rank), _suffix(place), complaints)


def _parse_kinds(given: Mapping[str, str], own: Document, complaints: list[str]) -> list[str]:
    kinds = [plan.kind for plan in own.layers]
    if "layers" not in given:
        return kinds
    text = given["layers"]
    named = [name.strip().lower() for name in text.split(",")]
    if len(named) > MAX_LAYERS:
        why = f"it names {len(named)}; the limit is {MAX_LAYERS}"
    elif not all(name in KINDS for name in named):
        why = f"give names of {', '.join(KINDS)}, with commas"
    else:
        return named
    complaints.append(f"The link’s layers, {quoted(text)}, are left aside: {why}.")
    return kinds


def _parse_plan(given: Mapping[str, str], plan: Plan, suffix: str, complaints: list[str]) -> Plan:
    """The plan with what a link says of it."""
    filters, chosen = plan.filters, dict[str, Any]()
    if plan.kind in FILTERING:
        filters = _parse_weights(given, plan, f"w{suffix}", complaints)
    elif f"w{suffix}" in given:
        complaints.append(f"The link’s w{suffix} is left aside: {KINDS[plan.kind]} has no filter.")
    count = 0 if filters is None else len(filters)
    for name, row in PARAMETERS.items():
        text = given.get(key := name + suffix)
        if text is None:
            continue
        try:
            if name not in plan.names:
                raise ValueError(f"{KINDS[plan.kind]} has none")
            chosen[name] = parse_biases(text, count) if name == "bias" else row.parse(text, plan.rank)
        except ValueError as error:
            complaints.append(f"The link’s {key}, {quoted(text)}, is left aside: {_why(error, text)}.")
    if count == 1:  # one filter meets all slices, also where an example has several in groups
        if chosen.get("groups", 1) > 1:
            why = f"there is one filter; give several in w{suffix}, with ~ between them, or leave it out"
            text = quoted(given[f"groups{suffix}"])
            complaints.append(f"The link’s groups{suffix}, {text}, is left aside: {why}.")
        chosen["groups"] = 1
    return replace(plan, filters=filters).with_(**chosen)


def _parse_weights(given: Mapping[str, str], plan: Plan, name: str, complaints: list[str]) -> Tensor | None:
    if name not in given or _is_left_out(given, name, complaints):
        return plan.filters
    try:
        filters = parse_filters(given[name], plan.rank)
        check_count(plan.kind, len(filters))
        return filters
    except ValueError as error:
        complaints.append(f"The link’s {name} is left aside: {_why(error, given[name])}.")
        return plan.filters


def _parse_shown(given: Mapping[str, str], own: Document, count: int, complaints: list[str]) -> int:
    """The place of the layer that a link shows, which counts from one there, from zero."""
    shown = _first_shown(own, count)
    text = given.get("layer")
    if text is None:
        return shown
    if text in map(str, range(1, count + 1)):
        return int(text) - 1
    complaints.append(f"The link’s layer, {quoted(text)}, is not one of 1 to {count}; {shown + 1} is shown.")
    return shown


def _parse_rank(given: Mapping[str, str], complaints: list[str]) -> int:
    named = examples.find(given.get("example", "").lower())
    fallback = named.rank if named else DEFAULT_RANK
    text = given.get("rank")
    if text is None or text in map(str, RANKS):
        return int(text or fallback)
    allowed = ", ".join(map(str, RANKS))
    complaints.append(f"The link’s rank, {quoted(text)}, is not one of {allowed}; rank {fallback} is shown.")
    return fallback


def _parse_example(given: Mapping[str, str], rank: int, complaints: list[str]) -> examples.Example:
    text = given.get("example")
    if text is None:
        return examples.default(rank)
    example = examples.find(text.lower())
    if example is not None and example.rank == rank:
        return example
    known = ", ".join(example.slug for example in examples.of_rank(rank))
    complaints.append(
        f"The link’s example, {quoted(text)}, is not one of rank {rank} ({known}); "
        f"{examples.default(rank).slug} is shown."
    )
    return examples.default(rank)


def _parse_step(given: Mapping[str, str], complaints: list[str]) -> int:
    """The step of a link, which counts from one, from zero."""
    text = given.get("step", "1")
    if text.isascii() and text.isdigit() and len(text) <= len(str(MAX_STEP)) and int(text) >= 1:
        return int(text) - 1
    complaints.append(f"The link’s step, {quoted(text)}, is not a whole number from 1; 1 is shown.")
    return 0
