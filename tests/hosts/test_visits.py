"""What becomes of a visit that has ended."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

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
