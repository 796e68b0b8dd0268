"""Lesson files: all that is shown, with a title. Steps count from one in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from convviz.core import ConvolutionError
from convviz.document import examples
from convviz.document.document import Document
from convviz.document.parameters import PARAMETERS, parameters
from convviz.document.reading.errors import ReadError
from convviz.document.reading.lessons import to_json


def write(document: Document) -> bytes:
    """The bytes of a lesson file."""
    return to_json(fields(document))


def fields(document: Document) -> dict[str, Any]:
    """A document as the fields of a lesson file.

    >>> made = fields(Document.of(examples.default(1)))
    >>> made["rank"], made["stride"], made["step"]
    (1, (1,), 1)
    """
    named: dict[str, Any] = {
        "example": document.example.slug,
        **({"title": document.title} if document.title else {}),
    }
    tensors = {"x": document.x, "w": document.w}
    if document.shows_colours:
        named["coloured"] = True
    return {"rank": document.rank, **named, **tensors, **vars(document.parameters), "step": document.step + 1}


def from_fields(given: Mapping[str, Any]) -> Document:
    """The document of a lesson file's fields; raises `ReadError` with a sentence.

    One value of stride, padding or dilation means rows and columns, as in a link.
    """
    rank = given["rank"]
    chosen = parameters(rank, **{name: given[name] for name in PARAMETERS if name in given})
    example = examples.find(given.get("example", ""))
    if example is None or example.rank != rank:
        example = examples.default(rank)
    step, title = given.get("step", 1) - 1, given.get("title", "")
    coloured = given.get("coloured", example.coloured and np.array_equal(given["x"], example.x))
    document = Document(example, given["x"], given["w"], chosen, step, title, coloured)
    try:
        _ = document.convolution
    except ConvolutionError as error:
        raise ReadError(f"The lesson cannot be shown: {error}.") from None
    _check_entries(document)
    return document


def _check_entries(document: Document) -> None:
    for name, row in PARAMETERS.items():
        if row.most is None:
            continue
        largest = row.largest(getattr(document.parameters, name))
        if largest > row.most:
            raise ReadError(f"The lesson’s {name} is {largest}; the limit is {row.most}, use a smaller one.")
