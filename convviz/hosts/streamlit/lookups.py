"""Spares Streamlit two things that it looks up in every run of a page, which cost a quarter of it.

The theme is written into every run: Streamlit goes through all of its options six times, a section each, and
makes other names of those that are set. The options are read when the server starts and stay.

Every field and list asks whether its own key holds nothing. For that Streamlit collects the values of all
widgets, and makes a class for each component among them.

Where Streamlit has another way, nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, wraps
from typing import Any

from streamlit import config
from streamlit.runtime import app_session
from streamlit.runtime.state import SessionState
from streamlit.runtime.state.safe_session_state import SafeSessionState

_OPTIONS = "get_options_for_section"
_RENAME = "to_snake_case"
_VALUES = "filtered_state"
#: How the keys begin that Streamlit makes itself.
_STREAMLITS = "$$"


@cache
def shorten() -> None:
    """From now on what a run asks for is looked up once, and nothing else is."""
    look_up = getattr(config, _OPTIONS, None)
    if callable(look_up) and callable(getattr(config, "get_config_options", None)):
        setattr(config, _OPTIONS, remembered(look_up, config.get_config_options))
    rename = getattr(app_session, _RENAME, None)
    if callable(rename):  # from the text of a name to another text
        setattr(app_session, _RENAME, cache(rename))
    if _has_values():
        setattr(SafeSessionState, _VALUES, property(Values))


def _has_values() -> bool:
    """Whether Streamlit has all that `Values` asks for; a name it lacked it would look for without end."""
    parts = (getattr(SafeSessionState, _VALUES, None), getattr(SessionState, _VALUES, None))
    names = getattr(SafeSessionState, "__annotations__", {})
    return all(isinstance(part, property) for part in parts) and {"_lock", "_state"} <= {*names}


def remembered(
    look_up: Callable[[str], dict[str, Any]], options: Callable[[], dict[str, Any]]
) -> Callable[[str], dict[str, Any]]:
    """The same look-up, which remembers sections of the theme for as long as `options` gives the same object.

    >>> options, asked = {"theme.base": "dark"}, []
    >>> look_up = remembered(lambda section: asked.append(section) or {"base": "dark"}, lambda: options)
    >>> look_up("theme"), look_up("theme"), look_up("server"), look_up("server"), asked
    ({'base': 'dark'}, {'base': 'dark'}, {'base': 'dark'}, {'base': 'dark'}, ['theme', 'server', 'server'])
    """
    known: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}

    @wraps(look_up)
    def found(section: str) -> dict[str, Any]:
        if not section.startswith("theme"):
            return look_up(section)
        present = options()
        of, values = known.get(section, (None, {}))
        if of is not present:
            values = look_up(section)
            known[section] = present, values
        return dict(values)

    return found


class Values(Mapping[str, Any]):
    """What a session holds by the keys of the page, each value looked up when it is asked for.

    Streamlit has a dict there, and `st.session_state.to_dict()` hands it out; this can be read alone.
    """

    def __init__(self, state: SafeSessionState) -> None:
        self.state = state

    def __getitem__(self, key: str) -> Any:
        """The value under a key."""
        with self.state._lock:
            if key.startswith(_STREAMLITS):  # which of them are shown, it alone knows
                return self.state._state.filtered_state[key]
            return self.state._state[key]

    def __iter__(self) -> Iterator[str]:
        """All keys; they are collected as Streamlit does."""
        with self.state._lock:
            return iter(self.state._state.filtered_state)

    def __len__(self) -> int:
        """How many there are."""
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        """As Streamlit's dict."""
        return repr(dict(self))
