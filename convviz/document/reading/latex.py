"""Matrices in LaTeX."""

from __future__ import annotations

import re

from convviz.document.reading.cells import Cells
from convviz.document.reading.errors import ReadError, count, quoted
from convviz.document.reading.numbers import read_number

_BEGIN = re.compile(
    r"\\begin\{([a-zA-Z]{0,9}(?:matrix|array|tabular|cases)\*?)\}(?:\[[^\]]{0,99}\])?(?:\{[^}]{0,999}\})?"
)
#: The longest LaTeX that is read, in characters.
_MOST_LATEX = 1_000_000
_FRACTION = re.compile(r"\\[dtc]?frac\s*(?:\{\s*([^{}]*?)\s*\}\s*\{\s*([^{}]*?)\s*\}|(\d)\s*(\d))")
_POWER = re.compile(r"\s*\\(?:times|cdot)\s*10\s*\^\s*(?:\{\s*([^{}]*)\s*\}|(\d))")
_DROPPED = re.compile(
    r"\\(?:hline|toprule|midrule|bottomrule|displaystyle|textstyle|left|right|,|;|!|:|quad|qquad|phantom\{[^}]*\})"
    r"|\\text(?:bf|rm)?\{|\\math(?:bf|rm)\{|\{,\}|[{}$~]"
)
_LATEX_ELLIPSIS = re.compile(r"\\[cvdl]?dots")
_BEFORE = re.compile(r"(?:[A-Za-z_]\w*(?:_\{?\w*\}?)?\s*=)?\s*([+\-−]?[\d.,/() ]*)(?:\*|×|·)?[\s\[(]*")


def is_latex(text: str) -> bool:
    """Whether a text holds a matrix in LaTeX."""
    return "\\begin{" in text and bool(_BEGIN.search(text))


def latex(text: str) -> Cells:
    r"""The cells of a matrix in LaTeX.

    >>> latex(r"\frac{1}{9}\begin{pmatrix} 1 & 2 \\ 3 & \frac12 \end{pmatrix}").rows
    [['1', '2'], ['3', '1/2']]
    """
    if len(text) > _MOST_LATEX:
        raise ReadError(
            f"The LaTeX has more than {_MOST_LATEX:,} characters; save the numbers as CSV or NPY."
        )
    text = " ".join(text.split())
    begins = list(_BEGIN.finditer(text))
    if len(begins) > 1:
        raise ReadError("There is more than one matrix in it; paste one tensor at a time.")
    found = begins[0]
    end = text.find(f"\\end{{{found[1]}}}", found.end())
    if end < 0:
        raise ReadError(f"“{found[0][:30]}” has no end; copy all of it.")
    body = _plain(text[found.end() : end].replace("{,}", ","))
    rows = [[cell.strip() for cell in row.split("&")] for row in re.split(r"\\\\(?:\[[^\]]*\])?", body)]
    rows = [row for row in rows if any(row)]
    if not rows:
        raise ReadError("There are no numbers in it.")
    odd = next((n for n, row in enumerate(rows) if len(row) != len(rows[0])), 0)
    if odd:
        raise ReadError(
            f"Row {odd + 1} has {count(len(rows[odd]), 'cell')} and row 1 has {len(rows[0]):,}; "
            "make all rows equally long."
        )
    shape = (len(rows), len(rows[0]))
    return Cells(rows, shape, factor=_factor(text[: found.start()]), is_nested=False)


def _plain(text: str) -> str:
    """Numbers in LaTeX as they are written elsewhere."""
    if dots := _LATEX_ELLIPSIS.search(text):
        raise ReadError(f"“{dots[0]}” stands for numbers that were left out; give all of them.")
    text = _POWER.sub(lambda m: f"e{(m[1] or m[2]).strip()}", text)
    text = _FRACTION.sub(lambda m: f"{m[1] or m[3]}/{m[2] or m[4]}", text)
    return _DROPPED.sub(" ", text)


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
