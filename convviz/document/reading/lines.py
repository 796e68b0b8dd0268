"""The lines of a table, and what is no part of it: remarks, and what pandas prints under one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from convviz.document.reading.errors import ReadError, quoted
from convviz.document.reading.shapes import MOST_IN_LINE

#: How many lines, and cells of a line, tell the separator and the header.
TELLING = 200
BLANKS, TAB, SEMICOLON, COMMA = " ", "\t", ";", ","
#: How many lines are looked at: more than the longest signal and the largest stack have.
MOST_LINES = MOST_IN_LINE


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
class Lines:
    """What is known of a text so far: its lines, then its rows, and what was left out."""

    lines: list[Line]
    notes: list[str]
    more: int = 0  # lines that are not looked at
    remarks: frozenset[int] = frozenset()  # the numbers of lines between the others that hold no cells
    separator: str = ""
    is_series: bool = False  # as pandas prints one: with an index
    names: tuple[str, ...] = ()  # over the columns


_DOTS = re.compile(r"\.\.\.|[…⋮⋯⋱]")
_LEFT_OUT = re.compile(rf"(?<![\w.])({_DOTS.pattern})(?![\w.])")


def check_whole(lines: list[Line]) -> None:
    """Raises `ReadError` where dots stand for numbers, as long prints are cut."""
    for line in lines:
        if _DOTS.search(line.text) and (dots := _LEFT_OUT.search(line.text)):
            raise ReadError(
                f"Line {line.number}: “{dots[0]}” stands for numbers that were left out; "
                "print all of them and copy again."
            )


_RULE = re.compile(r"(?=[^=]*[-*_]{2}|.*=)\s*+(?:[-=*_]++\s*+)++")
#: A rule over columns of one character each; elsewhere such dashes may stand for numbers.
_DASHES = re.compile(r"\s*-(?:\s+-)+\s*")


def lines_of(text: str) -> list[Line]:
    """The lines that hold anything, numbered; of very many, the first."""
    lines = [
        Line(number, line)
        for number, line in enumerate(islice(_split_lines(text), MOST_LINES), 1)
        if (bare := line.strip().strip(" \t,;")) and not (bare[0] in "-=*_" and _RULE.fullmatch(line[:1000]))
    ]
    are_dashes = [bool(_DASHES.fullmatch(line.text[:1000])) for line in (*lines[:2], *lines[-1:])]
    if len(lines) > 2 and are_dashes == [True, False, True]:  # over and under the table
        return lines[1:-1]
    if are_dashes == [False, True, False] and not re.search(r"\d", lines[0].text):  # under names
        return [lines[0], *lines[2:]]
    return lines


def _split_lines(text: str) -> Iterator[str]:
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


#: What a spreadsheet writes into a cell that it cannot compute, behind its first character.
_ERROR = r"(?-i:[A-ZÄÖÜ/0]+[!?]|N/A\b|NV\b|##)"
_REMARK = re.compile(
    rf"\s*+(#(?!{_ERROR})|%|//|!|/\*.*\*/\s*$|;\s*[^\W\d][^;]*$|--\s*[^\W\d]|"
    r"(ncols|nrows|xll\w+|yll\w+|cellsize|nodata_value)\s|"
    r"(<(dbl|int|chr|lgl|fct|date|dttm|num)>\s*)+$|"
    r"(slice|plane|channel)\s*+[:=#]?\s*+(\d+|red|green|blue|[rgb])\s*+:?\s*+$|[^\W\d]\w{0,20}\s*+:\s*+$)",
    re.IGNORECASE,
)
#: What pandas, databases, statistics programs and PyTorch print under a table.
_FOOT = re.compile(
    r"\s*(?:(?:Freq: \w+, )?(?:Name: .{0,200}, )?(?:Length: \d+, )?(?:Name: .{0,200}, )?dtype: \w+|"
    r"[(\[]?\d[\d,.]*\s+(?:rows?|records?|tuples?|cases?|observations?|lines?|zeilen?|lignes?|filas?)\b.*|"
    r"(?:time(?: taken)?|elapsed|number of cases read):.*\d.*|only showing top \d+ rows?|"
    r"\[torch\.\w+ of size [^\]]*\]|tensor\[\[[\d, ]*\], \w+\])\s*",
    re.IGNORECASE,
)
_SEPARATOR_LINE = re.compile(r'\s*"?sep=(.)"?\s*', re.IGNORECASE)
_INLINE = re.compile(rf"(?<!\s)\s+(%\s*[^\W\d]|//|#(?!{_ERROR})).*|(?<![#.])#(?!{_ERROR}).*")


_MOST_FEET = 3


def leave_out_remarks(found: Lines) -> None:
    """Takes out `sep=`, lines that begin with `#` or the like, and what pandas prints under a table."""
    if found.lines and (named := _SEPARATOR_LINE.fullmatch(found.lines[0].text[:20])):
        found.separator = named[1]
        found.notes.append(f"The first line names the separator, {quoted(named[1])}.")
        del found.lines[0]
    feet = [line for line in found.lines[-_MOST_FEET:] if _FOOT.fullmatch(line.text[:200])]
    found.is_series = any("dtype:" in line.text for line in feet)
    remarks = [line for line in found.lines if line in feet or _is_remark(line.text)]
    if remarks:
        left = frozenset(line.number for line in remarks)
        found.remarks |= left
        found.lines = [line for line in found.lines if line.number not in left]
        found.notes.append(left_out(sorted(left), "a remark", "remarks"))
    if any("#" in line.text or "%" in line.text or "//" in line.text for line in found.lines):
        _cut_remarks(found)
    if not found.lines:
        raise ReadError("There are no numbers in it.")


def _is_remark(text: str) -> bool:
    if text.lstrip()[:1] in _BEGINS_NUMBERS:  # most lines, and there may be very many
        return False
    return bool(_REMARK.match(text))


_BEGINS_NUMBERS = {*"0123456789.+−"}


def _cut_remarks(found: Lines) -> None:
    """Takes out remarks behind the numbers of a line."""
    cut = [Line(line.number, _INLINE.sub("", line.text)) for line in found.lines]
    changed = [new.number for new, old in zip(cut, found.lines, strict=True) if new != old]
    if changed and all(line.text.strip() for line in cut):
        found.lines = cut
        found.notes.append(f"The remarks at the end of {_numbered(changed)} are left out.")


def left_out(numbers: Sequence[int], one: str, many: str) -> str:
    """A sentence on the lines that were left out, and what they are."""
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


def at_lines(lines: Sequence[int]) -> Callable[[int, int], str]:
    """Where a cell of some lines stands."""
    return lambda row, column: f"Line {lines[row]}, column {column + 1}"
