"""The panels as grids on the bench: a spreadsheet's conventions, by keyboard, mouse, finger and clipboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bench import Bench, default
from browsing import OPPOSITE, PHONE, PROJECTOR, check_accessible, eventually, wait_for_picture
from stage import Stage, lift

from convviz import Convolution
from convviz.document.reading.numbers import read_number

Cell = tuple[int, int, int]
RANKS = (1, 2, 3)
EDITOR = "input[data-cell-editor]"


class Python:
    """What stands behind a stage: it takes the edits that the player sends, and answers with a frame."""

    def __init__(self, bench: Bench, rank: int, size: tuple[int, int] = PROJECTOR, **parameters: Any) -> None:
        sizes = np.array([3, 4, 5])[-rank:], np.array([2, 2, 3])[-rank:]
        self.x, self.w = (10.0 * np.indices(s).sum(axis=0) + np.arange(s[-1]) for s in sizes)
        self.parameters, self.answered = parameters, 0
        self.driver = bench.drive(self.layer(), size=size, can={"undo": True, "redo": True})
        self.stage, self.page = self.driver.stage, bench.page

    def layer(self) -> Convolution:
        return Convolution(self.x, self.w, **self.parameters)

    def answer(self, step: int = 0) -> None:
        """Applies the edits, oldest first, and waits for the picture."""
        self.show()
        eventually(self.page, lambda: check_idle(self.stage))
        wait_for_picture(self.stage, self.layer(), step)

    def show(self) -> None:
        for edit in self.driver.edits():
            if edit["n"] > self.answered:
                self.apply(edit)
                self.answered = edit["n"]
        self.driver.show(self.layer(), answered=self.answered, can={"undo": True, "redo": True})

    def apply(self, edit: dict[str, Any]) -> None:
        tensor = lift({"input": self.x, "filter": self.w}[edit["panel"]])  # a view
        for *place, text in edit["cells"]:
            tensor[tuple(place)] = read_number(text)

    def given(self, panel: str, cell: Cell) -> list[int]:
        """Where a cell that is shown was given."""
        if panel == "filter":
            sizes = lift(self.w).shape
            return [size - 1 - at for size, at in zip(sizes, cell, strict=True)]
        before = [0] * (3 - self.layer().rank) + [pair[0] for pair in self.layer().padding]
        return [at - start for at, start in zip(cell, before, strict=True)]

    def last(self) -> dict[str, Any]:
        return self.driver.edits()[-1]


def grid(page: Any, panel: str) -> Any:
    return page.get_by_role("grid", name=f"Cells of the {panel}")


def press(stage: Stage, panel: str, cell: Cell, **options: Any) -> None:
    """Presses and releases the mouse over a cell."""
    stage.point(panel, *cell)
    stage.page.mouse.down(**options)
    stage.page.mouse.up(**options)


def spoken(page: Any) -> str:
    """The current cell of the grid that has the focus, as its name."""
    return str(
        page.evaluate(
            "() => document.getElementById(document.activeElement.getAttribute("
            "'aria-activedescendant')).textContent"
        )
    )


def keys(page: Any, text: str) -> None:
    """Presses keys, which blanks part."""
    for key in text.split():
        page.keyboard.press(key)


@pytest.mark.parametrize("panel", ["input", "filter"])
@pytest.mark.parametrize("rank", RANKS)
def test_every_key_of_a_spreadsheet_edits(rank: int, panel: str, bench: Bench) -> None:
    python = Python(bench, rank, padding=1, flip=True)
    page, stage = python.page, python.stage
    margin = 1 if panel == "input" else 0
    deep, down = (margin if rank == 3 else 0), (margin if rank > 1 else 0)
    first = (deep, down, margin)  # the first cell that is no padding
    press(stage, panel, first)

    def edited(*cells: tuple[Cell, str]) -> None:
        assert python.last()["cells"] == [[*python.given(panel, cell), text] for cell, text in cells]
        assert page.locator(EDITOR).is_hidden()

    below = (deep, down + 1, margin) if rank > 1 else first
    right = (deep, down, margin + 1)
    keys(page, "7 Enter")
    edited((first, "7"))
    keys(page, "- 2 Shift+Enter")
    edited((below, "-2"))
    keys(page, ". 5 Tab")
    edited((first, ".5"))
    keys(page, "F2 End 1 Shift+Tab")
    old = f"{lift(python.layer().padded if panel == 'input' else python.layer().kernel)[right]:g}"
    edited((right, f"{old}1"))
    keys(page, "Enter Home 8 Enter")
    edited((first, "8.5"))
    sent = len(python.driver.sent())
    press(stage, panel, first)
    keys(page, "F2 Enter")  # the same text
    press(stage, panel, first)
    keys(page, "9 9 Escape Enter 3 Escape")
    assert len(python.driver.sent()) == sent
    python.answer()
    press(stage, panel, first)
    keys(page, "Shift+ArrowRight Delete")
    edited((first, "0"), (right, "0"))
    python.answer()
    assert page.evaluate("() => document.activeElement.role") == "grid"
    keys(page, "ArrowRight 6 ArrowUp Shift+ArrowUp Alt+ArrowDown Enter")
    edited((right, "16.9"))
    python.answer()


@pytest.mark.parametrize("rank", RANKS)
def test_every_grid_is_walked_over_alike(rank: int, bench: Bench) -> None:
    python = Python(bench, rank)
    for panel in ("input", "filter", "product", "output"):
        walk(python, panel)


def walk(python: Python, panel: str) -> None:
    page, scene, rank = python.page, python.layer(), python.layer().rank
    tensors = {"input": scene.x, "output": scene.output}
    depth, rows, columns = lift(tensors.get(panel, scene.w)).shape
    grid(page, panel).focus()

    def named(*cell: int) -> None:
        q, i, j = cell
        words = f"cell {j + 1}" if rank == 1 else f"row {i + 1}, column {j + 1}"
        words += f", depth {q + 1}" if rank == 3 and depth > 1 else ""
        assert spoken(page).startswith(f"{panel}, {words}: ")

    named(0, 0, 0)
    keys(page, "End")
    named(0, 0, columns - 1)
    keys(page, "ArrowRight Control+End")
    named(depth - 1, rows - 1, columns - 1)
    keys(page, "Home ArrowDown")
    named(depth - 1, rows - 1, 0)
    keys(page, "Control+Home Control+ArrowDown ArrowRight ArrowLeft")
    named(0, rows - 1, 0)
    keys(page, "ArrowDown")
    named(*((1, 0, 0) if depth > 1 else (0, rows - 1, 0)))
    keys(page, "PageUp PageUp Home")
    named(0, 0, 0)
    keys(page, "Control+a")
    assert page.locator(f'[data-panel="{panel}"] [data-range]:not([hidden])').count() == 1
    assert grid(page, panel).get_attribute("aria-rowcount") == str(depth * rows)
    keys(page, "Tab")
    assert not grid(page, panel).evaluate("node => node === document.activeElement")
    if panel in ("product", "output"):
        grid(page, panel).focus()
        keys(page, "5 F2 Delete")
        assert python.driver.sent() == []
        assert page.locator(EDITOR).is_hidden()


def test_padding_is_said_to_be_padding(bench: Bench) -> None:
    python = Python(bench, 2, padding=1)
    press(python.stage, "input", (0, 0, 1))
    assert spoken(python.page) == "input, padding, row 0, column 1: 0"
    keys(python.page, "4")
    assert python.page.locator(EDITOR).is_hidden()
    said = python.page.locator("[data-says]")
    assert said.inner_text().startswith("Padding cannot be edited")
    keys(python.page, "ArrowDown")
    assert said.inner_text() == ""


@pytest.mark.parametrize("rank", RANKS)
def test_copy_cut_and_paste_take_what_is_selected(rank: int, bench: Bench) -> None:
    bench.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    python = Python(bench, rank)
    page, top = python.page, (0, 0, 1)
    press(python.stage, "input", top)
    keys(page, "Shift+ArrowRight Shift+ArrowDown Control+c")
    block = lift(python.x)[0, :2, 1:3]
    text = "\n".join("\t".join(f"{value:g}" for value in row) for row in block)
    assert page.evaluate("() => navigator.clipboard.readText()") == text
    press(python.stage, "filter", (0, 0, 0))
    keys(page, "Control+v")
    assert {key: python.last()[key] for key in ("do", "panel", "at", "text")} == {
        **{"do": "paste", "panel": "filter"},
        **{"at": [0, 0, 0], "text": text},
    }
    keys(page, "5 Control+v")  # a block, in the open editor
    assert python.last()["do"] == "paste"
    assert page.locator(EDITOR).is_hidden()
    press(python.stage, "input", top)
    keys(page, "Shift+ArrowRight Control+x")
    assert python.last()["cells"] == [[0, 0, 1, "0"], [0, 0, 2, "0"]]


def test_a_mouse_selects_edits_and_leaves(bench: Bench) -> None:
    python = Python(bench, 2)
    page, stage = python.page, python.stage
    stage.point("input", 0, 2, 3)
    page.mouse.down()
    stage.point("input", 0, 1, 1)
    eventually(page, lambda: check_range(stage, (3, 2)))
    page.mouse.up()
    assert spoken(page).startswith("input, row 3, column 4: ")
    press(stage, "input", (0, 0, 0))
    page.keyboard.down("Shift")
    press(stage, "input", (0, 3, 1))
    page.keyboard.up("Shift")
    check_range(stage, (2, 4))
    stage.point("input", 0, 1, 2)
    page.mouse.dblclick(*middle(stage, "input", (0, 1, 2)))
    assert page.locator(EDITOR).input_value() == "32"
    page.keyboard.type("5")  # what was there is selected
    press(stage, "filter", (0, 1, 1))
    assert python.last()["cells"] == [[0, 1, 2, "5"]]
    assert spoken(page).startswith("filter, row 2, column 2: ")
    page.keyboard.type("4")
    stage.button("Next window").click()
    assert python.last()["cells"] == [[0, 1, 1, "4"]]
    python.answer(1)


def middle(stage: Stage, panel: str, cell: Cell) -> tuple[float, float]:
    frame = stage.page.locator(f'[data-panel="{panel}"] [data-frame="{cell[0]}"]')
    box, side = frame.bounding_box(), float(frame.get_attribute("data-cell"))
    return box["x"] + (cell[2] + 0.5) * side, box["y"] + (cell[1] + 0.5) * side


def check_range(stage: Stage, size: tuple[int, int]) -> None:
    box = stage.page.locator("[data-range]:not([hidden])").bounding_box()
    side = float(stage.page.locator('[data-panel="input"] [data-frame]').get_attribute("data-cell"))
    assert (round(box["width"] / side), round(box["height"] / side)) == size


@pytest.mark.parametrize(
    "page", [{"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}], indirect=True
)
def test_a_second_tap_edits_with_a_field_that_no_phone_zooms_into(page: Any, tmp_path: Path) -> None:
    python = Python(Bench(page, tmp_path), 2, PHONE)
    frame = page.locator('[data-panel="input"] [data-frame="0"]')
    frame.scroll_into_view_if_needed()
    side = float(frame.get_attribute("data-cell"))
    position = {"x": 1.5 * side, "y": 2.5 * side}
    frame.tap(position=position)
    assert page.locator(EDITOR).is_hidden()
    assert list(python.stage.lit("input")) == [(0, 2, 1)]
    frame.tap(position=position)
    field = page.locator(EDITOR)
    assert field.evaluate("node => node === document.activeElement")
    assert field.get_attribute("inputmode") == "decimal"
    assert field.evaluate("node => parseFloat(getComputedStyle(node).fontSize)") >= 16
    page.keyboard.type("6")
    page.get_by_role("button", name="Change the sign").tap()
    assert field.input_value() == "-6"
    frame.tap(position={"x": 0.5 * side, "y": 0.5 * side})
    assert python.last()["cells"] == [[0, 2, 1, "-6"]]


def test_what_is_typed_shows_at_once_and_the_rest_waits(bench: Bench) -> None:
    python = Python(bench, 2)
    page, stage = python.page, python.stage
    press(stage, "input", (0, 1, 1))
    keys(page, "1 / 3 Enter")
    assert stage.root.get_attribute("data-waiting") == ""
    assert typed(page) == {"2,2": "0.3333"}
    keys(page, "a")
    keys(page, "4 x")
    assert page.locator(EDITOR).get_attribute("aria-invalid") == "true"
    why = page.locator(EDITOR).get_attribute("aria-describedby")
    assert page.locator(f"#{why}").inner_text().startswith("“4x” is not a number.")
    keys(page, "Backspace 2")
    assert page.locator(EDITOR).get_attribute("aria-invalid") == "false"
    python.answer()  # a new picture, while someone types
    assert page.locator(EDITOR).input_value() == "42"
    assert page.locator(EDITOR).evaluate("node => node === document.activeElement")
    assert typed(page) == {}
    keys(page, "Enter")
    assert typed(page) == {"3,2": "42"}
    python.answer()
    stage.root.get_by_role("status").filter(has_text="Done: input, row 3, column 2: 42").wait_for(
        state="attached"
    )


def typed(page: Any) -> dict[str, str]:
    """The texts that lie over cells of the input, by row and column from one."""
    found: dict[str, str] = page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('[data-typed]:not([hidden])')]"
        ".map(node => [node.dataset.cell, node.textContent]))"
    )
    return found


def test_the_stage_follows_the_arrows_one_answer_at_a_time(bench: Bench) -> None:
    python = Python(bench, 2)
    page = python.page
    press(python.stage, "input", (0, 0, 1))  # 11
    keys(page, "F2 ArrowUp ArrowUp ArrowUp ArrowUp")
    sent = python.driver.sent()
    assert [[edit["cells"][0][3] for edit in edits] for edits in sent] == [["12"]]
    python.show()
    eventually(page, lambda: check_texts(python, ["12", "15"]))
    python.answer()
    keys(page, "Escape")
    check_texts(python, ["12", "15", "11"])
    assert {edits[0]["live"] for edits in python.driver.sent()} == {sent[0][0]["n"]}
    python.answer()


def check_texts(python: Python, texts: list[str]) -> None:
    assert [edits[-1]["cells"][0][3] for edits in python.driver.sent()] == texts


def test_other_readings_are_buttons_that_are_gone_with_the_next_frame(bench: Bench) -> None:
    python = Python(bench, 2)
    offers = ["Read 1,234 as 1234", "Read 1,234 as 1.234"]
    says = {"kind": "problem", "text": "“1,234” can be 1234 or 1.234.", "undo": False, "offers": offers}
    python.driver.show(python.layer(), again=True, says=says)
    said = python.page.locator("[data-says]")
    assert said.get_by_role("button").all_inner_texts() == offers
    check_accessible(python.page)
    said.get_by_role("button", name=offers[1]).click()
    sent = python.last()
    assert (sent["do"], sent["label"]) == ("choose", offers[1])
    python.driver.show(python.layer(), again=True, answered=sent["n"])
    assert said.get_by_role("button").count() == 0


def test_what_cannot_be_read_stays_with_its_sentence(bench: Bench) -> None:
    python = Python(bench, 2)
    page, stage, driver = python.page, python.stage, python.driver
    press(stage, "input", (0, 2, 3))
    keys(page, "1 / 0 Enter")
    why = "The cell holds “1/0”, which divides by zero."
    header = {
        **{"answered": python.last()["n"], "asked": {"input": [[0, 2, 3, "1/0", why]], "filter": []}},
        **{"says": {"kind": "problem", "text": why, "undo": True}, "can": {"undo": True, "redo": False}},
    }
    driver.show(python.layer(), again=True, **header)
    alert = stage.root.get_by_role("alert")
    assert alert.inner_text().startswith(why)
    assert stage.root.get_attribute("data-waiting") is None
    assert typed(page) == {"3,4": "1/0"}
    keys(page, "ArrowUp")
    assert spoken(page) == f"input, row 3, column 4: 1/0. {why}"
    snapshot = grid(page, "input").aria_snapshot()
    assert f"input, row 3, column 4: 1/0. {why}" in snapshot
    stage.check_numbers("input", python.x)  # the last valid numbers
    alert.get_by_role("button", name="Undo").click()
    assert python.last()["do"] == "undo"
    grid(page, "input").focus()
    keys(page, "Escape")
    assert python.last()["cells"] == [[0, 2, 3, "53"]]


def test_enter_that_ends_a_composition_does_not_leave_the_editor(bench: Bench) -> None:
    python = Python(bench, 2)
    press(python.stage, "input", (0, 1, 1))
    keys(python.page, "F2")
    field = python.page.locator(EDITOR)
    for composing in (True, False):
        field.evaluate(
            "(node, isComposing) => node.dispatchEvent(new KeyboardEvent('keydown', "
            "{ key: 'Enter', isComposing, bubbles: true, cancelable: true }))",
            composing,
        )
        assert field.is_visible() == composing


def test_undo_and_redo_travel_from_anywhere_but_a_field(bench: Bench) -> None:
    python = Python(bench, 2)
    page, asked = python.page, lambda: [edit["do"] for edit in python.driver.edits()]
    for key in ("Control+z", "Control+y", "Control+Shift+z"):
        python.stage.button("Next window").press(key)
    grid(page, "output").press("Control+z")
    assert asked() == ["undo", "redo", "redo", "undo"]
    press(python.stage, "input", (0, 0, 0))
    keys(page, "5 Control+z")
    assert asked() == ["undo", "redo", "redo", "undo"]
    assert page.locator(EDITOR).is_visible()


def test_editing_goes_on_in_a_presentation_and_a_prediction(bench: Bench) -> None:
    python = Python(bench, 2)
    page, stage = python.page, python.stage
    stage.button("Present").click()
    stage.button("Leave").wait_for()
    press(stage, "input", (0, 1, 1))
    keys(page, "8 Escape")
    assert stage.button("Leave").is_visible()
    keys(page, "8 Enter")
    python.answer()
    stage.button("Leave").click()
    stage.button("Predict").click()
    press(stage, "filter", (0, 1, 2))
    keys(page, "3 Enter")
    assert python.last()["cells"] == [[0, 1, 2, "3"]]
    python.driver.show(python.layer(), answered=python.last()["n"])
    eventually(page, lambda: check_idle(stage))
    assert "predict" in stage.root.inner_text().lower()


def test_an_edit_keeps_the_step_and_the_walk(bench: Bench) -> None:
    python = Python(bench, 2, padding=3)
    page, stage = python.page, python.stage
    page.get_by_label("Speed").select_option("1")
    stage.button("Play").click()
    page.wait_for_function("() => document.querySelector('[data-step]').dataset.step >= 2")
    press(stage, "input", (0, 4, 4))
    keys(page, "1 Enter")
    before = int(stage.root.get_attribute("data-step"))
    python.show()
    eventually(page, lambda: check_idle(stage))
    stage.check_numbers("input", python.layer().padded)
    stage.button("Pause").click()  # which Play is called again where nothing walks
    assert int(stage.root.get_attribute("data-step")) >= before
    wait_for_picture(stage, python.layer(), int(stage.root.get_attribute("data-step")) - 1, spoken=False)


def check_idle(stage: Stage) -> None:
    assert stage.root.get_attribute("data-waiting") is None


def test_the_editor_of_a_photograph_is_large_enough_to_write_in(bench: Bench) -> None:
    rows, columns = np.indices((120, 160))
    layer = Convolution((rows * columns) % 7, np.ones((3, 3)))
    driver = bench.drive(layer)
    stage, page = driver.stage, bench.page
    for cell in ((0, 0, 0), (0, 119, 159), (0, 60, 40)):
        press(stage, "input", cell)
        keys(page, "Enter")
        shown = (
            "lens" if cell == (0, 0, 0) else "input"
        )  # a cell of the window is edited where it is enlarged
        box, (x, y) = page.locator(EDITOR).bounding_box(), middle(stage, shown, cell)
        assert box["width"] >= 56
        assert 0 <= box["x"] <= x <= box["x"] + box["width"] <= PROJECTOR[0]
        assert box["y"] <= y <= box["y"] + box["height"]
        corner = [box["x"] + 3, box["y"] + 3]
        hit = page.evaluate("([x, y]) => document.elementFromPoint(x, y).dataset.cellEditor", corner)
        assert hit == ""
        keys(page, "Escape")


def test_without_a_host_that_takes_edits_the_grids_are_read_only(bench: Bench) -> None:
    stage = bench.open(default(2))
    assert grid(bench.page, "input").get_attribute("aria-readonly") == "true"
    press(stage, "input", (0, 1, 1))
    keys(bench.page, "5 Enter F2 Delete Control+z")
    assert bench.page.locator(EDITOR).is_hidden()
    stage.check(default(2), 0)


@pytest.mark.parametrize(("light", "size"), OPPOSITE)
def test_axe_finds_nothing_while_one_edits(light: str, size: tuple[int, int], bench: Bench) -> None:
    driver = bench.drive(default(3, padding=1), light, size)
    driver.stage.root.evaluate("node => node.removeAttribute('style')")  # the driver's colours are odd ones
    why = "The cell holds “x”, which is not a finite number."
    driver.show(
        default(3, padding=1),
        again=True,
        asked={"input": [[0, 0, 1, "x", why]], "filter": [[0, 0, 0, "7", ""]]},
        says={"kind": "problem", "text": why, "undo": True},
    )
    press(driver.stage, "input", (1, 1, 1))
    check_accessible(bench.page)
    keys(bench.page, "4 x")
    check_accessible(bench.page)
