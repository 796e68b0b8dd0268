"""Transposed convolutions in words and formulas: the same numbers gathered and scattered.

Vocabulary: to *gather*, a window slides over the input with zeros inserted between its cells, the filter
turned round; to *scatter*, every cell of the input lays its multiple of the filter on the output, where what
meets is added. What is *cut* is what the padding takes off the output. `s` is the stride (of the convolution
that is transposed), `n, k, d` are as ever. Imports `convviz.core` and NumPy only.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from convviz.core import Array, Convolution, axis_names, reading_order, weighted_sums
from convviz.explain import latex, words
from convviz.explain.explanation import Explanation
from convviz.explain.latex import folded, number_latex, ranges_latex, slices_latex
from convviz.explain.numbers import MINUS, adds_up, elided, exactly, written
from convviz.explain.scattered import Cell, Transposed, adjoint, as_transposed, meetings, terms

#: The letters of a cell of the input and of a weight, in reading order.
_CELLS, _TAPS = "uvt", "abc"
SIZE_LEGEND = (
    "n: size of the input; s: stride, with s − 1 zeros between the cells; k: size of the filter; "
    "d: dilation; p: what is cut off a side, p′ off the other where it differs; o: output padding."
)


def explanation(c: Convolution, s: int, names: Sequence[str] = ()) -> Explanation:
    """Window `s`, from 0, of a convolution with inserted zeros."""
    return Explanation(
        place=place(c, s),
        step=step_latex(c, s, names),
        definition=definition_latex(c),
        legend=kind(c),
        size=size_latex(c),
        size_legend=SIZE_LEGEND,
        settings=tuple(_settings(c)),
        misconception=misconception(c),
        law=adjoint_latex(c),
    )


def place(c: Convolution, s: int) -> str:
    """Which window it is."""
    return f"Window {s + 1} of {len(c)}: {words.position(c, s)}"


def step_text(c: Convolution, s: int) -> str:
    """What is laid on cell `s` of the output, from 0, in a line.

    >>> step_text(Convolution.transposed([1, 2, 3], [1, 10, 100], stride=2), 2)
    '1·100 + 2·1 = 102'
    """
    met = terms(c, s)
    shown = ["…" if i is None else _term(c, *met[i], first=i == 0) for i in elided(len(met))]
    bias = [written(c.bias)] if c.bias or not met else []
    bias = [f"({text})" if text.startswith(MINUS) and shown else text for text in bias]
    return f"{' + '.join([*shown, *bias])} {_sign(c, met, s)} {written(c.step(s).total)}"


def _term(c: Convolution, cell: Cell, tap: Cell, first: bool) -> str:
    left, right = written(c.x[cell]), written(c.w[tap])
    left = f"({left})" if left.startswith(MINUS) and not first else left
    return f"{left}·{f'({right})' if right.startswith(MINUS) else right}"


def _sign(c: Convolution, met: list[tuple[Cell, Cell]], s: int) -> str:
    """Whether the terms as written add up; a cell that nothing reaches is the bias."""
    x, w = (np.array([0.0, *(t[pair[side]] for pair in met)]) for side, t in enumerate((c.x, c.w)))
    return "=" if adds_up(x, w, c.bias, c.step(s).total) else "≈"


def step_latex(c: Convolution, s: int, names: Sequence[str] = ()) -> str:
    r"""Cell `s` of the output, from 0: gathered by its window, and scattered by the cells that reach it.

    >>> print(step_latex(Convolution.transposed([1, 2], [1, 10], stride=2), 2).split("gather")[0].strip())
    \begin{aligned}
    \text{scatter: } y_{3} &= x_{2}\, w_{1} \\
      &= 2 \cdot 1 \\
      &= 2 \\[1em]
    \text{
    """
    gathered = latex.step_latex(c, s, latex.Which(names=names)).splitlines()[1:-1]
    met = terms(c, s)
    names = [rf"x_{{{_one_based(c, cell)}}}\, w_{{{_one_based(c, tap)}}}" for cell, tap in met]
    numbers = [_product_latex(c, *pair, first=i == 0) for i, pair in enumerate(met)]
    total, sign = number_latex(c.step(s).total), {"=": "=", "≈": r"\approx"}[_sign(c, met, s)]
    bias = [number_latex(c.bias)] if c.bias else []
    nothing = ["0"] if not met and not bias else []
    place = words.position_text(c, c.step(s).index)
    return "\n".join(
        [
            r"\begin{aligned}",
            rf"\text{{scatter: }} y_{{{place}}} &= {folded([*_elided(names), *bias, *nothing])} \\",
            rf"  &= {folded([*_elided(numbers), *bias, *nothing])} \\",
            rf"  &{sign} {total} \\[1em]",
            rf"\text{{gather: }} {gathered[0]}",
            *gathered[1:],
            r"\end{aligned}",
        ]
    )


def _elided(texts: list[str]) -> list[str]:
    return [r"\cdots" if i is None else texts[i] for i in elided(len(texts))]


def _product_latex(c: Convolution, cell: Cell, tap: Cell, first: bool) -> str:
    left, right = number_latex(c.x[cell]), number_latex(c.w[tap])
    left = f"({left})" if left.startswith("-") and not first else left
    return rf"{left} \cdot {f'({right})' if right.startswith('-') else right}"


def _one_based(c: Convolution, cell: Cell) -> str:
    """A cell as people read it: its row, its column and, where there are several slices, its slice."""
    axes = reading_order(range(c.rank))
    shown = axes[:2] if c.rank == 3 and c.x.shape[0] == c.w.shape[0] == 1 else axes
    return ", ".join(str(cell[axis] + 1) for axis in shown)


def definition_latex(c: Convolution) -> str:
    r"""What is laid on every cell of the output.

    >>> print(definition_latex(Convolution.transposed([1, 2, 3], [1, 10, 100], stride=2, padding=1)))
    y_{i} = \sum_{i = 2(u - 1) + a - 1} x_{u}\, w_{a}, \qquad 1 \le i \le 5
    """
    position, ranges = ranges_latex(c)
    axes = reading_order(range(c.rank))
    cells, taps = ", ".join(_CELLS[: c.rank]), ", ".join(_TAPS[: c.rank])
    letters = "ijq"[: c.rank]
    met = [_meeting(c, axis, *which) for axis, *which in zip(axes, letters, _CELLS, _TAPS, strict=False)]
    under = met[0] if len(met) == 1 else "".join([r"\substack{", r" \\ ".join(met), "}"])
    weights = taps if c.flip else ", ".join(f"{c.w.shape[axis] + 1} - {tap}" for axis, tap in _taps(c))
    bias = f" + {number_latex(c.bias, exactly)}".replace("+ -", "- ") if c.bias else ""
    return rf"y_{{{position}}} = \sum_{{{under}}} x_{{{cells}}}\, w_{{{weights}}}{bias}, \qquad {ranges}"


def _taps(c: Convolution) -> list[tuple[int, str]]:
    return list(zip(reading_order(range(c.rank)), _TAPS, strict=False))


def _meeting(c: Convolution, axis: int, letter: str, cell: str, tap: str) -> str:
    """Which cells of the input and of the filter meet in which cell of the output, on one axis."""
    spread, gap, stride = c.input_dilation[axis], c.dilation[axis], c.stride[axis]
    cut = c.geometry.spans[axis] - 1 - c.padding[axis][0]
    left = letter if stride == 1 else f"{stride}({letter} - 1) + 1"
    steps = [f"{spread}({cell} - 1)" if spread > 1 else cell, f"{gap}({tap} - 1)" if gap > 1 else tap]
    constant = 1 - cut - (spread == 1) - (gap == 1)
    tail = f" {'+' if constant > 0 else '-'} {abs(constant)}" if constant else ""
    return f"{left} = {' + '.join(steps)}{tail}"


def size_latex(c: Convolution) -> str:
    r"""The size of the output per axis, first with letters, then with the numbers.

    >>> print(size_latex(Convolution.transposed([1, 2, 3], [1, 10, 100], stride=2, output_padding=1)))
    \begin{aligned}
    (n - 1)\, s - 2p + d(k - 1) + o + 1 & \\
    \text{length: } (3 - 1) \cdot 2 - 2 \cdot 0 + 1 \cdot (3 - 1) + 1 + 1 &= 8
    \end{aligned}
    """
    given = as_transposed(c)
    if given is None:
        return latex.size_latex(c)
    letters, _ = latex.sides_latex(given.cut, "-")
    lines = [rf"(n - 1)\, s - {letters} + d(k - 1) + o + 1 &"]
    lines += [rf"\text{{{names}: }} {text}" for names, text in words.by_formula(c, _size_latex)]
    return "\n".join([r"\begin{aligned}", " \\\\\n".join(lines), r"\end{aligned}"])


def _size_latex(c: Convolution, axis: int) -> str:
    given = as_transposed(c)
    assert given is not None
    n, k, (_, cut) = c.x.shape[axis], c.w.shape[axis], latex.sides_latex(given.cut, "-")
    grown = rf"({n} - 1) \cdot {given.stride[axis]} - {cut[axis]} + {c.dilation[axis]} \cdot ({k} - 1)"
    return f"{grown} + {given.output_padding[axis]} + 1 &= {c.output_shape[axis]}"


def kind(c: Convolution) -> str:
    """What a transposed convolution does, in its two ways."""
    turned = "turned round on every axis" if c.flip else "as it is"
    spread = "zeros are put between the cells, and " if max(c.input_dilation) > 1 else ""
    return (
        "Scatter: every cell of the input lays itself times the filter on the output, and what meets is "
        "added. "
        f"Gather: {spread}a window with the filter {turned} slides over {'them' if spread else 'the cells'}. "
        "Both give the same numbers."
    )


def _settings(c: Convolution) -> list[str]:
    texts, given = [], as_transposed(c)
    stride = words.amounts_text(c.input_dilation)
    zeros = words.amounts_text([step - 1 for step in c.input_dilation])
    put = "no zero is" if zeros == "0" else f"{zeros} zero is" if zeros == "1" else f"{zeros} zeros are"
    texts.append(
        f"Stride {stride}: two neighbours lay their filters so far apart on the output; gathered, {put} "
        "put between the cells."
    )
    if given and any(map(any, given.cut)):
        texts.append(f"Padding cuts off: {sides(c, given)}. It takes cells of the output away, it adds none.")
    if given and any(given.output_padding):
        size = words.amounts_text(given.output_padding)
        texts.append(
            f"Output padding {size}: so many cells more at the end. A convolution with this stride makes "
            f"several "
            "sizes the same; it says which one is meant. It adds no zeros to the output."
        )
    if max(c.dilation) > 1:
        texts.append(words.span_text(c))
    if c.bias:
        texts.append(f"Bias {exactly(c.bias)}: added once to every cell, also where nothing was laid.")
    return [text for text in texts if text]


def padding_text(c: Convolution) -> str:
    """Where a transposed convolution is padded when it is gathered, and why; empty where it is not.

    >>> padding_text(Convolution.transposed([1, 2, 3], [1, 10, 100], stride=2, padding=1))
    'Padded with zeros: length 1 before, 1 after. A transposed convolution pads by d(k − 1) − p on either \
side: 1·(3 − 1) − 1 = 1.'
    """
    where, given = words.padding_text(c), as_transposed(c)
    if not where or given is None:
        return where
    sides = f"d(k {MINUS} 1) {MINUS} p on either side"
    if any(given.output_padding):
        sides += ", and by the output padding more at the end"
    sums = words.by_formula(c, _padding_of)
    numbers = "; ".join(f"{text} ({names})" if len(sums) > 1 else text for names, text in sums)
    return f"{where} A transposed convolution pads by {sides}: {numbers}."


def _padding_of(c: Convolution, axis: int) -> str:
    """What is left of the filter's reach before and after, with the numbers."""
    given = as_transposed(c)
    assert given is not None
    reach, more = f"{c.dilation[axis]}·({c.w.shape[axis]} {MINUS} 1)", given.output_padding[axis]
    (first, last), (before, after) = given.cut[axis], c.padding[axis]
    start, end = f"{reach} {MINUS} {first} = {before}", f"{reach} {MINUS} {last}"
    if first == last and not more:
        return start
    return f"{start}, {end}{f' + {more}' if more else ''} = {after}"


def sides(c: Convolution, given: Transposed) -> str:
    """How many cells of the output the padding cuts off on which side; empty where it cuts none."""
    names = axis_names(c.rank)
    parts = [
        f"{names[axis]} {given.cut[axis][0]} {words.SIDES[names[axis]][0]}, "
        f"{given.cut[axis][1]} {words.SIDES[names[axis]][1]}"
        for axis in reading_order(range(c.rank))
        if any(given.cut[axis])
    ]
    return "; ".join(parts)


def misconception(c: Convolution) -> str:
    """What one is most tempted to get wrong about a transposed convolution.

    >>> misconception(Convolution.transposed([1, 2, 3], [1, 2, 3], stride=2))
    'The filter’s 3 cells are not a multiple of the stride 2, so neighbouring cells of the output get a \
different number of terms: with even input this is the checkerboard that networks are known for.'
    """
    for axis in reading_order(range(c.rank)):
        span, stride = c.w.shape[axis], c.input_dilation[axis]
        if stride > 1 and span % stride and span > 1 and c.dilation[axis] == 1:
            where = "" if c.rank == 1 else f" {axis_names(c.rank)[axis]}"
            return (
                f"The filter’s {span}{where or ' cells'} are not a multiple of the stride {stride}, so "
                "neighbouring cells of the output get a different number of terms: with even input this is "
                "the "
                "checkerboard that networks are known for."
            )
    return (
        "Transposed is not inverse: the convolution makes an input of this size again, but not these "
        "numbers. "
        "“Deconvolution”, as it is often called, would be the inverse."
    )


def adjoint_latex(c: Convolution) -> str:
    r"""The law that gives it its name, ⟨conv y, x⟩ = ⟨y, convᵀ x⟩, with these numbers; y counts from one.

    >>> law = adjoint_latex(Convolution.transposed([1, 2], [1, 10], stride=2))
    >>> print(*(line.partition(r" &= \left")[0] for line in law.splitlines()[1:3]), sep="\n")
    \langle \operatorname{conv} y, x \rangle
    \langle y, \operatorname{conv}^{\mathsf T} x \rangle
    >>> law.count("= 107")
    2

    The bias is left out. Empty where the convolution would give another size than that of x.
    """
    found = adjoint(c)
    if found is None:
        return ""
    y, conv_y, transposed_x = found
    left, right = float((conv_y * c.x).sum()), float((y * transposed_x).sum())
    sides = [
        (r"\operatorname{conv} y, x", conv_y, c.x, left),
        (r"y, \operatorname{conv}^{\mathsf T} x", y, transposed_x, right),
    ]
    lines = [
        rf"\langle {name} \rangle &= \left\langle {slices_latex(one)}, {slices_latex(other)} \right\rangle "
        f"= {number_latex(total)}"
        for name, one, other, total in sides
    ]
    return "\n".join([r"\begin{aligned}", " \\\\\n".join(lines), r"\end{aligned}"])


def alternatives(c: Convolution) -> list[tuple[str, Array]]:
    """What common mistakes give: pairs of a name and an array of the output's shape.

    >>> for name, values in alternatives(Convolution.transposed([1, 2, 3], [1, 10, 5], stride=2)):
    ...     print(f"{name}: {values}")
    what the window gives with the filter not turned round: [ 5. 10. 11. 20. 17. 30.  3.]
    what is laid last, not the sum: [ 1. 10.  2. 20.  3. 30. 15.]
    what the input gives without the zeros between: [ 1. 12. 28. 40. 15. nan nan]
    what repeated cells give, not zeros: [ 1. 11. 17. 27. 33. 40. 15.]

    NaN is where a mistake gives no cell at all.
    """
    found = []
    if c.bias:
        found.append(("the sum without the bias", c.output - c.bias))
    turned = "not turned round" if c.flip else "turned round"
    if not words.is_own_reverse(c):
        name = f"what the window gives with the filter {turned}"
        found.append((name, weighted_sums(c.windows, np.flip(c.kernel), c.bias)))
    if meetings(c).max() > 1:
        found.append(("what is laid last, not the sum", _laid_last(c)))
    plain = _without_zeros(c)
    if plain is not None and max(c.input_dilation) > 1:
        found.append(("what the input gives without the zeros between", plain))
    if max(c.input_dilation) > 1:
        found.append(("what repeated cells give, not zeros", _repeated(c)))
    return found


def _repeated(c: Convolution) -> Array:
    """The output where the cells of the input are repeated, instead of zeros put between them."""
    repeated = c.x
    for axis, spread in enumerate(c.input_dilation):
        repeated = np.repeat(repeated, spread, axis)
    size = tuple(slice(0, n) for n in c.geometry.spread_shape)
    padded = np.pad(repeated[size], c.padding)
    return weighted_sums(c.geometry.view(padded), c.kernel, c.bias)


def _laid_last(c: Convolution) -> Array:
    """The output where a later cell of the input covers what an earlier one laid."""
    laid = np.zeros(c.output_shape)
    for s in range(len(c)):
        met = terms(c, s)
        if met:
            cell, tap = max(met)
            laid.flat[s] = c.x[cell] * c.w[tap]
    return laid + c.bias


def _without_zeros(c: Convolution) -> Array | None:
    """The output of a window over the input as it is, as far as it goes."""
    try:
        small = Convolution(c.x, c.w, c.stride, c.padding, c.dilation, c.flip, c.bias).output
    except ValueError:
        return None
    whole = np.full(c.output_shape, np.nan)
    whole[tuple(slice(0, n) for n in small.shape)] = small
    return whole
