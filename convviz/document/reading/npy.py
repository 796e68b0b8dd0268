"""Arrays as NumPy stores them: NPY files, and NPZ files, which are ZIP archives of them.

Nothing in a file is evaluated: the header of an NPY file is searched for what it must say.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterable
from typing import Any

import numpy as np

from convviz.document.limits import MAX_BYTES, MAX_MEMBERS
from convviz.document.reading.errors import FileError, damaged, quoted
from convviz.document.reading.shapes import Tensor, finite, fitted

_LENGTH_BYTES = {(1, 0): 2, (2, 0): 4, (3, 0): 4}
_MAX_HEADER = 10_000
_KEYS = (
    r"""['"]descr['"]\s*:\s*(\[|['"][^'"]*['"])""",
    r"""['"]fortran_order['"]\s*:\s*(True|False)\b""",
    r"""['"]shape['"]\s*:\s*\(([\dL, ]*)\)""",
)
_NUMBERS = re.compile(r"[<>=|]?[iuf]\d{1,2}")
_KINDS = {
    "[": "records",
    "V": "records",
    "b": "bool",
    "?": "bool",
    "c": "complex numbers",
    "S": "text",
    "U": "text",
    "M": "dates",
    "m": "durations",
}
_ADVICE = "write it with np.savez(file, x=x, w=w), or save a spreadsheet as CSV."


def to_npy(tensor: Tensor) -> bytes:
    """The tensor as the bytes of an NPY file, for `numpy.load`.

    >>> read_npy(to_npy(np.array([[1.0, 2.5]])), 2).tolist()
    [[1.0, 2.5]]
    """
    file = io.BytesIO()
    np.save(file, tensor, allow_pickle=False)
    return file.getvalue()


def read_npy(data: bytes, rank: int) -> Tensor:
    """The tensor of an NPY file; its header is searched, not evaluated, so that nothing in it can run."""
    with damaged("NPY file"):
        header, start = _header(data)
        kind, order, sizes = (re.search(key, header)[1] for key in _KEYS)  # type: ignore[index]
        dtype = _dtype(kind.strip("'\""))
        shape = tuple(map(int, re.findall(r"\d+", sizes)))
        shape_at_rank = fitted(shape, rank)
        values = np.frombuffer(data, dtype, math.prod(shape), start)  # refuses a count beyond the end
        with np.errstate(all="ignore"):  # what does not fit 64 bits becomes inf, named below
            tensor = values.reshape(shape, order="F" if order == "True" else "C").astype(np.float64)
        return finite(tensor.reshape(shape_at_rank))


def _header(data: bytes) -> tuple[str, int]:
    """The header and where the values begin (source: NEP 1, and `numpy.lib.format`)."""
    version = (data[6], data[7])
    if version not in _LENGTH_BYTES:
        raise FileError(f"The NPY file is of version {version[0]}.{version[1]}; save it as version 1.0.")
    start = 8 + _LENGTH_BYTES[version]
    end = start + int.from_bytes(data[8:start], "little")
    if end - start > _MAX_HEADER:
        raise FileError(
            f"The header of the NPY file has {end - start:,} bytes; the limit is {_MAX_HEADER:,}, "
            "save a plain array of numbers."
        )
    return data[start:end].decode("latin-1"), end


def _dtype(name: str) -> np.dtype[Any]:
    if _NUMBERS.fullmatch(name):
        return np.dtype(name)
    kind = name.lstrip("<>=|")[:1]
    if kind == "O":
        raise FileError(
            "It holds Python objects; object arrays hold Python code and are not read, "
            "convert it to floats first."
        )
    given = _KINDS.get(kind, f"values of type {quoted(name)}")
    raise FileError(f"It holds {given}; convert it to integers or floats first.")


def read_npz(data: bytes, rank: int) -> dict[str, Tensor]:
    """The tensors of an NPZ file: those named `x` and `w`, or else the only one, under no name."""
    if data.count(b"PK\x01\x02") > MAX_MEMBERS:  # before the directory is read, which takes time
        raise FileError(f"The ZIP archive has more than {MAX_MEMBERS} members; {_ADVICE}")
    tensors = {}
    with damaged("ZIP archive"), zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = _members(archive)
        _check_packing(members.values())
        for name, member in members.items():
            try:
                tensors[name] = read_npy(_unpacked(archive, member), rank)
            except FileError as error:
                raise FileError(f"{name}: {error}" if name else str(error)) from None
    return tensors


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The members to read: `x` and `w`, or else the only one, under no name."""
    found = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
    named: dict[str, zipfile.ZipInfo] = {name: found[name] for name in ("x", "w") if name in found}
    if named:
        return named
    if len(found) == 1:
        return {"": next(iter(found.values()))}
    names = ", ".join(quoted(name, 20) for name in list(found)[:5])
    listed = f"holds {names}{', …' if len(found) > 5 else ''} and no x or w" if found else "is empty"
    raise FileError(f"The ZIP archive {listed}; {_ADVICE}")


def _check_packing(members: Iterable[zipfile.ZipInfo]) -> None:
    """Other methods than these two may unpack without bound whatever the directory says."""
    packed = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if any(info.flag_bits & 1 or info.compress_type not in packed for info in members):
        raise FileError(f"The ZIP archive is encrypted or packed in a rare way; {_ADVICE}")
    size = sum(info.file_size for info in members)
    if size > MAX_BYTES:
        raise FileError(f"Unpacked it has {size:,} bytes; the limit is {MAX_BYTES:,}, save a smaller array.")


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as member:
        data = member.read(MAX_BYTES)
    if not data.startswith(b"\x93NUMPY"):
        raise FileError(f"{quoted(info.filename, 20)} in the ZIP archive is no NPY file; {_ADVICE}")
    return data
