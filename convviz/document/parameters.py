"""The parameters of a convolution: one row of a table says everything that is known of each.

Vocabulary: an *entry* is one axis's part of a parameter. Links, lesson files, the controls of the page and
their bounds are read off the table, so a parameter is added by a row of it and a field of `Parameters`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from convviz.core.arguments import MODE_LIMITS, PADDING_WORDS
from convviz.document.limits import MAX_ENTRY
from convviz.document.reading.numbers import number_text, read_number, with_plus

Ints: TypeAlias = tuple[int, ...]
Padding: TypeAlias = tuple[str, ...] | tuple[tuple[int, int], ...]


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


@dataclass(frozen=True)
class Parameter:
    """A row of the table.

    `label` is what the page calls it, `choices` what it calls the values to choose from. `spread` makes of a
    value, as Python, an example or a lesson file gives it, the entries of a rank. `parse` does so of the text
    of a link, and raises `ValueError` with what is to be given instead; `write` is its inverse. `most` is the
    largest number in a link or a lesson file, for parameters that have an entry per axis.
    """

    name: str
    label: str
    default: Any
    parse: Callable[[str, int], Any]
    write: Callable[[Any], str]
    spread: Callable[[Any, int], Any] = lambda value, rank: value
    most: int | None = None
    choices: Mapping[Any, str] = field(default_factory=dict)

    @property
    def per_axis(self) -> bool:
        """Whether it has an entry per axis."""
        return self.most is not None

    def largest(self, value: Any) -> int:
        """The largest number in a value that has an entry per axis; words count as none."""
        return max(0 if isinstance(entry, str) else int(np.max(entry)) for entry in value)


def parameters(rank: int, **given: Any) -> Parameters:
    """Parameters from some of them, as a link or an example gives them.

    One value for all axes means rows and columns at rank 3; the depth then keeps stride 1, dilation 1
    and no padding. Nothing is checked: that is `Convolution`'s.
    """
    values = {name: given.get(name, row.default) for name, row in PARAMETERS.items()}
    return Parameters(**{name: PARAMETERS[name].spread(value, rank) for name, value in values.items()})


def is_uniform(given: Parameters) -> bool:
    """Whether each of stride, padding and dilation is one value for rows and columns.

    >>> is_uniform(parameters(2, stride=2)), is_uniform(parameters(2, padding=((1, 2), (1, 2))))
    (True, False)
    """
    texts = [row.write(getattr(given, name)) for name, row in PARAMETERS.items() if row.per_axis]
    return not any(mark in text for text in texts for mark in ",:")


def _spread(value: Any, rank: int, depth: Any = 1) -> tuple[Any, ...]:
    """One entry per axis; one value for all means rows and columns."""
    if isinstance(value, tuple):
        return value
    return (depth, value, value) if rank == 3 else (value,) * rank


def _spread_padding(value: Any, rank: int) -> Padding:
    """One way to say the same: pairs for numbers, and for no padding at all."""
    entries = _spread(value, rank, "valid" if isinstance(value, str) else 0)
    if all(entry == "valid" for entry in entries):
        return ((0, 0),) * len(entries)
    return tuple((entry, entry) if isinstance(entry, int) else entry for entry in entries)


def _write_entries(entries: tuple[Any, ...], depth: Any = 1) -> str:
    """One value where all axes have it (at rank 3: where rows and columns have it), or all."""
    common = set(entries[-2:])
    if len(common) == 1 and (len(entries) < 3 or entries[0] in (depth, "valid")):
        entries = entries[-1:]
    return ",".join(map(_write_entry, entries))


def _write_entry(entry: Any) -> str:
    if isinstance(entry, tuple):
        before, after = entry
        return str(before) if before == after else f"{before}:{after}"
    return str(entry)


_BRACKETS = re.compile(r"[\[(]([^\[\]()]*?),?[\])]")


def _parse_entries(text: str, rank: int, parse: Callable[[str], Any]) -> Any:
    """One entry, or a tuple of one per axis, also in brackets as code has it."""
    parts = [part.strip() for part in _BRACKETS.sub(r"\1", text.strip()).split(",")]
    if len(parts) not in (1, rank):
        more = f", or {rank}, one per axis" if rank > 1 else ""
        raise ValueError(f"it has {len(parts)} values; give one{more}")
    entries = tuple(map(parse, parts))
    return entries if len(entries) > 1 else entries[0]


def _parse_whole(text: str, least: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and least <= int(text) <= MAX_ENTRY):
        raise ValueError(f"give a whole number from {least} to {MAX_ENTRY}")
    return int(text)


def _parse_steps(text: str, rank: int) -> Ints:
    """A stride or a dilation."""
    return _spread(_parse_entries(text, rank, lambda part: _parse_whole(part, 1)), rank)


def _parse_padding(text: str, rank: int) -> Padding:
    """A word, in any letters, or cells before and after, for all axes or for each."""
    text = text.lower()
    words = [part in PADDING_WORDS for part in text.split(",")]
    if any(words) and not all(words):
        raise ValueError("use words (valid, same, full) for all axes, or numbers for all")
    if all(words):
        return _spread_padding(_parse_entries(text, rank, str), rank)
    entries = _parse_entries(text, rank, _parse_pair)
    pairs = entries if isinstance(entries[0], tuple) else _spread_pair(entries, rank)
    return _spread_padding(pairs, rank)


def _spread_pair(pair: tuple[int, int], rank: int) -> tuple[tuple[int, int], ...]:
    return ((0, 0), pair, pair) if rank == 3 else (pair,) * rank


def _parse_pair(text: str) -> tuple[int, int]:
    before, colon, after = text.partition(":")
    try:
        return _parse_whole(before, 0), _parse_whole(after if colon else before, 0)
    except ValueError:
        raise ValueError(
            f"give valid, same or full, or whole numbers from 0 to {MAX_ENTRY}, such as 1, or 1:2 "
            "for before and after"
        ) from None


def _parse_word(text: str, known: tuple[str, ...]) -> str:
    if text not in known:
        raise ValueError(f"give one of {', '.join(known)}")
    return text


_FLIPS = {"true": True, "1": True, "false": False, "0": False}


def _parse_flip(text: str, rank: int) -> bool:
    flip = _FLIPS.get(text.lower())
    if flip is None:
        raise ValueError("give one of true, false")
    return flip


#: What PyTorch, TensorFlow, SciPy and OpenCV call a boundary, and what it is called here. `reflect` means
#: what it does in NumPy; SciPy's `reflect` is NumPy's `symmetric`.
_OTHER_NAMES = {
    "zeros": "constant",
    "zero": "constant",
    "circular": "wrap",
    "grid-wrap": "wrap",
    "periodic": "wrap",
    "replicate": "edge",
    "nearest": "edge",
    "mirror": "reflect",
    "grid-mirror": "symmetric",
    "reflect101": "reflect",
    "reflect_101": "reflect",
}


def _parse_mode(text: str, rank: int) -> str:
    known = tuple(MODE_LIMITS)
    ours = _OTHER_NAMES.get(text.lower(), text.lower())
    if text not in known and ours in known:
        raise ValueError(f"it is called {ours} here; give padding_mode={ours}")
    return _parse_word(text, known)


def _parse_bias(text: str, rank: int) -> float:
    try:
        return read_number(with_plus(text))
    except ValueError as error:
        raise ValueError(f"it {error}") from None


_ROWS = (
    Parameter("stride", "Stride", 1, _parse_steps, _write_entries, _spread, MAX_ENTRY),
    Parameter(
        "padding",
        "Padding",
        default=0,
        parse=_parse_padding,
        write=lambda entries: _write_entries(entries, (0, 0)),
        spread=_spread_padding,
        most=MAX_ENTRY,
        choices={"valid": "None", "same": "Same", "full": "Full"},
    ),
    Parameter("dilation", "Dilation", 1, _parse_steps, _write_entries, _spread, MAX_ENTRY),
    Parameter(
        "flip",
        "Operation",
        default=False,
        parse=_parse_flip,
        write=lambda flip: "true" if flip else "false",
        choices={False: "Cross-correlation", True: "Convolution"},
    ),
    Parameter("bias", "Bias", 0.0, _parse_bias, number_text),
    Parameter(
        "padding_mode",
        "Padding holds",
        default="constant",
        parse=_parse_mode,
        write=str,
        choices={
            "constant": "Zeros",
            "edge": "Edge: the nearest value",
            "reflect": "Reflect: a mirror on the edge cell",
            "symmetric": "Symmetric: a mirror beside it",
            "wrap": "Wrap: the opposite side",
        },
    ),
)
#: The table, by name.
PARAMETERS = {row.name: row for row in _ROWS}
