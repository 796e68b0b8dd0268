"""Which control on the page shows what, as far as the server knows.

Vocabulary: a *life* of a control lasts from the run that puts it on the page until it leaves, or until
something else than a hand changes what it shows; then a new control takes its place, under another key.

A browser sends what all its controls hold with every message. If the server changed what a control
holds, a message that left the browser before would seem to change it back, as if by hand; that cost
people what they had typed. So a control that holds work is never changed: what a message says of a former
life is about that life, and what repeats a known value is nobody's choice. Nothing here imports Streamlit.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(eq=False)
class Life:
    """A control under one key, and the value that it is known to show."""

    key: str
    value: Any

    def choose(self, value: Any, take: Callable[[Any], object]) -> bool:
        """Gives what the control holds now to `take`, if it is not what was known; says whether it did.

        >>> stride = Life("stride", 1)
        >>> stride.choose(2, print), stride.choose(2, print)
        2
        (True, False)
        """
        if value == self.value:
            return False
        self.value = value
        take(value)
        return True


@dataclass
class Lives:
    """The lives of the controls on one page, by name."""

    present: dict[str, Life] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)
    drawn: set[str] = field(default_factory=set)

    def begin(self) -> None:
        """Begins a run of the page; one that was interrupted before is not complete."""
        self.drawn = set()

    def of(self, name: str, value: Any) -> Life:
        """The life of the control `name` that shows `value`: the present one if it does.

        >>> lives = Lives()
        >>> first = lives.of("stride", 1)
        >>> first.key, lives.of("stride", 1) is first, lives.of("stride", 2) is first
        ('stride', True, False)

        The first key is the name itself, so that a browser that was there before a restart of the server
        still means the same control; those that follow are random.
        """
        life = self.present.get(name)
        if life is None or life.value != value:
            key = f"{name}-{secrets.token_hex(4)}" if name in self.begun else name
            life = self.present[name] = Life(key, value)
        self.begun.add(name)
        self.drawn.add(name)
        return life

    def end(self) -> None:
        """Ends a run that is complete: what it did not draw has left the page, and the browser forgets it."""
        self.present = {name: life for name, life in self.present.items() if name in self.drawn}
