"""The player knows no host: it names none, and touches nothing outside its element but to present."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from convviz.player.assets import ASSETS

FILES = sorted(path for path in ASSETS.rglob("*") if path.suffix in (".js", ".css"))
#: What belongs to a host: its name, its marks, the address, the page's own listeners and size.
OUTSIDE = re.compile(
    r"streamlit|jupyter|--st-|(?-i:\bst[A-Z]\w+)|\blocation\b|\bhistory\b|document\.body|innerHeight|innerWidth"
    r"|(?:window|document|globalThis|body)\.addEventListener",
    re.IGNORECASE,
)
#: A presentation covers the whole page, and ends where the browser leaves its full screen.
PRESENTING = {"present.js": {"document.addEventListener"}}
#: The model runs without a page.
PAGE = re.compile(r"\bdocument\b|\bwindow\.\w|\bPlotly\b|HTMLElement|querySelector")


def code(path: Path) -> str:
    """A file without its comments."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"(?<!:)//.*", "", text)


def named(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.name)


@named(FILES)
def test_the_player_names_no_host(path: Path) -> None:
    found = {match[0] for match in OUTSIDE.finditer(code(path))}
    assert found == PRESENTING.get(path.name, set())


@named([path for path in FILES if path.parent.name in ("model", "layout")])
def test_model_and_layout_touch_no_page(path: Path) -> None:
    assert PAGE.findall(code(path)) == []


@named([path for path in FILES if path.name != "plotly.js"])
def test_one_file_calls_plotly(path: Path) -> None:
    assert "Plotly" not in code(path)


def test_the_model_has_no_way_to_the_views() -> None:
    for path in FILES:
        if path.parent.name == "model":
            assert "../view/" not in path.read_text(encoding="utf-8")
    assert len(FILES) > 15
