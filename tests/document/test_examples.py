"""The gallery: every example runs, and what its text says is so."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from convviz import Convolution, Filters
from convviz.core import Layer
from convviz.document import examples
from convviz.document.document import Document
from convviz.document.limits import MAX_PRODUCTS
from convviz.player.scene import scene

EXAMPLES = examples.EXAMPLES
SLUGS = [example.slug for example in EXAMPLES]
every_example = pytest.mark.parametrize("example", EXAMPLES, ids=SLUGS)


def opened(slug: str, **changes: object) -> Convolution:
    """An example's convolution, as the page opens it or with something changed."""
    example = examples.find(slug)
    assert example
    return Convolution(**{"x": example.x, "w": example.w, **example.parameters, **changes})


def stacked(slug: str, **changes: object) -> tuple[Layer, ...]:
    """The layers of an example, as the page opens it or with something changed in the first."""
    document = Document.of(examples.find(slug)).showing(0)
    if "x" in changes:
        document = replace(document, x=changes.pop("x"))
    if "w" in changes:
        w = np.array(changes.pop("w"), dtype=float)
        document = document.with_plan(replace(document.plan, filters=w))
    document = document.with_plan(document.plan.with_(**changes))
    assert document.complaint == ""
    return document.stack.layers


def changed(tensor: np.ndarray, place: object, value: float) -> np.ndarray:
    copy = tensor.copy()
    copy[place] = value
    return copy


# ------------------------------------------------------------------------------------- all of them


@every_example
def test_an_example_convolves_and_fits_the_stage(example: examples.Example) -> None:
    document = Document.of(example)
    assert (document.rank, document.complaint) == (example.rank, "")
    for layer in document.stack.layers:
        assert len(layer) * np.prod(layer.geometry.filter_shape) <= MAX_PRODUCTS
        assert scene(layer)["steps"] == len(layer)


@every_example
def test_an_example_has_texts_that_fit(example: examples.Example) -> None:
    assert re.fullmatch(r"[a-z0-9-]+", example.slug)
    assert 0 < len(example.title) <= 40
    assert 0 < len(example.look) <= 140
    assert 0 < len(example.question) <= 140
    assert example.question.endswith("?")
    assert example.question.count("?") == 1
    assert example.look.endswith(".")
    texts = (example.title, example.look, example.question)
    assert all(text == text.strip() and "  " not in text for text in texts)
    assert not re.search(r"[*_`$<>\[\]~]", "".join(texts)), "Markdown would read this as its own"


@every_example
def test_an_example_is_read_only_and_finite(example: examples.Example) -> None:
    for tensor in (example.x, *([] if example.w is None else [example.w])):
        assert tensor.dtype == np.float64
        assert not tensor.flags.writeable
        assert np.isfinite(tensor).all()
    assert isinstance(example.parameters, MappingProxyType)
    hash(tuple(example.parameters.values()))  # what can be hashed cannot be changed


@every_example
def test_an_example_is_small_enough_to_look_at(example: examples.Example) -> None:
    largest = (64, 64) if example.slug == "picture" else {1: (16,), 2: (12, 12), 3: (5, 6, 6)}[example.rank]
    assert all(size <= limit for size, limit in zip(example.x.shape, largest, strict=True))


@every_example
def test_the_input_holds_integers(example: examples.Example) -> None:
    np.testing.assert_array_equal(example.x, np.round(example.x))


def test_a_rank_3_example_gives_its_parameters_per_axis() -> None:
    for example in examples.of_rank(3):
        for name in {"stride", "padding", "dilation"} & set(example.parameters):
            assert len(example.parameters[name]) == 3
            assert not isinstance(example.parameters[name], str)


def test_there_are_enough_of_every_rank_in_order_and_no_two_of_one_name() -> None:
    assert len(EXAMPLES) >= 16
    assert len(set(SLUGS)) == len({example.title for example in EXAMPLES}) == len(EXAMPLES)
    assert [example.rank for example in EXAMPLES] == sorted(example.rank for example in EXAMPLES)
    assert [examples.default(rank).slug for rank in (1, 2, 3)] == ["vector", "matrix", "tensor"]


def test_an_unknown_name_is_no_example() -> None:
    assert examples.find("cats") is None
    assert [examples.find(slug) for slug in SLUGS] == list(EXAMPLES)


def test_parameters_are_empty_unless_given() -> None:
    example = examples.Example("a", "A", "Look.", "What?", np.ones(3), np.ones(1))
    assert dict(example.parameters) == {}
    with pytest.raises(TypeError):
        example.parameters["stride"] = 2  # type: ignore[index]


@every_example
def test_an_example_has_a_test_of_its_claim(example: examples.Example) -> None:
    name = f"test_{example.slug.replace('-', '_')}_"
    assert any(test.startswith(name) for test in globals())


# ------------------------------------------------------------------------------------------ rank 1


def test_vector_has_three_windows_and_minus_one_meets_every_weight() -> None:
    convolution = opened("vector")
    np.testing.assert_array_equal(convolution.output, [-1, 7, 5])
    places = [step.window.tolist().index(-1) for step in map(convolution.step, range(3))]
    assert [convolution.kernel[place] for place in places] == [2, 0, 1]


def test_moving_average_climbs_a_ramp_as_wide_as_the_filter() -> None:
    convolution = opened("moving-average")
    np.testing.assert_array_equal(convolution.output, [0, 0, 2, 4, 6, 8, 8])
    np.testing.assert_array_equal(np.diff(convolution.output) > 0, [0, 1, 1, 1, 1, 0])
    earlier = opened("moving-average", x=changed(convolution.x, 4, 8)).output
    np.testing.assert_array_equal(earlier, [0, 2, 4, 6, 8, 8, 8])


def test_size_is_five_and_counts_the_first_window() -> None:
    assert opened("size").output_shape == (7 - 3 + 1,) == (5,)
    assert [len(opened("size", w=np.ones(k))) for k in (6, 7)] == [2, 1]


def test_impulse_gives_the_filter_backwards() -> None:
    convolution = opened("impulse")
    np.testing.assert_array_equal(convolution.output, [0, 0, 3, 2, 1, 0, 0])
    np.testing.assert_array_equal(convolution.output[2:5], convolution.w[::-1])
    double = opened("impulse", x=2 * convolution.x)
    np.testing.assert_array_equal(double.output, [0, 0, 6, 4, 2, 0, 0])


def test_flip_gives_the_filter_as_it_was_given() -> None:
    convolution, unflipped = opened("flip"), opened("impulse")
    np.testing.assert_array_equal(convolution.x, unflipped.x)
    np.testing.assert_array_equal(convolution.w, unflipped.w)
    np.testing.assert_array_equal(convolution.output[2:5], convolution.w)
    for place, value in [(0, 3), (2, 1)]:
        w = changed(convolution.w, place, value)
        np.testing.assert_array_equal(opened("flip", w=w).output, opened("impulse", w=w).output)


def test_valid_same_full_are_four_six_and_eight() -> None:
    words = ("valid", "same", "full")
    cases = [opened("valid-same-full", padding=word) for word in words]
    assert [len(case) for case in cases] == [4, 6, 8]
    assert opened("valid-same-full").padding == cases[2].padding
    np.testing.assert_array_equal(cases[2].output, [4, 8, 12, 12, 12, 12, 8, 4])
    assert [int((case.windows == 0).any(axis=1).sum()) for case in cases] == [0, 2, 4]


def test_even_same_pads_one_before_and_two_after() -> None:
    assert opened("even-same").padding == ((1, 2),)
    assert opened("even-same").output_shape == opened("even-same").x.shape == (8,)
    even = [k for k in range(1, 9) if len(set(*opened("even-same", w=np.ones(k)).padding)) == 1]
    assert even == [1, 3, 5, 7]


def test_stride_floor_leaves_the_last_two_numbers_in_no_window() -> None:
    convolution = opened("stride-floor")
    np.testing.assert_array_equal(convolution.output, [6, 15, 24])
    assert sorted(set(convolution.x) - set(convolution.windows.ravel())) == [10, 11]
    reaching = [
        stride for stride in range(1, 12) if opened("stride-floor", stride=stride).windows[-1, -1] == 11
    ]
    assert reaching == [1, 2, 4, 8]


def test_dilation_spans_seven_numbers_with_three_weights() -> None:
    convolution = opened("dilation")
    assert convolution.w.size == 3
    np.testing.assert_array_equal(convolution.output, [3, 6, 9, 3, 6, 9])
    # The span is what the windows leave of the axis: n - windows + 1.
    spans = [convolution.x.size - len(opened("dilation", dilation=d)) + 1 for d in (1, 2, 3)]
    assert spans == [3, 5, 7]


def test_derivative_is_the_difference_and_its_sign_the_slope() -> None:
    convolution = opened("derivative")
    np.testing.assert_array_equal(convolution.output, np.diff(convolution.x))
    assert set(np.sign(convolution.output)) == {-1, 0, 1}
    raised = opened("derivative", x=changed(convolution.x, 5, convolution.x[5] + 1))
    np.testing.assert_array_equal((raised.output - convolution.output)[3:7], [0, 1, -1, 0])


def test_matched_filter_peaks_where_the_pattern_is() -> None:
    convolution = opened("matched-filter")
    places = [i for i, window in enumerate(convolution.windows) if (window == convolution.w).all()]
    assert places == [9]
    assert (convolution.output.argmax(), convolution.output[9]) == (9, 18)
    assert np.sort(convolution.output)[-2] == 3
    assert np.flatnonzero((convolution.products >= 0).all(axis=1)).tolist() == [9]


def test_rising_leaves_the_steps_up() -> None:
    difference, relu = stacked("rising")
    np.testing.assert_array_equal(relu.output, [0, 3, 2, 0, 0, 0, 4, 0, 0])
    assert ((relu.output > 0) == (np.diff(difference.x) > 0)).all()
    falling = stacked("rising", w=[[1, -1]])[1].output
    np.testing.assert_array_equal(falling, np.maximum(-np.diff(difference.x), 0))


# ------------------------------------------------------------------------------------------ rank 2


def test_matrix_adds_two_numbers_of_every_window() -> None:
    convolution = opened("matrix")
    np.testing.assert_array_equal(convolution.output, [[2, 6], [4, 4]])
    np.testing.assert_array_equal(convolution.output, convolution.x[:-1, :-1] + convolution.x[1:, 1:])
    without = opened("matrix", x=changed(convolution.x, (1, 1), 0))
    np.testing.assert_array_equal(convolution.output - without.output, [[1, 0], [0, 1]])


def test_turned_gives_the_filter_turned_round_and_flipped_as_it_was_given() -> None:
    convolution = opened("turned")
    np.testing.assert_array_equal(convolution.output, [[0, 4, 3], [0, 2, 1], [0, 0, 0]])
    flipped = opened("turned", flip=True)
    np.testing.assert_array_equal(flipped.output[:2, 1:], convolution.w)


def test_sobel_is_zero_but_for_the_edge() -> None:
    np.testing.assert_array_equal(opened("sobel").output, [[0, 0, 36, 36, 0, 0]] * 6)


def test_gaussian_blur_keeps_flat_parts_and_spreads_the_dot() -> None:
    convolution = opened("gaussian-blur")
    assert convolution.w.sum() == 1
    np.testing.assert_array_equal(convolution.output[2:5, 1:4], 16 * convolution.w)
    np.testing.assert_array_equal(convolution.output[0], [0, 0, 0, 0, 0, 4, 12, 16, 16])
    assert opened("gaussian-blur", w=changed(convolution.w, (1, 1), 0.5)).output[0, -1] == 20


def test_sharpen_keeps_flat_parts_and_overshoots_at_the_edge() -> None:
    convolution = opened("sharpen")
    assert set(convolution.x.flat) == {4, 6}
    np.testing.assert_array_equal(convolution.output[4], [4, 2, 8, 6, 6, 6, 6, 8, 2, 4])
    np.testing.assert_array_equal(convolution.output[[2, 2, 6, 6], [2, 7, 2, 7]], 10)
    assert set(convolution.output.flat) == {2, 4, 6, 8, 10}
    flat = np.where(np.isin(convolution.output, [4, 6]))
    assert not opened("sharpen", w=changed(convolution.w, (1, 1), 4)).output[flat].any()


def test_laplacian_is_zero_on_the_slope_and_shows_the_spike() -> None:
    convolution = opened("laplacian")
    expected = np.zeros((6, 7))
    expected[2:5, 3:6] = [[0, 3, 0], [3, -12, 3], [0, 3, 0]]
    np.testing.assert_array_equal(convolution.output, expected)
    assert convolution.x[4, 5] == 17
    assert not opened("laplacian", x=changed(convolution.x, (4, 5), 14)).output.any()


def test_emboss_gives_the_bias_in_flat_parts_and_a_relief_at_the_sides() -> None:
    convolution = opened("emboss")
    flat = np.ptp(convolution.windows, axis=(2, 3)) == 0
    assert set(convolution.output[flat]) == {3}
    sides = {
        "up": [[0, 0], [3, 3]],
        "left": [[0, 3], [0, 3]],
        "down": [[3, 3], [0, 0]],
        "right": [[3, 0], [3, 0]],
    }
    totals = {
        name: set(convolution.output[(convolution.windows == side).all(axis=(2, 3))])
        for name, side in sides.items()
    }
    assert totals == {"up": {6}, "left": {6}, "down": {0}, "right": {0}}
    assert set(convolution.output.flat) == {0, 3, 6}
    np.testing.assert_array_equal(opened("emboss", bias=0).output, convolution.output - 3)


def test_zero_border_falls_to_six_and_four() -> None:
    expected = np.full((6, 8), 9)
    expected[[0, -1]] = expected[:, [0, -1]] = 6
    expected[np.ix_([0, -1], [0, -1])] = 4
    np.testing.assert_allclose(opened("zero-border").output, expected)
    for mode in ("edge", "reflect", "symmetric", "wrap"):
        np.testing.assert_allclose(opened("zero-border", padding_mode=mode).output, 9)


def test_pattern_is_largest_at_the_cross_and_zero_in_a_flat_area() -> None:
    convolution = opened("pattern")
    assert convolution.w.sum() == 0
    cross = [[0, 1, 0], [1, 1, 1], [0, 1, 0]]
    places = np.argwhere((convolution.windows == cross).all(axis=(2, 3)))
    assert places.tolist() == [[7, 7]]
    assert np.argwhere(convolution.output == convolution.output.max()).tolist() == [[7, 7]]
    assert convolution.output[7, 7] == 20
    assert not convolution.output[1:3, 1:3].any()
    runners_up = np.argwhere(convolution.output == np.sort(convolution.output.ravel())[-2])
    assert convolution.output[tuple(runners_up[0])] == 12
    # Their centres all lie on the L, which is the only shape in rows 8 to 11 and columns 3 to 6.
    assert all(7 <= row + 1 <= 10 and 2 <= column + 1 <= 5 for row, column in runners_up)


def test_picture_shows_the_vertical_edges_by_sign_and_no_horizontal_ones() -> None:
    convolution = opened("picture")
    x, output = convolution.x, convolution.output
    assert (x.min() >= 0, x.max() <= 255) == (True, True)
    rising, falling = x[:, 2:] > x[:, :-2], x[:, 2:] < x[:, :-2]
    rises, falls = (sum(side[i : i + 62].astype(int) for i in range(3)) for side in (rising, falling))
    assert (output[(rises > 0) & (falls == 0)] > 0).all()
    assert (output[(falls > 0) & (rises == 0)] < 0).all()
    assert not output[(rises == 0) & (falls == 0)].any()
    sun, walls = output[11], output[35]  # cells of the output are one row and one column on
    assert sun[:47].max() > 0 > sun[47:].min()
    assert walls[10:12].min() > 0 > walls[30:32].max()
    # The foot of the house, its roof line and the tops of its windows are edges that leave no trace.
    for row, columns in [(54, slice(13, 18)), (34, slice(13, 30)), (38, slice(16, 19)), (38, slice(25, 28))]:
        assert (x[row, columns] != x[row - 1, columns]).all()
        assert not output[row - 2 : row, columns.start : columns.stop - 2].any()


def test_two_filters_meet_at_the_corners_alone() -> None:
    (filters,) = stacked("two-filters")
    both = (filters.output != 0).all(axis=0)
    assert [tuple(map(int, place)) for place in np.argwhere(both)] == [(1, 2), (1, 6), (5, 2), (5, 6)]
    vertical, horizontal = filters.output
    assert not vertical[:, 3:6].any()  # between the two vertical edges
    assert not horizontal[2:5].any()


def test_threshold_leaves_the_windows_that_are_full() -> None:
    counts, relu = stacked("threshold")
    full = counts.windows.reshape(*counts.output_shape, 4).sum(axis=-1)
    np.testing.assert_array_equal(relu.output > 0, full == 4)
    assert (full == 4).any()
    with_three = stacked("threshold", bias=-2.0)[1].output > 0
    np.testing.assert_array_equal(with_three, full >= 3)
    assert (full == 3).any()


def test_largest_is_the_mean_where_all_four_are_alike() -> None:
    (pooling,) = stacked("largest")
    np.testing.assert_array_equal(pooling.output, [[4, 2, 9], [7, 6, 3], [8, 1, 4]])
    means = pooling.windows.mean(axis=(2, 3))
    assert [tuple(map(int, at)) for at in np.argwhere(means == pooling.output)] == [(0, 1), (1, 2)]
    moved = changed(changed(pooling.x, (0, 5), 0), (1, 4), 9)  # the 9 within its window
    np.testing.assert_array_equal(stacked("largest", x=moved)[0].output, pooling.output)


def test_stride_or_pooling_keeps_the_first_or_the_largest_of_four() -> None:
    totals, pooled = stacked("stride-or-pooling")
    strided = stacked("stride-or-pooling", stride=(2, 2))[0].output
    np.testing.assert_array_equal(strided, totals.output[::2, ::2])
    smaller = np.argwhere(strided < pooled.output)
    assert len(smaller) == 6
    assert (strided <= pooled.output).all()


def test_corner_is_all_that_is_left_and_without_the_bias_both_edges() -> None:
    edges, _, _, corner = stacked("corner")
    assert [tuple(map(int, place)) for place in np.argwhere(corner.output)] == [(0, 1, 2)]
    document = Document.of(examples.find("corner")).showing(2)
    plain = document.with_plan(document.plan.with_(bias=0.0)).stack.output
    np.testing.assert_array_equal(plain[0] > 0, (edges.output > 0).any(axis=0))


def test_far_reaches_three_and_five_with_fewer_weights() -> None:
    first, second = stacked("far")
    assert [int(np.count_nonzero(layer.output)) for layer in (first, second)] == [3 * 3, 5 * 5]
    document = Document.of(examples.find("far"))
    assert document.stack.receptive_field((2, 2)).size == (5, 5)
    assert sum(plan.filters.size for plan in document.layers) == 18 < 5 * 5


def test_checkerboard_is_even_where_the_stride_divides_the_filter() -> None:
    (board,) = stacked("checkerboard")
    assert set(board.output[2:-2, 2:-2].ravel()) == {1, 2, 4}
    for size in range(1, 5):
        middle = stacked("checkerboard", w=np.ones((1, size, size)))[0].output[2:-2, 2:-2]
        assert (len(set(middle.ravel())) == 1) == (size % 2 == 0)


def test_smooth_stays_plain_but_for_its_edge() -> None:
    (field,) = stacked("smooth")
    assert set(field.output[1:-1, 1:-1].ravel()) == {4}
    (products,) = stacked("smooth", x=np.ones((4, 4)), w=np.ones((1, 4, 4)))
    assert (products.output[0, 0], products.output[0, 3], products.output[3, 3]) == (1, 2, 4)


# ------------------------------------------------------------------------------------------ rank 3


def test_tensor_sums_the_products_of_all_slices_into_one() -> None:
    convolution = opened("tensor")
    np.testing.assert_array_equal(convolution.output, [[[5, 11], [15, 5]]])
    assert (convolution.step(0).product.size, convolution.step(0).product[0].size) == (12, 4)


def test_shallow_moves_in_depth_too() -> None:
    convolution, deep = opened("shallow"), opened("tensor")
    np.testing.assert_array_equal(convolution.x, deep.x)
    np.testing.assert_array_equal(convolution.w, deep.w[:2])
    np.testing.assert_array_equal(convolution.output, [[[5, 6], [13, 4]], [[11, -2], [9, 2]]])
    slices = [{step.origin[0], step.origin[0] + 1} for step in map(convolution.step, range(8))]
    assert set.intersection(*slices) == {1}


def test_channels_are_summed_into_one_slice() -> None:
    convolution = opened("channels")
    assert convolution.output_shape == (1, 5, 5)
    yellow, white, red, blue = (convolution.output[0, i, j] for i in (0, 3) for j in (0, 3))
    assert (yellow, white, red, blue) == (40, 0, 20, -40)
    white_window = convolution.products[0, 0, 3]
    assert convolution.windows[0, 0, 3].tolist() == np.full((3, 2, 2), 5).tolist()
    assert white_window.sum(axis=(1, 2)).tolist() == [20, 20, -40]


def test_pooling_keeps_the_slices_apart_and_halves_rows_and_columns() -> None:
    convolution = opened("pooling")
    assert (convolution.x.shape, convolution.output_shape) == ((3, 4, 6), (3, 2, 3))
    np.testing.assert_array_equal(
        convolution.output, [[[2, 6, 1], [4, 5, 7]], [[0, 2, 4], [6, 8, 2]], [[8, 3, 4], [5, 2, 5]]]
    )
    assert opened("pooling", w=np.ones((3, 2, 2))).output_shape == (1, 2, 3)


def test_motion_is_negative_where_the_square_leaves_and_positive_where_it_arrives() -> None:
    convolution = opened("motion")
    np.testing.assert_array_equal(convolution.output, convolution.x[1:] - convolution.x[:-1])
    np.testing.assert_array_equal(convolution.output[0, 2], [0, -5, 0, 5, 0, 0])
    assert [convolution.x[time, 2, 2] for time in (0, 1)] == [5, 5]


def test_surface_counts_open_sides() -> None:
    convolution = opened("surface")
    outer = [[3, 2, 2, 3], [2, 1, 1, 2], [2, 1, 1, 2], [3, 2, 2, 3]]
    middle = [[2, 1, 1, 2], [1, 0, 0, 1], [1, 0, 0, 1], [2, 1, 1, 2]]
    np.testing.assert_array_equal(convolution.output, [outer, middle, outer])
    change = opened("surface", x=changed(convolution.x, (2, 2, 2), 0)).output - convolution.output
    assert sorted(change[change != 0]) == [-6, 1, 1, 1, 1, 1, 1]


def test_three_filters_answer_to_their_colours_and_not_to_white() -> None:
    (maps,) = stacked("three-filters")
    yellow, white = (0, 0, 0), (0, 0, 4)
    assert [one[yellow] for one in maps.output] == [20, 20, -40]
    assert [one[white] for one in maps.output] == [0, 0, 0]
    (black,) = stacked("three-filters", x=np.zeros((3, 6, 6)))
    assert not black.output.any()


def test_depthwise_mixes_no_slices_and_needs_a_third_of_the_weights() -> None:
    (parts,) = stacked("depthwise")
    assert isinstance(parts, Filters)
    (other,) = stacked("depthwise", x=changed(parts.x, (1, 2, 2), 9))
    assert [bool((a != b).any()) for a, b in zip(parts.output, other.output, strict=True)] == [
        False,
        True,
        False,
    ]
    assert parts.w.size == 12
    assert parts.output_shape[0] * 3 * 2 * 2 == 36


def test_mixing_knows_no_neighbours() -> None:
    (mixed,) = stacked("mixing")
    assert mixed.output_shape == (2, 1, 3, 4)
    for place in np.ndindex(mixed.x.shape):
        (other,) = stacked("mixing", x=changed(mixed.x, place, 9))
        assert [tuple(at[2:]) for at in np.argwhere(other.output != mixed.output).tolist()] == [place[1:]]
