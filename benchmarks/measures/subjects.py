"""Pages that are measured, and what a mouse and a keyboard do with them."""

from __future__ import annotations

import asyncio
import math
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, Locator, Page, ViewportSize

from convviz import to_html
from measures import PAGES
from measures.cases import APP, OLD, WEBPAGE, Case, Effort
from measures.processes import VIEW, Servers, new_context

CONTROL = "control"
CONTROL_URL = (PAGES / "control.html").as_uri()
READY = '[data-testid="convviz-stage"][data-ready="true"]'
USABLE = {
    "any": '[data-testid="stMarkdown"]',
    "control": "output",
    "echo": "output",
    "stage": READY,
    "yardstick": ".heatmaplayer image",
}
THUMB = 16  # pixels: the width of a native slider's thumb
DRAG = 2.0  # seconds
RATE = 60  # mouse moves per second
TABS = 10  # pixels of the tabs below the stage that the app keeps in sight
TIMEOUT = 20_000  # ms, for whatever the browser is waited for
PLACE = """() => {
  const { top, width } = document.querySelector('[data-testid="convviz-stage"]').getBoundingClientRect();
  return { top, width };
}"""
PICTURE = """() => [...document.querySelectorAll("[data-panel]")].map((panel) =>
  `${panel.dataset.panel} ${panel.querySelector("[data-frame]").dataset.cell}`).join(", ")"""


@dataclass(frozen=True)
class Bench:
    """What every measurement needs: a browser, the servers, a folder for pages of its own."""

    context: BrowserContext
    servers: Servers
    effort: Effort
    folder: Path
    place: dict[str, float] = field(default_factory=dict)  # of the stage on the app's page opened last

    @property
    def app(self) -> str:
        """The address of the app."""
        return self.servers[APP].url

    def stages(self, case: Case, step: int) -> dict[str, str]:
        """The addresses of the stages that show a case at a step, from one."""
        name = re.sub(r"\W+", "-", f"{case.name} {step}")
        page = self.folder / f"{name}.html"
        page.write_text(to_html(case.convolution(), step - 1), encoding="utf-8")
        apps = [name for name in (APP, OLD) if name in self.servers]
        found = {name: self.servers[name].url + case.query(step) for name in apps}
        return found | {WEBPAGE: page.as_uri()}

    async def new_context(self) -> BrowserContext:
        """Another context of the browser, with nothing in its caches."""
        browser = self.context.browser
        assert browser is not None
        return await new_context(browser)

    async def open(self, name: str, url: str, kind: str, positions: int, stage: str = APP) -> Subject:
        """Opens a page and waits until it is usable."""
        page = await self.context.new_page()
        page.set_default_timeout(TIMEOUT)
        await page.goto(url)
        await page.wait_for_selector(USABLE[kind], state="attached")
        if (kind, stage) == ("stage", APP):
            self.place.update(await page.evaluate(PLACE))
        if stage == WEBPAGE:
            await page.set_viewport_size(view_for(await page.evaluate(PLACE), self.place))
        await page.wait_for_timeout(400)
        await page.evaluate("kind => { bench.kind = kind; bench.armed = true; }", kind)
        return Subject(name, stage, page, kind, positions)


@dataclass
class Subject:
    """A page that is measured, and what was measured on it."""

    name: str
    stage: str
    page: Page
    kind: str
    positions: int
    steps: list[dict[str, Any]] = field(default_factory=list)
    drags: list[dict[str, float]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The name, and which stage it is if not the app's."""
        return self.name if self.stage == APP else f"{self.name}, {self.stage}"

    def slider(self) -> Locator:
        """The page's slider."""
        return self.page.locator('input[type="range"]')

    def times(self, how: str | None = None) -> list[float]:
        """The ms of its steps, or of those of a kind."""
        return [step["time"] for step in self.steps if how in (step["how"], None)]

    async def picture(self) -> str:
        """The panels of its stage, each with the pixels of a cell."""
        return str(await self.page.evaluate(PICTURE))


def view_for(own: Mapping[str, float], app: Mapping[str, float]) -> ViewportSize:
    """The viewport in which a stage has the room that it has in the app.

    The picture depends on it, and what a step costs on the picture: a lens is a panel more.
    """
    less = {"width": own["width"] - app["width"], "height": app["top"] + TABS - own["top"]}
    return ViewportSize(
        width=round(VIEW["width"] - less["width"]), height=round(VIEW["height"] - less["height"])
    )


def times_by_stage(subjects: Sequence[Subject], how: str | None = None) -> dict[tuple[str, str], list[float]]:
    """The ms of the subjects' steps, by name and stage."""
    return {(subject.name, subject.stage): subject.times(how) for subject in subjects}


def uneven(number: int) -> float:
    """A pause in ms; no two in a row are equal, so that steps meet every phase of the display."""
    return 45 + 7.3 * (number % 5)


# ---------------------------------------------------------------------- steps


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


# ---------------------------------------------------------------------- drags


def drag_path() -> list[float]:
    """Where the mouse is at each move of a drag: from 0 to 1 and back."""
    moves = int(DRAG * RATE)
    return [1 - abs(1 - 2 * move / moves) for move in range(1, moves + 1)]


async def drag(subject: Subject) -> None:
    """Drags the slider over all positions and back, and notes every frame."""
    page = subject.page
    slow = subject.kind == "yardstick"
    left, width, y = await track(subject)
    await page.mouse.move(left, y)
    await page.mouse.down()
    await page.wait_for_timeout(600 if slow else 200)
    await page.evaluate("bench.watch()")
    places = drag_path()
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


def changes(values: Sequence[float | None]) -> int:
    """How often a value differs from the one before."""
    return sum(a != b for a, b in pairwise(values))
