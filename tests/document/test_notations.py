"""Texts as people have them, in the notations of programs, textbooks and spreadsheets."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import convviz
from convviz.document.reading.contents import read_source

DATA = Path(__file__).parent / "data" / "reading"
TEXTS = json.loads((DATA / "texts.json").read_text(encoding="utf-8"))
CASES = json.loads((DATA / "cases.json").read_text(encoding="utf-8"))
SQUARE = [[1, 2], [3, 4]]
NINTHS = [[1 / 9] * 3] * 3


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_what_was_found_in_the_wild(case: dict[str, Any]) -> None:
    source = case["text"] if "text" in case else (DATA / case["file"]).read_bytes()
    if "refused" in case or "or_refused" in case:
        with pytest.raises(convviz.ReadError, match=case.get("refused", case.get("or_refused"))):
            convviz.read_tensor(source, case["rank"])
        return
    tensor = convviz.read_tensor(source, case["rank"])
    assert tensor.dtype == np.float64
    assert list(tensor.shape) == case.get("shape", list(tensor.shape))
    if "values" in case:
        assert tensor.tolist() == case["values"]


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: repr(case["text"])[:60])
def test_a_text_as_programs_print_it_and_people_write_it(case: dict[str, Any]) -> None:
    """What nearly everyone would expect; the other texts are refused, for a reason that is named."""
    if "refused" in case:
        with pytest.raises(convviz.ReadError, match=f"(?i){case['refused']}"):
            convviz.read_tensor(case["text"], case.get("rank"))
        return
    tensor = convviz.read_tensor(case["text"], case.get("rank"))
    expected = np.array(case["values"], dtype=np.float64)
    assert tensor.shape == expected.shape
    np.testing.assert_allclose(tensor, expected, rtol=1e-15, atol=0)


BRACKETS = [
    ("[[1, 2], [3, 4]]", SQUARE),
    ("((1, 2), (3, 4))", SQUARE),
    ("(1, 2, 3)", [1, 2, 3]),
    ("np.array([[1, 2], [3, 4]], dtype=np.float64)", SQUARE),
    ("x = np.array([[1, 2],\n              [3, 4]])", SQUARE),
    ("array([[1., 2.],\n       [3., 4.]], dtype=float32)", SQUARE),
    ("[[1 2]\n [3 4]]", SQUARE),
    ("tensor([[1., 2.],\n        [3., 4.]], device='cuda:0', grad_fn=<AddBackward0>)", SQUARE),
    ("Parameter containing:\ntensor([[1., 2.],\n        [3., 4.]], requires_grad=True)", SQUARE),
    ("<tf.Tensor: shape=(2, 2), dtype=int32, numpy=\narray([[1, 2],\n       [3, 4]], dtype=int32)>", SQUARE),
    ("tf.Tensor(\n[[1 2]\n [3 4]], shape=(2, 2), dtype=int32)", SQUARE),
    ("<tf.Variable 'v:0' shape=(2, 2) dtype=float32, numpy=\narray([[1., 2.],\n       [3., 4.]])>", SQUARE),
    ("Array([[1., 2.], [3., 4.]], dtype=float32)", SQUARE),
    ("Matrix([[1, 2], [3, 4]])", SQUARE),
    ("[np.float64(1.0), np.float64(2.5)]", [1, 2.5]),
    ("[tensor(1.), tensor(2.5)]", [1, 2.5]),
    ("[Fraction(1, 9), Fraction(2, 9)]", [1 / 9, 2 / 9]),
    ('[["1", "2"], ["3", "4"]]', SQUARE),
    ("[[True, False], [False, True]]", [[1, 0], [0, 1]]),
    ("[1 2; 3 4]", SQUARE),
    ("A = [1 2; 3 4];", SQUARE),
    ("A = [1, 2\n     3, 4];", SQUARE),
    ("A = [1 2 ...\n; 3 4];", SQUARE),
    ("[1 2 3]'", [[1], [2], [3]]),
    ("[1 -2; 3 4]", [[1, -2], [3, 4]]),
    ("[1;2;3]", [[1], [2], [3]]),
    ("[1 2; 3 4;;; 5 6; 7 8]", [SQUARE, [[5, 6], [7, 8]]]),
    ("Float32[1.0 2.0; 3.0 4.0]", SQUARE),
    ("{1,2}", [1, 2]),
    ("{{1,2},{3,4}}", SQUARE),
    ("int k[2][2] = {{1, 2}, {3, 4}};", SQUARE),
    ("float w[] = {1.0f, 2.5f};", [1, 2.5]),
    ("double[,] k = new double[,] { {1,2},{3,4} };", SQUARE),
    ("const k = [[1, 2], [3, 4]];", SQUARE),
    ("x(n) = {1, 2, 3}", [1, 2, 3]),
    ("x[n] = [1, 2, 3]", [1, 2, 3]),
    ("c(1, 2, 3)", [1, 2, 3]),
    ("x <- c(1, 2.5)", [1, 2.5]),
    ("matrix(c(1, 2, 3, 4), nrow = 2)", [[1, 3], [2, 4]]),
    ("matrix(c(1, 2, 3, 4), nrow = 2, byrow = TRUE)", SQUARE),
    ("np.matrix('1 2; 3 4')", SQUARE),
    ("np.array([1, 2, 3, 4]).reshape(2, 2)", SQUARE),
    ("1/9 * [1 1 1; 1 1 1; 1 1 1]", NINTHS),
    ("(1/9) * np.ones_like([[1]])", None),
    ("1/9 [1 1 1; 1 1 1; 1 1 1]", NINTHS),
    ("[1 1 1; 1 1 1; 1 1 1] / 9", NINTHS),
    ("K = np.array([[1, 2], [3, 4]]) * 0.5", [[0.5, 1], [1.5, 2]]),
    ("-[1 2]", [-1, -2]),
    ("[1/16, 2/16]", [0.0625, 0.125]),
    ("[[1, 2],  # the first row\n [3, 4]]", SQUARE),
    ("{1, 2, /* two */ 3}", [1, 2, 3]),
    ("[[[[1, 2], [3, 4]]]]", [SQUARE]),
    (">>> x\narray([1, 2])", [1, 2]),
    ("In [3]: x\nOut[3]: array([1, 2])", [1, 2]),
    ("```python\n[[1, 2], [3, 4]]\n```", SQUARE),
]


def documented() -> list[tuple[str, object]]:
    """The examples of the table in the documentation, with what they are read as."""
    page = (Path(__file__).parents[2] / "docs" / "reading.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| [^|`]+ \| `(.*)` \| `(.*)` \|$", page, re.MULTILINE)
    return [(text.replace("\\|", "|").replace("⏎", "\n"), json.loads(values)) for text, values in rows]


def test_the_documentation_has_a_table_of_notations() -> None:
    assert len(documented()) > 20


PRINTED = [
    ("     [,1] [,2]\n[1,]    1    2\n[2,]    3    4", SQUARE),
    ("[1]  1  2  3\n[4]  4", [1, 2, 3, 4]),
    (
        ", , 1\n\n     [,1] [,2]\n[1,]    1    2\n\n, , 2\n\n     [,1] [,2]\n[1,]    3    4",
        [[[1, 2]], [[3, 4]]],
    ),
    ("  a b\n1 1 2\n2 3 4", SQUARE),
    ("2×2 Matrix{Int64}:\n 1  2\n 3  4", SQUARE),
    ("3-element Vector{Float64}:\n 1.0\n 2.0\n 3.5", [1, 2, 3.5]),
    ("1×2×2 Array{Int64, 3}:\n[:, :, 1] =\n 1  2\n\n[:, :, 2] =\n 3  4", [[[1, 2]], [[3, 4]]]),
    ("A =\n\n     1     2\n     3     4\n", SQUARE),
    ("A =\n\n   1.0e+03 *\n\n    0.0010    2.0000\n", [1, 2000]),
    (
        "A =\n\n Columns 1 through 2:\n\n   1   2\n   4   5\n\n Column 3:\n\n   3\n   6\n",
        [[1, 2, 3], [4, 5, 6]],
    ),
    (
        "ans(:,:,1) =\n\n   1   2\n   3   4\n\nans(:,:,2) =\n\n   5   6\n   7   8\n",
        [SQUARE, [[5, 6], [7, 8]]],
    ),
    ("ans =\n\n  2×2 logical array\n\n   1   0\n   0   1\n", [[1, 0], [0, 1]]),
    ("     0    1\n0  1.0  2.0\n1  3.0  4.0", SQUARE),
    ("     a    b\nx  1.0  2.0\ny  3.0  4.0", SQUARE),
    ("0    1.0\n1    2.5\ndtype: float64", [1, 2.5]),
    ("⎡1   2 ⎤\n⎢      ⎥\n⎣3  1/2⎦", [[1, 2], [3, 0.5]]),
]
WRITTEN = [
    (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", SQUARE),
    (r"\left[\begin{matrix}1 & 2\\3 & \frac{1}{2}\end{matrix}\right]", [[1, 2], [3, 0.5]]),
    (r"K = \frac{1}{9}\begin{bmatrix}1&1&1\\1&1&1\\1&1&1\\\end{bmatrix}", NINTHS),
    ("$$\\begin{array}{cc} 1 & 2 \\\\ \\hline 3 & 4 \\end{array}$$", SQUARE),
    (r"\begin{bmatrix} 2.5 \times 10^{-4} & -1 \end{bmatrix}", [2.5e-4, -1]),
    (r"\begin{pmatrix} 1{,}5 & 2 \end{pmatrix}", [1.5, 2]),
    ("| 1 | 2 |\n|---|---|\n| 3 | 4 |", SQUARE),
    ("| a | b |\n|:--|--:|\n| 1 | 2 |\n| 3 | 4 |", SQUARE),
    ("1 | 2\n3 | 4", SQUARE),
    ("4 | 8 | 0 | 1", [4, 8, 0, 1]),
    ("+---+---+\n| 1 | 2 |\n+---+---+\n| 3 | 4 |\n+---+---+", SQUARE),
    ("1,2;3,4", SQUARE),
    ("1,2;3,4|5,6;7,8", [SQUARE, [[5, 6], [7, 8]]]),
    ("x=1,2;3,4", SQUARE),
    ("1 2; 3 4", SQUARE),
    ("1, 2;\n3, 4;", SQUARE),
]
TABLES = [
    ("1,2\n3,4", SQUARE),
    ("1;2\n3;4", SQUARE),
    ("1\t2\n3\t4", SQUARE),
    ("1   2\n  3 4 ", SQUARE),
    ("１，２\n３，４", SQUARE),
    ("1,2,\n3,4,", SQUARE),
    ("1\t2\t\n3\t4\t", SQUARE),
    ("sep=;\n1;2\n3;4", SQUARE),
    ("# made by hand\n1 2\n3 4", SQUARE),
    ("% made by hand\n1 2\n3 4", SQUARE),
    ("1 2 # first\n3 4", SQUARE),
    ("a,b\n1,2\n3,4", SQUARE),
    ("time (s),voltage [mV]\n1,2\n3,4", SQUARE),
    (",a,b\n0,1,2\n1,3,4", SQUARE),
    ("id;a;b\n1;1;2\n2;3;4", SQUARE),
    ("x,1,2\ny,3,4", SQUARE),
    ("date,value\n2024-01-01,1\n2024-01-02,2", [1, 2]),
    ("Rate: 250 Hz\n1\n2\n3", [1, 2, 3]),
    ('"1","2"\n"3","4"', SQUARE),
    ("1,2 1,4\n3,2 4,1", [[1.2, 1.4], [3.2, 4.1]]),
    ("1/2 1/4\n1 / 8 2", [[0.5, 0.25], [0.125, 2]]),
    ("½ ¼\n1⁄8 2", [[0.5, 0.25], [0.125, 2]]),
    ("−1 –2 ‑3 —4", [-1, -2, -3, -4]),
    ("TRUE,FALSE\nFALSE,TRUE", [[1, 0], [0, 1]]),
    ("1.5D+02 2d0", [150, 2]),
]


@pytest.mark.parametrize(("text", "values"), [*BRACKETS, *PRINTED, *WRITTEN, *TABLES, *documented()])
def test_a_notation(text: str, values: object) -> None:
    if values is None:
        with pytest.raises(convviz.ReadError, match="would have to be computed"):
            convviz.read_tensor(text)
        return
    assert convviz.read_tensor(text).tolist() == values
    assert convviz.read_tensor(text.encode()).tolist() == values
    assert convviz.read_tensor(text.replace("\n", "\r\n")).tolist() == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,234\t0,5\n2\t3", [[1.234, 0.5], [2, 3]]),
        ("1,234\t0.5\n2\t3", [[1234, 0.5], [2, 3]]),
        ("1.234;2,5\n3;4", [[1234, 2.5], [3, 4]]),
        ("1.234;2.5\n3;4", [[1.234, 2.5], [3, 4]]),
        ("1.234.567;2\n3;4", [[1234567, 2], [3, 4]]),
        ("1'234\t5", [1234, 5]),
        ("1 234,5;2\n3;4", [[1234.5, 2], [3, 4]]),
        ("1\u00a0234\t5", [1234, 5]),
        ("12,34,567\t5", [1234567, 5]),
        ("1.5;2,5\n3;4", [[1.5, 2.5], [3, 4]]),
        ("1,05\n2,10", [1.05, 2.1]),
        ("1;2,5;3", [1, 2.5, 3]),
    ],
)
def test_all_cells_decide_what_commas_and_points_are(text: str, values: object) -> None:
    assert convviz.read_tensor(text).tolist() == values


@pytest.mark.parametrize(
    ("text", "named", "offered"),
    [
        ("1,234", ["1234", "1.234"], [[1234], [1.234]]),
        ("1,234\t5", ["1234", "1.234"], [[1234, 5], [1.234, 5]]),
        ("1,234\n5,678", ["1234", "1.234"], [[1234, 5678], [1.234, 5.678]]),
        ("1,200 300,4", ["3 cells", "2 cells"], []),
        ("0,5, 0,25", ["4 cells", "2 cells"], []),
        ("1,2;\n3,4;", ["2 cells", "1 cell"], []),
    ],
)
def test_what_can_be_two_things_is_refused_with_both(text: str, named: list[str], offered: list[Any]) -> None:
    with pytest.raises(convviz.ReadError) as caught:
        convviz.read_tensor(text)
    assert all(one in str(caught.value) for one in named)
    assert [offer.values.tolist() for offer in caught.value.offers] == offered


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 2 3\n4 5", "Line 2 has 2 cells and line 1 has 3; make all rows equally long."),
        (
            "[[1, 2], [3]]",
            "Row 2 has 1 number and row 1 has 2 (line 1, column 10); make all rows equally long.",
        ),
        ("[[1, 2]", "Line 1, column 1: the bracket [ is not closed; copy all of it."),
        ("[1, 2)", "Line 1, column 6: ) closes the bracket [; make them a pair."),
        ("[1, 2]]", "Line 1, column 7: the bracket ] closes none; copy all of it."),
        (
            "[[1, NaN]]",
            "Row 1, column 2: the cell holds “NaN”, which is not a finite number; replace it by a number.",
        ),
        (
            "[1 2 ... 9]",
            "Line 1, column 6: “...” stands for numbers that were left out; print all of them and copy",
        ),
        (
            "1 2 ... 9",
            "Line 1: “...” stands for numbers that were left out; print all of them and copy again.",
        ),
        (
            r"\begin{matrix}1&\cdots&2\end{matrix}",
            "“\\cdots” stands for numbers that were left out; give all of them.",
        ),
        (
            "np.zeros((3, 3))",
            "“np.zeros” would have to be computed, and nothing is; run it and paste the numbers.",
        ),
        (
            "x = [1]\nw = [2]",
            "There is more than one list, also “w”; choose one, or paste one tensor at a time.",
        ),
        ("[1 2] + [3 4]", "“+” beside the brackets is not understood; give the numbers alone."),
        (
            "[1,5 2,5]",
            "“5 2” has a blank in it; part the numbers by commas or by blanks, and write decimal points.",
        ),
        ("hello", "There are no numbers in it: it begins with “hello”; give numbers, a row per line."),
        (
            "<html><b>1</b>",
            "This is a page or a drawing, no numbers; copy the table from the page as it is shown.",
        ),
        (
            '{"x": [1], "w": [2]}',
            "This is an object with several lists, “x”, “w”; choose one, or paste it alone.",
        ),
        (
            "https://example.org/?x=1,2",
            "This is a link; open it in the browser, or paste the numbers behind x= alone.",
        ),
        (
            "[1+2j]",
            "Cell 1: the cell holds “1+2j”, which is not a finite number; complex numbers are not read, "
            "give real ones.",
        ),
        ("[]1", "the brackets are empty; put numbers into them."),
        (
            "a,2\n1,2",
            "Line 1, column 1: the cell holds “a”, which is not a finite number; replace it by a number.",
        ),
    ],
)
def test_what_is_no_tensor_says_why_and_where(text: str, message: str) -> None:
    with pytest.raises(convviz.ReadError) as caught:
        convviz.read_tensor(text)
    assert message in str(caught.value)


STATE = "('weight', tensor([[1., 2.],\n        [3., 4.]], device='cuda:0')), ('bias', tensor([5., 6.]))"


@pytest.mark.parametrize(
    "text",
    [
        f"OrderedDict([{STATE}])",
        f"odict_items([{STATE}])",
        f"[{STATE}]",
        "{'weight': tensor([[1., 2.],\n        [3., 4.]]), 'bias': tensor([5., 6.]), 'seen': tensor(3)}",
        "state = OrderedDict({'weight': tensor([[1., 2.], [3., 4.]]), 'bias': tensor([5., 6.])})",
        "weights = {'weight': np.array([[1., 2.], [3., 4.]]), 'bias': np.array([5., 6.])}",
        "weight Parameter containing:\ntensor([[1., 2.],\n        [3., 4.]], requires_grad=True)\n"
        "bias Parameter containing:\ntensor([5., 6.], requires_grad=True)",
    ],
)
def test_the_state_of_a_network(text: str) -> None:
    for rank, name, values in (2, "weight", [[1, 2], [3, 4]]), (1, "bias", [5, 6]):
        reading = read_source(text, rank)
        assert reading.values.tolist() == values
        assert reading.notes == (f"“{name}” is read, the rest of the object left out.",)
    with pytest.raises(convviz.ReadError, match="object with several lists, “weight”, “bias”") as caught:
        read_source(text)
    assert [offer.label for offer in caught.value.offers] == ["Read weight", "Read bias"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{'a': tensor([[1., 2.]]), 'b': tensor([0.]", "damaged or cut short"),
        ("OrderedDict([('a', tensor([1., ..., 2.]))])", "“...” stands for numbers that were left out"),
        ("{'net': OrderedDict([('a', tensor([1.]))]), 'epoch': 3}", "an object without a list of numbers"),
    ],
)
def test_a_state_without_its_numbers_is_refused(text: str, message: str) -> None:
    with pytest.raises(convviz.ReadError, match=message):
        read_source(text)


@pytest.mark.parametrize(
    "text",
    [
        "1 011." + "1" * 3000 + "\n1 2",
        "[1, &,a 010&,a 010]",
        "!!opencv-matrix\n rows: 1\n cols: 0\n dt: d\n data: []",
        "1 2\n" + "9" * 400 + "\n1 2",
        "ImageFilter.Kernel((1, 0), [])",
    ],
)
def test_what_looks_like_a_number_and_is_none_is_refused(text: str) -> None:
    with pytest.raises(convviz.ReadError) as caught:
        read_source(text)
    assert all(np.isfinite(offer.values).all() for offer in caught.value.offers)


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ('{"encoder.layer1.0.conv1.weight": [[1, 2]], "encoder.layer1.0.conv2.weight": [[3, 4]]}', None),
        ('{"encoder.layer1.0.left.weight.first": [[1]], "encoder.layer1.9.left.weight.first": [[3]]}', None),
        ("layer1_0_conv1_weight = [1, 2]\nlayer1_0_conv1_weights = [3, 4]", None),
        ("x = [1, 2]\nx = [3, 4]", None),
        ("voltage at the input, in volts\tvoltage at the output, in volts\n1\t2\n3\t4", 1),
    ],
)
def test_no_two_buttons_have_the_same_words(text: str, rank: int | None) -> None:
    with pytest.raises(convviz.ReadError) as caught:
        convviz.read_tensor(text, rank)
    labels = [offer.label for offer in caught.value.offers]
    assert len({*labels}) == len(labels) > 1


@pytest.mark.parametrize(
    ("text", "rank", "notes"),
    [
        ("1,2\n3,4", 2, ()),
        ("a,b\n1,2\n3,4", 2, ("Line 1 is a header: left out.",)),
        ("# a\n# b\n1,2\n3,4", 2, ("Lines 1 to 2 are remarks: left out.",)),
        ("1,2,\n3,4,", 2, ("The last column is empty: left out.",)),
        ("1.234;2,5\n3;4", 2, ("Points part thousands, as other cells show: 1.234 is 1234.",)),
        (
            "9007199254740993 1",
            1,
            ("“9007199254740993” is read as 9007199254740992: 64 bits cannot hold it.",),
        ),
        ("1e-400 1", 1, ("“1e-400” is read as 0: 64 bits cannot hold it.",)),
        ("[True, False]", 1, ("True and false are read as 1 and 0.",)),
        ("\n".join(["1"] * 5000), 1, ("Shown are the first 4,096 of 5,000 numbers: more do not fit.",)),
        (
            "\n".join([" ".join(["1"] * 300)] * 2),
            2,
            ("Shown are the first 256 of 300 columns: more do not fit.",),
        ),
    ],
)
def test_what_was_decided_or_left_out_is_said(text: str, rank: int, notes: tuple[str, ...]) -> None:
    assert read_source(text, rank).notes == notes


def test_what_was_cut_is_offered_averaged() -> None:
    offer = read_source("\n".join([" ".join(map(str, range(300)))] * 2), 2).offers[0]
    assert offer.label == "All of it, averaged to 2 × 150"
    assert offer.values[1].tolist() == [n + 0.5 for n in range(0, 300, 2)]


def test_the_notation_of_links_is_said_and_the_other_reading_offered() -> None:
    reading = read_source("1,2;3,4", 2)
    assert reading.values.tolist() == SQUARE
    assert (
        reading.note
        == "Read as in a link: a comma between cells, a semicolon between rows, a bar between slices."
    )
    assert [offer.values.tolist() for offer in reading.offers] == [[[1.2, 3.4]]]
    with pytest.raises(convviz.ReadError, match="2 rows of 2 numbers") as caught:
        read_source("1,2;3,4", 1)
    assert [offer.values.tolist() for offer in caught.value.offers] == [SQUARE, [1.2, 3.4]]


@pytest.mark.parametrize(("text", "rank", "found"), [("1 2\n3 4", 1, 2), ("[[[1, 2]], [[3, 4]]]", 2, 3)])
def test_another_rank_is_refused_with_what_was_found(text: str, rank: int, found: int) -> None:
    with pytest.raises(convviz.ReadError, match=f"tensor of rank {found}") as caught:
        convviz.read_tensor(text, rank)
    assert caught.value.rank == found
    assert caught.value.found is not None
    assert caught.value.found.sum() == 10


def test_a_signal_is_offered_as_a_vector() -> None:
    offer = read_source("\n".join(map(str, range(100))), 2).offers[0]
    assert offer.label == "This is one column of 100 numbers: open it as a 1D vector"
    assert offer.values.shape == (100,)
    with pytest.raises(convviz.ReadError, match="one column of 1,000 numbers") as caught:
        read_source("\n".join(map(str, range(1000))), 2)
    assert caught.value.rank == 1


@pytest.mark.parametrize(
    ("code", "note"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_encodings(code: str, note: str) -> None:
    reading = read_source("Größe;b\n1;–2,5\n3;4\n".encode(code), 2)
    assert reading.values.tolist() == [[1, -2.5], [3, 4]]
    assert note in reading.note


@pytest.mark.parametrize("rank", [0, 4, "2", True, 2.0])
def test_a_rank_is_1_2_or_3(rank: Any) -> None:
    with pytest.raises(convviz.ReadError, match="give 1, 2 or 3"):
        convviz.read_tensor("1", rank)


@pytest.mark.parametrize("source", [[1, 2], None, 7, np.ones(3)])
def test_a_source_is_text_or_bytes(source: Any) -> None:
    with pytest.raises(convviz.ReadError, match="give a text, or the bytes of a file"):
        convviz.read_tensor(source)
