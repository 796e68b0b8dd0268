"""Links that hold what nobody should send: each is answered in a sentence, and the page is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

PAGE = Path(__file__).parents[2] / "convviz/hosts/streamlit/page.py"


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"rank": "7"}, "The link’s rank, “7”, is not one of 1, 2, 3"),
        ({"x": "1,,2"}, "The link’s x is left aside: row 1, column 2: the cell is empty"),
        ({"w": "<script>alert(1)</script>"}, "The link’s w is left aside"),
        ({"w": "![a](http://example.invalid/a.png)"}, "The link’s w is left aside"),
        ({"x": "z:garbage"}, "The link’s x is left aside"),
        ({"x": "1," * 30_000}, "The link’s x is left aside"),
        ({"example": "www.a.example/login"}, "is not one of rank 2 (matrix"),
        ({"example": "cats"}, "The link’s example, “cats”, is not one of rank 2"),
        ({"step": "1e309"}, "The link’s step, “1e309”, is not a whole number"),
        ({"rank": "1", "x": "1,2", "w": "1,2,3"}, "A filter with a length of 3 does not fit"),
        *(
            ({name: text}, f"The link’s {name}")
            for name in ("stride", "dilation")
            for text in ("0", "1e309", "9" * 400)
        ),
        ({"padding": "same,1"}, "The link’s padding"),
        ({"padding_mode": "zeros"}, "The link’s padding_mode"),
        ({"flip": "maybe"}, "The link’s flip"),
        ({"bias": "nan"}, "The link’s bias"),
        ({"dilation": "9"}, "dilation 9"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_bad_link_is_answered_in_a_sentence(parameters: dict[str, str], message: str) -> None:
    page = AppTest.from_file(str(PAGE), default_timeout=30)
    for name, value in parameters.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    assert message in page.session_state.visit.session.says().text
    assert page.title[0].value
