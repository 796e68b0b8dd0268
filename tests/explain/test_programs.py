"""Every program is run as it stands, and leaves the output that the page shows.

TensorFlow is too large for a test (more than a gigabyte), so where it is not installed a stand-in takes its
place: the few functions that the programs call, made of NumPy and SciPy by the contract in its
documentation, which refuse what the library refuses.
"""

import itertools
import re
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
from worked import PLAIN

pytest.importorskip("scipy", reason="the programs for SciPy are run")
pytest.importorskip("hypothesis", reason="Hypothesis makes up the cases of these tests")

from few import made_up
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.signal import correlate
from test_core_oracles import DILATIONS, EVEN, MODES, SHAPES, STRIDES, convolution
from test_core_properties import convolutions

from convviz import Convolution
from convviz.document.examples import find
from convviz.explain.programs import MOST_WRITTEN, snippets

TITLES = ["Python", "NumPy", "SciPy", "PyTorch", "TensorFlow"]

# ---------------------------------------------------------------------------------------- stand-in


def convolved(x, w, stride, dilation):
    """What TensorFlow computes for one input and filter: cross-correlation where the filter fits."""
    spread = np.zeros([d * (k - 1) + 1 for k, d in zip(w.shape, dilation, strict=True)])
    spread[tuple(slice(None, None, d) for d in dilation)] = w
    assert all(k <= n for n, k in zip(x.shape, spread.shape, strict=True))
    dense = correlate(x, spread, mode="valid", method="direct")
    return dense[tuple(slice(None, None, s) for s in stride)]


def per_axis(value, rank):
    """The numbers of all axes, from one or from as many as there are axes."""
    values = (value,) * rank if isinstance(value, int) else tuple(value)
    assert len(values) == rank
    return values


def tensorflow_convolution(x, filters, strides=1, dilations=1):
    """`tf.nn.convolution`: input (N, …, C), filters (…, C in, C out), strides or dilations, not both."""
    rank = x.ndim - 2
    assert x.ndim == filters.ndim
    assert x.dtype == filters.dtype == np.float64
    assert x.shape[0] == x.shape[-1] == filters.shape[-2] == filters.shape[-1] == 1
    strides, dilations = per_axis(strides, rank), per_axis(dilations, rank)
    assert max(strides) == 1 or max(dilations) == 1
    return convolved(x[0, ..., 0], filters[..., 0, 0], strides, dilations)[None, ..., None]


def tensorflow_pad(x, paddings, mode="CONSTANT"):
    """`tf.pad`: a pair per axis, from the first on."""
    assert mode in ("CONSTANT", "REFLECT", "SYMMETRIC")
    return np.pad(x, paddings, mode=mode.lower())


def stand_in():
    """The parts of TensorFlow that the programs use."""
    module = ModuleType("tensorflow")
    module.float64, module.pad = "float64", tensorflow_pad
    module.constant = np.array
    module.reverse = lambda x, axis: np.flip(x, axis)
    module.nn = SimpleNamespace(convolution=tensorflow_convolution)
    return module


# ----------------------------------------------------------------------------------------- running


def named(c):
    """The snippets of a convolution by their titles."""
    return {snippet.title: snippet for snippet in snippets(c)}


def run(snippet):
    """The variables that the program leaves, if it runs."""
    variables = {}
    exec(compile(snippet.code, snippet.title, "exec"), variables)
    return variables


def assert_agree(titles, c):
    """These programs leave the output of the convolution."""
    np.save("input.npy", c.x)
    np.save("filter.npy", c.w)
    limit = 1e-12 * (np.abs(c.w).sum() * np.abs(c.x).max() + abs(c.bias))
    for title in titles:
        y = np.asarray(run(named(c)[title])["y"], dtype=float)
        assert y.shape == c.output.shape, title
        np.testing.assert_allclose(y, c.output, rtol=0, atol=limit, err_msg=title)


@pytest.mark.parametrize("example", PLAIN, ids=lambda example: example.slug)
def test_every_example(titles, example):
    assert_agree(titles, Convolution(example.x, example.w, **example.parameters))


CASES = [
    pytest.param(rank, shapes, *rest, id="-".join([str(rank), name, *map(str, rest)]))
    for rank, (name, shapes) in itertools.product(SHAPES, [("odd", SHAPES), ("even", EVEN)])
    for rest in itertools.product(STRIDES, DILATIONS)
]


@pytest.mark.parametrize(("rank", "shapes", "stride", "dilation"), CASES)
def test_every_stride_dilation_padding_and_flip(titles, rank, shapes, stride, dilation):
    for padding, flip in itertools.product(["full", "same", "pairs"], [False, True]):
        assert_agree(titles, convolution(rank, shapes, padding, stride, dilation, flip=flip, bias=-0.25))


@pytest.mark.parametrize("rank", SHAPES)
@pytest.mark.parametrize("mode", MODES)
def test_every_padding_mode(titles, rank, mode):
    for padding in ("same", 2, ((0, 0), (2, 1), (0, 3))[-rank:]):
        c = convolution(rank, SHAPES)
        assert_agree(titles, Convolution(c.x, c.w, padding=padding, padding_mode=mode))


@made_up(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(convolutions(), st.floats(0.1, 10), st.floats(-10, 10))
def test_any_convolution(titles, c, scale, bias):
    names = ("stride", "padding", "dilation", "flip", "padding_mode")
    options = {name: getattr(c, name) for name in names}
    assert_agree(titles, Convolution(scale * c.x, c.w / scale, bias=bias, **options))


# ---------------------------------------------------------------------------------------- the text


def test_a_program_prints_its_output(capsys):
    run(snippets(Convolution([1, 3, -1, 2, 3], [1, 0, 2]))[0])
    assert capsys.readouterr().out == "[-1, 7, 5]\n"


def test_every_program_ends_with_its_output(titles, capsys):
    for title in titles:
        snippet = named(Convolution([1, 3, -1, 2, 3], [1, 0, 2]))[title]
        assert snippet.code.endswith("\nprint(y)")
        run(snippet)
        assert re.search(r"-1\D+7\D+5\D", capsys.readouterr().out)


MATRIX = find("matrix")
DEFAULT = {
    "Python": """\
x = [[1, 2, 2],
     [3, 1, 4],
     [2, 1, 3]]
w = [[1, 0],
     [0, 1]]

y = []
for i in range(len(x) - len(w) + 1):
    row = []
    for j in range(len(x[0]) - len(w[0]) + 1):
        total = 0
        for a in range(len(w)):
            for b in range(len(w[0])):
                total += x[i + a][j + b] * w[a][b]
        row.append(total)
    y.append(row)
print(y)""",
    "NumPy": """\
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

x = np.array([[1, 2, 2],
              [3, 1, 4],
              [2, 1, 3]], dtype=float)
w = np.array([[1, 0],
              [0, 1]], dtype=float)

windows = sliding_window_view(x, w.shape)
y = (windows * w).sum(axis=(2, 3))
print(y)""",
    "SciPy": """\
import numpy as np
from scipy.signal import correlate

x = np.array([[1, 2, 2],
              [3, 1, 4],
              [2, 1, 3]], dtype=float)
w = np.array([[1, 0],
              [0, 1]], dtype=float)

y = correlate(x, w, mode="valid")
print(y)""",
    "PyTorch": """\
import torch
import torch.nn.functional as F

x = torch.tensor([[1, 2, 2],
                  [3, 1, 4],
                  [2, 1, 3]], dtype=torch.float64)
w = torch.tensor([[1, 0],
                  [0, 1]], dtype=torch.float64)

x = x[None, None]  # batch, channel
w = w[None, None]  # channels out, channels in
y = F.conv2d(x, w)[0, 0]
print(y)""",
    "TensorFlow": """\
import tensorflow as tf

x = tf.constant([[1, 2, 2],
                 [3, 1, 4],
                 [2, 1, 3]], dtype=tf.float64)
w = tf.constant([[1, 0],
                 [0, 1]], dtype=tf.float64)

x = x[None, ..., None]  # batch, channel
w = w[..., None, None]  # channels in, channels out
y = tf.nn.convolution(x, w)[0, ..., 0]
print(y)""",
}


def test_the_titles_come_in_order():
    assert [snippet.title for snippet in snippets(Convolution([1, 2], [3]))] == TITLES


@pytest.mark.parametrize("title", TITLES)
def test_a_plain_convolution_is_a_short_program(title):
    assert named(Convolution(MATRIX.x, MATRIX.w))[title].code == DEFAULT[title]


def test_plain_python_imports_nothing():
    c = convolution(3, SHAPES, "full", "3-2-1", "2", flip=True, padding_mode="edge")
    assert "import" not in named(c)["Python"].code


@pytest.mark.parametrize("setting", ["stride", "dilation", "pad", "flip", "bias", "direct", "files"])
def test_a_plain_convolution_says_nothing_of_what_it_does_not_have(setting):
    for snippet in snippets(Convolution(MATRIX.x, MATRIX.w)):
        words = {"stride": "stride:|# stride|stride=", "files": "np.load|Save"}.get(setting, rf"\b{setting}")
        assert setting == "flip" or not re.search(words, snippet.code + snippet.note)
        assert "flip" not in snippet.code


# What a library does, and what it cannot do: a title, the parameters, and what the note says then.
SAID = [
    ("Python", {"flip": True}, "Indices from the end read the filter backwards, which flips it."),
    ("NumPy", {"flip": True}, "np.flip turns the filter round on every axis."),
    ("SciPy", {}, "correlate takes the filter as it is; convolve would flip it."),
    ("SciPy", {"flip": True}, "convolve flips the filter on every axis; correlate would take it as it is."),
    ("SciPy", {"stride": 2}, "SciPy has no stride here, so the program has its own."),
    ("SciPy", {"stride": 2, "dilation": 2}, "SciPy has no stride and no dilation here,"),
    ("PyTorch", {}, "conv2d takes (batch, channel, rows, columns), here one input with one channel."),
    ("PyTorch", {}, "conv2d does not flip the filter, as is usual in deep learning."),
    ("PyTorch", {"flip": True}, "conv2d does not flip the filter, so the program does."),
    ("TensorFlow", {}, "TensorFlow takes the channels last: (batch, rows, columns, channel)."),
    ("TensorFlow", {"flip": True}, "tf.nn.convolution does not flip the filter, so the program does."),
    ("TensorFlow", {"stride": 2, "dilation": 2}, "With a dilation tf.nn.convolution takes no stride,"),
]


@pytest.mark.parametrize(("title", "options", "sentence"), SAID)
def test_the_note_says_what_a_library_does(title, options, sentence):
    assert sentence in named(convolution_of_matrices(**options))[title].note


def convolution_of_matrices(**options):
    return Convolution(np.add.outer(10 * np.arange(5), np.arange(7)), [[1, 0, 2], [3, 4, 0]], **options)


@pytest.mark.parametrize(("title", "missing"), [("PyTorch", {"symmetric"}), ("TensorFlow", {"edge", "wrap"})])
@pytest.mark.parametrize("mode", MODES)
def test_numpy_pads_where_a_library_has_no_such_mode(title, missing, mode):
    snippet = named(convolution_of_matrices(padding=1, padding_mode=mode))[title]
    assert ("np.pad" in snippet.code) == (mode in missing)
    assert (f"has no mode for {mode} padding, so NumPy pads." in snippet.note) == (mode in missing)


def test_numpy_pads_where_wrapping_goes_round_more_than_once():
    programs = named(Convolution([1, 2, 3], [1, 2], padding=4, padding_mode="wrap"))
    assert "F.pad has no mode for wrap padding beyond the input, so NumPy pads." in programs["PyTorch"].note
    assert "np.pad" in programs["PyTorch"].code


def test_depth_comes_first_and_every_program_says_so():
    programs = named(convolution(3, SHAPES))
    for snippet in programs.values():
        assert all(line.endswith("  # depth, rows, columns") for lines in snippet.parts[:1] for line in lines)
    notes = {title: snippet.note for title, snippet in programs.items()}
    assert "(batch, channel, depth, rows, columns)" in notes["PyTorch"]
    assert "(batch, depth, rows, columns, channel)" in notes["TensorFlow"]


@made_up(60)
@given(arrays(float, (2, 3), elements=st.floats(-1e300, 1e300)))
def test_every_number_is_written_to_its_last_bit(x):
    variables = run(named(Convolution(x, [[1]]))["NumPy"])
    np.testing.assert_array_equal(variables["x"], x)


@pytest.mark.parametrize(("size", "loaded"), [(MOST_WRITTEN, False), (MOST_WRITTEN + 1, True)])
@pytest.mark.parametrize("title", TITLES)
def test_a_long_tensor_is_loaded_from_the_file_that_the_page_saves(title, size, loaded):
    snippet = named(Convolution(np.arange(size), [1.5, 2]))[title]
    assert ('np.load("input.npy")' in snippet.code) == loaded
    assert ("The page’s Save menu gives input.npy." in snippet.note) == loaded
    assert "filter.npy" not in snippet.code + snippet.note
    assert all(len(line) <= 100 for line in snippet.code.splitlines())


def test_a_long_filter_is_loaded_too(titles):
    c = convolution_of(21, 30)
    assert all("gives input.npy and filter.npy." in snippet.note for snippet in snippets(c))
    assert_agree(titles, c)


def convolution_of(*shape):
    """A convolution whose input and filter are both longer than a program writes out."""
    x = np.add.outer(10.0 * np.arange(shape[0]), np.arange(shape[1])) % 7
    return Convolution(x, np.flip(x)[:-1] / 9, padding=((1, 0), (0, 2)), padding_mode="symmetric")


def test_scipy_is_told_not_to_transform_what_is_large():
    assert 'mode="valid", method="direct")' in named(convolution_of(21, 30))["SciPy"].code
    x = np.full((20, 20), 0.5)
    x[-1, -1] = 1e15
    strided = Convolution(x, np.ones((7, 7)), stride=14)
    assert "direct" in named(strided)["SciPy"].code
    assert "direct" not in named(Convolution(MATRIX.x, MATRIX.w))["SciPy"].code
