"""What Streamlit looks up in every run: its theme, and what a field of the page holds."""

from __future__ import annotations

import pytest
from streamlit import config
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime import app_session
from streamlit.runtime.state import SessionState
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.string_util import to_snake_case

from convviz.hosts.streamlit import lookups

SECTIONS = ["theme", "theme.light", "theme.dark", "theme.sidebar", "server"]


@pytest.fixture
def streamlit(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Streamlit's own look-ups, which come back when the test is over."""
    for module, name in ((config, "get_options_for_section"), (app_session, "to_snake_case")):
        own = getattr(module, name)
        monkeypatch.setattr(module, name, getattr(own, "__wrapped__", own))
    own = property(lambda state: state._state.filtered_state)
    monkeypatch.setattr(SafeSessionState, "filtered_state", own)
    return monkeypatch


def shorten() -> None:
    """As if it were for the first time."""
    lookups.shorten.__wrapped__()


def session_with_a_field() -> tuple[SessionState, SafeSessionState]:
    """A session that holds a value, and fields with a key and without one, as the browser has sent them."""
    session = SessionState()
    state = SafeSessionState(session, lambda: None)
    state["stride"] = 2
    for id, key in (("$$ID-1-bias", "bias"), ("$$ID-2-None", None)):
        metadata = WidgetMetadata(id, lambda value: value, lambda value: value, "int_value")
        session._set_widget_metadata(metadata)
        session._new_widget_state.set_widget_from_proto(WidgetState(id=id, int_value=5))
        session._set_key_widget_mapping(id, key) if key else None
    return session, state


def test_streamlit_has_the_look_up_that_is_remembered(streamlit: pytest.MonkeyPatch) -> None:
    before = [config.get_options_for_section(section) for section in SECTIONS]
    shorten()
    after = [config.get_options_for_section(section) for section in SECTIONS]
    assert after == before
    assert hasattr(config.get_options_for_section, "__wrapped__")
    after[0]["base"] = "changed by whoever asked"
    assert config.get_options_for_section("theme") == before[0]


def test_a_name_that_was_made_is_remembered(streamlit: pytest.MonkeyPatch) -> None:
    shorten()
    for _ in range(2):
        assert app_session.to_snake_case("primaryColor") == to_snake_case("primaryColor") == "primary_color"
    assert app_session.to_snake_case.cache_info().hits > 0


def test_options_that_are_read_anew_are_looked_up_anew() -> None:
    options = [{"theme.base": "light"}]
    look_up = lookups.remembered(lambda section: {"base": options[0]["theme.base"]}, lambda: options[0])
    assert look_up("theme") == {"base": "light"}
    options[0] = {"theme.base": "dark"}
    assert look_up("theme") == {"base": "dark"}


def test_a_value_is_found_by_its_key_as_streamlit_finds_it(streamlit: pytest.MonkeyPatch) -> None:
    shorten()
    session, state = session_with_a_field()
    own, found = session.filtered_state, state.filtered_state
    assert isinstance(found, lookups.Values)
    assert own == dict(found) == {"stride": 2, "bias": 5}
    assert (len(found), str(found)) == (2, str(dict(found)))
    for key in ("stride", "bias", "padding", "$$ID-1-bias", "$$ID-2-None", "$$STREAMLIT_INTERNAL_KEY_X"):
        assert found.get(key) == own.get(key), key


@pytest.mark.parametrize("name", ["_lock", "_state"])
def test_where_streamlit_has_other_names_nothing_changes(name: str, streamlit: pytest.MonkeyPatch) -> None:
    streamlit.delitem(SafeSessionState.__annotations__, name)
    streamlit.delattr(config, "get_options_for_section")
    streamlit.delattr(app_session, "to_snake_case")
    shorten()
    assert not hasattr(config, "get_options_for_section")
    _, state = session_with_a_field()
    assert type(state.filtered_state) is dict
