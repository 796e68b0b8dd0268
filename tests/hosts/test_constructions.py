"""A run of the page makes a convolution once, however often it is shown, compared or explained."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from convviz import Convolution
from convviz.document.session import Session
from convviz.hosts.streamlit import tabs

PAGE = Path(__file__).parents[2] / "convviz/hosts/streamlit/page.py"
TABS = ("Explain", "Code", "Check")
LINKS = [
    {"rank": rank, **padding}
    for rank in "123"
    for padding in ({}, {"padding": "1"}, {"padding": "same"}, {"padding": "0:1", "padding_mode": "edge"})
]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Convolution]:
    """The convolutions that are made from now on."""
    found: list[Convolution] = []
    make = Convolution.__init__

    def counted(self: Convolution, *given: Any, **named: Any) -> None:
        found.append(self)
        make(self, *given, **named)

    monkeypatch.setattr(Convolution, "__init__", counted)
    return found


def opened(tab: str, link: dict[str, str]) -> AppTest:
    page = AppTest.from_file(str(PAGE), default_timeout=30)
    page.query_params.update(link)
    page.session_state["tab"] = tab
    return page.run()


@pytest.mark.parametrize("link", LINKS, ids=str)
def test_a_run_of_the_page_makes_its_convolution_once(link: dict[str, str], made: list[Convolution]) -> None:
    page = opened("Explain", link)
    assert not page.exception
    assert len(made) == 1
    made.clear()
    page.run()
    assert made == []
    next(found for found in page.number_input if found.label == "Bias").set_value(3.0).run()
    assert [convolution.bias for convolution in made] == [3]


def test_a_run_of_the_page_makes_each_layer_once_and_a_change_those_behind_it(
    made: list[Convolution],
) -> None:
    link = {"x": "1,2,2,4;3,1,4,2;2,1,3,0;1,1,5,2", "layers": ",".join(["convolution"] * 4), "layer": "3"}
    page = opened("Explain", {**link, "w.4": "2"})
    assert not page.exception
    assert len(made) == 4
    made.clear()
    page.run()
    assert made == []
    next(found for found in page.number_input if found.label == "Bias").set_value(3.0).run()
    assert [convolution.bias for convolution in made] == [3, 0]


@pytest.mark.parametrize("tab", TABS)
def test_a_step_makes_no_convolution(
    tab: str, made: list[Convolution], monkeypatch: pytest.MonkeyPatch
) -> None:
    report: dict[str, object] = {}

    def follow(session: Session) -> None:
        session.seen = True
        session.receive(report)

    monkeypatch.setattr(tabs, "follow", follow)
    page = opened(tab, {"padding": "same"})
    assert not page.exception
    draft = page.session_state.visit.session.draft
    made.clear()
    for step in (1, 2):
        report.update(revision=draft.revision, step=step)
        page.run()
        assert draft.document.step == step
    assert made == []
    assert not page.exception
