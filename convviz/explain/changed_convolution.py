"""What a change of a convolution did. Imports `convviz.core`."""

from __future__ import annotations

from convviz.core import Convolution
from convviz.explain import effects
from convviz.explain.changed import WEIGHED, changed, different, numbers, stride, totals, weights
from convviz.explain.sizes import size_law
from convviz.explain.words import (
    is_own_reverse,
    output_text,
    padding_text,
    size_text,
    windows_instead,
)

_PARAMETERS = ("padding_mode", "bias", "flip", "padding", "dilation", "stride")


def plain(before: Convolution, after: Convolution) -> str:
    """What a change of a plain convolution did."""
    tensors = different(before, after, "xw")
    parameters = different(before, after, _PARAMETERS)
    if tensors == ["x", "w"] or (tensors and set(parameters) - {"padding"}):
        return ""  # `same` and `full` pad another size by another amount
    if tensors:
        (name,) = tensors
        resized = getattr(before, name).shape != getattr(after, name).shape
        if resized:
            return _resized(before, after, name)
        return weights(before, after) if name == "w" else numbers(before, after, WEIGHED)
    if not parameters or (
        len(parameters) > 1 and parameters not in (["padding", "dilation"], ["padding", "stride"])
    ):
        return ""
    return _TELLS[parameters[-1]](before, after)


def _resized(before: Convolution, after: Convolution, name: str) -> str:
    word = "input" if name == "x" else "filter"
    old, new = (size_text(getattr(c, name).shape) for c in (before, after))
    output = output_text(after.output_shape, after.rank)
    reason = (
        ", for the window cannot start where it would hang over the edge" if max(after.w.shape) > 1 else ""
    )
    return f"The {word} is {new} instead of {old}, the output {output}: {size_law(after)}{reason}."


def _padding(before: Convolution, after: Convolution) -> str:
    sizes = windows_instead(after.output_shape, before.output_shape)
    where = padding_text(after)
    if not where:
        return f"No padding: {sizes}, for only those that lie wholly on the input are left."
    with_padding = effects.padding_windows(after)
    return (
        f"{where.rstrip('.')}: {sizes}, of which {with_padding:,} contain{'s' * (with_padding == 1)} padding."
    )


def _mode(before: Convolution, after: Convolution) -> str:
    if not any(map(sum, after.padding)):
        return "The boundary changes nothing here: there is no padding that it would fill."
    count, windows = int(changed(before, after).sum()), effects.padding_windows(after)
    return f"Of the {windows:,} windows that contain padding, {count:,} have another total now."


def _dilation(before: Convolution, after: Convolution) -> str:
    sizes = windows_instead(after.output_shape, before.output_shape)
    if max(after.dilation) == 1:
        return f"Dilation 1: neighbouring weights meet neighbouring cells; there are {sizes}."
    told = effects.dilation(after)
    return told if before.output_shape == after.output_shape else f"{told.rstrip('.')}, so there are {sizes}."


def _flip(before: Convolution, after: Convolution) -> str:
    if is_own_reverse(after):
        return "Flipping changes nothing here: the filter is its own reverse."
    told = effects.flip(after) if after.flip else "Not flipped: the filter is used as it is."
    return f"{told.rstrip('.')}; {totals(before, after)}."


def _bias(before: Convolution, after: Convolution) -> str:
    if not after.bias:
        return "Bias 0: every total is the sum of its products alone."
    return effects.bias(after)


_TELLS = {
    "stride": stride,
    "padding": _padding,
    "dilation": _dilation,
    "padding_mode": _mode,
    "flip": _flip,
    "bias": _bias,
}
