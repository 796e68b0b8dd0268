"""How far each control may go, and why no further.

Vocabulary as in `convviz.explain`: per axis `n` is the size of the input, `k` of the filter, `d` the
dilation; a *bound* is the largest (or smallest) valid value, all else being as it is. Nothing here
imports Streamlit.
"""

from __future__ import annotations

from dataclasses import dataclass

from convviz.core import Convolution, ConvolutionError, axis_names
from convviz.document.limits import MAX_DEPTH, MAX_SIDE
from convviz.document.state import PADDING_MODES, State

MAX_PADDING = 32


@dataclass(frozen=True)
class Bound:
    """The end of a control's range, and a sentence that says why it ends there, or none."""

    value: int
    reason: str = ""


def _padded(state: State, axis: int) -> int | None:
    """The size of the padded axis; None where the padding grows with the filter."""
    entry = state.parameters.padding[axis]
    if entry in ("same", "full"):
        return None
    padding = 0 if isinstance(entry, str) else int(sum(entry))
    return int(state.x.shape[axis]) + padding


def dilation(state: State, axis: int) -> Bound:
    """The largest dilation on an axis.

    >>> from convviz.document import examples
    >>> from convviz.document.state import opened
    >>> dilation(opened(examples.default(1)), 0)
    Bound(value=2, reason='Dilation 3 would make this filter span 7 > 5.')
    """
    k, n = state.w.shape[axis], _padded(state, axis)
    if k == 1:
        return Bound(1, "A filter of one cell has no gaps to widen.")
    if n is None:
        return Bound(max(1, state.x.shape[axis]))
    largest = max(1, (n - 1) // (k - 1))
    reached = (largest + 1) * (k - 1) + 1
    return Bound(largest, f"Dilation {largest + 1} would make this filter span {reached} > {n}.")


def filter_size(state: State, axis: int) -> Bound:
    """The largest size of the filter on an axis."""
    name = axis_names(state.rank)[axis]
    limit = MAX_DEPTH if name == "depth" else MAX_SIDE
    n, d = _padded(state, axis), state.parameters.dilation[axis]
    largest = limit if n is None else min(limit, max(1, (n - 1) // d + 1))
    if largest == limit:
        return Bound(limit, f"A filter may have up to {limit} ({name}).")
    reached = d * largest + 1
    with_gaps = f" with dilation {d}" if d > 1 else ""
    return Bound(largest, f"A filter of {largest + 1} would span {reached} > {n}{with_gaps} ({name}).")


def input_size(state: State, axis: int) -> Bound:
    """The smallest size of the input on an axis."""
    k, d = state.w.shape[axis], state.parameters.dilation[axis]
    entry = state.parameters.padding[axis]
    if entry in ("same", "full"):
        return Bound(1)
    span, padding = d * (k - 1) + 1, 0 if isinstance(entry, str) else sum(entry)
    if span - padding <= 1:
        return Bound(1)
    name = axis_names(state.rank)[axis]
    return Bound(span - padding, f"The filter spans {span}: a smaller input would not hold it ({name}).")


def padding_modes(state: State) -> tuple[list[str], str]:
    """The padding modes that can fill the present padding, and why the others cannot."""
    fitting = {
        mode: _fits(state.x.shape, pairs(state), spare)
        for mode, spare in zip(PADDING_MODES, (None, None, -1, 0, 0), strict=True)
    }
    largest = max(max(pair) for pair in pairs(state))
    refused = [mode for mode in PADDING_MODES if not fitting[mode]]
    reason = (
        f"{', '.join(refused)}: the input has too few cells to fill a padding of {largest}."
        if refused
        else ""
    )
    return [mode for mode in PADDING_MODES if fitting[mode]], reason


def pairs(state: State) -> tuple[tuple[int, int], ...]:
    """The cells before and after on every axis, also where a word says them."""
    try:
        return Convolution(state.x, state.w, **vars(state.parameters)).padding
    except ConvolutionError:  # what does not fit has no sizes yet
        return tuple((0, 0) if isinstance(entry, str) else entry for entry in state.parameters.padding)


def _fits(sizes: tuple[int, ...], pairs: tuple[tuple[int, int], ...], spare: int | None) -> bool:
    return spare is None or all(max(pair) <= n + spare for n, pair in zip(sizes, pairs, strict=True))


def padding(state: State, axis: int) -> Bound:
    """The largest padding of a side that the page offers; a link may ask for more."""
    n, mode = state.x.shape[axis], state.parameters.padding_mode
    limit = {"reflect": n - 1, "symmetric": n, "wrap": n}.get(mode, MAX_PADDING)
    reason = f"{mode} has only {limit} cells to fill a padding with." if limit < MAX_PADDING else ""
    return Bound(min(limit, MAX_PADDING), reason)
