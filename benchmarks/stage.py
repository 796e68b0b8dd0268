"""What the stage costs, in a real browser: `python benchmarks/stage.py [--quick] [--old DIR] [section …]`.

Vocabulary: the *control* is a page with a native slider and its number, nothing else; the
*yardstick* is a bare `st.slider` + `st.plotly_chart` page that shows the 2D 8x8/3x3 case; a *case*
is a convolution on the app's own page. One run opens all of them at one size in one browser and
goes round them in turns, so that whatever else the machine does meets all of them. On the page without
a server a stage has the room that it has in the app, for the picture depends on it. Read the
differences and ratios, absolute times move. Sections are steps, hover, edits, picture, loads,
memory, payload, kinds and draw; without any, all. With `--old DIR`, the app of an older checkout in
that folder is another subject of steps, hover and loads, and its player one of draw, in turns with
this one.

Step    Real key presses on the focused slider, and real mouse moves with the button down. From the
        event's own timestamp to the first task after the first frame in which the page shows the
        slider's value (requestAnimationFrame, then a message: style, layout and paint are done by
        then), by the same script, `pages/probe.js`, on every page. `script` is the time in the
        page's handlers, `render` from the start of that frame to its end; neither waits for the
        display. Raster and compositing, off the main thread, are not in it.
Drag    Two seconds of mouse moves at 60 Hz over all positions, there and back. Frames per second
        and the worst gap between two frames; positions painted of the positions that the mouse
        passed; the largest distance, over all frames, between the slider and what is shown, in
        moves of the mouse and (in brackets) in positions: one move passes many of a large grid.
Hover   Real mouse moves from cell to cell of the input or the output, each until what belongs to the
        cell is lit; on the control's page, until a number is written.
Tap     A step from multiplication to multiplication beside one from window to window.
Edit    A number typed into a cell of the stage's input: from the Enter that commits it until the
        output's table shows what comes of it; beside a component that shows what is typed into it
        when Python, in a fragment, has seen it. `to send` is the time until the first message
        or request leaves, `server` up to the last answer before the change, `to show` the rest. An edit that
        shows nothing within three seconds counts as lost: the first column says how many came.
Load    Navigation to the first usable stage, against a page with one `st.write` and one with a
        single component that draws one Plotly heatmap: with warm caches; with nothing cached; and
        that with 400 ms each way between browser and server, for pages and websocket alike.
Kind    A step of a long signal, a photograph, other layers and a presentation, on the page without a
        server, each beside a small convolution's there.
Draw    A scene that comes to the player, on a page of its own: the first of all; the same with one
        other number, then with all others; and, after a small one, the first again: for another shape
        everything is built. `CPU` is what the page's main thread works, until the scene is painted
        and with what is drawn later; `wall`, until it is painted, moves with what else the machine does.

Needs `tests/requirements.txt` and a Chromium: the one on the PATH, otherwise Playwright's own.
Linux only.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from pathlib import Path

from measures import drawing, edits, hover, kinds, loading, memory, payload, picture, steps
from measures.cases import FULL, QUICK, Effort
from measures.processes import Servers, launch, new_context
from measures.subjects import Bench
from playwright.async_api import async_playwright

SECTIONS = {
    "steps": steps.measure,
    "hover": hover.measure,
    "edits": edits.measure,
    "picture": picture.measure,
    "loads": loading.measure,
    "memory": memory.measure,
    "payload": payload.measure,
    "kinds": kinds.measure,
    "draw": drawing.measure,
}
LIMIT = 3600  # seconds, for everything


async def measure(sections: list[str], servers: Servers, effort: Effort, folder: Path) -> None:
    """Some sections, in one browser."""
    async with async_playwright() as driver:
        browser = await launch(driver)
        context = await new_context(browser)
        for section in sections:
            await SECTIONS[section](Bench(context, servers, effort, folder))
        await browser.close()


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description="What the stage costs, in a real browser.")
    parser.add_argument("--quick", action="store_true", help="few repetitions: does it work?")
    parser.add_argument("--old", type=Path, metavar="DIR", help="an older checkout, to be measured in turns")
    parser.add_argument("sections", nargs="*", metavar="section", help=f"some of {', '.join(SECTIONS)}")
    given = parser.parse_args()
    if unknown := [name for name in given.sections if name not in SECTIONS]:
        parser.error(f"there is no section {unknown[0]}; there are {', '.join(SECTIONS)}")
    if given.old and not (given.old / "app.py").is_file():
        parser.error(f"{given.old} holds no app.py; --old takes the folder of a checkout")
    return given


def main() -> None:
    """Reads the command line, measures and prints."""
    given = arguments()
    began = time.monotonic()
    print(f"Load average at the start: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with Servers(given.old and given.old.resolve()) as servers, tempfile.TemporaryDirectory() as folder:
        effort = QUICK if given.quick else FULL
        run = measure(given.sections or [*SECTIONS], servers, effort, Path(folder))
        asyncio.run(asyncio.wait_for(run, LIMIT))
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"\n{time.monotonic() - began:.0f} s; load average {load} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
