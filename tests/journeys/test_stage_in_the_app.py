"""The stage in the app, in a real browser: what the player and Streamlit promise together.

What the player alone promises is asked of it on a page of its own, in tests/player.
"""

from __future__ import annotations

from typing import Any

import pytest
from bench import default
from browsing import (
    OPPOSITE,
    PHONE,
    check_accessible,
    drag,
    enter,
    let_pass,
    look,
    wait_for_picture,
)
from hands import (
    close,
    filled_tab,
    frames_sent,
    open_tab,
    popover,
    set_number,
    type_into,
    wait_for_address,
    wait_for_query,
    wait_for_rest,
    wait_for_window,
)
from stage import Stage

TABS = ("Explain", "Code", "Check")
POPOVERS = {"light": ("Open file", "Change input"), "dark": ("Save", "Change filter")}
ANSWER = 7919  # a prime that occurs nowhere else: 7907 · 1 + 12 · 1
SECRET = "x=7907,12,5;0,1,2&w=1,1;0,0"
EVERYTHING = """() => {
    const texts = [document.documentElement.outerHTML];
    for (const field of document.querySelectorAll('input, textarea, select')) texts.push(field.value);
    return texts.join('\\n').replaceAll(/[0-9a-f]{8,}/g, '');  // random keys may hold any four digits
}"""
# Whether a step of the stage makes the browser look at the styles of what is around it.
IS_ALONE = """() => ![...document.styleSheets].some(({ href, cssRules }) =>
    !href && [...cssRules].some(({ cssText }) => /data-step\\b.*:has\\(/.test(cssText)))"""


def leaks(stage: Stage) -> bool:
    """Whether the answer is in the page: in text, attributes, styles or fields, written in any way."""
    page = stage.page.evaluate(EVERYTHING)
    return any(text in page for text in (f"{ANSWER}", f"{ANSWER:,}"))


def test_a_gesture_costs_one_message_and_a_look_none_whatever_tab_is_open(stage: Stage, server: Any) -> None:
    page = stage.page
    sent = frames_sent(page)
    stage.open(f"{server.url}?example=sobel")
    for name in TABS:
        filled_tab(page, name)
        stage.button("First window").click()
        stage.root.get_by_role("status").filter(has_text="Window 1 of 36").wait_for(state="attached")
        let_pass(page, 400)
        wait_for_rest(page)
        before = len(sent)
        for panel in ("input", "output", "filter", "product"):
            stage.point(panel, 0, 1, 1)
        let_pass(page, 400)  # time for a message, were there one
        assert len(sent) == before
        drag(stage, 20)
        assert len(sent) == before
        page.mouse.up()
        step = stage.root.get_attribute("data-step")
        wait_for_address(page, f"step={step}")
        stage.root.get_by_role("status").filter(has_text=f"Window {step} of 36").wait_for(state="attached")
        if name == "Explain":
            wait_for_window(page, int(step), 36)
        let_pass(page, 400)  # time for a second message, were there one
        assert len(sent) == before + 1
    page.wait_for_function(IS_ALONE)


def test_the_answer_is_nowhere_in_the_page_until_it_is_asked_for(stage: Stage, server: Any) -> None:
    page = stage.open(f"{server.url}?{SECRET}").page
    sizes = page.get_by_text("Output with none")
    sizes.wait_for()
    stage.predict()
    sizes.wait_for(state="detached")
    for name in TABS:
        waits = open_tab(page, name).get_by_text("Waits until you have answered")
        waits.wait_for()
        stage.root.get_by_role("status").filter(has_text="= ?").wait_for(state="attached")
        wait_for_rest(page)
        assert not leaks(stage)
    stage.button("Show answer").click()
    waits.wait_for(state="detached")
    assert leaks(stage)
    stage.button("Predict").click()
    sizes.wait_for()


def test_an_edit_gives_nothing_away_before_the_stage_asks(stage: Stage, server: Any) -> None:
    stage.open(server.url)
    enter(stage.predict(), "2")
    stage.page.get_by_role("tabpanel", name="Explain").get_by_text("Every window").wait_for()
    stage.page.evaluate(
        """answer => new MutationObserver(() => {
            window.leaked ||= document.body.innerText.includes(answer);
        }).observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true})""",
        str(ANSWER),
    )
    type_into(stage, "input", (0, 0, 0), str(ANSWER - 1))  # its window adds 1 to that
    wait_for_address(stage.page, f"x={ANSWER - 1},2,2;3,1,4;2,1,3")
    stage.page.get_by_text("Waits until").wait_for()
    stage.root.get_by_role("status").filter(has_text="= ?").wait_for(state="attached")
    assert not stage.page.evaluate("() => window.leaked")
    stage.button("Show answer").click()
    stage.page.wait_for_function("() => window.leaked")


def test_another_size_is_asked_for_first_and_the_question_can_be_left(stage: Stage, server: Any) -> None:
    page = stage.open(f"{server.url}?step=4").page
    field = stage.predict()
    ranks = page.get_by_role("radiogroup", name="Rank")
    ranks.get_by_text("1D vector").click()
    stage.wait_for_question("Input 5, filter 3. What size has the output?")
    wait_for_rest(page)
    ranks.get_by_text("2D matrix").click()
    stage.wait_for_question("What is Y(2,2)?")
    wait_for_query(page, "step=4&predict=true")
    set_number(page, "Stride", 2)
    stage.wait_for_question("Input 3 × 3, filter 2 × 2, stride 2. What size has the output?")
    enter(field, "1 x 1")
    page.locator('[data-testid="convviz-stage"][data-steps="1"]').wait_for()
    wait_for_address(page, "stride=2")
    ranks.get_by_text("1D vector").click()
    stage.wait_for_question("Input 5, filter 3. What size has the output?")
    wait_for_query(page, "rank=1&predict=true")
    stage.button("Predict").click()
    page.locator('[data-testid="convviz-stage"][data-rank="1"]').wait_for()
    wait_for_picture(stage, default(1), 0)
    assert page.locator("[data-guess]").is_hidden()


def test_a_presentation_covers_the_app_is_edited_and_gives_it_back(stage: Stage, server: Any) -> None:
    page = stage.open(f"{server.url}?present=true").page
    stage.button("Leave").wait_for()
    assert stage.root.get_by_role("heading", name="Worked example: a matrix").is_visible()
    box = stage.root.bounding_box()
    assert (box["x"], box["width"]) == (0, page.viewport_size["width"])
    for _ in range(20):
        page.keyboard.press("Tab")
        assert page.evaluate("""() => {
            const [stage, focused] = [document.querySelector('.cv-stage'), document.activeElement];
            return focused.contains(stage) || stage.contains(focused);
        }""")
    type_into(stage, "input", (0, 0, 0), "5")
    wait_for_address(page, "x=5,2,2;3,1,4;2,1,3")
    page.keyboard.press("Control+z")
    wait_for_query(page, "present=true")
    stage.button("Leave").click()
    stage.button("Present").wait_for()
    set_number(page, "Stride", 2)
    wait_for_query(page, "stride=2")
    wait_for_picture(stage, default(2, stride=2), 0)


def test_on_a_phone_the_slider_stays_under_the_thumb(stage: Stage, server: Any) -> None:
    look(stage.page, size=PHONE)
    stage.open(f"{server.url}?rank=3")
    main = stage.page.get_by_test_id("stMain")
    for share in (0, 0.2):
        main.evaluate("(node, share) => node.scrollTo(0, share * node.scrollHeight)", share)
        box = stage.slider.bounding_box()
        assert 0 <= box["y"] <= PHONE[1] - box["height"]
    assert main.evaluate("node => node.scrollWidth <= node.clientWidth")


@pytest.mark.parametrize(("light", "size"), OPPOSITE)
def test_axe_finds_nothing(light: str, size: tuple[int, int], stage: Stage, server: Any) -> None:
    page = stage.page
    look(page, light)
    stage.open(f"{server.url}?rank=3&step=2&stride=1,1,2&padding=0,1,1&bias=1")
    for name in POPOVERS[light]:
        dialog = popover(page, name)
        dialog.locator("button, input").first.wait_for(state="attached")
        check_accessible(page)
        close(page, name)
    look(page, light, size)
    for name in TABS:
        filled_tab(page, name)
        check_accessible(page)
    enter(stage.predict(), "7")
    stage.button("Present").click()
    stage.button("Leave").wait_for()
    check_accessible(page)
