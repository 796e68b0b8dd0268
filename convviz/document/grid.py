"""A tensor that is edited, and what was typed into it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from convviz.core import axis_names
from convviz.document.fills import resized
from convviz.document.reading.numbers import number_text, read_number

Tensor: TypeAlias = NDArray[np.float64]
Index: TypeAlias = tuple[int, ...]
Place: TypeAlias = tuple[int, int, int]


@dataclass
class Grid:
    """A tensor that is edited, or several filters, which the first axis then counts (`counts`).

    `values` has the last number of each cell, `unread` what was typed into a cell and is no number.
    """

    name: str
    values: Tensor
    counts: bool = False
    unread: dict[Index, str] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[int, ...]:
        """The size of the tensor, or of each filter."""
        return self.values.shape[int(self.counts) :]

    @property
    def count(self) -> int:
        """How many filters there are; 1 of an input."""
        return len(self.values) if self.counts else 1

    def of(self, number: int) -> Tensor:
        """The filter of this number, from 0; the input."""
        return self.values[number] if self.counts else self.values

    def type(self, cells: Iterable[tuple[Index, str]]) -> None:
        """Takes what was typed into cells.

        >>> grid = Grid("Input", np.array([[1.0, 2.0], [3.0, 4.0]]))
        >>> grid.type([((1, 1), "1/2"), ((0, 0), "cat")])
        >>> grid.values.tolist(), grid.unread
        ([[1.0, 2.0], [3.0, 0.5]], {(0, 0): 'cat'})
        """
        values, unread = self.values.copy(), dict(self.unread)
        for index, text in cells:
            try:
                values[index] = read_number(text)
                unread.pop(index, None)
            except ValueError:
                unread[index] = text
        self.values = self.values if np.array_equal(values, self.values) else values
        self.unread = unread

    def put(self, values: Tensor) -> None:
        """Replaces the tensor, or all filters."""
        self.values, self.unread = values, {}

    def put_one(self, values: Tensor, number: int) -> None:
        """Replaces the input, or one filter; of another size, the others get this size too.

        >>> grid = Grid("Filter", np.array([[1.0, 2], [3, 4]]), counts=True)
        >>> grid.put_one(np.array([7.0, 8, 9]), 1)
        >>> grid.values.tolist()
        [[1.0, 2.0, 0.0], [7.0, 8.0, 9.0]]
        """
        if not self.counts:
            self.put(values)
            return
        made = resized(self.values, (self.count, *values.shape))
        made[number] = values
        self.put(made)

    def lay(self, block: Tensor, start: Index) -> bool:
        """Puts a block over the cells from `start` on, if all of it fits; says whether it did.

        >>> grid = Grid("Input", np.zeros((2, 3)))
        >>> grid.lay(np.ones((1, 2)), (1, 1)), grid.lay(np.ones((1, 2)), (1, 2)), grid.values[1].tolist()
        (True, False, [0.0, 1.0, 1.0])
        """
        block = block[None] if self.counts else block
        end = tuple(at + size for at, size in zip(start, block.shape, strict=True))
        if any(last > size for last, size in zip(end, self.values.shape, strict=True)):
            return False
        self.values = self.values.copy()
        self.values[tuple(map(slice, start, end))] = block
        self.unread = {at: text for at, text in self.unread.items() if not _is_within(at, start, end)}
        return True

    def index(self, place: Place, number: int = 0) -> Index:
        """A place by depth, row and column, in the filter of this number, in the axes of the values."""
        cell = place[-len(self.shape) :]
        return (number, *cell) if self.counts else cell

    def place(self, index: Index) -> tuple[Place, int]:
        """The inverse: depth, row and column, and which filter.

        >>> Grid("Filter", np.zeros((2, 3)), counts=True).place((1, 2))
        ((0, 0, 2), 1)
        """
        number, *cell = index if self.counts else (0, *index)
        depth, row, column = (0,) * (3 - len(cell)) + tuple(cell)
        return (depth, row, column), number

    def has(self, index: Index) -> bool:
        """Whether there is a cell of this index."""
        return all(at < size for at, size in zip(index, self.values.shape, strict=True))

    def complaint(self) -> str:
        """A sentence about the first cell that holds no number, or none."""
        for index in sorted(self.unread):
            number, *cell = index if self.counts else (0, *index)
            name = f"{self.name} {number + 1}" if self.count > 1 else self.name
            return f"{name}, {cell_name(tuple(cell))}: the {_fault(self.unread[index])}"
        return ""

    def differing(self, shown: Tensor) -> Iterator[tuple[Index, str, str]]:
        """The cells that hold something else than is shown: what was typed, and why it is no number, or none.

        >>> grid = Grid("Input", np.array([1.0, 2.0]), unread={(1,): "cat"})
        >>> list(grid.differing(np.array([3.0, 2.0])))
        [((0,), '1', ''), ((1,), 'cat', 'The cell holds “cat”, which is not a finite number.')]

        A tensor of another shape than the one that is shown has none.
        """
        if self.values.shape != shown.shape:
            return
        for where in np.argwhere(self.values != shown):
            index = tuple(map(int, where))
            if index not in self.unread:
                yield index, number_text(float(self.values[index])), ""
        for index, text in self.unread.items():
            yield index, text, f"The {_fault(text)}"


def _fault(text: str) -> str:
    """Why a text is no number, as the end of a sentence."""
    try:
        read_number(text)
    except ValueError as error:
        return f"cell {error}."
    return ""


def _is_within(index: Index, start: Index, end: Index) -> bool:
    return all(first <= at < last for first, at, last in zip(start, index, end, strict=True))


def cell_name(index: Index) -> str:
    """Where a cell is, counted from one, in array order.

    >>> cell_name((1, 0, 2)), cell_name((4,))
    ('depth 2, row 1, column 3', 'cell 5')
    """
    names = ("cell",) if len(index) == 1 else tuple(n.rstrip("s") for n in axis_names(len(index)))
    return ", ".join(f"{name} {i + 1}" for name, i in zip(names, index, strict=True))
