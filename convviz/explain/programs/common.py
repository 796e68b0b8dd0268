"""What the programs of all libraries share: their numbers as code writes them, and their parts.

Vocabulary: a *snippet* is a program and a note on what its library does; a *literal* is a tensor as code
writes it. Imports `convviz.core` and NumPy only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from convviz.core import Array, Convolution, Layer, axis_names

MOST_WRITTEN = 400
"""The most numbers of a tensor that a program writes out; a longer one is loaded from its file."""

#: A NumPy array in code: with its numbers, and loaded from its file.
ARRAY = ("np.array({}, dtype=float)", "{}")

_WIDTH = 88
_SAVED = {"x": "input.npy", "w": "filter.npy"}
_Cells: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.str_]]


@dataclass(frozen=True)
class Snippet:
    """A program that computes one layer, or several in a row, with one library.

    `title` names the library, `note` says in plain text what it does about layout, flip and padding, and
    `code` leaves the output in `y` and ends by printing it. It is made of `imports`, a line each, and of
    `parts`: of one layer the lines that make its tensors, `x` first, and then those that make `y` of them.
    """

    title: str
    note: str
    imports: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]

    @property
    def code(self) -> str:
        """The program: imports and parts, with an empty line between them."""
        body = ["\n".join(lines) for lines in (self.imports, *self.parts) if lines]
        return "\n\n".join(body) + "\nprint(y)"


def snippet(title: str, c: Layer, notes: Iterable[str], imports: str, *parts: Sequence[str]) -> Snippet:
    """The program of one layer; NumPy is imported where it is named."""
    numpy = ["import numpy as np"] if any("np." in line for lines in parts for line in lines) else []
    lines = (*numpy, *filter(None, imports.splitlines()))
    return Snippet(title, " ".join([*notes, *_about_files(c)]), lines, tuple(map(tuple, parts)))


def _about_files(c: Layer) -> Iterator[str]:
    files = [_SAVED[name] for name, tensor in tensors(c).items() if not is_written(tensor)]
    if files:
        yield f"The page’s Save menu gives {' and '.join(files)}."


def tensors(c: Layer) -> dict[str, Array]:
    """The input and the filter, where there is one, by the names that they have in a program."""
    weights: Array | None = getattr(c, "w", None)
    return {"x": c.x} if weights is None else {"x": c.x, "w": weights}


def is_written(tensor: Array) -> bool:
    """Whether a program writes out all numbers of a tensor."""
    return tensor.size <= MOST_WRITTEN


def inputs(c: Layer, written: str, loaded: str) -> list[str]:
    """The lines that make `x` and `w`: one form has a gap for a literal, the other for a loaded array."""
    return [assigned(name, c, written, loaded) for name in tensors(c)]


def assigned(name: str, c: Layer, written: str, loaded: str) -> str:
    """The line that makes one tensor, and what its axes are where there are three or more."""
    tensor = tensors(c)[name]
    axes = (*("filters",) * (tensor.ndim - c.rank), *axis_names(c.rank))
    told = f"  # {', '.join(axes)}" if len(axes) > 2 else ""
    if not is_written(tensor):
        return f"{name} = {loaded}{told}".replace("{}", f'np.load("{_SAVED[name]}")')
    before, after = f"{name} = {written}".split("{}")
    return f"{before}{_literal(tensor, len(before))}{after}{told}"


def _literal(tensor: Array, indent: int) -> str:
    """Nested lists, a row per line and the columns aligned, that begin `indent` characters into a line."""
    cells = [number(value) for value in tensor.ravel().tolist()]
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


def number(value: float) -> str:
    """The shortest text that Python reads as the same number."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)


def applying(*lines: tuple[bool, str]) -> list[str]:
    """Of lines or sentences, each with whether it applies, those that do."""
    return [line for applies, line in lines if applies]


def is_padded(c: Layer) -> bool:
    """Whether there is padding on some side."""
    return any(map(any, c.geometry.padding))


def is_strided(c: Layer) -> bool:
    """Whether some windows are left out."""
    return max(c.geometry.stride) > 1


def is_dilated(c: Layer) -> bool:
    """Whether there are gaps between the taps."""
    return max(c.geometry.dilation) > 1


def numpy_pad(c: Layer, constant: str = "") -> str:
    """The call of `numpy.pad` for `x`; `constant` is what it holds where that is not 0."""
    padding, mode = c.geometry.padding, getattr(c, "padding_mode", "constant")
    cells = {count for pair in padding for count in pair}
    width = cells.pop() if len(cells) == 1 else padding[0] if c.rank == 1 else padding
    how = f", constant_values={constant}" if constant else "" if mode == "constant" else f', mode="{mode}"'
    return f"np.pad(x, {width}{how})"


#: What a program with `numpy_windows` imports.
NUMPY_WINDOWS = "from numpy.lib.stride_tricks import sliding_window_view"


def numpy_windows(c: Layer, spans: object) -> tuple[tuple[bool, str], ...]:
    """Lines for `applying`: all windows of `x`, which reach over so many cells of each axis."""
    return (
        (True, f"windows = sliding_window_view(x, {spans})"),
        (is_dilated(c), f"windows = windows[..., {every(c.geometry.dilation)}]  # dilation"),
        (is_strided(c), f"windows = windows[{every(c.geometry.stride)}]  # stride"),
    )


def every(steps: Sequence[int]) -> str:
    """Slices that take every so many cells of each axis."""
    return ", ".join(f"::{step}" if step > 1 else ":" for step in steps)


def option(name: str, values: Sequence[int]) -> str:
    """An argument of a call: one number where the axes agree, nothing where all of them are 1."""
    if max(values) == 1:
        return ""
    return f", {name}={values[0] if len(set(values)) == 1 else tuple(values)}"


def plus_bias(c: Convolution) -> str:
    """What follows a sum for the bias."""
    if c.bias == 0:
        return ""
    return f" {'-' if c.bias < 0 else '+'} {number(abs(c.bias))}"
