"""The tabs under the stage in a real browser: they follow it, they cost little, they can be read."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from browsing import check_accessible, drag, equal, eventually, on_every_screen
from hands import choose, frames_sent
from servers import ROOT, Server
from stage import Stage

from convviz import Convolution, explain
from convviz.document import examples
from convviz.explain.programs import snippets

TABS = ("Explain", "Code", "Check")


@pytest.fixture
def stage(page: Any, server: Any) -> Stage:
    return Stage(page)


def default(rank: int) -> Convolution:
    example = examples.default(rank)
    return Convolution(example.x, example.w, **example.parameters)


def look_at(page: Any) -> None:
    """Brings what the tabs hold into sight: it is computed then."""
    page.get_by_role("tabpanel").first.evaluate("node => node.scrollIntoView({block: 'start'})")


def panel(page: Any, name: str) -> Any:
    """Opens a tab and gives back what is in it."""
    tab = page.get_by_role("tab", name=name, exact=True)
    look_at(page)
    if tab.get_attribute("aria-selected") != "true":
        tab.click()
    opened = page.get_by_role("tabpanel", name=name, exact=True)
    opened.locator(".stMarkdown").first.wait_for()
    return opened


def same_text(node: Any, text: str) -> None:
    assert node.inner_text().strip() == text.strip()


def formulas(page: Any) -> list[str]:
    """The formulas as KaTeX was given them."""
    texts: list[str] = page.locator(".stLatex annotation, .katex-display annotation").all_text_contents()
    return texts


def wait_for_window(page: Any, step: int, steps: int) -> None:
    page.get_by_role("tabpanel").get_by_text(f"Window {step} of {steps}:").wait_for()


def test_the_explanation_follows_the_stage(stage: Stage, server: Any) -> None:
    page = stage.open(f"{server.url}?example=sobel&step=3").page
    look_at(page)
    sobel = examples.find("sobel")
    convolution = Convolution(sobel.x, sobel.w)
    wait_for_window(page, 3, 36)
    eventually(page, lambda: equal(formulas(page)[0], explain.step_latex(convolution, 2)))
    for button, step in (("Next window", 4), ("Last window", 36), ("Previous window", 35)):
        stage.button(button).click()
        wait_for_window(page, step, 36)
        expected = explain.step_latex(convolution, step - 1)
        eventually(page, lambda expected=expected: equal(formulas(page)[0], expected))


def test_one_gesture_costs_one_run_whatever_tab_is_open(stage: Stage, server: Any) -> None:
    sent = frames_sent(stage.page)
    stage.open(f"{server.url}?example=sobel")
    for name in TABS:
        panel(stage.page, name)
        stage.button("First window").click()
        stage.root.get_by_role("status").filter(has_text="Window 1 of 36").wait_for(state="attached")
        stage.page.wait_for_timeout(400)
        before = len(sent)
        drag(stage, 20)
        stage.page.mouse.up()
        step = stage.root.get_attribute("data-step")
        stage.root.get_by_role("status").filter(has_text=f"Window {step} of 36").wait_for(state="attached")
        if name == "Explain":
            wait_for_window(stage.page, int(step), 36)
        stage.page.wait_for_timeout(400)  # time for a second run, were there one
        assert len(sent) == before + 1


ALL_FORMULAS = """
import sys

sys.path.insert(0, {root!r})
import streamlit as st

from convviz import Convolution, explain
from convviz.document import examples

for example in examples.EXAMPLES:
    convolution = Convolution(example.x, example.w, **example.parameters)
    st.latex(explain.step_latex(convolution, len(convolution) // 2))
    st.latex(explain.definition_latex(convolution))
    st.latex(explain.size_latex(convolution))
st.write("The end")
"""


def test_the_browser_reads_the_formulas_of_every_example(page: Any, tmp_path: Path) -> None:
    """On one page of their own; tests/hosts/test_explained.py asks which of them the app shows."""
    script = tmp_path / "formulas.py"
    script.write_text(ALL_FORMULAS.format(root=str(ROOT)), encoding="utf-8")
    server = Server(tmp_path / "log", script=str(script))
    try:
        page.goto(server.url)
        page.get_by_text("The end").wait_for()
        page.locator(".katex-display").nth(3 * len(examples.EXAMPLES) - 1).wait_for()
        assert page.locator(".katex-error, .stException").count() == 0
        page.goto("about:blank")
    finally:
        server.kill()


def test_every_rank_has_programs_and_is_checked(stage: Stage, server: Any) -> None:
    for rank in (1, 2, 3):
        page = stage.open(f"{server.url}?rank={rank}").page
        panel(page, "Check").get_by_text("The output agrees with").wait_for()
        code = panel(page, "Code")
        for snippet in snippets(default(rank)):
            code.get_by_role("radio", name=snippet.title, exact=True).click()
            eventually(page, partial(same_text, code.locator("code"), snippet.code))
        assert page.locator(".stException").count() == 0


def test_a_formula_wider_than_the_page_stays_inside(stage: Stage, server: Any) -> None:
    row = ",".join(f"0.{digit}2345678" for digit in range(1, 10))
    page = stage.open(f"{server.url}?x={';'.join([row] * 9)}&w={';'.join([row] * 8)}").page
    look_at(page)
    page.get_by_text("Easily mistaken").wait_for()
    assert page.locator(".katex-error").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_formula_can_be_copied_as_latex(stage: Stage, server: Any) -> None:
    page = stage.open(server.url).page
    page.get_by_role("tabpanel").get_by_role("button", name="As LaTeX").click()
    code = page.get_by_test_id("stPopoverBody").locator("code")
    code.wait_for()
    assert code.inner_text().strip() == explain.step_latex(default(2), 0)


def test_a_library_that_was_chosen_stays(stage: Stage, server: Any) -> None:
    page = stage.open(server.url).page
    code = panel(page, "Code")
    code.get_by_role("radiogroup", name="Library").get_by_text("SciPy").click()
    code.locator("code").filter(has_text="scipy").wait_for()
    panel(page, "Check").get_by_text("The output agrees with").wait_for()
    panel(page, "Code").locator("code").filter(has_text="scipy").wait_for()
    stage.button("Next window").click()
    page.wait_for_function("() => location.search.includes('step=2')")
    choose(page, "Example", "Sobel")
    page.locator('[data-testid="convviz-stage"][data-steps="36"]').wait_for()
    panel(page, "Code").locator("code").filter(has_text="scipy").wait_for()


def test_an_edit_reaches_the_open_tab(stage: Stage, server: Any) -> None:
    page = stage.open(f"{server.url}?step=4").page
    panel(page, "Explain")
    page.get_by_role("spinbutton", name="Stride").fill("2")
    page.keyboard.press("Enter")
    wait_for_window(page, 1, 1)
    convolution = Convolution(default(2).x, default(2).w, stride=2)
    page.get_by_text("which makes 1 × 1 window instead of 2 × 2").wait_for()
    eventually(page, lambda: equal(formulas(page)[0], explain.step_latex(convolution, 0)))


def test_an_open_tab_waits_for_the_answer(stage: Stage, server: Any) -> None:
    page = stage.open(f"{server.url}?rank=1&x=7000,919,1&w=1,1").page
    stage.button("Predict").click()
    for name in TABS:
        panel_of = page.get_by_role("tabpanel", name=name, exact=True)
        page.get_by_role("tab", name=name, exact=True).click()
        panel_of.get_by_text("Waits until you have answered the question").wait_for()
        page.wait_for_function("() => !document.querySelector('[data-stale=true]')")
        assert "7919" not in page.locator("body").inner_text()
        assert "7919" not in page.get_by_test_id("stTabs").inner_html()
    stage.button("Predict").click()
    page.get_by_text("Waits until you have answered the question").wait_for(state="detached")


@on_every_screen
def test_axe_finds_nothing_serious_in_any_tab(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?rank=2&step=2&stride=2&padding=1&bias=3")
    for name in TABS:
        panel(stage.page, name)
        check_accessible(stage.page)
