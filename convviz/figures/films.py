"""All steps of a layer as a film: a GIF that shows one after the other, and the last a little longer.

What does not change from step to step is drawn once. All frames share one palette, in which the colours
that most pixels have are exact. Which colours these are is known at the end only: until then what changes in
a frame is kept, packed. Imports Matplotlib, Pillow, NumPy and `convviz.core`.
"""

from __future__ import annotations

import io
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from numpy.typing import NDArray
from PIL import GifImagePlugin, Image

from convviz.core import ConvolutionError, Layer
from convviz.figures.arranging import arrange
from convviz.figures.drawing import Drawing, folded, room_for, styled
from convviz.figures.picture import Picture
from convviz.figures.steps import MOST_FRAMES, Bounds

#: Milliseconds: of a frame at most and at least, of all together where that leaves time, and of the last.
SLOWEST, FASTEST, ALL, LAST = 1000, 60, 24_000, 2500
#: Pixels across a film, unless its resolution is given.
ACROSS = 900

#: Colours of the palette; one more stands for what is as in the frame before.
MOST_COLOURS = 255

_Pixels = NDArray[np.uint32]
#: What stands for a pixel that is as in the frame before: no colour, and the last of the palette.
_SAME, _CLEAR = np.uint32(1 << 31), 255


class _Change(NamedTuple):
    """The rectangle of a frame in which anything changes: its corner, its size, its packed pixels."""

    corner: tuple[int, int]
    shape: tuple[int, int]
    packed: bytes

    @property
    def pixels(self) -> _Pixels:
        """Its pixels, those that do not change as `_SAME`."""
        return np.frombuffer(zlib.decompress(self.packed), dtype=np.uint32).reshape(self.shape)


def film(
    layer: Layer,
    title: str,
    theme: str,
    size: tuple[float, float] | None,
    dpi: float | None,
    ends: Bounds,
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
        changes: list[_Change] = []
        colours: Counter[int] = Counter()
        for pixels, corner in _changed(_frames(layer, title, theme, size, dpi, ends)):
            changes.append(_Change(corner, pixels.shape, zlib.compress(pixels.tobytes(), 1)))
            some, counts = np.unique(pixels[pixels != _SAME], return_counts=True)
            colours.update(dict(zip(some.tolist(), counts.tolist(), strict=True)))
            drawn(len(changes))
        return _gif(changes, colours, durations(len(changes)))


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
    ends: Bounds,
) -> Iterator[_Pixels]:
    """All frames, drawn as they are asked for."""
    pictures = [arrange(layer, s, ends) for s in range(len(layer))]
    first = room_for(pictures[0], title, size)
    # The step with the longest lines of text decides how much room they have.
    count = max(len(folded(picture, first.line)) for picture in pictures)
    room = room_for(pictures[0], title, size, count)
    drawing = Drawing(pictures[0], room, theme, transparent=False)
    drawing.figure.set_dpi(dpi or min(150.0, ACROSS / room.size[0]))
    return _drawn(drawing, FigureCanvasAgg(drawing.figure), pictures)


def _drawn(drawing: Drawing, canvas: Any, pictures: list[Picture]) -> Iterator[_Pixels]:
    """The frames of a canvas, whose methods have no types."""
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


def _gif(changes: Sequence[_Change], counted: Counter[int], shown: Sequence[int]) -> bytes:
    """The file, from what changes in each frame; the first changes everything."""
    distinct = np.array(sorted(counted), dtype=np.uint32)
    counts = np.array([counted[colour] for colour in distinct.tolist()])
    palette = distinct[np.argsort(-counts, kind="stable")[:MOST_COLOURS]]
    nearest = np.concatenate([_nearest(some, palette) for some in np.array_split(distinct, 64)])
    file = io.BytesIO()
    for number, (change, duration) in enumerate(zip(changes, shown, strict=True)):
        image = _image(change.pixels, distinct, nearest, palette)
        if number == 0:
            image.save(file, "GIF", duration=duration, loop=0, optimize=False)
            file.seek(-1, io.SEEK_END)  # over the mark of the end
        else:
            file.writelines(
                GifImagePlugin.getdata(image, change.corner, duration=duration, transparency=_CLEAR)
            )
    file.write(b";")
    return file.getvalue()


def _nearest(colours: _Pixels, palette: _Pixels) -> NDArray[np.uint8]:
    """For each colour the place of the nearest one in the palette."""
    distances = np.abs(_channels(colours)[:, None] - _channels(palette)[None]).sum(axis=2)
    places: NDArray[np.uint8] = distances.argmin(axis=1).astype(np.uint8)
    return places


def _image(pixels: _Pixels, distinct: _Pixels, nearest: NDArray[np.uint8], palette: _Pixels) -> Image.Image:
    """Pixels in the colours of the palette, each in the nearest; clear where nothing changes."""
    places = np.minimum(np.searchsorted(distinct, pixels), distinct.size - 1)
    image = Image.fromarray(np.where(pixels == _SAME, np.uint8(_CLEAR), nearest[places]))
    image.putpalette(_channels(palette).astype(np.uint8).ravel().tobytes())
    return image


def _changed(frames: Iterable[_Pixels]) -> Iterator[tuple[_Pixels, tuple[int, int]]]:
    """Of each frame the rectangle in which it is another than the frame before, and its left upper corner."""
    before: _Pixels | None = None
    for frame in frames:
        if before is None:
            yield frame, (0, 0)
        else:
            rows, columns = (np.flatnonzero((frame != before).any(axis=axis)) for axis in (1, 0))
            top, left = (int(some[0]) if some.size else 0 for some in (rows, columns))
            bottom, right = (int(some[-1]) + 1 if some.size else 1 for some in (rows, columns))
            there = np.s_[top:bottom, left:right]
            yield np.where(frame[there] == before[there], _SAME, frame[there]), (left, top)
        before = frame


def _channels(colours: _Pixels) -> NDArray[np.int16]:
    return np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=-1).astype(np.int16)
