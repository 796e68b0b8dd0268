"""PNG and JPEG pictures as tensors, scaled down to what a page can show."""

from __future__ import annotations

import io
import math

import numpy as np
from PIL import Image, ImageFile, ImageOps
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from convviz.document.limits import MAX_PIXELS, MAX_SCANS
from convviz.document.reading.errors import FileError, damaged
from convviz.document.reading.shapes import RANK_NAMES, Tensor, fitted

_ORIENTATION = 0x0112  # the EXIF tag that says how the camera was held
_ON_ITS_SIDE = (5, 6, 7, 8)


def read_picture(data: bytes, rank: int, side: int) -> tuple[Tensor, str]:
    """A picture, and a sentence about how it was scaled down, or none.

    Grey at rank 2, at rank 3 its red, green and blue as three slices; values from 0 to 255.
    """
    if rank == 1:
        raise FileError(
            f"A picture has rows and columns; choose the rank {RANK_NAMES[2]} (grey) "
            f"or {RANK_NAMES[3]} (red, green, blue) first."
        )
    with damaged("picture"):
        image = _opened(data)
        before = image.size[::-1] if image.getexif().get(_ORIENTATION) in _ON_ITS_SIDE else image.size
        plain = _plain(image)
        plain.thumbnail((side, side), Image.Resampling.LANCZOS)
        upright = _on_white(ImageOps.exif_transpose(plain)).convert("L" if rank == 2 else "RGB")
        pixels = np.asarray(upright, dtype=np.float64)
    tensor = pixels if rank == 2 else np.ascontiguousarray(pixels.transpose(2, 0, 1))
    fitted(tensor.shape, rank)
    return tensor, _scaling(before, upright.size)


def _opened(data: bytes) -> ImageFile.ImageFile:
    """The picture, not decoded yet; made directly, as `Image.open` would warn before we can check."""
    image = (PngImageFile if data.startswith(b"\x89PNG") else JpegImageFile)(io.BytesIO(data))
    if math.prod(image.size) > MAX_PIXELS:
        raise FileError(
            f"The picture has {_by(image.size)} pixels, more than the limit of {MAX_PIXELS:,}; "
            "scale it down first."
        )
    if isinstance(image, JpegImageFile) and data.count(b"\xff\xda") > MAX_SCANS:
        raise FileError(f"The picture has more than {MAX_SCANS} scans; save it again as PNG.")
    return image


def _plain(image: Image.Image) -> Image.Image:
    """The picture in a mode that can be scaled; as it is, and not decoded yet, where that is possible."""
    if image.mode.startswith("I"):  # 16 bits of grey, which `convert` would cut off at 255
        values = np.asarray(image)
        grey = Image.fromarray((values >> 8).astype(np.uint8))
        grey.info = image.info
        if "transparency" in image.info:  # the grey that is to be seen through, also of 16 bits
            opaque = values != grey.info.pop("transparency")
            grey.putalpha(Image.fromarray(np.where(opaque, 255, 0).astype(np.uint8)))
        return grey
    if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK") and "transparency" not in image.info:
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image.convert("RGBA"))


def _scaling(before: tuple[int, int], after: tuple[int, int]) -> str:
    if before == after:
        return ""
    return f"The picture of {_by(before)} pixels was scaled down to {_by(after)}."


def _by(size: tuple[int, int]) -> str:
    return f"{size[0]} × {size[1]}"
