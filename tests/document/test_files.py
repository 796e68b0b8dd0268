"""Files: every kind that is read, and every way in which one can be bad, made of bytes in the test."""

from __future__ import annotations

import io
import json
import re
import struct
import time
import zipfile
import zlib

import numpy as np
import pytest
from PIL import Image

from convviz.document.reading import files
from convviz.document.reading.files import FileError, read, read_table

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
    with pytest.raises(FileError) as caught:
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


# ----------------------------------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        (" -2.5 ", -2.5),
        ("−6", -6),
        ("–6", -6),
        ("6,5", 6.5),
        (".5", 0.5),
        ("1e3", 1000),
        ("+4", 4),
        ("2.", 2),
        ("\u00a07\u2009", 7),
        ("\u202f8", 8),
        ("1/9", 1 / 9),
        ("-2/3", -2 / 3),
        ("2/−4", -0.5),
        ("1,5/2", 0.75),
        ("1 / 8", 0.125),
        ("1e308", 1e308),
    ],
)
def test_numbers_as_people_type_them(text, value):
    assert files.read_number(text) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        (" \u00a0", "is empty"),
        ("cat", "holds “cat”, which is not a finite number"),
        ("1_0", "holds “1_0”, which is not a finite number"),
        ("nan", "holds “nan”, which is not a finite number"),
        ("1/2/3", "holds “1/2/3”, which is not a finite number"),
        ("/2", "holds “/2”, which is not a finite number"),
        ("1/", "holds “1/”, which is not a finite number"),
        ("1/0", "holds “1/0”, which divides by zero"),
        ("1/1e-400", "holds “1/1e-400”, which divides by zero"),
        ("1e309", "holds “1e309”, which is too large for a number of 64 bits"),
        ("1/1e309", "holds “1/1e309”, which is too large for a number of 64 bits"),
        ("1e308/1e-9", "holds “1e308/1e-9”, which is too large for a number of 64 bits"),
        ("x" * 40, f"holds “{'x' * 30}…”, which is not a finite number"),
        ("a\nb\u200e", "holds “a b�”, which is not a finite number"),
    ],
)
def test_what_is_no_number_is_named(text, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        files.read_number(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (-0.25, "-0.25"),
        (-0.0, "0"),
        (0.1, "0.1"),
        (1e15, "1000000000000000"),
        (1e16, "1e16"),
        (-1e20, "-1e20"),
        (1e-7, "1e-07"),
        (1 / 9, "0.1111111111111111"),
        (np.float64(2), "2"),
    ],
)
def test_numbers_are_written_short(value, text):
    assert files.number_text(value) == text
    assert files.read_number(text) == value


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ((257,), "a length of 257 is too much; the limit is 256"),
        ((0,), "a length of 0 is too little; at least 1 is needed"),
        ((2, 257), "257 columns are too many; the limit is 256"),
        ((1000, 2), "1,000 rows are too many; the limit is 256"),
        ((1, 0), "0 columns are too few; at least 1 is needed"),
        ((17, 2, 3), "a depth of 17 is too much; the limit is 16"),
    ],
)
def test_shapes_have_limits(shape, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        files.check_shape(np.zeros(shape))


@pytest.mark.parametrize("shape", [(256,), (1, 256), (16, 256, 256)])
def test_the_limits_are_allowed(shape):
    assert files.check_shape(np.zeros(shape)).shape == shape


# ------------------------------------------------------------------------------------------ tables


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,2,3\n4,5,6\n", [[1, 2, 3], [4, 5, 6]]),
        ("1,2,3\r\n4,5,6\r\n\r\n\r\n", [[1, 2, 3], [4, 5, 6]]),
        ("1,2,3\r4,5,6", [[1, 2, 3], [4, 5, 6]]),
        ("\ufeff1\t2,5\n3\t4", [[1, 2.5], [3, 4]]),
        ("1,5;2\n3;4", [[1.5, 2], [3, 4]]),
        ("1 2   3\n 4 5 6 ", [[1, 2, 3], [4, 5, 6]]),
        ('"1","2"\n"3", "-4"', [[1, 2], [3, -4]]),
        ('"1,5"\t2', [[1.5, 2]]),
        ("\n\n1,2\n3,4\n,\n", [[1, 2], [3, 4]]),
        ("1/9;−2", [[1 / 9, -2]]),
        ("7", [[7]]),
    ],
)
def test_tables_as_spreadsheets_write_them(text, values):
    assert read_table(text, 2).tolist() == values
    assert only(text.encode(), 2).tolist() == values


def test_empty_lines_part_slices():
    expected = [[[1, 2], [3, 4], [5, 6]], [[7, 8], [9, 10], [11, 12]]]
    assert read_table("1,2\n3,4\n5,6\n\n7,8\n9,10\n11,12\n", 3).tolist() == expected
    assert read_table("1\t2\n3\t4\n5\t6\n\t\n \n7\t8\n9\t10\n11\t12\n\t\n", 3).tolist() == expected


@pytest.mark.parametrize("text", ["1,2,3", "1\n2\n3\n", "1\r\n2\r\n3", "1 2 3", "1;2;3\n\n"])
def test_a_vector_is_a_row_or_a_column(text):
    assert read_table(text, 1).tolist() == [1, 2, 3]


def test_a_matrix_is_a_tensor_of_one_slice():
    assert read_table("1,2\n3,4", 3).tolist() == [[[1, 2], [3, 4]]]


@pytest.mark.parametrize(
    ("text", "rank", "message"),
    [
        ("", 2, "There are no numbers in it."),
        (" \n,,\n", 2, "There are no numbers in it."),
        ("1,2\n3,4,5", 2, "Line 2 has 3 cells and line 1 has 2; make all rows equally long."),
        ("\n1,2\n3", 2, "Line 3 has 1 cell and line 2 has 2; make all rows equally long."),
        ("1,cat", 2, "Line 1, column 2: the cell holds “cat”, which is not a finite number."),
        ("1,2\n3,", 2, "Line 2, column 2: the cell is empty."),
        ("1;1/0", 2, "Line 1, column 2: the cell holds “1/0”, which divides by zero."),
        ("1\tinf", 1, "Line 1, column 2: the cell holds “inf”, which is not a finite number."),
        (
            "1,2\n\n3,4",
            2,
            "Line 2 is empty; remove it, or choose the rank 3D tensor, where empty lines part the slices.",
        ),
        (
            "1\n2\n\n3",
            1,
            "Line 3 is empty; remove it, or choose the rank 3D tensor, where empty lines part the slices.",
        ),
        (
            "1,2\n\n3,4\n5,6",
            3,
            "Slice 2 has 2 rows and slice 1 has 1; make all slices equally long.",
        ),
        ("1,2\n\n\n3", 3, "Line 4 has 1 cell and line 1 has 2; make all rows equally long."),
        ("1,2,3\n4,5,6", 1, "It holds a tensor of rank 2 (2 × 3); choose the rank 2D matrix first."),
        (",".join("1" * 257), 2, "257 columns are too many; the limit is 256."),
        ("1\n" * 257, 2, "257 rows are too many; the limit is 256."),
        ("1\n" * 257, 1, "A length of 257 is too much; the limit is 256."),
        ("1\n\n" * 17, 3, "A depth of 17 is too much; the limit is 16."),
        (
            "1\n" * 4097,
            3,
            "There are more than 4,096 lines in it, which is the limit; leave some out.",
        ),
        ("1,\n" + "2" * 200_000, 2, "Line 2 has a cell that is too long for a number; shorten it."),
    ],
)
def test_a_mistake_in_a_table_is_named(text, rank, message):
    with pytest.raises(FileError, match=f"^{re.escape(message)}$"):
        read_table(text, rank)


def test_tables_as_we_write_them():
    assert files.to_table(np.array([1, -0.5, 1e20])) == "1,-0.5,1e20\n"
    assert files.to_table(X) == "10,11,12\n20,21,22\n"
    assert files.to_table(DEEP[:, :2, :2]) == "0,1\n4,5\n\n12,13\n16,17\n"


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_in_the_codes_of_unicode(code):
    assert only("1;−2,5\r\n3;4".encode(code), 2).tolist() == [[1, -2.5], [3, 4]]


UNKNOWN = "This is no CSV or TSV text, NPY, NPZ, PNG, JPEG or lesson file; save it as one of these."


@pytest.mark.parametrize(
    "data",
    [
        b"GIF89a\x01\x00\x01\x00",
        b"1,2\x003",
        b"1,2\x1b[31m",
        b"\xff1,2",
        "−1".encode("utf-16-le"),
        b"\xff\xfe1",
        b"\xff\xfe\x00\x001\x00\x00\x00",
        b"{\x00}",
        b"\x93NUMP",
    ],
)
def test_what_is_no_text_is_unknown(data):
    assert refusal(data) == UNKNOWN


def test_a_file_has_a_size():
    assert refusal(b"") == "The file is empty; choose one with numbers or a picture in it."
    too_large = "The file has 10,485,761 bytes; the limit is 10,485,760, choose a smaller one."
    assert refusal(b"1" * 10_485_761) == too_large


# ------------------------------------------------------------------------------------------ arrays


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
    assert np.load(io.BytesIO(files.to_npy(DEEP)), allow_pickle=False).tolist() == DEEP.tolist()


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
        (DEEP, 2, "It holds a tensor of rank 3 (3 × 4 × 2); choose the rank 3D tensor first."),
        (X, 1, "It holds a tensor of rank 2 (2 × 3); choose the rank 2D matrix first."),
        (
            np.ones((2, 1, 1, 1, 3)),
            3,
            "It holds a tensor of rank 5; the limit is rank 3, save a part of it.",
        ),
        (np.ones((1, 0)), 2, "0 columns are too few; at least 1 is needed."),
        (np.ones((257, 2)), 2, "257 rows are too many; the limit is 256."),
        (np.ones(257), 1, "A length of 257 is too much; the limit is 256."),
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
        (np.array([True]), 1, "It holds bool; convert it to integers or floats first."),
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
            "1,000,000,000 columns are too many; the limit is 256.",
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
        (npz(a=X, b=X), f"The ZIP archive holds “a”, “b” and no x or w; {ADVICE}"),
        (
            npz(**{letter * 30: X for letter in "abcdef"}),
            "The ZIP archive holds "
            + ", ".join(f"“{letter * 20}…”" for letter in "abcde")
            + f", … and no x or w; {ADVICE}",
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
        (
            packed(x=bytes(200_000_000)),
            "Unpacked it has 200,000,000 bytes; the limit is 10,485,760, save a smaller array.",
        ),
        (
            packed(x=bytes(6_000_000), w=bytes(6_000_000)),
            "Unpacked it has 12,000,000 bytes; the limit is 10,485,760, save a smaller array.",
        ),
    ],
)
def test_a_bad_archive_is_refused(data, message):
    assert refusal(data) == message


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


# ---------------------------------------------------------------------------------------- pictures


def test_a_grey_picture_at_rank_2_and_3():
    data = picture([[0, 100, 255], [7, 8, 9]])
    assert only(data, 2).tolist() == [[0, 100, 255], [7, 8, 9]]
    assert only(data, 3).tolist() == [[[0, 100, 255], [7, 8, 9]]] * 3
    assert read(data, 2).note == ""


def test_a_colour_picture_is_three_slices_or_grey():
    data = picture([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]])
    assert only(data, 3).tolist() == [[[255, 0, 0]], [[0, 255, 0]], [[0, 0, 255]]]
    assert only(data, 2).tolist() == [[76, 150, 29]]


def test_a_jpeg_is_read():
    tensor = only(picture(np.full((2, 3), 100), "JPEG"), 2)
    assert tensor.shape == (2, 3)
    assert np.abs(tensor - 100).max() <= 1
    inks = Image.new("CMYK", (3, 2), (0, 0, 0, 0))
    assert only(picture(inks, "JPEG"), 3).shape == (3, 2, 3)


def test_what_is_transparent_is_white():
    assert only(picture([[[0, 0, 0, 255], [9, 9, 9, 0], [0, 0, 0, 51]]]), 2).tolist() == [[0, 255, 204]]
    assert only(picture([[[0, 255], [9, 0]]]), 3).tolist() == [[[0, 255]]] * 3
    assert only(picture([[5, 6, 7]], transparency=6), 2).tolist() == [[5, 255, 7]]
    palette = Image.fromarray(np.array([[0, 1, 2]], dtype=np.uint8), "P")
    palette.putpalette([10, 10, 10, 20, 20, 20, 30, 30, 30])
    assert only(picture(palette), 2).tolist() == [[10, 20, 30]]
    assert only(picture(palette, transparency=b"\xff\x00\xff"), 2).tolist() == [[10, 255, 30]]


def test_sixteen_bits_have_their_own_transparency():
    made = io.BytesIO()
    Image.fromarray(np.array([[51200, 40000, 200]], dtype=np.uint16)).save(made, "PNG", transparency=40000)
    assert only(made.getvalue(), 2).tolist() == [[200, 255, 0]]


def test_sixteen_bits_and_one_bit_of_grey_are_scaled():
    rows = b"".join(b"\0" + struct.pack(">3H", *row) for row in ((0, 257, 65535), (32768, 25700, 511)))
    assert only(png(3, 2, rows, bits=16), 2).tolist() == [[0, 1, 255], [128, 100, 1]]
    assert only(png(3, 1, b"\0\xa0", bits=1), 2).tolist() == [[255, 0, 255]]


def test_a_large_picture_is_scaled_down_and_says_so():
    contents = read(picture(np.full((480, 640), 7)), 2)
    assert contents.note == "The picture of 640 × 480 pixels was scaled down to 256 × 192."
    assert contents.tensors[""].shape == (192, 256)
    assert set(contents.tensors[""].ravel()) == {7}
    contents = read(picture(np.full((300, 2, 3), 7)), 3, side=30)
    assert contents.note == "The picture of 2 × 300 pixels was scaled down to 1 × 30."
    assert contents.tensors[""].shape == (3, 30, 1)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_camera_s_orientation_is_applied(kind):
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise by a quarter
    flat = np.repeat(np.repeat([[0, 255], [0, 255], [0, 255]], 16, axis=0), 16, axis=1)
    contents = read(picture(flat, kind, exif=exif), 2, side=24)
    assert contents.note == "The picture of 48 × 32 pixels was scaled down to 24 × 16."
    turned = contents.tensors[""]
    assert turned.shape == (16, 24)
    assert turned[2].max() < 30
    assert turned[13].min() > 225


def test_a_vector_is_no_picture():
    assert refusal(picture([[1, 2]]), 1) == (
        "A picture has rows and columns; choose the rank 2D matrix (grey) "
        "or 3D tensor (red, green, blue) first."
    )


def jpeg_that_says(width, height):
    data = picture([[1, 2, 3]], "JPEG")
    place = data.index(b"\xff\xc0") + 5
    return data[:place] + struct.pack(">2H", height, width) + data[place + 4 :]


@pytest.mark.parametrize("kind", [png(50_000, 50_000, b""), jpeg_that_says(50_000, 50_000)])
def test_a_bomb_is_not_decoded(kind):
    assert refusal(kind) == (
        "The picture has 50000 × 50000 pixels, more than the limit of 50,000,000; scale it down first."
    )


def test_a_jpeg_of_many_scans_is_not_decoded():
    data = picture(np.arange(64).reshape(8, 8), "JPEG", progressive=True)
    scan = data[data.rindex(b"\xff\xda") : -2]
    message = "The picture has more than 100 scans; save it again as PNG."
    assert refusal(data[:-2] + scan * 100 + data[-2:]) == message


@pytest.mark.parametrize(
    "data",
    [
        png(3, 2, b"\0\1"),
        png(0, 2, b""),
        png(3, 2, bytes(8), bits=7),
        png(3, 2, b"\x09\1\2\3\0\1\2\3"),
        png(3, 2, bytes(8)).replace(b"IDAT", b"IDAX"),
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xd9",
    ],
)
def test_a_damaged_picture_is_refused(data):
    assert refusal(data) == "The picture is damaged or cut short; save it again."


# ----------------------------------------------------------------------------------------- lessons


def test_a_lesson_with_everything():
    fields = read(
        lesson(
            rank=2,
            example="sobel",
            title="<script>alert(1)</script> 👩‍🏫",
            stride=[1, 2],
            padding=[[0, 1], [1, 0]],
            dilation=1,
            flip=True,
            bias=0.5,
            padding_mode="edge",
            step=3,
        ),
        2,
    ).lesson
    assert fields.pop("x").tolist() == [[1, 2, 3], [4, 5, 6]]
    assert fields.pop("w").tolist() == [[1, 2]]
    assert fields == {
        "rank": 2,
        "example": "sobel",
        "title": "<script>alert(1)</script> 👩‍🏫",
        "stride": (1, 2),
        "padding": ((0, 1), (1, 0)),
        "dilation": 1,
        "flip": True,
        "bias": 0.5,
        "padding_mode": "edge",
        "step": 3,
    }


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b" \r\n\t"])
def test_a_lesson_has_its_own_rank_and_no_tensors_beside(before):
    contents = read(before + lesson(x=[1, 2.5, 3], w=[1, 2]), 3)
    assert contents.tensors == {}
    assert contents.lesson["x"].tolist() == [1, 2.5, 3]
    assert contents.lesson["w"].dtype == np.float64


def test_a_lesson_as_we_write_it():
    fields = {
        "rank": 3,
        "title": "Größe",
        "x": DEEP[:, :2, :2] / 2,
        "w": np.ones((1, 1, 2)),
        "stride": (1, 1, 2),
    }
    assert (
        files.to_lesson(fields).decode()
        == """\
{
  "convviz": 1,
  "rank": 3,
  "title": "Größe",
  "x": [
    [
      [0, 0.5],
      [2, 2.5]
    ],
    [
      [6, 6.5],
      [8, 8.5]
    ]
  ],
  "w": [
    [
      [1, 1]
    ]
  ],
  "stride": [1, 1, 2]
}
"""
    )


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"convviz": ...}, 'The lesson file has no version; it must say "convviz": 1.'),
        (
            {"convviz": 2},
            "The lesson file’s version 2 is newer than this page knows (1); open it with a newer convviz.",
        ),
        ({"convviz": True}, "The lesson file’s version is true; it must be 1."),
        ({"convviz": "1"}, "The lesson file’s version is “1”; it must be 1."),
        ({"convviz": 0}, "The lesson file’s version is 0; it must be 1."),
        ({"shape": 1e9}, "The lesson file has unknown fields: “shape”; remove them."),
        (
            {f"{letter}\n{'z' * 30}": 1 for letter in "abcdef"},
            "The lesson file has unknown fields: "
            + ", ".join(f"“{letter} {'z' * 18}…”" for letter in "abcde")
            + ", …; remove them.",
        ),
        ({"w": ...}, "The lesson file has no w; give it x and w."),
        ({"rank": 4}, "The rank is 4; give 1, 2 or 3."),
        ({"rank": None}, "The rank is null; give 1, 2 or 3."),
        ({"x": [[[[1]]]]}, "The rank is 4; give 1, 2 or 3."),
        ({"rank": 3}, "x: Its lists are nested 2 deep; at rank 3 they must be 3 deep."),
        ({"w": [1]}, "w: Its lists are nested 1 deep; at rank 2 they must be 2 deep."),
        ({"w": "cat"}, "w: Its lists are nested 0 deep; at rank 2 they must be 2 deep."),
        ({"w": [[[1]]]}, "w: Row 1, column 1 is a list, which is not a number."),
        ({"x": [[1, 2], [3]]}, "x: Beside a list of 2 stands one of 1; make all rows equally long."),
        ({"x": [[1, 2], 3]}, "x: Beside a list of 2 stands 3; make all rows equally long."),
        ({"x": []}, "x: A length of 0 is too little; at least 1 is needed."),
        ({"x": [[]]}, "x: 0 columns are too few; at least 1 is needed."),
        ({"x": [[1, True]]}, "x: Row 1, column 2 is true, which is not a number."),
        ({"x": [[1, 2], [None, 3]]}, "x: Row 2, column 1 is null, which is not a number."),
        ({"x": [["1"]]}, "x: Row 1, column 1 is “1”, which is not a number."),
        ({"x": [[{}]]}, "x: Row 1, column 1 is an object, which is not a number."),
        ({"x": [[1] * 257]}, "x: 257 columns are too many; the limit is 256."),
        ({"x": [[[1]]] * 17, "w": [[[1]]]}, "x: A depth of 17 is too much; the limit is 16."),
        (
            {"x": [[1, 10**400]]},
            "x: Row 1, column 2 holds inf; every value must be finite, replace it by a number.",
        ),
        (
            {"x": [[1, float("nan")]]},
            "The lesson file holds NaN; every value must be finite, replace it by a number.",
        ),
        ({"title": 7}, "The title is 7; give one line of at most 120 characters."),
        ({"title": "a\nb"}, "The title is “a b”; give one line of at most 120 characters."),
        ({"title": "\ud800"}, "The title is “�”; give one line of at most 120 characters."),
        ({"title": "a" * 121}, f"The title is “{'a' * 30}…”; give one line of at most 120 characters."),
        ({"example": ["a"]}, "The example is a list; give one line of at most 120 characters."),
        ({"step": 0}, "The step is 0; give a whole number from 1."),
        ({"step": True}, "The step is true; give a whole number from 1."),
        ({"step": 1.0}, "The step is 1.0; give a whole number from 1."),
        ({"step": 10**9}, "The step is 1000000000; give a whole number from 1."),
        ({"padding": [0] * 4}, "padding: It is a list of 4; give one entry per axis, 1 to 3."),
    ],
)
def test_a_mistake_in_a_lesson_is_named(fields, message):
    assert refusal(lesson(**fields)) == message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "The lesson file is no valid JSON: line 1, column 2: Expecting property name"),
        (b'{"x": 1}\n{', "The lesson file is no valid JSON: line 2, column 1: Extra data."),
        (b'{"a":' * 100_000, "The lesson file is nested too deeply; lists of rank 3 are enough."),
        (b'{"a":' + b"[" * 100_000, "The lesson file is nested too deeply; lists of rank 3 are enough."),
        (b'{"x": -Infinity}', "The lesson file holds -Infinity; every value must be finite"),
    ],
)
def test_what_is_no_json_is_refused(data, message):
    assert refusal(data).startswith(message)


# ----------------------------------------------------------------------------------------- hostile


def start(data, size=files.MAX_BYTES):
    """The data over and over, up to a size."""
    return (data * (size // len(data) + 1))[:size]


@pytest.mark.parametrize(
    "data",
    [
        start(b"\n"),
        start(b"1\n"),
        start(b"1,"),
        start(b"1"),
        start(b'"'),
        start(b'"1\n'),
        start(b"["),
        b'{"convviz": 1, "w": [1], "x": [' + start(b"0,", 10_000_000) + b"0]}",
        b'{"convviz": 1, "w": [[1]], "x": [' + start(b"[0],", 10_000_000) + b"[0]]}",
        b'{"convviz": 1, "w": [1], "x": [1], "padding": [' + start(b"0,", 10_000_000) + b"0]}",
        b'{"convviz": 1, "w": [1], "x": [1], "padding": ' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"convviz": 1, "w": [1], "x": [' + start(b"9", 10_000_000) + b"]}",
        b"PK\x03\x04" + start(b"PK\x01\x02", 10_000_000),
    ],
    ids=lambda data: repr(data[:12]),
)
def test_ten_megabytes_are_refused_in_seconds(data):
    began = time.perf_counter()
    assert refusal(data).endswith(".")
    assert time.perf_counter() - began < 10


SAMPLES = {
    "table": b"1;2,5;3\r\n4;5;6\r\n",
    "npy": npy(X),
    "npz": npz(x=X, w=X[:1]),
    "compressed": packed(x=npy(X), w=npy(X)),
    "png": picture(np.arange(60).reshape(5, 4, 3)),
    "jpeg": picture(np.arange(60).reshape(5, 4, 3), "JPEG"),
    "progressive": picture(np.arange(60).reshape(5, 4, 3), "JPEG", progressive=True),
    "palette": picture(Image.fromarray(np.arange(12, dtype=np.uint8).reshape(3, 4)).convert("P")),
    "lesson": lesson(title="cut", stride=[1, 2]),
}
sampled = pytest.mark.parametrize("name", SAMPLES)


def assert_refused_or_in_order(data, rank):
    """`read` raises `FileError` with a sentence or returns finite tensors within the limits."""
    try:
        contents = read(data, rank)
    except FileError as caught:
        sentence = str(caught)
    else:
        assert_in_order(contents, rank)
        return
    assert re.fullmatch(r"[^\n]+\.", sentence)


def assert_in_order(contents, rank):
    lesson = contents.lesson or {}
    tensors = [*contents.tensors.values(), *(lesson[name] for name in ("x", "w") if lesson)]
    assert tensors
    for tensor in tensors:
        assert tensor.dtype == np.float64
        assert lesson or tensor.ndim == rank
        assert np.isfinite(files.check_shape(tensor)).all()


@sampled
@pytest.mark.parametrize("rank", [1, 2, 3])
def test_a_file_that_is_cut_short(name, rank):
    data = SAMPLES[name]
    for end in range(0, len(data), max(1, len(data) // 150)):
        assert_refused_or_in_order(data[:end], rank)


@sampled
def test_a_file_with_a_byte_that_is_wrong(name):
    data = SAMPLES[name]
    for place in range(0, len(data), max(1, len(data) // 300)):
        for flip in (0x01, 0x80, 0xFF):
            damaged = bytearray(data)
            damaged[place] ^= flip
            assert_refused_or_in_order(bytes(damaged), 2)


# -------------------------------------------------------------------------------------- properties


def made_up(strategies, cases=200):
    """Runs a test on cases that Hypothesis makes up; where it is not installed the test is skipped."""

    def decorate(check):
        def test():
            hypothesis = pytest.importorskip(
                "hypothesis", reason="Hypothesis makes up the cases of this test"
            )
            quick = hypothesis.settings(max_examples=cases, deadline=None, derandomize=True)
            quick(hypothesis.given(*strategies())(check))()

        return test

    return decorate


def tensors():
    """A tensor of rank 1, 2 or 3 of any finite values."""
    from hypothesis import strategies as st
    from hypothesis.extra.numpy import array_shapes, arrays

    values = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-9, 9).map(float)
    return (arrays(np.float64, array_shapes(min_dims=1, max_dims=3, max_side=5), elements=values),)


def lessons():
    """The fields of a lesson."""
    from hypothesis import strategies as st
    from hypothesis.extra.numpy import array_shapes, arrays

    def fields(shape):
        values = arrays(np.float64, shape, elements=st.floats(-1e99, 1e99))
        text = st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"]), max_size=120)
        rest = {
            "title": text,
            "example": text,
            "stride": st.integers(1, 9) | st.tuples(*[st.integers(1, 9)] * len(shape)),
            "padding": st.sampled_from([1, "same", ((0, 2),) * len(shape)]),
            "flip": st.booleans(),
            "bias": st.floats(-1e99, 1e99),
            "step": st.integers(1, 999_999_999),
            "rank": st.just(len(shape)),
        }
        return st.fixed_dictionaries({"x": values, "w": values}, optional=rest)

    return (array_shapes(min_dims=1, max_dims=3, max_side=4).flatmap(fields),)


def hostile():
    """Bytes that begin like something, and a rank."""
    from hypothesis import strategies as st

    beginnings = [
        b"",
        b"\x93NUMPY\x01\0",
        b"PK\x03\x04",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xc0",
        b"{",
        b"1,",
    ]
    ends = st.binary(max_size=300) | st.text('0123456789,;./-e\n\t "[]{}', max_size=99).map(str.encode)
    return st.builds(bytes.__add__, st.sampled_from(beginnings), ends), st.integers(1, 3)


def spliced():
    """A good file with a piece of another one in it, and a rank."""
    from hypothesis import strategies as st

    def splice(data, other, place, start, length):
        return data[:place] + other[start : start + length] + data[place + length :]

    samples, places = st.sampled_from(list(SAMPLES.values())), st.integers(0, 900)
    return st.builds(splice, samples, samples, places, places, st.integers(0, 60)), st.integers(1, 3)


@made_up(tensors)
def test_every_tensor_comes_back(tensor):
    for data in (files.to_table(tensor).encode(), files.to_npy(tensor)):
        assert np.array_equal(only(data, tensor.ndim), tensor)
    assert np.array_equal(read_table(files.to_table(tensor), tensor.ndim), tensor)


@made_up(lessons)
def test_every_lesson_comes_back(fields):
    back = read(files.to_lesson(fields), fields["x"].ndim).lesson
    assert list(back) == list({**fields, "rank": fields["x"].ndim})
    for name, value in fields.items():
        assert np.array_equal(back[name], value) if name in ("x", "w") else back[name] == value


@made_up(hostile, cases=600)
def test_any_bytes_are_refused_or_in_order(data, rank):
    assert_refused_or_in_order(data, rank)


@made_up(spliced, cases=600)
def test_any_mixture_of_files_is_refused_or_in_order(data, rank):
    assert_refused_or_in_order(data, rank)
