"""What programming languages write into and before lists of numbers, in the signs that all of them share."""

from __future__ import annotations

import re

from convviz.document.reading.cells import Cells
from convviz.document.reading.errors import ReadError, count

_TYPED = re.compile(r"\s*(?:let|const|var|val)\s+(?:mut\s+)?\w+\s*:[^=\n]{1,200}=\s*")
_MACRO = re.compile(r"\b(?:vec|array|arr\d|matrix|dmatrix)!\s*")
_ELEMENTS = re.compile(r"\b(?:new\s+)?\w+\s*(?:\[[\s,\d]*\]\s*)+(?=\{)")
_GO = re.compile(r"\s*(?:\w+\s*:?=\s*)?(?:\[\d*\])+[a-z]\w*\s*(?=\{)")
_LENGTH = re.compile(r"\b\w*Array\(\d+\)\s*(?=\[)")
_CONSOLE = re.compile(r"(\s*\(\d{1,6}\)\s*)\[")
_OPENCV = re.compile(
    r"[\s\S]{0,200}?\bMatx?_?<[^<>]*>\s*\(\s*(\d{1,4})\s*,\s*(\d{1,4})\s*\)\s*<<([^()]*)\)\s*;?\s*"
)
_ARROW = "↑"
#: Word's equations; the columns of Excel where commas are decimal; and what Fortran, Lisp, Excel and Maple
#: write before a list.
_UNICODE_MATH = re.compile(r"[\[(]?■\s?\(([^()]*)\)[\])]?")
_EXCEL = re.compile(r"([\d.,]\s?)\\(?=\s?[\d.,+\-])")
_BEFORE = re.compile(
    r"\s*(?:(?:integer|real|double precision|logical)\b[^:\n]{0,80}::\s*\w+\s*(?:\([\w:, ]*\))?\s*=\s*|"
    r"(?:#\d?A?|'|=)\s*(?=[({])|#define\s+\w+\s*(?:\[\w*\])?\s*(?=[({\d.\-]))",
    re.IGNORECASE,
)
#: TypeScript's assertion, and axes of 1 that NumPy and PyTorch put before the others.
_BEHIND = re.compile(
    r"\s+as const\s*;?\s*\Z|\[(?:(?:None|np\.newaxis)\s*,?\s*)+(?:,?\s*(?::|\.\.\.))*\]\s*;?\s*\Z"
)
_MAPLE = re.compile(r"\s*(?:\w+\s*:?=\s*)?(<[\d\s.,|<>/+\-eE]+>)\s*[;:]?\s*")
_SIZED = re.compile(
    r"""\s*(?:\w+\s*=\s*)?["']?(\d{1,3})\s?[x×]\s?(\d{1,3})(?:[+-]\d+[+-]\d+)?\s?:"""
    r"""[^\S\n]*([\d., /eE+\-]+)["']?\s*;?\s*"""
)
_PILLOW = re.compile(
    r"[\w.=\s]*?(?:\w+\.)*(?:filter\()?\s*(?:ImageFilter\.)?Kernel\(\s*(?:size\s*=\s*)?\(\s*(\d+)\s*,\s*(\d+)\s*\)\s*,"
    r"\s*(?:kernel\s*=\s*)?[\[(]([^\])]*)[\])]([^)]*)\)*\s*;?\s*"
)


def in_usual_brackets(text: str) -> str:
    r"""The text with the lists of Fortran, F#, Lisp, Maple, Excel and Word between brackets.

    >>> in_usual_brackets("real :: k(2) = (/ 1.0, 2.0 /)"), in_usual_brackets("■(1&2@3&4)")
    ('[ 1.0, 2.0 ]', '[1 2;3 4]')
    >>> in_usual_brackets("<<1|2>,<3|4>>"), in_usual_brackets("={1\\2;3\\4}")
    ('[[1,2],[3,4]]', '{1,2;3,4}')
    """
    if "(/" in text:
        text = text.replace("(/", "[").replace("/)", "]")
    if "[|" in text:
        text = text.replace("[|", "[").replace("|]", "]").replace(";", ",")
    if "■" in text:
        text = _UNICODE_MATH.sub(lambda found: f"[{found[1].replace('&', ' ').replace('@', ';')}]", text)
    if "\\" in text and "{" in text:
        text = _EXCEL.sub(r"\1,", text)
    if text.count("<") > 1 and (maple := _MAPLE.fullmatch(text)):
        is_by_columns = "|" in re.sub("<[^<>]*>", "", maple[1])
        text = maple[1].translate(str.maketrans("<>|", "[],")) + "'" * is_by_columns
    before = _BEFORE.match(text[:300])
    return text[before.end() :] if before else text


def in_usual_signs(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with lists in brackets and numbers in figures alone, and sentences on what was left out.

    >>> in_usual_signs("let k: [[f32; 2]; 1] = [[16, 1000]];")[0]
    '[[16, 1000]];'
    >>> in_usual_signs("vec![vec![1, 2], vec![3, 4]]")[0]
    '[[1, 2], [3, 4]]'
    """
    notes: tuple[str, ...] = ()
    if typed := _TYPED.match(text[:1000]):
        text = text[typed.end() :]
    text = _GO.sub("", text, count=1) if _GO.match(text[:1000]) else text
    if "!" in text:
        text = _MACRO.sub("", text)
    if "]" in text and "{" in text:
        text = _ELEMENTS.sub("", text)
    if "Array(" in text:
        text = _LENGTH.sub("", text)
    text = _BEHIND.sub("", text)
    if _ARROW in text:
        text, notes = text.replace(_ARROW, " "), ("The arrow, which marks the origin, is left out.",)
    return text, notes


def opencv(text: str) -> tuple[int, int, list[str]] | None:
    """The rows, the columns and the cells of OpenCV's `(Mat_<float>(2, 2) << 1, 2, 3, 4)`."""
    found = _OPENCV.fullmatch(text) if "<<" in text else None
    return (int(found[1]), int(found[2]), found[3].split(",")) if found else None


def sized_filter(text: str) -> Cells | None:
    """A filter behind its size: ImageMagick's `3x3: 1 0 -1 ...`, and Pillow's `Kernel((3, 3), ...)`.

    >>> sized_filter("2x2: 1,2 3,4").rows, sized_filter("ImageFilter.Kernel((2, 2), [1, 2, 3, 4])").rows
    ([['1', '2'], ['3', '4']], [['1', '2'], ['3', '4']])
    """
    begin = text[:200]
    if ":" in begin and (found := _SIZED.fullmatch(text)):
        order = f"{found[1]}x{found[2]} is read as columns and rows, as ImageMagick has it."
        notes = () if found[1] == found[2] else (order,)
    elif "Kernel(" in begin and (found := _PILLOW.fullmatch(text)):
        notes = ("The scale and the offset are left out.",) if found[4].strip(" ,") else ()
    else:
        return None
    columns, rows, cells = int(found[1]), int(found[2]), found[3].replace(",", " ").split()
    if columns * rows != len(cells):
        raise ReadError(f"{count(len(cells), 'number')} do not make {columns} × {rows}; add the rest.")
    return Cells([cells[n * columns :][:columns] for n in range(rows)], (rows, columns), notes=notes)


def has_length(text: str) -> str:
    """The length in parentheses that a browser's console writes before a list, such as `(3) [1, 2, 3]`.

    >>> has_length("(3) [1, 2, 3]"), has_length("(1/3) [1, 2, 3]")
    ('(3)', '')
    """
    found = _CONSOLE.match(text)
    return found[1].strip() if found else ""
