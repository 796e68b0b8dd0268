"""Editing on the stage, in the app: what is typed arrives, once, in order, whatever the line does."""

from __future__ import annotations

import random
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import browsing
import hands
import numpy as np
import pytest
from browsing import equal, eventually
from hands import choose_cell, type_into, wait_for_address
from servers import Server
from stage import Stage

from convviz import Convolution
from convviz.document import examples
from convviz.document.link import parse


def worked(rank: int) -> tuple[Any, Any]:
    """Input and filter of the worked example of a rank, to be changed."""
    example = examples.default(rank)
    return example.x.copy(), example.w.copy()


def wait_for_picture(stage: Stage, convolution: Convolution, step: int) -> None:
    """What is spoken is about the cell that was edited."""
    browsing.wait_for_picture(stage, convolution, step, spoken=False)


def check_address(stage: Stage, convolution: Convolution) -> None:
    """The address opens as this convolution."""
    document, complaints = parse(dict(parse_qsl(urlsplit(stage.page.url).query)))
    assert complaints == []
    np.testing.assert_array_equal(document.x, convolution.x)
    np.testing.assert_array_equal(document.plan.w, convolution.w)


@pytest.mark.parametrize("rank", [1, 3])  # rank 2: test_edits_undos_and_examples_agree…
def test_a_number_typed_into_a_cell_changes_the_output_the_link_and_the_tab(
    rank: int, stage: Stage, server: Any
) -> None:
    stage.open(f"{server.url}?rank={rank}")
    x, w = worked(rank)
    for panel, tensor, text in (("input", x, "-7"), ("filter", w, "0.5")):
        at = [min(1, size - 1) for size in (1, 1, *tensor.shape)[-3:]]
        type_into(stage, panel, (at[0], at[1], at[2]), text)
        tensor[tuple(at[-rank:])] = float(text)
        wait_for_picture(stage, Convolution(x, w), 0)
    eventually(stage.page, lambda: check_address(stage, Convolution(x, w)))
    stage.page.get_by_role("combobox", name="Example").and_(
        stage.page.locator('[value="Your own numbers"]')
    ).or_(stage.page.get_by_text("Your own numbers")).first.wait_for()
    stage.page.keyboard.press("Control+z")
    wait_for_picture(stage, Convolution(x, examples.default(rank).w), 0)


def test_what_was_typed_or_pasted_is_explained_and_can_be_taken_back(stage: Stage, server: Any) -> None:
    """Other texts and blocks are asked of the session, in tests/document/test_edits.py."""
    page, says = stage.page, stage.page.locator("[data-says]")
    hands.allow_clipboard(page)
    stage.open(f"{server.url}?step=4")
    x, w = worked(2)
    type_into(stage, "input", (0, 2, 0), "1/0")
    says.filter(has_text="Input, row 3, column 1: the cell holds “1/0”").wait_for()
    assert stage.tables("output").tolist() == [[[2, 6], [4, 4]]]
    typed = page.locator('[data-panel="input"] [data-typed]').filter(has_text="1/0", visible=True)
    assert typed.count() == 1
    changed = page.get_by_role("button", name="Back to the example’s numbers")
    changed.wait_for()
    says.get_by_role("button", name="Undo").click()
    says.filter(has_text="1/0").wait_for(state="hidden")
    typed.wait_for(state="hidden")
    changed.wait_for(state="detached")
    page.evaluate("() => navigator.clipboard.writeText('1\\t2\\t3\\t4\\n5\\t6\\t7\\t8')")
    choose_cell(stage, "input", 0, 0, 0)
    page.keyboard.press("Control+v")
    wait_for_picture(stage, Convolution([[1, 2, 3, 4], [5, 6, 7, 8]], w), 2)
    says.filter(has_text="they are the whole input now").wait_for()
    says.get_by_role("button", name="Undo").click()
    wait_for_picture(stage, Convolution(x, w), 2)


class Model:
    """What 200 acts come to, kept without the page: input and filter, and what undo goes back to."""

    def __init__(self) -> None:
        self.now, self.past = worked(2), []

    def change(self, now: tuple[Any, Any]) -> None:
        if not all(map(np.array_equal, now, self.now)):
            self.past.append(self.now)
            self.now = now

    def type(self, which: int, at: tuple[int, int], number: int) -> None:
        changed = self.now[which].copy()
        changed[at] = number
        self.change((changed, self.now[1]) if which == 0 else (self.now[0], changed))

    def wait_for(self, stage: Stage) -> None:
        """Waits until the stage shows the model."""
        convolution = Convolution(*self.now)
        wait_for_picture(stage, convolution, int(stage.root.get_attribute("data-step")) - 1)
        hands.wait_for_rest(stage.page)


def test_edits_undos_and_examples_agree_however_late_the_answers_are(stage: Stage, server: Any) -> None:
    """The stage, the address and NumPy agree after 200 acts at random."""
    chance, model, line = random.Random(7), Model(), hands.Line(stage.page)
    stage.open(server.url)
    hands.wait_for_rest(stage.page)
    for act in range(1, 201):
        line.slow = True
        if model.past and chance.random() < 0.15:
            stage.page.keyboard.press("Control+z")
            model.now = model.past.pop()
        else:
            which = chance.randrange(2)
            row, column = (chance.randrange(size) for size in model.now[which].shape)
            number = chance.randrange(-99, 100)
            type_into(stage, ("input", "filter")[which], (0, row, column), str(number))
            model.type(which, (row, column), number)
        line.let_through(chance.randrange(8))
        if act % 40 == 0:
            line.let_through()
            model.wait_for(stage)
            slug = chance.choice(["matrix", "sobel", "sharpen"])
            chooser = stage.page.get_by_role("combobox", name="Example")
            eventually(stage.page, lambda chooser=chooser: equal(chooser.input_value(), "Your own numbers"))
            hands.choose(stage.page, "Example", examples.find(slug).title)
            model.change((examples.find(slug).x, examples.find(slug).w))
            model.wait_for(stage)
    convolution = Convolution(*model.now)
    eventually(stage.page, lambda: check_address(stage, convolution))
    stage.page.reload()
    wait_for_picture(stage.ready(), convolution, 0)


def test_an_edit_comes_before_what_is_done_elsewhere_after_it(stage: Stage, server: Any) -> None:
    """However long it is on its own way: here it never arrives."""
    stage.open(server.url)
    hands.wait_for_rest(stage.page)
    stage.page.route("**/edits/*", lambda route: None)
    type_into(stage, "input", (0, 0, 0), "7919")
    hands.filled_tab(stage.page, "Code").locator("code").filter(has_text="7919").wait_for()
    type_into(stage, "input", (0, 0, 0), "5")
    stage.page.get_by_role("button", name="Next example").click()
    stage.page.get_by_role("heading", level=1).filter(has_text="Worked").wait_for(state="hidden")
    undo = stage.page.get_by_role("button", name="Undo", exact=True).first
    undo.click()
    x, w = worked(2)
    x[0, 0] = 5
    wait_for_picture(stage, Convolution(x, w), 0)


@pytest.mark.console_errors
def test_an_edit_while_the_line_is_cut_arrives_when_it_is_mended(stage: Stage, server: Any) -> None:
    line = hands.Line(stage.page)
    stage.open(server.url)
    hands.wait_for_rest(stage.page)
    x, w = worked(2)
    type_into(stage, "input", (0, 0, 0), "5")
    x[0, 0] = 5
    wait_for_picture(stage, Convolution(x, w), 0)
    line.cut()
    type_into(stage, "input", (0, 1, 1), "6")
    x[1, 1] = 6
    line.hang_up()
    type_into(stage, "input", (0, 2, 2), "7")
    x[2, 2] = 7
    eventually(stage.page, lambda: equal(line.refused > 0, True))
    line.mend()
    wait_for_picture(stage, Convolution(x, w), 0)


@pytest.mark.console_errors
def test_a_server_that_died_with_an_edit_on_its_way_gets_it_once_more(page: Any, own_server: Server) -> None:
    stage = Stage(page).open(f"{own_server.url}?step=2")
    x, w = worked(2)
    type_into(stage, "input", (0, 0, 0), "4")
    x[0, 0] = 4
    wait_for_address(page, "x=4,2,2;3,1,4;2,1,3")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+y")
    wait_for_picture(stage, Convolution(x, w), 1)
    own_server.kill()
    page.get_by_text("Connection error").first.wait_for()
    page.keyboard.press("Escape")
    page.get_by_text("Connection error").first.wait_for(state="hidden")
    type_into(stage, "filter", (0, 1, 1), "9")
    w[1, 1] = 9
    own_server.start()
    wait_for_picture(stage, Convolution(x, w), 1)
    page.get_by_role("tabpanel").get_by_text("Window 2 of 4:").wait_for()
    for part in ("w=1,0;0,9", "step=2"):  # it is written when the hand has rested
        wait_for_address(page, part)
    page.reload()
    wait_for_picture(stage.ready(), Convolution(x, w), 1)


def photograph() -> tuple[Any, bytes]:
    values = np.random.default_rng(5).integers(0, 256, (90, 80))
    made = BytesIO()
    np.save(made, values)
    return values.astype(float), made.getvalue()


def test_what_no_link_carries_is_there_after_a_reload(stage: Stage, server: Any) -> None:
    values, data = photograph()
    stage.open(f"{server.url}?example=sobel")
    hands.upload(stage.page, data)
    convolution = Convolution(values, examples.find("sobel").w)
    wait_for_picture(stage, convolution, 0)
    stage.root.get_by_text("too long for a link").wait_for()
    stage.button("Next window").click()
    wait_for_address(stage.page, "step=2")
    stage.page.reload()
    wait_for_picture(stage.ready(), convolution, 1)
    with stage.page.expect_download() as saved:
        stage.button("Save lesson").click()
    lesson = saved.value.path().read_bytes()
    other = Stage(stage.page.context.new_page()).open(stage.page.url)  # a visitor who has the address alone
    other.page.locator("[data-says]").filter(has_text="too many numbers for a link").wait_for()
    hands.upload(other.page, lesson)
    wait_for_picture(other, convolution, 0)


def test_a_link_carries_how_one_looks(stage: Stage, server: Any) -> None:
    stage.open(server.url)
    stage.button("multiply by multiply").click()
    stage.button("whole").click()
    stage.button("Predict").click()
    stage.page.get_by_role("tab", name="Check").click()
    for part in ("multiply=true", "predict=true", "output=whole", "tab=check"):
        wait_for_address(stage.page, part)
    stage.page.reload()
    stage.ready().page.locator("[data-guess]").wait_for()
    assert stage.button("multiply by multiply").get_attribute("aria-pressed") == "true"
    assert stage.page.get_by_role("tab", name="Check").get_attribute("aria-selected") == "true"
    eventually(
        stage.page,
        lambda: equal(urlsplit(stage.page.url).query, "multiply=true&predict=true&output=whole&tab=check"),
    )
