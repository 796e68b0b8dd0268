"""Jupyter notebooks: the code of their cells, which is read as any text is."""

from __future__ import annotations

import json
from typing import Any

from convviz.document.reading.errors import ReadError, damaged
from convviz.document.reading.objects import is_object
from convviz.document.reading.shapes import Reading
from convviz.document.reading.text import read_text


def is_notebook(text: str) -> bool:
    """Whether a text is a notebook."""
    return '"nbformat"' in text and is_object(text)


def read_notebook(text: str, rank: int | None) -> Reading:
    """The tensor in the code of a notebook; raises `ReadError`, which offers each where there are several."""
    try:
        return read_text(_code(text), rank)
    except ReadError as error:
        message = f"This is a notebook, of which the code is read. {error}"
        raise ReadError(message, error.offers, error.found) from None


def _code(text: str) -> str:
    """The code of all cells.

    >>> _code('{"cells": [{"cell_type": "code", "source": ["x = [1,", " 2]"]}], "nbformat": 4}')
    'x = [1, 2]'
    """
    with damaged("notebook"):
        cells: list[dict[str, Any]] = json.loads(text)["cells"]
        return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
