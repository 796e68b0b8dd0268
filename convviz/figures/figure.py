"""A layer as a Matplotlib figure, and as the bytes of a file. Imports Matplotlib."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from convviz import explain
from convviz.core import ConvolutionError, Layer
from convviz.explain.colours import THEMES, check_coloured
from convviz.figures.arranging import arrange
from convviz.figures.drawing import Drawing, room_for, styled
from convviz.figures.films import film
from convviz.figures.names import plain_title
from convviz.figures.sheets import PAGE, sheet
from convviz.figures.steps import TYPED, Bounds, Origin, bounds_of

#: Inches a side, and dots per inch of a picture that is not told.
MOST_INCHES, DPI, MOST_PIXELS = 60.0, 150.0, 60_000_000


def figure(
    layer: Layer,
    step: int | None = None,
    *,
    title: str = "",
    theme: str = "light",
    transparent: bool = False,
    size: tuple[float, float] | None = None,
    coloured: bool = False,
) -> Figure:
    """A step of any layer as a Matplotlib figure, or all its windows on one sheet.

    >>> from convviz import Convolution
    >>> drawn = figure(Convolution([1, 3, -1, 2, 3], [1, 0, 2]), step=1)
    >>> [text.get_text() for text in drawn.axes[0].texts if text.get_gid() == "output-1-2"]
    ['7']

    It is no figure of pyplot, so nothing has to be closed. Its one axes is measured in cells; every
    number is a text whose `gid` is its panel, its row and its column, from one.

    Args:
        layer: A Convolution, Filters, Pooling or Activation.
        step: The number of the window, from 0; None for all windows on one sheet.
        title: Stands above, on as many lines as it takes.
        theme: `"light"` or `"dark"`.
        transparent: Whether what is behind the figure shows through.
        size: Width and height in inches; None makes the cells 0.46 inches wide, or as large as fits 12.5 by
            11 inches, and a sheet as large as fits A4.
        coloured: Whether the three slices of an input of rank 3 are the red, the green and the blue of a
            picture, which are then drawn so.

    Raises:
        ConvolutionError: Anything above is not met, or there are too many windows for a sheet.
        IndexError: There is no such window.
    """
    check(layer, theme, size, coloured)
    return _figure(layer, step, title, theme, transparent, size, bounds_of(layer, coloured))


def _figure(
    layer: Layer,
    step: int | None,
    title: str,
    theme: str,
    transparent: bool,
    size: tuple[float, float] | None,
    ends: Bounds,
) -> Figure:
    title = plain_title(title)
    with styled():
        if step is None:
            picture = sheet(layer, ends, size)
            room = room_for(picture, title, size, page=PAGE)
        else:
            picture = arrange(layer, step, ends)
            room = room_for(picture, title, size)
        drawn = Drawing(picture, room, theme, transparent).figure
        drawn.alt = alternative(layer, step)
        return drawn


def alternative(layer: Layer, step: int | None) -> str:
    """What stands for a figure where it is not seen.

    >>> from convviz import Convolution
    >>> alternative(Convolution([1, 3, -1, 2, 3], [1, 0, 2]), None)
    'All 3 windows. The last: −1·1 + 2·0 + 3·2 = 5'
    """
    if step is None:
        return f"All {len(layer):,} windows. The last: {explain.step_text(layer, len(layer) - 1)}"
    return f"{explain.place(layer, step)}: {explain.step_text(layer, step)}"


def check(layer: Layer, theme: str, size: tuple[float, float] | None, coloured: bool) -> None:
    """Raises `ConvolutionError` for what cannot be drawn."""
    if not isinstance(layer, Layer):
        raise ConvolutionError(
            f"layer is of type {type(layer).__name__}; give a Convolution, Filters, Pooling or Activation, "
            "such as an entry of Stack.layers"
        )
    if theme not in THEMES:
        raise ConvolutionError(f"theme is {theme!r}; give one of {', '.join(map(repr, THEMES))}")
    check_coloured(layer, coloured)
    if size is not None and not _is_size(size):
        raise ConvolutionError(
            f"size is {size!r}; give a width and a height in inches, each above 0 and at most {MOST_INCHES:g}"
        )


def _is_size(size: Any) -> bool:
    numbers = isinstance(size, tuple | list) and len(size) == 2 and not any(isinstance(n, bool) for n in size)
    return numbers and all(isinstance(n, int | float) and 0 < n <= MOST_INCHES for n in size)


def rendered(
    ending: str,
    layer: Layer,
    step: int | None,
    *,
    title: str = "",
    theme: str = "light",
    transparent: bool = False,
    size: tuple[float, float] | None = None,
    dpi: float | None = None,
    coloured: bool = False,
    origin: Origin = TYPED,
    drawn: Callable[[int], object] = lambda count: None,
) -> bytes:
    """The bytes of a file with this ending: `.svg`, `.pdf`, `.png` or `.gif`; the same each time.

    `origin` is that of a later layer's input; `drawn` is told how many frames of a film are.
    """
    if dpi is not None and not (isinstance(dpi, int | float) and 1 <= dpi <= 2400):
        raise ConvolutionError(f"dpi is {dpi!r}; give dots per inch, from 1 to 2400")
    check(layer, theme, size, coloured)
    ends = bounds_of(layer, coloured, origin)
    if ending == ".gif":
        return film(layer, plain_title(title), theme, size, dpi, ends, drawn)
    made = _figure(layer, step, title, theme, transparent, size, ends)
    name = plain_title(title) or f"convviz: {type(layer).__name__}"
    with styled():
        return {".svg": _svg, ".pdf": _pdf, ".png": _png}[ending](made, name, dpi or DPI)


def _svg(drawn: Figure, title: str, dpi: float) -> bytes:
    file = io.BytesIO()
    canvas: Any = FigureCanvasSVG(drawn)
    canvas.print_svg(file, metadata={"Title": title, "Date": None})
    return file.getvalue()


def _pdf(drawn: Figure, title: str, dpi: float) -> bytes:
    file = io.BytesIO()
    canvas: Any = FigureCanvasPdf(drawn)
    canvas.print_pdf(file, metadata={"Title": title, "CreationDate": None})
    return file.getvalue()


def _png(drawn: Figure, title: str, dpi: float) -> bytes:
    width, height = drawn.get_size_inches() * dpi
    if width * height > MOST_PIXELS:
        raise ConvolutionError(
            f"the picture would have {width:,.0f} × {height:,.0f} pixels; at most {MOST_PIXELS:,} are "
            "drawn, use fewer dots per inch, a smaller size, or .svg"
        )
    drawn.set_dpi(dpi)
    file = io.BytesIO()
    canvas: Any = FigureCanvasAgg(drawn)
    canvas.print_png(file, metadata={"Title": title})
    return file.getvalue()
