"""What large files leave in a server: memory before, at its peak, and a minute after."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable

import numpy as np
from PIL import Image

from measures.processes import MeasuredServer, Servers
from measures.tables import show, verdict
from measures.visitor import Visitor

TOGETHER = 16  # visitors, each with a file
REST = 60  # seconds
LARGE = 9_900_000  # bytes: a form around them fits the server's limit
LEFT = 25.0  # MB that may be left after the first wave, and after later ones


def table(number: int) -> bytes:
    """A table of numbers as text, different for each visitor."""
    line = ",".join(f"{(7 * column + number) % 1000 / 8:.3f}" for column in range(250)) + "\n"
    return (line * (LARGE // len(line))).encode()


def array(number: int) -> bytes:
    """An NPY file of floats."""
    file = io.BytesIO()
    np.save(file, np.full((1100, 1100), number, np.float64))
    return file.getvalue()


def photograph(number: int) -> bytes:
    """A picture of 49 megapixels in a file that is small."""
    file = io.BytesIO()
    Image.new("RGB", (7000, 7000), (number, 100, 200)).save(file, "PNG")
    return file.getvalue()


def small(number: int) -> bytes:
    """An array as large as a page shows: with it, a visitor holds what the others leave of theirs."""
    file = io.BytesIO()
    np.save(file, np.full((256, 256), number, np.float64))
    return file.getvalue()


KINDS: dict[str, Callable[[int], bytes]] = {"text": table, "npy": array, "picture": photograph}


async def peak(server: MeasuredServer, work: asyncio.Task[None]) -> float:
    """The most memory that the server held while something was done."""
    most = server.memory()
    while not work.done():
        await asyncio.wait([work], timeout=0.05)
        most = max(most, server.memory())
    work.result()
    return most


async def wave(visitors: list[Visitor], make: Callable[[int], bytes]) -> None:
    """Each visitor opens a file, all at once."""
    files = await asyncio.to_thread(lambda: [make(number) for number in range(len(visitors))])
    for visitor in visitors:
        await visitor.set_popover("Open file", True)
        await visitor.settled()
    uploads = zip(visitors, files, strict=True)
    await asyncio.gather(*(visitor.upload("file", data) for visitor, data in uploads))
    for visitor in visitors:
        await visitor.settled()


async def measure(servers: Servers, visitors: int, seconds: float) -> None:
    """Waves of files: text, arrays, pictures, and all of it again."""
    server = servers["app"]
    there = [Visitor() for _ in range(min(TOGETHER, visitors))]
    for visitor in there:
        await visitor.open(server.url)
    await wave(there, small)
    await wave(there, small)
    rows = []
    for name, make in [*KINDS.items(), *KINDS.items()]:
        await asyncio.sleep(2)
        before = server.memory()
        most = await peak(server, asyncio.create_task(wave(there, make)))
        await asyncio.sleep(REST if seconds > 10 else 15)
        left = server.memory() - before
        cells = [f"{len(there)} × {name}", f"{before:.0f}", f"{most:.0f}", f"{left:+.0f}"]
        rows.append([*cells, f"<= {LEFT:.0f}", verdict(left, LEFT)])
    for visitor in there:
        await visitor.close()
    show("4. Files, MB", ["all at once", "before", "peak", "left after a minute", "goal", "reached"], rows)
