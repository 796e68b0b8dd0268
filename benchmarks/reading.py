"""How soon texts and files are read or refused: `python benchmarks/reading.py [--quick]`.

Texts of 1 MB and of 10 MB, among them what is made to take long (`tests/document/long_texts.py`), and the
check of the largest convolutions that the page has. Seconds are CPU time of this process; the goal of each is
a second.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests/document")]

from long_texts import KINDS, long_text  # noqa: E402
from measures.tables import show, verdict  # noqa: E402

import convviz  # noqa: E402
from convviz.explain.check import check  # noqa: E402

GOAL = 1.0  # seconds
MB = 1_000_000
#: At the limit of 600,000 products; a stride or a dilation makes the reference's work grow.
LARGE = {
    "picture": ((256, 256), (3, 3), {}),
    "few windows": ((256, 256), (256, 256), {"stride": 127, "padding": 127}),
    "wide gaps": ((256, 256), (3, 3), {"dilation": 60, "padding": 60}),
    "volume": ((16, 64, 64), (3, 3, 3), {"stride": (1, 2, 1), "padding": "same"}),
}


def seconds(call: Callable[[], object]) -> float:
    """The CPU time of a call."""
    began = time.process_time()
    call()
    return time.process_time() - began


def read(text: str) -> None:
    """Reads a text, or is told why not."""
    with suppress(convviz.ReadError):
        convviz.read_tensor(text)


def texts(size: int) -> None:
    """What each kind of text takes."""
    rows = []
    for name in KINDS:
        text = long_text(name, size)
        taken = seconds(lambda text=text: read(text))  # type: ignore[misc]
        rows.append([name, f"{taken:.2f}", verdict(taken, GOAL)])
    show(f"Texts of {size // MB} MB, seconds", ["text", "CPU", f"<= {GOAL:.0f}"], rows)


def checks() -> None:
    """What checking a large convolution takes."""
    random, rows = np.random.default_rng(1), []
    check(convviz.Convolution([1, 2], [1]))  # imports SciPy
    for name, (x, w, options) in LARGE.items():
        made = convviz.Convolution(random.normal(size=x), random.normal(size=w), **options)
        taken = seconds(lambda made=made: check(made))  # type: ignore[misc]
        rows.append([name, f"{taken:.2f}", verdict(taken, GOAL)])
    show("Checks of the largest, seconds", ["convolution", "CPU", f"<= {GOAL:.0f}"], rows)


if __name__ == "__main__":
    texts(MB)
    if "--quick" not in sys.argv:
        texts(10 * MB)
    checks()
