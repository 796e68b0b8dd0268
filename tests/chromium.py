"""Which Chromium the browser tests and the benchmarks start, and how."""

from __future__ import annotations

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


def executable() -> str | None:
    """The one on the PATH; None where there is none: then Playwright's own, if that was installed."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)
