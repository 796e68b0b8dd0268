"""Hundreds of acts at random on a stack of layers, some of them late: session, link and NumPy agree."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest

from convviz.document.apply_edits import take
from convviz.document.document import Document
from convviz.document.link import parse, query
from convviz.document.plans import KINDS, with_filters
from convviz.document.session import Session, start

LINKS = {
    "one filter": {},
    "a vector and pooling": {"rank": "1", "layers": "convolution,max"},
    "several filters": {"w": "1,0;0,1~0,1;-1,0", "layers": "convolution,relu,max"},
    "a transposed one": {"layers": "convolution,transposed,tanh", "layer": "2"},
    "slices": {"rank": "3", "layers": "convolution,leaky_relu"},
}
TEXTS = ("7", "-2.5", "1/3", "0", "cat", "1/0", "")
BLOCKS = ("1\t2", "1\t2\n3\t4", "1\n2\n3", "1\t2\t3\t4\t5", "1\t2\n3", "1\t2\n\n3\t4")


class Visitor:
    """Does things at random; what it does on the stage is about one of the last frames that it saw."""

    def __init__(self, link: dict[str, str], seed: int) -> None:
        self.session, self.chance, self.numbers = start(link), random.Random(seed), count(1)
        self.seen = [self.session.draft.revision]

    def act(self) -> None:
        acts = [self.type] * 6 + [self.paste] * 2 + [self.turn] * 3 + [self.change_layers] * 3 + [self.set_up]
        self.chance.choice(acts)()
        self.session.draft.apply()  # as the page does with every run
        self.seen = [*self.seen[-3:], self.session.draft.revision]

    def report(self, **edit: Any) -> None:
        take(self.session, [{"n": next(self.numbers), "revision": self.chance.choice(self.seen), **edit}])

    def where(self) -> dict[str, Any]:
        panel = self.chance.choice(["input", "filter"])
        return {"panel": panel, "filter": self.chance.randrange(2) if panel == "filter" else 0}

    def place(self) -> list[int]:
        return [self.chance.randrange(2) for _ in range(3)]

    def type(self) -> None:
        cells = [[*self.place(), self.chance.choice(TEXTS)] for _ in range(self.chance.randrange(1, 3))]
        self.report(do="type", **self.where(), cells=cells)

    def paste(self) -> None:
        self.report(do="paste", **self.where(), at=self.place(), text=self.chance.choice(BLOCKS))

    def turn(self) -> None:
        self.report(do=self.chance.choice(["undo", "undo", "redo"]))

    def change_layers(self) -> None:
        place = self.chance.randrange(4)
        kind = self.chance.choice([*KINDS])
        self.report(
            do="layer", **self.chance.choice([{"show": place}, {"add": kind, "at": place}, {"remove": place}])
        )

    def set_up(self) -> None:
        draft = self.session.draft
        if draft.plan.kind == "convolution" and self.chance.random() < 0.5:
            draft.set_plan(with_filters(draft.plan, self.chance.randrange(1, 4)))
        elif "stride" in draft.plan.names:
            draft.set_plan(draft.plan.with_(stride=(self.chance.randrange(1, 4),) * draft.plan.rank))


def check(session: Session) -> None:
    """What is shown is what its numbers come to from the beginning, and what its link opens as."""
    document = session.draft.document
    anew = replace(document)  # without layers that were made before
    assert document.complaint == anew.complaint
    for one, other in zip(document.stack.layers, anew.stack.layers, strict=True):
        np.testing.assert_array_equal(one.output, other.output)
    opened, complaints = parse(dict(parse_qsl(query(document), keep_blank_values=True)))
    assert complaints == []
    assert opened.same_numbers(document)
    assert [plan.parameters for plan in opened.layers] == [plan.parameters for plan in document.layers]


def states(session: Session, back: bool) -> list[Document]:
    """What is shown after each undo, or redo, until there is none left."""
    draft, found = session.draft, [session.draft.document]
    while draft.undoable if back else draft.redoable:
        (draft.undo if back else draft.redo)()
        draft.apply()
        found.append(draft.document)
        assert len(found) < 200
    return found


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)
def test_acts_at_random_leave_what_link_and_numpy_say(link: dict[str, str], seed: int) -> None:
    visitor = Visitor(link, seed)
    for _ in range(200):
        visitor.act()
        check(visitor.session)
    visitor.session.draft.undo()  # what cannot be shown, if anything
    visitor.session.draft.apply()
    states(visitor.session, back=False)
    back = states(visitor.session, back=True)
    assert len(back) > 5
    forth = states(visitor.session, back=False)
    assert [one.same(other) for one, other in zip(back, reversed(forth), strict=True)] == [True] * len(back)
