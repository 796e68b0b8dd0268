"""What `mount.js` does when another server answers, with Streamlit and the posts in the hand of a test."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browsing import equal, eventually, wait_for_picture
from hands import type_into, wait_for_address
from plotly.offline import get_plotlyjs
from stage import Stage

from convviz import Convolution
from convviz.document import examples
from convviz.hosts.streamlit import addresses, visits
from convviz.player import assets

URL = "http://stage.example/"
MOUNT = Path(addresses.__file__).with_name("mount.js").read_text(encoding="utf-8")
#: `give` does what Streamlit does with a component; `sent` is what it is to bring to Python, newest last.
PAGE = """<!doctype html><title>Mount</title><link rel="icon" href="data:,">
<main><div id="stage"></div><button>Elsewhere</button></main>
<script type="module">
    import mount from "./mount.js";
    const parentElement = document.querySelector("#stage");
    const setStateValue = (name, value) => sent.push(value);
    window.sent = [];
    window.give = text =>
        mount({ parentElement, setStateValue, data: Uint8Array.from(atob(text), one => one.charCodeAt(0)) });
</script>"""
FILES = {
    "": (PAGE, "text/html"),
    "mount.js": (addresses.written_into(MOUNT), "text/javascript"),
    addresses.PLOTLY_JS: (get_plotlyjs(), "text/javascript"),
    addresses.PLAYER_JS: (assets.player_js(), "text/javascript"),
    addresses.PAGE_CSS: (addresses.STYLE, "text/css"),
}


class Held:
    """The page, whose frames and answers come when the test gives them."""

    def __init__(self, page: Any) -> None:
        self.page, self.stage, self.posts = page, Stage(page), []
        page.route(f"{URL}**", self.serve)
        page.goto(URL)
        page.wait_for_function("() => window.give")

    def serve(self, route: Any) -> None:
        path = route.request.url.removeprefix(URL)
        if path.startswith(addresses.EDITS):
            self.posts.append(route)
        else:
            body, kind = FILES[path]
            route.fulfill(body=body, content_type=kind)

    def give(self, visit: visits.Visit) -> None:
        """Lets Streamlit give the stage the present frame of a visit."""
        self.page.evaluate("text => give(text)", b64encode(visit.frame()).decode())

    def sent(self, count: int) -> list[Mapping[str, Any]]:
        """What the page has given to Streamlit, once it is so much."""
        self.page.wait_for_function("count => sent.length >= count", arg=count)
        found: list[Mapping[str, Any]] = self.page.evaluate("() => sent")
        return found

    def posted(self, count: int) -> None:
        """Waits until so many posts are not answered."""
        eventually(self.page, lambda: equal(len(self.posts), count))

    def answer(self, visit: visits.Visit, place: int = 0) -> None:
        """Lets a visit take one of the posts that are not answered, and answers it."""
        route = self.posts.pop(place)
        assert route.request.url == f"{URL}{addresses.EDITS}{visit.session.token}"
        visit.take({"session": visit.session.token, "edits": json.loads(route.request.post_data)})
        route.fulfill(body=visit.frame(), content_type="application/octet-stream")

    def wait_for(self, x: np.ndarray) -> None:
        wait_for_picture(self.stage, Convolution(x, examples.default(2).w), 0, spoken=False)


@pytest.fixture
def held(page: Any) -> Held:
    return Held(page)


def asked_anew(held: Held) -> visits.Visit:
    """The visit of a server that has been started anew, and has not read yet what the page holds."""
    visit = visits.enter({})
    held.give(visit)
    assert "link" in held.sent(1)[0]
    return visit


def resumed(held: Held) -> tuple[visits.Visit, np.ndarray]:
    """That of a page with a number of its own."""
    before, x = visits.enter({}), examples.default(2).x.copy()
    held.give(before)
    held.stage.ready()
    type_into(held.stage, "input", (0, 0, 0), "5")
    held.posted(1)
    held.answer(before)
    x[0, 0] = 5
    held.wait_for(x)
    wait_for_address(held.page, "x=5,2,2;3,1,4;2,1,3")
    return asked_anew(held), x


def read(held: Held, visit: visits.Visit) -> None:
    """Lets a new server read what the page holds, and show it; of what is sent at once it gets the last."""
    visit.take(held.sent(1)[-1])
    held.give(visit)


def test_a_number_that_is_typed_while_a_new_server_reads_the_page_is_kept(held: Held) -> None:
    visit, x = resumed(held)
    type_into(held.stage, "input", (0, 1, 1), "6")
    held.posted(0)
    read(held, visit)
    held.posted(1)
    held.answer(visit)
    x[1, 1] = 6
    held.wait_for(x)
    assert visit.session.complaints == []


def test_numbers_of_before_and_after_a_new_server_has_read_the_page_may_overtake_each_other(
    held: Held,
) -> None:
    visit, x = resumed(held)
    type_into(held.stage, "input", (0, 1, 1), "6")
    read(held, visit)
    held.posted(1)
    type_into(held.stage, "input", (0, 2, 2), "7")
    held.posted(2)
    held.answer(visit, 1)
    held.answer(visit, 0)
    x[1, 1], x[2, 2] = 6, 7
    held.wait_for(x)
    assert (visit.session.complaints, len(visit.session.draft.history.past)) == ([], 2)


def test_a_click_elsewhere_takes_nothing_from_what_a_new_server_reads(held: Held) -> None:
    visit, x = resumed(held)
    type_into(held.stage, "input", (0, 1, 1), "6")
    held.page.get_by_role("button", name="Elsewhere").click()
    read(held, visit)
    held.posted(1)
    held.answer(visit)
    x[1, 1] = 6
    held.wait_for(x)


def test_another_frame_of_a_server_that_has_not_read_the_page_is_not_shown(held: Held) -> None:
    visit, x = resumed(held)
    visit.session.draft.revise()
    held.give(visit)
    held.wait_for(x)
    read(held, visit)
    held.wait_for(x)
    assert visit.session.draft.document.x.tolist() == x.tolist()


def test_what_is_reported_while_a_new_server_reads_the_page_leaves_the_report_of_its_frame_due(
    held: Held,
) -> None:
    before = visits.enter({})
    held.give(before)
    held.stage.ready()
    visit = asked_anew(held)
    told = "() => window.told.map(({revision, step}) => [revision, step])"
    held.page.evaluate("() => { window.told = []; convvizFollowed.tell = what => told.push(what); }")
    for name, step in (("Next window", 2), ("First window", 1)):
        held.stage.button(name).click()
        held.page.locator("[role=status]").filter(has_text=f"Window {step} of 4").wait_for()
    read(held, visit)
    shown = [[visit.session.draft.revision, 0]]
    eventually(held.page, lambda: equal(held.page.evaluate(told), shown))
