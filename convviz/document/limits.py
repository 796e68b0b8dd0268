"""How much the stage shows. Imports `convviz.core` only."""

from __future__ import annotations

import math

from convviz.core import Convolution, ConvolutionError

#: How many products (windows times filter cells) the stage shows.
MAX_PRODUCTS = 600_000
#: How many cells and slices of the padded input it shows.
MAX_INPUT = 2_000_000
MAX_SLICES = 80


def check_size(convolution: Convolution) -> None:
    """Raises `ConvolutionError` for more products, or more padding, than the stage shows."""
    padded = [n + sum(pair) for n, pair in zip(convolution.x.shape, convolution.padding, strict=True)]
    slices, cells = (1, 1, *padded)[-3], math.prod(padded)
    if slices > MAX_SLICES or cells > MAX_INPUT:
        raise ConvolutionError(
            f"the padded input has {cells:,} cells and a depth of {slices:,}; the stage shows up to "
            f"{MAX_INPUT:,} and a depth of {MAX_SLICES}; use less padding"
        )
    windows, taps = len(convolution), math.prod(convolution.w.shape)
    if windows * taps > MAX_PRODUCTS:
        raise ConvolutionError(
            f"{windows:,} windows of {taps:,} cells make {windows * taps:,} products; the stage shows up "
            f"to {MAX_PRODUCTS:,}; use a smaller input, a smaller filter or a larger stride"
        )
