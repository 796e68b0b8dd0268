"""A convolution in plain Python: nested lists and nested loops.

Vocabulary: `i, j, q` number the windows by row, column and slice, and `a, b, c` the taps (`i` and `a` at
rank 1). Imports `convviz.core` only.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from convviz.core import Convolution
from convviz.explain.programs.common import (
    Snippet,
    applying,
    inputs,
    is_padded,
    is_written,
    number,
    snippet,
    tensors,
)

_LETTERS = {1: ("i", "a"), 2: ("ij", "ab"), 3: ("qij", "cab")}
_LISTS = {1: ("y",), 2: ("y", "row"), 3: ("y", "plane", "row")}


def in_python(c: Convolution) -> Snippet:
    """The program without any library."""
    opening = "" if all(map(is_written, tensors(c).values())) else " but for opening the files"
    notes = [
        f"Plain lists and no library{opening}: the outer loops move the window, the inner add up its "
        "products.",
        *applying((c.flip, "Indices from the end read the filter backwards, which flips it.")),
    ]
    given = inputs(c, "{}", "{}.tolist()")
    return snippet("Python", c, notes, "", given, source(c), padded_lists(c), loops(c))


class Names(NamedTuple):
    """What the input, the filter, the output and the bias are called in the loops."""

    x: str = "x"
    w: str = "w"
    y: str = "y"
    bias: str = ""


def loops(c: Convolution, called: Names = Names()) -> list[str]:  # noqa: B008  # it never changes
    """A loop per axis over the windows and, within, a loop per axis over the taps."""
    (places, taps), names = _LETTERS[c.rank], [called.y, *_LISTS[c.rank][1:], "total"]
    starts = ["[]"] * (c.rank - 1) + [called.bias or number(c.bias)]
    lines = [f"{called.y} = []"]
    for axis, place in enumerate(places):
        loop = [
            f"for {place} in {_windows_range(c, axis, called)}:",
            f"    {names[axis + 1]} = {starts[axis]}",
        ]
        lines += indented(loop, axis)
    for axis, tap in enumerate(taps):
        lines += indented([f"for {tap} in range({_length(called.w, axis)}):"], c.rank + axis)
    lines += indented([f"total += {_one_product(c, called)}"], 2 * c.rank)
    for axis in reversed(range(c.rank)):
        lines += indented([f"{names[axis]}.append({names[axis + 1]})"], axis + 1)
    return lines


def indented(lines: Iterable[str], depth: int = 1) -> list[str]:
    """Lines so many levels further in."""
    return ["    " * depth + line for line in lines]


def _length(name: str, axis: int) -> str:
    return f"len({name}{'[0]' * axis})"


def _windows_range(c: Convolution, axis: int, called: Names) -> str:
    """Where on an axis the windows begin."""
    n, k, d, s = _length(called.x, axis), _length(called.w, axis), c.dilation[axis], c.stride[axis]
    stop = f"{n} - {k} + 1" if d == 1 else f"{n} - {d} * ({k} - 1)"
    return f"range({stop})" if s == 1 else f"range(0, {stop}, {s})"


def _one_product(c: Convolution, called: Names) -> str:
    places, taps = _LETTERS[c.rank]
    steps = [tap if d == 1 else f"{d} * {tap}" for d, tap in zip(c.dilation, taps, strict=True)]
    cell = "".join(f"[{place} + {step}]" for place, step in zip(places, steps, strict=True))
    weight = "".join(f"[-1 - {tap}]" if c.flip else f"[{tap}]" for tap in taps)
    return f"{called.x}{cell} * {called.w}{weight}"


_SOURCES = {
    "edge": ("the nearest cell", ["return min(max(i, 0), n - 1)"]),
    "reflect": ("a mirror on the last cell", ["i = max(i, -i)", "return min(i, 2 * n - 2 - i)"]),
    "symmetric": ("a mirror behind the last cell", ["i = max(i, -1 - i)", "return min(i, 2 * n - 1 - i)"]),
    "wrap": ("the other end", ["return i % n"]),
}


def source(c: Convolution) -> list[str]:
    """A function that says which of `n` cells a cell of the padding copies."""
    if not is_padded(c) or c.padding_mode == "constant":
        return []
    what, lines = _SOURCES[c.padding_mode]
    return [f"def source(i, n):  # padding copies {what}", *indented(lines)]


def padded_lists(c: Convolution) -> list[str]:
    """The padded input, made cell by cell from the indices of the input and some beyond them."""
    if not is_padded(c):
        return []
    lines = [f"[{_padded_cell(c)} {_padded_range(c, c.rank - 1)}]"]
    for axis in reversed(range(c.rank - 1)):
        lines = ["[", *indented([*lines, _padded_range(c, axis)]), "]"]
    return [f"x = {lines[0]}", *lines[1:]]


def _padded_range(c: Convolution, axis: int) -> str:
    (before, after), n = c.padding[axis], c.x.shape[axis]
    return f"for {_LETTERS[c.rank][0][axis]} in range({f'-{before}, ' if before else ''}{n + after})"


def _padded_cell(c: Convolution) -> str:
    axes = list(zip(_LETTERS[c.rank][0], c.x.shape, map(any, c.padding), strict=True))
    if c.padding_mode == "constant":
        inside = " and ".join(f"0 <= {place} < {n}" for place, n, padded in axes if padded)
        return f"x{''.join(f'[{place}]' for place, *_ in axes)} if {inside} else 0"
    sources = [f"[source({place}, {n})]" if padded else f"[{place}]" for place, n, padded in axes]
    return f"x{''.join(sources)}"
