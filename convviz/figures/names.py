"""What a figure's file is called, and titles that any file and format can hold."""

from __future__ import annotations

import re
import unicodedata

_MOST = 60


def plain_title(title: str) -> str:
    r"""A title without what is no character of a text, on one line.

    >>> plain_title("Edges\n and\x00 corners ")
    'Edges and corners'
    """
    text = title.encode("utf-8", "replace").decode()
    shown = "".join(" " if char.isspace() else char for char in text if _is_shown(char))
    return " ".join(shown.split())


def _is_shown(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Cn", "Co")


def file_name(title: str, ending: str, step: int | None = None) -> str:
    """A name for the file of a figure, from its title and the number of the window, from 0.

    >>> file_name("Sobel: a vertical edge", ".svg", 13)
    'sobel-a-vertical-edge-window-14.svg'
    >>> file_name("../“Ecken” & Kanten ✓", ".gif"), file_name("🙂", ".pdf")
    ('ecken-kanten.gif', 'convolution.pdf')
    """
    letters = unicodedata.normalize("NFKC", title).casefold()
    words = re.findall(r"[^\W_]+", letters)
    name = "-".join(words)[:_MOST].strip("-") or "convolution"
    if re.fullmatch(r"con|prn|aux|nul|(com|lpt)\d", name):  # which Windows keeps for itself
        name = f"{name}-convolution"
    return f"{name}{'' if step is None else f'-window-{step + 1}'}{ending}"
