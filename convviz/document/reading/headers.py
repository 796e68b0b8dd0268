"""Names over the columns of a table, and a column that names or numbers its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from convviz.document.reading.commas import is_number
from convviz.document.reading.errors import ReadError, quoted
from convviz.document.reading.lines import (
    TELLING,
    Lines,
    Row,
    left_out,
)

_NAME = re.compile(r"[^\W\d_]|_|[(\[µ°]")
_NO_NAMES = {"nan", "na", "n/a", "null", "none", "inf", "infinity", "true", "false"}
_CORNERS = {"", "index", "id", "#", "no", "no.", "nr", "nr.", "row", "unnamed: 0", "zeile", "i", "n"}


def is_header(cells: Sequence[str]) -> bool:
    """Whether a line holds names, and no numbers."""
    filled = [cell.strip() for cell in cells[:TELLING] if cell.strip()]
    return bool(filled) and all(map(_is_name, filled))


def _is_name(cell: str) -> bool:
    return bool(_NAME.match(cell)) and cell.lower() not in _NO_NAMES and not is_number(cell)


def without_header(rows: list[Row], found: Lines) -> list[Row]:
    """The rows without lines of names before them and without a column that names or numbers them."""
    names = next((n for n, row in enumerate(rows) if not _heads(row, rows[-1])), len(rows))
    if names == len(rows):
        _refuse_words(rows)
    header, rows = rows[:names], rows[names:]
    if header:
        found.notes.append(left_out([row.line for row in header], "a header", "headers"))
    elif _is_numbered_header(rows):
        found.notes.append(left_out([rows[0].line], "a header", ""))
        header, rows = rows[:1], rows[1:]
    if header and _has_index(header[-1].cells, rows):
        return _without_index(rows, found, "The first column numbers or names the rows: left out.")
    if _names_rows(rows) or (found.is_series and all(len(row.cells) == 2 for row in rows)):
        return _without_index(rows, found, "The first column names the rows: left out.")
    return rows


def _heads(row: Row, last: Row) -> bool:
    """Whether a line is a header: names alone, or words with a number over lines of another length."""
    if is_header(row.cells):
        return True
    names = [cell for cell in row.cells[:TELLING] if cell.strip() and _is_name(cell.strip())]
    is_said = len(names) > 1 or (bool(names) and row.cells[0].strip().endswith(":"))
    return (
        is_said
        and row.cells[0] == names[0]
        and len(row.cells) != len(last.cells)
        and not is_header(last.cells)
    )


def _refuse_words(rows: list[Row]) -> None:
    cell = next(cell for cell in rows[0].cells if cell.strip())
    raise ReadError(
        f"There are no numbers in it: line {rows[0].line} begins with {quoted(cell.strip())}. "
        "Give numbers, a row per line."
    )


def _is_numbered_header(rows: list[Row]) -> bool:
    """Whether the first line numbers the columns, as pandas prints it: a cell shorter, or empty at first."""
    if len(rows) < 2:
        return False
    first, width = rows[0].cells, len(rows[1].cells)
    has_corner = len(first) == width and not first[0].strip()
    numbers = first[1:] if has_corner else first
    if width < 2 or len(numbers) != width - 1 or any(len(row.cells) != width for row in rows[1:]):
        return False
    return _counts(numbers, from_any=True) and _has_index(first, rows[1:])


def _has_index(names: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether the first column is an index: its corner is empty or says so, and it counts or names rows."""
    width = len(rows[0].cells)
    corner = names[0].strip().lower() if len(names) == width else ""
    if width < 2 or len(names) not in (width, width - 1) or corner not in _CORNERS:
        return False
    return _counts([row.cells[0] for row in rows if row.cells]) or _names_rows(rows)


def _counts(cells: Sequence[str], from_any: bool = False) -> bool:
    """Whether cells count from zero or one, or from any number on."""
    numbers = [cell.strip().strip('"') for cell in cells]
    start = int(numbers[0]) if from_any and re.fullmatch("[0-9]{1,9}", numbers[0]) else int(numbers[0] == "1")
    return all(number == str(n) for n, number in enumerate(numbers, start))


_LABEL = re.compile(r"[^\W\d]|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}:\d{2}")


def _names_rows(rows: Sequence[Row]) -> bool:
    """Whether the first column holds names, dates or times, and the others do not."""
    labels = [row.cells[0].strip() for row in rows if len(row.cells) > 1]
    is_named = len(labels) == len(rows) and all(
        _LABEL.match(label) and label.lower() not in _NO_NAMES and not is_number(label) for label in labels
    )
    return is_named and any(is_number(cell) for cell in rows[0].cells[1:])


def _without_index(rows: list[Row], found: Lines, note: str) -> list[Row]:
    found.notes.append(note)
    return [Row(row.line, row.cells[1:], row.width - 1) for row in rows]


def without_empty_columns(rows: list[Row], found: Lines) -> list[Row]:
    """The rows without a last or first column that is empty in all of them."""
    while all(len(row.cells) > 1 and not row.cells[-1].strip() for row in rows):
        rows = [Row(row.line, row.cells[:-1], row.width - 1) for row in rows]
        found.notes.append("The last column is empty: left out.")
    while all(len(row.cells) > 1 and not row.cells[0].strip() for row in rows):
        rows = [Row(row.line, row.cells[1:], row.width - 1) for row in rows]
        found.notes.append("The first column is empty: left out.")
    found.notes[:] = dict.fromkeys(found.notes)
    return rows
