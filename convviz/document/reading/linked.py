"""A text of one line, which may be in the notation of links."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from convviz.document.limits import MAX_LENGTH, MAX_SIDE
from convviz.document.reading.blanks import blanks_in, doubted
from convviz.document.reading.cells import Cells
from convviz.document.reading.commas import both_readings, has_leading_zero, is_number, is_one_number
from convviz.document.reading.errors import Offer, ReadError, count, quoted
from convviz.document.reading.lines import TAB, Line, Lines, at_lines
from convviz.document.reading.numbers import DECIMAL, GROUP, Marks, number_text, read_number, roles
from convviz.document.reading.separators import by_blanks
from convviz.document.reading.shapes import MOST_IN_LINE, reading_of


def one_line(found: Lines, rank: int | None) -> Cells | None:
    """A text of one line in the notation of links: commas in a row, semicolons between rows, bars between."""
    if (
        len(found.lines) > 1
        or found.more
        or found.separator
        or TAB in found.lines[0].text
        or '"' in found.lines[0].text
    ):
        return None
    text = found.lines[0].text.strip().rstrip(",;").strip()
    words = text.split("|", MOST_IN_LINE)
    if (
        1 < len(words) <= MOST_IN_LINE
        and rank != 3
        and not any("," in word or len(word.split()) != 1 for word in words)
    ):
        return Cells(
            [words], (1, len(words)), at_lines([found.lines[0].number]), tuple(found.notes), is_nested=False
        )
    if " / " in text:
        _check_slashes(text, found)
    if ";" in text or "|" in text:
        return _link(text, found, rank)
    if "," in text:
        found.lines = [Line(found.lines[0].number, text)]
        return _commas(text, found, rank)
    return None


def _check_slashes(text: str, found: Lines) -> None:
    """Raises `ReadError` where a slash between blanks may end a row, or make a fraction of two cells."""
    rows = [part.split() for part in text.split(" / ")]
    if {*map(len, rows)} <= {0, 1} or len({*map(len, rows)}) > 1 or "," in text:
        return
    if not all(is_number(cell) for row in rows for cell in row):
        return
    values = [
        np.array([[read_number(cell) for cell in row] for row in part]) for part in (rows, [by_blanks(text)])
    ]
    raise ReadError(
        f"Line {found.lines[0].number}: {quoted(text)} can be {count(len(rows), 'row')}, or hold fractions; "
        "part rows by semicolons, or write fractions without blanks.",
        [Offer("Read slashes as the ends of rows", values[0]), Offer("Read fractions", values[1])],
    )


def _link(text: str, found: Lines, rank: int | None) -> Cells | None:
    """Semicolons, perhaps bars, in one line: rows, unless they are of unequal length."""
    if text.count(";") + text.count("|") > MOST_IN_LINE:
        raise ReadError(f"There are more than {MOST_IN_LINE:,} rows in one line; give a line to each.")
    slices = [[_in_row(row) for row in part.split(";")] for part in text.split("|")]
    rows = [row for part in slices for row in part]
    if " 0" in text and (first := doubted(rows)):
        if not all(is_one_number(" ".join(row)) for row in rows):
            raise ReadError(f"Line {found.lines[0].number}: {blanks_in(first)}.")
        slices = [[[" ".join(row)] for row in part] for part in slices]
        rows = [row for part in slices for row in part]
    sizes = {len(row) for row in rows}, {len(part) for part in slices}
    if max(map(len, sizes)) > 1:
        if "|" in text:
            raise ReadError(_ragged_link(slices))
        found.notes += [DECIMAL_COMMAS] if "," in text else []
        return None
    shape = (len(slices), len(slices[0]), len(rows[0]))
    is_one_slice = len(slices) == 1
    line, width = found.lines[0].number, len(rows[0])

    def place(row: int, column: int) -> str:
        return f"Line {line}, column {row * width + column + 1}"

    cells = Cells(rows, shape[1:] if is_one_slice else shape, place, tuple(found.notes))
    other = _decimal_row(text) if is_one_slice else None
    if other is None or (rank == 1 and len(rows[0]) == 1):
        return cells.noting(AS_IN_A_LINK) if min(len(rows), rank or 2) > 1 else cells
    if rank == 1:
        raise ReadError(
            f"{quoted(text)} can be {count(len(rows), 'row')} of {count(len(rows[0]), 'number')}, as in a "
            f"link, or one row with decimal commas ({', '.join(map(number_text, other.values[:3].tolist()))}"
            f"{', …' if other.values.size > 3 else ''}); write points, or part rows by line breaks.",
            [Offer(_AS_ROWS, reading_of(cells.source(), 2).values), other],
        )
    as_row = Offer(other.label, other.values[None])
    return replace(cells, notes=(*cells.notes, AS_IN_A_LINK), offers=(as_row,))


DECIMAL_COMMAS = "The commas are decimal commas."
AS_IN_A_LINK = "Read as in a link: a comma between cells, a semicolon between rows, a bar between slices."
_AS_ROWS = "Read semicolons as the ends of rows"


def _in_row(text: str) -> list[str]:
    return text.split(",", MOST_IN_LINE) if "," in text else by_blanks(text) or [""]


def _ragged_link(slices: list[list[list[str]]]) -> str:
    first = slices[0]
    for number, part in enumerate(slices, 1):
        if len(part) != len(first):
            return (
                f"Slice {number} has {count(len(part), 'row')} and slice 1 has {len(first)}; "
                "make all slices equally long."
            )
        for at, row in enumerate(part, 1):
            if len(row) != len(first[0]):
                return (
                    f"Slice {number}, row {at} has {count(len(row), 'cell')} and the first row has "
                    f"{len(first[0])}; make all rows equally long."
                )
    raise AssertionError


def _decimal_row(text: str) -> Offer | None:
    """A line with semicolons as one row whose commas are decimal, if it can be one."""
    cells = [cell.strip() for cell in text.split(";")]
    marks = Marks(DECIMAL, GROUP) if any("," in cell for cell in cells) else Marks()
    try:
        values = np.array([read_number(cell, marks) for cell in cells[:256]])
    except ValueError:
        return None
    commas = " with decimal commas" if marks.comma else ""
    return Offer(f"Read it as one row{commas}", values) if len(values) > 1 else None


def _commas(text: str, found: Lines, rank: int | None) -> Cells | None:
    """Commas in one line: cells, unless it is one number that a comma is a part of."""
    cells = text.split(",", 2)
    note = tuple(found.notes)
    if is_one_number(text):
        said, is_open = roles(text)
        if is_open:
            raise ReadError(
                f"Line {found.lines[0].number}, column 1: the cell holds {quoted(text)}, which can be "
                f"{' or '.join(both_readings(text))}, or two numbers; write it as one of these, "
                "or with a blank after the comma.",
                [Offer(f"Read {text} as {value}", np.array([float(value)])) for value in both_readings(text)],
            )
        value = number_text(read_number(text))
        offer = (Offer(f"Read {text} as {value}", np.array([float(value)])),)
        if said.comma == DECIMAL and has_leading_zero(cells[1:]):
            return Cells([[text]], (1, 1), notes=(*note, DECIMAL_COMMAS), is_nested=False)
        return Cells(
            [cells], (1, len(cells)), at_lines([found.lines[0].number]), (*note, _COMMAS), False, offers=offer
        )
    return _comma_rows(text, found, rank)


def _comma_rows(text: str, found: Lines, rank: int | None) -> Cells | None:
    """Commas in one line that end rows, since blanks part the cells: `0 1 0, 1 -4 1`."""
    first, _, _ = text.partition(",")
    width = len(by_blanks(first))
    if width < 2 or doubted([by_blanks(text)]):
        return None
    rows = [by_blanks(part) for part in text.split(",", MOST_IN_LINE)[:MOST_IN_LINE]]
    shown = rows[:MAX_LENGTH]
    if any(len(row) != width for row in rows) or not all(is_number(cell) for row in shown for cell in row):
        return None
    if all(len(cell) == 3 and cell.isdigit() for row in rows for cell in row[1:]):  # 12 345, 67 890
        return None
    if text.count(",") != text.count(", ") and (doubtful := _rows_or_decimals(text, rows, found, rank)):
        return doubtful
    line = found.lines[0].number
    notes = (*found.notes, "Blanks part the cells, and each comma ends a row.")
    return Cells(
        rows,
        (len(rows), width),
        lambda row, column: f"Line {line}, row {row + 1}, column {column + 1}",
        notes,
    )


def _rows_or_decimals(text: str, rows: list[list[str]], found: Lines, rank: int | None) -> Cells | None:
    """A line whose commas may end rows or be decimal, such as `1 2,3 4`; of a vector they are.

    Raises `ReadError` for any other rank.
    """
    cells = by_blanks(text)
    if not all(map(is_one_number, cells[:MAX_LENGTH])):
        return None
    line, decimal = found.lines[0].number, Marks(DECIMAL, GROUP)
    values = np.array([read_number(cell, decimal) for cell in cells[:MAX_LENGTH]])
    comma = next(cell for cell in cells if "," in cell)
    as_rows = Offer(
        "Read commas as the ends of rows", np.array([[*map(read_number, row)] for row in rows[:MAX_SIDE]])
    )
    if rank == 1:
        at = at_lines([line])
        return Cells([cells], (1, len(cells)), at, (*found.notes, DECIMAL_COMMAS), False, offers=(as_rows,))
    size = f"{count(len(rows), 'row')} of {count(len(rows[0]), 'number')}"
    raise ReadError(
        f"Line {line}: {quoted(text)} can be {size}, or one row in which {comma} is "
        f"{number_text(values[cells.index(comma)])}; part rows by line breaks, and write decimal points.",
        [as_rows, Offer("Read decimal commas", values)],
    )


_COMMAS = "Commas are read as in a link: each parts two cells."
