"""One rule to read a number, for cells, pasted text, links and files."""

from __future__ import annotations

import re

import numpy as np
import pytest
from number_table import ACCEPTED, REFUSED

from convviz.document.reading.numbers import number_text, read_number


@pytest.mark.parametrize(("text", "value"), ACCEPTED.items())
def test_what_the_table_accepts_is_read(text, value):
    assert read_number(text) == float(value)


@pytest.mark.parametrize("text", REFUSED)
def test_what_the_table_refuses_is_refused(text):
    with pytest.raises(ValueError, match=r"^(holds .*, which|is empty)"):
        read_number(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        (" -2.5 ", -2.5),
        ("−6", -6),
        ("–6", -6),
        ("6,5", 6.5),
        (".5", 0.5),
        ("1e3", 1000),
        ("+4", 4),
        ("2.", 2),
        ("\u00a07\u2009", 7),
        ("\u202f8", 8),
        ("1/9", 1 / 9),
        ("-2/3", -2 / 3),
        ("2/−4", -0.5),
        ("1,5/2", 0.75),
        ("1 / 8", 0.125),
        ("1e308", 1e308),
    ],
)
def test_numbers_as_people_type_them(text, value):
    assert read_number(text) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        (" \u00a0", "is empty"),
        ("cat", "holds “cat”, which is not a finite number"),
        ("1_0", "holds “1_0”, which is not a finite number"),
        ("nan", "holds “nan”, which is not a finite number"),
        ("1/2/3", "holds “1/2/3”, which is not a finite number"),
        ("/2", "holds “/2”, which is not a finite number"),
        ("1/", "holds “1/”, which is not a finite number"),
        ("1/0", "holds “1/0”, which divides by zero"),
        ("1/1e-400", "holds “1/1e-400”, which divides by zero"),
        ("1e309", "holds “1e309”, which is too large for a number of 64 bits"),
        ("1/1e309", "holds “1/1e309”, which is too large for a number of 64 bits"),
        ("1e308/1e-9", "holds “1e308/1e-9”, which is too large for a number of 64 bits"),
        ("x" * 40, f"holds “{'x' * 30}…”, which is not a finite number"),
        ("a\nb\u200e", "holds “a b�”, which is not a finite number"),
    ],
)
def test_what_is_no_number_is_named(text, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        read_number(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (-0.25, "-0.25"),
        (-0.0, "0"),
        (0.1, "0.1"),
        (1e15, "1000000000000000"),
        (1e16, "1e16"),
        (-1e20, "-1e20"),
        (1e-7, "1e-07"),
        (1 / 9, "0.1111111111111111"),
        (np.float64(2), "2"),
    ],
)
def test_numbers_are_written_short(value, text):
    assert number_text(value) == text
    assert read_number(text) == value
