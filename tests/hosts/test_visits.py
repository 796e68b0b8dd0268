"""What becomes of a visit that has ended."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from convviz.document.apply_edits import take
from convviz.hosts.streamlit import visits


@pytest.fixture
def collecting() -> Iterator[None]:
    """Python looks for garbage as it did before, when the test is over."""
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_what_was_there_is_left_out_and_a_visit_that_has_ended_is_found(collecting: None) -> None:
    visits.settle.__wrapped__()
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold()[0] == 5_000
    visit = visits.enter({})
    visit.frame()
    token, gone = visit.session.token, weakref.ref(visit.session)
    del visit
    gc.collect()
    assert gone() is None
    assert visits.find(token) is None


def test_what_a_change_did_is_not_told_under_the_refusal_of_the_next() -> None:
    session = visits.enter({}).session
    for number, text in enumerate(("5 5 5\n5 5 5\n5 5 5", "1 2 3\n4"), 1):
        pasted = {"do": "paste", "panel": "input", "at": [0, 0, 0], "text": text}
        take(session, [{"n": number, "revision": session.draft.revision, **pasted}])
        shown = visits._header(session)
        assert (shown["says"]["kind"] == "problem", shown["effect"] == "") == (number == 2, number == 2)
