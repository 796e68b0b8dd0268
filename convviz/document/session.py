"""What one visitor is working on, and everything that a hand can do to it.

Vocabulary: a *grid* is a tensor under an editor; a *desk* is one rank's work: two grids, the parameters
and the last valid state, which is what the stage shows; a *session* is a desk per rank. Every change
goes to the drafts first and to the stage when they are valid: nothing that was typed is lost. Nothing
here imports Streamlit.
"""

from __future__ import annotations

import secrets
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TypeAlias
from urllib.parse import parse_qsl

import numpy as np
from numpy.typing import NDArray

from convviz.core import Convolution, ConvolutionError, axis_names
from convviz.document import examples
from convviz.document.limits import MAX_SIDE, check_shape
from convviz.document.reading.contents import read
from convviz.document.reading.errors import FileError
from convviz.document.reading.numbers import number_text, read_number
from convviz.document.reading.tables import read_table
from convviz.document.state import (
    Parameters,
    State,
    Tensor,
    fallen_back,
    from_lesson,
    opened,
    parse,
    sentence,
)

Text: TypeAlias = NDArray[np.object_]

#: The rows and columns that an editor shows at once; a larger tensor is edited in parts.
PART = 32
#: How many editors of a grid may still report an edit: the present one and those that have just left.
_EDITORS = 4
#: What the states to go back to may hold together.
_HISTORY_BYTES = 2_000_000
_HISTORY_LENGTH = 100


@dataclass(frozen=True, eq=False)
class Editor:
    """One life of an editor on the page: what it starts from (`base`), and where in the tensor that is.

    An editor keeps its edits for as long as its key stays, so its base must stay too; whatever changes
    that takes a new editor, with a new `token` in its key. `before` is what the tensor held when the editor
    began.
    """

    base: Text
    corner: tuple[int, int, int]
    before: tuple[Tensor, dict[tuple[int, ...], str]]
    token: str = field(default_factory=lambda: secrets.token_hex(4))


@dataclass
class Grid:
    """A tensor under an editor. The editor shows one slice, and at most `PART` rows and columns of it.

    `values` has the last number of each cell, `unread` what was typed into a cell and is no number. The
    present editor is the last of those that may still report an edit.
    """

    name: str
    values: Tensor
    unread: dict[tuple[int, ...], str] = field(default_factory=dict)
    corner: tuple[int, int, int] = (0, 0, 0)
    editors: deque[Editor] = field(default_factory=lambda: deque(maxlen=_EDITORS))

    def __post_init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Begins a new editor, which starts from what the cells hold now."""
        rows, columns = self.rows_and_columns
        _, top, left = self.corner
        shown = np.empty((min(PART, rows - top), min(PART, columns - left)), dtype=object)
        for row, column in np.ndindex(*shown.shape):
            index = self._index(self.corner, row, column)
            number = number_text(float(self.values[index]))
            shown[row, column] = self.unread.get(index, number)
        self.editors.append(Editor(shown, self.corner, (self.values, dict(self.unread))))

    @property
    def editor(self) -> Editor:
        """The editor on the page."""
        return self.editors[-1]

    @property
    def rows_and_columns(self) -> tuple[int, int]:
        """The size of a slice; a vector is one row."""
        rows, columns = (1, *self.values.shape)[-2:]
        return rows, columns

    @property
    def depth(self) -> int:
        """The number of slices."""
        return len(self.values) if self.values.ndim == 3 else 1

    def type(self, edited: Mapping[int, Mapping[str, object]], token: str = "") -> None:
        """Takes the edits of an editor: row from zero, column from one as text, to what was typed.

        These are all edits since the editor began, without those that restored what it began with. Those of
        an earlier editor, named by its `token`, may come after the grid has turned to another slice; they
        count where they were typed, unless the tensor is another by now.

        >>> grid = Grid("Input", np.array([[1.0, 2.0], [3.0, 4.0]]))
        >>> grid.type({1: {"2": "1/2"}, 0: {"1": "cat"}})
        >>> grid.values.tolist(), grid.unread
        ([[1.0, 2.0], [3.0, 0.5]], {(0, 0): 'cat'})
        """
        editor = next((e for e in self.editors if e.token == token), None) if token else self.editor
        if editor is None:
            return
        late = editor is not self.editor
        values, unread = (self.values, self.unread) if late else editor.before
        values, unread = values.copy(), dict(unread)
        for row, cells in edited.items():
            for column, typed in cells.items():
                index = self._index(editor.corner, row, int(column) - 1)
                text = "" if typed is None else str(typed)
                try:
                    values[index] = read_number(text)
                    unread.pop(index, None)
                except ValueError:
                    unread[index] = text
        if np.array_equal(values, self.values):
            values = self.values
        changed = values is not self.values or unread != self.unread
        self.values, self.unread = values, unread
        if late and changed:
            self.renew()

    def turn(self, corner: tuple[int, int, int]) -> None:
        """Shows another slice (from zero) or another part of it, as far as there is one."""
        sizes = (self.depth, *self.rows_and_columns)
        slice_, top, left = (max(0, min(at, size - 1)) for at, size in zip(corner, sizes, strict=True))
        if (slice_, top, left) != self.corner:
            self.corner = (slice_, top, left)
            self.renew()

    def put(self, values: Tensor) -> None:
        """Replaces the tensor."""
        self.values, self.unread = values, {}
        self.editors.clear()
        sizes = (self.depth, *self.rows_and_columns)
        slice_, top, left = self.corner
        self.corner = (
            min(slice_, sizes[0] - 1),
            top if top < sizes[1] else 0,
            left if left < sizes[2] else 0,
        )
        self.renew()

    def complaint(self) -> str:
        """A sentence about the first cell that holds no number, or none."""
        for index in sorted(self.unread):
            try:
                read_number(self.unread[index])
            except ValueError as error:
                return f"{self.name}, {_cell_name(index)}: the cell {error}."
        return ""

    def _index(self, corner: tuple[int, int, int], row: int, column: int) -> tuple[int, ...]:
        slice_, top, left = corner
        return (slice_, row + top, column + left)[-self.values.ndim :]


def _cell_name(index: tuple[int, ...]) -> str:
    names = ("cell",) if len(index) == 1 else tuple(n.rstrip("s") for n in axis_names(len(index)))
    return ", ".join(f"{name} {i + 1}" for name, i in zip(names, index, strict=True))


# ------------------------------------------------------------------------------------------ changes


def resized(tensor: Tensor, shape: tuple[int, ...]) -> Tensor:
    """A tensor of another shape: the values that remain stay in their places, new cells hold zero.

    >>> resized(np.array([[1.0, 2.0], [3.0, 4.0]]), (3, 1)).tolist()
    [[1.0], [3.0], [0.0]]
    """
    made = np.zeros(shape)
    kept = tuple(slice(min(a, b)) for a, b in zip(tensor.shape, shape, strict=True))
    made[kept] = tensor[kept]
    return made


def _impulse(shape: tuple[int, ...]) -> Tensor:
    made = np.zeros(shape)
    made[tuple(size // 2 for size in shape)] = 1
    return made


#: What a tensor can be filled with, by name: functions of a shape and a seed.
FILLS: dict[str, Callable[[tuple[int, ...], int], Tensor]] = {
    "Zeros": lambda shape, seed: np.zeros(shape),
    "Ones": lambda shape, seed: np.ones(shape),
    "Ramp": lambda shape, seed: np.arange(1.0, np.prod(shape) + 1).reshape(shape),
    "Impulse": lambda shape, seed: _impulse(shape),
    "Random": lambda shape, seed: np.random.default_rng(seed).integers(-9, 10, shape).astype(np.float64),
}


#: What can be done to a filter, by name; at rank 3 to each of its slices.
TURNS: dict[str, Callable[[Tensor], Tensor]] = {
    "Transpose": lambda w: w.swapaxes(-1, -2).copy(),
    "Rotate 90°": lambda w: np.rot90(w, k=-1, axes=(-2, -1)).copy(),
    "Rotate 180°": lambda w: np.rot90(w, k=2, axes=(-2, -1)).copy(),
}
VECTOR_TURNS: dict[str, Callable[[Tensor], Tensor]] = {"Reverse": lambda w: w[::-1].copy()}


def revisions() -> Iterator[int]:
    """The numbers of a session's revisions: from the clock in milliseconds on.

    So they grow over a restart of the server too, which forgets the session but not its page.
    """
    return count(time.time_ns() // 1_000_000)


@dataclass
class Desk:
    """One rank's work. `state` is what the stage shows; grids and parameters are what was asked for.

    `revision` is the number of what is shown and grows with every change of it but the user's steps; the
    step of the state may move on meanwhile, `revision_step` is the one that the revision began with. `since`
    is the revision at which something else than the player set the step. What the player reports of a
    revision from `since` to `revision` is about this desk; the ranges of two desks never overlap, since they
    take their numbers from the same `revisions` and a desk that is entered again begins another range.
    `per_axis` says whether the page has controls for every axis and side, also where one for all would do.
    """

    state: State
    x: Grid = field(init=False)
    w: Grid = field(init=False)
    parameters: Parameters = field(init=False)
    revisions: Iterator[int] = field(default_factory=revisions)
    revision: int = field(init=False)
    revision_step: int = field(init=False)
    since: int = field(init=False)
    past: list[State] = field(default_factory=list)
    future: list[State] = field(default_factory=list)
    seed: int = 0
    per_axis: bool = False

    def __post_init__(self) -> None:
        self.x, self.w = Grid("Input", self.state.x), Grid("Filter", self.state.w)
        self.parameters = self.state.parameters
        self.set_step()

    @property
    def rank(self) -> int:
        """The rank of both tensors."""
        return self.state.rank

    @property
    def edited(self) -> bool:
        """Whether something else is asked for than the example."""
        return bool(self.x.unread or self.w.unread) or not self.draft().same(opened(self.state.example))

    def step_of(self, convolution: Convolution) -> int:
        """The step on the stage, from zero; a step beyond the last one is the last, as it is there."""
        return max(0, min(self.state.step, len(convolution) - 1))

    def draft(self) -> State:
        """What is asked for, valid or not."""
        return replace(self.state, x=self.x.values, w=self.w.values, parameters=self.parameters)

    def revise(self) -> None:
        """Begins a revision; the player keeps its own step."""
        self.revision, self.revision_step = next(self.revisions), self.state.step

    def set_step(self) -> None:
        """Begins a revision at which the player takes the step of the state."""
        self.revise()
        self.since = self.revision

    def receive(self, report: Mapping[str, object]) -> None:
        """Takes note of the step that the player reports, if it is about a revision of this desk."""
        revision, step = report.get("revision"), report.get("step")
        if isinstance(revision, int) and isinstance(step, int) and self.since <= revision <= self.revision:
            self.state = replace(self.state, step=step)

    def settle(self) -> str:
        """Puts what is asked for on the stage if it is valid; otherwise says in a sentence why not."""
        complaint = self.x.complaint() or self.w.complaint()
        if complaint:
            return complaint
        draft = self.draft()
        if draft.same(self.state):
            return ""
        try:
            draft.convolution()
        except ConvolutionError as error:
            return sentence(error)
        self._remember(self.state)
        self.state = draft
        self.revise()
        return ""

    def show(self, state: State) -> None:
        """Replaces everything by a state; what was there can be had back."""
        if not state.same(self.state):
            self._remember(self.state)
        self._lay(state)
        self.per_axis = False
        self.set_step()

    def undo(self) -> None:
        """Takes back what is asked for but not shown; when there is nothing, the last change."""
        if self._pending():
            self._lay(self.state)
        elif self.past:
            self.future.append(self.state)
            self._go_back_to(self.past.pop())

    def redo(self) -> None:
        """Takes back the last undo."""
        if self.redoable:
            self.past.append(self.state)
            self._go_back_to(self.future.pop())

    @property
    def undoable(self) -> bool:
        """Whether there is something to take back."""
        return bool(self.past) or self._pending()

    @property
    def redoable(self) -> bool:
        """Whether there is something to do again; what is not on the stage must be taken back first."""
        return bool(self.future) and not self._pending()

    def _pending(self) -> bool:
        return bool(self.x.unread or self.w.unread) or not self.draft().same(self.state)

    def _go_back_to(self, state: State) -> None:
        """Shows what was there before, or after; the player keeps its step."""
        self._lay(replace(state, step=self.state.step))
        self.revise()

    def _lay(self, state: State) -> None:
        self.state, self.parameters = state, state.parameters
        for grid, tensor in ((self.x, state.x), (self.w, state.w)):
            if grid.unread or not np.array_equal(grid.values, tensor):
                grid.put(tensor)

    def _remember(self, state: State) -> None:
        self.past, self.future = [*self.past, state][-_HISTORY_LENGTH:], []
        while len(self.past) > 1 and self._remembered_bytes() > _HISTORY_BYTES:
            del self.past[0]

    def _remembered_bytes(self) -> int:
        arrays = {id(array): array for state in self.past for array in (state.x, state.w)}
        return sum(array.nbytes for array in arrays.values())


@dataclass
class Session:
    """What one visitor has open: a desk per rank that was visited, and sentences to be shown.

    `hiding` says whether the stage hides the present answer, which nothing else may give away then, and
    `predicting` whether it asks for answers at all. All desks take the numbers of their `revisions` here.
    """

    rank: int
    desks: dict[int, Desk]
    complaints: list[str]
    notice: str = ""
    uploads: int = 0
    token: str = field(default_factory=lambda: secrets.token_hex(4))
    resumes: bool = False
    hiding: bool = False
    predicting: bool = False
    revisions: Iterator[int] = field(default_factory=revisions)

    @property
    def desk(self) -> Desk:
        """The desk of the present rank."""
        return self.desks[self.rank]

    def turn_to(self, rank: int) -> None:
        """Changes the rank; a rank that was left is found as it was."""
        if rank not in self.desks:
            self.desks[rank] = Desk(opened(examples.default(rank)), self.revisions)
        entered = self.desks[rank]
        entered.set_step()
        for grid in (entered.x, entered.w):  # their editors have left the page meanwhile
            grid.renew()
        self.rank = rank
        self._read()

    def open(self, slug: str) -> None:
        """Replaces what is on the present rank's desk by an example."""
        self.desk.show(opened(next(e for e in examples.of_rank(self.rank) if e.slug == slug)))
        self._read()

    def read(self, data: bytes, name: str) -> None:
        """Opens a file's bytes: a lesson, or a tensor that becomes the input (`x`) or filter (`w`).

        What cannot be opened is told in a sentence and changes nothing.
        """
        self._read()
        self.uploads += 1
        try:
            contents = read(data, self.rank, self._largest_side())
            if contents.lesson is not None:
                self._show_lesson(from_lesson(contents.lesson))
                return
            for key, tensor in contents.tensors.items():
                self.replace(key or name, tensor)
        except FileError as error:
            self.complaints = [f"The file was not opened. {error}"]
        else:
            self.notice = contents.note

    def paste(self, text: str, name: str) -> None:
        """Makes pasted numbers the input or the filter, or says in a sentence why they are none."""
        self._read()
        try:
            self.replace(name, check_shape(read_table(text, self.rank)))
        except ValueError as error:
            self.complaints = [f"What was pasted is left aside. {sentence(error)}"]

    def replace(self, name: str, tensor: Tensor) -> None:
        """Makes a tensor the input (`x`) or the filter (`w`) of the present desk."""
        grid: Grid = getattr(self.desk, name)
        grid.put(tensor)

    def _show_lesson(self, state: State) -> None:
        self.turn_to(state.rank)
        self.desk.show(state)

    def _largest_side(self) -> int:
        """The side of the largest square picture that the stage can show with what else is asked for."""
        if self.rank == 1:
            return MAX_SIDE
        draft, channels = self.desk.draft(), (3,) if self.rank == 3 else ()

        def fits(side: int) -> bool:
            try:
                replace(draft, x=np.zeros((*channels, side, side))).convolution()
            except ConvolutionError:
                return False
            return True

        # Where none fits, the filter is too large for any picture, which is for the page to say.
        return next(filter(fits, range(MAX_SIDE, 0, -1)), MAX_SIDE)

    def _read(self) -> None:
        """Takes what was said off the page: it has been read."""
        self.complaints, self.notice = [], ""

    def receive(self, report: Mapping[str, object]) -> None:
        """Takes note of what the player reports: the step at which the user rested, and what it hides.

        The step counts for the desk that was on the stage then. While answers are asked for, the one of a
        revision that the player has not reported yet counts as hidden: it may be the next to be asked for.
        """
        self.predicting = report.get("predicting") is True
        late = report.get("revision") != self.desk.revision
        self.hiding = report.get("hiding") is True or (self.predicting and late)
        for desk in self.desks.values():
            desk.receive(report)

    def outdated_by(self, report: Mapping[str, object]) -> bool:
        """Whether the page was there before this session, as it is after a restart of the server.

        Streamlit then starts from the address that the page was opened with; the report of the stage
        holds the present one.
        """
        return not self.resumes and report.get("session") == self.token and "link" in report

    def resume(self, link: str) -> None:
        """Takes the state of a link; a rank that the hand has chosen meanwhile stays, with its work."""
        pairs = parse_qsl(link.removeprefix("?"), keep_blank_values=True)
        chosen = {self.rank: self.desk} if self.rank != next(iter(self.desks)) else {}
        made = start(dict(pairs), self.revisions)
        self.rank, self.complaints, self.resumes = made.rank, made.complaints, True
        self.desks = {**made.desks, **chosen}
        for rank in chosen:
            self.turn_to(rank)


def start(given: Mapping[str, str], numbers: Iterator[int] | None = None) -> Session:
    """The session that a link opens; its revisions take these numbers.

    >>> start({}).rank, start({"rank": "3"}).desk.state.x.shape
    (2, (3, 3, 3))

    Where its parameters do not fit its tensors, the default ones are shown. Where its tensors do not fit
    each other, the stage shows the example, and the tensors are there to be mended.
    """
    state, complaints = parse(given)
    shown, problem = fallen_back(state)
    numbers = numbers or revisions()
    desk = Desk(shown, numbers)
    if shown.x is state.x and shown.w is state.w:
        complaints += [problem] if problem else []
    else:
        desk.x.put(state.x)
        desk.w.put(state.w)
        desk.parameters = state.parameters
    return Session(state.rank, {state.rank: desk}, complaints, revisions=numbers)


def titles(rank: int) -> dict[str, str]:
    """The examples of a rank for a list to choose from: slug to title."""
    return {example.slug: example.title for example in examples.of_rank(rank)}
