"""One frame after another: which step the stage shows, and what it tells its host."""

from __future__ import annotations

from typing import Any

import numpy as np
from bench import Bench, default
from browsing import enter, equal, eventually, let_pass, wait_for_picture

from convviz import Convolution


def told(revision: int, step: int, predicting: bool = False, hiding: bool = False) -> dict[str, Any]:
    seen = {"multiply": False, "predicting": predicting, "hiding": hiding, "presenting": False}
    return {"revision": revision, "step": step, **seen}


def test_another_frame_keeps_the_users_step_unless_python_set_one(bench: Bench) -> None:
    driver = bench.drive(default(2), step=1)
    wait_for_picture(driver.stage, default(2), 1)
    driver.stage.button("Last window").click()
    driver.show(default(2, bias=1), since=1)
    wait_for_picture(driver.stage, default(2, bias=1), 3)
    driver.show(default(2, stride=2), since=1)
    wait_for_picture(driver.stage, default(2, stride=2), 0)
    driver.show(default(3), since=4, step=2)
    wait_for_picture(driver.stage, default(3), 2)


def test_a_frame_that_never_came_to_the_stage_still_sets_its_step(bench: Bench) -> None:
    """Python set the step at revision 2, which a slow page skipped; 3 is about the same step."""
    driver = bench.drive(default(2))
    driver.revision = 2
    driver.show(default(1), since=2, step=2)
    wait_for_picture(driver.stage, default(1), 2)


def test_the_host_is_told_where_the_user_rests_and_of_which_revision(bench: Bench) -> None:
    driver = bench.drive(default(2))
    eventually(bench.page, lambda: equal(driver.reports(), [told(1, 0)]))
    # Both in one task: between two clicks of a mouse a busy machine may rest.
    driver.stage.button("Next window").evaluate("button => [button, button].forEach((each) => each.click())")
    eventually(bench.page, lambda: equal(driver.reports(), [told(1, 0), told(1, 2)]))
    driver.show(default(2, bias=1), since=1, step=2)
    wait_for_picture(driver.stage, default(2, bias=1), 2)
    driver.stage.button("First window").click()
    eventually(bench.page, lambda: equal(driver.reports()[-1], told(2, 0)))


def test_a_step_nobody_rested_on_yet_is_told_before_another_is_shown(bench: Bench) -> None:
    driver = bench.drive(default(2))
    driver.stage.button("Last window").click()
    driver.show(default(1), since=2)
    wait_for_picture(driver.stage, default(1), 0)
    assert told(1, 3) in driver.reports()


def test_the_host_is_told_at_once_when_an_answer_is_hidden_and_when_it_is_found(bench: Bench) -> None:
    driver = bench.drive(default(2))
    driver.stage.button("Predict").click()
    eventually(bench.page, lambda: equal(driver.reports()[-1:], [told(1, 0, True, True)]))
    enter(bench.page.locator("[data-guess]"), "2")
    eventually(bench.page, lambda: equal(driver.reports()[-1], told(1, 0, True, False)))
    driver.stage.button("Predict").click()
    eventually(bench.page, lambda: equal(driver.reports()[-1], told(1, 0)))


def test_the_address_is_written_when_the_user_rests_and_copied_when_asked(bench: Bench) -> None:
    bench.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    driver = bench.drive(default(2))
    driver.stage.button("Last window").click()
    eventually(bench.page, lambda: equal(driver.address()[-1], 3))
    driver.stage.button("Copy link").click()
    driver.stage.button("Copied").wait_for()
    assert bench.page.evaluate("() => navigator.clipboard.readText()") == "https://example.invalid/?step=4"
    driver.stage.button("Copy link").wait_for()
    bench.page.evaluate("() => { driver.link = undefined }")
    driver.show(default(2, bias=1), since=1)
    wait_for_picture(driver.stage, default(2, bias=1), 3)
    driver.stage.button("Save lesson").click()
    assert bench.page.evaluate("() => driver.saved") == 1
    assert bench.page.get_by_text("too long for a link").is_visible()


def test_the_size_of_another_output_is_asked_for_first(bench: Bench) -> None:
    driver = bench.drive(default(2))
    page, stage = bench.page, driver.stage
    stage.button("Predict").click()
    driver.show(default(2, stride=2), since=1)
    stage.wait_for_question("Input 3 × 3, filter 2 × 2, stride 2. What size has the output?")
    assert stage.root.get_attribute("data-steps") == "4"
    eventually(page, lambda: equal(driver.reports()[-1], told(1, 0, True, True)))
    field, verdict = page.locator("[data-guess]"), page.locator("[data-verdict]")
    enter(field, "two")
    assert verdict.inner_text() == "Type whole numbers, such as 4 × 4."
    enter(field, "1 x 1")
    page.locator('[data-testid="convviz-stage"][data-steps="1"]').wait_for()
    assert verdict.inner_text().startswith("Right: 1 × 1, because ⌊(n − k) / s⌋ + 1 = ⌊(3 − 2) / 2⌋")
    eventually(page, lambda: equal(driver.reports()[-1], told(2, 0, True, True)))
    stage.button("Predict").click()
    wait_for_picture(stage, default(2, stride=2), 0)


def test_a_question_about_the_size_may_be_left(bench: Bench) -> None:
    driver = bench.drive(default(2), step=3)
    page, stage = bench.page, driver.stage
    stage.button("Predict").click()
    driver.show(default(1), since=2)
    stage.wait_for_question("Input 5, filter 3. What size has the output?")
    driver.show(default(2), since=3, step=3)
    stage.wait_for_question("What is Y(2,2)?")
    driver.show(default(1), since=4)
    stage.wait_for_question("Input 5, filter 3. What size has the output?")
    stage.button("Predict").click()
    wait_for_picture(stage, default(1), 0)
    assert page.locator("[data-guess]").is_hidden()


def test_other_numbers_of_the_same_size_hide_their_answer_from_the_first(bench: Bench) -> None:
    driver = bench.drive(default(2))
    driver.stage.button("Predict").click()
    enter(bench.page.locator("[data-guess]"), "2")
    bench.page.evaluate(
        """() => new MutationObserver(() => {
            window.leaked ||= document.body.innerText.includes("7919");
        }).observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true})"""
    )
    driver.show(Convolution([[7918, 2, 2], [3, 1, 4], [2, 1, 3]], default(2).w), since=1)
    driver.stage.root.get_by_role("status").filter(has_text="= ?").wait_for(state="attached")
    bench.page.locator('[data-panel="input"] td').first.filter(has_text="7918").wait_for(state="attached")
    assert not bench.page.evaluate("() => window.leaked")
    driver.stage.button("Show answer").click()
    bench.page.wait_for_function("() => window.leaked")


def test_a_smaller_filter_ends_the_walk_where_it_still_is(bench: Bench) -> None:
    driver = bench.drive(default(2))
    stage = driver.stage
    stage.button("multiply by multiply").click()
    stage.button("Last multiplication").click()
    smaller = Convolution(default(2).x, [[1], [0]])
    driver.show(smaller, since=1)
    bench.page.locator('[data-testid="convviz-stage"][data-steps="6"]').wait_for()
    assert stage.root.get_attribute("data-tap") in ("1", "2")
    stage.button("window by window").click()
    wait_for_picture(stage, smaller, 3)


def test_the_title_of_a_presentation_is_the_frames(bench: Bench) -> None:
    driver = bench.drive(default(2), title="First")
    driver.stage.button("Present").click()
    driver.stage.root.get_by_role("heading", name="First").wait_for()
    driver.show(default(2, bias=1), since=1, title="</h2><b>Second")
    driver.stage.root.get_by_role("heading", name="</h2><b>Second").wait_for()
    wait_for_picture(driver.stage, default(2, bias=1), 0)


def test_it_wears_the_colours_of_its_host(bench: Bench) -> None:
    driver = bench.drive(default(2))
    assert driver.stage.root.evaluate("node => getComputedStyle(node).color") == "rgb(1, 2, 3)"


def test_a_stage_that_is_taken_away_leaves_nothing(bench: Bench) -> None:
    driver = bench.drive(Convolution(np.ones(40), [1]))
    driver.stage.page.get_by_label("Speed").select_option("30")
    driver.stage.button("Play").click()
    bench.page.evaluate("() => driver.destroy()")
    assert bench.page.locator("#stage > *").count() == 0
    before = driver.reports()
    bench.page.set_viewport_size({"width": 900, "height": 500})
    for kind in ("resize", "keydown"):
        bench.page.evaluate(
            """kind => document.getElementById("stage").dispatchEvent(
                kind === "resize" ? new Event(kind) : new KeyboardEvent(kind, { key: "End" }))""",
            kind,
        )
    let_pass(bench.page, 500)
    assert driver.reports() == before
    assert bench.page.locator("#stage > *").count() == 0
