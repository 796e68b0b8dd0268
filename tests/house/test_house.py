"""The house: README, requirements, metadata and configuration agree, and what they say is so."""

import doctest
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import convviz
from convviz.document.limits import MAX_BYTES

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = CONFIGURATION["project"]
REQUIREMENTS = ("requirements.txt", "tests/requirements.txt", ".ci/requirements.txt")


def blocks(language):
    """The fenced blocks of a language in the README."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def requirements(path):
    """The lines of a requirements file, without comments and options such as `-r`."""
    lines = (line.split("#")[0].strip() for line in (ROOT / path).read_text().splitlines())
    return [line for line in lines if line and not line.startswith("-")]


def options(path):
    """The lines of a requirements file that name another file."""
    return [line for line in (ROOT / path).read_text().splitlines() if line.startswith("-")]


@pytest.mark.parametrize(
    ("place", "file", "program"),
    [(0, "requirements.txt", "streamlit run app.py"), (1, "tests/requirements.txt", "pytest")],
    ids=["run", "test"],
)
def test_one_line_installs_and_starts(place, file, program):
    (line,) = blocks("sh")[place].splitlines()
    steps = ("python3 -m venv .venv", f".venv/bin/pip install -r {file}", f".venv/bin/{program}")
    assert line == " && ".join(steps)
    assert all((ROOT / name).is_file() for name in ("app.py", file))


def test_continuous_integration_finds_one_test_command():
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    assert sum("tests/requirements.txt" in line for line in lines) == 1
    assert sum(line.endswith("/pytest") for line in lines) == 1
    assert os.access(ROOT / ".ci/run", os.X_OK) or sys.platform == "win32"


def test_every_path_of_the_layout_exists():
    (layout,) = blocks("text")
    paths = [line.split()[0] for line in layout.splitlines()] + ["tests/journeys/"]
    missing = [path for path in paths if not (ROOT / path).exists()]
    assert len(paths) > 8
    assert missing == []


DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/**/*.md"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_a_document_links_to_exists(document):
    links = re.findall(r"\]\((?!http)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).is_file()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_that_a_document_names_exists(document):
    folders = "convviz|tests|docs|benchmarks"
    names = re.findall(rf"`((?:{folders})/[\w./-]*)`", document.read_text(encoding="utf-8"))
    assert [name for name in names if not (ROOT / name).exists()] == []


def test_contributing_names_every_room_and_where_its_tests_are():
    rooms = sorted(path.name for path in (ROOT / "convviz").iterdir() if (path / "__init__.py").is_file())
    assert len(rooms) == 6
    assert [room for room in rooms if f"| `convviz/{room}/` |" not in CONTRIBUTING] == []
    folders = [path for path in (ROOT / "tests").iterdir() if any(path.glob("test_*.py"))]
    assert [path.name for path in folders if f"`tests/{path.name}" not in CONTRIBUTING] == []


def test_every_target_that_a_document_names_is_in_the_makefile():
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = re.findall(r"^make (\w+)$|`make (\w+)", README + CONTRIBUTING, re.MULTILINE)
    assert {"setup", "fast", "all"} <= {"".join(one) for one in named} <= targets


def test_every_hook_is_a_target_of_the_makefile():
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    entries = re.findall(r"entry: make (\w+)", hooks)
    assert sorted(entries) == ["biome", "mypy", "ruff", "tsc"]
    assert "check: ruff mypy biome tsc" in (ROOT / "Makefile").read_text(encoding="utf-8")
    assert hooks.count("language: system") == len(entries)


def test_decisions_say_what_why_what_was_measured_and_what_would_change_our_mind():
    index, *decisions = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert index.name == "README.md"
    assert len(decisions) >= 4
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        words = ("**What.**", "**Why.**", "**What was measured.**", "**What would change our mind.**")
        assert [word for word in words if word not in text] == [], path.name
        assert f"({path.name})" in index.read_text(encoding="utf-8")
        assert len(text.split()) < 450  # half a page, and a table


def test_the_python_of_the_readme_is_true():
    results = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert results.attempted >= 3
    assert results.failed == 0


def test_the_version_is_said_once():
    assert PROJECT["version"] == convviz.__version__


def test_the_same_packages_are_required_everywhere():
    needed = requirements("requirements.txt")
    core, app = PROJECT["dependencies"], PROJECT["optional-dependencies"]["app"]
    figures = [line for line in needed if line.startswith("matplotlib")]
    assert PROJECT["optional-dependencies"]["figures"] == figures
    assert core == [line for line in needed if line.startswith("numpy")]
    assert sorted(core + app) == sorted(line for line in needed if not line.startswith("pytest"))
    assert "Python 3.11 or later" in README
    assert PROJECT["requires-python"] == ">=3.11"


def test_every_requirement_has_a_lower_bound_or_is_pinned():
    lines = [line for file in REQUIREMENTS for line in requirements(file)]
    assert len(lines) > 10
    assert [line for line in lines if not re.match(r"[a-z-]+[>=]=\d", line)] == []


def test_the_readme_installs_the_versions_that_were_tested():
    assert options("requirements.txt") == ["-c constraints.txt"]
    assert options("tests/requirements.txt") == ["-r ../requirements.txt"]
    assert options(".ci/requirements.txt") == ["-c ../constraints.txt"]


def test_constraints_fit_every_system():
    lines = requirements("constraints.txt")
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line)] == []
    assert lines == sorted(lines, key=lambda line: line.split("=="))
    assert not re.search(r"nvidia|cuda|triton|colorama", "".join(lines))


def test_constraints_name_a_version_that_each_requirement_allows():
    pinned = dict(line.split("==") for line in requirements("constraints.txt"))
    needed = [Requirement(line) for file in REQUIREMENTS for line in requirements(file)]
    assert [str(one) for one in needed if not one.specifier.contains(pinned.get(one.name, ""))] == []


def brought_in(requirement):
    """What an installed package requires on every system; nothing where it is not installed."""
    try:
        lines = metadata.requires(requirement.name) or []
    except metadata.PackageNotFoundError:
        return []
    found = [Requirement(line) for line in lines]
    return [one for one in found if one.marker is None or re.match("python_version", str(one.marker))]


def test_constraints_name_what_the_requirements_bring_in():
    pinned = {line.split("==")[0] for line in requirements("constraints.txt")}
    rest = [Requirement(line) for file in REQUIREMENTS for line in requirements(file)]
    names = set()
    while rest:
        one = rest.pop()
        if one.name not in names and (one.marker is None or one.marker.evaluate()):
            names.add(one.name)
            rest += brought_in(one)
    # Build tools follow the Python that they are installed for.
    assert {canonicalize_name(name) for name in names} - pinned - {"setuptools"} == set()


def test_the_tools_for_javascript_are_exact_and_come_from_the_public_registry():
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    exact = package["devDependencies"]
    assert package["private"] is True
    assert package["type"] == "module"
    assert "dependencies" not in package
    assert [version for version in exact.values() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    assert {name: lock["packages"][f"node_modules/{name}"]["version"] for name in exact} == exact
    places = [one["resolved"] for one in lock["packages"].values() if "resolved" in one]
    assert [place for place in places if not place.startswith("https://registry.npmjs.org/")] == []


def test_a_package_holds_every_file_that_is_no_python():
    package = ROOT / "convviz"
    patterns = CONFIGURATION["tool"]["setuptools"]["package-data"]["convviz"]
    held = {path for pattern in patterns for path in package.glob(pattern)}
    files = {path for path in package.rglob("*.*") if path.is_file() and "__pycache__" not in path.parts}
    assert {path for path in files if path.suffix != ".py"} - held == {package / "player/plotly.d.ts"}
    assert all(any(package.glob(pattern)) for pattern in patterns if pattern.startswith("player"))


def test_the_server_is_configured_for_many_readers():
    config = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert config["runner"]["postScriptGC"] is False
    assert config["server"]["fileWatcherType"] == "none"
    assert config["server"]["showEmailPrompt"] is False
    assert config["server"]["maxUploadSize"] * 2**20 == MAX_BYTES
    assert config["browser"]["gatherUsageStats"] is False
    assert {"light", "dark"} <= set(config["theme"])


# Three ways to skip, and an expected failure, which is none.
SKIPPING = """
import pytest

@pytest.fixture
def page():
    pytest.skip("no browser")

def test_in_a_fixture(page):
    pass

def test_in_a_test():
    pytest.skip("no axe")

@pytest.mark.xfail(reason="known")
def test_expected_to_fail():
    raise AssertionError
"""
SKIPPING_MODULE = "import pytest\npytest.importorskip('nowhere', reason='no scipy')\n"


@pytest.mark.parametrize(
    ("setting", "code", "summary"),
    [("", 0, "3 skipped, 1 xfailed"), ("1", 1, "1 failed, 1 xfailed, 2 errors")],
    ids=["as usual", "everything required"],
)
def test_where_everything_is_required_a_skip_is_a_failure(tmp_path, setting, code, summary):
    shutil.copy(ROOT / "tests/conftest.py", tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_some.py").write_text(SKIPPING)
    (tmp_path / "test_module.py").write_text(SKIPPING_MODULE)
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-rs", "--continue-on-collection-errors"],
        env={
            **os.environ,
            "CONVVIZ_REQUIRE_ALL": setting,
            "CONVVIZ_FEW": "",
            "PYTEST_ADDOPTS": "",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (run.returncode, summary in run.stdout) == (code, True), run.stdout
    assert all(reason in run.stdout for reason in ("no browser", "no axe", "no scipy"))
