"""What a change did of a pooling, an activation, a transposed convolution or several filters.

Imports `convviz.core` and NumPy.
"""

from __future__ import annotations

import numpy as np

from convviz.core import Activation, Convolution, Filters, Layer, Pooling
from convviz.explain import effects
from convviz.explain.activation import NAMES
from convviz.explain.changed import (
    WEIGHED,
    Meeting,
    different,
    instead,
    numbers,
    place,
    stride,
    totals,
    weights,
)
from convviz.explain.changed_convolution import plain
from convviz.explain.numbers import exactly, written
from convviz.explain.scattered import Transposed, as_transposed
from convviz.explain.sizes import size_law
from convviz.explain.transposed import sides
from convviz.explain.words import (
    amounts_text,
    output_text,
    padding_where,
    size_text,
    windows_instead,
)

_SETTINGS = ("kind", "size", "padding", "dilation", "stride")
_MEETINGS = {
    "max": Meeting(
        "those of the windows in which it is or was the largest", "it is the largest of no window"
    ),
    "mean": Meeting("those of the windows that read it", "it is too small to count"),
}


def pooling(before: Pooling, after: Pooling) -> str:
    """What a change of a pooling did."""
    resized = before.x.shape != after.x.shape
    settings = different(before, after, _SETTINGS)
    if resized or not np.array_equal(before.x, after.x):
        if settings:
            return ""
        return _resized_input(before, after) if resized else numbers(before, after, _MEETINGS[after.kind])
    if settings in (["size"], ["size", "stride"]):
        instead = f"{size_text(after.size)} instead of {size_text(before.size)}"
        return f"The window is {instead}, {_law(after)}."
    if len(settings) != 1:
        return ""
    (setting,) = settings
    sizes = windows_instead(after.output_shape, before.output_shape)
    if setting == "stride":
        return stride(before, after)
    if setting == "dilation":
        if max(after.dilation) == 1:
            return f"Dilation 1: the cells of a window are neighbours; {sizes}."
        return f"Dilation {amounts_text(after.dilation)}: so far apart lie the cells of a window; {sizes}."
    return _padded(after, sizes) if setting == "padding" else _other_kind(before, after)


def _padded(after: Pooling, sizes: str) -> str:
    where = padding_where(after)
    if not where:
        return f"No padding: {sizes}, for only those that lie wholly on the input are left."
    count = effects.padding_windows(after)
    some = f"of which {count:,} contain{'s' * (count == 1)} padding, which never counts"
    return f"Padded: {where}: {sizes}, {some}."


def _other_kind(before: Pooling, after: Pooling) -> str:
    what = {"max": "The largest cell of every window", "mean": "The mean of every window"}[after.kind]
    was = {"max": "its largest cell", "mean": "its mean"}[before.kind]
    return f"{what} instead of {was}: {totals(before, after)}."


def activation(before: Activation, after: Activation) -> str:
    """What a change of an activation did."""
    if before.x.shape != after.x.shape:
        return _resized_input(before, after) if before.kind == after.kind else ""
    places = np.argwhere(before.x != after.x)
    if before.kind != after.kind:
        told = f"{NAMES[after.kind]} instead of {NAMES[before.kind]}: {totals(before, after)}."
        return "" if len(places) else told
    if len(places) != 1:
        return numbers(before, after, WEIGHED) if len(places) else ""
    at = tuple(places[0])
    old, new = (written(float(layer.output[at])) for layer in (before, after))
    makes = f"{new} of both" if old == new else f"{new} of it instead of {old}"
    told = f"Input ({place(at)}) is {instead(before.x[at], after.x[at])}"
    return f"{told}: {NAMES[after.kind]} makes {makes}."


def transposed(before: Convolution, after: Convolution) -> str:
    """What a change of a transposed convolution did."""
    old, new = as_transposed(before), as_transposed(after)
    if old is None or new is None:
        return ""
    names = [
        name for name in Transposed._fields if not np.array_equal(getattr(old, name), getattr(new, name))
    ]
    names += different(before, after, ("bias",))
    if not np.array_equal(before.x, after.x):
        return "" if names else _other_input(before, after)
    if len(names) != 1:
        return ""
    return _laid(before, after, new, names[0])


def _other_input(before: Convolution, after: Convolution) -> str:
    if before.x.shape != after.x.shape:
        return _resized_input(before, after)
    return numbers(before, after, Meeting("those on which it lays products", "what it lays is 0 or cut off"))


def _laid(before: Convolution, after: Convolution, given: Transposed, name: str) -> str:
    """What another filter, or one other parameter, did."""
    if name == "bias" and not after.bias:
        return "Bias 0: every cell of the output is the sum of what is laid there alone."
    if name == "bias":
        return (
            f"Bias {exactly(after.bias)}: added once to every cell of the output, also where nothing is laid."
        )
    if name == "w" and before.w.shape == after.w.shape:
        return weights(before, after).replace("in every window", "for every cell of the input")
    cut = sides(after, given)
    stride, dilation, more = map(amounts_text, (given.stride, given.dilation, given.output_padding))
    told = {
        "w": f"The filter is {size_text(after.w.shape)} instead of {size_text(before.w.shape)}",
        "stride": f"Stride {stride}: so far apart neighbours of the input lay their filters",
        "cut": f"Padding takes cells off the output: {cut}" if cut else "No padding: nothing is cut off",
        "output_padding": f"Output padding {more}: so many cells more at the end",
        "dilation": f"Dilation {dilation}: so far apart the products of a cell are laid",
    }[name]
    new, old = (output_text(one.output_shape, one.rank) for one in (after, before))
    becomes = f"stays {new}" if new == old else f"is {new} instead of {old}"
    return f"{told}; the output {becomes}: {size_law(after)}."


def filters(before: Filters | Convolution, after: Filters | Convolution) -> str:
    """What a change did where there are several filters, or were."""
    olds, news = ([one] if isinstance(one, Convolution) else list(one.filters) for one in (before, after))
    shared = ("x", "stride", "padding", "dilation", "flip", "padding_mode")
    names = different(before, after, shared)
    groups = [getattr(one, "groups", 1) for one in (before, after)]
    if len(olds) != len(news):
        return "" if names or groups[0] != groups[1] else _counted(len(olds), len(news))
    if groups[0] != groups[1]:
        return "" if names else _grouped(after, groups[1])
    if not isinstance(before, Filters) or not isinstance(after, Filters):
        return ""
    names += different(before, after, ("w", "bias"))
    if names == ["x"] and before.x.shape == after.x.shape:
        return numbers(before, after, WEIGHED)
    if names == ["w"] and before.w.shape == after.w.shape:
        return weights(before, after)
    if names == ["bias"]:
        return _biased(before, after)
    if names == ["padding_mode"] and any(map(sum, after.padding)):
        return f"The padding is filled otherwise: {totals(before, after)}."
    if names == ["flip"]:
        return _flipped(before, after)
    told = plain(olds[0], news[0])
    return told if not told or "x" in names else f"For each filter: {told[0].lower()}{told[1:]}"


def _flipped(before: Filters, after: Filters) -> str:
    if np.array_equal(before.kernel, after.kernel):
        return "Flipping changes nothing here: every filter is its own reverse."
    told = "Flipped: the first cell of the window meets the last weight of each filter"
    return f"{told if after.flip else 'Not flipped: every filter is used as it is'}; {totals(before, after)}."


def _counted(old: int, new: int) -> str:
    if new == 1:
        return f"1 filter instead of {old}, and one output."
    return f"{new} filters instead of {old}: each meets the same windows, and makes an output of its own."


def _grouped(after: Filters | Convolution, groups: int) -> str:
    slices = after.x.shape[0]
    each = slices // groups
    if groups == 1:
        return f"One group: every filter meets all {slices} slices of the input."
    return f"{groups} groups: every filter meets the slices of its group alone, {each} of {slices}."


def _biased(before: Filters, after: Filters) -> str:
    which = np.flatnonzero(np.not_equal(before.bias, after.bias))
    if len(which) > 1:
        return f"{len(which)} biases have changed: each is added once to every total of its filter."
    number = exactly(after.bias[which[0]])
    return f"Bias {number} of filter {which[0] + 1}: added once to every total of that filter."


def _resized_input(before: Layer, after: Layer) -> str:
    sizes = f"{size_text(after.x.shape)} instead of {size_text(before.x.shape)}"
    return f"The input is {sizes}, {_law(after)}."


def _law(after: Layer) -> str:
    return f"the output {output_text(after.output_shape, after.rank)}: {size_law(after)}"
