"""Dependencies point one way, ui to player to panels to core, as the import statements say."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted([*ROOT.glob("convviz/**/*.py"), *ROOT.glob("app.py")])
STDLIB = sys.stdlib_module_names

# What a layer may import of convviz, beside itself.
BELOW = {
    "__init__": {"core"},
    "core": set(),
    "explain": {"core"},
    "examples": {"core"},
    "files": {"core"},
    "snippets": {"core"},
    "check": {"core"},
    "panels": {"core"},
    "player": {"core", "panels", "explain"},
    "ui": {"core", "panels", "explain", "examples", "files", "snippets", "check", "player"},
    "app": {"core", "panels", "explain", "examples", "files", "snippets", "check", "player", "ui"},
}


def layer(path):
    """The part of the design that a source belongs to: `core`, `player`, `ui`, …, or `app`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "convviz" else parts[0]


def imports(path):
    """The full names of the modules that a source imports, anywhere in it."""
    package = path.relative_to(ROOT).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, [start, node.module]))
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def outside(path):
    """The top-level packages that a source imports, the project and the library left out."""
    return {name.partition(".")[0] for name in imports(path)} - STDLIB - {"convviz"}


def inside(path):
    """The layers of convviz that a source imports; a name of the package itself comes from core."""
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "convviz":
            yield parts[1] if len(parts) > 1 and parts[1] in BELOW else "core"


def named(paths):
    return pytest.mark.parametrize("path", paths, ids=lambda path: str(path.relative_to(ROOT)))


def test_there_is_something_to_read():
    assert ROOT / "convviz/core.py" in SOURCES


@named(SOURCES)
def test_every_source_has_its_place(path):
    assert layer(path) in BELOW


def test_core_imports_numpy_and_nothing_else():
    assert outside(ROOT / "convviz/core.py") == {"numpy"}
    assert set(inside(ROOT / "convviz/core.py")) == set()


def test_files_import_numpy_and_pillow_and_nothing_else():
    assert outside(ROOT / "convviz/files.py") == {"numpy", "PIL"}


def test_snippets_import_numpy_and_nothing_else():
    assert outside(ROOT / "convviz/snippets.py") == {"numpy"}


def test_the_check_imports_numpy_and_scipy_where_it_is_installed():
    assert outside(ROOT / "convviz/check.py") == {"numpy", "scipy"}


@named([path for path in SOURCES if layer(path) not in ("ui", "app")])
def test_only_the_page_and_the_launcher_import_streamlit(path):
    assert "streamlit" not in outside(path)


LOGIC = {"state.py", "session.py", "lives.py", "bounds.py", "wording.py"}


@named([path for path in SOURCES if path.name in LOGIC])
def test_the_logic_of_the_page_is_free_of_streamlit(path):
    assert "streamlit" not in outside(path)


@named(SOURCES)
def test_dependencies_point_one_way(path):
    assert set(inside(path)) <= BELOW[layer(path)] | {layer(path)}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import convviz.panels", {"panels"}),
        ("from convviz import explain, panels", {"core", "explain", "panels"}),
        ("from .ui import state", {"ui"}),
        ("from . import Convolution", {"core"}),
        ("from ..convviz.player.scene import scene", {"player"}),
        ("def f():\n    import convviz.ui.page", {"ui"}),
    ],
)
def test_the_reader_of_imports_sees_them(tmp_path, monkeypatch, source, found):
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    path = tmp_path / "convviz" / "module.py"
    path.parent.mkdir()
    path.write_text(source)
    assert set(inside(path)) == found


def test_importing_convviz_imports_no_interface():
    code = """
import sys
import convviz
print(sorted({"streamlit", "plotly", "pandas"} & set(sys.modules)))
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
