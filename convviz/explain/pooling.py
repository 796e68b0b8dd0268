"""Pooling in words and formulas, and what one is tempted to get wrong about it.

Vocabulary: the *counted* cells of a window are those of the input, without padding. Imports `convviz.core`
and NumPy only.
"""

from __future__ import annotations

import numpy as np

from convviz.core import Array, Pooling, weighted_sums
from convviz.explain import latex
from convviz.explain.explanation import Explanation
from convviz.explain.latex import (
    number_latex,
    ranges_latex,
    size_latex,
    slices_latex,
    window_latex,
)
from convviz.explain.numbers import MINUS, Write, adds_up, elided, exactly, written
from convviz.explain.words import (
    amounts_text,
    are,
    padding_where,
    position,
    position_text,
    size_text,
    unvisited_text,
    windows_that,
)

SIZE_LEGEND = latex.SIZE_LEGEND.replace("filter", "window")


def explanation(p: Pooling, s: int) -> Explanation:
    """Window `s` of a pooling, from 0."""
    return Explanation(
        place=place(p, s),
        step=step_latex(p, s),
        definition=definition_latex(p),
        legend=kind(p),
        size=size_latex(p),
        size_legend=SIZE_LEGEND,
        settings=tuple(_settings(p, s)),
        misconception=misconception(p),
    )


def place(p: Pooling, s: int) -> str:
    """Which window it is."""
    return f"Window {s + 1} of {len(p)}: {position(p, s)}"


def step_text(p: Pooling, s: int) -> str:
    """What becomes of window `s`, from 0, in a line.

    >>> x = [[1, 3], [2, 4]]
    >>> step_text(Pooling(x, 2), 0), step_text(Pooling(x, 2, "mean"), 0)
    ('max(1, 3, 2, 4) = 4', '(1 + 3 + 2 + 4) / 4 = 2.5')
    """
    step = p.step(s)
    values = _counted(step.window)
    write = _way_to_write(values, step.total) if p.kind == "mean" else written
    terms = [write(value) for value in values.tolist()]
    shown = ["…" if i is None else terms[i] for i in elided(len(terms))]
    total = f"{_sign(p, values, step.total, write)} {write(step.total)}"
    if p.kind == "max":
        return f"max({', '.join(shown)}) {total}"
    summed = " + ".join(f"({t})" if t.startswith(MINUS) and i else t for i, t in enumerate(shown))
    return f"{summed if len(terms) == 1 else f'({summed})'} / {len(terms)} {total}"


def step_latex(p: Pooling, s: int) -> str:
    r"""Window `s`, from 0, as matrices and as a row of numbers.

    >>> print(step_latex(Pooling([1, 3, 2, 4], 2, "mean"), 1))
    \begin{aligned}
    \operatorname{mean}\left(\mathbf{x}_{2}(2)\right)
      &= \operatorname{mean}\left(\begin{bmatrix} 2 & 4 \end{bmatrix}\right) \\
      &= \frac{2 + 4}{2} \\
      &= 3
    \end{aligned}

    Cells of padding are left out of the row: they never count.
    """
    step, name = p.step(s), _NAMES[p.kind]
    values = _counted(step.window)
    write = _way_to_write(values, step.total) if p.kind == "mean" else written
    return "\n".join(
        [
            r"\begin{aligned}",
            rf"{name}\left({window_latex(p)}({position_text(p, step.index)})\right)",
            rf"  &= {name}\left({slices_latex(step.window, write)}\right) \\",
            rf"  &= {_row_latex(p, values, write)} \\",
            f"  &{_sign_latex(_sign(p, values, step.total, write))} {number_latex(step.total, write)}",
            r"\end{aligned}",
        ]
    )


_NAMES = {"max": r"\max", "mean": r"\operatorname{mean}"}


def _row_latex(p: Pooling, values: Array, write: Write) -> str:
    terms = [number_latex(value, write) for value in values.tolist()]
    shown = [r"\cdots" if i is None else terms[i] for i in elided(len(terms))]
    if p.kind == "max":
        return rf"\max\left({', '.join(shown)}\right)"
    summed = " + ".join(f"({t})" if t.startswith("-") and i else t for i, t in enumerate(shown))
    return rf"\frac{{{summed}}}{{{len(terms)}}}"


def definition_latex(p: Pooling) -> str:
    r"""What every cell of the output is.

    >>> print(definition_latex(Pooling([[1, 3], [2, 4]], 2)))
    y_{i, j} = \max\left(\mathbf{X}_{2}(i, j)\right), \qquad 1 \le i \le 1,\; 1 \le j \le 1
    """
    position, ranges = ranges_latex(p)
    return rf"y_{{{position}}} = {_NAMES[p.kind]}\left({window_latex(p)}({position})\right), \qquad {ranges}"


def kind(p: Pooling) -> str:
    """What this pooling does."""
    what = {
        "max": "max keeps the largest cell of the window; of several that are as large, the first.",
        "mean": "mean adds up the cells of the window and divides by how many there are.",
    }[p.kind]
    return f"{what} Pooling has no weights."


#: What padding is to each kind, and of a mean, about which libraries differ, what it is to them.
PADDING_COUNTS = {
    "max": "Padding is never the largest.",
    "mean": "Padding does not count: a mean divides by the cells that are there, as in TensorFlow, Keras and "
    "ONNX. PyTorch and Flax count it as zeros, unless count_include_pad=False.",
}


def padding_text(p: Pooling) -> str:
    """Where there is padding, and whether it counts; empty where there is none.

    >>> padding_text(Pooling([1, 3], 2, padding=1))
    'Padded: length 1 before, 1 after. Padding is never the largest.'
    """
    where = padding_where(p)
    return f"Padded: {where}. {PADDING_COUNTS[p.kind]}" if where else ""


def _settings(p: Pooling, s: int) -> list[str]:
    """What each setting that is not the default does."""
    texts = []
    if padded := padding_text(p):
        there, size = int(_counted(p.step(s).window).size), int(np.prod(p.size))
        texts.append(f"{padded} Of the {size} cells of this window {there} {are(there)} of the input.")
    if p.stride != p.size:
        texts.append(f"Stride {amounts_text(p.stride)}: windows of {size_text(p.size)} {_lie(p)}.")
    if max(p.dilation) > 1:
        texts.append(f"Dilation {amounts_text(p.dilation)}: the cells of a window lie so far apart.")
    left = unvisited_text(p)
    return [*texts, left] if left else texts


def _lie(p: Pooling) -> str:
    axes = list(zip(p.stride, p.geometry.spans, strict=True))
    if any(stride < span for stride, span in axes):
        return "overlap, so one cell may be in several"
    return "leave cells between them out" if any(stride > span for stride, span in axes) else "do not overlap"


def misconception(p: Pooling) -> str:
    """What one is most tempted to get wrong about this pooling.

    >>> misconception(Pooling([1, 3, 2, 4], 2))
    'The largest cell is kept, not added to the others: as long as they stay below it, they change nothing.'
    """
    if p.rank == 3 and p.size[0] > 1:
        return (
            f"This window is {p.size[0]} deep and mixes the slices. The pooling of a network leaves each "
            f"slice "
            "its own: a size of 1 in depth."
        )
    if any(map(any, p.padding)):
        held = int((np.isnan(p.windows)).any(axis=tuple(range(p.rank, 2 * p.rank))).sum())
        some = windows_that("hold", held, p)
        how = {
            "max": "is never the largest, also where all cells are negative",
            "mean": "is no zero here, which would draw the mean towards 0",
        }[p.kind]
        return f"{some[0].upper()}{some[1:]} padding, and padding {how}."
    if p.kind == "mean":
        return (
            f"A mean is a convolution whose {int(np.prod(p.size))} weights are all the same, with the window "
            "moving by its own size. The largest is not: no weights give it."
        )
    return (
        "The largest cell is kept, not added to the others: as long as they stay below it, they change "
        "nothing."
    )


def alternatives(p: Pooling) -> list[tuple[str, Array]]:
    """What common mistakes give: pairs of a name and an array of the output's shape.

    >>> for name, values in alternatives(Pooling([1, 3, 2, 4], 2)):
    ...     print(f"{name}: {values}")
    the sum of the window: [4. 6.]
    the mean, not the largest: [2. 3.]
    the smallest: [1. 2.]
    """
    zeros = p.geometry.view(np.pad(p.x, p.padding))
    with np.errstate(over="ignore", invalid="ignore"):
        sums = weighted_sums(zeros, np.ones(p.size))
        found = [("the sum of the window", sums)]
        if p.kind == "max":
            found.append(("the mean, not the largest", sums / _cells(p)))
            found.append(
                ("the smallest", -Pooling(-p.x, p.size, "max", p.stride, p.padding, p.dilation).output)
            )
        else:
            largest = Pooling(p.x, p.size, "max", p.stride, p.padding, p.dilation)
            found.append(("the largest, not the mean", largest.output))
    if any(map(any, p.padding)):
        axes = tuple(range(p.rank, 2 * p.rank))
        counted = zeros.max(axis=axes) if p.kind == "max" else sums / np.prod(p.size)
        found.append((f"the {_WORDS[p.kind]} with the padding counted as zeros", counted))
    return found


_WORDS = {"max": "largest", "mean": "mean"}


def _cells(p: Pooling) -> Array:
    """How many cells of the input every window holds."""
    counted: Array = (~np.isnan(p.windows)).sum(axis=tuple(range(p.rank, 2 * p.rank))).astype(float)
    return counted


def _counted(window: Array) -> Array:
    """The cells of a window that are no padding, in order."""
    counted: Array = window[~np.isnan(window)]
    return counted


def _way_to_write(values: Array, total: float) -> Write:
    return written if _is_mean(values, total, written) or not _is_mean(values, total, exactly) else exactly


def _is_mean(values: Array, total: float, write: Write) -> bool:
    """Whether the sum of the numbers as written is so many times the mean as written."""
    terms = np.append(values, total)
    factors = np.append(np.ones(values.size), -values.size)
    return adds_up(terms, factors, 0.0, 0.0, write)


def _sign(p: Pooling, values: Array, total: float, write: Write) -> str:
    return "=" if p.kind == "max" or _is_mean(values, total, write) else "≈"


def _sign_latex(sign: str) -> str:
    return {"=": "=", "≈": r"\approx"}[sign]
