"""Several filters in words and formulas, and what one is tempted to get wrong about them.

Vocabulary: `F` counts the filters, `g` the groups, `m` the slices of the input, `k` the size of a filter per
axis. A filter is numbered from one where it is read. Imports `convviz.core` and NumPy only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from convviz.core import Array, Convolution, Filters
from convviz.explain import effects, latex, mistakes, words
from convviz.explain.explanation import Explanation
from convviz.explain.latex import Which, ranges_latex, window_latex


def explanation(f: Filters, s: int, names: Sequence[str] = ()) -> Explanation:
    """Window `s` of several filters, from 0: those of the first filter come first."""
    number, window = divmod(s, len(f) // len(f.w))
    one = f.filters[number]
    return Explanation(
        place=place(f, s),
        step=latex.step_latex(one, window, _which(f, number, names)),
        definition=definition_latex(f),
        legend=f"{latex.definition_legend(one)} {kind(f)}",
        size=latex.size_latex(one),
        size_legend=f"{latex.SIZE_LEGEND} Each of the {len(f.w)} filters gives one such output.",
        weights=weights_latex(f),
        settings=tuple(effects.settings(one, window)),
        misconception=misconception(f),
    )


def kind(f: Filters) -> str:
    """Which of the two operations called convolution it is, and what the groups do."""
    return f"{words.kind(f.filters[0])}{_about_groups(f)}"


def place(f: Filters, s: int) -> str:
    """Which window of which filter it is."""
    number, window = divmod(s, len(f) // len(f.w))
    return f"Window {s + 1} of {len(f)}: filter {number + 1}, {words.position(f.filters[number], window)}"


def _which(f: Filters, number: int, names: Sequence[str]) -> Which:
    """Which filter it is, from one, how many slices lie before those of its group, and the names of all."""
    group = number // (len(f.w) // f.groups)
    return Which(number + 1, group * (len(f.x) // f.groups) if f.groups > 1 else None, names)


def _about_groups(f: Filters) -> str:
    if f.groups == 1:
        return ""
    slices, filters = len(f.x) // f.groups, len(f.w) // f.groups
    each = "1 slice" if slices == 1 else f"{slices} slices"
    meets = "1 filter meets" if filters == 1 else f"{filters} filters meet"
    return f" {f.groups} groups: {meets} {each}, the next the next, in order."


def definition_latex(f: Filters) -> str:
    r"""What every cell of the output is.

    >>> print(definition_latex(Filters([1, 2], [[3], [4]], bias=[0, 5])).partition(r", \qquad")[0])
    y_{f, i} = \operatorname{Sum}\left(\mathbf{x}_{1}(i) \odot \mathbf{w}_{f}\right) + b_{f}

    With groups the window is that of the slices of the filter's group.
    """
    one = f.filters[0]
    position, ranges = ranges_latex(one)
    name = rf"\mathbf{{{'w' if f.rank == 1 else 'W'}}}"
    kernel = (rf"\widetilde{{{name}}}" if f.flip else name) + "_{f}"
    of_group = r"^{(\lceil f \cdot g / F \rceil)}" if f.groups > 1 else ""
    window = f"{window_latex(one)}{of_group}({position})"
    bias = " + b_{f}" if any(f.bias) else ""
    total = rf"\operatorname{{Sum}}\left({window} \odot {kernel}\right){bias}"
    return rf"y_{{f, {position}}} = {total}, \qquad 1 \le f \le {len(f.w)},\; {ranges}"


def weights(f: Filters) -> int:
    """How many numbers a network would learn: all weights, and a bias for each filter.

    >>> weights(Filters([[1, 2, 3]] * 3, [[[1, 2]], [[3, 4]]]))
    6
    """
    return int(f.w.size) + len(f.w)


def weights_text(f: Filters) -> str:
    """The number of weights with the numbers in.

    >>> weights_text(Filters(np.zeros((6, 5, 5)), np.zeros((4, 3, 2, 2)), groups=2))
    '4 · (6 / 2) · 2 · 2 + 4 = 52'
    """
    return _weights(f, "·", "({} / {})".format)


def weights_latex(f: Filters) -> str:
    r"""The number of weights, with letters and with the numbers in.

    >>> print(weights_latex(Filters([1, 2, 3], [[1, 0], [0, 1]])))
    F \cdot k + F = 2 \cdot 2 + 2 = 6
    """
    depth = {1: "", 2: ""}.get(f.rank, r" \cdot \frac{m}{g}" if f.groups > 1 else r" \cdot r")
    sides = r" \cdot k" * min(f.rank, 2)
    return rf"F{depth}{sides} + F = {_weights(f, chr(92) + 'cdot', _fraction)}"


def _fraction(top: int, bottom: int) -> str:
    return rf"\frac{{{top}}}{{{bottom}}}"


def _weights(f: Filters, times: str, divided: Callable[[int, int], str]) -> str:
    sizes = [str(size) for size in f.w.shape]
    if f.groups > 1:
        sizes[1] = divided(len(f.x), f.groups)
    return f"{f' {times} '.join(sizes)} + {len(f.w)} = {weights(f)}"


def misconception(f: Filters) -> str:
    """What one is most tempted to get wrong about these filters.

    >>> misconception(Filters([[[1, 2]]] * 3, [[[[1]]] * 3] * 2))
    'The 3 slices of the input are summed within each filter, not kept: 2 filters \
make 2 slices, not 2 · 3 = 6.'
    """
    count = len(f.w)
    if f.groups == len(f.x) > 1:
        return (
            "Depthwise: every filter meets one slice alone, and nothing mixes the slices. That takes another "
            "layer, such as filters of 1 × 1."
        )
    if f.groups > 1:
        return (
            f"A filter of the first group never sees the slices of the others: it is {f.w.shape[1]} deep, "
            f"not "
            f"{len(f.x)}, and takes {len(f.x)} / {f.groups} slices."
        )
    if count == 1:
        return mistakes.misconception(f.filters[0])
    if f.rank == 3 and f.w.shape[1] > 1 and f.output_shape[1] == 1:
        slices = f.w.shape[1]
        return (
            f"The {slices} slices of the input are summed within each filter, not kept: {count} filters make "
            f"{count} slices, not {count} · {slices} = {count * slices}."
        )
    return (
        f"The filters do not follow each other: all {count} slide over the same input, and their outputs lie "
        "side by side as slices."
    )


def alternatives(f: Filters) -> list[tuple[str, Array]]:
    """What common mistakes give: pairs of a name and an array of the output's shape.

    >>> for name, values in alternatives(Filters([1, 2, 3], [[1, 0], [0, 5]], bias=[0, 1])):
    ...     print(f"{name}: {values.tolist()}")
    the sum without the bias: [[1.0, 2.0], [10.0, 15.0]]
    what the filter gives when it is flipped: [[2.0, 3.0], [6.0, 11.0]]
    the sum of the window without the weights: [[3.0, 5.0], [3.0, 5.0]]
    the sum without the signs: [[1.0, 2.0], [11.0, 16.0]]
    what the other filter gives: [[11.0, 16.0], [1.0, 2.0]]

    Those of one convolution, filter by filter; besides, another filter's weights and another group's slices.
    """
    of_each = [dict(mistakes.alternatives(one)) for one in f.filters]
    names = dict.fromkeys(name for made in sorted(of_each, key=len, reverse=True) for name in made)
    found = [(name, np.stack([_made(made, name, one) for made, one in _pairs(of_each, f)])) for name in names]
    if len(f.w) > 1:
        other = "the other filter" if len(f.w) == 2 else "the next filter"
        found.append((f"what {other} gives", np.roll(f.output, -1, axis=0)))
    if f.groups > 1:
        slices = len(f.x) // f.groups
        moved = Filters(np.roll(f.x, -slices, axis=0), f.w, f.bias, f.groups, *_settings(f))
        found.append(("what another group’s slices give", moved.output))
    return found


def _pairs(of_each: list[dict[str, Array]], f: Filters) -> list[tuple[dict[str, Array], Convolution]]:
    return list(zip(of_each, f.filters, strict=True))


def _made(made: dict[str, Array], name: str, one: Convolution) -> Array:
    """What a mistake gives for one filter; where it makes no difference there, the output itself."""
    return made.get(name, one.output)


def _settings(f: Filters) -> tuple[Any, ...]:
    return f.stride, f.padding, f.dilation, f.flip, f.padding_mode
