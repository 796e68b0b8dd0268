"""Arrays of programs: their kinds, the order of their axes, and files that hold several."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from typing import Any

import numpy as np
import pytest
from samples import matlab as made_by_hand
from samples import npy, npz, packed, refusal

import convviz
from convviz.document.reading.contents import read, read_source
from convviz.document.reading.npy import to_npy

X = np.array([[10.0, 11, 12], [20, 21, 22]])


def test_bool_is_one_and_zero_and_said() -> None:
    reading = read_source(npy(np.array([[True, False], [False, True]])), 2)
    assert reading.values.tolist() == [[1, 0], [0, 1]]
    assert reading.notes == ("True and false are read as 1 and 0.",)


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
def test_channels_behind_rows_and_columns_become_slices(channels: int, dtype: type) -> None:
    picture = np.arange(6 * 5 * channels).reshape(6, 5, channels).astype(dtype)
    reading = read_source(npy(picture), 3)
    np.testing.assert_array_equal(reading.values, np.moveaxis(picture, -1, 0))
    assert reading.note == (
        f"Read as 6 × 5 × {channels} deep, rows × columns × channels: each channel is a slice."
    )
    [offer] = reading.offers
    assert offer.label == f"Read it depth first instead: 6 slices of 5 × {channels}"
    np.testing.assert_array_equal(offer.values, picture)
    batch = read_source(npy(picture[None]), 3)
    np.testing.assert_array_equal(batch.values, reading.values)


@pytest.mark.parametrize("shape", [(3, 5, 6), (2, 3, 4), (3, 3, 3), (4, 4, 4), (5, 6, 2), (1, 5, 6)])
def test_what_is_depth_first_stays_so(shape: tuple[int, ...]) -> None:
    tensor = np.arange(float(np.prod(shape))).reshape(shape)
    reading = read_source(npy(tensor), 3)
    np.testing.assert_array_equal(reading.values, tensor)
    assert reading.notes == ()


@pytest.mark.parametrize("shape", [(4, 5, 3), (7, 6, 4), (20, 5, 1), (5, 4, 3)])
def test_what_this_page_saves_is_depth_first_whatever_its_sizes(shape: tuple[int, ...]) -> None:
    tensor = np.arange(float(np.prod(shape))).reshape(shape)[:16]
    data = to_npy(tensor)
    np.testing.assert_array_equal(read_source(data, 3).values, tensor)
    np.testing.assert_array_equal(np.load(io.BytesIO(data), allow_pickle=False), tensor)


def test_a_picture_of_one_channel() -> None:
    grey = np.arange(20 * 6.0).reshape(20, 6, 1)
    np.testing.assert_array_equal(read_source(npy(grey), 2).values, grey[..., 0])
    np.testing.assert_array_equal(read_source(npy(grey), 3).values, grey[None, ..., 0])


def test_an_integer_that_64_bits_of_a_float_cannot_hold_is_said() -> None:
    reading = read_source(npy(np.array([1, 2**53 + 1])), 1)
    assert reading.notes == ("Cell 2 is 9007199254740993, read as 9007199254740992: 64 bits cannot hold it.",)
    assert read_source(npy(np.array([1, 2**53])), 1).notes == ()


def test_of_several_arrays_the_one_that_fits_is_read_and_named() -> None:
    data = npz(kernel=X, labels=np.arange(5), weights=np.ones((2, 3, 4)))
    reading = read_source(data, 2)
    assert reading.values.tolist() == X.tolist()
    assert reading.notes == ("Of 3 arrays, “kernel” is the only one of this rank.",)
    assert read_source(data, 1).values.tolist() == [0, 1, 2, 3, 4]
    with pytest.raises(convviz.ReadError, match="holds “A”, “B” and no x or w") as refused:
        read_source(npz(A=X, B=2 * X), 2)
    assert [(offer.label, offer.values.tolist()) for offer in refused.value.offers] == [
        ("Read A", X.tolist()),
        ("Read B", (2 * X).tolist()),
    ]
    with pytest.raises(convviz.ReadError, match="holds “kernel”, “labels”, “weights” and no x or w"):
        convviz.read_tensor(data)


def test_x_and_w_together_are_two() -> None:
    with pytest.raises(convviz.ReadError, match="It holds x and w; save the one tensor alone"):
        convviz.read_tensor(npz(x=X, w=X), 2)
    assert set(read(npz(x=X, w=X), 2).tensors) == {"x", "w"}


def test_large_arrays_are_cut_and_offered_averaged() -> None:
    large = np.add.outer(np.arange(512.0), np.arange(300.0))
    reading = read_source(npy(large), 2)
    np.testing.assert_array_equal(reading.values, large[:256, :256])
    assert reading.note == (
        "Shown are the first 256 of 512 rows and the first 256 of 300 columns: more do not fit."
    )
    [offer] = reading.offers
    assert offer.label == "All of it, averaged to 256 × 150"
    assert offer.values[0, 0] == large[:2, :2].mean()
    assert read_source(npy(np.zeros((20, 2, 3))), 3).values.shape == (16, 2, 3)
    assert read_source(npy(np.zeros(5000)), 1).values.shape == (4096,)


# MATLAB.


def matlab(compressed: bool = True, **arrays: Any) -> bytes:
    scipy = pytest.importorskip("scipy.io", reason="writes MATLAB's files")
    file = io.BytesIO()
    scipy.savemat(file, arrays, do_compression=compressed)
    return file.getvalue()


@pytest.mark.parametrize("compressed", [True, False])
def test_a_matlab_file(compressed: bool) -> None:
    assert read_source(matlab(compressed, A=X), 2).values.tolist() == X.tolist()
    assert read_source(matlab(compressed, v=np.array([[1.0], [2], [3]])), 1).values.tolist() == [1, 2, 3]
    assert read_source(matlab(compressed, m=np.array([[True, False]])), 2).values.tolist() == [[1, 0]]
    assert set(read(matlab(compressed, x=X, w=X), 2).tensors) == {"x", "w"}


@pytest.mark.parametrize("order", "<>")
def test_a_matlab_file_of_either_order_of_bytes(order: str) -> None:
    assert read_source(made_by_hand(X, order), 2).values.tolist() == X.tolist()


@pytest.mark.parametrize(
    ("flags", "held"),
    [(1, "a cell array"), (2, "a struct"), (4, "text"), (5, "a sparse matrix"), (0x806, "complex numbers")],
)
def test_what_a_matlab_file_holds_instead_is_named(flags: int, held: str) -> None:
    assert f"holds no array of real numbers, but “A” ({held})" in refusal(made_by_hand(X, flags=flags))


def test_what_a_matlab_file_of_version_4_holds_instead_is_named() -> None:
    for kind, is_complex, held in (1, 0, "text"), (2, 0, "a sparse matrix"), (0, 1, "complex numbers"):
        data = struct.pack("<5i", kind, 1, 1, is_complex, 2) + b"A\0" + bytes(16 if is_complex else 8)
        assert f"but “A” ({held})" in refusal(data)


@pytest.mark.parametrize("kind", ["<f8", ">f8", "<f4", "<i2", "<u1"])
def test_a_matlab_file_of_version_4(kind: str) -> None:
    """As `save -v4` writes it."""
    codes = {"f8": 0, "f4": 10, "i2": 30, "u1": 50}
    order, how = kind[0], codes[kind[1:]] + 1000 * (kind[0] == ">")
    matrix = np.array([[1, 2], [3, 4], [5, 6]])

    def saved(name: bytes, values: np.ndarray, kind: str = kind) -> bytes:
        header = struct.pack(f"{order}5i", how, *values.shape, 0, len(name) + 1)
        return header + name + b"\0" + values.astype(kind).tobytes(order="F")

    assert read_source(saved(b"A", matrix), 2).values.tolist() == matrix.tolist()
    assert read_source(saved(b"v", matrix[:, :1]), 1).values.tolist() == [1, 3, 5]
    both = read(saved(b"x", matrix) + saved(b"w", matrix[:1]), 2).tensors
    assert (both["x"].tolist(), both["w"].tolist()) == (matrix.tolist(), [[1, 2]])
    with pytest.raises(convviz.ReadError, match="damaged or cut short"):
        read_source(saved(b"A", matrix) + saved(b"B", matrix)[:-1], 2)
    with pytest.raises(convviz.ReadError, match=r"holds “A”, “B” and no x or w"):
        read_source(saved(b"A", matrix) + saved(b"B", matrix), 2)


def test_scipys_files_of_version_4_are_read() -> None:
    scipy = pytest.importorskip("scipy.io", reason="SciPy writes the file")
    file = io.BytesIO()
    scipy.savemat(file, {"A": X, "name": "text"}, format="4")
    assert read_source(file.getvalue(), 2).values.tolist() == X.tolist()


def test_the_third_axis_of_matlab_is_the_depth() -> None:
    deep = np.arange(24.0).reshape(4, 3, 2)
    reading = read_source(matlab(True, A=deep), 3)
    np.testing.assert_array_equal(reading.values, np.moveaxis(deep, -1, 0))
    assert reading.note == "MATLAB’s third axis is the depth."


def test_of_several_variables_the_one_that_fits_is_read() -> None:
    assert read_source(matlab(True, A=X, v=np.arange(5.0)), 2).values.tolist() == X.tolist()


def test_a_matlab_file_that_is_another_or_too_large_is_refused() -> None:
    assert "version 7.3" in refusal(b"MATLAB 7.3 MAT-file".ljust(128) + b"\x89HDF")
    assert "holds no array of real numbers, but “s” (text)" in refusal(matlab(True, s="text"))
    assert "more than 10,485,760 bytes" in refusal(matlab(True, A=np.zeros((2000, 1000))))
    bomb = matlab(True, A=X)[:128] + (15).to_bytes(4, "little")
    stream = zlib.compress(bytes(50_000_000))
    assert "more than 10,485,760 bytes" in refusal(bomb + len(stream).to_bytes(4, "little") + stream)
    whole = matlab(True, A=X)
    for end in range(130, len(whole), 7):
        with pytest.raises(convviz.ReadError):
            read(whole[:end], 2)


# safetensors.


def safetensors(**tensors: tuple[str, Any]) -> bytes:
    header, body = {"__metadata__": {"made": "by hand"}}, b""
    for name, (kind, array) in tensors.items():
        data = array.tobytes()
        entry = {
            "dtype": kind,
            "shape": list(array.shape),
            "data_offsets": [len(body), len(body) + len(data)],
        }
        header[name], body = entry, body + data  # type: ignore[assignment]
    text = json.dumps(header, separators=(",", ":")).encode()
    return len(text).to_bytes(8, "little") + text + body


def test_safetensors() -> None:
    assert read_source(safetensors(a=("F64", X)), 2).values.tolist() == X.tolist()
    halves = np.array([1.5, -2], np.float32).view(np.uint32) >> 16
    assert read_source(safetensors(a=("BF16", halves.astype(np.uint16))), 1).values.tolist() == [1.5, -2]
    several = safetensors(bias=("F32", np.ones(4, np.float32)), weight=("I8", np.eye(3, dtype=np.int8)))
    assert read_source(several, 2).note == "Of 2 arrays, “weight” is the only one of this rank."


@pytest.mark.parametrize(
    "entry",
    [
        {"dtype": "F64", "shape": [10**9], "data_offsets": [0, 8]},
        {"dtype": "F64", "shape": [-1], "data_offsets": [0, 8]},
        {"dtype": "F64", "shape": [2], "data_offsets": [0, 8]},
        {"dtype": "F64", "shape": "x", "data_offsets": [0, 8]},
        {"dtype": "C64", "shape": [1], "data_offsets": [0, 8]},
        {},
        5,
    ],
)
def test_a_safetensors_header_that_lies_is_refused(entry: Any) -> None:
    text = json.dumps({"a": entry}, separators=(",", ":")).encode()
    with pytest.raises(convviz.ReadError):
        read(len(text).to_bytes(8, "little") + text + bytes(8), 1)


@pytest.mark.parametrize("name", ["ID3", "MZ", "FORM", "RIFF", "PK", "BM", "P1", "GIF", "c1"])
@pytest.mark.parametrize("separator", [",", "\t"])
def test_a_text_may_begin_as_such_a_file(name: str, separator: str) -> None:
    text = f"{name}{separator}b\n1{separator}2\n3{separator}4\n"
    assert read_source(text.encode(), 2).values.tolist() == [[1, 2], [3, 4]]


def test_what_stands_behind_an_array_is_said() -> None:
    reading = read_source(npy(X) + npy(X), 2)
    assert reading.values.tolist() == X.tolist()
    assert reading.notes == ("What stands behind the array in the file is left out.",)


@pytest.mark.parametrize(
    "data",
    [
        b"1,2\n3,4\n\x1a",
        b"1,2\n3,4\n\0\0\0",
        b"1,2\n3,4\n\f",
        b'{"a": 1, "b": 2}\n{"a": 3, "b": 4}\n',
        b'{"a": {"0": 1, "1": 3}, "b": {"0": 2, "1": 4}}',
    ],
)
def test_a_text_as_programs_save_it(data: bytes) -> None:
    assert read_source(data, 2).values.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"%PDF-1.7", "a PDF"),
        (b"\x1f\x8b\x08", "packed by gzip"),
        (b"\x89HDF\r\n\x1a\n", "an HDF5 file"),
        (b"RIFF\0\0\0\0WAVEfmt ", "a sound"),
        (b"\0\0\0\x18ftypheic", "a HEIC"),
        (b"\x80\x04K\x05.", "a pickle"),
        (b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03.", "a pickle"),
        (b"(lp0\nI1\naI2\na.", "a pickle"),
        (b"\x28\xb5\x2f\xfd\x04", "packed by Zstandard"),
        (b"ARROW1\0\0", "an Arrow or Feather file"),
        (b"CDF\1\0", "a NetCDF file"),
        (b"8BPS\0\1", "a picture of Photoshop"),
        (b"\0\0\1\0\1\0", "an icon"),
        (b"FORM\0\0\0\x20AIFF", "a sound"),
        (bytes(128) + b"DICM", "a DICOM picture"),
        (bytes(257) + b"ustar", "a TAR archive"),
        (b"\x08\x07\x12\x07pytorch", "a network, perhaps in ONNX"),
        (packed(**{"[Content_Types].xml": b"<x/>"}), "an Office document"),
        (packed(**{"archive/data.pkl": b"x"}), "a PyTorch file"),
        (
            packed(zipfile.ZIP_STORED, mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
            "an Open Document",
        ),
    ],
)
def test_files_of_other_programs_are_named_with_the_way_out(data: bytes, named: str) -> None:
    assert refusal(data).startswith(f"This is {named}")
