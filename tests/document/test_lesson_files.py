"""Lesson files as JSON."""

from __future__ import annotations

import numpy as np
import pytest
from samples import DEEP, lesson, refusal

from convviz.document.reading.contents import read
from convviz.document.reading.lessons import to_json


def test_a_lesson_with_everything():
    fields = read(
        lesson(
            rank=2,
            example="sobel",
            title="<script>alert(1)</script> 👩‍🏫",
            stride=[1, 2],
            padding=[[0, 1], [1, 0]],
            dilation=1,
            flip=True,
            bias=0.5,
            padding_mode="edge",
            step=3,
        ),
        2,
    ).lesson
    assert fields.pop("x").tolist() == [[1, 2, 3], [4, 5, 6]]
    assert fields.pop("w").tolist() == [[1, 2]]
    assert fields == {
        "rank": 2,
        "example": "sobel",
        "title": "<script>alert(1)</script> 👩‍🏫",
        "stride": (1, 2),
        "padding": ((0, 1), (1, 0)),
        "dilation": 1,
        "flip": True,
        "bias": 0.5,
        "padding_mode": "edge",
        "step": 3,
    }


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b" \r\n\t"])
def test_a_lesson_has_its_own_rank_and_no_tensors_beside(before):
    contents = read(before + lesson(x=[1, 2.5, 3], w=[1, 2]), 3)
    assert contents.tensors == {}
    assert contents.lesson["x"].tolist() == [1, 2.5, 3]
    assert contents.lesson["w"].dtype == np.float64


def test_a_lesson_as_we_write_it():
    fields = {
        "rank": 3,
        "title": "Größe",
        "x": DEEP[:, :2, :2] / 2,
        "w": np.ones((1, 1, 2)),
        "stride": (1, 1, 2),
    }
    assert (
        to_json(fields).decode()
        == """\
{
  "convviz": 1,
  "rank": 3,
  "title": "Größe",
  "x": [
    [
      [0, 0.5],
      [2, 2.5]
    ],
    [
      [6, 6.5],
      [8, 8.5]
    ]
  ],
  "w": [
    [
      [1, 1]
    ]
  ],
  "stride": [1, 1, 2]
}
"""
    )


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"convviz": ...}, 'The lesson file has no version; it must say "convviz": 2.'),
        (
            {"convviz": 3},
            "The lesson file’s version 3 is newer than this page knows (2); open it with a newer convviz.",
        ),
        ({"convviz": True}, "The lesson file’s version is true; it must be 1 to 2."),
        ({"convviz": "1"}, "The lesson file’s version is “1”; it must be 1 to 2."),
        ({"convviz": 0}, "The lesson file’s version is 0; it must be 1 to 2."),
        ({"shape": 1e9}, "The lesson file has unknown fields: “shape”; remove them."),
        (
            {f"{letter}\n{'z' * 30}": 1 for letter in "abcdef"},
            "The lesson file has unknown fields: "
            + ", ".join(f"“{letter} {'z' * 18}…”" for letter in "abcde")
            + ", …; remove them.",
        ),
        ({"w": ...}, "The lesson file has no w; give it x and w."),
        ({"rank": 4}, "The rank is 4; give 1, 2 or 3."),
        ({"rank": None}, "The rank is null; give 1, 2 or 3."),
        ({"x": [[[[1]]]]}, "The rank is 4; give 1, 2 or 3."),
        ({"rank": 3}, "x: Its lists are nested 2 deep; at rank 3 they must be 3 deep."),
        ({"w": [1]}, "w: Its lists are nested 1 deep; at rank 2 they must be 2 deep."),
        ({"w": "cat"}, "w: Its lists are nested 0 deep; at rank 2 they must be 2 deep."),
        ({"w": [[[[1]]]]}, "w: Filter 1, row 1, column 1 is a list, which is not a number."),
        ({"x": [[1, 2], [3]]}, "x: Beside a list of 2 stands one of 1; make all rows equally long."),
        ({"x": [[1, 2], 3]}, "x: Beside a list of 2 stands 3; make all rows equally long."),
        ({"x": []}, "x: A length of 0 is too little; at least 1 is needed."),
        ({"x": [[]]}, "x: 0 columns are too few; at least 1 is needed."),
        ({"x": [[1, True]]}, "x: Row 1, column 2 is true, which is not a number."),
        ({"x": [[1, 2], [None, 3]]}, "x: Row 2, column 1 is null, which is not a number."),
        ({"x": [["1"]]}, "x: Row 1, column 1 is “1”, which is not a number."),
        ({"x": [[{}]]}, "x: Row 1, column 1 is an object, which is not a number."),
        ({"x": [[1] * 257]}, "x: 257 columns are too many; the limit is 256."),
        ({"x": [[[1]]] * 17, "w": [[[1]]]}, "x: A depth of 17 is too much; the limit is 16."),
        (
            {"x": [[1, 10**400]]},
            "x: Row 1, column 2 holds inf; every value must be finite, replace it by a number.",
        ),
        (
            {"x": [[1, float("nan")]]},
            "The lesson file holds NaN; every value must be finite, replace it by a number.",
        ),
        ({"title": 7}, "The title is 7; give one line of at most 120 characters."),
        ({"title": "a\nb"}, "The title is “a b”; give one line of at most 120 characters."),
        ({"title": "\ud800"}, "The title is “�”; give one line of at most 120 characters."),
        ({"title": "a" * 121}, f"The title is “{'a' * 30}…”; give one line of at most 120 characters."),
        ({"example": ["a"]}, "The example is a list; give one line of at most 120 characters."),
        ({"step": 0}, "The step is 0; give a whole number from 1."),
        ({"step": True}, "The step is true; give a whole number from 1."),
        ({"step": 1.0}, "The step is 1.0; give a whole number from 1."),
        ({"step": 10**9}, "The step is 1000000000; give a whole number from 1."),
        ({"padding": [0] * 4}, "padding: It is a list of 4; give one entry per axis, 1 to 3."),
    ],
)
def test_a_mistake_in_a_lesson_is_named(fields, message):
    assert refusal(lesson(**fields)) == message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "The lesson file is no valid JSON: line 1, column 2: Expecting property name"),
        (b'{"x": 1}\n{', "The lesson file is no valid JSON: line 2, column 1: Extra data."),
        (b'{"a":' * 100_000, "The lesson file is nested too deeply; lists of rank 3 are enough."),
        (b'{"a":' + b"[" * 100_000, "The lesson file is nested too deeply; lists of rank 3 are enough."),
        (b'{"x": -Infinity}', "The lesson file holds -Infinity; every value must be finite"),
    ],
)
def test_what_is_no_json_is_refused(data, message):
    assert refusal(data).startswith(message)
