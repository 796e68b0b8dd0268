"""A convolution as programs to copy, one per library, with its very numbers.

Vocabulary: a *snippet* is a program and a note on what its library does; a *literal* is a tensor as code
writes it. In every program `x` is the input, `w` the filter and `y` the output, depth first; as in the
formulas `i, j, q` number the windows by row, column and slice, and `a, b, c` the taps (`i` and `a` at rank
1). A program holds no line that its convolution has no need of. Imports `convviz.core` and NumPy only.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from convviz.core import Array, Convolution, axis_names

MOST_WRITTEN = 400
"""The most numbers of a tensor that a program writes out; a longer one is loaded from its file."""

_WIDTH = 88
_SAVED = {"x": "input.npy", "w": "filter.npy"}
_Cells: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.str_]]


@dataclass(frozen=True)
class Snippet:
    """A program that computes one convolution with one library.

    `title` names the library, `note` says in plain text what it does about layout, flip and padding, and
    `code` leaves the output in `y` and ends by printing it.
    """

    title: str
    note: str
    code: str


def snippets(convolution: Convolution) -> list[Snippet]:
    """The programs for a convolution: plain Python, NumPy, SciPy, PyTorch and TensorFlow, in that order.

    >>> print(snippets(Convolution([1, 3, -1, 2, 3], [1, 0, 2], stride=2))[1].code)
    import numpy as np
    from numpy.lib.stride_tricks import sliding_window_view
    <BLANKLINE>
    x = np.array([1, 3, -1, 2, 3], dtype=float)
    w = np.array([1, 0, 2], dtype=float)
    <BLANKLINE>
    windows = sliding_window_view(x, w.shape)
    windows = windows[::2]  # stride
    y = (windows * w).sum(axis=1)
    print(y)

    `y` has the shape of `convolution.output` and agrees with it to the rounding of float64. The program
    pads by itself and asks its library for the windows that fit, so that no library's idea of "same"
    matters. A tensor of more than `MOST_WRITTEN` numbers is loaded: `input.npy` holds `convolution.x`,
    `filter.npy` holds `convolution.w`, and the note says so.
    """
    return [write(convolution) for write in (_python, _numpy, _scipy, _pytorch, _tensorflow)]


def _snippet(
    title: str, c: Convolution, notes: Iterable[str], imports: str, *parts: Sequence[str]
) -> Snippet:
    """The imports and the parts, an empty line between them; NumPy is imported where it is named."""
    body = ["\n".join(lines) for lines in parts if lines]
    head = ["import numpy as np"] if "np." in "".join(body) else []
    code = "\n\n".join(filter(None, ["\n".join(filter(None, [*head, imports])), *body]))
    return Snippet(title, " ".join([*notes, *_about_files(c)]), f"{code}\nprint(y)")


def _about_files(c: Convolution) -> Iterator[str]:
    files = [_SAVED[name] for name, tensor in _tensors(c).items() if not _is_written(tensor)]
    if files:
        yield f"The page’s Save menu gives {' and '.join(files)}."


# ----------------------------------------------------------------------------------------- literals


def _tensors(c: Convolution) -> dict[str, Array]:
    return {"x": c.x, "w": c.w}


def _is_written(tensor: Array) -> bool:
    return tensor.size <= MOST_WRITTEN


def _given(c: Convolution, written: str, loaded: str) -> list[str]:
    """The lines that make `x` and `w`: one form has a gap for a literal, the other for a loaded array."""
    return [_assigned(name, tensor, written, loaded) for name, tensor in _tensors(c).items()]


def _assigned(name: str, tensor: Array, written: str, loaded: str) -> str:
    if not _is_written(tensor):
        return f"{name} = {loaded}".replace("{}", f'np.load("{_SAVED[name]}")')
    before, after = f"{name} = {written}".split("{}")
    return f"{before}{_literal(tensor, len(before))}{after}"


def _literal(tensor: Array, indent: int) -> str:
    """Nested lists, a row per line and the columns aligned, that begin `indent` characters into a line."""
    cells = [_number(value) for value in tensor.ravel().tolist()]
    width = max(map(len, cells)) if tensor.ndim > 1 else 0
    return _nested(np.array([cell.rjust(width) for cell in cells]).reshape(tensor.shape), indent)


def _nested(cells: _Cells, indent: int) -> str:
    if cells.ndim == 1:
        return f"[{_folded(cells.tolist(), indent + 1)}]"
    between = "," + "\n" * (cells.ndim - 1) + " " * (indent + 1)
    return f"[{between.join(_nested(part, indent + 1) for part in cells)}]"


def _folded(cells: Sequence[str], indent: int) -> str:
    """The cells of a row, on as many lines as they take."""
    count = max(1, (_WIDTH - indent) // (max(map(len, cells)) + 2))
    lines = [", ".join(cells[start : start + count]) for start in range(0, len(cells), count)]
    return (",\n" + " " * indent).join(lines)


def _number(value: float) -> str:
    """The shortest text that Python reads as the same number."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)


# ------------------------------------------------------------------------------ what programs share


def _applying(*lines: tuple[bool, str]) -> list[str]:
    """Of lines or sentences, each with whether it applies, those that do."""
    return [line for applies, line in lines if applies]


def _is_padded(c: Convolution) -> bool:
    return any(map(any, c.padding))


def _is_strided(c: Convolution) -> bool:
    return max(c.stride) > 1


def _is_dilated(c: Convolution) -> bool:
    return max(c.dilation) > 1


def _numpy_pad(c: Convolution, array: str = "x") -> str:
    """The call of `numpy.pad` for an array that holds the input."""
    cells = {count for pair in c.padding for count in pair}
    width = cells.pop() if len(cells) == 1 else c.padding[0] if c.rank == 1 else c.padding
    mode = "" if c.padding_mode == "constant" else f', mode="{c.padding_mode}"'
    return f"np.pad({array}, {width}{mode})"


def _every(steps: Sequence[int]) -> str:
    """Slices that take every so many cells of each axis."""
    return ", ".join(f"::{step}" if step > 1 else ":" for step in steps)


def _option(name: str, values: Sequence[int]) -> str:
    """An argument of a call: one number where the axes agree, nothing where all of them are 1."""
    if max(values) == 1:
        return ""
    return f", {name}={values[0] if len(set(values)) == 1 else tuple(values)}"


def _plus_bias(c: Convolution) -> str:
    if c.bias == 0:
        return ""
    return f" {'-' if c.bias < 0 else '+'} {_number(abs(c.bias))}"


# ------------------------------------------------------------------------------------- plain Python


_LETTERS = {1: ("i", "a"), 2: ("ij", "ab"), 3: ("qij", "cab")}
_LISTS = {1: ("y",), 2: ("y", "row"), 3: ("y", "plane", "row")}


def _python(c: Convolution) -> Snippet:
    order = ", depth first," if c.rank == 3 else ""
    opening = "" if all(map(_is_written, _tensors(c).values())) else " but for opening the files"
    notes = [
        f"Plain lists{order} and no library{opening}: the outer loops move the window, the inner add up its "
        "products.",
        *_applying((c.flip, "Indices from the end read the filter backwards, which flips it.")),
    ]
    given = _given(c, "{}", "{}.tolist()")
    return _snippet("Python", c, notes, "", given, _source(c), _padded_lists(c), _loops(c))


def _loops(c: Convolution) -> list[str]:
    """A loop per axis over the windows and, within, a loop per axis over the taps."""
    (places, taps), names = _LETTERS[c.rank], [*_LISTS[c.rank], "total"]
    starts = ["[]"] * (c.rank - 1) + [_number(c.bias)]
    lines = ["y = []"]
    for axis, place in enumerate(places):
        loop = [f"for {place} in {_windows_range(c, axis)}:", f"    {names[axis + 1]} = {starts[axis]}"]
        lines += _indented(loop, axis)
    for axis, tap in enumerate(taps):
        lines += _indented([f"for {tap} in range({_length('w', axis)}):"], c.rank + axis)
    lines += _indented([f"total += {_one_product(c)}"], 2 * c.rank)
    for axis in reversed(range(c.rank)):
        lines += _indented([f"{names[axis]}.append({names[axis + 1]})"], axis + 1)
    return lines


def _indented(lines: Iterable[str], depth: int = 1) -> list[str]:
    return ["    " * depth + line for line in lines]


def _length(name: str, axis: int) -> str:
    return f"len({name}{'[0]' * axis})"


def _windows_range(c: Convolution, axis: int) -> str:
    """Where on an axis the windows begin."""
    n, k, d, s = _length("x", axis), _length("w", axis), c.dilation[axis], c.stride[axis]
    stop = f"{n} - {k} + 1" if d == 1 else f"{n} - {d} * ({k} - 1)"
    return f"range({stop})" if s == 1 else f"range(0, {stop}, {s})"


def _one_product(c: Convolution) -> str:
    places, taps = _LETTERS[c.rank]
    steps = [tap if d == 1 else f"{d} * {tap}" for d, tap in zip(c.dilation, taps, strict=True)]
    cell = "".join(f"[{place} + {step}]" for place, step in zip(places, steps, strict=True))
    weight = "".join(f"[-1 - {tap}]" if c.flip else f"[{tap}]" for tap in taps)
    return f"x{cell} * w{weight}"


_SOURCES = {
    "edge": ("the nearest cell", ["return min(max(i, 0), n - 1)"]),
    "reflect": ("a mirror on the last cell", ["i = max(i, -i)", "return min(i, 2 * n - 2 - i)"]),
    "symmetric": ("a mirror behind the last cell", ["i = max(i, -1 - i)", "return min(i, 2 * n - 1 - i)"]),
    "wrap": ("the other end", ["return i % n"]),
}


def _source(c: Convolution) -> list[str]:
    """A function that says which of `n` cells a cell of the padding copies."""
    if not _is_padded(c) or c.padding_mode == "constant":
        return []
    what, lines = _SOURCES[c.padding_mode]
    return [f"def source(i, n):  # padding copies {what}", *_indented(lines)]


def _padded_lists(c: Convolution) -> list[str]:
    """The padded input, made cell by cell from the indices of the input and some beyond them."""
    if not _is_padded(c):
        return []
    lines = [f"[{_padded_cell(c)} {_padded_range(c, c.rank - 1)}]"]
    for axis in reversed(range(c.rank - 1)):
        lines = ["[", *_indented([*lines, _padded_range(c, axis)]), "]"]
    return [f"x = {lines[0]}", *lines[1:]]


def _padded_range(c: Convolution, axis: int) -> str:
    (before, after), n = c.padding[axis], c.x.shape[axis]
    return f"for {_LETTERS[c.rank][0][axis]} in range({f'-{before}, ' if before else ''}{n + after})"


def _padded_cell(c: Convolution) -> str:
    axes = list(zip(_LETTERS[c.rank][0], c.x.shape, map(any, c.padding), strict=True))
    if c.padding_mode == "constant":
        inside = " and ".join(f"0 <= {place} < {n}" for place, n, padded in axes if padded)
        return f"x{''.join(f'[{place}]' for place, *_ in axes)} if {inside} else 0"
    sources = [f"[source({place}, {n})]" if padded else f"[{place}]" for place, n, padded in axes]
    return f"x{''.join(sources)}"


# --------------------------------------------------------------------------------- NumPy and SciPy


_ARRAY = ("np.array({}, dtype=float)", "{}")
_MOST_PRODUCTS = 1000  # that SciPy is trusted to add up one by one: it used a Fourier transform from 5,625


def _numpy(c: Convolution) -> Snippet:
    order = ", depth first" if c.rank == 3 else ""
    notes = [
        "sliding_window_view lists all windows without copying them: "
        f"its first axes are the output’s, its last the filter’s{order}.",
        *_applying((c.flip, "np.flip turns the filter round on every axis.")),
    ]
    axes = tuple(range(c.rank, 2 * c.rank))
    lines = _applying(
        (_is_padded(c), f"x = {_numpy_pad(c)}"),
        (c.flip, "w = np.flip(w)"),
        (True, f"windows = sliding_window_view(x, {c.geometry.spans if _is_dilated(c) else 'w.shape'})"),
        (_is_dilated(c), f"windows = windows[..., {_every(c.dilation)}]  # dilation"),
        (_is_strided(c), f"windows = windows[{_every(c.stride)}]  # stride"),
        (True, f"y = (windows * w).sum(axis={axes[0] if c.rank == 1 else axes}){_plus_bias(c)}"),
    )
    imports = "from numpy.lib.stride_tricks import sliding_window_view"
    return _snippet("NumPy", c, notes, imports, _given(c, *_ARRAY), lines)


def _scipy(c: Convolution) -> Snippet:
    name = "convolve" if c.flip else "correlate"
    method = ', method="direct"' if _scipy_products(c) > _MOST_PRODUCTS else ""
    lines = _applying(
        (_is_padded(c), f"x = {_numpy_pad(c)}"),
        (_is_dilated(c), f"spread = np.zeros({c.geometry.spans})"),
        (_is_dilated(c), f"spread[{_every(c.dilation)}] = w  # dilation: zeros between the taps"),
        (True, f'y = {name}(x, {"spread" if _is_dilated(c) else "w"}, mode="valid"{method}){_plus_bias(c)}'),
        (_is_strided(c), f"y = y[{_every(c.stride)}]  # stride"),
    )
    imports = f"from scipy.signal import {name}"
    return _snippet("SciPy", c, _about_scipy(c, bool(method)), imports, _given(c, *_ARRAY), lines)


def _scipy_products(c: Convolution) -> int:
    """The products that SciPy adds up, which has neither stride nor dilation."""
    return len(c.geometry.dense) * math.prod(c.geometry.spans)


def _about_scipy(c: Convolution, direct: bool) -> list[str]:
    missing = " and no ".join(_applying((_is_strided(c), "stride"), (_is_dilated(c), "dilation")))
    return _applying(
        (not c.flip, "correlate takes the filter as it is; convolve would flip it."),
        (c.flip, "convolve flips the filter on every axis; correlate would take it as it is."),
        (bool(missing), f"SciPy has no {missing} here, so the program has its own."),
        (direct, 'method="direct" adds up the products instead of a Fourier transform.'),
    )


# ------------------------------------------------------------------------- PyTorch and TensorFlow


_TORCH_MODES = {"constant": "constant", "edge": "replicate", "reflect": "reflect", "wrap": "circular"}
_TENSORFLOW_MODES = {"constant": "CONSTANT", "reflect": "REFLECT", "symmetric": "SYMMETRIC"}
_SIDES = ("left, right", "top, bottom", "front, back")


def _pytorch(c: Convolution) -> Snippet:
    function, foreign = f"conv{c.rank}d", _is_padded(c) and c.padding_mode not in _TORCH_MODES
    axes = ", ".join(axis_names(c.rank))
    notes = [
        f"{function} takes (batch, channel, {axes}), here one input with one channel.",
        _about_library(c, function, foreign, "F.pad"),
    ]
    given = _given(c, "torch.tensor({}, dtype=torch.float64)", "torch.from_numpy({})")
    options = _option("stride", c.stride) + _option("dilation", c.dilation)
    lines = _applying(
        (c.flip, f"w = torch.flip(w, dims={tuple(range(c.rank))})"),
        (True, "x = x[None, None]  # batch, channel"),
        (True, "w = w[None, None]  # channels out, channels in"),
        (_is_padded(c) and not foreign, _torch_pad(c)),
        (True, f"y = F.{function}(x, w{options})[0, 0]{_plus_bias(c)}"),
    )
    given = [_foreign_pad(c, "torch.from_numpy({})"), given[1]] if foreign else given
    return _snippet("PyTorch", c, notes, "import torch\nimport torch.nn.functional as F", given, lines)


def _torch_pad(c: Convolution) -> str:
    """The call of `F.pad`, which begins with the last axis."""
    mode = _TORCH_MODES.get(c.padding_mode)
    option = "" if mode == "constant" else f', mode="{mode}"'
    cells = ", ".join(f"{before}, {after}" for before, after in reversed(c.padding))
    return f"x = F.pad(x, ({cells}){option})  # {', '.join(_SIDES[: c.rank])}"


def _tensorflow(c: Convolution) -> Snippet:
    foreign = _is_padded(c) and c.padding_mode not in _TENSORFLOW_MODES
    apart = _is_strided(c) and _is_dilated(c)
    notes = [
        f"TensorFlow takes the channels last: (batch, {', '.join(axis_names(c.rank))}, channel).",
        _about_library(c, "tf.nn.convolution", foreign, "tf.pad"),
        *_applying((apart, "With a dilation tf.nn.convolution takes no stride, so the stride comes after.")),
    ]
    given = _given(c, "tf.constant({}, dtype=tf.float64)", "tf.constant({})")
    options = ("" if apart else _option("strides", c.stride)) + _option("dilations", c.dilation)
    lines = _applying(
        (_is_padded(c) and not foreign, _tensorflow_pad(c)),
        (c.flip, f"w = tf.reverse(w, axis={list(range(c.rank))})"),
        (True, "x = x[None, ..., None]  # batch, channel"),
        (True, "w = w[..., None, None]  # channels in, channels out"),
        (True, f"y = tf.nn.convolution(x, w{options})[0, ..., 0]{_plus_bias(c)}"),
        (apart, f"y = y[{_every(c.stride)}]  # stride"),
    )
    given = [_foreign_pad(c, "tf.constant({})"), given[1]] if foreign else given
    return _snippet("TensorFlow", c, notes, "import tensorflow as tf", given, lines)


def _tensorflow_pad(c: Convolution) -> str:
    mode = _TENSORFLOW_MODES.get(c.padding_mode)
    option = "" if mode == "CONSTANT" else f', mode="{mode}"'
    return f"x = tf.pad(x, {[list(pair) for pair in c.padding]}{option})"


def _foreign_pad(c: Convolution, converted: str) -> str:
    """The lines that make the input where NumPy has to pad it before it is converted."""
    pad = converted.replace("{}", _numpy_pad(c))
    return "\n".join([_assigned("x", c.x, *_ARRAY), f"x = {pad}"])


def _about_library(c: Convolution, function: str, foreign: bool, pad: str) -> str:
    flip = "so the program does" if c.flip else "as is usual in deep learning"
    numpy = f" {pad} has no mode for {c.padding_mode} padding, so NumPy pads." if foreign else ""
    return f"{function} does not flip the filter, {flip}.{numpy}"
