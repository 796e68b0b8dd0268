"""The layers in a row over the picture, on the bench: added, shown, removed, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bench import Bench
from browsing import PHONE, PROJECTOR, check_accessible, eventually

from convviz.document.apply_edits import take
from convviz.document.fields import fields
from convviz.document.session import start
from convviz.document.strip import strip

MATRIX = {"x": "1,2,2,4;3,1,4,2;2,1,3,0;1,1,5,2"}


class Python:
    """What stands behind the stage: a session that takes the edits and answers with frames."""

    def __init__(self, bench: Bench, size: tuple[int, int] = PROJECTOR, **link: str) -> None:
        self.session = start({**MATRIX, **link})
        self.page = bench.page
        self.driver = bench.drive(self.draft.layer, size=size, **self.header())
        self.strip = self.page.get_by_role("navigation", name="Layers")

    @property
    def draft(self) -> Any:
        return self.session.draft

    def header(self) -> dict[str, Any]:
        place = self.draft.document.shown
        return {
            "strip": strip(self.draft.asked),
            "given": f"the output of layer {place}" if place else "",
            "answered": self.session.taken,
            "fields": fields(self.draft.document),
        }

    def answer(self) -> None:
        """Takes what was done, and waits until it is on the stage."""
        self.until(lambda: self.driver.edits()[-1]["n"] > self.session.taken)
        take(self.session, [{**one, "revision": self.draft.revision} for one in self.driver.edits()])
        self.driver.show(self.draft.layer, since=self.driver.revision + 1, **self.header())
        self.until(lambda: self.page.locator("[data-waiting]").count() == 0)

    def until(self, holds: Callable[[], bool]) -> None:
        def check() -> None:
            assert holds()

        eventually(self.page, check)

    def until_focused(self, label: str) -> None:
        """Waits until the focus is on a control that is called so."""
        focused = self.page.locator(":focus")
        self.until(lambda: label in (focused.get_attribute("aria-label"), focused.inner_text()))

    def kinds(self) -> list[str]:
        return [plan.kind for plan in self.draft.document.layers]


def names(python: Python) -> list[str]:
    return python.strip.locator(".cv-layer b").all_inner_texts()


def test_layers_are_added_shown_and_removed_by_mouse(bench: Bench) -> None:
    python = Python(bench)
    page = python.page
    assert not python.strip.is_visible()
    page.get_by_role("button", name="+ Layer").click()
    page.get_by_role("menuitem", name="Convolution", exact=True).click()
    python.answer()
    assert (python.kinds(), python.draft.document.shown) == (["convolution"] * 2, 1)
    assert names(python) == ["Convolution 2 × 2"] * 2
    assert python.strip.locator("small").all_inner_texts() == [
        "4 × 4",
        "an output cell sees 3 × 3",
        "the next, 1 further on",
        "3 × 3",
        "2 × 2",
    ]
    first = page.get_by_role("button", name="Layer 1 of 2: Convolution 2 × 2. Output 3 × 3.")
    first.click()
    python.answer()
    assert python.draft.document.shown == 0
    assert first.get_attribute("aria-current") == "true"
    page.get_by_role("button", name="Remove layer 1, Convolution 2 × 2").click()
    python.answer()
    assert python.kinds() == ["convolution"]
    assert not python.strip.is_visible()


def test_layers_are_added_shown_and_removed_by_keyboard_alone(bench: Bench) -> None:
    python = Python(bench)
    page = python.page
    page.get_by_role("button", name="+ Layer").focus()
    page.keyboard.press("Enter")
    python.until_focused("Convolution")
    page.keyboard.press("ArrowUp")
    python.until_focused("Output becomes the input")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    python.answer()
    python.until_focused("Layer 2 of 2: Convolution 2 × 2. Output 2 × 2.")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    python.answer()
    python.until_focused("Layer 1 of 2: Convolution 2 × 2. Output 3 × 3.")
    for label in ("Add a layer, or go on from the output", "Layer 2 of 2: Convolution 2 × 2. Output 2 × 2."):
        page.keyboard.press("Tab")
        python.until_focused(label)
    page.keyboard.press("Tab")
    python.until_focused("Remove layer 1, Convolution 2 × 2")
    page.keyboard.press("Enter")
    python.answer()
    assert python.kinds() == ["convolution"]
    python.until_focused("+ Layer")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    python.until_focused("+ Layer")


def test_a_layer_that_is_clicked_twice_is_still_there(bench: Bench) -> None:
    python = Python(bench, layers="convolution,relu,max")
    box = python.strip.locator(".cv-layer").nth(2).bounding_box()
    assert box is not None
    for _ in range(2):
        python.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    python.answer()
    assert (python.kinds(), python.draft.document.shown) == (["convolution", "relu", "max"], 2)
    assert python.page.locator('[data-strip] [aria-current="true"] b').inner_text() == "Max pooling 2 × 2"
    assert python.strip.locator(".cv-layer").nth(2).bounding_box() == box


def test_the_input_of_a_later_layer_is_read_only_and_says_what_it_is(bench: Bench) -> None:
    python = Python(bench, layers="convolution,convolution", layer="2")
    page = python.page
    cells = page.get_by_role("grid", name="Cells of the input")
    assert cells.get_attribute("aria-readonly") == "true"
    cells.focus()
    page.keyboard.press("7")
    says = "This is the output of layer 1: its numbers follow from that layer."
    python.until(lambda: page.locator(".cv-says").inner_text() == says)
    assert python.driver.edits() == []


def lit(python: Python, cell: str) -> str:
    """The outline of the field of the present cell, or of the one that is pointed at."""
    outline = python.page.locator(f'[data-origin] [data-field="{cell}"]')
    return str(outline.get_attribute("d") or "")


def test_the_field_of_a_cell_is_lit_in_the_first_input(bench: Bench) -> None:
    python = Python(bench, layers="convolution,max", layer="2", **{"stride.2": "1"})
    page, stage = python.page, python.driver.stage
    assert lit(python, "present") == "M0 0h3v3h-3z"
    told = ["4 × 4", "an output cell sees 3 × 3", "the next, 1 further on"]
    assert python.strip.locator("small").all_inner_texts()[:3] == told
    stage.button("Next window").click()
    python.until(lambda: lit(python, "present") == "M1 0h3v3h-3z")
    size = "receptive field 3 × 3, the next 1 further on"
    said = f"The present cell comes from rows 1 to 3 and columns 2 to 4 of the input: {size}"
    page.get_by_role("img", name=said).wait_for()
    stage.point("output", 0, 1, 0)
    python.until(lambda: lit(python, "pointed") == "M0 1h3v3h-3z")
    page.locator("[data-where]").get_by_text(
        "From rows 2 to 4 and columns 1 to 3 of the first input"
    ).wait_for()
    stage.point("input", 0, 1, 2)
    python.until(lambda: lit(python, "pointed") == "M2 1h2v2h-2z")
    page.get_by_role("grid", name="Cells of the output").focus()
    page.keyboard.press("ArrowDown")
    spoken = f"From rows 2 to 4 and columns 2 to 4 of the first input: {size}."
    page.get_by_role("status").filter(has_text=spoken).first.wait_for(state="attached")
    assert stage.root.get_attribute("data-step") == "2"


@pytest.mark.parametrize("size", [PROJECTOR, PHONE], ids=["projector", "phone"])
def test_the_row_stays_within_its_page_and_axe_has_nothing_to_say(
    bench: Bench, size: tuple[int, int]
) -> None:
    python = Python(bench, size, layers=",".join(["convolution"] * 3), **{"w.3": "1,1,1,1,1"})
    page = python.page
    box = python.strip.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= size[0]
    refused = page.get_by_role(
        "button", name="Layer 3 of 3: Convolution 1 × 5. Layer 3: a filter with 5 columns"
    )
    assert refused.get_attribute("data-mark") == "refused"
    page.get_by_role("button", name="Add a layer, or go on from the output").click()
    check_accessible(page)


def test_a_row_that_scrolls_says_how_many_layers_are_out_of_sight(bench: Bench) -> None:
    python = Python(bench, PHONE, layers=",".join(["relu", "convolution", "relu", "relu"]), layer="2")
    earlier, later = (python.strip.locator(f".cv-{end}") for end in ("earlier", "later"))

    def says(*words: str) -> None:
        def check() -> None:
            assert (earlier.inner_text(), later.inner_text()) == words

        eventually(python.page, check)

    says("← 1 more", "2 more →")
    python.strip.evaluate("row => { row.scrollLeft = row.scrollWidth; }")
    says("← 2 more", "")
    python.page.set_viewport_size({"width": 1280, "height": 720})
    says("", "")
