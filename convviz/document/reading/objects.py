"""Objects of JSON, and Python's dicts: names with numbers each, or rows as objects."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any, TypeAlias

from convviz.document.reading import brackets
from convviz.document.reading.cells import Cells
from convviz.document.reading.errors import ReadError, quoted
from convviz.document.reading.shapes import MOST_OFFERS, Source, offers
from convviz.document.reading.tables import table

_Object: TypeAlias = dict[str, Any]

#: What says the sizes of a list, and is none itself.
_SIZES = ("shape", "size", "dims", "dim")
_OBJECT = re.compile(r"""\s*\{\s*["'][^"'\n]*["']\s*:""")
_RECORDS = re.compile(r"""\s*\[\s*\{\s*["'][^"'\n]*["']\s*:""")
_ONE_CALL = re.compile(r"""\s*\{\s*["'][^"'\n]*["']\s*:\s*([\w.]+\([^:]*\)\s*)\}\s*;?\s*""")


def is_object(text: str) -> bool:
    """Whether a text is an object, or begins as one."""
    begin = text[:200].lstrip("\ufeff \t\r\n")
    return bool(_OBJECT.match(begin)) or bool(re.fullmatch(r"\{\s*\}?\s*", begin))


def is_records(text: str) -> bool:
    """Whether a text is a list of objects."""
    return bool(_RECORDS.match(text[:300]))


def object_cells(text: str) -> Cells:
    """The cells of the one list in an object.

    >>> object_cells('{"name": "blur", "shape": [1, 2], "data": [0.5, 0.5]}').shape
    (1, 2)

    Raises `ReadError`; where there are several lists, each is a button.
    """
    if only := _ONE_CALL.fullmatch(text):
        return brackets.bracketed(only[1])
    fields = _parsed(text)
    if not isinstance(fields, dict):
        raise ReadError(_NOT_READ)
    sizes = next((fields[name] for name in _SIZES if _is_sizes(fields.get(name))), None)
    lists = {name: value for name, value in fields.items() if isinstance(value, list) and name not in _SIZES}
    if not lists and list(fields) == [
        str(n) for n in range(len(fields))
    ]:  # of JavaScript, an array as an object
        return _cells([*fields.values()], None)
    if not lists and len(fields) == 1:
        lists = {name: [value] for name, value in fields.items()}
    if not lists:
        raise ReadError(f"This is an object without a list of numbers: {_names(fields)}; paste a list.")
    if len(lists) > 1:
        raise ReadError(
            f"This is an object with several lists, {_names(lists)}; choose one, or paste it alone.",
            offers((name, [partial(_source, value, sizes)]) for name, value in lists.items()),
        )
    name, value = lists.popitem()
    cells = _cells(value, sizes)
    return (
        cells.noting(f"{quoted(name)} is read, the rest of the object left out.")
        if len(fields) > 1
        else cells
    )


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
    plain = text.strip().rstrip(";,")
    if '"' not in plain:
        plain = plain.replace("'", '"')
    plain = re.sub(r"\bTrue\b", "true", re.sub(r"\bFalse\b", "false", re.sub(r"\bNone\b", "null", plain)))
    try:
        return json.loads(plain, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        raise ReadError(_NOT_READ) from None


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
