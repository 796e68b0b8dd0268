"""Refusals of files and texts: sentences that say why, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

_Tensor: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Offer:
    """Another way to read the same: what a button says, and the tensor that it gives, at its own rank.

    `opens` says whether it is to be opened at that rank, also where it would fit the one that is shown;
    `named` has both tensors of a file with an input (`x`) and a filter (`w`).
    """

    label: str
    values: _Tensor
    opens: bool = False
    named: Mapping[str, _Tensor] = field(default_factory=dict)


class ReadError(ValueError):
    """A file or a text cannot be used; the message is a sentence that says why and what to do.

    `offers` are readings to choose from, where there are several. `found` is the tensor that there is, and
    `rank` its rank, where another rank was asked for.
    """

    def __init__(self, message: str, offers: Sequence[Offer] = (), found: _Tensor | None = None) -> None:
        super().__init__(message)
        self.offers = tuple(offers)
        self.found = found

    @property
    def rank(self) -> int | None:
        """The rank of what was found, where it is not the one that was asked for."""
        return None if self.found is None else self.found.ndim


@contextmanager
def damaged(kind: str) -> Iterator[None]:
    """Makes a sentence of whatever a library raises over damaged bytes, which is documented nowhere."""
    try:
        yield
    except ReadError:
        raise
    except Exception:
        raise ReadError(f"The {kind} is damaged or cut short; save it again.") from None


def as_sentence(error: Exception) -> str:
    """An error's message as a sentence.

    >>> as_sentence(ValueError("stride 0 is too small"))
    'Stride 0 is too small.'
    """
    text = str(error)
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}."


def quoted(text: str, length: int = 30) -> str:
    """A text as a message shows it: on one line, cut short where it is long."""
    shown = "".join(c if c.isprintable() else "�" for c in re.sub(r"\s", " ", text[:length]))
    return f"“{shown}…”" if len(text) > length else f"“{shown}”"


def count(number: int, word: str) -> str:
    """How many there are of something.

    >>> count(1, "row"), count(4096, "row")
    ('1 row', '4,096 rows')
    """
    return f"{number:,} {word}{'' if number == 1 else 's'}"
