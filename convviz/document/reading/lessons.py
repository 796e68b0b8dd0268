"""Lesson files as JSON: their bytes to fields and back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from convviz.document.limits import (
    MAX_FILTERS,
    MAX_LAYERS,
    MAX_STEP,
    MAX_TITLE,
    check_filters,
    check_sizes,
)
from convviz.document.parameters import FILTERING, PARAMETERS
from convviz.document.plans import KINDS
from convviz.document.reading.errors import ReadError, as_sentence, damaged, quoted
from convviz.document.reading.numbers import number_texts
from convviz.document.reading.shapes import RANK_NAMES, Shape, Tensor, finite, place

#: The newest version of lesson files. One with a single convolution that has one filter says 1, as the first
#: pages wrote it, and they can open it.
VERSION = 2

_OF_A_LAYER = ("kind", "w", *PARAMETERS)
_FIELDS = ("convviz", "rank", "example", "title", "coloured", "x", *_OF_A_LAYER, "then", "layer", "step")
_NEW = {"kind", "groups", "size", "output_padding", "then", "layer"}
_NOT_ON_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def to_json(fields: Mapping[str, Any]) -> bytes:
    """The bytes of a lesson file: JSON, with a line for every row of a tensor.

    >>> print(to_json({"rank": 2, "x": np.eye(2), "w": np.ones((1, 1)), "stride": (1, 2)}).decode())
    {
      "convviz": 1,
      "rank": 2,
      "x": [
        [1, 0],
        [0, 1]
      ],
      "w": [
        [1]
      ],
      "stride": [1, 2]
    }
    <BLANKLINE>
    """
    entries = {"convviz": 2 if _NEW & fields.keys() else 1, **fields}
    return f"{_object_json(entries, '')}\n".encode()


def _object_json(fields: Mapping[str, Any], indent: str) -> str:
    within = f"{indent}  "
    lines = ",\n".join(f'{within}"{name}": {_json(value, within)}' for name, value in fields.items())
    return f"{{\n{lines}\n{indent}}}"


def _json(value: object, indent: str = "  ") -> str:
    if isinstance(value, list):  # of layers
        within = f"{indent}  "
        objects = f",\n{within}".join(_object_json(one, within) for one in value)
        return f"[\n{within}{objects}\n{indent}]"
    if not isinstance(value, np.ndarray):
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _rows(number_texts(value), indent)


def _rows(texts: NDArray[np.object_], indent: str) -> str:
    if texts.ndim == 1:
        return f"[{', '.join(texts)}]"
    parts = ",\n".join(f"{indent}  {_rows(part, indent + '  ')}" for part in texts)
    return f"[\n{parts}\n{indent}]"


def read_fields(text: str) -> dict[str, Any]:
    """The fields of a lesson file: tensors as arrays, lists of parameters as tuples.

    What the parameters hold is left to who makes a convolution of them.
    """
    with damaged("lesson file"):
        fields = _object(text)
        _check_version(fields.pop("convviz", None))
        _check_names(fields)
        _check_words(fields)
        rank = fields["rank"] = _lesson_rank(fields)
        fields["x"] = _listed("x", fields["x"], rank)
        _read_layer(fields, rank, "")
        for number, layer in enumerate(_then(fields), 2):
            rank = _rank_behind(fields if number == 2 else _then(fields)[number - 3], rank)
            _read_layer(layer, rank, f"Layer {number}, ")
        return fields


def _then(fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The layers that follow the first."""
    then = fields.get("then", [])
    if not isinstance(then, list) or not all(isinstance(layer, dict) for layer in then):
        raise ReadError(f"then is {_shown(then)}; give a list of layers, each an object with its kind.")
    if len(then) >= MAX_LAYERS:
        raise ReadError(f"The lesson has {len(then) + 1} layers; the limit is {MAX_LAYERS}.")
    return then


def _rank_behind(layer: Mapping[str, Any], rank: int) -> int:
    """The rank of what comes out of a layer that was read."""
    w = layer.get("w")
    return min(3, rank + 1) if w is not None and w.ndim > rank and len(w) > 1 else rank


def _read_layer(fields: dict[str, Any], rank: int, where: str) -> None:
    """Reads what a lesson says of a layer, in place."""
    kind = fields.get("kind", FILTERING[0])
    if kind not in KINDS:
        raise ReadError(f"{where}kind is {_shown(kind)}; give one of {', '.join(KINDS)}.".strip())
    unknown = [quoted(name, 20) for name in fields if where and name not in _OF_A_LAYER]
    if unknown:
        raise ReadError(f"{where}unknown fields: {', '.join(unknown[:5])}; remove them.")
    if kind not in FILTERING and "w" in fields:
        raise ReadError(f"{where}w: {KINDS[kind]} has no filter; remove it.")
    if kind in FILTERING:
        if "w" not in fields:
            raise ReadError(f"{where or 'The lesson file '}has no w; give it {'x and ' * (not where)}w.")
        fields["w"] = _filters(f"{where}w", fields["w"], rank)
    for name in PARAMETERS:
        if name in fields:
            most = MAX_FILTERS if name == "bias" else 3
            fields[name] = _tuples(f"{where}{name}", fields[name], most)


def _filters(name: str, value: object, rank: int) -> Tensor:
    """A filter, or several in a list of them."""
    return _listed(name, value, rank, several=_nesting(value) > rank)


def _object(text: str) -> dict[str, Any]:
    """The fields of a lesson file as JSON has them."""
    try:
        fields: dict[str, Any] = json.loads(text, parse_int=_integer, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise ReadError(
            f"The lesson file is no valid JSON: line {error.lineno}, column {error.colno}: {error.msg}."
        ) from None
    except RecursionError:
        raise ReadError("The lesson file is nested too deeply; lists of rank 3 are enough.") from None
    return fields


def _integer(text: str) -> int | float:
    """An integer, or a float where it is too long for an exact one: it may have a million digits."""
    return int(text) if len(text) <= 15 else float(text)


def _refuse_constant(name: str) -> NoReturn:
    raise ReadError(f"The lesson file holds {name}; every value must be finite, replace it by a number.")


def _check_version(version: object) -> None:
    if version is None:
        raise ReadError(f'The lesson file has no version; it must say "convviz": {VERSION}.')
    if type(version) is not int or version < 1:
        raise ReadError(f"The lesson file’s version is {_shown(version)}; it must be 1 to {VERSION}.")
    if version > VERSION:
        raise ReadError(
            f"The lesson file’s version {_shown(version)} is newer than this page knows ({VERSION}); "
            "open it with a newer convviz."
        )


def _check_names(fields: Mapping[str, Any]) -> None:
    unknown = [quoted(name, 20) for name in fields if name not in _FIELDS]
    if unknown:
        names = ", ".join(unknown[:5]) + (", …" if len(unknown) > 5 else "")
        raise ReadError(f"The lesson file has unknown fields: {names}; remove them.")
    if "x" not in fields:
        raise ReadError("The lesson file has no x; give it x and w.")


def _check_words(fields: Mapping[str, Any]) -> None:
    for name in ("title", "example"):
        value = fields.get(name, "")
        if not isinstance(value, str) or len(value) > MAX_TITLE or _NOT_ON_A_LINE.search(value):
            raise ReadError(
                f"The {name} is {_shown(value)}; give one line of at most {MAX_TITLE} characters."
            )
    if type(fields.get("coloured", False)) is not bool:
        raise ReadError(f"coloured is {_shown(fields['coloured'])}; give true or false.")
    step = fields.get("step", 1)
    if type(step) is not int or not 1 <= step <= MAX_STEP:
        raise ReadError(f"The step is {_shown(step)}; give a whole number from 1.")
    layer, layers = fields.get("layer", 1), 1 + len(_then(fields))
    if type(layer) is not int or not 1 <= layer <= layers:
        raise ReadError(f"The layer is {_shown(layer)}; give a whole number from 1 to {layers}.")


def _shown(value: object) -> str:
    """A value of a lesson file as a message shows it."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    return quoted(json.dumps(value)).strip("“”")


def _lesson_rank(fields: Mapping[str, Any]) -> int:
    rank = fields["rank"] if "rank" in fields else _nesting(fields["x"])
    if type(rank) is not int or rank not in RANK_NAMES:
        raise ReadError(f"The rank is {_shown(rank)}; give 1, 2 or 3.")
    return rank


def _nesting(value: object) -> int:
    """How deep a list is nested along its first parts, at least 1."""
    depth = 1
    while isinstance(value, list) and value and isinstance(value[0], list):
        depth, value = depth + 1, value[0]
    return depth


def _tuples(name: str, value: object, most: int = 3) -> object:
    if not isinstance(value, list):
        return value
    if len(value) > most:
        entries = "one entry per axis" if most == 3 else "one number, or one for each filter"
        raise ReadError(f"{name}: It is a list of {len(value):,}; give {entries}, 1 to {most}.")
    return tuple(_tuples(name, part) for part in value)


def _listed(name: str, value: object, rank: int, several: bool = False) -> Tensor:
    """The tensor that nested lists hold, or `several` of them in a list of their own.

    Its sizes are checked before its cells are looked at.
    """
    try:
        shape = _listed_shape(value, rank + several)
        check_filters(shape[0] if several else 1)
        check_sizes(shape[int(several) :])
        return finite(np.array(_flat(value, shape, several), dtype=np.float64).reshape(shape))
    except ValueError as error:  # also a ReadError
        message = str(error) if isinstance(error, ReadError) else as_sentence(error)
        raise ReadError(f"{name}: {message}") from None


def _listed_shape(value: object, rank: int) -> Shape:
    """The sizes of nested lists along their first parts."""
    sizes: list[int] = []
    for _ in range(rank):
        if not isinstance(value, list):
            raise ReadError(
                f"Its lists are nested {len(sizes)} deep; at rank {rank} they must be {rank} deep."
            )
        sizes.append(len(value))
        value = value[0] if value else []
    return tuple(sizes)


def _flat(value: Any, shape: Shape, several: bool) -> list[Any]:
    """The cells of nested lists of this shape."""
    parts = [value]
    for size in shape:
        odd = next((part for part in parts if not isinstance(part, list) or len(part) != size), None)
        if odd is not None:
            given = f"one of {len(odd):,}" if isinstance(odd, list) else _shown(odd)
            raise ReadError(f"Beside a list of {size:,} stands {given}; make all rows equally long.")
        parts = [cell for part in parts for cell in part]
    foreign = next((i for i, cell in enumerate(parts) if type(cell) not in (int, float)), None)
    if foreign is not None:
        number, *cell = (0, *map(int, np.unravel_index(foreign, shape)))[int(several) :]
        where = f"{f'filter {number + 1}, ' if several else ''}{place(cell)}".capitalize()
        raise ReadError(f"{where} is {_shown(parts[foreign])}, which is not a number.")
    return parts
