"""Pooling as programs. Imports `convviz.core` only.

Padding never counts: a program either leaves it out of the window or holds something there that is never the
largest. Libraries differ in this for means, and the notes say how.
"""

from __future__ import annotations

from convviz.core import Pooling, axis_names
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
    option,
    snippet,
)
from convviz.explain.programs.plain import indented
from convviz.explain.words import is_even

_LETTERS = {1: ("i", "a"), 2: ("ij", "ab"), 3: ("qij", "cab")}
_LISTS = {1: ("y",), 2: ("y", "row"), 3: ("y", "plane", "row")}


def snippets(p: Pooling) -> list[Snippet]:
    """The programs for pooling."""
    return [write(p) for write in (in_python, in_numpy, in_scipy, in_pytorch, in_tensorflow)]


def in_python(p: Pooling) -> Snippet:
    """The program without any library."""
    notes = [
        "Plain lists and no library: every window is a list of its cells.",
        *applying((is_padded(p), "Cells outside of the input are left out, so padding never counts.")),
    ]
    return snippet("Python", p, notes, "", inputs(p, "{}", "{}.tolist()"), _loops(p))


def _loops(p: Pooling) -> list[str]:
    (places, taps), names = _LETTERS[p.rank], [*_LISTS[p.rank], ""]
    lines = ["y = []"]
    for axis, place in enumerate(places):
        starts = f"for {place} in {_starts(p, axis)}:"
        inner = [f"    {names[axis + 1]} = []"] if axis < p.rank - 1 else []
        lines += indented([starts, *inner], axis)
    cell = "".join(f"[{tap}]" for tap in taps)
    loops = [f"for {tap} in {_taps(p, axis, places[axis])}" for axis, tap in enumerate(taps)]
    inside = [f"0 <= {tap} < {_length(axis)}" for axis, tap in enumerate(taps) if any(p.padding[axis])]
    window = ["window = [", *indented([f"x{cell}", *loops]), "]"]
    if inside:
        window.insert(-1, f"    if {' and '.join(inside)}")
    lines += indented(window, p.rank)
    total = "max(window)" if p.kind == "max" else "sum(window) / len(window)"
    lines += indented([f"{names[p.rank - 1]}.append({total})"], p.rank)
    for axis in reversed(range(p.rank - 1)):
        lines += indented([f"{names[axis]}.append({names[axis + 1]})"], axis + 1)
    return lines


def _length(axis: int) -> str:
    return f"len(x{'[0]' * axis})"


def _starts(p: Pooling, axis: int) -> str:
    """Where on an axis the windows begin, in cells of the input."""
    (before, after), span, stride = p.padding[axis], p.geometry.spans[axis], p.stride[axis]
    more = after - span + 1
    stop = _length(axis) + (f" {'+' if more > 0 else '-'} {abs(more)}" if more else "")
    step = f", {stride}" if stride > 1 else ""
    start = f"{-before}, " if before else "0, " if step else ""
    return f"range({start}{stop}{step})"


def _taps(p: Pooling, axis: int, place: str) -> str:
    size, gap = p.size[axis], p.dilation[axis]
    return f"range({place}, {place} + {size * gap}{f', {gap}' if gap > 1 else ''})"


def in_numpy(p: Pooling) -> Snippet:
    """The program for NumPy."""
    axes = tuple(range(p.rank, 2 * p.rank))
    summed = axes[0] if p.rank == 1 else axes
    held = "-np.inf" if p.kind == "max" else "np.nan"
    does = "max" if p.kind == "max" else "mean"
    total = f"np.nanmean(windows, axis={summed})" if _is_nan(p) else f"windows.{does}(axis={summed})"
    notes = [
        "NumPy has no pooling: sliding_window_view lists all windows, and a function of the last axes does "
        "the rest.",
        *applying(
            (is_padded(p) and p.kind == "max", "Padding holds −∞, which is never the largest."),
            (_is_nan(p), "Padding holds NaN, which np.nanmean leaves out and does not count."),
        ),
    ]
    lines = applying(
        (is_padded(p), f"x = {numpy_pad(p, held)}"),
        *numpy_windows(p, p.geometry.spans),
        (True, f"y = {total}"),
    )
    return snippet("NumPy", p, notes, NUMPY_WINDOWS, inputs(p, *ARRAY), lines)


def _is_nan(p: Pooling) -> bool:
    return is_padded(p) and p.kind == "mean"


def in_scipy(p: Pooling) -> Snippet:
    """The program for SciPy."""
    write = _largest_in_scipy if p.kind == "max" else _mean_in_scipy
    return write(p)


def _largest_in_scipy(p: Pooling) -> Snippet:
    sizes = zip(p.geometry.padded_shape, p.geometry.spans, p.stride, strict=True)
    middles = [f"{span // 2}:{n - span + span // 2 + 1}{_step(stride)}" for n, span, stride in sizes]
    shape = "size" if not is_dilated(p) else "footprint"
    value = "cells" if is_dilated(p) else p.geometry.spans
    notes = [
        "maximum_filter has no stride and gives a number for every cell, with the window around it: the "
        "program keeps "
        "those in the middle of a window."
    ]
    lines = applying(
        (is_padded(p), f"x = {numpy_pad(p, '-np.inf')}  # never the largest"),
        (is_dilated(p), f"cells = np.zeros({p.geometry.spans}, dtype=bool)"),
        (is_dilated(p), f"cells[{every(p.dilation)}] = True  # dilation"),
        (True, f'y = maximum_filter(x, {shape}={value}, mode="constant", cval=-np.inf)'),
        (True, f"y = y[{', '.join(middles)}]"),
    )
    return snippet("SciPy", p, notes, "from scipy.ndimage import maximum_filter", inputs(p, *ARRAY), lines)


def _mean_in_scipy(p: Pooling) -> Snippet:
    notes = [
        "A mean is a correlation with ones, divided by how many cells there are. uniform_filter would do it "
        "at every "
        "cell, and counts what is beyond the edges."
    ]
    counted = 'correlate(there, ones, mode="valid", method="direct").round()'
    lines = applying(
        (is_padded(p), "there = np.ones(x.shape)"),
        (is_padded(p), f"x, there = {numpy_pad(p)}, {numpy_pad(p).replace('(x', '(there')}"),
        (True, f"ones = np.{'zeros' if is_dilated(p) else 'ones'}({p.geometry.spans})"),
        (is_dilated(p), f"ones[{every(p.dilation)}] = 1  # dilation"),
        (True, 'y = correlate(x, ones, mode="valid", method="direct")'),
        (True, f"y = y / {counted if is_padded(p) else 'ones.sum()'}"),
        (is_strided(p), f"y = y[{every(p.stride)}]  # stride"),
    )
    return snippet("SciPy", p, notes, "from scipy.signal import correlate", inputs(p, *ARRAY), lines)


def in_pytorch(p: Pooling) -> Snippet:
    """The program for PyTorch."""
    by_ones = p.kind == "mean" and (is_dilated(p) or not is_even(p.padding))
    by_slice = not by_ones and _leaves_slices(p)
    rank = 2 if by_slice else p.rank
    function = f"{'max' if p.kind == 'max' else 'avg'}_pool{rank}d"
    axes, channels = ", ".join(axis_names(rank)), ": the slices are its channels" * by_slice
    notes = [
        f"{function} takes (batch, channel, {axes}){channels}; its stride is the size of the "
        f"window unless said.",
        *applying((_leaves_over(p), "ceil_mode=True would make a window of what is left over at the end.")),
    ]
    if p.kind == "mean":
        notes += applying(
            (is_padded(p) and not by_ones, "Unless count_include_pad=False, it counts padding as zeros."),
            (is_dilated(p), f"{function} has no dilation."),
            (by_ones and not is_even(p.padding), f"{function} pads both sides alike."),
            (by_ones, "So the program divides one convolution by another, both with weights of 1."),
        )
    else:
        notes += applying(
            (not is_even(p.padding), f"{function} pads both sides alike, so F.pad pads, with −∞.")
        )
    write = _mean_by_ones_in_torch if by_ones else _pooled_in_torch
    given = inputs(p, "torch.tensor({}, dtype=torch.float64)", "torch.from_numpy({})")
    lines = write(p, function)
    return snippet("PyTorch", p, notes, "import torch\nimport torch.nn.functional as F", given, lines)


def _torch_pad(p: Pooling, name: str, value: str = "") -> str:
    cells = ", ".join(f"{before}, {after}" for before, after in reversed(p.padding))
    return f"{name} = F.pad({name}, ({cells}){value})"


def _pooled_in_torch(p: Pooling, function: str) -> list[str]:
    by_slice = function.endswith("2d") and p.rank == 3
    slid = slice(1 if by_slice else 0, None)  # the axes of the function
    even = is_padded(p) and is_even(p.padding)
    pads = tuple(before for before, _ in p.padding[slid])
    stride = f", stride={_one_or_all(p.stride[slid])}" if p.stride[slid] != p.size[slid] else ""
    padding = f", padding={_one_or_all(pads)}" if even else ""
    count = ", count_include_pad=False" if even and p.kind == "mean" else ""
    options = f"{stride}{padding}{option('dilation', p.dilation[slid])}{count}"
    call = f"F.{function}(x, {_one_or_all(p.size[slid])}{options})"
    return applying(
        (not by_slice, "x = x[None, None]  # batch, channel"),
        (by_slice, "x = x[None]  # batch"),
        (is_padded(p) and not even, _torch_pad(p, "x", ', value=float("-inf")')),
        (True, f"y = {call}[{'0' if by_slice else '0, 0'}]"),
    )


def _leaves_slices(p: Pooling) -> bool:
    """Whether every slice is pooled on its own."""
    return p.rank == 3 and (p.size[0], p.stride[0], p.padding[0]) == (1, 1, (0, 0))


def _leaves_over(p: Pooling) -> bool:
    """Whether there are cells behind the last window, as the stride does not go up."""
    g = p.geometry
    return any((n - k) % s for n, k, s in zip(g.padded_shape, g.spans, g.stride, strict=True))


def _one_or_all(values: tuple[int, ...]) -> int | tuple[int, ...]:
    return values[0] if len(set(values)) == 1 else values


def _mean_by_ones_in_torch(p: Pooling, function: str) -> list[str]:
    options = option("stride", p.stride) + option("dilation", p.dilation)
    call = f"F.conv{p.rank}d({{}}, ones{options})[0, 0]"
    return applying(
        (True, "x = x[None, None]  # batch, channel"),
        (True, "there = torch.ones_like(x)"),
        (is_padded(p), _torch_pad(p, "x")),
        (is_padded(p), _torch_pad(p, "there")),
        (True, f"ones = torch.ones({(1, 1, *p.size)}, dtype=torch.float64)"),
        (True, f"y = {call.format('x')} / {call.format('there')}"),
    )


def in_tensorflow(p: Pooling) -> Snippet:
    """The program for TensorFlow, tap by tap: its own pooling takes neither all ranks nor all settings."""
    letters = _LETTERS[p.rank][1]
    places = [f"{tap}:{_stop(p, axis, tap)}{_step(p.stride[axis])}" for axis, tap in enumerate(letters)]
    loops = " ".join(f"for {tap} in {_offsets(p, axis)}" for axis, tap in enumerate(letters))
    taps = f"[{{}}[{', '.join(places)}] {loops}]"
    notes = [
        "tf.nn.max_pool2d and avg_pool2d take (batch, rows, columns, channels) and have no dilation. The "
        "program takes the cells of all windows one tap after the other, at any rank.",
        *applying(
            (_is_nan(p), "With the word SAME TensorFlow’s own mean leaves padding out, as this one does.")
        ),
    ]
    held = "float('-inf')" if p.kind == "max" else "0"
    pads = [list(pair) for pair in p.padding]
    value = f", constant_values={held}" if p.kind == "max" else ""
    lines = applying(
        (_is_nan(p), f"there = tf.pad(tf.ones_like(x), {pads})"),
        (is_padded(p), f"x = tf.pad(x, {pads}{value})"),
        (True, f"taps = {taps.format('x')}"),
        (p.kind == "max", "y = tf.reduce_max(tf.stack(taps), axis=0)"),
        (p.kind == "mean" and not is_padded(p), "y = tf.reduce_mean(tf.stack(taps), axis=0)"),
        (_is_nan(p), f"counts = {taps.format('there')}"),
        (_is_nan(p), "y = tf.add_n(taps) / tf.add_n(counts)"),
    )
    given = inputs(p, "tf.constant({}, dtype=tf.float64)", "tf.constant({})")
    return snippet("TensorFlow", p, notes, "import tensorflow as tf", given, lines)


def _step(stride: int) -> str:
    """The end of a slice that takes every so many cells."""
    return f":{stride}" if stride > 1 else ""


def _offsets(p: Pooling, axis: int) -> str:
    """Where on an axis the taps of a window are."""
    size, gap = p.size[axis], p.dilation[axis]
    return f"range(0, {size * gap}, {gap})" if gap > 1 else f"range({size})"


def _stop(p: Pooling, axis: int, letter: str) -> str:
    """Where the cells of a tap end: behind that of the last window."""
    reach = (p.output_shape[axis] - 1) * p.stride[axis] + 1
    return f"{letter} + {reach}"
