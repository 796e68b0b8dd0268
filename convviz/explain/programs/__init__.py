"""A convolution as programs to copy, one per library, with its very numbers.

In every program `x` is the input, `w` the filter and `y` the output, depth first; as in the formulas
`i, j, q` number the windows by row, column and slice, and `a, b, c` the taps (`i` and `a` at rank 1). A
program holds no line that its convolution has no need of. Imports `convviz.core` and NumPy only.
"""

from __future__ import annotations

from convviz.core import Convolution
from convviz.explain.programs.arrays import in_numpy, in_scipy
from convviz.explain.programs.common import MOST_WRITTEN, Snippet
from convviz.explain.programs.plain import in_python
from convviz.explain.programs.tensors import in_pytorch, in_tensorflow

__all__ = ["MOST_WRITTEN", "Snippet", "snippets"]


def snippets(convolution: Convolution) -> list[Snippet]:
    """The programs for a convolution: plain Python, NumPy, SciPy, PyTorch and TensorFlow, in that order.

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

    `y` has the shape of `convolution.output` and agrees with it to the rounding of float64. The program
    pads by itself and asks its library for the windows that fit, so that no library's idea of "same"
    matters. A tensor of more than `MOST_WRITTEN` numbers is loaded: `input.npy` holds `convolution.x`,
    `filter.npy` holds `convolution.w`, and the note says so.
    """
    return [write(convolution) for write in (in_python, in_numpy, in_scipy, in_pytorch, in_tensorflow)]
