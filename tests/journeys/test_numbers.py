"""How the player writes numbers and sums, asked of the player's own module."""

from __future__ import annotations

from typing import Any

import pytest

THIRD = 1 / 3


@pytest.fixture
def call(page: Any, server: Any) -> Any:
    page.goto(server.url)

    def call(function: str, *arguments: object, module: str = "numbers") -> Any:
        script = (
            "async ([module, name, given]) => (await import(`/player/tested/${module}.js`))[name](...given)"
        )
        return page.evaluate(script, [module, function, arguments])

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


def test_numbers_with_all_their_figures(call: Any) -> None:
    expected = {
        0.12345: "0.12345",
        -12.3456789: "−12.3456789",
        0.1 + 0.2: "0.3",
        THIRD: "0.333333333333",
        0.00025: "2.5e−4",
        1234567890123: "1.23456789012e12",
        0: "0",
    }
    assert {value: call("exactly", value) for value in expected} == expected


def test_more_figures_are_written_where_the_sum_adds_up_with_them(call: Any) -> None:
    assert call("sumText", [[0.12345, 2]], 0, 0.2469) == "0.12345·2 = 0.2469"
    assert call("sumText", [[0.12345, 2], [THIRD, 1]], 0, 0.2469 + THIRD).endswith("≈ 0.5802")


def test_a_sum_that_nobody_adds_up_is_not_said_to(call: Any) -> None:
    assert call("sumText", [[0.5, 1]] * 4097, 0, 2048.5).endswith("≈ 2048.5")
    assert call("sumText", [[1, 1]] * 4097, 0, 4097).endswith("= 4097")


def test_a_hidden_total_is_a_question_mark(call: Any) -> None:
    assert call("sumText", [[2, 1], [3, 4]], 1, 15, True) == "2·1 + 3·4 + 1 = ?"


def test_a_guess_is_understood(call: Any) -> None:
    texts: dict[str, float] = {
        **dict.fromkeys(("6", " 6 ", "+6", "6,0", "6.", "12/2", "6e0", "6.000"), 6),
        **dict.fromkeys(("-6", "−6", "–6", "− 6", "-12/2"), -6),
        **dict.fromkeys(("1/2", ".5", "0,5", "−1/−2", "5e-1", "5e−1"), 0.5),
        **dict.fromkeys(("1,234,567", "1 234 567"), 1234567),
    }
    assert {text: call("guess", text).get("value") for text in texts} == texts


def test_what_is_no_number_is_answered_in_a_sentence(call: Any) -> None:
    for text in ("", "  ", "six", "1/0", "1/2/3", "--6", "6 apples", "1e999", "3 1/2", "0x10", "<b>", "/"):
        answer = call("guess", text)
        assert list(answer) == ["problem"], text
        assert answer["problem"].endswith(".")


def test_a_guess_is_right_as_rounded(call: Any) -> None:
    cases = [
        ("6", 6, True),
        ("6", 6.4, False),
        ("0.33", THIRD, True),
        ("0.3", THIRD, False),
        ("1/3", THIRD, True),
        ("0.34", THIRD, False),
        ("12.346", 12.3456, True),
        ("1e9", 1e9, True),
        ("1234.6", 1234.5678, True),
        ("7,919", 7919, True),
        ("7,919", 7.919, True),
    ]
    judged = [call("isRight", call("guess", text), answer) for text, answer, _ in cases]
    assert judged == [right for _, _, right in cases]


def test_a_guess_is_as_exact_as_the_largest_term(call: Any) -> None:
    tiny, huge = 3e-10, 1e300
    assert not call("isRight", call("guess", "0"), tiny, 2e-10)
    assert not call("isRight", call("guess", "5e-10"), tiny, 2e-10)
    assert call("isRight", call("guess", "3e-10"), tiny, 2e-10)
    assert call("isRight", call("guess", "0"), 1e-14, 4)  # what 0.1·30 − 3 leaves
    assert not call("isRight", call("guess", "2e300"), huge, huge)


def test_a_sum_with_as_many_figures_as_there_are_is_written_so(call: Any) -> None:
    assert call("sumText", [[-0.1234567891, 2]], 0, -0.2469135782) == "−0.1234567891·2 = −0.2469135782"
    assert call("sumText", [[123456.16789, 2]], 0, 246912.33578) == "123456.16789·2 = 246912.33578"


@pytest.mark.parametrize(("width", "height"), [(876, 280), (1200, 420), (366, 360)])
@pytest.mark.parametrize(
    ("x", "w", "least"),
    [
        ([3, 8, 8], [3, 3, 3], 14),
        ([3, 8, 8], [2, 5, 5], 14),
        ([8, 8, 8], [8, 3, 3], 12),
        ([8, 16, 16], [2, 3, 3], 5),
        ([16, 8, 8], [16, 3, 3], 7),
        ([3, 64, 64], [3, 3, 3], 2),
        ([1, 20, 20], [1, 15, 15], 13),
    ],
)
def test_cells_are_as_large_as_there_is_room(
    width: int, height: int, x: list[int], w: list[int], least: int, call: Any
) -> None:
    shapes = {"input": x, "filter": w, "output": [n - k + 1 for n, k in zip(x, w, strict=True)]}
    made = call("arrange", shapes, width, height, module="picture")
    assert made["sizes"]["input"] >= least
    assert made["sizes"]["filter"] >= made["sizes"]["input"]
    widths = made["widths"]
    assert (max(widths) if made["lines"] > 1 else sum(widths) + 132) <= width


def test_a_size_is_understood(call: Any) -> None:
    two = {text: [2, 2] for text in ("2 × 2", "2x2", "2, 2", "2 2", "2*2")}
    expected = {**two, "5": [5], "a × 2": None, "": None, "2 ×": None}
    assert {text: call("sizes", text) for text in expected} == expected


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


def test_positions_count_from_one_depth_last(call: Any) -> None:
    cases = [
        ([0, 0, 4], 1, 1, [5]),
        ([0, 1, 2], 2, 1, [2, 3]),
        ([0, 1, 2], 3, 1, [2, 3]),
        ([3, 1, 2], 3, 4, [2, 3, 4]),
    ]
    for place, rank, depth, read in cases:
        assert call("position", place, rank, depth, module="scene") == read
