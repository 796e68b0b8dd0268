"""What holds for every test: which need a browser, and where a skipped test has failed.

A test that asks for the fixture `browser`, itself or through another fixture, carries the mark `browser`:
`pytest -m "not browser"` runs all the others.

On a developer's machine a test whose package or browser is missing is skipped, with the reason.
With `CONVVIZ_REQUIRE_ALL=1`, as in CI, the same skip is a failure with that reason, whether a test
skips itself or a module does so while it is collected. An expected failure stays what it is.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.register_assert_rewrite("bench", "browsing", "hands", "stage")  # so that failures there say it


def pytest_configure(config):
    config.addinivalue_line("markers", "browser: the test needs a browser; given to it by tests/conftest.py")


@pytest.hookimpl(tryfirst=True)  # before `-m` selects
def pytest_collection_modifyitems(config, items):
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    if os.environ.get("CONVVIZ_FEW"):
        leave_out(config, items)


@pytest.fixture(scope="session", autouse=True)
def faults_of_readers() -> Iterator[None]:
    """A fault of a reader fails its test, where a page would make a sentence of it."""

    class Raising(logging.Handler):
        def emit(self, record):
            raise record.exc_info[1]

    log, raising = logging.getLogger("convviz.document.reads"), Raising()
    log.addHandler(raising)
    yield
    log.removeHandler(raising)


def leave_out(config, items):
    """The fast loop keeps a few of the many cases of a test."""
    from few import spread  # here, since a test of this file copies it alone

    cases = {}
    for item in items:
        cases.setdefault(item.nodeid.partition("[")[0], []).append(item.nodeid)
    kept = {name for names in cases.values() for name in spread(names)}
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in kept])
    items[:] = [item for item in items if item.nodeid in kept]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    return _required((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    return _required((yield))


def _required(report):
    if os.environ.get("CONVVIZ_REQUIRE_ALL") and report.skipped and not hasattr(report, "wasxfail"):
        *_, reason = report.longrepr
        report.outcome = "failed"
        report.longrepr = f"CONVVIZ_REQUIRE_ALL is set, so nothing may be skipped: {reason}"
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="browser tests need the package playwright"
    )
    import chromium  # here, since a test of this file copies it alone

    path = chromium.executable()
    with playwright.sync_playwright() as driver:
        bundled = Path(driver.chromium.executable_path)
        if path is None and not bundled.exists():
            pytest.skip("browser tests need Chromium: a Debian package, or `playwright install chromium`")
        # A page shares the process of those of its site that are open in its context.
        arguments = [*chromium.ARGUMENTS, "--process-per-site"]
        browser = driver.chromium.launch(executable_path=path or bundled, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: object, request: pytest.FixtureRequest) -> Iterator[object]:
    """An empty page of 1280 x 720; an error in its console fails the test unless that expects it."""
    from browsing import without_complaints  # here, since a test of this file copies it alone

    options = {"viewport": {"width": 1280, "height": 720}}
    context = browser.new_context(**{**options, **getattr(request, "param", {})})  # type: ignore[attr-defined]
    context.set_default_timeout(20_000)
    page = context.new_page()
    with without_complaints(page, request):
        yield page
        context.close()


@pytest.fixture(scope="session")
def bench_of_session(browser: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    from bench import Bench  # here, since a test of this file copies it alone

    context = browser.new_context(offline=True)  # type: ignore[attr-defined]
    context.set_default_timeout(20_000)
    yield Bench(context.new_page(), tmp_path_factory.mktemp("bench"))
    context.close()


@pytest.fixture
def bench(bench_of_session: object) -> Iterator[object]:
    """One page for all tests; a request, a message in the console or an error fails the test."""
    yield bench_of_session
    bench_of_session.check()  # type: ignore[attr-defined]
