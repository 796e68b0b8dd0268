"""Python's `[1, 2] * 3`, which repeats a list; elsewhere the same is a factor."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from math import prod
from typing import NoReturn

from convviz.document.reading.brackets import ASSIGNED, bracketed
from convviz.document.reading.cells import Cells
from convviz.document.reading.errors import Offer, ReadError, quoted
from convviz.document.reading.shapes import reading_of

_BEFORE = re.compile(r"(\d{1,3})\s*\*\s*")
_BEHIND = re.compile(r"\s*\*\s*\d{1,3}(?:\s*\*\s*\d{1,3}){0,3}\s*\Z")
#: How much of a list tells whether it is of one number.
_BEGIN = 300
_MOST_REPEATED = 65_536


def repeated(text: str) -> Cells | None:
    """The cells of a list with a whole number before it, and a button to repeat it; None for all other texts.

    >>> cells = repeated("3 * [1, 2]")
    >>> cells.factor, cells.offers[0].values.tolist()
    ((3.0, 1.0), [1.0, 2.0, 1.0, 2.0, 1.0, 2.0])

    Raises `ReadError` where the number stands behind the list: mathematics writes a factor before it.
    """
    if "*" not in text:
        return None
    named = ASSIGNED.match(text[:1000])
    bare = text[named.end() if named else 0 :].strip().rstrip("; ")
    if "#" in bare and not {*"\n[](){}"} & {*bare[bare.rindex("#") :]}:
        bare = bare[: bare.rindex("#")].rstrip("; ")
    if (times := _BEFORE.match(bare)) and _is_pythons(listed := bare[times.end() :]):
        note = "The number before the list is read as a factor; in Python it would repeat the list."
        return replace(bracketed(text).noting(note), offers=tuple(_repeating(listed, int(times[1]))))
    end = max(map(bare.rfind, "])")) + 1
    if (times := _BEHIND.match(bare, end)) and _is_pythons(bare[:end]):
        _refuse_both(text, bare[:end], times[0].strip())
    return None


def _is_pythons(listed: str) -> bool:
    """Whether this is one list or tuple of Python, and no matrix of MATLAB."""
    if not listed or listed[0] + listed[-1] not in ("[]", "()") or ";" in listed:
        return False
    is_list = listed[0] == "[" and len(listed[:_BEGIN].strip("[] ").split()) == 1
    return "," in listed or is_list


def _repeating(listed: str, times: int) -> list[Offer]:
    """The button to repeat a list; none where that makes too many numbers."""
    with suppress(ReadError):
        cells = bracketed(listed)
        if 0 < prod(cells.shape) * times <= _MOST_REPEATED:
            rows = [*cells.rows] * times if len(cells.shape) > 1 else [[*cells.rows[0]] * times]
            again = replace(cells, rows=rows, shape=(cells.shape[0] * times, *cells.shape[1:]))
            return [Offer(f"Repeat the list {times} times", reading_of(again.source(), None).values)]
    return []


def _refuse_both(text: str, listed: str, behind: str) -> NoReturn:
    times = prod(map(int, re.findall(r"\d+", behind)))
    found = _repeating(listed, times)
    with suppress(ReadError):
        found.append(Offer(f"Multiply by {times}", reading_of(bracketed(text).source(), None).values))
    raise ReadError(
        f"{quoted(behind)} behind a list repeats it in Python and multiplies its numbers elsewhere; "
        "write np.array(…) around the list, or all of its numbers.",
        found,
    )
