"""Pictures as Matplotlib figures: cells, numbers, outlines and lines of text.

One axes fills the figure and is measured in cells, so that a place in a picture is a place in the figure.
Nothing here touches pyplot or its state. Imports Matplotlib, `convviz.explain` and NumPy.
"""

from __future__ import annotations

import io
import textwrap
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from threading import RLock
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from convviz.core import Array
from convviz.explain.colours import POSITIVE, THEMES, colours
from convviz.explain.numbers import written
from convviz.figures.picture import CELL, MOST_NUMBERS, Label, Mask, Panel, Picture, Plot, Ramp

#: Inches of a figure that is not told its size.
WIDEST, TALLEST = 12.5, 11.0
#: Points: the smallest type of a number; below it there is none. And of a label, and of a line.
SMALLEST, SMALLEST_LABEL, SMALLEST_LINE = 4.2, 4.5, 7.0
#: In cells: the type of a title and of the lines below, and how wide and how high such a line is.
TITLE, LINE, WIDE, HIGH = 0.56, 0.36, 0.6, 1.55
#: Cells of a panel that are drawn one by one; of more it is an image.
_MOST_DRAWN = 1600
_LINE_COLOUR = "#" + "".join(f"{part:02x}" for part in POSITIVE)
_FONT = ["DejaVu Sans", "sans-serif"]
#: What makes the bytes the same each time, and keeps text text.
STYLE: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "convviz",
    "pdf.fonttype": 42,
    "font.family": _FONT,
    "hatch.linewidth": 0.6,
    "path.simplify": True,
    "text.usetex": False,
    "figure.autolayout": False,
    "figure.constrained_layout.use": False,
    "axes.unicode_minus": True,
    "text.hinting": "force_autohint",
}


#: Matplotlib's settings are those of the process, and a page draws for all its visitors.
_one_at_a_time = RLock()


@contextmanager
def styled() -> Iterator[None]:
    """Matplotlib's settings as these figures need them, whatever the caller has set; one thread at a time."""
    # Reading or setting the backend would import pyplot and choose one.
    settings: dict[Any, Any] = {
        key: mpl.rcParamsDefault[key] for key in mpl.rcParamsDefault if key != "backend"
    }
    settings.update(STYLE)
    with _one_at_a_time, mpl.rc_context(settings), warnings.catch_warnings():
        # A title may hold what the font does not; in SVG the reader's fonts have it.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


@dataclass(frozen=True)
class Room:
    """How a picture is put on paper: inches, the points of a cell, and lines of text as they are folded."""

    size: tuple[float, float]
    points: float
    title: list[str]
    lines: list[tuple[str, str]]
    line: float  # the type of a line, in cells


def room_for(
    picture: Picture,
    title: str,
    size: tuple[float, float] | None,
    lines: int = 0,
    page: tuple[float, float] = (WIDEST, TALLEST),
) -> Room:
    """The largest cells with which everything fits a size, or a page; so many lines have room at least."""
    widest, tallest = size or page
    points = 72 * min(CELL if size is None else 9.0, widest / picture.width, tallest / picture.height)
    for _ in range(8):  # smaller cells fold the text into more lines, which need room
        type_ = max(LINE, SMALLEST_LINE / points)
        lines_ = folded(picture, type_)
        head = _fold(title, picture.width, max(TITLE, 1.3 * type_)) if title else []
        count = max(len(lines_), lines)
        height = picture.height + (count + 0.6 * bool(count)) * type_ * HIGH + len(head) * TITLE * 1.5
        fitting = 72 * min(widest / picture.width, tallest / height)
        if points <= fitting * 1.0001:
            break
        points = fitting
    inches = (picture.width * points / 72, height * points / 72) if size is None else size
    return Room(inches, points, head, lines_, type_)


def folded(picture: Picture, type_: float) -> list[tuple[str, str]]:
    """The lines below a picture, folded to its width in type of this size."""
    width = picture.width - 1.0
    return [(tone, part) for tone, line in picture.lines for part in _fold(line, width, type_)]


def _fold(text: str, width: float, type_: float) -> list[str]:
    return textwrap.wrap(text, max(16, int(width / (type_ * WIDE)))) or [""]


class Shown(Figure):
    """A figure that a notebook shows as the last line of a cell; `alt` is for who does not see it."""

    alt = ""

    def _repr_png_(self) -> tuple[bytes, dict[str, str]]:
        file = io.BytesIO()
        canvas: Any = FigureCanvasAgg(self)  # its methods have no types
        canvas.print_png(file)
        return file.getvalue(), {"alt": self.alt}


class Drawing:
    """A picture in a Matplotlib figure; `live` has the artists that another step would replace."""

    def __init__(self, picture: Picture, room: Room, theme: str, transparent: bool) -> None:
        self.theme, self.room = THEMES[theme], room
        self.quiet = _mixed(self.theme.ink, self.theme.paper, 0.72)
        self.figure = Shown(figsize=room.size, facecolor="none" if transparent else self.theme.paper)
        self.axes: Axes = self.figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self.axes.set_axis_off()
        width, height = (72 * inches / room.points for inches in room.size)
        head = len(room.title) * TITLE * 1.5
        body = picture.height + head + self._text_height(room)
        self.left, self.up = (width - picture.width) / 2, (height - body) / 2
        self.axes.set_xlim(-self.left, width - self.left)
        self.axes.set_ylim(height - self.up - head, -self.up - head)
        self.live: list[Artist] = []
        for number, part in enumerate(room.title):
            self._text(
                part,
                picture.width / 2,
                -head + (number + 0.9) * TITLE * 1.5 - 0.1,
                TITLE,
                bold=True,
                name="title",
            )
        self.draw(picture, live=False)
        self.draw(picture, live=True)

    def _clear(self, panel: Panel, row: int, column: int) -> None:
        """Takes away what stands in a cell."""
        paper = _rectangle(_box(panel, row, column), facecolor=self.theme.paper, linewidth=0)
        self.axes.add_artist(paper).set_zorder(0)

    def _text_height(self, room: Room) -> float:
        return (len(room.lines) + 0.6 * bool(room.lines)) * room.line * HIGH

    def draw(self, picture: Picture, live: bool, grown: bool = False) -> None:
        """Draws what changes with the step, or what does not; the output's cells unless they have `grown`."""
        before = set(self.axes.get_children())
        for panel in picture.panels:
            if panel.live == live and not (panel.grows and grown):
                self._cells(panel)
            if live:
                self._outlines(panel)
        for plot in picture.plots:
            self._plot(plot, live)
        for label in picture.labels:
            if label.live == live:
                self._label(label)
        if live:
            self._lines(picture)
            self.live = [artist for artist in self.axes.get_children() if artist not in before]
            return
        for ramp in picture.ramps:
            self._ramp(ramp)

    def redraw(self, picture: Picture, lines: list[tuple[str, str]]) -> None:
        """Puts another step in the place of this one."""
        for artist in self.live:
            artist.remove()
        self.room = Room(self.room.size, self.room.points, self.room.title, lines, self.room.line)
        self.draw(picture, live=True, grown=True)

    def grow(self, picture: Picture, first: bool) -> list[Artist]:
        """Draws the output's cell that this step makes, or at the first one all cells, once for all steps."""
        before = set(self.axes.get_children())
        for panel in picture.panels:
            if panel.grows and first:
                self._cells(panel)
            elif panel.grows and panel.now is not None:
                self._clear(panel, *panel.now)
                self._cells(_one_cell(panel, *panel.now))
        return [artist for artist in self.axes.get_children() if artist not in before]

    # ------------------------------------------------------------------------------------- panels

    def _cells(self, panel: Panel) -> None:
        rows, columns = panel.values.shape
        if not rows * columns:
            return
        fills = colours(panel.values, panel.bound.end, panel.channel)
        if rows * columns > _MOST_DRAWN:
            self._image(panel, fills)
        else:
            self._squares(panel, fills)
        self._marks(panel)
        self._numbers(panel)

    def _squares(self, panel: Panel, fills: Array) -> None:
        rows, columns = panel.values.shape
        squares = [_square(panel, row, column) for row in range(rows) for column in range(columns)]
        ruled = panel.scale * self.room.points >= 5
        edges = self.theme.line if ruled else "none"
        collection = PolyCollection(
            squares, facecolors=fills.reshape(-1, 4), edgecolors=edges, linewidths=self._thin(panel, 0.8)
        )
        collection.set_gid(panel.name)
        collection.set_antialiased(ruled)
        self.axes.add_collection(collection, autolim=False)
        if panel.pitch == 1:
            self._add(
                _frame(
                    panel,
                    edgecolor=_mixed(self.theme.ink, self.theme.paper, 0.28),
                    linewidth=self._thin(panel, 1.0),
                )
            )

    def _thin(self, panel: Panel, most: float) -> float:
        """The width of a line between cells, in points: thinner where these are small."""
        return min(most, 0.04 * panel.scale * self.room.points)

    def _image(self, panel: Panel, fills: Array) -> None:
        right, bottom = panel.left + panel.width, panel.top + panel.height
        extent = (panel.left, right, bottom, panel.top)
        image = AxesImage(self.axes, interpolation="nearest", origin="upper", extent=extent)
        image.set_data(fills)
        image.set_gid(panel.name)
        self.axes.add_image(image)
        self._add(
            _frame(
                panel,
                edgecolor=_mixed(self.theme.ink, self.theme.paper, 0.28),
                linewidth=self._thin(panel, 1.0),
            )
        )

    def _numbers(self, panel: Panel) -> None:
        if panel.values.size > MOST_NUMBERS:
            return
        texts = {value: written(value) for value in np.unique(panel.values[~np.isnan(panel.values)]).tolist()}
        room = panel.scale * self.room.points
        size = min(panel.type * room, 0.9 * room / (0.62 * max(panel.bound.longest, 1.6)))
        if size < SMALLEST:
            return
        for row, column in np.ndindex(*panel.values.shape):
            value = panel.values[row, column]
            x, y = panel.x(column) + panel.scale / 2, panel.y(row) + panel.scale / 2
            name = f"{panel.name}-{row + 1}-{column + 1}"
            if not np.isnan(value):
                self._text(
                    texts[float(value)],
                    x,
                    y,
                    size / self.room.points,
                    bold=panel.winner == (row, column),
                    name=name,
                )
            elif panel.name.startswith("output"):
                self._text("·", x, y, 0.5 * panel.scale, tone="quiet")

    def _marks(self, panel: Panel) -> None:
        """What a cell is stands along its edge, so that its colour and its number stay what they are."""
        tone = _mixed(self.theme.ink, self.theme.paper, 0.55)
        if panel.padding is not None and panel.padding.any():
            self._hatch(panel, panel.padding, "//////", tone)
        if panel.inserted is not None and panel.inserted.any():
            self._hatch(panel, panel.inserted, "......", tone)
        if panel.unvisited is not None and panel.unvisited.any() and panel.scale * self.room.points >= 5:
            self._corners(panel, panel.unvisited, tone)

    def _hatch(self, panel: Panel, mask: Mask, hatch: str, tone: str) -> None:
        ruled = panel.scale * self.room.points >= 8
        paths = [
            _ring(panel, row, column, 0.17 if ruled else 0.5) for row, column in np.argwhere(mask).tolist()
        ]
        patch = PathPatch(
            Path.make_compound_path(*paths), facecolor="none", edgecolor=tone, hatch=hatch, linewidth=0
        )
        self._add(patch)

    def _corners(self, panel: Panel, mask: Mask, tone: str) -> None:
        """A short diagonal in every corner of a cell."""
        lines = []
        for row, column in np.argwhere(mask).tolist():
            (left, top), *_, (right, bottom) = (_square(panel, row, column)[corner] for corner in (0, 2))
            reach = 0.2 * panel.scale
            for x, towards_x in ((left, 1), (right, -1)):
                for y, towards_y in ((top, 1), (bottom, -1)):
                    lines.append([(x, y), (x + towards_x * reach, y + towards_y * reach)])
        self.axes.add_collection(LineCollection(lines, colors=tone, linewidths=0.9), autolim=False)

    def _outlines(self, panel: Panel) -> None:
        accent, scale = self.theme.accent, panel.scale
        width = min(2.6, max(1.2, 0.09 * scale * self.room.points))
        if panel.window is not None:
            row, column, rows, columns = panel.window
            box = Bbox.from_extents(
                panel.x(column), panel.y(row), panel.x(column + columns), panel.y(row + rows)
            )
            dashed = bool(panel.taps)
            self._outline(box, accent, 1.0 if dashed else width, dashed)
        for row, column in panel.taps:
            self._outline(_box(panel, row, column), accent, width)
        if panel.now is not None:
            self._outline(_box(panel, *panel.now), accent, width)
        if panel.winner is not None:
            box = _box(panel, *panel.winner).padded(-0.1 * scale)
            self._outline(box, accent, width)

    def _outline(self, box: Bbox, tone: str, width: float, dashed: bool = False) -> None:
        """A rectangle with the paper's colour around it, so that it stands out from any cell."""
        if not dashed:
            self._add(_rectangle(box, edgecolor=self.theme.paper, linewidth=width + 1.6))
        self._add(_rectangle(box, edgecolor=tone, linewidth=width, linestyle=(0, (3, 2)) if dashed else "-"))

    # ---------------------------------------------------------------------------- plots, scales, text

    def _plot(self, plot: Plot, live: bool) -> None:
        if plot.live == live:
            left, width = plot.frame or (plot.left, plot.width)
            box = Bbox.from_bounds(left, plot.top, width, plot.height)
            middle = plot.top + plot.height / 2
            self._add(_rectangle(box, edgecolor=self.theme.line, linewidth=1.0))
            self._add(Line2D([box.x0, box.x1], [middle, middle], color=self.theme.line, linewidth=0.9))
            if plot.name == "curve":
                centre = plot.left + plot.width / 2
                self._add(Line2D([centre, centre], [box.y0, box.y1], color=self.theme.line, linewidth=0.9))
            points = np.array(
                [plot.place(x, y) for x, y in zip(plot.xs, plot.ys, strict=True) if not np.isnan(y)]
            )
            if len(points):
                line = Line2D(points[:, 0], points[:, 1], color=_LINE_COLOUR, linewidth=1.4)
                line.set_gid(plot.name)
                self._add(line)
        if live:
            self._point_out(plot)

    def _point_out(self, plot: Plot) -> None:
        """The window as a band, and the present value as a point."""
        if plot.band is not None:
            half = plot.width / max(1, plot.xs.size - 1) / 2
            left, right = (plot.place(x, 0)[0] for x in plot.band)
            box = Bbox.from_extents(left - half, plot.top, right + half, plot.top + plot.height)
            self._add(_rectangle(box, edgecolor=self.theme.accent, linewidth=1.6))
            self._add(_rectangle(box, facecolor=self.theme.accent, alpha=0.16, linewidth=0))
        if plot.point is not None:
            x, y = plot.place(*plot.point)
            self._add(Line2D([x], [y], marker="o", markersize=6, color=self.theme.accent, linestyle="none"))

    def _ramp(self, ramp: Ramp) -> None:
        """The colour scale from its negative end to its positive one, the ends written."""
        half, high, count = 0.75, 0.17, 32
        shares = (np.arange(count) + 0.5) / count * 2 - 1
        edges = np.linspace(ramp.x - half, ramp.x + half, count + 1)
        boxes = [
            [(a, ramp.y - high / 2), (b, ramp.y - high / 2), (b, ramp.y + high / 2), (a, ramp.y + high / 2)]
            for a, b in pairwise(edges)
        ]
        steps = PolyCollection(boxes, facecolors=colours(shares, 1.0), edgecolors="none", linewidths=0)
        steps.set_antialiased(False)
        self.axes.add_collection(steps, autolim=False)
        box = Bbox.from_extents(edges[0], ramp.y - high / 2, edges[-1], ramp.y + high / 2)
        self._add(_rectangle(box, edgecolor=self.theme.line, linewidth=0.7))
        for text, x, align in (
            (ramp.write(-ramp.bound), edges[0] - 0.12, "right"),
            (ramp.write(ramp.bound), edges[-1] + 0.12, "left"),
        ):
            self._text(text, float(x), ramp.y, 0.26, tone="quiet", align=align)

    def _label(self, label: Label) -> None:
        if label.text:
            size = max(label.size, SMALLEST_LABEL / self.room.points)
            self._text(label.text, label.x, label.y, size, label.bold, label.tone, label.align, label.name)

    def _lines(self, picture: Picture) -> None:
        """The lines of text below everything."""
        for number, (tone, line) in enumerate(self.room.lines):
            y = picture.height + (number + 0.5) * self.room.line * HIGH
            self._text(line, picture.width / 2, y, self.room.line, tone=tone, name=f"line-{number + 1}")

    def _text(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        bold: bool = False,
        tone: str = "ink",
        align: str = "center",
        name: str = "",
    ) -> None:
        shades = {"ink": self.theme.ink, "quiet": self.quiet, "accent": self.theme.accent}
        artist = Text(
            x,
            y,
            text,
            color=shades[tone],
            fontsize=size * self.room.points,
            fontweight="bold" if bold else "normal",
            horizontalalignment=align,  # type: ignore[arg-type]  # one of three words
            verticalalignment="center_baseline",
            parse_math=False,
        )
        if name:
            artist.set_gid(name)
        self._add(artist)

    def _add(self, artist: Artist) -> None:
        """An artist in its place, over all before it."""
        artist.set_zorder(1 + len(self.axes.get_children()) / 1e6)
        artist.set_clip_on(False)
        self.axes.add_artist(artist)


def _one_cell(panel: Panel, row: int, column: int) -> Panel:
    """A cell of a panel as a panel."""
    values = panel.values[row : row + 1, column : column + 1]
    return replace(panel.at(panel.x(column), panel.y(row)), values=values)


def _square(panel: Panel, row: int, column: int) -> list[tuple[float, float]]:
    box = _box(panel, row, column)
    return [(box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1)]


def _box(panel: Panel, row: int, column: int) -> Bbox:
    return Bbox.from_bounds(panel.x(column), panel.y(row), panel.scale, panel.scale)


def _ring(panel: Panel, row: int, column: int, share: float) -> Path:
    """The edge of a cell, so wide a share of it."""
    outer = np.array(_square(panel, row, column))
    centre = outer.mean(axis=0)
    inner = centre + (outer - centre)[::-1] * (1 - 2 * share)
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    vertices = np.concatenate([outer, outer[:1], inner, inner[:1]])
    return Path(vertices, codes * 2)


def _frame(panel: Panel, **style: Any) -> Rectangle:
    return _rectangle(Bbox.from_bounds(panel.left, panel.top, panel.width, panel.height), **style)


def _rectangle(box: Bbox, **style: Any) -> Rectangle:
    given = {"facecolor": "none", **style}
    return Rectangle((box.x0, box.y0), box.width, box.height, **given)


def _mixed(one: str, other: str, share: float) -> str:
    """A colour between two, so much of the first."""
    mixed = share * np.array(to_rgb(one)) + (1 - share) * np.array(to_rgb(other))
    return "#" + "".join(f"{round(255 * float(part)):02x}" for part in mixed)
