"""What one visitor has open: a draft per rank, and what they are to be told.

Every change goes to a draft first and is shown when it is valid. Changes come from the controls of the page,
which call the methods here, and from the stage, as edits that are numbered and taken once each.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from urllib.parse import parse_qsl

from convviz.core import ConvolutionError, handed_on
from convviz.document import examples, lesson, link
from convviz.document.document import Document, Tensor, nearest_valid
from convviz.document.draft import Draft, revisions
from convviz.document.edits import (
    Added,
    Begun,
    Chosen,
    Edit,
    LayerEdit,
    Paged,
    Pasted,
    Shown,
    Turned,
    Typed,
    edits,
)
from convviz.document.grid import Grid, Index, cell_name
from convviz.document.limits import MAX_LAYERS, MAX_SIDE, check_shape
from convviz.document.look import Look, parse_look
from convviz.document.plans import KINDS, first_plan
from convviz.document.reading.contents import read, read_source
from convviz.document.reading.errors import Offer, ReadError, quoted
from convviz.document.reading.lessons import read_fields
from convviz.document.reading.numbers import noted
from convviz.document.reading.pictures import is_picture
from convviz.explain import size_text


@dataclass(frozen=True)
class Says:
    """What stands beside the stage: a `problem`, a `notice` or nothing.

    `undo` offers to take it back, `offers` are the words of other readings to choose from.
    """

    kind: str = ""
    text: str = ""
    undo: bool = False
    offers: tuple[str, ...] = ()


class Offered(NamedTuple):
    """What the offers are for: the input (`x`) or the filter (`w`) of this `number`, and from which cell on.

    `has_replaced` says whether one reading was put there already, `is_file` whether a file was opened.
    """

    name: str = "x"
    start: Index = ()
    number: int = 0
    has_replaced: bool = False
    is_file: bool = False


@dataclass
class Session:
    """What one visitor has open: a draft per rank that was visited, and sentences to be shown.

    `hiding` says whether the player hides the present answer, which nothing else may give away then, and
    `predicting` whether it asks for answers at all. `token` tells a session from that of another server.
    `offers` are other readings of what was pasted or opened last, and `offered` says what for. `look` is how
    the page is first looked at.
    `taken` is the number of the last edit that was taken, `turned` that of the last one that was more than
    numbers in cells. `replaced` is the revision that the notice is about, if it can be taken back. `painted`
    says whether the stage stands, `seen` whether what explains it is looked at.
    All drafts take the numbers of their `revisions` here.
    """

    rank: int
    drafts: dict[int, Draft]
    complaints: list[str]
    notice: str = ""
    replaced: int = 0
    offers: tuple[Offer, ...] = ()
    offered: Offered = field(default_factory=Offered)
    uploads: int = 0
    token: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    look: Look = field(default_factory=Look)
    taken: int = 0
    turned: int = 0
    resumed: bool = False
    hiding: bool = False
    predicting: bool = False
    painted: bool = False
    seen: bool = False
    revisions: Iterator[int] = field(default_factory=revisions)

    @property
    def draft(self) -> Draft:
        """The draft of the present rank."""
        return self.drafts[self.rank]

    def select_rank(self, rank: int) -> None:
        """Changes the rank; a rank that was left is found as it was."""
        if rank not in self.drafts:
            self.drafts[rank] = Draft(Document.of(examples.default(rank)), self.revisions)
        self.drafts[rank].set_step()
        self.rank = rank
        self.clear_messages()

    def open(self, slug: str) -> None:
        """Replaces the draft of the present rank by an example."""
        self.draft.show(Document.of(next(e for e in examples.of_rank(self.rank) if e.slug == slug)))
        self.clear_messages()

    def turn_page(self, distance: int) -> None:
        """Opens the example so many places further in the list of the present rank.

        >>> session = start({"rank": "1"})
        >>> session.turn_page(-1)
        >>> session.draft.document.example.slug
        'rising'
        """
        self.open(examples.neighbour(self.draft.document.example.slug, distance).slug)

    def read(self, data: bytes, name: str) -> None:
        """Opens a file's bytes: a lesson, or a tensor that becomes the input (`x`) or filter (`w`).

        What cannot be opened is told in a sentence and changes nothing.
        """
        self.clear_messages()
        self.uploads += 1
        try:
            contents = read(data, self._rank_of(name), largest_side(self.draft.asked))
            if contents.lesson is not None:
                self._show_lesson(lesson.from_fields(contents.lesson))
                return
            for key, tensor in contents.tensors.items():
                self.replace(key or name, tensor, coloured=is_picture(data) and len(tensor) == 3)
                self.draft.opened = self.draft.opened or (key or name) == "x"
        except ReadError as error:
            self.complaints = [f"The file was not opened. {error}"]
            self._offer(error.offers, Offered(name, is_file=True))
        else:
            self.notice = contents.note
            self._offer(contents.offers, Offered(name, is_file=True))

    def paste(self, text: str, name: str) -> None:
        """Makes pasted numbers the input or the filter, or says in a sentence why they are none."""
        self.clear_messages()
        try:
            reading = read_source(text, self._rank_of(name))
        except ReadError as error:
            self.complaints = [f"What was pasted is left aside. {error}"]
            self._offer(error.offers, Offered(name))
        else:
            self.replace(name, reading.values)
            self.notice = reading.note
            self._offer(reading.offers, Offered(name))

    def choose(self, label: str) -> None:
        r"""Takes another reading of what was pasted or opened last, by what its button says.

        >>> session = start({})
        >>> session.paste("1,234;5\n6;7", "x")
        >>> session.says().offers
        ('Read 1,234 as 1234', 'Read 1,234 as 1.234')
        >>> session.choose("Read 1,234 as 1234")
        >>> session.draft.x.values.tolist()
        [[1234.0, 5.0], [6.0, 7.0]]
        >>> session.says().text
        'Done: read 1,234 as 1234.'
        """
        offer = next((one for one in self.offers if one.label == label), None)
        name, start, number, has_replaced, is_file = self.offered
        self.clear_messages()
        if offer is None:
            self.complaints = [f"{quoted(label)} is left aside: something else was done meanwhile."]
            return
        before = self.rank
        if offer.values.ndim != self._rank_of(name):
            self.select_rank(offer.values.ndim)
            start = ()
        elif has_replaced:
            self.draft.undo()
        grid = self.draft.grid(name)
        if not (start and grid and grid.lay(offer.values, start)):
            self.replace(name, offer.values, number=number)
        self.draft.opened = self.draft.opened or (is_file and name == "x")
        stays = f" The numbers of {before}D are as they were." if self.rank != before else ""
        self.notice = f"Done: {_done_as(label)}.{stays}"

    def _offer(self, offers: tuple[Offer, ...], offered: Offered) -> None:
        self.offers, self.offered = offers, offered

    def replace(self, name: str, tensor: Tensor, coloured: bool = False, number: int | None = None) -> None:
        """Makes a tensor the input (`x`), which may be a picture in colour, or the filter (`w`).

        Of several filters it is the one of this number, from 0, or that which the page's menu is about.
        """
        draft = self.draft
        if name == "x":
            draft.x.put(tensor)
            draft.coloured = coloured
        elif draft.w is None:
            kind = KINDS[draft.plan.kind]
            self.complaints = [f"{kind} has no filter: choose a layer that has one, then open or paste it."]
        else:
            draft.w.put_one(tensor, draft.filter if number is None else number)

    def _rank_of(self, name: str) -> int:
        """The rank of the input (`x`), or of the filter (`w`) of the layer that is to be shown."""
        return self.rank if name == "x" else self.draft.plan.rank

    def _show_lesson(self, document: Document) -> None:
        self.select_rank(document.rank)
        self.draft.show(document)

    def receive(self, report: Mapping[str, object]) -> None:
        """Takes note of what the player reports: the step at which the user rested, and what it hides.

        The step counts for the draft that was on the stage then. While answers are asked for, the one of a
        revision that the player has not reported yet counts as hidden: it may be the next to be asked for.
        """
        self.predicting = report.get("predicting") is True
        late = report.get("revision") != self.draft.revision
        self.hiding = report.get("hiding") is True or (self.predicting and late)
        for draft in self.drafts.values():
            draft.receive(report)
        self.painted = self.painted or not late

    def outline(self) -> tuple[object, ...]:
        """What the page shows beside the numbers, the step and the tabs."""
        draft = self.draft
        asked = draft.asked
        return (
            self.rank,
            draft.document.headline(),
            draft.document.example.slug,
            (asked.x.shape, asked.shown, draft.document.shown, draft.document.complaint),
            [(plan.kind, plan.window_shape, plan.count, plan.parameters) for plan in asked.layers],
            (draft.per_axis, draft.filter),
            (draft.edited, draft.undoable, draft.redoable, self.predicting),
        )

    def clear_messages(self) -> None:
        """Takes complaints and notice off the page."""
        self.complaints, self.notice, self.replaced, self.offers = [], "", 0, ()

    def says(self) -> Says:
        """What stands beside the stage."""
        problem, labels = self.draft.problem, tuple(offer.label for offer in self.offers)
        shown = self.draft.document.shown
        if problem and self.draft.shown != shown:
            problem = f"{problem} The stage shows layer {shown + 1}."
        elif problem:
            problem = f"{problem} The stage shows the last valid numbers."
        if problem or self.complaints:
            text = " ".join([*self.complaints, problem]).strip()
            return Says("problem", text, bool(problem), labels)
        is_old = self.replaced not in (0, self.draft.revision)
        notice = "" if is_old else self.notice
        text = f"{notice} {waiting(self.draft.document)}".strip()
        if not (text or labels):
            return Says()
        return Says("notice", text, bool(notice) and self.replaced > 0, () if is_old else labels)

    # What is done on the stage.

    def take(self, reported: object) -> None:
        """Takes the edits that the stage reports: those that are new, in order, once each.

        >>> session = start({"rank": "1"})
        >>> edit = {"n": 1, "revision": session.draft.revision, "do": "type"}
        >>> typed = edit | {"panel": "input", "cells": [[0, 0, 2, "9"]]}
        >>> session.take([typed])
        >>> session.take([typed, {**edit, "n": 2, "do": "undo"}])
        >>> session.draft.document.x.tolist(), session.taken
        ([1.0, 3.0, -1.0, 2.0, 3.0], 2)
        """
        for edit in edits(reported):
            if edit.number > self.taken:
                self.taken = edit.number
                self._take(edit)

    def _take(self, edit: Edit) -> None:
        if isinstance(edit, Chosen):
            self.turned = edit.number
            rank = self.rank
            self.choose(edit.label)
            self.draft.apply()
            if self.notice and self.rank == rank:
                self.replaced = self.draft.revision
            return
        self.clear_messages()
        if not isinstance(edit, Typed):
            self.turned = edit.number
        if isinstance(edit, Paged):
            self.turn_page(edit.by)
            return
        if isinstance(edit, Turned):
            before = (self.draft.biases, self.draft.shown)
            revision = self.draft.revision
            (self.draft.undo if edit.back else self.draft.redo)()
            if before != (self.draft.biases, self.draft.shown) and self.draft.revision == revision:
                self.draft.revise()  # the stage is what it was; what the page asks for is not
            return
        draft = next((one for one in self.drafts.values() if one.has(edit.revision)), None)
        if draft is None:
            self.complaints = [f"{_done(edit)} is left aside: other numbers have taken its place meanwhile."]
            return
        if isinstance(edit, LayerEdit):
            revision = self.draft.revision
            self._take_layers(draft, edit)
            self.draft.apply()
            if self.draft.problem and self.draft.revision == revision:
                self.draft.revise()  # the stage is what it was; the page follows what is asked for
            return
        draft.shown = min(draft.document.shown, len(draft.plans) - 1)
        if isinstance(edit, Typed):
            self._type(draft, edit)
        else:
            self._paste(draft, edit)
        draft.apply(edit.live if isinstance(edit, Typed) else None)
        if self.notice:
            self.replaced = draft.revision

    def _type(self, draft: Draft, edit: Typed) -> None:
        grid = draft.grid(edit.name)
        cells = [(grid.index(place, edit.filter), text) for place, text in edit.cells] if grid else []
        if grid and all(grid.has(index) for index, _ in cells):
            grid.type(cells)
            self.notice = next(filter(None, (noted(text) for _, text in cells)), "")
        else:
            self._refuse(draft, edit, grid)

    def _paste(self, draft: Draft, edit: Pasted) -> None:
        """Puts pasted numbers where they fit from a cell on; otherwise they are the whole tensor."""
        grid = draft.grid(edit.name)
        start = grid.index(edit.at, edit.filter) if grid else ()
        if not (grid and grid.has(start)):
            self._refuse(draft, edit, grid)
            return
        name, before, at = grid.name.lower(), size_text(grid.shape), start[int(grid.counts) :]
        try:
            reading = read_source(edit.text, len(grid.shape))
        except ReadError as error:
            if _ONE_WORD.fullmatch(edit.text):  # it stays in its cell, as if it were typed
                grid.type([(start, edit.text.strip())])
            else:
                self.complaints = [f"What was pasted is left aside. {error}"]
                self._offer(error.offers, Offered(edit.name, start, edit.filter))
            return
        block, self.notice = reading.values, reading.note
        self._offer(reading.offers, Offered(edit.name, start, edit.filter, has_replaced=True))
        if grid.lay(block, start):
            return
        self.replace(edit.name, block, number=edit.filter)
        where = f" from {cell_name(at)} on" if any(at) else ""
        sizes, now = size_text(block.shape), f"they are the whole {name} now"
        if grid.count > 1:
            now = f"they are filter {edit.filter + 1} now, and the others have its size"
        replaced = f"The {sizes} numbers that were pasted do not fit the {before} {name}{where}: {now}."
        self.notice = f"{replaced} {self.notice}".strip()

    def _refuse(self, draft: Draft, edit: Typed | Pasted, grid: Grid | None) -> None:
        """Says that what was done to a cell has come too late, or met a tensor that is not shown."""
        if grid:
            why = f"the {grid.name.lower()} asked for is {size_text(grid.shape)}"
            why += f", {grid.count} times" * (grid.count > 1)
        elif edit.name == "x":
            place = draft.document.shown
            why = f"the input of layer {place + 1} is the output of layer {place}"
        else:
            why = "the layer that is asked for has another filter, or none"
        self.complaints = [f"{_done(edit)} is left aside: {why}."]

    # Layers.

    def _take_layers(self, draft: Draft, edit: LayerEdit) -> None:
        """Shows, adds or removes a layer, or makes an output the input."""
        plans = [*draft.asked.layers]
        if isinstance(edit, Added):
            self._add(draft, edit.kind, edit.place)
        elif edit.place >= len(plans):
            self.complaints = [f"There is no layer {edit.place + 1}: others have taken its place meanwhile."]
        elif isinstance(edit, Shown):
            draft.shown = edit.place
        elif isinstance(edit, Begun):
            self._begin(draft, edit.place)
        elif len(plans) > 1:
            shown = draft.shown - (edit.place < draft.shown)
            draft.set_layers(plans[: edit.place] + plans[edit.place + 1 :], min(shown, len(plans) - 2))

    def _add(self, draft: Draft, kind: str, place: int) -> None:
        """Adds a layer that fits what it is given, and shows it."""
        asked = draft.asked
        plans, place = [*asked.layers], min(place, len(asked.layers))
        if len(plans) >= MAX_LAYERS:
            self.complaints = [f"There are {MAX_LAYERS} layers, and no more are shown; remove one first."]
        elif (shape := asked.shape_at(place)) is None or len(shape) > 3:
            self.complaints = [f"Nothing can be added there: {asked.complaint or 'it is given no slices.'}"]
        else:
            draft.set_layers([*plans[:place], first_plan(kind, shape), *plans[place:]], place)

    def _begin(self, draft: Draft, place: int) -> None:
        """Makes a layer's output the input of those behind it, or of the layer itself if it is the last."""
        document = draft.asked
        if place >= len(document.stack):
            self.complaints = [f"That output cannot be the input: {document.complaint}"]
            return
        output = handed_on(document.stack.layers[place].output)
        try:
            check_shape(output)
        except ValueError as error:
            self.complaints = [f"That output cannot be the input: {error}."]
            return
        plans = document.layers[place + 1 :] or document.layers[place:]
        begun = replace(document, x=output, layers=plans, shown=0, step=0, coloured=False)
        if begun.rank != self.rank:
            self.select_rank(begun.rank)
            begun = replace(begun, example=self.draft.document.example)
        if begun.problem:
            self.complaints = [f"That output cannot be the input: {begun.problem}"]
        else:
            self.draft.show(begun)

    def resume(self, sent: Mapping[str, object]) -> None:
        """Takes what a page holds that was there before this session, as after a restart of the server.

        That is a `link`, or a `lesson` and a `step` where a link cannot carry it, and edits that nobody has
        taken yet. A rank that the user has chosen meanwhile stays, with its work.
        """
        self.resumed = True
        made = self._resumed(sent)
        if made is None:
            self.draft.set_step()  # the page waits for another frame
            return
        chosen = {self.rank: self.draft} if self.rank != next(iter(self.drafts)) else {}
        self.rank, self.complaints = made.rank, made.complaints
        self.drafts = {**made.drafts, **chosen}
        shown = made.draft.revision
        given = sent.get("edits")
        self.take([{**one, "revision": shown} for one in given] if isinstance(given, list) else None)
        for rank in chosen:
            self.select_rank(rank)

    def _resumed(self, sent: Mapping[str, object]) -> Session | None:
        link, text, step = sent.get("link"), sent.get("lesson"), sent.get("step")
        if isinstance(text, str) and text:
            try:
                document = lesson.from_fields(read_fields(text))
            except ReadError:
                return None
            draft = Draft(document.at(step if isinstance(step, int) else 0), self.revisions)
            return Session(draft.rank, {draft.rank: draft}, [], revisions=self.revisions)
        if isinstance(link, str):
            pairs = parse_qsl(link.removeprefix("?"), keep_blank_values=True)
            return start(dict(pairs), self.revisions)
        return None


#: A text that is no more than one cell.
_ONE_WORD = re.compile(r"\s*[^\s\[({;|\\]+\s*")


def _done_as(label: str) -> str:
    """What a button did, in the words that stand on it.

    >>> _done_as("This is one column of 100 numbers: open it as a 1D vector")
    'open it as a 1D vector'
    """
    what = label.rpartition(": ")[2]
    return what[:1].lower() + what[1:]


def _done(edit: Typed | Pasted | LayerEdit) -> str:
    """What was done, as the beginning of a sentence."""
    if isinstance(edit, LayerEdit):
        return "What was done to the layers"
    return "What was pasted" if isinstance(edit, Pasted) else f"What was typed, {quoted(edit.cells[0][1])},"


def start(given: Mapping[str, str], numbers: Iterator[int] | None = None) -> Session:
    """The session that a link opens; its revisions take these numbers.

    >>> start({}).rank, start({"rank": "3"}).draft.document.x.shape
    (2, (3, 3, 3))

    Where its parameters do not fit its tensors, the default ones are shown. Where its tensors do not fit
    each other, the stage shows the example, and the tensors are there to be mended.
    """
    asked, complaints = link.parse(given)
    look, unread = parse_look(given)
    shown, problem = nearest_valid(asked)
    numbers = numbers or revisions()
    draft = Draft(shown, numbers)
    if shown.same_numbers(asked):
        complaints += [problem] if problem else []
    else:
        draft.ask(asked)
    session = Session(asked.rank, {asked.rank: draft}, complaints + unread, look=look, revisions=numbers)
    session.predicting = session.hiding = look.predict
    return session


def waiting(document: Document) -> str:
    """Which layers behind the one on the stage do not fit and wait, in sentences, or nothing.

    >>> import numpy as np
    >>> from convviz.document.plans import Plan
    >>> matrix = Document.of(examples.default(2))
    >>> wrong = Plan.of("convolution", 2, np.ones((9, 9)))
    >>> print(waiting(matrix.with_layers([*matrix.layers, wrong, wrong])))
    Layer 2: a filter with 9 rows does not fit: the padded input has 2 rows; use a smaller filter or pad \
rows by at least 4. Layer 3 waits for it.
    """
    refused, count = document.refused, len(document.layers)
    if refused is None:
        return ""
    behind = range(refused + 2, count + 1)
    wait = f"Layer {behind[0]} waits for it." if len(behind) == 1 else ""
    if len(behind) > 1:
        wait = f"Layers {behind[0]} to {behind[-1]} wait for it."
    return f"{document.complaint} {wait}".strip()


def largest_side(asked: Document) -> int:
    """The side of the largest square picture that the stage can show with what else is asked for."""
    channels = (3,) if asked.rank == 3 else ()

    def fits(side: int) -> bool:
        try:
            asked.layers[0].fitting((*channels, side, side))
        except ConvolutionError:
            return False
        return True

    # Where none fits, the filter is too large for any picture, which is for the page to say.
    return MAX_SIDE if asked.rank == 1 else next(filter(fits, range(MAX_SIDE, 0, -1)), MAX_SIDE)


def titles(rank: int) -> dict[str, str]:
    """The examples of a rank for a list to choose from: slug to title."""
    return {example.slug: example.title for example in examples.of_rank(rank)}
