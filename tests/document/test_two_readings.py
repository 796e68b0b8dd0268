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
