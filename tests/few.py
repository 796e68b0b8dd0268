"""How many cases a test tries: all of them, or, in the fast loop, a few.

`make fast` sets `CONVVIZ_FEW`. Then `tests/conftest.py` keeps `KEPT` of the cases of a test that has more
than `MANY`, and of those that Hypothesis makes up a twentieth is tried. `pytest` alone, as in CI, tries all.
"""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import hypothesis

FEW = bool(os.environ.get("CONVVIZ_FEW"))
MANY, KEPT = 20, 8


def made_up(cases: int, **options: Any) -> hypothesis.settings:
    """Hypothesis' settings for so many cases, the same ones in every run."""
    from hypothesis import settings  # here, since a test may run without it

    number = max(5, cases // 20) if FEW else cases
    return settings(max_examples=number, deadline=None, derandomize=True, **options)


def spread(names: list[str]) -> list[str]:
    """Some of the cases of a test by their names, the same ones in every run and every process."""
    return names if len(names) <= MANY else random.Random(names[0]).sample(names, KEPT)
