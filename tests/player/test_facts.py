"""What stands below the stage: what a change did, laws whose symbols explain themselves, notes."""

from __future__ import annotations

import pytest
from bench import PHONE, Bench, default

from convviz import Convolution

REASON = "Flipping changes nothing here: the filter is its own reverse."


def test_what_a_change_did_stands_beside_the_stage_and_is_spoken_once(bench: Bench) -> None:
    driver = bench.drive(default(2))
    stage = driver.stage
    reason = stage.root.locator("[data-effect]")
    assert not reason.is_visible()
    driver.show(default(2, flip=True), effect=REASON)
    reason.get_by_text(REASON).wait_for()
    status = stage.root.get_by_role("status")
    status.filter(has_text=f"{REASON} Window 1 of 4").wait_for(state="attached")
    stage.button("Next window").click()
    status.filter(has_text="Window 2 of 4, position (1, 2)").wait_for(state="attached")
    assert status.filter(has_text=REASON).count() == 0
    assert reason.is_visible()
    driver.show(default(2))
    reason.wait_for(state="hidden")


SYMBOLS = pytest.mark.parametrize(
    ("place", "symbol", "meaning"),
    [
        (".cv-sign", "⊙", "Element-wise product"),
        (".cv-sign", "Σ", "Sum: all products added up"),
        ("[data-formula]", "X₂(1,1)", "The window: the part of the input"),
        (".cv-size", "s", "s: the stride"),
    ],
)


@SYMBOLS
def test_a_symbol_explains_itself_to_mouse_and_keyboard(
    place: str, symbol: str, meaning: str, bench: Bench
) -> None:
    stage = bench.open(default(2, stride=2, padding=1))
    button = stage.root.locator(place).get_by_role("button", name=symbol, exact=True)
    tip = stage.root.locator("[data-tip]")
    assert meaning in button.get_attribute("aria-description")
    button.hover()
    tip.get_by_text(meaning).wait_for()
    stage.page.mouse.move(0, 0)
    tip.wait_for(state="hidden")
    button.focus()
    stage.page.keyboard.press("Shift+Tab")
    stage.page.keyboard.press("Tab")
    tip.get_by_text(meaning).wait_for()
    stage.page.keyboard.press("Escape")
    tip.wait_for(state="hidden")


@SYMBOLS
def test_a_symbol_explains_itself_to_a_finger(place: str, symbol: str, meaning: str, bench: Bench) -> None:
    stage = bench.open(default(2, stride=2, padding=1), size=PHONE)
    stage.root.locator(place).get_by_role("button", name=symbol, exact=True).click()
    tip = stage.root.locator("[data-tip]")
    tip.get_by_text(meaning).wait_for()
    box = tip.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE[0]


def test_escape_ends_a_note_before_it_ends_a_presentation(bench: Bench) -> None:
    stage = bench.open(default(2))
    stage.button("Present").click()
    stage.button("Leave").wait_for()
    stage.root.locator(".cv-size").get_by_role("button", name="n", exact=True).click()
    tip = stage.root.locator("[data-tip]")
    tip.get_by_text("n: the size of the input.").wait_for()
    stage.page.keyboard.press("Escape")
    tip.wait_for(state="hidden")
    assert stage.button("Leave").is_visible()
    stage.page.keyboard.press("Escape")
    stage.button("Present").wait_for()


def test_a_note_stands_after_the_mark_that_it_is_about(bench: Bench) -> None:
    stage = bench.open(Convolution(default(2).x, default(2).w, stride=2, padding=1))
    notes = stage.root.locator(".cv-notes")
    marks = notes.locator(".cv-swatch > span")
    assert [marks.nth(at).get_attribute("class") for at in range(marks.count())] == ["cv-padding"]
    assert notes.inner_text().strip().startswith("Padded with zeros: rows 1 above, 1 below")
