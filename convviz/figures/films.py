"""All steps of a layer as a film: a GIF that shows one after the other, and the last a little longer.

What does not change from step to step is drawn once. All frames share one palette, in which the colours that
most pixels have are exact. Imports Matplotlib, Pillow, NumPy and `convviz.core`.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from numpy.typing import NDArray
from PIL import Image

from convviz.core import ConvolutionError, Layer
from convviz.figures.arranging import arrange
from convviz.figures.drawing import Drawing, folded, room_for, styled
from convviz.figures.picture import Picture
from convviz.figures.steps import MOST_FRAMES, bounds_of

#: Milliseconds: of a frame at most and at least, of all together where that leaves time, and of the last.
SLOWEST, FASTEST, ALL, LAST = 1000, 60, 24_000, 2500
#: Pixels across a film, unless its resolution is given.
ACROSS = 900

#: Colours of the palette; one more stands for what is as in the frame before.
MOST_COLOURS = 255

_Pixels = NDArray[np.uint32]
#: The places of pixels in a frame, laid out in a row, and their colours.
_Change = tuple[NDArray[np.intp], _Pixels]


def film(
    layer: Layer,
    title: str,
    theme: str,
    size: tuple[float, float] | None,
    dpi: float | None,
    coloured: bool = False,
    drawn: Callable[[int], object] = lambda count: None,
) -> bytes:
    """The bytes of the GIF; `drawn` is told how many frames are, after each.

    Raises:
        ConvolutionError: There are more windows than frames that a film may have.
    """
    if len(layer) > MOST_FRAMES:
        raise ConvolutionError(
            f"a film of {len(layer):,} windows is too long; at most {MOST_FRAMES} are drawn, use a smaller "
            "input or a larger stride, or save as .html, which plays any of them"
        )
    with styled():
        shape, frames = _frames(layer, title, theme, size, dpi, coloured)
        changes = []
        for change in _changed(frames):
            changes.append(change)
            drawn(len(changes))
        return _gif(changes, shape, durations(len(changes)))


def durations(count: int) -> list[int]:
    """How long each frame is shown, in milliseconds, in hundredths of a second as GIF has them.

    >>> durations(3), durations(200)[0]
    ([1000, 1000, 2500], 120)
    """
    each = max(FASTEST, min(SLOWEST, ALL // count)) // 10 * 10
    return [*[each] * (count - 1), max(LAST, each)]


def _frames(
    layer: Layer,
    title: str,
    theme: str,
    size: tuple[float, float] | None,
    dpi: float | None,
    coloured: bool,
) -> tuple[tuple[int, int], Iterator[_Pixels]]:
    """How many rows and columns of pixels a frame has, and all frames, drawn as they are asked for."""
    ends = bounds_of(layer, coloured)
    pictures = [arrange(layer, s, ends) for s in range(len(layer))]
    first = room_for(pictures[0], title, size)
    # The step with the longest lines of text decides how much room they have.
    count = max(len(folded(picture, first.line)) for picture in pictures)
    room = room_for(pictures[0], title, size, count)
    drawing = Drawing(pictures[0], room, theme, transparent=False)
    drawing.figure.set_dpi(dpi or min(150.0, ACROSS / room.size[0]))
    canvas: Any = FigureCanvasAgg(drawing.figure)  # its methods have no types
    width, height = canvas.get_width_height()
    return (height, width), _drawn(drawing, canvas, pictures)


def _drawn(drawing: Drawing, canvas: Any, pictures: list[Picture]) -> Iterator[_Pixels]:
    for artist in drawing.live:
        artist.set_visible(False)
    canvas.draw()
    still = canvas.copy_from_bbox(drawing.figure.bbox)
    for number, picture in enumerate(pictures):
        canvas.restore_region(still)
        _paint(drawing, drawing.grow(picture, first=number == 0))
        still = canvas.copy_from_bbox(drawing.figure.bbox)
        drawing.redraw(picture, folded(picture, drawing.room.line))
        _paint(drawing, drawing.live)
        yield _packed(np.asarray(canvas.buffer_rgba()))


def _paint(drawing: Drawing, artists: list[Artist]) -> None:
    for artist in sorted(artists, key=lambda artist: artist.get_zorder()):
        drawing.axes.draw_artist(artist)


def _packed(rgba: NDArray[np.uint8]) -> _Pixels:
    """Pixels as one number each."""
    red, green, blue = (rgba[..., channel].astype(np.uint32) for channel in range(3))
    packed: _Pixels = red << np.uint32(16) | green << np.uint32(8) | blue
    return packed


def _gif(changes: list[_Change], shape: tuple[int, ...], shown: list[int]) -> bytes:
    """The file, from what changes in each frame; the first changes everything."""
    distinct, counts = np.unique(np.concatenate([colours for _, colours in changes]), return_counts=True)
    palette = distinct[np.argsort(-counts, kind="stable")[:MOST_COLOURS]]
    nearest = np.concatenate([_nearest(some, palette) for some in np.array_split(distinct, 64)])
    first, *others = _images(changes, shape, distinct, nearest, palette)
    file = io.BytesIO()
    # Optimized, what is as in the frame before is left out.
    first.save(file, "GIF", save_all=True, append_images=others, duration=shown, loop=0, optimize=True)
    return file.getvalue()


def _nearest(colours: _Pixels, palette: _Pixels) -> NDArray[np.uint8]:
    """For each colour the place of the nearest one in the palette."""
    distances = np.abs(_channels(colours)[:, None] - _channels(palette)[None]).sum(axis=2)
    places: NDArray[np.uint8] = distances.argmin(axis=1).astype(np.uint8)
    return places


def _images(
    changes: list[_Change],
    shape: tuple[int, ...],
    distinct: _Pixels,
    nearest: NDArray[np.uint8],
    palette: _Pixels,
) -> Iterator[Image.Image]:
    """The frames in the colours of the palette, each pixel in the nearest."""
    indices = np.zeros(math.prod(shape), dtype=np.uint8)
    for places, colours in changes:
        indices[places] = nearest[np.searchsorted(distinct, colours)]
        image = Image.fromarray(indices.reshape(shape).copy())
        image.putpalette(_channels(palette).astype(np.uint8).ravel().tobytes())
        yield image


def _changed(frames: Iterable[_Pixels]) -> Iterator[_Change]:
    """Which pixels of each frame are others than in the frame before, and what they are."""
    before: _Pixels | None = None
    for frame in frames:
        flat = frame.ravel()
        places = np.arange(flat.size) if before is None else np.flatnonzero(flat != before)
        yield places, flat[places]
        before = flat


def _channels(colours: _Pixels) -> NDArray[np.int16]:
    return np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=-1).astype(np.int16)
