"""Tables whose cells stand between bars, as Markdown writes them, with their rules of dashes."""

from __future__ import annotations

import re

from convviz.document.reading.lines import lines_of
from convviz.document.reading.shapes import MOST_IN_LINE

_RULE = re.compile(
    r"[\s|+:=-]*-{2,}[\s|+:=-]*|[\s|+:=]*={3,}[\s|+:=]*|\s*\|?(\s*:?-+:?\s*\|)+(\s*:?-+:?\s*)?"
)


def is_barred(text: str) -> bool:
    """Whether a text is lines of cells between bars, as Markdown writes tables."""
    lines = lines_of(text[:4000])
    rows = [line.text for line in lines if not _RULE.fullmatch(line.text)]
    if len(lines) < 2 and not (rows and rows[0].strip().startswith("|")):
        return False
    return bool(rows) and all("|" in row for row in rows[:20]) and not any(";" in row for row in rows[:20])


def without_bars(text: str) -> str:
    r"""The lines of a table of bars with tabs between the cells; its rules are left out.

    >>> without_bars("| 1 | 2 |\n|---|---|\n| 3 | 4 |")
    '1\t2\n3\t4'
    """
    lines = []
    for line in text.split("\n", MOST_IN_LINE)[:MOST_IN_LINE]:
        if _RULE.fullmatch(line):
            continue
        cells = line.strip().removeprefix("|").removesuffix("|").split("|")
        lines.append("\t".join(cell.strip(" *`_") for cell in cells))
    return "\n".join(lines)
