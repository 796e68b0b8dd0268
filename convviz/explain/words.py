"""A convolution in words and formulas.

Vocabulary: `n` is the size of an axis of the input, `p` its padding, `k` the filter's size there, `d`
the dilation, `s` the stride. What a person reads counts from one and orders sizes as rows x columns x
depth; arrays are depth first. In formulas `i, j, q` number the windows and `a, b, c` the taps (`i` and `j`
at rank 1); functions whose name ends in `latex` return LaTeX without dollar signs, the others plain text.
Imports `convviz.core` and NumPy only.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from convviz.core import Array, Convolution, Step

MINUS = "−"
_MOST_ADDED = 4096  # terms of a sum that is added up as written
_FIGURES = 12  # of a number that is written exactly
#: A way to write a number: `written` or `exactly`.
Write: TypeAlias = Callable[[float], str]
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_AXES = {1: ("length",), 2: ("rows", "columns"), 3: ("depth", "rows", "columns")}


def axis_names(rank: int) -> tuple[str, ...]:
    """What the axes of a tensor of this rank are called, in array order.

    >>> axis_names(3)
    ('depth', 'rows', 'columns')
    """
    return _AXES[rank]


def reading_order(sizes: Sequence[int]) -> list[int]:
    """Sizes or indices as people read them: the depth last.

    >>> reading_order((3, 8, 9))
    [8, 9, 3]
    """
    return [*sizes[-2:], *sizes[:-2]]


def size_text(shape: Sequence[int]) -> str:
    """A shape as people read it.

    >>> size_text((3, 8, 9)), size_text((5,))
    ('8 × 9 × 3', '5')
    """
    return " × ".join(map(str, reading_order(shape)))


def window_symbol(convolution: Convolution) -> str:
    """The name of a window without its position: the input's letter with the filter's size.

    >>> window_symbol(Convolution([1, 3, -1, 2, 3], [1, 0, 2]))
    'x₃'
    >>> window_symbol(Convolution([[1, 2, 3], [4, 5, 6]], [[1, 2, 3], [4, 5, 6]]))
    'X₂ₓ₃'

    The depth of the filter is not part of the name (source: the notation X_k(i, j, q), with a
    filter of k x k x r).
    """
    letter = "x" if convolution.rank == 1 else "X"
    sizes = list(dict.fromkeys(convolution.w.shape[-2:]))
    return letter + "ₓ".join(str(size).translate(_SUBSCRIPTS) for size in sizes)


def size_formulas(convolution: Convolution) -> list[tuple[str, str]]:
    """The size of the output per axis, with the numbers in: pairs of axis names and formula.

    >>> size_formulas(Convolution([1, 3, -1, 2, 3], [1, 0, 2], stride=2, padding=1))
    [('length', '⌊(5 + 2 − 1·(3 − 1) − 1) / 2⌋ + 1 = 3')]

    Axes of the same formula share an entry. Source: floor((n + p - d(k - 1) - 1) / s) + 1 with `p`
    the padding of both sides together, all in cells.
    """
    return _by_formula(convolution, _size_formula)


def _by_formula(convolution: Convolution, write: Callable[[Convolution, int], str]) -> list[tuple[str, str]]:
    """What `write` makes of each axis, with the names of the axes; those of the same text share an entry."""
    formulas: dict[str, list[str]] = {}
    for axis in reading_order(range(convolution.rank)):
        formulas.setdefault(write(convolution, axis), []).append(axis_names(convolution.rank)[axis])
    return [(_listed(names), formula) for formula, names in formulas.items()]


def _listed(names: Sequence[str]) -> str:
    """Names in a sentence: `rows`, `rows and columns`, `rows, columns and depth`."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _size_formula(convolution: Convolution, axis: int) -> str:
    n, k = convolution.x.shape[axis], convolution.w.shape[axis]
    padding = sum(convolution.padding[axis])
    stride, dilation = convolution.stride[axis], convolution.dilation[axis]
    size = convolution.output_shape[axis]
    return f"⌊({n} + {padding} {MINUS} {dilation}·({k} {MINUS} 1) {MINUS} 1) / {stride}⌋ + 1 = {size}"


def kind(convolution: Convolution) -> str:
    """Which of the two operations called convolution this is, in one sentence.

    >>> kind(Convolution([1, 2], [1]))
    'Cross-correlation: the filter is used as it is, which deep learning calls convolution.'
    """
    if convolution.flip:
        return "Convolution in the mathematical sense: the filter is flipped on every axis."
    return "Cross-correlation: the filter is used as it is, which deep learning calls convolution."


_MODES = {
    "constant": "with zeros",
    "edge": "with the nearest edge’s values",
    "reflect": "as in a mirror on the edge cell (reflect)",
    "symmetric": "as in a mirror beside the edge cell (symmetric)",
    "wrap": "from the opposite side (wrap)",
}
_SIDES = {
    "length": ("before", "after"),
    "rows": ("above", "below"),
    "columns": ("left", "right"),
    "depth": ("in front", "behind"),
}


def padding_text(convolution: Convolution) -> str:
    """Where and with what the input is padded, in one sentence; empty where it is not.

    >>> padding_text(Convolution([[1, 2, 3]] * 3, [[1, 1]] * 2, padding="same"))
    'Padded with zeros: rows 0 above, 1 below; columns 0 left, 1 right.'
    >>> padding_text(Convolution([1, 2, 3], [1]))
    ''
    """
    names = axis_names(convolution.rank)
    parts = [
        f"{name} {before} {sides[0]}, {after} {sides[1]}"
        for name, (before, after) in zip(names, convolution.padding, strict=True)
        for sides in (_SIDES[name],)
        if before or after
    ]
    if not parts:
        return ""
    ordered = parts[1:] + parts[:1] if "depth" in parts[0] else parts
    return f"Padded {_MODES[convolution.padding_mode]}: {'; '.join(ordered)}."


def unvisited(convolution: Convolution) -> int:
    """How many cells of the input no window reads; padding does not count.

    >>> unvisited(Convolution([[1, 2, 3]] * 4, [[1, 1]] * 2, stride=2))
    4
    """
    inside = [
        visited[before : before + size].sum()
        for visited, (before, _), size in zip(
            convolution.visited, convolution.padding, convolution.x.shape, strict=True
        )
    ]
    return int(convolution.x.size - math.prod(inside))


def unvisited_text(convolution: Convolution) -> str:
    """How many cells of the input are left out, in one sentence; empty where none is.

    >>> unvisited_text(Convolution([1, 2, 3, 4, 5, 6], [1, 1, 1], stride=2))
    'No window reads 1 of the 6 cells of the input.'
    """
    count = unvisited(convolution)
    if not count:
        return ""
    return f"No window reads {count:,} of the {convolution.x.size:,} cells of the input."


def span_text(convolution: Convolution) -> str:
    """How far a dilated filter reaches, in one sentence; empty where it has no gaps.

    >>> span_text(Convolution([1, 2, 3, 4, 5], [1, 1, 1], dilation=2))
    'The 3 weights span 2·(3 − 1) + 1 = 5 cells.'
    """
    spans: dict[str, list[str]] = {}
    for axis in reading_order(range(convolution.rank)):
        size, gap = convolution.w.shape[axis], convolution.dilation[axis]
        if gap > 1 and size > 1:
            formula = f"{gap}·({size} {MINUS} 1) + 1 = {gap * (size - 1) + 1}"
            spans.setdefault(formula, []).append(axis_names(convolution.rank)[axis])
    if not spans:
        return ""
    formulas = [
        formula if names == ["length"] else f"{formula} {_listed(names)}" for formula, names in spans.items()
    ]
    unit = " cells" if convolution.rank == 1 else ""
    return f"The {convolution.w.size} weights span {', '.join(formulas)}{unit}."


# ------------------------------------------------------------------------------------------ numbers


def written(value: float) -> str:
    """A number as people read it, exactly as the stage writes it.

    >>> written(3.0), written(-2.5), written(1 / 3), written(0.00025), written(-0.0)
    ('3', '−2.5', '0.3333', '2.5e−4', '0')

    Integers have no point, other numbers about five figures; below 0.001 and from 1e9 on there is a power
    of ten. This is the rule of the player's `number`; tests hold both to the same examples.
    """
    size = abs(float(value))
    if size.is_integer() and size < 1e9:
        text = str(int(size))
    elif _is_plain(size):
        places = 4 if size < 10 else 3 if size < 100 else 2 if size < 1000 else 1
        text = _trimmed(_rounded(size, f".{places}f"))
    else:
        text = _scientific(_rounded(size, ".3e"))
    return MINUS + text if value < 0 else text


def exactly(value: float) -> str:
    """A number with every figure that it has, up to twelve.

    >>> exactly(0.12345), exactly(-1234.5678), exactly(0.00012345), exactly(0.1 + 0.2)
    ('0.12345', '−1234.5678', '1.2345e−4', '0.3')

    There is a power of ten below 0.001 and from 1e9 on. What is left beyond twelve figures is mostly what
    binary fractions leave behind; it is rounded off. This is the player's `exactly`.
    """
    digits = _rounded(abs(float(value)), f".{_FIGURES - 1}e")
    size = float(digits)
    if not size:
        return "0"
    text = _trimmed(format(Decimal(digits), "f")) if _is_plain(size) else _scientific(digits)
    return MINUS + text if value < 0 else text


def _is_plain(size: float) -> bool:
    """Whether a number that is not whole is written without a power of ten."""
    return 1e-3 <= size < 1e9


def _rounded(size: float, form: str) -> str:
    """Rounded as JavaScript does: from the exact binary value, a tie away from zero."""
    with localcontext(rounding=ROUND_HALF_UP):
        return format(Decimal(size), form)


def _trimmed(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _scientific(text: str) -> str:
    digits, power = text.split("e")
    return f"{_trimmed(digits)}e{int(power)}".replace("-", MINUS)


def _units(values: Array, write: Write) -> tuple[np.ndarray[tuple[int], np.dtype[np.object_]], int]:
    """Numbers as written, exactly: whole numbers, and the power of ten that they all are multiples of."""
    distinct, places = np.unique(values.ravel(), return_inverse=True)
    exact = [Decimal(write(value).replace(MINUS, "-")) for value in distinct.tolist()]
    power = min(int(number.as_tuple().exponent) for number in exact)
    units = np.array([int(number.scaleb(-power)) for number in exact], dtype=object)
    return units[places], power


def adds_up(left: Array, right: Array, bias: float, total: float, write: Write = written) -> bool:
    """Whether `left` times `right`, summed, plus the bias is the total, with every number as written.

    >>> adds_up(np.array([0.1, 0.2]), np.array([3.0, 3.0]), 0, 0.9)
    True
    >>> adds_up(np.array([1.0, 1.0, 1.0]), np.array([1 / 3, 1 / 3, 1 / 3]), 0, 1)
    False
    >>> [adds_up(np.array([0.12345]), np.array([2.0]), 0, 0.2469, write) for write in (written, exactly)]
    [False, True]

    Of so many terms that nobody adds them up (`_MOST_ADDED`), only whole numbers are said to.
    """
    numbers = np.concatenate([left.ravel(), right.ravel(), [bias, total]])
    if (numbers == np.trunc(numbers)).all() and np.abs(numbers).max() < 1e6:  # written in full, added exactly
        return float((left * right).sum() + bias) == total
    if left.size > _MOST_ADDED:
        return False
    (left_units, left_power), (right_units, right_power) = _units(left, write), _units(right, write)
    ends, end_power = _units(np.array([bias, -total]), write)
    products = Fraction(int((left_units * right_units).sum())) * Fraction(10) ** (left_power + right_power)
    return products + Fraction(int(ends.sum())) * Fraction(10) ** end_power == 0


# ------------------------------------------------------------------------------------------ LaTeX


_MOST_TERMS, _END_TERMS = 27, 12
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
    r"""A vector (as a row) or a matrix, elided beyond eight rows or columns.

    >>> print(matrix_latex(np.array([[1.0, -2.0], [0.25, 0.0]])))
    \begin{bmatrix} 1 & -2 \\ 0.25 & 0 \end{bmatrix}
    """
    grid = np.atleast_2d(matrix)
    rows, columns = (_ends(size) for size in grid.shape)
    lines = [" & ".join(_cell(grid, row, column, write) for column in columns) for row in rows]
    return r"\begin{bmatrix} " + r" \\ ".join(lines) + r" \end{bmatrix}"


def _ends(size: int) -> list[int | None]:
    """The places that are shown of so many, None where some are left out."""
    return list(range(size)) if size <= _MOST_ROWS else [*range(4), None, *range(size - 3, size)]


def _cell(grid: Array, row: int | None, column: int | None, write: Write) -> str:
    if row is None:
        return r"\vdots" if column is not None else r"\ddots"
    return r"\cdots" if column is None else number_latex(grid[row, column], write)


def step_latex(convolution: Convolution, s: int) -> str:
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
    lines = (_one_sum if len(slices) == 1 else _sums)(convolution, step, slices)
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
    return any(not value.is_integer() and _figures(exactly(value)) >= _FIGURES for value in factors)


def _figures(text: str) -> int:
    """How many figures a written number has.

    >>> _figures("−0.00120"), _figures("1.2345e−4")
    (3, 5)
    """
    return len(re.sub(r"\D", "", text.partition("e")[0]).lstrip("0"))


def _one_sum(convolution: Convolution, step: Step, slices: _Slices) -> list[str]:
    (pair,) = slices
    whole = (*pair, convolution.bias, step.total)
    write = _way_to_write([whole])
    bias = _bias_latex(convolution, write)
    return [
        _named_sum(convolution, _position(convolution, step)) + bias,
        rf"  &= {_sum_of(*pair, write)}{bias} \\",
        rf"  &= {_folded(_terms(*pair, write))}{bias} \\",
        f"  &{_sign(whole, write)} {number_latex(step.total, write)}",
    ]


def _sums(convolution: Convolution, step: Step, slices: _Slices) -> list[str]:
    parts: list[_Sum] = [(*pair, 0.0, float((pair[0] * pair[1]).sum())) for pair in slices]
    totals = np.array([total for *_, total in parts])
    whole = (totals, np.ones_like(totals), convolution.bias, step.total)
    write = _way_to_write([*parts, whole])
    bias = _bias_latex(convolution, write)
    lines = [
        r"  &\ \vdots \\" if c is None else _slice_line(_depth_met(convolution, step, c), parts[c], write)
        for c in _ends(len(parts))
    ]
    terms = _folded([number_latex(totals[0], write), *(_factor(total, write) for total in totals[1:])])
    name = _named_sum(convolution, _position(convolution, step)) + bias
    return [
        *lines,
        name,
        f"  &= {terms}{bias} {_sign(whole, write)} {number_latex(step.total, write)}",
    ]


def _depth_met(convolution: Convolution, step: Step, c: int) -> str:
    """The slice `c` of the filter, and which slice of the input it meets where that may be another."""
    met = step.origin[0] + c * convolution.dilation[0]
    return f"depth {c + 1}" if convolution.output_shape[0] == 1 else f"depth {c + 1} on {met + 1}"


def _slice_line(depth: str, part: _Sum, write: Write) -> str:
    window, kernel, _, total = part
    terms = _folded(_terms(window, kernel, write), _LINE_BESIDE_MATRICES)
    result = f"{_sign(part, write)} {number_latex(total, write)}"
    return rf"\text{{{depth}: }} {_sum_of(window, kernel, write)} &= {terms} {result} \\"


def _named_sum(convolution: Convolution, place: str) -> str:
    window, kernel = _window_latex(convolution), _filter_latex(convolution)
    return rf"\operatorname{{Sum}}\left({window}({place}) \odot {kernel}\right)"


def _sum_of(window: Array, kernel: Array, write: Write) -> str:
    left, right = matrix_latex(window, write), matrix_latex(kernel, write)
    return rf"\operatorname{{Sum}}\left({left} \odot {right}\right)"


def _terms(window: Array, kernel: Array, write: Write) -> list[str]:
    """One term per tap; a long sum is elided in the middle, as on the stage."""
    left, right = window.ravel().tolist(), kernel.ravel().tolist()
    size, first = len(left), number_latex(left[0], write)
    shown = range(size) if size <= _MOST_TERMS else [*range(_END_TERMS), *range(size - _END_TERMS, size)]
    terms = [
        rf"{_factor(left[tap], write) if tap else first} \cdot {_factor(right[tap], write)}" for tap in shown
    ]
    if len(terms) < size:
        terms.insert(_END_TERMS, rf"\cdots \text{{({size - 2 * _END_TERMS} more)}} \cdots")
    return terms


def _folded(terms: Sequence[str], width: int = _LINE) -> str:
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


def _window_latex(convolution: Convolution) -> str:
    letter = "x" if convolution.rank == 1 else "X"
    size = r" \times ".join(map(str, dict.fromkeys(convolution.w.shape[-2:])))
    return rf"\mathbf{{{letter}}}_{{{size}}}"


def _filter_latex(convolution: Convolution) -> str:
    name = rf"\mathbf{{{'w' if convolution.rank == 1 else 'W'}}}"
    return rf"\widetilde{{{name}}}" if convolution.flip else name


def _named_axes(convolution: Convolution) -> list[int]:
    """The axes that a position names, in reading order: the depth is dropped where there is one window."""
    axes = reading_order(range(convolution.rank))
    return axes[:2] if convolution.rank == 3 and convolution.output_shape[0] == 1 else axes


def _position(convolution: Convolution, step: Step) -> str:
    return ", ".join(str(step.index[axis] + 1) for axis in _named_axes(convolution))


def position(convolution: Convolution, s: int) -> str:
    """A window as it is called: its symbol and its position.

    >>> position(Convolution([[1, 2, 2], [3, 1, 4], [2, 1, 3]], [[1, 0], [0, 1]]), 1)
    'X₂(1, 2)'
    """
    return f"{window_symbol(convolution)}({_position(convolution, convolution.step(s))})"


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
    places, taps = _LETTERS[convolution.rank]
    named = places[: len(_named_axes(convolution))]
    bias = _bias_latex(convolution, exactly)
    axes = reading_order(range(convolution.rank))
    sums = "".join(
        rf"\sum_{{{tap}=1}}^{{{convolution.w.shape[axis]}}} " for tap, axis in zip(taps, axes, strict=True)
    )
    cells = ", ".join(
        _index_latex(convolution, axis, place if place in named else "", tap)
        for axis, place, tap in zip(axes, places, taps, strict=True)
    )
    ranges = r",\; ".join(
        rf"1 \le {place} \le {convolution.output_shape[axis]}"
        for place, axis in zip(named, _named_axes(convolution), strict=True)
    )
    return "\n".join(
        [
            r"\begin{aligned}",
            rf"y_{{{', '.join(named)}}} &= {_named_sum(convolution, ', '.join(named))}{bias} \\",
            rf"  &= {sums}x_{{{cells}}}\, w_{{{_weight_latex(convolution, taps)}}}{bias}, \qquad {ranges}",
            r"\end{aligned}",
        ]
    )


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


def _index_latex(convolution: Convolution, axis: int, place: str, tap: str) -> str:
    """Which cell of the input a tap meets on an axis; no place where there is one window only."""
    stride, dilation = convolution.stride[axis], convolution.dilation[axis]
    steps = [f"{stride}({place} - 1)" if stride > 1 else place] if place else []
    steps.append(f"{dilation}({tap} - 1)" if dilation > 1 else tap)
    constant = 1 - convolution.padding[axis][0] - (stride == 1 and bool(place)) - (dilation == 1)
    tail = f" {'+' if constant > 0 else '-'} {abs(constant)}" if constant else ""
    return " + ".join(steps) + tail


def _weight_latex(convolution: Convolution, taps: str) -> str:
    sizes = reading_order(convolution.w.shape)
    if convolution.flip:
        return ", ".join(f"{size + 1} - {tap}" for size, tap in zip(sizes, taps, strict=True))
    return ", ".join(taps)


def size_latex(convolution: Convolution) -> str:
    r"""The size of the output per axis, first with letters, then with the numbers.

    >>> print(size_latex(Convolution([1, 3, -1, 2, 3], [1, 0, 2], stride=2, padding=1)))
    \begin{aligned}
    \left\lfloor \frac{n + p - d(k - 1) - 1}{s} \right\rfloor + 1 & \\
    \text{length: } \left\lfloor \frac{5 + 2 - 1 \cdot (3 - 1) - 1}{2} \right\rfloor + 1 &= 3
    \end{aligned}
    """
    lines = [r"\left\lfloor \frac{n + p - d(k - 1) - 1}{s} \right\rfloor + 1 &"]
    lines += [rf"\text{{{names}: }} {formula}" for names, formula in _by_formula(convolution, _size_latex)]
    return "\n".join([r"\begin{aligned}", " \\\\\n".join(lines), r"\end{aligned}"])


def _size_latex(convolution: Convolution, axis: int) -> str:
    n, k, padding = convolution.x.shape[axis], convolution.w.shape[axis], sum(convolution.padding[axis])
    top = rf"{n} + {padding} - {convolution.dilation[axis]} \cdot ({k} - 1) - 1"
    size = convolution.output_shape[axis]
    return rf"\left\lfloor \frac{{{top}}}{{{convolution.stride[axis]}}} \right\rfloor + 1 &= {size}"


#: What the letters and signs in the formula of the size mean.
SIZE_LEGEND = (
    "n: size of the input; p: padding, both sides together; k: size of the filter; d: dilation; s: stride. "
    "⌊ ⌋ rounds down."
)


# ------------------------------------------------------------------------------------------ settings


def settings(convolution: Convolution, s: int) -> list[str]:
    """What each parameter that is not the default does, in this convolution and in window `s` (from 0).

    >>> for sentence in settings(Convolution([1, 2, 3, 4, 5, 6], [1, 1, 1], stride=2, bias=1), 0):
    ...     print(sentence)
    Stride 2: the window moves 2 cells at a time, which makes 2 windows instead of 4. No window reads 1 of \
the 6 cells of the input.
    Bias 1: added once to every total, not once per product.
    """
    tells = (_padding_here(convolution, s), _stride_here(convolution), _dilation_here(convolution))
    return [text for text in (*tells, _flip_here(convolution), _bias_here(convolution)) if text]


def padding_windows(convolution: Convolution) -> int:
    """How many windows contain padding.

    >>> padding_windows(Convolution([1, 2, 3, 4, 5, 6], [1, 1, 1], padding=1))
    2
    """
    free = 1
    for axis, (before, _) in enumerate(convolution.padding):
        starts = np.arange(convolution.output_shape[axis]) * convolution.stride[axis] - before
        room = convolution.x.shape[axis] - _span(convolution, axis)
        free *= int(((starts >= 0) & (starts <= room)).sum())
    return len(convolution) - free


def padding_cells(convolution: Convolution, s: int) -> int:
    """How many cells of the window number `s` (from 0) are padding.

    >>> padding_cells(Convolution([[1, 2], [3, 4]], [[1, 1], [1, 1]], padding=1), 0)
    3
    """
    origin = convolution.step(s).origin
    inside = 1
    for axis, (before, _) in enumerate(convolution.padding):
        cells = origin[axis] - before + np.arange(convolution.w.shape[axis]) * convolution.dilation[axis]
        inside *= int(((cells >= 0) & (cells < convolution.x.shape[axis])).sum())
    return int(convolution.w.size) - inside


def _span(convolution: Convolution, axis: int) -> int:
    return convolution.dilation[axis] * (int(convolution.w.shape[axis]) - 1) + 1


def _padding_here(convolution: Convolution, s: int) -> str:
    where = padding_text(convolution)
    if not where:
        return ""
    size, cells = int(convolution.w.size), padding_cells(convolution, s)
    if cells in (0, size):
        here = "all of its cells are" if cells else "no cell is"
    else:
        here = f"{cells} of the {size} cells {_are(cells)}"
    some = _windows_that("contain", padding_windows(convolution), convolution)
    return f"{where} {some[0].upper()}{some[1:]} padding; in this one {here} padding."


def _per_axis(
    convolution: Convolution, values: Sequence[int], one: Callable[[int], str], several: str
) -> str:
    """`2: …` where all axes (at rank 3: rows and columns) have it, or `2 for rows, 3 for columns: …`."""
    names: dict[int, list[str]] = {}
    for axis in reading_order(range(convolution.rank)):
        names.setdefault(values[axis], []).append(axis_names(convolution.rank)[axis])
    names.pop(1, None)
    if convolution.rank == 1:
        return f"{values[0]}: {one(values[0])}"
    amounts = ", ".join(f"{value} for {_listed(axes)}" for value, axes in names.items())
    return f"{amounts}: {one(next(iter(names))) if len(names) == 1 else several}"


def _stride_here(convolution: Convolution) -> str:
    if max(convolution.stride) == 1:
        return ""
    moves = _per_axis(
        convolution,
        convolution.stride,
        lambda stride: f"the window moves {stride} cells at a time",
        "so many cells the window moves at a time",
    )
    dense = _dense_shape(convolution)
    if dense == convolution.output_shape:
        where = "" if convolution.rank == 1 else "in that direction "
        return f"Stride {moves}; {where}there is room for one position only, so it changes nothing."
    count = math.prod(convolution.output_shape)
    sizes = f"{size_text(convolution.output_shape)} window{'s' * (count != 1)} instead of {size_text(dense)}"
    return f"Stride {moves}, which makes {sizes}. {unvisited_text(convolution)}".strip()


def _dense_shape(convolution: Convolution) -> tuple[int, ...]:
    """The size of the output with stride 1."""
    return tuple(n - _span(convolution, axis) + 1 for axis, n in enumerate(convolution.padded.shape))


def _dilation_here(convolution: Convolution) -> str:
    if max(convolution.dilation) == 1:
        return ""
    apart = _per_axis(
        convolution,
        convolution.dilation,
        lambda dilation: f"neighbouring weights meet cells that are {dilation} apart",
        "neighbouring weights meet cells that are so far apart",
    )
    reach = span_text(convolution) or "There is only one weight in that direction, so it changes nothing."
    return f"Dilation {apart}. {reach}"


def _flip_here(convolution: Convolution) -> str:
    if not convolution.flip:
        return ""
    if _is_own_reverse(convolution):
        return "Flipped: this filter is its own reverse, so nothing changes."
    first, last = (written(float(convolution.kernel.flat[place])) for place in (0, -1))
    return (
        f"Flipped: the first cell of the window meets the last weight, {first}, "
        f"and its last cell the first weight, {last}."
    )


def _is_own_reverse(convolution: Convolution) -> bool:
    return np.array_equal(convolution.w, np.flip(convolution.w))


def _bias_here(convolution: Convolution) -> str:
    if not convolution.bias:
        return ""
    return f"Bias {exactly(convolution.bias)}: added once to every total, not once per product."


# ------------------------------------------------------------------------------------------ mistakes


def misconception(convolution: Convolution) -> str:
    """What one is most tempted to get wrong about this very setting, put right.

    >>> misconception(Convolution([[1, 2, 2], [3, 1, 4], [2, 1, 3]], [[1, 0], [0, 1]]))
    'The first position counts too: the output has 3 − 2 + 1 = 2 columns, not 3 − 2 = 1.'
    """
    return next(text for tell in _MISTAKES if (text := tell(convolution)))


def _about_flip(convolution: Convolution) -> str:
    if not convolution.flip:
        return ""
    if _is_own_reverse(convolution):
        return (
            "Flipped or not, this filter gives the same; that is a property of this filter, not of flipping."
        )
    return (
        "This is the convolution of mathematics. The “convolution” of PyTorch and TensorFlow does not flip, "
        "so the same numbers may give another output there."
    )


def _about_dilation(convolution: Convolution) -> str:
    if not span_text(convolution):
        return ""
    strides = set(convolution.stride)
    moves = f"{_count(strides.pop())} at a time" if len(strides) == 1 else "by its stride"
    return (
        f"Dilation is not stride and adds no weights: there are still {convolution.w.size}, and the window "
        f"still moves {moves}. Only its reach has grown."
    )


def _about_rounding(convolution: Convolution) -> str:
    for axis, name in reversed(list(enumerate(axis_names(convolution.rank)))):
        n, span, stride = convolution.padded.shape[axis], _span(convolution, axis), convolution.stride[axis]
        left = (n - span) % stride
        if left:
            last = _UNITS[name] if left == 1 else _count(left, _UNITS[name])
            whole = "padded input" if any(convolution.padding[axis]) else "input"
            return (
                "The stride need not fit exactly, and the size is rounded down, never up: "
                f"({n} {MINUS} {span}) / {stride} leaves {left}, so the last {last} of the {whole} "
                f"{_are(left)} in no window."
            )
    return ""


def _about_uneven(convolution: Convolution) -> str:
    for name, pair in zip(axis_names(convolution.rank), convolution.padding, strict=True):
        if abs(pair[0] - pair[1]) == 1:
            return (
                "Padding need not be the same on both sides: an odd number cannot be halved, so here it is "
                f"{pair[0]} {_SIDES[name][0]} and {pair[1]} {_SIDES[name][1]}."
            )
    return ""


def _about_stride(convolution: Convolution) -> str:
    if _dense_shape(convolution) == convolution.output_shape:
        return ""
    return (
        "A stride makes no new totals: these are some of the totals of stride 1, and the others are left "
        "out. The window itself stays as large as it was."
    )


def _about_padding(convolution: Convolution) -> str:
    count = padding_windows(convolution)
    if not count:
        return ""
    some = _windows_that("read", count, convolution)
    if convolution.padding_mode != "constant":
        return (
            f"Padding adds cells, not knowledge: {some} copies of cells of the input, which are multiplied "
            "and added like all others."
        )
    if count == len(convolution):
        return f"Zeros are numbers too: {some} zeros that are not in the input, and every total counts them."
    return (
        f"Zeros are numbers too: {some} zeros that are not in the input, so near the edges the totals "
        "tell less about the input than elsewhere."
    )


def _windows_that(do: str, count: int, convolution: Convolution) -> str:
    """So many windows as a subject, with what they do."""
    if count == len(convolution):
        return f"every window {do}s"
    return f"{count:,} of the {len(convolution):,} windows {do}{'s' * (count == 1)}"


def _about_depth(convolution: Convolution) -> str:
    if convolution.rank < 3 or convolution.output_shape[0] == 1:
        return ""
    m, r, slices = convolution.padded.shape[0], convolution.w.shape[0], convolution.output_shape[0]
    if r == 1:
        return (
            f"A filter of depth 1 does not mix the slices: each of the {slices} slices of the output comes "
            "from one slice of the input."
        )
    return (
        f"This is not the 2-D convolution of a colour picture: the filter is {r} deep and the input {m}, so "
        f"the window moves in depth too, and the output has {slices} slices."
    )


def _about_channels(convolution: Convolution) -> str:
    if convolution.rank < 3 or convolution.w.shape[0] == 1:
        return ""
    slices = convolution.w.shape[0]
    return (
        f"The slices (channels) are summed, not kept: the products of all {slices} slices go into one "
        f"total, so {slices} slices in make 1 slice out."
    )


def _about_order(convolution: Convolution) -> str:
    if _is_own_reverse(convolution):
        return ""
    return (
        "In deep learning “convolution” does not flip the filter. np.convolve and scipy.signal.convolve do, "
        "so the same numbers may give another output there; neither is wrong."
    )


def _about_size(convolution: Convolution) -> str:
    unit = _UNITS[axis_names(convolution.rank)[-1]]
    n, k = convolution.x.shape[-1], convolution.w.shape[-1]
    return (
        "The first position counts too: the output has "
        f"{n} {MINUS} {k} + 1 = {_count(n - k + 1, unit)}, not {n} {MINUS} {k} = {n - k}."
    )


_UNITS = {"length": "cell", "rows": "row", "columns": "column", "depth": "slice"}


def _count(count: int, unit: str = "cell") -> str:
    return f"{count} {unit}{'s' * (count != 1)}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


_MISTAKES = (
    *(_about_flip, _about_dilation, _about_rounding, _about_uneven, _about_stride, _about_padding),
    *(_about_depth, _about_channels, _about_order, _about_size),
)
