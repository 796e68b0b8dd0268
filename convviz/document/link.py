"""Links: what is shown as the query of an address, and back.

What is a default or the example's own is left out. Steps count from one in a link.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from convviz.document import examples, look
from convviz.document.document import Document
from convviz.document.limits import MAX_LINK, MAX_STEP
from convviz.document.parameters import PARAMETERS, Parameters
from convviz.document.reading.errors import quoted
from convviz.document.tensors import Tensor, parse_tensor, shortest_text

RANKS = (1, 2, 3)
DEFAULT_RANK = 2
#: Stands for a tensor in the address of a page where a link cannot carry it; a link with it says so.
LEFT_OUT = "too-long"
#: The names of a link's parameters.
NAMES = ("rank", "example", "x", "w", "step", *PARAMETERS, *look.NAMES)


def query(document: Document) -> str:
    """The link of a document, without its step; what is a default or the example's own is left out.

    >>> query(Document.of(examples.default(2))), query(Document.of(examples.find("sobel")))
    ('', 'example=sobel')
    """
    parts = []
    if document.rank != DEFAULT_RANK:
        parts.append(f"rank={document.rank}")
    if document.example is not examples.default(document.rank):
        parts.append(f"example={document.example.slug}")
    for name in ("x", "w"):
        tensor = getattr(document, name)
        if not np.array_equal(tensor, getattr(document.example, name)):
            parts.append(f"{name}={shortest_text(tensor)}")
    own = Document.of(document.example).parameters
    for name, row in PARAMETERS.items():
        value = getattr(document.parameters, name)
        if value != getattr(own, name):
            parts.append(f"{name}={row.write(value)}")
    return "&".join(parts)


def address(document: Document) -> tuple[str, bool]:
    """The link of a document, without its step, and whether it holds the whole document.

    Beyond `MAX_LINK` characters `LEFT_OUT` stands for the tensors.
    """
    whole = query(document)
    if len(whole) <= MAX_LINK:
        return whole, True
    parts = whole.split("&")
    return "&".join(f"{part[:2]}{LEFT_OUT}" if part[:2] in ("x=", "w=") else part for part in parts), False


def parse(given: Mapping[str, str]) -> tuple[Document, list[str]]:
    """The document that a link carries, and a sentence for each parameter that had to be left aside.

    >>> document, complaints = parse({"rank": "1", "x": "4,5,6", "step": "2"})
    >>> document.x.tolist(), document.w.tolist(), document.step, complaints
    ([4.0, 5.0, 6.0], [1.0, 0.0, 2.0], 1, [])
    >>> parse({"rank": "7"})[1]
    ['The link’s rank, “7”, is not one of 1, 2, 3; rank 2 is shown.']

    The tensors and parameters need not fit each other: that is for the page to say, with the numbers
    on screen.
    """
    complaints: list[str] = []
    shown = Document.of(_parse_example(given, _parse_rank(given, complaints), complaints))
    x, w = (_parse_tensor(name, given, shown, complaints) for name in ("x", "w"))
    chosen = _parse_parameters(given, shown, complaints)
    coloured = shown.coloured and x.shape == shown.x.shape
    return Document(
        shown.example, x, w, chosen, _parse_step(given, complaints), coloured=coloured
    ), complaints


def _parse_tensor(name: str, given: Mapping[str, str], shown: Document, complaints: list[str]) -> Tensor:
    tensor: Tensor = getattr(shown, name)
    if given.get(name) == LEFT_OUT:
        complaints.append(f"The link’s {name} had too many numbers for a link; open its lesson file instead.")
    elif name in given:
        try:
            return parse_tensor(given[name], shown.rank)
        except ValueError as error:
            complaints.append(f"The link’s {name} is left aside: {error}.")
    return tensor


def _parse_rank(given: Mapping[str, str], complaints: list[str]) -> int:
    named = examples.find(given.get("example", ""))
    fallback = named.rank if named else DEFAULT_RANK
    text = given.get("rank")
    if text is None or text in map(str, RANKS):
        return int(text or fallback)
    allowed = ", ".join(map(str, RANKS))
    complaints.append(f"The link’s rank, {quoted(text)}, is not one of {allowed}; rank {fallback} is shown.")
    return fallback


def _parse_example(given: Mapping[str, str], rank: int, complaints: list[str]) -> examples.Example:
    text = given.get("example")
    if text is None:
        return examples.default(rank)
    example = examples.find(text)
    if example is not None and example.rank == rank:
        return example
    known = ", ".join(example.slug for example in examples.of_rank(rank))
    complaints.append(
        f"The link’s example, {quoted(text)}, is not one of rank {rank} ({known}); "
        f"{examples.default(rank).slug} is shown."
    )
    return examples.default(rank)


def _parse_step(given: Mapping[str, str], complaints: list[str]) -> int:
    """The step of a link, which counts from one, from zero."""
    text = given.get("step", "1")
    if text.isascii() and text.isdigit() and len(text) <= len(str(MAX_STEP)) and int(text) >= 1:
        return int(text) - 1
    complaints.append(f"The link’s step, {quoted(text)}, is not a whole number from 1; 1 is shown.")
    return 0


def _parse_parameters(given: Mapping[str, str], document: Document, complaints: list[str]) -> Parameters:
    chosen: dict[str, Any] = {}
    for name, row in PARAMETERS.items():
        if name in given:
            try:
                chosen[name] = row.parse(given[name], document.rank)
            except ValueError as error:
                complaints.append(f"The link’s {name}, {quoted(given[name])}, is left aside: {error}.")
    return replace(document.parameters, **chosen)
