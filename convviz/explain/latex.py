"""A convolution in formulas: LaTeX without dollar signs, and what the letters in it mean.

Vocabulary: in formulas `i, j, q` number the windows and `a, b, c` the taps (`i` and `j` at rank 1), by
row, column and slice, from one. A *slice* is a pair of matrices, one of the window and the one of the
filter that it meets. Imports `convviz.core` and NumPy only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from convviz.core import Array, Convolution, Layer, Step, reading_order
from convviz.explain.numbers import END_TERMS, FIGURES, MINUS, Write, adds_up, elided, exactly, written
from convviz.explain.words import both_sides, by_formula, named_axes, position_text

_MOST_ROWS = 8
_LINE, _LINE_BESIDE_MATRICES = 84, 48
_LETTERS = {1: ("i", "j"), 2: ("ij", "ab"), 3: ("ijq", "abc")}


def number_latex(value: float, write: Write = written) -> str:
    r"""A number in LaTeX.

    >>> number_latex(-2.5), number_latex(0.00025), number_latex(0.12345), number_latex(0.12345, exactly)
    ('-2.5', '2.5 \\times 10^{-4}', '0.1235', '0.12345')
    """
    digits, _, power = write(value).replace(MINUS, "-").partition("e")
    return rf"{digits} \times 10^{{{power}}}" if power else digits


def _factor(value: float, write: Write) -> str:
    text = number_latex(value, write)
    return f"({text})" if value < 0 else text


def matrix_latex(matrix: Array, write: Write = written) -> str:
    r"""A vector (as a row) or a matrix, elided beyond eight rows or columns; a cell that is NaN is empty.

    >>> print(matrix_latex(np.array([[1.0, -2.0], [0.25, 0.0]])))
    \begin{bmatrix} 1 & -2 \\ 0.25 & 0 \end{bmatrix}
    """
    grid = np.atleast_2d(matrix)
    rows, columns = (_ends(size) for size in grid.shape)
    lines = [" & ".join(_cell(grid, row, column, write) for column in columns) for row in rows]
    return r"\begin{bmatrix} " + r" \\ ".join(lines) + r" \end{bmatrix}"


def slices_latex(tensor: Array, write: Write = written) -> str:
    r"""A vector, a matrix or the slices of a tensor, one below the other.

    >>> print(slices_latex(np.array([[[1.0]], [[np.nan]]])))
    \begin{matrix} \begin{bmatrix} 1 \end{bmatrix} \\ \begin{bmatrix} \square \end{bmatrix} \end{matrix}
    """
    if tensor.ndim < 3 or len(tensor) == 1:
        return matrix_latex(tensor[0] if tensor.ndim == 3 else tensor, write)
    shown = [r"\vdots" if c is None else matrix_latex(tensor[c], write) for c in _ends(len(tensor))]
    return "".join([r"\begin{matrix} ", r" \\ ".join(shown), r" \end{matrix}"])


def _ends(size: int) -> list[int | None]:
    """The rows, columns or slices that are shown of so many."""
    return elided(size, _MOST_ROWS, first=4, last=3)


def _cell(grid: Array, row: int | None, column: int | None, write: Write) -> str:
    if row is None:
        return r"\vdots" if column is not None else r"\ddots"
    if column is None:
        return r"\cdots"
    value = grid[row, column]
    return r"\square" if np.isnan(value) else number_latex(value, write)


class Which(NamedTuple):
    """Which of several filters it is, from one, and what is known of the slices that it meets.

    With groups, `slices_before` says how many slices of the input come before its own. `names` are what the
    slices of the padded input are called, if not by their depth.
    """

    number: int | None = None
    slices_before: int | None = None
    names: Sequence[str] = ()

    def name(self, place: int) -> str:
        """The name of a slice of the padded input, if it has one."""
        return self.names[place] if self.names else ""


ALONE = Which()


def step_latex(convolution: Convolution, s: int, which: Which = ALONE) -> str:
    r"""The window number `s` (from 0) as matrices, its products and its total.

    >>> print(*step_latex(Convolution([1, 3, -1], [1, 2]), 1).splitlines()[3:5], sep="\n")
      &= 3 \cdot 1 + (-1) \cdot 2 \\
      &= 1

    A filter of several slices is summed slice by slice. All numbers are `written`;
    where a sum does not add up so, but all would with the numbers written `exactly`, they are. Where
    neither helps, the sign before the total is `\approx`.
    """
    step = convolution.step(s)
    slices = _slices(step.window, convolution.kernel)
    lines = (_one_sum if len(slices) == 1 else _sums)(convolution, step, slices, which)
    return "\n".join([r"\begin{aligned}", *lines, r"\end{aligned}"])


_Slices = list[tuple[Array, Array]]
_Sum = tuple[Array, Array, float, float]  # left, right, bias, total: as `adds_up` takes them


def _slices(window: Array, kernel: Array) -> _Slices:
    """Pairs of matrices: a slice of the window and the slice of the filter that it meets."""
    shape = (-1, *(1, *kernel.shape)[-2:])
    return list(zip(window.reshape(shape), kernel.reshape(shape), strict=True))


def _way_to_write(sums: Sequence[_Sum]) -> Write:
    """The way to write the numbers of sums that share numbers, so that all of them add up if possible."""

    def add_up(write: Write) -> bool:
        return all(adds_up(*parts, write) for parts in sums)

    if add_up(written) or not add_up(exactly):
        return written
    return written if any(_has_many_figures(left, right) for left, right, *_ in sums) else exactly


def _has_many_figures(left: Array, right: Array) -> bool:
    """Whether some factor would be cut off even when written exactly, as thirds and ninths are."""
    factors = (*left.flat, *right.flat)
    return any(not value.is_integer() and _figures(exactly(value)) >= FIGURES for value in factors)


def _figures(text: str) -> int:
    """How many figures a written number has.

    >>> _figures("−0.00120"), _figures("1.2345e−4")
    (3, 5)
    """
    return len(re.sub(r"\D", "", text.partition("e")[0]).lstrip("0"))


def _one_sum(convolution: Convolution, step: Step, slices: _Slices, which: Which) -> list[str]:
    (pair,) = slices
    whole = (*pair, convolution.bias, step.total)
    write = _way_to_write([whole])
    bias = _bias_latex(convolution, write)
    return [
        _named_sum(convolution, position_text(convolution, step.index), which) + bias,
        rf"  &= {_sum_of(*pair, write)}{bias} \\",
        rf"  &= {folded(_terms(*pair, write))}{bias} \\",
        f"  &{_sign(whole, write)} {number_latex(step.total, write)}",
    ]


def _sums(convolution: Convolution, step: Step, slices: _Slices, which: Which) -> list[str]:
    parts: list[_Sum] = [(*pair, 0.0, float((pair[0] * pair[1]).sum())) for pair in slices]
    totals = np.array([total for *_, total in parts])
    whole = (totals, np.ones_like(totals), convolution.bias, step.total)
    write = _way_to_write([*parts, whole])
    bias = _bias_latex(convolution, write)
    lines = [
        r"  &\ \vdots \\"
        if c is None
        else _slice_line(_depth_met(convolution, step, c, which), parts[c], write)
        for c in _ends(len(parts))
    ]
    terms = folded([number_latex(totals[0], write), *(_factor(total, write) for total in totals[1:])])
    name = _named_sum(convolution, position_text(convolution, step.index), which) + bias
    return [
        *lines,
        name,
        f"  &= {terms}{bias} {_sign(whole, write)} {number_latex(step.total, write)}",
    ]


def _depth_met(convolution: Convolution, step: Step, c: int, which: Which) -> str:
    """The slice `c` of the filter, and which slice of the input it meets where that may be another."""
    met = (which.slices_before or 0) + step.origin[0] + c * convolution.dilation[0]
    name, depth = which.name(met), f"depth {c + 1}"
    if convolution.output_shape[0] == convolution.dilation[0] == 1 and which.slices_before is None:
        return name or depth
    return f"{depth} on {name or met + 1}"


def _slice_line(depth: str, part: _Sum, write: Write) -> str:
    window, kernel, _, total = part
    terms = folded(_terms(window, kernel, write), _LINE_BESIDE_MATRICES)
    result = f"{_sign(part, write)} {number_latex(total, write)}"
    return rf"\text{{{depth}: }} {_sum_of(window, kernel, write)} &= {terms} {result} \\"


def _named_sum(convolution: Convolution, position: str, which: Which = ALONE) -> str:
    window, kernel = window_latex(convolution), _filter_latex(convolution, which)
    return rf"\operatorname{{Sum}}\left({window}({position}) \odot {kernel}\right)"


def _sum_of(window: Array, kernel: Array, write: Write) -> str:
    left, right = matrix_latex(window, write), matrix_latex(kernel, write)
    return rf"\operatorname{{Sum}}\left({left} \odot {right}\right)"


def _terms(window: Array, kernel: Array, write: Write) -> list[str]:
    """One term per tap; a long sum is elided in the middle, as on the stage."""
    left, right = window.ravel().tolist(), kernel.ravel().tolist()
    more = rf"\cdots \text{{({len(left) - 2 * END_TERMS} more)}} \cdots"

    def term(tap: int) -> str:
        first = _factor(left[tap], write) if tap else number_latex(left[0], write)
        return rf"{first} \cdot {_factor(right[tap], write)}"

    return [more if tap is None else term(tap) for tap in elided(len(left))]


def folded(terms: Sequence[str], width: int = _LINE) -> str:
    """A sum in lines of about so many characters."""
    lines: list[list[str]] = [[]]
    room = width
    for term in terms:
        room -= len(term) - term.count("\\") * 4 + 3
        if room < 0 and lines[-1]:
            lines, room = [*lines, []], width
        lines[-1].append(term)
    return " \\\\\n  &\\quad + ".join(" + ".join(line) for line in lines)


def _sign(parts: _Sum, write: Write) -> str:
    return "=" if adds_up(*parts, write) else r"\approx"


def _bias_latex(convolution: Convolution, write: Write = written) -> str:
    return f" + {_factor(convolution.bias, write)}" if convolution.bias else ""


def window_latex(layer: Layer) -> str:
    """The name of a window without its position."""
    letter = "x" if layer.rank == 1 else "X"
    size = r" \times ".join(map(str, dict.fromkeys(layer.geometry.filter_shape[-2:])))
    return rf"\mathbf{{{letter}}}_{{{size}}}"


def _filter_latex(convolution: Convolution, which: Which) -> str:
    name = rf"\mathbf{{{'w' if convolution.rank == 1 else 'W'}}}"
    number = "" if which.number is None else f"_{{{which.number}}}"
    return (rf"\widetilde{{{name}}}" if convolution.flip else name) + number


def definition_latex(convolution: Convolution) -> str:
    r"""What every cell of the output is, with the indices as they really are, from one.

    >>> print(definition_latex(Convolution([1, 2, 3, 4, 5], [1, 0, 2], stride=2, padding=1)))
    \begin{aligned}
    y_{i} &= \operatorname{Sum}\left(\mathbf{x}_{3}(i) \odot \mathbf{w}\right) \\
      &= \sum_{j=1}^{3} x_{2(i - 1) + j - 1}\, w_{j}, \qquad 1 \le i \le 3
    \end{aligned}

    Cell `j` of window `i` is cell `s(i - 1) + d(j - 1) + 1 - p` of the input, where `p` is the padding
    before it. (Source: the sum over `x_(i+j-1) w_j`, generalised to stride, dilation and padding.)
    """
    letters, bias = _window_letters(convolution), _bias_latex(convolution, exactly)
    position = ", ".join(letters.values())
    product = rf"x_{{{_cell_latex(convolution)}}}\, w_{{{_weight_latex(convolution)}}}"
    return "\n".join(
        [
            r"\begin{aligned}",
            rf"y_{{{position}}} &= {_named_sum(convolution, position)}{bias} \\",
            rf"  &= {_sigmas(convolution)}{product}{bias}, \qquad {_ranges(convolution)}",
            r"\end{aligned}",
        ]
    )


def _window_letters(layer: Layer) -> dict[int, str]:
    """The letter that numbers the windows, for each axis that a position names."""
    return dict(zip(named_axes(layer), _LETTERS[layer.rank][0], strict=False))


def ranges_latex(layer: Layer) -> tuple[str, str]:
    r"""The letters of a position, and from where to where each of them goes.

    >>> ranges_latex(Convolution([1, 2, 3], [1]))
    ('i', '1 \\le i \\le 3')
    """
    return ", ".join(_window_letters(layer).values()), _ranges(layer)


def _tap_letters(convolution: Convolution) -> dict[int, str]:
    """The letter that numbers the taps, for each axis in reading order."""
    axes = reading_order(range(convolution.rank))
    return dict(zip(axes, _LETTERS[convolution.rank][1], strict=True))


def _sigmas(convolution: Convolution) -> str:
    taps = _tap_letters(convolution)
    return "".join(rf"\sum_{{{tap}=1}}^{{{convolution.w.shape[axis]}}} " for axis, tap in taps.items())


def _ranges(layer: Layer) -> str:
    letters, shape = _window_letters(layer), layer.output_shape
    return r",\; ".join(rf"1 \le {letter} \le {shape[axis]}" for axis, letter in letters.items())


def definition_legend(convolution: Convolution) -> str:
    """What the signs in the definition and in a step mean, in short sentences.

    >>> definition_legend(Convolution([1, 2], [1]))
    '⊙ multiplies cell by cell; Sum adds up the products.'
    """
    name = "w" if convolution.rank == 1 else "W"
    flipped = f" {name}\N{COMBINING TILDE} is the flipped filter."
    padding = " An index below 1, or beyond the size of the input, means a cell of padding."
    return (
        "⊙ multiplies cell by cell; Sum adds up the products."
        + flipped * convolution.flip
        + padding * any(map(any, convolution.padding))
    )


def _cell_latex(convolution: Convolution) -> str:
    """Which cell of the input a tap of a window meets: its index on every axis."""
    letters = _window_letters(convolution)
    axes = _tap_letters(convolution).items()
    return ", ".join(_index_latex(convolution, axis, letters.get(axis, ""), tap) for axis, tap in axes)


def _index_latex(convolution: Convolution, axis: int, letter: str, tap: str) -> str:
    """The index of that cell on one axis; no letter where there is one window only."""
    stride, dilation = convolution.stride[axis], convolution.dilation[axis]
    steps = [f"{stride}({letter} - 1)" if stride > 1 else letter] if letter else []
    steps.append(f"{dilation}({tap} - 1)" if dilation > 1 else tap)
    constant = 1 - convolution.padding[axis][0] - (stride == 1 and bool(letter)) - (dilation == 1)
    tail = f" {'+' if constant > 0 else '-'} {abs(constant)}" if constant else ""
    return " + ".join(steps) + tail


def _weight_latex(convolution: Convolution) -> str:
    """Which cell of the filter, as given, it is multiplied by."""
    taps, sizes = _tap_letters(convolution), convolution.w.shape
    return ", ".join(f"{sizes[axis] + 1} - {tap}" if convolution.flip else tap for axis, tap in taps.items())


def size_latex(layer: Layer) -> str:
    r"""The size of the output per axis, first with letters, then with the numbers.

    >>> print(size_latex(Convolution([1, 3, -1, 2, 3], [1, 0, 2], stride=2, padding=1)))
    \begin{aligned}
    \left\lfloor \frac{n + 2p - d(k - 1) - 1}{s} \right\rfloor + 1 & \\
    \text{length: } \left\lfloor \frac{5 + 2 \cdot 1 - 1 \cdot (3 - 1) - 1}{2} \right\rfloor + 1 &= 3
    \end{aligned}
    """
    letters, _ = sides_latex(layer.geometry.padding, "+")
    lines = [rf"\left\lfloor \frac{{n + {letters} - d(k - 1) - 1}}{{s}} \right\rfloor + 1 &"]
    lines += [rf"\text{{{names}: }} {formula}" for names, formula in by_formula(layer, _size_latex)]
    return "\n".join([r"\begin{aligned}", " \\\\\n".join(lines), r"\end{aligned}"])


def _size_latex(layer: Layer, axis: int) -> str:
    g = layer.geometry
    n, k, (_, padding) = g.spread_shape[axis], g.filter_shape[axis], sides_latex(g.padding, "+")
    top = rf"{n} + {padding[axis]} - {g.dilation[axis]} \cdot ({k} - 1) - 1"
    return rf"\left\lfloor \frac{{{top}}}{{{g.stride[axis]}}} \right\rfloor + 1 &= {g.output_shape[axis]}"


def sides_latex(pairs: Sequence[tuple[int, int]], sign: str) -> tuple[str, list[str]]:
    """The padding of both sides, as `both_sides` has it."""
    letters, numbers = both_sides(pairs, sign)
    return letters.replace("′", "'"), [text.replace("·", r" \cdot ") for text in numbers]


#: What the letters and signs in the formula of the size mean.
SIZE_LEGEND = (
    "n: size of the input; p: padding of a side, p′ of the other where it differs; k: size of the filter; "
    "d: dilation; s: stride. ⌊ ⌋ rounds down."
)
