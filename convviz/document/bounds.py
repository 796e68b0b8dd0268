"""How far each parameter may go, and why no further.

Vocabulary as in `convviz.explain`: per axis `n` is the size of what the shown layer is given, `k` of its
filter or its window of pooling, `d` the dilation; a *bound* is the largest (or smallest) valid value, all
else being as it is. All is arithmetic with sizes. Where a layer before the shown one does not fit, nothing is
known of what it is given, and the bounds are those of the page. A control may go further, and is refused.
"""

from __future__ import annotations

from dataclasses import dataclass

from convviz.core import axis_names
from convviz.core.arguments import MODE_LIMITS
from convviz.document.document import Document, windows
from convviz.document.limits import MAX_ENTRY, MAX_PADDING, longest
from convviz.document.parameters import POOLING
from convviz.document.wording import counted, mode_name


@dataclass(frozen=True)
class Bound:
    """The last value that fits, and a sentence that says why it is the last, or none."""

    value: int
    reason: str = ""


def _size(document: Document, axis: int) -> int | None:
    """The size of what the layer is given; None where it is not known."""
    shape = document.given_shape
    return shape[axis] if shape is not None and len(shape) == document.plan.rank else None


def _padded(document: Document, axis: int) -> int | None:
    """The size of the padded axis; None where it is not known, or the padding grows with the filter."""
    entry, size = document.parameters.padding[axis], _size(document, axis)
    if size is None or entry in ("same", "full") or document.plan.kind == "transposed":
        return None
    return size + (0 if isinstance(entry, str) else int(sum(entry)))


def _given(document: Document, axis: int) -> str:
    """What the layer is given.

    >>> from convviz.document import examples
    >>> _given(Document.of(examples.default(2)), 0)
    'the input has 3.'
    """
    n = _padded(document, axis)
    return f"the {'input' if n == _size(document, axis) else 'padded input'} has {n:,}."


def _thing(document: Document) -> str:
    return "window" if document.plan.kind in POOLING else "filter"


def dilation(document: Document, axis: int) -> Bound:
    """The largest dilation on an axis.

    >>> from convviz.document import examples
    >>> dilation(Document.of(examples.default(1)), 0)
    Bound(value=2, reason='Dilation 3 needs a length of 7; the input has 5.')
    """
    k, n = document.plan.window_shape[axis], _padded(document, axis)
    if k == 1:
        return Bound(1, f"A {_thing(document)} of one cell has no gaps to widen.")
    if n is None:
        return Bound(max(1, _size(document, axis) or MAX_ENTRY))
    largest = max(1, (n - 1) // (k - 1))
    wide = counted((largest + 1) * (k - 1) + 1, axis_names(document.plan.rank)[axis])
    return Bound(largest, f"Dilation {largest + 1} needs {wide}; {_given(document, axis)}")


def filter_size(document: Document, axis: int) -> Bound:
    """The largest size of the filter, or of a window of pooling, on an axis."""
    name, thing = axis_names(document.plan.rank)[axis], _thing(document)
    limit = longest(name)
    n, d = _padded(document, axis), document.parameters.dilation[axis]
    largest = limit if n is None else min(limit, max(1, (n - 1) // d + 1))
    if largest == limit:
        return Bound(limit, f"A {thing} has at most {counted(limit, name)}.")
    larger, given = f"A {thing} with {counted(largest + 1, name)}", _given(document, axis)
    if d == 1:
        return Bound(largest, f"{larger} does not fit; {given}")
    return Bound(largest, f"{larger} and dilation {d} needs {counted(d * largest + 1, name)}; {given}")


def input_size(document: Document, axis: int) -> Bound:
    """The smallest size of the input on an axis, as far as the first layer needs it."""
    plan = document.layers[0]
    k, d, entry = plan.window_shape[axis], plan.parameters.dilation[axis], plan.parameters.padding[axis]
    if plan.kind == "transposed" or entry in ("same", "full"):
        return Bound(1)
    span, padding = d * (k - 1) + 1, 0 if isinstance(entry, str) else sum(entry)
    if span - padding <= 1:
        return Bound(1)
    name, thing = axis_names(document.rank)[axis], "window" if plan.kind in POOLING else "filter"
    return Bound(
        span - padding, f"The {thing} reaches over {counted(span, name)}: a smaller input would not hold it."
    )


def padding_modes(document: Document) -> tuple[list[str], str]:
    """The padding modes that can fill the present padding, and why the others cannot."""
    if document.given_shape is None:
        return list(MODE_LIMITS), ""
    axes = list(zip(document.given_shape, windows(document).padding, strict=True))
    fitting = [mode for mode, most in MODE_LIMITS.items() if all(max(pair) <= most(n) for n, pair in axes)]
    refused = [mode for mode in MODE_LIMITS if mode not in fitting]
    if not refused:
        return fitting, ""
    largest = max(max(pair) for _, pair in axes)
    few = f"the input has too few cells to fill a padding of {largest}."
    return fitting, f"{', '.join(map(mode_name, refused))}: {few}"


def padding(document: Document, axis: int) -> Bound:
    """The largest padding of a side that the page offers; a link may ask for more."""
    plan, mode = document.plan, document.parameters.padding_mode
    k, d = plan.window_shape[axis], plan.parameters.dilation[axis]
    if plan.kind in POOLING:
        return Bound(min(MAX_PADDING, k // 2), "Padding goes up to half a window, so that none is empty.")
    if plan.kind == "transposed":
        reason = "Padding takes cells off the output: at most dilation · (k − 1)."
        return Bound(min(MAX_PADDING, d * (k - 1)), reason)
    limit = int(min(MAX_PADDING, MODE_LIMITS[mode](_size(document, axis) or MAX_PADDING)))
    reason = (
        f"{mode_name(mode)} has only {limit} cells to fill a padding with." if limit < MAX_PADDING else ""
    )
    return Bound(limit, reason)


def output_padding(document: Document) -> Bound:
    """The largest output padding that every axis takes but the depth."""
    given = document.parameters
    strides = given.stride or given.size
    largest = min(max(s, d) for s, d in zip(strides[-2:], given.dilation[-2:], strict=True)) - 1
    return Bound(largest, "Output padding stays below the stride, or the dilation.")
