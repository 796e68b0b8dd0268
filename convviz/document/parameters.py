"""The parameters of layers: one row of a table says everything that is known of each.

Vocabulary: an *entry* is one axis's part of a parameter; a *kind* is that of a layer, as links name it.
Links, lesson files, the controls of the page and their bounds are read off the table, so a parameter is added
by a row of it and a field of `Parameters`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from convviz.core.arguments import MODE_LIMITS, PADDING_WORDS
from convviz.document.limits import MAX_ENTRY, MAX_FILTERS
from convviz.document.reading.numbers import number_text, read_number, with_plus

Ints: TypeAlias = tuple[int, ...]
Padding: TypeAlias = tuple[str, ...] | tuple[tuple[int, int], ...]


#: The kinds of layers that have filters, that keep one number of every window, and that do neither.
FILTERING = ("convolution", "transposed")
POOLING = ("max", "mean")
ACTIVATING = ("relu", "leaky_relu", "sigmoid", "tanh")


@dataclass(frozen=True)
class Parameters:
    """The parameters of a layer, an entry for every axis; those that its kind has not are the default ones.

    >>> parameters(3, stride=2, padding="same").padding
    ('valid', 'same', 'same')

    `bias` may be one for each filter; a `stride` that is None is the size.
    """

    stride: Ints | None
    padding: Padding
    dilation: Ints
    size: Ints
    output_padding: Ints
    flip: bool = False
    bias: float | tuple[float, ...] = 0.0
    padding_mode: str = "constant"
    groups: int = 1


@dataclass(frozen=True)
class Parameter:
    """A row of the table.

    `label` is what the page calls it, `choices` what it calls the values to choose from, `kinds` are those of
    the layers that have it. `spread` makes of a value, as Python, an example or a lesson file gives it, the
    entries of a rank. `parse` does so of the text of a link, and raises `ValueError` with what is to be given
    instead; `write` is its inverse. `most` is the largest number in a link or a lesson file, for parameters
    that have an entry per axis; `neutral` is then the entry that does nothing. `defaults` are those of kinds
    that have another default.
    """

    name: str
    label: str
    kinds: tuple[str, ...]
    default: Any
    parse: Callable[[str, int], Any]
    write: Callable[[Any], str]
    spread: Callable[[Any, int], Any] = lambda value, rank: value
    most: int | None = None
    neutral: Any = 1
    choices: Mapping[Any, str] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)

    @property
    def per_axis(self) -> bool:
        """Whether it has an entry per axis."""
        return self.most is not None

    def default_of(self, kind: str) -> Any:
        """The default of a kind of layer."""
        return self.defaults.get(kind, self.default)

    def largest(self, value: Any) -> int:
        """The largest number in a value that has an entry per axis; words count as none."""
        return max(0 if isinstance(entry, str) else int(np.max(entry)) for entry in value or (0,))

    def at_rank(self, value: Any, rank: int) -> Any:
        """The same value for more axes, or fewer: the first ones get, or had, the entry that does nothing.

        >>> PARAMETERS["stride"].at_rank((2, 2), 3), PARAMETERS["stride"].at_rank((1, 2, 2), 2)
        ((1, 2, 2), (2, 2))

        None is left as it is. Raises `ValueError` where an axis that would be lost has another entry.
        """
        if not self.per_axis or value is None:
            return value
        neutral = "valid" if isinstance(value[-1], str) else self.neutral
        more = rank - len(value)
        if any(entry not in (neutral, "valid") for entry in value[: max(0, -more)]):
            raise ValueError(f"{self.name} {self.write(value)} is for {len(value)} axes")
        return (neutral,) * more + value if more > 0 else value[-more:]


def parameters(rank: int, kind: str = "convolution", **given: Any) -> Parameters:
    """Parameters from some of them, as a link or an example gives them.

    One value for all axes means rows and columns at rank 3; the depth then keeps stride 1, dilation 1
    and no padding, and pooling a size of 1. Nothing is checked: that is the layer's.
    """
    values = {name: given.get(name, row.default_of(kind)) for name, row in PARAMETERS.items()}
    return Parameters(**{name: PARAMETERS[name].spread(value, rank) for name, value in values.items()})


def is_uniform(given: Parameters) -> bool:
    """Whether each parameter that has an entry per axis is one value for rows and columns.

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


#: How a link writes a stride of pooling that is its size.
_AS_SIZE = "size"
_BRACKETS = re.compile(r"[\[(]([^\[\]()]*?),?[\])]")
#: A pair among others, as NumPy and this package write cells before and after.
_PAIR = re.compile(r"[\[(]\s*(\d{1,9})\s*,\s*(\d{1,9})\s*[\])](?=\s*[,\])])")


def _parse_entries(text: str, rank: int, parse: Callable[[str], Any]) -> Any:
    """One entry, or a tuple of one per axis, also in brackets as code has it."""
    parts = [part.strip() for part in _BRACKETS.sub(r"\1", text.strip()).split(",")]
    if len(parts) not in (1, rank):
        more = f", or {rank}, one per axis" if rank > 1 else ""
        raise ValueError(f"it has {len(parts)} values; give one{more}")
    entries = tuple(map(parse, parts))
    return entries if len(entries) > 1 else entries[0]


def _parse_whole(text: str, least: int, most: int = MAX_ENTRY) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and least <= int(text) <= most):
        raise ValueError(f"give a whole number from {least} to {most}")
    return int(text)


def _parse_steps(text: str, rank: int) -> Ints:
    """A dilation or a size."""
    return _spread(_parse_entries(text, rank, lambda part: _parse_whole(part, 1)), rank)


def _parse_stride(text: str, rank: int) -> Ints | None:
    return None if text == _AS_SIZE else _parse_steps(text, rank)


def _write_stride(entries: Ints | None) -> str:
    return _AS_SIZE if entries is None else _write_entries(entries)


def _spread_stride(value: Any, rank: int) -> Any:
    return None if value is None else _spread(value, rank)


def _parse_output_padding(text: str, rank: int) -> Ints:
    return _spread(_parse_entries(text, rank, lambda part: _parse_whole(part, 0)), rank, 0)


def _parse_groups(text: str, rank: int) -> int:
    return _parse_whole(text, 1, MAX_FILTERS)


def _parse_padding(text: str, rank: int) -> Padding:
    """A word, in any letters, or cells before and after, for all axes or for each."""
    text = _PAIR.sub(r"\1:\2", text.lower())
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


def parse_biases(text: str, filters: int) -> float | tuple[float, ...]:
    """The bias of a layer with so many filters: one for all, or one for each.

    >>> parse_biases("1,2", 2), parse_biases("1", 2), parse_biases("0,5", 1)
    ((1.0, 2.0), 1.0, 0.5)
    """
    parts = text.split(",") if filters > 1 else [text]
    if filters > 1 and any(len(part.split()) > 1 for part in parts):
        raise ValueError(f"commas go between its numbers; give one, or {filters}, one for each filter")
    if len(parts) not in (1, filters):
        raise ValueError(f"it has {len(parts)} numbers; give one, or {filters}, one for each filter")
    values = tuple(_parse_bias(part, 1) for part in parts)
    return values if len(values) > 1 else values[0]


def _write_bias(bias: float | tuple[float, ...]) -> str:
    return ",".join(map(number_text, bias if isinstance(bias, tuple) else (bias,)))


_SLIDING = (*FILTERING, *POOLING)
_ROWS = (
    Parameter("size", "Size", POOLING, 2, _parse_steps, _write_entries, _spread, MAX_ENTRY),
    Parameter(
        "stride",
        "Stride",
        _SLIDING,
        default=1,
        parse=_parse_stride,
        write=_write_stride,
        spread=_spread_stride,
        most=MAX_ENTRY,
        defaults=dict.fromkeys(POOLING),
    ),
    Parameter(
        "padding",
        "Padding",
        _SLIDING,
        default=0,
        parse=_parse_padding,
        write=lambda entries: _write_entries(entries, (0, 0)),
        spread=_spread_padding,
        most=MAX_ENTRY,
        neutral=(0, 0),
        choices={"valid": "None", "same": "Same", "full": "Full"},
    ),
    Parameter("dilation", "Dilation", _SLIDING, 1, _parse_steps, _write_entries, _spread, MAX_ENTRY),
    Parameter(
        "output_padding",
        "Output padding",
        ("transposed",),
        default=0,
        parse=_parse_output_padding,
        write=lambda entries: _write_entries(entries, 0),
        spread=lambda value, rank: _spread(value, rank, 0),
        most=MAX_ENTRY,
        neutral=0,
    ),
    Parameter(
        "flip",
        "Operation",
        ("convolution",),
        default=False,
        parse=_parse_flip,
        write=lambda flip: "true" if flip else "false",
        choices={False: "Cross-correlation", True: "Convolution"},
    ),
    Parameter("bias", "Bias", FILTERING, 0.0, _parse_bias, _write_bias),
    Parameter(
        "padding_mode",
        "Padding holds",
        ("convolution",),
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
    Parameter("groups", "Groups", ("convolution",), 1, _parse_groups, str),
)
#: The table, by name.
PARAMETERS = {row.name: row for row in _ROWS}
