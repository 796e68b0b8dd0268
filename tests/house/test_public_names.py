"""What the package offers: its public names, each loaded when it is asked for."""

import subprocess
import sys
from pathlib import Path

import pytest

import convviz

ROOT = Path(__file__).parents[2]


def run(code):
    """What a fresh Python prints."""
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.mark.parametrize("name", convviz.__all__)
def test_every_public_name_is_there_and_listed(name):
    assert getattr(convviz, name) is getattr(convviz, name)
    assert name in dir(convviz)


def test_the_modules_of_the_names_are_those_of_the_public_names():
    assert {*convviz._MODULES, "__version__"} == set(convviz.__all__)


def test_a_star_imports_the_public_names():
    namespace = {}
    exec("from convviz import *", namespace)
    assert set(convviz.__all__) <= set(namespace)


def test_an_unknown_name_is_refused_as_by_any_module():
    with pytest.raises(AttributeError, match=r"^module 'convviz' has no attribute 'Convolutions'$"):
        convviz.Convolutions  # noqa: B018
    with pytest.raises(ImportError, match="Convolutions"):
        exec("from convviz import Convolutions")


def test_a_name_is_loaded_when_it_is_asked_for():
    assert (
        run("import convviz, sys; print('numpy' in sys.modules, 'convviz.core' in sys.modules)")
        == "False False"
    )
    assert run("import convviz, sys; convviz.Step; print('numpy' in sys.modules)") == "True"


def test_the_core_loads_numpy_and_nothing_else_that_is_not_pythons_own():
    loaded = run(
        "import sys; before = set(sys.modules); import convviz; convviz.Convolution([1, 2], [1]).output; "
        "print(*{name.partition('.')[0] for name in set(sys.modules) - before})"
    )
    packages = {name for name in loaded.split() if not name.startswith("_")}
    assert packages - sys.stdlib_module_names == {"convviz", "numpy"}
