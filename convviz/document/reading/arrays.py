"""Arrays as programs store them, as tensors: their kinds of numbers, and the order of their axes.

Pictures lie in NumPy as rows × columns × channels, and a stack of slices as a convolution takes it, depth
first. Which one an array is, its sizes tell: a last axis of three or four (red, green, blue, alpha), both
others larger. Either way the other reading is offered.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from convviz.document.limits import MAX_DEPTH
from convviz.document.reading.errors import Offer, ReadError, quoted
from convviz.document.reading.shapes import Reading, Shape, Source, Tensor, place, reading_of
from convviz.explain import size_text

Values: TypeAlias = NDArray[Any]

_KINDS = {
    "[": "records",
    "V": "records",
    "c": "complex numbers",
    "S": "text",
    "U": "text",
    "M": "dates",
    "m": "durations",
}
_EXACT = 2**53


def checked_kind(name: str) -> np.dtype[Any]:
    """The type of numbers that NumPy calls so; raises `ReadError` for what are no numbers."""
    plain = name.lstrip("<>=|")
    if plain in ("b1", "?"):
        return np.dtype(np.bool_)
    if plain[:1] in "iuf" and plain[1:].isdigit() and len(plain) <= 3:
        return np.dtype(name)
    if plain[:1] == "O":
        raise ReadError(
            "It holds Python objects; object arrays hold Python code and are not read, "
            "convert it to floats first."
        )
    given = _KINDS.get(plain[:1], f"values of type {quoted(name)}")
    raise ReadError(f"It holds {given}; convert it to integers or floats first.")


def array_reading(values: Values, rank: int | None, is_ours: bool = False) -> Reading:
    """An array as a tensor. `is_ours` says that this product wrote it, depth first.

    >>> array_reading(np.zeros((4, 5, 3), np.uint8), 3).values.shape
    (3, 4, 5)
    """
    values = values.reshape(_without_ones(values.shape))
    if is_ours or not _has_channels(values.shape):
        return reading_of(_source(values), rank)
    moved = np.moveaxis(values, -1, 0)
    channels = values.shape[-1]
    note = (
        f"Read as {size_text((channels, *values.shape[:2]))}, rows × columns × channels: "
        f"{'each channel is' if channels > 1 else 'the channel is'} a slice."
    )
    offers = _as_it_lies(values)
    return reading_of(_source(moved, (note,), offers), rank)


def _without_ones(shape: Shape) -> Shape:
    """The shape without axes of 1 before the last three."""
    while len(shape) > 3 and shape[0] == 1:
        shape = shape[1:]
    return shape


def _has_channels(shape: Shape) -> bool:
    """Whether the last axis is that of the channels of a picture."""
    if len(shape) != 3:
        return False
    rows, columns, last = shape
    return (last in (3, 4) and min(rows, columns) > last) or (last == 1 and rows > MAX_DEPTH and columns > 1)


def _as_it_lies(values: Values) -> tuple[Offer, ...]:
    """The other reading: depth first."""
    source = _source(values)
    label = f"Read it depth first instead: {values.shape[0]:,} slices of {size_text(values.shape[1:])}"
    try:
        return (Offer(label, reading_of(source, 3).values),)
    except ReadError:
        return ()


def _source(values: Values, notes: Sequence[str] = (), offers: Sequence[Offer] = ()) -> Source:
    return Source(values.shape, partial(_read, values), tuple(notes), offers=tuple(offers))


def _read(values: Values, kept: Shape) -> tuple[Tensor, list[str]]:
    """The beginning of every axis, as floats of 64 bits."""
    part = values[tuple(map(slice, kept))]
    notes = ["True and false are read as 1 and 0."] if part.dtype == np.bool_ else []
    with np.errstate(all="ignore"):  # what does not fit 64 bits becomes inf, named by who checks it
        tensor = np.array(part, dtype=np.float64, order="C")
    return tensor, [*notes, *_rounded(part, tensor)]


def _rounded(part: Values, tensor: Tensor) -> list[str]:
    """A sentence on the first integer that 64 bits of a float cannot hold, or none."""
    if part.dtype.kind not in "iu" or part.dtype.itemsize < 8 or not np.abs(tensor).max(initial=0) >= _EXACT:
        return []
    for flat in np.flatnonzero(np.abs(tensor) >= _EXACT).tolist():
        cell = np.unravel_index(flat, part.shape)
        if int(part[cell]) != int(tensor[cell]):
            where = place(cell).capitalize()
            return [f"{where} is {int(part[cell])}, read as {int(tensor[cell])}: 64 bits cannot hold it."]
    return []
