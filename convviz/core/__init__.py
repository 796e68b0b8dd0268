"""The mathematics. Imports NumPy and the standard library only."""

from convviz.core.arguments import MAX_CELLS, ConvolutionError
from convviz.core.convolution import Convolution, Step, weighted_sums
from convviz.core.windows import Array, Windows, axis_names, reading_order

__all__ = [
    "MAX_CELLS",
    "Array",
    "Convolution",
    "ConvolutionError",
    "Step",
    "Windows",
    "axis_names",
    "reading_order",
    "weighted_sums",
]
