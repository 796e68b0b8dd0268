"""All steps of a layer as a film: a GIF that shows one after the other, and the last a little longer.

What does not change from step to step is drawn once. All frames share one palette, in which the colours that
most pixels have are exact. Imports Matplotlib, Pillow, NumPy and `convviz.core`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from numpy.typing import NDArray
from PIL import Image

from convviz.core import ConvolutionError, Layer
from convviz.figures.arranging import arrange
from convviz.figures.drawing import Drawing, room_for, styled
from convviz.figures.drawing import folded as folded_lines
from convviz.figures.steps import bounds_of

#: Frames that a film may have.
MOST_FRAMES = 400
#: Milliseconds: of a frame at most and at least, of all together where that leaves time, and of the last.
SLOWEST, FASTEST, ALL, LAST = 1000, 60, 24_000, 2500
#: Pixels across a film, unless its resolution is given.
ACROSS = 900

_Pixels = NDArray[np.uint32]


def film(layer: Layer, title: str, theme: str, size: tuple[float, float] | None, dpi: float | None) -> bytes:
    """The bytes of the GIF.

    Raises:
        ConvolutionError: There are more windows than frames that a film may have.
    """
    if len(layer) > MOST_FRAMES:
        raise ConvolutionError(
            f"a film of {len(layer):,} windows is too long; at most {MOST_FRAMES} are drawn, use a smaller "
            f"input "
            "or a larger stride, or save as .html, which plays any of them"
        )
    with styled():
        frames = list(_frames(layer, title, theme, size, dpi))
    return _gif(frames, durations(len(frames)))


def durations(count: int) -> list[int]:
    """How long each frame is shown, in milliseconds, in hundredths of a second as GIF has them.

    >>> durations(3), durations(200)[0]
    ([1000, 1000, 2500], 120)
    """
    each = max(FASTEST, min(SLOWEST, ALL // count)) // 10 * 10
    return [*[each] * (count - 1), max(LAST, each)]


def _frames(
    layer: Layer, title: str, theme: str, size: tuple[float, float] | None, dpi: float | None
) -> Iterator[_Pixels]:
    ends = bounds_of(layer)
    pictures = [arrange(layer, s, ends) for s in range(len(layer))]
    first = room_for(pictures[0], title, size)
    # Smaller cells fold the lines of text further, so the longest decides for all.
    count = max(len(folded_lines(picture, first.line)) for picture in pictures)
    room = room_for(pictures[0], title, size, count)
    drawing = Drawing(pictures[0], room, theme, transparent=False)
    drawing.figure.set_dpi(dpi or min(150.0, ACROSS / room.size[0]))
    canvas: Any = FigureCanvasAgg(drawing.figure)  # its methods have no types
    for artist in drawing.live:
        artist.set_visible(False)
    canvas.draw()
    still = canvas.copy_from_bbox(drawing.figure.bbox)
    for picture in pictures:
        drawing.redraw(picture, folded_lines(picture, room.line))
        canvas.restore_region(still)
        for artist in sorted(drawing.live, key=lambda artist: artist.get_zorder()):
            drawing.axes.draw_artist(artist)
        yield _packed(np.asarray(canvas.buffer_rgba()))


def _packed(rgba: NDArray[np.uint8]) -> _Pixels:
    """Pixels as one number each."""
    red, green, blue = (rgba[..., channel].astype(np.uint32) for channel in range(3))
    packed: _Pixels = red << np.uint32(16) | green << np.uint32(8) | blue
    return packed


def _gif(frames: list[_Pixels], shown: list[int]) -> bytes:
    palette = _palette(frames)
    images = [_indexed(frame, palette) for frame in frames]
    file = io.BytesIO()
    first, *others = images
    first.save(file, "GIF", save_all=True, append_images=others, duration=shown, loop=0, optimize=False)
    return file.getvalue()


def _palette(frames: list[_Pixels]) -> _Pixels:
    """The 256 colours that most pixels have, in all frames together."""
    colours, counts = np.unique(
        np.concatenate(
            [frame.ravel() for frame in frames[:: max(1, len(frames) // 12)]] + [frames[-1].ravel()]
        ),
        return_counts=True,
    )
    order = np.argsort(-counts, kind="stable")[:256]
    palette: _Pixels = colours[order]
    return palette


def _indexed(frame: _Pixels, palette: _Pixels) -> Image.Image:
    """A frame in the colours of the palette, each pixel in the nearest."""
    colours, places = np.unique(frame.ravel(), return_inverse=True)
    distances = np.abs(_channels(colours)[:, None] - _channels(palette)[None]).sum(axis=2)
    indices = distances.argmin(axis=1).astype(np.uint8)[places].reshape(frame.shape)
    image = Image.fromarray(indices)
    image.putpalette(_channels(palette).astype(np.uint8).ravel().tobytes())
    return image


def _channels(colours: _Pixels) -> NDArray[np.int16]:
    return np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=-1).astype(np.int16)
