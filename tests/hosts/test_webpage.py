"""The page without a server as text: what is in it, what is refused, and that nothing leaves its place."""

import json
import re
import subprocess
import sys
import zlib
from base64 import b64decode
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from plotly.offline import get_plotlyjs, get_plotlyjs_version

import convviz
from convviz import Activation, Convolution, ConvolutionError, Filters, Stack, save, to_html
from convviz.document import examples
from convviz.document.document import Document
from convviz.document.limits import check_size
from convviz.document.origin import origin
from convviz.document.plans import Plan
from convviz.hosts import showing, takeaway
from convviz.hosts.showing import HEIGHT
from convviz.hosts.webpage import to_frame

MATRIX = Convolution([[1, 2, 2], [3, 1, 4], [2, 1, 3]], [[1, 0], [0, 1]])
NASTY = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "--> ]]> <![CDATA[",
    "\"'`=<>&amp; &lt; &#60;",
    "</title></style></h1></iframe><img src=x onerror=alert(1)>",
    "{title} {0} {policy!r} %s \\u003c \\",
    "a\nb\tc\u2028d\u202ee",
    "𝛿 é ✓ 👩‍🏫",
]


class Page(HTMLParser):
    """The elements of a page, each with its attributes, and the text of each kind."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.texts, self.open = [], {}, []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in ("meta", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open:
            self.texts.setdefault(self.open[-1], []).append(data)

    def tags(self):
        return [tag for tag, _ in self.elements]

    def attributes(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def frame_of(page, layer=1):
    """The bytes of the frame of a layer in a page."""
    (text,) = re.findall(rf'<script type="text/plain" id="frame-{layer}">([\w+/=]+)</script>', page)
    return zlib.decompress(b64decode(text))


def frame_text(page, layer=1):
    """The same, to look for what is said in it."""
    return frame_of(page, layer).decode("latin-1")


def header(page):
    """The header of the frame in a page."""
    data = frame_of(page)
    return json.loads(data[4 : 4 + int.from_bytes(data[:4], "little")])


def test_it_is_one_document_with_a_language_and_a_title():
    html = to_html(MATRIX)
    page = Page(html)
    assert html.startswith('<!doctype html>\n<html lang="en">')
    assert page.open == []
    assert page.texts["title"] == page.texts["h1"] == ["Convolution of a 3 × 3 input by a 2 × 2 filter"]
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in page.attributes("meta")
    assert page.tags().count("script") == 3


def test_it_names_no_other_file():
    page = Page(to_html(MATRIX))
    named = [
        value
        for _, attributes in page.elements
        for name, value in attributes.items()
        if name in ("src", "href")
    ]
    assert named == ["data:,"]  # instead of a favicon, which a browser would ask for
    (policy,) = [meta["content"] for meta in page.attributes("meta") if "http-equiv" in meta]
    assert policy == (
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@pytest.mark.parametrize(
    ("x", "w", "megabytes"),
    [
        (MATRIX.x, MATRIX.w, 2.5),
        (np.random.default_rng(0).normal(size=(64, 64)), np.random.default_rng(1).normal(size=(3, 3)), 3),
    ],
    ids=["the worked example", "64x64 random floats"],
)
def test_it_is_small_enough_for_an_email(x, w, megabytes):
    assert len(get_plotlyjs().encode()) > 4_000_000
    assert len(to_html(Convolution(x, w)).encode()) <= megabytes * 1e6


def test_it_holds_the_plotly_of_the_installed_package():
    (text,) = re.findall(r'<script type="text/plain" id="plotly">([\w+/=]+)</script>', to_html(MATRIX))
    assert zlib.decompress(b64decode(text)).decode() == get_plotlyjs()


def test_the_same_layer_gives_the_same_page():
    assert to_html(MATRIX) == to_html(Convolution(MATRIX.x, MATRIX.w))


@pytest.mark.parametrize(
    ("x", "w", "title"),
    [
        ([1, 3, -1, 2, 3], [1, 0, 2], "Convolution of a vector of 5 by a filter of 3"),
        (np.ones((4, 5)), np.ones((2, 3)), "Convolution of a 4 × 5 input by a 2 × 3 filter"),
        (
            np.ones((2, 4, 5)),
            np.ones((1, 3, 2)),
            "Convolution of a 4 × 5 × 2 deep input by a 3 × 2 × 1 deep filter",
        ),
    ],
)
def test_without_a_title_it_says_what_is_convolved(x, w, title):
    assert Page(to_html(Convolution(x, w), include_plotlyjs=False)).texts["title"] == [title]


def test_it_begins_at_the_step_that_is_asked_for():
    html = to_html(MATRIX, 3, include_plotlyjs=False, title="One")
    assert header(html) == {"revision": 1, "since": 1, "step": 3, "title": "One", "host": {}}
    assert header(to_html(MATRIX, np.int64(2), False))["step"] == 2


@pytest.mark.parametrize("title", NASTY)
def test_a_title_never_leaves_its_place(title):
    plain, named = (to_html(MATRIX, include_plotlyjs=False, title=text) for text in ("plain", title))
    page = Page(named)
    assert page.elements == Page(plain).elements
    assert "".join(page.texts["title"]) == "".join(page.texts["h1"]) == title
    assert header(named)["title"] == title
    assert re.sub(r'id="frame-1">[^<]*<', "", named).count(title[:6]) <= 2


def test_what_no_text_can_hold_is_a_question_mark_in_a_title():
    assert Page(to_html(MATRIX, include_plotlyjs=False, title="a\ud800b")).texts["title"] == ["a?b"]


def test_a_layer_larger_than_the_stage_shows_is_refused_with_the_sentence_of_the_page():
    large = Convolution(np.ones((500, 500)), np.ones((20, 20)))
    with pytest.raises(ConvolutionError) as page:
        to_html(large)
    with pytest.raises(ConvolutionError) as sentence:
        check_size(large.geometry)
    assert str(page.value) == str(sentence.value)
    assert "the stage shows up to 600,000" in str(page.value)


def test_a_layer_that_the_stage_does_not_show_is_refused():
    with pytest.raises(ConvolutionError, match="layer is of type list; the stage shows layers of type "):
        to_html([1, 2, 3])


def test_one_filter_is_the_page_of_a_plain_convolution():
    one = convviz.Filters(MATRIX.x, MATRIX.w[None], bias=[2])
    assert to_html(one, 1) == to_html(Convolution(MATRIX.x, MATRIX.w, bias=2), 1)
    assert one._repr_html_() == one.filters[0]._repr_html_()


def test_a_page_has_every_layer_that_could_be_made_and_says_where_its_input_comes_from():
    corner = Document.of(examples.find("corner")).showing(2)
    broken = corner.with_layers([*corner.layers, Plan.of("mean", 2, size=9)])
    page = takeaway.page(broken).make()
    assert 'data-layer="3"' in page
    for place in range(4):
        assert f'"origin": {json.dumps(origin(corner.showing(place)))}' in frame_text(page, place + 1)
    assert 'id="frame-5"' not in page
    assert "waiting" not in frame_text(page, 3)
    assert '"slices": ["channel 1", "channel 2"]' in frame_text(page, 3)


def test_a_stack_of_python_is_a_page_with_all_its_layers(tmp_path):
    fewer = partial(Convolution.transposed, w=[[[1, 2]]], stride=(1, 1, 2))
    stack = Stack(np.ones((5, 6)), partial(Filters, w=np.ones((2, 2, 3))), Activation, fewer)
    page = to_html(stack, step=2)
    told = '{"name": "Convolution 2 \\u00d7 3, 2 filters", "size": "4 \\u00d7 4 \\u00d7 2 deep"'
    assert "<title>3 layers over a 5 × 6 input</title>" in page
    assert all(told in frame_text(page, layer) for layer in (1, 2, 3))
    assert '"step": 2' in frame_text(page, 1)
    assert '"channel 1", "channel 2"' in frame_text(page, 3)
    assert save(stack, tmp_path / "page.html", step=2).read_text(encoding="utf-8") == page
    assert convviz.show(stack, step=2)._repr_html_().count("<iframe") == 1
    assert stack._repr_html_() == convviz.show(stack)._repr_html_()


def test_of_a_stack_without_layers_or_in_a_figure_is_said_what_to_give(tmp_path):
    with pytest.raises(ConvolutionError, match="the stack has no layer; give it one"):
        to_html(Stack([1, 2]))
    with pytest.raises(ConvolutionError, match="shows one layer; give an entry of"):
        save(Stack([1, 2], Activation), tmp_path / "figure.svg")
    with pytest.raises(IndexError):
        convviz.show(Stack([1, 2], Activation), step=2)
    assert Stack([1, 2])._repr_html_() is None


def test_the_page_of_a_transposed_convolution_says_that_zeros_are_inserted():
    c = Convolution.transposed([[1, 2], [3, 4]], [[1, 2], [3, 4]], stride=2)
    assert "Zeros are inserted between the cells of the input" in frame_text(to_html(c))


@pytest.mark.parametrize("step", [-1, 4, 10**30])
def test_a_step_that_is_not_there_is_refused_as_by_the_core(step):
    with pytest.raises(IndexError, match=r"is out of range; the steps are 0 to 3$"):
        to_html(MATRIX, step)


@pytest.mark.parametrize(
    ("include", "address", "scripts"),
    [
        ("cdn", f"https://cdn.plot.ly/plotly-{get_plotlyjs_version()}.min.js", "https://cdn.plot.ly"),
        ("directory", "plotly.min.js", "'self' file:"),
        ("../lib/plotly.js", "../lib/plotly.js", "'self' file:"),
        ("https://cdn.example/a/plotly.js", "https://cdn.example/a/plotly.js", "https://cdn.example"),
        ("//cdn.example/plotly.js", "//cdn.example/plotly.js", "cdn.example"),
        ('a"><b>.js', 'a"><b>.js', "'self' file:"),
    ],
)
def test_plotly_is_taken_from_where_it_is_said_to_be(include, address, scripts):
    page = Page(to_html(MATRIX, include_plotlyjs=include))
    assert [script["src"] for script in page.attributes("script") if "src" in script] == [address]
    (policy,) = [meta["content"] for meta in page.attributes("meta") if "http-equiv" in meta]
    assert f"script-src 'unsafe-inline' {scripts};" in policy
    assert "b" not in page.tags()


def test_without_plotly_there_are_two_scripts():
    assert Page(to_html(MATRIX, include_plotlyjs=False)).tags().count("script") == 2


@pytest.mark.parametrize("include", ["yes", "plotly.css", None, 1, ["a.js"], ""])
def test_plotly_from_anywhere_else_is_refused(include):
    with pytest.raises(ConvolutionError) as error:
        to_html(MATRIX, include_plotlyjs=include)
    assert str(error.value) == (
        f"include_plotlyjs is {include!r}; it must be True, False, 'cdn', 'directory' or an address that "
        "ends in .js"
    )


def test_a_notebook_shows_the_page_in_a_sandboxed_frame():
    (iframe,) = Page(MATRIX._repr_html_()).attributes("iframe")
    assert iframe["srcdoc"] == to_html(MATRIX)
    assert iframe["sandbox"] == "allow-scripts"
    assert f"height: {HEIGHT}px" in iframe["style"]
    assert iframe["title"] == "Convolution of a 3 × 3 input by a 2 × 2 filter"


def test_a_notebook_says_what_is_too_large_for_the_page():
    html = Convolution(np.ones((500, 500)), np.ones((20, 20)))._repr_html_()
    assert html.startswith("<p>231,361 windows of 400 cells make 92,544,400 products; ")
    assert html == to_frame(Convolution(np.ones((500, 500)), np.ones((20, 20))))


def test_without_plotly_a_notebook_shows_the_text(monkeypatch):
    monkeypatch.setattr(showing, "find_spec", lambda name: None)
    assert MATRIX._repr_html_() is None


def test_the_core_alone_has_no_page():
    code = "from convviz.core import Convolution; print(Convolution([1], [1])._repr_html_())"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "None"
