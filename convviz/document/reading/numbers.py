"""Numbers as people type them, and as links, cells and files hold them.

One rule for all: blanks around; any minus; a decimal point or comma; a power of ten; thousands in groups
of three, parted by commas or blanks; one comma alone is a decimal comma; fractions of two such numbers.
The player reads answers by the same rule, and the tests of both read `tests/numbers.json`.
"""

from __future__ import annotations

import math
import re

from convviz.document.reading.errors import quoted

_BLANK = "[ \u00a0\u202f]"
_GROUP = "[1-9][0-9]{0,2}"
_PLAIN = re.compile("([0-9]+([.,][0-9]*)?|[.,][0-9]+)(e[+-]?[0-9]+)?", re.IGNORECASE)
_COMMAS = re.compile(rf"{_GROUP}((,[0-9]{{3}}){{2,}}(\.[0-9]*)?|(,[0-9]{{3}})+\.[0-9]*)")
_BLANKS = re.compile(rf"{_GROUP}({_BLANK}[0-9]{{3}})+([.,][0-9]*)?")
_SIGNED = re.compile(rf"([+-]?){_BLANK}*(.*)", re.DOTALL)
_MIXED = re.compile(r"[0-9]\s+[0-9]")


def read_number(text: str) -> float:
    """The number that someone typed.

    >>> read_number("−0,5"), read_number(" 1e3 "), read_number("- 1 / 8")
    (-0.5, 1000.0, -0.125)
    >>> read_number("1,234,567"), read_number("1 234,5"), read_number("1,234")
    (1234567.0, 1234.5, 1.234)

    Raises `ValueError` whose message completes the sentence "the cell ...".
    """
    plain = text.strip().replace("−", "-").replace("–", "-")
    if not plain:
        raise ValueError("is empty")
    parts = re.split(r"\s*/\s*", plain)
    is_mixed = len(parts) > 1 and any(map(_MIXED.search, parts))
    values = [value for part in parts if (value := _decimal(part)) is not None]
    if is_mixed or len(parts) > 2 or len(values) < len(parts):
        raise ValueError(f"holds {quoted(text)}, which is not a finite number")
    above, below = [*values, 1.0][:2]
    if below == 0:
        raise ValueError(f"holds {quoted(text)}, which divides by zero")
    if not (math.isfinite(above / below) and math.isfinite(below)):
        raise ValueError(f"holds {quoted(text)}, which is too large for a number of 64 bits")
    return above / below


def _decimal(text: str) -> float | None:
    """One number, its minus a hyphen already; none where it is not written as one."""
    sign, digits = _SIGNED.fullmatch(text).groups()  # type: ignore[union-attr]
    if _COMMAS.fullmatch(digits):
        digits = digits.replace(",", "")
    elif _BLANKS.fullmatch(digits):
        digits = re.sub(_BLANK, "", digits)
    elif not _PLAIN.fullmatch(digits):
        return None
    value = float(digits.replace(",", "."))
    return -value if sign == "-" else value


def number_text(value: float) -> str:
    """The shortest text that reads back to the same number.

    >>> number_text(3.0), number_text(-0.25), number_text(1e20), number_text(-0.0)
    ('3', '-0.25', '1e20', '0')
    """
    number = float(value)
    whole = number.is_integer() and abs(number) < 1e16
    return str(int(number)) if whole else repr(number).replace("e+", "e")
