"""The stage in the app, in a real browser: what the player and Streamlit promise together.

What the player alone promises is asked of it on a page of its own, in tests/player.
"""

from __future__ import annotations

from typing import Any

import pytest
from browsing import (
    PHONE,
    check_accessible,
    drag,
    enter,
    eventually,
    on_every_screen,
    wait_for_picture,
)
from hands import frames_sent, type_into, wait_for_address, wait_for_rest
from stage import Stage

from convviz import Convolution
from convviz.document import examples

ANSWER = 7919  # a prime that occurs nowhere else: 7907 · 1 + 12 · 1
SECRET = "x=7907,12,5;0,1,2&w=1,1;0,0"
EVERYTHING = """() => {
    const texts = [document.documentElement.outerHTML];
    for (const field of document.querySelectorAll('input, textarea, select')) texts.push(field.value);
    return texts.join('\\n').replaceAll(/[0-9a-f]{8,}/g, '');  // random keys may hold any four digits
}"""


@pytest.fixture
def stage(page: Any, server: Any) -> Stage:
    return Stage(page)


def default(rank: int, **parameters: Any) -> Convolution:
    example = examples.default(rank)
    return Convolution(example.x, example.w, **{**example.parameters, **parameters})


def predict(stage: Stage) -> Any:
    stage.button("Predict").click()
    field = stage.page.locator("[data-guess]")
    field.wait_for()
    return field


def asked(stage: Stage, question: str) -> Any:
    """The question where it is seen; the line for screen readers says it too, a moment later."""
    return stage.root.get_by_role("form", name="Predict").get_by_text(question)


def leaks(stage: Stage) -> bool:
    """Whether the answer is in the page: in text, attributes, styles or fields, written in any way."""
    page = stage.page.evaluate(EVERYTHING)
    return any(text in page for text in (f"{ANSWER}", f"{ANSWER:,}"))


def test_a_link_opens_its_example_and_window(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?example=sobel&step=2")
    sobel = examples.find("sobel")
    assert sobel
    wait_for_picture(stage, Convolution(sobel.x, sobel.w), 1)


@pytest.mark.parametrize("link", ["rank=3&stride=2&padding=1,0:1,1"])
def test_the_parameters_of_a_link_are_on_the_stage(link: str, stage: Stage, server: Any) -> None:
    convolution = default(3, stride=(1, 2, 2), padding=((1, 1), (0, 1), (1, 1)))
    stage.open(f"{server.url}?{link}")
    stage.page.keyboard.press("End")  # while nothing has the focus
    wait_for_picture(stage, convolution, len(convolution) - 1)
    wait_for_address(stage.page, f"step={len(convolution)}")


def test_a_gesture_sends_the_step_once_and_no_sooner(stage: Stage, server: Any) -> None:
    sent = frames_sent(stage.page)
    stage.open(f"{server.url}?example=sobel")
    stage.root.get_by_role("status").filter(has_text="Window 1 of 36").wait_for(state="attached")
    before = len(sent)
    drag(stage, 30)
    step = stage.root.get_attribute("data-step")
    assert len(sent) == before
    stage.page.mouse.up()
    wait_for_address(stage.page, f"step={step}")
    stage.root.get_by_role("status").filter(has_text=f"Window {step} of 36").wait_for(state="attached")
    assert len(sent) == before + 1


def test_hovering_asks_the_server_for_nothing(stage: Stage, server: Any) -> None:
    sent = frames_sent(stage.page)
    stage.open(server.url)
    stage.root.get_by_role("status").filter(has_text="Window 1").wait_for(state="attached")
    stage.page.wait_for_timeout(600)
    before = len(sent)
    for panel in ("input", "output", "filter", "product"):
        stage.point(panel, 0, 1, 1)
    stage.page.wait_for_timeout(600)
    assert len(sent) == before


def test_the_answer_is_nowhere_in_the_page_until_it_is_asked_for(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?{SECRET}")
    predict(stage)
    for tab in ("Explain", "Code", "Check"):
        stage.page.get_by_role("tab", name=tab, exact=True).click()
        waits = stage.page.get_by_role("tabpanel", name=tab).get_by_text("Waits until you have answered")
        waits.wait_for()
        stage.root.get_by_role("status").filter(has_text="= ?").wait_for(state="attached")
        wait_for_rest(stage.page)
        assert not leaks(stage)
    stage.button("Show answer").click()
    waits.wait_for(state="detached")
    assert leaks(stage)


def test_an_edit_gives_nothing_away_before_the_stage_asks(stage: Stage, server: Any) -> None:
    stage.open(server.url)
    enter(predict(stage), "2")
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


def test_the_sidebar_does_not_say_the_sizes_that_are_asked_for(stage: Stage, server: Any) -> None:
    stage.open(server.url)
    sizes = stage.page.get_by_text("Output with none")
    sizes.wait_for()
    predict(stage)
    sizes.wait_for(state="detached")
    stage.button("Predict").click()
    sizes.wait_for()


def test_a_changed_parameter_asks_for_the_size(stage: Stage, server: Any) -> None:
    stage.open(server.url)
    field = predict(stage)
    enter(stage.page.get_by_role("spinbutton", name="Stride", exact=True), 2)
    asked(stage, "Input 3 × 3, filter 2 × 2, stride 2. What size has the output?").wait_for()
    enter(field, "1 x 1")
    stage.page.locator('[data-testid="convviz-stage"][data-steps="1"]').wait_for()
    wait_for_address(stage.page, "stride=2")
    stage.button("Predict").click()
    wait_for_picture(stage, default(2, stride=2), 0)


def test_a_question_about_the_size_keeps_the_step_and_can_be_left(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?step=4")
    predict(stage)
    ranks = stage.page.get_by_role("radiogroup", name="Rank")
    ranks.get_by_text("1D vector").click()
    asked(stage, "What size has the output?").wait_for()
    wait_for_rest(stage.page)
    ranks.get_by_text("2D matrix").click()
    asked(stage, "Input 3 × 3, filter 2 × 2. What size has the output?").or_(
        stage.page.locator('[data-testid="convviz-stage"][data-rank="2"]')
    ).wait_for()
    wait_for_address(stage.page, "step=4")
    ranks.get_by_text("1D vector").click()
    asked(stage, "Input 5, filter 3. What size has the output?").wait_for()
    stage.page.wait_for_function("() => location.search === '?rank=1&predict=true'")
    stage.button("Predict").click()
    stage.page.locator('[data-testid="convviz-stage"][data-rank="1"]').wait_for()
    wait_for_picture(stage, default(1), 0)
    assert stage.page.locator("[data-guess]").is_hidden()


def test_a_presentation_covers_the_app_and_gives_it_back(stage: Stage, server: Any) -> None:
    page = stage.open(server.url).page
    stage.button("Present").click()
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
    page.keyboard.press("Escape")
    stage.button("Present").wait_for()
    wait_for_picture(stage, default(2), 0)
    enter(page.get_by_role("spinbutton", name="Stride", exact=True), 2)
    wait_for_address(page, "stride=2")


def test_the_stage_fits_a_projector(stage: Stage, server: Any) -> None:
    for rank in (1, 2, 3):
        box = stage.open(f"{server.url}?rank={rank}").root.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 720
        tabs = stage.page.get_by_role("tablist").bounding_box()
        assert box["y"] + box["height"] <= tabs["y"]
        if rank < 3:
            assert tabs["y"] < 720


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_on_a_phone_the_slider_stays_under_the_thumb(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?rank=3")
    main = stage.page.get_by_test_id("stMain")
    for share in (0, 0.2):
        main.evaluate("(node, share) => node.scrollTo(0, share * node.scrollHeight)", share)
        box = stage.slider.bounding_box()
        assert 0 <= box["y"] <= 844 - box["height"]
    assert main.evaluate("node => node.scrollWidth <= node.clientWidth")


@on_every_screen
def test_axe_finds_nothing_serious(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?rank=3&step=2&bias=1")
    check_accessible(stage.page)
    enter(predict(stage), "7")
    stage.button("Present").click()
    eventually(stage.page, lambda: stage.button("Leave").is_visible())
    check_accessible(stage.page)
