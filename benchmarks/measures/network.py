"""A network on which everything takes its time, between a browser and a server of this machine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import TypeAlias

_Piece: TypeAlias = tuple[float, bytes]


@asynccontextmanager
async def far(port: int, delay: float) -> AsyncIterator[str]:
    """The address under which a server's port is reached with so many seconds of delay each way.

    A connection is there after one way and back, as TCP's is; then every piece of data arrives later by the
    delay, pages and websockets alike. Nothing is lost, and there is room for any amount at once.
    """
    server = await asyncio.start_server(partial(_connect, port, delay), "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


async def _connect(port: int, delay: float, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
    await asyncio.sleep(2 * delay)
    far, forth = await asyncio.open_connection("127.0.0.1", port)
    with suppress(ConnectionError, asyncio.CancelledError):  # the browser may go at any moment
        await asyncio.gather(_carry(near, forth, delay), _carry(far, back, delay))


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter, delay: float) -> None:
    """Carries data one way, each piece `delay` seconds after it came, until there is no more."""
    pieces: asyncio.Queue[_Piece] = asyncio.Queue()
    delivering = asyncio.create_task(_deliver(pieces, target))
    data = b"begun"
    while data:
        data = await source.read(2**16)
        pieces.put_nowait((asyncio.get_running_loop().time() + delay, data))
    await delivering


async def _deliver(pieces: asyncio.Queue[_Piece], target: asyncio.StreamWriter) -> None:
    while True:
        due, data = await pieces.get()
        await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
        if not data:
            break
        target.write(data)
    target.close()
