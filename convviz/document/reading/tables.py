"""Numbers as a spreadsheet writes them: tables of text to tensors and back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from itertools import islice
from typing import TypeAlias

import numpy as np

from convviz.document.limits import MAX_LINES
from convviz.document.reading.errors import FileError
from convviz.document.reading.numbers import number_text, read_number
from convviz.document.reading.shapes import RANK_NAMES, Shape, Tensor, fitted

_Row: TypeAlias = tuple[int, list[str]]  # a line's number, from one, and its cells


def read_table(text: str, rank: int) -> Tensor:
    r"""The tensor that a spreadsheet's text holds: rows as lines, slices parted by empty lines.

    >>> read_table("1,2\n3,4\n\n5,6\n7,8\n", 3).shape
    (2, 2, 2)

    Cells are parted by tabs if there is one, otherwise by `;`, by `,` or by spaces, in this order; next
    to a tab or a `;` the comma is a decimal comma. A vector is one row or one column.

    Raises:
        FileError: A line or a cell, which it names, is not as it should be, or there are too many.
    """
    slices = _slices(_rows(text.removeprefix("\ufeff")))
    shape = fitted(_table_shape(slices, rank), rank)
    cells = (
        (line, column, cell) for part in slices for line, row in part for column, cell in enumerate(row, 1)
    )
    return np.array([_cell(*place) for place in cells]).reshape(shape)


def to_table(tensor: Tensor) -> str:
    r"""The tensor as CSV text; a vector is one row, slices are parted by an empty line.

    >>> to_table(np.array([[[1, 2.5]], [[3, 4]]]))
    '1,2.5\n\n3,4\n'
    """
    if tensor.ndim == 3:
        return "\n".join(map(to_table, tensor))
    return "".join(",".join(map(number_text, row)) + "\n" for row in np.atleast_2d(tensor))


def _rows(text: str) -> list[_Row]:
    """The lines that are not empty, each split into its cells."""
    separator = next((mark for mark in "\t;," if mark in text), " ")
    numbered = enumerate(io.StringIO(text, newline=None), 1)
    filled = ((number, line) for number, line in numbered if line.replace(separator, " ").strip())
    rows = [(number, _split(number, line, separator)) for number, line in islice(filled, MAX_LINES + 1)]
    if not rows:
        raise FileError("There are no numbers in it.")
    if len(rows) > MAX_LINES:
        raise FileError(f"There are more than {MAX_LINES:,} lines in it, which is the limit; leave some out.")
    return rows


def _split(number: int, line: str, separator: str) -> list[str]:
    plain = " ".join(line.split()) if separator == " " else line
    try:
        return next(csv.reader([plain], delimiter=separator, skipinitialspace=True))
    except csv.Error:
        raise FileError(f"Line {number} has a cell that is too long for a number; shorten it.") from None


def _slices(rows: Iterable[_Row]) -> list[list[_Row]]:
    """The rows in groups: where a line's number is left out there is an empty line."""
    slices: list[list[_Row]] = []
    for row in rows:
        if not slices or row[0] > slices[-1][-1][0] + 1:
            slices.append([])
        slices[-1].append(row)
    return slices


def _table_shape(slices: list[list[_Row]], rank: int) -> Shape:
    """The shape of a table whose slices, and rows, are equally long."""
    first, columns = slices[0][0][0], len(slices[0][0][1])
    for line, cells in (row for part in slices for row in part):
        if len(cells) != columns:
            given = f"Line {line} has {_count(len(cells), 'cell')} and line {first} has {columns:,}"
            raise FileError(f"{given}; make all rows equally long.")
    if len(slices) == 1:
        return len(slices[0]), columns
    if rank < 3:
        raise FileError(
            f"Line {slices[0][-1][0] + 1} is empty; remove it, or choose the rank {RANK_NAMES[3]}, "
            "where empty lines part the slices."
        )
    for number, part in enumerate(slices, 1):
        if len(part) != len(slices[0]):
            given = f"Slice {number} has {_count(len(part), 'row')} and slice 1 has {len(slices[0]):,}"
            raise FileError(f"{given}; make all slices equally long.")
    return len(slices), len(slices[0]), columns


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _cell(line: int, column: int, text: str) -> float:
    try:
        return read_number(text)
    except ValueError as error:
        raise FileError(f"Line {line}, column {column}: the cell {error}.") from None
