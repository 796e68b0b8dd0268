"""Numbers in parentheses, which is how accountants write what is below zero."""

from __future__ import annotations

import re

from convviz.document.reading.digits import CURRENCY

#: How much of a text tells whether it may have such numbers.
_BEGIN = 300
_AMOUNT = rf"([{CURRENCY}]?)\([^\S\n]*([{CURRENCY}]?\d[\d.,]*)[^\S\n]*\)"
_PLAIN = r"\([^\S\n]*\d[\d.]*[^\S\n]*\)"
#: Such a number alone in its cell; a text of these alone, also between blanks; and lines of one cell.
_CELL = re.compile(rf"(?m)(?<![^\t\n;])[^\S\t\n]*{_AMOUNT}[^\S\t\n]*(?=[\t\n;]|\Z)")
_ALL = re.compile(rf"\s*+{_PLAIN}(?:[\s;]++{_PLAIN})++[\s;]*+")
_LINES = re.compile(
    rf"(?:[^\n\d()]++\n)?+(?:[^\S\n]*+(?:{_AMOUNT}|[+\-−]?[{CURRENCY}]?\d[\d.,]*+)?+[^\S\n]*+(?:\n|\Z))++"
)
#: Numbers before the lines of a list.
_LABELS = re.compile(r"\s*\(1\)[^\S\n]*[^\s(][^\n]*\n\s*\(2\)")

NOTE = "Numbers in parentheses are read as negative."


def without_accounts(text: str) -> tuple[str, str]:
    r"""The text with a minus for such parentheses, and with nothing for them; or the text and nothing.

    >>> without_accounts("(1,50)\t2,00"), without_accounts("(1, 2)\n(3, 4)")
    (('-1,50\t2,00', '1,50\t2,00'), ('(1, 2)\n(3, 4)', ''))
    """
    if "(" not in text[:_BEGIN] or _LABELS.match(text[:_BEGIN]):
        return text, ""
    if _ALL.fullmatch(text):
        return re.sub(r"\(\s*", "-", text).replace(")", " "), re.sub("[()]", " ", text)
    is_table = "\t" in text
    if not is_table and not (_LINES.fullmatch(text) and _is_column(text)):
        return text, ""
    plain, count = _CELL.subn(r"-\1\2", text)
    return (plain, _CELL.sub(r"\1\2", text)) if count and "(" not in plain else (text, "")


def _is_column(text: str) -> bool:
    """Whether lines of one cell are no tuples: some have no parentheses."""
    return any(line.strip()[:1] not in ("(", "") for line in text.split("\n", _BEGIN))
