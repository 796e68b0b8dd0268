"""PGM and PPM pictures, with the values that they hold. Source: https://netpbm.sourceforge.net/doc/pgm.html."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.document.reading.errors import ReadError

_PART = rb"(?:\s|#[^\n]*\n)+(\d{1,9})"
_HEADER = re.compile(rb"P([2356])" + _PART * 3 + rb"(?:\s|\Z)")


def read(data: bytes, check: Callable[[tuple[int, int]], None]) -> tuple[NDArray[Any], int]:
    """The pixels, rows × columns and for PPM × 3, and the value that is white.

    >>> read(b"P2 3 1 15 0 5 15", lambda size: None)
    (array([[ 0,  5, 15]]), 15)

    `check` gets width and height before anything is decoded.
    """
    header = _HEADER.match(data[:10_000])
    if header is None:
        raise ReadError("The picture is damaged or cut short; save it again.")
    kind, width, height, white = map(int, header.groups())
    check((width, height))
    if not 0 < white < 65536 or not width * height:
        raise ReadError(
            f"The picture of {width} × {height} pixels has {white} for white; save it again as PNG."
        )
    shape = (height, width, 3) if kind in (3, 6) else (height, width)
    count, body = math.prod(shape), data[header.end() :]
    if kind in (2, 3):
        cells = re.sub(rb"#[^\n]*", b"", body).split(None, count)[:count]
        values = np.array(list(map(int, cells)), dtype=np.int64)
    else:
        values = np.frombuffer(body, "u1" if white < 256 else ">u2", count)
    if len(values) < count or values.min() < 0 or values.max() > white:
        raise ReadError("The picture is damaged or cut short; save it again.")
    return values.reshape(shape), white
