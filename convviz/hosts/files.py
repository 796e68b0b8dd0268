"""A layer in a file: a figure, a film, or a page."""

from __future__ import annotations

import os
import tempfile
from base64 import b64encode
from html import escape
from pathlib import Path

from convviz.core import ConvolutionError, Layer, Stack

#: What a layer can be saved as.
ENDINGS = (".svg", ".pdf", ".png", ".gif", ".html", ".ipynb")


def save(
    layer: Layer | Stack,
    path: str | os.PathLike[str],
    step: int | None = None,
    *,
    title: str = "",
    theme: str = "light",
    transparent: bool = False,
    size: tuple[float, float] | None = None,
    dpi: float | None = None,
    coloured: bool = False,
) -> Path:
    """Saves a layer as a figure, a film or a page, as the ending says, and gives the path.

    >>> from convviz import Convolution
    >>> c = Convolution([1, 3, -1, 2, 3], [1, 0, 2])
    >>> folder = getfixture("tmp_path")
    >>> save(c, folder / "page.html", step=1).name
    'page.html'

    `.svg`, `.pdf` and `.png` show a step, or, without one, all windows on one sheet; in SVG and PDF, text
    is text. `.gif` shows every step, over and over, and the last a little longer. `.html` is the page of
    `convviz.to_html`, which begins at the step, and `.ipynb` a notebook about the layer and its numbers. The
    same layer makes the same bytes, with the same versions of Matplotlib and Pillow. The file is there whole
    or not at all.

    Args:
        layer: A Convolution, Filters, Pooling or Activation; for `.html` also a Stack, of which the page has
            all layers.
        path: Where to; the ending is one of these, and the folder is there.
        step: The number of the window, from 0.
        title: Stands above the figure, and in the file as its title.
        theme: `"light"` or `"dark"`; a page follows its reader's.
        transparent: Whether what is behind an SVG, PDF or PNG shows through.
        size: Width and height in inches, as of `convviz.figure`.
        dpi: Dots per inch of a PNG, 150 if not given, or of a film, which is 900 pixels wide if not given.
        coloured: Whether the three slices of the input are the red, the green and the blue of a picture.

    Raises:
        ConvolutionError: Anything above is not met, or there are more windows than a sheet or a film holds.
        IndexError: There is no such window.
        ModuleNotFoundError: Matplotlib, or for a page Plotly, is not installed.
    """
    target = Path(path)
    ending = target.suffix.lower()
    _check_target(target, ending, step, transparent)
    if ending == ".html":
        from convviz.hosts.webpage import to_html

        data = to_html(layer, step or 0, title=title or None, coloured=coloured).encode()
    elif isinstance(layer, Stack):
        raise ConvolutionError(
            f"layer is a Stack, and a file that ends in {ending} shows one layer; give an entry of "
            "Stack.layers, or save as .html, which shows all of them"
        )
    elif ending == ".ipynb":
        from convviz.hosts.notebook import to_notebook

        data = to_notebook(layer, step or 0, title=title, coloured=coloured)
    else:
        from convviz.figures.figure import rendered

        data = rendered(
            ending,
            layer,
            step,
            title=title,
            theme=theme,
            transparent=transparent,
            size=size,
            dpi=dpi,
            coloured=coloured,
        )
    _write(target, data)
    return target


#: The most windows that a notebook shows on one sheet.
_MOST_ON_A_SHEET = 24


def to_image(layer: Layer) -> str:
    """The figure of a layer as an element for a notebook's cell: all windows, or of many the last."""
    from convviz.figures.figure import alternative, rendered

    last = len(layer) - 1
    step = None if len(layer) <= _MOST_ON_A_SHEET else last
    svg = rendered(".svg", layer, step)
    source = f"data:image/svg+xml;base64,{b64encode(svg).decode()}"
    return f'<img alt="{escape(alternative(layer, step))}" style="max-width: 100%" src="{source}">'


def _check_target(target: Path, ending: str, step: int | None, transparent: bool) -> None:
    if ending not in ENDINGS:
        raise ConvolutionError(
            f"path is {str(target)!r}, whose ending {ending!r} is none that is known; give one of "
            f"{', '.join(ENDINGS)}"
        )
    if not target.parent.is_dir():
        raise ConvolutionError(f"the folder {str(target.parent)!r} is not there; make it first")
    if target.is_dir():
        raise ConvolutionError(f"path {str(target)!r} is a folder; give the path of a file")
    if ending == ".gif" and step is not None:
        raise ConvolutionError(f"step is {step!r} and a film shows every step; leave it out, or save as .png")
    if ending == ".gif" and transparent:
        raise ConvolutionError(
            "transparent is True and a GIF has no half transparent pixels, so its texts would be ragged; "
            "choose a theme for the background, or save as .png"
        )


def _write(target: Path, data: bytes) -> None:
    """Writes beside the target and then puts it in its place, so that nobody meets half of it."""
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(beside, 0o666 & ~_umask())
        os.replace(beside, target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _umask() -> int:
    """The process's mask for new files, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
