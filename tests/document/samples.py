"""Files to read: as programs write them, and made by hand."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib

import numpy as np
import pytest
from PIL import Image

from convviz.document.reading.contents import read
from convviz.document.reading.errors import ReadError

X = np.array([[10.0, 11, 12], [20, 21, 22]])
DEEP = np.arange(24.0).reshape(2, 3, 4)


def only(data, rank):
    """The one tensor, without a name, that a file holds."""
    contents = read(data, rank)
    assert list(contents.tensors) == [""]
    assert contents.lesson is None
    return contents.tensors[""]


def refusal(data, rank=2):
    """The sentence that refuses a file."""
    with pytest.raises(ReadError) as caught:
        read(data, rank)
    return str(caught.value)


def npy(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def npy_header(header, values=b"", version=b"\x01\x00", length="<H"):
    """An NPY file with any header."""
    return b"\x93NUMPY" + version + struct.pack(length, len(header)) + header.encode() + values


def npz(**arrays):
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def packed(method=zipfile.ZIP_DEFLATED, **members):
    """A ZIP archive with any members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def picture(pixels, kind="PNG", **options):
    file = io.BytesIO()
    image = pixels if isinstance(pixels, Image.Image) else Image.fromarray(np.array(pixels, dtype=np.uint8))
    image.save(file, kind, **options)
    return file.getvalue()


def png(width, height, rows, bits=8, colour=0):
    """A PNG made by hand."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def lesson(**fields):
    """The bytes of a lesson file; a field that is `...` is left out."""
    known = {"convviz": 1, "x": [[1, 2, 3], [4, 5, 6]], "w": [[1, 2]]} | fields
    return json.dumps({name: value for name, value in known.items() if value is not ...}).encode()


def matlab(array, order="<", flags=6):
    """A MATLAB file of version 5 with an array `A` of doubles, not packed."""

    def element(kind, body):
        return struct.pack(f"{order}II", kind, len(body)) + body + bytes(-len(body) % 8)

    parts = (
        (6, struct.pack(f"{order}II", flags, 0)),
        (5, np.array(array.shape, f"{order}i4").tobytes()),
        (1, b"A"),
        (9, array.astype(f"{order}f8").tobytes(order="F")),
    )
    body = b"".join(element(kind, part) for kind, part in parts)
    end = b"\0\1IM" if order == "<" else b"\1\0MI"
    return b"MATLAB 5.0 MAT-file".ljust(124) + end + element(14, body)
