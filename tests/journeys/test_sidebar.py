"""The sidebar in a real browser: all of it in sight, its menus, and fields that forget what was refused."""

from __future__ import annotations

from typing import Any

import hands
import pytest
from browsing import PHONE, PROJECTOR, enter, equal, eventually, look
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
    "3": "rank=3&padding=1&padding_mode=wrap&stride=2&flip=true&w="
    "1,0;0,1|1,1;0,0|2,0;1,0~0,1;1,0|0,0;2,1|1,0;0,0",  # several filters, which may fall in groups
}


def check(seen: object) -> None:
    assert seen


@pytest.mark.parametrize("rank", FULLEST)
def test_stage_and_sidebar_are_in_sight_on_a_projector(stage: Stage, server: Any, rank: str) -> None:
    page = stage.open(f"{server.url}?rank={rank}").page
    eventually(page, lambda: check_stage(stage, rank))
    stage.open(f"{server.url}?{FULLEST[rank]}")
    hands.wait_for_rest(page)
    eventually(page, lambda: equal(page.evaluate(OUT_OF_SIGHT), []))
    page.get_by_text("on its own").click()
    page.get_by_role("spinbutton", name="After, ").first.wait_for()
    hands.wait_for_rest(page)
    eventually(page, lambda: equal(page.evaluate(OUT_OF_SIGHT), []))


def check_stage(stage: Stage, rank: str) -> None:
    box, tabs = stage.root.bounding_box(), stage.page.get_by_role("tablist").bounding_box()
    assert 0 <= box["y"] <= box["y"] + box["height"] <= min(720, tabs["y"])
    assert tabs["y"] < 720 or rank == "3"


def test_a_number_beyond_the_limits_does_not_stay_when_the_draft_is_another(
    stage: Stage, server: Any
) -> None:
    stage.open(f"{server.url}?example=sobel")
    page = stage.page
    stride = page.get_by_role("spinbutton", name="Stride", exact=True)
    hands.set_number(page, "Bias", 2)
    hands.wait_for_address(page, "bias=2")
    for label in ("Undo", "Redo", "Next example", "Previous example"):
        enter(stride, 999)
        page.get_by_role("button", name=label, exact=True).click()
        eventually(page, lambda: check(stride.input_value() == "1"))
        hands.wait_for_rest(page)
    chooser = page.get_by_role("combobox", name="Example")
    eventually(page, lambda: equal(chooser.input_value(), "Sobel: a vertical edge"))


def test_a_list_that_is_used_by_the_keyboard_keeps_the_focus(stage: Stage, server: Any) -> None:
    stage.open(server.url)
    page = stage.page
    next_one = page.get_by_role("button", name="Next example", exact=True)
    next_one.focus()
    next_one.press("Enter")
    hands.wait_for_address(page, "example=turned")
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


@pytest.mark.parametrize("size", [PROJECTOR, PHONE], ids=["projector", "phone"])
def test_a_menu_changes_the_filter_in_one_step_of_undo(
    stage: Stage, server: Any, size: tuple[int, int]
) -> None:
    page = stage.page
    look(page, size=size)
    stage.open(f"{server.url}?example=sobel")
    if size == PHONE:
        page.get_by_test_id("stExpandSidebarButton").click()
    sidebar = page.get_by_test_id("stSidebarContent")
    menu = hands.popover(page, "Change filter")
    menu.get_by_role("radio", name="Sobel x", checked=True).wait_for(state="attached")
    menu.get_by_text("Laplacian", exact=True).click()
    eventually(page, lambda: stage.check_numbers("filter", named_filters((3, 3))["Laplacian"]))
    menu.get_by_role("radio", name="Laplacian", checked=True).wait_for(state="attached")
    hands.set_number(page, "Columns", 2)
    hands.wait_for_address(page, "w=0,1;1,-4;0,1")
    hands.close(page, "Change filter")
    for label, name in (("Undo", "Laplacian"), ("Undo", "Sobel x"), ("Redo", "Laplacian")):
        sidebar.get_by_role("button", name=label, exact=True).click()
        eventually(page, lambda name=name: stage.check_numbers("filter", named_filters((3, 3))[name]))
    if size == PHONE:  # which the sidebar covers, and not once more
        stage.open(f"{server.url}?rank=1")
        page.locator('[data-testid="stSidebar"][data-collapsed="true"]').wait_for(state="attached")
