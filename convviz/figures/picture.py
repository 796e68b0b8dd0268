"""What a figure shows, as data: panels, labels and lines of text, all measured in cells.

Vocabulary: a *panel* is a matrix drawn as cells; a *picture* is panels with what is written around them, its
origin at the top left. What is *live* changes from step to step, so that a film draws the rest once. Imports
`convviz.core` and NumPy only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from convviz.core import Array

Mask = NDArray[np.bool_]
#: Row, column, rows, columns.
Box = tuple[int, int, int, int]
Cell = tuple[int, int]

#: Inches of a cell at its largest.
CELL = 0.46
#: Of more cells than this none has its number.
MOST_NUMBERS = 2500


class Measure(NamedTuple):
    """What all panels of a kind share, at every step: where their colours end, and their longest number."""

    end: float
    longest: int


@dataclass(frozen=True)
class Panel:
    """A matrix as cells: `values` with NaN where there is none, coloured and written as `bound` says.

    `left` and `top` are where it begins and `scale` how large a cell is, in cells of the picture; columns are
    `pitch` of its own cells apart. `padding`, `inserted` and `unvisited` say which cells are that;
    `window` is outlined, and of a dilated one the `taps`; `now` is the cell of the output that this step
    makes, `winner` the one that is the largest. `type` is the size of a number at most, in its own cells.
    `channel` names the slice of a picture in colour. What `grows` gets one cell with each step, and keeps it.
    """

    name: str
    values: Array
    bound: Measure
    left: float = 0.0
    top: float = 0.0
    scale: float = 1.0
    pitch: float = 1.0
    padding: Mask | None = None
    inserted: Mask | None = None
    unvisited: Mask | None = None
    window: Box | None = None
    taps: tuple[Cell, ...] = ()
    now: Cell | None = None
    winner: Cell | None = None
    type: float = 0.42
    channel: str = ""
    live: bool = False
    grows: bool = False

    @property
    def width(self) -> float:
        """In cells of the picture."""
        return float((self.values.shape[1] - 1) * self.pitch + 1) * self.scale

    @property
    def height(self) -> float:
        """In cells of the picture."""
        return float(self.values.shape[0] * self.scale)

    def x(self, column: float) -> float:
        """Where a column begins."""
        return self.left + column * self.pitch * self.scale

    def y(self, row: float) -> float:
        """Where a row begins."""
        return self.top + row * self.scale

    def at(self, left: float, top: float) -> Panel:
        """The same in another place."""
        return replace(self, left=left, top=top)


@dataclass(frozen=True)
class Label:
    """A text at a place; `size` is that of its type in cells, `tone` one of ink, quiet and accent."""

    text: str
    x: float
    y: float
    size: float = 0.42
    bold: bool = False
    tone: str = "ink"
    align: str = "center"
    live: bool = False
    name: str = ""


@dataclass(frozen=True)
class Plot:
    """A signal as a line, or a function as a curve: points, what they stand in, and a band or a point in it.

    `frame` is where the box around it begins and how wide it is, if that is not the width of the line.
    """

    name: str
    xs: Array
    ys: Array
    left: float
    top: float
    width: float
    height: float
    bound: float
    frame: tuple[float, float] | None = None
    band: tuple[float, float] | None = None
    point: tuple[float, float] | None = None
    live: bool = False

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of it is in the picture."""
        first, last = float(self.xs[0]), float(self.xs[-1])
        share = (x - first) / (last - first) if last > first else 0.5
        middle = self.top + self.height / 2
        return self.left + share * self.width, middle - y / self.bound * self.height * 0.46


@dataclass(frozen=True)
class Ramp:
    """A small colour scale with its ends written beside it; `x` and `y` are its middle."""

    bound: float
    x: float
    y: float
    write: Callable[[float], str]


@dataclass(frozen=True)
class Picture:
    """Everything in a figure; `lines` stand below it, each with its tone, and are folded to its width."""

    width: float
    height: float
    panels: list[Panel] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    plots: list[Plot] = field(default_factory=list)
    ramps: list[Ramp] = field(default_factory=list)
    lines: list[tuple[str, str]] = field(default_factory=list)
