"""Where everything of a step stands: which arrangement a layer has. Imports `convviz.core` only."""

from __future__ import annotations

from convviz.core import Layer
from convviz.figures.picture import Picture
from convviz.figures.stacks import side_by_side
from convviz.figures.steps import Bounds, shown
from convviz.figures.vectors import LONGEST, below_each_other, plotted


def arrange(layer: Layer, s: int, ends: Bounds) -> Picture:
    """The picture of a step, its number from 0: with the output as it grows."""
    step = shown(layer, s)
    if layer.rank > 1:
        return side_by_side(step, ends)
    if layer.x.size > LONGEST or layer.geometry.padded_shape[0] > LONGEST:
        return plotted(step, ends)
    return below_each_other(step, ends)
