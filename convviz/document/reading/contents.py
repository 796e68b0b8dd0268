"""What the bytes of a file hold: tensors, or a lesson.

Every byte is taken for hostile: a file's type is recognised by what is in it and never by its name, sizes
are checked before memory is taken, no code is run, nothing is written to disk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from convviz.document.limits import MAX_BYTES, MAX_SIDE
from convviz.document.reading.errors import FileError
from convviz.document.reading.lessons import read_fields
from convviz.document.reading.npy import read_npy, read_npz
from convviz.document.reading.pictures import read_picture
from convviz.document.reading.shapes import Tensor
from convviz.document.reading.tables import read_table


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
    >>> read(b"", 2)
    Traceback (most recent call last):
    ...
    convviz.document.reading.errors.FileError: The file is empty; choose one with numbers or a picture in it.

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
        return Contents({"": read_npy(data, rank)})
    if data.startswith(b"PK"):
        return Contents(read_npz(data, rank))
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        picture, note = read_picture(data, rank, side)
        return Contents({"": picture}, note)
    text = _text(data)
    if text.startswith("{"):
        return Contents({}, lesson=read_fields(text))
    return Contents({"": read_table(text, rank)})


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
