"""What stands beside the stage: a problem, or a notice with what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass

from convviz.document.document import Document


@dataclass(frozen=True)
class Says:
    """What stands beside the stage: a `problem`, a `notice` or nothing.

    `undo` offers to take it back, `offers` are the words of other readings to choose from.
    """

    kind: str = ""
    text: str = ""
    undo: bool = False
    offers: tuple[str, ...] = ()


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
