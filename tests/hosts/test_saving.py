"""Saving: the file is there whole or not at all, and what cannot be saved is refused with a sentence."""

import re
import subprocess
import sys
from base64 import b64decode
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("matplotlib", reason="Matplotlib draws the figures")

import convviz
import convviz.explain
from convviz import Convolution, ConvolutionError, Pooling
from convviz.hosts import files, showing

MATRIX = Convolution([[1, 2, 2], [3, 1, 4], [2, 1, 3]], [[1, 0], [0, 1]])
STARTS = {
    ".svg": b"<?xml",
    ".pdf": b"%PDF",
    ".png": b"\x89PNG",
    ".gif": b"GIF89a",
    ".html": b"<!doctype html>",
    ".ipynb": b"{",
}


@pytest.mark.parametrize("ending", files.ENDINGS)
@pytest.mark.parametrize("as_text", [True, False])
def test_the_ending_says_what_is_saved(tmp_path, ending, as_text):
    target = tmp_path / f"a figure{ending.upper()}"
    given = convviz.save(MATRIX, str(target) if as_text else target)
    assert given == target
    assert target.read_bytes().startswith(STARTS[ending])
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_what_was_there_before_is_replaced_and_has_the_usual_rights(tmp_path):
    target, other = tmp_path / "figure.svg", tmp_path / "other"
    target.write_text("old")
    other.touch()
    convviz.save(MATRIX, target, step=1)
    assert target.read_bytes().startswith(b"<?xml")
    assert target.stat().st_mode == other.stat().st_mode


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        (
            "a.bmp",
            {},
            r"whose ending '.bmp' is none that is known; give one of .svg, .pdf, .png, .gif, .html, .ipynb",
        ),
        ("figure", {}, "whose ending '' is none that is known"),
        ("nowhere/a.svg", {}, "the folder .*nowhere' is not there; make it first"),
        ("a.gif", {"step": 1}, "step is 1 and a film shows every step"),
        ("a.gif", {"transparent": True}, "a GIF has no half transparent pixels"),
        ("a.svg", {"theme": "blue"}, "theme is 'blue'"),
    ],
)
def test_what_cannot_be_saved_is_refused(tmp_path, name, options, words):
    with pytest.raises(ConvolutionError, match=words):
        convviz.save(MATRIX, tmp_path / name, **options)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", [".svg", ".html"])
def test_a_step_out_of_range_leaves_no_file(tmp_path, ending):
    with pytest.raises(IndexError, match="step 4 is out of range"):
        convviz.save(MATRIX, tmp_path / f"a{ending}", step=4)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_file(tmp_path):
    (tmp_path / "a.svg").mkdir()
    with pytest.raises(ConvolutionError, match="is a folder; give the path of a file"):
        convviz.save(MATRIX, tmp_path / "a.svg")


def test_a_film_that_is_too_long_leaves_no_file(tmp_path):
    with pytest.raises(ConvolutionError, match="too long"):
        convviz.save(Convolution(np.zeros(500), [1]), tmp_path / "a.gif")
    assert list(tmp_path.iterdir()) == []


def test_a_page_of_what_the_stage_does_not_show_is_refused(tmp_path):
    with pytest.raises(ConvolutionError, match="layer is of type list; the stage shows layers of type"):
        convviz.save([1, 2], tmp_path / "a.html")


def test_a_disk_that_is_full_leaves_what_was_there(tmp_path, monkeypatch):
    target = tmp_path / "a.svg"
    target.write_text("old")

    def full(*paths):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        convviz.save(MATRIX, target, step=0)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("layer", [Pooling(np.ones((4, 6)), 2), convviz.Activation(np.arange(40.0))])
def test_a_notebook_shows_a_figure_where_there_is_no_plotly(layer, monkeypatch):
    monkeypatch.setattr(showing, "find_spec", lambda name: None if name == "plotly" else find_spec(name))
    html = layer._repr_html_()
    alt, svg = re.fullmatch(
        r'<img alt="(.*?)" style=".*?" src="data:image/svg\+xml;base64,(.*?)">', html
    ).groups()
    assert alt.endswith(convviz.explain.step_text(layer, len(layer) - 1))
    assert b64decode(svg).startswith(b"<?xml")


def test_a_notebook_shows_the_text_where_nothing_is_installed(monkeypatch):
    monkeypatch.setattr(showing, "find_spec", lambda name: None)
    assert Pooling([1, 2], 2)._repr_html_() is None


def run(code):
    root = Path(__file__).parents[2]
    return subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.slow
def test_matplotlib_is_imported_when_it_is_asked_for_and_pyplot_never(tmp_path):
    code = f"""
import sys, convviz
c = convviz.Convolution([1, 2, 3], [1, 1])
convviz.save
print("matplotlib" in sys.modules)
convviz.save(c, {str(tmp_path / "a.svg")!r})
print("matplotlib" in sys.modules, "matplotlib.pyplot" in sys.modules, "plotly" in sys.modules)
"""
    assert run(code).split() == ["False", "True", "False", "False"]


def test_without_matplotlib_the_error_says_what_to_install(tmp_path):
    code = f"""
import sys
sys.modules["matplotlib"] = None
import convviz
c = convviz.Convolution([1, 2, 3], [1, 1])
for call in (lambda: convviz.save(c, {str(tmp_path / "a.svg")!r}), lambda: convviz.figure):
    try:
        call()
    except ModuleNotFoundError as error:
        print(error)
"""
    sentence = 'figures are drawn by Matplotlib, which is not installed; pip install "convviz[figures]"'
    assert run(code).splitlines() == [sentence, sentence]
    assert list(tmp_path.iterdir()) == []
