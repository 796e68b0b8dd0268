"""Large sources one after another, and their memory given back to the system.

The C library keeps freed memory for later; after a picture of fifty megapixels that is most of what a server
has. `malloc_trim` gives it back (glibc alone has it; others do it by themselves, or not at all).
"""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Any

#: From so many bytes on a source is large; smaller ones may unpack to more, which their readers bound.
LARGE = 200_000
_one_at_a_time = Lock()


@contextmanager
def bounded(size: int) -> Iterator[None]:
    """Waits until no other large source is being read, and gives back its memory.

    Python looks for cycles of objects whenever there are many new ones. The cells of a large source are very
    many and have none, so the search rests meanwhile.
    """
    if size < LARGE:
        yield
        return
    with _one_at_a_time:
        searches = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            if searches:
                gc.enable()
            give_back()


def give_back() -> None:
    """Gives memory that was freed back to the system."""
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Any:
    """The function of the C library, or none."""
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):
        return None
