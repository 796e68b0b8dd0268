"""How a scene travels to the browser: as a frame, one piece of bytes.

Vocabulary: a *frame* is four bytes that hold the length of its header, the header, which is JSON, and a
body of bytes; an array in the body is found by its *offset* there. The player's `model/frame.js` takes a
frame apart. Imports NumPy and the standard library only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray


def pack(scene: Mapping[str, Any]) -> bytes:
    """A scene as one frame, its arrays in the body in the byte order of the browser.

    In the header stands for each array where it is in the body: `dtype` and `shape` as Plotly writes
    them, its offset `at` and its length `bytes`. Every array starts at a multiple of eight. Where the
    values repeat, an array of 64-bit numbers travels as indices into a `palette`, another array.
    """
    body = bytearray()

    def stored(array: NDArray[np.generic]) -> dict[str, Any]:
        data = array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes()
        body.extend(bytes(-len(body) % 8))
        body.extend(data)
        shape = ", ".join(map(str, array.shape))
        return {"dtype": array.dtype.str[1:], "shape": shape, "at": len(body) - len(data), "bytes": len(data)}

    def moved(array: NDArray[np.generic]) -> dict[str, Any]:
        found = _palette(array)
        return stored(array) if found is None else {**stored(found[1]), "palette": stored(found[0])}

    header = json.dumps(scene, default=moved)  # fills the body
    return _joined(header, bytes(body))


def _palette(array: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]] | None:
    """The distinct values and an index for each cell, where that takes at most a quarter of the room."""
    if array.dtype != np.float64 or array.size < 1024 or np.unique(array.ravel()[:1024]).size > 768:
        return None
    values, indices = np.unique(array, return_inverse=True)
    if values.size > min(2**16, array.size // 8):
        return None
    return values, indices.astype(np.uint8 if values.size <= 2**8 else np.uint16)


def frame(header: Mapping[str, Any], body: bytes) -> bytes:
    r"""A header of JSON data and a body as one piece: four bytes that hold the header's length, both.

    >>> frame({"step": 1}, b"...")
    b'\x0c\x00\x00\x00{"step": 1} ...'

    The header is filled up with spaces, so that the body starts at a multiple of eight.
    """
    return _joined(json.dumps(header), body)


def _joined(header: str, body: bytes) -> bytes:
    text = header.encode()
    text += b" " * (-(4 + len(text)) % 8)
    return len(text).to_bytes(4, "little") + text + body
