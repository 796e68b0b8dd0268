"""What the hands of a visitor do with the app, for browser tests. Every wait is for a condition."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from browsing import enter, wait_for_picture
from stage import Stage

from convviz import Convolution

playwright = pytest.importorskip("playwright.sync_api", reason="browser tests need the package playwright")


IS_CURRENT = """([panel, slice, row, column]) => {
    const grid = document.querySelector(`[data-panel="${panel}"] [role="grid"]`);
    const [line, cell] = [grid.querySelector('[role="row"]'), grid.querySelector('[role="gridcell"]')];
    const { rows } = document.querySelector(`[data-panel="${panel}"] [data-frame]`).dataset;
    return document.activeElement === grid && Number(line.ariaRowIndex) === slice * rows + row + 1 &&
        Number(cell.ariaColIndex) === column + 1;
}"""


def choose_cell(stage: Stage, panel: str, *at: int) -> None:
    """Clicks a cell until it is the current one: slice, row, column of the panel from zero.

    A page that is still being laid out may move under the mouse.
    """
    for patience in (2_000, 2_000, 20_000):
        stage.point(panel, *at)
        stage.page.mouse.down()
        stage.page.mouse.up()
        try:
            stage.page.wait_for_function(IS_CURRENT, arg=[panel, *at], timeout=patience)
            return
        except playwright.TimeoutError:
            continue
    raise AssertionError(f"no click reaches {panel} {at}")


def type_into(stage: Stage, panel: str, at: tuple[int, int, int], text: str) -> None:
    """Types into a cell of the stage, as fast as a keyboard can."""
    choose_cell(stage, panel, *at)
    if text[:1] not in tuple("0123456789-."):  # no letter opens the editor by itself
        stage.page.keyboard.press("F2")
        stage.page.keyboard.press("Control+a")
    stage.page.keyboard.type(text)
    stage.page.keyboard.press("Enter")


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


def wait_for_query(page: Any, query: str) -> None:
    """Waits until the address has this query and nothing else."""
    page.wait_for_function("query => location.search.slice(1) === query", arg=query)


def look_at_tabs(page: Any) -> None:
    """Brings what the tabs hold into sight: it is computed then."""
    page.get_by_role("tabpanel").first.evaluate("node => node.scrollIntoView({block: 'start'})")


def open_tab(page: Any, name: str) -> Any:
    """Opens a tab, unless it is open, and gives back where its content comes."""
    tab = page.get_by_role("tab", name=name, exact=True)
    look_at_tabs(page)
    if tab.get_attribute("aria-selected") != "true":
        tab.click()
    return page.get_by_role("tabpanel", name=name, exact=True)


def filled_tab(page: Any, name: str) -> Any:
    """Opens a tab and waits for its content."""
    opened = open_tab(page, name)
    opened.locator(".stMarkdown").first.wait_for()
    return opened


def wait_for_window(page: Any, step: int, steps: int) -> None:
    """Waits until the explanation is that of a step, from one."""
    page.get_by_role("tabpanel").get_by_text(f"Window {step} of {steps}:").wait_for()


def frames_sent(page: Any) -> list[object]:
    """What the page will have sent to the server; to be called before the page is opened."""
    sent: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    return sent


class Line:
    """The page's connection to its server in the hand of a test, to be made before the page is opened.

    While it is `slow`, what the server sends waits until it is let through, answers to edits too; while it is
    `cut`, nothing passes and the page cannot connect anew.
    """

    def __init__(self, page: Any) -> None:
        self.page, self.waiting, self.slow, self.is_cut, self.refused = page, [], False, False, 0
        page.route_web_socket(re.compile("_stcore/stream"), self.connect)
        page.route(re.compile("/edits/"), self.post)

    def connect(self, socket: Any) -> None:
        if self.is_cut:
            self.refused += 1
            socket.close()
            return
        self.socket = socket
        server = socket.connect_to_server()
        socket.on_message(lambda message: None if self.is_cut else server.send(message))
        server.on_message(self.receive)

    def receive(self, message: bytes) -> None:
        socket = self.socket
        self.deliver(lambda: socket.send(message))

    def post(self, route: Any) -> None:
        if self.is_cut:
            route.abort()
            return
        answer = route.fetch()
        self.deliver(lambda: route.fulfill(response=answer))

    def deliver(self, send: Callable[[], None]) -> None:
        if self.slow:
            self.waiting.append(send)
        elif not self.is_cut:
            send()

    def let_through(self, count: int | None = None) -> None:
        """Lets the oldest messages through, or with no number all of them and those to come."""
        self.slow = count is not None
        for _ in range(len(self.waiting) if count is None else min(count, len(self.waiting))):
            self.waiting.pop(0)()

    def cut(self) -> None:
        """Cuts the line: what is on its way is lost."""
        self.is_cut = True

    def hang_up(self) -> None:
        """The page notices that the line is cut."""
        self.socket.close()

    def mend(self) -> None:
        """From now on the page can connect."""
        self.is_cut = False


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


def set_number(page: Any, name: str, value: object) -> None:
    """Writes a number into a field of the sidebar, which may be another one while the server answers."""
    wait_for_rest(page)
    enter(page.get_by_role("spinbutton", name=name, exact=True), value)


def choose(page: Any, name: str, option: str) -> None:
    """Chooses from a list, which closes when the sidebar changes under it: until the choice is shown."""
    field = page.get_by_role("combobox", name=name, exact=True)
    entry = page.get_by_role("option", name=option)
    shown = field.and_(page.locator(f'[value^="{option}"]'))
    for patience in [1_000] * 10 + [20_000]:
        wait_for_rest(page)
        field.press("ArrowDown")
        try:
            entry.click(timeout=patience)
            shown.wait_for(timeout=patience)
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
