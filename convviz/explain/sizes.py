"""The size of an output as a law with its numbers in: as simple as the convolution allows.

Vocabulary: `n` is the size of an axis of the input (with the zeros inserted between its cells), `p` its
padding on both sides together, `k` the filter's size there, `d` the dilation, `s` the stride. A letter that
changes nothing is left out. Imports `convviz.core`.
"""

from __future__ import annotations

from dataclasses import dataclass

from convviz.core import Convolution
from convviz.explain.numbers import MINUS
from convviz.explain.words import by_formula


@dataclass(frozen=True)
class SizeLaw:
    """The `law` in letters, and for each axis its names and the law with `numbers` in it."""

    law: str
    axes: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """In one line; the names of the axes stand where there is more than one axis."""
        parts = [text if names == "length" else f"{text} ({names})" for names, text in self.axes]
        return f"{self.law} = {', '.join(parts)}"


def size_law(convolution: Convolution) -> SizeLaw:
    """The size of the output per axis.

    >>> print(size_law(Convolution([[1, 2, 2], [3, 1, 4], [2, 1, 3]], [[1, 0], [0, 1]])))
    n − k + 1 = 3 − 2 + 1 = 2 (rows and columns)
    >>> print(size_law(Convolution([1, 3, -1, 2, 3], [1, 0, 2], stride=2, padding=1)))
    ⌊(n + p − k) / s⌋ + 1 = ⌊(5 + 2 − 3) / 2⌋ + 1 = 3

    Source: floor((n + p - d(k - 1) - 1) / s) + 1.
    """
    used = tuple(
        max(values) > least
        for values, least in (
            (tuple(map(sum, convolution.padding)), 0),
            (convolution.dilation, 1),
            (convolution.stride, 1),
        )
    )

    def with_numbers(one: Convolution, axis: int) -> str:
        n, k, p = one.geometry.spread_shape[axis], one.w.shape[axis], sum(one.padding[axis])
        text = _written(used, n, k, p, f"{one.dilation[axis]}·", one.stride[axis])
        return f"{text} = {one.output_shape[axis]}"

    return SizeLaw(_written(used, "n", "k", "p", "d", "s"), tuple(by_formula(convolution, with_numbers)))


def _written(used: tuple[bool, ...], n: object, k: object, p: object, d: str, s: object) -> str:
    has_padding, has_dilation, has_stride = used
    padded = f"{n} + {p}" if has_padding else f"{n}"
    if not has_stride:
        return f"{padded} {MINUS} {d}({k} {MINUS} 1)" if has_dilation else f"{padded} {MINUS} {k} + 1"
    room = f"{padded} {MINUS} {d}({k} {MINUS} 1) {MINUS} 1" if has_dilation else f"{padded} {MINUS} {k}"
    return f"⌊({room}) / {s}⌋ + 1"
