"""Undo and redo, files to open and to save."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from convviz.document import lesson
from convviz.document.draft import Draft
from convviz.document.limits import MAX_BYTES, MAX_LINK
from convviz.document.reading.npy import to_npy
from convviz.document.reading.tables import to_table
from convviz.document.session import Session
from convviz.hosts.streamlit.sidebar.controls import popover, widgets


def show(session: Session) -> None:
    """Shows the bar of buttons."""
    draft = session.draft
    with st.container(horizontal=True, gap="xxsmall"):
        st.button("Undo", on_click=draft.undo, disabled=not draft.undoable, help="Take back the last change")
        st.button("Redo", on_click=draft.redo, disabled=not draft.redoable, help="Take back the last undo")
        popover("Open file", "open", lambda: _open(session))
        popover("Save", "save", lambda: _save(draft))


def too_long(draft: Draft) -> None:
    """Says that a link cannot carry what is shown, and offers what can."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f"These numbers take more than the {MAX_LINK:,} characters of a link: the address has none.",
            width="content",
        )
        _lesson_button("Save a lesson file", draft)


def _open(session: Session) -> None:
    names = {"x": "The input", "w": "The filter"}
    st.segmented_control(
        "The numbers become",
        list(names),
        format_func=names.__getitem__,
        default="x",
        key="target",
        required=True,
    )
    widget = widgets().of("file", session.uploads)  # a new uploader for every file

    def read() -> None:
        uploaded = st.session_state[widget.key]
        if uploaded is not None and widget.value == session.uploads:
            session.read(uploaded.getvalue(), st.session_state["target"])
            st.session_state["open"] = False  # the stage lies under the popover

    st.file_uploader(
        "CSV, TSV, NPY, NPZ, PNG, JPEG, or a lesson file",
        key=widget.key,
        on_change=read,
        max_upload_size=MAX_BYTES // 2**20,
        help="A picture becomes grey values at rank 2, and red, green and blue slices at rank 3.",
    )


def _save(draft: Draft) -> None:
    _lesson_button("Lesson file: everything on this page", draft, width="stretch")
    _tensor_buttons("input", lambda: draft.document.x)
    _tensor_buttons("filter", lambda: draft.document.w)
    _tensor_buttons("output", lambda: draft.convolution.output)


def _lesson_button(label: str, draft: Draft, **more: Any) -> None:
    st.download_button(
        label,
        lambda: lesson.write(draft.document),
        "lesson.json",
        "application/json",
        key=label,
        on_click="ignore",
        **more,
    )


def _tensor_buttons(name: str, tensor: Callable[[], Any]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(name.capitalize(), width="stretch")
        _tensor_button(name, "csv", "text/csv", lambda: to_table(tensor()))
        _tensor_button(name, "npy", "application/octet-stream", lambda: to_npy(tensor()))


def _tensor_button(name: str, extension: str, mime: str, data: Callable[[], Any]) -> None:
    st.download_button(
        extension.upper(),
        data,
        f"{name}.{extension}",
        mime,
        key=f"save-{name}-{extension}",
        on_click="ignore",
        help=f"Download the {name} as {extension.upper()}",
    )
