"""Long lists of plain numbers, by Python's own reader of JSON, many times faster than the grammar."""

from __future__ import annotations

import json
import re

from convviz.document.reading.blocks import Block

#: Shorter texts are read as soon by the grammar, which also says what is wrong.
_LONG = 10_000
_PLAIN = re.compile(r"[0-9.eE+\-,\[\]\s]*+;?\s*")
_BETWEEN = re.compile(r"\][^\S\n]*[,;\n]\s*\[")


def long_lists(text: str) -> tuple[Block, bool] | None:
    r"""The block of a long text of lists, and whether these stand below each other; None for all other texts.

    >>> long_lists("[1, 2],\n" * 5000)[0].shape, long_lists("[1, 2]")
    ((5000, 2), None)
    """
    if len(text) < _LONG:
        return None
    if "(" in text and not _UNPAIRED.search(text):
        text = text.translate(_TUPLES)
    if not _PLAIN.fullmatch(text):
        return None
    plain = text.strip().rstrip(",; \n")
    is_stacked = plain[:2] != "[[" and plain.count("[") > 1
    plain = f"[{_BETWEEN.sub('],[', plain)}]" if is_stacked else _with_commas(plain)
    try:
        nested = json.loads(plain, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):  # not JSON: the grammar says why, or reads it
        return None
    block = _even(nested)
    return (block, is_stacked) if block else None


#: A bracket that another kind of bracket closes.
_UNPAIRED = re.compile(r"\[[^\[\]()]*\)|\([^\[\]()]*\]")
_TUPLES = str.maketrans("()", "[]")
_GAP = re.compile(r"\]\s*,?\s*\[")
_BLANKS = re.compile(r"(?<=[0-9.])\s+(?=[0-9.+\-])")
_POINT = re.compile(r"(?<=[0-9])\.(?![0-9])")


def _with_commas(text: str) -> str:
    """Nested lists of NumPy, whose numbers and rows are parted by blanks, as JSON."""
    plain = _GAP.sub("],[", text)
    if plain.count(",") > plain.count("],["):  # commas part the numbers
        return plain
    return _POINT.sub("", _BLANKS.sub(",", plain))


def _even(nested: object) -> Block | None:
    """Nested lists as a block; None where they are of unequal lengths or depths."""
    level: list[object] = [nested]
    rows: list[list[str]] = []
    shape: list[int] = []
    while isinstance(level[0], list):
        rows = level  # type: ignore[assignment]
        if {*map(type, rows)} != {list} or len({*map(len, rows)}) > 1 or not rows[0]:
            return None
        shape.append(len(rows[0]))
        level = [part for row in rows for part in row]
    return Block(rows, tuple(shape)) if shape and {*map(type, level)} == {str} else None
