"""Any bytes are read or refused in a sentence, whatever they are."""

from __future__ import annotations

import re

import numpy as np
import pytest
from few import made_up
from PIL import Image
from samples import X, lesson, matlab, npy, npz, only, packed, picture, refusal

from convviz.document.limits import MAX_BYTES, check_shape
from convviz.document.reading.contents import read
from convviz.document.reading.errors import ReadError
from convviz.document.reading.lessons import to_json
from convviz.document.reading.npy import to_npy
from convviz.document.reading.tables import to_table
from convviz.document.reading.text import read_text


def start(data, size=MAX_BYTES):
    """The data over and over, up to a size."""
    return (data * (size // len(data) + 1))[:size]


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        start(b"\n"),
        start(b"1\n"),
        start(b"1,"),
        start(b"1"),
        start(b'"'),
        start(b'"1\n'),
        start(b"["),
        b'{"convviz": 1, "w": [1], "x": [' + start(b"0,", 10_000_000) + b"0]}",
        b'{"convviz": 1, "w": [[1]], "x": [' + start(b"[0],", 10_000_000) + b"[0]]}",
        b'{"convviz": 1, "w": [1], "x": [1], "padding": [' + start(b"0,", 10_000_000) + b"0]}",
        b'{"convviz": 1, "w": [1], "x": [1], "padding": ' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"convviz": 1, "w": [1], "x": [' + start(b"9", 10_000_000) + b"]}",
        b"PK\x03\x04" + start(b"PK\x01\x02", 10_000_000),
    ],
    ids=lambda data: repr(data[:12]),
)
def test_ten_megabytes_are_refused_in_a_sentence(data):
    assert refusal(data).endswith(".")


SAMPLES = {
    "table": b"1;2,5;3\r\n4;5;6\r\n",
    "npy": npy(X),
    "npz": npz(x=X, w=X[:1]),
    "compressed": packed(x=npy(X), w=npy(X)),
    "png": picture(np.arange(60).reshape(5, 4, 3)),
    "jpeg": picture(np.arange(60).reshape(5, 4, 3), "JPEG"),
    "progressive": picture(np.arange(60).reshape(5, 4, 3), "JPEG", progressive=True),
    "palette": picture(Image.fromarray(np.arange(12, dtype=np.uint8).reshape(3, 4)).convert("P")),
    "lesson": lesson(title="cut", stride=[1, 2]),
    "MATLAB": matlab(X),
}
sampled = pytest.mark.parametrize("name", SAMPLES)


def assert_refused_or_in_order(data, rank):
    """`read` raises `ReadError` with a sentence or returns finite tensors within the limits."""
    try:
        contents = read(data, rank)
    except ReadError as caught:
        sentence = str(caught)
    else:
        assert_in_order(contents, rank)
        return
    assert re.fullmatch(r"[^\n]+\.", sentence)


def assert_in_order(contents, rank):
    lesson = contents.lesson or {}
    tensors = [*contents.tensors.values(), *(lesson[name] for name in ("x", "w") if lesson)]
    assert tensors
    for tensor in tensors:
        assert tensor.dtype == np.float64
        assert lesson or tensor.ndim == rank
        assert np.isfinite(check_shape(tensor)).all()


@sampled
@pytest.mark.parametrize("rank", [1, 2, 3])
def test_a_file_that_is_cut_short(name, rank):
    data = SAMPLES[name]
    for end in range(0, len(data), max(1, len(data) // 150)):
        assert_refused_or_in_order(data[:end], rank)


@sampled
def test_a_file_with_a_byte_that_is_wrong(name):
    data = SAMPLES[name]
    for place in range(0, len(data), max(1, len(data) // 300)):
        for flip in (0x01, 0x80, 0xFF):
            damaged = bytearray(data)
            damaged[place] ^= flip
            assert_refused_or_in_order(bytes(damaged), 2)


def cases_of(strategies, cases=200):
    """Runs a test on cases that Hypothesis makes up; where it is not installed the test is skipped."""

    def decorate(check):
        def test():
            hypothesis = pytest.importorskip(
                "hypothesis", reason="Hypothesis makes up the cases of this test"
            )
            made_up(cases)(hypothesis.given(*strategies())(check))()

        return test

    return decorate


def tensors():
    """A tensor of rank 1, 2 or 3 of any finite values."""
    from hypothesis import strategies as st
    from hypothesis.extra.numpy import array_shapes, arrays

    values = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-9, 9).map(float)
    return (arrays(np.float64, array_shapes(min_dims=1, max_dims=3, max_side=5), elements=values),)


def lessons():
    """The fields of a lesson."""
    from hypothesis import strategies as st
    from hypothesis.extra.numpy import array_shapes, arrays

    def fields(shape):
        values = arrays(np.float64, shape, elements=st.floats(-1e99, 1e99))
        text = st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"]), max_size=120)
        rest = {
            "title": text,
            "example": text,
            "stride": st.integers(1, 9) | st.tuples(*[st.integers(1, 9)] * len(shape)),
            "padding": st.sampled_from([1, "same", ((0, 2),) * len(shape)]),
            "flip": st.booleans(),
            "bias": st.floats(-1e99, 1e99),
            "step": st.integers(1, 999_999_999),
            "rank": st.just(len(shape)),
        }
        return st.fixed_dictionaries({"x": values, "w": values}, optional=rest)

    return (array_shapes(min_dims=1, max_dims=3, max_side=4).flatmap(fields),)


def hostile():
    """Bytes that begin like something, and a rank."""
    from hypothesis import strategies as st

    beginnings = [
        b"",
        b"\x93NUMPY\x01\0",
        b"PK\x03\x04",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xc0",
        b"{",
        b"1,",
    ]
    ends = st.binary(max_size=300) | st.text('0123456789,;./-e\n\t "[]{}', max_size=99).map(str.encode)
    return st.builds(bytes.__add__, st.sampled_from(beginnings), ends), st.integers(1, 3)


def spliced():
    """A good file with a piece of another one in it, and a rank."""
    from hypothesis import strategies as st

    def splice(data, other, place, start, length):
        return data[:place] + other[start : start + length] + data[place + length :]

    samples, places = st.sampled_from(list(SAMPLES.values())), st.integers(0, 900)
    return st.builds(splice, samples, samples, places, places, st.integers(0, 60)), st.integers(1, 3)


@cases_of(tensors)
def test_every_tensor_comes_back(tensor):
    for data in (to_table(tensor).encode(), to_npy(tensor)):
        assert np.array_equal(only(data, tensor.ndim), tensor)
    assert np.array_equal(read_text(to_table(tensor), tensor.ndim).values, tensor)


@cases_of(lessons)
def test_every_lesson_comes_back(fields):
    back = read(to_json(fields), fields["x"].ndim).lesson
    assert list(back) == list({**fields, "rank": fields["x"].ndim})
    for name, value in fields.items():
        assert np.array_equal(back[name], value) if name in ("x", "w") else back[name] == value


@cases_of(hostile, cases=600)
def test_any_bytes_are_refused_or_in_order(data, rank):
    assert_refused_or_in_order(data, rank)


@cases_of(spliced, cases=600)
def test_any_mixture_of_files_is_refused_or_in_order(data, rank):
    assert_refused_or_in_order(data, rank)
