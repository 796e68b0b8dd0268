"""Numbers without the signs of a table: one by one (`x[0] = 1; x[1] = 2`), or figure by figure (`0110`)."""

from __future__ import annotations

import re

import numpy as np

from convviz.document.reading.cells import Cells
from convviz.document.reading.errors import Offer, ReadError

_INDEX = r"\s*(\d{1,4})\s*"
_ITEM = re.compile(
    rf"\s*([A-Za-z_]\w*?)_?\s*(?:[\[(]{_INDEX}(?:(?:,|\]\s*\[){_INDEX})?(?:(?:,|\]\s*\[){_INDEX})?[\])]|(\d{{1,4}}))"
    r"\s*:?=\s*([+\-−]?[\d./]+(?:[eE][+\-−]?\d+)?)\s*(?:[,;\n]|\Z)"
)
_DECLARED = re.compile(r"\s*(?:\w+\s+){1,3}\w+\s*(?:\[\s*\w*\s*\]\s*){1,3};\s*")
_MOST = 10_000


def elements(text: str) -> Cells | None:
    r"""The cells of a text that gives each a number of its own; None where it is something else.

    >>> elements("x[0] = 1; x[1] = 2;").rows, elements("w(1,1)=5, w(1,2)=7").shape
    ([['1', '2']], (1, 2))
    """
    if declared := _DECLARED.match(text[:200]):
        text = text[declared.end() :]
    if not _ITEM.match(text[:200]):
        return None
    found: dict[tuple[int, ...], str] = {}
    names, at = set(), 0
    while len(found) < _MOST and (item := _ITEM.match(text, at)):
        name, *indices, value = item.groups()
        names.add(name)
        found[tuple(int(index) for index in indices if index)] = value
        at = item.end()
    ranks = {len(index) for index in found}
    if text[at:].strip() or len(found) < 2 or len(names) > 1 or len(ranks) > 1:
        return None
    return _placed(found)


def _placed(found: dict[tuple[int, ...], str]) -> Cells:
    """The cells in the places that their indices name, from zero or from one on."""
    places = np.array(list(found))
    start = places.min()
    shape = tuple((places.max(axis=0) - start + 1).tolist())
    if start > 1 or len(found) != np.prod(shape):
        raise ReadError(
            f"{len(found):,} numbers are given one by one, and others between them are not; give all of them."
        )
    cells = [found[tuple(place + start)] for place in np.ndindex(shape)]
    width = shape[-1]
    return Cells([cells[n : n + width] for n in range(0, len(cells), width)], shape)


_BITS = re.compile(r"\s*[01]{3,256}\s*\n\s*[01]{3,256}\s*(?:\n|\Z)")


def bits(text: str) -> Cells | None:
    r"""The cells of a picture of zeros and ones without anything between them; None for all other texts.

    >>> bits("010\n111").rows, bits("100\n111")
    ([['0', '1', '0'], ['1', '1', '1']], None)
    """
    if not _BITS.match(text[:1000]):
        return None
    lines = text.split()
    if {*map(len, lines)} != {len(lines[0])} or not all(re.fullmatch("[01]+", line) for line in lines):
        return None
    if not any(line.startswith("0") for line in lines):  # 100 may be a hundred
        return None
    whole = np.array([[float(line)] for line in lines])
    offer = Offer(f"Read {lines[0]} as one number", whole)
    notes = ("Each figure is read as a cell.",)
    return Cells([[*line] for line in lines], (len(lines), len(lines[0])), notes=notes, offers=(offer,))
