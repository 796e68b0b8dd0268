"""Predict and multiply by multiply in a real browser: what is asked for is nowhere in the page."""

from __future__ import annotations

from typing import Any

import pytest
from browsing import PHONE, check_accessible, enter, eventually, on_every_screen
from hands import popover, type_into, wait_for_address, wait_for_rest
from stage import Stage, parse

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


def predict(stage: Stage) -> Any:
    stage.button("Predict").click()
    field = stage.page.locator("[data-guess]")
    field.wait_for()
    return field


def verdict(stage: Stage) -> str:
    return str(stage.page.locator("[data-verdict]").inner_text())


def leaks(stage: Stage) -> bool:
    """Whether the answer is in the page: in text, attributes, styles or fields, written in any way."""
    page = stage.page.evaluate(EVERYTHING)
    return any(text in page for text in (f"{ANSWER}", f"{ANSWER:,}"))


@pytest.mark.parametrize("tab", ["Explain", "Code", "Check"])
def test_the_answer_is_nowhere_until_it_is_asked_for(tab: str, stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?{SECRET}")
    stage.page.get_by_role("tab", name=tab).click()
    predict(stage)
    stage.page.get_by_text("Waits until").wait_for()
    stage.root.get_by_role("status").filter(has_text="= ?").wait_for(state="attached")
    assert not leaks(stage)
    stage.point("output", 0, 0, 0)
    eventually(stage.page, lambda: check_said(stage, "still to be found"))
    assert not leaks(stage)
    stage.point("input", 0, 0, 0)
    stage.button("multiply by multiply").click()
    stage.button("Last multiplication").click()
    stage.button("First multiplication").click()
    for _ in range(3):
        stage.button("Next multiplication").click()
        assert not leaks(stage)
    stage.button("Show answer").click()
    assert leaks(stage)
    assert verdict(stage) == f"It is {ANSWER}."
    assert stage.tables("output")[0, 0, 0] == ANSWER


def check_said(stage: Stage, text: str) -> None:
    assert text in stage.page.locator("[data-where]").inner_text()


@pytest.mark.parametrize("color", ["light", "dark"])
def test_no_colour_is_seen_through_the_mask(color: str, stage: Stage, server: Any) -> None:
    """Two inputs that differ in nothing but the answer's cell look the same there."""
    seen = []
    for first in (9, -9):
        stage.page.emulate_media(color_scheme=color)
        stage.open(f"{server.url}?rank=1&x={first},1,2,3&w=1,0")
        predict(stage)
        stage.button("Last window").hover()
        box = stage.page.locator('[data-panel="output"] [data-frame="0"]').bounding_box()
        clip = {"x": box["x"] + 6, "y": box["y"] + 6, "width": 20, "height": box["height"] - 12}
        seen.append(stage.page.screenshot(clip=clip))
    assert seen[0] == seen[1]


def test_right_wrong_and_the_score(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?bias=0.5")
    field = predict(stage)
    for typed, said in [
        ("", "Type a number first, such as 6, −2.5 or 1/2."),
        ("two", "“two” is not a number. Type one such as 6, −2.5 or 1/2."),
    ]:
        enter(field, typed)
        assert verdict(stage) == said
        assert stage.page.locator("[data-score]").inner_text() == ""
    enter(field, "5/2")
    assert verdict(stage) == "Right: 2·1 + 2·0 + 1·0 + 4·1 + 0.5 = 6.5" or verdict(stage).startswith(
        "Right: 1·1"
    )
    assert stage.page.locator("[data-score]").inner_text() == "1 of 1 right"
    stage.button("Next window").last.click()
    stage.at(2)
    assert verdict(stage) == ""
    enter(field, "6")
    assert verdict(stage) == "Not 6: 2·1 + 2·0 + 1·0 + 4·1 + 0.5 = 6.5. 6 is the sum without the bias."
    assert stage.page.locator("[data-score]").inner_text() == "1 of 2 right"
    field.press("Enter")
    stage.at(3)
    enter(field, "4,50")
    assert verdict(stage).startswith("Right: ")
    assert stage.page.get_by_test_id("stException").count() == 0


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
    type_into(stage.page, 0, 0, 0, str(ANSWER - 1))  # its window adds 1 to that
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


def test_a_known_mistake_is_named(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?rank=1&flip=true")
    field = predict(stage)
    enter(field, "-1")
    assert verdict(stage).endswith("-1 is what the filter gives when it is not flipped.")


def test_a_changed_parameter_asks_for_the_size(stage: Stage, server: Any) -> None:
    stage.open(server.url)
    field = predict(stage)
    enter(stage.page.get_by_role("spinbutton", name="Stride", exact=True), 2)
    stage.page.get_by_text("Input 3 × 3, filter 2 × 2, stride 2. What size has the output?").wait_for()
    assert stage.root.get_attribute("data-steps") == "4"
    enter(field, "two")
    assert verdict(stage) == "Type whole numbers, such as 4 × 4."
    enter(field, "1 x 1")
    stage.page.locator('[data-testid="convviz-stage"][data-steps="1"]').wait_for()
    assert verdict(stage).startswith("Right: 1 × 1, because rows and columns ⌊(3 + 0")
    wait_for_address(stage.page, "stride=2")
    stage.button("Predict").click()
    eventually(stage.page, lambda: stage.check(Convolution(*tensors(), stride=2), 0))


def test_a_question_about_the_size_keeps_the_step_and_can_be_left(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?step=4")
    predict(stage)
    ranks = stage.page.get_by_role("radiogroup", name="Rank")
    ranks.get_by_text("1D vector").click()
    stage.page.get_by_text("What size has the output?").wait_for()
    wait_for_rest(stage.page)
    ranks.get_by_text("2D matrix").click()
    stage.page.get_by_text("Input 3 × 3, filter 2 × 2. What size has the output?").or_(
        stage.page.locator('[data-testid="convviz-stage"][data-rank="2"]')
    ).wait_for()
    wait_for_address(stage.page, "step=4")
    ranks.get_by_text("1D vector").click()
    stage.page.get_by_text("Input 5, filter 3. What size has the output?").wait_for()
    stage.page.wait_for_function("() => location.search === '?rank=1'")
    stage.button("Predict").click()
    stage.page.locator('[data-testid="convviz-stage"][data-rank="1"]').wait_for()
    convolution = Convolution(examples.default(1).x, examples.default(1).w)
    eventually(stage.page, lambda: stage.check(convolution, 0))
    assert stage.page.locator("[data-guess]").is_hidden()


def test_after_the_last_window_there_is_no_next(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?rank=1&step=3")
    enter(predict(stage), "5")
    assert verdict(stage).startswith("Right: ")
    assert not stage.root.get_by_role("form").get_by_role("button").filter(visible=True).count()
    stage.page.keyboard.press("Enter")
    stage.at(3)


def tensors() -> tuple[Any, Any]:
    example = examples.default(2)
    return example.x, example.w


def test_multiplications_fill_the_product_and_the_sum_grows(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?rank=3&bias=-0.5&step=2")
    convolution = Convolution(examples.default(3).x, examples.default(3).w, bias=-0.5)
    step = convolution.step(1)
    products = step.product.ravel()
    stage.button("multiply by multiply").click()
    slider = stage.page.get_by_role("slider", name="Multiplication")
    assert int(slider.get_attribute("max")) == len(convolution) * 12
    for tap in range(12):
        assert stage.root.get_attribute("data-tap") == str(tap + 1)
        assert stage.root.get_attribute("data-step") == "2"
        assert int(slider.input_value()) == 12 + tap + 1
        shown = stage.tables("product").ravel()
        assert shown[: tap + 1].tolist() == products[: tap + 1].tolist()
        assert all(value != value for value in shown[tap + 1 :])
        formula = stage.page.locator("[data-formula]").inner_text().rpartition("=")[2].strip()
        done = tap == 11
        total = step.total if done else products[: tap + 1].sum()
        assert parse(formula.removesuffix(" so far")) == pytest.approx(total)
        assert formula.endswith("so far") is not done
        assert stage.page.locator(".cv-pending").count() == 11 - tap
        lit = next(iter(stage.lit("filter", "now")))
        assert convolution.kernel[lit] == convolution.kernel.ravel()[tap]
        output = stage.tables("output")[0, 0, 1]
        assert output == step.total if done else output != output
        stage.page.keyboard.press("ArrowRight")
    stage.at(3)
    stage.page.keyboard.press("ArrowLeft")
    stage.button("window by window").click()
    stage.at(2).check(convolution, 1)
    assert stage.root.get_attribute("data-tap") is None


def test_a_smaller_filter_ends_the_walk_where_it_still_is(stage: Stage, server: Any) -> None:
    stage.open(server.url)
    stage.button("multiply by multiply").click()
    stage.button("Last multiplication").click()
    popover(stage.page, "Change filter")
    enter(stage.page.get_by_role("spinbutton", name="Columns", exact=True), 1)
    stage.page.locator('[data-testid="convviz-stage"][data-steps="6"]').wait_for()
    assert stage.root.get_attribute("data-tap") in ("1", "2")
    stage.button("window by window").click()
    convolution = Convolution(tensors()[0], [[1], [0]])
    eventually(stage.page, lambda: stage.check(convolution, int(stage.root.get_attribute("data-step")) - 1))


def test_keys_are_listed_and_work_from_the_stage(stage: Stage, server: Any) -> None:
    stage.open(server.url)
    page = stage.page
    stage.button("Keys").click()
    keys = page.get_by_role("dialog", name="Keys")
    keys.get_by_text("Escape ends").wait_for()
    page.keyboard.press("Escape")
    keys.wait_for(state="hidden")
    stage.slider.focus()
    page.keyboard.press("m")
    assert stage.root.get_attribute("data-tap") == "1"
    page.keyboard.press("m")
    page.keyboard.press("?")
    keys.wait_for()
    page.keyboard.press("?")
    keys.wait_for(state="hidden")
    page.keyboard.press("p")
    page.locator("[data-guess]").wait_for()
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    assert verdict(stage) == "Right: 1·1 + 2·0 + 3·0 + 1·1 = 2"
    page.keyboard.press("Shift+Tab")
    stage.button("Predict").click()
    page.keyboard.press("f")
    stage.button("Leave").wait_for()
    assert stage.root.get_by_role("heading", name="Worked example: a matrix").is_visible()
    box = stage.root.bounding_box()
    assert (box["x"], box["width"]) == (0, page.viewport_size["width"])
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate("""() => {
            const [stage, focused] = [document.querySelector('.cv-stage'), document.activeElement];
            return focused.contains(stage) || stage.contains(focused);
        }""")
    stage.slider.focus()
    page.keyboard.press("End")
    stage.at(4)
    stage.button("Keys").click()
    page.keyboard.press("Escape")
    keys.wait_for(state="hidden")
    assert stage.button("Leave").is_visible()
    page.keyboard.press("Escape")
    stage.button("Present").wait_for()
    stage.check(Convolution(*tensors()), 3)
    page.get_by_role("spinbutton", name="Stride", exact=True).focus()


@pytest.mark.parametrize("page", [{"viewport": {"width": 844, "height": 390}}], indirect=True)
def test_a_presentation_begins_at_its_top(stage: Stage, server: Any) -> None:
    stage.open(server.url)
    stage.button("Present").click()
    stage.button("Leave").wait_for()
    assert stage.root.evaluate("node => node.scrollTop") == 0
    assert stage.slider.evaluate("node => node === document.activeElement")


def test_letters_do_nothing_while_nothing_has_the_focus(stage: Stage, server: Any) -> None:
    stage.open(server.url)
    for key in "mpf":
        stage.page.keyboard.press(key)
    assert stage.root.get_attribute("data-tap") is None
    assert stage.page.locator("[data-guess]").is_hidden()
    assert stage.button("Present").is_visible()


@pytest.mark.parametrize("page", [PHONE], indirect=True)
@pytest.mark.parametrize("rank", [1, 2, 3])
def test_on_a_phone_the_slider_stays_under_the_thumb(rank: int, stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?rank={rank}")
    main = stage.page.get_by_test_id("stMain")
    for share in (0, 0.2):
        main.evaluate("(node, share) => node.scrollTo(0, share * node.scrollHeight)", share)
        box = stage.slider.bounding_box()
        assert 0 <= box["y"] <= 844 - box["height"]
    assert main.evaluate("node => node.scrollWidth <= node.clientWidth")


@on_every_screen
def test_axe_finds_nothing_serious_in_any_mode(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?rank=3&step=2&bias=1")
    stage.button("multiply by multiply").click()
    stage.page.get_by_role("application", name="Cells of the input").focus()
    stage.page.keyboard.press("ArrowDown")
    check_accessible(stage.page)
    enter(predict(stage), "7")
    check_accessible(stage.page)
    stage.button("Present").click()
    stage.button("Keys").click()
    check_accessible(stage.page)
