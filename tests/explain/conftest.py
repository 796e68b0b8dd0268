"""Where programs are run as the page shows them."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest


@pytest.fixture(
    params=["Python, NumPy, SciPy", pytest.param("PyTorch", marks=pytest.mark.slow), "TensorFlow"]
)
def titles(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The programs that a test runs, where they can; its module has a `stand_in` for TensorFlow."""
    monkeypatch.chdir(tmp_path)
    if request.param == "PyTorch":
        pytest.importorskip("torch", reason="the programs for PyTorch are run")
    if request.param == "TensorFlow" and not importlib.util.find_spec("tensorflow"):
        monkeypatch.setitem(sys.modules, "tensorflow", request.module.stand_in())
    titles: str = request.param
    return titles.split(", ")
