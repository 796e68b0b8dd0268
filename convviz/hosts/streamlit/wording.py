"""Texts as Streamlit's Markdown takes them. Nothing here imports Streamlit."""

import re

_JOINER = "\u2060"
# What becomes a link even where its punctuation is escaped.
_ADDRESS = re.compile(r"(?<=www)(?=\.)|(?<=:)(?=//)|(?=@)", re.IGNORECASE)
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    r"""A text as Markdown that shows it as it is: what a visitor wrote is never markup.

    >>> plain("<b> ![](a) 2*3")
    '\\<b\\> \\!\\[\\]\\(a\\) 2\\*3'

    Within what would become a link there is a word joiner, which nobody sees.
    """
    text = _ADDRESS.sub(_JOINER, text)
    return _PUNCTUATION.sub(r"\\\1", text)
