"""Blocks of numbers that are all written in one style, read at the speed of Python's own `float`.

A *style* is a mark between thousands, a decimal mark, and the form that every number of the block then has.
What fits none is left to the slow way, which reads each number alone; the two give the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from convviz.document.reading.numbers import DECIMAL, GROUP, LONGEST, SAME, Marks, roles

#: Figures, signs, points and powers: a text of these alone is a number in Python where it is one at all.
_PLAIN = re.compile(r"[0-9.eE+\-\s]*")
_WITH_COMMAS = re.compile(r"[0-9,eE+\-\s]*")
_FORTRAN = re.compile(r"[0-9.dDeE+\-\s]*")
_FRACTIONS = re.compile(r"(?:[+-]?[0-9]+(?:\.[0-9]*)?(?:/[0-9]+(?:\.[0-9]*)?)?(?:\n|\Z))*+")


class _Style(NamedTuple):
    """What parts thousands, what is decimal, and what a block of such numbers looks like."""

    group: str
    decimal: str
    form: re.Pattern[str]

    @property
    def marks(self) -> Marks:
        """The roles of commas and points."""
        said = {self.decimal: DECIMAL, self.group: GROUP}
        return Marks(said.get(",", ""), said.get(".", ""))


def _style(group: str, decimal: str) -> _Style:
    thousands = rf"[1-9][0-9]{{0,2}}(?:{re.escape(group)}[0-9]{{3}})++"
    number = rf"[+-]?(?:{thousands}|[0-9]++)(?:{re.escape(decimal)}[0-9]*+)?"
    return _Style(group, decimal, re.compile(rf"(?:{number}(?:\n|\Z))*+"))


_STYLES = [_style(",", "."), _style(".", ","), *(_style(mark, point) for mark in "' " for point in ".,")]


def read_style(cells: Sequence[str]) -> tuple[NDArray[np.float64], Marks] | None:
    """The values of cells of one style, and the roles of its marks; None where they are of none.

    >>> read_style(["1,234.5", "2,000"]), read_style(["1,234"]) is None
    ((array([1234.5, 2000. ]), Marks(comma='group', point='decimal')), True)
    """
    if max(map(len, cells)) > LONGEST:
        return None
    joined = "\n".join(cells)
    if joined.count("\n") >= len(cells):  # cells that go over lines
        joined = "\n".join(cell.strip() for cell in cells)
    if not joined.isascii():
        joined = joined.translate(SAME)
    read = _plain(joined) or _grouped(joined) or _divided(joined)
    return read if read and len(read[0]) == len(cells) and np.isfinite(read[0]).all() else None


def _plain(joined: str) -> tuple[NDArray[np.float64], Marks] | None:
    """Numbers without thousands."""
    if _PLAIN.fullmatch(joined):
        return _floats(joined, Marks(point=DECIMAL))
    if "," in joined and _WITH_COMMAS.fullmatch(joined):
        is_decimal = _first_said(joined).comma == DECIMAL
        return _floats(joined.replace(",", "."), Marks(comma=DECIMAL)) if is_decimal else None
    if _FORTRAN.fullmatch(joined):
        return _floats(joined.replace("D", "e").replace("d", "e"), Marks(point=DECIMAL))
    return None


def _grouped(joined: str) -> tuple[NDArray[np.float64], Marks] | None:
    """Numbers with a mark between thousands, where one of them leaves no doubt about a comma."""
    for style in _STYLES:
        if style.group in joined and style.form.fullmatch(joined):
            said = _first_said(joined)
            if "," in joined and said.comma != style.marks.comma and said.point != style.marks.point:
                return None
            plain = joined.replace(style.group, "").replace(style.decimal, ".")
            return _floats(plain, style.marks)
    return None


def _divided(joined: str) -> tuple[NDArray[np.float64], Marks] | None:
    """Fractions of plain numbers."""
    if "/" not in joined or joined.endswith("\n") or not _FRACTIONS.fullmatch(joined):
        return None
    parts = [cell.partition("/") for cell in joined.split("\n")]
    above = np.array([float(number) for number, _, _ in parts])
    below = np.array([float(number) if line else 1.0 for _, line, number in parts])
    return (above / below, Marks(point=DECIMAL)) if below.all() else None


def _floats(plain: str, marks: Marks) -> tuple[NDArray[np.float64], Marks] | None:
    try:
        return np.array(list(map(float, plain.split("\n"))), dtype=np.float64), marks
    except ValueError:
        return None


def _first_said(joined: str) -> Marks:
    """What the first number says that leaves no doubt about a comma, or about a point where none does."""
    point, has_commas = "", "," in joined
    for cell in joined.split("\n"):
        if "," in cell or "." in cell:
            said, _ = roles(cell)
            if said.comma or (said.point and not has_commas):
                return said
            point = point or said.point
    return Marks(point=point)
