"""What a program prints beside a list: its name, its shape, its type and where it is kept."""

from __future__ import annotations

import re
from typing import NamedTuple

_SIZES = r"(?:torch\.Size\(\[([\d, ]{1,30})\]\)|\((\d{1,6},[\d, ]{0,30})\))"
_TYPE = (
    r"(?:(?:np|numpy|torch|tf|jnp|cp|mx)\.)?(?:b?float|u?int|bool|double|complex)\d{0,3}\b"
    r"|<class '[\w.]{1,60}'>|cpu\b|cuda(?::\d{1,2})?\b|dtype\('\w{1,10}'\)"
)
_FACT = rf"(?:[\w.]{{0,30}}(?:shape|size(?:\(\))?|d?type|device)\s{{0,3}}[:=]?\s{{0,3}})?(?:{_SIZES}|{_TYPE})"
_LIST = r"(?:[A-Za-z_]\w{0,40}\s*=\s*)?(?:\[|(?:tensor|array|Array)\()"
#: A name, facts and a list; a name alone stands with a blank before a list, since `f[1]` is something else.
_BEFORE = re.compile(
    rf"\s*+(?:(?P<name>(?![\w.]{{0,30}}(?:shape|size|type)\b)[A-Za-z_][\w.]{{0,40}})\s*[:,]?\s+)?(?:{_FACT}[\s,;:]{{1,20}}){{0,4}}(?={_LIST})"
)
_AFTER = re.compile(rf"(?<=[\])])(?:[\s;,]{{0,20}}{_FACT}){{1,4}}\s*\Z")
#: A tuple before what would be a shape: tuples below each other are rows.
_TUPLE = re.compile(r"\n\s*\(\d[\d, ]*\)\s*\Z")
_LONGEST = 300
#: What is no name of a list, but makes one, changes one, or says something of one.
_NO_NAMES = set(
    "zeros ones eye full rand randn random range arange linspace shape size dim dims len sum prod mean max "
    "min abs sqrt exp log sin cos tan diff cumsum reverse sort rev transpose flip fliplr flipud rot90 inv "
    "det rank norm repeat tile pad conv convolve correlate negate minus not return in of at index".split()
)


class Beside(NamedTuple):
    """The list alone, what stood beside it, and the shapes that it says, each as numbers."""

    text: str
    said: tuple[str, ...]
    shapes: list[tuple[int, ...]]


def beside(text: str) -> Beside | None:
    r"""A list and what stands beside it; None where nothing does.

    >>> beside("w (2,) float32 [1 2]")
    Beside(text='[1 2]', said=('w (2,) float32',), shapes=[(2,)])
    >>> beside("[1. 2.] float64").said, beside("zeros [3, 3]")
    (('float64',), None)
    """
    start, end = 0, len(text)
    before = _BEFORE.match(text[:_LONGEST])
    if before and (before["name"] or "").rpartition(".")[2].lower() not in _NO_NAMES:
        start = before.end()
    after = _AFTER.search(text, max(start, end - _LONGEST))
    if after and not _TUPLE.search(text, max(start, after.start() - _LONGEST), after.start()):
        end = after.start()
    said = tuple(part for part in (text[:start].strip(" \n,:"), text[end:].strip(" \n,;")) if part)
    if not said:
        return None
    sizes = [one[1] or one[2] for part in said for one in re.finditer(_SIZES, part)]
    return Beside(text[start:end], said, [tuple(map(int, re.findall(r"\d+", size))) for size in sizes])
