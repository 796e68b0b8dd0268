"""How far each control may go, and why no further.

Vocabulary as in `convviz.explain`: per axis `n` is the size of the input, `k` of the filter, `d` the
dilation; a *bound* is the largest (or smallest) valid value, all else being as it is. All is arithmetic with
sizes: no convolution is made.
"""

from __future__ import annotations

from dataclasses import dataclass

from convviz.core import axis_names
from convviz.core.arguments import MODE_LIMITS
from convviz.document.document import Document, windows
from convviz.document.limits import MAX_PADDING, longest
from convviz.document.wording import mode_name


@dataclass(frozen=True)
class Bound:
    """The end of a control's range, and a sentence that says why it ends there, or none."""

    value: int
    reason: str = ""


def _padded(document: Document, axis: int) -> int | None:
    """The size of the padded axis; None where the padding grows with the filter."""
    entry = document.parameters.padding[axis]
    if entry in ("same", "full"):
        return None
    padding = 0 if isinstance(entry, str) else int(sum(entry))
    return int(document.x.shape[axis]) + padding


def dilation(document: Document, axis: int) -> Bound:
    """The largest dilation on an axis.

    >>> from convviz.document import examples
    >>> dilation(Document.of(examples.default(1)), 0)
    Bound(value=2, reason='Dilation 3 would make this filter span 7 > 5.')
    """
    k, n = document.w.shape[axis], _padded(document, axis)
    if k == 1:
        return Bound(1, "A filter of one cell has no gaps to widen.")
    if n is None:
        return Bound(max(1, document.x.shape[axis]))
    largest = max(1, (n - 1) // (k - 1))
    reached = (largest + 1) * (k - 1) + 1
    return Bound(largest, f"Dilation {largest + 1} would make this filter span {reached} > {n}.")


def filter_size(document: Document, axis: int) -> Bound:
    """The largest size of the filter on an axis."""
    name = axis_names(document.rank)[axis]
    limit = longest(name)
    n, d = _padded(document, axis), document.parameters.dilation[axis]
    largest = limit if n is None else min(limit, max(1, (n - 1) // d + 1))
    if largest == limit:
        return Bound(limit, f"A filter may have up to {limit} ({name}).")
    reached = d * largest + 1
    with_gaps = f" with dilation {d}" if d > 1 else ""
    return Bound(largest, f"A filter of {largest + 1} would span {reached} > {n}{with_gaps} ({name}).")


def input_size(document: Document, axis: int) -> Bound:
    """The smallest size of the input on an axis."""
    k, d = document.w.shape[axis], document.parameters.dilation[axis]
    entry = document.parameters.padding[axis]
    if entry in ("same", "full"):
        return Bound(1)
    span, padding = d * (k - 1) + 1, 0 if isinstance(entry, str) else sum(entry)
    if span - padding <= 1:
        return Bound(1)
    name = axis_names(document.rank)[axis]
    return Bound(span - padding, f"The filter spans {span}: a smaller input would not hold it ({name}).")


def padding_modes(document: Document) -> tuple[list[str], str]:
    """The padding modes that can fill the present padding, and why the others cannot."""
    axes = list(zip(document.x.shape, windows(document).padding, strict=True))
    fitting = [mode for mode, most in MODE_LIMITS.items() if all(max(pair) <= most(n) for n, pair in axes)]
    refused = [mode for mode in MODE_LIMITS if mode not in fitting]
    if not refused:
        return fitting, ""
    largest = max(max(pair) for _, pair in axes)
    few = f"the input has too few cells to fill a padding of {largest}."
    return fitting, f"{', '.join(map(mode_name, refused))}: {few}"


def padding(document: Document, axis: int) -> Bound:
    """The largest padding of a side that the page offers; a link may ask for more."""
    mode = document.parameters.padding_mode
    limit = int(min(MAX_PADDING, MODE_LIMITS[mode](document.x.shape[axis])))
    reason = (
        f"{mode_name(mode)} has only {limit} cells to fill a padding with." if limit < MAX_PADDING else ""
    )
    return Bound(limit, reason)
