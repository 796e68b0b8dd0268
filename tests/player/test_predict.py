"""Predict and multiply by multiply on a page of its own: what is asked for is nowhere in the page."""

from __future__ import annotations

import pytest
from bench import Bench, default
from browsing import enter, eventually, wait_for_picture
from stage import Stage, parse

from convviz import Convolution

ANSWER = 7919  # a prime that occurs nowhere else: 7907 · 1 + 12 · 1
SECRET = Convolution([[7907, 12, 5], [0, 1, 2]], [[1, 1], [0, 0]])
EVERYTHING = """() => {
    const texts = [document.documentElement.outerHTML];
    for (const field of document.querySelectorAll('input, textarea, select')) texts.push(field.value);
    for (const script of document.scripts) texts[0] = texts[0].replace(script.outerHTML, '');
    return texts.join('\\n');
}"""


def leaks(stage: Stage) -> bool:
    """Whether the answer is in the page: in text, attributes, styles or fields, written in any way."""
    page = stage.page.evaluate(EVERYTHING)
    return any(text in page for text in (f"{ANSWER}", f"{ANSWER:,}"))


def test_the_answer_is_nowhere_until_it_is_asked_for(bench: Bench) -> None:
    stage = bench.open(SECRET)
    stage.predict()
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
    assert stage.verdict() == f"It is {ANSWER}."
    assert stage.tables("output")[0, 0, 0] == ANSWER


def check_said(stage: Stage, text: str) -> None:
    assert text in stage.page.locator("[data-where]").inner_text()


@pytest.mark.parametrize("light", ["light", "dark"])
def test_no_colour_is_seen_through_the_mask(light: str, bench: Bench) -> None:
    """Two inputs that differ in nothing but the answer's cell look the same there."""
    seen = []
    for first in (9, -9):
        stage = bench.open(Convolution([first, 1, 2, 3], [1, 0]), light=light)
        stage.predict()
        stage.button("Last window").hover()
        box = stage.page.locator('[data-panel="output"] [data-frame="0"]').bounding_box()
        clip = {"x": box["x"] + 6, "y": box["y"] + 6, "width": 20, "height": box["height"] - 12}
        seen.append(stage.page.screenshot(clip=clip))
    assert seen[0] == seen[1]


def test_right_wrong_and_the_score(bench: Bench) -> None:
    stage = bench.open(default(2, bias=0.5))
    field = stage.predict()
    for typed, said in [
        ("", "Type a number first, such as 6, −2.5 or 1/2."),
        ("two", "“two” is not a number. Type one such as 6, −2.5 or 1/2."),
    ]:
        enter(field, typed)
        assert stage.verdict() == said
        assert stage.page.locator("[data-score]").inner_text() == ""
    enter(field, "5/2")
    assert stage.verdict() == "Right: 2·1 + 2·0 + 1·0 + 4·1 + 0.5 = 6.5" or stage.verdict().startswith(
        "Right: 1·1"
    )
    assert stage.page.locator("[data-score]").inner_text() == "1 of 1 right"
    stage.button("Next window").last.click()
    stage.at(2)
    assert stage.verdict() == ""
    assert field.evaluate("node => node === document.activeElement")
    enter(field, "6")
    assert stage.verdict() == "Not 6: 2·1 + 2·0 + 1·0 + 4·1 + 0.5 = 6.5. 6 is the sum without the bias."
    assert stage.page.locator("[data-score]").inner_text() == "1 of 2 right"
    field.press("Enter")
    stage.at(3)
    enter(field, "4,50")
    assert stage.verdict().startswith("Right: ")


def test_a_known_mistake_is_named(bench: Bench) -> None:
    stage = bench.open(default(1, flip=True))
    field = stage.predict()
    enter(field, "-1")
    assert stage.verdict().endswith("-1 is what the filter gives when it is not flipped.")


def test_after_the_last_window_there_is_no_next(bench: Bench) -> None:
    stage = bench.open(default(1), 2)
    enter(stage.predict(), "5")
    assert stage.verdict().startswith("Right: ")
    assert not stage.root.get_by_role("form").get_by_role("button").filter(visible=True).count()
    stage.page.keyboard.press("Enter")
    stage.at(3)


def test_multiplications_fill_the_product_and_the_sum_grows(bench: Bench) -> None:
    convolution = default(3, bias=-0.5)
    stage = bench.open(convolution, 1)
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


def test_keys_are_listed_and_work_from_the_stage(bench: Bench) -> None:
    stage = bench.open(default(2))
    page = stage.page
    stage.button("Keys").click()
    keys = page.get_by_role("dialog", name="Keys")
    keys.get_by_text("undo, redo").wait_for()
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
    assert stage.verdict() == "Right: 1·1 + 2·0 + 3·0 + 1·1 = 2"
    page.keyboard.press("Shift+Tab")
    stage.button("Predict").click()
    page.keyboard.press("f")
    stage.button("Leave").wait_for()
    assert stage.root.get_by_role(
        "heading", name="Convolution of a 3 × 3 input by a 2 × 2 filter"
    ).is_visible()
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
    wait_for_picture(stage, default(2), 3)
    assert stage.button("Present").evaluate("node => node === document.activeElement")


def test_a_presentation_begins_at_its_top(bench: Bench) -> None:
    stage = bench.open(default(2), size=(844, 390))
    stage.button("Present").click()
    stage.button("Leave").wait_for()
    assert stage.root.evaluate("node => node.scrollTop") == 0
    assert stage.root.evaluate("node => node === document.activeElement")
    stage.page.keyboard.press("ArrowRight")
    stage.at(2)


def test_letters_do_nothing_while_nothing_has_the_focus(bench: Bench) -> None:
    stage = bench.open(default(2))
    for key in "mpf":
        stage.page.keyboard.press(key)
    assert stage.root.get_attribute("data-tap") is None
    assert stage.page.locator("[data-guess]").is_hidden()
    assert stage.button("Present").is_visible()
