"""Pictures become tensors."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from PIL import Image
from samples import only, picture, png, refusal

from convviz.document.reading.contents import read, read_tensor


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
    assert only(made.getvalue(), 2).tolist() == [[51200, 65535, 200]]


def test_sixteen_bits_of_grey_are_kept_and_offered_as_eight():
    rows = b"".join(b"\0" + struct.pack(">3H", *row) for row in ((0, 257, 65535), (32768, 25700, 511)))
    contents = read(png(3, 2, rows, bits=16), 2)
    assert contents.tensors[""].tolist() == [[0, 257, 65535], [32768, 25700, 511]]
    assert contents.note == "A picture of 16 bits: its values are kept, from 0 to 65,535."
    assert contents.offers[0].label == "Scale its values to 0 to 255"
    assert contents.offers[0].values.tolist() == [[0, 1, 255], [128, 100, 2]]


def test_one_bit_of_grey_is_black_and_white():
    assert only(png(3, 1, b"\0\xa0", bits=1), 2).tolist() == [[255, 0, 255]]


def test_a_large_picture_is_scaled_down_and_says_so():
    contents = read(picture(np.full((480, 640), 7)), 2)
    assert contents.note == "The picture of 640 × 480 pixels was scaled down to 256 × 192."
    assert contents.tensors[""].shape == (192, 256)
    assert set(contents.tensors[""].ravel()) == {7}
    contents = read(picture(np.full((300, 2, 3), 7)), 3, side=lambda rank: 30)
    assert contents.note == "The picture of 2 × 300 pixels was scaled down to 1 × 30."
    assert contents.tensors[""].shape == (3, 30, 1)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_camera_s_orientation_is_applied(kind):
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise by a quarter
    flat = np.repeat(np.repeat([[0, 255], [0, 255], [0, 255]], 16, axis=0), 16, axis=1)
    contents = read(picture(flat, kind, exif=exif), 2, side=lambda rank: 24)
    assert contents.note == "The picture of 48 × 32 pixels was scaled down to 24 × 16."
    turned = contents.tensors[""]
    assert turned.shape == (16, 24)
    assert turned[2].max() < 30
    assert turned[13].min() > 225


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "BMP", "TIFF", "PPM"])
def test_kinds_of_pictures(kind):
    options = {"lossless": True} if kind == "WEBP" else {}
    pixels = np.kron([[[255, 0, 0], [0, 255, 0]], [[0, 0, 255], [9, 9, 9]]], np.ones((4, 5, 1)))
    contents = read(picture(pixels, kind, **options), 3)
    np.testing.assert_array_equal(contents.tensors[""], pixels.transpose(2, 0, 1))
    assert contents.note == ""
    grey = read(picture(pixels, kind, **options), 2)
    assert grey.tensors[""].shape == (8, 10)
    assert grey.note == "Its colours became grey: 0.299 red + 0.587 green + 0.114 blue."
    assert read_tensor(picture(pixels, kind, **options)).shape == (3, 8, 10)
    assert read_tensor(picture(pixels[..., 0], kind, **options)).ndim == 2


def test_what_is_transparent_or_moves_is_said():
    contents = read(picture([[[0, 0, 0, 255], [9, 9, 9, 0]]]), 3)
    assert contents.note == "What is transparent in it stands on white."
    frames = [Image.new("L", (3, 2), grey) for grey in (7, 9)]
    for kind in ("GIF", "WEBP", "TIFF", "PNG"):
        options = {"lossless": True} if kind == "WEBP" else {}
        contents = read(picture(frames[0], kind, save_all=True, append_images=frames[1:], **options), 2)
        assert set(contents.tensors[""].ravel()) == {7}
        assert contents.note == "It has several frames: this is the first."


def test_colours_of_sixteen_bits_are_cut_and_said():
    rows = b"".join(b"\0" + struct.pack(">6H", 65535, 257, 0, 514, 0, 65535) for _ in range(2))
    contents = read(png(2, 2, rows, bits=16, colour=2), 3)
    assert contents.tensors[""][:, 0, 0].tolist() == [255, 1, 0]
    assert contents.note == "Its colours have more than 8 bits and were cut to 8: values from 0 to 255."


@pytest.mark.parametrize(
    ("data", "values", "note"),
    [
        (b"P2\n# made by hand\n3 2\n255\n0 1 2\n3 4 255\n", [[0, 1, 2], [3, 4, 255]], ""),
        (b"P5 3 1 255 \x00\x07\xff", [[0, 7, 255]], ""),
        (b"P2 3 1 15 0 5 15", [[0, 5, 15]], "Its white is 15: its values are kept, from 0 to 15."),
        (
            b"P5 2 1 4095 \x00\x07\x0f\xff",
            [[7, 4095]],
            "Its white is 4,095: its values are kept, from 7 to 4,095.",
        ),
        (b"P1 3 1 0 1 0", [[255, 0, 255]], ""),
    ],
)
def test_grey_of_netpbm_keeps_its_values(data, values, note):
    contents = read(data, 2)
    assert (contents.tensors[""].tolist(), contents.note) == (values, note)


def test_colours_of_netpbm():
    assert only(b"P3 2 1 9 1 2 3 4 5 6", 3).tolist() == [[[1, 4]], [[2, 5]], [[3, 6]]]
    assert only(b"P6 1 1 255 \x01\x02\x03", 3).tolist() == [[[1]], [[2]], [[3]]]


@pytest.mark.parametrize(
    "data",
    [
        b"P2 3 2 255 1 2",
        b"P2 1 1 255 256",
        b"P5 9 9 255 x",
        b"P2 1 1 0 0",
        b"P2 0 1 255 ",
        b"P6 1 1 255 x",
        b"P2 x",
    ],
)
def test_a_damaged_netpbm_is_refused(data):
    assert refusal(data).endswith(".")


def test_sizes_of_a_webp_are_checked_before_it_is_opened():
    for chunk in (
        b"VP8X" + bytes(8) + (16382).to_bytes(3, "little") * 2,
        b"VP8L" + bytes(4) + b"\x2f" + (16382 | 16382 << 14).to_bytes(4, "little"),
        b"VP8 " + bytes(10) + (16383).to_bytes(2, "little") * 2,
    ):
        data = b"RIFF" + bytes(4) + b"WEBP" + chunk + bytes(20)
        assert refusal(data).startswith("The picture has 16383 × 16383 pixels")


def test_large_pictures_of_sixteen_bits_are_averaged():
    made = io.BytesIO()
    Image.fromarray(np.full((600, 300), 40000, dtype=np.uint16)).save(made, "PNG")
    contents = read(made.getvalue(), 2)
    assert contents.note.startswith("The picture of 300 × 600 pixels was scaled down to 100 × 200.")
    assert set(contents.tensors[""].ravel()) == {40000}


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
