"""Numbers as spreadsheets write them."""

from __future__ import annotations

import re

import numpy as np
import pytest
from samples import DEEP, X, only, refusal

from convviz.document.reading.errors import ReadError
from convviz.document.reading.tables import to_table
from convviz.document.reading.text import read_text


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,2,3\n4,5,6\n", [[1, 2, 3], [4, 5, 6]]),
        ("1,2,3\r\n4,5,6\r\n\r\n\r\n", [[1, 2, 3], [4, 5, 6]]),
        ("1,2,3\r4,5,6", [[1, 2, 3], [4, 5, 6]]),
        ("\ufeff1\t2,5\n3\t4", [[1, 2.5], [3, 4]]),
        ("1,5;2\n3;4", [[1.5, 2], [3, 4]]),
        ("1 2   3\n 4 5 6 ", [[1, 2, 3], [4, 5, 6]]),
        ('"1","2"\n"3", "-4"', [[1, 2], [3, -4]]),
        ('"1,5"\t2', [[1.5, 2]]),
        ("\n\n1,2\n3,4\n,\n", [[1, 2], [3, 4]]),
        ("1/9;−2\n3;4", [[1 / 9, -2], [3, 4]]),
        ("7", [[7]]),
    ],
)
def test_tables_as_spreadsheets_write_them(text, values):
    assert read_text(text, 2).values.tolist() == values
    assert only(text.encode(), 2).tolist() == values


def test_empty_lines_part_slices():
    expected = [[[1, 2], [3, 4], [5, 6]], [[7, 8], [9, 10], [11, 12]]]
    assert read_text("1,2\n3,4\n5,6\n\n7,8\n9,10\n11,12\n", 3).values.tolist() == expected
    assert read_text("1\t2\n3\t4\n5\t6\n\t\n \n7\t8\n9\t10\n11\t12\n\t\n", 3).values.tolist() == expected


@pytest.mark.parametrize("text", ["1,2,3", "1\n2\n3\n", "1\r\n2\r\n3", "1 2 3", "1;2;3\n\n"])
def test_a_vector_is_a_row_or_a_column(text):
    assert read_text(text, 1).values.tolist() == [1, 2, 3]


def test_a_matrix_is_a_tensor_of_one_slice():
    assert read_text("1,2\n3,4", 3).values.tolist() == [[[1, 2], [3, 4]]]


@pytest.mark.parametrize(
    ("text", "rank", "message"),
    [
        ("", 2, "There are no numbers in it."),
        (" \n,,\n", 2, "There are no numbers in it."),
        ("1,2\n3,4,5", 2, "Line 2 has 3 cells and line 1 has 2; make all rows equally long."),
        ("\n1,2\n3", 2, "Line 3 has 1 cell and line 2 has 2; make all rows equally long."),
        (
            "1,cat",
            2,
            "Line 1, column 2: the cell holds “cat”, which is not a finite number; replace it by a number.",
        ),
        ("1,2\n3,", 2, "Line 2, column 2: the cell is empty; fill it, or give 0."),
        (
            "1;1/0",
            2,
            "Line 1, column 2: the cell holds “1/0”, which divides by zero; replace it by a number.",
        ),
        (
            "1\tinf",
            1,
            "Line 1, column 2: the cell holds “inf”, which is not a finite number; replace it by a number.",
        ),
        (
            "1,2\n3,4\n\n5,6\n7,8",
            2,
            "Line 3 is empty; remove it, or choose the rank 3D tensor, where empty lines part the slices.",
        ),
        (
            "1\n2\n\n3",
            1,
            "Line 3 is empty; remove it, or choose the rank 3D tensor, where empty lines part the slices.",
        ),
        (
            "1,2\n\n3,4\n5,6",
            3,
            "Slice 2 has 2 rows and slice 1 has 1; make all slices equally long.",
        ),
        ("1,2\n\n\n3", 3, "Line 4 has 1 cell and line 1 has 2; make all rows equally long."),
        ("1,2,3\n4,5,6", 1, "It holds a tensor of rank 2 (2 × 3); choose the rank 2D matrix first."),
        ("1,5\n" + "2" * 200_000, 2, "Line 2 has 1 cell and line 1 has 2; make all rows equally long."),
    ],
)
def test_a_mistake_in_a_table_is_named(text, rank, message):
    with pytest.raises(ReadError, match=f"^{re.escape(message)}$"):
        read_text(text, rank)


def test_tables_as_we_write_them():
    assert to_table(np.array([1, -0.5, 1e20])) == "1,-0.5,1e20\n"
    assert to_table(X) == "10,11,12\n20,21,22\n"
    assert to_table(DEEP[:, :2, :2]) == "0,1\n4,5\n\n12,13\n16,17\n"


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_in_the_codes_of_unicode(code):
    assert only("1;−2,5\r\n3;4".encode(code), 2).tolist() == [[1, -2.5], [3, 4]]


UNKNOWN = (
    "This is no CSV or TSV text, NPY, NPZ, MAT, safetensors, picture or lesson file; save it as one of these."
)
NO_CODE = "The text is in none of the encodings UTF-8, UTF-16 and Windows-1252; save it as UTF-8."


@pytest.mark.parametrize("data", [b"1,2\x003", b"{\x00}", b"\0\1\2\3"])
def test_what_is_no_text_is_unknown(data):
    assert refusal(data) == UNKNOWN


@pytest.mark.parametrize("data", [b"\xff1,2", b"\xff\xfe1", b"1,2\x1b[31m", b"1\xa1A2\n3\xa1A4"])
def test_an_encoding_that_is_not_known_is_named(data):
    assert refusal(data) == NO_CODE


def test_a_file_has_a_size():
    assert refusal(b"") == "The file is empty; choose one with numbers or a picture in it."
    too_large = "The file has 10,485,761 bytes; the limit is 10,485,760, choose a smaller one."
    assert refusal(b"1" * 10_485_761) == too_large


def test_of_a_very_large_table_the_rows_that_are_not_shown_are_measured_all_the_same():
    row = ",".join(["1.5"] * 250)
    reading = read_text("\n".join(["names," * 249 + "names", *[row] * 5000]))
    assert reading.values.shape == (256, 250)
    header, cut = reading.notes
    assert header == "Line 1 is a header: left out."
    assert cut == "Shown are the first 256 of 5,000 rows: more do not fit."
    with pytest.raises(ReadError, match=r"Line 5001 has 2 cells and line 500 has 250; make all rows"):
        read_text("\n".join([*[row] * 5000, "1,2"]))


def test_of_a_table_with_names_a_column_is_offered_where_a_vector_is_asked_for():
    text = "t,v,u\n" + '0.5,1,"2,5"\n' * 5000
    with pytest.raises(ReadError) as refused:
        read_text(text, 1)
    columns = refused.value.offers[1:4]
    assert [offer.label for offer in columns] == [
        f"Read the first 4,096 of the column {name}" for name in "tvu"
    ]
    assert [(offer.values.shape, offer.values[0]) for offer in columns] == [
        ((4096,), value) for value in (0.5, 1, 2.5)
    ]
    for without in ("t,t\n1,2\n3,4", "t,v\n1,x\n3,4", "0.5 1\n0.1 2"):
        with pytest.raises(ReadError) as refused:
            read_text(without, 1)
        assert "column" not in " ".join(offer.label for offer in refused.value.offers)
