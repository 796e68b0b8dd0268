"""What the documents say of links and lesson files is so."""

import re
from pathlib import Path
from urllib.parse import parse_qsl

from convviz.document import lesson, link
from convviz.document.reading.lessons import read_fields

DOCS = Path(__file__).parents[2] / "docs"
LINKS = (DOCS / "links.md").read_text(encoding="utf-8")


def opened(text):
    return link.parse(dict(parse_qsl(text.removeprefix("?"))))


def test_every_name_of_a_link_has_its_place_in_a_table():
    rows = re.findall(r"^\| (`.*?) \|", LINKS, re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(named) == sorted(link.NAMES)


def test_every_link_that_is_shown_opens_without_a_word():
    pages = [path.read_text(encoding="utf-8") for path in (DOCS / "links.md", DOCS / "page.md")]
    links = [one for page in pages for one in re.findall(r"`(\?[^`]+)`", page)]
    assert len(links) >= 3
    assert [(one, complaints) for one in links if (complaints := opened(one)[1])] == []


def test_the_link_of_a_stack_is_what_it_is_said_to_be():
    (text,) = re.findall(r"`(\?layers=[^`]+)`", LINKS)
    document, _ = opened(text)
    assert [plan.kind for plan in document.layers] == ["convolution", "relu", "max"]
    filters, _, pooling = document.layers
    assert (document.shown, filters.count, pooling.parameters.stride) == (2, 2, (1, 1, 1))


def test_the_lesson_file_that_is_shown_opens_as_it_says():
    (text,) = re.findall(r"```json\n(.*?)```", LINKS, re.DOTALL)
    document = lesson.from_fields(read_fields(text))
    assert (document.rank, document.title) == (1, "Two filters, then the larger")
    assert [plan.kind for plan in document.layers] == ["convolution", "relu", "max"]
