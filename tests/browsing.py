"""What browser tests do with any page that has a stage on it. Every wait is for a condition."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from stage import Stage

from convviz import Convolution

PATIENCE = 20  # seconds

LIGHTS = ({"color_scheme": "light"}, {"color_scheme": "dark"})
PHONE = {"viewport": {"width": 390, "height": 844}}
in_every_light = pytest.mark.parametrize("page", LIGHTS, indirect=True, ids=["light", "dark"])
on_every_screen = pytest.mark.parametrize(
    "page",
    [*LIGHTS, *({**PHONE, **light} for light in LIGHTS)],
    indirect=True,
    ids=["light", "dark", "phone-light", "phone-dark"],
)


def eventually(page: Any, check: Callable[[], object]) -> None:
    """Waits until the check passes; what it looks at may change while it looks."""
    limit = time.monotonic() + PATIENCE
    while True:
        try:
            check()
            return
        except (AssertionError, IndexError, ValueError):
            if time.monotonic() > limit:
                raise
        page.wait_for_timeout(50)


def equal(found: object, expected: object) -> None:
    """For `eventually`: says what was found instead."""
    assert found == expected


def wait_for_picture(stage: Stage, convolution: Convolution, step: int, spoken: bool = True) -> None:
    """Waits until the stage is at this step, from zero, of this convolution, and checks all of it."""
    eventually(stage.page, lambda: stage.check(convolution, step, spoken))


def drag(stage: Stage, moves: int) -> None:
    """Presses on the slider's thumb and moves it; the button stays down."""
    box = stage.slider.bounding_box()
    stage.page.mouse.move(box["x"] + 8, box["y"] + 18)
    stage.page.mouse.down()
    for part in range(1, moves + 1):
        stage.page.mouse.move(box["x"] + 8 + part * 10, box["y"] + 18)


def enter(field: Any, value: object) -> None:
    """Writes a number into a field."""
    field.fill(str(value))
    field.press("Enter")


def check_accessible(page: Any) -> None:
    """Axe finds no violation in the page as it is."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe")
    page.wait_for_function("() => !document.querySelector('[data-stale=true]')")
    page.wait_for_function("() => document.getAnimations().every(a => a.playState !== 'running')")
    found = axe.Axe().run(page).response["violations"]
    assert {v["id"]: [v["impact"], *(node["html"][:200] for node in v["nodes"])] for v in found} == {}
