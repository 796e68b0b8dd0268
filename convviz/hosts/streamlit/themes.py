"""Lets Streamlit look its theme up once.

Streamlit writes the theme into every run of a page. For that it goes through all of its options six times, a
section each, and makes other names of those that are set: a fifth of what a run costs. The options are read
when the server starts and stay.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from streamlit import config
from streamlit.runtime import app_session

_NAME = "get_options_for_section"
_RENAME = "to_snake_case"


@cache
def remember() -> None:
    """From now on the options of a section of the theme are looked up once, and each is renamed once.

    When Streamlit reads its options anew, they are looked up anew. Where it has another way, nothing changes.
    """
    look_up = getattr(config, _NAME, None)
    if callable(look_up) and callable(getattr(config, "get_config_options", None)):
        setattr(config, _NAME, remembered(look_up, config.get_config_options))
    rename = getattr(app_session, _RENAME, None)
    if callable(rename):  # from the text of a name to another text
        setattr(app_session, _RENAME, cache(rename))


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
