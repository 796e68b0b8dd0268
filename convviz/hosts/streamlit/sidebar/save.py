"""Save: what can be taken out of the page. Each file is made when it is asked for, beside the page's runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from convviz.document.draft import Draft
from convviz.hosts import takeaway
from convviz.hosts.streamlit.wording import plain
from convviz.hosts.takeaway import File

#: A film of more windows takes long enough to be told how far it is.
_LONG = 40


@dataclass
class Film:
    """How far a film is that is being made: frames drawn, and all of them."""

    drawn: int = 0
    all: int = 0


def show(draft: Draft) -> None:
    """Shows the menu's content."""
    with st.container(key="saving"):
        _rows(draft)


def _rows(draft: Draft) -> None:
    document = draft.document.at(draft.document.shown_step)
    lesson = takeaway.lesson_file(document)
    _button("Lesson file: everything on this page", lesson, "lesson", width="stretch")
    _row("Input", takeaway.tensor_files("input", lambda: draft.layer.x))
    if document.plan.w is not None:
        _row("Filter", takeaway.tensor_files("filter", lambda: draft.document.plan.w))
    _row("Output", takeaway.tensor_files("output", lambda: draft.layer.output))
    theme = _theme()
    _row("This window", takeaway.figures(document, False, theme))
    _row("All windows", takeaway.figures(document, True, theme), takeaway.without_sheet(document))
    film = st.session_state.setdefault("film", Film())
    film.all = len(document.layer)
    made = takeaway.film(document, theme, lambda count: _note(film, count))
    _row("Film", [made], takeaway.without_film(document))
    if film.all > _LONG:
        _progress(film)
    several = len(document.stack) > 1
    _row("Web page, all layers" if several else "Web page", [takeaway.page(document)])
    _row("Notebook, this layer" if several else "Notebook", [takeaway.notebook(document)])


def _theme() -> str:
    """Whether figures and films are light or dark: as the page is, until something is chosen.

    Streamlit takes a control with the same key for the same one, which keeps what it began with: it is
    another one when the page has changed, and stays when there was a choice.
    """
    themes = {"light": "Light", "dark": "Dark"}
    key = st.session_state.get("figures-chosen") or f"figures-theme-{st.context.theme.type or 'light'}"
    begins = key.removeprefix("figures-theme-")
    chosen: str = st.segmented_control(
        "Figures and film",
        list(themes),
        format_func=themes.__getitem__,
        default=begins,
        key=key,
        on_change=lambda: st.session_state.update({"figures-chosen": key}),
        required=True,
        width="stretch",
    )
    return chosen


def _row(name: str, files: Sequence[File], instead: str = "") -> None:
    """A name with a button for each of its files, or with why there are none."""
    if instead:
        st.caption(plain(instead))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(name, width="stretch")
        for file in files:
            kind = file.ending.removeprefix(".")
            _button(kind.upper(), file, f"{_key(name)}-{kind}", f"Download {file.name}")


def _key(name: str) -> str:
    """Of a row: its name without what it says of the layers."""
    return name.partition(",")[0].lower().replace(" ", "-")


def _button(label: str, file: File, key: str, help: str | None = None, width: str = "content") -> None:
    st.download_button(
        label,
        file.make,
        file.name,
        file.mime,
        key=f"save-{key}",
        on_click="ignore",
        help=help,
        width=width,  # type: ignore[arg-type]  # one of two words
    )


def _note(film: Film, count: int) -> None:
    film.drawn = count


@st.fragment(run_every=1)
def _progress(film: Film) -> None:
    """How far the film is, once a second while the menu is open."""
    if 0 < film.drawn < film.all:
        st.progress(film.drawn / film.all, f"Film: {film.drawn} of {film.all} windows")
