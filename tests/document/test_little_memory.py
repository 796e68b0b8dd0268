"""What is too large is refused, or cut, before memory is taken for it."""

from __future__ import annotations

import gc
import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress

import numpy as np
import pytest

import convviz

MB = 2**20


def npy_header(shape: tuple[int, ...]) -> bytes:
    """An NPY file that says that it has many numbers, and has none."""
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(file, {"descr": "<f8", "fortran_order": False, "shape": shape})
    return file.getvalue()


def zip_of(size: int) -> bytes:
    """A ZIP archive of few bytes that unpacks to many."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("x.npy", bytes(size))
    return file.getvalue()


def png(width: int, height: int) -> bytes:
    """A PNG picture of one colour, whatever its size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000)))


SAFETENSORS = b'{"x":{"dtype":"F64","shape":[20000,20000],"data_offsets":[0,3200000000]}}'
HOSTILE: dict[str, bytes | Callable[[], bytes]] = {
    "brackets": ("[" * 5000 + "1" + "]" * 5000).encode(),
    "a header that names a gigabyte": npy_header((12_000, 12_000)),
    "a header with a negative size": npy_header((1, 2)).replace(b"(1, 2)", b"(-1,2)"),
    "a ZIP bomb": lambda: zip_of(200 * MB),
    "a PNG bomb": png(50_000, 50_000),
    "a PGM bomb": b"P5 50000 50000 255 \0",
    "a BMP bomb": b"BM"
    + struct.pack("<IIIIiiHHIIiiII", 99, 0, 54, 40, 50_000, 50_000, 1, 24, 0, 0, 0, 0, 0, 0),
    "a GIF bomb": b"GIF89a" + struct.pack("<HH", 65_000, 65_000) + bytes(20),
    "a WebP bomb": b"RIFF\x1e\0\0\0WEBPVP8L\x11\0\0\0\x2f" + b"\xff\xff\xff\x0f" + bytes(12),
    "safetensors": struct.pack("<Q", len(SAFETENSORS)) + SAFETENSORS,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_memory_is_taken_for_what_is_refused(name: str) -> None:
    given = HOSTILE[name]
    data = given if isinstance(given, bytes) else given()
    with pytest.raises(convviz.ReadError):
        convviz.read_tensor(data, 2)  # loads what it needs
    tracemalloc.start()
    try:
        with pytest.raises(convviz.ReadError, match=r"\w+\.$"):
            convviz.read_tensor(data, 2)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4 * MB + 2 * len(data)


@pytest.mark.slow
def test_a_million_cells_take_what_their_text_takes_some_times() -> None:
    text = "\n\n".join("\n".join(",".join(["1.25"] * 256) for _ in range(256)) for _ in range(16))
    tracemalloc.start()
    try:
        assert convviz.read_tensor(text, 3).shape == (16, 256, 256)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 40 * len(text)


@pytest.mark.parametrize("text", ["[1, 2]\n" * 40_000, "[1, 2] [3] " * 20_000], ids=["read", "refused"])
def test_the_search_for_cycles_goes_on_after_a_large_source(text: str) -> None:
    with suppress(convviz.ReadError):
        convviz.read_tensor(text)
    assert gc.isenabled()
