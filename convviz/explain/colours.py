"""What colour a number has, and the colours around it. Imports `convviz.core` and NumPy only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from convviz.core import Array, ConvolutionError, Layer, Windows

#: Orange for negative, blue for positive, and nothing at all at zero: the page shows through. Orange and blue
#: differ for every common kind of colour vision; strength of colour is strength of value.
NEGATIVE = (214, 106, 20)
POSITIVE = (38, 110, 190)
#: The slices of a picture in colour, in themselves; a number below zero, which it has once edited, is grey.
CHANNELS = {"red": (200, 40, 70), "green": (40, 140, 60), "blue": (60, 96, 214)}
GREY = (128, 128, 128)
#: Text in the page's own colour stays readable (WCAG AA) on the strongest cell, light theme or dark.
STRONGEST = 0.7


class Theme(NamedTuple):
    """What things are drawn in: text, ground, lines, and what is pointed out."""

    ink: str
    paper: str
    line: str
    accent: str


THEMES = {
    "light": Theme(ink="#1c1d24", paper="#ffffff", line="#d5d6de", accent="#6b3fd4"),
    "dark": Theme(ink="#eceef4", paper="#14151b", line="#3a3d4b", accent="#b79cff"),
}


def limit(values: Array) -> float:
    """The end of a colour scale that is symmetric about zero and reaches every value; NaN is none.

    >>> limit(np.array([[1.0, -4.0], [np.nan, 0.0]]))
    4.0

    All zeros give 1, so that the scale has a width.
    """
    return float(np.nanmax(np.abs(values), initial=0.0)) or 1.0


def check_coloured(layer: Layer, coloured: bool) -> None:
    """Raises `ConvolutionError` where an input has no three slices to be drawn in colour."""
    if coloured and (layer.rank != 3 or len(layer.x) != 3):
        raise ConvolutionError(
            f"coloured is True and x has shape {layer.x.shape}; a picture in colour has three slices, give "
            "one of shape (3, rows, columns), or leave coloured out"
        )


def channel_names(windows: Windows) -> list[str]:
    """What the slices of a padded picture in colour are called; those of padding have no name.

    >>> from convviz.core import Convolution
    >>> channel_names(Convolution(np.ones((3, 1, 1)), [[[1]]], padding=((0, 1), (0, 0), (0, 0))).geometry)
    ['red', 'green', 'blue', '']
    """
    return padded_names(windows, CHANNELS)


def padded_names(windows: Windows, names: Iterable[str]) -> list[str]:
    """The names of an input's slices for those of the padded input; those of padding have none."""
    own = iter(names)
    return [next(own) if is_own else "" for is_own in windows.from_input[0]]


def colours(values: Array, bound: float, channel: str = "") -> Array:
    """Red, green, blue and opacity of every value, from 0 to 1, on a scale that ends at `bound`.

    >>> colours(np.array([-2.0, 0.0, 1.0]), 2).round(2).tolist()
    [[0.84, 0.42, 0.08, 0.7], [0.15, 0.43, 0.75, 0.0], [0.15, 0.43, 0.75, 0.35]]

    NaN, a cell without a value, has no opacity. `channel` names the slice of a picture in colour.
    """
    negative, positive = (GREY, CHANNELS[channel]) if channel else (NEGATIVE, POSITIVE)
    share = np.nan_to_num(np.asarray(values) / bound)
    rgb = np.where(share[..., None] < 0, negative, positive) / 255
    return np.concatenate([rgb, STRONGEST * np.abs(share[..., None])], axis=-1)
