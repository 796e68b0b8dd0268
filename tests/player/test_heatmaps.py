"""Figures are checked by their attributes, not by pictures."""

from __future__ import annotations

import re

import numpy as np
import plotly.graph_objects as go
import pytest

from convviz import Convolution
from convviz.player import assets, heatmaps

X = np.array([[10 * i + j for j in range(5)] for i in range(4)])
W = np.array([[1, -2, 0], [0, 3, 1]])


def test_the_players_colours_are_those_of_the_figures() -> None:
    formula = (assets.ASSETS / "view/formula.js").read_text(encoding="utf-8")
    found = [
        tuple(map(int, colour))
        for text in (formula, assets.player_css())
        for colour in re.findall(r"(\d+) (\d+) (\d+)(?=\"| / [1-9]0%)", text)
    ]
    given = {heatmaps.NEGATIVE, heatmaps.POSITIVE, heatmaps.GREY, *heatmaps.CHANNELS.values()}
    assert given <= set(found) <= given | {(0, 0, 0)}


def z(figure: heatmaps.Figure) -> np.ndarray:
    return np.asarray(figure["data"][0]["z"], dtype=float)


def test_a_heatmap_is_its_matrix_row_one_on_top() -> None:
    figure = heatmaps.heatmap(X.astype(float), 43.0)
    np.testing.assert_array_equal(z(figure), X)
    assert list(figure["layout"]["yaxis"]["range"]) == [3.5, -0.5]
    assert list(figure["layout"]["xaxis"]["range"]) == [-0.5, 4.5]


def test_the_figures_are_valid() -> None:
    sent = heatmaps.heatmap(X.astype(float), 43.0)
    checked = go.Figure(sent).to_plotly_json()  # raises for a name or a value that Plotly does not know
    assert checked["data"][0].keys() == sent["data"][0].keys()
    assert checked["layout"].keys() == sent["layout"].keys()


def test_the_scale_is_symmetric_and_transparent_at_zero_on_a_transparent_figure() -> None:
    figure = heatmaps.slices(np.array([[-7.0, 2.0]]))[0]
    (trace,), layout = figure["data"], figure["layout"]
    assert (trace["zmin"], trace["zmax"]) == (-7, 7)
    middle = [color for position, color in trace["colorscale"] if position == 0.5]
    assert [color.rstrip(")").split(",")[-1] for color in middle] == ["0", "0"]
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"


def test_zeros_have_a_scale() -> None:
    assert heatmaps.slices(np.zeros((2, 3)))[0]["data"][0]["zmax"] == 1


def test_slices_share_one_scale() -> None:
    figures = heatmaps.slices(np.arange(24.0).reshape(2, 3, 4))
    assert [figure["data"][0]["zmax"] for figure in figures] == [23, 23]
    np.testing.assert_array_equal(z(figures[1]), np.arange(12, 24).reshape(3, 4))


def test_a_vector_is_one_row() -> None:
    assert z(heatmaps.slices(np.arange(5.0))[0]).shape == (1, 5)


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ([127, -128], "int8"),
        ([128], "int16"),
        ([40_000], "int32"),
        ([0.5], "float32"),
        ([2.0**40], "float32"),
        ([0.1], "float64"),
        ([2.0**40 + 1], "float64"),
        ([1e300], "float64"),
    ],
)
def test_the_narrowest_type_that_is_exact(values: list[float], dtype: str) -> None:
    array = np.array(values, dtype=np.float64)
    narrow = heatmaps.narrowest(array)
    assert narrow.dtype == dtype
    np.testing.assert_array_equal(narrow.astype(np.float64), array)


@pytest.mark.parametrize(
    ("x", "w"),
    [
        (X, W),
        (np.arange(6), np.array([1, 2])),
        (np.arange(60).reshape(3, 4, 5), np.arange(12).reshape(2, 2, 3)),
    ],
    ids=["2", "1", "3"],
)
def test_every_tile_of_a_sheet_is_the_product_of_its_window(x: np.ndarray, w: np.ndarray) -> None:
    convolution = Convolution(x, w, stride=1, padding=1)
    sheets = [z(figure) for figure in heatmaps.sheets(convolution.products)]
    lead = (1,) * (3 - convolution.rank)
    kernel = np.reshape(w, lead + w.shape)
    _, rows, columns = kernel.shape
    out_rows = (*lead, *convolution.output_shape)[1]
    for step in map(convolution.step, range(len(convolution))):
        q, i, j = (0,) * len(lead) + step.index
        top, left = (q * out_rows + i) * rows, j * columns
        tiles = [sheet[top : top + rows, left : left + columns] for sheet in sheets]
        np.testing.assert_array_equal(tiles, step.product.reshape(kernel.shape))
