"""What a blank is, where it may part cells or stand within a number: `1 000` and `2 1/2`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress

from convviz.document.reading.errors import quoted
from convviz.document.reading.numbers import DECIMAL, GROUP, PARTS_OF_ONE, Marks, number_text, read_number

#: The figures behind a blank between thousands, and what may stand before one.
_GROUP = re.compile(r"\d{3}(?:[.,]\d*+)?")
_BEFORE_GROUP = re.compile(r"[+\-−]?[1-9]\d{0,2}(?: \d{3}){0,5}")
#: A cell that is padded with zeros; a beginning that is not, where others are; and round numbers alone.
_PADDED = re.compile(r"[+\-−]?0\d")
_SHORT = re.compile(r"[+\-−]?\d{1,2}(?!\S)")
_ROUND = re.compile(r"[+\-−]?[1-9]\d\d 000(?: [1-9]\d\d 000)*+")
#: A number up to where another may begin.
_BEGIN = re.compile(r"\S++(?: [1-9]\d\d\S*+)*+(?: 0\d\d\S*+)++")
_WHOLE, _PART = re.compile(r"[+\-−]?[1-9]\d{0,3}"), re.compile(r"(\d{1,3})/(\d{1,3})")


def thousands(words: Sequence[str]) -> list[str]:
    """The words of a row, those together that may be one number with blanks between its thousands.

    >>> thousands(["1", "000", "5", "12", "345,5", "0"])
    ['1 000', '5', '12 345,5', '0']
    """
    numbers: list[str] = []
    for word in words:
        if numbers and _GROUP.fullmatch(word) and _BEFORE_GROUP.fullmatch(numbers[-1]):
            numbers[-1] += f" {word}"
        else:
            numbers.append(word)
    return numbers


def doubted(rows: Iterable[Sequence[str]]) -> str:
    """The first number of a block that may have a blank between its thousands; nothing where none may.

    Zeros before other figures tell: nobody writes `000` for 0, unless all cells of the block are padded
    to three figures, as those of some pictures are.

    >>> doubted([["1", "000", "2", "000"]]), doubted([["255", "000", "128"]]), doubted([["0", "000"]])
    ('1 000', '', '')
    """
    first, has_short, are_round = "", False, True
    for row in rows:
        for number in thousands(row):
            if _PADDED.match(number):
                return ""
            has_short = has_short or bool(_SHORT.match(number))
            are_round = are_round and bool(_ROUND.fullmatch(number))
            if not first and (begin := _BEGIN.match(number)) and _is_number(begin[0]):
                first = begin[0]
    return first if has_short or are_round else ""


def _is_number(text: str) -> bool:
    with suppress(ValueError):
        in_one(text)
        return True
    return False


def blanks_in(first: str) -> str:
    """Both readings of such a number, and the way out.

    >>> blanks_in("1 000")
    '“1 000” can be 1000, with blanks between thousands, or 2 cells; leave the blanks out of numbers, or \
part the cells by commas'
    """
    return (
        f"{quoted(first)} can be {in_one(first)}, with blanks between thousands, or "
        f"{len(first.split())} cells; leave the blanks out of numbers, or part the cells by commas"
    )


def in_one(number: str) -> str:
    """A number with blanks between thousands as one without."""
    return number_text(read_number(number, Marks(GROUP, DECIMAL)))


def are_clear(numbers: Iterable[str]) -> bool:
    """Whether such numbers end where they seem to: the 500 of `1 000 500` may be a number of its own.

    >>> are_clear(["1 000", "2 500", "3 000 000"]), are_clear(["1 000 500"]), are_clear(["100 500"])
    (True, False, False)
    """
    for number in numbers:
        begin, *groups = number.lstrip("+-−").split(" ")
        if any(group[0] != "0" for group in groups[1 if len(begin) < 3 else 0 :]):
            return False
    return True


def mixed(words: Sequence[str]) -> list[str]:
    """The words of a row as mixed numbers, each as one fraction; nothing where it is none of these alone.

    >>> mixed(["2", "1/2", "-3", "1/4"]), mixed(["1", "1/2", "1"]), mixed(["2", "4/2"])
    (['5/2', '-13/4'], [], [])
    """
    numbers = []
    for whole, part in zip(words[::2], words[1::2], strict=False):
        found = _PART.fullmatch(PARTS_OF_ONE.get(part, part))
        if not found or not _WHOLE.fullmatch(whole) or int(found[1]) >= int(found[2]):
            return []
        above = abs(int(read_number(whole, Marks()))) * int(found[2]) + int(found[1])
        numbers.append(f"{'-' if whole[0] in '-−' else ''}{above}/{found[2]}")
    return numbers if 2 * len(numbers) == len(words) else []
