"""The mathematics. Imports NumPy and the standard library only."""

from convviz.core.arguments import MAX_CELLS
from convviz.core.convolution import Convolution, weighted_sums
from convviz.core.errors import ConvolutionError
from convviz.core.fields import ReceptiveField, masks_of
from convviz.core.filters import Filters
from convviz.core.layers import ACTIVATIONS, POOLINGS, Activation, Pooling, Stack, handed_on
from convviz.core.steps import Layer, Step
from convviz.core.windows import Array, Windows, axis_names, reading_order

__all__ = [
    "ACTIVATIONS",
    "MAX_CELLS",
    "POOLINGS",
    "Activation",
    "Array",
    "Convolution",
    "ConvolutionError",
    "Filters",
    "Layer",
    "Pooling",
    "ReceptiveField",
    "Stack",
    "Step",
    "Windows",
    "axis_names",
    "handed_on",
    "masks_of",
    "reading_order",
    "weighted_sums",
]
