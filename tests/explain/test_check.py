"""The check finds every output right that is right, by both of its references, and a wrong one wrong."""

import platform
import sys

import numpy as np
import pytest
from worked import PLAIN

pytest.importorskip("hypothesis", reason="Hypothesis makes up the cases of these tests")

from few import made_up
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from test_core_properties import again, convolutions

from convviz import Convolution
from convviz.explain.check import check

REFERENCES = ["with SciPy", "without SciPy"]


@pytest.fixture
def without_scipy(monkeypatch):
    """A Python in which nobody has installed SciPy."""
    monkeypatch.setitem(sys.modules, "scipy", None)
    monkeypatch.setitem(sys.modules, "scipy.signal", None)
    monkeypatch.setitem(sys.modules, "scipy.ndimage", None)


@pytest.fixture(params=REFERENCES)
def reference(request):
    """How the names of the reference and of its version begin, with and without SciPy."""
    if request.param == "without SciPy":
        request.getfixturevalue("without_scipy")
        return f"math.fsum, Python {platform.python_version()}"
    pytest.importorskip("scipy", reason="SciPy is one of the references")
    return "scipy.signal."


def convolution(**options):
    """A convolution of unequal sizes whose input names its places; no two cells of its output are equal."""
    x, w = np.add.outer(10.0 * np.arange(5), np.arange(7) ** 2), [[1, 0, -2], [3, 5, 0.5]]
    return Convolution(x, w, **options)


@pytest.mark.parametrize("example", PLAIN, ids=lambda example: example.slug)
def test_the_examples_agree(example, reference):
    c = Convolution(example.x, example.w, **example.parameters)
    done = check(c)
    assert done.agrees
    assert done.cells == len(c)
    assert done.reference.startswith(reference)


@pytest.mark.parametrize("flip", [False, True])
def test_a_reference_has_a_name_and_a_version(flip):
    scipy = pytest.importorskip("scipy", reason="SciPy is one of the references")
    name = "convolve" if flip else "correlate"
    done = check(convolution(flip=flip))
    assert done.reference == f"scipy.signal.{name}, SciPy {scipy.__version__}"
    assert done.compared == (
        f"Every cell of the output was compared with what scipy.signal.{name} computes "
        "from the same input and filter."
    )


EVERYTHING = {"stride": (2, 1), "padding": 2, "dilation": (1, 2), "bias": 3}


def test_it_says_what_was_compared():
    pytest.importorskip("scipy", reason="SciPy is one of the references")
    assert check(convolution(**EVERYTHING)).compared == (
        "Every cell of the output was compared with what scipy.signal.correlate computes from the same "
        "input and filter, padded by numpy.pad, with zeros between the taps for the dilation, keeping only "
        "the windows of the stride, with the bias added."
    )


@pytest.mark.usefixtures("without_scipy")
def test_it_says_what_was_compared_without_scipy():
    assert check(convolution(**EVERYTHING)).compared == (
        "Every cell of the output was compared with what math.fsum adds up, without rounding on the way, "
        "from the same input and filter, padded by numpy.pad, with the bias added."
    )


@pytest.mark.parametrize("cell", [(0, 0), (1, 4), (3, 2)])
def test_one_wrong_cell_is_found(cell, reference):
    c = convolution()
    wrong = c.output.copy()
    wrong[cell] += 1e-9
    vars(c)["output"] = wrong
    done = check(c)
    assert not done.agrees
    assert done.reference.startswith(reference)
    assert done.difference == pytest.approx(1e-9, rel=1e-3)
    assert done.difference > 100 * done.tolerance


def shifted(c):
    return np.roll(c.output, 1)


def turned(c):
    return c.output.T


def of_the_other_filter(c):
    return Convolution(c.x, np.flip(c.w)).output


def of_equal_cells(c):
    """Of a shape that NumPy would stretch to the right one."""
    return c.output[:1]


def with_a_nan(c):
    return np.where(c.output == c.output.max(), np.nan, c.output)


@pytest.mark.parametrize("wrong", [shifted, turned, of_the_other_filter, of_equal_cells, with_a_nan])
@pytest.mark.usefixtures("reference")
def test_a_wrong_output_is_found(wrong):
    c = convolution()
    vars(c)["output"] = wrong(c)
    assert not check(c).agrees


@pytest.mark.parametrize(
    "other",
    [
        {"stride": (1, 2)},
        {"padding": ((1, 0), (1, 1))},
        {"dilation": (1, 2)},
        {"flip": True},
        {"bias": 1.5},
        {"padding_mode": "edge"},
    ],
    ids=lambda other: next(iter(other)),
)
@pytest.mark.usefixtures("reference")
def test_the_output_of_another_parameter_is_found(other):
    c = convolution(padding=((0, 1), (1, 1)))
    vars(c)["output"] = convolution(**{"padding": ((0, 1), (1, 1))} | other).output
    assert not check(c).agrees


@pytest.mark.usefixtures("reference")
def test_the_smallest_and_the_largest_numbers_agree():
    tiny, huge = 3e-170, 7e150
    for scale in (tiny, 1.0, huge):
        assert check(Convolution([scale, 3 * scale, -scale / 7], [scale / 3, scale], bias=scale)).agrees


# Each is at the limit of 600,000 products that the page has; a stride or a dilation makes SciPy's work grow.
LARGE = {
    "picture": ((256, 256), (3, 3), {}),
    "few windows": ((256, 256), (256, 256), {"stride": 127, "padding": 127}),
    "wide gaps": ((256, 256), (3, 3), {"dilation": 60, "padding": 60}),
    "volume": ((16, 64, 64), (3, 3, 3), {"stride": (1, 2, 1), "padding": "same"}),
}


@pytest.mark.parametrize("case", LARGE)
@pytest.mark.usefixtures("reference")
def test_large_ones_agree(case):
    x, w, options = LARGE[case]
    rng = np.random.default_rng(1)
    c = Convolution(rng.normal(size=x), rng.normal(size=w), **options)
    assert c.output.size * c.w.size > 500_000
    assert check(c).agrees


SCALES = st.floats(0.1, 10)


@made_up(100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(convolutions(), SCALES, SCALES, SCALES)
@pytest.mark.usefixtures("reference")
def test_any_convolution_agrees(c, x, w, bias):
    assert check(c).difference == 0  # whole numbers: every order of adding up is exact
    assert check(again(c, x=x * c.x, w=w * c.w, bias=bias)).agrees
