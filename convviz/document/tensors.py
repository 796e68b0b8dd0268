"""Tensors as the texts that links carry, readable or compacted."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from typing import TypeAlias
from urllib.parse import unquote

import numpy as np
from numpy.typing import NDArray

from convviz.document.limits import MAX_DEPTH, MAX_READABLE, MAX_SIDE, MAX_TEXT, check_filters, check_shape
from convviz.document.reading.decimals import way_out
from convviz.document.reading.errors import ReadError, count
from convviz.document.reading.numbers import number_texts, read_number, with_plus
from convviz.document.reading.shapes import place
from convviz.document.reads import read_source

Tensor: TypeAlias = NDArray[np.float64]

SEPARATORS = (",", ";", "|")
#: Between the filters of a layer.
FILTERS = "~"
#: Begins a compacted tensor; what follows is its text, deflated (zlib), in the base64 of addresses.
COMPACT = "z:"


def tensor_text(tensor: Tensor) -> str:
    """A tensor as a link carries it: `,` between cells, `;` between rows, `|` between slices.

    >>> tensor_text(np.array([[1, 2.5], [-3, 1e20]]))
    '1,2.5;-3,1e20'
    """
    return _joined(number_texts(tensor))


def _joined(texts: NDArray[np.object_]) -> str:
    parts = texts if texts.ndim == 1 else map(_joined, texts)
    return SEPARATORS[texts.ndim - 1].join(parts)


def parse_tensor(text: str, rank: int) -> Tensor:
    """The tensor that a link carries, readable or compacted, or as people write one.

    >>> parse_tensor("1,2;3,4", 2).tolist(), parse_tensor("[[1,2],[3,4]]", 2).tolist()
    ([[1.0, 2.0], [3.0, 4.0]], [[1.0, 2.0], [3.0, 4.0]])
    >>> parse_tensor("1 2;3 4", 2).tolist()
    [[1.0, 2.0], [3.0, 4.0]]

    Raises `ValueError` with a sentence for rows of unequal length, cells that are not finite
    numbers, too many separators for the rank, or more than 256 x 256 cells in 16 slices.
    """
    text = expanded(text) if text.startswith(COMPACT) else _as_written(text)
    if any(mark in text for mark in "[({"):
        return _in_brackets(text, rank)
    text = _in_marks(text, rank)
    needed = max((n for n, mark in enumerate(SEPARATORS, start=1) if mark in text), default=rank)
    if needed > rank:
        mark = SEPARATORS[needed - 1]
        raise ValueError(f"{mark!r} does not occur in a tensor of rank {rank}; rank={needed} has it")
    if len(text) > MAX_TEXT or sum(map(text.count, SEPARATORS)) >= MAX_SIDE * MAX_SIDE * MAX_DEPTH:
        raise ValueError(f"it has more than {MAX_SIDE} × {MAX_SIDE} cells in {MAX_DEPTH} slices")
    return check_shape(_parse_part(text, rank, ()))


def _as_written(text: str) -> str:
    """The text without marks coded twice, a plus that became a blank, quotes, and a mark at its end."""
    return with_plus(unquote(text) if "%" in text else text).strip(" '\"").rstrip(";|")


#: A number that blanks may part from others; 000 of 1 000 is none.
_PLAIN = re.compile(r"[+\-−]?(?!0\d)[\d.]+(?:/[\d.]+)?(?:[eE][+\-−]?\d+)?")


def _in_marks(text: str, rank: int) -> str:
    r"""The text with a link's marks where blanks and line breaks part plain numbers; others as they are.

    >>> _in_marks("1 2\n3 4", 2), _in_marks("1 2,3 4", 2)
    ('1,2;3,4', '1 2,3 4')
    """
    text = text.strip()
    rows = [row.split("," if "," in row else None) for row in re.split(r"[\n;|]", text) if row.strip()]
    if not all(_PLAIN.fullmatch(cell.strip()) for row in rows for cell in row):
        return text
    text = re.sub(r"\s*+([,;|])\s*+", r"\1", text)
    text = re.sub(r"[^\S\n]*+\n\s*+", ";", text) if rank > 1 else text
    return re.sub(r"\s++", ",", text)


def _in_brackets(text: str, rank: int) -> Tensor:
    """What a text in brackets is, where nothing had to be decided: a link has no place to say it."""
    try:
        reading = read_source(text, rank)
    except ReadError as error:
        sentence = str(error).removesuffix(".")
        raise ValueError(f"{sentence[:1].lower()}{sentence[1:]}") from None
    if reading.notes or reading.offers:
        said = reading.notes[0].removesuffix(".") if reading.notes else reading.offers[0].label
        raise ValueError(
            f"it can be read in more than one way (“{said}”); write 1,2 for cells, ; between rows"
        )
    return reading.values


def _parse_part(text: str, rank: int, index: tuple[int, ...]) -> Tensor:
    """A part of a tensor; `index` says which, for messages."""
    if rank == 1:
        return np.array([_parse_cell(cell, (*index, n)) for n, cell in enumerate(text.split(","))])
    parts = [
        _parse_part(part, rank - 1, (*index, n)) for n, part in enumerate(text.split(SEPARATORS[rank - 1]))
    ]
    odd = next((n for n, part in enumerate(parts) if part.shape != parts[0].shape), 0)
    if odd:
        raise ValueError(_uneven(parts[odd].shape, parts[0].shape, odd + 1))
    return np.stack(parts)


def _uneven(shape: tuple[int, ...], first: tuple[int, ...], number: int) -> str:
    """A sentence on a row or a slice that is another than the first."""
    name, inner = ("row", "cell") if len(shape) == 1 else ("slice", "row")
    if len(shape) == 2 and shape[0] == first[0]:
        return (
            f"the rows of slice {number} have {count(shape[1], 'cell')} and those of slice 1 {first[1]}; "
            + _EVEN
        )
    return f"{name} {number} has {count(shape[0], inner)} and {name} 1 has {first[0]}; {_EVEN}"


_EVEN = "make all rows equally long"


def _parse_cell(text: str, index: tuple[int, ...]) -> float:
    try:
        return read_number(text)
    except ValueError as error:
        raise ValueError(f"{place(index)}: the cell {error}{way_out(text.strip())}") from None


def filters_text(filters: Tensor) -> str:
    """Filters, counted by the first axis, as a link carries them: `~` between filters.

    >>> filters_text(np.array([[1, 0], [0, 1]]))
    '1,0~0,1'
    """
    return shortest(FILTERS.join(map(tensor_text, filters)))


def parse_filters(text: str, rank: int) -> Tensor:
    """The filters that a link carries, with an axis for their number, also where there is one.

    >>> parse_filters("1,0~0,1", 1).tolist(), parse_filters("1,2;3,4", 2).shape
    ([[1.0, 0.0], [0.0, 1.0]], (1, 2, 2))

    Raises `ValueError` as `parse_tensor`, and for filters of different sizes, or more than 16.
    """
    text = expanded(text) if text.startswith(COMPACT) else text
    parts = text.split(FILTERS)
    check_filters(len(parts))
    found = [_parse_filter(part, rank, n if len(parts) > 1 else 0) for n, part in enumerate(parts, 1)]
    odd = next((n for n, one in enumerate(found) if one.shape != found[0].shape), 0)
    if odd:
        sizes = [" × ".join(map(str, one.shape)) for one in (found[odd], found[0])]
        raise ValueError(f"filter {odd + 1} is {sizes[0]} and filter 1 {sizes[1]}; give all one size")
    return np.stack(found)


def _parse_filter(text: str, rank: int, number: int) -> Tensor:
    try:
        return parse_tensor(text, rank)
    except ValueError as error:
        raise ValueError(f"filter {number}: {error}" if number else str(error)) from None


def shortest_text(tensor: Tensor) -> str:
    """The shorter of a tensor's texts, and the readable one unless it is long."""
    return shortest(tensor_text(tensor))


def shortest(text: str) -> str:
    """A text of numbers, or the same in fewer characters where it is long."""
    return text if len(text) <= MAX_READABLE else min(text, compacted(text), key=len)


def compacted(text: str) -> str:
    """A long text in fewer characters, all of them safe in an address.

    >>> len(compacted("0,0;" * 1000 + "0,0")) < 60
    True

    `expanded` is its inverse.
    """
    packed = base64.urlsafe_b64encode(zlib.compress(text.encode(), level=9))
    return COMPACT + packed.decode().rstrip("=")


def expanded(text: str) -> str:
    """The text that `compacted` made this of; raises `ValueError` for anything else."""
    coded = text.removeprefix(COMPACT)
    decoder = zlib.decompressobj()
    try:
        packed = base64.b64decode(
            coded.encode("ascii") + b"=" * (-len(coded) % 4), altchars=b"-_", validate=True
        )
        plain = decoder.decompress(packed, MAX_TEXT + 1).decode("ascii")
    except (zlib.error, UnicodeError, binascii.Error):
        raise ValueError("it was damaged on its way") from None
    if len(plain) > MAX_TEXT:
        raise ValueError(f"it holds more than {MAX_TEXT:,} characters")
    if not decoder.eof:
        raise ValueError("it was cut off")
    return plain
