"""What one visitor has open: a draft per rank, and what they are to be told.

Every change goes to a draft first and is shown when it is valid.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl

import numpy as np

from convviz.core import ConvolutionError
from convviz.document import examples, lesson, link
from convviz.document.document import Document, Tensor, fitting_windows, nearest_valid
from convviz.document.draft import Draft, revisions
from convviz.document.grid import Grid
from convviz.document.limits import MAX_SIDE, check_shape, check_size
from convviz.document.reading.contents import read
from convviz.document.reading.errors import FileError, as_sentence
from convviz.document.reading.tables import read_table


@dataclass
class Session:
    """What one visitor has open: a draft per rank that was visited, and sentences to be shown.

    `hiding` says whether the player hides the present answer, which nothing else may give away then, and
    `predicting` whether it asks for answers at all. `token` tells a session from that of another server.
    All drafts take the numbers of their `revisions` here.
    """

    rank: int
    drafts: dict[int, Draft]
    complaints: list[str]
    notice: str = ""
    uploads: int = 0
    token: str = field(default_factory=lambda: secrets.token_hex(4))
    resumed: bool = False
    hiding: bool = False
    predicting: bool = False
    revisions: Iterator[int] = field(default_factory=revisions)

    @property
    def draft(self) -> Draft:
        """The draft of the present rank."""
        return self.drafts[self.rank]

    def select_rank(self, rank: int) -> None:
        """Changes the rank; a rank that was left is found as it was."""
        if rank not in self.drafts:
            self.drafts[rank] = Draft(Document.of(examples.default(rank)), self.revisions)
        entered = self.drafts[rank]
        entered.set_step()
        for grid in (entered.x, entered.w):  # their editors have left the page meanwhile
            grid.renew()
        self.rank = rank
        self.clear_messages()

    def open(self, slug: str) -> None:
        """Replaces the draft of the present rank by an example."""
        self.draft.show(Document.of(next(e for e in examples.of_rank(self.rank) if e.slug == slug)))
        self.clear_messages()

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
                self.replace(key or name, tensor)
        except FileError as error:
            self.complaints = [f"The file was not opened. {error}"]
        else:
            self.notice = contents.note

    def paste(self, text: str, name: str) -> None:
        """Makes pasted numbers the input or the filter, or says in a sentence why they are none."""
        self.clear_messages()
        try:
            self.replace(name, check_shape(read_table(text, self.rank)))
        except ValueError as error:
            self.complaints = [f"What was pasted is left aside. {as_sentence(error)}"]

    def replace(self, name: str, tensor: Tensor) -> None:
        """Makes a tensor the input (`x`) or the filter (`w`) of the present draft."""
        grid: Grid = getattr(self.draft, name)
        grid.put(tensor)

    def clear_messages(self) -> None:
        """Takes complaints and notice off the page."""
        self.complaints, self.notice = [], ""

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

    def outdated_by(self, report: Mapping[str, object]) -> bool:
        """Whether the page was there before this session, as it is after a restart of the server.

        Streamlit then starts from the address that the page was opened with; the report of the stage
        holds the present one.
        """
        return not self.resumed and report.get("session") == self.token and "link" in report

    def resume(self, query: str) -> None:
        """Takes what a link carries; a rank that the user has chosen meanwhile stays, with its work."""
        pairs = parse_qsl(query.removeprefix("?"), keep_blank_values=True)
        chosen = {self.rank: self.draft} if self.rank != next(iter(self.drafts)) else {}
        made = start(dict(pairs), self.revisions)
        self.rank, self.complaints, self.resumed = made.rank, made.complaints, True
        self.drafts = {**made.drafts, **chosen}
        for rank in chosen:
            self.select_rank(rank)


def start(given: Mapping[str, str], numbers: Iterator[int] | None = None) -> Session:
    """The session that a link opens; its revisions take these numbers.

    >>> start({}).rank, start({"rank": "3"}).draft.document.x.shape
    (2, (3, 3, 3))

    Where its parameters do not fit its tensors, the default ones are shown. Where its tensors do not fit
    each other, the stage shows the example, and the tensors are there to be mended.
    """
    asked, complaints = link.parse(given)
    shown, problem = nearest_valid(asked)
    numbers = numbers or revisions()
    draft = Draft(shown, numbers)
    if shown.x is asked.x and shown.w is asked.w:
        complaints += [problem] if problem else []
    else:
        draft.x.put(asked.x)
        draft.w.put(asked.w)
        draft.parameters = asked.parameters
    return Session(asked.rank, {asked.rank: draft}, complaints, revisions=numbers)


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
