"""What programs print and write is read back: the numbers, their order and their rank."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from few import made_up
from numpy.typing import NDArray
from writers import nested

import convviz
from convviz.document import examples
from convviz.document.document import Document
from convviz.document.reading.contents import read_source
from convviz.document.reading.numbers import number_text
from convviz.explain import step_latex
from convviz.explain.programs import snippets
from convviz.hosts import takeaway

hypothesis = pytest.importorskip("hypothesis", reason="Hypothesis makes up the tensors")
from hypothesis import strategies as st  # noqa: E402
from hypothesis.extra.numpy import array_shapes, arrays  # noqa: E402

Array = NDArray[Any]
quick = made_up(60)
numbers = (
    st.floats(-1e9, 1e9, allow_nan=False)
    | st.integers(-99, 99).map(float)
    | st.sampled_from([0.1, 1e-7, 1e20])
)


def tensors(most: int = 3) -> st.SearchStrategy[Array]:
    """Tensors of some rank, none of their axes so that another rank would do."""
    return arrays(
        np.float64, array_shapes(min_dims=1, max_dims=most, min_side=2, max_side=5), elements=numbers
    )


EXACT: list[Callable[[Array], str]] = [
    lambda x: json.dumps(x.tolist()),
    lambda x: json.dumps(x.tolist(), indent=2),
    lambda x: repr(x.tolist()),
    lambda x: repr(tuple(map(float, x.ravel()))) if x.ndim == 1 else nested(x, "(", ")"),
    lambda x: f"x = {x.tolist()};",
    lambda x: nested(x, "{", "}"),
    lambda x: f"double x[] = {nested(x, '{ ', ' }', ',' + chr(10))};",
    lambda x: f"np.array({x.tolist()}, dtype=np.float64)",
    lambda x: f"torch.tensor({x.tolist()})",
]


@pytest.mark.parametrize("write", EXACT)
def test_lists_of_any_brackets(write: Callable[[Array], str]) -> None:
    @quick
    @hypothesis.given(tensors())
    def check(tensor: Array) -> None:
        np.testing.assert_array_equal(convviz.read_tensor(write(tensor)), tensor)
        np.testing.assert_array_equal(convviz.read_tensor(write(tensor), tensor.ndim), tensor)

    check()


@quick
@hypothesis.given(
    tensors(), st.sampled_from([str, repr]), st.sampled_from([20, 75, 200]), st.sampled_from([4, 17])
)
def test_prints_of_numpy(tensor: Array, write: Callable[[Array], str], width: int, precision: int) -> None:
    with np.printoptions(precision=precision, linewidth=width, threshold=10**6, floatmode="maxprec"):
        text = write(tensor)
    rank = tensor.ndim if width == 75 else None
    if width == 20 and tensor.ndim == 1 and "\n" in text:
        return  # lines shorter than NumPy's own may be rows
    read = convviz.read_tensor(text, rank)
    np.testing.assert_allclose(read, tensor, rtol=1.1 * 10.0 ** -min(precision, 15), atol=10.0**-precision)


@quick
@hypothesis.given(st.integers(2, 300), st.integers(0, 9))
def test_a_long_vector_as_numpy_prints_it(length: int, seed: int) -> None:
    vector = np.random.default_rng(seed).integers(-999, 999, length)
    with np.printoptions(threshold=10**6):
        for text in (str(vector), repr(vector), str(vector / 7)):
            assert convviz.read_tensor(text).shape == (length,)


@quick
@hypothesis.given(
    tensors(2), st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans()
)
def test_csv_of_any_dialect(tensor: Array, mark: str, end: str, quoted: bool, comma: bool) -> None:
    hypothesis.assume(not comma or mark != "," or quoted)
    rows = np.atleast_2d(tensor)
    hypothesis.assume(len(rows) > 1 or mark != ";")  # the notation of links
    file = io.StringIO()
    writer = csv.writer(
        file, delimiter=mark, lineterminator=end, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    )
    cells = [[repr(float(value)) for value in row] for row in rows]
    writer.writerows([[cell.replace(".", ",") if comma else cell for cell in row] for row in cells])
    is_in_doubt = comma and not re.search(r",(?!\d{3}\D)|\b0,|\d{4},", file.getvalue().replace(mark, " "))
    if not is_in_doubt:  # 1,234 and nothing that decides
        np.testing.assert_array_equal(convviz.read_tensor(file.getvalue(), tensor.ndim), tensor)


@quick
@hypothesis.given(
    tensors(2),
    st.sampled_from(["%.18e", "%g", "%.3f"]),
    st.sampled_from([" ", ",", "\t"]),
    st.sampled_from(["", "a b"]),
)
def test_savetxt(tensor: Array, form: str, mark: str, header: str) -> None:
    file = io.StringIO()
    np.savetxt(file, tensor, fmt=form, delimiter=mark, header=header)
    expected = np.loadtxt(io.StringIO(file.getvalue()), delimiter=None if mark == " " else mark)
    np.testing.assert_array_equal(convviz.read_tensor(file.getvalue(), tensor.ndim), expected)


@pytest.mark.slow
@quick
@hypothesis.given(
    tensors(2).filter(lambda x: x.ndim == 2), st.sampled_from(["csv", "text", "print", "plain", "tab"])
)
def test_tables_of_pandas(tensor: Array, kind: str) -> None:
    pandas = pytest.importorskip("pandas", reason="prints the tables")
    frame = pandas.DataFrame(tensor, columns=list("abcde")[: tensor.shape[1]])
    with pandas.option_context("display.precision", 17, "display.width", 40, "display.max_columns", 50):
        text = {
            "csv": lambda: frame.to_csv(),
            "plain": lambda: frame.to_csv(index=False, sep=";"),
            "text": lambda: frame.to_string(float_format=lambda value: repr(float(value))),
            "print": lambda: str(frame),
            "tab": lambda: pandas.DataFrame(tensor).to_csv(sep="\t"),
        }[kind]()
    reading = read_source(text, 2)
    if kind == "print":
        np.testing.assert_allclose(reading.values, tensor, rtol=1e-9, atol=1e-9)
    else:
        np.testing.assert_array_equal(reading.values, tensor)
    assert reading.notes


@pytest.mark.slow
@quick
@hypothesis.given(tensors(), st.sampled_from([4, 10]), st.sampled_from([False, True]))
def test_prints_of_torch(tensor: Array, precision: int, as_parameter: bool) -> None:
    torch = pytest.importorskip("torch", reason="prints the tensors")
    torch.set_printoptions(precision=precision, threshold=10**6)
    made = torch.tensor(tensor)
    text = str(torch.nn.Parameter(made) if as_parameter else made)
    torch.set_printoptions(profile="default")
    read = convviz.read_tensor(text, tensor.ndim)
    np.testing.assert_allclose(read, tensor, rtol=10.0**-precision, atol=10.0**-precision)


@pytest.mark.slow
@quick
@hypothesis.given(tensors(2).filter(lambda x: x.ndim == 2))
def test_sympy(tensor: Array) -> None:
    sympy = pytest.importorskip("sympy", reason="writes the matrices")
    whole = np.round(np.clip(tensor, -99, 99) * 9).astype(int)
    matrix = sympy.Matrix(whole.tolist()) / 9
    for text in (sympy.latex(matrix), sympy.pretty(matrix, use_unicode=True), str(matrix)):
        np.testing.assert_allclose(convviz.read_tensor(text), whole / 9, rtol=1e-12)


def statement(code: str, name: str) -> str:
    """What a program gives to a variable first, as one copies it."""
    found = re.search(rf"^{name} = .*\n(?:(?: .*|(?=\n *\[).*)\n)*", code, re.MULTILINE)
    assert found
    return found[0]


@quick
@hypothesis.given(tensors())
def test_the_tensors_of_every_program(tensor: Array) -> None:
    c = convviz.Convolution(tensor, tensor[(slice(1),) * tensor.ndim] / 3)
    for snippet in snippets(c):
        for name, expected in (("x", c.x), ("w", c.w)):
            read = convviz.read_tensor(statement(snippet.code, name), tensor.ndim)
            np.testing.assert_array_equal(read, expected, err_msg=snippet.title)


def offered(source: str | bytes, rank: int) -> list[Array]:
    """The tensors among which one can choose."""
    with pytest.raises(convviz.ReadError) as refused:
        convviz.read_tensor(source, rank)
    return [offer.values for offer in refused.value.offers]


def test_of_a_whole_program_a_notebook_and_a_formula_each_tensor_is_offered() -> None:
    for example in map(examples.default, (1, 2, 3)):
        document = Document.of(example)
        c, rank = document.layer, document.rank
        whole: list[str | bytes] = [snippet.code for snippet in snippets(c)]
        for source in [*whole, takeaway.notebook(document).make()]:
            x, w = offered(source, rank)[:2]
            np.testing.assert_array_equal(x, c.x)
            np.testing.assert_array_equal(w, document.plan.w)
        matrices = offered(step_latex(c, 1), rank)
        if rank < 3:
            np.testing.assert_array_equal(matrices[0].reshape(c.w.shape), c.step(1).window)
            np.testing.assert_array_equal(matrices[1].reshape(c.w.shape), c.w)


@quick
@hypothesis.given(tensors())
def test_what_the_stage_copies(tensor: Array) -> None:
    """Cells parted by tabs, rows by lines; tests/player has what the player makes of a number."""
    for part in tensor if tensor.ndim == 3 else [tensor]:
        text = "\n".join("\t".join(map(number_text, row)) for row in np.atleast_2d(part))
        np.testing.assert_array_equal(convviz.read_tensor(text, part.ndim), part)
