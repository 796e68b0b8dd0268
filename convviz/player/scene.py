"""The scene: all that the browser needs to show any window of a layer.

Vocabulary: a *scene* is computed once per edit, by NumPy; the player in the browser only indexes it. It is
the figures of `heatmaps`, whose arrays carry every value once, and shapes, positions and labels.
Shapes and the like always have three entries, in array order (depth, rows, columns), with ones in front
where the rank is lower. How it travels is `frame.py`; each kind of layer has a module in `scenes`. Imports
scenes and core.
"""

from __future__ import annotations

from typing import Any

from convviz.core import Filters, Layer, Stack
from convviz.player import scenes
from convviz.player.scenes.parts import given


def scene(layer: Layer, coloured: bool = False) -> dict[str, Any]:
    """What the player shows; the three slices of a `coloured` input are called red, green and blue.

    >>> from convviz import Convolution
    >>> s = scene(Convolution([1, 3, -1, 2, 3], [1, 0, 2]))
    >>> s["kind"], s["rank"], s["steps"], s["shapes"]["output"], s["labels"]["window"]
    ('convolution', 1, 3, [1, 1, 3], 'x₃')

    `figures` holds the Plotly figures of each panel, one per depth slice: the padded input, the filter
    as applied, the sheets of products and the output; their `z` is an array, all else JSON data.
    `unvisited` holds, per axis, the runs `[start, end]` of cells of the padded input that no window
    reads. `span` counts the cells from the first tap to the last, `spread` those from one cell of the
    input to the next, between which zeros were inserted. `elision` says which terms of a long sum are
    shown: of more than `most`, `ends` at either end. `alternatives` are what common mistakes
    give instead of the output, each a `name` and `values`, an array like the output's.

    Raises:
        ConvolutionError: The player does not paint such a layer.
    """
    shown = plain(layer)
    kind = scenes.kind_of(shown)
    return {"kind": kind.KIND, **kind.scene(shown, coloured)}


def title(layer: Layer | Stack) -> str:
    """What a page is called that shows a layer and nothing else, or the layers of a stack.

    >>> from convviz import Convolution
    >>> title(Convolution([[1, 2, 2], [3, 1, 4], [2, 1, 3]], [[1, 0], [0, 1]]))
    'Convolution of a 3 × 3 input by a 2 × 2 filter'

    Raises:
        ConvolutionError: The player does not paint such a layer.
    """
    if isinstance(layer, Stack):
        first, *more = layer.layers
        return f"{len(layer)} layers over {given(first)}" if more else title(first)
    shown = plain(layer)
    return scenes.kind_of(shown).title(shown)


def is_shown(layer: Layer | Stack) -> bool:
    """Whether the player paints layers of this kind, or all of a stack."""
    return all(
        scenes.is_shown(plain(one)) for one in (layer.layers if isinstance(layer, Stack) else (layer,))
    )


def plain(layer: Layer) -> Layer:
    """A layer as it is shown: one filter alone is a plain convolution.

    >>> type(plain(Filters([1, 2, 3], [[1, 0]]))).__name__
    'Convolution'
    """
    return layer.filters[0] if isinstance(layer, Filters) and len(layer.w) == 1 else layer
