"""Links and lesson files stay valid for ever: those that the first version made open as they did then.

The files in `data/` were written by that version: `links.json` has links, good and bad, with what it
understood and what it complained of, and what it showed instead where the parts did not fit; `lessons/` has
lesson files, some written by hand, and `lessons.json` what it read in them. Never change them; what a later
version adds has files of its own.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest

from convviz.document.document import Document, nearest_valid
from convviz.document.lesson import from_fields
from convviz.document.link import parse
from convviz.document.reading.contents import read

DATA = Path(__file__).parent / "data"
LINKS = json.loads((DATA / "links.json").read_text(encoding="utf-8"))
#: Links that were left aside then, and are understood now, or answered better.
BETTER = {"padding=Same", "flip=1", "padding_mode=zeros", "padding_mode=Edge"}
LESSONS = json.loads((DATA / "lessons.json").read_text(encoding="utf-8"))


def described(document: Document) -> dict[str, Any]:
    """A state as the data write it: steps from one, a large tensor by its shape and a digest."""
    tensors = {"x": tensor(document.x), "w": tensor(document.plan.w)}
    named = {"rank": document.rank, "example": document.example.slug}
    title = {"title": document.title} if document.title else {}
    settings = {name: value for name, value in document.plan.given.items() if name != "groups"}
    parts = {**named, **tensors, **settings, "step": document.step + 1, **title}
    return json.loads(json.dumps(parts))


def tensor(values: np.ndarray) -> object:
    if values.size <= 64:
        return values.tolist()
    data = np.ascontiguousarray(values, dtype="<f8").tobytes()
    return {"shape": list(values.shape), "blake2b": hashlib.blake2b(data, digest_size=12).hexdigest()}


def named(complaints: list[str]) -> list[str]:
    """What is complained of; the reasons may be told in better words, and examples come."""
    return [re.split(r" is left aside| \((vector|matrix|tensor), ", complaint)[0] for complaint in complaints]


@pytest.mark.parametrize(
    "old", [old for old in LINKS if old["link"] not in BETTER], ids=lambda old: old["link"][:40]
)
def test_an_old_link_opens_as_it_did(old: dict[str, Any]) -> None:
    parsed, complaints = parse(dict(parse_qsl(old["link"], keep_blank_values=True)))
    assert named(complaints) == named(old["complaints"])
    assert described(parsed) == old["state"]
    shown, problem = nearest_valid(parsed)
    assert described(shown) == old.get("shown", old["state"])
    assert bool(problem) == ("problem" in old)  # its words may become better


@pytest.mark.parametrize("name", LESSONS)
def test_an_old_lesson_opens_as_it_did(name: str) -> None:
    data = (DATA / "lessons" / f"{name}.json").read_bytes()
    assert described(from_fields(read(data, 2).lesson)) == LESSONS[name]


def test_every_old_lesson_is_opened() -> None:
    assert {path.stem for path in (DATA / "lessons").iterdir()} == set(LESSONS)
