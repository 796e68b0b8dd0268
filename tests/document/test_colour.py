"""Whether an input is a picture in colour is known wherever it goes, and forgotten with the picture."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from convviz.document import examples, lesson, link
from convviz.document.apply_edits import take
from convviz.document.document import Document
from convviz.document.open_files import open_file, paste
from convviz.document.reading.errors import ReadError
from convviz.document.reading.lessons import read_fields
from convviz.document.session import Session, start

CHANNELS = Document.of(examples.find("channels"))


def picture(*sizes: int) -> bytes:
    pixels = np.arange(np.prod(sizes)).reshape(sizes) % 256
    made = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(made, "PNG")
    return made.getvalue()


def asked(session: Session) -> Document:
    """What is asked for, which may not fit the filter."""
    session.draft.apply()
    return session.draft.asked


def test_an_example_says_so_and_a_link_to_it_too() -> None:
    assert CHANNELS.shows_colours
    assert not Document.of(examples.default(3)).shows_colours
    assert link.parse({"rank": "3", "example": "channels"})[0].shows_colours
    assert not link.parse({"rank": "3", "example": "channels", "x": "1,2;3,4|5,6;7,8|9,1;2,3"})[
        0
    ].shows_colours


def test_a_picture_says_so_and_other_files_do_not() -> None:
    session = start({"rank": "3"})
    open_file(session, picture(4, 5, 3), "x")
    assert asked(session).shows_colours
    open_file(session, b"1 2\n3 4\n\n5 6\n7 8\n\n9 1\n2 3\n", "x")
    assert not asked(session).shows_colours
    session.draft.undo()
    assert asked(session).shows_colours


def test_an_edit_leaves_it_a_picture_and_other_numbers_do_not() -> None:
    session = start({"rank": "3", "example": "channels"})
    session.draft.x.type([((0, 0, 0), "7")])
    assert asked(session).shows_colours
    paste(session, "1 2\n3 4\n\n5 6\n7 8\n\n9 1\n2 3", "x")
    assert not asked(session).shows_colours


def test_a_paste_on_the_stage_that_takes_its_place_is_none() -> None:
    session = start({"rank": "3", "example": "channels"})
    revision = session.draft.revision
    block = "\n".join(["1 2 3 4 5 6 7"] * 7)
    take(
        session,
        [{"n": 1, "revision": revision, "do": "paste", "panel": "input", "at": [0, 0, 0], "text": block}],
    )
    assert not asked(session).shows_colours


def test_a_lesson_keeps_it() -> None:
    written = lesson.write(CHANNELS)
    assert lesson.from_fields(read_fields(written.decode())).shows_colours
    old = written.decode().replace('  "coloured": true,\n', "")
    assert old != written.decode()
    assert lesson.from_fields(read_fields(old)).shows_colours  # the example's own numbers
    other = old.replace("[5, 5, 5, 5, 5, 5]", "[5, 5, 5, 5, 5, 4]")
    assert not lesson.from_fields(read_fields(other)).shows_colours
    with pytest.raises(ReadError, match="coloured is 1; give true or false"):
        read_fields(written.decode().replace("true", "1", 1))


def test_only_three_slices_are_colours() -> None:
    session = start({"rank": "3", "example": "channels"})
    session.draft.put("x", np.ones((2, 6, 6)), coloured=True)
    assert not asked(session).shows_colours
