"""What the last change did, in a sentence: the reason beside the thing.

A *change* leads from one layer to another of its kind, in which one thing is different: the size of a tensor,
its numbers, or a parameter. Imports `convviz.core` and NumPy.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from convviz.core import Convolution, Layer, reading_order
from convviz.explain import effects
from convviz.explain.numbers import written
from convviz.explain.sizes import size_law
from convviz.explain.transposed import is_scattered
from convviz.explain.words import (
    is_own_reverse,
    listed,
    output_text,
    padding_text,
    size_text,
    windows_instead,
)

_PARAMETERS = ("padding_mode", "bias", "flip", "padding", "dilation", "stride")


def change(before: Layer, after: Layer) -> str:
    """What a change did here; nothing where more than one thing is different, as after opening an example.

    >>> x, w = [[1, 2, 2], [3, 1, 4], [2, 1, 3]], [[1, 0], [0, 1]]
    >>> change(Convolution(x, w), Convolution(x, w, flip=True))
    'Flipping changes nothing here: the filter is its own reverse.'
    >>> change(Convolution(x, w), Convolution(x, w, stride=2))
    'Stride 2 for rows and columns: the window moves 2 cells at a time, which makes 1 window instead of \
2 × 2 and leaves 1 row and 1 column unread.'
    >>> change(Convolution([1, 2, 3], [1]), Convolution([1, 2, 3], [1, 1]))
    'The filter is 2 instead of 1, the output 2: n − k + 1 = 3 − 2 + 1 = 2, for the window cannot start \
where it would hang over the edge.'

    Of other layers than plain convolutions it says what becomes of the output:

    >>> from convviz import Pooling
    >>> change(Pooling([1, 2, 3, 4], 2), Pooling([1, 2, 0, 4], 2))
    'No number of the output changes.'
    """
    if not (_is_plain(before) and _is_plain(after)):
        return _output(before, after) if type(before) is type(after) else ""
    assert isinstance(before, Convolution)
    assert isinstance(after, Convolution)
    if before.rank != after.rank:
        return ""
    tensors = [name for name in "xw" if not np.array_equal(getattr(before, name), getattr(after, name))]
    parameters = [name for name in _PARAMETERS if getattr(before, name) != getattr(after, name)]
    if tensors == ["x", "w"] or (tensors and set(parameters) - {"padding"}):
        return ""  # `same` and `full` pad another size by another amount
    if tensors:
        (name,) = tensors
        resized = getattr(before, name).shape != getattr(after, name).shape
        return _resized(before, after, name) if resized else _numbers(before, after, name)
    if not parameters or (
        len(parameters) > 1 and parameters not in (["padding", "dilation"], ["padding", "stride"])
    ):
        return ""
    return _TELLS[parameters[-1]](before, after)


def _is_plain(layer: Layer) -> bool:
    return isinstance(layer, Convolution) and not is_scattered(layer)


def _output(before: Layer, after: Layer) -> str:
    """What becomes of the output of any layer."""
    old, new = (output_text(layer.output_shape, layer.rank) for layer in (before, after))
    if before.output_shape != after.output_shape:
        return f"The output is {new} instead of {old}."
    count, size = int(np.not_equal(before.output, after.output).sum()), after.output.size
    if count == size:
        return (
            "The one number of the output changes."
            if size == 1
            else f"All {size:,} numbers of the output change."
        )
    some = f"{count:,} of the {size:,} numbers" if count else "No number"
    return f"{some} of the output change{'s' * (count < 2)}."


def _resized(before: Convolution, after: Convolution, name: str) -> str:
    word = "input" if name == "x" else "filter"
    old, new = (size_text(getattr(c, name).shape) for c in (before, after))
    output = output_text(after.output_shape, after.rank)
    reason = (
        ", for the window cannot start where it would hang over the edge" if max(after.w.shape) > 1 else ""
    )
    return f"The {word} is {new} instead of {old}, the output {output}: {size_law(after)}{reason}."


# Numbers.


def _numbers(before: Convolution, after: Convolution, name: str) -> str:
    old, new = getattr(before, name), getattr(after, name)
    places = np.argwhere(old != new)
    word = "input" if name == "x" else "weight"
    if len(places) > 1:
        cells = "numbers of the input" if name == "x" else "weights"
        some = f"{len(places):,} of the {old.size:,}" if len(places) < old.size else "All"
        return f"{some} {cells} are others: {_totals(before, after)}."
    at = tuple(places[0])
    where = ", ".join(str(at[axis] + 1) for axis in reading_order(range(after.rank)))
    told = f"{word.capitalize()} ({where}) is {written(float(new[at]))} instead of {written(float(old[at]))}"
    if not _changed(before, after).any():
        why = _why_nothing(after, at) if name == "x" else "every number that it meets is 0"
        return f"{told}, which changes no total: {why}."
    if name == "w":
        return f"{told}, in every window: {_totals(before, after)}."
    return f"{told}: {_totals(before, after)}, those of the windows that read it."


def _why_nothing(after: Convolution, at: tuple[int, ...]) -> str:
    visited = after.geometry.visited
    places = (front + i * d for i, (front, _), d in zip(at, after.padding, after.input_dilation, strict=True))
    read = all(axis[place] for axis, place in zip(visited, places, strict=True))
    return "every weight that it meets is 0" if read else "no window reads it"


def _changed(before: Convolution, after: Convolution) -> NDArray[np.bool_]:
    return np.not_equal(before.output, after.output)


def _totals(before: Convolution, after: Convolution) -> str:
    count, size = int(_changed(before, after).sum()), after.output.size
    if count == size:
        return "the one total changes" if size == 1 else f"all {size:,} totals change"
    return f"{count:,} of the {size:,} totals change{'s' * (count == 1)}" if count else "no total changes"


# Parameters.


def _stride(before: Convolution, after: Convolution) -> str:
    if max(after.stride) == 1:
        return f"Stride 1: the window stops at every position, which makes {_sizes(before, after)}."
    if before.output_shape == after.output_shape:
        return effects.stride(after)
    unread = _unread(after)
    leaves = f" and leaves {unread} unread" if unread else ""
    return f"{effects.moves(after)}, which makes {_sizes(before, after)}{leaves}."


def _sizes(before: Convolution, after: Convolution) -> str:
    return windows_instead(after.output_shape, before.output_shape)


def _unread(after: Convolution) -> str:
    """What of the input no window reads, axis by axis: `1 row and 2 columns`."""
    counts = {}
    for axis in reading_order(range(after.rank)):
        start, size = after.padding[axis][0], after.geometry.spread_shape[axis]
        missing = int((~after.visited[axis][start : start + size]).sum())
        one = _ONE[after.rank][axis]
        counts[f"{missing} {one}{'s' * (missing != 1)}"] = missing
    return listed([text for text, missing in counts.items() if missing] or [""])


_ONE = {1: ("cell",), 2: ("row", "column"), 3: ("slice", "row", "column")}


def _padding(before: Convolution, after: Convolution) -> str:
    sizes = _sizes(before, after)
    where = padding_text(after)
    if not where:
        return f"No padding: {sizes}, for only those that lie wholly on the input are left."
    with_padding = effects.padding_windows(after)
    return (
        f"{where.rstrip('.')}: {sizes}, of which {with_padding:,} contain{'s' * (with_padding == 1)} padding."
    )


def _mode(before: Convolution, after: Convolution) -> str:
    if not any(map(sum, after.padding)):
        return "The boundary changes nothing here: there is no padding that it would fill."
    count, windows = int(_changed(before, after).sum()), effects.padding_windows(after)
    return f"Of the {windows:,} windows that contain padding, {count:,} have another total now."


def _dilation(before: Convolution, after: Convolution) -> str:
    sizes = _sizes(before, after)
    if max(after.dilation) == 1:
        return f"Dilation 1: neighbouring weights meet neighbouring cells; there are {sizes}."
    told = effects.dilation(after)
    return told if before.output_shape == after.output_shape else f"{told.rstrip('.')}, so there are {sizes}."


def _flip(before: Convolution, after: Convolution) -> str:
    if is_own_reverse(after):
        return "Flipping changes nothing here: the filter is its own reverse."
    told = effects.flip(after) if after.flip else "Not flipped: the filter is used as it is."
    return f"{told.rstrip('.')}; {_totals(before, after)}."


def _bias(before: Convolution, after: Convolution) -> str:
    if not after.bias:
        return "Bias 0: every total is the sum of its products alone."
    return effects.bias(after)


_TELLS = {
    "stride": _stride,
    "padding": _padding,
    "dilation": _dilation,
    "padding_mode": _mode,
    "flip": _flip,
    "bias": _bias,
}
