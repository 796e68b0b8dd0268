"""The scene of a transposed convolution, which is seen in two ways: gathered and scattered.

Vocabulary: *gathered*, windows slide over the input with zeros between its cells, as those of any
convolution; *scattered*, each cell of the input lays its multiple of the filter on the output, and a step is
a cell of the input. Imports heatmaps, explain and core.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from convviz import explain
from convviz.core import Convolution
from convviz.explain.scattered import Transposed, as_transposed, meetings
from convviz.player import heatmaps
from convviz.player.scenes import convolution, parts

KIND = "transposed"
#: The most cells of an output on which the input is laid cell by cell.
MOST_LAID = 1024


def title(c: Convolution) -> str:
    """What is convolved.

    >>> title(Convolution.transposed([[1, 2, 3]], [[1, 2]], stride=2))
    'Transposed convolution of an input of 1 × 3 by a filter of 1 × 2'
    """
    x, w = explain.size_text(c.x.shape), explain.size_text(c.w.shape)
    return f"Transposed convolution of an input of {x} by a filter of {w}"


def scene(c: Convolution, coloured: bool) -> dict[str, Any]:
    """As of a plain convolution; `scatter` is another scene of the same numbers, None where there is none.

    Its steps are the cells of the input, and its sheets hold the multiples of the filter that these lay.
    `laid` says where: tap t of the filter of cell u lies on cell `spread * u + dilation * t - cut` of the
    output, if there is such a cell.
    """
    gathered = convolution.scene(c, coloured)
    given = as_transposed(c)
    can = given is not None and c.output.size <= MOST_LAID
    return {**gathered, "scatter": _scattered(c, given, gathered) if given is not None and can else None}


def _scattered(c: Convolution, given: Transposed, gathered: dict[str, Any]) -> dict[str, Any]:
    ones, missing = [1, 1, 1], [0] * (3 - c.rank)
    x, w = parts.lift(c.x.shape), parts.lift(given.w.shape)
    channels = [name for name in gathered["channels"] if name]
    return {
        "kind": "scatter",
        "rank": c.rank,
        "steps": c.x.size,
        "shapes": {"input": x, "filter": w, "output": parts.lift(c.output_shape)},
        **{"stride": ones, "dilation": ones, "span": ones, "spread": ones},
        "padding": [[0, 0]] * 3,
        "unvisited": [[]] * 3,
        "laid": {
            "spread": parts.lift(given.stride),
            "dilation": parts.lift(given.dilation),
            "cut": missing + [before for before, _ in given.cut],
        },
        "bias": c.bias,
        "flip": not c.flip,
        "elision": parts.elision(),
        "labels": _labels(c, given, gathered["labels"]),
        "channels": channels,
        "figures": {
            "input": heatmaps.slices(c.x, channels),
            "filter": heatmaps.slices(given.w),
            "product": heatmaps.sheets(np.multiply.outer(c.x, given.w)),
        },
    }


def _labels(c: Convolution, given: Transposed, gathered: dict[str, Any]) -> dict[str, Any]:
    letter = "w" if c.rank == 1 else "W"
    counts = meetings(c)
    least, most = int(counts.min()), int(counts.max())
    often = f"{most}" if least == most else f"{least} to {most}"
    notes = [f"Each cell of the output is met by {often} cell{'s' * (most != 1)} of the input."]
    if any(map(any, given.cut)):
        notes.append("What would lie beyond the edges is cut off: that is the padding.")
    return {
        **gathered,
        "filter": letter + ("" if c.flip else "\u0303"),
        "window": gathered["input"],
        "notes": notes,
        "marks": [""] * len(notes),
    }
