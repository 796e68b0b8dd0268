"""How the page is looked at, as far as a link carries it: each only where it is not the default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from convviz.document.reading.errors import quoted

TABS = ("explain", "code", "check")
OUTPUTS = ("growing", "whole")
_SWITCH = ("true", "false")
_SAME = {"1": "true", "0": "false"}


@dataclass(frozen=True)
class Look:
    """How the page is looked at: multiply by multiply, predicting, presenting, and which tab is open.

    `output` says whether the output grows with the steps or is shown whole; without a word the stage decides.
    `scatter` is the second view of a transposed convolution.
    """

    multiply: bool = False
    predict: bool = False
    present: bool = False
    tab: str = TABS[0]
    output: str = ""
    scatter: bool = False


#: The names in a link.
NAMES = tuple(field.name for field in fields(Look))
_WORDS = {"tab": TABS, "output": OUTPUTS}


def parse_look(given: Mapping[str, str]) -> tuple[Look, list[str]]:
    """The look that a link carries, and a sentence for each parameter that is left aside.

    >>> parse_look({"predict": "true", "output": "whole"})[0]
    Look(multiply=False, predict=True, present=False, tab='explain', output='whole', scatter=False)
    >>> parse_look({"present": "maybe"})[1]
    ['The link’s present, “maybe”, is left aside: give one of true, false.']
    """
    chosen: dict[str, bool | str] = {}
    complaints = []
    for name in (name for name in NAMES if name in given):
        text, known = given[name], _WORDS.get(name, _SWITCH)
        text = _SAME.get(text.lower(), text.lower()) if known is _SWITCH else text.lower()
        if text not in known:
            allowed = ", ".join(known)
            complaints.append(f"The link’s {name}, {quoted(text)}, is left aside: give one of {allowed}.")
        else:
            chosen[name] = text == "true" if known is _SWITCH else text
    return Look(**chosen), complaints  # type: ignore[arg-type]
