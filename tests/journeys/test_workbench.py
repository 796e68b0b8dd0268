"""The workbench in a real browser: parameters, sizes, files and links."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import hands
import numpy as np
from browsing import eventually, wait_for_picture
from hands import wait_for_address
from stage import Stage

from convviz import Convolution
from convviz.document import examples


def npy(values: Any) -> bytes:
    made = BytesIO()
    np.save(made, np.asarray(values))
    return made.getvalue()


def test_every_parameter_has_its_control(stage: Stage, server: Any) -> None:
    stage.open(f"{server.url}?example=sobel")
    hands.set_number(stage.page, "Stride", 2)
    wait_for_address(stage.page, "stride=2")
    assert "read by no window" in stage.root.inner_text()
    hands.choose(stage.page, "Padding", "Same")
    wait_for_address(stage.page, "padding=same")
    hands.set_number(stage.page, "Dilation", 2)
    wait_for_address(stage.page, "dilation=2")
    hands.switch(stage.page, "Operation", "Convolution")
    wait_for_address(stage.page, "flip=true")
    assert "filter, flipped" in stage.root.inner_text()
    hands.set_number(stage.page, "Bias", -1.5)
    wait_for_address(stage.page, "bias=-1.5")
    sobel = examples.find("sobel")
    convolution = Convolution(sobel.x, sobel.w, 2, "same", 2, True, -1.5)
    stage.button("Last window").click()
    stage.check(convolution, len(convolution) - 1)


def test_what_a_hand_does_before_the_answer_is_there_takes_nothing_back(stage: Stage, server: Any) -> None:
    line = hands.Line(stage.page)
    sent = hands.frames_sent(stage.page)
    stage.open(server.url)
    hands.wait_for_rest(stage.page)
    line.slow = True
    hands.set_number(stage.page, "Bias", 1)
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


def picture(image: Any, format: str) -> bytes:
    made = BytesIO()
    image.save(made, format)
    return made.getvalue()


def test_a_file_becomes_the_input_and_a_bad_one_is_named(stage: Stage, server: Any) -> None:
    """Other files are asked of the session, in tests/document."""
    from PIL import Image

    page, says = stage.page, stage.page.locator("[data-says]")
    stage.open(f"{server.url}?step=4")

    def upload(data: bytes, steps: int) -> None:
        hands.upload(page, data, "<img src=x onerror=alert(1)>.csv")
        page.locator(f'[data-testid="convviz-stage"][data-steps="{steps}"]').wait_for()
        page.get_by_role("dialog", name="Open file").wait_for(state="detached")

    hands.upload(page, b"\x00\x01")
    says.filter(has_text="The file numbers was not opened.").wait_for()
    assert stage.tables("output").tolist() == [[[2, 6], [4, 4]]]
    page.get_by_role("dialog", name="Open file").wait_for(state="detached")
    upload(b"1,2,3,4\n5,6,7,8\n", 3)
    upload(npy(np.ones((5, 4))), 12)
    upload(picture(Image.linear_gradient("L").resize((600, 300)), "PNG"), 255 * 127)
    says.filter(has_text="600 × 300 pixels was scaled down to 256 × 128").wait_for()
    page.get_by_role("radiogroup", name="Rank").get_by_text("3D tensor").click()
    page.locator('[data-testid="convviz-stage"][data-rank="3"]').wait_for()
    upload(picture(Image.effect_noise((20, 16), 64).convert("RGB"), "JPEG"), 19 * 15)
    assert len(stage.tables("input")) == 3


def test_what_is_saved_opens_again_and_holds_every_number(stage: Stage, server: Any) -> None:
    page = stage.open(f"{server.url}?rank=1&x=1,2,3,4,5,6&stride=2&bias=1&step=2").page
    layer = Convolution([1, 2, 3, 4, 5, 6], [1, 0, 2], stride=2, bias=1)
    dialog = hands.popover(page, "Save")
    for name, expected in (("input", layer.x), ("filter", layer.w), ("output", layer.output)):
        for kind in ("csv", "npy"):
            with page.expect_download() as saved:
                dialog.locator(f".st-key-save-{name}-{kind} button").first.click()
            path = saved.value.path()
            values = np.loadtxt(path, delimiter=",") if kind == "csv" else np.load(path, allow_pickle=False)
            np.testing.assert_array_equal(values, expected)
    name = "a-vector-of-your-own"
    for key, expected, start in (
        ("this-window-svg", f"{name}-window-2.svg", b"<?xml"),
        ("all-windows-pdf", f"{name}-all-windows.pdf", b"%PDF"),
        ("film-gif", f"{name}.gif", b"GIF89a"),
        ("web-page-html", f"{name}.html", b"<!doctype html>"),
        ("notebook-ipynb", f"{name}.ipynb", b"{"),
        ("lesson", f"{name}.json", b"{"),
    ):
        with page.expect_download() as saved:
            dialog.locator(f".st-key-save-{key} button").first.click()
        assert saved.value.suggested_filename == expected
        data = saved.value.path().read_bytes()
        assert data.startswith(start)
    lesson = data
    stage.open(server.url)
    hands.upload(page, lesson)
    page.locator('[data-testid="convviz-stage"][data-rank="1"]').wait_for()
    wait_for_picture(stage, layer, 1)
