"""Brackets in a text: groups of what stands between a pair, nested, and where each begins."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from convviz.document.reading.errors import ReadError, quoted

OPEN, _CLOSE = "[({", "])}"
#: How deep brackets may be nested, and how many there may be.
_DEEPEST = 40
_MOST_GROUPS = 200_000


@dataclass
class Group:
    """What stands between a pair of brackets: texts and groups; and where it begins in the text."""

    bracket: str
    start: int
    items: list[str | Group] = field(default_factory=list)

    @property
    def groups(self) -> list[Group]:
        """The groups in it."""
        if len(self.items) < 2 and not (self.items and isinstance(self.items[0], Group)):
            return []
        return [item for item in self.items if isinstance(item, Group)]

    @property
    def plain(self) -> str:
        """Its text, where there is no group in it."""
        if len(self.items) == 1 and isinstance(self.items[0], str):
            return self.items[0]
        return "".join(item for item in self.items if isinstance(item, str))

    @property
    def is_empty(self) -> bool:
        """Whether it holds nothing but commas."""
        return not self.groups and not self.plain.replace(",", "").strip()


def is_stacked(whole: Group) -> bool:
    """Whether a text is several lists below each other or in a row; they become one list."""
    groups = whole.groups
    between = [item for item in whole.items[1:-1] if isinstance(item, str)]
    if len(groups) < 2 or whole.plain.strip(" \t\n,;") or len(between) < len(groups) - 1:
        return False
    if not all(re.search(r"[\n,;]", gap) for gap in between):
        return False
    filled = [group for group in groups if not group.is_empty]
    if filled:
        whole.items = [Group("[", filled[0].start, [*filled])]
    return bool(filled)


def are_in_line(whole: Group) -> bool:
    """Whether a text is several lists with nothing but blanks between them, of which none is a factor."""
    groups = whole.groups
    gaps = [item for item in whole.items[1:-1] if isinstance(item, str)]
    return (
        len(groups) > 1
        and len(gaps) == len(groups) - 1
        and not whole.plain.strip()
        and all(group.bracket == groups[0].bracket for group in groups)
    )


BRACKET = re.compile(r"[\[\](){}]")


def groups_of(text: str) -> Group:
    """The text as groups; raises `ReadError` where brackets do not pair."""
    whole = Group("", 0)
    stack, at, number = [whole], 0, 0
    for found in BRACKET.finditer(text):
        start, mark = found.start(), found[0]
        if start > at:
            stack[-1].items.append(text[at:start])
        at = start + 1
        if mark in OPEN:
            number += 1
            check_many(len(stack), number)
            group = Group(mark, start)
            stack[-1].items.append(group)
            stack.append(group)
        elif stack[-1].bracket and OPEN.index(stack[-1].bracket) == _CLOSE.index(mark):
            stack.pop()
        else:
            raise ReadError(_unpaired(text, start, stack[-1]))
    if len(stack) > 1:
        raise ReadError(
            f"{place_of(text, stack[-1].start)}: the bracket {stack[-1].bracket} is not closed; "
            "copy all of it."
        )
    whole.items.append(text[at:])
    return whole


def check_many(depth: int, number: int) -> None:
    """Raises `ReadError` for brackets that are nested too deeply, or too many."""
    if depth > _DEEPEST:
        raise ReadError(f"Brackets are nested more than {_DEEPEST} deep; lists of rank 3 are enough.")
    if number > _MOST_GROUPS:
        raise ReadError(
            f"There are more than {_MOST_GROUPS:,} brackets in it; save the numbers as a NPY or CSV file."
        )


def _unpaired(text: str, start: int, inner: Group) -> str:
    if not inner.bracket:
        return f"{place_of(text, start)}: the bracket {text[start]} closes none; copy all of it."
    return f"{place_of(text, start)}: {text[start]} closes the bracket {inner.bracket}; make them a pair."


def place_of(text: str, at: int) -> str:
    """Where a character is, as a sentence begins."""
    line = text.count("\n", 0, at) + 1
    return f"Line {line}, column {at - text.rfind(chr(10), 0, at)}"


def not_a_list(text: str, where: str) -> str:
    """A sentence on what stands beside a list and is none."""
    return f"{where}: {quoted(text)} stands beside a list; give numbers only."


class Context(NamedTuple):
    """What the whole text says about a group in it."""

    text: str
    is_code: bool  # MATLAB's or a similar language's: line breaks end rows
