"""Which tensors a source may bring: their rank, their sizes and their values.

Vocabulary: a shape is *fitted* to a rank by axes of 1 that are added or dropped; of an axis beyond the limit
the beginning is *kept*. `Reading` is what every reader of this folder ends in.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, NoReturn, TypeAlias

import numpy as np
from numpy.typing import NDArray

from convviz.core import axis_names
from convviz.document.limits import MAX_DEPTH, MAX_LENGTH, MAX_SIDE, check_sizes, longest
from convviz.document.reading.errors import Offer, ReadError, as_sentence
from convviz.explain import size_text

Tensor: TypeAlias = NDArray[np.float64]
Shape: TypeAlias = tuple[int, ...]

RANK_NAMES = {1: "1D vector", 2: "2D matrix", 3: "3D tensor"}
#: From so many numbers in one column or row on, a vector is offered where a matrix was asked for.
_A_SIGNAL = 16


@dataclass(frozen=True, eq=False)
class Reading:
    """A tensor that was read, sentences on what was decided or left out, and other ways to read the same."""

    values: Tensor
    notes: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()

    @property
    def note(self) -> str:
        """The notes in one line."""
        return " ".join(self.notes)


@dataclass(frozen=True, eq=False)
class Source:
    """A block of values that is not read yet: its sizes, and how to read the beginning of every axis.

    `read` takes how much of each axis to keep, and gives the values at these sizes, with notes. `is_nested`
    says whether the source tells its rank, as nested lists do and a table of one row does not; `is_whole`
    whether all of it can be read, and not only its beginning.
    """

    shape: Shape
    read: Callable[[Shape], tuple[Tensor, Sequence[str]]]
    notes: tuple[str, ...] = ()
    is_nested: bool = True
    offers: tuple[Offer, ...] = field(default=())
    is_whole: bool = True


#: Of so many lists each is a button, and more are not named.
MOST_OFFERS = 4


def first_of(number: int, what: str, others: int = 0) -> str:
    """A sentence that follows a refusal, where more could be chosen than there are buttons beside others.

    >>> first_of(4, "lists"), first_of(6, "columns")
    ('', ' There are 6 columns; only the first ones can be chosen here.')
    """
    is_more = number + others > MOST_OFFERS
    return f" There are {number:,} {what}; only the first ones can be chosen here." if is_more else ""


def offers(lists: Iterable[tuple[str, Sequence[Callable[[], Source]]]]) -> list[Offer]:
    """A button for each of the first lists that can be read; each has a name, and ways to read it."""
    found = []
    for name, ways in islice(lists, MOST_OFFERS):
        for way in ways:
            with suppress(ReadError):
                found.append(Offer(f"Read {shortened(name)}", reading_of(way(), None).values))
                break
    return told_apart(found)


#: The longest name that a button shows whole, in characters.
_LONGEST_NAME = 30


def shortened(name: str) -> str:
    """A name as a button shows it: its begin and its end, which tell it from others of a network.

    >>> shortened("weight"), shortened("backbone.layer1.0.bottleneck.conv2.weight")
    ('weight', 'backbone…ttleneck.conv2.weight')
    """
    return name if len(name) <= _LONGEST_NAME else f"{name[:8]}…{name[9 - _LONGEST_NAME :]}"


def told_apart(offers: list[Offer]) -> list[Offer]:
    """The offers, numbered where two have the same label: a button is known by it."""
    if len({offer.label for offer in offers}) == len(offers):
        return offers
    return [replace(offer, label=f"{offer.label} ({n})") for n, offer in enumerate(offers, 1)]


def reading_of(source: Source, rank: int | None) -> Reading:
    """A source as a tensor of a rank, or of its own rank.

    Raises `ReadError`; where the source has another rank, the error carries the tensor that there is.
    """
    own = own_rank(source)
    wanted = rank or own
    target = fitted(source.shape, wanted)
    if target is None:
        _refuse(source, own, _other_rank(source.shape))
    if own == 1 and wanted > 1 and max(target) > MAX_SIDE:
        _refuse(source, own, _one_line(target))
    check_filled(target)
    kept = _kept(source.shape, target)
    values, notes = source.read(kept)
    shape = fitted(kept, wanted)
    assert shape is not None
    values = finite(values.reshape(shape))
    cut = _cut(target, shape)
    offers = [*source.offers, *_averaged(source, target, shape), *_vector(values, own, source.is_nested)]
    return Reading(values, (*source.notes, *notes, *cut), tuple(offers))


def own_rank(source: Source) -> int:
    """The rank that a source has by itself."""
    shape = _squeezed(source.shape, 3)
    if len(shape) > 3:
        raise ReadError(_too_deep(shape))
    if source.is_nested:
        return max(1, len(shape))
    shape = _squeezed(shape, 1)
    return 1 if len(shape) == 2 and shape[1] == 1 else max(1, len(shape))


def _squeezed(shape: Shape, rank: int) -> Shape:
    """The shape without axes of 1 before the others, as long as it has more axes than the rank.

    Keras keeps one filter as rows × columns × 1 × 1: these two are left out as well.
    """
    if len(shape) > 3 and shape[-2:] == (1, 1):
        shape = shape[:-2]
    while len(shape) > rank and shape[0] == 1:
        shape = shape[1:]
    return shape


def fitted(shape: Shape, rank: int) -> Shape | None:
    """The shape at another rank, with axes of 1 before it added or dropped; none where that is not enough.

    >>> fitted((3,), 2), fitted((1, 2, 3), 2), fitted((3, 1), 1), fitted((2, 3), 1)
    ((1, 3), (2, 3), (3,), None)
    """
    shape = _squeezed(shape, rank)
    fitted = (1,) * (rank - len(shape)) + shape
    if rank == 1 and fitted[1:] == (1,):  # one column
        fitted = fitted[:1]
    if rank == 2 and len(fitted) == 3 and fitted[2] == 1:  # a picture of one channel
        fitted = fitted[:2]
    return fitted if len(fitted) == rank else None


def check_filled(shape: Shape) -> None:
    """Raises `ReadError` for a shape with an empty axis."""
    try:
        check_sizes(tuple(min(size, 1) for size in shape))
    except ValueError as error:
        raise ReadError(as_sentence(error)) from None


def _kept(shape: Shape, target: Shape) -> Shape:
    """How much of each axis is kept: of a shape whose axes of 1 come or go in the target."""
    limits = [longest(name) for name in axis_names(len(target))]
    large = iter([limit for limit, size in zip(limits, target, strict=True) if size != 1])
    return tuple(size if size == 1 else min(size, next(large)) for size in shape)


def _cut(target: Shape, shape: Shape) -> list[str]:
    """A sentence on what was left out of which axis, or none."""
    names = ("numbers",) if len(target) == 1 else ("slices", "rows", "columns")[-len(target) :]
    parts = [
        f"the first {new:,} of {old:,} {name}"
        for old, new, name in zip(target, shape, names, strict=True)
        if new < old
    ]
    return [f"Shown are {_listed(parts)}: more do not fit."] if parts else []


def _listed(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


#: The most cells that are looked at for one tensor; as many as the largest that is shown has.
MOST_CELLS = MAX_DEPTH * MAX_SIDE * MAX_SIDE
#: How many rows, and cells of a row, a text keeps.
MOST_IN_LINE = 100_000


def _averaged(source: Source, target: Shape, shape: Shape) -> list[Offer]:
    """Of what was cut, the whole with its neighbouring cells averaged; slices are never mixed."""
    steps = [-(-old // new) for old, new in zip(target, shape, strict=True)]
    if len(shape) == 3:
        steps[0] = 1
    if max(steps) == 1 or math.prod(target) > MOST_CELLS or not source.is_whole:
        return []
    values = source.read(source.shape)[0].reshape(target)[: shape[0] if len(shape) == 3 else None]
    for axis, step in enumerate(steps):
        starts = np.arange(0, values.shape[axis], step)
        counts = np.diff([*starts, values.shape[axis]]).reshape(
            [-1 if axis == a else 1 for a in range(len(shape))]
        )
        values = np.add.reduceat(values, starts, axis=axis) / counts
    if not np.isfinite(values).all():
        return []
    return [Offer(f"All of it, averaged to {size_text(values.shape)}", values)]


def _vector(values: Tensor, own: int, is_nested: bool) -> list[Offer]:
    """Of many numbers in one column or row, the vector."""
    if own > 1 or is_nested or values.ndim == 1 or values.size < _A_SIGNAL:
        return []
    line = "column" if values.shape[-1] == 1 else "row"
    label = f"This is one {line} of {values.size:,} numbers: open it as a {RANK_NAMES[1]}"
    return [Offer(label, values.ravel(), opens=True)]


def _refuse(source: Source, own: int, sentence: str) -> NoReturn:
    """Refuses a rank; the error carries the tensor that there is, where that can be read."""
    found = reading_of(source, own)
    raise ReadError(sentence, [opening(found.values), *found.offers], found.values)


def opening(values: Tensor) -> Offer:
    """The offer to open a tensor at its own rank."""
    return Offer(f"Open it as a {RANK_NAMES[values.ndim]}", values, opens=True)


def _one_line(shape: Shape) -> str:
    line = "column" if shape[-1] == 1 else "row"
    return (
        f"It is one {line} of {max(shape):,} numbers, more than the {MAX_SIDE} that a matrix can have; "
        f"choose the rank {RANK_NAMES[1]} first, which takes {MAX_LENGTH:,}."
    )


def _other_rank(shape: Shape) -> str:
    shape = _squeezed(shape, 2)
    if len(shape) > 3:
        return _too_deep(shape)
    return (
        f"It holds a tensor of rank {len(shape)} ({size_text(shape)}); choose the rank "
        f"{RANK_NAMES[len(shape)]} first."
    )


def _too_deep(shape: Shape) -> str:
    return f"It holds a tensor of rank {len(shape)}; the limit is rank 3, save a part of it."


def finite(tensor: Tensor) -> Tensor:
    """The tensor, if all its values are finite; raises `ReadError`, which names the first other one."""
    are_finite = np.isfinite(tensor)
    if not are_finite.all():
        cell = np.unravel_index(int(are_finite.argmin()), tensor.shape)
        raise ReadError(
            f"{place(cell).capitalize()} holds {tensor[cell]}; every value must be finite, "
            "replace it by a number."
        )
    return tensor


def place(cell: Sequence[Any]) -> str:
    """Where a cell is, counted from one.

    >>> place((0, 2, 1))
    'slice 1, row 3, column 2'
    """
    names = ("cell",) if len(cell) == 1 else ("slice", "row", "column")[-len(cell) :]
    return ", ".join(f"{name} {i + 1}" for name, i in zip(names, cell, strict=True))
