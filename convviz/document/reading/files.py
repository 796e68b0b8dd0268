"""Bytes to tensors and back: CSV, NPY, NPZ, pictures and lesson files.

Vocabulary: a *table* is text as a spreadsheet writes it, a *lesson* a JSON file that carries the whole
state of a page, the *contents* what a file turned out to hold. Every byte is taken for hostile: a
file's type is recognised by what is in it and never by its name, sizes are checked before memory is
taken, no code is run, nothing is written to disk. Imports NumPy, Pillow, `convviz.core` and the
standard library only.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, NoReturn, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from convviz.core import axis_names

Tensor: TypeAlias = NDArray[np.float64]
Shape: TypeAlias = tuple[int, ...]

MAX_SIDE = 256
MAX_DEPTH = 16
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
VERSION = 1

_MAX_LINES = MAX_SIDE * MAX_DEPTH
_MAX_MEMBERS = 16
_MAX_SCANS = 100  # of a JPEG; usual are 1 to 12, and each may cost a pass over all pixels
_MAX_TITLE = 120
_MAX_STEP = 999_999_999
_LIMITS = (MAX_DEPTH, MAX_SIDE, MAX_SIDE)
_CHOICES = {1: "1D vector", 2: "2D matrix", 3: "3D tensor"}


class FileError(ValueError):
    """A file or a text cannot be used; the message is a sentence that says why and what to do.

    >>> read(b"", 2)
    Traceback (most recent call last):
    ...
    convviz.document.reading.files.FileError: The file is empty; choose one with numbers or a picture in it.
    """


@dataclass(frozen=True, eq=False)
class Contents:
    """What a file holds.

    `tensors` are under the names `"x"` and `"w"` where the file has these names, and under `""` where
    it holds one tensor without a name. `note` says in a sentence what was done to them, if anything.
    `lesson` has the fields of a lesson file; `tensors` is empty then.
    """

    tensors: dict[str, Tensor]
    note: str = ""
    lesson: dict[str, Any] | None = None


def read(data: bytes, rank: int, side: int = MAX_SIDE) -> Contents:
    r"""What the bytes of a file hold, as tensors of this rank.

    >>> read(b"1;2,5\r\n3;4\r\n", 2).tensors[""].tolist()
    [[1.0, 2.5], [3.0, 4.0]]

    A picture is scaled down until neither side is longer than `side`. A lesson has a rank of its own,
    which is that of its `x` and `w`; `rank` is for all other files.

    Raises:
        FileError: The bytes are none of the kinds of file, damaged, or beyond a limit.
    """
    if not data:
        raise FileError("The file is empty; choose one with numbers or a picture in it.")
    if len(data) > MAX_BYTES:
        raise FileError(
            f"The file has {len(data):,} bytes; the limit is {MAX_BYTES:,}, choose a smaller one."
        )
    if data.startswith(b"\x93NUMPY"):
        return Contents({"": _npy(data, rank)})
    if data.startswith(b"PK"):
        return Contents(_npz(data, rank))
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return _picture(data, rank, side)
    text = _text(data)
    return Contents({}, "", _lesson(text)) if text.startswith("{") else Contents({"": read_table(text, rank)})


@contextmanager
def _damaged(kind: str) -> Iterator[None]:
    """Makes a sentence of whatever a library raises over damaged bytes, which is documented nowhere."""
    try:
        yield
    except FileError:
        raise
    except Exception:
        raise FileError(f"The {kind} is damaged or cut short; save it again.") from None


def _sentence(error: Exception) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."


def _quoted(text: str, length: int = 30) -> str:
    """A text as a message shows it: on one line, cut short where it is long."""
    shown = "".join(c if c.isprintable() else "�" for c in re.sub(r"\s", " ", text[:length]))
    return f"“{shown}…”" if len(text) > length else f"“{shown}”"


# ----------------------------------------------------------------------------------------- numbers


_PLAIN = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?", re.IGNORECASE)


def read_number(text: str) -> float:
    """The number that someone typed: with a point or a comma, any kind of minus, or as a fraction.

    >>> read_number("−0,5"), read_number(" 1e3 "), read_number("-1 / 8")
    (-0.5, 1000.0, -0.125)

    Raises `ValueError` whose message completes the sentence "the cell ...".
    """
    plain = text.strip().replace("−", "-").replace("–", "-")
    if not plain:
        raise ValueError("is empty")
    parts = [part.strip() for part in plain.split("/", 1)]
    if not all(map(_PLAIN.fullmatch, parts)):
        raise ValueError(f"holds {_quoted(text)}, which is not a finite number")
    above, below = (float(part.replace(",", ".")) for part in [*parts, "1"][:2])
    if below == 0:
        raise ValueError(f"holds {_quoted(text)}, which divides by zero")
    if not (math.isfinite(above / below) and math.isfinite(below)):
        raise ValueError(f"holds {_quoted(text)}, which is too large for a number of 64 bits")
    return above / below


def number_text(value: float) -> str:
    """The shortest text that reads back to the same number.

    >>> number_text(3.0), number_text(-0.25), number_text(1e20), number_text(-0.0)
    ('3', '-0.25', '1e20', '0')
    """
    number = float(value)
    whole = number.is_integer() and abs(number) < 1e16
    return str(int(number)) if whole else repr(number).replace("e+", "e")


# ------------------------------------------------------------------------------------------ shapes


def check_shape(tensor: Tensor) -> Tensor:
    """The tensor, of rank 1, 2 or 3, if none of its axes is empty or longer than the page can show.

    >>> check_shape(np.zeros((2, 257)))
    Traceback (most recent call last):
    ...
    ValueError: 257 columns are too many; the limit is 256
    """
    _check_sizes(tensor.shape)
    return tensor


def _check_sizes(shape: Shape) -> None:
    for size, limit, name in zip(shape, _LIMITS[-len(shape) :], axis_names(len(shape)), strict=True):
        many = name in ("rows", "columns")
        given = f"{size:,} {name} are too" if many else f"a {name} of {size:,} is too"
        if size > limit:
            raise ValueError(f"{given} {'many' if many else 'much'}; the limit is {limit}")
        if size < 1:
            raise ValueError(f"{given} {'few' if many else 'little'}; at least 1 is needed")


def _fitted(shape: Shape, rank: int) -> Shape:
    """The shape at another rank, with axes of 1 before it added or dropped, if it is within limits."""
    fitted = (1,) * (rank - len(shape)) + shape
    while len(fitted) > rank and fitted[0] == 1:
        fitted = fitted[1:]
    if rank == 1 and fitted[1:] == (1,):  # one column
        fitted = fitted[:1]
    if len(fitted) > rank:
        _refuse_rank(fitted)
    try:
        _check_sizes(fitted)
    except ValueError as error:
        raise FileError(_sentence(error)) from None
    return fitted


def _refuse_rank(shape: Shape) -> NoReturn:
    if len(shape) > 3:
        raise FileError(f"It holds a tensor of rank {len(shape)}; the limit is rank 3, save a part of it.")
    sizes = " × ".join(f"{size:,}" for size in (*shape[-2:], *shape[:-2]))
    raise FileError(
        f"It holds a tensor of rank {len(shape)} ({sizes}); choose the rank {_CHOICES[len(shape)]} first."
    )


def _finite(tensor: Tensor) -> Tensor:
    finite = np.isfinite(tensor)
    if not finite.all():
        cell = np.unravel_index(int(finite.argmin()), tensor.shape)
        raise FileError(
            f"{_place(cell).capitalize()} holds {tensor[cell]}; every value must be finite, "
            "replace it by a number."
        )
    return tensor


def _place(cell: Sequence[Any]) -> str:
    """Where a cell is, counted from one.

    >>> _place((0, 2, 1))
    'slice 1, row 3, column 2'
    """
    names = ("cell",) if len(cell) == 1 else ("slice", "row", "column")[-len(cell) :]
    return ", ".join(f"{name} {i + 1}" for name, i in zip(names, cell, strict=True))


# ------------------------------------------------------------------------------------------ tables


_Row: TypeAlias = tuple[int, list[str]]  # a line's number, from one, and its cells


def read_table(text: str, rank: int) -> Tensor:
    r"""The tensor that a spreadsheet's text holds: rows as lines, slices parted by empty lines.

    >>> read_table("1,2\n3,4\n\n5,6\n7,8\n", 3).shape
    (2, 2, 2)

    Cells are parted by tabs if there is one, otherwise by `;`, by `,` or by spaces, in this order; next
    to a tab or a `;` the comma is a decimal comma. A vector is one row or one column.

    Raises:
        FileError: A line or a cell, which it names, is not as it should be, or there are too many.
    """
    slices = _slices(_rows(text.removeprefix("\ufeff")))
    shape = _fitted(_table_shape(slices, rank), rank)
    cells = (
        (line, column, cell) for part in slices for line, row in part for column, cell in enumerate(row, 1)
    )
    return np.array([_cell(*place) for place in cells]).reshape(shape)


def to_table(tensor: Tensor) -> str:
    r"""The tensor as CSV text; a vector is one row, slices are parted by an empty line.

    >>> to_table(np.array([[[1, 2.5]], [[3, 4]]]))
    '1,2.5\n\n3,4\n'
    """
    if tensor.ndim == 3:
        return "\n".join(map(to_table, tensor))
    return "".join(",".join(map(number_text, row)) + "\n" for row in np.atleast_2d(tensor))


def _rows(text: str) -> list[_Row]:
    """The lines that are not empty, each split into its cells."""
    separator = next((mark for mark in "\t;," if mark in text), " ")
    numbered = enumerate(io.StringIO(text, newline=None), 1)
    filled = ((number, line) for number, line in numbered if line.replace(separator, " ").strip())
    rows = [(number, _split(number, line, separator)) for number, line in islice(filled, _MAX_LINES + 1)]
    if not rows:
        raise FileError("There are no numbers in it.")
    if len(rows) > _MAX_LINES:
        raise FileError(
            f"There are more than {_MAX_LINES:,} lines in it, which is the limit; leave some out."
        )
    return rows


def _split(number: int, line: str, separator: str) -> list[str]:
    plain = " ".join(line.split()) if separator == " " else line
    try:
        return next(csv.reader([plain], delimiter=separator, skipinitialspace=True))
    except csv.Error:
        raise FileError(f"Line {number} has a cell that is too long for a number; shorten it.") from None


def _slices(rows: Iterable[_Row]) -> list[list[_Row]]:
    """The rows in groups: where a line's number is left out there is an empty line."""
    slices: list[list[_Row]] = []
    for row in rows:
        if not slices or row[0] > slices[-1][-1][0] + 1:
            slices.append([])
        slices[-1].append(row)
    return slices


def _table_shape(slices: list[list[_Row]], rank: int) -> Shape:
    """The shape of a table whose slices, and rows, are equally long."""
    first, columns = slices[0][0][0], len(slices[0][0][1])
    for line, cells in (row for part in slices for row in part):
        if len(cells) != columns:
            given = f"Line {line} has {_count(len(cells), 'cell')} and line {first} has {columns:,}"
            raise FileError(f"{given}; make all rows equally long.")
    if len(slices) == 1:
        return len(slices[0]), columns
    if rank < 3:
        raise FileError(
            f"Line {slices[0][-1][0] + 1} is empty; remove it, or choose the rank {_CHOICES[3]}, "
            "where empty lines part the slices."
        )
    for number, part in enumerate(slices, 1):
        if len(part) != len(slices[0]):
            given = f"Slice {number} has {_count(len(part), 'row')} and slice 1 has {len(slices[0]):,}"
            raise FileError(f"{given}; make all slices equally long.")
    return len(slices), len(slices[0]), columns


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _cell(line: int, column: int, text: str) -> float:
    try:
        return read_number(text)
    except ValueError as error:
        raise FileError(f"Line {line}, column {column}: the cell {error}.") from None


_BINARY = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _text(data: bytes) -> str:
    """The text that the bytes are, without the mark and the space before it if it is a lesson."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if _BINARY.search(text):
        raise FileError(
            "This is no CSV or TSV text, NPY, NPZ, PNG, JPEG or lesson file; save it as one of these."
        )
    return text.lstrip() if text.lstrip().startswith("{") else text


# ------------------------------------------------------------------------------------------ arrays


_NPY_LENGTH_BYTES = {(1, 0): 2, (2, 0): 4, (3, 0): 4}
_NPY_MAX_HEADER = 10_000
_NPY_KEYS = (
    r"""['"]descr['"]\s*:\s*(\[|['"][^'"]*['"])""",
    r"""['"]fortran_order['"]\s*:\s*(True|False)\b""",
    r"""['"]shape['"]\s*:\s*\(([\dL, ]*)\)""",
)
_NPY_NUMBERS = re.compile(r"[<>=|]?[iuf]\d{1,2}")
_NPY_KINDS = {
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


def to_npy(tensor: Tensor) -> bytes:
    """The tensor as the bytes of an NPY file, for `numpy.load`.

    >>> read(to_npy(np.array([[1.0, 2.5]])), 2).tensors[""].tolist()
    [[1.0, 2.5]]
    """
    file = io.BytesIO()
    np.save(file, tensor, allow_pickle=False)
    return file.getvalue()


def _npy(data: bytes, rank: int) -> Tensor:
    """The tensor of an NPY file; its header is searched, not evaluated, so that nothing in it can run."""
    with _damaged("NPY file"):
        header, start = _npy_header(data)
        kind, order, sizes = (re.search(key, header)[1] for key in _NPY_KEYS)  # type: ignore[index]
        dtype = _npy_dtype(kind.strip("'\""))
        shape = tuple(map(int, re.findall(r"\d+", sizes)))
        fitted = _fitted(shape, rank)
        values = np.frombuffer(data, dtype, math.prod(shape), start)  # refuses a count beyond the end
        with np.errstate(all="ignore"):  # what does not fit 64 bits becomes inf, named below
            tensor = values.reshape(shape, order="F" if order == "True" else "C").astype(np.float64)
        return _finite(tensor.reshape(fitted))


def _npy_header(data: bytes) -> tuple[str, int]:
    """The header and where the values begin (source: NEP 1, and `numpy.lib.format`)."""
    version = (data[6], data[7])
    if version not in _NPY_LENGTH_BYTES:
        raise FileError(f"The NPY file is of version {version[0]}.{version[1]}; save it as version 1.0.")
    start = 8 + _NPY_LENGTH_BYTES[version]
    end = start + int.from_bytes(data[8:start], "little")
    if end - start > _NPY_MAX_HEADER:
        raise FileError(
            f"The header of the NPY file has {end - start:,} bytes; the limit is {_NPY_MAX_HEADER:,}, "
            "save a plain array of numbers."
        )
    return data[start:end].decode("latin-1"), end


def _npy_dtype(name: str) -> np.dtype[Any]:
    if _NPY_NUMBERS.fullmatch(name):
        return np.dtype(name)
    kind = name.lstrip("<>=|")[:1]
    if kind == "O":
        raise FileError(
            "It holds Python objects; object arrays hold Python code and are not read, "
            "convert it to floats first."
        )
    given = _NPY_KINDS.get(kind, f"values of type {_quoted(name)}")
    raise FileError(f"It holds {given}; convert it to integers or floats first.")


def _npz(data: bytes, rank: int) -> dict[str, Tensor]:
    if data.count(b"PK\x01\x02") > _MAX_MEMBERS:  # before the directory is read, which takes time
        raise FileError(f"The ZIP archive has more than {_MAX_MEMBERS} members; {_NPZ_ADVICE}")
    tensors = {}
    with _damaged("ZIP archive"), zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = _npz_members(archive)
        _check_packing(members.values())
        for name, member in members.items():
            try:
                tensors[name] = _npy(_unpacked(archive, member), rank)
            except FileError as error:
                raise FileError(f"{name}: {error}" if name else str(error)) from None
    return tensors


_NPZ_ADVICE = "write it with np.savez(file, x=x, w=w), or save a spreadsheet as CSV."


def _npz_members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The members to read: `x` and `w`, or else the only one, under no name."""
    found = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
    named: dict[str, zipfile.ZipInfo] = {name: found[name] for name in ("x", "w") if name in found}
    if named:
        return named
    if len(found) == 1:
        return {"": next(iter(found.values()))}
    names = ", ".join(_quoted(name, 20) for name in list(found)[:5])
    listed = f"holds {names}{', …' if len(found) > 5 else ''} and no x or w" if found else "is empty"
    raise FileError(f"The ZIP archive {listed}; {_NPZ_ADVICE}")


def _check_packing(members: Iterable[zipfile.ZipInfo]) -> None:
    """Other methods than these two may unpack without bound whatever the directory says."""
    packed = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if any(info.flag_bits & 1 or info.compress_type not in packed for info in members):
        raise FileError(f"The ZIP archive is encrypted or packed in a rare way; {_NPZ_ADVICE}")
    size = sum(info.file_size for info in members)
    if size > MAX_BYTES:
        raise FileError(f"Unpacked it has {size:,} bytes; the limit is {MAX_BYTES:,}, save a smaller array.")


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as member:
        data = member.read(MAX_BYTES)
    if not data.startswith(b"\x93NUMPY"):
        raise FileError(f"{_quoted(info.filename, 20)} in the ZIP archive is no NPY file; {_NPZ_ADVICE}")
    return data


# ---------------------------------------------------------------------------------------- pictures


_ORIENTATION = 0x0112  # the EXIF tag that says how the camera was held
_ON_ITS_SIDE = (5, 6, 7, 8)


def _picture(data: bytes, rank: int, side: int) -> Contents:
    """A picture: grey at rank 2, at rank 3 its red, green and blue as three slices; 0 to 255."""
    if rank == 1:
        raise FileError(
            f"A picture has rows and columns; choose the rank {_CHOICES[2]} (grey) "
            f"or {_CHOICES[3]} (red, green, blue) first."
        )
    with _damaged("picture"):
        image = _opened(data)
        before = image.size[::-1] if image.getexif().get(_ORIENTATION) in _ON_ITS_SIDE else image.size
        plain = _plain(image)
        plain.thumbnail((side, side), Image.Resampling.LANCZOS)
        upright = _on_white(ImageOps.exif_transpose(plain)).convert("L" if rank == 2 else "RGB")
        pixels = np.asarray(upright, dtype=np.float64)
    tensor = pixels if rank == 2 else np.ascontiguousarray(pixels.transpose(2, 0, 1))
    _fitted(tensor.shape, rank)
    return Contents({"": tensor}, _scaling(before, upright.size))


def _opened(data: bytes) -> ImageFile.ImageFile:
    """The picture, not decoded yet; made directly, as `Image.open` would warn before we can check."""
    image = (PngImageFile if data.startswith(b"\x89PNG") else JpegImageFile)(io.BytesIO(data))
    if math.prod(image.size) > MAX_PIXELS:
        raise FileError(
            f"The picture has {_by(image.size)} pixels, more than the limit of {MAX_PIXELS:,}; "
            "scale it down first."
        )
    if isinstance(image, JpegImageFile) and data.count(b"\xff\xda") > _MAX_SCANS:
        raise FileError(f"The picture has more than {_MAX_SCANS} scans; save it again as PNG.")
    return image


def _plain(image: Image.Image) -> Image.Image:
    """The picture in a mode that can be scaled; as it is, and not decoded yet, where that is possible."""
    if image.mode.startswith("I"):  # 16 bits of grey, which `convert` would cut off at 255
        values = np.asarray(image)
        grey = Image.fromarray((values >> 8).astype(np.uint8))
        grey.info = image.info
        if "transparency" in image.info:  # the grey that is to be seen through, also of 16 bits
            opaque = values != grey.info.pop("transparency")
            grey.putalpha(Image.fromarray(np.where(opaque, 255, 0).astype(np.uint8)))
        return grey
    if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK") and "transparency" not in image.info:
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image.convert("RGBA"))


def _scaling(before: tuple[int, int], after: tuple[int, int]) -> str:
    if before == after:
        return ""
    return f"The picture of {_by(before)} pixels was scaled down to {_by(after)}."


def _by(size: tuple[int, int]) -> str:
    return f"{size[0]} × {size[1]}"


# ----------------------------------------------------------------------------------------- lessons


_PARAMETERS = ("stride", "padding", "dilation", "flip", "bias", "padding_mode")
_FIELDS = ("convviz", "rank", "example", "title", "x", "w", *_PARAMETERS, "step")
_NOT_ON_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def to_lesson(fields: Mapping[str, Any]) -> bytes:
    """The bytes of a lesson file: JSON, with a line for every row of a tensor.

    >>> print(to_lesson({"rank": 2, "x": np.eye(2), "w": np.ones((1, 1)), "stride": (1, 2)}).decode())
    {
      "convviz": 1,
      "rank": 2,
      "x": [
        [1, 0],
        [0, 1]
      ],
      "w": [
        [1]
      ],
      "stride": [1, 2]
    }
    <BLANKLINE>
    """
    entries = {"convviz": VERSION, **fields}
    lines = ",\n".join(f'  "{name}": {_json(value)}' for name, value in entries.items())
    return f"{{\n{lines}\n}}\n".encode()


def _json(value: object, indent: str = "  ") -> str:
    if not isinstance(value, np.ndarray):
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    if value.ndim == 1:
        return f"[{', '.join(map(number_text, value))}]"
    parts = ",\n".join(f"{indent}  {_json(part, indent + '  ')}" for part in value)
    return f"[\n{parts}\n{indent}]"


def _lesson(text: str) -> dict[str, Any]:
    """The fields of a lesson file: tensors as arrays, lists of parameters as tuples.

    What the parameters hold is left to who makes a convolution of them.
    """
    with _damaged("lesson file"):
        fields = _object(text)
        _check_version(fields.pop("convviz", None))
        _check_names(fields)
        _check_words(fields)
        rank = fields["rank"] = _lesson_rank(fields)
        fields.update({name: _listed(name, fields[name], rank) for name in ("x", "w")})
        fields.update({name: _tuples(name, fields[name]) for name in _PARAMETERS if name in fields})
        return fields


def _object(text: str) -> dict[str, Any]:
    """The fields of a lesson file as JSON has them."""
    try:
        fields: dict[str, Any] = json.loads(text, parse_int=_integer, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise FileError(
            f"The lesson file is no valid JSON: line {error.lineno}, column {error.colno}: {error.msg}."
        ) from None
    except RecursionError:
        raise FileError("The lesson file is nested too deeply; lists of rank 3 are enough.") from None
    return fields


def _integer(text: str) -> int | float:
    """An integer, or a float where it is too long for an exact one: it may have a million digits."""
    return int(text) if len(text) <= 15 else float(text)


def _refuse_constant(name: str) -> NoReturn:
    raise FileError(f"The lesson file holds {name}; every value must be finite, replace it by a number.")


def _check_version(version: object) -> None:
    if version is None:
        raise FileError(f'The lesson file has no version; it must say "convviz": {VERSION}.')
    if type(version) is not int or version < 1:
        raise FileError(f"The lesson file’s version is {_shown(version)}; it must be {VERSION}.")
    if version > VERSION:
        raise FileError(
            f"The lesson file’s version {_shown(version)} is newer than this page knows ({VERSION}); "
            "open it with a newer convviz."
        )


def _check_names(fields: Mapping[str, Any]) -> None:
    unknown = [_quoted(name, 20) for name in fields if name not in _FIELDS]
    if unknown:
        names = ", ".join(unknown[:5]) + (", …" if len(unknown) > 5 else "")
        raise FileError(f"The lesson file has unknown fields: {names}; remove them.")
    for name in ("x", "w"):
        if name not in fields:
            raise FileError(f"The lesson file has no {name}; give it x and w.")


def _check_words(fields: Mapping[str, Any]) -> None:
    for name in ("title", "example"):
        value = fields.get(name, "")
        if not isinstance(value, str) or len(value) > _MAX_TITLE or _NOT_ON_A_LINE.search(value):
            raise FileError(
                f"The {name} is {_shown(value)}; give one line of at most {_MAX_TITLE} characters."
            )
    step = fields.get("step", 1)
    if type(step) is not int or not 1 <= step <= _MAX_STEP:
        raise FileError(f"The step is {_shown(step)}; give a whole number from 1.")


def _shown(value: object) -> str:
    """A value of a lesson file as a message shows it."""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    return _quoted(json.dumps(value)).strip("“”")


def _lesson_rank(fields: Mapping[str, Any]) -> int:
    rank = fields["rank"] if "rank" in fields else _nesting(fields["x"])
    if type(rank) is not int or rank not in _CHOICES:
        raise FileError(f"The rank is {_shown(rank)}; give 1, 2 or 3.")
    return rank


def _nesting(value: object) -> int:
    """How deep a list is nested along its first parts, at least 1."""
    nested = isinstance(value, list) and value and isinstance(value[0], list)
    return 1 + _nesting(value[0]) if nested else 1  # type: ignore[index]


def _tuples(name: str, value: object) -> object:
    if not isinstance(value, list):
        return value
    if len(value) > 3:
        raise FileError(f"{name}: It is a list of {len(value):,}; give one entry per axis, 1 to 3.")
    return tuple(_tuples(name, part) for part in value)


def _listed(name: str, value: object, rank: int) -> Tensor:
    """The tensor that nested lists hold; its sizes are checked before its cells are looked at."""
    try:
        shape = _listed_shape(value, rank)
        _check_sizes(shape)
        return _finite(np.array(_flat(value, shape), dtype=np.float64).reshape(shape))
    except ValueError as error:  # also a FileError
        message = str(error) if isinstance(error, FileError) else _sentence(error)
        raise FileError(f"{name}: {message}") from None


def _listed_shape(value: object, rank: int) -> Shape:
    """The sizes of nested lists along their first parts."""
    sizes: list[int] = []
    for _ in range(rank):
        if not isinstance(value, list):
            raise FileError(
                f"Its lists are nested {len(sizes)} deep; at rank {rank} they must be {rank} deep."
            )
        sizes.append(len(value))
        value = value[0] if value else []
    return tuple(sizes)


def _flat(value: Any, shape: Shape) -> list[Any]:
    """The cells of nested lists of this shape."""
    parts = [value]
    for size in shape:
        odd = next((part for part in parts if not isinstance(part, list) or len(part) != size), None)
        if odd is not None:
            given = f"one of {len(odd):,}" if isinstance(odd, list) else _shown(odd)
            raise FileError(f"Beside a list of {size:,} stands {given}; make all rows equally long.")
        parts = [cell for part in parts for cell in part]
    foreign = next((i for i, cell in enumerate(parts) if type(cell) not in (int, float)), None)
    if foreign is not None:
        place = _place(np.unravel_index(foreign, shape)).capitalize()
        raise FileError(f"{place} is {_shown(parts[foreign])}, which is not a number.")
    return parts
