"""What a comma is in numbers and between them, where that is in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from convviz.document.limits import MAX_LENGTH
from convviz.document.reading.errors import Offer, ReadError, quoted
from convviz.document.reading.lines import COMMA, Lines, Row
from convviz.document.reading.numbers import DECIMAL, GROUP, WORDS, Marks, number_text, read_number, roles


def is_one_number(text: str) -> bool:
    """Whether a text with commas is one number, whichever."""
    try:
        read_number(text, Marks(GROUP, DECIMAL))
    except ValueError:
        return False
    return True


def both_readings(text: str) -> list[str]:
    """The two numbers that a text can be."""
    return [number_text(read_number(text, Marks(role, ""))) for role in (GROUP, DECIMAL)]


def has_leading_zero(parts: Iterable[str]) -> bool:
    """Whether some part is written as only the figures behind a decimal comma are, such as `05`."""
    return any(len(part) > 1 and part.startswith("0") and part.isdigit() for part in parts)


def is_number(text: str) -> bool:
    """Whether a cell is a number, or a word for one."""
    if text.strip().lower() in WORDS:
        return True
    try:
        read_number(text, Marks(GROUP, ""))
    except ValueError:
        return False
    return True


def is_decimal_column(rows: list[Row], found: Lines, rank: int | None) -> bool:
    """Whether two columns that a comma parts are one, of numbers with decimal commas."""
    if found.separator != COMMA or rows[0].width != 2 or len(rows) < 2:
        return False
    joined = [",".join(row.cells) for row in rows[:MAX_LENGTH]]
    is_quoted = any('"' in line.text or "'" in line.text for line in found.lines[:MAX_LENGTH])
    if is_quoted or any(note.endswith("left out.") for note in found.notes) or not all(map(is_bare, joined)):
        return False
    if has_leading_zero(row.cells[1] for row in rows):
        return True
    if not all(roles(text)[1] for text in joined):
        if rank != 1 and {row.cells[0].strip(" +-−–") for row in rows} == {"0"}:
            _refuse_zeros(rows, joined)
        return rank == 1
    one, other = both_readings(joined[0])
    raise ReadError(
        f"Line {rows[0].line}: {quoted(joined[0])} can be {one} or {other}, or two cells; "
        "write it as one of these, or part the cells by tabs.",
        [
            Offer(
                "Read commas between thousands", np.array([float(both_readings(text)[0]) for text in joined])
            ),
            Offer("Read decimal commas", np.array([float(both_readings(text)[1]) for text in joined])),
        ],
    )


def _refuse_zeros(rows: list[Row], joined: list[str]) -> None:
    """Raises `ReadError` where the first column is all zeros, and the second may be what follows commas."""
    if all(len(row.cells[1].strip()) == 1 for row in rows):  # a matrix of figures
        return
    decimals = np.array([[read_number(text)] for text in joined])
    cells = np.array([[float(cell) for cell in row.cells] for row in rows[:MAX_LENGTH]])
    raise ReadError(
        f"Line {rows[0].line}: {quoted(joined[0])} can be {number_text(decimals[0, 0])}, or two cells; "
        "write points for decimal commas, or part the cells by tabs.",
        [Offer("Read decimal commas", decimals), Offer("Read two columns", cells)],
    )


def is_bare(text: str) -> bool:
    """Whether a comma stands between figures, and nothing else but a sign before them."""
    return bool(re.fullmatch(r"\s*[+\-−–]?[0-9]+,[0-9]+\s*", text))
