"""The layers in a row, as the strip over the stage shows them: what each is, and the size of its output."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from convviz import explain
from convviz.core import Layer
from convviz.document.document import Document
from convviz.document.limits import MAX_LAYERS
from convviz.document.plans import KINDS, Plan


def strip(asked: Document) -> dict[str, Any]:
    """What is asked for, layer by layer, as JSON data.

    >>> import numpy as np
    >>> from convviz.document import examples
    >>> from convviz.document.plans import first_plan
    >>> matrix = Document.of(examples.default(2))
    >>> wrong = Plan.of("convolution", 2, np.ones((9, 9)))
    >>> made = strip(matrix.with_layers([*matrix.layers, wrong, wrong]))
    >>> made["input"], [layer["name"] for layer in made["layers"]], made["layers"][0]["size"]
    ('3 × 3', ['Convolution 2 × 2', 'Convolution 9 × 9', 'Convolution 9 × 9'], '2 × 2')
    >>> made["layers"][2]
    {'name': 'Convolution 9 × 9', 'size': '', 'mark': 'waiting', 'why': 'Waits for layer 2.'}

    A layer that does not fit is marked `refused`, and `why` says why not; those behind it are `waiting`.
    `kinds` can be added, unless there are as many layers as there may be.
    """
    return {
        "input": explain.size_text(asked.x.shape),
        "shown": asked.shown,
        "layers": list(_layers(asked)),
        "kinds": [[kind, label] for kind, label in KINDS.items()],
        "full": len(asked.layers) >= MAX_LAYERS,
    }


def _layers(asked: Document) -> Iterator[dict[str, str]]:
    made, refused = asked.stack.layers, asked.refused
    for place, plan in enumerate(asked.layers):
        layer = made[place] if place < len(made) else None
        told = {"name": layer_name(plan, layer), "size": "", "mark": "", "why": ""}
        if layer:
            told["size"] = explain.output_text(layer.output_shape, layer.rank)
        elif place == refused:
            told |= {"mark": "refused", "why": asked.complaint}
        else:
            told |= {"mark": "waiting", "why": f"Waits for layer {len(made) + 1}."}
        yield told


def layer_name(plan: Plan, made: Layer | None = None) -> str:
    """A layer in a few words; once it is made, without the depth of filters that do not move in depth.

    >>> import numpy as np
    >>> layer_name(Plan.of("convolution", 2, np.ones((4, 3, 3)))), layer_name(Plan.of("max", 3))
    ('Convolution 3 × 3, 4 filters', 'Max pooling 2 × 2')
    """
    shape = plan.window_shape
    if max(shape) == 1 and plan.filters is None:
        return KINDS[plan.kind]
    is_whole = made is not None and plan.filters is not None and plan.rank == 3 and made.output_shape[-3] == 1
    size = explain.size_text(shape[1:] if is_whole else explain.visible_shape(shape))
    return f"{KINDS[plan.kind]} {size}" + (f", {plan.count} filters" if plan.count > 1 else "")
