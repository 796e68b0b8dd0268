"""The controls that the sidebar is made of: each shows a value and gives what the user chooses to `take`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

import streamlit as st

from convviz.hosts.streamlit import stage
from convviz.hosts.streamlit.visits import Visit
from convviz.hosts.streamlit.widgets import Widgets

Take: TypeAlias = Callable[[Any], object]


def widgets() -> Widgets:
    """The widgets of the present page."""
    return _visit().widgets


def _visit() -> Visit:
    present: Visit = st.session_state.visit
    return present


def after_edits(act: Callable[..., object], *given: Any) -> None:
    """Does what a control is for, after the edits on the stage that came with it."""
    visit = _visit()
    with visit.lock:
        stage.take(visit)
        act(*given)


def then_renew(act: Callable[..., object], *given: Any) -> None:
    """Does what lays the draft anew, after which no field keeps what was typed into it and not accepted."""
    after_edits(_renewing, act, *given)


def _renewing(act: Callable[..., object], *given: Any) -> None:
    act(*given)
    widgets().renew()


def control(draw: Callable[..., Any], name: str, value: Any, take: Take, typed: bool = False) -> None:
    """Any widget: `draw` is a function of Streamlit that has all it needs but key and callback.

    `typed` says that it is a field to type into.
    """
    widget = widgets().of(name, value, typed)

    def changed() -> None:
        after_edits(widget.choose, st.session_state[widget.key], take)

    chosen = draw(key=widget.key, on_change=changed)
    if widget.choose(chosen, take):  # chosen before this session knew the widget: the server was restarted
        st.rerun()


def segments(label: str, names: dict[Any, str], value: Any, take: Take, name: str, **more: Any) -> None:
    """A choice of which all options are seen: value to name."""
    more = {"width": "stretch", "required": True, "default": names[value], **more}
    _named(partial(st.segmented_control, label, list(names.values()), **more), names, value, take, name)


def choice(label: str, names: dict[Any, str], value: Any, take: Take, name: str, **more: Any) -> None:
    """A choice from a list: value to name."""
    options = list(names.values())
    box = partial(st.selectbox, label, options, options.index(names[value]), **more)
    _named(box, names, value, take, name)


def _named(draw: Callable[..., Any], names: dict[Any, str], value: Any, take: Take, name: str) -> None:
    """A widget with options: what a browser holds of it, and sends, is a name and not a value.

    So another name for the same value takes another widget; one that was offered before is nobody's choice.
    """
    values = {called: one for one, called in names.items()}

    def named(chosen: str) -> None:
        if chosen in values:
            take(values[chosen])

    control(draw, name, names[value], named)


def whole(label: str, value: int, least: int, most: int, take: Take, name: str, **more: Any) -> None:
    """A whole number. What is there is always within the range: a change elsewhere may have narrowed it."""
    low, high = min(least, value), max(most, value)
    control(partial(st.number_input, label, low, high, value, step=1, **more), name, value, take, typed=True)


def popover(label: str, key: str, content: Callable[[], None]) -> None:
    """A popover whose content is made when it is opened."""
    found = st.popover(label, key=key, on_change="rerun", width="stretch")
    if found.open:
        with found:
            content()
