"""Texts that can be read in two ways: refused with both, or read as one with a word, the other a button."""

from __future__ import annotations

from typing import Any

import pytest

import convviz
from convviz.document.reading.contents import read_source


def refusal(text: str, rank: int | None = None) -> convviz.ReadError:
    with pytest.raises(convviz.ReadError) as caught:
        read_source(text, rank)
    return caught.value


@pytest.mark.parametrize("rank", [None, 1, 2])
@pytest.mark.parametrize(
    ("text", "named", "offered"),
    [
        ("1 000 2 000", "“1 000” can be 1000", [[1000, 2000], [1, 0, 2, 0]]),
        ("1 000", "“1 000” can be 1000", [[1000], [1, 0]]),
        ("5 12 000 000", "“12 000 000” can be 12000000", [[5, 12000000], [5, 12, 0, 0]]),
        ("0 1 000.5 -2 050", "“1 000.5” can be 1000.5", [[0, 1000.5, -2050], [0, 1, 0.5, -2, 50]]),
        ("250 000\n300 000", "“250 000” can be 250000", [[250000, 300000], [[250, 0], [300, 0]]]),
        ("a b\n1 000 2 000", "Line 2: “1 000”", [[1000, 2000], [1, 0, 2, 0]]),
        (
            "1 000 2\n# below\n3 000 4",
            "“1 000” can be 1000",
            [[[1000, 2], [3000, 4]], [[1, 0, 2], [3, 0, 4]]],
        ),
        ("950\n1 120\n12 300", "“1 120” can be 1120", [[950, 1120, 12300]]),
        ("1 000 500", "“1 000” can be 1000", [[1, 0, 500]]),
        ("250 000 500 000", "“250 000” can be 250000", [[250, 0, 500, 0]]),
        ("[1 000 2 000]", "“1 000” can be 1000", []),
        ("A = [1 5 000; 3 7 000]", "“5 000” can be 5000", []),
        ("1 000 2; 3 000 4", "“1 000” can be 1000", []),
    ],
)
def test_a_blank_may_part_thousands(text: str, named: str, offered: list[Any], rank: int | None) -> None:
    error = refusal(text, rank)
    assert named in str(error)
    assert [offer.values.tolist() for offer in error.offers] == offered


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0 000", [0, 0]),
        ("255 000 128", [255, 0, 128]),
        ("255 000 255\n000 255 000", [[255, 0, 255], [0, 255, 0]]),
        ("1 200 300\n4 500 600", [[1, 200, 300], [4, 500, 600]]),
        ("12 345 678", [12, 345, 678]),
        ("1 234.5\n2 345.5", [[1, 234.5], [2, 345.5]]),
        ("2024 01 15", [2024, 1, 15]),
        ("00 01 10 11", [0, 1, 10, 11]),
        ("[000 255 012]", [0, 255, 12]),
        ("1 000\t2 000", [1000, 2000]),
        ("1 000\t2\n3\t40 000", [[1000, 2], [3, 40000]]),
        ("1 000;2 000\n3 000;4 000", [[1000, 2000], [3000, 4000]]),
        ("1 000;2 000", [[1000], [2000]]),
        ("  v\n1 100\n2 200", [[1, 100], [2, 200]]),
    ],
)
def test_other_blanks_part_cells(text: str, values: object) -> None:
    assert convviz.read_tensor(text).tolist() == values


def test_mixed_numbers_are_a_button() -> None:
    reading = read_source("2 1/2\n3 1/4", 2)
    assert reading.values.tolist() == [[2, 0.5], [3, 0.25]]
    assert [(offer.label, offer.values.tolist()) for offer in reading.offers] == [
        ("Read 2 1/2 as 5/2", [2.5, 3.25])
    ]
    assert [offer.values.tolist() for offer in read_source("2 ½", 1).offers] == [[2.5]]
    assert read_source("1 1/2 1", 1).offers == ()


def test_a_comma_may_end_a_row_or_be_decimal() -> None:
    error = refusal("1 2,3 4", 2)
    assert "2 rows of 2 numbers, or one row in which 2,3 is 2.3" in str(error)
    assert [offer.values.tolist() for offer in error.offers] == [[[1, 2], [3, 4]], [1, 2.3, 4]]
    reading = read_source("1 2,3 4", 1)
    assert (reading.values.tolist(), reading.note) == ([1, 2.3, 4], "The commas are decimal commas.")
    assert [offer.values.tolist() for offer in reading.offers] == [[[1, 2], [3, 4]]]
    assert read_source("0,5 1,5", 2).values.tolist() == [[0.5, 1.5]]


def test_a_comma_that_makes_uneven_rows_may_be_decimal_or_part_thousands() -> None:
    error = refusal("1,234\n5", 2)
    assert str(error).endswith("Its commas may also be decimal, or part thousands.")
    assert [offer.values.tolist() for offer in error.offers] == [[[1234], [5]], [[1.234], [5]]]
    assert [offer.values.tolist() for offer in refusal("1,5\n2", 2).offers] == [[[1.5], [2]]]


@pytest.mark.parametrize("text", ["[1, 2] * 3", "(1, 2)*3", "x = ([1, 2]) * 3;", "[1, 2]*3 # again"])
def test_a_whole_number_behind_a_list_repeats_it_or_is_a_factor(text: str) -> None:
    error = refusal(text)
    assert "repeats it in Python" in str(error)
    assert [offer.values.tolist() for offer in error.offers] == [[1, 2, 1, 2, 1, 2], [3, 6]]


def test_two_whole_numbers_behind_a_list_are_one() -> None:
    assert [offer.label for offer in refusal("[1, 2] * 2 * 3").offers] == [
        "Repeat the list 6 times",
        "Multiply by 6",
    ]


def test_a_whole_number_before_a_list_is_a_factor_and_says_so() -> None:
    reading = read_source("3 * [[1, 2]]")
    assert reading.values.tolist() == [[3, 6]]
    assert "in Python it would repeat the list" in reading.note
    assert [offer.values.tolist() for offer in reading.offers] == [[[1, 2], [1, 2], [1, 2]]]
    for text in ("3 * [1 2]", "0.5 * [1, 2]", "[1 2] * 3", "2 * {1, 2}", "np.array([1, 2]) * 3"):
        assert read_source(text).notes == ()


@pytest.mark.parametrize(
    "text",
    [
        "c(1, 2) % x",
        "c(7, 8) %% 3",
        "c(7, 8) %/% 3",
        "np.array([7, 8]) % 3",
        "[4, 6] // 2",
        "x = tuple(4, 6) // n",
    ],
)
def test_a_remainder_is_no_remark(text: str) -> None:
    assert "would have to be computed" in str(refusal(text))


@pytest.mark.parametrize(
    "text", ["[1 2] % x", "A = [1 2]; % 2", "{1, 2} // two", "%% Part\nA = [1 2]", "[1 % 2\n 2]"]
)
def test_a_remark_is_left_out(text: str) -> None:
    reading = read_source(text, 1)
    assert reading.values.tolist() == [1, 2]
    assert reading.notes == ("The remarks in it are left out.",)


NEGATIVE = "Numbers in parentheses are read as negative."


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("(1)\t(2)\n(3)\t(4)", [[-1, -2], [-3, -4]]),
        ("(1,50)\t(2,00)", [-1.5, -2]),
        ("(100)\n(200)\n(35)\n", [-100, -200, -35]),
        ("(100)\n200\n(3.50)", [-100, 200, -3.5]),
        ("amount\n(100)\n200", [-100, 200]),
        ("(1.5) (2.5)\n(3.5) (4.5)", [[-1.5, -2.5], [-3.5, -4.5]]),
        ("$(1)\t$5", [-1, 5]),
    ],
)
def test_a_number_in_parentheses_alone_in_its_cell_is_negative(text: str, values: list[Any]) -> None:
    reading = read_source(text)
    assert reading.values.tolist() == values
    assert NEGATIVE in reading.notes
    assert [offer.values.tolist() for offer in reading.offers] == [abs(reading.values).tolist()]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("(5)", [5]),
        ("(1/9)", [1 / 9]),
        ("(1, 2)\n(3, 4)", [[1, 2], [3, 4]]),
        ("(1)\t5\n(2)\t6", [5, 6]),
        ("(3) [1 2]", [3, 6]),
    ],
)
def test_other_parentheses_are_none_of_accounts(text: str, values: list[Any]) -> None:
    reading = read_source(text)
    assert reading.values.tolist() == values
    assert NEGATIVE not in reading.notes


@pytest.mark.parametrize("text", ["(2)(3)", "(2)*3", "2*(3)"])
def test_a_product_of_numbers_is_not_computed(text: str) -> None:
    assert "would have to be computed" in str(refusal(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kernel [[1 2]\n [3 4]]", "kernel"),
        ("kernel\n[[1 2]\n [3 4]]", "kernel"),
        ("kernel [ [ 1, 2 ], [ 3, 4 ] ]", "kernel"),
        ("[[1 2]\n [3 4]] float32", "float32"),
        ("w (2, 2) [[1 2]\n [3 4]]", "w (2, 2)"),
        ("w (2, 2) float32 [[1 2]\n [3 4]]", "w (2, 2) float32"),
        ("torch.Size([2, 2]) torch.float32 tensor([[1., 2.],\n        [3., 4.]])", "torch.float32"),
        ("conv1.weight tensor([[1., 2.],\n        [3., 4.]], device='cuda:0')", "conv1.weight"),
        ("<class 'numpy.ndarray'> [[1 2]\n [3 4]]", "numpy.ndarray"),
        ("[[1 2]\n [3 4]] (2, 2) int64", "(2, 2) int64"),
        ("x.shape = (2, 2)\nx = [[1 2]\n [3 4]]", "x.shape = (2, 2)"),
    ],
)
def test_what_a_program_prints_beside_a_list_is_left_out(text: str, said: str) -> None:
    reading = read_source(text)
    assert reading.values.tolist() == [[1, 2], [3, 4]]
    assert reading.note.startswith("What stands beside the list is left out")
    assert said in reading.note


@pytest.mark.parametrize("text", ["zeros [3, 3]", "np.reverse [1, 2]", "w (3, 2) [[1 2]\n [3 4]]"])
def test_what_may_change_a_list_is_not_left_out(text: str) -> None:
    refusal(text)


@pytest.mark.parametrize(
    ("text", "names", "offered"),
    [
        ("[1 2] [3 4]", "more than one list", [[[1, 2], [3, 4]], [1, 2], [3, 4]]),
        ("[1 2] [3]", "more than one list", [[1, 2], [3]]),
        ("x [1 2]\nw [3 4]", "also “w”", [[1, 2], [3, 4]]),
        ("a.w tensor([1., 2.])\na.b tensor([3.])", "“a.b”", [[1, 2], [3]]),
    ],
)
def test_of_several_lists_each_is_a_button(text: str, names: str, offered: list[Any]) -> None:
    error = refusal(text)
    assert names in str(error)
    assert [offer.values.tolist() for offer in error.offers] == offered


@pytest.mark.parametrize(
    "text",
    [
        "a,b,c,d,e\n1,2,3,4,5\n6,7,8,9,10",
        "a = [1]; b = [2]; c = [3]; d = [4]; e = [5]",
        '{"a": [1], "b": [2], "c": [3], "d": [4], "e": [5]}',
        "(1, 2) (3, 4) (5, 6) (7, 8) (9, 10)",
        "$" + r"\begin{bmatrix}1\end{bmatrix}, " * 5 + "$",
    ],
)
def test_that_only_the_first_can_be_chosen_is_said(text: str) -> None:
    error = refusal(text, 1)
    assert " 5 " in str(error)
    assert "only the first ones can be chosen here" in str(error)
    assert error.offers


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("2½", "write the mixed number as 5/2."),
        ("−1¼", "write the mixed number as -5/4."),
        ("1 1/2\t3", "write the mixed number as 3/2."),
        ("(Mat_<float>(2,2) << 1, 2, 3, 4, 5);", "leave out what is too much."),
        ("(Mat_<float>(2,2) << 1, 2, 3);", "add the rest."),
        ("2x2: 1 2 3 4 5", "leave out what is too much."),
    ],
)
def test_the_way_out_fits_what_was_given(text: str, way: str) -> None:
    assert str(refusal(text)).endswith(way)
