"""Layers in the app: built by mouse and by keyboard alone, changed at the front, and opened elsewhere."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import numpy as np
from browsing import eventually
from hands import type_into, wait_for_output, wait_for_rest
from stage import Stage

from convviz import Activation, Filters, Pooling, Stack
from convviz.document.link import parse

X = [[1, 2, -2, 4, 0], [3, -1, 4, 2, 1], [2, 1, -3, 0, 2], [1, 1, 5, 2, -4]]
W = [[[1, 0], [0, 1]], [[0, 1], [-1, 0]]]
LINK = "?x=1,2,-2,4,0;3,-1,4,2,1;2,1,-3,0,2;1,1,5,2,-4&w=1,0;0,1~0,1;-1,0&output=whole"


def last_output(w: Any) -> Any:
    """What comes out of the two filters, ReLU and the largest of 2 × 2."""
    layers = partial(Filters, w=w), Activation, partial(Pooling, size=(1, 2, 2))
    return Stack(np.array(X), *layers).output


def add(page: Any, opener: str, kind: str) -> None:
    """Adds a layer behind the shown one with the mouse, and waits until it is shown."""
    page.get_by_role("button", name=opener).click()
    page.get_by_role("menuitem", name=kind, exact=True).click()
    wait_for_layer(page, kind)


def wait_for_layer(page: Any, name: str) -> None:
    """Waits until a layer that is called so is the shown one, and nothing is on its way."""
    page.locator(".cv-layer[aria-current]").filter(has_text=name).wait_for()
    page.locator("[data-waiting]").wait_for(state="detached")


def check_address(page: Any) -> None:
    document, complaints = parse(dict(parse_qsl(urlsplit(page.url).query)))
    assert complaints == []
    assert [plan.kind for plan in document.layers] == ["convolution", "relu", "max"]
    assert document.shown == 2
    assert document.layers[0].filters[1].tolist() == [[9, 1], [-1, 0]]


def test_layers_are_built_changed_at_the_front_and_opened_elsewhere(stage: Stage, server: Any) -> None:
    stage.open(server.url + LINK)
    page = stage.page
    add(page, "+ Layer", "ReLU")
    add(page, "Add a layer, or go on from the output", "Max pooling")
    wait_for_output(stage, last_output(W))
    page.get_by_role("button", name="Layer 1 of 3").click()
    wait_for_layer(page, "Convolution")
    stage.button("Last window").click()  # of the second filter
    wait_for_rest(page)
    type_into(stage, "filter", (0, 0, 0), "9")
    changed = np.array(W)
    changed[1, 0, 0] = 9
    page.get_by_role("button", name="Layer 3 of 3").click()
    wait_for_layer(page, "Max pooling")
    wait_for_output(stage, last_output(changed))
    eventually(page, lambda: check_address(page))
    elsewhere = Stage(page.context.new_page()).open(page.url)
    wait_for_output(elsewhere, last_output(changed))


def test_layers_are_built_by_keyboard_alone(stage: Stage, server: Any) -> None:
    stage.open(server.url + LINK)
    page = stage.page
    page.get_by_role("button", name="+ Layer").focus()
    for kind, tabs in (("ReLU", 0), ("Max pooling", 1)):
        for _ in range(tabs):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        offered = page.get_by_role("menuitem").all_inner_texts()
        for _ in range(offered.index(kind)):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        wait_for_layer(page, kind)
        page.locator(".cv-layer:focus").filter(has_text=kind).wait_for()
    wait_for_output(stage, last_output(W))
    page.keyboard.press("Home")
    page.locator(".cv-layer:focus").filter(has_text="Convolution").wait_for()
    page.keyboard.press("Enter")
    wait_for_layer(page, "Convolution")
