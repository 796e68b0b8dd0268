"""Bytes as text, by what is in them: UTF-8 and UTF-16, with a mark or without, and Windows-1252."""

from __future__ import annotations

import re

from convviz.document.reading.errors import ReadError

_BINARY = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
#: What old programs and instruments write behind the end of a text.
_PADDING = "\0\x1a"
#: What Windows-1252 text may hold beside letters: a euro, quotation marks, dashes, blanks, fractions, units.
_USUAL = re.compile("[^\x00-\x7f€‚„…‘’“”•–—™\u00a0£§©«°±²³´µ·¹»¼½¾×ßÀ-ÖØ-öø-ÿ÷]")


def text_of(data: bytes) -> tuple[str, str] | None:
    r"""The text that bytes are and the name of its encoding where that had to be found out; None for no text.

    >>> text_of("1;−2".encode("utf-16-le")), text_of(b"1;\x962,5")
    (('1;−2', 'UTF-16'), ('1;–2,5', 'Windows-1252'))
    >>> text_of(b"\x00\x01\x02\x03") is None
    True
    """
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return _decoded(data, "utf-32", "")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16", "")
    if text := _decoded(data, "utf-8-sig", ""):
        return text
    for code in ("utf-16-le", "utf-16-be"):
        if _is_wide(data, code) and (text := _decoded(data, code, "UTF-16")):
            return text
    text = _decoded(data, "cp1252", "Windows-1252")
    return None if text is None or _USUAL.search(text[0]) or _is_foreign(text[0]) else text


def _decoded(data: bytes, code: str, name: str) -> tuple[str, str] | None:
    try:
        text = data.decode(code).rstrip(_PADDING)
    except UnicodeDecodeError:
        return None
    return None if _BINARY.search(text) else (text, name)


def _is_wide(data: bytes, code: str) -> bool:
    """Whether every second byte of most characters is zero, as it is of figures in UTF-16."""
    if len(data) % 2 or len(data) < 4:
        return False
    high = data[1::2] if code == "utf-16-le" else data[::2]
    return 2 * high[:2000].count(0) >= len(high[:2000])


def _is_foreign(text: str) -> bool:
    """Whether letters that are not ASCII stand beside figures, as they do where the encoding is another."""
    return bool(re.search("[0-9,;.][À-ÿ]|[À-ÿ][0-9]", text))


def check_readable(text: str) -> str:
    """The text; raises `ReadError` where its encoding was lost on the way."""
    if "\ufffd" in text:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        raise ReadError(
            f"Line {line} holds “\ufffd”: the text went through a wrong encoding; "
            "save it as UTF-8 and open it again."
        )
    return text
