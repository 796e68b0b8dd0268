"""Layers in a notebook's cell: the stage in a frame, or a figure. Plotly and Matplotlib come when asked."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from numpy.typing import ArrayLike

from convviz.core import Convolution, ConvolutionError, Layer
from convviz.explain.colours import check_coloured

#: Pixels; the stage of the worked examples, with a line or two of notes, needs no scrolling in it.
HEIGHT = 640
#: Pixels that a frame may be high.
_LOWEST, _HIGHEST = 200, 4000


@dataclass(frozen=True)
class Shown:
    """A layer as a notebook shows it where it is the last line of a cell."""

    layer: Layer
    step: int = 0
    title: str | None = None
    height: int = HEIGHT
    coloured: bool = False

    def _repr_html_(self) -> str | None:
        """The stage in a frame, or a figure of what it does not show; None, for the text, without both."""
        if find_spec("plotly"):
            from convviz.hosts.webpage import to_frame

            if frame := to_frame(self.layer, self.step, self.title, self.height, self.coloured):
                return frame
        if find_spec("matplotlib") is None:
            return None
        from convviz.hosts.files import to_image

        return to_image(self.layer)


def show(
    x: ArrayLike | Layer,
    w: ArrayLike | None = None,
    *,
    step: int = 0,
    title: str | None = None,
    height: int = HEIGHT,
    coloured: bool = False,
    **parameters: Any,
) -> Shown:
    """Shows a convolution in a notebook, as the last line of a cell.

    >>> shown = show([1, 3, -1, 2, 3], [1, 0, 2], stride=2, step=1)
    >>> shown.layer.output
    array([-1.,  5.])

    What is shown is the stage of `convviz.to_html`, in a frame; in the middle of a cell, give it to IPython's
    `display`. It works in JupyterLab, VS Code, Colab and marimo, and in what nbconvert makes of a notebook.

    Args:
        x: The input, or any layer, which then stands alone.
        w: The filter.
        step: The number of the window that it shows first, from 0.
        title: What stands above; None says what is convolved.
        height: Of the frame, in pixels.
        coloured: Whether the three slices of the input are the red, the green and the blue of a picture.
        **parameters: Those of `convviz.Convolution`: stride, padding, dilation, flip, bias and padding_mode.

    Raises:
        ConvolutionError: Anything above is not met.
        IndexError: There is no such window.
    """
    if isinstance(x, Layer):
        if w is not None or parameters:
            raise ConvolutionError(
                f"x is a {type(x).__name__}, which has its filter and its parameters; give it alone, or an "
                "input and a filter"
            )
        layer = x
    elif w is None:
        raise ConvolutionError("w is missing; give a filter, or a layer alone")
    else:
        layer = Convolution(x, w, **parameters)
    check_coloured(layer, coloured)
    layer.step(step)
    if isinstance(height, bool) or not isinstance(height, int) or not _LOWEST <= height <= _HIGHEST:
        raise ConvolutionError(
            f"height is {height!r}; give pixels, a whole number from {_LOWEST} to {_HIGHEST:,}"
        )
    return Shown(layer, step, title, height, coloured)
