"""Axe finds no violation at all: each rank, what can be opened over it, light and dark, desktop and phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bench import Bench, default
from browsing import OPPOSITE, SCREENS, check_accessible, eventually, look
from stage import Stage


def tip(stage: Stage) -> None:
    symbol = stage.root.locator("[data-formula]").get_by_role("button", name="Sum", exact=True)
    said = stage.root.locator("[data-tip]").get_by_text("Sum: all products")

    def shown() -> None:  # a stage that is still being laid out for its screen makes its symbols anew
        symbol.click()
        assert said.is_visible()

    eventually(stage.page, shown)


def predict(stage: Stage) -> None:
    stage.button("Predict").click()
    stage.page.locator("[data-guess]").fill("7919")
    stage.button("Check").click()
    stage.root.get_by_text("Not 7919").first.wait_for()


def weights(stage: Stage) -> None:
    stage.point("input", 0, 0, 0)
    stage.root.locator("[data-where].cv-linking").wait_for()


def present(stage: Stage) -> None:
    stage.button("Present").click()
    stage.button("Leave").wait_for()


def keys(stage: Stage) -> None:
    stage.button("Keys").click()
    stage.root.get_by_role("heading", name="Keys").wait_for()


#: What is done to a stage one after the other; each is left behind with Escape, or by doing it again.
OPENED: dict[str, tuple[Callable[[Stage], None], Callable[[Stage], None]]] = {
    "a symbol": (tip, lambda stage: stage.page.keyboard.press("Escape")),
    "the keys": (keys, lambda stage: stage.page.keyboard.press("Escape")),
    "the weights over the output": (weights, lambda stage: stage.page.mouse.move(0, 0)),
    "multiply by multiply": (
        lambda stage: stage.button("multiply by multiply").click(),
        lambda stage: stage.button("window by window").click(),
    ),
    "a wrong answer": (predict, lambda stage: stage.button("Predict").click()),
    "a presentation": (present, lambda stage: stage.button("Leave").click()),
}


PADDING = {1: ((1, 0),), 2: ((1, 0), (0, 1)), 3: ((0, 0), (1, 0), (0, 1))}


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_axe_finds_nothing_on_the_stage(rank: int, bench: Bench) -> None:
    stage = bench.open(default(rank, padding=PADDING[rank], flip=True))
    for light, size in SCREENS if rank == 3 else OPPOSITE:
        look(stage.page, light, size)
        check_accessible(stage.page)


@pytest.mark.parametrize(("light", "size"), OPPOSITE)
def test_axe_finds_nothing_on_what_opens_over_it(light: str, size: tuple[int, int], bench: Bench) -> None:
    """It is much the same at every rank; the line of the sum and the weights are longest at rank 3."""
    stage = bench.open(default(3, padding=PADDING[3], flip=True), light=light, size=size)
    for open_it, leave in OPENED.values():
        open_it(stage)
        check_accessible(stage.page)
        leave(stage)
