"""What a visitor wrote, on its way into Markdown."""

from __future__ import annotations

import re

import pytest

from convviz.hosts.streamlit.wording import plain

# What GitHub's Markdown makes links of, also where the punctuation is escaped.
LINKS = re.compile(r"https?://|www\.|[-.\w+]@[-\w]", re.IGNORECASE)


@pytest.mark.parametrize(
    "text", ["https://a.example/", "HTTP://a.example", "www.a.example", "WWW.a", "a@b.example"]
)
def test_no_text_becomes_a_link(text: str) -> None:
    assert LINKS.search(text)
    assert not LINKS.search(plain(text).replace("\\", ""))
    assert plain(text).replace("\\", "").replace("\u2060", "") == text
