"""What becomes of the memory of visitors who have gone."""

from __future__ import annotations

import asyncio
import weakref
from concurrent.futures import ThreadPoolExecutor
from threading import Lock, Timer
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from convviz.hosts.streamlit import leaving


class Ring:
    """An object that only holds itself."""

    def __init__(self) -> None:
        self.own = self


@pytest.mark.parametrize(("kind", "times"), [("websocket", 1), ("http", 0)])
def test_memory_is_given_back_after_a_page_was_closed(
    kind: str, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        order.append("closed")

    monkeypatch.setattr(leaving, "give_back_soon", lambda: order.append("given back"))
    answer: Any = leaving.Leaving(app)({"type": kind}, None, None)  # type: ignore[arg-type]
    with ThreadPoolExecutor() as thread:  # the browser of other tests has a loop in this one
        thread.submit(asyncio.run, answer).result()
    assert order == ["closed", *["given back"] * times]


def test_what_only_holds_itself_goes_and_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Timer] = []
    monkeypatch.setattr(leaving, "_waiting", Lock())
    monkeypatch.setattr(leaving.Timer, "start", lambda timer: started.append(timer))
    ring = Ring()
    gone = weakref.ref(ring)
    del ring
    leaving.give_back_soon()
    leaving.give_back_soon()
    (timer,) = started
    timer.function(*timer.args)
    assert gone() is None
    leaving.give_back_soon()  # again, as the first time is over
    assert len(started) == 2
