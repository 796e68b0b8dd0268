"""Where everything of a step of a vector stands: rows below each other, or plots of a long one.

All sizes are in cells. Imports `convviz.core`, `convviz.explain` and NumPy only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from convviz import explain
from convviz.core import Array, Filters
from convviz.explain.numbers import written
from convviz.figures.picture import Label, Measure, Panel, Picture, Plot, Ramp
from convviz.figures.stacks import (
    MARGIN,
    SIGN,
    caption_width,
    input_caption,
    ramp_width,
    sum_sign,
    told,
    with_window,
)
from convviz.figures.steps import (
    Bounds,
    Origin,
    Shown,
    filter_symbol,
    input_symbol,
    kinds_of_cells,
    operation,
    output_symbol,
    sum_line,
    window_name,
)

#: A vector of more cells is a plot.
LONGEST = 40
PLOT_WIDTH, PLOT_HEIGHT = 24.0, 4.0
#: From the top of a row to that of the next, and of an output to that of another filter.
_BELOW, _BELOW_OUTPUT = 1.45, 1.15


def _outputs(step: Shown) -> list[Array]:
    """The output of each filter so far."""
    return list(step.output.reshape(-1, step.output.shape[-1]))


def _output_name(step: Shown, f: int) -> str:
    return f"output-{f + 1}" if len(_outputs(step)) > 1 else "output"


def _present(step: Shown, f: int) -> int | None:
    """Where the present cell is in the output of this filter, if it is there."""
    return step.place[2] if f == sum(step.place[:2]) else None


# ---------------------------------------------------------------------------- rows below each other


def below_each_other(step: Shown, ends: Bounds) -> Picture:
    """Rows below each other: the filter under its window, each cell of the output under its middle."""
    names, signs = _names(step, ends.origin), _signs(step)
    beside = max(_symbol_width(symbol) + caption_width(caption) for symbol, caption in names)
    left = MARGIN + beside + max(map(caption_width, signs)) + 0.9
    panels = _rows(step, ends, left)
    labels = [label for panel, name in zip(panels, names, strict=True) for label in _beside(panel, *name)]
    labels += [_sign(sign, panel, left) for sign, panel in zip(signs, panels, strict=True) if sign]
    ramps = list(_ramps(panels))
    width = max(ramp.x + ramp_width(ramp.bound) / 2 for ramp in ramps) + MARGIN
    return told(Picture(width, panels[-1].top + 1.45, panels, labels, ramps=ramps), step)


def _rows(step: Shown, ends: Bounds, left: float) -> list[Panel]:
    """Input, filter and products, and the output of each filter, each below the one before."""
    g, start = step.layer.geometry, step.step.origin[-1]
    padding, inserted, unvisited = kinds_of_cells(step.layer, 0)
    row = Panel("input", step.layer.padded[None], ends.input, left, MARGIN + 0.2)
    row = replace(row, padding=padding, inserted=inserted, unvisited=unvisited)
    rows = [with_window(row, step, 0)]
    for name, values, bound in _met(step, ends):
        top = rows[-1].top + _BELOW
        rows.append(Panel(name, values, bound, left + start, top, pitch=g.dilation[0], live=True))
    middle = left + (g.spans[0] - 1) / 2
    for f, values in enumerate(_outputs(step)):
        name, at = _output_name(step, f), _present(step, f)
        top = rows[-1].top + (_BELOW_OUTPUT if f else _BELOW)
        row = Panel(name, values[None], ends.output, middle, top, pitch=g.stride[0], live=True, grows=True)
        rows.append(replace(row, now=None if at is None else (0, at)))
    return rows


def _met(step: Shown, ends: Bounds) -> Iterator[tuple[str, Array, Measure]]:
    """The filter and what it makes of the window, where there is a filter."""
    if step.kernel is not None:
        assert step.step.product is not None
        yield "filter", step.kernel[0], ends.filter
        yield "product", step.step.product[None], ends.product


def _names(step: Shown, origin: Origin) -> list[tuple[str, str]]:
    """What stands to the left of each row: a symbol and what it is."""
    layer, count = step.layer, len(_outputs(step))
    names = [(input_symbol(layer), input_caption(layer, origin))]
    if step.kernel is not None:
        word = "filter, flipped" if getattr(layer, "flip", False) else "filter"
        names += [(filter_symbol(step), f"{word} {step.kernel.size}"), ("", "product")]
    if count == 1:
        return [*names, (output_symbol(layer), f"output {layer.output_shape[-1]}")]
    return [*names, (output_symbol(layer), "filter 1"), *(("", f"filter {f + 1}") for f in range(1, count))]


def _beside(panel: Panel, symbol: str, caption: str) -> list[Label]:
    """A symbol and what it is, to the left of a row."""
    y, x = panel.top + 0.5, MARGIN + _symbol_width(symbol)
    live = panel.name == "filter" and symbol[-1] in "₀₁₂₃₄₅₆₇₈₉"
    return [
        Label(symbol, MARGIN, y, 0.5, bold=True, align="left", live=live),
        Label(caption, x, y, 0.3, tone="quiet", align="left"),
    ]


def _symbol_width(symbol: str) -> float:
    """How wide a symbol is, with the gap after it."""
    return 0.42 * max(1, len(symbol.replace("\N{COMBINING TILDE}", ""))) + 0.3


def _signs(step: Shown) -> list[str]:
    """What stands before each row."""
    more = [""] * (len(_outputs(step)) - 1)
    if step.kernel is None:
        return ["", operation(step.layer), *more]
    return ["", "⊙", "=", sum_sign(step.layer), *more]


def _sign(sign: str, panel: Panel, left: float) -> Label:
    size = 0.55 if len(sign) == 1 else 0.36
    return Label(sign, left - 0.45 - caption_width(sign) / 2, panel.top + 0.5, size, tone="quiet")


def _ramps(rows: list[Panel]) -> Iterator[Ramp]:
    """The colour scale of each row, behind the longest; outputs have one."""
    right = max(row.left + row.width for row in rows) + 0.4
    for row in rows:
        if not row.name.startswith("output-") or row.name == "output-1":
            end = row.bound.end
            yield Ramp(end, right + ramp_width(end) / 2, row.top + 0.5, written)


# --------------------------------------------------------------------------------------------- plots


def plotted(step: Shown, ends: Bounds) -> Picture:
    """Input and output as plots, the window a band on the input and its cells enlarged below it."""
    layer, g = step.layer, step.layer.geometry
    left, top, start = MARGIN + 1.2, MARGIN + 1.0, step.step.origin[-1]
    xs, values = np.arange(layer.padded.size, dtype=float), np.nan_to_num(layer.padded)
    given = Plot("input", xs, values, left, top, PLOT_WIDTH, PLOT_HEIGHT, ends.input.end)
    plots = [replace(given, band=(start, start + g.spans[0] - 1))]
    labels = _heading(input_symbol(layer), input_caption(layer, ends.origin), top)
    panels, over = _enlarged(step, ends, left, top + PLOT_HEIGHT + 1.6)
    labels += over
    top = panels[0].top + panels[0].scale + 1.6
    for f, output in enumerate(_outputs(step)):
        plots.append(_output_plot(step, f, output, left, top, ends.output.end))
        caption = f"filter {f + 1}" if len(_outputs(step)) > 1 else f"output {layer.output_shape[-1]}"
        labels += _heading(output_symbol(layer) if f == 0 else "", caption, top)
        top += PLOT_HEIGHT + 1.2
    lines = [("quiet", explain.place(layer, step.s)), ("ink", sum_line(step))]
    return Picture(left + PLOT_WIDTH + MARGIN, top - 0.8, panels, labels, plots, lines=lines)


def _enlarged(step: Shown, ends: Bounds, left: float, top: float) -> tuple[list[Panel], list[Label]]:
    """The cells of the window, those of the filter and their products, side by side."""
    rows = [("window", step.step.window[None], ends.input), *_met(step, ends)]
    headings = [window_name(step), filter_symbol(step), "product"]
    scale = min(1.0, (PLOT_WIDTH / len(rows) - SIGN) / step.step.window.size)
    panels: list[Panel] = []
    labels: list[Label] = []
    for place, (name, matrix, bound) in enumerate(rows):
        if place:
            labels.append(Label("⊙="[place - 1], left + SIGN / 2, top + scale / 2, 0.6, tone="quiet"))
            left += SIGN
        live = name != "filter" or isinstance(step.layer, Filters)
        panel = Panel(name, matrix, bound, left, top, scale=scale, live=live)
        panels.append(panel)
        labels.append(Label(headings[place], left + panel.width / 2, top - 0.45, 0.36, bold=True, live=live))
        left += panel.width
    winner = step.step.winner
    return [replace(panels[0], winner=(0, winner[0]) if winner else None), *panels[1:]], labels


def _heading(symbol: str, caption: str, top: float) -> list[Label]:
    return [
        Label(symbol, MARGIN + 1.2, top - 0.45, 0.5, bold=True, align="left"),
        Label(caption, MARGIN + 1.2 + 0.7, top - 0.42, 0.3, tone="quiet", align="left"),
    ]


def _output_plot(step: Shown, f: int, values: Array, left: float, top: float, bound: float) -> Plot:
    """The output so far on the axis of the input, each value under the middle of its window."""
    g, at = step.layer.geometry, _present(step, f)
    unit = PLOT_WIDTH / max(1, step.layer.padded.size - 1)
    xs = np.arange(values.size, dtype=float)
    point = None if at is None else (float(at), float(values[at]))
    width = max(unit * g.stride[0] * (values.size - 1), 0.01)
    start, frame = left + unit * (g.spans[0] - 1) / 2, (left, PLOT_WIDTH)
    name = _output_name(step, f)
    return Plot(name, xs, values, start, top, width, PLOT_HEIGHT, bound, frame, point=point, live=True)
