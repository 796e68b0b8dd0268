"""The workbench in a real browser: parameters, sizes, files and links."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import hands
import numpy as np
import pytest
from browsing import enter, eventually, wait_for_picture
from hands import wait_for_address
from stage import Stage

from convviz import Convolution
from convviz.document import examples


@pytest.fixture
def stage(page: Any, server: Any) -> Stage:
    hands.allow_clipboard(page)
    return Stage(page)


def npy(values: Any) -> bytes:
    made = BytesIO()
    np.save(made, np.asarray(values))
    return made.getvalue()


def test_every_parameter_has_its_control(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?example=sobel")
    enter(stage.page.get_by_role("spinbutton", name="Stride", exact=True), 2)
    wait_for_address(stage.page, "stride=2")
    assert "read by no window" in stage.root.inner_text()
    hands.choose(stage.page, "Padding", "Same")
    wait_for_address(stage.page, "padding=same")
    enter(stage.page.get_by_role("spinbutton", name="Dilation", exact=True), 2)
    wait_for_address(stage.page, "dilation=2")
    hands.switch(stage.page, "Operation", "Convolution")
    wait_for_address(stage.page, "flip=true")
    assert "filter, flipped" in stage.root.inner_text()
    enter(stage.page.get_by_role("spinbutton", name="Bias", exact=True), -1.5)
    wait_for_address(stage.page, "bias=-1.5")
    sobel = examples.find("sobel")
    convolution = Convolution(sobel.x, sobel.w, 2, "same", 2, True, -1.5)
    stage.button("Last window").click()
    stage.check(convolution, len(convolution) - 1)


def test_a_resized_tensor_keeps_the_values_that_remain(stage: Stage, server: Any) -> None:
    stage.open(server.url)
    hands.popover(stage.page, "Change input")
    enter(stage.page.get_by_role("spinbutton", name="Columns", exact=True), 4)
    wait_for_address(stage.page, "x=1,2,2,0;3,1,4,0;2,1,3,0")
    stage.page.get_by_role("button", name="Undo").click()
    stage.page.wait_for_function("() => !location.search.includes('x=')")
    stage.page.get_by_role("button", name="Redo").click()
    wait_for_address(stage.page, "x=1,2,2,0;3,1,4,0;2,1,3,0")


def test_what_a_hand_does_before_the_answer_is_there_takes_nothing_back(stage: Stage, server: Any) -> None:
    line = hands.Line(stage.page)
    sent = hands.frames_sent(stage.page)
    stage.open(server.url)
    hands.wait_for_rest(stage.page)
    line.slow = True
    enter(stage.page.get_by_role("spinbutton", name="Bias", exact=True), 1)
    eventually(stage.page, lambda: check(line.waiting))
    before = len(sent)
    hands.popover(stage.page, "Change filter")
    eventually(stage.page, lambda: check(len(sent) > before))
    line.let_through()
    example = examples.default(2)
    convolution = Convolution(example.x, example.w, bias=1)
    stage.page.get_by_role("spinbutton", name="Columns", exact=True).wait_for()
    hands.wait_for_rest(stage.page)
    wait_for_picture(stage, convolution, 0)
    chooser = stage.page.get_by_role("combobox", name="Example")
    eventually(stage.page, lambda: check(chooser.input_value() == "Your own numbers"))


def check(seen: object) -> None:
    assert seen


def test_a_second_tab_from_the_copied_link_shows_the_same(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?example=sobel")
    hands.type_into(stage, "filter", (0, 0, 0), "-3")
    wait_for_address(stage.page, "w=-3,0,1;-2,0,2;-1,0,1")
    hands.choose(stage.page, "Padding", "Same")
    wait_for_address(stage.page, "padding=same")
    enter(stage.page.get_by_role("spinbutton", name="Stride", exact=True), 2)
    wait_for_address(stage.page, "stride=2")
    stage.button("Last window").click()
    stage.button("Copy link").click()
    stage.button("Copied").wait_for()
    link = stage.page.evaluate("() => navigator.clipboard.readText()")
    sobel = examples.find("sobel")
    convolution = Convolution(sobel.x, [[-3, 0, 1], *sobel.w[1:].tolist()], stride=2, padding="same")
    other = Stage(stage.page.context.new_page()).open(link)
    for seen in (stage, other):
        seen.check(convolution, len(convolution) - 1)
    other.page.reload()
    other.ready().check(convolution, len(convolution) - 1)


def test_a_file_becomes_the_input(stage: Stage, server: Any) -> None:
    stage.open(server.url)
    for data, steps in ((b"1,2,3,4\n5,6,7,8\n", 3), (npy(np.ones((5, 4))), 12)):
        hands.upload(stage.page, data, "<img src=x onerror=alert(1)>.csv")
        stage.page.locator(f'[data-testid="convviz-stage"][data-steps="{steps}"]').wait_for()
        stage.page.get_by_role("dialog", name="Open file").wait_for(state="detached")


def test_a_picture_is_scaled_down_and_that_is_said(stage: Stage, server: Any) -> None:
    from PIL import Image

    made = BytesIO()
    Image.linear_gradient("L").resize((600, 300)).save(made, "PNG")
    stage.open(f"{server.url}?example=sobel")
    hands.upload(stage.page, made.getvalue())
    stage.page.get_by_text("600 × 300 pixels was scaled down to 256 × 128").wait_for()
    stage.page.locator(f'[data-testid="convviz-stage"][data-steps="{254 * 126}"]').wait_for()


def test_a_bad_file_is_named_and_the_stage_stays(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?step=4")
    hands.upload(stage.page, b"\x00\x01")
    stage.page.locator("[data-says]").filter(has_text="The file was not opened.").wait_for()
    assert stage.tables("output").tolist() == [[[2, 6], [4, 4]]]


def test_a_lesson_file_brings_everything_back(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?rank=1&x=1,2,3,4,5,6&stride=2&bias=1&step=2")
    hands.popover(stage.page, "Save")
    with stage.page.expect_download() as saved:
        stage.page.get_by_role("button", name="Lesson file").click()
    data = saved.value.path().read_bytes()
    stage.open(server.url)
    hands.upload(stage.page, data)
    stage.page.locator('[data-testid="convviz-stage"][data-rank="1"]').wait_for()
    stage.at(2).check(Convolution([1, 2, 3, 4, 5, 6], [1, 0, 2], stride=2, bias=1), 1)


def test_a_colour_picture_becomes_three_slices(stage: Stage, server: Any) -> None:
    from PIL import Image

    made = BytesIO()
    Image.effect_noise((20, 16), 64).convert("RGB").save(made, "JPEG")
    stage.open(f"{server.url}?rank=3")
    hands.upload(stage.page, made.getvalue())
    stage.page.locator('[data-testid="convviz-stage"][data-steps="285"]').wait_for()
    assert len(stage.tables("input")) == 3


def test_every_tensor_is_saved_for_spreadsheets_and_for_numpy(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?step=4")
    example = examples.default(2)
    convolution = Convolution(example.x, example.w)
    dialog = hands.popover(stage.page, "Save")
    for name, expected in (
        ("input", convolution.x),
        ("filter", convolution.w),
        ("output", convolution.output),
    ):
        for kind in ("csv", "npy"):
            with stage.page.expect_download() as saved:
                dialog.locator(f".st-key-save-{name}-{kind} button").first.click()
            path = saved.value.path()
            values = np.loadtxt(path, delimiter=",") if kind == "csv" else np.load(path, allow_pickle=False)
            np.testing.assert_array_equal(values, expected)
