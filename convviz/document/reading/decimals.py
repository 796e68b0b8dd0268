"""A block of numbers in text: what its commas and points mean, as all of its cells decide, and its values."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from convviz.document.reading.blanks import mixed
from convviz.document.reading.numbers import (
    DECIMAL,
    DISPUTED,
    GROUP,
    HALVES,
    WORDS,
    Ambiguous,
    Marks,
    read_number,
    roles,
    rounding,
)
from convviz.document.reading.styles import read_style

_LARGEST_INTEGER = 2.0**53
_SAID = 3  # how many numbers are named that 64 bits cannot hold


class CellError(ValueError):
    """A cell is no number; the message completes the sentence "the cell ...".

    `index` counts the cells from zero; `choices` are the marks that would each make it one.
    """

    def __init__(self, index: int, message: str, choices: tuple[Marks, ...] = ()) -> None:
        super().__init__(message)
        self.index, self.choices = index, choices


def read_cells(cells: Sequence[str], marks: Marks | None = None) -> tuple[NDArray[np.float64], list[str]]:
    """The values of cells, and sentences on how they were read where that could surprise.

    >>> read_cells(["1,234", "0,5"])[0].tolist(), read_cells(["1,234", "0.5"])[0].tolist()
    ([1.234, 0.5], [1234.0, 0.5])

    Raises `CellError` where a cell is no number, or nothing decides what a comma means.
    """
    if marks is None and (read := read_style(cells)):
        values, decided = read
        return values, [*_choices(cells, decided), *_roundings(cells, values)]
    decided, notes = (marks, []) if marks else _decided(cells)
    known: dict[str, float] = {}
    for index, cell in enumerate(cells):
        if cell not in known:
            known[cell] = _cell(index, cell, decided)
    values = np.array([known[cell] for cell in cells], dtype=np.float64)
    if any(cell.strip().lower() in WORDS for cell in known):
        notes = [*notes, "True and false are read as 1 and 0."]
    return values, [*notes, *_roundings(cells, values)]


def _decided(cells: Sequence[str]) -> tuple[Marks, list[str]]:
    """The marks of a block, and a sentence where they were not plain from each number alone."""
    said = [roles(cell)[0] for cell in dict.fromkeys(cells) if "," in cell or "." in cell]
    commas, points = ({marks[i] for marks in said} - {""} for i in (0, 1))
    comma, point = (found.pop() if len(found) == 1 else "" for found in (commas, points))
    if not comma and not commas and point:
        comma = GROUP if point == DECIMAL else DECIMAL
    if not point and not points and comma == DECIMAL:
        point = GROUP
    if len(commas) > 1 and len(points) > 1:  # neither usage holds for all
        point = DISPUTED
    decided = Marks(comma, point)
    return decided, _choices(cells, decided)


#: What can be read in two ways: a mark before the last three figures, and no other.
_OPEN = re.compile(r"\s*+(?:[+\-−]\s*+)?[1-9][0-9]{0,2}[.,][0-9]{3}\s*+")


def _choices(cells: Sequence[str], decided: Marks) -> list[str]:
    """Sentences on what the first commas and points mean that could mean two things."""
    has_comma, has_point = decided.comma != "", decided.point == GROUP
    if not has_comma and not has_point:
        return []
    is_open = [cell for cell in cells if ("," in cell or "." in cell) and _OPEN.fullmatch(cell)]
    return [
        *(
            _said([cell for cell in is_open if "," in cell], "Commas", decided.comma, decided)
            if has_comma
            else []
        ),
        *(_said([cell for cell in is_open if "." in cell], "Points", GROUP, decided) if has_point else []),
    ]


def _said(cells: Sequence[str], marks: str, role: str, decided: Marks) -> list[str]:
    """A sentence on the first of the cells that could be read in two ways."""
    for cell in cells[:1]:
        what = f"are decimal {marks.lower()}" if role == DECIMAL else "part thousands"
        try:
            value = np.format_float_positional(read_number(cell, decided), trim="-")
        except ValueError:
            return []
        return [f"{marks} {what}, as other cells show: {cell.strip()} is {value}."]
    return []


def _cell(index: int, cell: str, marks: Marks) -> float:
    try:
        return read_number(cell.strip(), marks)
    except Ambiguous as error:
        choices = (Marks(GROUP, DECIMAL), Marks(DECIMAL, GROUP))
        raise CellError(index, str(error), choices) from None
    except ValueError as error:
        word = cell.strip().strip("\"'").lower()
        if word in WORDS:
            return WORDS[word]
        raise CellError(index, f"{error}{way_out(cell.strip())}") from None


_MIXED = re.compile(rf"([+\-−]?\d{{1,4}})\s*([{HALVES}])|([+\-−]?\d{{1,4}})\s+(\d{{1,3}}/\d{{1,3}})")
_UNIT = re.compile(r"[€$£¥₹]\s*[+\-−]?[\d.,]*\d|[+\-−]?[\d.,]*\d\s*([a-zA-ZΩµ]{1,5}|[€$£¥₹°]\w?)")


#: Letters that a scanner takes figures for.
_ALIKE = {"O": "0", "o": "0", "l": "1", "I": "1", "S": "5", "B": "8"}


def way_out(cell: str) -> str:
    """What to do about a cell that is no number, as the end of a sentence."""
    if not cell:
        return "; fill it, or give 0"
    if "," in cell and _OPEN.fullmatch(cell):
        return ""
    if re.fullmatch(r"[+\-−]?[\d.]+(:[+\-−]?[\d.]+){1,2}", cell):
        return "; a range is not computed, give all of its numbers"
    if figure := _ALIKE.get(cell):
        return f"; if it was the figure {figure}, write that"
    if re.search(r"[\[\](){}]", cell):
        return "; a bracket has no pair there, copy all of it, or take it out"
    if cell.endswith("%"):
        return "; write per cent as a decimal, or leave the sign out"
    if cell.startswith("#"):
        return "; the spreadsheet could not compute it, replace it by a number"
    if "±" in cell:
        return "; give the value alone"
    if (found := _MIXED.fullmatch(cell)) and (fraction := mixed([part for part in found.groups() if part])):
        return f"; write the mixed number as {fraction[0]}"
    if cell[-1:] in "ij" and cell[:-1][-1:] in {*"0123456789."}:
        return "; complex numbers are not read, give real ones"
    if re.fullmatch(r"[+\-−]?[\d.,]*\d\s?[kKMG]", cell):
        return "; write it with all of its figures, such as 1000"
    return "; leave the unit out" if _UNIT.fullmatch(cell) else "; replace it by a number"


_NOT_ZERO = re.compile("[^eE]*[^eE0.,+\\-]")


def _roundings(cells: Sequence[str], values: NDArray[np.float64]) -> list[str]:
    """Sentences on numbers that 64 bits cannot hold."""
    suspects = np.flatnonzero((np.abs(values) >= _LARGEST_INTEGER) | (values == 0))
    found = []
    for index in suspects.tolist():
        if (
            len(cells[index]) > 5
            and _NOT_ZERO.match(cells[index])
            and (sentence := rounding(cells[index], float(values[index])))
        ):
            found.append(sentence)
            if len(found) > _SAID:
                return [*found[:_SAID], "There are more such numbers."]
    return found
