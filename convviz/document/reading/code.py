"""What programming languages write into and before lists of numbers, in the signs that all of them share."""

from __future__ import annotations

import re

_TYPED = re.compile(r"\s*(?:let|const|var|val)\s+(?:mut\s+)?\w+\s*:[^=\n]{1,200}=\s*")
_MACRO = re.compile(r"\b(?:vec|array|arr\d|matrix|dmatrix)!\s*")
_ELEMENTS = re.compile(r"\b(?:new\s+)?\w+\s*(?:\[[\s,]*\]\s*)+(?=\{)")
_GO = re.compile(r"\s*(?:\w+\s*:?=\s*)?(?:\[\d*\])+[a-z]\w*\s*(?=\{)")
_LENGTH = re.compile(r"\b\w*Array\(\d+\)\s*(?=\[)")
_CONSOLE = re.compile(r"(\s*\(\d{1,6}\)\s*)\[")
_OPENCV = re.compile(
    r"[\s\S]{0,200}?\bMatx?_?<[^<>]*>\s*\(\s*(\d{1,4})\s*,\s*(\d{1,4})\s*\)\s*<<([^()]*)\)\s*;?\s*"
)
_HEXADECIMAL = re.compile(r"(?<![\w.])0[xX]([0-9a-fA-F]{1,13})(?![\w.])")
_UNDERSCORE = re.compile(r"(?<=\d)_(?=\d{3}(?!\d))")
_ARROW = "↑"


def in_usual_signs(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with lists in brackets and numbers in figures alone, and sentences on what was left out.

    >>> in_usual_signs("let k: [[f32; 2]; 1] = [[0x10, 1_000]];")[0]
    '[[16, 1000]];'
    >>> in_usual_signs("vec![vec![1, 2], vec![3, 4]]")[0]
    '[[1, 2], [3, 4]]'
    """
    notes: tuple[str, ...] = ()
    if typed := _TYPED.match(text[:1000]):
        text = text[typed.end() :]
    text = _GO.sub("", text, count=1) if _GO.match(text[:1000]) else text
    if "!" in text:
        text = _MACRO.sub("", text)
    if "]" in text and "{" in text:
        text = _ELEMENTS.sub("", text)
    if "Array(" in text:
        text = _LENGTH.sub("", text)
    if "0x" in text or "0X" in text:
        text = _HEXADECIMAL.sub(lambda found: str(int(found[1], 16)), text)
    if "_" in text:
        text = _UNDERSCORE.sub("", text)
    if _ARROW in text:
        text, notes = text.replace(_ARROW, " "), ("The arrow, which marks the origin, is left out.",)
    return text, notes


def opencv(text: str) -> tuple[int, int, list[str]] | None:
    """The rows, the columns and the cells of OpenCV's `(Mat_<float>(2, 2) << 1, 2, 3, 4)`."""
    found = _OPENCV.fullmatch(text) if "<<" in text else None
    return (int(found[1]), int(found[2]), found[3].split(",")) if found else None


def has_length(text: str) -> str:
    """The length in parentheses that a browser's console writes before a list, such as `(3) [1, 2, 3]`.

    >>> has_length("(3) [1, 2, 3]"), has_length("(1/3) [1, 2, 3]")
    ('(3)', '')
    """
    found = _CONSOLE.match(text)
    return found[1].strip() if found else ""
