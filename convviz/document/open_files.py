"""Where files and pasted texts arrive: as a lesson, or as numbers for the input or the filter.

What cannot be read is told in a sentence and changes nothing. What can be read in two ways is read in one of
them, or in none, and the others are offered (`choose`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from convviz.core import ConvolutionError
from convviz.document import examples, lesson
from convviz.document.document import Document
from convviz.document.draft import Draft
from convviz.document.limits import MAX_SIDE, check_shape
from convviz.document.messages import came
from convviz.document.plans import KINDS
from convviz.document.reading.errors import Offer, ReadError, quoted
from convviz.document.reading.pictures import is_picture
from convviz.document.reading.shapes import RANK_NAMES, Tensor, fitted, opening
from convviz.document.reads import read, read_source
from convviz.document.session import Offered, Session

#: The longest name of a file that is said whole, in characters.
_LONGEST = 40


def open_file(session: Session, data: bytes, name: str, file: str = "") -> None:
    """Opens a file's bytes: a lesson, or a tensor that becomes the input (`x`) or filter (`w`).

    The name of the `file` is said, and nothing is concluded from it.
    """
    called = _called(file)
    session.clear_messages()
    session.uploads += 1
    source = "picture" if is_picture(data) else "file"
    offered = _offered(session, name, source)
    try:
        contents = read(data, session.rank_of(name), partial(_largest_side, session))
        if contents.lesson is not None:
            _show(session, lesson.from_fields(contents.lesson), called)
            return
        names = [name] if len(contents.tensors) == 1 else [*contents.tensors]
        tensors = dict(zip(names, contents.tensors.values(), strict=True))
        _check_places(session.draft, tensors)
        for key, tensor in tensors.items():
            session.draft.put(key, tensor, _has_colours(offered, tensor))
            session.draft.opened = session.draft.opened or key == "x"
    except ReadError as error:
        session.complain(f"The file{called and f' {called}'} was not opened. {error}")
        session.offer(_both(data, error) or error.offers, offered)
    else:
        _say(session, names, f"read from {called or 'a file'}", contents.note)
        session.offer(contents.offers, offered)
        if len(names) == 1:
            offer_its_rank(session, tensor)


def _both(data: bytes, error: ReadError) -> tuple[Offer, ...]:
    """The offer to open both tensors of a file with `x` and `w` at the rank of the one that does not fit."""
    if error.rank is None:
        return ()
    try:
        tensors = read(data, error.rank).tensors
    except ReadError as other:
        return _both(data, other) if (other.rank or 0) > error.rank else ()
    if len(tensors) < 2:
        return ()
    return (Offer(f"Open x and w at rank {error.rank}", tensors["x"], opens=True, named=tensors),)


def _called(file: str) -> str:
    """The name of a file as it is said: of a long one the middle is left out.

    >>> _called("measured.csv"), _called("a" * 50 + ".csv")
    ('measured.csv', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaa…aaaaaaa.csv')
    """
    name = "".join(letter if letter.isprintable() else "�" for letter in file)
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 12]}…{name[-11:]}"


def _show(session: Session, document: Document, called: str) -> None:
    """Shows a lesson; what it replaces is had back by Undo, and another rank's numbers stay."""
    before = session.rank
    session.select_rank(document.rank)
    session.draft.show(document)
    session.say(f"Opened from {called or 'a lesson file'}.{_staying(session, before)}", undoable=True)
    session.left = before if before != session.rank else 0


def paste(session: Session, text: str, name: str) -> None:
    """Makes pasted numbers the input or the filter, or says in a sentence why they are none."""
    session.clear_messages()
    offered = _offered(session, name, "menu")
    try:
        reading = read_source(text, session.rank_of(name))
        _check_places(session.draft, {name: reading.values})
    except ReadError as error:
        session.complain(f"What was pasted is left aside. {error}")
        session.offer(error.offers, offered)
    else:
        session.take_text(name)
        session.draft.put(name, reading.values)
        _say(session, [name], "pasted", reading.note)
        session.offer(reading.offers, offered)
        offer_its_rank(session, reading.values)


def _offered(session: Session, name: str, source: str) -> Offered:
    return Offered(name, (), session.draft.filter, source, session.draft.held(name))


def _has_colours(offered: Offered, values: Tensor) -> bool:
    return offered.source == "picture" and values.ndim == 3 and len(values) == 3


def _check_places(draft: Draft, tensors: Mapping[str, Tensor]) -> None:
    """Raises `ReadError` where a draft has no place for a tensor: no filter, or one of another rank."""
    if "w" in tensors and draft.w is None:
        kind = KINDS[draft.plan.kind]
        raise ReadError(f"{kind} has no filter: choose a layer that has one, then open or paste it.")
    for name, tensor in tensors.items():
        rank = draft.rank if name == "x" else draft.plan.rank
        if tensor.ndim != rank:
            what = "The input" if name == "x" else f"The filter of layer {draft.shown + 1}"
            raise ReadError(
                f"{what} is a {RANK_NAMES[rank]} here, and {name} is a {RANK_NAMES[tensor.ndim]}; "
                f"give a {RANK_NAMES[rank]}, or choose another layer or rank first."
            )


def choose(session: Session, label: str) -> None:
    r"""Takes another reading of what was pasted or opened last, by what its button says.

    >>> from convviz.document.session import start
    >>> session = start({})
    >>> paste(session, "1,234;5\n6;7", "x")
    >>> session.says().offers
    ('Read 1,234 as 1234', 'Read 1,234 as 1.234')
    >>> choose(session, "Read 1,234 as 1234")
    >>> session.draft.x.values.tolist()
    [[1234.0, 5.0], [6.0, 7.0]]
    >>> session.says().text
    'Done: read 1,234 as 1234.'
    """
    there = () if session.is_past else session.offers
    offer = next((one for one in there if one.label == label), None)
    name, start, number, source, held = offered = session.offered
    is_put = session.undoable
    session.clear_messages()
    if offer is None:
        session.complain(f"{quoted(label)} is left aside: something else was done meanwhile.")
        return
    before, values = session.rank, _at_rank(offer, session.rank_of(name))
    tensors = offer.named or {name: values}
    is_here = values.ndim == session.rank_of(name)
    try:
        if draft := session.draft if is_here else session.drafts.get(values.ndim):
            _check_places(draft, tensors)
    except ReadError as error:
        session.complain(str(error) if is_here else f"At {values.ndim}D: {error}")
        return
    if is_put and held:
        session.draft.take_back(held)
    if not is_here:
        session.select_rank(values.ndim)
        start, number = (), session.draft.filter
    if source == "menu":
        session.take_text(name)
    grid = session.draft.grid(name)
    if not (start and grid and grid.lay(values, start)):
        for key, tensor in tensors.items():
            session.draft.put(key, tensor, _has_colours(offered, tensor), number)
    session.draft.opened = session.draft.opened or (source in ("file", "picture") and "x" in tensors)
    _show_put(session, f"Done: {_done_as(label)}.{_staying(session, before)}")
    session.left = before if before != session.rank else 0


def _at_rank(offer: Offer, rank: int) -> Tensor:
    """The tensor of an offer at the rank of what it is for, unless it says that it opens another, or must.

    >>> import numpy as np
    >>> _at_rank(Offer("Read 1,234 as 1.234", np.array([1.234])), 2).tolist()
    [[1.234]]
    """
    values, shape = offer.values, fitted(offer.values.shape, rank)
    if shape is None or offer.opens:
        return values
    try:
        return check_shape(values.reshape(shape))
    except ValueError:
        return values


def _say(session: Session, names: Sequence[str], how: str, note: str) -> None:
    """Says what the input or the filter is now and how it was read, which can be undone beside it."""
    draft = session.draft
    told = " ".join(came(draft, name, draft.filter, how) for name in names)
    _show_put(session, f"{told} {note}".strip())


def _show_put(session: Session, notice: str) -> None:
    """Shows what was put into the draft, and says so."""
    draft, before = session.draft, session.draft.revision
    draft.apply()
    session.say_put(notice, before)


def offer_its_rank(session: Session, values: Tensor) -> None:
    r"""Offers to open at its own rank what does not fit here, and is a single slice, row or column.

    >>> from convviz.document.session import start
    >>> session = start({"rank": "3"})
    >>> paste(session, "1 2\n3 4", "x")
    >>> session.says().offers
    ('Open it as a 2D matrix',)
    """
    shape = values.shape
    while len(shape) > 1 and shape[0] == 1:
        shape = shape[1:]
    shape = shape[:1] if shape[1:] == (1,) else shape
    offer = opening(values.reshape(shape))
    is_there = any(one.opens and one.values.ndim == len(shape) for one in session.offers)
    if session.draft.problem and len(shape) < values.ndim and len(shape) != session.rank and not is_there:
        session.offers = (*session.offers, offer)


def _staying(session: Session, before: int) -> str:
    """That the numbers of a rank that was left stay, as the end of a notice."""
    return f" The numbers of {before}D are as they were." if session.rank != before else ""


def _done_as(label: str) -> str:
    """What a button did, in the words that stand on it.

    >>> _done_as("This is one column of 100 numbers: open it as a 1D vector")
    'open it as a 1D vector'
    """
    what = label.rpartition(": ")[2]
    return what[:1].lower() + what[1:]


def _largest_side(session: Session, rank: int) -> int:
    """The longest side of a picture at this rank, beside what is asked for there."""
    draft = session.drafts.get(rank)
    return largest_side(draft.asked if draft else Document.of(examples.default(rank)))


def largest_side(asked: Document) -> int:
    """The side of the largest square picture that the stage can show with what else is asked for."""
    channels = (3,) if asked.rank == 3 else ()

    def fits(side: int) -> bool:
        try:
            asked.layers[0].fitting((*channels, side, side))
        except ConvolutionError:
            return False
        return True

    # Where none fits, the filter is too large for any picture, which is for the page to say.
    return MAX_SIDE if asked.rank == 1 else next(filter(fits, range(MAX_SIDE, 0, -1)), MAX_SIDE)
