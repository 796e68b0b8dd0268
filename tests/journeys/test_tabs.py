"""The tabs under the stage in a real browser: they follow it, they cost little, they can be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench import default
from browsing import equal, eventually
from hands import choose, filled_tab, look_at_tabs, set_number, wait_for_address, wait_for_window
from servers import ROOT, Server
from stage import Stage

from convviz import Convolution, explain
from convviz.document import examples
from convviz.explain.programs import snippets


def formulas(page: Any) -> list[str]:
    """The formulas as KaTeX was given them."""
    texts: list[str] = page.locator(".stLatex annotation, .katex-display annotation").all_text_contents()
    return texts


def test_the_explanation_follows_the_stage_and_the_parameters(stage: Stage, server: Any) -> None:
    page = stage.open(f"{server.url}?step=4").page
    look_at_tabs(page)

    def check(layer: Convolution, step: int) -> None:
        wait_for_window(page, step + 1, len(layer))
        eventually(page, lambda: equal(formulas(page)[0], explain.step_latex(layer, step)))

    check(default(2), 3)
    for button, step in (("First window", 0), ("Next window", 1), ("Last window", 3)):
        stage.button(button).click()
        check(default(2), step)
    set_number(page, "Stride", 2)
    check(default(2, stride=2), 0)
    page.get_by_role("tabpanel").get_by_text("which makes 1 window instead of 2 × 2").wait_for()
    page.get_by_role("tabpanel").get_by_role("button", name="As LaTeX").click()
    code = page.get_by_test_id("stPopoverBody").locator("code")
    eventually(page, lambda: equal(code.inner_text().strip(), explain.step_latex(default(2, stride=2), 0)))


ALL_FORMULAS = """
import sys

sys.path.insert(0, {root!r})
import streamlit as st

from convviz import explain
from convviz.document import examples
from convviz.document.document import Document

for example in examples.EXAMPLES:
    layer = Document.of(example).layer
    said = explain.explanation(layer, len(layer) // 2)
    st.latex(said.step)
    st.latex(said.definition)
    st.latex(said.size)
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


def test_a_formula_wider_than_the_page_stays_inside(stage: Stage, server: Any) -> None:
    row = ",".join(f"0.{digit}2345678" for digit in range(1, 10))
    page = stage.open(f"{server.url}?x={';'.join([row] * 9)}&w={';'.join([row] * 8)}").page
    look_at_tabs(page)
    page.get_by_role("tabpanel").get_by_text("Easily mistaken").wait_for()
    assert page.locator(".katex-error").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_library_that_was_chosen_stays(stage: Stage, server: Any) -> None:
    """What the tabs hold is asked of the page without a browser, in tests/hosts/test_explained.py."""
    page = stage.open(server.url).page
    code = filled_tab(page, "Code")
    code.get_by_role("radiogroup", name="Library").get_by_text("SciPy").click()
    (program,) = [snippet.code for snippet in snippets(default(2)) if snippet.title == "SciPy"]
    eventually(page, lambda: equal(code.locator("code").inner_text().strip(), program.strip()))
    filled_tab(page, "Check").get_by_text("The output agrees with").wait_for()
    filled_tab(page, "Code").locator("code").filter(has_text="scipy").wait_for()
    stage.button("Next window").click()
    wait_for_address(page, "step=2")
    choose(page, "Example", "Sobel")
    page.locator('[data-testid="convviz-stage"][data-steps="36"]').wait_for()
    filled_tab(page, "Code").locator("code").filter(has_text="scipy").wait_for()
