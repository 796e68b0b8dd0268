"""MATLAB's files: of version 5 by SciPy where it is installed, of version 4 by `matlab4`.

Those of version 5 are packed; what they unpack to is measured first, and SciPy gets the unpacked bytes.
"""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np

from convviz.document.limits import MAX_BYTES, MAX_MEMBERS
from convviz.document.reading.arrays import Values, array_reading
from convviz.document.reading.errors import ReadError, damaged, quoted
from convviz.document.reading.matlab4 import arrays_of, is_matlab4
from convviz.document.reading.npy import chosen
from convviz.document.reading.shapes import Reading

_SAVE = "save it in MATLAB with writematrix(A, 'a.csv'), or save(…, '-v7')."
_HEADER = 128
_COMPRESSED = 15


def is_matlab(data: bytes) -> bool:
    """Whether bytes are a MATLAB file."""
    return (data.startswith(b"MATLAB ") and len(data) >= _HEADER) or is_matlab4(data)


def read_matlab(data: bytes, rank: int | None) -> dict[str, Reading]:
    """The tensors of a MATLAB file: those named `x` and `w`, or else one, under no name."""
    return _readings(_arrays(data), rank)


def _arrays(data: bytes) -> dict[str, object]:
    """All that a file holds, by name."""
    if is_matlab4(data):
        return {**arrays_of(data)}
    if data.startswith(b"MATLAB 7.3"):
        raise ReadError(f"This is a MATLAB file of version 7.3, which is not read; {_SAVE}")
    try:
        from scipy.io import loadmat
    except ImportError:
        raise ReadError(
            f"This is a MATLAB file, which takes SciPy, and that is not installed here; {_SAVE}"
        ) from None
    with damaged("MATLAB file"):
        loaded = loadmat(io.BytesIO(_unpacked(data)))
    return {name: value for name, value in loaded.items() if not name.startswith("__")}


def _readings(arrays: dict[str, object], rank: int | None) -> dict[str, Reading]:
    """The arrays named `x` and `w`, or else one, under no name."""
    numbers = {
        n: v for n, v in arrays.items() if isinstance(v, np.ndarray) and v.dtype.kind in "biuf" and v.size
    }
    if not numbers:
        held = ", ".join(f"{quoted(name, 20)} ({_kind(value)})" for name, value in [*arrays.items()][:5])
        raise ReadError(f"The MATLAB file holds no array of real numbers, but {held or 'nothing'}; {_SAVE}")
    named = {name: numbers[name] for name in ("x", "w") if name in numbers} or (
        numbers if len(numbers) == 1 else {}
    )
    if named:
        return {
            name if name in ("x", "w") else "": _slices_first(value, rank) for name, value in named.items()
        }
    fitting = {}
    for name, value in numbers.items():
        try:
            fitting[name] = _slices_first(value, rank)
        except ReadError:
            continue
    return {"": chosen(fitting if rank else {}, list(numbers), "MATLAB file")}


def _kind(value: object) -> str:
    """What a variable is that is no array of real numbers."""
    if not isinstance(value, np.ndarray):
        return "a sparse matrix or an object"
    if not value.size:
        return "empty"
    kinds = {"c": "complex numbers", "U": "text", "S": "text", "V": "a struct", "O": "a cell array"}
    return kinds.get(value.dtype.kind, "no numbers")


def _slices_first(value: Values, rank: int | None) -> Reading:
    """An array as MATLAB has it, rows × columns × slices, with the slices first."""
    if value.ndim != 3:
        return array_reading(value, rank)
    read = array_reading(np.moveaxis(value, -1, 0), rank, is_ours=True)
    return Reading(read.values, ("MATLAB’s third axis is the depth.", *read.notes), read.offers)


def _unpacked(data: bytes) -> bytes:
    """The file with its packed elements unpacked, as long as it is not too long.

    An element is its type and its length, in four bytes each, and its data.
    Source: MAT-File Format by MathWorks.
    """
    order = "<" if data[126:128] == b"IM" else ">"
    parts, at, length = [data[:_HEADER]], _HEADER, _HEADER
    while at + 8 <= len(data):
        kind, size = struct.unpack(f"{order}II", data[at : at + 8])
        element = data[at : at + 8 + size]
        if kind == _COMPRESSED:
            element = zlib.decompressobj().decompress(element[8:], MAX_BYTES + 1)
        length += len(element)
        if length > MAX_BYTES + _HEADER:
            raise ReadError(
                f"Unpacked it has more than {MAX_BYTES:,} bytes, which is the limit; save a smaller array."
            )
        if len(parts) > 16 * MAX_MEMBERS:
            raise ReadError(
                f"The MATLAB file has more than {16 * MAX_MEMBERS} variables; save the one alone."
            )
        _check_length(element, order)
        parts.append(element)
        at += 8 + size
    return b"".join(parts)


def _check_length(element: bytes, order: str) -> None:
    """Raises `ReadError` where an element says that it is longer than it is."""
    if len(element) < 8 or struct.unpack(f"{order}I", element[4:8])[0] > len(element) - 8:
        raise ReadError(
            f"The MATLAB file is damaged or cut short at {quoted(element[:4].hex())}; save it again."
        )
