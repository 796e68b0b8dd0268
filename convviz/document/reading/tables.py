r"""Numbers in lines: what spreadsheets copy and save, and what programs print without brackets.

A table has one *separator*: a tab, a semicolon, a comma, or blanks. Around its numbers there may be lines of
remarks, lines of names (a *header*), and a column that names or numbers the rows (an *index*): all of it is
left out and said. The separator is the one with which all lines are numbers; where two are, and give
different numbers, the text is refused with both readings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import islice, pairwise
from typing import NoReturn

import numpy as np

from convviz.document.limits import MAX_LENGTH, MAX_SIDE
from convviz.document.reading.blanks import are_clear, blanks_in, doubted, in_one, mixed, thousands
from convviz.document.reading.cells import Cells
from convviz.document.reading.commas import is_bare, is_decimal_column
from convviz.document.reading.errors import Offer, ReadError, count
from convviz.document.reading.headers import without_empty_columns, without_header
from convviz.document.reading.lines import (
    BLANKS,
    COMMA,
    MOST_LINES,
    TAB,
    Line,
    Lines,
    Row,
    at_lines,
    check_whole,
    leave_out_remarks,
    lines_of,
)
from convviz.document.reading.linked import DECIMAL_COMMAS, one_line
from convviz.document.reading.numbers import number_text, roles
from convviz.document.reading.separators import end_commas, end_rows, row_of, separator_of
from convviz.document.reading.shapes import (
    MOST_CELLS,
    MOST_OFFERS,
    RANK_NAMES,
    Tensor,
    finite,
    first_of,
    opening,
    reading_of,
    shortened,
    told_apart,
)


def to_table(tensor: Tensor) -> str:
    r"""The tensor as CSV text; a vector is one row, slices and filters are parted by an empty line.

    >>> to_table(np.array([[[1, 2.5]], [[3, 4]]]))
    '1,2.5\n\n3,4\n'
    """
    if tensor.ndim > 2:
        return "\n".join(map(to_table, tensor))
    return "".join(",".join(map(number_text, row)) + "\n" for row in np.atleast_2d(tensor))


def table(text: str, rank: int | None, more: int = 0, rules: frozenset[int] = frozenset()) -> Cells:
    r"""The cells of a table; `rank` decides what an empty line means, `more` lines were cut off before.

    The lines of which `rules` has the numbers are empty, and part nothing.

    >>> cells = table("t;x\n0;1,5\n1;2,5\n", 2)
    >>> cells.rows, cells.notes
    ([['0', '1,5'], ['1', '2,5']], ('Line 1 is a header: left out.',))

    Raises `ReadError`, which names the line or the cell.
    """
    more = more or max(0, text.rstrip("\n").count("\n") + 1 - MOST_LINES)
    found = Lines(lines_of(text), [], more, rules)
    leave_out_remarks(found)
    check_whole(found.lines)
    return one_line(found, rank) or _in_rows(found, rank)


def _in_rows(found: Lines, rank: int | None) -> Cells:
    """The cells of lines, which are parted by their separator, or by the one with which all is numbers."""
    end_rows(found)
    end_commas(found)
    found.separator = found.separator or separator_of(found.lines, rank)
    others = _beyond(found)
    rows = [row_of(line, found.separator) for line in found.lines]
    if found.is_series and found.separator == BLANKS:  # its index may have blanks in it
        rows = [Row(row.line, [" ".join(row.cells[:-1]), row.cells[-1]], 2) for row in rows]
    _check_others(others, rows[-1], found)
    if found.separator == BLANKS:
        _check_thousands(rows, found, rank)
    offers = _mixed(rows, found, rank) if found.separator == BLANKS else []
    rows = without_header(rows, found)
    if found.separator == BLANKS and any(row.width == 1 and is_bare(row.cells[0]) for row in rows[:_KEPT]):
        found.notes.append(DECIMAL_COMMAS)
    rows = without_empty_columns(rows, found)
    cells = _in_slices(rows, found, rank)
    if rank == 1 and (columns := _columns(cells, found)):
        _refuse_columns(cells, columns, found)
    return replace(cells, offers=(*cells.offers, *offers))


def _check_thousands(rows: Sequence[Row], found: Lines, rank: int | None) -> None:
    """Raises `ReadError` where blanks part cells or thousands, such as in `1 000 2 000`."""
    if any(" 0" in line.text for line in found.lines) and (first := doubted(row.cells for row in rows)):
        _refuse_thousands(first, rows, found, rank, are_even=True)


def _refuse_thousands(
    first: str, rows: Sequence[Row], found: Lines, rank: int | None, *, are_even: bool
) -> NoReturn:
    """Refuses numbers such as the `first`, with those of both readings that make even rows and are clear."""
    line = next(row.line for row in rows if first in " ".join(thousands(row.cells)))
    rows = rows[:MAX_LENGTH]
    numbers = [(row, thousands(row.cells)) for row in rows]
    ways = (
        [(f"Read {first} as {in_one(first)}", numbers)]
        if all(are_clear(cells) for _, cells in numbers)
        else []
    )
    if are_even:
        ways.append((f"Read {first} as {len(first.split())} cells", [(row, row.cells) for row in rows]))
    raise ReadError(
        f"Line {line}: {blanks_in(first)}.",
        [offer for label, way in ways for offer in _with_cells(label, way, found, rank)],
    )


def _mixed(rows: Sequence[Row], found: Lines, rank: int | None) -> list[Offer]:
    """A button for mixed numbers, where all is such as `2 1/2`, which is read as two cells."""
    if rows[-1].cells[-1].isdigit() or not all(numbers := [mixed(row.cells) for row in rows[:MAX_LENGTH]]):
        return []
    label = f"Read {' '.join(rows[0].cells[:2])} as {numbers[0][0]}"
    return _with_cells(label, [*zip(rows, numbers, strict=False)], found, rank)


def _with_cells(
    label: str, rows: Sequence[tuple[Row, list[str]]], found: Lines, rank: int | None
) -> list[Offer]:
    """The same lines with other cells as a button; none where they are no table."""
    lines = [Line(row.line, TAB.join(cells)) for row, cells in rows[:MAX_LENGTH]]
    try:
        cells = _in_rows(Lines(lines, [], remarks=found.remarks, separator=TAB), rank)
        return [Offer(label, reading_of(cells.source(), None).values)]
    except ReadError as error:
        return [] if error.found is None else [Offer(label, error.found)]


#: How many rows of a very large table are taken apart: more than a matrix and the names over it have.
_KEPT = 500


def _beyond(found: Lines) -> list[Line]:
    """Takes out the lines of a very large table that are never shown: a cell is an object of fifty bytes."""
    lines = found.lines
    is_whole = len(lines) > _KEPT and lines[-1].number - lines[0].number == len(lines) - 1
    if not is_whole or len(lines) * row_of(lines[_KEPT], found.separator).width <= MOST_CELLS:
        return []
    found.lines, others = lines[:_KEPT], lines[_KEPT:]
    found.more += len(others)
    return others


def _check_others(lines: Sequence[Line], last: Row, found: Lines) -> None:
    """Raises `ReadError` where a line that is never shown is longer or shorter than those before it."""
    for line in lines:
        width = row_of(line, found.separator).width
        if width != last.width:
            raise ReadError(_uneven(line.number, width, last.line, last.width))


def _in_slices(rows: list[Row], found: Lines, rank: int | None) -> Cells:
    """The rows as slices that empty lines part; raises `ReadError` where they are of unequal size."""
    rows = _without_sizes(rows, found)
    _check_rows(rows, found, rank)
    if is_decimal_column(rows, found, rank):
        found.notes.append(DECIMAL_COMMAS)
        rows = [Row(row.line, [",".join(row.cells)], 1) for row in rows]
    slices, are_empty = _slices(rows, found.remarks)
    if found.more and (len(slices) > 1 or len(rows) < (MAX_LENGTH if rows[0].width == 1 else MAX_SIDE)):
        found.more, slices = 0, slices[:-1] or slices
        rows = [row for part in slices for row in part]
        found.notes.append(f"Only the first {MOST_LINES:,} lines were looked at.")
    heights = {len(part) for part in slices}
    flat = _flat(rows, found)
    if len(slices) == 1 or (rank != 3 and (heights == {1} or (not are_empty and len(heights) > 1))):
        return flat
    deep = replace(flat, shape=(len(slices), len(slices[0]), rows[0].width), is_nested=True)
    if rank in (1, 2):
        return _without_slices(flat, deep, are_empty and _after(slices), len(heights) == 1)
    if uneven := next((n for n, part in enumerate(slices) if len(part) != len(slices[0])), 0):
        raise ReadError(
            f"Slice {uneven + 1} has {count(len(slices[uneven]), 'row')} and slice 1 has "
            f"{len(slices[0]):,}; make all slices equally long."
        )
    return deep


def _refuse_columns(cells: Cells, columns: Sequence[Offer], found: Lines) -> NoReturn:
    """Refuses a table where a vector is asked for, and offers its columns."""
    try:
        reading_of(cells.source(), 1)
    except ReadError as error:
        sentence = f"{error}{first_of(len(found.names), 'columns')}"
        own, *others = error.offers
        raise ReadError(sentence, [own, *columns, *others], error.found) from None
    raise AssertionError  # it has rows and columns


def _columns(cells: Cells, found: Lines) -> list[Offer]:
    """A button for each of the first columns that have names, where a vector is asked for."""
    length, *others = cells.shape
    names = dict.fromkeys(found.names)
    if others != [len(names)] or min(cells.shape) < 2 or "" in names or found.more:
        return []
    try:
        values = finite(cells.source().read((min(length, MAX_LENGTH), len(names)))[0])
    except ReadError:  # of the whole table, which says so
        return []
    first = f"the first {MAX_LENGTH:,} of " * (length > MAX_LENGTH)
    columns = zip(islice(names, MOST_OFFERS), values.T, strict=False)
    return told_apart(
        [Offer(f"Read {first}the column {shortened(name)}", column.copy()) for name, column in columns]
    )


def _without_sizes(rows: list[Row], found: Lines) -> list[Row]:
    """The rows without a first line that says how many there are, and of how many cells, and is shorter."""
    first, others = rows[0], rows[1:]
    if not others or first.width > 2 or first.width == others[0].width:
        return rows
    sizes = [str(len(others) + found.more), str(others[0].width)]
    given = [size for cell in first.cells for size in re.split("[x×]", cell.strip())]
    if given not in ([sizes, sizes[1:]] if len(others) == 1 else [sizes]):
        return rows
    found.notes.append(f"Line {first.line} says the sizes: left out.")
    return others


def _flat(rows: Sequence[Row], found: Lines) -> Cells:
    """The rows as one matrix."""
    return Cells(
        [row.cells for row in rows],
        (len(rows) + found.more, rows[0].width),
        at_lines([row.line for row in rows]),
        tuple(found.notes),
        is_nested=False,
    )


def _without_slices(flat: Cells, deep: Cells, empty: int, are_even: bool) -> Cells:
    """The rows where a matrix or a vector is asked for; raises `ReadError` where a line is empty."""
    offers = [opening(reading_of(deep.source(), 3).values)] if are_even else []
    if not empty:
        return replace(flat, offers=tuple(offers))
    raise ReadError(
        f"Line {empty} is empty; remove it, or choose the rank {RANK_NAMES[3]}, "
        "where empty lines part the slices.",
        [*offers, Offer("Leave the empty lines out", reading_of(flat.source(), 2).values)],
        offers[0].values if offers else None,
    )


def _after(slices: Sequence[Sequence[Row]]) -> int:
    """The number of the line after the first slice."""
    return slices[0][-1].line + 1


def _slices(rows: Sequence[Row], remarks: Set[int]) -> tuple[list[list[Row]], bool]:
    """The rows in groups that empty lines part; remarks do where no line is empty. And whether one is."""
    if rows[-1].line - rows[0].line == len(rows) - 1:  # one below the other
        return [list(rows)], False
    gaps = [range(row.line + 1, after.line) for row, after in pairwise(rows)]
    are_empty = any(line not in remarks for gap in gaps for line in gap)
    slices = [[rows[0]]]
    for row, gap in zip(rows[1:], gaps, strict=True):
        if any(line not in remarks or not are_empty for line in gap):
            slices.append([])
        slices[-1].append(row)
    return slices, are_empty


def _check_rows(rows: Sequence[Row], found: Lines, rank: int | None) -> None:
    first, columns = rows[0].line, rows[0].width
    for line, _, width in rows:
        if width != columns:
            numbers = [thousands(row.cells) for row in rows] if found.separator == BLANKS else []
            if len({*map(len, numbers)}) == 1 and all(map(are_clear, numbers)):
                together = next(cell for row in numbers for cell in row if " " in cell)
                _refuse_thousands(together, rows, found, rank, are_even=False)
            ways = _decimals(rows) if found.separator == COMMA else []
            more = " Its commas may also be decimal, or part thousands." if len(ways) > 1 else ""
            raise ReadError(_uneven(line, width, first, columns) + more, ways)


def _decimals(rows: Sequence[Row]) -> list[Offer]:
    """Of rows of one cell or two, one column whose commas are decimal, or may be, or part thousands."""
    texts = [",".join(row.cells).strip() for row in rows[:MAX_LENGTH]]
    if not all(
        row.width <= 2 and re.fullmatch(r"[+\-]?\d+(,\d+)?", text)
        for row, text in zip(rows, texts, strict=False)
    ):
        return []
    ways = [("Read decimal commas", ".")]
    if all("," not in text or roles(text)[1] for text in texts):
        ways.insert(0, ("Read commas between thousands", ""))
    read = {label: np.array([[float(text.replace(",", mark))] for text in texts]) for label, mark in ways}
    return [Offer(label, values) for label, values in read.items() if np.isfinite(values).all()]


def _uneven(line: int, width: int, first: int, columns: int) -> str:
    given = f"Line {line} has {count(width, 'cell')} and line {first} has {columns:,}"
    return f"{given}; make all rows equally long."
