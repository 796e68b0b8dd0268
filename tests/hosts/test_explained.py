"""The explanation that the app shows, for every example."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from worked import PLAIN

from convviz import Convolution, explain
from convviz.document import examples
from convviz.document.document import Document
from convviz.document.session import Session
from convviz.explain.colours import channel_names
from convviz.explain.programs import snippets
from convviz.hosts.streamlit import tabs
from convviz.hosts.streamlit.wording import plain

PAGE = Path(__file__).parents[2] / "convviz/hosts/streamlit/page.py"


def looked_at(session: Session) -> None:
    """As if the stage had reported its step, and the tab were in sight."""
    session.seen = True
    session.receive({"revision": session.draft.revision, "step": session.draft.document.step})


@pytest.mark.parametrize("example", PLAIN, ids=lambda example: example.slug)
def test_every_example_is_explained(example: examples.Example, monkeypatch: pytest.MonkeyPatch) -> None:
    convolution = Convolution(example.x, example.w, **example.parameters)
    middle = len(convolution) // 2
    names = channel_names(convolution.geometry) if Document.of(example).shows_colours else []
    monkeypatch.setattr(tabs, "follow", looked_at)
    page = AppTest.from_file(str(PAGE), default_timeout=30)
    page.query_params["example"] = example.slug
    page.query_params["step"] = str(middle + 1)
    page.run()
    assert not page.exception
    text = "\n".join(markdown.value for markdown in page.markdown)
    assert re.findall(r"\$\$\n(.*?)\n\$\$", text, re.DOTALL) == [
        explain.explanation(convolution, middle, names).step,
        explain.definition_latex(convolution),
        explain.size_latex(convolution),
    ]
    assert "Easily mistaken" in text
    assert f"Window {middle + 1} of {len(convolution)}" in text


def open_tab(name: str, rank: int, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(tabs, "follow", looked_at)
    page = AppTest.from_file(str(PAGE), default_timeout=30)
    page.query_params["rank"] = str(rank)
    page.session_state["tab"] = name
    return page.run()


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_every_library_has_its_program(rank: int, monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_tab("Code", rank, monkeypatch)
    offered = snippets(page.session_state.visit.session.draft.document.layer)

    def library() -> Any:
        return next(found for found in page.get("button_group") if found.label == "Library")

    assert (library().value, list(library().options)) == ("NumPy", [snippet.title for snippet in offered])
    for snippet in offered:
        library().set_value(snippet.title).run()
        assert not page.exception
        assert [code.value for code in page.code] == [snippet.code]
        assert plain(snippet.note) in [markdown.value for markdown in page.markdown]


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_every_output_is_checked(rank: int, monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_tab("Check", rank, monkeypatch)
    assert not page.exception
    (found,) = page.success
    assert found.value.startswith("The output agrees with ")


def test_a_control_says_why_it_goes_no_further() -> None:
    page = AppTest.from_file(str(PAGE), default_timeout=30)
    page.query_params["rank"], page.query_params["dilation"] = "1", "2"
    page.run()
    (caption,) = page.sidebar.caption
    assert caption.value.startswith("Dilation 3 needs a length of 7; the input has 5. Output with none")


def test_all_layers_in_a_row_are_one_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabs, "follow", looked_at)
    page = AppTest.from_file(str(PAGE), default_timeout=30)
    page.query_params.update({"example": "corner"})
    page.session_state["tab"] = "Code"
    page.run()
    assert page.code[0].value == snippets(page.session_state.visit.session.draft.document.layer)[1].code
    next(toggle for toggle in page.toggle if toggle.label == "All layers").set_value(True).run()
    assert not page.exception
    code = page.code[0].value
    named = [line for line in code.splitlines() if line.startswith("# ") and line[2].isdigit()]
    first = "# 1. Convolution 2 × 2, 2 filters"
    assert named == [first, "# 2. ReLU", "# 3. Convolution 1 × 1", "# 4. ReLU"]
    scope: dict[str, Any] = {}
    exec(code, scope)
    document = page.session_state.visit.session.draft.document
    assert scope["y"].tolist() == document.stack.output.tolist()
