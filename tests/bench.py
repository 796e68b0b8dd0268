"""The bench: a layer's page without a server, opened from the disk in a real browser."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Any

from browsing import PROJECTOR, look
from plotly.offline import get_plotlyjs
from stage import Stage

from convviz import Convolution
from convviz.document import examples
from convviz.hosts.webpage import to_html
from convviz.player import assets
from convviz.player.frame import frame, pack
from convviz.player.scene import scene

PROGRAM = '<script type="module">\n'


def default(rank: int, **parameters: Any) -> Convolution:
    """The worked example of a rank, with parameters of one's own."""
    example = examples.default(rank)
    return Convolution(example.x, example.w, **{**example.parameters, **parameters})


class Bench:
    """One page of a browser, which may ask for nothing but the file that it opens, and has nothing to say.

    Every `open` begins a new document, so that a test leaves no trace for the next.
    """

    def __init__(self, page: Any, folder: Path) -> None:
        self.page, self.file = page, folder / "page.html"
        self.seen: list[str] = []  # what must not be: requests, messages, errors
        page.on(
            "request", lambda r: r.url == self.file.as_uri() or self.seen.append(f"asked for {r.url[:200]}")
        )
        page.on("websocket", lambda socket: self.seen.append(f"asked for {socket.url}"))
        page.on("console", lambda m: self.seen.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda error: self.seen.append(str(error)))

    def open(
        self, layer: Convolution, step: int = 0, light: str = "light", size: tuple[int, int] = PROJECTOR
    ) -> Stage:
        """Opens a layer's page at a step, from zero."""
        return self.show(to_html(layer, step), light, size)

    def show(self, html: str, light: str = "light", size: tuple[int, int] = PROJECTOR) -> Stage:
        """Opens a page that has a stage."""
        self.goto(html, light, size)
        return Stage(self.page).ready()

    def goto(self, html: str, light: str = "light", size: tuple[int, int] = PROJECTOR) -> None:
        """Opens any page, with the mouse where it touches nothing."""
        self.file.write_text(html, encoding="utf-8")
        self.page.mouse.move(0, 0)
        look(self.page, light, size)
        self.page.goto(self.file.as_uri())

    def drive(
        self, layer: Convolution, light: str = "light", size: tuple[int, int] = PROJECTOR, **header: Any
    ) -> Driver:
        """Opens a page whose host the test drives, and shows a first frame on it."""
        page, _, _ = to_html(layer, include_plotlyjs=False).partition(PROGRAM)
        program = assets.join(Path(__file__).parent / "player/js/driver.js")
        plotly = f"<script>{get_plotlyjs()}</script>"
        self.goto(f"{page}{plotly}{PROGRAM}{program}</script>", light, size)
        driver = Driver(self.page)
        driver.show(layer, **header)
        driver.stage.ready()
        return driver

    def check(self) -> None:
        """Nothing was asked for and nothing was said since the last check."""
        seen, self.seen = self.seen, []
        assert seen == []


class Driver:
    """A host of the player in the hand of a test: sends frames, and reads what the player tells its host."""

    def __init__(self, page: Any) -> None:
        self.page, self.stage, self.revision = page, Stage(page), 0

    def show(
        self,
        layer: Convolution,
        *,
        since: int | None = None,
        step: int = 0,
        title: str = "",
        again: bool = False,
        coloured: bool = False,
        fields: dict[str, Any] | None = None,
        **header: Any,
    ) -> None:
        """Sends the next revision; without `since` it keeps the player's step, but for the first.

        `again` sends the revision that was sent last; `coloured` is an input that is a picture in colour, and
        `fields` those of the cells where there are layers before.
        More of the header, as `answered`, `asked`, `says`, `can` and `look`, is given by name.
        """
        self.revision += 0 if again else 1
        header = {
            **{"revision": self.revision, "since": since or 1, "step": step, "title": title, "host": {}},
            **header,
        }
        data = b64encode(frame(header, pack({**scene(layer, coloured), "fields": fields}))).decode()
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
