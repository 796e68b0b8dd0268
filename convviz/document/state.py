"""What the page shows, and how it becomes a link or a lesson file and back.

Vocabulary: a *state* is what a link carries: rank, example, tensors, parameters and step; an *entry* is
one axis's part of a parameter. Plain functions over plain values: nothing here imports Streamlit.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from convviz.core import Convolution, ConvolutionError
from convviz.document import examples
from convviz.document.limits import MAX_DEPTH, MAX_SIDE, check_shape, check_size
from convviz.document.reading.errors import FileError
from convviz.document.reading.numbers import number_text, read_number

Tensor: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = tuple[int, ...]
Padding: TypeAlias = tuple[str, ...] | tuple[tuple[int, int], ...]

RANKS = (1, 2, 3)
DEFAULT_RANK = 2
SEPARATORS = (",", ";", "|")
PADDING_MODES = ("constant", "edge", "reflect", "symmetric", "wrap")
PADDING_WORDS = ("valid", "same", "full")
#: The largest stride, dilation and padding of an axis.
MAX_ENTRY = 256
#: A longer link is not offered: programs that pass links on cut them.
MAX_LINK = 6000
#: A tensor of more characters travels compacted.
LONG = 500
_MAX_TEXT = 25 * MAX_SIDE * MAX_SIDE * MAX_DEPTH


@dataclass(frozen=True)
class Parameters:
    """The parameters of a convolution, as `Convolution` takes them: an entry for every axis.

    >>> parameters(3, stride=2, padding="same")
    Parameters(stride=(1, 2, 2), padding=('valid', 'same', 'same'), dilation=(1, 1, 1), flip=False, \
bias=0.0, padding_mode='constant')
    """

    stride: Ints
    padding: Padding
    dilation: Ints
    flip: bool = False
    bias: float = 0.0
    padding_mode: str = "constant"


def parameters(rank: int, **given: Any) -> Parameters:
    """Parameters from some of them, as a link or an example gives them.

    One value for all axes means rows and columns at rank 3; the depth then keeps stride 1, dilation 1
    and no padding. Nothing is checked: that is `Convolution`'s.
    """
    stride = _per_axis(given.pop("stride", 1), rank, 1)
    dilation = _per_axis(given.pop("dilation", 1), rank, 1)
    padding = given.pop("padding", 0)
    entries = _per_axis(padding, rank, "valid" if isinstance(padding, str) else 0)
    return Parameters(stride, _plain_padding(entries), dilation, **given)


def _per_axis(value: Any, rank: int, depth: Any) -> tuple[Any, ...]:
    if isinstance(value, tuple):
        return value
    return (depth, value, value) if rank == 3 else (value,) * rank


def _plain_padding(entries: tuple[Any, ...]) -> Padding:
    """One way to say the same: pairs for numbers, and for no padding at all."""
    if all(entry == "valid" for entry in entries):
        return ((0, 0),) * len(entries)
    return tuple((entry, entry) if isinstance(entry, int) else entry for entry in entries)


@dataclass(frozen=True, eq=False)
class State:
    """What a link carries, and the title of a lesson. `step` counts from zero; links write it from one."""

    example: examples.Example
    x: Tensor
    w: Tensor
    parameters: Parameters
    step: int = 0
    title: str = ""

    @property
    def rank(self) -> int:
        """The number of axes of both tensors."""
        return self.x.ndim

    def convolution(self) -> Convolution:
        """The convolution of this state.

        Raises `ConvolutionError` where its parts do not fit or the stage cannot hold its products.
        """
        made = Convolution(self.x, self.w, **vars(self.parameters))
        check_size(made)
        return made

    def headline(self) -> tuple[str, str, str]:
        """A title, what to look at and a question: the example's, until the shapes are others.

        >>> replace(opened(examples.find("sobel")), step=3).headline()[0]
        'Sobel: a vertical edge'
        >>> changed = replace(opened(examples.find("sobel")), parameters=parameters(2, stride=2))
        >>> changed.headline()[0]
        'Sobel: a vertical edge (changed)'
        """
        example = self.example
        if not self.title and (self.x.shape, self.w.shape) == (example.x.shape, example.w.shape):
            changed = "" if self.same(opened(example)) else " (changed)"
            return example.title + changed, example.look, example.question
        word = {1: "vector", 2: "matrix", 3: "tensor"}[self.rank]
        look = "Move the window and watch the output grow, cell by cell."
        return self.title or f"A {word} of your own", look, ""

    def same(self, other: State) -> bool:
        """Whether both show the same convolution, at whatever step."""
        return self is other or (
            (self.example, self.title, self.parameters) == (other.example, other.title, other.parameters)
            and all(a is b or np.array_equal(a, b) for a, b in ((self.x, other.x), (self.w, other.w)))
        )


def opened(example: examples.Example) -> State:
    """An example as it is when it is opened.

    >>> opened(examples.default(1)).step
    0
    """
    return State(example, example.x, example.w, parameters(example.rank, **example.parameters))


def fallen_back(state: State) -> tuple[State, str]:
    """The nearest state that can be shown, and a sentence about what did not fit, or none.

    Parameters that do not fit are replaced by the defaults; tensors that do not fit each other, by the
    example's.
    """
    plain = replace(state, parameters=parameters(state.rank))
    ways = ((state, ""), (plain, " The parameters are the default ones."), (opened(state.example), ""))
    problem = ""
    for way, consequence in ways:
        try:
            way.convolution()
        except ConvolutionError as error:
            problem = problem or sentence(error)
        else:
            return way, f"{problem}{consequence}" if problem else ""
    raise AssertionError("an example does not fit itself")


def sentence(error: Exception) -> str:
    """An error's message as a sentence.

    >>> sentence(ValueError("stride 0 is too small"))
    'Stride 0 is too small.'
    """
    text = str(error)
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}."


# ------------------------------------------------------------------------------------------ tensors


def tensor_text(tensor: Tensor) -> str:
    """A tensor as a link carries it: `,` between cells, `;` between rows, `|` between slices.

    >>> tensor_text(np.array([[1, 2.5], [-3, 1e20]]))
    '1,2.5;-3,1e20'
    """
    if tensor.ndim == 0:
        return number_text(float(tensor))
    return SEPARATORS[tensor.ndim - 1].join(tensor_text(part) for part in tensor)


def parse_tensor(text: str, rank: int) -> Tensor:
    """The tensor that a link carries, readable or compacted.

    >>> parse_tensor("1,2;3,4", 2).tolist()
    [[1.0, 2.0], [3.0, 4.0]]

    Raises `ValueError` with a sentence for rows of unequal length, cells that are not finite
    numbers, too many separators for the rank, or more than 256 x 256 cells in 16 slices.
    """
    if text.startswith(COMPACT):
        text = expanded(text)
    needed = max((n for n, mark in enumerate(SEPARATORS, start=1) if mark in text), default=rank)
    if needed > rank:
        mark = SEPARATORS[needed - 1]
        raise ValueError(f"{mark!r} does not occur in a tensor of rank {rank}; rank={needed} has it")
    if len(text) > _MAX_TEXT or sum(map(text.count, SEPARATORS)) >= MAX_SIDE * MAX_SIDE * MAX_DEPTH:
        raise ValueError(f"it has more than {MAX_SIDE} × {MAX_SIDE} cells in {MAX_DEPTH} slices")
    return check_shape(_parse_part(text, rank))


def _parse_part(text: str, rank: int) -> Tensor:
    if rank == 1:
        return np.array([_parse_number(cell, "a cell") for cell in text.split(",")])
    parts = [_parse_part(part, rank - 1) for part in text.split(SEPARATORS[rank - 1])]
    odd = next((part for part in parts if part.shape != parts[0].shape), None)
    if odd is not None:
        raise ValueError(f"it is ragged: a part of {odd.size} cells stands beside one of {parts[0].size}")
    return np.stack(parts)


def _parse_number(text: str, subject: str) -> float:
    try:
        return read_number(text)
    except ValueError as error:
        raise ValueError(f"{subject} {error}") from None


#: Begins a compacted tensor; what follows is its text, deflated (zlib), in the base64 of addresses.
COMPACT = "z:"


def compacted(text: str) -> str:
    """A long text in fewer characters, all of them safe in an address.

    >>> len(compacted("0,0;" * 1000 + "0,0")) < 60
    True

    `expanded` is its inverse.
    """
    packed = base64.urlsafe_b64encode(zlib.compress(text.encode(), level=9))
    return COMPACT + packed.decode().rstrip("=")


def expanded(text: str) -> str:
    """The text that `compacted` made this of; raises `ValueError` for anything else."""
    coded = text.removeprefix(COMPACT)
    decoder = zlib.decompressobj()
    try:
        packed = base64.b64decode(
            coded.encode("ascii") + b"=" * (-len(coded) % 4), altchars=b"-_", validate=True
        )
        plain = decoder.decompress(packed, _MAX_TEXT + 1).decode("ascii")
    except (zlib.error, UnicodeError, binascii.Error):
        raise ValueError("it was damaged on its way") from None
    if len(plain) > _MAX_TEXT:
        raise ValueError(f"it holds more than {_MAX_TEXT:,} characters")
    if not decoder.eof:
        raise ValueError("it was cut off")
    return plain


# ------------------------------------------------------------------------------------------ links


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
        tensor = getattr(state, name)
        if not np.array_equal(tensor, getattr(state.example, name)):
            parts.append(f"{name}={_link_tensor(tensor)}")
    own = opened(state.example).parameters
    for name, text in _texts(state.parameters).items():
        if getattr(state.parameters, name) != getattr(own, name):
            parts.append(f"{name}={text}")
    return "&".join(parts)


def address(state: State) -> tuple[str, bool]:
    """The link of a state, without its step, and whether it holds the whole state.

    Beyond `MAX_LINK` characters the tensors are left out.
    """
    whole = query(state)
    if len(whole) <= MAX_LINK:
        return whole, True
    return query(replace(state, x=state.example.x, w=state.example.w)), False


def _link_tensor(tensor: Tensor) -> str:
    """The shorter of a tensor's texts, and the readable one unless it is long."""
    text = tensor_text(tensor)
    return text if len(text) <= LONG else min(text, compacted(text), key=len)


def _texts(given: Parameters) -> dict[str, str]:
    """Each parameter as a link writes it."""
    return {
        "stride": _entries_text(given.stride, 1),
        "padding": _entries_text(given.padding, (0, 0)),
        "dilation": _entries_text(given.dilation, 1),
        "flip": "true" if given.flip else "false",
        "bias": number_text(given.bias),
        "padding_mode": given.padding_mode,
    }


def is_uniform(given: Parameters) -> bool:
    """Whether each of stride, padding and dilation is one value for rows and columns.

    >>> is_uniform(parameters(2, stride=2)), is_uniform(parameters(2, padding=((1, 2), (1, 2))))
    (True, False)
    """
    texts = _texts(given)
    return not any(mark in texts[name] for name in ("stride", "padding", "dilation") for mark in ",:")


def _entries_text(entries: tuple[Any, ...], depth: Any) -> str:
    """One value where all axes have it (at rank 3: where rows and columns have it), or all."""
    common = set(entries[-2:])
    if len(common) == 1 and (len(entries) < 3 or entries[0] in (depth, "valid")):
        entries = entries[-1:]
    return ",".join(map(_entry_text, entries))


def _entry_text(entry: Any) -> str:
    if isinstance(entry, tuple):
        before, after = entry
        return str(before) if before == after else f"{before}:{after}"
    return str(entry)


def parse(given: Mapping[str, str]) -> tuple[State, list[str]]:
    """The state that a link carries, and a sentence for each parameter that had to be left aside.

    >>> state, complaints = parse({"rank": "1", "x": "4,5,6", "step": "2"})
    >>> state.x.tolist(), state.w.tolist(), state.step, complaints
    ([4.0, 5.0, 6.0], [1.0, 0.0, 2.0], 1, [])
    >>> parse({"rank": "7"})[1]
    ['The link’s rank, “7”, is not one of 1, 2, 3; rank 2 is shown.']

    The tensors and parameters need not fit each other: that is for the page to say, with the numbers
    on screen.
    """
    complaints: list[str] = []
    state = opened(_parse_example(given, _parse_rank(given, complaints), complaints))
    tensors = {"x": state.x, "w": state.w}
    for name in tensors:
        if name in given:
            try:
                tensors[name] = parse_tensor(given[name], state.rank)
            except ValueError as error:
                complaints.append(f"The link’s {name} is left aside: {error}.")
    chosen = _parse_parameters(given, state, complaints)
    step = _parse_step(given, complaints)
    return State(state.example, tensors["x"], tensors["w"], chosen, step), complaints


def _quoted(text: str) -> str:
    return f"“{text[:30]}…”" if len(text) > 30 else f"“{text}”"


def _parse_rank(given: Mapping[str, str], complaints: list[str]) -> int:
    named = examples.find(given.get("example", ""))
    fallback = named.rank if named else DEFAULT_RANK
    text = given.get("rank")
    if text is None or text in map(str, RANKS):
        return int(text or fallback)
    allowed = ", ".join(map(str, RANKS))
    complaints.append(f"The link’s rank, {_quoted(text)}, is not one of {allowed}; rank {fallback} is shown.")
    return fallback


def _parse_example(given: Mapping[str, str], rank: int, complaints: list[str]) -> examples.Example:
    text = given.get("example")
    if text is None:
        return examples.default(rank)
    example = examples.find(text)
    if example is not None and example.rank == rank:
        return example
    known = ", ".join(example.slug for example in examples.of_rank(rank))
    complaints.append(
        f"The link’s example, {_quoted(text)}, is not one of rank {rank} ({known}); "
        f"{examples.default(rank).slug} is shown."
    )
    return examples.default(rank)


def _parse_step(given: Mapping[str, str], complaints: list[str]) -> int:
    """The step of a link, which counts from one, from zero."""
    text = given.get("step", "1")
    if text.isascii() and text.isdigit() and len(text) <= 9 and int(text) >= 1:
        return int(text) - 1
    complaints.append(f"The link’s step, {_quoted(text)}, is not a whole number from 1; 1 is shown.")
    return 0


def _parse_parameters(given: Mapping[str, str], state: State, complaints: list[str]) -> Parameters:
    chosen: dict[str, Any] = {}
    for name, parser in _PARSERS.items():
        if name in given:
            try:
                chosen[name] = getattr(
                    parameters(state.rank, **{name: parser(given[name], state.rank)}), name
                )
            except ValueError as error:
                complaints.append(f"The link’s {name}, {_quoted(given[name])}, is left aside: {error}.")
    return replace(state.parameters, **chosen)


def _parse_entries(text: str, rank: int, entry: Callable[[str], Any]) -> Any:
    """One entry, or a tuple of one per axis."""
    parts = text.split(",")
    if len(parts) not in (1, rank):
        more = f", or {rank}, one per axis" if rank > 1 else ""
        raise ValueError(f"it has {len(parts)} values; give one{more}")
    entries = tuple(map(entry, parts))
    return entries if len(entries) > 1 else entries[0]


def _parse_int(text: str, least: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and least <= int(text) <= MAX_ENTRY):
        raise ValueError(f"give a whole number from {least} to {MAX_ENTRY}")
    return int(text)


def _parse_padding(text: str, rank: int) -> Any:
    """A word or cells before and after, for all axes or for each."""
    words = [part in PADDING_WORDS for part in text.split(",")]
    if any(words):
        if not all(words):
            raise ValueError("use words (valid, same, full) for all axes, or numbers for all")
        return _parse_entries(text, rank, str)
    entries = _parse_entries(text, rank, _parse_pair)
    return entries if isinstance(entries[0], tuple) else _per_axis_pair(entries, rank)


def _per_axis_pair(pair: tuple[int, int], rank: int) -> tuple[tuple[int, int], ...]:
    return ((0, 0), pair, pair) if rank == 3 else (pair,) * rank


def _parse_pair(text: str) -> tuple[int, int]:
    before, colon, after = text.partition(":")
    try:
        return _parse_int(before, 0), _parse_int(after if colon else before, 0)
    except ValueError:
        raise ValueError(
            f"give valid, same or full, or whole numbers from 0 to {MAX_ENTRY}, such as 1, or 1:2 "
            "for before and after"
        ) from None


def _parse_word(text: str, known: tuple[str, ...]) -> str:
    if text not in known:
        raise ValueError(f"give one of {', '.join(known)}")
    return text


_PARSERS: dict[str, Callable[[str, int], Any]] = {
    "stride": lambda text, rank: _parse_entries(text, rank, lambda part: _parse_int(part, 1)),
    "padding": _parse_padding,
    "dilation": lambda text, rank: _parse_entries(text, rank, lambda part: _parse_int(part, 1)),
    "flip": lambda text, rank: _parse_word(text, ("true", "false")) == "true",
    "bias": lambda text, rank: _parse_number(text, "it"),
    "padding_mode": lambda text, rank: _parse_word(text, PADDING_MODES),
}


#: The names of a link's parameters.
PARAMETERS = ("rank", "example", "x", "w", "step", *_PARSERS)


# ------------------------------------------------------------------------------------------ lessons


def lesson(state: State) -> dict[str, Any]:
    """A state as the fields of a lesson file.

    >>> made = lesson(opened(examples.default(1)))
    >>> made["rank"], made["stride"], made["step"]
    (1, (1,), 1)
    """
    named = {"example": state.example.slug, **({"title": state.title} if state.title else {})}
    tensors = {"x": state.x, "w": state.w}
    return {"rank": state.rank, **named, **tensors, **vars(state.parameters), "step": state.step + 1}


def from_lesson(given: Mapping[str, Any]) -> State:
    """The state of a lesson file's fields; raises `FileError` with a sentence.

    One value of stride, padding or dilation means rows and columns, as in a link.
    """
    rank = given["rank"]
    named = {f.name: given[f.name] for f in fields(Parameters) if f.name in given}
    example = examples.find(given.get("example", ""))
    if example is None or example.rank != rank:
        example = examples.default(rank)
    step, title = given.get("step", 1) - 1, given.get("title", "")
    state = State(example, given["x"], given["w"], parameters(rank, **named), step, title)
    try:
        state.convolution()
    except ConvolutionError as error:
        raise FileError(f"The lesson cannot be shown: {error}.") from None
    for name in ("stride", "padding", "dilation"):
        largest = max(map(_largest, getattr(state.parameters, name)))
        if largest > MAX_ENTRY:
            raise FileError(f"The lesson’s {name} is {largest}; the limit is {MAX_ENTRY}, use a smaller one.")
    return state


def _largest(entry: Any) -> int:
    """The largest number of an entry; words count as none."""
    return 0 if isinstance(entry, str) else int(np.max(entry))
