"""Arrays as NumPy stores them: NPY files, and NPZ files, which are ZIP archives of them.

Nothing in a file is evaluated: the header of an NPY file is searched for what it must say.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice

import numpy as np

from convviz.document.limits import MAX_BYTES, MAX_MEMBERS
from convviz.document.reading.arrays import Values, array_reading, checked_kind
from convviz.document.reading.errors import Offer, ReadError, damaged, quoted
from convviz.document.reading.shapes import MOST_OFFERS, Reading, Tensor, shortened, told_apart

_LENGTH_BYTES = {(1, 0): 2, (2, 0): 4, (3, 0): 4}
_MAX_HEADER = 10_000
_KEYS = (
    r"""['"]descr['"]\s*:\s*(\[|['"][^'"]*['"])""",
    r"""['"]fortran_order['"]\s*:\s*(True|False)\b""",
    r"""['"]shape['"]\s*:\s*\(([\dL, ]*)\)""",
)
_ADVICE = "write it with np.savez(file, x=x, w=w), or save a spreadsheet as CSV."
#: Blanks more than NumPy puts at the end of a header, where readers pass over them: so we know our own files,
#: which are depth first whatever their sizes.
_OURS = " " * 128


def to_npy(tensor: Tensor) -> bytes:
    """The tensor as the bytes of an NPY file, for `numpy.load`.

    >>> read_npy(to_npy(np.array([[1.0, 2.5]])), 2).values.tolist()
    [[1.0, 2.5]]
    """
    file = io.BytesIO()
    np.save(file, tensor, allow_pickle=False)
    data = file.getvalue()
    end = 10 + int.from_bytes(data[8:10], "little")
    length = (end - 10 + len(_OURS)).to_bytes(2, "little")
    return data[:8] + length + data[10 : end - 1] + _OURS.encode() + data[end - 1 :]


def read_npy(data: bytes, rank: int | None) -> Reading:
    """The tensor of an NPY file; its header is searched, not evaluated, so that nothing in it can run."""
    with damaged("NPY file"):
        header, start = _header(data)
        values = _array(data, header, start)
        reading = array_reading(values, rank, is_ours=header.endswith(_OURS + "\n"))
        is_all = start + values.nbytes == len(data)
        return reading if is_all else replace(reading, notes=(_MORE, *reading.notes))


_MORE = "What stands behind the array in the file is left out."


def _array(data: bytes, header: str, start: int) -> Values:
    kind, order, sizes = (re.search(key, header)[1] for key in _KEYS)  # type: ignore[index]
    dtype = checked_kind(kind.strip("'\""))
    shape = tuple(map(int, re.findall(r"\d+", sizes)))
    values = np.frombuffer(data, dtype, math.prod(shape), start)  # refuses a count beyond the end
    return values.reshape(shape, order="F" if order == "True" else "C")


def _header(data: bytes) -> tuple[str, int]:
    """The header and where the values begin (source: NEP 1, and `numpy.lib.format`)."""
    version = (data[6], data[7])
    if version not in _LENGTH_BYTES:
        raise ReadError(f"The NPY file is of version {version[0]}.{version[1]}; save it as version 1.0.")
    start = 8 + _LENGTH_BYTES[version]
    end = start + int.from_bytes(data[8:start], "little")
    if end - start > _MAX_HEADER:
        raise ReadError(
            f"The header of the NPY file has {end - start:,} bytes; the limit is {_MAX_HEADER:,}, "
            "save a plain array of numbers."
        )
    return data[start:end].decode("latin-1"), end


def read_npz(data: bytes, rank: int | None) -> dict[str, Reading]:
    """The tensors of an NPZ file: those named `x` and `w`, or else one, under no name.

    That one is the only one, or the only one of a rank that fits.
    """
    if data.count(b"PK\x01\x02") > MAX_MEMBERS:  # before the directory is read, which takes time
        raise ReadError(f"The ZIP archive has more than {MAX_MEMBERS} members; {_ADVICE}")
    with damaged("ZIP archive"), zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
        _check_kind(found)
        named = {name: found[name] for name in ("x", "w") if name in found}
        members = named or found
        if len(members) > 1 and not named:
            _check_packing(members.values())
            return {
                "": only_fitting({name: _unpacked(archive, info) for name, info in members.items()}, rank)
            }
        if not members:
            raise ReadError(f"The ZIP archive is empty; {_ADVICE}")
        _check_packing(members.values())
        return {
            name if named else "": _member(name if named else "", archive, info, rank)
            for name, info in members.items()
        }


def _member(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, rank: int | None) -> Reading:
    try:
        return read_npy(_unpacked(archive, info), rank)
    except ReadError as error:
        message = f"{name}: {error}" if name else str(error)
        raise ReadError(message, error.offers, error.found) from None


def only_fitting(members: Mapping[str, bytes], rank: int | None) -> Reading:
    """Of several arrays the only one that fits the rank, which its note names."""
    readings = {}
    for name, data in members.items():
        if rank is not None:
            try:
                readings[name] = read_npy(data, rank)
            except ReadError:
                continue
    return chosen(readings, list(members), "ZIP archive")


def chosen(readings: Mapping[str, Reading], names: list[str], kind: str) -> Reading:
    """The only reading among those of several arrays; where there are more, `ReadError` offers each of them.

    A vector can be a matrix of one row; one that is a matrix by itself goes before it.
    """
    best = {name: reading for name, reading in readings.items() if min(reading.values.shape) > 1} or readings
    if len(best) == 1:
        name, reading = next(iter(best.items()))
        note = f"Of {len(names)} arrays, {quoted(name, 20)} is the only one of this rank."
        return Reading(reading.values, (note, *reading.notes), reading.offers)
    listed = ", ".join(quoted(name, 20) for name in names[:5]) + (", …" if len(names) > 5 else "")
    found = [
        Offer(f"Read {shortened(name)}", reading.values)
        for name, reading in islice(best.items(), MOST_OFFERS)
    ]
    way = "choose one, or save it alone" if found else "save the one that is meant alone"
    raise ReadError(f"The {kind} holds {listed} and no x or w; {way}.", told_apart(found))


_OFFICE = {
    "[Content_Types].xml": "an Office document; save the sheet as CSV.",
    "mimetype": "an Open Document; save the sheet as CSV.",
    "data.pkl": "a PyTorch file, which holds Python code and is not read; save the tensor by np.save.",
}


def _check_kind(members: Iterable[str]) -> None:
    """Raises `ReadError` for archives that are known to be something else."""
    for name in members:
        known = _OFFICE.get(name) or _OFFICE.get(name.rpartition("/")[2] if name.endswith("data.pkl") else "")
        if known:
            raise ReadError(f"This is {known}")


def _check_packing(members: Iterable[zipfile.ZipInfo]) -> None:
    """Other methods than these two may unpack without bound whatever the directory says."""
    packed = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    members = list(members)
    if any(info.flag_bits & 1 or info.compress_type not in packed for info in members):
        raise ReadError(f"The ZIP archive is encrypted or packed in a rare way; {_ADVICE}")
    size = sum(info.file_size for info in members)
    if size > MAX_BYTES:
        raise ReadError(f"Unpacked it has {size:,} bytes; the limit is {MAX_BYTES:,}, save a smaller array.")


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as member:
        data = member.read(MAX_BYTES)
    if not data.startswith(b"\x93NUMPY"):
        raise ReadError(f"{quoted(info.filename, 20)} in the ZIP archive is no NPY file; {_ADVICE}")
    return data
