"""Matrices in LaTeX."""

from __future__ import annotations

import re
from functools import partial

from convviz.document.reading.cells import Cells
from convviz.document.reading.errors import ReadError, count, quoted
from convviz.document.reading.headers import without_header
from convviz.document.reading.lines import Lines, Row
from convviz.document.reading.numbers import read_number
from convviz.document.reading.shapes import MOST_OFFERS, Source, first_of, offers

_BEGIN = re.compile(
    r"\\begin\{(?:([a-zA-Z]{0,9}(?:matrix|cases)\*?)\}(?:\[[lcr]\])?|"
    r"([a-zA-Z]{0,9}(?:array|tabular|longtable)\*?)\}(?:\[[^\]]{0,99}\])?(?:\{[^}]{0,999}\})?)"
)
_PLAIN_TEX = re.compile(r"\\([pbBvV]?matrix)\s*+\{((?:[^{}]|\{[^{}]*+\})*+)\}")
#: The longest LaTeX that is read, in characters.
_MOST_LATEX = 1_000_000
_FRACTION = re.compile(r"\\(?:[dtcs]?|nice)frac\s*+(?:\{([^{}]*+)\}\s*+\{([^{}]*+)\}|(\d)\s*+(\d))")
_POWER = re.compile(r"(?<!\s)\s*+\\(?:times|cdot)\s*+10\s*+\^\s*+(?:\{([^{}]*+)\}|(\d))")
_DROPPED = re.compile(
    r"\\(?:hline|toprule|midrule|bottomrule|end(?:first|last)?(?:head|foot)|displaystyle|textstyle|left|right|"
    r",|;|!|:| |q?quad)"
    r"|\\(?:phantom|cline|cmidrule)\{[^{}]*+\}"
    r"|\\text(?:bf|rm)?\{|\\math(?:bf|rm)\{|\\num\{|\{,\}|[{}$~]"
)
#: Environments around a matrix, and what is said of it there.
_AROUND = re.compile(
    r"\\(?:begin|end|label|caption|tag)\*?\s*+(?:\[[^\[\]]*+\]|\{[^{}]*+\})+|\\(?:centering|small|footnotesize|noindent|nonumber)\b"
)
_OVER_COLUMNS = re.compile(r"\\multicolumn\{(\d)\}\{[^{}]*\}\{([^{}]*)\}")
_LATEX_ELLIPSIS = re.compile(r"\\[cvdl]?dots")
_BEFORE = re.compile(r"(?:[A-Za-z_]\w*+(?:\{\w*+\}?)?\s*+=)?\s*+([+\-−]?[\d.,/() ]*+)(?:\*|×|·)?[\s\[(]*+")


def is_latex(text: str) -> bool:
    """Whether a text holds a matrix in LaTeX."""
    return ("\\begin{" in text and bool(_BEGIN.search(text))) or (
        "matrix" in text and bool(_PLAIN_TEX.search(text[:_MOST_LATEX]))
    )


def is_rows(text: str) -> bool:
    """Whether a text is the rows of a matrix in LaTeX without what begins and ends it."""
    return bool(re.match(r"[^&\n]*\d[^&\n]*&[^\n]*\\\\", text[:1000]))


_INLINE = re.compile(r"\\(?:[{},;]|left\b|right\b|[dt]?frac(?![a-z])|underset\b|q?quad\b|[cl]dots\b)")
_UNDER = re.compile(r"\\under(?:set|line)\s*+(?:\{\s*+\\uparrow\s*+\}\s*+)?\{([^{}]*+)\}")


def inline(text: str) -> str:
    r"""A list in LaTeX as it is written elsewhere; every other text as it is.

    >>> inline(r"$x[n] = \left\{1,\, \frac12\right\}$").split()
    ['x[n]', '=', '[1,', '1/2', ']']
    """
    if "\\" not in text or not _INLINE.search(text[:4000]):
        return text
    return _plain(_UNDER.sub(r"\1", text).replace("\\{", "[").replace("\\}", "]"))


def _ending(begin: re.Match[str]) -> str:
    return f"\\end{{{begin[1] or begin[2]}}}"


def _end(text: str, begin: re.Match[str]) -> int | None:
    """Where what begins there has ended; None where it does not."""
    end = text.find(_ending(begin), begin.end())
    return None if end < 0 else end + len(_ending(begin))


#: What stands around one of several matrices that has no factor, is not turned, and is nobody's entry.
_AHEAD = re.compile(
    r"(?:^|[=,;:&$]|\\odot|\\ast|\\q?quad|\\operatorname\{\w+\}|\\\\)\s*(?:(?:\\left\s*)?[(\[]\s*)?$"
)
_AFTER = re.compile(r"\s*(?:(?:\\right\s*)?[)\]]\s*)?(?:$|[=,;:&$.+]|\\odot|\\ast|\\q?quad|\\end|\\\\)")
_LONGEST_AROUND = 60


def _alone(text: str, begin: re.Match[str]) -> str:
    """One of several matrices, where nothing around it changes its numbers; or nothing."""
    start, end = begin.start(), _end(text, begin)
    if end is None or len(_BEGIN.findall(text, start, end)) > 1:
        return ""
    ahead, after = text[max(0, start - _LONGEST_AROUND) : start], text[end : end + _LONGEST_AROUND]
    return text[start:end] if _AHEAD.search(ahead) and _AFTER.match(after) else ""


def _source(text: str) -> Source:
    return latex(text).source()


def latex(text: str) -> Cells:
    r"""The cells of a matrix in LaTeX.

    >>> latex(r"\frac{1}{9}\begin{pmatrix} 1 & 2 \\ 3 & \frac12 \end{pmatrix}").rows
    [['1', '2'], ['3', '1/2']]
    """
    if len(text) > _MOST_LATEX:
        raise ReadError(
            f"The LaTeX has more than {_MOST_LATEX:,} characters; save the numbers as CSV or NPY."
        )
    text = _PLAIN_TEX.sub(_in_latex, " ".join(text.split()))
    begins = list(_BEGIN.finditer(text))
    if len(begins) > 1:
        alone = [
            (n, part) for n, begin in enumerate(begins[:MOST_OFFERS], 1) if (part := _alone(text, begin))
        ]
        raise ReadError(
            "There is more than one matrix in it; choose one, or paste one tensor at a time."
            f"{first_of(len(begins), 'matrices')}",
            offers((f"matrix {n}", [partial(_source, part)]) for n, part in alone),
        )
    found = begins[0]
    ending, behind_it = _ending(found), _end(text, found)
    if behind_it is None:
        raise ReadError(f"“{found[0][:30]}” has no end; copy all of it.")
    end = behind_it - len(ending)
    rows, notes = _rows(text[found.end() : end], is_table=not ending.endswith("array}") and "tab" in ending)
    before = _factor(_AROUND.sub(" ", text[: found.start()]))
    is_turned, behind = _behind(_AROUND.sub(" ", text[behind_it:]))
    if is_turned:
        rows = [list(column) for column in zip(*rows, strict=True)]
    factor = (before[0] * behind[0], before[1] * behind[1])
    return Cells(rows, (len(rows), len(rows[0])), notes=notes, factor=factor, is_nested=False)


def _in_latex(found: re.Match[str]) -> str:
    r"""A matrix of plain TeX, `\pmatrix{1 & 2 \cr 3 & 4}`, in LaTeX."""
    body = re.sub(r"\\cr\b", r"\\\\", found[2])
    return f"\\begin{{{found[1]}}}{body}\\end{{{found[1]}}}"


def _rows(text: str, is_table: bool) -> tuple[list[list[str]], tuple[str, ...]]:
    """The cells of a matrix; a table may have a header and an index, as in text."""
    text = _OVER_COLUMNS.sub(lambda found: found[2] + "&" * (int(found[1]) - 1), text)
    lines = re.split(r"\\\\(?:\[[^\[\]]*+\])?", text.replace("{,}", ","))
    rows = [[cell.strip() for cell in _plain(line).split("&")] for line in lines]
    rows = [row for row in rows if any(row)]
    if not rows:
        raise ReadError("There are no numbers in it.")
    found = Lines([], [])
    if is_table:
        rows = [
            row.cells for row in without_header([Row(n, r, len(r)) for n, r in enumerate(rows, 1)], found)
        ]
    odd = next((n for n, row in enumerate(rows) if len(row) != len(rows[0])), 0)
    if odd:
        raise ReadError(
            f"Row {odd + 1} has {count(len(rows[odd]), 'cell')} and row 1 has {len(rows[0]):,}; "
            "make all rows equally long."
        )
    return rows, tuple(found.notes)


_PUNCTUATION = re.compile(r"\\(?:right|bigg?|Bigg?)\s*[\])|.]?|\\[\])]|\\end\{[a-z*]*\}|[$.,;\s\])}]")
_TURNED = re.compile(r"\^\s*+(?:\{\s*+)?(?:T|t|\\top|\\intercal|\\math(?:rm|sf)\s*\{?T\}?)\s*\}?")


def _behind(text: str) -> tuple[bool, tuple[float, float]]:
    """What stands behind a matrix: whether it is transposed, and a factor."""
    plain = _PUNCTUATION.sub(" ", text).strip() if not re.search(r"\d", text) else text.strip(" $.,;")
    turned = _TURNED.match(plain)
    plain = plain[turned.end() :].strip() if turned else plain
    if not plain:
        return bool(turned), (1.0, 1.0)
    divided = re.fullmatch(r"/\s*([\d.]+)", plain)
    times = re.fullmatch(r"(?:\\cdot|\\times|\*|·|×)\s*(.+)", plain)
    if not divided and not times:
        raise ReadError(f"{quoted(text.strip())} behind the matrix is not understood; give the matrix alone.")
    above, below = _factor(times[1]) if times else (1.0, float(divided[1]))  # type: ignore[index]
    if below == 0:
        raise ReadError("The matrix is divided by zero; give another factor.")
    return bool(turned), (above, below)


def _plain(text: str) -> str:
    """Numbers in LaTeX as they are written elsewhere."""
    if dots := _LATEX_ELLIPSIS.search(text):
        raise ReadError(f"“{dots[0]}” stands for numbers that were left out; give all of them.")
    text = _POWER.sub(lambda m: f"e{(m[1] or m[2]).strip()}", text)
    text = _FRACTION.sub(_divided, text)
    return re.sub(r"(?<=[-+−])\s+(?=[\d.])", "", _DROPPED.sub(" ", text))


def _divided(found: re.Match[str]) -> str:
    above, below = (found[1], found[2]) if found[3] is None else (found[3], found[4])
    return f" {above.strip()}/{below.strip()} "


def _factor(text: str) -> tuple[float, float]:
    """The factor before a matrix, above and below its line."""
    plain = _plain(re.sub(r"\\(?:cdot|times)|\\left\s*[\[(|.]|\\\[|\\\(|\\begin\{[a-z*]*\}", " ", text))
    plain = re.sub(r"\\math\w*|&", " ", plain)
    before = _BEFORE.fullmatch(plain.strip())
    if before is None:
        raise ReadError(f"{quoted(text.strip())} before the matrix is not understood; give the matrix alone.")
    number = before[1].strip(" ()")
    if not number:
        return (1.0, 1.0)
    if number in ("-", "−", "+"):
        return (1.0 if number == "+" else -1.0, 1.0)
    above, _, below = number.partition("/")
    try:
        return read_number(above), read_number(below or "1")
    except ValueError as error:
        raise ReadError(f"The factor before the matrix {error}.") from None
