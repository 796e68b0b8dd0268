"""What programs put around a block of numbers, and texts that look like numbers and mean others."""

from __future__ import annotations

import re

from convviz.document.reading.errors import ReadError

_HEADS = re.compile(
    r"\s*+(?:(?:<xarray\.\w+[^\n]*|shape: \([\d, ]*\)|Series: [^\n]*|[A-Za-z_]\w*\[\d+,\d+\]|"
    r"Variable containing:[^\n]*|"
    r"import [^\n]*|from \w[^\n]* import [^\n]*|#include[^\n]*|/\*(?:[^*]|\*(?!/)){0,1000}\*/|"
    r"(?:(?:static|const|unsigned)\s+){0,3}\w+\s+\w+\s*=\s*\d+\s*;[^\n]*)\s*(?:\n|$))+"
)
_SECTION = re.compile(r"\s*\[[A-Za-z_][\w. -]*\][^\S\n]*\n(?=\s*[A-Za-z_][\w.-]*\s*=)")
_SPARSE = re.compile(
    r"\s*\d+ x \d+ sparse Matrix of class[^\n]*|\s*[^\n]{0,80}\bSparse(?:MatrixCSC|Vector)\b[^\n]*"
)
_FEET = re.compile(
    r"(?:,\s*shape=\[[\d, ]*\], strides=[^\n]*|(?<!\n)\n\s*+Tensor\[\[[\d, ]*\], \w+\])\s*$|"
    r"(?<!\n)\n\s*+Process finished with exit code -?\d+\s*$|"
    r"\n(?:\[ (?:Variable\[)?[A-Z]\w*Type\]?\{[\d,]+\} \]\s*$|"
    r"(?:<NDArray [^\n]*>|(?:print|disp|display)\s*\([^()\n]*\)\s*;?)\s*$|"
    r"(?:Coordinates|Dimensions without coordinates|Attributes|Indexes):[\s\S]*$)"
)
#: What R's `str`, and Rust's `dbg!`, write before the numbers of a line.
_SAYS = re.compile(r"\s*(?:(?:num|int|logi) \[1:\d+\] |\[[\w./\\-]+:\d+(?::\d+)?\] (?=\w+ = ))")
_LABEL = re.compile(r"\(%[ot]\d+\)")
_ANGLES = str.maketrans("⟨⟩〈〉", "()()")
_IN_ANGLES = re.compile(r"\s*<([\d\s.,;+\-−eE/]+)>\s*")
_RATIONAL = re.compile(r"(?<=\d)//(?=\d)")
_POWER = re.compile(r"(?<=[\d.])\s?\*\^\s?(?=[-+]?\d)")


_SIDE = re.compile(
    r"[^\S\n]*+((?:[A-Za-z_]\w*+[^\S\n]*+:?=[^\S\n]*+)?(?:[\d./]++[^\S\n]*+(?:[*×·x][^\S\n]*+)?)?)([|\[(⎡⎢⎣].*[|\])⎤⎥⎦])[^\S\n]*"
)


def _without_side(text: str) -> str:
    """A drawn matrix without the name beside one of its lines, as in `Gx = | 1 0 |`; a factor over it."""
    found = [_SIDE.fullmatch(line) for line in text.split("\n") if line.strip()]
    sides = [one[1].strip() for one in found if one and one[1].strip()]
    if len(found) < 2 or not all(found) or len(sides) != 1:
        return text
    factor = re.sub(r"\b\w++\s*+:?=", "", sides[0]).strip(" *×·x")
    rows = [one[2] for one in found if one]
    return "\n".join([f"{factor} *", *(row[1:-1] for row in rows)] if factor else rows)


#: What an assembler reads before the numbers of a line, and a label before it.
_DIRECTIVE = re.compile(
    r"[^\S\n]*(?:[A-Za-z_.$]\w*:?[^\S\n]+)?(?:\.(?:word|[248]byte|byte|short|hword|half|int|long|quad|float|single|"
    r"double)|d[bwdq]|dc\.[bwls]|fc?b|fdb)[^\S\n]+(?=[\d.+\-−$])",
    re.IGNORECASE,
)
_LABEL_LINE = re.compile(r"\s*[A-Za-z_.$]\w*:?[^\S\n]*\n(?=\s*[.dDfF])")


def _without_directives(text: str) -> str:
    """The numbers of an assembler's table, where each of its lines has a directive."""
    bare = _LABEL_LINE.sub("", text, count=1) if _LABEL_LINE.match(text[:200]) else text
    lines = [line for line in bare.split("\n") if line.strip()]
    are_all = bool(lines) and all(map(_DIRECTIVE.match, lines))
    return "\n".join(_DIRECTIVE.sub("", line, count=1) for line in lines) if are_all else text


def without_frame(text: str) -> str:
    r"""The text without what a program writes over, under and beside its numbers, and in usual signs.

    >>> without_frame("import numpy as np\nx = [1, 2]\nprint(x)")
    '\nx = [1, 2]'
    >>> without_frame("[1//2 1.5*^-3]")
    '[1/2 1.5e-3]'
    """
    if heads := _HEADS.match(text):
        text = "\n" * heads[0].count("\n") + text[heads.end() :]  # other lines keep their numbers
    if says := _SAYS.match(text):
        text = text[says.end() :]
    if section := _SECTION.match(text):  # of TOML or an INI file
        text = "\n" * section[0].count("\n") + text[section.end() :]
    if "parse" in text[:200] and (sparse := _SPARSE.match(text)):  # its points are zeros
        head = sparse[0] if "×" in sparse[0] else ""
        text = head + re.sub(r"(?<!\S)[.⋅](?!\S)", "0", text[sparse.end() :])
    if feet := _FEET.search(text, max(0, len(text) - 4000)):
        text = text[: feet.start()]
    if "(%" in text:  # Maxima's labels, and its minus
        text = _LABEL.sub(lambda found: " " * len(found[0]), text)
        text = re.sub(r"(?<![^\s\[])- (?=\d)", "-", text)
    if any(mark in text[:400] for mark in "=*×·/x") and 0 < text.count("\n") < 100:
        text = _without_side(text)
    if _DIRECTIVE.search(text[:300]):
        text = _without_directives(text)
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
    "SparseTensor": "a sparse tensor; print it dense, and paste that",
    "layout=torch.sparse": "a sparse tensor; print it dense, and paste that",
}


#: How MATLAB and SciPy print a sparse matrix: the place of each number, and no zeros.
_PLACES = re.compile(r"\s*(?:\w+\s*=\s*)?(?:\(\d+, ?\d+\)\s+[\d.+\-eE]+[^\S\n]*+(?:\n\s*+|\Z)){2,}")
#: How a browser's console prints lists in a list that is not opened.
#: How Java prints an array, and programs the bytes of a file.
_NO_NUMBERS = {
    re.compile(r"\s*\[+[BCDFIJSZ]@[0-9a-f]{4,8}\b|\s*\[{1,3}L[\w.]+;@"): (
        "where Java keeps an array, not what is in it; print Arrays.deepToString of it"
    ),
    re.compile(r"\s*[0-9a-fA-F]{7,16}:?\s+(?:[0-9a-fA-F]{2,8}\s+){2,}\S"): (
        "a dump of the bytes of a file; open the file itself"
    ),
}
_CLOSED = re.compile(r"\bArray\(\d+\)(?=\s*[,\])])|\[\s*Array\s*\]|\.{3} \d+ more items?|<\d+ empty items?>")
_SPARSE_PRINT = "a sparse matrix, printed without its zeros; print full(A) or A.toarray(), and paste that"


def check(begin: str) -> None:
    """Raises `ReadError` for texts that look like numbers, and mean others."""
    what = next((what for mark, what in _OTHERS.items() if mark in begin), "")
    if closed := _CLOSED.search(begin):
        raise ReadError(f"“{closed[0]}” stands for numbers that are not shown; copy JSON.stringify of it.")
    what = next((said for form, said in _NO_NUMBERS.items() if form.match(begin)), what)
    if what or _PLACES.match(begin):
        raise ReadError(f"This is {what or _SPARSE_PRINT}.")
