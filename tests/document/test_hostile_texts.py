"""Texts that are wrong, broken or huge are refused in a sentence, soon, and never misread."""

from __future__ import annotations

import re

import numpy as np
import pytest
from few import made_up
from long_texts import KINDS, long_text

import convviz
from convviz.document.limits import check_shape
from convviz.document.reading.contents import read_source
from convviz.document.reading.shapes import Reading

hypothesis = pytest.importorskip("hypothesis", reason="Hypothesis makes up the texts")
from hypothesis import strategies as st  # noqa: E402

NUMBERS = "1 2 -3 0.5 1,5 1,234 1.234 1e3 1/9 −4 ½ 007 1'234 1_0 1D2 １".split()
MARKS = [" ", "  ", "\n", "\n\n", "\t", ", ", *",;|:/*='\"#%&>[](){}，", "...", "…", "//", "⎡", "⎤", "\ufffd"]
WORDS = (
    "array np.array tensor dtype=int .T .reshape c a b nan inf None True e i [1,] [,1] [1] |---| \\\\".split()
)
BEGINS = [
    "x = ",
    "new ",
    "ans =\n",
    "1.0e+03 *\n",
    ", , 1",
    "2×2 Matrix{Int64}:\n",
    "Columns 1 through 2\n",
    "sep=;\n",
]
LATEX = [
    "\\begin{matrix}",
    "\\end{matrix}",
    "\\frac{1}{2}",
    "<tf.Tensor: numpy=",
    "```\n",
    ">>> ",
    "dtype: float64",
]
TOKENS = [*NUMBERS, *MARKS, *WORDS, *BEGINS, *LATEX]
texts = st.lists(st.sampled_from(TOKENS), max_size=25).map("".join)
WHOLE = [
    "[[1, 2], [3, 4]]",
    "A = [1 2; 3 4];",
    "<tf.Tensor: shape=(2, 2), dtype=int32, numpy=\narray([[1, 2],\n       [3, 4]], dtype=int32)>",
    "     [,1] [,2]\n[1,]    1    2\n[2,]    3    4",
    "A =\n\n   1.0e+03 *\n\n    0.0010    2.0000\n",
    "a;b\n1,5;2\n3;4\n",
    "| 1 | 2 |\n|---|---|\n| 3 | 4 |",
    r"\frac{1}{9}\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
    "1,2;3,4|5,6;7,8",
    "   a  b\nx  1  2\ny  3  4",
    "1/16 2/16\n3/16 4/16",
]


def read_or_refusal(text: str, rank: int | None) -> Reading | convviz.ReadError:
    """What `read_source` gives or raises; anything but a `ReadError` fails the test."""
    try:
        return read_source(text, rank)
    except convviz.ReadError as error:
        return error


def assert_refused_or_in_order(text: str, rank: int | None) -> None:
    """There is a sentence, or finite numbers within the limits; and so are the offers."""
    given = read_or_refusal(text, rank)
    if isinstance(given, convviz.ReadError):
        assert re.fullmatch(r"[^\n]{10,600}\.", str(given)), str(given)
    else:
        assert given.values.dtype == np.float64
        assert given.values.ndim == (rank or given.values.ndim)
        assert np.isfinite(check_shape(given.values)).all()
    for offer in given.offers:
        assert np.isfinite(check_shape(offer.values)).all()


ranks = st.sampled_from([None, 1, 2, 3])


@made_up(600)
@hypothesis.given(texts, ranks)
def test_any_text_of_tokens(text: str, rank: int | None) -> None:
    assert_refused_or_in_order(text, rank)


@made_up(250)
@hypothesis.given(st.text(max_size=60), ranks)
def test_any_text(text: str, rank: int | None) -> None:
    assert_refused_or_in_order(text, rank)


@st.composite
def broken(draw: st.DrawFn) -> str:
    """A good text with a piece of it left out, doubled, or replaced by a piece of another."""
    text, other = draw(st.sampled_from(WHOLE)), draw(st.sampled_from(WHOLE + TOKENS))
    at, length = draw(st.integers(0, len(text))), draw(st.integers(0, 6))
    start = draw(st.integers(0, len(other)))
    return text[:at] + other[start : start + draw(st.integers(0, 6))] + text[at + length :]


@made_up(600)
@hypothesis.given(broken(), ranks)
def test_any_broken_text(text: str, rank: int | None) -> None:
    assert_refused_or_in_order(text, rank)


figures = st.integers(100, 999)


@made_up(400)
@hypothesis.given(
    st.lists(st.lists(figures, min_size=3, max_size=3), min_size=2, max_size=3), texts, st.integers(0, 40)
)
def test_no_value_comes_out_that_was_not_in_the_text(rows: list[list[int]], noise: str, at: int) -> None:
    """Noise without figures of its own may change what is read, but makes no numbers."""
    noise = re.sub(r"[\d１½/*eED]|True", "", noise)
    text = "\n".join(" ".join(map(str, row)) for row in rows)
    text = text[:at] + noise + text[at:]
    given = read_or_refusal(text, None)
    figures = re.sub(r"\D", "", text)
    for value in given.values.ravel() if isinstance(given, Reading) else []:
        assert repr(abs(float(value))).replace(".", "").strip("0") in figures


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("rank", [None, 2])
def test_a_long_text_is_answered(name: str, rank: int | None) -> None:
    assert_refused_or_in_order(long_text(name, 100_000), rank)
