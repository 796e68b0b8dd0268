"""How the page is looked at, as far as a link carries it: each only where it is not the default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from convviz.document.reading.errors import quoted

TABS = ("explain", "code", "check")


@dataclass(frozen=True)
class Look:
    """How the page is looked at: multiply by multiply, predicting, presenting, and which tab is open."""

    multiply: bool = False
    predict: bool = False
    present: bool = False
    tab: str = TABS[0]


#: The names in a link.
NAMES = tuple(field.name for field in fields(Look))


def parse_look(given: Mapping[str, str]) -> tuple[Look, list[str]]:
    """The look that a link carries, and a sentence for each parameter that is left aside.

    >>> parse_look({"predict": "true", "tab": "code"})[0]
    Look(multiply=False, predict=True, present=False, tab='code')
    >>> parse_look({"present": "maybe"})[1]
    ['The link’s present, “maybe”, is left aside: give one of true, false.']
    """
    chosen: dict[str, bool | str] = {}
    complaints = []
    for name in NAMES:
        known = TABS if name == "tab" else ("true", "false")
        text = given.get(name, known[0] if name == "tab" else "false")
        if text not in known:
            allowed = ", ".join(known)
            complaints.append(f"The link’s {name}, {quoted(text)}, is left aside: give one of {allowed}.")
        else:
            chosen[name] = text if name == "tab" else text == "true"
    return Look(**chosen), complaints  # type: ignore[arg-type]
