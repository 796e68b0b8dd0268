"""The stage as its contract describes it, for browser tests."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz import Convolution


def parse(text: str) -> float:
    return float(text.replace("−", "-")) if text else np.nan


class Stage:
    """What the page shows, found by roles, names and data attributes alone."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.root = page.locator('[data-testid="convviz-stage"]')
        self.slider = page.locator('input[type=range][aria-label="Window"]')

    def open(self, url: str) -> Stage:
        self.page.goto(url)
        return self.ready()

    def ready(self) -> Stage:
        self.page.locator('[data-testid="convviz-stage"][data-ready="true"]').wait_for()
        return self

    def button(self, name: str) -> Any:
        return self.root.get_by_role("button", name=name)

    def wait_for_question(self, question: str) -> None:
        """Waits for a question where it is seen; the line for screen readers says it too, a moment later."""
        self.root.get_by_role("form", name="Predict").get_by_text(question).wait_for()

    def predict(self) -> Any:
        """Lets the stage ask for answers; the field for them."""
        self.button("Predict").click()
        field = self.page.locator("[data-guess]")
        field.wait_for()
        return field

    def verdict(self) -> str:
        """What is said of the last answer."""
        return str(self.page.locator("[data-verdict]").inner_text())

    def count_made(self) -> None:
        """Counts from now on the nodes that are put into the picture and the lines under it: `made`."""
        self.page.evaluate("""() => {
            window.made = 0;
            const seen = new MutationObserver(list => {
                for (const {addedNodes} of list) window.made += addedNodes.length;
            });
            for (const node of document.querySelectorAll('.cv-panels, [data-formula], [data-where]'))
                seen.observe(node, {childList: true, subtree: true});
        }""")

    @property
    def made(self) -> int:
        """How many nodes were made since they are counted."""
        return int(self.page.evaluate("() => window.made"))

    def at(self, step: int) -> Stage:
        """Waits until the stage is at this step, from one."""
        self.page.locator(f'[data-testid="convviz-stage"][data-step="{step}"]').wait_for()
        return self

    def tables(self, panel: str) -> NDArray[np.float64]:
        """The numbers of a panel: slices, rows, columns; NaN where a cell is empty."""
        texts = self.page.evaluate(
            """panel => [...document.querySelectorAll(`[data-panel="${panel}"] table`)].map(table =>
                [...table.rows].map(row => [...row.cells].map(cell => cell.textContent)))""",
            panel,
        )
        return np.array([[[parse(cell) for cell in row] for row in table] for table in texts])

    def parts(self, panel: str) -> list[tuple[slice, slice]]:
        """The rows and columns that each table of a panel has: all of them unless its caption says which."""
        captions = self.page.locator(f'[data-panel="{panel}"] caption').all_text_contents()
        found = [
            re.search(r"rows (\d+) to (\d+) of \d+, columns (\d+) to (\d+) of", text) for text in captions
        ]
        places = [tuple(map(int, match.groups())) if match else None for match in found]
        return [
            (slice(p[0] - 1, p[1]), slice(p[2] - 1, p[3])) if p else (slice(0, None), slice(0, None))
            for p in places
        ]

    def current(self, panel: str) -> list[tuple[int, int, int]]:
        """The cells with aria-current: slice, row, column of the tensor, from zero."""
        found = self.page.evaluate(
            """panel => [...document.querySelectorAll(`[data-panel="${panel}"] table`)].flatMap((table, q) =>
                [...table.querySelectorAll('td[aria-current="true"]')].map(cell =>
                    [q, cell.parentNode.rowIndex, cell.cellIndex]))""",
            panel,
        )
        parts = self.parts(panel)
        return [(q, parts[q][0].start + row, parts[q][1].start + column) for q, row, column in found]

    def point(self, panel: str, *cell: int) -> None:
        """Moves the mouse over a cell of a panel: slice, row, column from zero."""
        x, y = self.page.evaluate(  # at once: another picture may take its place at any time
            """([panel, slice, row, column]) => {
                const frame = document.querySelector(`[data-panel="${panel}"] [data-frame="${slice}"]`);
                frame.scrollIntoView({block: "nearest"});
                const box = frame.getBoundingClientRect();
                const [wide, high, across, down] = ["--cell", "--high", "--across", "--down"].map(
                    name => parseFloat(getComputedStyle(frame).getPropertyValue(name)));
                return [box.left + column * across + wide / 2, box.top + row * down + high / 2];
            }""",
            [panel, *cell],
        )
        self.page.mouse.move(x, y)

    def lit(self, panel: str, kind: str = "linked") -> dict[tuple[int, int, int], str]:
        """The cells of a panel that are lit, with the text on each: slice, row, column from zero."""
        found = self.page.evaluate(
            """([panel, kind]) => [...document.querySelectorAll(
                `[data-panel="${panel}"] [data-${kind}]:not([hidden])`)].map(lamp =>
                [Number(lamp.closest('[data-frame]').dataset.frame),
                 ...lamp.dataset.cell.split(',').map(Number), lamp.textContent])""",
            [panel, kind],
        )
        return {(q, row - 1, column - 1): text for q, row, column, text in found}

    def check(self, convolution: Convolution, step: int, spoken: bool = True) -> None:
        """Everything on the stage belongs to this step (from zero), as the core has it.

        What is `spoken` may be about a cell instead, where one is chosen.
        """
        assert int(self.root.get_attribute("data-step")) == step + 1
        assert int(self.root.get_attribute("data-steps")) == len(convolution)
        assert int(self.slider.input_value()) == step + 1
        expected = convolution.step(step)
        self.check_numbers("product", expected.product)
        self.check_numbers("filter", convolution.kernel)
        self.check_numbers("input", convolution.padded)
        whole = self.root.get_by_role("button", name="whole", exact=True)
        shown = whole.get_attribute("aria-pressed") == "true"
        self.check_numbers("output", convolution.output if shown else convolution.partial_output(step))
        window = lift(convolution.windows[expected.index])
        cells = self.current("input")
        assert len(cells) == window.size
        padded = lift(convolution.padded)
        np.testing.assert_array_equal([padded[cell] for cell in cells], window.ravel())
        lead = (0,) * (3 - convolution.rank)
        assert self.current("output") == [(*lead, *expected.index)]
        self.check_boxes(convolution, expected.origin)
        self.check_words(convolution, step, spoken)

    def check_numbers(self, panel: str, expected: NDArray[np.float64]) -> None:
        """A panel has these numbers, of a large tensor those in the part that its captions name."""
        tables, parts = self.tables(panel), self.parts(panel)
        assert len(tables) == len(lift(expected))
        shown = [matrix[part] for matrix, part in zip(lift(expected), parts, strict=True)]
        np.testing.assert_allclose(tables, shown, atol=1e-4)

    def check_boxes(self, convolution: Convolution, origin: tuple[int, ...]) -> None:
        """The visible boxes cover the window, in the slices that it covers."""
        boxes = self.page.evaluate(
            """() => [...document.querySelectorAll('[data-panel="input"] [data-window]')].map(node => {
                const [box, frame] = [node, node.parentNode.parentNode].map(n => n.getBoundingClientRect());
                const cell = parseFloat(getComputedStyle(node).getPropertyValue('--cell'));
                return node.hidden ? null : [box.top - frame.top, box.left - frame.left, box.height,
                                             box.width].map(size => Math.round(size / cell)); })"""
        )
        kernel, start = lift(convolution.w).shape, [0] * (3 - convolution.rank) + list(origin)
        dilation = [1] * (3 - convolution.rank) + list(convolution.dilation)
        span = [(k - 1) * d + 1 for k, d in zip(kernel, dilation, strict=True)]
        covered = {start[0] + a * dilation[0] for a in range(kernel[0])}
        expected = [start[1], start[2], span[1], span[2]]
        assert boxes == [expected if q in covered else None for q in range(len(boxes))]

    def check_words(self, convolution: Convolution, step: int, spoken: bool) -> None:
        """The formula ends on the core's total, and the spoken line follows once the hand has rested."""
        place = convolution.step(step).index
        if convolution.rank == 3:
            place = place[1:] if convolution.output_shape[0] == 1 else (*place[1:], place[0])
        where = ", ".join(str(i + 1) for i in place)
        formula = self.page.locator("[data-formula]").inner_text()
        total = formula.replace("≈", "=").rpartition("=")[2].strip()
        assert abs(parse(total) - convolution.step(step).total) < 1e-4
        assert f"({where.replace(' ', '')})" in formula
        start = f"Window {step + 1} of {len(convolution)}, position ({where}): "
        if spoken:
            self.root.get_by_role("status").filter(has_text=start).wait_for(state="attached")


def lift(tensor: NDArray[np.float64]) -> NDArray[np.float64]:
    return tensor.reshape((1,) * (3 - tensor.ndim) + tensor.shape)
