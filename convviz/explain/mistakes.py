"""What one is most tempted to get wrong about a convolution: said in a sentence, and computed.

Vocabulary: a *mistake* is a function that says in a sentence what a setting does not do, or nothing where
it does not apply; an *alternative* is the output that a common mistake would give. Imports
`convviz.core` and NumPy only.
"""

from __future__ import annotations

import numpy as np

from convviz.core import Array, Convolution, axis_names, weighted_sums
from convviz.explain.effects import padding_windows
from convviz.explain.numbers import MINUS
from convviz.explain.words import SIDES, are, is_own_reverse, span_text, windows_that


def alternatives(convolution: Convolution) -> list[tuple[str, Array]]:
    """What common mistakes give instead of the output: pairs of a name and an array of its shape.

    >>> c = Convolution([1, 3, -1, 2, 3], [1, 0, 2], bias=1)
    >>> for name, values in alternatives(c):
    ...     print(f"{name}: {values}")
    the sum without the bias: [-1.  7.  5.]
    what the filter gives when it is flipped: [2. 9. 2.]
    the sum of the window without the weights: [3. 4. 4.]
    the sum without the signs: [4. 8. 8.]

    A bias of zero can be forgotten without harm, and a filter that is its own reverse be flipped: these
    two are left out then. Of several slices, one may be kept that should be added to the others. All but the
    first and the sum of the window alone have the bias. A sum may be
    infinite where its numbers are larger than any that a convolution is allowed to give.
    """
    c, found = convolution, []
    with np.errstate(over="ignore", invalid="ignore"):
        if c.bias:
            found.append(("the sum without the bias", c.output - c.bias))
        if not is_own_reverse(c):
            name = f"what the filter gives when it is {'not ' if c.flip else ''}flipped"
            found.append((name, weighted_sums(c.windows, np.flip(c.kernel), c.bias)))
        plain = weighted_sums(c.windows, np.ones(c.w.shape))
        found.append(("the sum of the window without the weights", plain))
        positive = c.geometry.view(np.abs(c.padded))
        found.append(("the sum without the signs", weighted_sums(positive, np.abs(c.kernel), c.bias)))
        if c.rank == 3 and len(c.w) > 1:
            alone = weighted_sums(c.windows[..., :1, :, :], c.kernel[:1], c.bias)
            found.append(("the sum of the first slice alone", alone))
    return found


def misconception(convolution: Convolution) -> str:
    """What one is most tempted to get wrong about this very setting, put right.

    >>> misconception(Convolution([[1, 2, 2], [3, 1, 4], [2, 1, 3]], [[1, 0], [0, 1]]))
    'The first position counts too: the output has 3 − 2 + 1 = 2 columns, not 3 − 2 = 1.'
    """
    return next(text for tell in _MISTAKES if (text := tell(convolution)))


def _about_flip(convolution: Convolution) -> str:
    if not convolution.flip:
        return ""
    if is_own_reverse(convolution):
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
        n, span = convolution.geometry.padded_shape[axis], convolution.geometry.spans[axis]
        stride = convolution.stride[axis]
        left = (n - span) % stride
        if left:
            last = _UNITS[name] if left == 1 else _count(left, _UNITS[name])
            whole = "padded input" if any(convolution.padding[axis]) else "input"
            return (
                "The stride need not fit exactly, and the size is rounded down, never up: "
                f"({n} {MINUS} {span}) / {stride} leaves {left}, so the last {last} of the {whole} "
                f"{are(left)} in no window."
            )
    return ""


def _about_uneven(convolution: Convolution) -> str:
    for name, pair in zip(axis_names(convolution.rank), convolution.padding, strict=True):
        if abs(pair[0] - pair[1]) == 1:
            return (
                "Padding need not be the same on both sides: an odd number cannot be halved, so here it is "
                f"{pair[0]} {SIDES[name][0]} and {pair[1]} {SIDES[name][1]}."
            )
    return ""


def _about_stride(convolution: Convolution) -> str:
    if convolution.geometry.dense.output_shape == convolution.output_shape:
        return ""
    return (
        "A stride makes no new totals: these are some of the totals of stride 1, and the others are left "
        "out. The window itself stays as large as it was."
    )


def _about_padding(convolution: Convolution) -> str:
    count = padding_windows(convolution)
    if not count:
        return ""
    some = windows_that("read", count, convolution)
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
    if is_own_reverse(convolution):
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


_MISTAKES = (
    *(_about_flip, _about_dilation, _about_rounding, _about_uneven, _about_stride, _about_padding),
    *(_about_depth, _about_channels, _about_order, _about_size),
)
