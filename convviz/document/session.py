"""What one visitor has open: a draft per rank, and what they are to be told.

Every change goes to a draft first and is shown when it is valid. Changes come from the controls of the page,
which call the methods here; from the stage, as edits that are numbered and taken once each
(`apply_edits.py`); as files and pasted texts (`open_files.py`); and from a page that was there before the
session (`resume.py`). Undo is the draft's.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from convviz.document import examples, link
from convviz.document.document import Document, nearest_valid
from convviz.document.draft import Draft, Held, revisions
from convviz.document.grid import Index
from convviz.document.look import Look, parse_look
from convviz.document.messages import Says, waiting
from convviz.document.reading.errors import Offer


class Offered(NamedTuple):
    """What was to be read: for the input (`x`) or the filter (`w`) of this `number`, and from which cell on.

    `source` says what it was: pasted on the `"stage"` or in the `"menu"`, a `"picture"` or another `"file"`;
    `held` is what stood there before.
    """

    name: str = "x"
    start: Index = ()
    number: int = 0
    source: str = ""
    held: Held | None = None


@dataclass
class Session:
    """What one visitor has open: a draft per rank that was visited, and sentences to be shown.

    `hiding` says whether the player hides the present answer, which nothing else may give away then, and
    `predicting` whether it asks for answers at all. `token` tells a session from that of another server.
    `complaints`, `notice` and `offers`, which are other readings of what was pasted or opened last, are told
    of the revision `told`, and leave with the next one; `undoable` says whether Undo takes back what the
    notice says, `left` which rank was left for it, or 0, and `offered` what was to be read. `look` is how the
    page is first looked at.
    `taken` is the number of the last edit that was taken, `turned` that of the last one that was more than
    numbers in cells. `painted` says whether the stage stands, `seen` whether what explains it is looked at;
    `uploads`, `pastes` and `chosen` count the files, texts and examples that came from the sidebar; `texts`
    are those in the fields of its menus that were not taken, for the input (`x`) and the filter (`w`).
    All drafts take the numbers of their `revisions` here.
    """

    rank: int
    drafts: dict[int, Draft]
    complaints: list[str]
    notice: str = ""
    undoable: bool = False
    left: int = 0
    told: int = 0
    offers: tuple[Offer, ...] = ()
    offered: Offered = field(default_factory=Offered)
    uploads: int = 0
    pastes: int = 0
    texts: dict[str, str] = field(default_factory=dict)
    chosen: int = 0
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

    def rank_of(self, name: str) -> int:
        """The rank of the input (`x`), or of the filter (`w`) of the layer that is to be shown."""
        return self.rank if name == "x" else self.draft.plan.rank

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

    def undo(self) -> None:
        """Takes back the last change; where that opened another rank, goes back to the one that was left."""
        left = 0 if self.is_past else self.left
        self.clear_messages()
        self.draft.undo()
        if left:
            self.select_rank(left)

    def redo(self) -> None:
        """Takes back the last undo."""
        self.clear_messages()
        self.draft.redo()

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

    # What the visitor is told.

    def clear_messages(self) -> None:
        """Takes complaints and notice off the page."""
        self.complaints, self.notice, self.offers, self.offered = [], "", (), Offered()
        self.undoable, self.left = False, 0

    def complain(self, sentence: str) -> None:
        """Says why something was not done."""
        self.complaints, self.told = [sentence], self.draft.revision

    def say(self, notice: str, undoable: bool = False) -> None:
        """Says what was done, and whether Undo takes that back."""
        self.notice, self.undoable, self.told = notice, undoable, self.draft.revision

    def say_put(self, notice: str, before: int) -> None:
        """Says what was put into the draft, which had this revision before; Undo takes that back.

        It is on the stage then, or waits for what is to be mended.
        """
        self.say(notice, undoable=self.draft.revision != before or bool(self.draft.problem))

    def offer(self, offers: tuple[Offer, ...], offered: Offered) -> None:
        """Offers other readings of what was pasted or opened."""
        self.offers, self.offered, self.told = offers, offered, self.draft.revision

    def take_text(self, letter: str) -> None:
        """Takes note that what stood in a menu has become the input (`x`) or the filter (`w`)."""
        self.pastes += 1
        self.texts.pop(letter, None)

    def refused(self, letter: str) -> str:
        """Why the menu of the input (`x`) or the filter (`w`) left aside what was pasted, or nothing."""
        is_there = (self.offered.source, self.offered.name) == ("menu", letter) and not self.is_past
        return " ".join(self.complaints) if is_there else ""

    @property
    def is_past(self) -> bool:
        """Whether what was told and offered last is about a revision that was there before."""
        return self.told != self.draft.revision

    def says(self) -> Says:
        """What stands beside the stage."""
        problem, labels = self.draft.problem, tuple(offer.label for offer in self.offers)
        complaints, notice = self.complaints, self.notice
        if self.is_past:
            complaints, notice, labels = [], "", ()
        shown = self.draft.document.shown
        if problem and self.draft.shown != shown:
            problem = f"{problem} The stage shows layer {shown + 1}."
        elif problem:
            problem = f"{problem} The stage shows the last valid numbers."
        if problem or complaints:
            text = " ".join(filter(None, [*complaints, notice, problem]))
            return Says("problem", text, bool(problem), labels)
        text = f"{notice} {waiting(self.draft.document)}".strip()
        if not (text or labels):
            return Says()
        return Says("notice", text, bool(notice) and self.undoable, labels)


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
        steps = len(shown.layer)
        if asked.step >= steps and not look.scatter:  # there a step is a cell of the input
            complaints.append(
                f"The link’s step, “{asked.step + 1}”, is not one of 1 to {steps}; {steps} is shown."
            )
    else:
        draft.ask(asked)
    session = Session(asked.rank, {asked.rank: draft}, complaints + unread, look=look, revisions=numbers)
    session.told = draft.revision
    session.predicting = session.hiding = look.predict
    return session


def titles(rank: int) -> dict[str, str]:
    """The examples of a rank for a list to choose from: slug to title."""
    return {example.slug: example.title for example in examples.of_rank(rank)}
