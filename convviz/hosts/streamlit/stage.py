"""Mounts the player as a Streamlit component, and takes what is done on the stage.

What is sent with the component is `mount.js`; the player, its style and Plotly.js are files that `app.py`
serves and the browser keeps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from convviz.document import lesson
from convviz.document.draft import Draft
from convviz.document.link import NAMES, address
from convviz.document.session import Session
from convviz.hosts.streamlit import addresses
from convviz.player.frame import frame, pack
from convviz.player.scene import scene

KEY = "stage"
#: A packed scene of so many bytes is kept for the next run; a larger one is made again.
_KEPT = 50_000

_mount = st.components.v2.component(
    "convviz.stage",
    js=addresses.written_into(Path(__file__).with_name("mount.js").read_text(encoding="utf-8")),
    isolate_styles=False,
)


def show(session: Session) -> None:
    """Shows the present draft of a session, with the edits that the stage has sent meanwhile."""
    st.session_state.answered = session.taken
    mounted = _mount(key=KEY, data=_frame(session), on_sent_change=take)
    if take_from(session, mounted.sent):  # before this session knew the stage: the server was restarted
        st.rerun()


def is_shown(session: Session) -> bool:
    """Whether the edits that were taken have been answered by a frame."""
    return bool(st.session_state.get("answered", session.taken) == session.taken)


def take() -> None:
    """Takes the edits that are there, before anything else changes what they were made on."""
    if "session" in st.session_state and KEY in st.session_state:
        take_from(st.session_state.session, st.session_state[KEY].get("sent"))


def take_from(session: Session, sent: object) -> bool:
    """Takes what the stage has sent, if that is for this session; says whether there was anything new."""
    if not isinstance(sent, Mapping) or sent.get("session") != session.token:
        return False
    before = (session.taken, session.resumed, session.turned)
    if ("link" in sent or "lesson" in sent) and not session.resumed:
        session.resume(sent)
    session.take(sent.get("edits"))
    if session.turned != before[2] and "widgets" in st.session_state:
        st.session_state.widgets.renew()
    return before != (session.taken, session.resumed, session.turned)


def _frame(session: Session) -> bytes:
    """The packed scene of the present draft under a header that says all else that the stage shows."""
    draft, says = session.draft, session.says()
    query, whole = address(draft.document)
    look = session.look
    return frame(
        {
            "revision": draft.revision,
            "since": draft.since,
            "step": draft.revision_step,
            "opened": draft.opened,
            "title": draft.document.headline()[0],
            "answered": session.taken,
            "asked": {"input": list(_asked(draft, "x")), "filter": list(_asked(draft, "w"))},
            "says": vars(says),
            "can": {"undo": draft.undoable, "redo": draft.redoable},
            "look": {
                "multiply": look.multiply,
                "predict": look.predict,
                "present": look.present,
                "output": look.output,
            },
            "host": {
                "session": session.token,
                "query": query,
                "lesson": "" if whole else lesson.write(draft.document.at(0)).decode(),
                "parameters": NAMES,
            },
        },
        _packed(draft),
    )


def _asked(draft: Draft, name: str) -> Iterator[list[Any]]:
    """The cells of a tensor that hold something else than is shown: place, text, and its fault."""
    for index, text, fault in getattr(draft, name).differing(getattr(draft.document, name)):
        place = (0,) * (3 - len(index)) + index
        yield [*place, text, fault]


def _packed(draft: Draft) -> bytes:
    """The packed scene of what a draft shows."""
    kept: tuple[int, bytes] | None = st.session_state.get("packed")
    if kept and kept[0] == draft.revision:
        return kept[1]
    packed = pack(scene(draft.convolution))
    st.session_state.packed = (draft.revision, packed) if len(packed) <= _KEPT else None
    return packed
