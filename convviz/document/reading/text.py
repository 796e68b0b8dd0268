"""Text as people paste it, in any notation; which one it is, is told by the whole of it."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from typing import NoReturn

from convviz.document.limits import MAX_LENGTH
from convviz.document.reading import (
    accounts,
    bars,
    brackets,
    bulleted,
    code,
    dialects,
    latex,
    markup,
    objects,
    printed,
    repeats,
    states,
    wrapped,
)
from convviz.document.reading.cells import Cells
from convviz.document.reading.digits import (
    check_bytes,
    check_parentheses,
    in_usual_digits,
    without_thin_blanks,
    without_units,
)
from convviz.document.reading.elements import bits, elements
from convviz.document.reading.encodings import check_readable
from convviz.document.reading.errors import Offer, ReadError, quoted
from convviz.document.reading.numbers import LONGEST, WORDS, number_text
from convviz.document.reading.prose import without_answer, without_numbering, without_prose
from convviz.document.reading.shapes import MOST_IN_LINE, Reading, reading_of
from convviz.document.reading.tables import table

_FULL_WIDTH = re.compile("[\uff01-\uff5e\u3000\u3001\u060c]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_NAMED = re.compile(
    r"\s*+[A-Za-z_]\w{0,20}\s*+(?:[(\[]\s*+\w{0,10}\s*+[)\]]\s*+)?[=:]\s*+(?=[\d.+\-−–][^\[({]*\Z|[\d.+\-−–][^\n\[({]*\n)"
)
_LINK = re.compile(r"\s*+(https?://\S++|\?[^\s=]*+=[^\s&]*+&\S*+)\s*+")
_FENCE = re.compile(r"\s*```\w*\n(.*?)\n?```\s*", re.DOTALL)
_PROMPT = re.compile(
    r"\s*+(>>> |In ?\[\d+\]:=? |julia> |octave:\d+> |>> |> |"
    r"irb\([^()\n]{0,20}\):\d+(?::\d+)?[>*] |\(%i\d+\) |\((?:Pdb|gdb|lldb)\) |ipdb> |--> |[▸▶] ?)"
)
#: How Python's prompt goes on with what is typed.
_GOES_ON = re.compile(r"(\.\.\.|\s+\.\.\.:)( |$)")
#: A prompt at the end, at which nothing is typed.
_WAITS = re.compile(r"\n\s*(?:>>>?|In ?\[\d+\]:|julia>|octave:\d+>|\((?:Pdb|gdb|lldb)\)|-->|>)\s*\Z")
_ANSWER = re.compile(r"\s*+(?:Out ?\[\d+\](?://\w+)?[:=] ?|=> (?=[\[\d+\-.]))")
#: What a mail program writes over a message that it quotes.
_WROTE = re.compile(r"\s*[^\n]{5,200}(?:wrote|writes|schrieb[^\n]{0,60}|écrit|escribió|ha scritto)\s?:\s*\n")
_DIGIT = re.compile(r"[0-9½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒]")
_TRUTH = re.compile(rf"\b({'|'.join(WORDS)})\b", re.IGNORECASE)
_LONG_BLANK = re.compile(" {100,}")
#: How much of a text tells what it is, in characters.
_BEGIN = 4000


def read_text(text: str, rank: int | None = None) -> Reading:
    r"""The tensor that a text holds.

    >>> read_text("[[1, 2], [3, 4]]").values.tolist(), read_text("1 2; 3 4").values.tolist()
    ([[1.0, 2.0], [3.0, 4.0]], [[1.0, 2.0], [3.0, 4.0]])
    >>> read_text("a,b\n1,2\n3,4").notes
    ('Line 1 is a header: left out.',)

    Raises `ReadError`.
    """
    cells = cells_of(text, rank)
    return reading_of(cells.source(), rank)


def cells_of(text: str, rank: int | None) -> Cells:
    """The cells of a text, in whatever notation it is."""
    plain, answer = without_answer(plain_text(check_readable(text)))
    cells = _cells_in_words(plain, rank)
    return cells.noting(*answer)


def _cells_in_words(plain: str, rank: int | None) -> Cells:
    """The cells of a text, perhaps with words on its lines."""
    if latex.is_latex(plain):
        return latex.latex(plain)
    if latex.is_rows(plain):
        return latex.latex(f"\\begin{{matrix}}{plain}\\end{{matrix}}")
    plain, thin = without_thin_blanks(latex.inline(plain))
    plain, notes = in_usual_digits(plain)
    check_parentheses(plain)
    check_bytes(plain)
    begin = plain[:_BEGIN]
    if not _DIGIT.search(plain) and not _TRUTH.search(begin):
        raise ReadError(_no_numbers(plain))
    if re.match(rf"\s*\d{{{LONGEST + 1}}}", plain):
        raise ReadError(
            "It begins with a number that is too long; part the numbers by blanks, commas or lines."
        )
    dialects.check(begin)
    plain, more = without_prose(plain)
    plain, positive = accounts.without_accounts(plain)
    plain, unit = without_units(plain)
    cells = _cells_of(plain, rank).noting(*thin, *notes, *more)
    if positive:
        cells = _as_accounts(cells, positive, rank)
    if unit in ("%", "‰"):
        _refuse_percent(cells, unit, rank)
    return cells.noting(f"The unit {unit} is left out.") if unit else cells


def _as_accounts(cells: Cells, positive: str, rank: int | None) -> Cells:
    """The cells of a text in which parentheses are read as a minus, and a button for the numbers in them."""
    shown = "\n".join(positive.split("\n", MAX_LENGTH)[:MAX_LENGTH])
    with suppress(ReadError):
        values = reading_of(_cells_of(without_units(shown)[0], rank).source(), None).values
        cells = replace(cells, offers=(*cells.offers, Offer("Leave out the parentheses", values)))
    return cells.noting(accounts.NOTE)


def _refuse_percent(cells: Cells, unit: str, rank: int | None) -> NoReturn:
    """A sign that makes a hundredth of a number, or is read as a unit: nothing tells which."""
    values = reading_of(cells.source(), rank).values
    below = 100 if unit == "%" else 1000
    first, part = number_text(values.flat[0]), number_text(values.flat[0] / below)
    raise ReadError(
        f"{first}{unit} can be {part} or, without the sign, {first}; write it as one of these.",
        [
            Offer(f"Read {first}{unit} as {part}", values / below),
            Offer(f"Leave out the sign {unit}", values),
        ],
    )


def _cells_of(plain: str, rank: int | None) -> Cells:
    """The cells of a text without LaTeX and without words around it."""
    plain = bars.unboxed(dialects.without_frame(plain))
    plain = code.in_usual_brackets(bulleted.yaml_lists(bulleted.opencv_file(plain)))
    if twice := repeats.repeated(plain):
        return twice
    begin = plain[:_BEGIN]
    if markup.is_markup(plain):
        return table(markup.without_markup(plain), rank or 2)
    plain, counted = without_numbering(plain, "|")
    if counted:
        return _cells_of(plain, rank).noting(*counted)
    if found := bars.drawn(plain):
        return table(found.text, rank or 2, _more_lines(plain), found.others).noting(*found.notes)
    if printed.is_printed(plain):
        return printed.printed(plain)
    plain = _without_bullets(plain, rank)
    plain, numbering = without_numbering(plain)
    if numbering:
        return _numbered(plain, rank, begin).noting(*numbering)
    if one_by_one := elements(plain) or bits(plain) or code.sized_filter(plain):
        return one_by_one
    if wrapped.is_wrapped(plain):
        return wrapped.unwrapped([table(part, 2) for part in wrapped.wrapped_parts(plain)])
    if objects.is_object(plain) or states.is_state(plain) or states.NAMED.match(begin):
        return objects.object_cells(plain, rank)
    if objects.is_records(plain):
        return objects.record_cells(plain)
    if not (named := _NAMED.match(begin)) and brackets.in_brackets(plain) and not _is_bracketed_header(plain):
        return code.in_rows(brackets.bracketed(plain), plain, rank)
    if _LINK.fullmatch(begin):
        raise ReadError("This is a link; open it in the browser, or paste the numbers behind x= alone.")
    if named and ("=" in named[0] or "\n" not in plain.strip("\n")):
        plain = plain[named.end() :]
    return table(plain, rank)


def _numbered(bare: str, rank: int | None, text: str) -> Cells:
    """The cells of a numbered list; the numbers of its lines may be numbers of a matrix too."""
    cells = _cells_of(bare, rank)
    with suppress(ReadError):
        whole = reading_of(table(text, 2).source(), 2).values
        return replace(cells, offers=(Offer("Read the numbers before the lines too", whole),))
    return cells


def _without_bullets(text: str, rank: int | None) -> str:
    """The text without bullets before its lines; raises `ReadError` where they could be minus signs."""
    bare, are_in_doubt = bulleted.bullets(text)
    if are_in_doubt:
        values = reading_of(table(bare, rank).source(), rank).values
        raise ReadError(
            "Each line begins with a dash and a blank, which can be a minus sign or the mark of a list; "
            "write it without the blank, or leave it out.",
            [Offer("Read the dashes as marks of a list", values), *_minus(text, rank)],
        )
    return bare


def _minus(text: str, rank: int | None) -> list[Offer]:
    try:
        cells = table(re.sub(r"-\s+(?=[\d.])", "-", text), rank)
        return [Offer("Read the dashes as minus signs", reading_of(cells.source(), rank).values)]
    except ReadError:
        return []


def _no_numbers(text: str) -> str:
    """Why a text without a figure is no table: what it is, if that can be told."""
    word = next(iter(text[:_BEGIN].split()), "").strip(",;|")
    begins = f": it begins with {quoted(word)}" if word else ""
    return f"There are no numbers in it{begins}{'; give numbers, a row per line' if word else ''}."


def _more_lines(text: str) -> int:
    """How many lines a text has beyond those that are looked at."""
    return max(0, text.count("\n") + 1 - MOST_IN_LINE)


def plain_text(text: str) -> str:
    """The text with usual line breaks and marks, and without what cannot be seen."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.removeprefix("\ufeff")
    if not text.isascii():
        text = _INVISIBLE.sub("", _FULL_WIDTH.sub(_usual, text)).replace("\u2028", "\n").replace("\x85", "\n")
    if " " * 100 in text:
        text = _LONG_BLANK.sub(" ", text)
    if "```" in text and (fenced := _FENCE.fullmatch(text)):
        text = fenced[1]
    return _without_prompts(text)


_REMARKED = re.compile(r"[^\S\n]*(#|//|%|--(?=\s))[^\S\n]?")


def _without_remarks(text: str) -> str:
    """The text without the mark of a remark, where all of its lines are remarks."""
    lines = [line for line in text.split("\n", MOST_IN_LINE) if line.strip()]
    marks = {found[1] if (found := _REMARKED.match(line)) else "" for line in lines}
    is_all = len(marks) == 1 and marks != {""} and not re.match(r"\s*(#define|%%?[A-Za-z]|#\d?A?\()", text)
    return "\n".join(_REMARKED.sub("", line, count=1) for line in lines) if is_all else text


def _without_prompts(text: str) -> str:
    """What a session answered; where it answered nothing, what was typed."""
    if text.lstrip()[:1] in {"#", "/", "%", "-"}:
        text = _without_remarks(text)
    if wrote := _WROTE.match(text[:400]):
        text = text[wrote.end() :]
    if waits := _WAITS.search(text, max(0, len(text) - 40)):
        text = text[: waits.start()]
    lines = text.split("\n", 3)
    if not any(_PROMPT.match(line) or _ANSWER.match(line) for line in lines[:3]):
        return text
    bare: list[str] = []
    answers: list[str] = []
    is_typed = False
    for line in text.split("\n", MOST_IN_LINE)[:MOST_IN_LINE]:
        prompt = _PROMPT.match(line) or (is_typed and _GOES_ON.match(line))
        is_typed = bool(prompt)
        bare.append(line[prompt.end() :] if prompt else _ANSWER.sub("", line))
        answers += bare[-1:] if not prompt else []
    return "\n".join(answers if any(map(_DIGIT.search, answers)) else bare)


def _usual(found: re.Match[str]) -> str:
    mark = found[0]
    if mark in "\u3001\u060c":
        return ","
    return " " if mark == "\u3000" else chr(ord(mark) - 0xFEE0)


_UNITS = re.compile(r"[(\[][^\d()\[\]]*[)\]]")


def _is_bracketed_header(text: str) -> bool:
    """Whether the brackets are units in names over columns, such as `time (s)` or `CH1[V]`."""
    first, _, rest = text.partition("\n")
    names = _UNITS.sub("", first)
    return names != first and bool(rest) and not re.search(r"[\[\](){}=]", names + rest[:_BEGIN])
