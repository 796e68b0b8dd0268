"""What the last change did, in a sentence: the reason beside the thing.

A *change* leads from one layer to another of its kind, in which one thing is different: the size of a tensor,
its numbers, or a parameter. Imports `convviz.core`.
"""

from __future__ import annotations

from convviz.core import Activation, Convolution, Filters, Layer, Pooling
from convviz.explain.changed_convolution import plain
from convviz.explain.changed_layers import activation, filters, pooling, transposed
from convviz.explain.scattered import is_scattered


def change(before: Layer, after: Layer) -> str:
    """What a change did here; nothing where more than one thing is different, as after opening an example.

    >>> x, w = [[1, 2, 2], [3, 1, 4], [2, 1, 3]], [[1, 0], [0, 1]]
    >>> change(Convolution(x, w), Convolution(x, w, flip=True))
    'Flipping changes nothing here: the filter is its own reverse.'
    >>> change(Convolution(x, w), Convolution(x, w, stride=2))
    'Stride 2 for rows and columns: the window moves 2 cells at a time, which makes 1 window instead of \
2 × 2 and leaves 1 row and 1 column unread.'
    >>> change(Convolution([1, 2, 3], [1]), Convolution([1, 2, 3], [1, 1]))
    'The filter is 2 instead of 1, the output 2: n − k + 1 = 3 − 2 + 1 = 2, for the window cannot start \
where it would hang over the edge.'

    Of other layers:

    >>> from convviz import Pooling
    >>> change(Pooling([1, 2, 3, 4], 2), Pooling([1, 2, 0, 4], 2))
    'Input (3) is 0 instead of 3, which changes no total: it is the largest of no window.'
    """
    if before.rank != after.rank:
        return ""
    if is_scattered(before) or is_scattered(after):
        return transposed(before, after) if is_scattered(before) and is_scattered(after) else ""
    if isinstance(before, Convolution) and isinstance(after, Convolution):
        return plain(before, after)
    if isinstance(before, Convolution | Filters) and isinstance(after, Convolution | Filters):
        return filters(before, after)
    if isinstance(before, Pooling) and isinstance(after, Pooling):
        return pooling(before, after)
    if isinstance(before, Activation) and isinstance(after, Activation):
        return activation(before, after)
    return ""
