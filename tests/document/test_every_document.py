"""Any document, of any layers, comes back from its link and its lesson file; what is mutilated is told."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest
from few import made_up

from convviz.core import Filters
from convviz.document import examples
from convviz.document.document import Document
from convviz.document.fields import fields
from convviz.document.lesson import from_fields, write
from convviz.document.link import parse, query
from convviz.document.origin import origin
from convviz.document.parameters import ACTIVATING, POOLING
from convviz.document.plans import KINDS, Plan
from convviz.document.reading.contents import read
from convviz.document.reading.errors import ReadError
from convviz.document.session import start
from convviz.document.strip import strip

hypothesis = pytest.importorskip("hypothesis", reason="Hypothesis makes up the documents")
from hypothesis import strategies as st  # noqa: E402
from hypothesis.extra.numpy import array_shapes, arrays  # noqa: E402

numbers = st.integers(-9, 9).map(float) | st.floats(-1e6, 1e6).map(lambda value: round(value, 3))
words = st.sampled_from(["valid", "same", "full"])


def entries(one: st.SearchStrategy[Any], rank: int) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.tuples(*[one] * rank)


def pairs(rank: int, most: int) -> st.SearchStrategy[Any]:
    return entries(st.tuples(st.integers(0, most), st.integers(0, most)), rank)


@st.composite
def filters(draw: st.DrawFn, kind: str, given: tuple[int, ...]) -> tuple[np.ndarray, int]:
    """Filters for an input of this shape, and their groups."""
    count = 1 if kind == "transposed" else draw(st.integers(1, 4))
    both = [one for one in (2, 3, 4) if len(given) == 3 and given[0] % one == count % one == 0]
    groups = draw(st.sampled_from([1, *both]))
    kernel = tuple(draw(st.integers(1, min(2, size))) for size in given)
    deep = draw(st.booleans()) or groups > 1
    shape = (count, given[0] // groups, *kernel[1:]) if deep and len(given) == 3 else (count, *kernel)
    return draw(arrays(np.float64, shape, elements=numbers)), groups


@st.composite
def plans(draw: st.DrawFn, given: tuple[int, ...]) -> Plan:
    """A layer of any kind for an input of this shape, which it may not fit."""
    rank, kind = len(given), draw(st.sampled_from(list(KINDS)))
    if kind in ACTIVATING:
        return Plan.of(kind, rank)
    more: dict[str, Any] = {
        "stride": draw(entries(st.integers(1, 3), rank)),
        "dilation": draw(entries(st.integers(1, 2), rank)),
    }
    if kind in POOLING:
        size = draw(entries(st.integers(1, 2), rank))
        more |= {"stride": draw(st.none() | st.just(more["stride"])), "size": size}
        return Plan.of(kind, rank, **more, padding=draw(pairs(rank, 1)))
    w, groups = draw(filters(kind, given))
    biases = entries(numbers, len(w)) if len(w) > 1 else numbers
    more |= {"bias": draw(numbers | biases), "groups": groups}
    if kind == "transposed":
        padding, extra = draw(pairs(rank, 1)), draw(entries(st.integers(0, 1), rank))
        return Plan.of(kind, rank, w, **more, padding=padding, output_padding=extra)
    padding = draw(pairs(rank, 2) | words | entries(words, rank))
    mode = draw(st.sampled_from(["constant", "edge", "reflect", "symmetric", "wrap"]))
    return Plan.of(kind, rank, w, **more, padding=padding, padding_mode=mode, flip=draw(st.booleans()))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """One to four layers over a small input, any of them on the stage; some may not fit."""
    x = draw(arrays(np.float64, array_shapes(min_dims=1, max_dims=3, max_side=6), elements=numbers))
    document = Document(examples.default(x.ndim), x, (draw(plans(x.shape)),))
    for _ in range(draw(st.integers(0, 3))):
        given = document.shape_at(len(document.layers)) or (2,) * document.layers[-1].output_rank
        hypothesis.assume(len(given) <= 3)
        document = document.with_layers([*document.layers, draw(plans(given))])
    return document.showing(draw(st.integers(0, len(document.layers) - 1)))


def linked(text: str) -> tuple[Document, list[str]]:
    return parse(dict(parse_qsl(text, keep_blank_values=True)))


@made_up(150)
@hypothesis.given(documents())
def test_every_document_comes_back_from_its_link(document: Document) -> None:
    again, complaints = linked(query(document))
    assert complaints == []
    assert again.same(document)
    assert again.shown == document.shown


@made_up(150)
@hypothesis.given(documents())
def test_every_document_that_is_shown_comes_back_from_its_lesson_file(document: Document) -> None:
    hypothesis.assume(not document.problem)
    lesson = read(write(document), document.rank).lesson
    assert lesson is not None
    again = from_fields(lesson)
    assert again.same(document)
    assert again.shown == document.shown


@made_up(80)
@hypothesis.given(documents())
def test_every_document_that_is_shown_is_told_as_a_strip_of_layers(document: Document) -> None:
    hypothesis.assume(not document.problem)
    told = strip(document)
    marks = [layer["mark"] for layer in told["layers"]]
    assert marks == sorted(marks, key=["", "refused", "waiting"].index)
    found, padded = origin(document), document.layer.padded.shape
    before = document.stack.layers[: document.shown]
    named = document.layer.rank == 3 and before and isinstance(before[-1], Filters)
    assert len(found["slices"]) in ({padded[-3]} if named else {0, (1, 1, *padded)[-3]})
    assert len(found["maps"]) in (0, (1, 1, *document.layer.output_shape)[-3])


def told_of(axes: Any, place: int) -> list[list[int]]:
    """The runs of a cell along an axis, as the player finds them."""
    at = place // len(axes)
    for count, move, _, runs in axes[place % len(axes)]:
        if at < count:
            return [[cell + at * move for cell in run] for run in runs]
        at -= count
    raise AssertionError(f"cell {place} has no field")


@made_up(200)
@hypothesis.given(documents(), st.data())
def test_every_cell_is_told_its_receptive_field(document: Document, data: st.DataObject) -> None:
    hypothesis.assume(not document.problem and len(document.layers) > 1)
    shape = document.layer.output_shape
    index = tuple(data.draw(st.integers(0, size - 1)) for size in shape)
    told = fields(document)
    assert told is not None
    cells = document.stack.receptive_field(index, document.shown).cells
    rank = document.layer.rank
    (number,), own = index[:-rank] or (0,), (0, 0, *index[-rank:])[-3:]  # of the filter, of its window
    deep = shape[-3] if rank == 3 else 1
    axes = zip(told["output"]["axes"], (number * deep + own[0], *own[1:]), strict=True)
    runs = [told_of(*axis) for axis in axes][3 - len(cells) :]
    within = [[cell for first, behind in axis for cell in range(first, behind)] for axis in runs]
    assert within == [axis.tolist() for axis in cells]


@st.composite
def mutilated(draw: st.DrawFn, text: str) -> str:
    """A text of which some pieces are cut out, doubled or replaced."""
    for _ in range(draw(st.integers(1, 3))):
        start, length = draw(st.integers(0, len(text))), draw(st.integers(0, 6))
        copied = text[start : start + 5] * 2
        put = st.sampled_from(["", copied, "-1", "0", "9" * 30, "1e999", ".2=", "&layers="])
        marks = st.text("0123456789,;|~:&=.-xw[]{}\"'%zé", max_size=3)
        text = text[:start] + draw(put | marks) + text[start + length :]
    return text


@made_up(200)
@hypothesis.given(st.data())
def test_a_mutilated_link_gives_a_document_and_sentences(data: st.DataObject) -> None:
    text = data.draw(mutilated(query(data.draw(documents()))))
    document, complaints = linked(text)
    assert all(complaint.endswith((".", ":")) for complaint in complaints)
    assert document.problem == "" or document.problem.endswith(".")
    session = start(dict(parse_qsl(text, keep_blank_values=True)))
    session.draft.apply()
    assert session.draft.layer.output.size


@made_up(200)
@hypothesis.given(st.data())
def test_a_mutilated_lesson_file_gives_a_document_or_a_sentence(data: st.DataObject) -> None:
    document = data.draw(documents())
    text = data.draw(mutilated(write(document).decode()))
    with suppress(ReadError):  # which is a sentence
        lesson = read(text.encode(), document.rank).lesson
        assert lesson is None or from_fields(lesson).layer.output.size
