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

import numpy as np

from convviz.core import ConvolutionError
from convviz.document import examples, lesson, link
from convviz.document.document import Document, Tensor, fitting_windows, nearest_valid
from convviz.document.draft import Draft, revisions
from convviz.document.edits import Chosen, Edit, Paged, Pasted, Turned, Typed, edits
from convviz.document.grid import Grid, Index, cell_name
from convviz.document.limits import MAX_SIDE, check_size
from convviz.document.look import Look, parse_look
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
    """What the offers are for: the input (`x`) or the filter (`w`), and from which cell on.

    `has_replaced` says whether one reading was put there already, `is_file` whether a file was opened.
    """

    name: str = "x"
    start: Index = ()
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
        'matched-filter'
        """
        self.open(examples.neighbour(self.draft.document.example.slug, distance).slug)

    def read(self, data: bytes, name: str) -> None:
        """Opens a file's bytes: a lesson, or a tensor that becomes the input (`x`) or filter (`w`).

        What cannot be opened is told in a sentence and changes nothing.
        """
        self.clear_messages()
        self.uploads += 1
        try:
            contents = read(data, self.rank, largest_side(self.draft.asked))
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
            reading = read_source(text, self.rank)
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
        """
        offer = next((one for one in self.offers if one.label == label), None)
        name, start, has_replaced, is_file = self.offered
        self.clear_messages()
        if offer is None:
            self.complaints = [f"{quoted(label)} is left aside: something else was done meanwhile."]
            return
        if offer.values.ndim != self.rank:
            self.select_rank(offer.values.ndim)
            start = ()
        elif has_replaced:
            self.draft.undo()
        grid: Grid = getattr(self.draft, name)
        if not (start and grid.lay(offer.values, start)):
            self.replace(name, offer.values)
        self.draft.opened = self.draft.opened or (is_file and name == "x")

    def _offer(self, offers: tuple[Offer, ...], offered: Offered) -> None:
        self.offers, self.offered = offers, offered

    def replace(self, name: str, tensor: Tensor, coloured: bool = False) -> None:
        """Makes a tensor the input (`x`), which may be a picture in colour, or the filter (`w`)."""
        grid: Grid = getattr(self.draft, name)
        grid.put(tensor)
        if name == "x":
            self.draft.coloured = coloured

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
            (asked.x.shape, asked.w.shape, asked.parameters, draft.per_axis),
            (draft.edited, draft.undoable, draft.redoable, self.predicting),
        )

    def clear_messages(self) -> None:
        """Takes complaints and notice off the page."""
        self.complaints, self.notice, self.replaced, self.offers = [], "", 0, ()

    def says(self) -> Says:
        """What stands beside the stage."""
        problem, labels = self.draft.problem, tuple(offer.label for offer in self.offers)
        if problem:
            problem = f"{problem} The stage shows the last valid numbers."
        if problem or self.complaints:
            text = " ".join([*self.complaints, problem]).strip()
            return Says("problem", text, bool(problem), labels)
        is_old = self.replaced not in (0, self.draft.revision)
        if is_old or not (self.notice or labels):
            return Says()
        return Says("notice", self.notice, self.replaced > 0, labels)

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
            self.choose(edit.label)
            self.draft.apply()
            return
        self.clear_messages()
        if not isinstance(edit, Typed):
            self.turned = edit.number
        if isinstance(edit, Paged):
            self.turn_page(edit.by)
            return
        if isinstance(edit, Turned):
            (self.draft.undo if edit.back else self.draft.redo)()
            return
        draft = next((one for one in self.drafts.values() if one.has(edit.revision)), None)
        if draft is None:
            self.complaints = [f"{_done(edit)} is left aside: other numbers have taken its place meanwhile."]
            return
        if isinstance(edit, Typed):
            self._type(draft, edit)
        else:
            self._paste(draft, edit)
        draft.apply(edit.live if isinstance(edit, Typed) else None)
        if self.notice:
            self.replaced = draft.revision

    def _type(self, draft: Draft, edit: Typed) -> None:
        grid: Grid = getattr(draft, edit.name)
        cells = [(grid.index(place), text) for place, text in edit.cells]
        if all(grid.has(index) for index, _ in cells):
            grid.type(cells)
            self.notice = next(filter(None, (noted(text) for _, text in cells)), "")
        else:
            self._refuse(edit, grid)

    def _paste(self, draft: Draft, edit: Pasted) -> None:
        """Puts pasted numbers where they fit from a cell on; otherwise they are the whole tensor."""
        grid: Grid = getattr(draft, edit.name)
        start, name, before = grid.index(edit.at), grid.name.lower(), size_text(grid.values.shape)
        if not grid.has(start):
            self._refuse(edit, grid)
            return
        try:
            reading = read_source(edit.text, draft.rank)
        except ReadError as error:
            if _ONE_WORD.fullmatch(edit.text):  # it stays in its cell, as if it were typed
                grid.type([(start, edit.text.strip())])
            else:
                self.complaints = [f"What was pasted is left aside. {error}"]
                self._offer(error.offers, Offered(edit.name, start))
            return
        block, self.notice = reading.values, reading.note
        self._offer(reading.offers, Offered(edit.name, start, has_replaced=True))
        if grid.lay(block, start):
            return
        self.replace(edit.name, block)
        where = f" from {cell_name(start)} on" if any(start) else ""
        replaced = (
            f"The {size_text(block.shape)} numbers that were pasted do not fit the {before} {name}{where}: "
            f"they are the whole {name} now."
        )
        self.notice = f"{replaced} {self.notice}".strip()

    def _refuse(self, edit: Typed | Pasted, grid: Grid) -> None:
        """Says that what was done to a cell has come too late, or met a tensor that is not shown."""
        sizes = size_text(grid.values.shape)
        self.complaints = [f"{_done(edit)} is left aside: the {grid.name.lower()} asked for is {sizes}."]

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


def _done(edit: Typed | Pasted) -> str:
    """What was done, as the beginning of a sentence."""
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
    if shown.x is asked.x and shown.w is asked.w:
        complaints += [problem] if problem else []
    else:
        draft.x.put(asked.x)
        draft.w.put(asked.w)
        draft.parameters, draft.coloured = asked.parameters, asked.coloured
    session = Session(asked.rank, {asked.rank: draft}, complaints + unread, look=look, revisions=numbers)
    session.predicting = session.hiding = look.predict
    return session


def largest_side(asked: Document) -> int:
    """The side of the largest square picture that the stage can show with what else is asked for."""
    channels = (3,) if asked.rank == 3 else ()

    def fits(side: int) -> bool:
        picture = np.broadcast_to(0.0, (*channels, side, side))
        try:
            check_size(fitting_windows(replace(asked, x=picture)))
        except ConvolutionError:
            return False
        return True

    # Where none fits, the filter is too large for any picture, which is for the page to say.
    return MAX_SIDE if asked.rank == 1 else next(filter(fits, range(MAX_SIDE, 0, -1)), MAX_SIDE)


def titles(rank: int) -> dict[str, str]:
    """The examples of a rank for a list to choose from: slug to title."""
    return {example.slug: example.title for example in examples.of_rank(rank)}
