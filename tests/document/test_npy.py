"""Arrays as NumPy stores them."""

from __future__ import annotations

import io
import struct
import zipfile

import numpy as np
import pytest
from samples import DEEP, X, npy, npy_header, npz, only, packed, refusal

from convviz.document.reading.contents import read
from convviz.document.reading.errors import ReadError
from convviz.document.reading.npy import to_npy


@pytest.mark.parametrize(
    "dtype", ["<f8", ">f8", "<f4", "<f2", ">i2", "u1", "i1", "<u8", ">i8", np.longdouble, np.uint32]
)
@pytest.mark.parametrize("order", ["C", "F"])
def test_arrays_of_any_numbers_become_float64(dtype, order):
    tensor = only(npy(np.array(DEEP, dtype=dtype, order=order)), 3)
    assert tensor.dtype == np.float64
    assert tensor.dtype.isnative
    assert tensor.tolist() == DEEP.tolist()


@pytest.mark.parametrize("version", [(1, 0), (2, 0), (3, 0)])
def test_every_version_of_npy_is_read(version):
    file = io.BytesIO()
    np.lib.format.write_array(file, X, version=version)
    assert only(file.getvalue(), 2).tolist() == X.tolist()


def test_a_header_as_other_programs_write_it():
    header = "{'shape':(2L,1L,),\"descr\":'<f4','fortran_order':False}"
    data = npy_header(header, np.array([1.5, 2], "<f4").tobytes())
    assert only(data, 1).tolist() == [1.5, 2]


def test_what_we_write_numpy_reads():
    assert np.load(io.BytesIO(to_npy(DEEP)), allow_pickle=False).tolist() == DEEP.tolist()


@pytest.mark.parametrize(
    ("shape", "rank", "fitted"),
    [
        ((3,), 3, (1, 1, 3)),
        ((2, 3), 3, (1, 2, 3)),
        ((1, 2, 3), 2, (2, 3)),
        ((1, 1, 1, 2, 3), 2, (2, 3)),
        ((1, 3), 1, (3,)),
        ((3, 1), 1, (3,)),
        ((1, 3, 1), 1, (3,)),
        ((), 2, (1, 1)),
        ((1, 1), 1, (1,)),
    ],
)
def test_axes_of_one_come_and_go(shape, rank, fitted):
    assert only(npy(np.ones(shape)), rank).shape == fitted


@pytest.mark.parametrize(
    ("array", "rank", "message"),
    [
        (DEEP, 2, "It holds a tensor of rank 3 (3 × 4 × 2 deep); choose the rank 3D tensor first."),
        (X, 1, "It holds a tensor of rank 2 (2 × 3); choose the rank 2D matrix first."),
        (
            np.ones((2, 1, 1, 1, 3)),
            3,
            "It holds a tensor of rank 5; the limit is rank 3, save a part of it.",
        ),
        (np.ones((1, 0)), 2, "0 columns are too few; at least 1 is needed."),
        (
            np.array([[1, 2], [np.nan, 4]]),
            2,
            "Row 2, column 1 holds nan; every value must be finite, replace it by a number.",
        ),
        (
            np.array([[[1.0]], [[-np.inf]]]),
            3,
            "Slice 2, row 1, column 1 holds -inf; every value must be finite, replace it by a number.",
        ),
        (np.array([1, np.inf]), 1, "Cell 2 holds inf; every value must be finite, replace it by a number."),
        (np.array([1j]), 1, "It holds complex numbers; convert it to integers or floats first."),
        (np.array(["1"]), 1, "It holds text; convert it to integers or floats first."),
        (np.array([b"1"]), 1, "It holds text; convert it to integers or floats first."),
        (np.zeros(2, "i4,f8"), 1, "It holds records; convert it to integers or floats first."),
        (np.zeros(2, "M8[s]"), 1, "It holds dates; convert it to integers or floats first."),
        (
            np.array([1, "x"], dtype=object),
            1,
            "It holds Python objects; object arrays hold Python code and are not read, "
            "convert it to floats first.",
        ),
    ],
)
def test_an_array_that_is_not_to_be_read_is_named(array, rank, message):
    assert refusal(npy(array), rank) == message
    assert refusal(npz(w=array), rank) == f"w: {message}"


def test_the_largest_values_are_values():
    assert only(npy(np.array([1e308, -1e308])), 1).tolist() == [1e308, -1e308]


def test_a_longer_float_that_does_not_fit_is_not_finite():
    wide = np.array([1, np.finfo(np.longdouble).max])
    message = "Cell 2 holds inf; every value must be finite, replace it by a number."
    assert refusal(npy(wide), 1) == message


DAMAGED_NPY = "The NPY file is damaged or cut short; save it again."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            npy_header("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000,), }"),
            DAMAGED_NPY,
        ),
        (npy_header("{'descr': '<f8', 'fortran_order': False, 'shape': (256, 256), }"), DAMAGED_NPY),
        (npy_header("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", b"12345678"), DAMAGED_NPY),
        (npy_header("{'descr': '<i3', 'fortran_order': False, 'shape': (1,), }", b"123"), DAMAGED_NPY),
        (npy_header("{'descr': '<f8', 'fortran_order': 1, 'shape': (1,), }", b"12345678"), DAMAGED_NPY),
        (npy_header("__import__('os').abort()"), DAMAGED_NPY),
        (npy_header("(" * 9_000), DAMAGED_NPY),
        (npy_header(f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({'9' * 5_000},), }}"), DAMAGED_NPY),
        (
            npy_header(" " * 20_000),
            "The header of the NPY file has 20,000 bytes; the limit is 10,000, "
            "save a plain array of numbers.",
        ),
        (
            npy_header("", version=b"\x09\x03"),
            "The NPY file is of version 9.3; save it as version 1.0.",
        ),
        (
            npy_header("{'descr': '|Q<b>', 'fortran_order': False, 'shape': (1,), }"),
            "It holds values of type “|Q<b>”; convert it to integers or floats first.",
        ),
    ],
)
def test_a_header_that_lies_is_refused(data, message):
    assert refusal(data) == message


def test_archives_with_names():
    contents = read(npz(x=X, w=X[:1], y=DEEP), 2)
    assert {name: tensor.tolist() for name, tensor in contents.tensors.items()} == {
        "x": [[10, 11, 12], [20, 21, 22]],
        "w": [[10, 11, 12]],
    }
    assert list(read(npz(w=X), 2).tensors) == ["w"]


def test_an_archive_of_one_array_needs_no_name():
    file = io.BytesIO()
    np.savez_compressed(file, X)
    assert only(file.getvalue(), 2).tolist() == X.tolist()
    assert only(npz(picture=X), 2).tolist() == X.tolist()


ADVICE = "write it with np.savez(file, x=x, w=w), or save a spreadsheet as CSV."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (npz(a=X, b=X), "The ZIP archive holds “a”, “b” and no x or w; choose one, or save it alone."),
        (
            npz(**{letter * 30: X for letter in "abcdef"}),
            "The ZIP archive holds "
            + ", ".join(f"“{letter * 20}…”" for letter in "abcde")
            + ", … and no x or w; choose one, or save it alone.",
        ),
        (npz(**{f"n{i}": X for i in range(17)}), f"The ZIP archive has more than 16 members; {ADVICE}"),
        (packed(), f"The ZIP archive is empty; {ADVICE}"),
        (
            packed(**{"../../x": b"1,2"}),
            f"“../../x” in the ZIP archive is no NPY file; {ADVICE}",
        ),
        (
            packed(**{"x.npy": b"cat", "w.npy": npy(X)}),
            f"x: “x.npy” in the ZIP archive is no NPY file; {ADVICE}",
        ),
        (
            packed(zipfile.ZIP_BZIP2, x=npy(X)),
            f"The ZIP archive is encrypted or packed in a rare way; {ADVICE}",
        ),
    ],
)
def test_a_bad_archive_is_refused(data, message):
    assert refusal(data) == message


@pytest.mark.parametrize("sizes", [{"x": 12_000_000}, {"x": 6_000_000, "w": 6_000_000}])
def test_an_archive_that_is_too_large_unpacked_is_refused(sizes):
    assert refusal(packed(**{name: bytes(size) for name, size in sizes.items()})) == (
        "Unpacked it has 12,000,000 bytes; the limit is 10,485,760, save a smaller array."
    )


@pytest.mark.parametrize("size", [1_000, 2**32 - 2])
def test_an_archive_that_lies_about_its_size_is_refused(size):
    data = packed(x=npy(np.zeros((256, 256))) + bytes(30_000_000))
    true = struct.pack("<I", 128 + 256 * 256 * 8 + 30_000_000)
    assert data.count(true) == 2
    assert (
        refusal(data.replace(true, struct.pack("<I", size)))
        == {
            1_000: "The ZIP archive is damaged or cut short; save it again.",
            2**32 - 2: "Unpacked it has 4,294,967,294 bytes; the limit is 10,485,760, save a smaller array.",
        }[size]
    )


def test_an_encrypted_archive_is_refused():
    data = bytearray(packed(x=npy(X)))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "encrypted" in refusal(bytes(data))


def test_arrays_with_long_names_alike_have_a_button_each():
    names = [f"encoder.layers.0.attention.{n}.weight" for n in "ab"]
    with pytest.raises(ReadError) as refused:
        read(npz(**dict.fromkeys(names, X)), 2)
    assert len({offer.label for offer in refused.value.offers}) == 2
