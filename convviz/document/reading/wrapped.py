"""Tables that pandas prints in parts below each other, since they are wider than its page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from convviz.document.reading.cells import Cells
from convviz.document.reading.errors import ReadError

_WRAP = re.compile(r"^.*\S\s*\\[^\S\n]*$", re.MULTILINE)


def is_wrapped(text: str) -> bool:
    """Whether the first line ends in the backslash with which pandas goes on below."""
    return bool(_WRAP.fullmatch(text[:4000].lstrip("\n").split("\n", 1)[0]))


def wrapped_parts(text: str) -> list[str]:
    """The parts of such a table, each with its header and its index."""
    parts = re.split(r"\n\s*\n", text.strip("\n"))
    return [re.sub(r"\\[^\S\n]*$", "", part, flags=re.MULTILINE) for part in parts if part.strip()]


def unwrapped(parts: Sequence[Cells]) -> Cells:
    """The parts of a table side by side; a foot of it alone is none."""
    height = parts[0].shape[0]
    if any(part.shape[0] != height for part in parts):
        raise ReadError("The parts of the table have unequal rows; copy all of it.")
    rows = [[cell for part in parts for cell in part.rows[n]] for n in range(height)]
    return Cells(rows, (height, len(rows[0])), notes=parts[0].notes, is_nested=False)
