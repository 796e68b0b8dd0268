"""MATLAB's files of version 5, which `save` writes unless it is told another: variables in a row.

A file is a header and *elements*: a type and a length, in four bytes each, and as many bytes. Most are
packed, each by itself. One with a variable has *parts* of the same form: its class, its sizes, its name, its
values column by column. Source: MAT-File Format by MathWorks, "Level 5".
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterator
from itertools import islice

import numpy as np

from convviz.document.limits import MAX_BYTES, MAX_MEMBERS
from convviz.document.reading.arrays import Values
from convviz.document.reading.errors import ReadError

HEADER = 128
_TAG = 8
_MATRIX, _COMPRESSED = 14, 15
#: How values are stored, by the type of a part.
_STORED = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8", 13: "u8"}
#: The classes that are no arrays of numbers, which are those from 6 to 15.
_OTHERS = dict(enumerate(("a cell array", "a struct", "an object", "text", "a sparse matrix"), 1))
_OTHERS[16] = "a function"
_NUMBERS = range(6, 16)
_LOGICAL, _COMPLEX = 0x200, 0x800
_DAMAGED = "The MATLAB file is damaged or cut short; save it again."


def arrays_of(data: bytes) -> dict[str, Values | str]:
    """The arrays of real numbers in a file by their names, and what the others are; raises `ReadError`."""
    order = "<" if data[126:128] == b"IM" else ">"
    return dict(_variable(body, order) for body in _matrices(data, order))


def _matrices(data: bytes, order: str) -> Iterator[bytes]:
    """The elements with variables, unpacked, as long as they are not too long."""
    at, length, number = HEADER, 0, 0
    while at + _TAG <= len(data):
        kind, body, at = _element(data, at, order)
        if kind == _COMPRESSED:
            unpacked = zlib.decompressobj().decompress(body, MAX_BYTES + 1)
            length += len(unpacked)
            _check(length, number)
            kind, body, _ = _element(unpacked, 0, order)
        number += 1
        _check(length, number)
        if kind == _MATRIX:
            yield body


def _check(length: int, number: int) -> None:
    if length > MAX_BYTES:
        raise ReadError(
            f"Unpacked it has more than {MAX_BYTES:,} bytes, which is the limit; save a smaller array."
        )
    if number > 16 * MAX_MEMBERS:
        raise ReadError(f"The MATLAB file has more than {16 * MAX_MEMBERS} variables; save the one alone.")


def _element(data: bytes, at: int, order: str) -> tuple[int, bytes, int]:
    """The type and the bytes of an element, and where the next one begins."""
    if len(data) < at + _TAG:
        raise ReadError(_DAMAGED)
    kind, size = struct.unpack(f"{order}II", data[at : at + _TAG])
    body = data[at + _TAG : at + _TAG + size]
    if len(body) < size:
        raise ReadError(_DAMAGED)
    return kind, body, at + _TAG + size


def _parts(body: bytes, order: str) -> Iterator[tuple[int, bytes]]:
    """The types and the bytes of the parts of a variable; one of four bytes or fewer is in its own tag."""
    at = 0
    while at + _TAG <= len(body):
        first = struct.unpack(f"{order}I", body[at : at + 4])[0]
        if size := first >> 16:
            yield first & 0xFFFF, body[at + 4 : at + 4 + min(size, 4)]
            at += _TAG
        else:
            kind, part, at = _element(body, at, order)
            yield kind, part
            at += -len(part) % _TAG


def _variable(body: bytes, order: str) -> tuple[str, Values | str]:
    """The name of a variable, and its values or what it is."""
    parts = list(islice(_parts(body, order), 4))
    if len(parts) < 3 or len(parts[0][1]) != 8:
        raise ReadError(_DAMAGED)
    flags = struct.unpack(f"{order}I", parts[0][1][:4])[0]
    kind = flags & 0xFF
    if kind not in _NUMBERS and kind not in _OTHERS:  # of another build: the name has no sizes before it
        return parts[1][1].decode("latin-1"), "an object"
    name = parts[2][1].decode("latin-1")
    if kind in _OTHERS:
        return name, _OTHERS[kind]
    if flags & _COMPLEX:
        return name, "complex numbers"
    return name, _values(*parts, order=order, is_logical=bool(flags & _LOGICAL))


def _values(*parts: tuple[int, bytes], order: str, is_logical: bool) -> Values:
    shape = tuple(np.frombuffer(parts[1][1], f"{order}i4").tolist())
    stored, data = parts[3] if len(parts) > 3 else (0, b"")
    if stored not in _STORED or min(shape, default=-1) < 0:
        raise ReadError(_DAMAGED)
    values = np.frombuffer(data, order + _STORED[stored])
    if len(values) != math.prod(shape):
        raise ReadError(_DAMAGED)
    values = values.reshape(shape, order="F")
    return values.astype(np.bool_) if is_logical else values
