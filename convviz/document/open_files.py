"""Where files and pasted texts arrive: as a lesson, or as numbers for the input or the filter.

What cannot be read is told in a sentence and changes nothing. What can be read in two ways is read in one of
them, or in none, and the others are offered (`choose`).
"""

from __future__ import annotations

from convviz.core import ConvolutionError
from convviz.document import lesson
from convviz.document.document import Document
from convviz.document.limits import MAX_SIDE
from convviz.document.reading.contents import read, read_source
from convviz.document.reading.errors import ReadError, quoted
from convviz.document.reading.pictures import is_picture
from convviz.document.session import Offered, Session


def open_file(session: Session, data: bytes, name: str) -> None:
    """Opens a file's bytes: a lesson, or a tensor that becomes the input (`x`) or filter (`w`)."""
    session.clear_messages()
    session.uploads += 1
    try:
        contents = read(data, session.rank_of(name), largest_side(session.draft.asked))
        if contents.lesson is not None:
            _show(session, lesson.from_fields(contents.lesson))
            return
        for key, tensor in contents.tensors.items():
            session.replace(key or name, tensor, coloured=is_picture(data) and len(tensor) == 3)
            session.draft.opened = session.draft.opened or (key or name) == "x"
    except ReadError as error:
        session.complain(f"The file was not opened. {error}")
        session.offer(error.offers, Offered(name, is_file=True))
    else:
        session.offer(contents.offers, Offered(name, is_file=True))
        _say(session, contents.note)


def _show(session: Session, document: Document) -> None:
    session.select_rank(document.rank)
    session.draft.show(document)


def paste(session: Session, text: str, name: str) -> None:
    """Makes pasted numbers the input or the filter, or says in a sentence why they are none."""
    session.clear_messages()
    try:
        reading = read_source(text, session.rank_of(name))
    except ReadError as error:
        session.complain(f"What was pasted is left aside. {error}")
        session.offer(error.offers, Offered(name))
    else:
        session.replace(name, reading.values)
        session.offer(reading.offers, Offered(name))
        _say(session, reading.note)


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
    offer = next((one for one in session.offers if one.label == label), None)
    name, start, number, has_replaced, is_file = session.offered
    session.clear_messages()
    if offer is None:
        session.complain(f"{quoted(label)} is left aside: something else was done meanwhile.")
        return
    before = session.rank
    if offer.values.ndim != session.rank_of(name):
        session.select_rank(offer.values.ndim)
        start = ()
    elif has_replaced:
        session.draft.undo()
    grid = session.draft.grid(name)
    if not (start and grid and grid.lay(offer.values, start)):
        session.replace(name, offer.values, number=number)
    session.draft.opened = session.draft.opened or (is_file and name == "x")
    stays = f" The numbers of {before}D are as they were." if session.rank != before else ""
    _say(session, f"Done: {_done_as(label)}.{stays}")
    if session.rank != before:  # nothing was replaced there that this page had
        session.replaced = 0


def _say(session: Session, notice: str) -> None:
    """Says how numbers were read that are the input or the filter now, which can be undone beside it."""
    session.draft.apply()
    session.notice = notice
    session.replaced = session.draft.revision if notice else 0


def _done_as(label: str) -> str:
    """What a button did, in the words that stand on it.

    >>> _done_as("This is one column of 100 numbers: open it as a 1D vector")
    'open it as a 1D vector'
    """
    what = label.rpartition(": ")[2]
    return what[:1].lower() + what[1:]


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
