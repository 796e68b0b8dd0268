"""The benchmarks start: what they ask of the package and of the tests is there. Nothing is measured here."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command):
    """Runs Python among the benchmarks; what it prints, and how it ends."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT / "benchmarks",
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
        (["--help"], "some of steps, hover, edits,", 0),
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
