r"""Numbers in lines: what spreadsheets copy and save, and what programs print without brackets.

A table has one *separator*: a tab, a semicolon, a comma, or blanks. Around its numbers there may be lines of
remarks, lines of names (a *header*), and a column that names or numbers the rows (an *index*): all of it is
left out and said. The separator is the one with which all lines are numbers; where two are, and give
different numbers, the text is refused with both readings.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

import numpy as np

from convviz.document.limits import MAX_LENGTH
from convviz.document.reading.cells import Cells
from convviz.document.reading.errors import Offer, ReadError, count, quoted
from convviz.document.reading.numbers import DECIMAL, GROUP, Marks, number_text, read_number, roles
from convviz.document.reading.shapes import MOST_IN_LINE, RANK_NAMES, Tensor, reading_of

#: How many lines are looked at: more than the longest signal and the largest stack have.
_MOST_LINES = MOST_IN_LINE
#: How many lines, and cells of a line, tell the separator and the header.
_TELLING = 200

BLANKS, TAB, SEMICOLON, COMMA = " ", "\t", ";", ","


class Line(NamedTuple):
    """A line of a text and its number, from one."""

    number: int
    text: str


class Row(NamedTuple):
    """A line's number and its cells; of very many the first, and how many there are."""

    line: int
    cells: list[str]
    width: int


@dataclass
class _Table:
    """What is known of a text so far: its lines, then its rows, and what was left out."""

    lines: list[Line]
    notes: list[str]
    more: int = 0  # lines that are not looked at
    separator: str = ""
    is_series: bool = False  # as pandas prints one: with an index


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
    found = _Table(lines_of(text), [], more or max(0, text.rstrip("\n").count("\n") + 1 - _MOST_LINES))
    _leave_out_remarks(found)
    _check_whole(found.lines)
    if one := _one_line(found, rank):
        return one
    _end_rows(found)
    found.separator = found.separator or _separator(found.lines)
    rows = [_row(line, found.separator) for line in found.lines]
    rows = _without_header(rows, found)
    rows = _without_empty_columns(rows, found)
    return _in_slices(rows, found, rank)


_LEFT_OUT = re.compile(r"(?<![\w.])(\.\.\.|…|⋮|⋯|⋱)(?![\w.])")


def _check_whole(lines: list[Line]) -> None:
    """Raises `ReadError` where dots stand for numbers, as long prints are cut."""
    for line in lines:
        if ("..." in line.text or not line.text.isascii()) and (dots := _LEFT_OUT.search(line.text)):
            raise ReadError(
                f"Line {line.number}: “{dots[0]}” stands for numbers that were left out; "
                "print all of them and copy again."
            )


def lines_of(text: str) -> list[Line]:
    """The lines that hold anything, numbered; of very many, the first."""
    return [
        Line(number, line)
        for number, line in enumerate(islice(_split_lines(text), _MOST_LINES), 1)
        if line.strip(" \t,;\u00a0\u3000")
    ]


def _split_lines(text: str) -> Iterator[str]:
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


# Remarks: lines that are no part of the table.

_REMARK = re.compile(r"\s*(#|%|//|!)")
_FOOT = re.compile(
    r"\s*(Freq: \w+, )?(\[\d+ rows x \d+ columns\]|(Name: .*, )?(Length: \d+, )?(Name: .*, )?dtype: \w+)\s*"
)
_SEPARATOR_LINE = re.compile(r'\s*"?sep=(.)"?\s*', re.IGNORECASE)
_INLINE = re.compile(r"(?<!\s)\s+(#|%|//).*|#.*")


def _leave_out_remarks(found: _Table) -> None:
    """Takes out `sep=`, lines that begin with `#` or the like, and what pandas prints under a table."""
    if found.lines and (named := _SEPARATOR_LINE.fullmatch(found.lines[0].text[:20])):
        found.separator = named[1]
        found.notes.append(f"The first line names the separator, {quoted(named[1])}.")
        del found.lines[0]
    remarks = [line for line in found.lines if _REMARK.match(line.text) or _FOOT.fullmatch(line.text[:200])]
    found.is_series = any("dtype:" in line.text and _FOOT.fullmatch(line.text[:200]) for line in remarks)
    if remarks:
        left = {line.number for line in remarks}
        found.lines = [line for line in found.lines if line.number not in left]
        found.notes.append(_left_out(sorted(left), "a remark", "remarks"))
    if any("#" in line.text or "%" in line.text or "//" in line.text for line in found.lines):
        _cut_remarks(found)
    if not found.lines:
        raise ReadError("There are no numbers in it.")


def _cut_remarks(found: _Table) -> None:
    """Takes out remarks behind the numbers of a line."""
    cut = [Line(line.number, _INLINE.sub("", line.text)) for line in found.lines]
    changed = [new.number for new, old in zip(cut, found.lines, strict=True) if new != old]
    if changed and all(line.text.strip() for line in cut):
        found.lines = cut
        found.notes.append(f"The remarks at the end of {_numbered(changed)} are left out.")


def _left_out(numbers: Sequence[int], one: str, many: str) -> str:
    is_one = len(numbers) == 1
    return (
        f"{_numbered(numbers).capitalize()} {'is' if is_one else 'are'} {one if is_one else many}: left out."
    )


def _numbered(numbers: Sequence[int]) -> str:
    """Which lines, in few words."""
    if len(numbers) == 1:
        return f"line {numbers[0]}"
    if numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"lines {numbers[0]} to {numbers[-1]}"
    shown = ", ".join(map(str, numbers[:4]))
    return f"lines {shown}, …" if len(numbers) > 4 else f"lines {shown}"


# A text of one line may be the notation of links.


def _one_line(found: _Table, rank: int | None) -> Cells | None:
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
            [words], (1, len(words)), _at([found.lines[0].number]), tuple(found.notes), is_nested=False
        )
    if ";" in text or "|" in text:
        return _link(text, found, rank)
    if "," in text:
        found.lines = [Line(found.lines[0].number, text)]
        return _commas(text, found)
    return None


def _link(text: str, found: _Table, rank: int | None) -> Cells | None:
    """Semicolons, perhaps bars, in one line: rows, unless they are of unequal length."""
    if text.count(";") + text.count("|") > MOST_IN_LINE:
        raise ReadError(f"There are more than {MOST_IN_LINE:,} rows in one line; give a line to each.")
    slices = [[_in_row(row) for row in part.split(";")] for part in text.split("|")]
    rows = [row for part in slices for row in part]
    sizes = {len(row) for row in rows}, {len(part) for part in slices}
    if max(map(len, sizes)) > 1:
        if "|" in text:
            raise ReadError(_ragged_link(slices))
        found.notes += [_DECIMAL] if "," in text else []
        return None
    shape = (len(slices), len(slices[0]), len(rows[0]))
    is_one_slice = len(slices) == 1
    line, width = found.lines[0].number, len(rows[0])

    def place(row: int, column: int) -> str:
        return f"Line {line}, column {row * width + column + 1}"

    cells = Cells(rows, shape[1:] if is_one_slice else shape, place, tuple(found.notes))
    other = _decimal_row(text) if is_one_slice else None
    if other is None or (rank == 1 and len(rows[0]) == 1):
        return cells.noting(_OWN) if min(len(rows), rank or 2) > 1 else cells
    if rank == 1:
        raise ReadError(
            f"{quoted(text)} can be {count(len(rows), 'row')} of {count(len(rows[0]), 'number')}, as in a "
            f"link, or one row with decimal commas ({', '.join(map(number_text, other.values[:3].tolist()))}"
            f"{', …' if other.values.size > 3 else ''}); write points, or part rows by line breaks.",
            [Offer(_AS_ROWS, reading_of(cells.source(), 2).values), other],
        )
    as_row = Offer(other.label, other.values[None])
    return replace(cells, notes=(*cells.notes, _OWN), offers=(as_row,))


_DECIMAL = "The commas are decimal commas."
_OWN = "Read as in a link: a comma between cells, a semicolon between rows, a bar between slices."
_AS_ROWS = "Read semicolons as the ends of rows"


def _in_row(text: str) -> list[str]:
    return text.split(",", MOST_IN_LINE) if "," in text else _blanks(text) or [""]


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


def _commas(text: str, found: _Table) -> Cells | None:
    """Commas in one line: cells, unless it is one number that a comma is a part of."""
    cells = text.split(",", 2)
    note = tuple(found.notes)
    if _is_one_number(text):
        said, is_open = roles(text)
        if is_open:
            raise ReadError(
                f"Line {found.lines[0].number}, column 1: the cell holds {quoted(text)}, which can be "
                f"{' or '.join(_both(text))}, or two numbers; write it as one of these, "
                "or with a blank after the comma.",
                [Offer(f"Read {text} as {value}", np.array([float(value)])) for value in _both(text)],
            )
        value = number_text(read_number(text))
        offer = (Offer(f"Read {text} as {value}", np.array([float(value)])),)
        if said.comma == DECIMAL and _leads(cells[1:]):
            return Cells([[text]], (1, 1), notes=(*note, _DECIMAL), is_nested=False)
        return Cells(
            [cells], (1, len(cells)), _at([found.lines[0].number]), (*note, _COMMAS), False, offers=offer
        )
    return None


_COMMAS = "Commas are read as in a link: each parts two cells."


def _is_one_number(text: str) -> bool:
    """Whether a text with commas is one number, whichever."""
    try:
        read_number(text, Marks(GROUP, DECIMAL))
    except ValueError:
        return False
    return True


def _both(text: str) -> list[str]:
    """The two numbers that a text can be."""
    return [number_text(read_number(text, Marks(role, ""))) for role in (GROUP, DECIMAL)]


def _leads(parts: Iterable[str]) -> bool:
    """Whether some part is written as only the figures behind a decimal comma are, such as `05`."""
    return any(len(part) > 1 and part.startswith("0") and part.isdigit() for part in parts)


# The separator.


def _end_rows(found: _Table) -> None:
    """Takes away semicolons that end lines and part no cells, as in MATLAB's `1, 2;` over `3, 4`."""
    texts = [line.text.strip() for line in found.lines]
    if found.separator or not all(text.endswith(";") for text in texts[:-1]) or ";" not in texts[0]:
        return
    bare = [text.removesuffix(";").strip() for text in texts]
    if any(";" in text or "\t" in text for text in bare):
        return
    if all(_is_one_number(text) for text in bare):
        if all(map(_is_bare, bare)):
            line = found.lines[0]
            _refuse_both(line._replace(text=bare[0]), [bare[0]], "semicolons, with a decimal comma")
        return
    found.lines = [Line(line.number, text) for line, text in zip(found.lines, bare, strict=True)]


def _separator(lines: list[Line]) -> str:
    """What parts the cells: the one with which all is numbers."""
    texts = [line.text for line in lines[:_TELLING]]
    for mark in (TAB, SEMICOLON):
        if any(mark in text for text in texts):
            return mark
    data = [
        line
        for line in lines[:_TELLING]
        if not is_header(split(line, COMMA)) or not is_header(_blanks(line.text))
    ]
    if not any("," in line.text for line in data):
        return COMMA if len(data) == 0 and any("," in text for text in texts) else BLANKS
    has_blanks = any(len(_blanks(line.text)) > 1 for line in data)
    by_comma, by_blanks = _reads(data, COMMA), has_blanks and _reads(data, BLANKS)
    if by_blanks and not by_comma:
        return BLANKS
    if by_blanks and by_comma:
        _refuse_both(data[0], _blanks(data[0].text), "blanks")
    if has_blanks and by_comma and (mixed := next(filter(_is_loose, data), None)):
        _refuse_both(mixed, _LOOSE.split(mixed.text), "commas with blanks, with decimal commas")
    return COMMA


_LOOSE = re.compile(r",\s+")


def _is_loose(line: Line) -> bool:
    """Whether a line may be numbers with decimal commas, parted by commas with blanks: `0,5, 0,25`."""
    cells = _LOOSE.split(line.text.strip())
    has_both = len(cells) > 1 and any("," in cell for cell in cells)
    return (
        has_both and "." not in line.text and all(re.fullmatch(r"[+\-−]?\d+(,\d+)?", cell) for cell in cells)
    )


def _reads(lines: Sequence[Line], separator: str) -> bool:
    """Whether the cells of lines are numbers; a comma at the end of one is a separator."""
    is_first = True
    for line in lines:
        cells = split(line, separator)
        if is_first and is_header(cells):
            continue
        is_first = False
        if separator == BLANKS and any(cell.startswith(",") or cell.endswith(",") for cell in cells):
            return False
        if not all(not cell.strip() or _is_number(cell) for cell in cells[:_TELLING]):
            return False
    return not is_first


def _is_number(text: str) -> bool:
    """Whether a cell is a number, or a word for one."""
    if text.strip().lower() in ("true", "false"):
        return True
    try:
        read_number(text, Marks(GROUP, ""))
    except ValueError:
        return False
    return True


def _refuse_both(line: Line, other: list[str], by: str) -> None:
    commas = count(len(split(line, COMMA)), "cell")
    raise ReadError(
        f"Line {line.number}: {quoted(line.text.strip())} can be {commas} parted by commas or "
        f"{count(len(other), 'cell')} parted by {by}; part the cells by tabs, and write decimal points."
    )


def _row(line: Line, separator: str) -> Row:
    cells = split(line, separator)
    width = len(cells)
    if width == MOST_IN_LINE and '"' not in line.text:
        width = len(line.text.split()) if separator == BLANKS else line.text.count(separator) + 1
    return Row(line.number, cells, width)


def split(line: Line, separator: str) -> list[str]:
    """The cells of a line."""
    if '"' in line.text:
        return _quoted_cells(line, separator)
    if separator == BLANKS:
        return _blanks(line.text)
    return line.text.split(separator, MOST_IN_LINE)[:MOST_IN_LINE]


def _blanks(text: str) -> list[str]:
    """The words of a text; a fraction with blanks in it is one."""
    if " /" in text or "/ " in text:
        text = re.sub(r"(?<=[0-9.,])\s*/\s*(?=[0-9.,+\-−])", "/", text)
    return text.split(None, MOST_IN_LINE)[:MOST_IN_LINE]


def _quoted_cells(line: Line, separator: str) -> list[str]:
    plain = " ".join(line.text.split()) if separator == BLANKS else line.text
    try:
        return next(csv.reader([plain], delimiter=separator, skipinitialspace=True))
    except (csv.Error, StopIteration, TypeError):
        raise ReadError(f"Line {line.number} has a cell that is too long for a number; shorten it.") from None


# Headers and indices.

_NAME = re.compile(r"[^\W\d_]|_|[(\[µ°]")
_NO_NAMES = {"nan", "na", "n/a", "null", "none", "inf", "infinity", "true", "false"}
_CORNERS = {"", "index", "id", "#", "no", "no.", "nr", "nr.", "row", "unnamed: 0", "zeile", "i", "n"}


def is_header(cells: Sequence[str]) -> bool:
    """Whether a line holds names, and no numbers."""
    filled = [cell.strip() for cell in cells[:_TELLING] if cell.strip()]
    return bool(filled) and all(map(_is_name, filled))


def _is_name(cell: str) -> bool:
    return bool(_NAME.match(cell)) and cell.lower() not in _NO_NAMES and not _is_number(cell)


def _without_header(rows: list[Row], found: _Table) -> list[Row]:
    """The rows without lines of names before them and without a column that names or numbers them."""
    names = next((n for n, row in enumerate(rows) if not _heads(row, rows[-1])), len(rows))
    if names == len(rows):
        _refuse_words(rows)
    header, rows = rows[:names], rows[names:]
    if header:
        found.notes.append(_left_out([row.line for row in header], "a header", "headers"))
    elif _is_numbered_header(rows):
        found.notes.append(_left_out([rows[0].line], "a header", ""))
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
    names = [cell for cell in row.cells[:_TELLING] if cell.strip() and _is_name(cell.strip())]
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
        _LABEL.match(label) and label.lower() not in _NO_NAMES and not _is_number(label) for label in labels
    )
    return is_named and any(_is_number(cell) for cell in rows[0].cells[1:])


def _without_index(rows: list[Row], found: _Table, note: str) -> list[Row]:
    found.notes.append(note)
    return [Row(row.line, row.cells[1:], row.width - 1) for row in rows]


def _without_empty_columns(rows: list[Row], found: _Table) -> list[Row]:
    """The rows without a last or first column that is empty in all of them."""
    while all(len(row.cells) > 1 and not row.cells[-1].strip() for row in rows):
        rows = [Row(row.line, row.cells[:-1], row.width - 1) for row in rows]
        found.notes.append("The last column is empty: left out.")
    while all(len(row.cells) > 1 and not row.cells[0].strip() for row in rows):
        rows = [Row(row.line, row.cells[1:], row.width - 1) for row in rows]
        found.notes.append("The first column is empty: left out.")
    found.notes[:] = dict.fromkeys(found.notes)
    return rows


# Rows and slices.


def _in_slices(rows: list[Row], found: _Table, rank: int | None) -> Cells:
    """The rows as slices that empty lines part; raises `ReadError` where they are of unequal size."""
    _check_rows(rows)
    if _is_decimal_column(rows, found):
        found.notes.append(_DECIMAL)
        rows = [Row(row.line, [",".join(row.cells)], 1) for row in rows]
    slices = _slices(rows)
    if len(slices) > 1 and found.more:
        found.more, slices = 0, slices[:-1]
        rows = [row for part in slices for row in part]
        found.notes.append(f"Only the first {_MOST_LINES:,} lines were looked at.")
    height, width = len(slices[0]), rows[0].width
    lines = [row.line for row in rows]
    cells = Cells(
        [row.cells for row in rows],
        (len(rows) + found.more, width),
        _at(lines),
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


def _at(lines: Sequence[int]) -> Callable[[int, int], str]:
    return lambda row, column: f"Line {lines[row]}, column {column + 1}"


def _is_decimal_column(rows: list[Row], found: _Table) -> bool:
    """Whether two columns that a comma parts are one, of numbers with decimal commas."""
    if found.separator != COMMA or rows[0].width != 2 or len(rows) < 2:
        return False
    joined = [",".join(row.cells) for row in rows[:MAX_LENGTH]]
    if any(note.endswith("left out.") for note in found.notes) or not all(map(_is_bare, joined)):
        return False
    if _leads(row.cells[1] for row in rows):
        return True
    if not all(roles(text)[1] for text in joined):
        return False
    one, other = _both(joined[0])
    raise ReadError(
        f"Line {rows[0].line}: {quoted(joined[0])} can be {one} or {other}, or two cells; "
        "write it as one of these, or part the cells by tabs.",
        [
            Offer("Read commas between thousands", np.array([float(_both(text)[0]) for text in joined])),
            Offer("Read decimal commas", np.array([float(_both(text)[1]) for text in joined])),
        ],
    )


def _is_bare(text: str) -> bool:
    """Whether a comma stands between figures, and nothing else but a sign before them."""
    return bool(re.fullmatch(r"\s*[+\-−–]?[0-9]+,[0-9]+\s*", text))
