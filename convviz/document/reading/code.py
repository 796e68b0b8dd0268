"""What programming languages write into and before lists of numbers, in the signs that all of them share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from convviz.document.reading.cells import Cells
from convviz.document.reading.errors import Offer, ReadError, count
from convviz.document.reading.shapes import reading_of

_TYPED = re.compile(
    r"\s*(?:(?:pub\s+)?(?:let|const|constant|static|var(?:<\w+>)?|val)\s+(?:mut\s+)?\w+\s*:[^=\n]{1,200}=|"
    r"Dim\s+\w+[(), \d]*\s+As\s+\w+[(), \d]*=)\s*"
)
#: What C++ writes before a list of a template's type, with a name behind it.
_TEMPLATE = re.compile(
    r"\s*(?:(?:static|const|constexpr|inline)\s+)*[\w:]+<[^=;{}\n]{1,100}>\s*(?:const\s+)?\w+\s*(?:=\s*)?(?=\{)"
)
_REPEATED = re.compile(r"(?<=\[)\s*([+\-]?[\d.]+)(?:_?[fiu]\d+)?\s*;\s*(\d{1,4})\s*(?=\])")
_MACRO = re.compile(r"\b(?:vec|array|arr\d|matrix|dmatrix)!\s*")
_ELEMENTS = re.compile(
    r"\b(?:new\s+)?\w+\s*(?:\[[\s,\d]*\]\s*)+(?=\{)|\b(?:float|int|double)\[\d*\]\s*(?=\()"
)
_GO = re.compile(r"(?<![\d\[]\])(?:\[\d*+\])++[a-z]\w*+\s*+(?=\{)")
_LENGTH = re.compile(r"\b\w*Array\(\d+\)\s*(?=\[)")
_CONSOLE = re.compile(r"(\s*\(\d{1,6}\)\s*)\[")
_OPENCV = re.compile(
    r"[\s\S]{0,200}?\bMatx?_?<[^<>]*+>\s*+\(\s*+(\d{1,4})\s*+,\s*+(\d{1,4})\s*+\)\s*+<<([^()]*+)\)\s*+;?\s*+"
)
_EIGEN = re.compile(
    r"\s*(?:\w+::)?Matrix(?:(\d)[a-z]|X[a-z]|<\w+,\s*(\d+),\s*(\d+)>)\s+\w+\s*(?:\((\d+),\s*(\d+)\))?;"
    r"\s*+\w++\s*+<<([^()<>;]*+);?\s*+"
)
#: R's tables, which have a column for each vector.
_R_FRAME = re.compile(r"\b(?:data\.frame|data\.table|tibble)\((?=\s*\w+\s*=\s*c\()")
_ARROW = "↑"
#: Word's equations; what parts the columns of Excel where commas are decimal, and the rows of Stata; and what
#: Fortran, Lisp, Excel and Maple write before a list.
_UNICODE_MATH = re.compile(r"[\[(]?■\s?\(([^()]*)\)[\])]?")
_BACKSLASH = re.compile(r"([\d.,]\s?)\\(?=\s?[\d.,+\-])")
_BEFORE = re.compile(
    r"\s*(?:(?:integer|real|double precision|logical)\b[^:\n]{0,80}::\s*\w+\s*(?:\([\w:, ]*\))?\s*=\s*|"
    r"\([a-z_][\w:]*(?:\s?\[\d{1,6}\])+\)\s*\$?\w+\s*=\s*|(?:#\d?A?|'|=)\s*(?=[({])|#define\s+\w+\s*(?:\[\w*\])?\s*(?=[({\d.\-]))",
    re.IGNORECASE,
)
#: TypeScript's assertion, and axes of 1 that NumPy and PyTorch put before the others.
_BEHIND = re.compile(
    r"\s+as const\s*;?\s*\Z|\[(?:(?:None|np\.newaxis)\s*,?\s*)+(?:,?\s*(?::|\.\.\.))*\]\s*;?\s*\Z"
)
_MOST_BEHIND = 200
#: The places of a list's numbers, as C has them in braces and debuggers print them.
_PLACES = re.compile(r"(?<=[{(,])\s*\[(\d{1,6})\]\s*=\s*")
#: Typst's option of `mat`, which has a bracket in quotes.
_DELIM = re.compile(r"\bdelim:\s*(?:\"[^\"\n]{0,3}\"|#?none)\s*,")
_MAPLE = re.compile(r"\s*+(?:\w++\s*+:?=\s*+)?(<[\d\s.,|<>/+\-eE]+>)\s*+[;:]?\s*+")
_SIZED = re.compile(
    r"""\s*(?:\w+\s*=\s*)?["']?(\d{1,3})\s?[x×]\s?(\d{1,3})(?:[+-]\d+[+-]\d+)?\s?:"""
    r"""[^\S\n]*+([\d., /eE+\-]++)["']?\s*+;?\s*+"""
)
_PILLOW = re.compile(
    r"[\w.=\s]{0,200}?(?:filter\(\s*+)?(?:ImageFilter\.)?Kernel\(\s*+(?:size\s*+=\s*+)?"
    r"\(\s*+(\d++)\s*+,\s*+(\d++)\s*+\)\s*+,\s*+(?:kernel\s*+=\s*+)?[\[(]([^\])]*+)[\])]([^)]*+)\)*+\s*+;?\s*+"
)


def in_usual_brackets(text: str) -> str:
    r"""The text with the lists of Fortran, F#, Lisp, Maple, Excel and Word between brackets.

    >>> in_usual_brackets("real :: k(2) = (/ 1.0, 2.0 /)"), in_usual_brackets("■(1&2@3&4)")
    ('[ 1.0, 2.0 ]', '[1 2;3 4]')
    >>> in_usual_brackets("<<1|2>,<3|4>>"), in_usual_brackets("={1\\2;3\\4}")
    ('[[1,2],[3,4]]', '{1,2;3,4}')
    """
    if "<<" in text[:200] and (eigen := _EIGEN.fullmatch(text)):
        *sizes, cells = [part for part in eigen.groups() if part]
        text = f"(Mat_<double>({sizes[0]}, {sizes[-1]}) << {cells})" if sizes else text
    if _R_FRAME.search(text[:200]) and len(re.findall(r"\bc\(", text)) > 1:
        text = re.sub(r"\b\w++\s*+=\s*+(?=c\()", "", _R_FRAME.sub("cbind(", text, count=1))
    if "delim" in text[:200]:
        text = _DELIM.sub("", text, count=1)
    if "] = " in text or "]=" in text:
        text = _without_places(text)
    if "(/" in text:
        text = text.replace("(/", "[").replace("/)", "]")
    if "[|" in text:
        text = text.replace("[|", "[").replace("|]", "]").replace(";", ",")
    if "■" in text:
        text = _UNICODE_MATH.sub(lambda found: f"[{found[1].replace('&', ' ').replace('@', ';')}]", text)
    if "\\" in text and ("{" in text or "(" in text):
        text = _BACKSLASH.sub(r"\1," if "{" in text else r"\1;", text)
    if text.count("<") > 1 and (maple := _MAPLE.fullmatch(text)):
        is_by_columns = "|" in re.sub("<[^<>]*>", "", maple[1])
        text = maple[1].translate(str.maketrans("<>|", "[],")) + "'" * is_by_columns
    before = _BEFORE.match(text[:300]) or _TEMPLATE.match(text[:300])
    return text[before.end() :] if before else text


def _without_places(text: str) -> str:
    """The text without the places before numbers, where these count from zero."""
    places = [int(place) for place in _PLACES.findall(text)]
    return _PLACES.sub("", text) if places and places == [*range(len(places))] else text


def in_usual_signs(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with lists in brackets and numbers in figures alone, and sentences on what was left out.

    >>> in_usual_signs("let k: [f32; 3] = [0.5; 3];")[0]
    '[0.5, 0.5, 0.5];'
    >>> in_usual_signs("vec![vec![1, 2], vec![3, 4]]")[0]
    '[[1, 2], [3, 4]]'
    """
    notes: tuple[str, ...] = ()
    if typed := _TYPED.match(text[:1000]):
        text = text[typed.end() :]
        text = _REPEATED.sub(_written_out, text, count=1) if ";" in typed[0] else text
    if "!" in text and _MACRO.search(text):
        text = _REPEATED.sub(_written_out, _MACRO.sub("", text), count=1)
    if "]" in text and ("{" in text or "](" in text):
        text = _ELEMENTS.sub("", _GO.sub("", text))
    if "Array(" in text:
        text = _LENGTH.sub("", text)
    if behind := _BEHIND.search(text, max(0, len(text) - _MOST_BEHIND)):
        text = text[: behind.start()]
    if _ARROW in text:
        text, notes = text.replace(_ARROW, " "), ("The arrow, which marks the origin, is left out.",)
    return text, notes


def _written_out(found: re.Match[str]) -> str:
    """Rust's `[0.5; 3]`, which is the same number three times."""
    return ", ".join([found[1]] * int(found[2]))


def opencv(text: str) -> tuple[int, int, list[str]] | None:
    """The rows, the columns and the cells of OpenCV's `(Mat_<float>(2, 2) << 1, 2, 3, 4)`, and Eigen's."""
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
    return Cells(rows_of(cells, rows, columns), (rows, columns), notes=notes)


def rows_of(cells: Sequence[str], rows: int, columns: int) -> list[Sequence[str]]:
    """The cells of a list in rows; raises `ReadError` where there are more or fewer.

    >>> rows_of(["1", "2", "3", "4"], 2, 2)
    [['1', '2'], ['3', '4']]
    """
    if len(cells) != rows * columns:
        way = "add the rest" if len(cells) < rows * columns else "leave out what is too much"
        do = "does" if len(cells) == 1 else "do"
        size = f"{count(rows, 'row')} of {columns}"
        raise ReadError(f"{count(len(cells), 'number')} {do} not make {size}; {way}.")
    return [cells[n * columns : (n + 1) * columns] for n in range(rows)]


_DECLARED = re.compile(r"\w\s*\[\s*(\d{1,3})\s*\]\s*\[\s*(\d{1,3})\s*\]\s*=")
#: The longest line of a list that a person parted into lines; programs make them as long as they can.
_LONGEST_LINE = 66


def in_rows(cells: Cells, text: str, rank: int | None) -> Cells:
    r"""A flat list as a matrix: its declaration says the sizes, or it is to be one and stands in even lines.

    >>> flat = Cells([["1", "2", "3", "4"]], (4,))
    >>> in_rows(flat, "int k[2][2] = {1, 2, 3, 4};", None).shape, in_rows(flat, "{1, 2,\n 3, 4}", 2).shape
    ((2, 2), (2, 2))
    """
    if len(cells.shape) > 1 or len(cells.rows[0]) != cells.shape[0]:
        return cells
    numbers = [*cells.rows[0]]
    if declared := _DECLARED.search(text[:300]):
        rows, columns = int(declared[1]), int(declared[2])
        notes: tuple[str, ...] = ()
    elif rank == 2 and "\n" in text:
        rows, columns = _even_lines(text)
        notes = ("Each line of the list is read as a row.",)
    else:
        return cells
    if not declared and (rows * columns != len(numbers) or rows == 1):
        return cells
    parts = rows_of(numbers, rows, columns)
    if rows == 1:
        return cells
    changed = replace(cells, rows=parts, shape=(rows, columns)).noting(*notes)
    with suppress(ReadError):  # a row may be too long
        in_one = Offer(f"Read it as one row of {len(numbers):,}", reading_of(cells.source(), 2).values)
        return replace(changed, offers=(*cells.offers, in_one))
    return changed


def _even_lines(text: str) -> tuple[int, int]:
    """How many lines of numbers a list has, and how many each; zero where they are uneven, or a program's."""
    bare = re.sub(r"//.*|#.*|/\*(?:[^*\n]|\*(?!/))*+(?:\*/)?", "", text[max(map(text.find, "[{(")) + 1 :])
    lines = [line.rstrip() for line in bare.split("\n") if re.search(r"\d", line)]
    widths = {len(re.findall(r"[^\s,;()\[\]{}]+", line)) for line in lines}
    if len(widths) > 1 or max(map(len, lines), default=0) > _LONGEST_LINE:
        return 0, 0
    return len(lines), widths.pop() if widths else 0


def has_length(text: str) -> str:
    """The length in parentheses that a browser's console writes before a list, such as `(3) [1, 2, 3]`.

    >>> has_length("(3) [1, 2, 3]"), has_length("(1/3) [1, 2, 3]")
    ('(3)', '')
    """
    found = _CONSOLE.match(text)
    return found[1].strip() if found else ""
