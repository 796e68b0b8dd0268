"""Numbers as people have them, pasted and opened in the app: one page for many."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Callable
from typing import Any

import hands
import numpy as np
import pytest
from browsing import equal, eventually
from numpy.typing import NDArray
from PIL import Image
from stage import Stage

Array = NDArray[np.float64]

NOTATIONS = [
    "[[{0}, 2.5], [3, 4]]",
    "array([[{0}. , 2.5],\n       [3. , 4. ]])",
    "A = [{0} 2.5; 3 4];",
    "tensor([[{0}.0000, 2.5000],\n        [3.0000, 4.0000]])",
    r"\begin{{pmatrix}} {0} & 2.5 \\ 3 & 4 \end{{pmatrix}}",
    "| a | b |\n|---|---|\n| {0} | 2.5 |\n| 3 | 4 |",
    "a;b\n{0};2,5\n3;4",
    "     [,1] [,2]\n[1,]   {0}  2.5\n[2,]    3  4.0",
    "   x    y\n0  {0}  2.5\n1  3  4.0",
    "{{{{{0}, 5/2}}, {{3, 4}}}}",
    "−{0}\t2½",
]


@pytest.fixture
def stage(stage: Stage, server: Any) -> Stage:
    return stage.open(f"{server.url}?rank=2&x=1,2;3,4&w=1")


def paste_on_the_stage(stage: Stage, text: str) -> None:
    hands.choose_cell(stage, "input", 0, 0, 0)
    stage.page.evaluate("text => navigator.clipboard.writeText(text)", text)
    stage.page.keyboard.press("Control+v")


def paste_in_the_menu(stage: Stage, text: str) -> Any:
    """Pastes in the menu of the input, which is closed by what can be read."""
    hands.wait_for_rest(stage.page)  # a run that is under way may still close the menu
    menu = hands.popover(stage.page, "Change input")
    menu.get_by_role("textbox").fill(text)
    menu.get_by_role("button", name="Replace", exact=True).click()
    return menu


def says(stage: Stage, words: str) -> Any:
    return stage.page.locator("[data-says]").filter(has_text=words)


def test_notations_are_pasted_and_what_was_decided_has_a_button(stage: Stage) -> None:
    page = stage.page
    hands.allow_clipboard(page)
    for number, notation in enumerate(NOTATIONS[:-1], 11):
        if number % 4 == 0:
            paste_in_the_menu(stage, notation.format(number)).wait_for(state="detached")
        else:
            paste_on_the_stage(stage, notation.format(number))
        expected = np.array([[number, 2.5], [3, 4]])
        eventually(page, lambda expected=expected: stage.check_numbers("input", expected))  # type: ignore[misc]
    paste_on_the_stage(stage, NOTATIONS[-1].format(9))
    says(stage, "“2½”, which is not a finite number").wait_for()
    stage.check_numbers("input", np.array([[number, 2.5], [3, 4]]))  # what was there stays
    text = "1,234;5\n6;7"
    paste_in_the_menu(stage, text).get_by_text("can be 1234 or 1.234").wait_for()
    hands.wait_for_rest(page)
    hands.close(page, "Change input")
    hands.wait_for_rest(page)
    menu = hands.popover(page, "Change input")
    eventually(page, lambda: equal(menu.get_by_role("textbox").input_value(), text))
    menu.get_by_role("button", name="Read 1,234 as 1234").click()
    page.wait_for_function("() => document.activeElement.textContent.startsWith('Change input')")
    eventually(page, lambda: stage.check_numbers("input", np.array([[1234, 5], [6, 7]])))
    paste_on_the_stage(stage, "5,6;7,8")
    says(stage, "Read as in a link").get_by_role("button", name="Read it as one row").click()
    says(stage, "Done: read it as one row").get_by_role("button", name="Undo").wait_for()
    eventually(page, lambda: stage.check_numbers("input", np.array([[5.6, 7.8], [6, 7]])))
    paste_on_the_stage(stage, "\n".join(map(str, range(300))))
    says(stage, "one column of 300 numbers").get_by_role("button", name="Open it as a 1D vector").click()
    page.locator('[data-testid="convviz-stage"][data-rank="1"][data-ready="true"]').wait_for()
    hands.wait_for_address(page, "rank=1")


def npy(tensor: Array) -> bytes:
    file = io.BytesIO()
    np.save(file, tensor.astype(np.int16))
    return file.getvalue()


def npz(tensor: Array) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, image=tensor)
    return file.getvalue()


def safetensors(tensor: Array) -> bytes:
    data = tensor.astype("<f4").tobytes()
    entry = {"dtype": "F32", "shape": tensor.shape, "data_offsets": [0, len(data)]}
    header = json.dumps({"weight": entry}).encode()
    return struct.pack("<Q", len(header)) + header + data


def picture(kind: str) -> Callable[[Array], bytes]:
    def save(tensor: Array) -> bytes:
        file = io.BytesIO()
        Image.fromarray(tensor.astype(np.uint8)).save(file, kind)
        return file.getvalue()

    return save


FILES = {
    "table.csv": lambda tensor: "\r\n".join(";".join(map(str, row)) for row in tensor).encode("utf-16"),
    "array.npy": npy,
    "arrays.npz": npz,
    "model.safetensors": safetensors,
    "picture.txt": picture("PNG"),  # what it is, is told by what is in it
    "picture.bmp": picture("BMP"),
    "picture.tif": picture("TIFF"),
    "picture.pgm": picture("PPM"),
    "picture.gif": picture("GIF"),
}


def test_files_of_each_kind_are_opened(stage: Stage) -> None:
    for number, (name, write) in enumerate(FILES.items(), 1):
        tensor = np.arange(6.0).reshape(2, 3) * 20 + number
        hands.upload(stage.page, write(tensor), name)
        says(stage, f"Input: 2 × 3, read from {name}.").get_by_role("button", name="Undo").wait_for()
        eventually(stage.page, lambda tensor=tensor: stage.check_numbers("input", tensor))  # type: ignore[misc]
        hands.wait_for_rest(stage.page)
    stage.page.set_viewport_size({"width": 390, "height": 844})  # a phone, covered by the sidebar
    stage.page.get_by_role("button", name="Expand sidebar").click()
    hands.upload(stage.page, b"1 2\n3", "ragged.txt")
    line = says(stage, "The file ragged.txt was not opened. Line 2 has 1 cell and line 1 has 2")
    line.wait_for()
    stage.page.locator('[data-testid="stSidebar"][data-collapsed="true"]').wait_for(state="attached")
    assert line.bounding_box()["y"] < 700  # over the slider, which stands under the thumb
    stage.check_numbers("input", tensor)
