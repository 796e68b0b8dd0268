"""Refusals of files and texts: sentences that say why, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager


class FileError(ValueError):
    """A file or a text cannot be used; the message is a sentence that says why and what to do."""


@contextmanager
def damaged(kind: str) -> Iterator[None]:
    """Makes a sentence of whatever a library raises over damaged bytes, which is documented nowhere."""
    try:
        yield
    except FileError:
        raise
    except Exception:
        raise FileError(f"The {kind} is damaged or cut short; save it again.") from None


def as_sentence(error: Exception) -> str:
    """An error's message as a sentence.

    >>> as_sentence(ValueError("stride 0 is too small"))
    'Stride 0 is too small.'
    """
    text = str(error)
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}."


def quoted(text: str, length: int = 30) -> str:
    """A text as a message shows it: on one line, cut short where it is long."""
    shown = "".join(c if c.isprintable() else "�" for c in re.sub(r"\s", " ", text[:length]))
    return f"“{shown}…”" if len(text) > length else f"“{shown}”"
