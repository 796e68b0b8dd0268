"""What holds for every test: which need a browser, and where a skipped test has failed.

A test that asks for the fixture `browser`, itself or through another fixture, carries the mark `browser`:
`pytest -m "not browser"` runs all the others.

On a developer's machine a test whose package or browser is missing is skipped, with the reason.
With `CONVVIZ_REQUIRE_ALL=1`, as in CI, the same skip is a failure with that reason, whether a test
skips itself or a module does so while it is collected. An expected failure stays what it is.
"""

import os

import pytest


def pytest_configure(config):
    config.addinivalue_line("markers", "browser: the test needs a browser; given to it by tests/conftest.py")


@pytest.hookimpl(tryfirst=True)  # before `-m` selects
def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


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
