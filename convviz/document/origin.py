"""Where the input of a later layer comes from, and what slices are called on their way through layers."""

from __future__ import annotations

from typing import Any, NamedTuple

from convviz.core import Convolution, Filters, Layer
from convviz.document.document import Document
from convviz.document.plans import KINDS
from convviz.explain.colours import CHANNELS, padded_names


class _Slices(NamedTuple):
    """What slices are called, if not by depth, and which layer's filters they come from, from 1, if any."""

    names: tuple[str, ...] = ()
    filters_of: int = 0


def origin(document: Document) -> dict[str, Any]:
    """Where the shown layer's input comes from, as JSON data.

    >>> import numpy as np
    >>> from convviz.document import examples
    >>> from convviz.document.plans import Plan
    >>> two, relu = Plan.of("convolution", 2, np.ones((2, 2, 2))), Plan.of("relu", 3)
    >>> told = origin(Document.of(examples.default(2)).with_layers([two, relu]).showing(1))
    >>> told["word"], told["slices"], told["note"]
    ('from layer 1, Convolution', ['channel 1', 'channel 2'], 'Channels 1 to 2 are what filters 1 to 2 of \
layer 1 give.')

    `slices` name those of the padded input, `maps` those of the output where the layer leaves the slices
    their own. Both are empty where slices are numbered by their depth.
    """
    place = document.shown
    found = _Slices(tuple(CHANNELS) if document.coloured and document.x.shape[:-2] == (3,) else ())
    for number, layer in enumerate(document.stack.layers[:place], 1):
        found = _behind(layer, found, number)
    layer = document.layer
    has_slices, several = layer.rank == 3, isinstance(layer, Filters)
    return {
        "word": _word(document) if place else "",
        "slices": padded_names(layer.geometry, found.names) if has_slices and found.names else [],
        "maps": list(_behind(layer, found, 0).names) if has_slices and not several else [],
        "note": _note(layer, found) if found.filters_of else "",
    }


def _word(document: Document) -> str:
    """What the panel of the input is called: by the layer that gives it, whose name has no room at rank 1."""
    place = document.shown
    kind = KINDS[document.layers[place - 1].kind]
    return f"from layer {place}, {kind}" if document.layer.rank > 1 else f"from layer {place}:"


def _behind(layer: Layer, before: _Slices, number: int) -> _Slices:
    """The slices of what a layer gives, by those that it is given."""
    if isinstance(layer, Filters):
        return _Slices(tuple(f"channel {count + 1}" for count in range(len(layer.w))), number)
    return before if before.names and _leaves_slices(layer) else _Slices()


def _leaves_slices(layer: Layer) -> bool:
    """Whether every slice of the output, or row where these are the channels, comes from its own alone."""
    g = layer.geometry
    return (g.filter_shape[0], g.stride[0], g.input_dilation[0], *g.padding[0]) == (1, 1, 1, 0, 0)


def _note(layer: Layer, found: _Slices) -> str:
    """Which filters gave the channels, and that a filter keeps them apart where one would expect a sum."""
    what, to = "Channels" if layer.rank == 3 else "Rows", f"1 to {len(found.names)}"
    note = f"{what} {to} are what filters {to} of layer {found.filters_of} give."
    if isinstance(layer, Convolution) and layer.rank == 3 and _leaves_slices(layer) and len(found.names) > 1:
        note += (
            " The filter meets each channel on its own; in deep learning it has a slice for each, and adds."
        )
    return note
