"""The parts of `benchmarks/stage.py`: one module for each thing that is measured, and what they share.

Vocabulary: a *case* is a convolution; a *stage* is where it is shown: on the app's page, on a page without a
server, on the page of an older checkout; a *subject* is an open page with what was measured on it.
"""

import sys
from pathlib import Path

PAGES = Path(__file__).parents[1] / "pages"
ROOT = Path(__file__).parents[2]

# The package as it is here, and what the tests have to start servers and a browser.
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests/journeys")]
