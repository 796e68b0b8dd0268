"""Numbers as people type them, and as links, cells and files hold them.

One rule for all: blanks around; any minus; digits of any common script; a decimal point or comma; a power
of ten (`2e3`, `2×10³`); thousands in groups of three, parted by commas, points, blanks or apostrophes;
fractions of two such numbers. A comma before three figures can mean two things (`1,234`): the other numbers
of the same block decide, and a number alone is refused. The player reads answers by the same rule, and the
tests of both read `tests/numbers.json`.

Vocabulary: a comma or a point in a number is a *mark*; its *role* is to be decimal, or to part a group.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from convviz.document.reading.errors import quoted

DECIMAL, GROUP, DISPUTED = "decimal", "group", "disputed"


class Marks(NamedTuple):
    """The roles of commas and points in a block of numbers; empty where nothing tells."""

    comma: str = ""
    point: str = ""


UNKNOWN = Marks()
#: What programs and spreadsheets write for true and false, in small letters.
WORDS = dict.fromkeys(("true", "wahr", "vrai", "verdadero", "vero"), 1.0)
WORDS |= dict.fromkeys(("false", "falsch", "faux", "falso"), 0.0)


class Ambiguous(ValueError):
    """A number that can be read in two ways; the message completes the sentence "the cell ..."."""


class _Way(NamedTuple):
    """One way to read a number: the roles of its marks, and its text as Python reads it."""

    marks: Marks
    plain: str


_MINUS = "−–‐‑‒—―﹣－⁻¯"
_SLASH = "⁄∕／"
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
#: Characters that stand for others in numbers.
SAME: dict[int, int | str] = {**_FULL_WIDTH, 0x3000: " ", 0x2019: "'"}
SAME |= dict.fromkeys((0xA0, 0x202F, 0x2009), " ")
#: The zeros of Arabic, Persian, Devanagari, Bengali and Thai digits, before the other nine; and Arabic marks.
_ZEROS = (0x660, 0x6F0, 0x966, 0x9E6, 0xE50)
SCRIPTS: dict[int, int | str] = {zero + n: ord("0") + n for zero in _ZEROS for n in range(10)}
SCRIPTS |= {0x66B: ".", 0x66C: "'"}
SAME |= SCRIPTS
SAME |= dict.fromkeys(map(ord, _MINUS), "-") | dict.fromkeys(map(ord, _SLASH), "/")
HALVES = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"
_WRITTEN_OUT = "1/2 1/3 2/3 1/4 3/4 1/5 2/5 3/5 4/5 1/6 5/6 1/7 1/8 3/8 5/8 7/8 1/9 1/10".split()
PARTS_OF_ONE = dict(zip(HALVES, _WRITTEN_OUT, strict=True))
#: The longest text of a number; an exact decimal of 64 bits may have 1,074 figures.
LONGEST = 2000

_BLANK = "[ \u00a0\u202f\u2009]"
_SIGNED = re.compile(rf"([+-]?){_BLANK}*(.*)", re.DOTALL)
_POWERED = re.compile(r"(.*?)(?:[eEdD]([+-]?[0-9]+))?", re.DOTALL)
_PLAIN = re.compile("[0-9]+([.,][0-9]*)?|[.,][0-9]+")
_GROUPED = [
    # the mark of groups, the decimal mark, and what such a number looks like; India parts lakhs and crores
    (",", ".", re.compile(r"([1-9][0-9]{0,2}(,[0-9]{3})+|[1-9][0-9]?(,[0-9]{2})+,[0-9]{3})(\.[0-9]*)?")),
    (".", ",", re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]*)?")),
    ("'", "", re.compile(r"[1-9][0-9]{0,2}('[0-9]{3})+([.,][0-9]*)?")),
    (" ", "", re.compile(rf"[1-9][0-9]{{0,2}}({_BLANK}[0-9]{{3}})+([.,][0-9]*)?")),
]
_MIXED = re.compile(r"[0-9]\s+[0-9]")
_RAISED = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
_POWER = r"10(?:\s?(?:\^|\*\*)\s?[({]?([+\-−–]?[0-9]{1,3})[)}]?|([⁺⁻]?[⁰¹²³⁴-⁹]{1,3}))(?![\w^]|[.,]\d)"
_TIMES_POWER = re.compile(rf"(?<=[0-9.,])\s?[×xX*·⋅∙]\s?{_POWER}")
_BARE_POWER = re.compile(rf"(?<![\w.,^)\]]){_POWER}")


def read_number(text: str, marks: Marks = UNKNOWN) -> float:
    """The number that someone typed.

    >>> read_number("−0,5"), read_number(" 1e3 "), read_number("- 1 / 8"), read_number("½")
    (-0.5, 1000.0, -0.125, 0.5)
    >>> read_number("1,234,567"), read_number("1 234,5"), read_number("1.234,5"), read_number("1'234")
    (1234567.0, 1234.5, 1234.5, 1234.0)
    >>> read_number("1,234", Marks(comma="group")), read_number("1,234", Marks(comma="decimal"))
    (1234.0, 1.234)

    Raises `ValueError` whose message completes the sentence "the cell ...".
    """
    if len(text) > LONGEST and len(text.strip()) > LONGEST:
        raise ValueError(f"holds {quoted(text.strip())}, which is too long for a number")
    parts = _parts(text)
    if not parts[0] and len(parts) == 1:
        raise ValueError("is empty")
    values = [_decimal(part, marks, text) for part in parts]
    is_mixed = len(parts) > 1 and any(map(_MIXED.search, parts))
    if is_mixed or len(parts) > 2 or None in values:
        raise ValueError(f"holds {quoted(text)}, which is not a finite number")
    above, below = [*values, 1.0][:2]
    if below == 0:
        raise ValueError(f"holds {quoted(text)}, which divides by zero")
    if not (math.isfinite(above / below) and math.isfinite(below)):  # type: ignore[operator, arg-type]
        raise ValueError(f"holds {quoted(text)}, which is too large for a number of 64 bits")
    return above / below  # type: ignore[operator]


def with_usual_powers(text: str) -> str:
    """A text whose powers of ten are written as programs do.

    >>> with_usual_powers("2.5×10^3, −1·10⁻², 10^3")
    '2.5e3, −1e-2, 1e3'
    """
    if "10" not in text or not _TEN.search(text):
        return text
    text = _TIMES_POWER.sub(lambda found: f"e{_power(found)}", text)
    return _BARE_POWER.sub(lambda found: f"1e{_power(found)}", text)


_TEN = re.compile(r"10(?:\s?(?:\^|\*\*)|[⁺⁻⁰¹²³⁴-⁹])")


def _power(found: re.Match[str]) -> str:
    return (found[1] or found[2]).translate(_RAISED).replace("−", "-").replace("–", "-")


def _parts(text: str) -> list[str]:
    """What stands above and below the line of a fraction; all of it where it is none."""
    plain = with_usual_powers(text.strip())
    if not plain.isascii():
        plain = plain[:-1] + PARTS_OF_ONE[plain[-1]] if _is_part(plain) else plain
        plain = plain.translate(SAME).strip()
    return re.split(r"(?<!\s)\s*/\s*", plain) if "/" in plain else [plain]


def _is_part(plain: str) -> bool:
    """Whether this is a half, or the like, in one character; beside a figure it would be a mixed number."""
    return plain[-1:] in PARTS_OF_ONE and not any(map(str.isdigit, plain[:-1]))


def _decimal(text: str, marks: Marks, whole: str) -> float | None:
    """One number, its minus a hyphen already; none where it is not written as one."""
    sign, digits = _SIGNED.fullmatch(text).groups()  # type: ignore[union-attr]
    ways = list(_ways(digits))
    if not ways:
        return None
    value = float(_chosen(ways, marks, whole).plain)
    return -value if sign == "-" else value


def _ways(digits: str) -> Iterator[_Way]:
    """The ways to read a number without its sign."""
    mantissa, power = _POWERED.fullmatch(digits).groups()  # type: ignore[union-attr]
    if _PLAIN.fullmatch(mantissa):
        marks = Marks(*(DECIMAL if mark in mantissa else "" for mark in ",."))
        yield _Way(marks, mantissa.replace(",", ".") + (f"e{power}" if power else ""))
    for group, decimal, form in _GROUPED if not power else []:
        if form.fullmatch(mantissa):
            roles = {group: GROUP, decimal: DECIMAL} if decimal else dict.fromkeys(",.", DECIMAL)
            marks = Marks(*(roles[mark] if mark in mantissa else "" for mark in ",."))
            kept = mantissa.replace(group, "") if group != " " else re.sub(_BLANK, "", mantissa)
            yield _Way(marks, kept.replace(",", "."))


def _chosen(ways: list[_Way], marks: Marks, whole: str) -> _Way:
    """The way that the block's marks leave, or the usual one: a point before three figures is decimal."""
    if len(ways) == 1:
        return ways[0]
    decimal, group = ways
    role = marks.comma if decimal.marks.comma else marks.point or DECIMAL
    if role not in (DECIMAL, GROUP):
        one, other = (number_text(float(way.plain)) for way in (group, decimal))
        raise Ambiguous(f"holds {quoted(whole)}, which can be {one} or {other}; write it as one of these")
    return group if role == GROUP else decimal


def roles(text: str) -> tuple[Marks, bool]:
    """What a number says about the marks, and whether it can be read in two ways, saying nothing.

    >>> roles("1,5"), roles("1.234,5"), roles("1,234")
    ((Marks(comma='decimal', point=''), False), (Marks(comma='decimal', point='group'), False), \
(Marks(comma='', point=''), True))
    """
    said, open_ = Marks(), False
    for part in _parts(text) if len(text) <= LONGEST else []:
        ways = list(_ways(_SIGNED.fullmatch(part)[2]))  # type: ignore[index]
        if len(ways) == 1:
            said = Marks(*(new or old for new, old in zip(ways[0].marks, said, strict=True)))
        open_ = open_ or len(ways) > 1
    return said, open_


def rounding(text: str, value: float) -> str:
    """A sentence where a text's number is not the value that it became, or none.

    >>> rounding("9007199254740993", 9007199254740992.0)
    '“9007199254740993” is read as 9007199254740992: 64 bits cannot hold it.'
    >>> rounding("1e-400", 0.0), rounding("0.0", 0.0)
    ('“1e-400” is read as 0: 64 bits cannot hold it.', '')
    """
    mantissa = re.split("[eEdD]", "".join(_parts(text)))[0]
    digits = re.sub("[^0-9]", "", mantissa)
    if value == 0:
        changed = bool(digits.strip("0")) and len(_parts(text)) == 1
    else:
        changed = abs(value) >= 2**53 and len(digits) < 400 and _is_other_integer(text, digits, value)
    if not changed:
        return ""
    return f"{quoted(text.strip())} is read as {_in_full(value)}: 64 bits cannot hold it."


def noted(text: str) -> str:
    """The same sentence for a typed text, or none where it is no number."""
    try:
        return rounding(text, read_number(text))
    except ValueError:
        return ""


def _is_other_integer(text: str, digits: str, value: float) -> bool:
    """Whether figures alone, perhaps in groups, are another integer than the value."""
    written = re.fullmatch(r"[+-]?[0-9]+", "".join(_parts(text)))
    return bool(written) and int(digits) != abs(int(value))


def _in_full(value: float) -> str:
    return str(int(value)) if abs(value) < 1e21 else number_text(value)


_LOST_PLUS = re.compile(r"(?<=[0-9][eE]) (?=[0-9])")


def with_plus(text: str) -> str:
    """A text out of a link in which a plus had become a blank, as it does in addresses.

    >>> with_plus("1e 20")
    '1e+20'
    """
    return _LOST_PLUS.sub("+", text)


def number_text(value: float) -> str:
    """The shortest text that reads back to the same number.

    >>> number_text(3.0), number_text(-0.25), number_text(1e20), number_text(-0.0)
    ('3', '-0.25', '1e20', '0')
    """
    number = float(value)
    whole = number.is_integer() and abs(number) < 1e16
    return str(int(number)) if whole else repr(number).replace("e+", "e")


def number_texts(values: NDArray[np.float64]) -> NDArray[np.object_]:
    """The same of all numbers of an array, each different one written once: of a picture those are few.

    >>> number_texts(np.array([[1, 2.5], [-3, 1]])).tolist()
    [['1', '2.5'], ['-3', '1']]
    """
    different, places = np.unique(values, return_inverse=True)
    texts = np.array([number_text(value) for value in different.tolist()], dtype=object)
    return texts[places.reshape(values.shape)]
