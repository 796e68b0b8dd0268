"""What browser tests do with any page that has a stage on it. Every wait is for a condition."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from stage import Stage

from convviz import Convolution

PATIENCE = 20  # seconds

PROJECTOR, PHONE = (1280, 720), (390, 844)
#: Colour scheme and size in pixels of what a page is seen on.
SCREENS = [(light, size) for size in (PROJECTOR, PHONE) for light in ("light", "dark")]
on_every_screen = pytest.mark.parametrize(
    ("light", "size"), SCREENS, ids=["light", "dark", "phone-light", "phone-dark"]
)
#: For axe, each of whose rules looks at colours or at where things are: every scheme and every size once.
OPPOSITE = [SCREENS[0], SCREENS[3]]

#: An edit on its way goes along with what is clicked elsewhere (mount.js). Where that is in the fragment of
#: the tabs, Streamlit gets the values of both in one message, runs the one of the stage, and warns of it.
#: The answer makes the stage report, and that runs the other: held by
#: test_an_edit_comes_before_what_is_done_elsewhere_after_it.
HARMLESS = "Multiple different fragmentIds"


@contextmanager
def without_complaints(page: Any, request: pytest.FixtureRequest) -> Iterator[None]:
    """An error or a warning in the page's console fails the test, unless that expects it."""
    errors: list[str] = []
    page.on("console", lambda m: errors.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield
    errors = [text for text in errors if HARMLESS not in text]
    if request.node.get_closest_marker("console_errors") is None:
        assert errors == []


def look(page: Any, light: str = "light", size: tuple[int, int] = PROJECTOR) -> None:
    """From now on the page is seen on a screen like this."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=light, media="screen")


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


def let_pass(page: Any, milliseconds: int) -> None:
    """Lets time pass on the page's own clock, after what is due by now: for what must not come."""
    page.evaluate(
        "ms => new Promise(done => requestAnimationFrame(() => setTimeout(done, ms)))", milliseconds
    )


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
