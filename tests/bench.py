"""The bench: the player on a page without a server, opened from the disk in a real browser."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Any

from browsing import PROJECTOR, look
from plotly.offline import get_plotlyjs
from stage import Stage

from convviz import Convolution
from convviz.core import Layer
from convviz.document import examples
from convviz.hosts.webpage import to_html
from convviz.player import assets
from convviz.player.frame import frame, pack
from convviz.player.scene import scene, title

PROGRAM = '<script type="module">\n'


def default(rank: int, **parameters: Any) -> Convolution:
    """The worked example of a rank, with parameters of one's own."""
    example = examples.default(rank)
    return Convolution(example.x, example.w, **{**example.parameters, **parameters})


class Bench:
    """One page of a browser, which may ask for nothing but the file that it opens, and has nothing to say.

    `open` and `drive` put a player with a host of its own on a page that is kept, since reading one with
    Plotly.js in it takes longer than most tests. A player that leaves anything behind fails its test.
    """

    def __init__(self, page: Any, folder: Path) -> None:
        self.page, self.file = page, folder / "page.html"
        self.kept = False  # whether the page is the one that is kept
        self.seen: list[str] = []  # what must not be: requests, messages, errors
        page.on(
            "request", lambda r: r.url == self.file.as_uri() or self.seen.append(f"asked for {r.url[:200]}")
        )
        page.on("websocket", lambda socket: self.seen.append(f"asked for {socket.url}"))
        page.on("console", lambda m: self.seen.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda error: self.seen.append(str(error)))

    def open(
        self, layer: Layer, step: int = 0, light: str = "light", size: tuple[int, int] = PROJECTOR
    ) -> Stage:
        """Shows a layer at a step, from zero, by a host like that of its page without a server."""
        return self._begin(
            layer, light, size, driven=False, header={"step": step, "title": title(layer)}
        ).ready()

    def show(self, html: str, light: str = "light", size: tuple[int, int] = PROJECTOR) -> Stage:
        """Opens a page that has a stage."""
        self.goto(html, light, size)
        return Stage(self.page).ready()

    def goto(self, html: str, light: str = "light", size: tuple[int, int] = PROJECTOR) -> None:
        """Opens any page, with the mouse where it touches nothing."""
        self.kept = False
        self.file.write_text(html, encoding="utf-8")
        self.page.mouse.move(0, 0)
        look(self.page, light, size)
        self.page.goto(self.file.as_uri())

    def drive(
        self, layer: Layer, light: str = "light", size: tuple[int, int] = PROJECTOR, **header: Any
    ) -> Driver:
        """Shows a first frame by a host that the test drives."""
        stage = self._begin(layer, light, size, driven=True, header=header)
        driver = Driver(stage)
        stage.ready()
        return driver

    def give_up(self) -> None:
        """The page is kept no longer: a test puts scripts of its own into it, which go on."""
        self.kept = False

    def _begin(
        self, layer: Layer, light: str, size: tuple[int, int], *, driven: bool, header: dict[str, Any]
    ) -> Stage:
        if self.kept:
            self._end()
            self.page.mouse.move(0, 0)
            look(self.page, light, size)
        else:
            self.goto(_kept_page(), light, size)
            self.kept = True
        data = framed(layer, **{"revision": 1, **header})
        self.page.evaluate("given => driver.begin(...given)", [driven, title(layer), data])
        return Stage(self.page)

    def _end(self) -> None:
        """Takes the player off the page that is kept; if it leaves anything, the page is kept no longer."""
        self.kept = False
        assert self.page.evaluate("() => driver.end()") == ""
        self.kept = True

    def check(self) -> None:
        """Nothing was asked for and nothing was said since the last check, and no player leaves anything."""
        if self.kept:
            self._end()
        seen, self.seen = self.seen, []
        self.kept = self.kept and seen == []
        assert seen == []


@cache
def _kept_page() -> str:
    """A page without a server that has Plotly.js, and the program of `driver.js` in place of its own."""
    page, _, _ = to_html(default(1), include_plotlyjs=False).partition(PROGRAM)
    empty = re.sub('<div id="stage".*?</div>|<script type="text/plain" id="frame-1">.*?</script>', "", page)
    program = assets.join(Path(__file__).parent / "player/js/driver.js")
    return f"{empty}<script>{get_plotlyjs()}</script>{PROGRAM}{program}</script>"


def framed(
    layer: Layer, *, coloured: bool = False, fields: dict[str, Any] | None = None, **header: Any
) -> str:
    """The frame of a layer, as it goes to the page."""
    header = {"since": 1, "step": 0, "title": "", "host": {}, **header}
    return b64encode(frame(header, pack({**scene(layer, coloured), "fields": fields}))).decode()


class Driver:
    """A host of the player in the hand of a test: sends frames, and reads what the player tells its host."""

    def __init__(self, stage: Stage) -> None:
        self.page, self.stage, self.revision = stage.page, stage, 1

    def show(self, layer: Layer, *, since: int = 1, again: bool = False, **header: Any) -> None:
        """Sends the next revision; without `since` it keeps the player's step, but for the first.

        `again` sends the revision that was sent last; `coloured` is a picture in colour as input,
        and `fields` are those of its cells where there are layers before.
        More of the header, as `step`, `answered`, `asked`, `says`, `can` and `look`, is given by name.
        """
        self.revision += 0 if again else 1
        data = framed(layer, revision=self.revision, since=since, **header)
        self.page.evaluate("data => driver.show(data)", data)

    def edits(self) -> list[dict[str, Any]]:
        """The edits that the player's host was given last, oldest first."""
        found: list[list[dict[str, Any]]] = self.page.evaluate("() => driver.edits")
        return found[-1] if found else []

    def sent(self) -> list[list[dict[str, Any]]]:
        """All that the player's host was given, each time all edits without an answer."""
        found: list[list[dict[str, Any]]] = self.page.evaluate("() => driver.edits")
        return found

    def reports(self) -> list[dict[str, Any]]:
        """What the player has reported, oldest first."""
        found: list[dict[str, Any]] = self.page.evaluate("() => driver.reports")
        return found

    def address(self) -> list[int]:
        """The steps that the player has written into the address, oldest first."""
        found: list[int] = self.page.evaluate("() => driver.address")
        return found
