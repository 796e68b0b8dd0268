"""Layers in a notebook's cell: the stage in a frame, or a figure. Plotly and Matplotlib come when asked."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, NamedTuple

from numpy.typing import ArrayLike

from convviz.core import Convolution, ConvolutionError, Layer, Stack
from convviz.explain.colours import check_coloured

#: Pixels; the stage of the worked examples, with a line or two of notes, needs no scrolling in it.
HEIGHT = 640
#: Pixels that a frame may be high.
_LOWEST, _HIGHEST = 200, 4000


#: Set where each output of a notebook has a page of its own, or is not known to share one.
_APART = ("COLAB_RELEASE_TAG", "DATABRICKS_RUNTIME_VERSION", "KAGGLE_KERNEL_RUN_TYPE", "DEEPNOTE_PROJECT_ID")


class Run(NamedTuple):
    """One run of a cell: which cell, and a number that no other run has."""

    cell: str
    number: str


#: The run whose output holds Plotly.js for all others of this kernel.
_holding: list[Run] = []


def held_here(run: Run | None = None) -> bool | None:
    """Whether the output of the present run holds Plotly.js for the notebook; None where each holds its own.

    >>> [held_here(Run(*each)) for each in (("a", "1"), ("b", "2"), ("b", "3"), ("a", "4"), ("a", "4"))]
    [True, False, False, True, False]
    >>> _holding.clear()

    The cell that held it holds it again when it is run again, as its former output is gone then.
    """
    run = run or _present_run()
    if run is None:
        return None
    former = _holding[0] if _holding else None
    if former is not None and (former.cell != run.cell or former == run):
        return False
    _holding[:] = [run]
    return True


def _present_run() -> Run | None:
    """The run of a cell of Jupyter's that asks for an output, where the outputs share a page."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    parent = getattr(getattr(shell, "kernel", None), "get_parent", lambda: None)()
    if not parent or "google.colab" in sys.modules or any(name in os.environ for name in _APART):
        return None
    content, header = parent.get("content", {}), parent.get("header", {})
    cell = parent.get("metadata", {}).get("cellId") or content.get("code")
    return Run(cell, header["msg_id"]) if cell and "msg_id" in header else None


def first_of(layer: Layer | Stack) -> Layer:
    """The layer that a page shows first; raises `ConvolutionError` for a stack that has none."""
    if not isinstance(layer, Stack):
        return layer
    if not layer.layers:
        raise ConvolutionError("the stack has no layer; give it one, such as convviz.Activation")
    return layer.layers[0]


@dataclass(frozen=True)
class Shown:
    """A layer, or a stack, as a notebook shows it where it is the last line of a cell."""

    layer: Layer | Stack
    step: int = 0
    title: str | None = None
    height: int = HEIGHT
    coloured: bool = False
    include_plotlyjs: bool | str | None = None

    def _repr_html_(self) -> str | None:
        """The stage in a frame, or a figure of what it does not show; None, for the text, without both."""
        if find_spec("plotly"):
            from convviz.hosts.webpage import to_frame

            include, held = self.include_plotlyjs, None
            if include is None:
                include, held = True, held_here()
            given = (self.step, self.title, self.height, self.coloured)
            if frame := to_frame(self.layer, *given, include, held):
                return frame
        if find_spec("matplotlib") is None or isinstance(self.layer, Stack):
            return None
        from convviz.hosts.files import to_image

        return to_image(self.layer)


def show(
    x: ArrayLike | Layer | Stack,
    w: ArrayLike | None = None,
    *,
    step: int = 0,
    title: str | None = None,
    height: int = HEIGHT,
    coloured: bool = False,
    include_plotlyjs: bool | str | None = None,
    **parameters: Any,
) -> Shown:
    """Shows a convolution in a notebook, as the last line of a cell.

    >>> shown = show([1, 3, -1, 2, 3], [1, 0, 2], stride=2, step=1)
    >>> shown.layer.output
    array([-1.,  5.])

    What is shown is the stage of `convviz.to_html`, in a frame; in the middle of a cell, give it to IPython's
    `display`. It works in JupyterLab, VS Code, Colab and marimo, and in what nbconvert makes of a notebook.

    Args:
        x: The input; or any layer alone; or a Stack alone, of which one walks through the layers.
        w: The filter.
        step: The number of the window that it shows first, from 0.
        title: What stands above; None says what is convolved.
        height: Of the frame, in pixels.
        coloured: Whether the three slices of the input are the red, the green and the blue of a picture.
        include_plotlyjs: As in `convviz.to_html`. None puts Plotly.js into the notebook once, 2 MB in the
            output of the cell that is the first to show a stage, where the cells of a notebook share a page,
            as in JupyterLab, VS Code and what nbconvert makes; elsewhere into every output.
        **parameters: Those of `convviz.Convolution`: stride, padding, dilation, flip, bias and padding_mode.

    Raises:
        ConvolutionError: Anything above is not met.
        IndexError: There is no such window.
    """
    layer: Layer | Stack
    if isinstance(x, Layer | Stack):
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
    check_coloured(first_of(layer), coloured)
    first_of(layer).step(step)
    if isinstance(height, bool) or not isinstance(height, int) or not _LOWEST <= height <= _HIGHEST:
        raise ConvolutionError(
            f"height is {height!r}; give pixels, a whole number from {_LOWEST} to {_HIGHEST:,}"
        )
    return Shown(layer, step, title, height, coloured, include_plotlyjs)
