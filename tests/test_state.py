"""The state of the page, without Streamlit: links, drafts, transitions."""

from __future__ import annotations

import numpy as np
import pytest

from convviz.ui import state


def test_a_link_of_the_design() -> None:
    parsed, complaints = state.parse({"rank": "2", "x": "1,2,2;3,1,4;2,1,3", "w": "1,0;0,1", "step": "3"})
    assert complaints == []
    assert parsed.x.tolist() == [[1, 2, 2], [3, 1, 4], [2, 1, 3]]
    assert parsed.w.tolist() == [[1, 0], [0, 1]]
    assert parsed.step == 3
    assert state.query(parsed) == ""


def test_slices_are_separated_by_bars() -> None:
    parsed, _ = state.parse({"rank": "3", "x": "1,2;3,4|5,6;7,8", "w": "1|2"})
    assert parsed.x.shape == (2, 2, 2)
    assert parsed.x[1, 0, 1] == 6
    assert state.query(parsed) == "rank=3&x=1,2;3,4|5,6;7,8&w=1|2"


def test_an_example_brings_its_rank() -> None:
    parsed, complaints = state.parse({"example": "motion"})
    assert (parsed.rank, complaints) == (3, [])


@pytest.mark.parametrize(
    ("parameters", "complaint"),
    [
        ({"rank": "7"}, "The link’s rank, “7”, is not one of 1, 2, 3; rank 2 is shown."),
        ({"rank": "1e309"}, "rank, “1e309”"),
        ({"rank": "9" * 400}, "…”, is not one of 1, 2, 3"),
        ({"example": "cats"}, "“cats”, is not one of rank 2 (matrix, sobel); matrix is shown."),
        (
            {"rank": "1", "example": "sobel"},
            "“sobel”, is not one of rank 1 (vector, moving-average)",
        ),
        ({"x": "1,,2"}, "The link’s x is left aside: an empty cell is not a number."),
        ({"x": ""}, "an empty cell is not a number"),
        ({"x": "1,2;3"}, "it is ragged: a part of 1 cells stands beside one of 2"),
        ({"x": "1|2"}, "'|' does not occur in a tensor of rank 2"),
        ({"w": "<script>"}, "“<script>” is not a number"),
        ({"w": "nan"}, "“nan” is not a finite number"),
        ({"w": "1e309"}, "“1e309” is not a finite number"),
        ({"w": "1_0"}, "“1_0” is not a finite number"),
        ({"x": ",".join("0" * 257)}, "257 columns are too many; the limit is 256"),
        ({"step": "0"}, "The link’s step, “0”, is not a whole number from 1; 1 is shown."),
        ({"step": "-1"}, "step, “-1”"),
        ({"step": "1.5"}, "step, “1.5”"),
        ({"step": "²"}, "step, “²”"),
        ({"step": "9" * 400}, "is not a whole number from 1"),
    ],
)
def test_a_bad_parameter_is_named_and_the_rest_is_shown(parameters: dict[str, str], complaint: str) -> None:
    parsed, complaints = state.parse(parameters)
    assert len(complaints) == 1
    assert complaint in complaints[0]
    assert np.isfinite(parsed.x).all()
    assert np.isfinite(parsed.w).all()
    assert parsed.step == 1


def test_sixty_kilobytes_of_cells_are_answered() -> None:
    _, complaints = state.parse({"x": "1," * 30_000})
    assert complaints


def test_tensors_of_a_link_that_do_not_fit_are_kept_and_named() -> None:
    session = state.start({"rank": "1", "x": "1,2", "w": "1,2,3"})
    assert session.desk.settle() == (
        "Filter of size 3 does not fit axis 0 of the padded input (size 2); "
        "use a smaller filter or pad by at least 1."
    )
    assert session.desk.x.draft.tolist() == ["1", "2"]
    assert session.desk.state.x.tolist() == [1, 3, -1, 2, 3]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        (" -2.5 ", -2.5),
        ("−6", -6),
        ("6,5", 6.5),
        (".5", 0.5),
        ("1e3", 1000),
        ("+4", 4),
        ("2.", 2),
    ],
)
def test_numbers_as_people_type_them(text: str, value: float) -> None:
    assert state.read_number(text) == value


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "is empty"),
        ("  ", "is empty"),
        ("cat", "holds “cat”, which is not a finite number"),
        ("nan", "holds “nan”, which is not a finite number"),
        ("inf", "holds “inf”, which is not a finite number"),
        ("1 2", "not a finite number"),
        ("1e999", "holds “1e999”, which is too large for a number of 64 bits"),
        ("x" * 99, "…”, which is not"),
    ],
)
def test_a_cell_that_holds_no_number_says_so(text: str, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        state.read_number(text)


@pytest.mark.parametrize(
    ("rank", "index", "where"),
    [
        (1, (2,), "cell 3"),
        (2, (1, 0), "row 2, column 1"),
        (3, (2, 0, 1), "depth 3, row 1, column 2"),
    ],
)
def test_a_bad_cell_is_named_and_the_last_valid_numbers_stay(
    rank: int, index: tuple[int, ...], where: str
) -> None:
    desk = state.start({"rank": str(rank)}).desk
    before = desk.state.x
    desk.x.draft = desk.x.draft.copy()
    desk.x.draft[index] = ""
    assert desk.settle() == f"Input, {where}: the cell is empty."
    np.testing.assert_array_equal(desk.state.x, before)


def test_an_edit_reaches_the_state_and_the_link() -> None:
    desk = state.start({}).desk
    matrix = desk.x.matrix().copy()
    matrix[1, 2] = "0,5"
    desk.x.take(matrix)
    assert desk.settle() is None
    assert desk.edited
    assert state.query(desk.state) == "x=1,2,2;3,1,0.5;2,1,3"
    assert desk.x.base[1, 2] == "4"


def test_slices_keep_what_was_typed_in_the_others() -> None:
    grid = state.start({"rank": "3"}).desk.x
    matrix = grid.matrix().copy()
    matrix[0, 0] = "oops"
    token = grid.token
    grid.take(matrix)
    grid.turn(2)
    assert grid.token != token
    assert grid.matrix()[0, 2] == "4"
    grid.turn(0)
    assert grid.matrix()[0, 0] == "oops"


def test_a_rank_that_was_left_is_found_as_it_was() -> None:
    session = state.start({"x": "9,8;7,6", "w": "1", "step": "3"})
    token = session.desk.x.token
    session.turn_to(1)
    session.turn_to(2)
    assert session.desk.state.x.tolist() == [[9, 8], [7, 6]]
    assert session.desk.first_step == 3
    assert session.desk.x.token != token


def test_the_title_is_the_examples_until_the_shape_is_another() -> None:
    edited, _ = state.parse({"x": "9,9,9;9,9,9;9,9,9"})
    own, _ = state.parse({"x": "9,9,9;9,9,9"})
    assert edited.headline()[0] == "Worked example: a matrix"
    assert own.headline()[0] == "A matrix of your own"


def test_opening_an_example_replaces_everything() -> None:
    session = state.start({"x": "9,8;7,6", "step": "3"})
    session.open("sobel")
    assert state.query(session.desk.state) == "example=sobel"
    assert session.desk.first_step == 1


def test_a_step_counts_only_for_what_is_loaded() -> None:
    session = state.start({})
    session.moved({"load": "another", "step": 4})
    assert session.desk.state.step == 1
    session.moved({"load": session.desk.load, "step": 4})
    assert session.desk.state.step == 4
    assert session.desk.first_step == 1


def test_a_session_resumes_once_from_the_link_of_an_older_page() -> None:
    session = state.start({})
    report = {"session": session.token, "link": "?rank=1&x=4,5,6&step=2"}
    assert session.outdated_by(report)
    resumed = session.resumed(report["link"])
    assert (resumed.rank, resumed.desk.state.x.tolist(), resumed.desk.first_step) == (
        1,
        [4, 5, 6],
        2,
    )
    assert not resumed.outdated_by(report)
    assert not session.outdated_by({"load": session.desk.load, "step": 2})


def test_links_go_round() -> None:
    hypothesis = pytest.importorskip("hypothesis", reason="properties need the package hypothesis")
    from hypothesis import strategies as st
    from hypothesis.extra import numpy as arrays

    floats = st.floats(allow_nan=False, allow_infinity=False)
    shapes = arrays.array_shapes(min_dims=1, max_dims=3, max_side=5)

    @hypothesis.settings(derandomize=True, deadline=None)
    @hypothesis.given(arrays.arrays(np.float64, shapes, elements=floats))
    def round_trip(tensor: np.ndarray) -> None:
        text = state.tensor_text(tensor)
        assert not set(text) & set(" +&#%?=")
        np.testing.assert_array_equal(state.parse_tensor(text, tensor.ndim), tensor)

    round_trip()
