"""The benchmarks start: what they ask of the package and of the tests is there. Nothing is measured here."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command, given=""):
    """Runs Python among the benchmarks; what it prints, and how it ends."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT / "benchmarks",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout + done.stderr, done.returncode


@pytest.mark.slow
def test_the_benchmark_of_the_core_is_read():
    pytest.importorskip("scipy", reason="the benchmark of the core needs SciPy")
    assert run("-c", "import core") == ("", 0)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "text", "code"),
    [
        (["--help"], "some of steps, hover, edits, picture, loads, memory, payload, kinds, draw", 0),
        (["step"], "there is no section step; there are steps,", 2),
        (["--old", "pages"], "pages holds no app.py", 2),
    ],
    ids=["help", "section", "old"],
)
def test_the_benchmark_of_the_stage_reads_its_arguments(arguments, text, code):
    pytest.importorskip("playwright", reason="the benchmark of the stage needs the package playwright")
    printed, ended = run("stage.py", *arguments)
    assert (text in " ".join(printed.split()), ended) == (True, code), printed


@pytest.mark.slow
def test_scenes_that_are_to_be_drawn_are_made(tmp_path):
    pytest.importorskip("plotly", reason="the player needs Plotly.js")
    cases = {"one": [[5], [3]], "several": [[5], [2, 3]], "too deep": [[2, 3], [3, 3]]}
    printed, ended = run("pages/scenes.py", str(tmp_path), given=json.dumps(cases))
    assert (ended, printed.startswith("too deep cannot be shown")) == (0, True), printed
    assert "globalThis.drawing" in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert [*json.loads((tmp_path / "scenes.json").read_text())] == ["one", "several"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "text", "code"),
    [
        (["--help"], "some of runs, class, memory", 0),
        (["classes"], "there is no section classes; there are runs,", 2),
    ],
    ids=["help", "section"],
)
def test_the_benchmark_of_the_server_reads_its_arguments(arguments, text, code):
    printed, ended = run("server.py", *arguments)
    assert (text in " ".join(printed.split()), ended) == (True, code), printed


@pytest.mark.slow
def test_the_benchmark_of_the_server_needs_no_browser_to_begin():
    assert run("-c", "import sys; sys.modules['playwright'] = None; import server") == ("", 0)
