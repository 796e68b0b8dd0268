"""Transposed convolutions as programs: every cell of the input lays the filter on the output.

Imports `convviz.core`, `convviz.explain.transposed` and NumPy only.
"""

from __future__ import annotations

import math
from dataclasses import replace

from convviz.core import Convolution, ConvolutionError
from convviz.explain.programs.arrays import in_numpy as plain_in_numpy
from convviz.explain.programs.arrays import in_scipy as plain_in_scipy
from convviz.explain.programs.common import (
    ARRAY,
    MOST_WRITTEN,
    Snippet,
    applying,
    assigned,
    every,
    inputs,
    is_dilated,
    number,
    option,
    plus_bias,
    snippet,
)
from convviz.explain.programs.plain import in_python as plain_in_python
from convviz.explain.programs.plain import indented
from convviz.explain.programs.tensors import in_pytorch as plain_in_pytorch
from convviz.explain.programs.tensors import in_tensorflow as plain_in_tensorflow
from convviz.explain.scattered import Transposed, as_transposed
from convviz.explain.words import is_even

_LETTERS = {1: ("i", "a"), 2: ("ij", "ab"), 3: ("qij", "cab")}
_MOST_PRODUCTS = 1000  # that SciPy is trusted to add up one by one


def snippets(c: Convolution) -> list[Snippet]:
    """The programs for a convolution with inserted zeros; those of a transposed one, where it is one."""
    given = as_transposed(c)
    if given is None:
        return _with_zeros_written(c)
    turned = Convolution(
        c.x, given.w, 1, c.padding, c.dilation, True, c.bias, input_dilation=c.input_dilation
    )
    return [write(turned, given) for write in (in_python, in_numpy, in_scipy, in_pytorch, in_tensorflow)]


def _with_zeros_written(c: Convolution) -> list[Snippet]:
    """The programs for the input as it is spread: the zeros stand among its numbers."""
    spread = c.geometry.spread(c.x)
    if spread.size > MOST_WRITTEN:
        raise ConvolutionError(
            f"x with its inserted zeros has {spread.size:,} numbers; a program writes out at most "
            f"{MOST_WRITTEN}, use "
            "Convolution.transposed or a smaller input"
        )
    plain = Convolution(spread, c.w, c.stride, c.padding, c.dilation, c.flip, c.bias, c.padding_mode)
    writers = (plain_in_python, plain_in_numpy, plain_in_scipy, plain_in_pytorch, plain_in_tensorflow)
    made = [write(plain) for write in writers]
    note = "The zeros between the cells of the input are written into x."
    return [replace(one, note=f"{one.note} {note}") for one in made]


def _whole(c: Convolution, given: Transposed) -> tuple[int, ...]:
    """The size of the output before anything is cut off, the output padding included."""
    spans = zip(c.geometry.spread_shape, c.geometry.spans, given.output_padding, strict=True)
    return tuple(n - 1 + span + more for n, span, more in spans)


def _kept(c: Convolution, given: Transposed) -> str:
    """Slices of what the padding leaves; nothing where it cuts nothing."""
    if not any(map(any, given.cut)):
        return ""
    ends = zip(_whole(c, given), given.cut, strict=True)
    return ", ".join(f"{first}:{size - last}" if first or last else ":" for size, (first, last) in ends)


def _about(c: Convolution, given: Transposed) -> list[str]:
    return applying(
        (any(map(any, given.cut)), "Padding cuts cells off the output; it adds none."),
        (any(given.output_padding), "Output padding adds cells at the end, and no zeros around the output."),
    )


def in_python(c: Convolution, given: Transposed) -> Snippet:
    """The program without any library."""
    (places, taps), whole = _LETTERS[c.rank], _whole(c, given)
    notes = ["Plain lists and no library: every cell of x lays itself times w on y.", *_about(c, given)]
    empty = number(c.bias)
    for size in reversed(whole):
        empty = f"[{empty} for _ in range({size})]"
    lines = [f"y = {empty}"]
    for axis, place in enumerate(places):
        lines += indented([f"for {place} in range(len(x{'[0]' * axis})):"], axis)
    for axis, tap in enumerate(taps):
        lines += indented([f"for {tap} in range(len(w{'[0]' * axis})):"], c.rank + axis)
    axes = zip(places, taps, given.stride, c.dilation, strict=True)
    cell = "".join(f"[{_times(s, place)} + {_times(d, tap)}]" for place, tap, s, d in axes)
    x, w = ("".join(f"[{letter}]" for letter in letters) for letters in (places, taps))
    lines += indented([f"y{cell} += x{x} * w{w}"], 2 * c.rank)
    if any(map(any, given.cut)):
        lines.append(f"y = {_cut_lists(c, given)}  # padding")
    return snippet("Python", c, notes, "", inputs(c, "{}", "{}.tolist()"), lines)


def _times(step: int, letter: str) -> str:
    return letter if step == 1 else f"{step} * {letter}"


def _cut_lists(c: Convolution, given: Transposed) -> str:
    names = {1: ("y",), 2: ("row", "y"), 3: ("row", "plane", "y")}[c.rank]
    slices = _kept(c, given).split(", ")
    text = f"{names[0]}[{slices[-1]}]"
    for depth in range(1, c.rank):
        text = f"[{text} for {names[depth - 1]} in {names[depth]}[{slices[-1 - depth]}]]"
    return text


def in_numpy(c: Convolution, given: Transposed) -> Snippet:
    """The program for NumPy."""
    taps = _LETTERS[c.rank][1]
    notes = [
        "Tap by tap: the whole input, times one weight, is laid on cells that are a stride apart.",
        *_about(c, given),
    ]
    reach = [s * (n - 1) + 1 for n, s in zip(c.x.shape, given.stride, strict=True)]
    places = [
        f"{_times(d, tap)} : {_times(d, tap)} + {size}{f' : {s}' if s > 1 else ''}"
        for tap, size, s, d in zip(taps, reach, given.stride, c.dilation, strict=True)
    ]
    whole = _whole(c, given)
    loop = (
        f"for {taps} in range(len(w)):" if c.rank == 1 else f"for {', '.join(taps)} in np.ndindex(w.shape):"
    )
    kept = _kept(c, given)
    lines = applying(
        (True, f"y = np.zeros({whole[0] if c.rank == 1 else whole})"),
        (True, loop),
        (True, f"    y[{', '.join(places)}] += x * w[{', '.join(taps)}]"),
        (bool(kept), f"y = y[{kept}]  # padding"),
        (c.bias != 0, f"y = y{plus_bias(c)}"),
    )
    return snippet("NumPy", c, notes, "", inputs(c, *ARRAY), lines)


def in_scipy(c: Convolution, given: Transposed) -> Snippet:
    """The program for SciPy."""
    spread, spans = c.geometry.spread_shape, c.geometry.spans
    direct = math.prod(spread) * math.prod(spans) > _MOST_PRODUCTS
    notes = [
        "Zeros are put between the cells, and convolve, which turns the filter round, gives every place "
        "where the two "
        'meet (mode="full").',
        *_about(c, given),
    ]
    more = [(0, cells) for cells in given.output_padding]
    kept = _kept(c, given)
    lines = applying(
        (True, f"spread = np.zeros({spread})"),
        (True, f"spread[{every(given.stride)}] = x"),
        (is_dilated(c), f"gaps = np.zeros({spans})"),
        (is_dilated(c), f"gaps[{every(c.dilation)}] = w  # dilation: zeros between the taps"),
        (
            True,
            f'y = convolve(spread, {"gaps" if is_dilated(c) else "w"}, mode="full"'
            f"{', method=' + chr(34) + 'direct' + chr(34) if direct else ''})",
        ),
        (any(given.output_padding), f"y = np.pad(y, {more[0] if c.rank == 1 else more})  # output padding"),
        (bool(kept), f"y = y[{kept}]  # padding"),
        (c.bias != 0, f"y = y{plus_bias(c)}"),
    )
    return snippet("SciPy", c, notes, "from scipy.signal import convolve", inputs(c, *ARRAY), lines)


def in_pytorch(c: Convolution, given: Transposed) -> Snippet:
    """The program for PyTorch."""
    function = f"conv_transpose{c.rank}d"
    even = is_even(given.cut)
    notes = [
        f"{function} takes w as (channels in, channels out, …), the other way round than conv{c.rank}d, and "
        f"as the "
        "convolution has it: it is not turned round before.",
        *_about(c, given),
        *applying((not even, "padding cuts both sides alike, so the program cuts by itself.")),
    ]
    pads = tuple(first for first, _ in given.cut)
    kept = "" if even else _kept(c, given)
    options = option("stride", given.stride) + (_several("padding", pads) if even else "")
    options += _several("output_padding", given.output_padding) + option("dilation", c.dilation)
    lines = applying(
        (True, "x = x[None, None]  # batch, channel"),
        (True, "w = w[None, None]  # channels in, channels out"),
        (True, f"y = F.{function}(x, w{options})[0, 0]{plus_bias(c)}"),
        (bool(kept), f"y = y[{kept}]  # padding"),
    )
    tensors = inputs(c, "torch.tensor({}, dtype=torch.float64)", "torch.from_numpy({})")
    return snippet("PyTorch", c, notes, "import torch\nimport torch.nn.functional as F", tensors, lines)


def _several(name: str, values: tuple[int, ...]) -> str:
    """An argument of a call: one number where the axes agree, nothing where all of them are 0."""
    if not any(values):
        return ""
    return f", {name}={values[0] if len(set(values)) == 1 else values}"


def in_tensorflow(c: Convolution, given: Transposed) -> Snippet:
    """The program for TensorFlow."""
    # Beyond the stride the output has no size that the convolution would make the input's.
    late = tuple(
        max(0, more - stride + 1) for more, stride in zip(given.output_padding, given.stride, strict=True)
    )
    made = [size - cells for size, cells in zip(_whole(c, given), late, strict=True)]
    notes = [
        "tf.nn.conv_transpose has no output_padding: it is told the size of the output instead. With the "
        "word SAME it cuts the output to the size of the input times the stride; here VALID cuts nothing. w "
        "is (…, channels out, channels in), the other way round than for a convolution.",
        *_about(c, given),
        *applying(
            (is_dilated(c), "Its dilation does not work everywhere, so zeros are put between the taps.")
        ),
    ]
    stride = given.stride[0] if len(set(given.stride)) == 1 else list(given.stride)
    kept, more = _kept(c, given), [[0, cells] for cells in late]
    lines = applying(
        (is_dilated(c), f"gaps = np.zeros({c.geometry.spans})"),
        (is_dilated(c), f"gaps[{every(c.dilation)}] = w  # dilation"),
        (is_dilated(c), "w = tf.constant(gaps)"),
        (True, "x = x[None, ..., None]  # batch, channel"),
        (True, "w = w[..., None, None]  # channels out, channels in"),
        (
            True,
            f'y = tf.nn.conv_transpose(x, w, {[1, *made, 1]}, strides={stride}, padding="VALID")[0, ..., 0]',
        ),
        (any(late), f"y = tf.pad(y, {more})  # output padding"),
        (bool(kept), f"y = y[{kept}]  # padding"),
        (c.bias != 0, f"y = y{plus_bias(c)}"),
    )
    x, w = inputs(c, "tf.constant({}, dtype=tf.float64)", "tf.constant({})")
    w = assigned("w", c, *ARRAY) if is_dilated(c) else w
    return snippet("TensorFlow", c, notes, "import tensorflow as tf", [x, w], lines)
