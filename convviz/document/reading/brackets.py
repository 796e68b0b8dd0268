r"""Numbers in brackets: lists, tuples, JSON, initialisers, what NumPy, PyTorch, TensorFlow, MATLAB write.

The grammar, after which `_Parser` is named (a *group* is what stands between a pair of brackets):

    text    = [name "="] product [";"]
    product = factor {("*" | "/" | nothing) factor}      at most one factor is no plain number
    factor  = number | group | call | factor "'" | factor ".T" | factor "." method "(" ... ")"
    call    = name {"[" "]"} group                       np.array(...), Float32[...], new double[] {...}
    group   = groups and numbers, parted by commas, semicolons, line breaks or blanks

Nothing is evaluated: a call is only read where its name is known to give what it was given.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NoReturn

from convviz.document.reading.beside import beside
from convviz.document.reading.cells import Cells
from convviz.document.reading.code import has_length, in_usual_signs, opencv, rows_of
from convviz.document.reading.errors import Offer, ReadError, quoted
from convviz.document.reading.groups import (
    BRACKET,
    OPEN,
    Context,
    Group,
    are_in_line,
    check_many,
    groups_of,
    is_stacked,
    place_of,
)
from convviz.document.reading.lists import long_lists
from convviz.document.reading.products import Parser
from convviz.document.reading.shapes import Source, first_of, offers, reading_of

ASSIGNED = re.compile(
    r"\s*(?:(?:const|static|constexpr|unsigned|let|var|val|my|our|final|auto|global|local)\s+)*"
    r"[A-Za-z_\\$@][\w.\\{}^$'<>:*&,]*(?:\s+[*&]?[A-Za-z_]\w*){0,3}\s*"
    r"(?:[\[(][\w\s,:]{0,20}[\])]\s*){0,3}(?:\s[A-Za-z_]\w*\s*(?:\[[\w\s]*\]\s*){0,3})?(?:=|:=|<-|←)(?!=)\s*"
)
_KEY = re.compile(
    r"""\s*(?:-\s+)?(["']?)(?!shape)[A-Za-z_][\w .]{0,30}\1\s*:\s*"""
    r"(?=[\[({]|(?:tensor|array|Parameter|np\.|torch\.|tf\.)\b)"
)
_TENSORFLOW = re.compile(r"\s*<(?:tf\.)?\w+[^\n]{0,200}?(?:numpy|value)\s*=\s*", re.DOTALL)
_COMMENT = re.compile(r"(?:#|%|(?<![\d:])//|(?<![\w-])--[^\S\n]+(?=[^\W\d]))[^\n]*")
#: R's products and quotients, remainders, and Python's `//`, where they begin no remark.
_PRODUCT = re.compile(r"%(?:\*|/|o|x|in)%")
_REMAINDER = re.compile(
    r"(?:\)[^\S\n]*(?:%%?|//)[^\S\n]*[\w.]+|[\]}][^\S\n]*(?:%%?|//)[^\S\n]*\d[\d.]*)"
    r"[^\S\n]*;?[^\S\n]*(?=\n|\Z)"
)
_SCALAR_CALL = re.compile(
    r"\b(?:(?:np|numpy|jnp|torch|tf)\.)?(?:u?int|float|double|bool_?|tensor|Decimal|longdouble)\d*_?"
    r"\(['\"]?([^()\[\]{},'\"]*)['\"]?(?:, ?dtype=[\w.]+)?\)"
)
_FRACTION_CALL = re.compile(
    r"\bFraction\(\s*([+\-−]?\d+)\s*,\s*(\d+)\s*\)|\bRational\(\s*([+\-−]?\d+)\s*,\s*(\d+)\s*\)"
)
_NAMED = re.compile(r"\s*+\w++\s*+=")
#: R's vectors with a name for each number.
_R_NAMED = re.compile(r"\bc\(\s*[A-Za-z_.][\w.]*\s*=\s*[+\-]?[\d.]")
_R_NAME = re.compile(r"(?<=[(,])\s*[A-Za-z_.][\w.]*\s*=\s*(?=[+\-]?[\d.])")
_NEGATIVE = re.compile(r"(?<!\w)\(\s*([\-−][\d.]+(?:e[+\-]?\d+)?)\s*\)")
#: What both begin with; it is found sooner, since its first sign is always the same.
_CALLS, _MINUS = re.compile(r"\((?<=\w\()[^()\[\]{},]*+[,)]"), re.compile(r"\((?<!\w\()\s*+[\-−]")
#: Lines of remarks before the list.
_REMARKED = re.compile(r"(?:\s*(?:#|%|//|--)[^\n]*\n)+")
_LONG_BLANK = re.compile(r"[^\S\n]{30,}")
_CONTINUED = re.compile(r"\.\.\.[^\S\n]*\n")
_WORD = re.compile(r"[A-Za-z_\\$][\w.:\\$^{}!]*|[\d.,/]+(?:[eE][+\-−]?\d+)?[\d.,/]*|\S")
_PARTS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"
_MOST_BEFORE = 300


def in_brackets(text: str) -> bool:
    """Whether a text is numbers in brackets: it begins with one, or a name, a call or a factor before one.

    >>> in_brackets("x = 1/9 * np.array([1, 2])"), in_brackets("1 2 (3)")
    (True, False)
    """
    if remarked := _REMARKED.match(text[:_MOST_BEFORE]):
        text = text[remarked.end() :]
    first = BRACKET.search(text[: 10 * _MOST_BEFORE])
    if first is None:
        return False
    if _KEY.match(text[:200]):
        return True
    if (named := ASSIGNED.match(text[:1000])) and BRACKET.match(text, named.end()):
        return True
    words = _WORD.findall(text[: first.start()][: _MOST_BEFORE + 1])
    if "=" in words or "←" in words or "<-" in "".join(words):
        if not re.match(r"[A-Za-z_\\$<]", words[0]):
            return False
        words = words[max(n for n, word in enumerate(words) if word in "=←-") + 1 :]
    if words[:1] == ["<"]:
        return True
    words = words[1:] if words[:1] and words[0] in "+-−" else words
    if words and (re.match(r"[.,/]*\d", words[0]) or words[0] in _PARTS):
        words = words[1:]
        words = words[1:] if words[:1] and words[0] in "*·×⋅∗" else words
    return len(words) <= 3 and all(re.match(r"[A-Za-z_]", word) for word in words)


def bracketed(text: str) -> Cells:
    r"""The cells of a text with brackets.

    >>> bracketed("A = [1 2; 3 4];").rows
    [['1', '2'], ['3', '4']]
    >>> bracketed("array([[1, 2],\n       [3, 4]], dtype=int8)").shape
    (2, 2)
    >>> bracketed("1/9 * [1 1 1; 1 1 1; 1 1 1]").factor
    (1.0, 9.0)

    Raises `ReadError`.
    """
    check_many(0, sum(map(text.count, OPEN)))
    return _without_beside(text) or _alone(text)


def _alone(text: str) -> Cells:
    """The cells of a list, and of what is written around it."""
    is_code = ";" in text or bool(_NAMED.match(text[:1000]))
    if "   " in text or "\t" in text:
        text = _LONG_BLANK.sub(" ", text)
    plain, notes = _without_comments(text)
    if remarked := _REMARKED.match(plain[:_MOST_BEFORE]):
        plain = plain[remarked.end() :]
    plain, more = in_usual_signs(plain)
    plain, notes = _without_continuations(plain), (*notes, *more)
    if "Fraction" in plain or "Rational" in plain:
        plain = _FRACTION_CALL.sub(lambda m: f"{m[1] or m[3]}/{m[2] or m[4]}", plain)
    if _R_NAMED.search(plain[:_MOST_BEFORE]):
        plain = _R_NAME.sub("", plain)
    if _CALLS.search(plain):
        plain = _SCALAR_CALL.sub(r" \1 ", plain)
    if _MINUS.search(plain):
        plain = _NEGATIVE.sub(r" \1 ", plain)
    if named := _KEY.match(plain[:200]) or _TENSORFLOW.match(plain[:1000]) or ASSIGNED.match(plain[:1000]):
        plain = plain[named.end() :]
    if listed := opencv(plain):
        rows, columns, cells = listed
        return Cells(rows_of(cells, rows, columns), (rows, columns), notes=notes)
    _check_one(plain, text)
    if length := has_length(plain):
        return _of_console(plain, length, notes)
    return _cells(plain, is_code, notes)


_STACKED = "The lists below each other are read as one."


def _without_beside(text: str) -> Cells | None:
    """The cells of a list that is printed with its name, type or shape beside it, if that is its shape."""
    if not (found := beside(text)):
        return None
    try:
        cells = _alone(found.text)
    except ReadError:
        return None
    if any(shape != cells.shape for shape in found.shapes):
        return None
    return cells.noting(f"What stands beside the list is left out: {', '.join(found.said)}.")


def _cells(text: str, is_code: bool, notes: tuple[str, ...]) -> Cells:
    if long := long_lists(text):
        block, are_stacked = long
        return Cells(block.rows, block.shape, notes=(*notes, _STACKED) if are_stacked else notes)
    whole = groups_of(text)
    if is_stacked(whole):
        notes = (*notes, _STACKED)
    elif are_in_line(whole):
        _refuse_several(text, whole)
    parser = Parser(whole, Context(text, is_code))
    block, factor = parser.product()
    return Cells(block.rows, block.shape, notes=(*notes, *parser.notes), factor=factor)


def _refuse_several(text: str, whole: Group) -> NoReturn:
    """Refuses lists with nothing but blanks between them, which are rows or several tensors."""
    starts = [group.start for group in whole.groups]
    parts = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    ways = [(f"list {n}", [partial(_source, part)]) for n, part in enumerate(parts, 1)]
    together = ("them as one", [partial(_source, ",".join(parts))])
    raise ReadError(
        "There is more than one list; choose one, or part them by commas to make them rows."
        f"{first_of(len(parts), 'lists', 1)}",
        offers([together, *ways]),
    )


def _of_console(text: str, length: str, notes: tuple[str, ...]) -> Cells:
    """A list as a browser's console prints it, its length before it; or a factor, if it is not the length."""
    cells = _cells(text.lstrip().removeprefix(length), False, notes)
    scaled = _cells(text, False, notes)
    if cells.shape[0] != int(length.strip("()")):
        return scaled
    offer = Offer(f"Read {length} as a factor", reading_of(scaled.source(), None).values)
    return replace(cells.noting(f"{length} is read as the length of the list."), offers=(offer,))


def _without_comments(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without remarks, and a sentence about them."""
    if not any(mark in text for mark in ("#", "%", "//", "/*", "-- ")):
        return text, ()
    if product := _PRODUCT.search(text) or _REMAINDER.search(text):
        raise ReadError(
            f"{quoted(product[0].strip(')]} '))} would have to be computed; run it and paste the numbers, "
            "or leave it out if it is a remark."
        )
    plain = _COMMENT.sub("", _without_long_comments(text))
    return plain, ("The remarks in it are left out.",) if plain != text else ()


_MOST_REMARKS = 10_000


def _without_long_comments(text: str) -> str:
    """The text without what C puts between `/*` and `*/`."""
    if text.count("/*") > _MOST_REMARKS:
        raise ReadError(f"There are more than {_MOST_REMARKS:,} remarks in it; leave them out.")
    parts, at = [], 0
    while (start := text.find("/*", at)) >= 0 and (end := text.find("*/", start + 2)) >= 0:
        parts.append(text[at:start])
        at = end + 2
    return "".join([*parts, text[at:]])


#: NumPy's three points in the index of an array, as in `x[..., None]`.
_INDEX = re.compile(r"(?<=[\w)\]])\[(?:[\w:]{0,20}, ?){0,8}\.\.\.(?:, ?[\w:.]{0,20}){0,8}\]")


def _without_continuations(text: str) -> str:
    """The text without MATLAB's three points at the end of a line, and those of an index.

    Others mean that numbers are missing.
    """
    if "..." in text:
        text = _INDEX.sub("", text)
    if ";" in text and _CONTINUED.search(text):
        text = _CONTINUED.sub(" ", text)
    for mark in ("...", "…", "⋮", "⋱", "⋯"):
        if mark in text:
            where = place_of(text, text.index(mark))
            raise ReadError(
                f"{where}: “{mark}” stands for numbers that were left out; print all of them and copy again."
            )
    return text


_SECOND = re.compile(
    r"[\])}][^\S\n]*+(?:[;,.]|and\b|und\b|et\b)?\s{0,9}\.?(?!shape|size|dtype|datatype|device|names|dim|mask|fill_value|order|strides|layout|Dim|place)"
    r"([A-Za-z_]\w*+)\s*+(?:(?:\[\w\]|\(\w\))\s*+)?=\s*+[\w.]*+\s*+[\[({]"
    r"|[\])}][^\S\n]*+\n\s{0,9}([A-Za-z_][\w.]{0,40})[^\S\n]{0,9}:?[^\S\n](?=\[|\{|(?:tensor|array|Array)\()"
)
_FIRST = re.compile(
    r"(?:import [^\n]*\n|from [^\n]*\n|\s)*(?:\w+\s+){0,3}?([A-Za-z_][\w.]*)\s*"
    r"(?:(?:\[\w*\]|\(\w*\))?\s*[:=]|(?=\[|\{|(?:tensor|array|Array)\())"
)


def _check_one(plain: str, text: str) -> None:
    """Raises `ReadError` where a second name has a list; each of them is a button."""
    found = list(_SECOND.finditer(plain))
    if not found:
        return
    first = _FIRST.match(text[:200])
    names = [first[1] if first else "the first", *(one[1] or one[2] for one in found)]
    ends = [one.start(one.lastindex or 0) for one in found]
    parts = [plain[start:end] for start, end in zip([0, *ends], [*ends, None], strict=True)]
    buttons = offers((name, _ways(part)) for name, part in zip(names, parts, strict=True))
    way = "choose one, or paste" if buttons else "paste"
    raise ReadError(
        f"There is more than one list, also {quoted(names[1])}; {way} one tensor at a time."
        f"{first_of(len(names), 'lists')}",
        buttons,
    )


def _ways(text: str) -> list[Callable[[], Source]]:
    """To read one of several lists: all of its text, or what comes before another name."""
    first = re.split(r"\n(?=[A-Za-z_])|\band\s*$|(?<=[\])}])[;.]\s", text)[0]
    return [partial(_source, part) for part in (text, first)]


def _source(text: str) -> Source:
    return bracketed(text.rstrip(" ,;.\n")).source()
