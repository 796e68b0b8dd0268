"""Where everything of a step stands that has matrices, or slices: side by side.

Vocabulary: a *stack* is panels of one kind, such as the slices of the input, with a heading; stacks stand in
a row with signs between them. All sizes are in cells. Imports `convviz.core`, `convviz.explain` and NumPy
only.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from convviz import explain
from convviz.core import ACTIVATIONS, Activation, Array, Filters, Layer
from convviz.explain.colours import limit
from convviz.explain.numbers import written
from convviz.figures.picture import Box, Cell, Label, Measure, Panel, Picture, Plot, Ramp
from convviz.figures.steps import (
    Bounds,
    Origin,
    Shown,
    biases,
    filter_symbol,
    input_symbol,
    kinds_of_cells,
    lift,
    operation,
    output_labels,
    output_symbol,
    sum_line,
    window_name,
)

MARGIN, HEADING, RAMP = 0.6, 1.45, 1.0
#: Between the slices of a stack, without and with a label over each, and around a sign.
GAP, LABELLED, SIGN = 0.35, 0.75, 1.5
#: The most cells of a side that are drawn at full size, alone and as one of several slices.
SIDE, SIDE_OF_SLICES = 16, 10
#: How high a stack of slices may be.
TALLEST_STACK = 30.0


@dataclass(frozen=True)
class Stack:
    """Panels in their places within the stack, and what is written over them and over each.

    `beside` is how wide what is written to the right of them can be at any step.
    """

    panels: list[Panel]
    labels: list[Label]
    heading: str
    caption: str
    live: bool
    ramp: float | None = None
    beside: float = 0.0

    @property
    def width(self) -> float:
        """From the left edge of the stack to the right edge of its last panel."""
        return max(panel.left + panel.width for panel in self.panels)

    @property
    def height(self) -> float:
        """From the top edge of the stack to the bottom edge of its lowest panel."""
        return max(panel.top + panel.height for panel in self.panels)


def side_by_side(step: Shown, ends: Bounds) -> Picture:
    """Input, filter, products and output in a row."""
    given = input_stack(step, ends)
    parts: list[Stack | str] = [given]
    if _is_small(given) and step.kernel is not None:
        parts += ["", window_stack(step, ends)]
    if step.kernel is not None:
        parts += ["⊙", filter_stack(step, ends), "=", product_stack(step, ends), sum_sign(step.layer)]
    else:
        parts.append(operation(step.layer))
    parts.append(output_stack(step, ends))
    return told(in_a_row(parts), step)


def told(picture: Picture, step: Shown) -> Picture:
    """A picture with the sum of its step below, and the function of an activation beside it."""
    if isinstance(step.layer, Activation):
        picture = _with_curve(picture, step)
    return replace(picture, lines=[("quiet", explain.place(step.layer, step.s)), ("ink", sum_line(step))])


def in_a_row(parts: Sequence[Stack | str]) -> Picture:
    """Stacks side by side, centred on a line, with the signs on it."""
    stacks = [part for part in parts if isinstance(part, Stack)]
    tallest = max(stack.height for stack in stacks)
    middle, left = MARGIN + HEADING + tallest / 2, MARGIN
    panels: list[Panel] = []
    labels: list[Label] = []
    ramps: list[Ramp] = []
    for part in parts:
        if isinstance(part, str):
            size = 0.75 if len(part) == 1 else 0.45
            room = SIGN if len(part) < 4 else SIGN + 0.28 * (len(part) - 3)
            labels += [Label(part, left + room / 2, middle, size, tone="quiet")] if part else []
            left += room if part else 0.8
            continue
        room = max(part.width, caption_width(part.caption), 0.29 * len(part.heading))
        room = max(room, 0.0 if part.ramp is None else ramp_width(part.ramp))
        inset, top = left + (room - part.width) / 2, middle - part.height / 2
        panels += [panel.at(panel.left + inset, panel.top + top) for panel in part.panels]
        labels += [replace(label, x=label.x + inset, y=label.y + top) for label in part.labels]
        centre = left + room / 2
        labels += _headings(part, centre, top)
        if part.ramp is not None:
            ramps.append(Ramp(part.ramp, centre, top + part.height + 0.5, written))
        left = max(left + room, inset + part.width + part.beside)
    height = MARGIN + HEADING + tallest + RAMP
    return Picture(left + MARGIN, height, panels, labels, ramps=ramps)


def ramp_width(bound: float) -> float:
    """How wide a colour scale is with what is written at its ends."""
    return 1.75 + 0.33 * len(written(-bound))


def _headings(stack: Stack, centre: float, top: float) -> list[Label]:
    """The symbol and what it is, over a stack; slices that have labels leave room for them."""
    room = LABELLED - 0.25 if stack.labels and any(label.y < 0 for label in stack.labels) else 0.0
    return [
        Label(stack.heading, centre, top - 1.0 - room, 0.5, bold=True, live=stack.live),
        Label(stack.caption, centre, top - 0.4 - room, 0.3, tone="quiet"),
    ]


def _scale(sides: Sequence[int], several: bool) -> float:
    most = SIDE_OF_SLICES if several else SIDE
    return min(1.0, most / max(sides))


def _is_small(stack: Stack) -> bool:
    return stack.panels[0].scale < 1


def stacked(
    panels: Sequence[Panel], labels: Sequence[str], columns: int = 1
) -> tuple[list[Panel], list[Label]]:
    """Panels below each other, or in so many columns, each with its label over it."""
    gap = LABELLED if any(labels) else GAP
    placed, texts = [], []
    for place, (panel, label) in enumerate(zip(panels, labels, strict=True)):
        row, column = divmod(place, columns)
        moved = panel.at(column * (panel.width + GAP * 1.6), row * (panel.height + gap))
        placed.append(moved)
        if label:
            texts.append(Label(label, moved.left + moved.width / 2, moved.top - 0.3, 0.27, tone="quiet"))
    return placed, texts


def input_stack(step: Shown, ends: Bounds, windows: bool = True) -> Stack:
    """The slices of the padded input, with the window on those that it meets.

    Where all of them would be too tall, those around the window are there, or the cells are smaller.
    """
    layer, tensor = step.layer, step.layer.padded.reshape(lift(step.layer.padded.shape))
    several, depths = len(tensor) > 1, shown_depths(step, windows)
    met = {depth: c for c, depth in enumerate(depths_met(step))} if windows else {}
    live, scale = len(depths) < len(tensor), input_scale(layer, len(depths))
    panels = []
    for depth in depths:
        padding, inserted, unvisited = kinds_of_cells(layer, depth)
        name = f"input-{depth + 1}" if several else "input"
        channel = ends.channel(depth)
        panel = Panel(name, tensor[depth], ends.input, scale=scale, live=live, channel=channel)
        panel = replace(panel, padding=padding, inserted=inserted, unvisited=unvisited)
        panels.append(with_window(panel, step, met[depth]) if depth in met else panel)
    placed, texts = stacked(panels, [ends.slice_name(depth) if several else "" for depth in depths])
    texts = [replace(text, live=live) for text in texts]
    caption = input_caption(layer, ends.origin)
    return Stack(
        placed,
        texts,
        input_symbol(layer),
        caption,
        live=False,
        ramp=None if ends.channels else ends.input.end,
    )


def input_scale(layer: Layer, slices: int = 1) -> float:
    """How large a cell of the input is, of which so many slices stand below each other."""
    rows, columns = lift(layer.geometry.padded_shape)[1:]
    several = layer.rank == 3 and layer.geometry.padded_shape[0] > 1
    room = (TALLEST_STACK / slices - LABELLED) / rows if several else 1.0
    return min(1.0, (SIDE_OF_SLICES if several else SIDE) / max(rows, columns), max(room, 0.1))


def shown_depths(step: Shown, windows: bool) -> range:
    """Which slices of the padded input are drawn: all, or where these are many those around the window."""
    depth = lift(step.layer.geometry.padded_shape)[0]
    if not windows or depth == 1:
        return range(depth)
    met = depths_met(step)
    first, last = met[0], met[-1]
    rows = lift(step.layer.geometry.padded_shape)[1]
    room = int(TALLEST_STACK / (rows * input_scale(step.layer) + LABELLED))
    count = min(depth, max(last - first + 1, room))
    start = max(0, min(first - (count - (last - first + 1)) // 2, depth - count))
    return range(start, start + count)


def input_caption(layer: Layer, origin: Origin) -> str:
    """What the input is, and what is drawn of it where zeros are inserted."""
    spread = ", zeros put between" if max(layer.geometry.input_dilation) > 1 else ""
    return f"{origin.word} {explain.size_text(layer.x.shape)}{spread}"


def depths_met(step: Shown) -> list[int]:
    """Which slices of the padded input the window reads."""
    g = step.layer.geometry
    if g.rank < 3:
        return [0]
    return [step.first_slice + c * g.dilation[0] for c in range(g.filter_shape[0])]


def with_window(panel: Panel, step: Shown, c: int) -> Panel:
    """The outline of the window on a slice of the input, the cells that a dilated one reads, the largest."""
    g = step.layer.geometry
    (row, column), (rows, columns) = (0, 0, *step.step.origin)[-2:], (1, *g.spans)[-2:]
    gaps, taps = (1, *g.dilation)[-2:], (1, *g.filter_shape)[-2:]
    box: Box = (row, column, rows, columns)
    read: tuple[Cell, ...] = ()
    if max(gaps) > 1:
        read = tuple((row + gaps[0] * a, column + gaps[1] * b) for a, b in np.ndindex(*taps))
    winner = step.step.winner
    won = None
    if winner is not None and (*(0,) * (3 - len(winner)), *winner)[0] == c:
        a, b = (0, *winner)[-2:]
        won = (row + gaps[0] * a, column + gaps[1] * b)
    return replace(panel, window=box, taps=read, winner=won)


def window_stack(step: Shown, ends: Bounds) -> Stack:
    """The window by itself, enlarged, where the input's numbers are too small."""
    made = _of_the_filter(
        step, step.step.window, "window", ends.input, window_name(step), "window", live=True
    )
    channels = [ends.channel(depth) for depth in depths_met(step)]
    coloured = [replace(panel, channel=name) for panel, name in zip(made.panels, channels, strict=False)]
    rest = made.panels[len(coloured) :]
    return replace(made, panels=coloured + rest, ramp=None if ends.channels else made.ramp)


def filter_stack(step: Shown, ends: Bounds) -> Stack:
    """The slices of the filter as applied."""
    assert step.kernel is not None
    word = "filter, flipped" if getattr(step.layer, "flip", False) else "filter"
    live = isinstance(step.layer, Filters)
    return _of_the_filter(step, step.kernel, "filter", ends.filter, filter_symbol(step), word, live=live)


def product_stack(step: Shown, ends: Bounds) -> Stack:
    """The products of the window, with the sum of each slice where there are several."""
    assert step.step.product is not None
    name = f"{window_name(step)} ⊙ {filter_symbol(step)}"
    return _of_the_filter(step, step.step.product, "product", ends.product, name, "product", live=True)


def _of_the_filter(
    step: Shown, tensor: Array, name: str, bound: Measure, heading: str, word: str, live: bool
) -> Stack:
    """Slices of the filter's shape, each in the row of the slice of the input that it meets."""
    slices = tensor.reshape(lift(tensor.shape))
    several = len(slices) > 1
    scale = _scale(slices.shape[1:], several)
    panels = [
        Panel(f"{name}-{c + 1}" if several else name, matrix, bound, scale=scale, live=live)
        for c, matrix in enumerate(slices)
    ]
    labels: list[Label] = []
    beside = 0.0
    if step.layer.geometry.padded_shape[:-2] in ((), (1,)):
        placed, _ = stacked(panels, [""] * len(panels))
    else:
        rows = input_stack(step, Bounds(bound, bound, bound, bound)).panels
        live = live or len(rows) > len(panels)
        first = shown_depths(step, windows=True).start
        middles = [_middle(rows[depth - first]) for depth in depths_met(step)]
        placed = [replace(p, live=live, top=m - p.height / 2) for p, m in zip(panels, middles, strict=True)]
        placed = _spanning(placed, rows)
    if name == "product" and several:
        labels = [_sum_label(panel) for panel in placed if panel.values.size]
        beside = 0.25 + 0.27 * max(bound.longest, 5)
    caption = f"{word} {explain.size_text(step.layer.geometry.filter_shape)}"
    return Stack(
        placed, labels, heading, caption, live=live or name != "filter", ramp=bound.end, beside=beside
    )


def _sum_label(panel: Panel) -> Label:
    """The sum of a slice of the products, to its right."""
    total = written(float(panel.values.sum()))
    return Label(total, panel.left + panel.width + 0.25, _middle(panel), align="left", live=True)


def _middle(panel: Panel) -> float:
    return panel.top + panel.height / 2


def _spanning(panels: list[Panel], rows: list[Panel]) -> list[Panel]:
    """The panels and an invisible one where the last row ends, so that the stack is as high as the rows."""
    height = rows[-1].top + rows[-1].height
    return [*panels, Panel("", np.zeros((1, 0)), panels[0].bound, top=height, scale=0.0)]


def output_stack(step: Shown, ends: Bounds) -> Stack:
    """The slices of the output so far."""
    layer, (q, row, column) = step.layer, step.place
    shape = step.output.shape[1:]
    given = input_stack(step, ends)
    scale = given.panels[0].scale
    several = step.slices > 1
    panels = [
        Panel(
            f"output-{place + 1}" if several else "output",
            matrix,
            ends.output,
            scale=scale,
            now=(row, column) if place == q else None,
            live=True,
            grows=True,
        )
        for place, matrix in enumerate(step.output)
    ]
    tall = shape[0] * scale + LABELLED
    rows = max(int(given.height / tall + 0.5), math.ceil(math.sqrt(step.slices)))
    names = output_labels(layer, step.slices, ends.origin.maps)
    placed, labels = stacked(panels, names, columns=math.ceil(step.slices / rows))
    caption = f"output {explain.size_text(explain.visible_shape(step.one.output_shape))}"
    caption += " each" if isinstance(layer, Filters) and len(layer.w) > 1 else ""
    return Stack(placed, labels, output_symbol(layer), caption, live=False, ramp=ends.output.end)


def _with_curve(picture: Picture, step: Shown) -> Picture:
    """The function of an activation to the right of the picture, with the point of this cell on it."""
    side, left = 4.5, picture.width + 0.4
    top = max(MARGIN + HEADING, picture.height / 2 - side / 2)
    curve = curve_of(step, left, top, side)
    label = Label(operation(step.layer), left + side / 2, top - 0.4, 0.36, tone="quiet")
    height = max(picture.height, top + side + MARGIN)
    return replace(
        picture,
        width=left + side + MARGIN,
        height=height,
        plots=[*picture.plots, curve],
        labels=[*picture.labels, label],
    )


def curve_of(step: Shown, left: float, top: float, side: float) -> Plot:
    """The function of an activation over the range of the input."""
    layer = step.layer
    assert isinstance(layer, Activation)
    reach = limit(layer.x) * 1.1
    xs = np.linspace(-reach, reach, 201)
    ys = ACTIVATIONS[layer.kind](xs)
    x, y = float(step.step.window.flat[0]), step.step.total
    return Plot("curve", xs, ys, left, top, side, side, limit(ys) * 1.05, point=(x, y), live=True)


def sum_sign(layer: Layer) -> str:
    """What makes an output of products; the bias, which changes with the filter, only where there is one."""
    return "Σ" if isinstance(layer, Filters) else f"Σ{biases(layer)[0]}"


def caption_width(caption: str) -> float:
    """How wide a caption is."""
    return 0.19 * len(caption)
