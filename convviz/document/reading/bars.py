"""Tables that are drawn: cells between bars, as Markdown, Org, wikis, databases and libraries write them.

Vocabulary: a *rule* is a line that is drawn and holds nothing, a *row* one with bars. What stands over the
first and under the last of them are *captions*: titles, questions to a database, and how many rows it found.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from convviz.document.reading.headers import INDEX, counts
from convviz.document.reading.lines import left_out
from convviz.document.reading.shapes import MOST_IN_LINE

#: What rules are drawn with, and those that have no long dash in them.
_DRAWN = re.compile(r"[\s|+:=-]++")
_SHORT = re.compile(r"\+[-=+:]{2,}+(?<=\+)|\|?+(?:\s*+:?+-++:?+\s*+\|)++(?:\s*+:?+-++:?+)?+|\|-+")
_VERTICAL, _HORIZONTAL, _ENDS = "│┃║┆┇┊┋╎╏╽╿", "─━═┄┅┈┉╌╍╴╶╸╺╼╾", "╵╷╹╻"
_BOX: dict[int, str] = (
    dict.fromkeys(range(0x2500, 0x2580), "+")
    | dict.fromkeys(map(ord, _VERTICAL), "|")
    | dict.fromkeys(map(ord, _HORIZONTAL), "-")
    | dict.fromkeys(map(ord, _ENDS), " ")
)
_BOXED = re.compile("[\u2500-\u257f]")
#: How much of a text tells whether it is drawn, in characters.
_BEGIN = 4000


def unboxed(text: str) -> str:
    """The text with lines drawn by bars, dashes and crosses.

    >>> unboxed("│ 1 ┆ 2 │")
    '| 1 | 2 |'
    """
    if text.isascii() or not _BOXED.search(text[:_BEGIN]):
        return text
    is_matrix = not any(mark in text for mark in "─━═╌|┆") and "┌" in text and "└" in text
    return text.translate(dict.fromkeys(_BOX, " ") if is_matrix else _BOX)


class Drawn(NamedTuple):
    """The rows with tabs between the cells, the numbers of lines that are none, and what was left out."""

    text: str
    others: frozenset[int]
    notes: tuple[str, ...]


def drawn(text: str) -> Drawn | None:
    r"""The rows of a table of bars; None for all other texts.

    >>> found = drawn("a | b\n--+--\n1 | 2\n(1 row)")
    >>> found.text, found.others, found.notes
    ('a\tb\n\n1\t2\n', frozenset({2, 4}), ('Line 4 is no row of the table: left out.',))
    """
    if not any(mark in text[:_BEGIN] for mark in "|^"):
        return None
    lines = [_in_bars(line) for line in _in_lines(text.split("\n", MOST_IN_LINE)[:MOST_IN_LINE])]
    rules = {n for n, line in enumerate(lines) if _is_rule(line)}
    rows = {n: line for n, line in enumerate(lines) if "|" in line and n not in rules}
    if not rows or any(";" in line for line in [*rows.values()][:20]):
        return None
    places = rules | rows.keys()
    captions = [n for n, line in enumerate(lines) if n not in places and line.strip()]
    if not _are_captions(captions, places, lines, bool(rules)) or not _are_several(rows, rules):
        return None
    is_framed = all(line.lstrip()[0] == "|" for line in rows.values())
    cells, notes = _without_labels(
        {n: _cells(line, is_framed) for n, line in rows.items()}, rows, bool(rules)
    )
    if captions:
        numbers = [n + 1 for n in captions]
        notes = (left_out(numbers, "no row of the table", "no rows of the table"), *notes)
    others = frozenset(n + 1 for n in [*rules, *captions])
    return Drawn("\n".join("\t".join(cells.get(n, [])) for n in range(len(lines))), others, notes)


_LETTER = re.compile(r"[^\W\d_]")
_FACTOR = re.compile(r"[*×·/]\s*$")


def _are_captions(captions: list[int], drawn: set[int], lines: list[str], is_ruled: bool) -> bool:
    """Whether lines stand around the table, not in it, and say something, or number the columns."""
    return all(
        not min(drawn) < n < max(drawn)
        and not _FACTOR.search(lines[n])
        and (_LETTER.search(lines[n]) or (is_ruled and counts(lines[n].split())))
        for n in captions
    )


def _are_several(rows: dict[int, str], rules: set[int]) -> bool:
    """Whether there is more than one line with a bar in it, which may mean something else."""
    return len(rows) + len(rules) > 1 or next(iter(rows.values())).lstrip().startswith("|")


def _is_rule(line: str) -> bool:
    """Whether a line has nothing but what is drawn; however long it is, its parts are looked at once."""
    may_be = "-" in line or "=" in line  # there may be very many lines
    if not may_be or not _DRAWN.fullmatch(line):
        return False
    return "--" in line or "===" in line or bool(_SHORT.fullmatch(line.strip()))


_ATTRIBUTES = re.compile(r"(?:(?<=\|)|\A)\s*+(?:[\w-]++=(?:\"[^\"]*+\"|\w++)\s*+)++\|(?!\|)")
_FORMAT = re.compile(r"(?<=\|)(?:<[^<>|]*>|[_<>=]{1,2}\.(?=\s))")


def _in_lines(lines: list[str]) -> list[str]:
    """The lines of a table of MediaWiki with each row on one; those of other texts as they are."""
    if not lines[0].startswith("{|"):
        return lines
    rows, start = [""] * len(lines), None
    for n, line in enumerate(lines):
        if line[:2] in ("{|", "|}", "|-", "|+"):
            rows[n], start = "|--", None
        elif line.strip():
            start = n if start is None else start
            rows[start] += "|" + _ATTRIBUTES.sub("", line.lstrip("!|").replace("!!", "||")).replace("||", "|")
            rows[n] = rows[n] or "|--"
    return rows


def _in_bars(line: str) -> str:
    """A row with bars alone between its cells, and no formats in them, as the wikis have."""
    bare = line.strip()
    if bare.startswith("^") and bare.endswith("^"):
        line = line.replace("^", "|")
    if bare.startswith("||"):
        line = line.replace("||", "|")
    return _FORMAT.sub("", line) if "|<" in line or ". " in line else line


def _cells(line: str, is_framed: bool) -> list[str]:
    """The cells of a row; a bar at the left alone has an empty cell before it, unless all rows have one."""
    bare = line.strip()
    bare = bare.removeprefix("|") if is_framed or bare.endswith("|") else bare
    return [cell.strip(" *`_") for cell in bare.removesuffix("|").split("|")]


_WORDS = re.compile(r"(?!\d{1,3}(?: \d{3})+\Z)\S+(?:\s+\S+)+")


def _without_labels(
    cells: dict[int, list[str]], rows: dict[int, str], is_ruled: bool
) -> tuple[dict[int, list[str]], tuple[str, ...]]:
    """The cells without the numbers of rows that stand before a frame, as Stata and Julia print them."""
    if not is_ruled:
        return cells, ()
    labelled = [n for n, line in rows.items() if line.rstrip()[-1] == "|" and line.lstrip()[0] != "|"]
    if not labelled and all(len(row) == 2 and _WORDS.fullmatch(row[1]) for row in cells.values()):
        labelled = [*cells]
    numbers = [label for n in labelled if (label := cells[n][0].rstrip("."))[:1].isdigit()]
    if not numbers or not counts(numbers):
        return cells, ()
    return {n: row[1:] if n in labelled else row for n, row in cells.items()}, (INDEX,)
