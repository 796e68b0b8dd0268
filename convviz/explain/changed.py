"""What most layers say of a change alike: how many totals change, of which numbers, and how the window moves.

Imports `convviz.core` and NumPy.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from convviz.core import Convolution, Filters, Layer, reading_order
from convviz.explain import effects
from convviz.explain.numbers import written
from convviz.explain.words import listed, windows_instead


class Meeting(NamedTuple):
    """Which totals a number of the input is in, and why none of them changes though some window reads it."""

    totals: str
    nothing: str


WEIGHED = Meeting("those of the windows that read it", "every weight that it meets is 0")


def different(before: Layer, after: Layer, names: Sequence[str]) -> list[str]:
    """Which of these attributes are different."""
    return [name for name in names if not np.array_equal(getattr(before, name), getattr(after, name))]


def changed(before: Layer, after: Layer) -> NDArray[np.bool_]:
    """Which numbers of the output change."""
    return np.not_equal(before.output, after.output)


def totals(before: Layer, after: Layer) -> str:
    """How many totals change, in the middle of a sentence."""
    count, size = int(changed(before, after).sum()), after.output.size
    if count == size:
        return "the one total changes" if size == 1 else f"all {size:,} totals change"
    return f"{count:,} of the {size:,} totals change{'s' * (count == 1)}" if count else "no total changes"


def numbers(before: Layer, after: Layer, meeting: Meeting) -> str:
    """What other numbers of the input did, or another one."""
    places = np.argwhere(before.x != after.x)
    if len(places) > 1:
        return (
            f"{_some(len(places), before.x.size)} numbers of the input have changed: {totals(before, after)}."
        )
    at = tuple(places[0])
    told = f"Input ({place(at)}) is {instead(before.x[at], after.x[at])}"
    count = int(changed(before, after).sum())
    if count:
        return f"{told}: {totals(before, after)}, {'one of ' * (count == 1)}{meeting.totals}."
    return (
        f"{told}, which changes no total: {meeting.nothing if _is_read(after, at) else 'no window reads it'}."
    )


def weights(before: Convolution | Filters, after: Convolution | Filters) -> str:
    """What other weights did, or another one."""
    places = np.argwhere(before.w != after.w)
    if len(places) > 1:
        return f"{_some(len(places), before.w.size)} weights have changed: {totals(before, after)}."
    at = tuple(places[0])
    cell, of = at[-before.rank :], f" of filter {at[0] + 1}" if len(at) > before.rank else ""
    told = f"Weight ({place(cell)}){of} is {instead(before.w[at], after.w[at])}"
    if changed(before, after).any():
        return f"{told}, in every window: {totals(before, after)}."
    return f"{told}, which changes no total: every number that it meets is 0."


def _some(count: int, size: int) -> str:
    return f"{count:,} of the {size:,}" if count < size else "All"


def place(at: tuple[int, ...]) -> str:
    """A cell as people read it, without its brackets."""
    return ", ".join(str(index + 1) for index in reading_order(at))


def instead(old: float, new: float) -> str:
    """What a number is now, and what it was."""
    return f"{written(float(new))} instead of {written(float(old))}"


def _is_read(layer: Layer, at: tuple[int, ...]) -> bool:
    g = layer.geometry
    places = (front + i * d for i, (front, _), d in zip(at, g.padding, g.input_dilation, strict=True))
    return all(axis[place] for axis, place in zip(layer.visited, places, strict=True))


def stride(before: Layer, after: Layer) -> str:
    """What another stride did."""
    sizes = windows_instead(after.output_shape, before.output_shape)
    same = before.output_shape == after.output_shape
    if max(after.geometry.stride) == 1:
        so = "; there is only one, so nothing changes" if same else f", which makes {sizes}"
        return f"Stride 1: the window stops at every position{so}."
    if same:
        return effects.stride(after)
    unread = _unread(after)
    leaves = f" and leaves {unread} unread" if unread else ""
    return f"{effects.moves(after)}, which makes {sizes}{leaves}."


def _unread(after: Layer) -> str:
    """What of the input no window reads, axis by axis: `1 row and 2 columns`."""
    counts = {}
    for axis in reading_order(range(after.rank)):
        start, size = after.geometry.padding[axis][0], after.geometry.spread_shape[axis]
        missing = int((~after.visited[axis][start : start + size]).sum())
        one = _ONE[after.rank][axis]
        counts[f"{missing} {one}{'s' * (missing != 1)}"] = missing
    return listed([text for text, missing in counts.items() if missing] or [""])


_ONE = {1: ("cell",), 2: ("row", "column"), 3: ("slice", "row", "column")}
