r"""Numbers in lines: what spreadsheets copy and save, and what programs print without brackets.

A table has one *separator*: a tab, a semicolon, a comma, or blanks. Around its numbers there may be lines of
remarks, lines of names (a *header*), and a column that names or numbers the rows (an *index*): all of it is
left out and said. The separator is the one with which all lines are numbers; where two are, and give
different numbers, the text is refused with both readings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from convviz.document.reading.cells import Cells
from convviz.document.reading.commas import is_decimal_column
from convviz.document.reading.errors import Offer, ReadError, count
from convviz.document.reading.headers import without_empty_columns, without_header
from convviz.document.reading.lines import (
    MOST_LINES,
    Lines,
    Row,
    at_lines,
    check_whole,
    leave_out_remarks,
    lines_of,
)
from convviz.document.reading.linked import DECIMAL_COMMAS, one_line
from convviz.document.reading.numbers import number_text
from convviz.document.reading.separators import end_rows, row_of, separator_of
from convviz.document.reading.shapes import RANK_NAMES, Tensor, reading_of


def to_table(tensor: Tensor) -> str:
    r"""The tensor as CSV text; a vector is one row, slices are parted by an empty line.

    >>> to_table(np.array([[[1, 2.5]], [[3, 4]]]))
    '1,2.5\n\n3,4\n'
    """
    if tensor.ndim == 3:
        return "\n".join(map(to_table, tensor))
    return "".join(",".join(map(number_text, row)) + "\n" for row in np.atleast_2d(tensor))


def table(text: str, rank: int | None, more: int = 0) -> Cells:
    r"""The cells of a table; `rank` decides what an empty line means, `more` lines were cut off before.

    >>> cells = table("t;x\n0;1,5\n1;2,5\n", 2)
    >>> cells.rows, cells.notes
    ([['0', '1,5'], ['1', '2,5']], ('Line 1 is a header: left out.',))

    Raises `ReadError`, which names the line or the cell.
    """
    found = Lines(lines_of(text), [], more or max(0, text.rstrip("\n").count("\n") + 1 - MOST_LINES))
    leave_out_remarks(found)
    check_whole(found.lines)
    if one := one_line(found, rank):
        return one
    end_rows(found)
    found.separator = found.separator or separator_of(found.lines)
    rows = [row_of(line, found.separator) for line in found.lines]
    rows = without_header(rows, found)
    rows = without_empty_columns(rows, found)
    return _in_slices(rows, found, rank)


def _in_slices(rows: list[Row], found: Lines, rank: int | None) -> Cells:
    """The rows as slices that empty lines part; raises `ReadError` where they are of unequal size."""
    _check_rows(rows)
    if is_decimal_column(rows, found):
        found.notes.append(DECIMAL_COMMAS)
        rows = [Row(row.line, [",".join(row.cells)], 1) for row in rows]
    slices = _slices(rows)
    if len(slices) > 1 and found.more:
        found.more, slices = 0, slices[:-1]
        rows = [row for part in slices for row in part]
        found.notes.append(f"Only the first {MOST_LINES:,} lines were looked at.")
    height, width = len(slices[0]), rows[0].width
    lines = [row.line for row in rows]
    cells = Cells(
        [row.cells for row in rows],
        (len(rows) + found.more, width),
        at_lines(lines),
        tuple(found.notes),
        is_nested=False,
    )
    if len(slices) == 1:
        return cells
    uneven = next((n for n, part in enumerate(slices) if len(part) != height), 0)
    deep = Cells(cells.rows, (len(slices), height, width), cells.place, cells.notes)
    if rank in (1, 2):
        offers = (
            [] if uneven else [Offer(f"Open it as a {RANK_NAMES[3]}", reading_of(deep.source(), 3).values)]
        )
        raise ReadError(
            f"Line {slices[0][-1].line + 1} is empty; remove it, or choose the rank {RANK_NAMES[3]}, "
            "where empty lines part the slices.",
            offers,
            offers[0].values if offers else None,
        )
    if uneven:
        raise ReadError(
            f"Slice {uneven + 1} has {count(len(slices[uneven]), 'row')} and slice 1 has {height:,}; "
            "make all slices equally long."
        )
    return deep


def _slices(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows in groups: where a line's number is left out there is an empty line or a remark."""
    slices: list[list[Row]] = []
    for row in rows:
        if not slices or row.line > slices[-1][-1].line + 1:
            slices.append([])
        slices[-1].append(row)
    return slices


def _check_rows(rows: Sequence[Row]) -> None:
    first, columns = rows[0].line, rows[0].width
    for line, _, width in rows:
        if width != columns:
            given = f"Line {line} has {count(width, 'cell')} and line {first} has {columns:,}"
            raise ReadError(f"{given}; make all rows equally long.")
