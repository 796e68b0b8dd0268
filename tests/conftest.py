"""Where everything must be installed, a test that is skipped has failed.

On a developer's machine a test whose package or browser is missing is skipped, with the reason.
With `CONVVIZ_REQUIRE_ALL=1`, as in CI, the same skip is a failure with that reason, whether a test
skips itself or a module does so while it is collected. An expected failure stays what it is.
"""

import os

import pytest


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
