"""The named filters: as OpenCV, SciPy and textbooks write them, and what each of them does."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from convviz import Convolution
from convviz.document.examples import find
from convviz.document.kernels import Shape, named_filters

SHAPES: list[Shape] = [
    *[(k,) for k in (1, 2, 3, 4, 5, 8, 31)],
    *itertools.product((1, 2, 3, 5, 6), (1, 3, 4, 7)),
    *itertools.product((1, 2, 3), (2, 3, 5), (1, 3, 4)),
]
AVERAGES = ("Moving average", "Box", "Gaussian")
DERIVATIVES = ("Difference", "Sobel", "Laplacian")

VECTORS_OF_3 = {
    "Identity": [0, 1, 0],
    "Moving average": [1 / 3, 1 / 3, 1 / 3],
    "Gaussian": [1 / 4, 1 / 2, 1 / 4],
    "Sharpen": [-1, 3, -1],
    "Laplacian": [1, -2, 1],
    "Difference": [-1, 0, 1],
}
MATRICES_OF_3 = {
    "Identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
    "Box": [[1 / 9] * 3] * 3,
    "Gaussian": [[1 / 16, 1 / 8, 1 / 16], [1 / 8, 1 / 4, 1 / 8], [1 / 16, 1 / 8, 1 / 16]],
    "Sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "Laplacian": [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
    "Difference of columns": [[0, 0, 0], [-1, 0, 1], [0, 0, 0]],
    "Difference of rows": [[0, -1, 0], [0, 0, 0], [0, 1, 0]],
    "Sobel x": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "Sobel y": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    "Emboss": [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
}
_GAUSSIAN_OF_5 = [
    [1, 4, 6, 4, 1],
    [4, 16, 24, 16, 4],
    [6, 24, 36, 24, 6],
    [4, 16, 24, 16, 4],
    [1, 4, 6, 4, 1],
]
_UNSHARP_OF_5 = [
    [-1, -4, -6, -4, -1],
    [-4, -16, -24, -16, -4],
    [-6, -24, 476, -24, -6],
    [-4, -16, -24, -16, -4],
    [-1, -4, -6, -4, -1],
]
_SOBEL_OF_5 = [
    [-1, -2, 0, 2, 1],
    [-4, -8, 0, 8, 4],
    [-6, -12, 0, 12, 6],
    [-4, -8, 0, 8, 4],
    [-1, -2, 0, 2, 1],
]
_NOTHING_OF_5 = [0, 0, 0, 0, 0]
MATRICES_OF_5 = {
    "Identity": [_NOTHING_OF_5, _NOTHING_OF_5, [0, 0, 1, 0, 0], _NOTHING_OF_5, _NOTHING_OF_5],
    "Box": [[1 / 25] * 5] * 5,
    "Gaussian": np.array(_GAUSSIAN_OF_5) / 256,
    "Sharpen": np.array(_UNSHARP_OF_5) / 256,
    "Laplacian": [
        [2, 4, 4, 4, 2],
        [4, 0, -8, 0, 4],
        [4, -8, -24, -8, 4],
        [4, 0, -8, 0, 4],
        [2, 4, 4, 4, 2],
    ],
    "Difference of columns": [
        _NOTHING_OF_5,
        _NOTHING_OF_5,
        [-1, -2, 0, 2, 1],
        _NOTHING_OF_5,
        _NOTHING_OF_5,
    ],
    "Difference of rows": [[0, 0, c, 0, 0] for c in (-1, -2, 0, 2, 1)],
    "Sobel x": _SOBEL_OF_5,
    "Sobel y": np.transpose(_SOBEL_OF_5),
    "Emboss": [
        [-4, -3, -2, -1, 0],
        [-3, -2, -1, 0, 1],
        [-2, -1, 1, 1, 2],
        [-1, 0, 1, 2, 3],
        [0, 1, 2, 3, 4],
    ],
}
_NOTHING = [[0, 0, 0], [0, 0, 0], [0, 0, 0]]
_CENTRE = [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
_SMOOTH = [[1, 2, 1], [2, 4, 2], [1, 2, 1]]
TENSORS_OF_3 = {
    "Identity": [_NOTHING, _CENTRE, _NOTHING],
    "Box": [[[1 / 27] * 3] * 3] * 3,
    "Gaussian": np.array([_SMOOTH, np.multiply(_SMOOTH, 2), _SMOOTH]) / 64,
    "Sharpen": [np.negative(_CENTRE), [[0, -1, 0], [-1, 7, -1], [0, -1, 0]], np.negative(_CENTRE)],
    "Laplacian": [_CENTRE, [[0, 1, 0], [1, -6, 1], [0, 1, 0]], _CENTRE],
    "Difference of columns": [_NOTHING, [[0, 0, 0], [-1, 0, 1], [0, 0, 0]], _NOTHING],
    "Difference of rows": [_NOTHING, [[0, -1, 0], [0, 0, 0], [0, 1, 0]], _NOTHING],
    "Difference of slices": [np.negative(_CENTRE), _NOTHING, _CENTRE],
    "Sobel x in every slice": [[[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]] * 3,
    "Sobel y in every slice": [[[-1, -2, -1], [0, 0, 0], [1, 2, 1]]] * 3,
}


@pytest.mark.parametrize(
    ("shape", "expected"),
    [((3,), VECTORS_OF_3), ((3, 3), MATRICES_OF_3), ((5, 5), MATRICES_OF_5), ((3, 3, 3), TENSORS_OF_3)],
)
def test_the_filters_are_those_of_the_textbooks(shape: Shape, expected: dict[str, object]) -> None:
    found = named_filters(shape)
    assert list(found) == list(expected)
    for name, tensor in found.items():
        np.testing.assert_array_equal(tensor, expected[name], err_msg=name)


@pytest.mark.parametrize(
    ("shape", "names"),
    [
        ((1,), ["Identity"]),
        ((2,), ["Moving average", "Difference"]),
        ((4,), ["Moving average", "Gaussian", "Difference"]),
        ((2, 2), ["Box", "Difference of columns", "Difference of rows"]),
        ((1, 3), ["Identity", "Box", "Gaussian", "Sharpen", "Laplacian", "Difference of columns", "Emboss"]),
        ((3, 2, 2), ["Box", "Gaussian", *(f"Difference of {n}" for n in ("columns", "rows", "slices"))]),
        ((256, 255), ["Box"]),
        ((255, 255), ["Identity", "Box", "Emboss"]),
    ],
)
def test_what_a_size_does_not_allow_is_left_out(shape: Shape, names: list[str]) -> None:
    assert list(named_filters(shape)) == names


def test_the_filters_of_two_are_those_of_neighbours() -> None:
    assert named_filters((2,))["Difference"].tolist() == [-1, 1]
    found = named_filters((2, 2))
    assert found["Difference of columns"].tolist() == [[-1, 1], [-1, 1]]
    assert found["Difference of rows"].tolist() == [[-1, -1], [1, 1]]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_every_filter_has_the_shape_and_a_value_of_its_own(shape: Shape) -> None:
    found = named_filters(shape)
    for tensor in found.values():
        assert tensor.shape == shape
        assert tensor.dtype == np.float64
        assert np.isfinite(tensor).all()
        assert tensor.flags.writeable
    for one, other in itertools.combinations(found.values(), 2):
        assert not np.array_equal(one, other)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_averages_keep_what_is_level_and_derivatives_find_nothing_in_it(shape: Shape) -> None:
    for name, tensor in named_filters(shape).items():
        if name in AVERAGES:
            assert math.isclose(tensor.sum(), 1)
            assert (tensor > 0).all()
        elif name.startswith(DERIVATIVES):
            assert tensor.sum() == 0, name
        elif name in ("Identity", "Sharpen"):
            assert math.isclose(tensor.sum(), 1)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_which_filters_flipping_changes(shape: Shape) -> None:
    for name, tensor in named_filters(shape).items():
        flipped = np.flip(tensor)
        if name.startswith(("Difference", "Sobel")):
            np.testing.assert_array_equal(flipped, -tensor)
        elif name != "Emboss":
            np.testing.assert_array_equal(flipped, tensor)


@pytest.mark.parametrize("shape", [(3,), (5,), (3, 5), (3, 3, 5)], ids=str)
def test_the_identity_gives_the_input_and_differences_its_slope(shape: Shape) -> None:
    rank = len(shape)
    sizes = (6, 7, 8)[:rank]
    slopes = (3.0, -2.0, 5.0)[-rank:]
    x = sum(slope * index for slope, index in zip(slopes, np.indices(sizes), strict=True))
    found = named_filters(shape)
    np.testing.assert_array_equal(Convolution(x, found["Identity"], padding="same").output, x)
    names = ["Difference"] if rank == 1 else ["Difference of columns", "Difference of rows"]
    for name, axis in zip(names, (-1, -2), strict=False):
        factor = 2 ** (shape[axis] - 2)
        np.testing.assert_array_equal(Convolution(x, found[name]).output, slopes[axis] * factor)
    np.testing.assert_allclose(Convolution(x, found["Laplacian"]).output, 0, atol=1e-12)


def test_the_laplacian_of_small_sizes_is_scipys() -> None:
    ndimage = pytest.importorskip("scipy.ndimage", reason="compares with SciPy")
    for shape, size in (((3,), (9,)), ((3, 3), (6, 8)), ((3, 3, 3), (5, 6, 7))):
        x = np.arange(math.prod(size)).reshape(size) ** 2 % 17.0
        ours = Convolution(x, named_filters(shape)["Laplacian"], padding="same", padding_mode="symmetric")
        np.testing.assert_allclose(ours.output, ndimage.laplace(x, mode="reflect"))


def test_sobel_is_scipys_and_its_x_is_along_the_columns() -> None:
    ndimage = pytest.importorskip("scipy.ndimage", reason="compares with SciPy")
    x = np.arange(48).reshape(6, 8) ** 2 % 17.0
    for name, axis in (("Sobel x", 1), ("Sobel y", 0)):
        ours = Convolution(x, named_filters((3, 3))[name], padding="same", padding_mode="symmetric")
        np.testing.assert_allclose(ours.output, ndimage.sobel(x, axis=axis, mode="reflect"))


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("moving-average", "Moving average"),
        ("derivative", "Difference"),
        ("sobel", "Sobel x"),
        ("gaussian-blur", "Gaussian"),
        ("sharpen", "Sharpen"),
    ],
)
def test_the_filters_of_the_examples_have_their_names(slug: str, name: str) -> None:
    example = find(slug)
    assert example is not None
    np.testing.assert_array_equal(named_filters(example.w.shape)[name], example.w)
