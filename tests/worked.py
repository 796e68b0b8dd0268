"""The worked examples of the lecture notebook, inputs whose values name their places, and what is plain."""

import numpy as np

from convviz.document.examples import EXAMPLES

#: The examples that are one convolution with one filter.
PLAIN = [one for one in EXAMPLES if (one.kind, one.then) == ("convolution", ()) and one.w.ndim == one.rank]

X1, W1 = [1, 3, -1, 2, 3], [1, 0, 2]
X2, W2 = [[1, 2, 2], [3, 1, 4], [2, 1, 3]], [[1, 0], [0, 1]]
X3 = [
    [[1, -1, 3], [2, 1, 4], [3, 1, 2]],
    [[2, 1, 3], [3, -1, 1], [1, 1, -2]],
    [[1, -2, 4], [2, 1, -2], [1, 3, -1]],
]
W3 = [[[1, 1], [2, 0]], [[1, 0], [0, 1]], [[0, 1], [1, 0]]]


def places(*shape):
    """An array whose cell (q, i, j) holds 100 * q + 10 * i + j."""
    return sum(10 ** (len(shape) - 1 - axis) * place for axis, place in enumerate(np.indices(shape)))
