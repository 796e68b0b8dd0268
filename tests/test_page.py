"""The page's logic, with Streamlit's own test harness."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from convviz import examples
from convviz.ui import state

PAGE = Path(__file__).parents[1] / "convviz/ui/page.py"


def run(**parameters: str) -> AppTest:
    test = AppTest.from_file(str(PAGE), default_timeout=30)
    for name, value in parameters.items():
        test.query_params[name] = value
    return test.run()


def test_the_page_opens_with_the_matrix() -> None:
    page = run()
    assert not page.exception
    assert page.title[0].value == "Worked example: a matrix"
    assert not page.error
    assert not page.warning


@pytest.mark.parametrize("rank", state.RANKS)
def test_every_rank_opens(rank: int) -> None:
    page = run(rank=str(rank))
    assert not page.exception
    assert page.session_state.session.rank == rank
    assert page.title[0].value == examples.default(rank).title


@pytest.mark.parametrize("example", examples.EXAMPLES, ids=lambda example: example.slug)
def test_every_example_can_be_chosen(example: examples.Example) -> None:
    page = run(rank=str(example.rank))
    page.selectbox(key=f"example-{example.rank}").set_value(example.slug).run()
    assert not page.exception
    assert page.title[0].value == example.title
    assert example.look in [markdown.value for markdown in page.markdown]
    assert page.session_state.session.desk.state.example is example


def test_a_bad_parameter_is_named_on_the_page() -> None:
    page = run(rank="7", step="x")
    assert not page.exception
    assert [warning.value[:17] for warning in page.warning] == [
        "The link’s rank, ",
        "The link’s step, ",
    ]


def test_a_filter_that_does_not_fit_is_named_on_the_page() -> None:
    page = run(rank="1", x="1,2", w="1,2,3")
    assert not page.exception
    assert page.error[0].value.startswith("Filter of size 3 does not fit axis 0 of the padded input")


def test_too_many_products_are_named_on_the_page() -> None:
    row = ",".join("0" * 256)
    page = run(x=";".join([row] * 256), w=";".join([",".join("1" * 9)] * 9))
    assert not page.exception
    assert "the stage shows up to 600,000" in page.error[0].value
