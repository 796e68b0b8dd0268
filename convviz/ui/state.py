"""What the page knows, and how it becomes a link and back.

Vocabulary: a *state* is what a link carries: rank, example, tensors and step; a *draft* is a
tensor as typed, cell by cell as text. Plain functions over plain values: nothing here imports Streamlit.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl

import numpy as np
from numpy.typing import NDArray

from convviz import examples
from convviz.core import Convolution, ConvolutionError
from convviz.explain import axis_names

Tensor = NDArray[np.float64]
Text = NDArray[np.object_]

RANKS = (1, 2, 3)
DEFAULT_RANK = 2
MAX_SIDE = 256
MAX_DEPTH = 16
SEPARATORS = (",", ";", "|")


@dataclass(frozen=True, eq=False)
class State:
    """What a link carries. `step` counts from one."""

    example: examples.Example
    x: Tensor
    w: Tensor
    step: int = 1

    @property
    def rank(self) -> int:
        """The number of axes of both tensors."""
        return self.x.ndim

    def headline(self) -> tuple[str, str]:
        """A title and what to look at: the example's, until the tensors are of another shape."""
        example = self.example
        if (self.x.shape, self.w.shape) == (example.x.shape, example.w.shape):
            return example.title, example.look
        word = {1: "vector", 2: "matrix", 3: "tensor"}[self.rank]
        return f"A {word} of your own", "Move the window and watch the output grow, cell by cell."


def opened(example: examples.Example) -> State:
    """An example as it is when it is opened.

    >>> opened(examples.default(1)).step
    1
    """
    return State(example, example.x, example.w)


# ------------------------------------------------------------------------------------------ links


def tensor_text(tensor: Tensor) -> str:
    """A tensor as a link carries it: `,` between cells, `;` between rows, `|` between slices.

    >>> tensor_text(np.array([[1, 2.5], [-3, 1e20]]))
    '1,2.5;-3,1e20'
    """
    if tensor.ndim == 0:
        value = float(tensor)
        text = str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
        return text.replace("e+", "e")
    return SEPARATORS[tensor.ndim - 1].join(tensor_text(part) for part in tensor)


def parse_tensor(text: str, rank: int) -> Tensor:
    """The tensor that a link carries.

    >>> parse_tensor("1,2;3,4", 2).tolist()
    [[1.0, 2.0], [3.0, 4.0]]

    Raises `ValueError` with a sentence for rows of unequal length, cells that are not finite
    numbers, too many separators for the rank, or more than 256 x 256 cells in 16 slices.
    """
    foreign = next((mark for mark in SEPARATORS[rank:] if mark in text), None)
    if foreign:
        raise ValueError(f"{foreign!r} does not occur in a tensor of rank {rank}")
    limit = 20 * MAX_SIDE * MAX_SIDE * MAX_DEPTH
    if len(text) > limit:
        raise ValueError(f"{len(text):,} characters are too many; the limit is {limit:,}")
    return _checked_shape(_parse_part(text, rank))


def _parse_part(text: str, rank: int) -> Tensor:
    if rank == 0:
        return np.array(_parse_number(text))
    parts = [_parse_part(part, rank - 1) for part in text.split(SEPARATORS[rank - 1])]
    odd = next((part for part in parts if part.shape != parts[0].shape), None)
    if odd is not None:
        raise ValueError(f"it is ragged: a part of {odd.size} cells stands beside one of {parts[0].size}")
    return np.stack(parts)


def _parse_number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        shown = "an empty cell" if not text.strip() else f"“{text[:20]}”"
        raise ValueError(f"{shown} is not a number") from None
    if not np.isfinite(value) or "_" in text:
        raise ValueError(f"“{text[:20]}” is not a finite number")
    return value


def _checked_shape(tensor: Tensor) -> Tensor:
    limits = (MAX_DEPTH, MAX_SIDE, MAX_SIDE)[-tensor.ndim :]
    names = axis_names(tensor.ndim)
    for size, limit, name in zip(tensor.shape, limits, names, strict=True):
        if size > limit:
            raise ValueError(f"{size} {name} are too many; the limit is {limit}")
    return tensor


def query(state: State) -> str:
    """The link of a state, without its step; what is a default or the example's own is left out.

    >>> query(opened(examples.default(2))), query(opened(examples.find("sobel")))
    ('', 'example=sobel')
    """
    parts = []
    if state.rank != DEFAULT_RANK:
        parts.append(f"rank={state.rank}")
    if state.example is not examples.default(state.rank):
        parts.append(f"example={state.example.slug}")
    for name in ("x", "w"):
        tensor, original = getattr(state, name), getattr(state.example, name)
        if not np.array_equal(tensor, original):
            parts.append(f"{name}={tensor_text(tensor)}")
    return "&".join(parts)


def parse(parameters: Mapping[str, str]) -> tuple[State, list[str]]:
    """The state that a link carries, and a sentence for each parameter that had to be left aside.

    >>> state, complaints = parse({"rank": "1", "x": "4,5,6", "step": "2"})
    >>> state.x.tolist(), state.w.tolist(), state.step, complaints
    ([4.0, 5.0, 6.0], [1.0, 0.0, 2.0], 2, [])
    >>> parse({"rank": "7"})[1]
    ['The link’s rank, “7”, is not one of 1, 2, 3; rank 2 is shown.']

    The tensors need not fit each other: that is for the page to say, with the numbers on screen.
    """
    complaints: list[str] = []
    state = opened(_parse_example(parameters, _parse_rank(parameters, complaints), complaints))
    tensors = {"x": state.x, "w": state.w}
    for name in tensors:
        if name in parameters:
            try:
                tensors[name] = parse_tensor(parameters[name], state.rank)
            except ValueError as error:
                complaints.append(f"The link’s {name} is left aside: {error}.")
    step = _parse_step(parameters, complaints)
    return State(state.example, tensors["x"], tensors["w"], step), complaints


def _quoted(text: str) -> str:
    return f"“{text[:30]}…”" if len(text) > 30 else f"“{text}”"


def _parse_rank(parameters: Mapping[str, str], complaints: list[str]) -> int:
    named = examples.find(parameters.get("example", ""))
    fallback = named.rank if named else DEFAULT_RANK
    given = parameters.get("rank")
    if given is None or given in map(str, RANKS):
        return int(given or fallback)
    allowed = ", ".join(map(str, RANKS))
    complaints.append(
        f"The link’s rank, {_quoted(given)}, is not one of {allowed}; rank {fallback} is shown."
    )
    return fallback


def _parse_example(parameters: Mapping[str, str], rank: int, complaints: list[str]) -> examples.Example:
    given = parameters.get("example")
    if given is None:
        return examples.default(rank)
    example = examples.find(given)
    if example is not None and example.rank == rank:
        return example
    known = ", ".join(example.slug for example in examples.of_rank(rank))
    complaints.append(
        f"The link’s example, {_quoted(given)}, is not one of rank {rank} ({known}); "
        f"{examples.default(rank).slug} is shown."
    )
    return examples.default(rank)


def _parse_step(parameters: Mapping[str, str], complaints: list[str]) -> int:
    given = parameters.get("step", "1")
    if given.isascii() and given.isdigit() and len(given) <= 9 and int(given) >= 1:
        return int(given)
    complaints.append(f"The link’s step, {_quoted(given)}, is not a whole number from 1; 1 is shown.")
    return 1


# ------------------------------------------------------------------------------------------ drafts


_WHOLE = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?", re.IGNORECASE)


def read_number(text: str) -> float:
    """The number that someone typed: with a point or a comma, and with any kind of minus.

    >>> read_number("−0,5"), read_number(" 1e3 ")
    (-0.5, 1000.0)

    Raises `ValueError` whose message completes the sentence "the cell ...".
    """
    plain = text.strip().replace("−", "-").replace("–", "-")
    if not plain:
        raise ValueError("is empty")
    if not _WHOLE.fullmatch(plain):
        raise ValueError(f"holds {_quoted(text)}, which is not a finite number")
    value = float(plain.replace(",", "."))
    if not np.isfinite(value):
        raise ValueError(f"holds {_quoted(text)}, which is too large for a number of 64 bits")
    return value


@dataclass
class Grid:
    """A tensor under an editor, cell by cell as text, so that nothing that was typed is lost.

    An editor keeps its edits for as long as its key stays, so the `base` that it starts from must stay
    too; whatever replaces the tensor takes a new `token` into the key. `draft` is the base with the
    edits. At rank 3 one slice is edited at a time.
    """

    name: str
    base: Text
    draft: Text = field(init=False)
    slice: int = 0
    token: str = field(default_factory=lambda: secrets.token_hex(4))

    def __post_init__(self) -> None:
        self.draft = self.base

    def matrix(self) -> Text:
        """The part of the base under the editor: a vector as one row, at rank 3 one slice."""
        return np.atleast_2d(self._part(self.base))

    def take(self, matrix: Text) -> None:
        """Takes what the editor returned into the draft."""
        if not np.array_equal(matrix, np.atleast_2d(self._part(self.draft))):
            self.draft = self.draft.copy()
            part = self._part(self.draft)
            part[...] = matrix.reshape(part.shape)

    def turn(self, index: int) -> None:
        """Goes to another slice, and keeps what was typed in this one."""
        if index != self.slice:
            self.slice = index
            self.renew()

    def renew(self) -> None:
        """Prepares for a new editor that starts from what was typed."""
        self.base, self.token = self.draft, secrets.token_hex(4)

    def tensor(self) -> Tensor:
        """The draft as numbers.

        >>> Grid("Input", as_text(np.array([[1.0, 2.0]]))).tensor().tolist()
        [[1.0, 2.0]]

        Raises `ValueError` with a sentence that names the first cell without a finite number.
        """
        values = np.empty(self.draft.shape)
        for index, text in np.ndenumerate(self.draft):
            try:
                values[index] = read_number(text)
            except ValueError as error:
                raise ValueError(f"{self.name}, {_cell_name(index)}: the cell {error}.") from None
        return values

    def _part(self, tensor: Text) -> Text:
        return tensor[self.slice] if tensor.ndim == 3 else tensor


def as_text(tensor: Tensor) -> Text:
    """The cells of a tensor as they stand in an editor.

    >>> as_text(np.array([1.0, -0.25])).tolist()
    ['1', '-0.25']
    """
    cells = [tensor_text(np.asarray(value)) for value in tensor.reshape(-1)]
    return np.array(cells, dtype=object).reshape(tensor.shape)


def _cell_name(index: tuple[int, ...]) -> str:
    names = ("cell",) if len(index) == 1 else tuple(n.rstrip("s") for n in axis_names(len(index)))
    return ", ".join(f"{name} {i + 1}" for name, i in zip(names, index, strict=True))


@dataclass
class Desk:
    """One rank's work: the example it began with, the grids, and the last valid state on the stage."""

    state: State
    x: Grid
    w: Grid
    load: str = field(init=False)
    first_step: int = field(init=False)

    def __post_init__(self) -> None:
        self.reload()

    @property
    def edited(self) -> bool:
        """Whether a grid holds something else than the example's numbers."""
        example = self.state.example
        grids = ((self.x, example.x), (self.w, example.w))
        return not all(np.array_equal(grid.draft, as_text(tensor)) for grid, tensor in grids)

    def reload(self) -> None:
        """Makes the stage take the state's step; between two loads the stage keeps its own."""
        self.load, self.first_step = secrets.token_hex(4), self.state.step

    def settle(self) -> str | None:
        """Puts the drafts on the stage if they are valid; otherwise says in a sentence why not."""
        try:
            x, w = self.x.tensor(), self.w.tensor()
            Convolution(x, w)
        except ConvolutionError as error:
            return sentence(error)
        except ValueError as error:
            return str(error)
        self.state = replace(self.state, x=x, w=w)
        return None


def sentence(error: Exception) -> str:
    """An error's message as a sentence.

    >>> sentence(ValueError("stride 0 is too small"))
    'Stride 0 is too small.'
    """
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."


def desk(state: State) -> Desk:
    """A desk for a state; where its tensors do not fit each other the stage shows the example."""
    made = Desk(state, Grid("Input", as_text(state.x)), Grid("Filter", as_text(state.w)))
    if made.settle():
        made.state = replace(opened(state.example), step=state.step)
    return made


@dataclass
class Session:
    """What one visitor has open: a desk per rank that was visited, and sentences about the link."""

    rank: int
    desks: dict[int, Desk]
    complaints: list[str]
    token: str = field(default_factory=lambda: secrets.token_hex(4))
    resumes: bool = False

    @property
    def desk(self) -> Desk:
        """The desk of the present rank."""
        return self.desks[self.rank]

    def turn_to(self, rank: int) -> None:
        """Changes the rank; a rank that was left is found as it was."""
        self.desks.setdefault(rank, desk(opened(examples.default(rank))))
        entered = self.desks[rank]
        entered.reload()
        for grid in (entered.x, entered.w):  # their editors have left the page meanwhile
            grid.renew()
        self.rank = rank
        self.complaints = []

    def open(self, slug: str) -> None:
        """Replaces the tensors of the present rank by an example's."""
        example = next(e for e in examples.of_rank(self.rank) if e.slug == slug)
        self.desks[self.rank] = desk(opened(example))
        self.complaints = []

    def moved(self, place: Mapping[str, object]) -> None:
        """Takes note of the step at which the hand rested, if it is one of this desk's."""
        step = place.get("step")
        if place.get("load") == self.desk.load and isinstance(step, int):
            self.desk.state = replace(self.desk.state, step=step)

    def outdated_by(self, place: Mapping[str, object]) -> bool:
        """Whether the page was there before this session, as it is after a restart of the server.

        Streamlit then starts from the address that the page was opened with; the report of the stage
        holds the present one.
        """
        return not self.resumes and place.get("session") == self.token and "link" in place

    def resumed(self, link: str) -> Session:
        """This session, with the state of a link."""
        pairs = parse_qsl(link.removeprefix("?"), keep_blank_values=True)
        return replace(start(dict(pairs)), token=self.token, resumes=True)


def start(parameters: Mapping[str, str]) -> Session:
    """The session that a link opens.

    >>> start({}).rank, start({"rank": "3"}).desk.state.x.shape
    (2, (3, 3, 3))
    """
    state, complaints = parse(parameters)
    return Session(state.rank, {state.rank: desk(state)}, complaints)


def titles(rank: int) -> dict[str, str]:
    """The examples of a rank for a list to choose from: slug to title."""
    return {example.slug: example.title for example in examples.of_rank(rank)}
