"""Tables and matrices in markup: HTML, MathML, and the filters of SVG."""

from __future__ import annotations

import re
from html import unescape

from convviz.document.reading.errors import ReadError, count

_BEGINS = re.compile(
    r"\s*<(!doctype|html|table|tr|td|svg|\?xml|div|body|thead|tbody|math|m\w+|fe\w+|filter|!--)\b", re.I
)
_CELL = re.compile(
    r"<(?:t[dh]|mtd)\b[^<>]*+>(.*?)(?=</?(?:t[dhr]|mt[dr]|table|tbody|thead|tfoot)\b|\Z)", re.I | re.S
)
_ROW = re.compile(r"<(?:tr|mtr|mlabeledtr)\b[^<>]*+>", re.I)
_TABLE = re.compile(r"<(?:table|mtable)\b", re.I)
_FRACTION = re.compile(r"<mfrac\b[^<>]*+>\s*+<mn>([^<]*+)</mn>\s*+<mn>([^<]*+)</mn>\s*+</mfrac>", re.I)
_TAG = re.compile(r"<[^<>]*+>")
_BETWEEN_FIGURES = re.compile(
    r"(?<=\d)(?:<(?!/?(?:t[dhr]|table|tbody|thead|tfoot|m\w+)\b)[^<>]*+>)++(?=\d)", re.I
)
_KERNEL = re.compile(r"\bkernelMatrix\s*+=\s*+[\"'{]++([^\"'}]*+)[\"'}]", re.I)
_ORDER = re.compile(r"\border\s*+=\s*+[\"'{]++\s*+(\d{1,3})(?:[\s,]+(\d{1,3}))?", re.I)


def is_markup(text: str) -> bool:
    """Whether a text is markup, or an attribute of it that holds a filter."""
    return bool(_BEGINS.match(text[:1000]) or _KERNEL.search(text[:1000]))


def without_markup(text: str) -> str:
    r"""The cells of the one table, with tabs between them and a row per line.

    >>> without_markup("<table><tr><td>1<td>2</tr><tr><td>3</td><td>4</td></tr></table>")
    '1\t2\n3\t4'
    >>> without_markup('<feConvolveMatrix order="2 1" kernelMatrix="1 -1"/>')
    '1\t-1'

    Raises `ReadError` where there is none, or are several.
    """
    if "kernelMatrix" in text and (found := _KERNEL.search(text)):
        return _of_filter(found[1], text)
    if len(_TABLE.findall(text)) > 1:
        raise ReadError("There is more than one table in it; copy one from the page as it is shown.")
    text = _BETWEEN_FIGURES.sub(" ", _FRACTION.sub(r"\1/\2", text))
    rows = [
        [" ".join(unescape(_TAG.sub("", cell)).split()) for cell in _CELL.findall(row)]
        for row in _ROW.split(text)
    ]
    rows = [row for row in rows if row]
    if not rows:
        raise ReadError(
            "This is a page or a drawing, no numbers; copy the table from the page as it is shown."
        )
    return "\n".join("\t".join(row) for row in rows)


def _of_filter(numbers: str, text: str) -> str:
    """The numbers of `kernelMatrix`, of as many columns and rows as `order` says: 3, if nothing else."""
    cells = numbers.replace(",", " ").split()
    order = _ORDER.search(text)
    side = round(len(cells) ** 0.5)
    columns = int(order[1]) if order else side
    rows = int(order[2] or columns) if order else side
    if rows * columns != len(cells) or not cells:
        raise ReadError(
            f"kernelMatrix has {count(len(cells), 'number')}, which do not make {rows} rows of {columns}; "
            "give the attribute order beside it."
        )
    return "\n".join("\t".join(cells[n * columns : (n + 1) * columns]) for n in range(rows))
