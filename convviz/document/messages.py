"""What stands beside the stage: a problem, or a notice with what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass

from convviz.document.document import Document
from convviz.document.draft import Draft
from convviz.document.reading.errors import count
from convviz.explain import size_text


@dataclass(frozen=True)
class Says:
    """What stands beside the stage: a `problem`, a `notice` or nothing.

    `undo` offers to take it back, `offers` are the words of other readings to choose from.
    """

    kind: str = ""
    text: str = ""
    undo: bool = False
    offers: tuple[str, ...] = ()


def came(draft: Draft, name: str, number: int, how: str) -> str:
    """What the input (`x`) is now, or the filter (`w`) of this `number`, and how it came there.

    >>> from convviz.document import examples
    >>> came(Draft(Document.of(examples.default(1))), "x", 0, "read from signal.csv")
    'Input: 5 numbers, read from signal.csv.'
    >>> came(Draft(Document.of(examples.default(2))), "w", 0, "pasted")
    'Filter: 2 × 2, pasted.'
    """
    grid = draft.x if name == "x" else draft.w
    if grid is None:
        return ""
    called = f"{grid.name} {number + 1}" if grid.count > 1 else grid.name
    called += f" of layer {draft.shown + 1}" if name == "w" and len(draft.plans) > 1 else ""
    size = size_text(grid.shape) if len(grid.shape) > 1 else count(grid.shape[0], "number")
    return f"{called}: {size}, {how}."


def waiting(document: Document) -> str:
    """Which layers behind the one on the stage do not fit and wait, in sentences, or nothing.

    >>> import numpy as np
    >>> from convviz.document import examples
    >>> from convviz.document.plans import Plan
    >>> matrix = Document.of(examples.default(2))
    >>> wrong = Plan.of("convolution", 2, np.ones((9, 9)))
    >>> print(waiting(matrix.with_layers([*matrix.layers, wrong, wrong])))
    Layer 2: a filter with 9 rows does not fit: the padded input has 2 rows; use a smaller filter or pad \
rows by at least 4. Layer 3 waits for it.
    """
    refused, count = document.refused, len(document.layers)
    if refused is None:
        return ""
    behind = range(refused + 2, count + 1)
    wait = f"Layer {behind[0]} waits for it." if len(behind) == 1 else ""
    if len(behind) > 1:
        wait = f"Layers {behind[0]} to {behind[-1]} wait for it."
    return f"{document.complaint} {wait}".strip()
