"""The sidebar in a real browser: all of it in sight, its menus, and fields that forget what was refused."""

from __future__ import annotations

from typing import Any

import hands
import pytest
from browsing import PHONE, enter, eventually
from stage import Stage

from convviz.document.kernels import named_filters

CONTROLS = '[data-testid="stSidebarUserContent"] :is(button, input, label)'
OUT_OF_SIGHT = f"""() => [...document.querySelectorAll('{CONTROLS}')].filter(control => {{
    const box = control.getBoundingClientRect();
    return box.bottom > innerHeight || box.right > document.querySelector('[data-testid=stSidebar]')
        .getBoundingClientRect().right;
}}).map(control => control.outerHTML.slice(0, 120))"""
FULLEST = {  # what takes the most room at each rank
    "1": "rank=1&padding=1&padding_mode=reflect&dilation=3&bias=2",
    "2": "padding=2&padding_mode=reflect&dilation=6",
    "3": "rank=3&padding=1&padding_mode=wrap&stride=2&dilation=4&flip=true",
}


@pytest.fixture
def stage(page: Any, server: Any) -> Stage:
    return Stage(page)


def check(seen: object) -> None:
    assert seen


@pytest.mark.parametrize("rank", FULLEST)
def test_all_of_the_sidebar_is_in_sight(stage: Stage, server: Any, rank: str) -> None:
    stage.open(f"{server.url}?{FULLEST[rank]}")
    hands.wait_for_rest(stage.page)
    assert stage.page.evaluate(OUT_OF_SIGHT) == []
    stage.page.get_by_text("on its own").click()
    stage.page.get_by_role("spinbutton", name="After, ").first.wait_for()
    hands.wait_for_rest(stage.page)
    assert stage.page.evaluate(OUT_OF_SIGHT) == []


def test_a_number_beyond_the_limits_does_not_stay_when_the_draft_is_another(
    stage: Stage, server: Any
) -> None:
    stage.open(f"{server.url}?example=sobel")
    page = stage.page
    stride = page.get_by_role("spinbutton", name="Stride", exact=True)
    enter(page.get_by_role("spinbutton", name="Bias", exact=True), 2)
    hands.wait_for_address(page, "bias=2")
    for label in ("Undo", "Redo", "Next example", "Previous example"):
        enter(stride, 999)
        page.get_by_role("button", name=label, exact=True).click()
        eventually(page, lambda: check(stride.input_value() == "1"))
        hands.wait_for_rest(page)
    assert page.get_by_role("combobox", name="Example").input_value() == "Sobel: a vertical edge"


def test_a_list_that_is_used_by_the_keyboard_keeps_the_focus(stage: Stage, server: Any) -> None:
    stage.open(server.url)
    page = stage.page
    next_one = page.get_by_role("button", name="Next example", exact=True)
    next_one.focus()
    next_one.press("Enter")
    hands.wait_for_address(page, "example=sobel")
    hands.wait_for_rest(page)
    assert next_one.evaluate("button => button === document.activeElement")
    chooser = page.get_by_role("combobox", name="Example")
    chooser.focus()
    chooser.fill("Sharpen")
    option = page.get_by_role("option", name="Sharpen")
    option.wait_for()
    chooser.press("ArrowDown")
    eventually(
        page, lambda: check(chooser.get_attribute("aria-activedescendant") == option.get_attribute("id"))
    )
    chooser.press("Enter")
    hands.wait_for_address(page, "example=sharpen")
    hands.wait_for_rest(page)
    assert chooser.evaluate("field => field === document.activeElement")


@pytest.mark.parametrize("page", [{}, PHONE], indirect=True, ids=["desktop", "phone"])
def test_a_named_filter_is_one_choice_and_one_step_of_undo(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?example=sobel")
    page = stage.page
    if page.viewport_size["width"] < 640:
        page.get_by_test_id("stExpandSidebarButton").click()
    menu = hands.popover(page, "Change filter")
    menu.get_by_role("radio", name="Sobel x", checked=True).wait_for(state="attached")
    menu.get_by_text("Laplacian", exact=True).click()
    eventually(page, lambda: stage.check_numbers("filter", named_filters((3, 3))["Laplacian"]))
    menu.get_by_role("radio", name="Laplacian", checked=True).wait_for(state="attached")
    hands.close(page, "Change filter")
    page.get_by_role("button", name="Undo", exact=True).first.click()
    eventually(page, lambda: stage.check_numbers("filter", named_filters((3, 3))["Sobel x"]))
