"""What Streamlit looks up in every run: its theme, and what a field of the page holds."""

from __future__ import annotations

from streamlit import config
from streamlit.runtime import app_session
from streamlit.runtime.state import SessionState
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.string_util import to_snake_case

from convviz.hosts.streamlit import lookups

SECTIONS = ["theme", "theme.light", "theme.dark", "theme.sidebar", "server"]


def test_streamlit_has_the_look_up_that_is_remembered() -> None:
    before = [config.get_options_for_section(section) for section in SECTIONS]
    lookups.shorten()
    after = [config.get_options_for_section(section) for section in SECTIONS]
    assert after == before
    assert hasattr(config.get_options_for_section, "__wrapped__")
    after[0]["base"] = "changed by whoever asked"
    assert config.get_options_for_section("theme") == before[0]


def test_a_name_that_was_made_is_remembered() -> None:
    lookups.shorten()
    for _ in range(2):
        assert app_session.to_snake_case("primaryColor") == to_snake_case("primaryColor") == "primary_color"
    assert app_session.to_snake_case.cache_info().hits > 0


def test_options_that_are_read_anew_are_looked_up_anew() -> None:
    options = [{"theme.base": "light"}]
    look_up = lookups.remembered(lambda section: {"base": options[0]["theme.base"]}, lambda: options[0])
    assert look_up("theme") == {"base": "light"}
    options[0] = {"theme.base": "dark"}
    assert look_up("theme") == {"base": "dark"}


def test_a_value_is_found_by_its_key_and_the_others_are_left_alone() -> None:
    lookups.shorten()
    session = SessionState()
    state = SafeSessionState(session, lambda: None)
    state["stride"], state["bias"] = 2, None
    found = state.filtered_state
    assert isinstance(found, lookups.Values)
    assert ("stride" in found, found["stride"]) == (True, 2)
    assert ("bias" in found, found["bias"]) == (True, None)
    assert "padding" not in found
    assert (dict(found), len(found)) == (session.filtered_state, 2)
