"""MATLAB's files of version 4, which `save -v4` of MATLAB and Octave writes: matrices, one behind the other.

A matrix is five whole numbers (how its values are stored, rows, columns, whether it is complex, the length
of its name), its name, and its values column by column. Source: MAT-File Format by MathWorks, "Level 4".
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from convviz.document.limits import MAX_MEMBERS
from convviz.document.reading.arrays import Values
from convviz.document.reading.errors import ReadError

_HEADER = 20
_TYPES = ("f8", "f4", "i4", "i2", "u2", "u1")
#: The kinds that are no full matrix.
_OTHERS = {1: "text", 2: "a sparse matrix"}


class _Matrix(NamedTuple):
    """One matrix: what its header says, and where its values begin."""

    name: str
    order: str
    stored: str
    kind: int
    shape: tuple[int, int]
    is_complex: bool
    start: int

    @property
    def end(self) -> int:
        """Where the next one begins."""
        rows, columns = self.shape
        return self.start + rows * columns * int(self.stored[1]) * (1 + self.is_complex)


def is_matlab4(data: bytes) -> bool:
    """Whether bytes begin as such a file does."""
    return _header(data, 0) is not None


def arrays_of(data: bytes) -> dict[str, Values | str]:
    """The full matrices of real numbers by their names, and what the others are; raises `ReadError`."""
    found: dict[str, Values | str] = {}
    for matrix in _matrices(data):
        found[matrix.name] = "complex numbers" if matrix.is_complex else _OTHERS.get(matrix.kind, "")
        if not found[matrix.name]:
            values = np.frombuffer(data[matrix.start : matrix.end], matrix.order + matrix.stored)
            found[matrix.name] = values.reshape(matrix.shape, order="F")
    return found


def _matrices(data: bytes) -> Iterator[_Matrix]:
    at, number = 0, 0
    while at < len(data):
        matrix, number = _header(data, at), number + 1
        if matrix is None or matrix.end > len(data):
            raise ReadError("The MATLAB file is damaged or cut short; save it again.")
        if number > 16 * MAX_MEMBERS:
            raise ReadError(
                f"The MATLAB file has more than {16 * MAX_MEMBERS} variables; save the one alone."
            )
        yield matrix
        at = matrix.end


def _header(data: bytes, at: int) -> _Matrix | None:
    """What a header says; none where it is none."""
    begin = data[at : at + _HEADER]
    if len(begin) < _HEADER:
        return None
    for order, machine in (("<", 0), (">", 1)):
        how, rows, columns, is_complex, length = struct.unpack(f"{order}5i", begin)
        thousands, kind, stored = how // 1000, how % 10, how // 10 % 100
        name = data[at + _HEADER : at + _HEADER + max(0, min(length, 64))]
        if (
            (thousands, is_complex in (0, 1), rows >= 0, columns >= 0) == (machine, True, True, True)
            and kind <= 2
            and stored < len(_TYPES)
            and re.fullmatch(rb"[A-Za-z]\w*\0+", name)
        ):
            text = name.rstrip(b"\0").decode("ascii")
            start = at + _HEADER + length
            return _Matrix(text, order, _TYPES[stored], kind, (rows, columns), bool(is_complex), start)
    return None
