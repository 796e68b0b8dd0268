"""Dependencies point one way, hosts to document, player and figures to explain to core, as folders say."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*ROOT.glob("convviz/**/*.py"), *ROOT.glob("app.py")])
STDLIB = sys.stdlib_module_names

# The rooms: what each may import of convviz beside itself, and of other packages. The folders are the rule.
ROOMS = {
    "core": (set(), {"numpy"}),
    "explain": ({"core"}, {"numpy", "scipy"}),
    "document": ({"core", "explain"}, {"numpy", "PIL", "scipy"}),
    "player": ({"core", "explain"}, {"numpy", "plotly"}),
    "figures": ({"core", "explain"}, {"numpy", "matplotlib", "PIL"}),
    "hosts": ({"core", "explain", "document", "player", "figures"}, {"numpy", "plotly"}),
    "hosts/streamlit": (
        {"core", "explain", "document", "player"},
        {"numpy", "plotly", "starlette", "streamlit"},
    ),
    "convviz": ({"core", "document", "figures", "hosts"}, set()),
    "app": ({"hosts"}, {"streamlit"}),
}


def room(path):
    """The room that a source belongs to: the longest folder of the plan that it lies in."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    if parts[0] != "convviz":
        return parts[0]
    folders = ["/".join(parts[1:end]) for end in range(len(parts) - 1, 1, -1)]
    return next((folder for folder in folders if folder in ROOMS), "convviz")


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
    """The rooms of convviz that a source imports; a name of the package itself comes from core."""
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "convviz":
            yield parts[1] if len(parts) > 1 and parts[1] in ROOMS else "core"


def named(paths):
    return pytest.mark.parametrize("path", paths, ids=lambda path: str(path.relative_to(ROOT)))


def test_there_is_something_to_read():
    assert {"core", "explain", "document", "player", "hosts"} <= {room(path) for path in SOURCES}
    assert not [
        path.name
        for path in (ROOT / "convviz").glob("*.py")
        if path.name not in ("__init__.py", "__main__.py")
    ]


@named(SOURCES)
def test_dependencies_point_one_way(path):
    rooms, _ = ROOMS[room(path)]
    assert set(inside(path)) <= rooms | {room(path).partition("/")[0]}


@named(SOURCES)
def test_a_room_imports_its_own_packages_and_no_others(path):
    _, packages = ROOMS[room(path)]
    assert outside(path) <= packages


@named([path for path in SOURCES if not path.is_relative_to(ROOT / "convviz/hosts/streamlit")])
def test_only_the_streamlit_host_and_the_launcher_import_streamlit(path):
    assert "streamlit" not in outside(path) or path.name == "app.py"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import convviz.player.heatmaps", {"player"}),
        ("from convviz import explain, player", {"core", "explain", "player"}),
        ("from .hosts import webpage", {"hosts"}),
        ("from . import Convolution", {"core"}),
        ("from ..convviz.player.scene import scene", {"player"}),
        ("def f():\n    import convviz.hosts.streamlit.page", {"hosts"}),
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
print(sorted({"streamlit", "plotly", "pandas", "PIL", "matplotlib", "scipy"} & set(sys.modules)))
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
