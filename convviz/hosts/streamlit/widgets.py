"""Which widget on the page shows what, as far as the server knows.

A browser sends what all its widgets hold with every message. So if the server set the value of a widget
under its key in `session_state`, a message that had left the browser before would seem to set it back, as if
the user had; that cost people what they had typed. A widget's value is therefore never set: where something
else than the user changes what is to be shown, another widget takes its place, under another key, and so with
another identity. What a message says of the former widget is about that one, and a value that is known
already is nobody's choice.

Nothing here imports Streamlit.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(eq=False)
class Widget:
    """A widget under one key, and the value that it is known to show.

    `typed` says that it is a field to type into: a browser keeps in it what it does not accept, such as a
    number beyond its limits, and does not tell the server.
    """

    key: str
    value: Any
    typed: bool = False

    def choose(self, value: Any, take: Callable[[Any], object]) -> bool:
        """Gives what the widget holds now to `take`, if it is not what was known; says whether it did.

        >>> stride = Widget("stride", 1)
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
class Widgets:
    """The widgets on one page, by name: `present` as of the last run, `drawn` in the present one."""

    present: dict[str, Widget] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)
    drawn: set[str] = field(default_factory=set)

    def begin(self) -> None:
        """Begins a run of the page; one that was interrupted before is not complete."""
        self.drawn = set()

    def of(self, name: str, value: Any, typed: bool = False) -> Widget:
        """The widget `name` that shows `value`: the present one if it does.

        >>> widgets = Widgets()
        >>> first = widgets.of("stride", 1)
        >>> first.key, widgets.of("stride", 1) is first, widgets.of("stride", 2) is first
        ('stride', True, False)

        The first key is the name itself, so that a browser that was there before a restart of the server
        still means the same widget; those that follow are random.
        """
        widget = self.present.get(name)
        if widget is None or widget.value != value:
            key = f"{name}-{secrets.token_hex(4)}" if name in self.begun else name
            widget = self.present[name] = Widget(key, value, typed)
        self.begun.add(name)
        self.drawn.add(name)
        return widget

    def end(self) -> None:
        """Ends a run that is complete: what it did not draw has left the page, and the browser forgets it."""
        self.present = {name: widget for name, widget in self.present.items() if name in self.drawn}

    def renew(self) -> None:
        """From the next run on, every field to type into is a new one.

        >>> widgets = Widgets()
        >>> stride, rank = widgets.of("stride", 1, typed=True), widgets.of("rank", 2)
        >>> widgets.renew()
        >>> widgets.of("stride", 1) is stride, widgets.of("rank", 2) is rank
        (False, True)

        For what lays a draft anew: undo, another example, a file. A new field has no focus.
        """
        self.present = {name: widget for name, widget in self.present.items() if not widget.typed}
