r"""Tables as R, Julia, MATLAB and Octave print them, with their labels, and frames of characters around them.

What is recognised becomes lines of numbers alone: blocks of columns side by side, slices below each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from convviz.document.reading.cells import Cells
from convviz.document.reading.errors import ReadError, count, quoted
from convviz.document.reading.numbers import read_number
from convviz.document.reading.shapes import MOST_IN_LINE
from convviz.document.reading.tables import Line, lines_of

# R and MATLAB name slices so: `, , 2`, `ans(:,:,2) =`, `[:, :, 2] =`.
_SLICE = re.compile(r"\s*(, , (\d+|\w+)|\w+\(:,:,(\d+)\)\s*=|\[:, :, (\d+)\]\s*=)\s*")
_COLUMNS = re.compile(r"\s*Columns? \d+( (through|and) \d+)?\s*:?\s*", re.IGNORECASE)
_SCALE = re.compile(r"\s*(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)\s*[*×]\s*")
_NAME = re.compile(r"\s*[A-Za-z_]\w*\s*=\s*")
_JULIA = re.compile(r"\s*(\d+(×\d+)+|\d+-element)\s+[^\n]*:?\s*")
_KIND = re.compile(
    r"\s*(\d+[×x]\d+([×x]\d+)*\s+)?[a-z0-9 ]*(array|matrix|logical|int\d+|uint\d+|single|double)\s*[a-z]*\s*"
)
_R_HEADER = re.compile(r"\s*(\[,\d+\]\s*)+")
_R_ROW = re.compile(r"\s*\[(\d+),\]\s+(.*)")
_R_VECTOR = re.compile(r"\s*\[(\d+)\]\s+(.*)")
_FRAME = str.maketrans(
    dict.fromkeys("⎡⎤⎢⎥⎣⎦⎛⎞⎜⎟⎝⎠⎧⎫⎨⎬⎩⎭│┃║┌┐└┘├┤┬┴┼─━═╔╗╚╝╠╣╦╩╬╒╕╘╛╞╡╤╧╪╓╖╙╜╭╮╰╯┏┓┗┛┣┫┳┻╋", " ")
)


@dataclass
class _Slices:
    """What was printed: for each slice its blocks of columns, for each of these its rows."""

    slices: list[list[list[tuple[int, list[str]]]]] = field(default_factory=lambda: [[[]]])
    scale: str = ""
    is_vector: bool = False

    def begin_slice(self) -> None:
        if self.slices[-1] != [[]]:
            self.slices.append([[]])

    def begin_columns(self) -> None:
        if self.slices[-1][-1]:
            self.slices[-1].append([])

    def add(self, line: int, cells: list[str]) -> None:
        self.slices[-1][-1].append((line, cells))


def is_printed(text: str) -> bool:
    """Whether a text has the labels of R, Julia, MATLAB or Octave, or a frame."""
    begin = text[:4000].lstrip("\n")
    first = begin.split("\n", 1)[0][:300]
    return bool(
        _JULIA.fullmatch(first)
        or (_NAME.fullmatch(first) and "\n" in begin)
        or any(form.match(begin) for form in (_SLICE, _COLUMNS, _R_HEADER, _R_VECTOR, _R_ROW))
        or (_SCALE.fullmatch(first) and "\n" in begin)
        or begin.lstrip()[:1] in "⎡⎛⎧⎢⎜┌╔╒╓╭┏│┃║["[:-1]
    )


def printed(text: str) -> Cells:
    r"""The cells of what was printed.

    >>> printed("     [,1] [,2]\n[1,]    1    2\n[2,]    3    4").rows
    [['1', '2'], ['3', '4']]
    >>> printed("A =\n\n   1   2\n   3   4\n").rows
    [['1', '2'], ['3', '4']]
    """
    found = _Slices()
    for line in lines_of(text.translate(_FRAME) if not text.isascii() else text):
        _take(line, found)
    if found.is_vector:
        cells = [cell for _, row in found.slices[0][0] for cell in row]
        return Cells([cells], (len(cells),))
    slices = [_beside(blocks) for blocks in found.slices if blocks != [[]]]
    rows = [row for part in slices for row in part]
    if not rows:
        raise ReadError("There are no numbers in it.")
    _check(slices, rows)
    height, width = len(slices[0]), len(rows[0][1])
    shape = (height, width) if len(slices) == 1 else (len(slices), height, width)
    lines = [line for line, _ in rows]
    factor = (_scale(found.scale), 1.0)
    notes = (f"All numbers are multiplied by {found.scale}, as the text says.",) if found.scale else ()
    return Cells(
        [cells for _, cells in rows],
        shape,
        lambda row, column: f"Line {lines[row]}, column {column + 1}",
        notes,
        is_nested=len(slices) > 1,
        factor=factor,
    )


def _scale(text: str) -> float:
    """The number with which MATLAB says that all others are to be multiplied."""
    try:
        return read_number(text or "1")
    except ValueError as error:
        raise ReadError(f"The factor over the numbers {error}.") from None


def _take(line: Line, found: _Slices) -> None:
    """One line: a label, or a row."""
    text = line.text
    if _SLICE.fullmatch(text):
        found.begin_slice()
    elif _COLUMNS.fullmatch(text) or _R_HEADER.fullmatch(text):
        found.begin_columns()
    elif scale := _SCALE.fullmatch(text):
        found.scale = scale[1]
    elif _NAME.fullmatch(text) or _JULIA.fullmatch(text) or _KIND.fullmatch(text):
        return
    elif row := _R_ROW.fullmatch(text):
        found.add(line.number, row[2].split())
    elif row := _R_VECTOR.fullmatch(text):
        found.is_vector = True
        found.add(line.number, row[2].split())
    else:
        found.add(line.number, text.split())


def _beside(blocks: Sequence[Sequence[tuple[int, list[str]]]]) -> list[tuple[int, list[str]]]:
    """Blocks of columns side by side."""
    rows = [(line, list(cells)) for line, cells in blocks[0]]
    for block in blocks[1:]:
        if len(block) != len(rows):
            raise ReadError(
                f"The columns from line {block[0][0] if block else rows[-1][0]} have "
                f"{count(len(block), 'row')} and the first have {len(rows):,}; copy all of them."
            )
        for (_, row), (_, more) in zip(rows, block, strict=True):
            row.extend(more)
    return rows


def _check(slices: Sequence[Sequence[tuple[int, list[str]]]], rows: Sequence[tuple[int, list[str]]]) -> None:
    first, columns = rows[0][0], len(rows[0][1])
    for line, cells in rows:
        if len(cells) != columns:
            raise ReadError(
                f"Line {line} has {count(len(cells), 'cell')} and line {first} has {columns:,}; "
                "make all rows equally long."
            )
    for number, part in enumerate(slices, 1):
        if len(part) != len(slices[0]):
            raise ReadError(
                f"Slice {number} has {count(len(part), 'row')} and slice 1 has {len(slices[0]):,}; "
                "make all slices equally long."
            )


# Tables that pandas prints in parts, since they are wider than its page.

_WRAP = re.compile(r"^.*\S\s*\\[^\S\n]*$", re.MULTILINE)


def is_wrapped(text: str) -> bool:
    """Whether the first line ends in the backslash with which pandas goes on below."""
    return bool(_WRAP.fullmatch(text[:4000].lstrip("\n").split("\n", 1)[0]))


def wrapped_parts(text: str) -> list[str]:
    """The parts of such a table, each with its header and its index."""
    parts = re.split(r"\n\s*\n", text.strip("\n"))
    return [re.sub(r"\\[^\S\n]*$", "", part, flags=re.MULTILINE) for part in parts if part.strip()]


def unwrapped(parts: Sequence[Cells]) -> Cells:
    """The parts of a table side by side; a foot of it alone is none."""
    height = parts[0].shape[0]
    if any(part.shape[0] != height for part in parts):
        raise ReadError("The parts of the table have unequal rows; copy all of it.")
    rows = [[cell for part in parts for cell in part.rows[n]] for n in range(height)]
    return Cells(rows, (height, len(rows[0])), notes=parts[0].notes, is_nested=False)


# Markdown and other tables of bars and lines.

_RULE = re.compile(
    r"[\s|+:=-]*-{2,}[\s|+:=-]*|[\s|+:=]*={3,}[\s|+:=]*|\s*\|?(\s*:?-+:?\s*\|)+(\s*:?-+:?\s*)?"
)


def is_barred(text: str) -> bool:
    """Whether a text is lines of cells between bars, as Markdown writes tables."""
    lines = lines_of(text[:4000])
    rows = [line.text for line in lines if not _RULE.fullmatch(line.text)]
    if len(lines) < 2 and not (rows and rows[0].strip().startswith("|")):
        return False
    return bool(rows) and all("|" in row for row in rows[:20]) and not any(";" in row for row in rows[:20])


def without_bars(text: str) -> str:
    r"""The lines of a table of bars with tabs between the cells; its rules are left out.

    >>> without_bars("| 1 | 2 |\n|---|---|\n| 3 | 4 |")
    '1\t2\n3\t4'
    """
    lines = []
    for line in text.split("\n", MOST_IN_LINE)[:MOST_IN_LINE]:
        if _RULE.fullmatch(line):
            continue
        cells = line.strip().removeprefix("|").removesuffix("|").split("|")
        lines.append("\t".join(cell.strip(" *`_") for cell in cells))
    return "\n".join(lines)


# LaTeX.

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
    body = _plain_latex(text[found.end() : end].replace("{,}", ","))
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
    return Cells(rows, shape, factor=_latex_factor(text[: found.start()]), is_nested=False)


def _plain_latex(text: str) -> str:
    """Numbers in LaTeX as they are written elsewhere."""
    if dots := _LATEX_ELLIPSIS.search(text):
        raise ReadError(f"“{dots[0]}” stands for numbers that were left out; give all of them.")
    text = _POWER.sub(lambda m: f"e{(m[1] or m[2]).strip()}", text)
    text = _FRACTION.sub(lambda m: f"{m[1] or m[3]}/{m[2] or m[4]}", text)
    return _DROPPED.sub(" ", text)


def _latex_factor(text: str) -> tuple[float, float]:
    """The factor before a matrix, above and below its line."""
    plain = _plain_latex(re.sub(r"\\(?:cdot|times)|\\left\s*[\[(|.]|\\\[|\\\(|\\begin\{[a-z*]*\}", " ", text))
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
