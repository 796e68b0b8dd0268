"""Numbers as text in rows: where every reader of a notation ends, and where their values are read."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from convviz.document.reading.decimals import CellError, read_cells
from convviz.document.reading.errors import Offer, ReadError
from convviz.document.reading.numbers import Marks, number_text, read_number
from convviz.document.reading.shapes import Shape, Source, Tensor, fitted, own_rank, place

#: Where a cell stands, from its row among all rows and its column, as a sentence begins.
Place = Callable[[int, int], str]


@dataclass(frozen=True, eq=False)
class Cells:
    """The cells of a text: its innermost rows, in order, for an array of a shape.

    Of very many rows, or cells in a row, only the beginning is there, which is more than is ever kept.
    `factor` is what stands before or after the block, above and below its line. `is_nested` says whether
    the notation tells the rank.
    """

    rows: Sequence[Sequence[str]]
    shape: Shape
    place: Place | None = None
    notes: tuple[str, ...] = ()
    is_nested: bool = True
    factor: tuple[float, float] = (1.0, 1.0)
    offers: tuple[Offer, ...] = ()

    def source(self) -> Source:
        """The cells as a source whose numbers are read when its rank is known."""
        widths = {len(row) for row in self.rows[-1:]}
        is_whole = len(self.rows) == math.prod(self.shape[:-1]) and widths <= {self.shape[-1]}
        return Source(self.shape, partial(_read, self), self.notes, self.is_nested, self.offers, is_whole)

    def noting(self, *notes: str) -> Cells:
        """The same with more to say."""
        return replace(self, notes=(*self.notes, *notes))


def _read(cells: Cells, kept: Shape) -> tuple[Tensor, list[str]]:
    """The beginning of every axis."""
    outer, columns = kept[:-1], kept[-1]
    rows = (
        np.arange(math.prod(cells.shape[:-1]))
        .reshape(cells.shape[:-1])[tuple(map(slice, outer))]
        .ravel()
        .tolist()
    )
    flat = [cell for row in rows for cell in cells.rows[row][:columns]]
    try:
        values, notes = read_cells(flat)
    except CellError as error:
        row, column = rows[error.index // columns], error.index % columns
        sentence = f"{_where(cells, row, column)}: the cell {error}."
        raise ReadError(sentence, _choices(cells, error, flat, kept)) from None
    return _scaled(values, cells.factor).reshape(kept), notes


def _scaled(values: Tensor, factor: tuple[float, float]) -> Tensor:
    above, below = factor
    with np.errstate(over="ignore"):
        return values * above / below if factor != (1.0, 1.0) else values


def _where(cells: Cells, row: int, column: int) -> str:
    if cells.place is not None:
        return cells.place(row, column)
    index = (*np.unravel_index(row, cells.shape[:-1]), column) if len(cells.shape) > 1 else (column,)
    return place(index[-3:]).capitalize()


def _choices(cells: Cells, error: CellError, flat: list[str], kept: Shape) -> list[Offer]:
    """The readings that would each be one, where the marks of a number are in doubt."""
    return [offer for marks in error.choices if (offer := _choice(cells, error, flat, kept, marks))]


def _choice(cells: Cells, error: CellError, flat: list[str], kept: Shape, marks: Marks) -> Offer | None:
    try:
        values = _scaled(read_cells(flat, marks)[0], cells.factor)
    except CellError:
        return None
    shape = fitted(kept, own_rank(cells.source()))
    assert shape is not None
    label = f"Read {flat[error.index].strip()} as {number_text(read_number(flat[error.index], marks))}"
    return Offer(label, values.reshape(shape))
