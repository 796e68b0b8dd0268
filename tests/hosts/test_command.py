"""The command `convviz`, as a wheel brings it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
import urllib.request
from pathlib import Path
from zipfile import ZipFile

import pytest
from servers import Server

import convviz
from convviz.hosts import command
from convviz.hosts.streamlit import addresses
from convviz.player import assets

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the wheel holds, and nothing of the repository."""
    made = tmp_path_factory.mktemp("wheel")
    source = made / "source"  # building writes beside the sources
    shutil.copytree(ROOT / "convviz", source / "convviz", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    build = [sys.executable, "-c", "from setuptools.build_meta import build_wheel as b; b('..')"]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    with ZipFile(next(made.glob("*.whl"))) as wheel:
        wheel.extractall(made / "site")
    return made / "site"


def run(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "convviz", *arguments],
        cwd=installed.parent,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.slow
def test_the_wheel_has_what_the_page_needs(installed: Path) -> None:
    def files(root: Path) -> set[str]:
        found = (path.relative_to(root) for path in (root / "convviz").rglob("*") if path.is_file())
        return {str(path) for path in found if "__pycache__" not in path.parts and ".d" not in path.suffixes}

    assert files(installed) == files(ROOT)
    scripts = next(installed.glob("*.dist-info/entry_points.txt")).read_text(encoding="utf-8")
    assert "convviz = convviz.hosts.command:main" in scripts


@pytest.mark.slow
def test_it_says_its_version_and_what_it_takes(installed: Path) -> None:
    assert run(installed, "--version").stdout == f"convviz {convviz.__version__}\n"
    assert "--port" in run(installed, "--help").stdout
    refused = run(installed, "--port", "70000")
    assert refused.returncode == 2
    assert "'70000' is no port; give a number from 1 to 65535" in refused.stderr


@pytest.mark.slow
def test_it_serves_the_page_with_its_settings_from_anywhere(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(installed))
    server = Server(tmp_path / "log", command=["convviz", "--no-browser"], folder=tmp_path)
    try:
        asked = urllib.request.Request(server.url, headers={"Accept": "text/html"})
        with urllib.request.urlopen(asked, timeout=20) as page:
            assert addresses.PLAYER_JS in page.read().decode()
        with urllib.request.urlopen(f"{server.url}{addresses.PLAYER_JS}", timeout=20) as player:
            assert player.read().decode() == assets.player_js()
    finally:
        server.kill()
    assert server.complaints() == []


@pytest.mark.slow
def test_what_is_lacking_is_named_with_the_way_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "find_spec", lambda name: None if name == "streamlit" else object())
    assert command.main([]) == 1
    said = capsys.readouterr().err
    assert "streamlit cannot be imported here" in said
    assert 'pip install "convviz[app]"' in said


def test_the_settings_of_the_package_are_those_of_the_repository() -> None:
    beside = ROOT / "convviz/hosts/streamlit/.streamlit/config.toml"
    own = ROOT / ".streamlit/config.toml"
    assert tomllib.loads(beside.read_text(encoding="utf-8")) == tomllib.loads(own.read_text(encoding="utf-8"))
