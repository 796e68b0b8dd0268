"""Objects of JSON, and Python's dicts: names with numbers each, or rows as objects."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any, TypeAlias

from convviz.document.reading import brackets
from convviz.document.reading.cells import Cells
from convviz.document.reading.commas import is_number
from convviz.document.reading.errors import ReadError, quoted
from convviz.document.reading.shapes import MOST_OFFERS, RANK_NAMES, Source, first_of, offers
from convviz.document.reading.states import NAMED, Value, fields_of
from convviz.document.reading.tables import table

_Object: TypeAlias = dict[str, Any]

#: What says the sizes of a list, and is none itself.
_SIZES = ("shape", "size", "dims", "dim")
_OBJECT = re.compile(r"""\s*\{\s*["'][^"'\n]*["']\s*:""")
_RECORDS = re.compile(r"""\s*\[\s*\{\s*["'][^"'\n]*["']\s*:""")
#: Objects of JSON on a line each.
_LINES = re.compile(r"(?:\s*+\{[^\n{}]*+\}[^\S\n]*+(?:\n|\Z)){2,}+\s*+\Z")
_FRAME = re.compile(
    r"\s*(?:\w+\s*=\s*)?(?:\w+\.)?DataFrame\(\s*(?:data\s*=\s*)?(\{[^()]*\})(?:,[^{}()]*+)?\)\s*+;?\s*+"
)


def is_object(text: str) -> bool:
    """Whether a text is an object, or begins as one."""
    begin = text[:200].lstrip("\ufeff \t\r\n")
    is_frame = "DataFrame(" in begin and bool(_FRAME.fullmatch(text))
    return is_frame or bool(_OBJECT.match(begin)) or bool(re.fullmatch(r"\{\s*\}?\s*", begin))


def is_records(text: str) -> bool:
    """Whether a text is a list of objects."""
    return bool(_RECORDS.match(text[:300]))


def object_cells(text: str, rank: int | None) -> Cells:
    """The cells of the one list in an object, or of the one that has this rank.

    >>> object_cells('{"name": "blur", "shape": [1, 2], "data": [0.5, 0.5]}', None).shape
    (1, 2)
    >>> object_cells('{"data": [[1, 2], [3, 4]], "index": [0, 1]}', 2).notes
    ('“data” is read, the rest of the object left out.',)

    Raises `ReadError`; where there are several lists, each is a button.
    """
    if _LINES.match(text):
        return record_cells(f"[{','.join(line for line in text.split(chr(10)) if line.strip())}]")
    frame = _FRAME.fullmatch(text)
    fields = _parsed(frame[1] if frame else text)
    if not isinstance(fields, dict):
        raise ReadError(_NOT_READ)
    if (columns := _columns(fields)) and (frame or isinstance(next(iter(fields.values())), dict)):
        return columns
    sizes = next((fields[name] for name in _SIZES if _is_sizes(fields.get(name))), None)
    lists = {name: value for name, value in fields.items() if _holds_numbers(value) and name not in _SIZES}
    if not lists and list(fields) == [
        str(n) for n in range(len(fields))
    ]:  # of JavaScript, an array as an object
        return _cells([*fields.values()], None)
    if not lists and len(fields) == 1:
        lists = {name: [value] for name, value in fields.items()}
    if not lists:
        raise ReadError(f"This is an object without a list of numbers: {_names(fields)}; paste a list.")
    of_rank = {name: value for name, value in lists.items() if _depth(value) == rank}
    if len(lists) > 1 and (len(of_rank) != 1 or {"x", "w"} <= lists.keys()):
        as_columns = [("them as the columns of a table", [columns.source])] if columns else []
        ways = [(name, [partial(_source, lists[name], sizes)]) for name in _first(lists, of_rank)]
        found = offers([*as_columns, *ways])
        way = "choose one, or paste it alone" if found else "paste one of them alone"
        more = first_of(len(lists), "lists", bool(columns)) if found else ""
        raise ReadError(f"This is an object with several lists, {_names(lists)}; {way}.{more}", found)
    name, value = (of_rank if len(lists) > 1 else lists).popitem()
    cells = _cells(value, sizes)
    return (
        cells.noting(f"{quoted(name)} is read, the rest of the object left out.")
        if len(fields) > 1
        else cells
    )


def _first(lists: _Object, of_rank: _Object) -> list[str]:
    """The names of lists, first those of the rank that is asked for, last those that are nested too deep."""
    return sorted(lists, key=lambda name: (name not in of_rank, _depth(lists[name]) > max(RANK_NAMES)))


def _columns(fields: _Object) -> Cells | None:
    """The cells of an object as a table with its names over the columns; None where they are none."""
    columns = [[*value.values()] if isinstance(value, dict) else value for value in fields.values()]
    if not all(isinstance(column, list) and column and _depth(column) == 1 for column in columns):
        return None
    if len({*map(len, columns)}) > 1:
        return None
    rows = [[_shown(cell) for cell in row] for row in zip(*columns, strict=True)]
    note = "Each name of the object is read as a column."
    return Cells(rows, (len(rows), len(columns)), notes=(note,), is_nested=False)


def _depth(value: object) -> int:
    """How deep a list is nested along its first parts."""
    if isinstance(value, Value):
        return value.depth
    return 1 + _depth(value[0]) if isinstance(value, list) and value else 0


def _holds_numbers(value: object) -> bool:
    """Whether a value is a list, and not of words alone."""
    if isinstance(value, Value):
        return value.depth > 0
    if not isinstance(value, list):
        return False
    return not value or not all(isinstance(part, str) and not is_number(part) for part in value)


def record_cells(text: str) -> Cells:
    """The cells of a list of objects with the same names: a row each.

    >>> record_cells('[{"t": 0, "v": 1.5}, {"t": 1, "v": 2.5}]').rows
    [['0', '1.5'], ['1', '2.5']]
    """
    rows = _parsed(text)
    names = [*rows[0]]
    odd = next((n for n, row in enumerate(rows, 1) if not isinstance(row, dict) or [*row] != names), 0)
    if odd:
        raise ReadError(f"Object {odd} has other names than object 1; give all of them the same.")
    lines = ["\t".join(names), *("\t".join(map(_shown, row.values())) for row in rows)]
    return table("\n".join(lines), 2)


_NOT_READ = "This is a JSON object that is damaged or cut short; paste a list of it alone."


def _parsed(text: str) -> Any:
    """The object, its numbers as they are written."""
    if named := NAMED.match(text):
        text = text[named.end() :]
    plain = text.strip().rstrip(";,")
    if '"' not in plain:
        plain = plain.replace("'", '"')
    plain = re.sub(r"([{,]\s*)(\d+)(?=\s*:)", r'\1"\2"', plain)  # Python's keys may be numbers
    for word, other in {"True": "true", "False": "false", "None": "null"}.items():
        if word in plain:
            plain = re.sub(rf"\b{word}\b", other, plain)
    try:
        return json.loads(plain, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        fields = fields_of(text)
    if not fields or not any("(" in value for value in fields.values()):
        raise ReadError(_NOT_READ)
    return fields


def _is_sizes(value: object) -> bool:
    return (
        isinstance(value, list) and bool(value) and all(re.fullmatch(r"\d{1,6}", str(size)) for size in value)
    )


def _names(fields: _Object) -> str:
    names = [quoted(name, 20) for name in [*fields][:MOST_OFFERS]]
    return ", ".join([*names, "…"] if len(fields) > MOST_OFFERS else names)


def _source(value: object, sizes: list[str] | None) -> Source:
    return _cells(value, sizes).source()


def _cells(value: object, sizes: list[str] | None) -> Cells:
    """A list as cells; numbers in a row have the sizes that stand beside them."""
    text = _shown(value)
    if sizes and isinstance(value, list) and not any(isinstance(part, list) for part in value):
        text = f"array({text}).reshape({', '.join(sizes)})"
    return brackets.bracketed(text)


def _shown(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_shown, value))}]"
    if isinstance(value, dict):
        raise ReadError("There is an object inside of the list; paste a list of numbers.")
    return value if isinstance(value, str) else json.dumps(value)
