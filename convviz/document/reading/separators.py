"""What parts the cells of a table: the separator with which all of its lines are numbers."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from convviz.document.reading.commas import is_bare, is_number, is_one_number
from convviz.document.reading.errors import ReadError, count, quoted
from convviz.document.reading.headers import is_header
from convviz.document.reading.lines import BLANKS, COMMA, SEMICOLON, TAB, TELLING, Line, Lines, Row
from convviz.document.reading.shapes import MOST_IN_LINE


def end_rows(found: Lines) -> None:
    """Takes away semicolons that end lines and part no cells, as in MATLAB's `1, 2;` over `3, 4`."""
    texts = [line.text.strip() for line in found.lines]
    if found.separator or not all(text.endswith(";") for text in texts[:-1]) or ";" not in texts[0]:
        return
    bare = [text.removesuffix(";").strip() for text in texts]
    if any(";" in text or "\t" in text for text in bare):
        return
    if all(is_one_number(text) for text in bare):
        if all(map(is_bare, bare)):
            line = found.lines[0]
            _refuse_both(line._replace(text=bare[0]), [bare[0]], "semicolons, with a decimal comma")
        return
    found.lines = [Line(line.number, text) for line, text in zip(found.lines, bare, strict=True)]


def end_commas(found: Lines) -> None:
    """Takes away commas that end all lines but the last, as between the braces of an initialiser in C."""
    texts = [line.text.rstrip() for line in found.lines]
    is_code = (
        len(texts) > 1 and not texts[-1].endswith(",") and all(text.endswith(",") for text in texts[:-1])
    )
    if is_code and not found.separator:
        found.lines = [
            Line(line.number, text.removesuffix(",")) for line, text in zip(found.lines, texts, strict=True)
        ]


def separator_of(lines: list[Line], rank: int | None) -> str:
    """What parts the cells: the one with which all is numbers."""
    texts = [line.text for line in lines[:TELLING]]
    if any(TAB in text.strip() for text in texts) or all(text.startswith(TAB) for text in texts):
        return TAB
    if any(SEMICOLON in text for text in texts):
        return SEMICOLON
    data = [
        line
        for line in lines[:TELLING]
        if not is_header(split(line, COMMA)) or not is_header(by_blanks(line.text))
    ]
    if not any("," in line.text for line in data):
        return COMMA if len(data) == 0 and any("," in text for text in texts) else BLANKS
    has_blanks = any(len(by_blanks(line.text)) > 1 for line in data)
    has_names = len(data) < len(lines[:TELLING])
    if rank == 1 and not has_names and all(is_one_number(line.text) for line in data):
        return BLANKS  # one column with decimal commas
    with_comma, with_blanks = _reads(data, COMMA), has_blanks and _reads(data, BLANKS)
    if with_blanks and not with_comma:
        return BLANKS
    if with_blanks and with_comma:
        _refuse_both(data[0], by_blanks(data[0].text), "blanks")
    if has_blanks and with_comma and (mixed := next(filter(_is_loose, data), None)):
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
        if not all(not cell.strip() or is_number(cell) for cell in cells[:TELLING]):
            return False
    return not is_first


def _refuse_both(line: Line, other: list[str], by: str) -> None:
    commas = count(len(split(line, COMMA)), "cell")
    raise ReadError(
        f"Line {line.number}: {quoted(line.text.strip())} can be {commas} parted by commas or "
        f"{count(len(other), 'cell')} parted by {by}; part the cells by tabs, and write decimal points."
    )


def row_of(line: Line, separator: str) -> Row:
    """The cells of a line with its number."""
    cells = split(line, separator, is_strict=True) or [""]  # a lone mark of the end of a row
    width = len(cells)
    if width == MOST_IN_LINE and '"' not in line.text:
        width = len(line.text.split()) if separator == BLANKS else line.text.count(separator) + 1
    return Row(line.number, cells, width)


def split(line: Line, separator: str, is_strict: bool = False) -> list[str]:
    """The cells of a line; raises `ReadError`, where that is strict, for quotation marks within a cell."""
    if '"' in line.text:
        return _quoted_cells(line, separator, is_strict)
    if separator == BLANKS:
        return by_blanks(line.text)
    cells = line.text.split(separator, MOST_IN_LINE)[:MOST_IN_LINE]
    return [_unquoted(cell) for cell in cells] if "'" in line.text else cells


def _unquoted(cell: str) -> str:
    """A cell that is quoted as a whole, without its quotes; an apostrophe may also stand in a number."""
    found = _QUOTED.fullmatch(cell)
    return found[1] if found else cell


_QUOTED = re.compile(r"\s*'([^']*)'\s*")


def by_blanks(text: str) -> list[str]:
    """The words of a text; a fraction with blanks in it is one."""
    if " /" in text or "/ " in text:
        text = re.sub(r"(?<=[0-9.,])\s*/\s*(?=[0-9.,+\-−])", "/", text)
    return text.split(None, MOST_IN_LINE)[:MOST_IN_LINE]


def _quoted_cells(line: Line, separator: str, is_strict: bool) -> list[str]:
    plain = " ".join(line.text.split()) if separator == BLANKS else line.text
    try:
        return next(csv.reader([plain], delimiter=separator, skipinitialspace=True, strict=is_strict))
    except (csv.Error, StopIteration, TypeError):
        raise ReadError(
            f"Line {line.number} has a cell that is quoted in part, or too long for a number; "
            "take out its quotation marks."
        ) from None
