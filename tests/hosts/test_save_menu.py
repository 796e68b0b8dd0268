"""The Save menu: which files it offers under which names, what they hold, and that none is made before."""

from __future__ import annotations

import io
import json
import re
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import streamlit as st
from streamlit.runtime.context import StreamlitTheme
from streamlit.testing.v1 import AppTest
from test_page import run

from convviz.document import examples
from convviz.document.document import Document
from convviz.document.plans import KINDS, first_plan
from convviz.document.session import start
from convviz.hosts import takeaway
from convviz.hosts.streamlit.sidebar.save import Film

SOBEL = Document.of(examples.find("sobel")).at(13)  # type: ignore[arg-type]
STARTS = {".svg": b"<?xml", ".pdf": b"%PDF", ".png": b"\x89PNG", ".gif": b"GIF89a"}


def opened(**link: str) -> AppTest:
    """The page with its menu open."""
    page = run(**link)
    page.session_state["save"] = True
    return page.run()


def offered(page: AppTest) -> dict[str, list[str]]:
    """The rows of the menu: what stands in each, and on its buttons."""
    assert not page.exception
    rows: dict[str, list[str]] = {}
    name = ""
    for element in page.sidebar:
        if element.type in ("markdown", "caption"):
            name = element.value
        elif element.type == "download_button":
            rows.setdefault(name, []).append(element.proto.label)
    return rows


def test_every_kind_is_offered() -> None:
    rows = offered(opened(example="sobel", step="14"))
    assert [(name, kinds) for name, kinds in rows.items() if "Lesson" not in kinds[0]] == [
        ("Input", ["CSV", "NPY"]),
        ("Filter", ["CSV", "NPY"]),
        ("Output", ["CSV", "NPY"]),
        ("This window", ["SVG", "PDF", "PNG"]),
        ("All windows", ["SVG", "PDF", "PNG"]),
        ("Film", ["GIF"]),
        ("Web page", ["HTML"]),
        ("Notebook", ["IPYNB"]),
    ]


def test_the_files_have_their_names_from_the_title() -> None:
    buttons = [one.proto for one in opened(example="sobel", step="14").get("download_button")]
    helps = " ".join(button.help for button in buttons)
    for name in ("-window-14.svg", "-all-windows.pdf", ".gif", ".html", ".ipynb"):
        assert f"Download sobel-a-vertical-edge{name}" in helps
    assert "Download output.npy" in helps


def test_what_is_too_large_for_a_sheet_or_a_film_is_said_instead() -> None:
    page = opened(x=";".join([",".join("1" * 60)] * 40))
    rows = offered(page)
    assert "All windows" not in rows
    assert "Film" not in rows
    said = [caption.value.replace("\\", "") for caption in page.sidebar.caption]
    assert "A sheet of 2,301 windows cannot be read: some 1,475 fit. The web page has them all." in said
    assert "A film of 2,301 windows is too long: up to 400 fit. The web page has them all." in said


def test_no_file_is_made_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("convviz.figures.figure", "convviz.hosts.notebook", "convviz.hosts.webpage"):
        monkeypatch.setitem(sys.modules, name, None)
    assert offered(opened(example="sobel"))["Film"] == ["GIF"]


def test_a_long_film_says_how_far_it_is() -> None:
    page = opened(x=",".join("1" * 60), rank="1", w="1,2")
    film: Film = page.session_state["film"]
    assert film.all == 59
    assert not page.get("progress")
    film.drawn = 20
    (bar,) = page.run().get("progress")
    assert bar.proto.text == "Film: 20 of 59 windows"
    film.drawn = 59
    assert not page.run().get("progress")


# ------------------------------------------------------------------------------------------ files


@pytest.mark.slow
@pytest.mark.parametrize(
    "file", [*takeaway.figures(SOBEL, whole=False), *takeaway.figures(SOBEL, whole=True)]
)
def test_figures_are_what_their_ending_says(file: takeaway.File) -> None:
    data = file.make()
    assert isinstance(data, bytes)
    assert data.startswith(STARTS[file.ending])
    if file.ending == ".svg":
        assert "Sobel: a vertical edge" in data.decode()
        assert ("Window 14 of 36" in data.decode()) == ("window-14" in file.name)


def test_figures_and_the_film_are_light_or_dark() -> None:
    from PIL import Image

    document = Document.of(examples.default(1))
    for theme, is_dark in (("light", False), ("dark", True)):
        figure, film = takeaway.figures(document, False, theme)[2], takeaway.film(document, theme)
        for file in (figure, film):
            corner = Image.open(io.BytesIO(file.make())).convert("L").getpixel((0, 0))  # type: ignore[arg-type]
            assert (corner < 128) == is_dark, (file.name, theme)  # type: ignore[operator]


def figures_of(page: AppTest) -> Any:
    """The control that says how figures are."""
    (choice,) = [one for one in page.get("button_group") if one.proto.label == "Figures and film"]
    return choice


def test_figures_are_as_the_page_until_something_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    theme = StreamlitTheme({"type": "light"})
    monkeypatch.setattr(type(st.context), "theme", property(lambda context: theme))
    page = opened(example="sobel")
    assert [option.content for option in figures_of(page).proto.options] == ["Light", "Dark"]
    assert figures_of(page).value == "light"
    theme["type"] = "dark"
    assert figures_of(page.run()).value == "dark"
    figures_of(page).set_value("light").run()
    for theme["type"] in ("light", "dark"):
        assert figures_of(page.run()).value == "light"


def test_a_film_tells_how_many_frames_are_drawn() -> None:
    document, told = Document.of(examples.default(2)), list[int]()
    file = takeaway.film(document, drawn=told.append)
    data = file.make()
    assert isinstance(data, bytes)
    assert data.startswith(b"GIF89a")
    assert told == [1, 2, 3, 4]


def test_the_page_and_the_notebook_begin_at_the_window_that_is_shown() -> None:
    page, notebook = takeaway.page(SOBEL).make(), takeaway.notebook(SOBEL).make()
    assert isinstance(page, str)
    assert "<title>Sobel: a vertical edge</title>" in page
    cells = json.loads(notebook)["cells"]
    assert "".join(cells[0]["source"]).startswith("# Sobel\\: a vertical edge\n\nThere are zeros")
    assert "".join(cells[4]["source"]) == "convviz.show(layer, step=13)"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("a/b\\c: “Ecken” & <Kanten>", "a-b-c-ecken-kanten"),
        ("../../etc/passwd", "etc-passwd"),
        ("👩‍🏫 Woche 3", "woche-3"),
        ("🙂", "convolution"),
    ],
)
def test_the_title_of_a_lesson_makes_good_names(title: str, name: str) -> None:
    document = replace(SOBEL, step=3, title=title)
    files = [
        takeaway.lesson_file(document),
        *takeaway.figures(document, whole=False),
        *takeaway.figures(document, whole=True),
        takeaway.film(document),
        takeaway.page(document),
        takeaway.notebook(document),
    ]
    assert [file.name for file in files] == [
        f"{name}.json",
        *(f"{name}-window-4{ending}" for ending in takeaway.FIGURES),
        *(f"{name}-all-windows{ending}" for ending in takeaway.FIGURES),
        f"{name}.gif",
        f"{name}.html",
        f"{name}.ipynb",
    ]


def test_the_tensors_are_those_of_the_page() -> None:
    (table, array) = takeaway.tensor_files("output", lambda: SOBEL.layer.output)
    np.testing.assert_array_equal(np.load(io.BytesIO(array.make())), SOBEL.layer.output)  # type: ignore[arg-type]
    assert table.make()


def test_a_figure_of_a_later_layer_names_its_input_and_its_slices_as_the_page() -> None:
    corner = Document.of(examples.find("corner")).showing(1)  # type: ignore[arg-type]
    figure = takeaway.figures(corner, whole=False)[0].make()
    assert isinstance(figure, bytes)
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", figure.decode())
    assert "from layer 1, Convolution 6 × 7 × 2 deep" in texts
    assert [text for text in texts if text.startswith(("channel", "depth"))] == ["channel 1", "channel 2"] * 2


def test_a_notebook_of_a_later_layer_names_the_layer_and_its_slices_as_the_page() -> None:
    corner = Document.of(examples.find("corner"))  # type: ignore[arg-type]
    sources = []
    for place in range(3):
        cells = json.loads(takeaway.notebook(corner.showing(place)).make())["cells"]
        sources.append(["".join(cell["source"]).replace("\\", "") for cell in cells])
    said = [first.rpartition("\n\n")[2] for first, *_ in sources]
    channels = (
        "Channels 1 to 2 are what filters 1 to 2 of layer 1 give. "
        "The stage and the figure below number them by their depth."
    )
    assert said == [
        "Here is layer 1 of 4, Convolution 2 × 2, 2 filters.",
        f"Here is layer 2 of 4, ReLU; x is what layer 1, Convolution 2 × 2, 2 filters, gives. {channels}",
        f"Here is layer 3 of 4, Convolution 1 × 1; x is what layer 2, ReLU, gives. {channels}",
    ]
    assert re.findall(r"text\{(.*?): \}", sources[2][2])[:2] == ["channel 1", "channel 2"]
    alone = json.loads(takeaway.notebook(SOBEL).make())["cells"][0]["source"]
    assert not any("layer" in line for line in alone)


FILTERS = start({"rank": "3", "w": "1,0|0,1~0,1|1,0", "x": "1,2,3;4,5,6|7,8,9;1,2,3"}).draft.document
PADDED = start({"padding": "1"}).draft.document
BEHIND = [
    PADDED.with_layers([*PADDED.layers, first_plan(kind, PADDED.layer.output.shape)]).showing(1)
    for kind in KINDS
]


@pytest.mark.slow
@pytest.mark.parametrize("document", [FILTERS, *BEHIND], ids=["filters", *KINDS])
def test_layers_of_every_kind_can_be_taken_away(document: Document) -> None:
    assert len(document.layer) > 1
    tensors = (document.layer.x, document.plan.w, document.layer.output)
    for tensor in tensors:
        for file in takeaway.tensor_files("a", lambda tensor=tensor: tensor) if tensor is not None else ():
            assert file.make()
    makers = (takeaway.film, takeaway.page, takeaway.notebook)
    for file in (*takeaway.figures(document, whole=True), *(maker(document) for maker in makers)):
        assert file.make()
