"""Every notation is read back, and a text of it that is broken at random brings no number of its own."""

from __future__ import annotations

import re

import numpy as np
import pytest
from few import made_up
from test_hostile_texts import read_or_refusal
from writers import OF_ANY_RANK, OF_MATRICES, Array

import convviz
from convviz.document.reading.shapes import Reading

hypothesis = pytest.importorskip("hypothesis", reason="Hypothesis makes up the tensors")
from hypothesis import strategies as st  # noqa: E402

#: A number before a list is one that all others are multiplied by, which is said.
FACTOR = re.compile(r"[^\[({\\]*[\d.]\s*[\[({\\]")
WRITERS = OF_ANY_RANK | OF_MATRICES


@st.composite
def written(draw: st.DrawFn) -> tuple[str, Array, str]:
    """A notation, whole numbers of four figures, and how it writes them."""
    name = draw(st.sampled_from([*WRITERS]))
    ranks = st.integers(1 if name != "a link" else 2, 3) if name in OF_ANY_RANK else st.just(2)
    shape = draw(ranks.flatmap(lambda rank: st.tuples(*[st.integers(2, 4)] * rank)))
    seed = draw(st.integers(0, 10**6))
    tensor = np.random.default_rng(seed).integers(1001, 10_000, shape).astype(float)
    return name, tensor, WRITERS[name](tensor)


@pytest.mark.parametrize("name", [*WRITERS])
def test_a_long_text_is_read_as_a_short_one_is(name: str) -> None:
    rows = 3000 if name not in ("one by one", "LaTeX") else 900
    tensor = np.random.default_rng(1).integers(1001, 10_000, (rows, 3)).astype(float)
    text = WRITERS[name](tensor)
    for rank in (None, 2):
        np.testing.assert_array_equal(convviz.read_tensor(text, rank), tensor[:256], err_msg=name)


@made_up(400)
@hypothesis.given(written())
def test_every_notation_is_read_back(case: tuple[str, Array, str]) -> None:
    name, tensor, text = case
    np.testing.assert_array_equal(convviz.read_tensor(text, tensor.ndim), tensor, err_msg=name)
    if name != "a link":  # of which one line may be numbers with decimal commas
        np.testing.assert_array_equal(convviz.read_tensor(text), tensor, err_msg=name)


@st.composite
def broken(draw: st.DrawFn) -> str:
    """Such a text with pieces left out, doubled, or put elsewhere."""
    text = draw(written())[2]
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        piece = text[start : start + draw(st.integers(1, 8))]
        text = text[:start] + text[start + len(piece) :]
        for _ in range(draw(st.integers(0, 2))):
            at = draw(st.integers(0, len(text)))
            text = text[:at] + piece + text[at:]
    return text


@made_up(600)
@hypothesis.given(broken(), st.sampled_from([None, 1, 2, 3]))
def test_a_broken_text_brings_no_number_of_its_own(text: str, rank: int | None) -> None:
    hypothesis.assume(not FACTOR.match(text))
    reading = read_or_refusal(text, rank)
    figures = re.sub(r"\D", "", text)
    tensors = [offer.values for offer in reading.offers]
    if isinstance(reading, Reading):
        tensors.append(reading.values)
    else:
        assert re.fullmatch(r"[^\n]{10,600}\.", str(reading))
    for value in {value for tensor in tensors for value in tensor.ravel().tolist()}:
        assert np.isfinite(value)
        assert re.sub(r"\D", "", repr(abs(value)).partition("e")[0]).strip("0") in figures, value
