"""Where a page arrives that was there before its session, as after a restart of the server."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from convviz.document import lesson
from convviz.document.apply_edits import take
from convviz.document.draft import Draft
from convviz.document.reading.errors import ReadError
from convviz.document.reading.lessons import read_fields
from convviz.document.session import Session, start


def resume(session: Session, sent: Mapping[str, object]) -> None:
    """Takes what the page holds.

    That is a `link`, or a `lesson` and a `step` where a link cannot carry it, and edits that nobody has
    taken yet. A rank that the user has chosen meanwhile stays, with its work.
    """
    session.resumed = True
    made = _held(session, sent)
    if made is None:
        session.draft.set_step()  # the page waits for another frame
        session.told = session.draft.revision
        return
    chosen = {session.rank: session.draft} if session.rank != next(iter(session.drafts)) else {}
    session.rank, session.complaints, session.told = made.rank, made.complaints, made.told
    session.drafts = {**made.drafts, **chosen}
    shown = made.draft.revision
    given = sent.get("edits")
    sent_edits = [one for one in given if isinstance(one, Mapping)] if isinstance(given, list) else []
    take(session, [{**one, "revision": shown} for one in sent_edits])
    for rank in chosen:
        session.select_rank(rank)


def _held(session: Session, sent: Mapping[str, object]) -> Session | None:
    link, text, step = sent.get("link"), sent.get("lesson"), sent.get("step")
    if isinstance(text, str) and text:
        try:
            document = lesson.from_fields(read_fields(text))
        except ReadError:
            return None
        draft = Draft(document.at(step if isinstance(step, int) else 0), session.revisions)
        return Session(draft.rank, {draft.rank: draft}, [], revisions=session.revisions)
    if isinstance(link, str):
        pairs = parse_qsl(link.removeprefix("?"), keep_blank_values=True)
        return start(dict(pairs), session.revisions)
    return None
