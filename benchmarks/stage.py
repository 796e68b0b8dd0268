"""What the stage costs, measured in a real browser: `python benchmarks/stage.py [--quick]`.

Vocabulary: the *control* is a page with a native slider and its number, nothing else; the
*yardstick* is a bare `st.slider` + `st.plotly_chart` page that shows the 2D 8x8/3x3 case; a *case*
is a convolution on the app's own page. One run opens all of them at one size in one browser and
goes round them in turns, so that whatever else the machine does meets all of them: read the
differences and ratios, absolute times move.

Step    Real key presses on the focused slider, and real mouse moves with the button down. From the
        event's own timestamp to the first task after the first frame in which the page shows the
        slider's value (requestAnimationFrame, then a message: style, layout and paint are done by
        then), by the same script, `pages/probe.js`, on every page. `script` is the time in the
        page's handlers, `render` from the start of that frame to its end; neither waits for the
        display. Raster and compositing, off the main thread, are not in it.
Drag    Two seconds of mouse moves at 60 Hz over all positions, there and back. Frames per second
        and the worst gap between two frames; positions painted of the positions that the hand
        passed; the largest distance, over all frames, between the slider and what is shown, in
        moves of the hand and (in brackets) in positions: one move passes many of a large grid.
Hover   Real mouse moves from cell to cell of the input or the output, each until what belongs to the
        cell is lit; on the control's page, until a number is written.
Tap     A step from multiplication to multiplication beside one from window to window.
Edit    A number typed into a cell of the input's grid: from the Enter that commits it until the
        output's table shows it. `grid` is the data editor's own delay until the first message
        leaves, `server` up to the last message before the change, `stage` the rest. An edit that
        shows nothing within three seconds counts as lost: the first column says how many came.
Load    Navigation to the first usable stage, warm caches, against a page with one `st.write` and
        one with a single component that draws one Plotly heatmap.
Server  CPU time of the server's process (`/proc/<pid>/stat`, less its idle time) for each message
        that the browser sent: edits for a full run, slider steps for a fragment's run. Where there
        are fewer messages than acts, some acts were lost.

Needs `tests/requirements.txt` and a Chromium: the one on the PATH, otherwise Playwright's own.
Linux only.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import math
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from playwright.async_api import BrowserContext, Locator, Page, TimeoutError, async_playwright

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

from convviz.core import Convolution  # noqa: E402
from convviz.document.state import tensor_text  # noqa: E402
from convviz.player.scene import pack, scene  # noqa: E402

VIEW = {"width": 1280, "height": 720}
BROWSER = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
READY = '[data-testid="convviz-stage"][data-ready="true"]'
THUMB = 16  # pixels: the width of a native slider's thumb
DRAG = 2.0  # seconds
RATE = 60  # mouse moves per second
TIMEOUT = 20_000  # ms, for whatever the browser is waited for


@dataclass(frozen=True)
class Case:
    """A convolution on the app's page; a step may be `margin` ms slower than the control's."""

    name: str
    x: tuple[int, ...]
    w: tuple[int, ...]
    margin: float

    def convolution(self) -> Convolution:
        """The case with one-digit numbers of both signs, so that it fits a link."""
        places = np.indices(self.x)
        x = np.tensordot([7, 3, 5][-len(self.x) :], places, axes=1) % 10
        w = np.arange(math.prod(self.w)).reshape(self.w) % 4 - 1
        return Convolution(x, w)

    def query(self, step: int) -> str:
        """The link that opens the case at a step, from one."""
        made = self.convolution()
        tensors = f"x={tensor_text(made.x)}&w={tensor_text(made.w)}"
        return f"?rank={len(self.x)}&{tensors}&step={step}"


CASES = (
    Case("1D n=5, k=3", (5,), (3,), 5),
    Case("2D 8x8 / 3x3", (8, 8), (3, 3), 5),
    Case("2D 64x64 / 3x3", (64, 64), (3, 3), 8),
    Case("3D 3x8x8 / 3x3x3", (3, 8, 8), (3, 3, 3), 5),
    Case("3D 8x16x16 / 2x3x3", (8, 16, 16), (2, 3, 3), 8),
)
EDITED = (Case("2D 8x8 / 3x3", (8, 8), (3, 3), 5), Case("2D 16x16 / 3x3", (16, 16), (3, 3), 5))
CONTROL = "control"
YARDSTICK = "st.slider + st.plotly_chart"


@dataclass(frozen=True)
class Effort:
    """How often each thing is measured."""

    rounds: int
    presses: int
    yardstick_presses: int
    edits: int
    loads: int
    runs: int


FULL = Effort(rounds=3, presses=30, yardstick_presses=5, edits=20, loads=7, runs=30)
QUICK = Effort(rounds=1, presses=16, yardstick_presses=3, edits=4, loads=1, runs=8)


# ---------------------------------------------------------------------- tables


def median(values: Sequence[float]) -> float:
    """The median, or NaN of nothing."""
    return statistics.median(values) if values else math.nan


def p95(values: Sequence[float]) -> float:
    """The 95th percentile, or NaN of nothing."""
    return float(np.percentile(values, 95)) if values else math.nan


def verdict(value: float, limit: float, at_least: bool = False) -> str:
    """Whether a goal was reached."""
    return "yes" if (value >= limit if at_least else value <= limit) else "NO"


def show(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Prints a table: the first column to the left, the others to the right."""
    lines = [header, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    print(f"\n{title}\n")
    for number, line in enumerate(lines):
        first, *others = (text.rjust(width) for text, width in zip(line, widths, strict=True))
        print("  ".join([line[0].ljust(widths[0]), *others]).rstrip() if first else "")
        if number == 0:
            print("  ".join("-" * width for width in widths))
    sys.stdout.flush()


# ---------------------------------------------------------------------- servers


@dataclass(frozen=True)
class Server:
    """A Streamlit server that this script started."""

    process: subprocess.Popen[bytes]
    url: str

    def memory(self) -> float:
        """The memory that the process holds, in MB; Linux only."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def cpu(self) -> float:
        """The CPU time of the process and its children so far, in ms."""
        text = Path(f"/proc/{self.process.pid}/stat").read_text()
        ticks = sum(int(field) for field in text.rpartition(")")[2].split()[11:15])
        return 1000 * ticks / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def serving(script: Path) -> Iterator[Server]:
    """Runs a page on a free port with the app's own configuration."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    options = ["--server.headless=true", "--server.address=127.0.0.1", f"--server.port={port}"]
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    process = subprocess.Popen(
        [*command, *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield Server(process, f"http://127.0.0.1:{port}/")
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def wait_until_healthy(server: Server, patience: float = 40) -> None:
    """Waits until a server answers."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit(f"the server at {server.url} did not start")


# ---------------------------------------------------------------------- pages


@dataclass
class Subject:
    """A page that is measured, and what was measured on it."""

    name: str
    page: Page
    kind: str
    positions: int
    steps: list[dict[str, Any]]
    drags: list[dict[str, float]]

    def slider(self) -> Locator:
        """The page's slider."""
        return self.page.locator('input[type="range"]')


async def open_subject(context: BrowserContext, name: str, url: str, kind: str, positions: int) -> Subject:
    """Opens a page and waits until it is usable."""
    page = await context.new_page()
    page.set_default_timeout(TIMEOUT)
    await page.goto(url)
    waits = {
        "any": '[data-testid="stMarkdown"]',
        "control": "output",
        "stage": READY,
        "yardstick": ".heatmaplayer image",
    }
    await page.wait_for_selector(waits[kind], state="attached")
    await page.wait_for_timeout(400)
    await page.evaluate("kind => { bench.kind = kind; bench.armed = true; }", kind)
    return Subject(name, page, kind, positions, [], [])


def uneven(number: int) -> float:
    """A pause in ms; no two in a row are equal, so that steps meet every phase of the display."""
    return 45 + 7.3 * (number % 5)


async def press_steps(subject: Subject, presses: int) -> None:
    """Presses the arrow keys on the focused slider: as far as it goes one way, then back."""
    page = subject.page
    await page.bring_to_front()
    await subject.slider().focus()
    await page.wait_for_timeout(150)
    at = await page.evaluate("Number(document.activeElement.value)")
    direction = 1
    for number in range(presses):
        if not 1 <= at + direction <= subject.positions:
            direction = -direction
        at += direction
        await page.keyboard.press("ArrowRight" if direction > 0 else "ArrowLeft")
        await page.wait_for_timeout(700 if subject.kind == "yardstick" else uneven(number))
    await page.wait_for_timeout(500)
    subject.steps += await page.evaluate("bench.steps.splice(0)")


def hand(positions: int) -> list[float]:
    """Where the hand is at each move of the drag, from 0 to 1 and back."""
    moves = int(DRAG * RATE)
    return [1 - abs(1 - 2 * move / moves) for move in range(1, moves + 1)]


async def track(subject: Subject) -> tuple[float, float, float]:
    """Puts the slider to its first position; where its thumb's way starts, its width, its y."""
    page = subject.page
    slow = subject.kind == "yardstick"
    await page.bring_to_front()
    await subject.slider().focus()
    await page.keyboard.press("Home")
    await page.wait_for_timeout(900 if slow else 500)
    # The yardstick's own slider is invisible, in a track whose ends are its first and last value.
    way = page.get_by_test_id("stSliderTickBar").locator("..") if slow else subject.slider()
    box = await way.bounding_box()
    assert box is not None
    inset = 0 if slow else THUMB / 2
    return box["x"] + inset, box["width"] - 2 * inset, box["y"] + box["height"] / 2


async def drag_steps(subject: Subject, moves: int) -> None:
    """Drags the slider by one position at a time, or two pixels where positions are narrower."""
    page = subject.page
    left, width, y = await track(subject)
    stride = max(width / (subject.positions - 1), 2.0)
    there = min(moves // 2, int(width / stride))
    places = [*range(1, there + 1), *range(there - 1, -1, -1)]
    await page.mouse.move(left, y)
    await page.mouse.down()
    await page.wait_for_timeout(150)
    await page.evaluate("bench.steps = []")
    for number in range(moves):
        await page.mouse.move(left + stride * places[number % len(places)], y)
        await page.wait_for_timeout(uneven(number))
    await page.mouse.up()
    await page.wait_for_timeout(500)
    subject.steps += await page.evaluate("bench.steps.splice(0)")


async def drag(subject: Subject) -> None:
    """Drags the slider over all positions and back, and notes every frame."""
    page = subject.page
    slow = subject.kind == "yardstick"
    left, width, y = await track(subject)
    await page.mouse.move(left, y)
    await page.mouse.down()
    await page.wait_for_timeout(600 if slow else 200)
    await page.evaluate("bench.watch()")
    places = hand(subject.positions)
    began = time.perf_counter()
    sent = []
    for number, place in enumerate(places, start=1):
        sent.append(asyncio.create_task(page.mouse.move(left + width * place, y)))
        await asyncio.sleep(max(0.0, began + number / RATE - time.perf_counter()))
    frames = await page.evaluate("bench.stop()")
    await asyncio.wait_for(asyncio.gather(*sent), 20)
    await page.mouse.up()
    await page.wait_for_timeout(900 if slow else 500)
    await page.evaluate("bench.steps = []")
    subject.drags.append(summary(frames, places, subject.positions))


def changes(values: Sequence[float | None]) -> int:
    """How often a value differs from the one before."""
    return sum(a != b for a, b in pairwise(values))


def summary(
    frames: Sequence[tuple[float, float, float | None]], places: Sequence[float], positions: int
) -> dict[str, float]:
    """What a drag's frames say."""
    began, _, shown = zip(*frames, strict=True)
    painted = [value for value in shown if value is not None]
    per_move = max(1.0, 2 * (positions - 1) / len(places))
    lag = max((abs(value - seen) for _, value, seen in frames if seen is not None), default=math.nan)
    return {
        "fps": 1000 * (len(frames) - 1) / (began[-1] - began[0]),
        "gap": max(b - a for a, b in pairwise(began)),
        "passed": changes([1, *(1 + round(place * (positions - 1)) for place in places)]),
        "painted": changes(painted),
        "lag": lag,
        "moves": lag / per_move,
    }


# ---------------------------------------------------------------------- steps and drags


def step_rows(subjects: Sequence[Subject], how: str, margins: dict[str, float]) -> list[list[str]]:
    """The rows of the table of steps by key or by drag."""
    times = {s.name: [step["time"] for step in s.steps if step["how"] == how] for s in subjects}
    control = median(times[CONTROL])
    yardstick = median(times[YARDSTICK])
    rows = []
    for subject in subjects:
        mine = times[subject.name]
        if not mine:
            continue
        parts = {
            part: median([step[part] for step in subject.steps if step["how"] == how])
            for part in ("script", "render")
        }
        extra = median(mine) - control
        row = [subject.name, str(len(mine)), f"{median(mine):.1f}", f"{p95(mine):.1f}"]
        row += [f"{parts['script']:.2f}", f"{parts['render']:.1f}", f"{extra:+.1f}"]
        margin = margins.get(subject.name)
        if margin is None:
            rows.append([*row, "", "", "", ""])
            continue
        row += [f"<= {margin:+.0f}", verdict(extra, margin)]
        ratio = yardstick / median(mine)
        row += [f"{ratio:.0f}x", verdict(ratio, 10, at_least=True)] if how == "key" else ["", ""]
        rows.append(row)
    return rows


def report_steps(subjects: Sequence[Subject]) -> None:
    """Prints the tables of steps and of drags."""
    margins = {case.name: case.margin for case in CASES}
    header = ["page", "steps", "median", "p95", "script", "render", "to control", "goal", "reached"]
    for how, title in (("key", "by keyboard"), ("drag", "by drag")):
        more = ["faster than yardstick", ">= 10x"] if how == "key" else ["", ""]
        rows = step_rows(subjects, how, margins)
        show(f"1. A step {title}, input to paint, ms", [*header, *more], rows)
    control = median([drag["fps"] for drag in subjects[0].drags])
    rows = []
    for subject in subjects:
        fps = median([drag["fps"] for drag in subject.drags])
        gap = max(drag["gap"] for drag in subject.drags)
        painted = sum(drag["painted"] for drag in subject.drags)
        passed = sum(drag["passed"] for drag in subject.drags)
        lag = max(subject.drags, key=lambda drag: drag["lag"])
        row = [subject.name, str(len(subject.drags)), f"{fps:.1f}", f"{fps / control:.2f}"]
        row += [
            f"{gap:.0f}",
            f"{painted:.0f} of {passed:.0f}",
            f"{lag['moves']:.1f} ({lag['lag']:.0f})",
        ]
        goals = [verdict(fps, 0.9 * control, at_least=True), verdict(gap, 50)]
        goals.append(verdict(lag["moves"], 1))
        rows.append([*row, *(goals if subject.name in margins else [""] * 3)])
    show(
        f"2. A drag of {DRAG:.0f} s at {RATE} moves a second over all positions, there and back",
        [
            *["page", "drags", "frames/s", "to control", "worst gap ms", "painted of passed"],
            *["lag moves (pos.)", ">= 0.9", "gap <= 50", "lag <= 1"],
        ],
        rows,
    )


async def measure_steps(context: BrowserContext, app: str, yardstick: str, effort: Effort) -> None:
    """Steps and drags, in turns over all pages."""
    control = (HERE / "pages/control.html").as_uri()
    subjects = [await open_subject(context, CONTROL, control, "control", 36)]
    for case in CASES:
        steps = len(case.convolution())
        # In the middle, a few windows before the end of a row: the walk crosses it.
        width = case.convolution().output_shape[-1]
        start = max(1, (steps // 2 // width) * width - 4)
        url = app + case.query(start)
        subjects.append(await open_subject(context, case.name, url, "stage", steps))
    subjects.append(await open_subject(context, YARDSTICK, yardstick, "yardstick", 36))
    for _ in range(effort.rounds):
        for subject in subjects:
            slow = subject.kind == "yardstick"
            await press_steps(subject, effort.yardstick_presses if slow else effort.presses)
        for subject in subjects[:-1]:
            await drag_steps(subject, effort.presses)
        for subject in subjects:
            await drag(subject)
    report_steps(subjects)
    for subject in subjects:
        await subject.page.close()


# ---------------------------------------------------------------------- hover, multiply by multiply

HOVERED = (CASES[1], CASES[2])
HOVER_MARGINS = (5, 8)


async def hover(subject: Subject, frame: str, cells: int, moves: int) -> None:
    """Moves the mouse over the cells of one row and back; the frame is `cells` cells wide."""
    page = subject.page
    await page.bring_to_front()
    box = await page.locator(frame).first.bounding_box()
    assert box is not None
    await page.evaluate("bench.hovering = false")
    side = box["width"] / cells
    for number in range(moves + 1):
        at = number % (2 * cells - 2)
        column = min(at, 2 * cells - 2 - at)
        await page.mouse.move(box["x"] + (column + 0.5) * side, box["y"] + 1.5 * side)
        if not number:
            await page.wait_for_timeout(300)
            await page.evaluate("bench.hovering = true")
        await page.wait_for_timeout(uneven(number))
    await page.wait_for_timeout(300)
    subject.steps += await page.evaluate("bench.hovering = false, bench.steps.splice(0)")


async def measure_hover(context: BrowserContext, app: str, effort: Effort) -> None:
    """Hover over input and output, and steps by multiplications, in turns with the control."""
    control = await open_subject(context, CONTROL, (HERE / "pages/control.html").as_uri(), "control", 36)
    hovered = []
    for case in HOVERED:
        url = app + case.query(len(case.convolution()) // 2)
        for panel, shape in (("input", case.x), ("output", case.convolution().output_shape)):
            subject = await open_subject(context, f"{case.name}, {panel}", url, "stage", 36)
            hovered.append((subject, f'[data-panel="{panel}"] [data-frame]', shape[-1], case))
    walks = []
    for case in HOVERED:
        for taps in (1, math.prod(case.w)):
            steps = len(case.convolution()) * taps
            name = f"{case.name}, by {'windows' if taps == 1 else 'multiplications'}"
            subject = await open_subject(context, name, app + case.query(5), "stage", steps)
            if taps > 1:
                await subject.page.get_by_role("button", name="multiply by multiply").click()
            walks.append(subject)
    for _ in range(effort.rounds):
        await hover(control, "#field", 8, effort.presses)
        for subject, frame, cells, _ in hovered:
            await hover(subject, frame, cells, effort.presses)
        for subject in walks:
            await press_steps(subject, effort.presses)
    base = median([step["time"] for step in control.steps])
    rows = [[CONTROL, str(len(control.steps)), f"{base:.1f}", "", "", "", ""]]
    for subject, _, _, case in hovered:
        times = [step["time"] for step in subject.steps]
        extra, margin = median(times) - base, HOVER_MARGINS[HOVERED.index(case)]
        row = [subject.name, str(len(times)), f"{median(times):.1f}", f"{p95(times):.1f}"]
        rows.append([*row, f"{extra:+.1f}", f"<= {margin:+d}", verdict(extra, margin)])
    header = ["page", "moves", "median", "p95", "to control", "goal", "reached"]
    show("2b. A hover, input to paint, ms", header, rows)
    rows = []
    for window, tap in zip(walks[::2], walks[1::2], strict=True):
        base = median([step["time"] for step in window.steps])
        for subject in (window, tap):
            times = [step["time"] for step in subject.steps]
            row = [subject.name, str(len(times)), f"{median(times):.1f}", f"{p95(times):.1f}"]
            extra = median(times) - base
            rows.append(
                [
                    *row,
                    *(["", "", ""] if subject is window else [f"{extra:+.1f}", "<= +1", verdict(extra, 1)]),
                ]
            )
    header[1], header[4] = "steps", "to windows"
    show("2c. A step by multiplications, input to paint, ms", header, rows)
    for page in (control, *(subject for subject, *_ in hovered), *walks):
        await page.page.close()


# ---------------------------------------------------------------------- edits


async def type_into(page: Page, number: int) -> None:
    """Types a number that was not there into a cell of the input: rows 2 to 4 in turn."""
    text = str(10 + number % 80)
    box = await page.locator('[data-testid="stSidebar"] canvas').first.bounding_box()
    assert box is not None
    await page.mouse.click(box["x"] + 130, box["y"] + 35 + 30 * (1.5 + number % 3))
    await page.wait_for_timeout(150)
    is_open = "document.activeElement.matches('.gdg-input')"
    if not await page.evaluate(is_open):  # a click on the selected cell opens its editor by itself
        await page.keyboard.press("Enter")
        await page.wait_for_function(is_open)
    await page.keyboard.press("Control+A")
    await page.keyboard.type(text)
    await page.wait_for_function("text => document.activeElement.value === text", arg=text)
    await page.wait_for_timeout(100)  # an Enter within a few ms of the last digit may be lost


async def edit(page: Page, number: int) -> dict[str, float] | None:
    """Types a number into a cell of the input's grid; the parts of its time, or None if lost."""
    await type_into(page, number)
    await page.evaluate("bench.awaitEdit()")
    await page.keyboard.press("Enter")
    try:
        await page.wait_for_function("bench.edit !== undefined", timeout=3000)
    except TimeoutError:
        return None
    await page.wait_for_timeout(200)
    return dict(await page.evaluate("bench.edit"))


async def measure_edits(context: BrowserContext, app: str, effort: Effort) -> None:
    """Edits of two grids, in turns."""
    pages = []
    for case in EDITED:
        steps = len(case.convolution())
        subject = await open_subject(context, case.name, app + case.query(steps), "stage", steps)
        await subject.page.wait_for_timeout(400)
        pages.append((case.name, subject.page))
    results: dict[str, list[dict[str, float]]] = defaultdict(list)
    for number in range(effort.edits):
        for name, page in pages:
            await page.bring_to_front()
            taken = await edit(page, number)
            if taken:
                results[name].append(taken)
    rows = []
    for name, _ in pages:
        edits = results[name]
        times = [one["time"] for one in edits]
        parts = [
            median([one["sent"] for one in edits]),
            median([one["received"] - one["sent"] for one in edits]),
            median([one["time"] - one["received"] for one in edits]),
        ]
        row = [name, f"{len(edits)} of {effort.edits}", f"{median(times):.0f}", f"{p95(times):.0f}"]
        row += [f"{part:.0f}" for part in parts]
        rows.append([*row, "p95 <= 250", verdict(p95(times), 250)])
    header = [
        "case",
        "edits",
        "median",
        "p95",
        "grid",
        "server",
        "stage",
        "goal",
        "reached",
    ]
    show("3. From the Enter that commits an edit to the output's new table, ms", header, rows)
    for _, page in pages:
        await page.close()


# ---------------------------------------------------------------------- a picture


def picture() -> bytes:
    """A picture of 256 x 256 pixels as an NPY file."""
    rows, columns = np.indices((256, 256))
    file = io.BytesIO()
    np.save(file, ((rows * 7 + columns * 3 + rows * columns // 64) % 256).astype(np.uint8))
    return file.getvalue()


async def upload(page: Page, data: bytes) -> float:
    """Opens a file as the input; the ms until the stage has all its windows."""
    await page.get_by_role("button", name="Open file").click()
    field = page.locator('[data-testid="stFileUploader"] input[type=file]')
    await field.wait_for(state="attached")
    began = time.perf_counter()
    file = {"name": "picture.npy", "mimeType": "application/octet-stream", "buffer": data}
    await field.set_input_files(file)  # type: ignore[arg-type]
    await page.locator('[data-testid="convviz-stage"][data-steps="64516"]').wait_for()
    taken = (time.perf_counter() - began) * 1000
    await page.keyboard.press("Escape")
    return taken


async def measure_picture(context: BrowserContext, app: str, effort: Effort) -> None:
    """A picture of 256 x 256 under a filter of 3 x 3: upload, edits and steps beside those of 8 x 8."""
    uploads, data = [], picture()
    for _ in range(max(2, effort.edits // 4)):
        subject = await open_subject(context, "picture", f"{app}?example=sobel", "stage", 36)
        uploads.append(await upload(subject.page, data))
        await subject.page.close()
    rows = [["upload", f"{len(uploads)}", f"{median(uploads):.0f}", f"{max(uploads):.0f}"]]
    subject = await open_subject(context, "256x256 / 3x3", f"{app}?example=sobel&step=36", "stage", 36)
    await upload(subject.page, data)
    # In the second row of windows, where every edited cell changes an output that is in the table.
    await subject.slider().evaluate("s => { s.value = 258; s.dispatchEvent(new Event('input')); }")
    await subject.page.wait_for_timeout(1500)
    edits = [one["time"] for n in range(effort.edits // 2) if (one := await edit(subject.page, n))]
    rows.append(["edit of a cell", f"{len(edits)}", f"{median(edits):.0f}", f"{max(edits):.0f}"])
    rows = [[*row, "max <= 1000", verdict(float(row[-1]), 1000)] for row in rows]
    header = ["256x256 / 3x3", "times", "median", "max", "goal", "reached"]
    show("4. From a file or a committed edit to the stage, ms", header, rows)
    await measure_picture_steps(context, app, subject, effort)
    await subject.page.close()


async def measure_picture_steps(context: BrowserContext, app: str, large: Subject, effort: Effort) -> None:
    """Steps on the picture and on 8 x 8, in turns."""
    small = await open_subject(context, CASES[1].name, app + CASES[1].query(5), "stage", 36)
    large.positions = 64516
    await large.page.evaluate("bench.steps.splice(0)")
    for _ in range(effort.rounds):
        for subject in (small, large):
            await press_steps(subject, effort.presses)
    times = {s.name: median([step["time"] for step in s.steps]) for s in (small, large)}
    extra = times[large.name] - times[small.name]
    rows = [[name, f"{time:.1f}", "", "", ""] for name, time in times.items()]
    rows[1][2:] = [f"{extra:+.1f}", "<= +5", verdict(extra, 5)]
    show("4. A step on it by keyboard, ms", ["page", "median", "to 8x8", "goal", "reached"], rows)
    await small.page.close()


# ---------------------------------------------------------------------- loading


async def load(page: Page, url: str, usable: str) -> float:
    """Milliseconds from navigation to a usable page."""
    await page.goto("about:blank")
    await page.goto(f"{url}#{usable}", wait_until="commit")
    await page.wait_for_function("bench.loaded !== undefined", timeout=TIMEOUT)
    await page.wait_for_timeout(300)
    return float(await page.evaluate("bench.loaded"))


async def measure_loads(context: BrowserContext, urls: dict[str, str], effort: Effort) -> None:
    """Navigation to a usable page, in turns; the first round fills the caches, uncounted."""
    page = await context.new_page()
    times: dict[str, list[float]] = defaultdict(list)
    for turn in range(effort.loads + 1):
        for name, url in urls.items():
            taken = await load(page, url, "bare" if name == "bare st.write" else "ready")
            if turn:
                times[name].append(taken)
    bare, minimal, *_ = (median(values) for values in times.values())
    rows = []
    for number, (name, values) in enumerate(times.items()):
        mine = median(values)
        row = [name, str(len(values)), f"{mine:.0f}", f"{p95(values):.0f}", f"{mine / bare:.2f}"]
        row.append(f"{mine / minimal:.2f}")
        goals = [verdict(mine, 1.5 * bare), verdict(mine, 1.3 * minimal)]
        rows.append([*row, *(goals if number > 1 else ["", ""])])
    header = ["page", "loads", "median", "p95", "to bare", "to component", "<= 1.5 bare"]
    show("5. Navigation to a usable page, warm, ms", [*header, "<= 1.3 component"], rows)
    await page.close()


# ---------------------------------------------------------------------- server


async def idle(server: Server, page: Page) -> float:
    """The server's CPU time per second with the page open and nobody touching it, in ms."""
    before = server.cpu()
    await page.wait_for_timeout(2000)
    return (server.cpu() - before) / 2


async def cost(server: Server, page: Page, runs: int, act: Any, resting: float) -> tuple[float, int]:
    """CPU milliseconds per message that the browser sent while `act(number)` ran `runs` times."""
    await page.bring_to_front()
    for number in range(3):
        await act(number)
    await page.wait_for_timeout(700)
    await page.evaluate("bench.sent = []")
    before, began = server.cpu(), time.monotonic()
    for number in range(runs):
        await act(number + 3)
    await page.wait_for_timeout(700)
    used = server.cpu() - before - resting * (time.monotonic() - began)
    sent = int(await page.evaluate("bench.sent.length"))
    return used / max(1, sent), sent


async def commit(page: Page, number: int) -> None:
    """An edit, without waiting for what it shows."""
    await type_into(page, number)
    await page.keyboard.press("Enter")
    await page.wait_for_timeout(450)


async def rest(page: Page, number: int) -> None:
    """A step by key, and the pause after which the stage reports it."""
    await page.locator('input[type="range"]').focus()
    await page.keyboard.press("ArrowLeft" if number % 2 else "ArrowRight")
    await page.wait_for_timeout(450)


async def count_up(page: Page, number: int) -> None:
    """A click on the number input's plus."""
    await page.get_by_test_id("stNumberInputStepUp").click()
    await page.wait_for_timeout(250)


async def measure_server(context: BrowserContext, app: Server, widget: Server, effort: Effort) -> None:
    """What runs cost the server."""
    rows = []
    resting_of: dict[str, float] = {}

    async def row(name: str, kind: str, server: Server, page: Page, act: Any, goal: int) -> None:
        if server.url not in resting_of:
            resting_of[server.url] = await idle(server, page)
        resting = resting_of[server.url]
        used, sent = await cost(server, page, effort.runs, act, resting)
        reached = verdict(used, goal) if goal else ""
        counted = [str(effort.runs), str(sent)]
        limit = f"<= {goal}" if goal else ""
        rows.append([name, kind, *counted, f"{used:.1f}", f"{resting:.0f}", limit, reached])

    page = await context.new_page()
    page.set_default_timeout(TIMEOUT)
    await page.goto(widget.url)
    await page.wait_for_selector('[data-testid="stNumberInputStepUp"]')
    await row("bare, one widget", "full", widget, page, lambda n: count_up(page, n), 0)
    await page.close()
    for case in (CASES[1], CASES[4]):
        middle = len(case.convolution()) // 2
        url = app.url + case.query(middle)
        subject = await open_subject(context, case.name, url, "stage", middle)
        stage = subject.page
        await stage.evaluate("bench.armed = false")
        await row(case.name, "fragment", app, stage, lambda n, p=stage: rest(p, n), 10)
        if len(case.x) < 3:
            await row(case.name, "full", app, stage, lambda n, p=stage: commit(p, n), 20)
        await stage.close()
    header = ["page", "run", "acts", "messages", "CPU ms per run", "idle ms/s", "goal", "reached"]
    show("6. The server's CPU time for a run", header, rows)


# ---------------------------------------------------------------------- memory


async def per_session(context: BrowserContext, server: Server, url: str, large: bool, visitors: int) -> float:
    """The MB that one more visitor holds at rest: the slope over some, after as many to warm up."""
    pages = []
    marks = []
    for _ in range(2):
        for _ in range(visitors):
            subject = await open_subject(context, "visitor", url, "stage" if "?" in url else "any", 36)
            pages.append(subject.page)
            if large:
                await upload(subject.page, picture())
                await subject.page.wait_for_timeout(500)
        await pages[-1].wait_for_timeout(1500)
        marks.append(server.memory())
    for page in pages:
        await page.close()
    return (marks[1] - marks[0]) / visitors


async def measure_memory(context: BrowserContext, app: Server, bare: Server, effort: Effort) -> None:
    """What a visitor holds who does nothing, beside a bare Streamlit session."""
    cases = [("bare st.write", bare, bare.url, False), ("default", app, app.url + "?rank=2", False)]
    cases.append(("a picture of 256x256", app, app.url + "?example=sobel", True))
    held = {}
    for name, server, url, large in cases:
        held[name] = await per_session(context, server, url, large, max(3, effort.loads))
    rows = []
    for name, value in held.items():
        extra = value - held["bare st.write"]
        rows.append([name, f"{value:.2f}", f"{extra:+.2f}", "<= 5", verdict(extra, 5)])
    show("7. Memory of a session at rest, MB", ["page", "held", "to bare", "goal", "reached"], rows)


# ---------------------------------------------------------------------- payload


def report_payload() -> None:
    """What is sent to the browser for each case."""
    rows = []
    pixels = np.load(io.BytesIO(picture()))
    made_of = {case.name: case.convolution() for case in (*CASES[:2], EDITED[1], *CASES[2:])}
    made_of["256x256 picture / 3x3"] = Convolution(pixels, [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    made_of["256x256 picture / ninths"] = Convolution(pixels, np.full((3, 3), 1 / 9))
    noise = np.random.default_rng(1).normal(size=(256, 256))
    made_of["256x256 noise / ninths"] = Convolution(noise, np.full((3, 3), 1 / 9))
    for name, made in made_of.items():
        products = made.products.size
        size = len(pack(scene(made)))
        cells = [name, f"{len(made):,}", f"{products:,}", f"{size:,}", f"{size / products:.2f}"]
        most = 8 * products + 200_000
        rows.append([*cells, f"<= {most:,}", verdict(size, most)])
    header = ["case", "windows", "products", "bytes", "per product", "goal", "reached"]
    show("8. What an edit sends to the browser", header, rows)


# ---------------------------------------------------------------------- the run


async def measure(servers: dict[str, Server], effort: Effort, only: str | None) -> None:
    """Everything, or one part, in one browser."""
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=shutil.which("chromium"), args=BROWSER)
        context = await browser.new_context(viewport=VIEW)  # type: ignore[arg-type]
        await context.add_init_script(path=HERE / "pages/probe.js")
        app = servers["app"]
        parts = {
            "steps": measure_steps(context, app.url, servers["yardstick"].url, effort),
            "hover": measure_hover(context, app.url, effort),
            "edits": measure_edits(context, app.url, effort),
            "picture": measure_picture(context, app.url, effort),
            "loads": measure_loads(context, loaded_pages(servers), effort),
            "server": measure_server(context, app, servers["widget"], effort),
            "memory": measure_memory(context, app, servers["bare"], effort),
        }
        for name, part in parts.items():
            if only in (name, None):
                await part
            else:
                part.close()
        await browser.close()


def loaded_pages(servers: dict[str, Server]) -> dict[str, str]:
    """What is opened to see how long that takes, by name."""
    app = servers["app"].url
    urls = {"bare st.write": servers["bare"].url, "one component": servers["component"].url}
    urls["convviz, default"] = app
    return urls | {f"convviz, {case.name}": app + case.query(1) for case in (CASES[1], CASES[3])}


def main() -> None:
    """Reads the command line, starts the servers, measures and prints."""
    parser = argparse.ArgumentParser(description="What the stage costs, in a real browser.")
    parser.add_argument("--quick", action="store_true", help="few repetitions: does it work?")
    parser.add_argument("--only", choices=["steps", "hover", "edits", "picture", "loads", "server", "memory"])
    chosen = parser.parse_args()
    effort = QUICK if chosen.quick else FULL
    began = time.monotonic()
    print(f"Load average at the start: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    scripts = {"app": ROOT / "app.py"}
    scripts |= {name: HERE / f"pages/{name}.py" for name in ("bare", "component", "widget", "yardstick")}
    with ExitStack() as stack:
        servers = {name: stack.enter_context(serving(path)) for name, path in scripts.items()}
        for server in servers.values():
            wait_until_healthy(server)
        asyncio.run(asyncio.wait_for(measure(servers, effort, chosen.only), 3000))
    report_payload()
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"\n{time.monotonic() - began:.0f} s; load average {load} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
