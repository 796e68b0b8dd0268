r"""Tables as R, Julia, MATLAB and Octave print them, with their labels, and frames of characters around them.

What is recognised becomes lines of numbers alone: blocks of columns side by side, slices below each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from convviz.document.reading.cells import Cells
from convviz.document.reading.errors import ReadError, count
from convviz.document.reading.lines import Line, check_whole, lines_of
from convviz.document.reading.numbers import read_number

_SLICE = re.compile(r"\s*(, , [^\n]+|\w*[(\[]:, ?:, ?\d+[)\]]\s*+=?|\((\d+ ?,){1,2}\.,\.\)\s*+=)\s*+")
_COLUMNS = re.compile(r"\s*Columns? \d+( (through|and|to) \d+)?\s*+:?\s*+", re.IGNORECASE)
_SCALE = re.compile(
    r"\s*(?:[A-Za-z_]\w*\s*=\s*)?\(?(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?(?:\s*/\s*\d+)?|10[⁻⁰¹²³⁴-⁹]+)\)?\s*[*×·]\s*"
)
_POWERS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_NAME = re.compile(r"\s*[A-Za-z_]\w*\s*=\s*(\d+([×x]\d+)+( [a-z0-9]+)? ?(matrix|array|vector)?\s*)?")
#: A list below its name, which is no table.
_CALLED = re.compile(r"\s*(?:[A-Za-z_][\w.]*\((?!:)|\[(?!,?\d+,?\]))")
_JULIA = re.compile(r"\s*(\d+(×\d+)+|\d+-element)\s+[^\n]*:?\s*")
_KIND = re.compile(
    r"\s*+(\d+[×x]\d+([×x]\d+)*\s++)?[a-z0-9 ]*"
    r"(array|matrix|logical|int\d+|uint\d+|single|double)\s*+(?:[a-z]++\s*+)?"
    r"|\s*(Diagonal|Permutation) Matrix\s*"
)
_R_HEADER = re.compile(r"\s*(\[,\d+\]\s*)+")
_R_ROW = re.compile(r"\s*\[(\d+),\]\s+(.*)")
_R_NAMED_ROW = re.compile(r"\s*[A-Za-z_.][\w.]*\s+(.*)")
_R_NAMES = re.compile(r"\s+[A-Za-z_.][^\[\](){}=\n]*\n\s*\[1,\]\s")
_R_VECTOR = re.compile(r"\s*\[(\d+)\]\s+(.*)")
#: A cell of MATLAB's cell array.
_IN_BRACES = re.compile(r"\{\[?\s*([+\-]?[\d.]+(?:e[+\-]?\d+)?)\s*\]?\}")
_FRAME = str.maketrans(dict.fromkeys("⎡⎤⎢⎥⎣⎦⎛⎞⎜⎟⎝⎠⎧⎫⎨⎬⎩⎭", " "))


@dataclass
class _Slices:
    """What was printed: for each slice its blocks of columns, for each of these its rows."""

    slices: list[list[list[tuple[int, list[str]]]]] = field(default_factory=lambda: [[[]]])
    scale: str = ""
    is_vector: bool = False
    are_rows_named: bool = False
    notes: tuple[str, ...] = ()

    def begin_slice(self) -> None:
        if self.slices[-1] != [[]]:
            self.slices.append([[]])

    def begin_columns(self) -> None:
        if self.slices[-1][-1]:
            self.slices[-1].append([])

    def add(self, line: int, cells: list[str]) -> None:
        self.slices[-1][-1].append((line, cells))


def is_printed(text: str) -> bool:
    """Whether a text has the labels of R, Julia, MATLAB or Octave, or a frame."""
    begin = text[:4000].lstrip("\n")
    first = begin.split("\n", 1)[0][:300]
    return bool(
        _JULIA.fullmatch(first)
        or (_NAME.fullmatch(first) and "\n" in begin and not _CALLED.match(begin, len(first)))
        or any(form.match(begin) for form in (_SLICE, _COLUMNS, _R_HEADER, _R_VECTOR, _R_ROW))
        or (_SCALE.fullmatch(first) and "\n" in begin)
        or _R_NAMES.match(begin)
        or begin.lstrip()[:1] in "⎡⎛⎧⎢⎜"
    )


def printed(text: str) -> Cells:
    r"""The cells of what was printed.

    >>> printed("     [,1] [,2]\n[1,]    1    2\n[2,]    3    4").rows
    [['1', '2'], ['3', '4']]
    >>> printed("A =\n\n   1   2\n   3   4\n").rows
    [['1', '2'], ['3', '4']]
    """
    found = _Slices()
    if "{" in text:
        text = _IN_BRACES.sub(r" \1 ", text)
    lines = lines_of(text.translate(_FRAME) if not text.isascii() else text)
    check_whole(lines)
    if _R_NAMES.match(text.lstrip("\n")):
        del lines[0]
        found.notes = ("The first line names the columns: left out.",)
    for line in lines:
        _take(line, found)
    if found.is_vector:
        cells = [cell for _, row in found.slices[0][0] for cell in row]
        return Cells([cells], (len(cells),))
    slices = [_beside(blocks) for blocks in found.slices if blocks != [[]]]
    rows = [row for part in slices for row in part]
    if not rows:
        raise ReadError("There are no numbers in it.")
    _check(slices, rows)
    height, width = len(slices[0]), len(rows[0][1])
    shape = (height, width) if len(slices) == 1 else (len(slices), height, width)
    numbers = [line for line, _ in rows]
    factor = (_scale(found.scale), 1.0)
    notes = found.notes
    if found.scale:
        notes = (*notes, f"All numbers are multiplied by {found.scale}, as the text says.")
    return Cells(
        [cells for _, cells in rows],
        shape,
        lambda row, column: f"Line {numbers[row]}, column {column + 1}",
        notes,
        is_nested=len(slices) > 1,
        factor=factor,
    )


def _scale(text: str) -> float:
    """The number with which MATLAB says that all others are to be multiplied."""
    if re.match("10[⁻⁰¹²³⁴-⁹]", text):
        text = f"1e{text[2:].translate(_POWERS)}"
    try:
        return read_number(text or "1")
    except ValueError as error:
        raise ReadError(f"The factor over the numbers {error}.") from None


def _take(line: Line, found: _Slices) -> None:
    """One line: a label, or a row."""
    text = line.text
    if _SLICE.fullmatch(text):
        found.begin_slice()
    elif _COLUMNS.fullmatch(text) or _R_HEADER.fullmatch(text):
        found.begin_columns()
        found.are_rows_named = bool(_R_HEADER.fullmatch(text))
    elif scale := _SCALE.fullmatch(text):
        found.scale = scale[1]
    elif _NAME.fullmatch(text) or _JULIA.fullmatch(text) or _KIND.fullmatch(text):
        return
    elif row := _R_ROW.fullmatch(text):
        found.add(line.number, row[2].split())
    elif row := _R_VECTOR.fullmatch(text):
        found.is_vector = True
        found.add(line.number, row[2].replace('"', " ").split())
    elif found.are_rows_named and (row := _R_NAMED_ROW.fullmatch(text)):
        found.add(line.number, row[1].split())
    else:
        found.add(line.number, text.split())


def _beside(blocks: Sequence[Sequence[tuple[int, list[str]]]]) -> list[tuple[int, list[str]]]:
    """Blocks of columns side by side."""
    rows = [(line, list(cells)) for line, cells in blocks[0]]
    for block in blocks[1:]:
        if len(block) != len(rows):
            raise ReadError(
                f"The columns from line {block[0][0] if block else rows[-1][0]} have "
                f"{count(len(block), 'row')} and the first have {len(rows):,}; copy all of them."
            )
        for (_, row), (_, more) in zip(rows, block, strict=True):
            row.extend(more)
    return rows


def _check(slices: Sequence[Sequence[tuple[int, list[str]]]], rows: Sequence[tuple[int, list[str]]]) -> None:
    first, columns = rows[0][0], len(rows[0][1])
    for line, cells in rows:
        if len(cells) != columns:
            raise ReadError(
                f"Line {line} has {count(len(cells), 'cell')} and line {first} has {columns:,}; "
                "make all rows equally long."
            )
    for number, part in enumerate(slices, 1):
        if len(part) != len(slices[0]):
            raise ReadError(
                f"Slice {number} has {count(len(part), 'row')} and slice 1 has {len(slices[0]):,}; "
                "make all slices equally long."
            )
