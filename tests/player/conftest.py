"""A page without a server for each module of tests, which they open anew as often as they like."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def bench_of_module(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from bench import Bench  # here, since a test that asks the page's Python alone needs none of it

    context = browser.new_context(offline=True)
    context.set_default_timeout(20_000)
    yield Bench(context.new_page(), tmp_path_factory.mktemp("bench"))
    context.close()


@pytest.fixture
def bench(bench_of_module: Any) -> Iterator[Any]:
    """The module's bench; a request, a message in the console or an error fails the test."""
    yield bench_of_module
    bench_of_module.check()
