"""Numbers as people read them: one table with the player's, sums that add up, and what is elided."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from number_table import WRITTEN

from convviz.explain.numbers import Write, adds_up, elided, exactly, written

pytest.importorskip("hypothesis", reason="Hypothesis makes up the cases of these tests")

from few import made_up
from hypothesis import given
from hypothesis import strategies as st

quick = made_up(200)


@pytest.mark.parametrize(("value", "rounded", "exact"), WRITTEN)
def test_numbers_are_written_as_the_table_says(value: float, rounded: str, exact: str) -> None:
    assert (written(value), exactly(value)) == (rounded, exact)


def read(text: str) -> Fraction:
    return Fraction(Decimal(text.replace("−", "-")))


FINITE = st.floats(-1e12, 1e12, allow_subnormal=False)
DECIMALS = st.decimals(-1000, 1000, places=4).map(float)
FACTORS = st.lists(st.tuples(DECIMALS, DECIMALS), min_size=1, max_size=9)


@quick
@given(FINITE)
def test_a_number_with_every_figure_is_the_number(value: float) -> None:
    assert exactly(-abs(value)).removeprefix("−") == exactly(abs(value))
    assert abs(float(read(exactly(value))) - value) <= 1e-11 * abs(value)
    assert abs(float(read(written(value))) - value) <= 1e-3 * abs(value)


@quick
@given(st.integers(-(10**12) + 1, 10**12 - 1), st.integers(-20, 20))
def test_at_most_twelve_figures_are_kept(digits: int, power: int) -> None:
    value = float(f"{digits}e{power}")
    assert float(read(exactly(value))) == value


@quick
@given(FACTORS, DECIMALS, st.booleans(), st.sampled_from([written, exactly]))
def test_sums_add_up_where_fractions_do(
    pairs: list[tuple[float, float]], bias: float, true_total: bool, write: Write
) -> None:
    left, right = np.array(pairs).T
    exact = sum((read(write(a)) * read(write(b)) for a, b in pairs), read(write(bias)))
    total = float(exact) if true_total else float(left @ right + bias)
    assert adds_up(left, right, bias, total, write) == (exact == read(write(total)))


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (1, [0]),
        (27, [*range(27)]),
        (28, [*range(12), None, *range(16, 28)]),
        (4096, [*range(12), None, *range(4084, 4096)]),
    ],
)
def test_a_sum_of_more_than_27_terms_shows_12_at_either_end(count: int, shown: list[int | None]) -> None:
    assert elided(count) == shown
