"""The refusals of `convviz.core` in the words of the page.

Whoever writes Python reads "axis 0" and "padding_mode 'constant'"; whoever looks at the page, rows, columns
and depth, and Zeros. The core says what it refuses in the facts of its errors, so no message is taken apart.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from convviz.core import MAX_CELLS, ConvolutionError, axis_names
from convviz.document.parameters import PARAMETERS
from convviz.document.reading.errors import as_sentence
from convviz.explain import size_text


def in_page_words(error: ConvolutionError, rank: int) -> str:
    """Why tensors of a rank cannot be shown, in a sentence.

    >>> from convviz import Convolution
    >>> try:
    ...     Convolution([[1, 2, 3]] * 3, [[1]] * 4)
    ... except ConvolutionError as error:
    ...     print(in_page_words(error, 2))
    A filter with 4 rows does not fit: the padded input has 3 rows; use a smaller filter or pad rows by \
at least 1.

    An error that has no facts is in the page's words already. One of a layer in a stack begins with which
    layer it is, from one, and speaks of the rank that this layer is given:

    >>> from functools import partial
    >>> from convviz import Pooling, Stack
    >>> try:
    ...     Stack([[1, 2, 3]] * 4, partial(Pooling, size=2), partial(Pooling, size=3))
    ... except ConvolutionError as error:
    ...     print(in_page_words(error, 2))
    Layer 2: a window with 3 rows does not fit: the padded input has 2 rows; use a smaller window or pad \
rows by at least 1.
    """
    write = _SENTENCES.get(error.refusal)
    rank = rank if error.rank is None else error.rank
    sentence = write(rank, **error.facts) if write else as_sentence(ConvolutionError(error.reason))
    if error.layer is None:
        return sentence
    return f"Layer {error.layer + 1}: {sentence[0].lower()}{sentence[1:]}"


def mode_name(mode: str) -> str:
    """What the page calls a padding mode, without its explanation.

    >>> mode_name("constant"), mode_name("reflect")
    ('Zeros', 'Reflect')
    """
    return str(PARAMETERS["padding_mode"].choices[mode]).partition(":")[0]


def counted(size: int, axis_name: str) -> str:
    """A size with the name of its axis.

    >>> counted(3, "rows"), counted(1, "columns"), counted(2, "depth")
    ('3 rows', '1 column', 'a depth of 2')
    """
    if axis_name not in ("rows", "columns"):
        return f"a {axis_name} of {size:,}"
    return f"{size:,} {axis_name.removesuffix('s') if size == 1 else axis_name}"


def _fit(
    rank: int,
    *,
    axis: int,
    size: int,
    taps: int,
    dilation: int,
    span: int,
    enough: int,
    thing: str = "filter",
) -> str:
    name = axis_names(rank)[axis]
    dilated = f" ({span:,} with dilation {dilation:,})" if dilation > 1 else ""
    padding = {"length": "pad", "depth": "pad the depth"}.get(name, f"pad {name}")
    return (
        f"A {thing} with {counted(taps, name)}{dilated} does not fit: the padded input has "
        f"{counted(size, name)}; use a smaller {thing} or {padding} by at least {enough:,}."
    )


def _mode(rank: int, *, axis: int, size: int, mode: str, most: int, asked: int) -> str:
    cells, side = "cell" if most == 1 else "cells", counted(size, axis_names(rank)[axis])
    return (
        f"{mode_name(mode)} can fill at most {most:,} {cells} on a side of {side}, not {asked:,}; "
        f"pad less or let the padding hold {mode_name('constant')} or {mode_name('edge')}."
    )


def _cells(rank: int, *, shape: tuple[int, ...], cells: int) -> str:
    return (
        f"The padded input of {size_text(shape)} has {cells:,} cells; at most {MAX_CELLS:,} are allowed, "
        "use a smaller input or pad less."
    )


def _half(rank: int, *, axis: int, taps: int, asked: int) -> str:
    name = axis_names(rank)[axis]
    return (
        f"A padding of {asked:,} ({name}) is more than half a window of {counted(taps, name)}: at most "
        f"{taps // 2:,}, or a window would hold padding alone; pad less or use a larger window."
    )


def _alone(rank: int, *, axis: int) -> str:
    return (
        f"A window would hold padding alone ({axis_names(rank)[axis]}), which has no largest number and no "
        "mean; use less padding or less dilation."
    )


def _cut(rank: int, *, axis: int, asked: int, most: int) -> str:
    return (
        f"A padding of {asked:,} ({axis_names(rank)[axis]}) would cut cells of the input off: at most "
        f"{most:,} for this filter; use less padding or a larger filter."
    )


def _extra(rank: int, *, axis: int, asked: int, stride: int, dilation: int) -> str:
    return (
        f"An output padding of {asked:,} ({axis_names(rank)[axis]}) is not below the stride, {stride:,}, or "
        f"the dilation, {dilation:,}; use less, or a larger stride."
    )


def _nothing(rank: int, *, axis: int, asked: int, size: int) -> str:
    return (
        f"A padding of {asked:,} in all ({axis_names(rank)[axis]}) leaves nothing of an output of {size:,}; "
        "use less padding or a larger input."
    )


def _words(rank: int) -> str:
    return (
        "The padding of a transposed convolution takes cells off the output, and no word says how many; give "
        "a number of cells, or 0."
    )


def _groups(rank: int, *, groups: int, cells: int, thing: str, divisors: list[int]) -> str:
    fitting = " or ".join(map(str, divisors))
    return (
        f"{groups} groups do not divide the {cells} {thing}, each of which is in one group; use "
        f"{fitting} {'group' if divisors == [1] else 'groups'}, or other numbers of slices and filters."
    )


def _deep_groups(rank: int, *, groups: int, depth: int, slices: int) -> str:
    met = slices // groups
    return (
        f"A filter with {counted(depth, 'depth')} does not fit {groups} groups: of the {slices} slices each "
        f"group has {met}; use filters with {counted(met, 'depth')}, or 1 group."
    )


def _padded_groups(rank: int, *, groups: int) -> str:
    return (
        f"With {groups} groups a filter does not slide in depth, so the depth is not padded; use no padding "
        "there, or 1 group."
    )


def _no_slices(rank: int, *, groups: int) -> str:
    return f"{groups} groups are of slices, and the input has none; use 1 group, or a tensor of rank 3."


def _biases(rank: int, *, given: int, filters: int) -> str:
    return (
        f"There are {given} biases for {filters} filters; give one number, or {filters}, one for each filter."
    )


_SENTENCES: dict[str, Callable[..., str]] = {
    "fit": _fit,
    "window": partial(_fit, thing="window"),
    "mode": _mode,
    "cells": _cells,
    "half": _half,
    "alone": _alone,
    "cut": _cut,
    "extra": _extra,
    "nothing": _nothing,
    "words": _words,
    "groups": _groups,
    "deep groups": _deep_groups,
    "padded groups": _padded_groups,
    "no slices": _no_slices,
    "biases": _biases,
}
