"""The player's JavaScript in Node: its own tests, one file each, and what it shares with Python."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from number_table import ACCEPTED, REFUSED

from convviz.document.reading.numbers import read_number
from convviz.explain.numbers import exactly, written

FOLDER = Path(__file__).parent / "js"
FILES = sorted(path.name for path in FOLDER.glob("*.test.js"))


@pytest.fixture(scope="module")
def node() -> str:
    """The program that runs JavaScript."""
    found = shutil.which("node")
    if found is None:
        pytest.skip("tests of the JavaScript need Node 20 or later on the PATH")
    return found


def run(*command: str, given: str = "") -> str:
    """What a command prints; if it fails, all that it printed is the failure."""
    done = subprocess.run(
        command, input=given, cwd=FOLDER, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def ask(node: str, **asked: list[Any]) -> dict[str, list[Any]]:
    """What the player's functions of these names give for each of these arguments."""
    answers: dict[str, list[Any]] = json.loads(
        run(node, "ask.js", given=json.dumps(asked)),
        parse_int=float,  # JavaScript has no other numbers
    )
    return answers


@pytest.mark.parametrize("file", FILES)
def test_in_node(file: str, node: str) -> None:
    run(node, "--test", "--test-reporter=spec", file)


def test_no_file_of_tests_is_forgotten() -> None:
    assert {"guess.test.js", "layout.test.js", "numbers.test.js", "scene.test.js"} <= {*FILES}


def values() -> list[float]:
    """40,000 numbers: any at all, of all usual sizes, with few decimals, half way between two roundings."""
    random = np.random.default_rng(9)
    some = 10_000
    bits = random.integers(0, 2**64, 2 * some, dtype=np.uint64)
    bits[::4] >>= random.integers(12, 64, some // 2, dtype=np.uint64)  # numbers below the normal ones
    anything = bits.view(np.float64)
    usual = 10.0 ** random.uniform(-5, 12, some) * random.choice([-1, 1], some)
    decimals = random.integers(-(10**9), 10**9, some) / 10.0 ** random.integers(0, 10, some)
    halves = [
        (2 * random.integers(0, limit * parts // 2, some // 5) + 1) / parts
        for limit, parts in ((10, 32), (100, 16), (1000, 8), (10**6, 4))
    ]
    powers = 10.0 ** random.integers(5, 200, some // 5)
    halves.append((20 * random.integers(500, 1000, some // 5) + 5) * powers)
    finite = anything[np.isfinite(anything)][:some]
    return np.concatenate([finite, usual, decimals, *halves]).tolist()


def test_python_and_javascript_write_every_number_alike(node: str) -> None:
    given = values()
    assert len(given) == 40_000
    answers = ask(node, number=given, exactly=given)
    expected = {"number": list(map(written, given)), "exactly": list(map(exactly, given))}
    different = [
        (name, value, theirs, ours)
        for name in expected
        for value, theirs, ours in zip(given, answers[name], expected[name], strict=True)
        if theirs != ours
    ]
    assert different == []


PIECES = [*"0179", "234", "567", *",,..   \u00a0\u202f//--−–+eEx"]


def texts() -> list[str]:
    """The texts of the table, those with a character more or less, and 20,000 of pieces of numbers."""
    random = np.random.default_rng(9)
    known = [*ACCEPTED, *REFUSED]
    shorter = [text[:at] + text[at + 1 :] for text in known for at in range(len(text))]
    longer = [
        text[:at] + str(random.choice(PIECES)) + text[at:] for text in known for at in range(len(text) + 1)
    ]
    made = ["".join(random.choice(PIECES, length)) for length in random.integers(1, 9, 20_000)]
    return [*known, *shorter, *longer, *made]


def number_or_none(text: str) -> float | None:
    try:
        return read_number(text)
    except ValueError:
        return None


def test_python_and_javascript_read_every_text_alike(node: str) -> None:
    given = texts()
    answers = [answer.get("value") for answer in ask(node, guess=given)["guess"]]
    expected = [number_or_none(text) for text in given]
    read = zip(given, answers, expected, strict=True)
    assert [(text, theirs, ours) for text, theirs, ours in read if theirs != ours] == []
    assert 2_000 < sum(value is not None for value in expected) < 20_000
