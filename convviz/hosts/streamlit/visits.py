"""The pages that are open: what each visitor works on, and the frames that their stages are given.

A stage gets its frames in two ways: with a run of the page's script, and as the answer to its edits, which
come beside Streamlit (`edits.py`). Both happen in threads of their own, so whoever works on a visit holds its
`lock`.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from threading import RLock
from typing import Any
from weakref import WeakValueDictionary

from convviz.document import lesson
from convviz.document.apply_edits import take
from convviz.document.draft import Draft
from convviz.document.fields import fields
from convviz.document.link import NAMES, address
from convviz.document.origin import origin
from convviz.document.resume import resume
from convviz.document.session import Session, start
from convviz.document.strip import strip
from convviz.hosts.streamlit.widgets import Widgets
from convviz.player.frame import frame, pack
from convviz.player.scene import scene

#: A packed scene of so many bytes is kept for the next frame; a larger one is made again.
_KEPT = 50_000

_open: WeakValueDictionary[str, Visit] = WeakValueDictionary()


@dataclass(eq=False)
class Visit:
    """One open page.

    `answered` is the number of the last edit that a frame was made for. `at` counts the frames that differ:
    of two frames of a page, the one with the greater number is the newer one, however it came.
    """

    session: Session
    widgets: Widgets = field(default_factory=Widgets)
    lock: RLock = field(default_factory=RLock)
    answered: int = 0
    at: int = 0
    _shown: dict[str, Any] = field(default_factory=dict)
    _packed: tuple[int, bytes] = (0, b"")

    @property
    def is_shown(self) -> bool:
        """Whether the edits that were taken have been answered by a frame."""
        return self.answered == self.session.taken

    def take(self, sent: object) -> bool:
        """Takes what the stage has sent, if that is for this session; says whether there was anything new."""
        session = self.session
        if not isinstance(sent, Mapping) or sent.get("session") != session.token:
            return False
        before = (session.taken, session.resumed, session.turned)
        if ("link" in sent or "lesson" in sent) and not session.resumed:
            resume(session, sent)
        take(session, sent.get("edits"))
        if session.turned != before[2]:
            self.widgets.renew()
        return before != (session.taken, session.resumed, session.turned)

    def frame(self) -> bytes:
        """The packed scene of the present draft under a header that says all else that the stage shows."""
        header = _header(self.session)
        if header != self._shown:
            self.at, self._shown = self.at + 1, header
        self.answered = self.session.taken
        return frame({"at": self.at, **header}, self._scene(self.session.draft))

    def _scene(self, draft: Draft) -> bytes:
        revision, kept = self._packed
        if revision == draft.revision:
            return kept
        shown = scene(draft.layer, draft.document.shows_colours)
        packed = pack({**shown, "fields": fields(draft.document), "origin": origin(draft.document)})
        self._packed = (draft.revision, packed) if len(packed) <= _KEPT else (0, b"")
        return packed


def enter(given: Mapping[str, str]) -> Visit:
    """The visit of somebody who opens a link. It ends when nothing but this module knows it."""
    visit = Visit(start(given))
    _open[visit.session.token] = visit
    return visit


@cache
def settle() -> None:
    """Leaves what all visits share out of the search for garbage, once, when the first page is there.

    A visit that has ended is a ring of objects. Python looks for such rings when a quarter as many objects
    have come as there were, and half a million are Streamlit's and NumPy's own: a hundred visits would wait.
    Most of what a run of the page makes goes by itself, so among the newest objects it looks less often.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000)


def find(token: str) -> Visit | None:
    """The visit of a session, while its page is open."""
    return _open.get(token)


def _header(session: Session) -> dict[str, Any]:
    draft, look = session.draft, session.look
    query, whole = address(draft.document)
    title, *story = draft.document.headline()
    says = session.says()
    return {
        "revision": draft.revision,
        "since": draft.since,
        "step": draft.revision_step,
        "opened": draft.opened,
        "title": title,
        "story": story,
        "answered": session.taken,
        "asked": {"input": list(_asked(draft, "x")), "filter": list(_asked(draft, "w"))},
        "says": vars(says),
        "effect": "" if session.predicting or says.kind == "problem" else draft.effect,
        "strip": strip(draft.asked),
        "given": f"the output of layer {draft.document.shown}" if draft.document.shown else "",
        "can": {"undo": draft.undoable, "redo": draft.redoable},
        "look": {
            "multiply": look.multiply,
            "predict": look.predict,
            "present": look.present,
            "output": look.output,
            "scatter": look.scatter,
        },
        "host": {
            "session": session.token,
            "resumed": session.resumed,
            "query": query,
            "lesson": "" if whole else lesson.write(draft.document.at(0)).decode(),
            "parameters": NAMES,
            "brought": session.uploads + session.pastes + session.chosen,
        },
    }


def _asked(draft: Draft, name: str) -> Iterator[list[Any]]:
    """The cells of a tensor that hold something else than is shown: place, text, fault, and their filter."""
    grid, shown = draft.grid(name), draft.document.x if name == "x" else draft.document.plan.filters
    if grid is None or shown is None:
        return
    for index, text, fault in grid.differing(shown):
        place, number = grid.place(index)
        yield [*place, text, fault, *([number] if grid.count > 1 else [])]
