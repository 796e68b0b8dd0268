"""What the hands of a visitor do with the app, for browser tests. Every wait is for a condition."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from browsing import wait_for_picture
from stage import Stage

from convviz import Convolution

playwright = pytest.importorskip("playwright.sync_api", reason="browser tests need the package playwright")

PACE = 100  # ms between the last key and Enter
MOVES = {(1, 0): "ArrowRight", (-1, 0): "ArrowLeft", (0, 1): "ArrowDown", (0, -1): "ArrowUp"}


def select_cell(page: Any, grid: int, row: int, column: int) -> None:
    """Selects a cell of the n-th grid of the sidebar, all counted from zero, as a hand would."""
    frame = page.get_by_test_id("stDataFrame").nth(grid)
    frame.scroll_into_view_if_needed()
    headers = frame.locator('[role="columnheader"]')
    headers.filter(has_text="1").first.wait_for(state="attached")
    headers = headers.all_text_contents()
    here, target = (headers.index("1"), 0), (headers.index(str(column + 1)), row)
    # A grid draws itself on a canvas some time after it is in the page: click until it answers.
    position = {"x": 20 if here[0] == 0 else 70, "y": 50}
    for patience in [500] * 20 + [20_000]:
        frame.click(position=position)
        try:
            wait_for_focus(page, here, patience)
            break
        except playwright.TimeoutError:
            continue
    while here != target:
        across, down = target[0] - here[0], target[1] - here[1]
        move = (int(np.sign(across)), 0) if across else (0, int(np.sign(down)))
        page.keyboard.press(MOVES[move])
        here = (here[0] + move[0], here[1] + move[1])
        wait_for_focus(page, here)


def wait_for_focus(page: Any, cell: tuple[int, int], patience: int = 20_000) -> None:
    focused = "([c, r]) => document.activeElement.id === `glide-cell-${c}-${r}`"
    page.wait_for_function(focused, arg=cell, timeout=patience)


def type_into(page: Any, grid: int, row: int, column: int, text: str) -> None:
    """Types at the pace of a hand: the grid's editor loses keys that come before it has the last one."""
    select_cell(page, grid, row, column)
    for end in range(1, len(text) + 1):
        page.keyboard.press(text[end - 1])
        page.wait_for_function("text => document.activeElement.value === text", arg=text[:end])
    page.wait_for_timeout(PACE)
    page.keyboard.press("Enter")


def wait_for_output(stage: Stage, expected: Any) -> None:
    stage.page.wait_for_function(
        """expected => JSON.stringify([...document.querySelectorAll('[data-panel="output"] td')].map(cell =>
            cell.textContent.replace('−', '-'))) === JSON.stringify(expected)""",
        arg=[format(value, "g") for value in np.ravel(expected)],
    )


def go_to_the_end(stage: Stage, convolution: Convolution) -> None:
    """Waits until the stage has as many windows as the convolution, and checks the last of them."""
    stage.page.locator(f'[data-testid="convviz-stage"][data-steps="{len(convolution)}"]').wait_for()
    stage.button("Last window").click()
    wait_for_picture(stage, convolution, len(convolution) - 1)


def wait_for_rest(page: Any) -> None:
    """Waits until the server has answered: what it sends may take back what a hand does meanwhile."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


def wait_for_address(page: Any, part: str) -> None:
    page.wait_for_function("part => location.search.slice(1).split('&').includes(part)", arg=part)


def frames_sent(page: Any) -> list[object]:
    """What the page will have sent to the server; to be called before the page is opened."""
    sent: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    return sent


class SlowAnswers:
    """What the server sends is held back from the page, from a message that holds `mark` on, until `go`.

    To be made before the page is opened.
    """

    def __init__(self, page: Any, mark: bytes) -> None:
        self.mark, self.held, self.open = mark, [], False
        page.route_web_socket(re.compile("_stcore/stream"), self.connect)

    def connect(self, socket: Any) -> None:
        self.socket = socket
        socket.connect_to_server().on_message(self.receive)

    def receive(self, message: bytes) -> None:
        if not self.open and (self.held or self.mark in message):
            self.held.append(message)
        else:
            self.socket.send(message)

    def go(self) -> None:
        self.open = True
        for message in self.held:
            self.socket.send(message)


def popover(page: Any, name: str) -> Any:
    """Opens a popover of the sidebar, unless it is open."""
    dialog = page.get_by_role("dialog", name=name)
    if not dialog.is_visible():
        page.get_by_role("button", name=name, exact=True).click()
        dialog.wait_for()
    return dialog


def close(page: Any, name: str) -> None:
    page.get_by_role("dialog", name=name).press("Escape")
    page.get_by_role("dialog", name=name).wait_for(state="detached")


def choose(page: Any, name: str, option: str) -> None:
    """Chooses from a list, which closes when the sidebar changes under it: open it until it stays."""
    field, entry = (
        page.get_by_role("combobox", name=name, exact=True),
        page.get_by_role("option", name=option),
    )
    for patience in [1_000] * 10 + [20_000]:
        wait_for_rest(page)
        field.press("ArrowDown")
        try:
            entry.click(timeout=patience)
            return
        except playwright.TimeoutError:
            continue


def switch(page: Any, name: str, option: str) -> None:
    page.get_by_role("radiogroup", name=name).get_by_text(option, exact=True).click()


def upload(page: Any, data: bytes, name: str = "numbers", target: str = "The input") -> None:
    """Uploads a file; returns when the page has taken it."""
    dialog = popover(page, "Open file")
    switch(page, "The numbers become", target)
    dialog.get_by_role("radio", name=target, checked=True).wait_for()
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    dialog.locator("input[type=file]").set_input_files(file)


def allow_clipboard(page: Any) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
