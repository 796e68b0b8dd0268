"""What stands below the stage: what a change did, laws whose symbols explain themselves, notes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from bench import Bench, default
from browsing import PHONE

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
    stage.root.locator("[data-formula]").get_by_role("button", name="⊙", exact=True).click()
    tip = stage.root.locator("[data-tip]")
    tip.get_by_text("Element-wise product").wait_for()
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


def test_a_printed_page_lists_all_windows_and_has_nothing_to_press(bench: Bench) -> None:
    stage = bench.open(default(2), 1)
    windows = stage.page.locator("[data-handout] li")
    stage.page.locator("[data-handout] li >> nth=3").wait_for(state="attached")
    assert windows.all_text_contents()[1] == "X₂(1,2): 2·1 + 2·0 + 1·0 + 4·1 = 6"
    assert not windows.first.is_visible()
    stage.page.emulate_media(media="print")
    assert windows.first.is_visible()
    assert stage.root.get_by_role("button", name="Play").count() == 0
    assert "Sum(X₂(1,2) ⊙ W)" in stage.page.locator("[data-formula]").inner_text()
    stage.page.emulate_media(media="screen")
    stage.button("Predict").click()
    stage.page.wait_for_function("() => !document.querySelector('[data-handout] li')")


def test_the_chips_of_a_sum_stand_evenly_and_a_step_moves_none(bench: Bench) -> None:
    stage = bench.open(Convolution([1, -2.25, 100, 1e-9, 7], [1, -0.5, 20]))
    places = """nodes => nodes.map(node => {
      const { left, right } = node.getBoundingClientRect();
      return [left, right, node.scrollWidth - node.clientWidth];
    })"""
    chips = stage.page.locator(".cv-chip")
    first = chips.evaluate_all(places)
    widths = [right - left for left, right, _ in first]
    assert max(widths[0::2]) - min(widths[0::2]) < 0.1
    apart = [left - right for (_, right, _), (left, _, _) in pairwise(first)]
    assert max(apart[1::2]) - min(apart[1::2]) < 0.1
    for window in (2, 3):
        stage.button("Next window").click()
        stage.page.locator(f"[data-step='{window}']").wait_for()
        assert chips.evaluate_all(places) == first
    assert all(beyond <= 0 for _, _, beyond in first)
