"""Edits that come beside Streamlit, and the frames that answer them."""

from __future__ import annotations

import asyncio
import gc
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from frames import opened
from starlette.requests import Request
from starlette.responses import Response

from convviz.document.limits import MAX_BYTES
from convviz.hosts.streamlit import edits, visits


def post(token: str, *body: bytes) -> Response:
    """The answer to a request whose body comes in these parts."""
    parts = [{"type": "http.request", "body": part, "more_body": True} for part in body]
    parts.append({"type": "http.request", "body": b"", "more_body": False})
    messages = iter(parts)

    async def receive() -> Any:
        return next(messages)

    request = Request({"type": "http", "path_params": {"token": token}, "headers": []}, receive)
    with ThreadPoolExecutor() as thread:  # the browser of other tests has a loop in this one
        return thread.submit(asyncio.run, edits.answer(request)).result()


def typed(visit: visits.Visit, number: int, text: str) -> dict[str, Any]:
    edit = {"n": number, "revision": visit.session.draft.revision, "do": "type", "panel": "input"}
    return {**edit, "cells": [[0, 0, 0, text]]}


def header(answer: Response) -> dict[str, Any]:
    assert answer.status_code == 200
    return dict(opened(bytes(answer.body))[0])


def test_the_answer_to_an_edit_is_the_frame_that_shows_it() -> None:
    visit = visits.enter({})
    before = opened(visit.frame())[0]
    edit = typed(visit, 7, "5")
    answer = post(visit.session.token, json.dumps([edit]).encode())
    assert bytes(answer.body) == visit.frame()
    now = header(answer)
    assert (now["answered"], now["host"]["query"]) == (7, "x=5,2,2;3,1,4;2,1,3")
    assert now["at"] > before["at"]
    assert now["revision"] > before["revision"]
    assert visit.is_shown


def test_an_edit_that_was_taken_is_not_taken_again() -> None:
    visit = visits.enter({})
    first, second = typed(visit, 1, "5"), typed(visit, 2, "6")
    token = visit.session.token
    both = post(token, json.dumps([first, second]).encode())
    late = post(token, json.dumps([first]).encode())
    assert bytes(late.body) == bytes(both.body)
    assert visit.session.draft.document.x[0, 0] == 6


def test_what_streamlit_has_not_seen_yet_asks_for_the_page() -> None:
    visit = visits.enter({})
    visit.frame()
    visit.take({"session": visit.session.token, "edits": [typed(visit, 1, "5")]})
    assert not visit.is_shown
    visit.frame()
    assert visit.is_shown


def test_undo_on_the_stage_makes_the_fields_of_the_sidebar_anew() -> None:
    visit = visits.enter({})
    stride = visit.widgets.of("stride", 1, typed=True)
    edit = {"n": 1, "revision": visit.session.draft.revision, "do": "undo"}
    post(visit.session.token, json.dumps([edit]).encode())
    assert visit.widgets.of("stride", 1, typed=True) is not stride


def test_a_frame_that_says_the_same_is_the_same() -> None:
    visit = visits.enter({})
    assert visit.frame() == visit.frame()


def test_a_page_that_is_not_open_is_not_found() -> None:
    visit = visits.enter({})
    token = visit.session.token
    del visit
    gc.collect()
    assert post(token, b"[]").status_code == 404
    assert post("none", b"[]").status_code == 404


@pytest.mark.parametrize("body", [b"", b"[", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_refused(body: bytes) -> None:
    visit = visits.enter({})
    assert post(visit.session.token, body).status_code == 400


@pytest.mark.parametrize("body", [b"{}", b"7", b"null", b'[{"n": 1}]', b'[[], "undo"]'])
def test_what_is_no_edit_changes_nothing(body: bytes) -> None:
    visit = visits.enter({})
    before = visit.frame()
    assert bytes(post(visit.session.token, body).body) == before


def test_more_than_a_file_may_hold_is_refused() -> None:
    visit = visits.enter({})
    assert post(visit.session.token, *[b" " * (MAX_BYTES // 2)] * 2, b" ").status_code == 413


def test_a_token_is_no_guess() -> None:
    tokens = {visits.enter({}).session.token for _ in range(50)}
    assert len(tokens) == 50
    assert min(map(len, tokens)) >= 20
