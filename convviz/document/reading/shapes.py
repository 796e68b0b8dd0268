"""Which tensors a file may bring: their sizes, their rank and their values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn, TypeAlias

import numpy as np
from numpy.typing import NDArray

from convviz.document.limits import check_sizes
from convviz.document.reading.errors import FileError, as_sentence

Tensor: TypeAlias = NDArray[np.float64]
Shape: TypeAlias = tuple[int, ...]

RANK_NAMES = {1: "1D vector", 2: "2D matrix", 3: "3D tensor"}


def fitted(shape: Shape, rank: int) -> Shape:
    """The shape at another rank, with axes of 1 before it added or dropped, if it is within limits."""
    fitted = (1,) * (rank - len(shape)) + shape
    while len(fitted) > rank and fitted[0] == 1:
        fitted = fitted[1:]
    if rank == 1 and fitted[1:] == (1,):  # one column
        fitted = fitted[:1]
    if len(fitted) > rank:
        _refuse_rank(fitted)
    try:
        check_sizes(fitted)
    except ValueError as error:
        raise FileError(as_sentence(error)) from None
    return fitted


def _refuse_rank(shape: Shape) -> NoReturn:
    if len(shape) > 3:
        raise FileError(f"It holds a tensor of rank {len(shape)}; the limit is rank 3, save a part of it.")
    sizes = " × ".join(f"{size:,}" for size in (*shape[-2:], *shape[:-2]))
    raise FileError(
        f"It holds a tensor of rank {len(shape)} ({sizes}); choose the rank {RANK_NAMES[len(shape)]} first."
    )


def finite(tensor: Tensor) -> Tensor:
    """The tensor, if all its values are finite; raises `FileError`, which names the first other one."""
    are_finite = np.isfinite(tensor)
    if not are_finite.all():
        cell = np.unravel_index(int(are_finite.argmin()), tensor.shape)
        raise FileError(
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
