"""Tables whose cells stand between bars, as Markdown, Org and wikis write them, with their rules."""

from __future__ import annotations

import re

from convviz.document.reading.lines import lines_of
from convviz.document.reading.shapes import MOST_IN_LINE

_RULE = re.compile(
    r"\s*\{\|[^|\n]*|\s*\|\}\s*|\s*\|-+\s*|"
    r"[\s|+:=-]*-{2,}[\s|+:=-]*|[\s|+:=]*={3,}[\s|+:=]*|\s*\|?(\s*:?-+:?\s*\|)+(\s*:?-+:?\s*)?"
)


_BOX = str.maketrans(
    dict.fromkeys("│┃║┆┊╎", "|")
    | dict.fromkeys("─━═╌", "-")
    | dict.fromkeys("┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╒╕╘╛╞╡╤╧╪╓╖╙╜╭╮╰╯┏┓┗┛┣┫┳┻╋", "+")
)
_BOXED = re.compile(r"\s*[┌╔╒╓╭┏│┃║]")


def unboxed(text: str) -> str:
    """The text with lines drawn by bars, dashes and crosses.

    >>> unboxed("│ 1 ┆ 2 │")
    '| 1 | 2 |'
    """
    if not _BOXED.match(text[:1000]):
        return text
    is_matrix = not any(mark in text for mark in "─━═╌|┆") and "┌" in text and "└" in text
    return text.translate(dict.fromkeys(_BOX, " ") if is_matrix else _BOX)


def is_barred(text: str) -> bool:
    """Whether a text is lines of cells between bars, as Markdown writes tables."""
    lines = lines_of(text[:4000])
    rows = [line.text for line in lines if not _RULE.fullmatch(line.text)]
    if len(lines) < 2 and not (rows and rows[0].strip().startswith("|")):
        return False
    return bool(rows) and all("|" in row for row in rows[:20]) and not any(";" in row for row in rows[:20])


def without_bars(text: str) -> tuple[str, frozenset[int]]:
    r"""The lines of a table of bars with tabs between the cells, and the numbers of the rules among them.

    >>> without_bars("| 1 | 2 |\n|---|---|\n| 3 | 4 |")
    ('1\t2\n\n3\t4', frozenset({2}))
    """
    lines = text.split("\n", MOST_IN_LINE)[:MOST_IN_LINE]
    rules = frozenset(number for number, line in enumerate(lines, 1) if _is_rule(line))
    return "\n".join("" if number in rules else _cells(line) for number, line in enumerate(lines, 1)), rules


def _is_rule(line: str) -> bool:
    may_be = "-" in line or "=" in line or "{" in line or "}" in line  # there may be very many lines
    return may_be and bool(_RULE.fullmatch(line))


def _cells(line: str) -> str:
    cells = line.strip().removeprefix("|").removesuffix("|").replace("||", "|").split("|")
    return "\t".join(cell.strip(" *`_") for cell in cells)
