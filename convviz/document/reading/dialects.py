"""What programs put around a block of numbers, and texts that look like numbers and mean others."""

from __future__ import annotations

import re

from convviz.document.reading.errors import ReadError

_HEADS = re.compile(
    r"\s*(?:(?:<xarray\.\w+[^\n]*|shape: \([\d, ]*\)|Series: [^\n]*|"
    r"import [^\n]*|from \w[^\n]* import [^\n]*)(?:\n|$))+"
)
_FEET = re.compile(
    r"\n(?:(?:<NDArray [^\n]*>|(?:print|disp|display)\s*\([^()\n]*\)\s*;?)\s*$|"
    r"(?:Coordinates|Dimensions without coordinates|Attributes|Indexes):[\s\S]*$)"
)
_LABEL = re.compile(r"\(%[ot]\d+\)")
_ANGLES = str.maketrans("⟨⟩〈〉", "()()")
_IN_ANGLES = re.compile(r"\s*<([\d\s.,;+\-−eE/]+)>\s*")
_RATIONAL = re.compile(r"(?<=\d)//(?=\d)")
_POWER = re.compile(r"(?<=[\d.])\s?\*\^\s?(?=[-+]?\d)")


def without_frame(text: str) -> str:
    r"""The text without what a program writes over, under and beside its numbers, and in usual signs.

    >>> without_frame("import numpy as np\nx = [1, 2]\nprint(x)")
    '\nx = [1, 2]'
    >>> without_frame("[1//2 1.5*^-3]")
    '[1/2 1.5e-3]'
    """
    if heads := _HEADS.match(text):
        text = "\n" * heads[0].count("\n") + text[heads.end() :]  # other lines keep their numbers
    if feet := _FEET.search(text, max(0, len(text) - 4000)):
        text = text[: feet.start()]
    if "(%" in text:
        text = _LABEL.sub(lambda found: " " * len(found[0]), text)
    if "⟨" in text or "〈" in text:
        text = text.translate(_ANGLES)
    if text.lstrip()[:1] == "<" and (angled := _IN_ANGLES.fullmatch(text)):
        text = f"({angled[1]})"
    if "//" in text:
        text = _RATIONAL.sub("/", text)
    return _POWER.sub("e", text) if "*^" in text else text


_OTHERS = {
    "%%MatrixMarket": "a Matrix Market file, which lists its cells column by column; save the matrix as CSV",
    "# ndims:": "an array of Octave’s text format, which lists its cells column by column; save it with -v7",
    "OrderedDict(": "several names with numbers each; paste the numbers of one alone",
    "DataFrame({": "a table as columns by name; print it, and paste that",
    "SparseTensor": "a sparse tensor; print it dense, and paste that",
    "layout=torch.sparse": "a sparse tensor; print it dense, and paste that",
}


def check(begin: str) -> None:
    """Raises `ReadError` for texts that look like numbers, and mean others."""
    for mark, what in _OTHERS.items():
        if mark in begin:
            raise ReadError(f"This is {what}.")


_BULLET = re.compile(r"\s*[-*•]\s+(?=[\d.\[({+\-−])")


def bullets(text: str) -> tuple[str, bool]:
    r"""The text without the bullets before its lines, and whether these could be minus signs.

    >>> bullets("* 1\n* 2"), bullets("- 1\n- 2"), bullets("- 1")
    (('1\n2', False), ('1\n2', True), ('- 1', False))
    """
    if not _BULLET.match(text[:1000]):
        return text, False
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 2 or not all(map(_BULLET.match, lines)):
        return text, False
    bare = [_BULLET.sub("", line, count=1) for line in lines]
    return "\n".join(bare), text.lstrip()[0] == "-" and not any(line[0] in "[({" for line in bare)
