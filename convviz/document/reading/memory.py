"""Large sources one after another, and their memory given back to the system.

The C library keeps freed memory for later; after a picture of fifty megapixels that is most of what a server
has. `malloc_trim` gives it back (glibc alone has it; others do it by themselves, or not at all).
"""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from threading import Lock, Timer
from typing import Any

#: From so many bytes on a source is large; smaller ones may unpack to more, which their readers bound.
LARGE = 200_000
_one_at_a_time = Lock()


@contextmanager
def bounded(size: int) -> Iterator[None]:
    """Waits until no other large source is being read, and gives back its memory."""
    if size < LARGE:
        yield
        return
    with _one_at_a_time:
        try:
            yield
        finally:
            give_back()


def give_back() -> None:
    """Gives memory that was freed back to the system."""
    trim = _trim()
    if trim is not None:
        trim(0)


_LARGEST_IN_HEAP = -3  # M_MMAP_THRESHOLD of malloc.h
_BLOCK = 1_000_000


@cache
def keep_large_apart() -> None:
    """Lets large blocks be given back as soon as they are freed, in this process, from now on.

    Otherwise the C library takes the first that is freed for a sign that more will come, and keeps them for
    later in the heap of each thread, among what stays: sixteen threads that read ten megabytes left 100 MB.
    It is for servers.
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(_LARGEST_IN_HEAP, _BLOCK)


#: Seconds after which what a request held is freed: its bytes, its form, its thread.
_SOON = 10.0
_waiting = Lock()


def give_back_soon() -> None:
    """The same some seconds later, with what only holds itself; once however often it is asked for meanwhile.

    It is for servers: when a source was read, who sent it still holds its bytes.
    """
    if not _waiting.acquire(blocking=False):
        return
    timer = Timer(_SOON, _later, [_waiting])
    timer.daemon = True
    timer.start()


def _later(waiting: Lock) -> None:
    waiting.release()
    gc.collect()
    give_back()


@cache
def _trim() -> Any:
    """The function of the C library, or none."""
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):
        return None
