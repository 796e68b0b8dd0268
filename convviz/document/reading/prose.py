"""What people write around numbers in a message: sentences, marks of Markdown, labels before rows."""

from __future__ import annotations

import re

_FENCED = re.compile(r"```[\w+-]*\n(.*?)\n?```", re.DOTALL)
_MARKED = re.compile(r"\s*(`{1,2}|\${1,2})(?!\1)([^`$]+)\1[.,;]?\s*")
_BOLD = re.compile(r"\s*(\*\*|__|\*|_)([A-Za-z]\w*)(?:\1(?=\s*[:=])|(:)\1)")
#: What a word before a list would change in it.
_CHANGES = re.compile(
    r"(?i)\b(minus|plus|times|half|twice|double|negative|inverse|transposed?|flipped|reversed|scaled|mal|fois)\b"
)
_SAID = re.compile(
    r"\s*(?:[^\W\d][\w’'-]*[,:]?[^\S\n]+){1,25}[^\W\d][\w’'-]*[,:]?\s+(?=[\[{])|"
    r"\s*+[^\n\[\]{}=]{2,200}:[^\S\n]*+\n\s*+(?=[\[{])"
)
_ROW = re.compile(r"\s*(?:row|line|zeile|reihe|ligne|fila|riga|rij)\s*\d+\s*[:=)]\s*(?=\S)", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*\(?(\d{1,4})[^\S\n]*([.):|])\s+(?=[\d.\[({+\-−])")
#: What a messenger writes before a message.
_CHAT = re.compile(
    r"\s*+\[?\d{1,4}[./:-]\d{1,2}[^\n\]]{0,24}(?:\]|\s[-–])\s*[^\n:=\[\](){}]{1,40}:\s+(?=[\d\[({+\-−.])"
)


#: Signs that stand in numbers and notations, and in few sentences.
_SIGNS = "0123456789[](){}|&\\=$<>"
_MOST_WORDS = 600
#: Words over a matrix of LaTeX.
_OVER_LATEX = re.compile(r"\s*+[^\n\d\[\]{}=\\&|$]{2,200}:\s*\n\s*(?=\$\$|\\\[|\\begin\{)")


def without_answer(text: str) -> tuple[str, tuple[str, ...]]:
    r"""The text without the sentences over LaTeX and under numbers that an answer has, and a note on that.

    >>> without_answer("[[1, 2]]\n\nHope that helps!")
    ('[[1, 2]]', ('The words under the numbers are left out.',))
    """
    notes: tuple[str, ...] = ()
    if over := _OVER_LATEX.match(text[:1000]):
        text, notes = text[over.end() :], ("The words before the list are left out.",)
    last = max(text.rfind(sign, max(0, len(text) - _MOST_WORDS)) for sign in _SIGNS)
    end = text.find("\n", last)
    under = text[end:] if 0 <= last < end else ""
    is_apart = bool(re.match(r"\n\s*\n", under)) or under.rstrip()[-1:] in (".", "!", "?")
    if is_apart and len(re.findall(r"[^\W\d_]{2,}", under)) > 1:
        return text[:end], (*notes, "The words under the numbers are left out.")
    return text, notes


def without_prose(text: str) -> tuple[str, tuple[str, ...]]:
    r"""The text without the words and the marks around its numbers, and sentences on what was left out.

    >>> without_prose("My filter is [[1, 2]]")
    ('[[1, 2]]', ('The words before the list are left out.',))
    >>> without_prose("Here it is:\n```\n1 2\n```\nThanks!")
    ('1 2', ())
    >>> without_prose("Row 1: 1 2\nRow 2: 3 4")
    ('1 2\n3 4', ('The labels before the rows are left out.',))
    """
    begin = text[:1000]
    if "```" in text:
        text = _of_fence(text)
    elif ("`" in begin or "$" in begin) and (marked := _MARKED.fullmatch(text)) and "\\" not in text:
        text = marked[2]
    text = bold[2] + (bold[3] or "") + text[bold.end() :] if (bold := _BOLD.match(begin)) else text
    if "=" not in begin and (said := _SAID.match(begin)) and not _CHANGES.search(said[0]):
        return text[said.end() :], ("The words before the list are left out.",)
    if _CHAT.match(begin):
        lines = [line for line in text.split("\n") if line.strip()]
        return "\n".join(line[_end(_CHAT, line) :] for line in lines), (
            "The time and the name before the message are left out.",
        )
    if _ROW.match(begin):
        return _of_rows(text, _ROW, "The labels before the rows are left out.")
    return text, ()


def _end(label: re.Pattern[str], line: str) -> int:
    """Where a label before a line ends; 0 where there is none."""
    found = label.match(line)
    return found.end() if found else 0


def _of_fence(text: str) -> str:
    """What stands in the one fence of a text with no figures outside of it."""
    fences = list(_FENCED.finditer(text))
    if len(fences) != 1:
        return text
    outside = text[: fences[0].start()] + text[fences[0].end() :]
    return text if re.search(r"\d", outside) else fences[0][1]


def _of_rows(text: str, label: re.Pattern[str], note: str) -> tuple[str, tuple[str, ...]]:
    """The lines without the label that each of them has."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 2 or not all(map(label.match, lines)):
        return text, ()
    return "\n".join(line[_end(label, line) :] for line in lines), (note,)


def _is_row(line: str) -> bool:
    """Whether a line has several numbers, and no bar."""
    return "|" not in line and bool(re.search(r"\d[ \t].*\d", line))


def without_numbering(text: str, marks: str = ".):") -> tuple[str, tuple[str, ...]]:
    r"""The text without the numbers of a list before its lines, such as `1)` or `1.`, and a sentence on that.

    >>> without_numbering("1) 5\n2) 7")[0], without_numbering("1. 5.\n2. 7.")[0]
    ('5\n7', '1. 5.\n2. 7.')
    """
    first = _NUMBERED.match(text[:1000])
    if not first or first[2] not in marks or first[1] not in ("01" if first[2] in ":|" else "1"):
        return text, ()
    start, mark = int(first[1]), first[2]
    found = [_NUMBERED.match(line) for line in text.split("\n") if line.strip()]
    if any(one is None or one[1] != str(n) or one[2] != mark for n, one in enumerate(found, start)):
        return text, ()
    note = f"The numbers before the lines, {start}{mark} and so on, are left out."
    bare, notes = _of_rows(text, _NUMBERED, note)
    if mark == "|" and not all(map(_is_row, bare.split("\n"))):
        return text, ()  # a table of two columns
    if mark == "." and re.search(r"\d\.(?!\d)", bare):  # a matrix that NumPy printed
        return text, ()
    return bare, notes
