"""Numbers of many measurements, and tables of them."""

from __future__ import annotations

import math
import statistics
import sys
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from measures.cases import APP


def median(values: Sequence[float]) -> float:
    """The median, or NaN of nothing."""
    return statistics.median(values) if values else math.nan


def p95(values: Sequence[float]) -> float:
    """The 95th percentile, or NaN of nothing."""
    return float(np.percentile(values, 95)) if values else math.nan


def verdict(value: float, limit: float, at_least: bool = False) -> str:
    """Whether a goal was reached."""
    return "yes" if (value >= limit if at_least else value <= limit) else "NO"


def show(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Prints a table: the first column to the left, the others to the right."""
    lines = [header, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    print(f"\n{title}\n")
    for number, line in enumerate(lines):
        first, *others = (text.rjust(width) for text, width in zip(line, widths, strict=True))
        print("  ".join([line[0].ljust(widths[0]), *others]).rstrip() if first else "")
        if number == 0:
            print("  ".join("-" * width for width in widths))
    sys.stdout.flush()


def compare(
    title: str,
    times: Mapping[tuple[str, str], Sequence[float]],
    margins: Mapping[str, float] = MappingProxyType({}),
) -> None:
    """Prints how other stages compare with the app's: times in ms by what was done, and by stage.

    `margins` are the ms by which stages may be slower than the app's.
    """
    rows = []
    for (name, stage), values in times.items():
        if stage == APP:
            continue
        app, other = median(times[name, APP]), median(values)
        row = [name, stage, str(len(values)), f"{app:.1f}", f"{other:.1f}", f"{other - app:+.1f}"]
        margin = margins.get(stage)
        goal = ["", ""] if margin is None else [f"<= {margin:+.0f}", verdict(other - app, margin)]
        rows.append([*row, *goal])
    if rows:
        show(title, ["", "other stage", "times", "app", "other", "to app", "goal", "reached"], rows)
