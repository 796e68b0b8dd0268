"""The mathematics. Imports NumPy and the standard library only."""

from convviz.core.convolution import (
    MAX_CELLS,
    Array,
    Convolution,
    ConvolutionError,
    Step,
)

__all__ = ["MAX_CELLS", "Array", "Convolution", "ConvolutionError", "Step"]
