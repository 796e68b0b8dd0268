"""How the player writes numbers and sums, asked of the player's own module."""

from __future__ import annotations

from typing import Any

import pytest

THIRD = 1 / 3


@pytest.fixture
def call(page: Any, server: Any) -> Any:
    page.goto(server.url)

    def call(function: str, *arguments: object) -> Any:
        script = "async ([name, given]) => (await import('/player/player.js'))[name](...given)"
        return page.evaluate(script, [function, arguments])

    return call


def test_numbers_as_people_read_them(call: Any) -> None:
    expected = {
        0: "0",
        1: "1",
        -1: "−1",
        0.25: "0.25",
        -2.5: "−2.5",
        THIRD: "0.3333",
        12.3456: "12.346",
        123.456: "123.46",
        1234.56: "1234.6",
        0.00025: "2.5e−4",
        -1e-7: "−1e−7",
        123456789: "123456789",
        1e9: "1e9",
        1e300: "1e300",
    }
    assert {value: call("number", value) for value in expected} == expected


def test_a_sum_is_written_with_its_bias(call: Any) -> None:
    text = call("sumText", [[2, 1], [-3, 2], [1, -4]], 0.5, -7.5)
    assert text == "2·1 + (−3)·2 + 1·(−4) + 0.5 = −7.5"


def test_a_sum_that_does_not_add_up_as_written_says_about(call: Any) -> None:
    assert call("sumText", [[1, THIRD]] * 3, 0, 1).endswith("≈ 1")
    assert call("sumText", [[0.1, 3], [0.2, 3]], 0, 0.9).endswith("= 0.9")
    assert call("addsUp", [[1e300, 1], [1, 1]], 0, 1e300) is False


def test_a_long_sum_is_elided_in_the_middle(call: Any) -> None:
    whole = call("sumText", [[1, 1]] * 27, 0, 27)
    long = call("sumText", [[1, 1]] * 30, 0, 30)
    assert whole.count("·") == 27
    assert long.count("·") == 24
    assert "… (6 more) …" in long


@pytest.mark.parametrize(
    ("place", "rank", "depth", "read"),
    [
        ([0, 0, 4], 1, 1, [5]),
        ([0, 1, 2], 2, 1, [2, 3]),
        ([0, 1, 2], 3, 1, [2, 3]),
        ([3, 1, 2], 3, 4, [2, 3, 4]),
    ],
)
def test_positions_count_from_one_depth_last(
    place: list[int], rank: int, depth: int, read: list[int], call: Any
) -> None:
    assert call("position", place, rank, depth) == read
