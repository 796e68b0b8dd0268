"""What visitors cost the server: `python benchmarks/server.py [--quick] [--visitors N] [section …]`.

Vocabulary: a *visitor* is a session over a websocket, without a browser, that asks and is answered as
Streamlit's page is; an *act* is what all visitors do every two seconds, each at another moment: count (the
number of a page that has nothing else: the control), stride (the whole page runs), edit (a cell of the stage,
posted), step (the stage says where it rests, in a fragment). Sections are runs, class, memory,
files, nginx and recovery; without any, all.

Runs    A few visitors; CPU time of the server's process (`/proc/<pid>/stat`) and messages for each run.
Class   Many visitors. After each edit the stage says that it shows it, as in a browser, which is one run
        more; the tabs below it are in sight. `served` are changes whose run was finished, a second; p50 and
        p95 are milliseconds from the question to the message that ends its run, or to the answer to what was
        posted. Visitors share the machine with the server.
Memory  What a visitor holds at rest (RSS of the process); and after all have gone, and their sessions have
        ended, what the process holds beyond the time before, in two waves, with its file descriptors.
Files   Sixteen visitors open files at once, of 10 MB of text, 10 MB of NPY, and pictures of 49 megapixels:
        memory before, at its peak, and a minute after, while they are still there and hold what they opened.
Nginx   The class again, with two servers behind nginx as deploy/ has them.
Recovery  One of those is killed under three open pages: when each works again with what was on it.

Needs `tests/requirements.txt`, nginx for the last two, and a browser for recovery alone. Linux only.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import time

from measures import behind_nginx, classroom, recovery, uploads
from measures.processes import Servers

SECTIONS = {"runs": classroom.runs, "class": classroom.lesson, "memory": classroom.memory}
SECTIONS["files"] = uploads.measure
SECTIONS["nginx"] = behind_nginx.measure
SECTIONS["recovery"] = recovery.measure
LIMIT = 1800  # seconds, for everything


async def measure(sections: list[str], servers: Servers, visitors: int, seconds: float) -> None:
    """Some sections, one after the other."""
    for section in sections:
        await SECTIONS[section](servers, visitors, seconds)


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description="What visitors cost the server, without a browser.")
    parser.add_argument("--quick", action="store_true", help="ten visitors, a few seconds: does it work?")
    parser.add_argument("--visitors", type=int, metavar="N", help="how many are in the class (100)")
    parser.add_argument("sections", nargs="*", metavar="section", help=f"some of {', '.join(SECTIONS)}")
    given = parser.parse_args()
    if unknown := [name for name in given.sections if name not in SECTIONS]:
        parser.error(f"there is no section {unknown[0]}; there are {', '.join(SECTIONS)}")
    return given


def main() -> None:
    """Reads the command line, measures and prints."""
    given = arguments()
    visitors, seconds = given.visitors or (10 if given.quick else 100), 4.0 if given.quick else 20.0
    began = time.monotonic()
    print(f"Load average at the start: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with Servers(None) as servers:
        run = measure(given.sections or [*SECTIONS], servers, visitors, seconds)
        asyncio.run(asyncio.wait_for(run, LIMIT))
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"\n{time.monotonic() - began:.0f} s; load average {load} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
