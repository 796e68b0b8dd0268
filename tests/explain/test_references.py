"""The check of every layer: right outputs agree, exactly where numbers are whole, and wrong ones do not."""

import sys

import numpy as np
import pytest
from layer_cases import LAYERS, name_of

from convviz import Activation, Convolution, Filters, Pooling
from convviz.explain.check import check

every_layer = pytest.mark.parametrize("layer", LAYERS, ids=name_of)


@pytest.fixture(params=["with SciPy", "without SciPy"])
def reference(request, monkeypatch):
    if request.param == "without SciPy":
        for name in ("scipy", "scipy.signal", "scipy.ndimage"):
            monkeypatch.setitem(sys.modules, name, None)
    else:
        pytest.importorskip("scipy", reason="SciPy is one of the references")


@every_layer
@pytest.mark.usefixtures("reference")
def test_every_layer_agrees(layer):
    done = check(layer)
    assert done.agrees
    assert done.cells == len(layer)
    smooth = isinstance(layer, Activation) and layer.kind in ("sigmoid", "tanh")
    assert smooth or done.difference <= 1e-15  # of a mean alone: whole numbers are added exactly
    assert done.compared.startswith("Every cell of the output was compared with what ")


@every_layer
@pytest.mark.usefixtures("reference")
def test_one_wrong_cell_is_found(layer):
    wrong = layer.output.copy()
    wrong.flat[len(layer) // 2] += 1e-7
    vars(layer)["output"], right = wrong, layer.output
    try:
        done = check(layer)
    finally:
        vars(layer)["output"] = right
    assert not done.agrees
    assert done.difference == pytest.approx(1e-7, rel=1e-3)


NAMES = [
    (
        Filters([1, 2, 3], [[1], [2]], bias=1),
        "scipy.signal.correlate",
        "filters, filter by filter, with the bias added.",
    ),
    (
        Pooling([1, 2], 2),
        "scipy.ndimage.maximum_filter",
        "to be the largest around each window’s middle in the same input.",
    ),
    (Pooling([1, 2], 2, "mean"), "scipy.signal.correlate", "divides by the number of cells"),
    (Activation([1, 2], "tanh"), "math.tanh", "makes, cell by cell, of the same input."),
    (
        Convolution.transposed([1, 2], [1, 2], stride=2),
        "numpy.add.at",
        "lays the filter down at every cell of",
    ),
]


@pytest.mark.parametrize(("layer", "name", "words"), NAMES, ids=[type(case[0]).__name__ for case in NAMES])
def test_the_reference_is_named_and_what_it_does_is_said(layer, name, words):
    pytest.importorskip("scipy", reason="SciPy is one of the references")
    done = check(layer)
    assert done.reference.startswith(f"{name}, ")
    assert words in done.compared


def test_groups_are_compared_over_their_own_slices():
    f = Filters(np.arange(12.0).reshape(2, 2, 3), np.ones((2, 1, 2, 2)), groups=2)
    assert "each over the slices of its group" in check(f).compared


@pytest.mark.parametrize("value", [-1e308, -800, -710, -30, 0, 30, 800, 1e308])
def test_activations_of_large_numbers_agree(value):
    for kind in ("relu", "leaky_relu", "sigmoid", "tanh"):
        assert check(Activation([value], kind)).agrees
