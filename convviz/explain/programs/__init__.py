"""A layer as programs to copy, one per library, with its very numbers.

In every program `x` is the input, `w` the filter or filters and `y` the output, depth first; as in the
formulas `i, j, q` number the windows by row, column and slice, and `a, b, c` the taps (`i` and `a` at
rank 1). A program holds no line that its layer has no need of. Imports `convviz.core` and NumPy only.
"""

from __future__ import annotations

from collections.abc import Sequence

from convviz.core import Activation, Convolution, Filters, Layer, Pooling, Stack
from convviz.explain.programs import activations, pooling, several, transposed
from convviz.explain.programs.arrays import in_numpy, in_scipy
from convviz.explain.programs.common import MOST_WRITTEN, Snippet
from convviz.explain.programs.plain import in_python
from convviz.explain.programs.stacks import in_a_row
from convviz.explain.programs.tensors import in_pytorch, in_tensorflow
from convviz.explain.scattered import is_scattered

__all__ = ["MOST_WRITTEN", "Snippet", "snippets", "snippets_of_stack"]


def snippets(layer: Layer) -> list[Snippet]:
    """The programs for a layer: plain Python, NumPy, SciPy, PyTorch and TensorFlow, in that order.

    >>> print(snippets(Convolution([1, 3, -1, 2, 3], [1, 0, 2], stride=2))[1].code)
    import numpy as np
    from numpy.lib.stride_tricks import sliding_window_view
    <BLANKLINE>
    x = np.array([1, 3, -1, 2, 3], dtype=float)
    w = np.array([1, 0, 2], dtype=float)
    <BLANKLINE>
    windows = sliding_window_view(x, w.shape)
    windows = windows[::2]  # stride
    y = (windows * w).sum(axis=1)
    print(y)
    >>> print(snippets(Pooling([[1, 3], [2, 4]], 2))[3].code.splitlines()[-2])
    y = F.max_pool2d(x, 2)[0, 0]

    `y` has the shape of `layer.output` and agrees with it to the rounding of float64. The program
    pads by itself and asks its library for the windows that fit, so that no library's idea of "same"
    matters. A tensor of more than `MOST_WRITTEN` numbers is loaded: `input.npy` holds `layer.x`,
    `filter.npy` holds `layer.w`, and the note says so.

    Raises:
        ConvolutionError: The layer is a convolution with inserted zeros that is no transposed one, and
            too large to be written out.
    """
    if isinstance(layer, Filters):
        return several.snippets(layer)
    if isinstance(layer, Pooling):
        return pooling.snippets(layer)
    if isinstance(layer, Activation):
        return activations.snippets(layer)
    assert isinstance(layer, Convolution)
    if is_scattered(layer):
        return transposed.snippets(layer)
    return [write(layer) for write in (in_python, in_numpy, in_scipy, in_pytorch, in_tensorflow)]


def snippets_of_stack(stack: Stack, names: Sequence[str] = ()) -> list[Snippet]:
    """The programs for all layers of a stack, one after the other, in the same libraries.

    >>> from functools import partial
    >>> stack = Stack([[1, -3], [2, 4]], Activation, partial(Pooling, size=2))
    >>> print(snippets_of_stack(stack, ["ReLU", "Max pooling"])[1].code)
    import numpy as np
    from numpy.lib.stride_tricks import sliding_window_view
    <BLANKLINE>
    x = np.array([[ 1, -3],
                  [ 2,  4]], dtype=float)
    <BLANKLINE>
    # 1. ReLU
    y = np.maximum(x, 0)
    <BLANKLINE>
    # 2. Max pooling
    x = y
    windows = sliding_window_view(x, (2, 2))
    windows = windows[::2, ::2]  # stride
    y = windows.max(axis=(2, 3))
    print(y)

    `names` say what the layers are called in the program, in order; the names of their classes where they are
    left out.

    Raises:
        ConvolutionError: There is no layer, or `snippets` refuses one.
    """
    return in_a_row(stack, [snippets(layer) for layer in stack.layers], names)
