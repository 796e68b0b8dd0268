"""Several filters as programs. Imports `convviz.core` only.

Vocabulary: where a filter is as deep as the input (or its group) and does not move in depth, the slices are
*channels*, as the libraries of deep learning have them.
"""

from __future__ import annotations

import math

from convviz.core import Convolution, Filters
from convviz.explain.programs.common import (
    ARRAY,
    NUMPY_WINDOWS,
    Snippet,
    applying,
    assigned,
    every,
    inputs,
    is_dilated,
    is_padded,
    is_strided,
    number,
    numpy_pad,
    option,
    snippet,
)
from convviz.explain.programs.plain import Names, indented, loops, padded_lists, source
from convviz.explain.programs.tensors import (
    is_foreign_to_tensorflow,
    is_foreign_to_torch,
    tensorflow_pad,
    torch_pad,
)

_MOST_PRODUCTS = 1000  # that SciPy is trusted to add up one by one


def snippets(f: Filters) -> list[Snippet]:
    """The programs for several filters; `y` has the shape of `f.output`."""
    return [write(f) for write in (in_python, in_numpy, in_scipy, in_pytorch, in_tensorflow)]


def _bias(f: Filters, written: str = "{}") -> list[str]:
    """The line of the biases, where there are any."""
    if not any(f.bias):
        return []
    return [f"bias = {written.replace('{}', '[' + ', '.join(map(number, f.bias)) + ']')}"]


def _whole(f: Filters) -> Convolution:
    """The first filter over the whole input, for what is padded."""
    return Convolution(f.x, f.w[0], padding=f.padding, padding_mode=f.padding_mode)


def _about_groups(f: Filters) -> str:
    of_each = len(f.w) // f.groups
    which = "one filter meets" if of_each == 1 else f"{of_each} filters meet"
    return f"{f.groups} groups: {which} {len(f.x) // f.groups} of the {len(f.x)} slices, in order."


def in_python(f: Filters) -> Snippet:
    """The program without any library."""
    one, grouped, biased = f.filters[0], f.groups > 1, any(f.bias)
    notes = [
        "Plain lists and no library: the outermost loop takes one filter after the other over the same "
        "input.",
        *applying((grouped, _about_groups(f)), (f.flip, "Indices from the end read a filter backwards.")),
    ]
    names = Names(
        x="group" if grouped else "x", w="kernel", y="feature_map", bias="bias[f]" if biased else "0"
    )
    size = len(f.x) // f.groups
    of_each = len(f.w) // f.groups
    start = f"f // {of_each} * {size}" if of_each > 1 else f"f * {size}" if size > 1 else "f"
    body = [
        *applying((grouped, f"group = x[{start} : {start} + {size}]")),
        *loops(one, names),
        "y.append(feature_map)",
    ]
    lines = [
        "y = []",
        "for f, kernel in enumerate(w):" if grouped or biased else "for kernel in w:",
        *indented(body),
    ]
    given = [*inputs(f, "{}", "{}.tolist()"), *_bias(f)]
    return snippet("Python", f, notes, "", given, source(_whole(f)), padded_lists(_whole(f)), lines)


def in_numpy(f: Filters) -> Snippet:
    """The program for NumPy."""
    one = f.filters[0]
    axes = tuple(range(f.rank, 2 * f.rank))
    summed = axes[0] if f.rank == 1 else axes
    spans = one.geometry.spans if is_dilated(one) else "w.shape[1:]"
    kept = applying(
        (is_dilated(one), f"[..., {every(f.dilation)}]"), (is_strided(one), f"[{every(f.stride)}]")
    )
    notes = [
        "sliding_window_view lists all windows without copying them; every filter meets the same list.",
        *applying((f.groups > 1, _about_groups(f)), (f.flip, "np.flip turns each filter on its own axes.")),
    ]
    view = f"sliding_window_view({{}}, {spans}){''.join(kept)}"
    of_each = len(f.w) // f.groups
    windows = f"windows[f // {of_each}]" if of_each > 1 else "windows[f]"
    lines = applying(
        (is_padded(f), f"x = {numpy_pad(f)}"),
        (f.flip, f"w = np.flip(w, axis={tuple(range(1, f.w.ndim))})"),
        (f.groups == 1, f"windows = {view.format('x')}"),
        (f.groups > 1, f"windows = [{view.format('group')} for group in np.split(x, {f.groups})]"),
    )
    lines += _stacked(f, f"({windows if f.groups > 1 else 'windows'} * kernel).sum(axis={summed})")
    return snippet("NumPy", f, notes, NUMPY_WINDOWS, [*inputs(f, *ARRAY), *_bias(f, "np.array({})")], lines)


def _stacked(f: Filters, one: str) -> list[str]:
    """The line that puts the outputs of all filters one after the other, and the one for the biases."""
    loop = "f, kernel in enumerate(w)" if f.groups > 1 else "kernel in w"
    ones = ", None" * f.rank
    return applying(
        (True, f"y = np.stack([{one} for {loop}])"),
        (any(f.bias), f"y = y + bias[:{ones}]  # one bias for each filter"),
    )


def in_scipy(f: Filters) -> Snippet:
    """The program for SciPy."""
    one = f.filters[0]
    name = "convolve" if f.flip else "correlate"
    products = len(one.geometry.dense) * math.prod(one.geometry.spans)
    method = ', method="direct"' if products > _MOST_PRODUCTS else ""
    of_each = len(f.w) // f.groups
    given = "x" if f.groups == 1 else f"groups[f // {of_each}]" if of_each > 1 else "groups[f]"
    missing = " and no ".join(applying((is_strided(one), "stride"), (is_dilated(one), "dilation")))
    notes = [
        "SciPy knows no channels: it takes one filter at a time, as deep as what it meets.",
        *applying(
            (f.groups > 1, _about_groups(f)),
            (bool(missing), f"It has no {missing} here, so the program has its own."),
            (f.flip, "convolve flips each filter on every axis; correlate would take it as it is."),
        ),
    ]
    lines = applying(
        (is_padded(f), f"x = {numpy_pad(f)}"),
        (f.groups > 1, f"groups = np.split(x, {f.groups})"),
        (is_dilated(one), f"spread = np.zeros({(len(f.w), *one.geometry.spans)})"),
        (is_dilated(one), f"spread[:, {every(f.dilation)}] = w  # dilation: zeros between the taps"),
        (is_dilated(one), "w = spread"),
    )
    lines += _stacked(f, f'{name}({given}, kernel, mode="valid"{method})')
    lines += applying((is_strided(one), f"y = y[:, {every(f.stride)}]  # stride"))
    imports = f"from scipy.signal import {name}"
    return snippet("SciPy", f, notes, imports, [*inputs(f, *ARRAY), *_bias(f, "np.array({})")], lines)


def has_channels(f: Filters) -> bool:
    """Whether the slices are channels: no filter moves in depth, and nothing is padded there."""
    return f.rank == 3 and f.w.shape[1] * f.groups == len(f.x) and f.padding[0] == (0, 0)


def in_pytorch(f: Filters) -> Snippet:
    """The program for PyTorch."""
    channels = has_channels(f)
    rank = 2 if channels else f.rank
    function, foreign = f"conv{rank}d", is_padded(f) and is_foreign_to_torch(f)
    if channels:
        what = f"{function} takes the slices as channels: x is (batch, channels, rows, columns)"
        shape = f"w (filters, channels of a group{'' if f.groups > 1 else ', here of all'}, rows, columns)"
        notes = [f"{what}, {shape}.", *applying((f.groups > 1, _about_groups(f)))]
        notes.append(
            "The output has a channel for each filter and no axis of depth, so the program adds one."
        )
    else:
        notes = [
            f"{function} takes one channel here, and w as (filters, channels, …): the filters come first."
        ]
    notes += applying(
        (f.flip, f"{function} does not flip the filters, so the program does."),
        (foreign, f"F.pad has no mode for {f.padding_mode} padding, so NumPy pads."),
    )
    options = option("stride", f.stride[-rank:]) + option("dilation", f.dilation[-rank:])
    options += f", groups={f.groups}" if f.groups > 1 else ""
    bias = ", bias" if any(f.bias) else ""
    lines = applying(
        (f.flip, f"w = torch.flip(w, dims={tuple(range(1, f.w.ndim))})"),
        (channels, "x = x[None]  # batch"),
        (not channels, "x = x[None, None]  # batch, channel"),
        (not channels, "w = w[:, None]  # channels in"),
        (is_padded(f) and not foreign, torch_pad(f, rank)),
        (True, f"y = F.{function}(x, w{bias}{options})[0]"),
        (channels, "y = y[:, None]  # a depth of one"),
    )
    written, loaded = "torch.tensor({}, dtype=torch.float64)", "torch.from_numpy({})"
    given = [*_given(f, foreign, written, loaded), *_bias(f, written)]
    return snippet("PyTorch", f, notes, "import torch\nimport torch.nn.functional as F", given, lines)


def _given(f: Filters, foreign: bool, written: str, loaded: str) -> list[str]:
    """The lines of the input and the filters; NumPy pads where the library cannot."""
    x, w = inputs(f, written, loaded)
    if foreign:
        x = "\n".join([assigned("x", f, *ARRAY), f"x = {loaded.replace('{}', numpy_pad(f))}"])
    return [x, w]


def in_tensorflow(f: Filters) -> Snippet:
    """The program for TensorFlow."""
    channels, foreign = has_channels(f), is_padded(f) and is_foreign_to_tensorflow(f)
    rank = 2 if channels else f.rank
    one = f.filters[0]
    apart = is_strided(one) and is_dilated(one)
    layout = "rows, columns" if channels else ", ".join(["length"] if rank == 1 else ["rows", "columns"])
    layout = "depth, rows, columns" if rank == 3 else layout
    notes = [
        f"TensorFlow takes the channels last, (batch, {layout}, channels), and the filters as ({layout}, "
        f"channels "
        "in, filters): the filters come last.",
        *applying(
            (
                f.groups > 1,
                f"{_about_groups(f)} The program splits them; groups are not supported everywhere.",
            ),
            (f.flip, "tf.nn.convolution does not flip the filters, so the program does."),
            (foreign, f"tf.pad has no mode for {f.padding_mode} padding, so NumPy pads."),
            (apart, "With a dilation tf.nn.convolution takes no stride, so the stride comes after."),
        ),
    ]
    options = ("" if apart else option("strides", f.stride[-rank:])) + option("dilations", f.dilation[-rank:])
    taps = list(range(f.w.ndim - rank, f.w.ndim))
    last = f"{[*taps, 1, 0]})" if channels else f"{[*taps, 0]})[..., None, :]"
    call = f"tf.nn.convolution({{}}, {{}}{options})[0]"
    split = f"zip(tf.split(x, {f.groups}, axis=-1), tf.split(w, {f.groups}, axis=-1))"
    lines = applying(
        (is_padded(f) and not foreign, tensorflow_pad(f)),
        (f.flip, f"w = tf.reverse(w, axis={list(range(1, f.w.ndim))})"),
        (channels, "x = tf.transpose(x, [1, 2, 0])[None]  # batch first, channels last"),
        (not channels, "x = x[None, ..., None]  # batch, channel"),
        (True, f"w = tf.transpose(w, {last}  # channels in, filters"),
        (f.groups == 1, f"y = {call.format('x', 'w')}"),
        (f.groups > 1, f"parts = {split}"),
        (f.groups > 1, f"y = tf.concat([{call.format('x', 'w')} for x, w in parts], axis=-1)"),
        (apart, f"y = y[{every(f.stride[-rank:])}]  # stride"),
        (any(f.bias), "y = y + bias"),
        (
            True,
            f"y = tf.transpose(y, {[rank, *range(rank)]}){'[:, None]' if channels else ''}  # filters first",
        ),
    )
    written, loaded = "tf.constant({}, dtype=tf.float64)", "tf.constant({})"
    given = [*_given(f, foreign, written, loaded), *_bias(f, written)]
    return snippet("TensorFlow", f, notes, "import tensorflow as tf", given, lines)
