"""The tabs under the stage.

Only the one that is open is computed, and only when it is looked at and the stage has been painted: nothing
here may keep an edit from being seen.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import streamlit as st

from convviz import explain
from convviz.document.document import Document
from convviz.document.origin import origin
from convviz.document.session import Session
from convviz.document.strip import layer_name
from convviz.explain.check import check
from convviz.explain.programs import Snippet, snippets, snippets_of_stack
from convviz.hosts import takeaway
from convviz.hosts.streamlit.wording import plain

#: Stands in every tab while the stage waits for an answer, which each of them would give away.
WAITING = "Waits until you have answered the question on the stage."


KEY = "follow"
#: Of the switch that asks for the program of all layers.
_ALL = "code-all-layers"

_mount = st.components.v2.component(
    "convviz.follow",
    js=Path(__file__).with_name("follow.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def follow(session: Session) -> None:
    """Takes note of where the stage rests."""
    chosen = st.session_state.setdefault("tab", session.look.tab.capitalize())
    mounted = _mount(key=KEY, data={"tab": chosen.lower()}, on_place_change=_nothing)
    place = mounted.place if isinstance(mounted.place, Mapping) else {}
    report = place.get("report")
    session.seen = session.seen or place.get("seen") is True
    if isinstance(report, Mapping):
        session.receive(report)


def show(session: Session) -> None:
    """Shows the tabs of the present rank; what is in the open one comes when the stage stands and it is seen.

    Until then the others wait empty, and so does the one that is open.
    """
    contents = {"Explain": _explain, "Code": _code, "Check": _check}
    tabs = st.tabs(list(contents), key="tab", on_change=partial(setattr, session, "seen", True))
    for tab, content in zip(tabs, contents.values(), strict=True):
        if not (tab.open and session.seen and session.painted):
            continue
        with tab:
            if session.hiding:
                st.caption(WAITING)
            else:
                content(session.draft.document)


def _nothing() -> None:
    """Streamlit keeps a component's state only under a callback."""


def _explain(document: Document) -> None:
    said = explain.explanation(document.layer, document.shown_step, origin(document)["slices"])
    copy = st.popover("As LaTeX", type="tertiary", key="latex", on_change="rerun")
    if copy.open:
        copy.code(said.step, language="latex")
    st.markdown("\n\n".join(_paragraphs(said)))


def _paragraphs(said: explain.Explanation) -> Iterator[str]:
    """The paragraphs of the explanation: one element of the page, since each costs the server a message."""
    yield from (_heading(said.place), _formula(said.step), _heading("Every window"))
    yield from (_formula(said.definition), _small(said.legend))
    if said.law:
        yield from (_heading("Why it is called transposed"), _formula(said.law))
    yield from (_heading("Size of the output"), _formula(said.size), _small(said.size_legend))
    if said.weights:
        yield from (_heading("Numbers that a network would learn"), _formula(said.weights))
    if said.settings:
        yield _heading("What the settings do")
        yield "\n".join(f"- {plain(sentence)}" for sentence in said.settings)
    yield from (_heading("Easily mistaken"), plain(said.misconception))


def _heading(text: str) -> str:
    return f"**{plain(text)}**"


def _formula(latex: str) -> str:
    return f"$$\n{latex}\n$$"


def _small(text: str) -> str:
    return f":small[:gray[{plain(text)}]]"


def _code(document: Document) -> None:
    offered = {snippet.title: snippet for snippet in _programs(document)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        title = st.segmented_control(
            "Library", list(offered), default="NumPy", key="library", required=True, persist_state="page"
        )
        if len(document.stack) > 1:
            st.toggle("All layers", key=_ALL, help="One program for all layers in a row")
        notebook = takeaway.notebook(document.at(document.shown_step))
        st.download_button(
            "Save as a notebook",
            notebook.make,
            notebook.name,
            notebook.mime,
            key="code-notebook",
            on_click="ignore",
            help=f"Download {notebook.name}: text, formulas, the stage, a figure and the program",
        )
    snippet = offered[title or "NumPy"]
    st.markdown(plain(snippet.note))
    st.code(snippet.code, language="python")


def _programs(document: Document) -> list[Snippet]:
    """Those of the shown layer, or of all that could be made, in a row."""
    stack = document.stack
    if len(stack) == 1 or not st.session_state.get(_ALL):
        return snippets(document.layer)
    return snippets_of_stack(stack, list(map(layer_name, document.layers, stack.layers)))


def _check(document: Document) -> None:
    found = check(document.layer)
    if found.agrees:
        st.success(plain(f"The output agrees with {found.reference}."))
    else:
        st.error(plain(f"The output does not agree with {found.reference}."))
    st.markdown(plain(found.compared))
    cells = f"the {found.cells:,} cells" if found.cells > 1 else "the 1 cell"
    st.markdown(
        plain(
            f"The largest difference of {cells} is {_amount(found.difference)}; "
            f"rounding explains up to {_amount(found.tolerance)}."
        )
    )


def _amount(size: float) -> str:
    return explain.written(size) if math.isfinite(size) else "beyond all measure"
