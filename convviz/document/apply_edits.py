"""Where the edits of the stage arrive: each is taken once, in order, and goes to the draft it was made on.

`edits.py` reads them out of what a browser has sent. What cannot be done is left aside, in a sentence.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import dropwhile

from convviz.core import handed_on
from convviz.document.draft import Draft
from convviz.document.edits import (
    Added,
    Begun,
    Chosen,
    Edit,
    LayerEdit,
    Paged,
    Pasted,
    Removed,
    Shown,
    Turned,
    Typed,
    edits,
)
from convviz.document.grid import Grid, Index, Tensor, cell_name
from convviz.document.limits import MAX_LAYERS, check_shape
from convviz.document.messages import came
from convviz.document.open_files import choose, offer_its_rank
from convviz.document.plans import first_plan
from convviz.document.reading.errors import Offer, ReadError, quoted
from convviz.document.reading.numbers import noted
from convviz.document.reads import read_source
from convviz.document.session import Offered, Session
from convviz.document.strip import layer_name
from convviz.explain import size_text


def take(session: Session, reported: object) -> None:
    """Takes the edits that the stage reports: those that are new, in order, once each.

    >>> from convviz.document.session import start
    >>> session = start({"rank": "1"})
    >>> edit = {"n": 1, "revision": session.draft.revision, "do": "type"}
    >>> typed = edit | {"panel": "input", "cells": [[0, 0, 2, "9"]]}
    >>> take(session, [typed])
    >>> take(session, [typed, {**edit, "n": 2, "do": "undo"}])
    >>> session.draft.document.x.tolist(), session.taken
    ([1.0, 3.0, -1.0, 2.0, 3.0], 2)
    """
    for edit in edits(reported):
        if edit.number > session.taken:
            session.taken = edit.number
            if not isinstance(edit, Typed):
                session.turned = edit.number
            _take(session, edit)


def _take(session: Session, edit: Edit) -> None:
    if isinstance(edit, Chosen):
        choose(session, edit.label)
        return
    if isinstance(edit, Turned):
        (session.undo if edit.back else session.redo)()
        return
    session.clear_messages()
    if isinstance(edit, Paged):
        session.turn_page(edit.by)
    else:
        draft = next((one for one in session.drafts.values() if one.has(edit.revision)), None)
        if draft is None:
            session.complain(f"{_done(edit)} is left aside: other numbers have taken its place meanwhile.")
        elif isinstance(edit, Typed | Pasted):
            _edit_cells(session, draft, edit)
        else:
            _edit_layers(session, draft, edit)


def _apply(draft: Draft, live: int | None = None) -> None:
    """Shows what is asked for, if it is valid; if not, a revision lets the page follow all the same."""
    revision = draft.revision
    draft.apply(live)
    if draft.problem and draft.revision == revision:
        draft.revise()


def _done(edit: Typed | Pasted | LayerEdit) -> str:
    """What was done, as the beginning of a sentence."""
    if isinstance(edit, LayerEdit):
        return "What was done to the layers"
    return "What was pasted" if isinstance(edit, Pasted) else f"What was typed, {quoted(edit.cells[0][1])},"


# Cells.


def _edit_cells(session: Session, draft: Draft, edit: Typed | Pasted) -> None:
    draft.shown, before = min(draft.document.shown, len(draft.plans) - 1), draft.revision
    if isinstance(edit, Typed):
        notice, live = _type(session, draft, edit), edit.live
    else:
        notice, live = _paste(session, draft, edit), None
    _apply(draft, live)
    if draft is session.draft:  # of another rank nothing is said
        if notice is None:
            session.say("")
        else:
            session.say_put(notice, before)
        if notice and isinstance(edit, Pasted) and (grid := draft.grid(edit.name)):
            offer_its_rank(session, grid.of(edit.filter))


def _type(session: Session, draft: Draft, edit: Typed) -> str | None:
    """Puts what was typed into its cells; gives back what is to be said of it, None where nothing was put."""
    grid = draft.grid(edit.name)
    cells = [(grid.index(place, edit.filter), text) for place, text in edit.cells] if grid else []
    if not (grid and all(grid.has(index) for index, _ in cells)):
        session.complain(_too_late(draft, edit, grid))
        return None
    grid.type(cells)
    return next(filter(None, (noted(text) for _, text in cells)), "")


#: A text that is no more than one cell.
_ONE_WORD = re.compile(r"\s*[^\s\[({;|\\]+\s*")


def _paste(session: Session, draft: Draft, edit: Pasted) -> str | None:
    """Puts pasted numbers where they fit from a cell on; otherwise they are the whole tensor.

    Gives back what is to be said of it, None where nothing was put.
    """
    grid = draft.grid(edit.name)
    start = grid.index(edit.at, edit.filter) if grid else ()
    if not (grid and grid.has(start)):
        session.complain(_too_late(draft, edit, grid))
        return None
    offered = Offered(edit.name, start, edit.filter, "stage", draft.held(edit.name))
    try:
        reading = read_source(edit.text, len(grid.shape))
    except ReadError as error:
        if _ONE_WORD.fullmatch(edit.text):  # it stays in its cell, as if it were typed
            grid.type([(start, edit.text.strip())])
        else:
            session.complain(f"What was pasted is left aside. {error}")
        _offer(session, draft, error.offers, offered)
        return None
    _offer(session, draft, reading.offers, offered)
    return f"{_put(draft, grid, start, reading.values, edit)} {reading.note}".strip()


def _put(draft: Draft, grid: Grid, start: Index, values: Tensor, edit: Pasted) -> str:
    """Puts pasted numbers into a grid, and says where they are; nothing of one alone, which is seen."""
    before, at = size_text(grid.shape), edit.at[-len(grid.shape) :]
    if not grid.lay(values, start):
        draft.put(edit.name, values, number=edit.filter)
        return _replaced(size_text(values.shape), before, grid, edit)
    if values.shape == grid.shape:
        return came(draft, edit.name, edit.filter, "pasted")
    sizes = size_text(tuple(dropwhile(lambda size: size == 1, values.shape)))
    return sizes and f"{sizes} numbers were pasted into the {grid.name.lower()} from {cell_name(at)} on."


def _offer(session: Session, draft: Draft, offers: tuple[Offer, ...], offered: Offered) -> None:
    """Offers other readings, unless the rank was left meanwhile: they would go to another tensor."""
    if draft is session.draft:
        session.offer(offers, offered)


def _replaced(sizes: str, before: str, grid: Grid, edit: Pasted) -> str:
    """That numbers of these sizes did not fit where they were pasted, and what became of them."""
    name, at = grid.name.lower(), edit.at[-len(grid.shape) :]
    where = f" from {cell_name(at)} on" if any(at) else ""
    now = f"they are the whole {name} now"
    if grid.count > 1:
        now = f"they are filter {edit.filter + 1} now, and the others have its size"
    return f"The {sizes} numbers that were pasted do not fit the {before} {name}{where}: {now}."


def _too_late(draft: Draft, edit: Typed | Pasted, grid: Grid | None) -> str:
    """That what was done to a cell has come too late, or met a tensor that is not shown."""
    if grid:
        why = f"the {grid.name.lower()} asked for is {size_text(grid.shape)}"
        why += f", {grid.count} times" * (grid.count > 1)
    elif edit.name == "x":
        place = draft.document.shown
        why = f"the input of layer {place + 1} is the output of layer {place}"
    else:
        why = "the layer that is asked for has another filter, or none"
    return f"{_done(edit)} is left aside: {why}."


# Layers.


def _edit_layers(session: Session, draft: Draft, edit: LayerEdit) -> None:
    """Shows, adds or removes a layer, or makes an output the input."""
    plans = [*draft.asked.layers]
    if isinstance(edit, Removed | Begun) and edit.revision <= draft.last_row:
        session.complain(f"{_done(edit)} is left aside: the row of layers has changed meanwhile.")
    elif isinstance(edit, Added):
        _add(session, draft, edit.kind, edit.place)
    elif edit.place >= len(plans):
        session.complain(f"There is no layer {edit.place + 1}: others have taken its place meanwhile.")
    elif isinstance(edit, Shown):
        draft.shown = edit.place
    elif isinstance(edit, Begun):
        _begin(session, draft, edit.place)
    elif len(plans) > 1:
        shown = draft.shown - (edit.place < draft.shown)
        draft.set_layers(plans[: edit.place] + plans[edit.place + 1 :], min(shown, len(plans) - 2))
        session.notice = f"Layer {edit.place + 1}, {layer_name(plans[edit.place])}, was removed."
    _apply(draft)
    if draft is session.draft:
        session.say(session.notice, undoable=bool(session.notice))


def _add(session: Session, draft: Draft, kind: str, place: int) -> None:
    """Adds a layer that fits what it is given, and shows it."""
    asked = draft.asked
    plans, place = [*asked.layers], min(place, len(asked.layers))
    if len(plans) >= MAX_LAYERS:
        session.complain(f"There are {MAX_LAYERS} layers, and no more are shown; remove one first.")
    elif (shape := asked.shape_at(place)) is None or len(shape) > 3:
        session.complain(f"Nothing can be added there: {asked.complaint or 'it is given no slices.'}")
    else:
        draft.set_layers([*plans[:place], first_plan(kind, shape), *plans[place:]], place)


def _begin(session: Session, draft: Draft, place: int) -> None:
    """Makes a layer's output the input of those behind it, or of the layer itself if it is the last."""
    document = draft.asked
    if place >= len(document.stack):
        session.complain(f"That output cannot be the input: {document.complaint}")
        return
    output = handed_on(document.stack.layers[place].output)
    try:
        check_shape(output)
    except ValueError as error:
        session.complain(f"That output cannot be the input: {error}.")
        return
    plans = document.layers[place + 1 :] or document.layers[place:]
    begun = replace(document, x=output, layers=plans, shown=0, step=0, coloured=False)
    if begun.rank != session.rank:
        session.select_rank(begun.rank)
        begun = replace(begun, example=session.draft.document.example)
    if begun.problem:
        session.complain(f"That output cannot be the input: {begun.problem}")
    else:
        session.draft.show(begun)
