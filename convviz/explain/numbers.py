"""Numbers as people read them, sums that add up as written, and which terms of a long sum are shown.

Vocabulary: a number is *written* rounded for reading or *exactly* with every figure that it has; a sum
*adds up* where the numbers as written give the total as written. The player writes numbers by the same
rules (`model/numbers.js`); tests hold both to the same table. Imports `convviz.core` and NumPy only.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from convviz.core import Array

MINUS = "−"
#: A sum of more terms than the first shows so many as the second at either end.
MOST_TERMS, END_TERMS = 27, 12
#: The most figures of a number that is written exactly.
FIGURES = 12
#: A way to write a number: `written` or `exactly`.
Write: TypeAlias = Callable[[float], str]

_MOST_ADDED = 4096  # terms of a sum that is added up as written


def elided(
    count: int, most: int = MOST_TERMS, first: int = END_TERMS, last: int = END_TERMS
) -> list[int | None]:
    """Which of so many things in a row are shown, None where some are left out.

    >>> elided(3), elided(9, most=8, first=2, last=1)
    ([0, 1, 2], [0, 1, None, 8])

    The defaults are those of the terms of a sum: up to `MOST_TERMS` are shown, of more `END_TERMS` at
    either end.
    """
    return list(range(count)) if count <= most else [*range(first), None, *range(count - last, count)]


def written(value: float) -> str:
    """A number as people read it, exactly as the stage writes it.

    >>> written(3.0), written(-2.5), written(1 / 3), written(0.00025), written(-0.0)
    ('3', '−2.5', '0.3333', '2.5e−4', '0')

    Integers have no point, other numbers about five figures; below 0.001 and from 1e9 on there is a power
    of ten. This is the rule of the player's `number`; tests hold both to the same examples.
    """
    size = abs(float(value))
    if size.is_integer() and size < 1e9:
        text = str(int(size))
    elif _is_plain(size):
        places = 4 if size < 10 else 3 if size < 100 else 2 if size < 1000 else 1
        text = _trimmed(_rounded(size, f".{places}f"))
    else:
        text = _scientific(_rounded(size, ".3e"))
    return MINUS + text if value < 0 else text


def exactly(value: float) -> str:
    """A number with every figure that it has, up to twelve.

    >>> exactly(0.12345), exactly(-1234.5678), exactly(0.00012345), exactly(0.1 + 0.2)
    ('0.12345', '−1234.5678', '1.2345e−4', '0.3')

    There is a power of ten below 0.001 and from 1e9 on. What is left beyond twelve figures is mostly what
    binary fractions leave behind; it is rounded off. This is the player's `exactly`.
    """
    digits = _rounded(abs(float(value)), f".{FIGURES - 1}e")
    size = float(digits)
    if not size:
        return "0"
    text = _trimmed(format(Decimal(digits), "f")) if _is_plain(size) else _scientific(digits)
    return MINUS + text if value < 0 else text


def _is_plain(size: float) -> bool:
    """Whether a number that is not whole is written without a power of ten."""
    return 1e-3 <= size < 1e9


def _rounded(size: float, form: str) -> str:
    """Rounded as JavaScript does: from the exact binary value, a tie away from zero."""
    with localcontext(rounding=ROUND_HALF_UP):
        return format(Decimal(size), form)


def _trimmed(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _scientific(text: str) -> str:
    digits, power = text.split("e")
    return f"{_trimmed(digits)}e{int(power)}".replace("-", MINUS)


def _units(values: Array, write: Write) -> tuple[np.ndarray[tuple[int], np.dtype[np.object_]], int]:
    """Numbers as written, exactly: whole numbers, and the power of ten that they all are multiples of."""
    distinct, places = np.unique(values.ravel(), return_inverse=True)
    exact = [Decimal(write(value).replace(MINUS, "-")) for value in distinct.tolist()]
    power = min(int(number.as_tuple().exponent) for number in exact)
    units = np.array([int(number.scaleb(-power)) for number in exact], dtype=object)
    return units[places], power


def adds_up(left: Array, right: Array, bias: float, total: float, write: Write = written) -> bool:
    """Whether `left` times `right`, summed, plus the bias is the total, with every number as written.

    >>> adds_up(np.array([0.1, 0.2]), np.array([3.0, 3.0]), 0, 0.9)
    True
    >>> adds_up(np.array([1.0, 1.0, 1.0]), np.array([1 / 3, 1 / 3, 1 / 3]), 0, 1)
    False
    >>> [adds_up(np.array([0.12345]), np.array([2.0]), 0, 0.2469, write) for write in (written, exactly)]
    [False, True]

    Of so many terms that nobody adds them up (`_MOST_ADDED`), only whole numbers are said to.
    """
    numbers = np.concatenate([left.ravel(), right.ravel(), [bias, total]])
    if (numbers == np.trunc(numbers)).all() and np.abs(numbers).max() < 1e6:  # written in full, added exactly
        return float((left * right).sum() + bias) == total
    if left.size > _MOST_ADDED:
        return False
    (left_units, left_power), (right_units, right_power) = _units(left, write), _units(right, write)
    ends, end_power = _units(np.array([bias, -total]), write)
    products = Fraction(int((left_units * right_units).sum())) * Fraction(10) ** (left_power + right_power)
    return products + Fraction(int(ends.sum())) * Fraction(10) ** end_power == 0
