"""What a page reports of edits on the stage, as data.

A report is whatever a browser sends, so nothing of it is taken for granted: what is no edit is left out.
Cells are numbered from zero, always by depth, row and column, in the tensor as it was given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeGuard

from convviz.document.plans import KINDS

Place: TypeAlias = tuple[int, int, int]
#: The tensors by the panel in which they are edited.
PANELS = {"input": "x", "filter": "w"}


@dataclass(frozen=True)
class Typed:
    """Texts that were typed into cells of a tensor, `x`, or of one `filter` of `w`, from 0.

    `number` grows from edit to edit, `revision` is the one that was on the stage. Edits with the same `live`
    come from one editor that was open all the time, and are one step of undo.
    """

    number: int
    revision: int
    name: str
    cells: tuple[tuple[Place, str], ...]
    live: int | None = None
    filter: int = 0


@dataclass(frozen=True)
class Pasted:
    """A text that was pasted while `at` was the current cell, of one `filter` of `w`, from 0."""

    number: int
    revision: int
    name: str
    at: Place
    text: str
    filter: int = 0


@dataclass(frozen=True)
class Turned:
    """Undo or redo."""

    number: int
    revision: int
    back: bool


@dataclass(frozen=True)
class Chosen:
    """Another reading of what was pasted or opened was chosen, by what its button said."""

    number: int
    revision: int
    label: str


@dataclass(frozen=True)
class Paged:
    """The example so many places further in the list of its rank."""

    number: int
    revision: int
    by: int


@dataclass(frozen=True)
class Shown:
    """Another layer is to be on the stage: the one in this place."""

    number: int
    revision: int
    place: int


@dataclass(frozen=True)
class Added:
    """A layer of this kind was added, in this place."""

    number: int
    revision: int
    kind: str
    place: int


@dataclass(frozen=True)
class Removed:
    """The layer in this place was taken away."""

    number: int
    revision: int
    place: int


@dataclass(frozen=True)
class Begun:
    """The output of the layer in this place becomes the input."""

    number: int
    revision: int
    place: int


LayerEdit: TypeAlias = Shown | Added | Removed | Begun
Edit: TypeAlias = Typed | Pasted | Turned | Chosen | Paged | LayerEdit


def edits(reported: object) -> Iterator[Edit]:
    """The edits of a report, oldest first as they are there.

    >>> list(edits([{"n": 7, "revision": 1, "do": "undo"}, {"n": "no"}, 5]))
    [Turned(number=7, revision=1, back=True)]
    """
    for one in reported if isinstance(reported, list) else []:
        edit = _edit(one) if isinstance(one, Mapping) else None
        if edit is not None:
            yield edit


def _edit(given: Mapping[str, object]) -> Edit | None:
    number, revision, what = given.get("n"), given.get("revision"), given.get("do")
    if type(number) is not int or type(revision) is not int:
        return None
    if what in ("undo", "redo"):
        return Turned(number, revision, what == "undo")
    if what == "example":
        by = given.get("by")
        return Paged(number, revision, by) if by in (-1, 1) and type(by) is int else None
    if what == "choose":
        label = given.get("label")
        return Chosen(number, revision, label) if isinstance(label, str) else None
    if what == "layer":
        return _layer(number, revision, given)
    name, which = PANELS.get(str(given.get("panel"))), given.get("filter", 0)
    if name is None or not _is_place(which):
        return None
    if what == "paste":
        at, text = _place(given.get("at")), given.get("text")
        return Pasted(number, revision, name, at, text, which) if at and isinstance(text, str) else None
    cells, live = _cells(given.get("cells")), given.get("live")
    if what != "type" or not cells:
        return None
    return Typed(number, revision, name, cells, live if type(live) is int else None, which)


def _layer(number: int, revision: int, given: Mapping[str, object]) -> LayerEdit | None:
    """An edit of the layers."""
    if _is_place(place := given.get("show")):
        return Shown(number, revision, place)
    if _is_place(place := given.get("remove")):
        return Removed(number, revision, place)
    if _is_place(place := given.get("begin")):
        return Begun(number, revision, place)
    kind = given.get("add")
    if isinstance(kind, str) and kind in KINDS and _is_place(place := given.get("at")):
        return Added(number, revision, kind, place)
    return None


def _is_place(value: object) -> TypeGuard[int]:
    return type(value) is int and value >= 0


def _cells(given: object) -> tuple[tuple[Place, str], ...]:
    """Cells with their texts; none if one of them is none."""
    found = []
    for cell in given if isinstance(given, list) else []:
        place = _place(cell[:3]) if isinstance(cell, list) and len(cell) == 4 else None
        if place is None or not isinstance(cell[3], str):
            return ()
        found.append((place, cell[3]))
    return tuple(found)


def _place(given: object) -> Place | None:
    if not isinstance(given, list) or len(given) != 3:
        return None
    if not all(map(_is_place, given)):
        return None
    depth, row, column = given
    return depth, row, column
