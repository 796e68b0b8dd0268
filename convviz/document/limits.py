"""How much there may be of anything."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from convviz.core import ConvolutionError, Filters, Layer, Windows, axis_names

#: The longest signal, the most rows or columns, and the most slices.
MAX_LENGTH = 4096
MAX_SIDE = 256
MAX_DEPTH = 16
#: The most filters of a layer, and the most layers.
MAX_FILTERS = 16
MAX_LAYERS = 6
#: The largest file, in bytes, also unpacked.
MAX_BYTES = 10 * 1024 * 1024
#: How many members a ZIP archive, pixels a picture may have.
MAX_MEMBERS = 16
MAX_PIXELS = 50_000_000
#: The scans of a JPEG; usual are 1 to 12, and each may cost a pass over all pixels.
MAX_SCANS = 100
#: The longest title of a lesson, in characters, and its largest step, which counts from one.
MAX_TITLE = 120
MAX_STEP = 999_999_999
#: The largest stride, dilation and padding of an axis in a link or a lesson.
MAX_ENTRY = 256
#: The largest padding that the page offers.
MAX_PADDING = 32
#: A longer link is not offered, in characters: programs that pass links on cut them.
MAX_LINK = 6000
#: A tensor of more characters travels compacted.
MAX_READABLE = 500
#: The longest text of a tensor in a link, expanded.
MAX_TEXT = 25 * MAX_SIDE * MAX_SIDE * MAX_DEPTH
#: How many products (windows times filter cells) the stage shows.
MAX_PRODUCTS = 600_000
#: How many cells and slices of the padded input it shows.
MAX_INPUT = 2_000_000
MAX_SLICES = 80


def check_size(windows: Windows, filters: int = 1) -> None:
    """Raises `ConvolutionError` for more products, or more padding, than the stage shows.

    The windows are those of each of so many filters.
    """
    count = math.prod(windows.output_shape) * filters
    _check_amount(windows.padded_shape, count, windows.filter_shape, filters)


def check_layer(layer: Layer) -> None:
    """The same for all windows of a layer; besides, there may be more filters than the stage shows.

    >>> check_layer(Filters([1, 2], [[1]] * 17))
    Traceback (most recent call last):
    ...
    convviz.core.errors.ConvolutionError: there are 17 filters; the stage shows up to 16; use fewer
    """
    filters = len(layer.w) if isinstance(layer, Filters) else 1
    if filters > MAX_FILTERS:
        raise ConvolutionError(f"there are {filters} filters; the stage shows up to {MAX_FILTERS}; use fewer")
    _check_amount(layer.geometry.padded_shape, len(layer), layer.geometry.filter_shape, filters)


def _check_amount(padded: Sequence[int], count: int, kernel: Sequence[int], filters: int) -> None:
    slices, cells = (1, 1, *padded)[-3], math.prod(padded)
    if slices > MAX_SLICES or cells > MAX_INPUT:
        raise ConvolutionError(
            f"the padded input has {cells:,} cells and a depth of {slices:,}; the stage shows up to "
            f"{MAX_INPUT:,} and a depth of {MAX_SLICES}; use less padding"
        )
    taps = math.prod(kernel)
    if count * taps > MAX_PRODUCTS:
        fewer = "fewer filters, " if filters > 1 else ""
        raise ConvolutionError(
            f"{count:,} windows of {taps:,} cells make {count * taps:,} products; the stage shows up "
            f"to {MAX_PRODUCTS:,}; use {fewer}a smaller input, a smaller filter or a larger stride"
        )


def check_filters(count: int) -> None:
    """Raises `ValueError` for more filters than a layer may have."""
    if count > MAX_FILTERS:
        raise ValueError(f"{count:,} filters are too many; the limit is {MAX_FILTERS}")


def check_shape(tensor: NDArray[np.float64]) -> NDArray[np.float64]:
    """The tensor, of rank 1, 2 or 3, if none of its axes is empty or longer than the page can show.

    >>> check_shape(np.zeros((2, 257)))
    Traceback (most recent call last):
    ...
    ValueError: 257 columns are too many; the limit is 256
    """
    check_sizes(tensor.shape)
    return tensor


def longest(axis_name: str) -> int:
    """The limit of an axis of this name."""
    return {"length": MAX_LENGTH, "depth": MAX_DEPTH}.get(axis_name, MAX_SIDE)


def check_sizes(shape: tuple[int, ...]) -> None:
    """Raises `ValueError` for a shape that is not of rank 1, 2 or 3, or has an empty or too long axis."""
    if len(shape) > 3:
        raise ValueError(f"it has {len(shape)} axes; at most 3 can be shown")
    for size, name in zip(shape, axis_names(len(shape)), strict=True):
        limit = longest(name)
        many = name in ("rows", "columns")
        given = f"{size:,} {name} are too" if many else f"a {name} of {size:,} is too"
        if size > limit:
            raise ValueError(f"{given} {'many' if many else 'much'}; the limit is {limit}")
        if size < 1:
            raise ValueError(f"{given} {'few' if many else 'little'}; at least 1 is needed")
