"""A convolution with the libraries of deep learning: PyTorch and TensorFlow. Imports `convviz.core` only."""

from __future__ import annotations

from convviz.core import Convolution, Filters, axis_names
from convviz.explain.programs.common import (
    ARRAY,
    Snippet,
    applying,
    assigned,
    every,
    inputs,
    is_dilated,
    is_padded,
    is_strided,
    numpy_pad,
    option,
    plus_bias,
    snippet,
)

_TORCH_MODES = {"constant": "constant", "edge": "replicate", "reflect": "reflect", "wrap": "circular"}
_TENSORFLOW_MODES = {"constant": "CONSTANT", "reflect": "REFLECT", "symmetric": "SYMMETRIC"}
_SIDES = ("left, right", "top, bottom", "front, back")


def in_pytorch(c: Convolution) -> Snippet:
    """The program for PyTorch."""
    function = f"conv{c.rank}d"
    foreign = is_padded(c) and is_foreign_to_torch(c)
    axes = ", ".join(axis_names(c.rank))
    notes = [
        f"{function} takes (batch, channel, {axes}), here one input with one channel.",
        _about_library(c, function, foreign, "F.pad"),
    ]
    given = inputs(c, "torch.tensor({}, dtype=torch.float64)", "torch.from_numpy({})")
    options = option("stride", c.stride) + option("dilation", c.dilation)
    lines = applying(
        (c.flip, f"w = torch.flip(w, dims={tuple(range(c.rank))})"),
        (True, "x = x[None, None]  # batch, channel"),
        (True, "w = w[None, None]  # channels out, channels in"),
        (is_padded(c) and not foreign, torch_pad(c, c.rank)),
        (True, f"y = F.{function}(x, w{options})[0, 0]{plus_bias(c)}"),
    )
    given = [_foreign_pad(c, "torch.from_numpy({})"), given[1]] if foreign else given
    return snippet("PyTorch", c, notes, "import torch\nimport torch.nn.functional as F", given, lines)


def is_foreign_to_torch(c: Convolution | Filters) -> bool:
    """Whether PyTorch has no such padding."""
    return c.padding_mode not in _TORCH_MODES or _goes_round(c)


def is_foreign_to_tensorflow(c: Convolution | Filters) -> bool:
    """Whether TensorFlow has no such padding."""
    return c.padding_mode not in _TENSORFLOW_MODES


def _goes_round(c: Convolution | Filters) -> bool:
    """Whether wrapping goes round more than once, which PyTorch's does not."""
    sides = zip(c.padding, c.x.shape, strict=True)
    return c.padding_mode == "wrap" and any(max(pair) > size for pair, size in sides)


def torch_pad(c: Convolution | Filters, rank: int) -> str:
    """The call of `F.pad` for so many of the last axes, with the last of which it begins."""
    mode = _TORCH_MODES.get(c.padding_mode)
    option = "" if mode == "constant" else f', mode="{mode}"'
    cells = ", ".join(f"{before}, {after}" for before, after in reversed(c.padding[-rank:]))
    return f"x = F.pad(x, ({cells}){option})  # {', '.join(_SIDES[:rank])}"


def in_tensorflow(c: Convolution) -> Snippet:
    """The program for TensorFlow."""
    foreign = is_padded(c) and is_foreign_to_tensorflow(c)
    apart = is_strided(c) and is_dilated(c)
    notes = [
        f"TensorFlow takes the channels last: (batch, {', '.join(axis_names(c.rank))}, channel).",
        _about_library(c, "tf.nn.convolution", foreign, "tf.pad"),
        *applying((apart, "With a dilation tf.nn.convolution takes no stride, so the stride comes after.")),
    ]
    given = inputs(c, "tf.constant({}, dtype=tf.float64)", "tf.constant({})")
    options = ("" if apart else option("strides", c.stride)) + option("dilations", c.dilation)
    lines = applying(
        (is_padded(c) and not foreign, tensorflow_pad(c)),
        (c.flip, f"w = tf.reverse(w, axis={list(range(c.rank))})"),
        (True, "x = x[None, ..., None]  # batch, channel"),
        (True, "w = w[..., None, None]  # channels in, channels out"),
        (True, f"y = tf.nn.convolution(x, w{options})[0, ..., 0]{plus_bias(c)}"),
        (apart, f"y = y[{every(c.stride)}]  # stride"),
    )
    given = [_foreign_pad(c, "tf.constant({})"), given[1]] if foreign else given
    return snippet("TensorFlow", c, notes, "import tensorflow as tf", given, lines)


def tensorflow_pad(c: Convolution | Filters) -> str:
    """The call of `tf.pad`."""
    mode = _TENSORFLOW_MODES.get(c.padding_mode)
    option = "" if mode == "CONSTANT" else f', mode="{mode}"'
    return f"x = tf.pad(x, {[list(pair) for pair in c.padding]}{option})"


def _foreign_pad(c: Convolution, converted: str) -> str:
    """The lines that make the input where NumPy has to pad it before it is converted."""
    pad = converted.replace("{}", numpy_pad(c))
    return "\n".join([assigned("x", c, *ARRAY), f"x = {pad}"])


def _about_library(c: Convolution, function: str, foreign: bool, pad: str) -> str:
    flip = "so the program does" if c.flip else "as is usual in deep learning"
    beyond = " beyond the input" if _goes_round(c) else ""
    numpy = f" {pad} has no mode for {c.padding_mode} padding{beyond}, so NumPy pads." if foreign else ""
    return f"{function} does not flip the filter, {flip}.{numpy}"
