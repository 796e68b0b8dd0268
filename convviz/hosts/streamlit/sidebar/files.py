"""Undo and redo, files to open, and the menu of what can be saved."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from convviz.document.limits import MAX_BYTES
from convviz.document.open_files import open_file
from convviz.document.session import Session
from convviz.hosts.streamlit.leaving import give_back_soon, keep_large_apart
from convviz.hosts.streamlit.sidebar import save
from convviz.hosts.streamlit.sidebar.controls import popover, then_renew, widgets


def show(session: Session) -> None:
    """Shows the bar of buttons."""
    draft = session.draft
    _button("Undo", session.undo, draft.undoable)
    _button("Redo", session.redo, draft.redoable)
    popover("Open file", "open", lambda: _open(session))
    popover("Save", "save", lambda: save.show(draft))


def _button(label: str, act: Callable[[], None], possible: bool) -> None:
    st.button(
        label, key=label.lower(), on_click=then_renew, args=(act,), disabled=not possible, width="stretch"
    )


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
    keep_large_apart()
    widget = widgets().of("file", session.uploads)  # a new uploader for every file

    def read() -> None:
        uploaded = st.session_state[widget.key]
        if uploaded is not None and widget.value == session.uploads:
            then_renew(open_file, session, _taken(uploaded), st.session_state["target"], uploaded.name)
            give_back_soon()
            st.session_state["open"] = False  # the stage lies under the popover

    st.file_uploader(
        "Numbers as text, an array (NPY, NPZ, MAT), a picture, or a lesson file",
        key=widget.key,
        on_change=read,
        max_upload_size=MAX_BYTES // 2**20,
        help="A picture becomes grey values at rank 2, and red, green and blue slices at rank 3.",
    )


def _taken(uploaded: UploadedFile) -> bytes:
    """The bytes of a file, which Streamlit would otherwise keep as long as the session lasts."""
    data = uploaded.getvalue()
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, uploaded.file_id)
    uploaded.close()
    return data
