"""Names over the columns of a table, and a column that names or numbers its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from convviz.document.reading.commas import is_number
from convviz.document.reading.errors import ReadError, quoted
from convviz.document.reading.lines import BLANKS, COMMA, TELLING, Lines, Row, left_out
from convviz.document.reading.numbers import WORDS

_NAME = re.compile(r"[^\W\d_]|_|[(\[µ°]|\d+(st|nd|rd|th)\b")
_NO_NAMES = {"pi", "π", "nan", "na", "n/a", "null", "none", "inf", "infinity", *WORDS}
_NAMELESS = {"", "..", "index", "(index)", "unnamed: 0"}
_CORNERS = {"id", "#", "no", "no.", "nr", "nr.", "row", "zeile", "i", "n", "obs", "obs."}


INDEX = "The first column numbers or names the rows: left out."


def is_header(cells: Sequence[str]) -> bool:
    """Whether a line holds names, and no numbers."""
    filled = [cell.strip() for cell in cells[:TELLING] if cell.strip()]
    return bool(filled) and all(map(_is_name, filled))


def _is_name(cell: str) -> bool:
    return bool(_NAME.match(cell) or cell == "..") and cell.lower() not in _NO_NAMES and not is_number(cell)


def without_header(rows: list[Row], found: Lines) -> list[Row]:
    """The rows without lines of names before them and without a column that names or numbers them.

    The names over the columns that are left are kept.
    """
    numbers = _below_names(rows, found)
    header = next((row.cells for row in reversed(rows) if row.line < numbers[0].line), [])
    width = len(numbers[0].cells)
    if len(header) in (width, len(rows[-1].cells)) and is_header(header):
        found.names = tuple(cell.strip(" \"'") for cell in header[-width:])
    return numbers


def _below_names(rows: list[Row], found: Lines) -> list[Row]:
    names = next((n for n in range(len(rows)) if not _heads(rows, n)), len(rows))
    names = max(names, _below_settings(rows))
    if names == len(rows):
        _refuse_words(rows)
    header, rows = rows[:names], rows[names:]
    if header:
        found.notes.append(left_out([row.line for row in header], "a header", "headers"))
    elif _is_numbered_header(rows, found):
        found.notes.append(left_out([rows[0].line], "a header", ""))
        return _without_index(rows[1:], found, INDEX)
    if header and (_has_index(_names(header, rows), rows) or _is_shifted(header[-1], rows, found)):
        return _without_index(rows, found, INDEX)
    _check_one_name(rows)
    if found.separator == COMMA and not header:
        _check_names(rows)
    if _names_rows(rows) or (found.is_series and all(len(row.cells) == 2 for row in rows)):
        return _without_index(rows, found, "The first column names the rows: left out.")
    return rows


def _check_one_name(rows: Sequence[Row]) -> None:
    """Raises `ReadError` for fields of several names, some more than once, as ONNX and Caffe print them."""
    names = [row.cells[0].strip() for row in rows]
    if all(re.fullmatch(r"[A-Za-z_]\w*:", name) for name in names) and 1 < len({*names}) < len(names):
        line, name = next((row.line, row.cells[0]) for row in rows if row.cells[0].strip() != names[0])
        raise ReadError(
            f"Line {line} begins with {quoted(name.strip())}, line {rows[0].line} with {quoted(names[0])}: "
            "these are several names with numbers each; paste the lines of one alone."
        )


#: How many lines an instrument writes over its samples.
_MOST_SETTINGS = 60


def _below_settings(rows: Sequence[Row]) -> int:
    """How many lines of settings and names stand over samples, as instruments write them."""
    firsts = [row.cells[0].strip() for row in rows[:_MOST_SETTINGS]]
    count = next((n for n, first in enumerate(firsts) if not _is_name(first)), 0)
    is_titled = count > 1 and len(rows[count - 1].cells) > 1 and is_header(rows[count - 1].cells)
    return count if is_titled else 0


def _names(header: Sequence[Row], rows: Sequence[Row]) -> Sequence[str]:
    """The names over the columns; pandas writes that of the index alone, under the others."""
    if len(header) > 1 and len(header[-1].cells) == 1 < len(header[-2].cells):
        return ["", *header[-2].cells[-len(rows[0].cells) + 1 :]]
    return header[-1].cells


def _heads(rows: Sequence[Row], n: int) -> bool:
    """Whether a line is a header: names alone, or words with a number over lines of another length."""
    row, last = rows[n], rows[-1]
    if is_header(row.cells):
        return True
    names = [cell for cell in row.cells[:TELLING] if cell.strip() and _is_name(cell.strip())]
    if not names or row.cells[0] != names[0] or is_header(last.cells):
        return False
    if row.cells[-1].strip().endswith(":"):  # Example 1:
        return True
    is_title = n + 1 < len(rows) and is_header(rows[n + 1].cells)
    is_said = is_title or len(names) > 1 or row.cells[0].strip().endswith(":")
    return is_said and len(row.cells) != len(last.cells)


def _refuse_words(rows: list[Row]) -> None:
    cell = next(cell for cell in rows[0].cells if cell.strip())
    raise ReadError(
        f"There are no numbers in it: line {rows[0].line} begins with {quoted(cell.strip())}. "
        "Give numbers, a row per line."
    )


def _is_numbered_header(rows: list[Row], found: Lines) -> bool:
    """Whether the first line numbers the columns, as pandas prints it: a cell shorter, or empty at first."""
    if len(rows) < 2:
        return False
    first, width = rows[0].cells, len(rows[1].cells)
    has_corner = len(first) == width and first[0].strip().lower() in _NAMELESS
    numbers = first[1:] if has_corner else first
    if width < 2 or len(numbers) != width - 1 or any(len(row.cells) != width for row in rows[1:]):
        return False
    return counts(numbers, from_any=True) and (_labels(rows[1:]) or _is_shifted(rows[0], rows[1:], found))


def _has_index(names: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether the first column is an index: it has no name, or one that says so, and counts or names rows."""
    width = len(rows[0].cells)
    if width < 2 or len(names) not in (width, width - 1):
        return False
    if len(names) < width:  # one name alone may be a title
        return _names_rows(rows) or (len(names) > 1 and _labels(rows))
    corner = names[0].strip().lower()
    return corner in _NAMELESS or (corner in _CORNERS and _labels(rows))


def _labels(rows: Sequence[Row]) -> bool:
    """Whether the first column counts or names the rows."""
    return counts([row.cells[0] for row in rows if row.cells]) or _names_rows(rows)


def _is_shifted(header: Row, rows: Sequence[Row], found: Lines) -> bool:
    """Whether names begin behind the first column, and end with the last, as pandas prints them."""
    if found.separator != BLANKS or len(header.cells) == len(rows[0].cells) or len(rows[0].cells) < 2:
        return False
    texts = {line.number: line.text for line in found.lines}
    begin = len(texts[header.line]) - len(texts[header.line].lstrip())
    end = len(texts[header.line].rstrip())
    lines = [(texts[row.line], row.cells[0]) for row in rows[:TELLING]]
    return all(begin >= text.find(index) + len(index) and len(text.rstrip()) == end for text, index in lines)


def counts(cells: Sequence[str], from_any: bool = False) -> bool:
    """Whether cells count from zero or one, or from any number on."""
    numbers = [cell.strip().strip('"') for cell in cells]
    start = int(numbers[0]) if from_any and re.fullmatch("[0-9]{1,9}", numbers[0]) else int(numbers[0] == "1")
    return all(number == str(n) for n, number in enumerate(numbers, start))


_LABEL = re.compile(
    r"[^\W\d]|(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d\d[-/.]\d\d[-/.]\d\d)(?!\d)"
    r"|\d{1,2}:\d{2}"
)


#: A name with a number of its own, such as `Sample 3`; of another kind, such as `DB 3`, the number is a cell.
_NAME_AND_NUMBER = re.compile(r"([^\W\d][^\d]*(?:\d+\s*[^\w\s]+)?)\s+[+\-−]?(\d[\d.,]*)")


_LONGEST_NAME = 60


def _check_names(rows: Sequence[Row]) -> None:
    """Raises `ReadError` for names with a number that may be a cell: they neither differ nor count."""
    labels = [row.cells[0].strip() for row in rows[:TELLING]]
    found = [_NAME_AND_NUMBER.fullmatch(label) for label in labels if len(label) <= _LONGEST_NAME]
    if len(found) < len(labels) or not all(found):
        return
    names, numbers = zip(*(one.groups() for one in found if one), strict=True)
    is_counted = len(numbers) > 1 and counts(numbers, from_any=True)
    if not is_counted and (len({*names}) == 1 or any(re.search(r"\d\s*[^\w\s]+$", name) for name in names)):
        raise ReadError(
            f"Line {rows[0].line}: the number in {quoted(labels[0])} can be a cell, or belong to the name of "
            "the line; leave the names out, or part them from the numbers by a comma."
        )


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
    """The rows without last or first columns that are empty in all of them."""
    if rows[0].cells[0].strip() and rows[0].cells[-1].strip():
        return rows
    if any(len(row.cells) != row.width for row in rows):  # of so long a row only the beginning is there
        return rows
    last = min(_empty(row.cells[:0:-1]) for row in rows)
    first = min(_empty(row.cells[: len(row.cells) - last - 1]) for row in rows)
    for number, name in ((last, "last"), (first, "first")):
        if number == 1:
            found.notes.append(f"The {name} column is empty: left out.")
        elif number:
            found.notes.append(f"The {name} {number:,} columns are empty: left out.")
    if not first + last:
        return rows
    return [Row(line, cells[first : len(cells) - last], width - first - last) for line, cells, width in rows]


def _empty(cells: Sequence[str]) -> int:
    """How many cells are empty before the first that is not."""
    return next((n for n, cell in enumerate(cells) if cell.strip()), len(cells))
