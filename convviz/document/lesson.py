"""Lesson files: what is shown as a file, with a title. Steps, filters and layers count from one in them.

The first layer stands beside the input, as in the first files, which know no other; the layers that follow it
are a list, `then`. `docs/links.md` has the whole form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from convviz.core import ConvolutionError
from convviz.document import examples
from convviz.document.document import Document
from convviz.document.parameters import PARAMETERS, parameters
from convviz.document.plans import KINDS, Plan, check_count
from convviz.document.reading.errors import ReadError, as_sentence
from convviz.document.reading.lessons import to_json
from convviz.document.wording import in_page_words


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
    if document.shows_colours:
        named["coloured"] = True
    first, *others = (_of_plan(plan) for plan in document.layers)
    several = {"then": others, "layer": document.shown + 1} if others else {}
    if first["kind"] == "convolution":
        del first["kind"]
    return {
        "rank": document.rank,
        **named,
        "x": document.x,
        **first,
        **several,
        "step": document.step + 1,
    }


def _of_plan(plan: Plan) -> dict[str, Any]:
    filters = {} if plan.w is None else {"w": plan.w}
    given = plan.given
    if plan.count == 1:
        given.pop("groups", None)  # of one filter there is one
    return {"kind": plan.kind, **filters, **given}


def from_fields(given: Mapping[str, Any]) -> Document:
    """The document of a lesson file's fields; raises `ReadError` with a sentence.

    One value of stride, padding or dilation means rows and columns, as in a link.
    """
    rank = given["rank"]
    example = examples.find(given.get("example", ""))
    if example is None or example.rank != rank:
        example = examples.default(rank)
    layers, at = [], rank
    for number, fields in enumerate((given, *given.get("then", ())), 1):
        layers.append(_plan(fields, at, f"Layer {number}, " if number > 1 else ""))
        at = layers[-1].output_rank
    title, coloured = (
        given.get("title", ""),
        given.get("coloured", example.coloured and np.array_equal(given["x"], example.x)),
    )
    shown, step = given.get("layer", 1) - 1, given.get("step", 1) - 1
    document = Document(example, given["x"], tuple(layers), shown, step, title, coloured)
    try:
        _ = document.layer
    except ConvolutionError as error:
        raise ReadError(f"The lesson cannot be shown. {in_page_words(error, rank)}") from None
    for plan in layers:
        _check_entries(plan)
    return document


def _plan(given: Mapping[str, Any], rank: int, where: str) -> Plan:
    kind = given.get("kind", "convolution")
    chosen = {name: given[name] for name in PARAMETERS if name in given}
    w = given.get("w")
    plan = Plan(kind, rank, parameters(rank, kind, **chosen))
    foreign = next((name for name in chosen if name not in plan.names), None)
    if foreign:
        raise ReadError(f"{where}{foreign}: {KINDS[kind]} has none; remove it.")
    if w is None:
        return plan
    plan = replace(plan, filters=w if w.ndim > rank else w[None])
    try:
        check_count(kind, plan.count)
    except ValueError as error:
        raise ReadError(f"{where}w: {as_sentence(error)}") from None
    bias = plan.parameters.bias
    if plan.count > 1:
        return plan
    if plan.parameters.groups != 1:
        raise ReadError(f"{where}groups: There is one filter; give a list of several in w, or remove it.")
    return plan.with_(bias=bias[0]) if isinstance(bias, tuple) and len(bias) == 1 else plan


def _check_entries(plan: Plan) -> None:
    for name, row in PARAMETERS.items():
        if row.most is None or name not in plan.names:
            continue
        largest = row.largest(getattr(plan.parameters, name))
        if largest > row.most:
            raise ReadError(f"The lesson’s {name} is {largest}; the limit is {row.most}, use a smaller one.")
