"""Notebooks: what is written is valid, has the very numbers, and runs in a fresh kernel."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import convviz
from convviz import Activation, Convolution, ConvolutionError, Filters, Pooling, explain
from convviz.hosts import showing
from convviz.hosts.notebook import to_notebook
from convviz.hosts.showing import Shown

nbformat = pytest.importorskip("nbformat", reason="nbformat reads the notebook")
pytest.importorskip("matplotlib", reason="the notebook has a figure")

MATRIX = Convolution([[1, 2, 2], [3, 1, 4], [2, 1, 3]], [[1, 0], [0, 1]])
RAMP = 10.0 * np.arange(1, 5)[:, None] + np.arange(1, 6)
LAYERS = [
    Convolution(RAMP, [[1, 0.5, 0], [-1, 0, 3], [2, 1, 0]], 2, "full", (1, 2), True, -1.5, "constant"),
    Convolution([1, 2, 3, 4], [1, -1], padding=1, padding_mode="reflect"),
    Convolution.transposed(RAMP[:2, :3], [[1, 2], [3, 4]], stride=2),
    Convolution.transposed(RAMP[:2, :3], [[1, 2], [3, 4]], padding=((1, 0), (0, 1)), bias=0.5),
    Filters([RAMP, RAMP + 1], np.arange(8.0).reshape(2, 1, 2, 2), bias=[1, -2], groups=2),
    Pooling(RAMP, (2, 3), "mean", padding=1),
    Pooling(RAMP, 2, stride=(1, 2)),
    Activation(RAMP - 20, "tanh"),
    Convolution(np.random.default_rng(3).normal(size=(25, 20)), np.full((21, 20), 0.125)),
]


def cells(data: bytes, kind: str) -> list[str]:
    notebook = nbformat.reads(data.decode(), as_version=4)
    nbformat.validate(notebook)
    return [cell.source for cell in notebook.cells if cell.cell_type == kind]


def made(data: bytes) -> dict[str, Any]:
    """What the cells of code define, run one after the other; the figures and stages are not looked at."""
    names: dict[str, Any] = {}
    for source in cells(data, "code"):
        exec(source, names)
    return names


@pytest.mark.parametrize(
    ("options", "made"),
    [
        ({}, "Convolution.transposed(x, w)"),
        ({"stride": 2, "padding": 1, "output_padding": 1, "bias": 3}, None),
    ],
)
def test_a_transposed_convolution_is_made_as_one(options: dict[str, Any], made: str | None) -> None:
    made = made or "Convolution.transposed(x, w, stride=2, padding=1, output_padding=1, bias=3.0)"
    first, *_ = cells(to_notebook(Convolution.transposed([1, 2, 3], [1, 10], **options)), "code")
    assert f"layer = convviz.{made}" in first.splitlines()


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: type(layer).__name__)
def test_its_code_makes_the_same_layer_and_its_program_agrees(layer: Any) -> None:
    names = made(to_notebook(layer, step=len(layer) - 1))
    assert type(names["layer"]) is type(layer)
    np.testing.assert_array_equal(names["layer"].output, layer.output)
    np.testing.assert_allclose(names["y"], layer.output, atol=1e-9)
    texts = {text.get_gid(): text.get_text() for text in names["figure"].axes[0].texts}
    assert texts["line-1"] == explain.place(layer, len(layer) - 1)


def test_it_says_what_is_not_as_usual_and_nothing_else() -> None:
    (numbers, *_) = cells(to_notebook(LAYERS[0]), "code")
    (line,) = re.findall("layer = .*", numbers)
    assert line == (
        "layer = convviz.Convolution(x, w, stride=2, padding=((2, 2), (4, 4)), dilation=(1, 2), flip=True, "
        "bias=-1.5)"
    )
    (numbers, *_) = cells(to_notebook(MATRIX), "code")
    assert "layer = convviz.Convolution(x, w)\nlayer.output" in numbers


def test_it_has_the_words_and_formulas_of_the_step() -> None:
    story = ("Look at *this*.", "", "And why?")
    first, formulas, *_ = cells(to_notebook(MATRIX, 3, title="Edges", story=story), "markdown")
    assert first == "# Edges\n\nLook at \\*this\\*\\.\n\nAnd why\\?"
    said = explain.explanation(MATRIX, 3)
    for formula in (said.step, said.definition, said.size):
        assert f"$$\n{formula}\n$$" in formulas
    shows = [source for source in cells(to_notebook(MATRIX, 3), "code") if "step=" in source]
    assert shows[0] == "convviz.show(layer, step=3)"


@pytest.mark.parametrize(
    "title",
    ["</script><b>", "'\"\\ {x} $y$ `z`", "a\nb\x00\ud800", "👩‍🏫 é", "[x](javascript:alert(1))"],
)
def test_a_title_never_leaves_its_place(title: str) -> None:
    data = to_notebook(MATRIX, title=title)
    plain, named = json.loads(to_notebook(MATRIX)), json.loads(data)
    assert [cell.keys() for cell in named["cells"]] == [cell.keys() for cell in plain["cells"]]
    (heading, *_) = cells(data, "markdown")
    assert heading.count("\n") == 0
    assert not re.search(r"(?<!\\)[<\[$`]", heading)
    assert made(data)["figure"].axes[0].texts[0].get_gid() == "title"


def test_a_picture_in_colour_stays_one() -> None:
    layer = Convolution(np.arange(27.0).reshape(3, 3, 3), np.ones((3, 2, 2)))
    shows = [source for source in cells(to_notebook(layer, coloured=True), "code") if "step=" in source]
    assert all("coloured=True" in source for source in shows)
    made(to_notebook(layer, coloured=True))


def test_the_same_layer_makes_the_same_notebook_and_save_writes_it(tmp_path: Any) -> None:
    path = convviz.save(MATRIX, tmp_path / "a.ipynb", step=2, title="A")
    assert path.read_bytes() == to_notebook(MATRIX, 2, title="A")


@pytest.mark.slow
def test_it_runs_clean_in_a_fresh_kernel(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Jupyter runs it, from top to bottom: the numbers, the stage and the figure come out."""
    pytest.importorskip("ipykernel", reason="a kernel runs the notebook")
    from nbclient import NotebookClient

    monkeypatch.setenv("PYTHONPATH", str(next(iter(convviz.__path__)) + "/.."))
    notebook = nbformat.reads(to_notebook(MATRIX, 3, title="Edges").decode(), as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]
    assert "[2., 6.]" in outputs[0][0].data["text/plain"]
    assert outputs[1][0].data["text/html"].startswith("<script>\n(() => {\n  const packed = ")
    assert outputs[2][0].data["image/png"].startswith("iVBOR")
    assert not any("stderr" in output.get("name", "") for cell in outputs for output in cell)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((MATRIX, [[1]]), "x is a Convolution, which has its filter and its parameters; give it alone"),
        (([1, 2],), "w is missing; give a filter, or a layer alone"),
    ],
)
def test_what_cannot_be_shown_is_refused(given: Any, words: str) -> None:
    with pytest.raises(ConvolutionError, match=words):
        convviz.show(*given)


@pytest.mark.parametrize("height", [0, 10**6, True, 400.0])
def test_a_height_that_is_none_is_refused(height: Any) -> None:
    with pytest.raises(ConvolutionError, match="give pixels, a whole number from 200 to 4,000"):
        convviz.show(MATRIX, height=height)


def test_show_begins_at_the_step_and_takes_parameters() -> None:
    shown = convviz.show(MATRIX.x, MATRIX.w, padding=1, step=15, height=700, title="A & B")
    html = shown._repr_html_()
    assert html is not None
    assert html.startswith('<iframe title="A &amp; B"')
    assert "height: 700px" in html
    with pytest.raises(IndexError, match="step 16 is out of range"):
        convviz.show(MATRIX.x, MATRIX.w, padding=1, step=16)


def test_a_notebook_that_is_not_trusted_says_so_in_the_place_of_the_stage() -> None:
    """Front ends take scripts, styles and frames out of it, with what is in them; classes stay."""
    html = convviz.show(MATRIX, title="A & B")._repr_html_() or ""
    left = re.sub(r"<(script|style|iframe)\b.*?</\1>", "", html, flags=re.DOTALL)
    assert left.strip().startswith('<p class="convviz-instead"><b>A &amp; B.</b> Here is a stage of convviz')
    assert "Trust Notebook" in left
    assert "<style>.convviz-instead { display: none }</style>" in html


# ------------------------------------------------------------------------- Plotly.js for all cells


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """A kernel of Jupyter's, as far as is asked of it: the message that runs the present cell."""
    message: dict[str, Any] = {}
    shell = SimpleNamespace(kernel=SimpleNamespace(get_parent=lambda: message))
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    yield message
    showing._holding.clear()


def ran(kernel: dict[str, Any], number: str, code: str, **metadata: str) -> str:
    """What a cell shows that is run now."""
    kernel.update(header={"msg_id": number}, content={"code": code}, metadata=metadata)
    html = MATRIX._repr_html_()
    assert html is not None
    return html


def test_three_stages_hold_plotly_once(kernel: dict[str, Any]) -> None:
    outputs = [ran(kernel, str(number), f"c{number}") for number in range(3)]
    assert [output.startswith("<script>") for output in outputs] == [True, False, False]
    assert len(outputs[0]) < 2.6e6
    assert [len(output) < 0.6e6 for output in outputs] == [False, True, True]
    assert len(MATRIX._repr_html_() or "") < 0.6e6


def test_the_cell_that_holds_plotly_holds_it_again_when_it_is_run_again(kernel: dict[str, Any]) -> None:
    first = [ran(kernel, "1", "c", cellId="A"), ran(kernel, "2", "c", cellId="B")]
    again = [ran(kernel, "3", "c + 1", cellId="A"), ran(kernel, "4", "c", cellId="B")]
    for holding, asking in (first, again):
        assert holding.startswith("<script>")
        assert asking.startswith("<iframe")
        assert "data-held-by" in asking


@pytest.mark.parametrize("name", showing._APART)
def test_where_outputs_share_no_page_each_holds_its_own(
    kernel: dict[str, Any], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "1")
    assert (
        ran(kernel, "1", "a") == ran(kernel, "2", "b") == Shown(MATRIX, include_plotlyjs=True)._repr_html_()
    )


def test_one_may_say_how_plotly_comes(kernel: dict[str, Any]) -> None:
    ran(kernel, "1", "a")
    html = convviz.show(MATRIX, include_plotlyjs="cdn")._repr_html_() or ""
    assert "https://cdn.plot.ly/plotly-" in html
    assert "data-held-by" not in html
