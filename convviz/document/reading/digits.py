"""Numbers in texts as other scripts, languages and laboratories write them, in the usual signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from convviz.document.reading.decimals import CellError, read_cells
from convviz.document.reading.errors import ReadError, quoted
from convviz.document.reading.numbers import SCRIPTS, number_text, with_usual_powers

_SIGNS = {
    **SCRIPTS,
    **dict.fromkeys(map(ord, "“”„‟«»"), '"'),
    **dict.fromkeys(map(ord, "‘‚‛"), "'"),
    0x61B: ";",
    **{0x2080 + n: ord("0") + n for n in range(10)},  # of names, such as h₀
}
_HEXADECIMAL = re.compile(r"(?<![\w.])0[xX]([0-9a-fA-F]{1,13})(?![\w.])")
_BINARY = re.compile(r"(?<![\w.])0[bB]([01]{1,52})(?![\w.])")
#: The minus of J.
_LOW = re.compile(r"(?<![^\s,;|\[])_(?=\d[\d.]*(?:[\s,;|\]]|\Z))")
_UNDERSCORE = re.compile(r"(?<=\d)_(?=\d{3}(?!\d))")
_SIGNED = re.compile(r"(?<![\w])(?:int(8|16|32)_t|(?:s|i)(8|16|32)|(signed\s+char|char)|(short))\b")
_IMAGINARY = re.compile(r"(?<=[0-9.])\s?[+\-−]\s?0(?:\.0*)?(?:[eE][+\-]?\d+)?[ij](?!\w)")
_COMPLEX = re.compile(r"[0-9.][ij](?!\w)")


def in_usual_digits(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with its numbers in the figures, the marks and the powers that all notations share, and notes.

    >>> in_usual_digits("٣, 0x1F, 0b101, 1_000, 2×10³")
    ('3, 31, 5, 1000, 2e3', ())
    >>> in_usual_digits("[1.+0.j, 2.+0.j]")
    ('[1., 2.]', ('The imaginary parts, all 0, are left out.',))
    """
    notes: tuple[str, ...] = ()
    if not text.isascii():
        text = text.translate(_SIGNS)
    text = with_usual_powers(text)
    if "0x" in text or "0X" in text:
        text, notes = _from_hexadecimal(text)
    if "0b" in text or "0B" in text:
        text = _BINARY.sub(lambda found: str(int(found[1], 2)), text)
    if "_" in text:
        text = _LOW.sub("-", _UNDERSCORE.sub("", text))
    if ("j" in text or "i" in text) and _IMAGINARY.search(text):
        real = _IMAGINARY.sub("", text)
        if not _COMPLEX.search(real):
            return real, (*notes, "The imaginary parts, all 0, are left out.")
    return text, notes


#: Blanks that typesetters put between thousands; between cells there may be the broader of them alone.
_THIN, _HARD = "\u202f\u2009", "\u00a0"
_GROUPED = re.compile(
    rf"(?<![\w.,{_THIN}{_HARD}])[1-9]\d{{0,2}}(?:[{_THIN}{_HARD}]\d{{3}})++(?![\w{_THIN}{_HARD}])"
)
_HARD_BLANK = re.compile(rf"[{_THIN}{_HARD}]")


def without_thin_blanks(text: str) -> tuple[str, tuple[str, ...]]:
    r"""The text without the narrow blanks between the thousands of its numbers, and a note.

    >>> without_thin_blanks("1\u202f000 2\u202f500")[0]
    '1000 2500'
    """
    if text.isascii() or not _HARD_BLANK.search(text):
        return text, ()
    plain = _GROUPED.sub(lambda found: _HARD_BLANK.sub("", found[0]), text)
    are_thin = not any(mark == _HARD for mark in _HARD_BLANK.findall(text))
    if plain == text or _HARD_BLANK.search(plain) or not (are_thin or re.search(r"\d[ \t;]+[+\-−]?\d", text)):
        return text, ()
    return plain, ("Narrow blanks within numbers are read as marks of thousands.",)


#: A fraction with figures that come again and again, or a measurement with its doubt.
_IN_PARENTHESES = re.compile(r"(?<![\w.,])(?:\d+[.,]\d+|\d+\.)\(\d+\)(?!\s*[\[(\w])")
#: Its end, which is found sooner: a search for one sign at the beginning of a pattern is fast.
_PARENTHESIS = re.compile(r"\((?<=[\d.]\()\d")


def check_parentheses(text: str) -> None:
    """Raises `ReadError` for a number such as `0.(3)`."""
    if _PARENTHESIS.search(text) and (found := _IN_PARENTHESES.search(text)):
        raise ReadError(
            f"{quoted(found[0])} has figures in parentheses; write them out, or a fraction such as 1/3."
        )


_BYTES = re.compile(r"\s*+(?:[0-9a-fA-F]{2}\s++)++[0-9a-fA-F]{2}\s*+")


_LETTERED = re.compile(r"\b[a-fA-F][0-9a-fA-F]\b")


def check_bytes(text: str) -> None:
    """Raises `ReadError` for a line such as `ff 10 20`, of which the first could also name the row."""
    line = text.strip()
    if "\n" not in line and _BYTES.fullmatch(line) and (first := _LETTERED.search(line)):
        raise ReadError(
            f"These look like bytes in hexadecimal figures; write 0x{first[0]}, or leave {first[0]} out."
        )


def _from_hexadecimal(text: str) -> tuple[str, tuple[str, ...]]:
    """Hexadecimal numbers as others; of a type with a sign, those of its full length may be negative."""
    first = _HEXADECIMAL.search(text)
    kind = _SIGNED.search(text, 0, first.start()) if first else None
    bits, name = (_bits(kind), kind[0]) if kind else (0, "")
    changed: list[str] = []

    def value(found: re.Match[str]) -> str:
        number = int(found[1], 16)
        if bits and 2 ** (bits - 1) <= number < 2**bits:
            number -= 2**bits
            changed.append(f"{found[0]} is read as {number}, as the type {name} has it.")
        return str(number)

    return _HEXADECIMAL.sub(value, text), tuple(changed[:1])


def _bits(kind: re.Match[str]) -> int:
    return int(kind[1] or kind[2] or (8 if kind[3] else 16))


#: What stands before or behind numbers and changes none of them; letters alone that can mean thousands or
#: millions are not among them.
CURRENCY = "€$£¥₹₽₩₺"
_UNITS = (
    "µV mV kV V µA mA kW mW W kHz MHz GHz Hz µs ms ns sec s min h µm nm mm cm km kg mg g °C °F ° "
    "hPa kPa MPa Pa mbar bar N dB px pt kΩ MΩ Ω kJ J mol ml mL rpm bpm ppm lux lx % ‰"
).split()
_NUMBER = r"(?<![\w.,])(?<!\d['\u00a0\u202f])[+\-−–]?\d[\d.,'\u00a0\u202f]*(?:[eE][+\-−]?\d+)?(?<![.,])"
_BEHIND = re.compile(
    rf"({_NUMBER})[ \u00a0\u202f]?({'|'.join(map(re.escape, [*_UNITS, *CURRENCY]))})(?![\w/^²³·%])"
)
_BEFORE = re.compile(
    rf"(?<![\w.,])([+\-−–]?)([{CURRENCY}])[ \u00a0]?(\d[\d.,'\u00a0\u202f]*(?<![.,]))(?![\w%])"
)
_ANY = re.compile(r"\d[\d.,'\u00a0\u202f]*(?:[eE][+\-−]?\d+)?")
#: How much of a text tells whether there are units in it.
_BEGIN = 300


def without_units(text: str) -> tuple[str, str]:
    """The text without the one unit that all of its numbers have, decimal points in them, and that unit.

    >>> without_units("1,50 €; 2,25 €"), without_units("5V 6V"), without_units("5V 6A")
    (('1.5; 2.25', '€'), ('5 6', 'V'), ('5V 6A', ''))
    """
    for form, number, unit in ((_BEFORE, 3, 2), (_BEHIND, 1, 2)):
        if not form.search(text[:_BEGIN]):
            continue
        found = list(form.finditer(text))
        if not found:  # what began as one was cut there
            continue
        if {one[unit] for one in found} != {found[0][unit]} or len(found) != len(_ANY.findall(text)):
            return text, ""
        cells = [(one[1] if number == 3 else "") + one[number] for one in found]
        try:
            values, _ = read_cells(cells)
        except CellError:
            return text, ""
        return _replaced(text, found, map(number_text, values.tolist())), found[0][unit]
    return text, ""


def _replaced(text: str, found: Sequence[re.Match[str]], texts: Iterable[str]) -> str:
    """The text with others in the places of what was found."""
    parts: list[str] = []
    at = 0
    for one, other in zip(found, texts, strict=True):
        parts += text[at : one.start()], other
        at = one.end()
    return "".join([*parts, text[at:]])
