"""A convolution with arrays: NumPy and SciPy. Imports `convviz.core` only."""

from __future__ import annotations

import math

from convviz.core import Convolution
from convviz.explain.programs.common import (
    ARRAY,
    NUMPY_WINDOWS,
    Snippet,
    applying,
    every,
    inputs,
    is_dilated,
    is_padded,
    is_strided,
    numpy_pad,
    numpy_windows,
    plus_bias,
    snippet,
)

_MOST_PRODUCTS = 1000  # that SciPy is trusted to add up one by one: it used a Fourier transform from 5,625


def in_numpy(c: Convolution) -> Snippet:
    """The program for NumPy."""
    notes = [
        "sliding_window_view lists all windows without copying them: "
        "its first axes are the output’s, its last the filter’s.",
        *applying((c.flip, "np.flip turns the filter round on every axis.")),
    ]
    axes = tuple(range(c.rank, 2 * c.rank))
    lines = applying(
        (is_padded(c), f"x = {numpy_pad(c)}"),
        (c.flip, "w = np.flip(w)"),
        *numpy_windows(c, c.geometry.spans if is_dilated(c) else "w.shape"),
        (True, f"y = (windows * w).sum(axis={axes[0] if c.rank == 1 else axes}){plus_bias(c)}"),
    )
    return snippet("NumPy", c, notes, NUMPY_WINDOWS, inputs(c, *ARRAY), lines)


def in_scipy(c: Convolution) -> Snippet:
    """The program for SciPy."""
    name = "convolve" if c.flip else "correlate"
    method = ', method="direct"' if _scipy_products(c) > _MOST_PRODUCTS else ""
    lines = applying(
        (is_padded(c), f"x = {numpy_pad(c)}"),
        (is_dilated(c), f"spread = np.zeros({c.geometry.spans})"),
        (is_dilated(c), f"spread[{every(c.dilation)}] = w  # dilation: zeros between the taps"),
        (True, f'y = {name}(x, {"spread" if is_dilated(c) else "w"}, mode="valid"{method}){plus_bias(c)}'),
        (is_strided(c), f"y = y[{every(c.stride)}]  # stride"),
    )
    imports = f"from scipy.signal import {name}"
    return snippet("SciPy", c, _about_scipy(c, bool(method)), imports, inputs(c, *ARRAY), lines)


def _scipy_products(c: Convolution) -> int:
    """The products that SciPy adds up, which has neither stride nor dilation."""
    return len(c.geometry.dense) * math.prod(c.geometry.spans)


def _about_scipy(c: Convolution, direct: bool) -> list[str]:
    missing = " and no ".join(applying((is_strided(c), "stride"), (is_dilated(c), "dilation")))
    return applying(
        (not c.flip, "correlate takes the filter as it is; convolve would flip it."),
        (c.flip, "convolve flips the filter on every axis; correlate would take it as it is."),
        (bool(missing), f"SciPy has no {missing} here, so the program has its own."),
        (direct, 'method="direct" adds up the products instead of a Fourier transform.'),
    )
