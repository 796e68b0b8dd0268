"""The page's logic, with Streamlit's own test harness."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from convviz import examples, explain
from convviz.ui import stage, state
from convviz.ui.wording import plain

PAGE = Path(__file__).parents[1] / "convviz/ui/page.py"


def run(**parameters: str) -> AppTest:
    test = AppTest.from_file(str(PAGE), default_timeout=30)
    for name, value in parameters.items():
        test.query_params[name] = value
    return test.run()


def test_the_page_opens_with_the_matrix() -> None:
    page = run()
    assert not page.exception
    assert page.title[0].value == plain("Worked example: a matrix")
    assert not page.error
    assert not page.warning


@pytest.mark.parametrize("rank", state.RANKS)
def test_every_rank_opens(rank: int) -> None:
    page = run(rank=str(rank))
    assert not page.exception
    assert page.session_state.session.rank == rank
    assert page.title[0].value == plain(examples.default(rank).title)


@pytest.mark.parametrize("example", examples.EXAMPLES, ids=lambda example: example.slug)
def test_every_example_can_be_chosen(example: examples.Example) -> None:
    page = run(rank=str(example.rank))
    page.selectbox(key=f"example-{example.rank}").set_value(example.slug).run()
    assert not page.exception
    assert page.title[0].value == plain(example.title)
    words = f"{plain(example.look)} *{plain(example.question)}*"
    assert words in [markdown.value for markdown in page.markdown]
    assert page.session_state.session.desk.state.example is example


def test_an_example_that_was_changed_can_be_chosen_again() -> None:
    page = run(rank="1", x="1,2,3,4")
    chooser = page.selectbox(key="example-1")
    assert (chooser.value, chooser.options[-1]) == ("own", "Your own numbers")
    chooser.set_value("vector").run()
    assert not page.exception
    assert page.session_state.session.desk.state.x.tolist() == [1, 3, -1, 2, 3]
    assert page.selectbox(key="example-1").value == "vector"
    assert "Your own numbers" not in page.selectbox(key="example-1").options


def test_a_bad_parameter_is_named_on_the_page() -> None:
    page = run(rank="7", step="x")
    assert not page.exception
    assert [warning.value[:17] for warning in page.warning] == [
        "The link’s rank\\,",
        "The link’s step\\,",
    ]


def test_a_filter_that_does_not_fit_is_named_on_the_page() -> None:
    page = run(rank="1", x="1,2", w="1,2,3")
    assert not page.exception
    assert page.error[0].value.startswith("Filter of size 3 does not fit axis 0 of the padded input")


def test_too_many_products_are_named_on_the_page() -> None:
    row = ",".join("0" * 256)
    page = run(x=";".join([row] * 256), w=";".join([",".join("1" * 9)] * 9))
    assert not page.exception
    assert plain("the stage shows up to 600,000") in page.error[0].value


WAITING = "Waits until you have answered the question on the stage."
TABS = ("Explain", "Code", "Check")


def shown(page: AppTest) -> str:
    """Everything that the page sends to the browser."""
    return "\n".join(str(getattr(node, "proto", "")) for node in page)


def tab(name: str, **parameters: str) -> AppTest:
    page = AppTest.from_file(str(PAGE), default_timeout=30)
    for key, value in parameters.items():
        page.query_params[key] = value
    page.session_state["tab"] = name
    return page.run()


def test_the_tabs_begin_with_the_explanation_of_the_step() -> None:
    page = run(step="3", x="1,2,2;3,1,4;2,1,3")
    assert [tab.label for tab in page.tabs] == list(TABS)
    assert explain.step_latex(page.session_state.session.desk.state.convolution(), 2) in page.latex[0].value


@pytest.mark.parametrize("name", TABS)
def test_only_the_open_tab_is_computed(name: str) -> None:
    page = tab(name)
    assert not page.exception
    assert [bool(len(tab.children)) for tab in page.tabs] == [name == label for label in TABS]


@pytest.mark.parametrize("name", TABS)
def test_while_an_answer_is_hidden_no_tab_gives_it_away(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    link = {"rank": "1", "x": "7000,919", "w": "1,1"}
    place: dict[str, object] = {"hiding": True}
    monkeypatch.setattr(stage, "show", lambda *given, **named: place)
    page = tab(name, **link)
    assert not page.exception
    assert [caption.value for caption in page.tabs[TABS.index(name)].caption] == [WAITING]
    assert "7919" not in shown(page)
    assert not page.latex
    assert not page.code
    place["hiding"] = False
    page.run()
    assert WAITING not in shown(page)
    assert ("7919" in shown(page)) == (name == "Explain")
