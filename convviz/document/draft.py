"""The work on one rank: what is asked for, what is shown of it, and how to go back.

What is asked for is two grids and the parameters, valid or not; what is shown is the last document that was
valid. So nothing that was typed is lost.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

import numpy as np

from convviz.core import Convolution
from convviz.document.document import Document
from convviz.document.grid import Grid
from convviz.document.parameters import Parameters
from convviz.explain import change

#: What the documents to go back to may hold together.
_HISTORY_BYTES = 2_000_000
_HISTORY_LENGTH = 100


def revisions() -> Iterator[int]:
    """The numbers of a session's revisions: from the clock in milliseconds on.

    So they grow over a restart of the server too, which forgets the session but not its page.
    """
    return count(time.time_ns() // 1_000_000)


@dataclass
class Draft:
    """One rank's work. `document` is what is shown; grids and parameters are what is asked for.

    `revision` is the number of what is shown and grows with every change of it but the user's steps; the
    step of the document may move on meanwhile, `revision_step` is the one that the revision began with.
    `since` is the revision at which something else than the player set the step. What the player reports of
    a revision from `since` to `revision` is about this draft; the ranges of two drafts never overlap, since
    they take their numbers from the same `revisions` and a draft that is entered again begins another range.
    `problem` says in a sentence why what is asked for is not shown, `effect` what the last change did, or
    nothing. `per_axis` says whether the
    page has controls for every axis and side, also where one for all would do; `seed` is that of the random
    numbers that a grid was last filled with. `coloured` says whether the input came as a picture in colour,
    `opened` whether it came from a file.
    """

    document: Document
    revisions: Iterator[int] = field(default_factory=revisions)
    x: Grid = field(init=False)
    w: Grid = field(init=False)
    parameters: Parameters = field(init=False)
    coloured: bool = field(init=False)
    revision: int = field(init=False)
    revision_step: int = field(init=False)
    since: int = field(init=False)
    past: list[Document] = field(default_factory=list)
    future: list[Document] = field(default_factory=list)
    problem: str = ""
    effect: str = ""
    live: int | None = None
    seed: int = 0
    per_axis: bool = False
    opened: bool = False

    def __post_init__(self) -> None:
        self.x, self.w = Grid("Input", self.document.x), Grid("Filter", self.document.w)
        self.parameters, self.coloured = self.document.parameters, self.document.coloured
        self.set_step()

    @property
    def rank(self) -> int:
        """The rank of both tensors."""
        return self.document.rank

    @property
    def convolution(self) -> Convolution:
        """The convolution that is shown."""
        return self.document.convolution

    @property
    def asked(self) -> Document:
        """What is asked for, valid or not."""
        return replace(
            self.document,
            x=self.x.values,
            w=self.w.values,
            parameters=self.parameters,
            coloured=self.coloured,
        )

    @property
    def edited(self) -> bool:
        """Whether something else is asked for than the example."""
        return self._has_unread or not self.asked.same(Document.of(self.document.example))

    def apply(self, live: int | None = None) -> None:
        """Shows what is asked for if it is valid; otherwise `problem` says why not.

        Changes with the same number `live`, from an editor that was open all the time, are one step of undo.
        """
        asked = self.asked
        self.problem = self.x.complaint() or self.w.complaint()
        if self.problem or asked.same(self.document):
            return
        self.problem = asked.problem
        if self.problem:
            return
        if live is None or live != self.live:
            self._remember()
        self.effect = change(self.convolution, asked.convolution)
        self.document, self.live = asked, live
        if self.past[-1].same(asked):  # the editor gave back what was there
            self.past.pop()
            self.live = None
        self.revise()

    def show(self, document: Document) -> None:
        """Replaces everything by a document; what was there can be had back."""
        if not document.same(self.document):
            self._remember()
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
        elif self.past:
            self.future.append(_bare(self.document))
            self._go_back_to(self.past.pop())

    def redo(self) -> None:
        """Takes back the last undo."""
        if self.redoable:
            self.past.append(_bare(self.document))
            self._go_back_to(self.future.pop())

    @property
    def undoable(self) -> bool:
        """Whether there is something to take back."""
        return bool(self.past) or self._pending

    @property
    def redoable(self) -> bool:
        """Whether an undo can be taken back; what is asked for but not shown must be first."""
        return bool(self.future) and not self._pending

    @property
    def _has_unread(self) -> bool:
        return bool(self.x.unread or self.w.unread)

    @property
    def _pending(self) -> bool:
        return self._has_unread or not self.asked.same(self.document)

    def _go_back_to(self, document: Document) -> None:
        """Shows what was there before, or after; the player keeps its step."""
        self.effect = change(self.convolution, document.convolution)
        self._load(document.at(self.document.step))
        self.revise()

    def _load(self, document: Document) -> None:
        self.document, self.parameters, self.coloured = document, document.parameters, document.coloured
        self.problem, self.live = "", None
        for grid, tensor in ((self.x, document.x), (self.w, document.w)):
            if grid.unread or not np.array_equal(grid.values, tensor):
                grid.put(tensor)

    def _remember(self) -> None:
        self.past, self.future = [*self.past, _bare(self.document)][-_HISTORY_LENGTH:], []
        while len(self.past) > 1 and self._remembered_bytes() > _HISTORY_BYTES:
            del self.past[0]

    def _remembered_bytes(self) -> int:
        arrays = {id(array): array for document in self.past for array in (document.x, document.w)}
        return sum(array.nbytes for array in arrays.values())


def _bare(document: Document) -> Document:
    """The document without its convolution, which takes more memory than all else."""
    return replace(document)
