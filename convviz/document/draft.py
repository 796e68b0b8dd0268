"""The work on one rank: what is asked for, what is shown of it, and how to go back.

What is asked for is a grid for the input and for the filters of each layer, and the parameters, valid or not;
what is shown is the last document whose shown layer was valid. So nothing that was typed is lost.
"""

from __future__ import annotations

import operator
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import NamedTuple

import numpy as np

from convviz.core import Layer
from convviz.document.document import Document, Tensor
from convviz.document.grid import Grid
from convviz.document.history import History
from convviz.document.parameters import Parameters, parse_biases
from convviz.document.plans import Plan
from convviz.document.reading.errors import quoted
from convviz.explain import change


def revisions() -> Iterator[int]:
    """The numbers of a session's revisions: from the clock in milliseconds on.

    So they grow over a restart of the server too, which forgets the session but not its page.
    """
    return count(time.time_ns() // 1_000_000)


class Held(NamedTuple):
    """What a grid held before something was put into it, and whether the input was a picture in colour."""

    grid: Grid
    before: Grid
    coloured: bool


@dataclass
class Draft:
    """One rank's work. `document` is shown; the grids `x` and `weights` and the `plans` are asked for.

    Every plan has its grid, or None where its kind has no filter; the layer in the place `shown` is the one
    that is to be on the stage. `filter` is the number, from 0, of the filter that the page's menu is about.

    `revision` is the number of what is shown and grows with every change of it but the user's steps; the
    step of the document may move on meanwhile, `revision_step` is the one that the revision began with.
    `since` is the revision at which something else than the player set the step. What the player reports of
    a revision from `since` to `revision` is about this draft; the ranges of two drafts never overlap, since
    they take their numbers from the same `revisions` and a draft that is entered again begins another range.
    `problem` says in a sentence why what is asked for is not shown, `effect` what the last change did, or
    nothing. `per_axis` says whether the
    page has controls for every axis and side, also where one for all would do; `seed` is that of the random
    numbers that a grid was last filled with. `biases` are a place and the biases that were typed for the
    layer in it, where they cannot be taken. `coloured` says whether the input came as a picture in colour,
    `opened` whether it came from a file. `last_row` is the last revision at which there were more layers, or
    fewer.
    """

    document: Document
    revisions: Iterator[int] = field(default_factory=revisions)
    x: Grid = field(init=False)
    plans: tuple[Plan, ...] = ()
    weights: tuple[Grid | None, ...] = ()
    shown: int = 0
    filter: int = 0
    coloured: bool = field(init=False)
    revision: int = field(init=False)
    revision_step: int = field(init=False)
    since: int = field(init=False)
    history: History = field(default_factory=History)
    problem: str = ""
    effect: str = ""
    live: int | None = None
    seed: int = 0
    biases: tuple[int, str] | None = None
    per_axis: bool = False
    opened: bool = False
    last_row: int = 0
    _held: list[object] = field(init=False, default_factory=list, repr=False, compare=False)
    _asked: Document = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.x = Grid("Input", self.document.x)
        self.ask(self.document)
        self.set_step()

    @property
    def rank(self) -> int:
        """The rank of the input."""
        return self.document.rank

    @property
    def layer(self) -> Layer:
        """The layer on the stage."""
        return self.document.layer

    @property
    def plan(self) -> Plan:
        """What is asked for of the layer that is to be shown."""
        return self.asked.plan

    @property
    def w(self) -> Grid | None:
        """The filters of the layer that is to be shown."""
        return self.weights[self.shown]

    def grid(self, name: str) -> Grid | None:
        """The grid of the input (`x`), or of the filters (`w`) of the layer on the stage.

        None where that layer has none, or is none of those asked for any more.
        """
        if name == "x":
            return self.x if self.document.shown == 0 else None
        place = self.document.shown
        is_there = place < len(self.plans) and self.plans[place].kind == self.document.plan.kind
        return self.weights[place] if is_there else None

    @property
    def parameters(self) -> Parameters:
        """Those asked for of the layer that is to be shown."""
        return self.plans[self.shown].parameters

    @parameters.setter
    def parameters(self, given: Parameters) -> None:
        plan = replace(self.plans[self.shown], parameters=given)
        self.plans = (*self.plans[: self.shown], plan, *self.plans[self.shown + 1 :])

    @property
    def asked(self) -> Document:
        """What is asked for, valid or not; what is shown, where it is that. It is made once."""
        grids = [grid and grid.values for grid in self.weights]
        held: list[object] = [self.document, self.x.values, *self.plans, *grids, self.shown, self.coloured]
        if len(held) != len(self._held) or any(map(operator.is_not, held, self._held)):
            self._held, self._asked = held, self._made()
        return self._asked

    def _made(self) -> Document:
        pairs = zip(self.plans, self.weights, strict=True)
        made = replace(
            self.document,
            x=self.x.values,
            layers=tuple(replace(plan, filters=grid.values) if grid else plan for plan, grid in pairs),
            shown=self.shown,
            coloured=self.coloured,
        )
        if made.same(self.document):
            return self.document if made.shown == self.document.shown else self.document.showing(self.shown)
        return made.after(self.document)

    def ask(self, document: Document) -> None:
        """Asks for what a document asks for; what was typed stays where its numbers are the same."""
        self.coloured, self.shown = document.coloured, document.shown
        if self.x.unread or not np.array_equal(self.x.values, document.x):
            self.x.put(document.x)
        self.set_layers(document.layers, document.shown)

    def put(self, name: str, tensor: Tensor, coloured: bool = False, number: int | None = None) -> None:
        """Makes a tensor the input (`x`), which may be a picture in colour, or the filter (`w`).

        Of several filters it is the one of this number, from 0, or that which the page's menu is about.
        """
        if name == "x":
            self.x.put(tensor)
            self.coloured = coloured
        elif self.w is not None:
            self.w.put_one(tensor, self.filter if number is None else number)

    def held(self, name: str) -> Held | None:
        """What the input (`x`), or the filters of the layer that is to be shown, hold now."""
        grid = self.x if name == "x" else self.w
        return Held(grid, replace(grid), self.coloured) if grid else None

    def take_back(self, held: Held) -> None:
        """Takes back what was put last: by undo where it is shown; where it waits, what else waits stays."""
        if not self._pending:
            self.undo()
            return
        held.grid.values, held.grid.unread = held.before.values, held.before.unread
        if held.grid is self.x:
            self.coloured = held.coloured
        self.apply()
        self.revise()

    def set_layers(self, plans: Sequence[Plan], shown: int) -> None:
        """Asks for other layers; a grid stays where its filters stay."""
        if [(plan.kind, plan.count) for plan in plans] != [(plan.kind, plan.count) for plan in self.plans]:
            self.biases = None
        if self.plans and len(plans) != len(self.plans):
            self.last_row = self.revision
        there = {id(grid.values): grid for grid in self.weights if grid}
        self.plans, self.shown = tuple(plans), shown
        self.weights = tuple(_grid_of(plan, there) for plan in plans)

    def set_plan(self, plan: Plan) -> None:
        """Asks for another layer in the place of the one that is to be shown."""
        plans = self.asked.layers
        self.set_layers([*plans[: self.shown], plan, *plans[self.shown + 1 :]], self.shown)

    def type_biases(self, text: str) -> None:
        """Takes one bias for all filters of the layer that is to be shown, or one for each, as typed."""
        self.biases = (self.shown, text)
        if not self._biases_complaint():
            self.biases = None
            self.set_plan(self.plan.with_(bias=_biases(text, self.plan.count)))

    @property
    def edited(self) -> bool:
        """Whether something else is asked for than the example."""
        return self._has_unread or not self.asked.same(Document.of(self.document.example))

    def apply(self, live: int | None = None) -> None:
        """Shows what is asked for if it is valid; otherwise `problem` says why not.

        Changes with the same number `live`, from an editor that was open all the time, are one step of undo.
        """
        asked = self.asked
        self.problem = self._unread_complaint() or asked.problem
        if asked.same(self.document) and not asked.problem and asked.shown != self.document.shown:
            self.document, self.live, self.effect, self.filter = asked, None, "", 0
            self.set_step()
        if self.problem or asked.same(self.document):
            return
        if live is None or live != self.live:
            self.history.remember(self.document)
        self.effect = _effect(self.document, asked)
        moved = asked.shown != self.document.shown
        self.document, self.live = asked.at(0) if moved else asked, live
        if self.history.past[-1].same(asked):  # the editor gave back what was there
            self.history.past.pop()
            self.live = None
        self.set_layers(asked.layers, asked.shown)  # each at its rank now
        if moved:
            self.set_step()
        else:
            self.revise()

    def show(self, document: Document) -> None:
        """Replaces everything by a document; what was there can be had back."""
        if not document.same(self.document):
            self.history.remember(self.document)
        self._load(document)
        self.per_axis = self.opened = False
        self.effect = ""
        self.set_step()

    # What the player has to know: which revision it shows, and whose step counts.

    def revise(self) -> None:
        """Begins a revision; the player keeps its own step."""
        self.revision, self.revision_step = next(self.revisions), self.document.step

    def set_step(self) -> None:
        """Begins a revision at which the player takes the step of the document."""
        self.revise()
        self.since = self.revision

    def receive(self, report: Mapping[str, object]) -> None:
        """Takes note of the step that the player reports, if it is about a revision of this draft."""
        revision, step = report.get("revision"), report.get("step")
        if isinstance(revision, int) and isinstance(step, int) and self.has(revision):
            self.document = self.document.at(step)

    def has(self, revision: int) -> bool:
        """Whether a revision is one of this draft since the page was given its step."""
        return self.since <= revision <= self.revision

    # Undo and redo.

    def undo(self) -> None:
        """Takes back what is asked for but not shown; when there is nothing, the last change."""
        if self._pending:
            self._load(self.document)
            self.revise()  # the stage is what it was; what the page asks for is not
        elif self.history.past:
            self._go_to(self.history.back(self.document))

    def redo(self) -> None:
        """Takes back the last undo."""
        if self.redoable:
            self._go_to(self.history.forth(self.document))

    @property
    def undoable(self) -> bool:
        """Whether there is something to take back."""
        return bool(self.history.past) or self._pending

    @property
    def redoable(self) -> bool:
        """Whether an undo can be taken back; what is asked for but not shown must be first."""
        return bool(self.history.future) and not self._pending

    @property
    def _has_unread(self) -> bool:
        return self.biases is not None or any(grid.unread for grid in (self.x, *self.weights) if grid)

    def _unread_complaint(self) -> str:
        """A sentence about the first cell, or bias, that holds no number, or none; it names its layer."""
        if self.x.unread:
            return self.x.complaint()
        several = len(self.plans) > 1
        found = ((place, grid.complaint()) for place, grid in enumerate(self.weights, 1) if grid)
        cell = next((f"Layer {place}: {text}" if several else text for place, text in found if text), "")
        return cell or self._biases_complaint()

    def _biases_complaint(self) -> str:
        if self.biases is None:
            return ""
        place, text = self.biases
        try:
            _biases(text, self.plans[place].count)
        except ValueError as error:
            of = f"Layer {place + 1}: the bias" if len(self.plans) > 1 else "The bias"
            return f"{of}, {quoted(text)}, cannot be taken: {error}."
        return ""

    @property
    def _pending(self) -> bool:
        moved = self.shown != self.document.shown
        return moved or self._has_unread or not self.asked.same(self.document)

    def _go_to(self, document: Document) -> None:
        """Shows what was there before, or after; in the same row the player keeps its layer and step."""
        before, place = self.document, self.document.shown
        document = document.after(before)
        is_row = _row(document) == _row(before)
        if is_row and document.shown != place:
            kept = document.showing(place)
            document = document if kept.problem else kept
        stays = is_row and document.shown == place
        self.effect = _effect(before, document)
        self._load(document.at(before.step) if stays else document)
        if stays:
            self.revise()
        else:
            self.set_step()

    def _load(self, document: Document) -> None:
        self.document, self.problem, self.live, self.filter = document, "", None, 0
        self.biases = None
        for grid in self.weights:
            if grid and grid.unread:
                grid.unread = {}
        self.ask(document)


def _biases(text: str, filters: int) -> float | tuple[float, ...]:
    return parse_biases(text.replace(";", ","), filters)


def _row(document: Document) -> tuple[str, str, int]:
    """Whose row of layers it is, and how many they are."""
    return document.example.slug, document.title, len(document.layers)


def _grid_of(plan: Plan, there: dict[int, Grid]) -> Grid | None:
    """The grid that holds the filters of a plan already, or a new one."""
    if plan.filters is None:
        return None
    return there.pop(id(plan.filters), None) or Grid("Filter", plan.filters, counts=True)


def _effect(before: Document, after: Document) -> str:
    """What a change did to the layer on the stage, in a sentence, or nothing."""
    place = before.shown
    kinds = [[plan.kind for plan in one.layers] for one in (before, after)]
    others = [kind[:place] + kind[place + 1 :] for kind in kinds]
    if place != after.shown or others[0] != others[1] or len(kinds[0]) != len(kinds[1]):
        return ""
    return change(before.layer, after.layer)
