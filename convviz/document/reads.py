"""The readers as a page calls them: where one of them fails, which is a fault of ours, the page stays."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from convviz.document.reading import contents
from convviz.document.reading.errors import ReadError

#: Where the fault is written with its traceback; in the tests it is raised there.
LOG = logging.getLogger(__name__)


@contextmanager
def _answered() -> Iterator[None]:
    """Makes a sentence of whatever else than `ReadError` a reader raises."""
    try:
        yield
    except ReadError:
        raise
    except Exception as fault:
        LOG.exception("A reader failed")
        raise ReadError(
            "Reading it failed, by a fault of this program; give the numbers alone, with blanks between them "
            "and a row per line."
        ) from fault


read = _answered()(contents.read)
read_source = _answered()(contents.read_source)
