"""Pictures as tensors, scaled down to what a page can show.

Their kind is told by their first bytes, their sizes are checked before they are decoded. Values are those of
the file: from 0 to 255, or more where it holds more. `Image.open` is passed by: it would try more kinds than
these, and warn before we can check.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.PpmImagePlugin import PpmImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from convviz.document.limits import MAX_PIXELS, MAX_SCANS
from convviz.document.reading import netpbm
from convviz.document.reading.errors import Offer, ReadError, damaged
from convviz.document.reading.shapes import RANK_NAMES, Reading, Tensor, finite, opening

#: The longest side of a picture, by the rank at which it is read.
Side: TypeAlias = Callable[[int], int]

_KINDS: dict[bytes, Callable[[io.BytesIO], ImageFile.ImageFile]] = {
    b"\x89PNG\r\n\x1a\n": PngImageFile,
    b"\xff\xd8\xff": JpegImageFile,
    b"GIF87a": GifImageFile,
    b"GIF89a": GifImageFile,
    b"BM": BmpImageFile,
    b"II*\0": TiffImageFile,
    b"MM\0*": TiffImageFile,
    b"RIFF": WebPImageFile,
    b"P1": PpmImageFile,
    b"P4": PpmImageFile,
}
_NETPBM = re.compile(rb"P[1-6](?:\s|#[^\n]*+\n)++\d")
_ORIENTATION = 0x0112  # the EXIF tag that says how the camera was held
_ON_ITS_SIDE = (5, 6, 7, 8)
_BITS_PER_SAMPLE = 258  # a tag of TIFF
#: What an offer says that opens the other of grey and colours.
_OTHER = {2: f"Open it in grey as a {RANK_NAMES[2]}", 3: f"Open its colours as a {RANK_NAMES[3]}"}
_GREY = "Its colours became grey: 0.299 red + 0.587 green + 0.114 blue."
_WHITE = "What is transparent in it stands on white."
_EIGHT_BITS = "Its colours have more than 8 bits and were cut to 8: values from 0 to 255."


def is_picture(data: bytes) -> bool:
    """Whether bytes begin as one of the kinds of pictures that are read."""
    if data.startswith(b"RIFF"):
        return data[8:12] == b"WEBP"
    if data.startswith(b"BM"):
        return len(data) > 26 and data[6:10] == bytes(4)
    if data[:1] == b"P" and data[1:2] in b"123456":
        return bool(_NETPBM.match(data[:1000]))
    return data.startswith(tuple(_KINDS))


def read_picture(data: bytes, rank: int | None, side: Side) -> Reading:
    """A picture: grey at rank 2, at rank 3 its red, green and blue as three slices; the other is offered.

    Without a rank it is grey if it is grey in the file. The notes say how it was scaled down, to what `side`
    gives of its rank, and what became of its colours, its transparency, its other frames.
    """
    if rank == 1:
        found = read_picture(data, None, side)
        raise ReadError(
            f"A picture has rows and columns; choose the rank {RANK_NAMES[2]} (grey) "
            f"or {RANK_NAMES[3]} (red, green, blue) first.",
            [opening(found.values), *found.offers],
            found.values,
        )
    with damaged("picture"):
        if data[:2] in (b"P2", b"P3", b"P5", b"P6"):
            return _netpbm(data, rank, side)
        image = _opened(data)
        notes = _frames(image)
        if image.mode[:1] in "IF":
            return _deep(image, rank, side, notes)
        return _coloured(image, rank, side, [*notes, *_cut_bits(image, data)])


def _opened(data: bytes) -> ImageFile.ImageFile:
    """The picture, not decoded yet."""
    _check_webp(data)
    image = next(kind for start, kind in _KINDS.items() if data.startswith(start))(io.BytesIO(data))
    check_pixels(image.size)
    if isinstance(image, JpegImageFile) and data.count(b"\xff\xda") > MAX_SCANS:
        raise ReadError(f"The picture has more than {MAX_SCANS} scans; save it again as PNG.")
    return image


def check_pixels(size: tuple[int, int]) -> None:
    """Raises `ReadError` for a picture of more pixels than are decoded."""
    if math.prod(size) > MAX_PIXELS:
        raise ReadError(
            f"The picture has {_by(size)} pixels, more than the limit of {MAX_PIXELS:,}; scale it down first."
        )


def _check_webp(data: bytes) -> None:
    """Checks the sizes of a WebP picture, for which Pillow takes memory when it opens one.

    Source: RFC 9649; a chunk `VP8X` has the canvas, `VP8L` and `VP8 ` have 14 bits a side.
    """
    if not data.startswith(b"RIFF"):
        return
    kind = data[12:16]
    if kind == b"VP8X":
        check_pixels((1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")))
    elif kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        check_pixels((1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)))
    else:
        sides = (int.from_bytes(data[at : at + 2], "little") & 0x3FFF for at in (26, 28))
        check_pixels((next(sides), next(sides)))


def _frames(image: ImageFile.ImageFile) -> list[str]:
    return ["It has several frames: this is the first."] if getattr(image, "is_animated", False) else []


def _cut_bits(image: ImageFile.ImageFile, data: bytes) -> list[str]:
    """A sentence where Pillow leaves 8 of more bits a colour."""
    if isinstance(image, PngImageFile):
        return [_EIGHT_BITS] if data[24] > 8 else []
    if isinstance(image, TiffImageFile):
        bits = image.tag_v2.get(_BITS_PER_SAMPLE, (8,))
        return [_EIGHT_BITS] if max(bits if isinstance(bits, tuple) else (bits,)) > 8 else []
    return []


# Pictures of 8 bits.


def _coloured(image: Image.Image, rank: int | None, side: Side, notes: Sequence[str]) -> Reading:
    turned = image.getexif().get(_ORIENTATION) in _ON_ITS_SIDE
    before = image.size[::-1] if turned else image.size
    plain = _plain(image)
    plain.thumbnail((side(rank or 2),) * 2, Image.Resampling.LANCZOS)
    opaque, on_white = _on_white(ImageOps.exif_transpose(plain))
    is_grey = _is_grey(opaque)
    rank = rank or (2 if is_grey else 3)
    pixels = _pixels(opaque, rank, side)
    notes = [*notes, *on_white, *([_GREY] if rank == 2 and not is_grey else [])]
    reading = _reading(pixels, [*_scaling(before, pixels.shape[1::-1]), *notes])
    if rank == 2 and is_grey:
        return reading
    values = _reading(_pixels(opaque, 5 - rank, side), []).values
    return Reading(reading.values, reading.notes, (Offer(_OTHER[values.ndim], values, opens=True),))


def _pixels(opaque: Image.Image, rank: int, side: Side) -> NDArray[np.float64]:
    """The grey values of a picture that was scaled down already, or its red, green and blue ones."""
    small = opaque.convert("L" if rank == 2 else "RGB")
    small.thumbnail((side(rank),) * 2, Image.Resampling.LANCZOS)
    return np.asarray(small, dtype=np.float64)


def _plain(image: Image.Image) -> Image.Image:
    """The picture in a mode that can be scaled; as it is, and not decoded yet, where that is possible."""
    if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK") and "transparency" not in image.info:
        return image
    if image.mode == "1":
        return image.convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _on_white(image: Image.Image) -> tuple[Image.Image, list[str]]:
    if not image.has_transparency_data:
        return image, []
    layered = image.convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    has_holes = bool((np.asarray(layered.getchannel("A")) < 255).any())
    return Image.alpha_composite(white, layered), [_WHITE] if has_holes else []


def _is_grey(image: Image.Image) -> bool:
    if image.mode in ("L", "LA", "1"):
        return True
    pixels = np.asarray(image.convert("RGB"))
    return bool((pixels == pixels[..., :1]).all())


# Pictures of more bits.


def _deep(image: Image.Image, rank: int | None, side: Side, notes: Sequence[str]) -> Reading:
    """A grey picture of 16 bits or more, or of floats: its values are kept."""
    values = np.asarray(image)
    on_white: list[str] = []
    if "transparency" in image.info:  # the grey that is to be seen through
        values = np.where(values == image.info["transparency"], 65535, values)
        on_white = [_WHITE]
    small = _averaged(values, side(rank or 2))
    turned = image.getexif().get(_ORIENTATION) in _ON_ITS_SIDE
    before = values.shape if turned else values.shape[::-1]
    plain = Image.fromarray(small.astype(np.float32))
    plain.info = image.info
    upright = np.asarray(ImageOps.exif_transpose(plain), dtype=np.float64)
    kind = "of floats" if image.mode == "F" else "of 16 bits" if small.max() < 65536 else "of 32 bits"
    return _kept(
        upright,
        before,
        rank,
        [f"A picture {kind}: its values are kept, {_range(upright)}.", *on_white, *notes],
    )


def _netpbm(data: bytes, rank: int | None, side: Side) -> Reading:
    """A PGM or PPM picture; Pillow would stretch its values to 255 or 65,535."""
    values, white = netpbm.read(data, check_pixels)
    if white == 255:
        return _coloured(Image.fromarray(values.astype(np.uint8)), rank, side, [])
    before = values.shape[1::-1]
    small = _averaged(values, side(rank or values.ndim))
    note = f"Its white is {white:,}: its values are kept, {_range(small)}."
    if small.ndim == 2:
        return _kept(small, before, rank, [note], white)
    if rank == 2:
        return _kept(small @ [0.299, 0.587, 0.114], before, rank, [note, _GREY], white)
    return _reading(small, [*_scaling(before, small.shape[1::-1]), note])


def _averaged(values: NDArray[Any], side: int) -> NDArray[np.float64]:
    """Pixels as floats; where there are more than fit, averages of squares of them."""
    step = -(-max(values.shape[:2]) // side)
    if step == 1:
        return values.astype(np.float64)
    rows = range(0, values.shape[0], step)
    return np.stack([_means(values[row : row + step], step) for row in rows])


def _means(rows: NDArray[Any], step: int) -> NDArray[np.float64]:
    """The means of so many columns each of some rows."""
    means = rows.mean(axis=0, dtype=np.float64)
    starts = np.arange(0, len(means), step)
    counts = np.diff([*starts, len(means)]).reshape(-1, *[1] * (means.ndim - 1))
    sums: NDArray[np.float64] = np.add.reduceat(means, starts, axis=0)
    return sums / counts


def _kept(
    grey: Tensor, before: tuple[int, ...], rank: int | None, notes: Sequence[str], white: float = 65535
) -> Reading:
    """A grey picture whose values are kept, and an offer of the usual ones."""
    pixels = finite(grey if rank in (None, 2) else np.stack([grey] * 3, axis=-1))
    read = _reading(pixels, [*_scaling(before, grey.shape[::-1]), *notes])
    usual = np.round(read.values * (255 / white))
    return Reading(read.values, read.notes, (Offer("Scale its values to 0 to 255", usual),))


def _range(values: Tensor) -> str:
    return f"from {values.min():,.6g} to {values.max():,.6g}"


def _reading(pixels: Tensor, notes: Sequence[str]) -> Reading:
    tensor = pixels if pixels.ndim == 2 else np.ascontiguousarray(pixels.transpose(2, 0, 1))
    return Reading(tensor, tuple(notes))


def _scaling(before: tuple[int, ...], after: tuple[int, ...]) -> list[str]:
    if tuple(before) == tuple(after):
        return []
    return [f"The picture of {_by(before)} pixels was scaled down to {_by(after)}."]


def _by(size: tuple[int, ...]) -> str:
    return f"{size[0]} × {size[1]}"
