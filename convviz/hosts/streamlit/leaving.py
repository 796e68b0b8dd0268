"""Gives back the memory of visitors who have gone, and of files that were read.

Streamlit keeps a session for two minutes after its page was closed, and ends it when another page comes or
goes. What it leaves is a ring of objects, Streamlit's own among them, which Python finds late: sixty visitors
who had gone an hour ago were still there.
"""

import ctypes
import gc
from contextlib import suppress
from functools import cache
from threading import Lock, Timer

from starlette.types import ASGIApp, Receive, Scope, Send

from convviz.document.reading.memory import give_back

#: Seconds after which what a request held is freed: its bytes, its form, its thread.
_SOON = 10.0
_waiting = Lock()
_LARGEST_IN_HEAP = -3  # M_MMAP_THRESHOLD of malloc.h
_BLOCK = 1_000_000


class Leaving:
    """ASGI middleware: some seconds after a page was closed, looks for what nobody has any more."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request; the websocket of a page ends when the page is closed."""
        try:
            await self.app(scope, receive, send)
        finally:
            if scope["type"] == "websocket":
                give_back_soon()


def give_back_soon() -> None:
    """Some seconds later collects what only holds itself, and gives memory back to the system.

    Once, however often it is asked for meanwhile. When a file was read, who sent it still holds its bytes.
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
def keep_large_apart() -> None:
    """Lets large blocks be given back as soon as they are freed, in this process, from now on.

    Otherwise the C library takes the first that is freed for a sign that more will come, and keeps them for
    later in the heap of each thread, among what stays: sixteen threads that read ten megabytes left 100 MB.
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(_LARGEST_IN_HEAP, _BLOCK)
