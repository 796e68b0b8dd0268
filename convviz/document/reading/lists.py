"""Long lists of plain numbers, by Python's own reader of JSON, many times faster than the grammar."""

from __future__ import annotations

import json
import re

from convviz.document.reading.blocks import SUFFIXES, Block
from convviz.document.reading.names import gives_the_same

#: Shorter texts are read as soon by the grammar, which also says what is wrong.
_LONG = 10_000
#: A call that gives the list that it is given, and its options.
_CALL = re.compile(r"\s*+([A-Za-z_][\w.]*+)\(\s*+(?=\[)")
_OPTIONS = re.compile(
    r"(?<=\])\s*+(?:,\s*+(?:(?:dtype|device|requires_grad)\s*+=\s*+[\w.'\":]++\s*+)?)*+\)\s*+;?\s*+\Z"
)
_MOST_OPTIONS = 200
_PLAIN = re.compile(r"[\w./+\-−,\[\]\s]*+;?\s*")
_BETWEEN = re.compile(r"\][^\S\n]*[,;\n]\s*\[")
#: A bracket that another kind of bracket closes.
_UNPAIRED = re.compile(r"\[[^\[\]()]*\)|\([^\[\]()]*\]")
_TUPLES, _BRACES = str.maketrans("()", "[]"), str.maketrans("{}", "[]")
_GAP = re.compile(r"\]\s*+(?:,\s*+)?\[")
_BLANKS = re.compile(r"(?<=[\w.])\s+(?=[\w.+\-−])")
_IN_CELL = re.compile(r"[^\s,\[\]]\s+[^\s,\[\]]")
_EMPTY = re.compile(r"[,\[][,\]]")


def long_lists(text: str) -> tuple[Block, bool] | None:
    r"""The block of a long text of lists, and whether these stand below each other; None for all other texts.

    >>> long_lists("[1, 2],\n" * 5000)[0].shape, long_lists("[1, 2]")
    ((5000, 2), None)
    """
    if len(text) < _LONG:
        return None
    plain = _in_square_brackets(_without_call(text))
    if not _PLAIN.fullmatch(plain):
        return None
    plain = plain.strip().rstrip(",; \n")
    is_stacked = plain[:2] != "[[" and plain.count("[") > 1
    if plain.count("[") == 1 and "\n" in plain:  # its lines may be rows
        return None
    plain = f"[{_BETWEEN.sub('],[', plain)}]" if is_stacked else _with_commas(plain)
    nested = _nested(SUFFIXES.sub(r"\1", plain))
    block = _even(nested) if nested else None
    return (block, is_stacked) if block else None


def _without_call(text: str) -> str:
    """The list that is given to a call such as `np.array([[1, 2], [3, 4]], dtype=int)`."""
    call, options = _CALL.match(text), _OPTIONS.search(text, max(0, len(text) - _MOST_OPTIONS))
    if not (call and options and gives_the_same(call[1])):
        return text
    listed = text[call.end() : options.start()]
    return listed if listed[:2] == "[[" or listed.count("[") == 1 else text


def _in_square_brackets(text: str) -> str:
    """The text with lists for tuples, and for the braces of C."""
    if "(" in text and not _UNPAIRED.search(text):
        return text.translate(_TUPLES)
    return text.translate(_BRACES) if "{" in text and "[" not in text else text


def _with_commas(text: str) -> str:
    """Nested lists of NumPy, whose numbers and rows are parted by blanks, as those of Python."""
    plain = _GAP.sub("],[", text)
    if plain.count(",") > plain.count("],["):  # commas part the numbers
        return plain
    return _BLANKS.sub(",", plain)


def _nested(plain: str) -> object:
    """Nested lists of cells as they are written; None where the grammar has to say what is wrong."""
    if _IN_CELL.search(plain):
        return None
    bare = "".join(plain.split())
    if _EMPTY.search(bare):
        return None
    quoted = bare.replace("[", '["').replace("]", '"]').replace(",", '","')
    try:
        return json.loads(quoted.replace('"[', "[").replace(']"', "]"))
    except (ValueError, RecursionError):
        return None


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
