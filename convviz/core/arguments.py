"""The settings of layers, and every refusal of what is not accepted.

Vocabulary: *given* is a value as the caller wrote it; an *entry* is what it says of one axis. The
functions give back what was accepted, in one form, or raise a `ConvolutionError` with the thing, what
was given, the limit and the way out. Nothing is allocated before the sizes are known to be within
limits. Imports `convviz.core.errors`, `windows`, NumPy and the standard library only.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from convviz.core.errors import ConvolutionError, shown
from convviz.core.windows import Ints, Pairs, Windows

PerAxis: TypeAlias = int | Sequence[int] | NDArray[np.integer[Any]]
Padding: TypeAlias = PerAxis | str | Sequence[str] | Sequence[Sequence[int]]

MAX_CELLS = 10**8
"""The most cells that a padded input may have."""


def _plain(value: object) -> object:
    """Arrays, lists and NumPy ints as nested tuples and ints; anything else as it is."""
    if isinstance(value, np.ndarray | np.integer):
        value = value.tolist()
    return tuple(map(_plain, value)) if isinstance(value, list | tuple) else value


def _is_int(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _entries(value: object, rank: int) -> tuple[Any, ...]:
    """One entry per axis, as plain tuples and ints, or as many as were given."""
    plain = _plain(value)
    return plain if isinstance(plain, tuple) else (plain,) * rank


def _per_axis(name: str, value: object, rank: int, least: int = 1) -> Ints:
    entries = _entries(value, rank)
    if len(entries) != rank or not all(_is_int(entry, least) for entry in entries):
        raise ConvolutionError(
            f"{name} is {shown(value)}; give an integer of at least {least}, or one per axis, "
            f"such as {(1,) * rank}"
        )
    return entries


def _same(size: int, span: int, stride: int) -> tuple[int, int]:
    """Padding for `ceil(size / stride)` windows, as ONNX's SAME_UPPER."""
    total = max((-(-size // stride) - 1) * stride + span - size, 0)
    return total // 2, total - total // 2


#: What a word for padding comes to: a function of the size, the span and the stride of an axis.
_Word: TypeAlias = Callable[[int, int, int], tuple[int, int]]
PADDING_WORDS: dict[str, _Word] = {
    "valid": lambda size, span, stride: (0, 0),
    "same": _same,
    "full": lambda size, span, stride: (span - 1, span - 1),
}


def windows(
    input_shape: Ints,
    filter_shape: Ints,
    stride: object,
    padding: object,
    dilation: object,
    input_dilation: object = 1,
) -> Windows:
    """The windows that these settings mean, from any of the ways to say them."""
    rank = len(input_shape)
    strides, dilations = _per_axis("stride", stride, rank), _per_axis("dilation", dilation, rank)
    inserted = _per_axis("input_dilation", input_dilation, rank)
    unpadded = Windows(input_shape, filter_shape, strides, ((0, 0),) * rank, dilations, inserted)
    return Windows(input_shape, filter_shape, strides, _pairs(padding, unpadded), dilations, inserted)


def windows_of_groups(
    input_shape: Ints, filter_shape: Ints, groups: int, stride: object, padding: object, dilation: object
) -> Windows:
    """The windows of one filter, which meets the slices of its group alone and does not slide in depth."""
    if groups == 1:
        return windows(input_shape, filter_shape, stride, padding, dilation)
    of_one_group = (input_shape[0] // groups, *input_shape[1:])
    none = "valid" if isinstance(padding, str) else 0
    settings = (_beside_depth(stride, 1), _beside_depth(padding, none), _beside_depth(dilation, 1))
    found = windows(of_one_group, filter_shape, *settings)
    if found.padding[0] != (0, 0):
        raise ConvolutionError(
            f"padding is {shown(padding)}, which pads the depth, and with {groups} groups a filter does "
            f"not slide in depth; give {shown(((0, 0), *found.padding[1:]))}, with no padding there",
            refusal="padded groups",
            groups=groups,
        )
    return found


def _beside_depth(value: object, depth: object) -> object:
    """One value for rows and columns, with another for the depth; values for each axis as they are."""
    return value if isinstance(_plain(value), tuple) else (depth, value, value)


def windows_of_transposed(
    input_shape: Ints,
    filter_shape: Ints,
    stride: object,
    padding: object,
    output_padding: object,
    dilation: object,
) -> Windows:
    """The windows over the spread input that a transposed convolution with these settings means."""
    rank = len(input_shape)
    strides, dilations = _per_axis("stride", stride, rank), _per_axis("dilation", dilation, rank)
    full = Windows(input_shape, filter_shape, (1,) * rank, ((0, 0),) * rank, dilations, strides)
    cut, more = _pairs(padding, full, words={}), _per_axis("output_padding", output_padding, rank, least=0)
    for axis, (pair, extra) in enumerate(zip(cut, more, strict=True)):
        _check_cut(axis, full, pair, extra)
    edges = (span - 1 for span in full.spans)
    pads = tuple((e - a, e - b + m) for e, (a, b), m in zip(edges, cut, more, strict=True))
    return dataclasses.replace(full, padding=pads)


def check_transposed(windows: Windows, mode: str) -> None:
    """What is said to be a transposed convolution has the stride, boundary and padding of one."""
    if max(windows.stride) > 1 or mode != "constant":
        raise ConvolutionError(
            f"is_transposed is True with stride {shown(windows.stride)} and padding_mode {mode!r}; a "
            "transposed convolution slides by 1 over zeros, and its own stride is the input_dilation: "
            "use Convolution.transposed"
        )
    for axis, (before, after) in enumerate(windows.padding):
        most = windows.spans[axis] - 1
        more = max(windows.input_dilation[axis], windows.dilation[axis]) - 1
        if before > most or after > most + more:
            raise ConvolutionError(
                f"is_transposed is True with padding {shown((before, after))} on axis {axis}; a transposed "
                f"convolution has at most {most} before and {most + more} after: use Convolution.transposed"
            )


def _check_cut(axis: int, full: Windows, cut: tuple[int, int], extra: int) -> None:
    """What the padding takes away must leave an output, and take none of the input; the extra has a limit."""
    stride, gap, most = full.input_dilation[axis], full.dilation[axis], full.spans[axis] - 1
    if max(cut) > most:
        raise ConvolutionError(
            f"padding {shown(cut)} on axis {axis} would cut cells of the input: at most {shown(most)} for a "
            f"filter of size {full.filter_shape[axis]} with dilation {shown(gap)} (dilation * (size - 1)); "
            "use less padding",
            refusal="cut",
            **{"axis": axis, "asked": max(cut), "most": most},
        )
    if extra >= max(stride, gap):
        raise ConvolutionError(
            f"output_padding {shown(extra)} on axis {axis} is not below the stride ({shown(stride)}) or the "
            f"dilation ({shown(gap)}); use less, or a larger stride",
            refusal="extra",
            **{"axis": axis, "asked": extra, "stride": stride, "dilation": gap},
        )
    size = full.spread_shape[axis] + most + extra
    if sum(cut) >= size:
        raise ConvolutionError(
            f"padding {shown(cut)} on axis {axis} leaves no output: without it the output has size "
            f"{shown(size)}; use less padding or a larger input",
            refusal="nothing",
            **{"axis": axis, "asked": sum(cut), "size": size},
        )


def windows_of_pooling(
    input_shape: Ints, size: object, stride: object, padding: object, dilation: object
) -> Windows:
    """The windows that pooling with these settings means: each holds a cell of the input at least."""
    sizes = _per_axis("size", size, len(input_shape))
    found = windows(input_shape, sizes, sizes if stride is None else stride, padding, dilation)
    check_size(found)
    for axis, (taps, pair) in enumerate(zip(sizes, found.padding, strict=True)):
        if max(pair) > taps // 2:
            raise ConvolutionError(
                f"padding {shown(pair)} on axis {axis} is more than half a pooling window: at most "
                f"{taps // 2} for a window of size {taps}; pad less or use a larger window",
                refusal="half",
                **{"axis": axis, "taps": taps, "asked": max(pair)},
            )
    check_fit(found, "window")
    for axis, cells in enumerate(found.input_cells):
        if not cells.all():
            raise ConvolutionError(
                f"window {int(cells.argmin())} on axis {axis} holds padding alone, of which there is no "
                "largest and no mean; use less padding or less dilation",
                refusal="alone",
                **{"axis": axis},
            )
    return found


def _pairs(padding: object, windows: Windows, words: Mapping[str, _Word] = PADDING_WORDS) -> Pairs:
    """One `(before, after)` pair per axis, from numbers or from one of these words."""
    rank, entries = windows.rank, _entries(padding, windows.rank)
    if len(entries) == rank:
        if all(isinstance(entry, str) and entry in words for entry in entries):
            axes = zip(entries, windows.spread_shape, windows.spans, windows.stride, strict=True)
            return tuple(words[word](*axis) for word, *axis in axes)
        if all(_is_int(entry, 0) for entry in entries):
            return tuple((entry, entry) for entry in entries)
        if all(_is_pair(entry) for entry in entries):
            return entries
    raise ConvolutionError(
        f"padding is {shown(padding)}; give an integer of at least 0, one per axis, such as "
        f"{(1,) * rank}, {'' if words else 'or '}one (before, after) pair per axis, such as "
        f"{((1, 2),) * rank}"
        + (", or 'valid', 'same' or 'full', or one of these words per axis" if words else ""),
        refusal="" if words or not any(isinstance(entry, str) for entry in entries) else "words",
    )


def _is_pair(entry: object) -> bool:
    return isinstance(entry, tuple) and len(entry) == 2 and all(_is_int(cells, 0) for cells in entry)


#: How many cells each padding mode can fill on a side, by the size of the axis.
MODE_LIMITS: dict[str, Callable[[int], float]] = {
    "constant": lambda size: math.inf,
    "edge": lambda size: math.inf,
    "reflect": lambda size: size - 1,
    "symmetric": lambda size: size,
    "wrap": lambda size: math.inf,
}


def checked_mode(mode: object, windows: Windows) -> str:
    """The padding mode, if it knows enough cells to fill the padding with."""
    if not isinstance(mode, str) or mode not in MODE_LIMITS:
        words = ", ".join(map(repr, MODE_LIMITS))
        raise ConvolutionError(f"padding_mode is {shown(mode)}; give one of {words}")
    for axis, (size, pair) in enumerate(zip(windows.spread_shape, windows.padding, strict=True)):
        most = MODE_LIMITS[mode](size)
        if max(pair) > most:
            raise ConvolutionError(
                f"padding {shown(pair)} on axis {axis} is too much for padding_mode {mode!r}: "
                f"at most {most} for an axis of size {size}; pad less or use 'constant' or 'edge'",
                refusal="mode",
                **{"axis": axis, "size": size, "mode": mode, "most": most, "asked": max(pair)},
            )
    return mode


def check_size(windows: Windows) -> None:
    """Refuses a padded input of more than `MAX_CELLS` cells."""
    cells = math.prod(windows.padded_shape)
    if cells > MAX_CELLS:
        raise ConvolutionError(
            f"the padded input of shape {shown(windows.padded_shape)} has {shown(cells)} cells; "
            f"at most {MAX_CELLS} are allowed, use a smaller input or pad less",
            refusal="cells",
            **{"shape": windows.padded_shape, "cells": cells},
        )


def check_outputs(filters: int, windows: Windows) -> None:
    """Refuses outputs of several filters that have more than `MAX_CELLS` cells together."""
    cells = filters * len(windows)
    if cells > MAX_CELLS:
        raise ConvolutionError(
            f"the outputs of {filters} filters have {shown(cells)} cells; at most {MAX_CELLS} are allowed, "
            "use fewer filters, a smaller input or a larger stride"
        )


def check_fit(windows: Windows, thing: str = "filter") -> None:
    """Refuses a filter, or a window of pooling, that is larger than the padded input."""
    for axis, (size, span) in enumerate(zip(windows.padded_shape, windows.spans, strict=True)):
        if span > size:
            taps, dilation = windows.filter_shape[axis], windows.dilation[axis]
            enough = (span - windows.spread_shape[axis] + 1) // 2
            dilated = f" ({shown(span)} with dilation {shown(dilation)})" if dilation > 1 else ""
            raise ConvolutionError(
                f"{thing} of size {taps}{dilated} does not fit axis {axis} of the padded input (size {size})"
                f"; use a smaller {thing} or pad by at least {shown(enough)}",
                refusal="fit" if thing == "filter" else thing,
                **{"axis": axis, "size": size, "taps": taps, "dilation": dilation, "span": span},
                enough=enough,
            )


def checked_flag(name: str, flag: object) -> bool:
    """What is true or not, as a bool."""
    if not isinstance(flag, bool | np.bool_):
        raise ConvolutionError(f"{name} is {shown(flag)}; give True or False")
    return bool(flag)


def checked_groups(groups: object, input_shape: Ints, w_shape: Ints) -> int:
    """How many groups the slices of the input and the filters fall into."""
    if not _is_int(plain := _plain(groups), 1):
        raise ConvolutionError(f"groups is {shown(groups)}; give an integer of at least 1")
    count: int = plain  # type: ignore[assignment]
    if count == 1:
        return 1
    if len(input_shape) != 3:
        raise ConvolutionError(
            f"groups is {shown(count)} and x has rank {len(input_shape)}; groups are of slices, give x rank "
            "3 or groups=1",
            refusal="no slices",
            groups=count,
        )
    slices, filters, depth = input_shape[0], *w_shape[:2]
    for thing, cells in (("slices of x", slices), ("filters of w", filters)):
        if cells % count:
            divisors = common_divisors(slices, filters)
            raise ConvolutionError(
                f"groups is {shown(count)}, which does not divide the {cells} {thing}; give "
                f"{'one of ' * (len(divisors) > 1)}{', '.join(map(str, divisors))}",
                refusal="groups",
                **{"groups": count, "cells": cells, "thing": thing[:-5], "divisors": divisors},
            )
    if depth != slices // count:
        raise ConvolutionError(
            f"a filter of w has depth {depth}; with {count} groups of the {slices} slices of x "
            f"give each filter depth {slices // count}",
            refusal="deep groups",
            **{"groups": count, "depth": depth, "slices": slices},
        )
    return count


def common_divisors(*numbers: int) -> list[int]:
    """The numbers that divide all of these.

    >>> common_divisors(6, 4)
    [1, 2]
    """
    both = math.gcd(*numbers)
    return [number for number in range(1, both + 1) if both % number == 0]


def biases(bias: object, filters: int) -> tuple[float, ...]:
    """One finite bias for each filter, from one for all or one for each."""
    if isinstance(bias, list | tuple) or (isinstance(bias, np.ndarray) and bias.ndim > 0):
        if len(bias) != filters:
            raise ConvolutionError(
                f"bias has {len(bias)} entries ({shown(bias)}) and w has {filters} filters; give one number, "
                "or one per filter",
                refusal="biases",
                **{"given": len(bias), "filters": filters},
            )
        return tuple(checked_bias(one, f"bias[{place}]") for place, one in enumerate(bias))
    return (checked_bias(bias),) * filters


def checked_kind(kind: object, kinds: Collection[str]) -> str:
    """The kind, if it is one of these."""
    if not isinstance(kind, str) or kind not in kinds:
        raise ConvolutionError(f"kind is {shown(kind)}; give one of {', '.join(map(repr, kinds))}")
    return str(kind)


def checked_bias(bias: object, name: str = "bias") -> float:
    """The bias as a finite float."""
    number = isinstance(bias, int | float | np.integer | np.floating) and not isinstance(bias, bool)
    try:
        value = float(bias) if number else math.nan  # type: ignore[arg-type]
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise ConvolutionError(f"{name} is {shown(bias)}; give one finite number")
    return value
