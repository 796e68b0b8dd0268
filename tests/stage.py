"""The stage as its contract describes it, for browser tests."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz import Convolution

Cell = tuple[int, int, int]
#: Of the tables of panels: caption, texts, and row and column of the cells with aria-current.
PANELS = """names => names.map(name =>
    [...document.querySelectorAll(`[data-panel="${name}"] table`)].map(table => [
        table.caption?.textContent ?? "",
        [...table.rows].map(row => [...row.cells].map(cell => cell.textContent)),
        [...table.querySelectorAll('td[aria-current="true"]')].map(cell =>
            [cell.parentNode.rowIndex, cell.cellIndex])]))"""
#: What else is checked of a step, read at once; null where there is no stage.
SEEN = """() => {
    const root = document.querySelector('[data-testid="convviz-stage"]');
    const whole = [...root?.querySelectorAll('button') ?? []].find(node => node.textContent === 'whole');
    const box = node => node.getBoundingClientRect();
    return root && {
        step: root.dataset.step, steps: root.dataset.steps,
        slider: document.querySelector('input[type=range][aria-label="Window"]')?.value,
        whole: whole?.getAttribute('aria-pressed') === 'true',
        formula: document.querySelector('[data-formula]')?.innerText ?? '',
        boxes: [...document.querySelectorAll('[data-panel="input"] [data-window]')].map(node => {
            const [inner, frame] = [box(node), box(node.parentNode.parentNode)];
            const cell = parseFloat(getComputedStyle(node).getPropertyValue('--cell'));
            return node.hidden ? null : [inner.top - frame.top, inner.left - frame.left, inner.height,
                                         inner.width].map(size => Math.round(size / cell));
        }),
    };
}"""


def parse(text: str) -> float:
    return float(text.replace("−", "-")) if text else np.nan


class Table:
    """A table of a panel: its numbers, NaN where a cell is empty, and the part of its slice that it has."""

    def __init__(self, caption: str, texts: list[list[str]], current: list[tuple[int, int]]) -> None:
        self.numbers = [[parse(text) for text in row] for row in texts]
        self.current = current
        found = re.search(r"rows (\d+) to (\d+) of \d+, columns (\d+) to (\d+) of", caption)
        top, bottom, left, right = map(int, found.groups()) if found else (1, None, 1, None)
        self.part = slice(top - 1, bottom), slice(left - 1, right)


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

    def panels(self, *names: str) -> list[list[Table]]:
        """The tables of panels, read at once."""
        return [[Table(*table) for table in panel] for panel in self.page.evaluate(PANELS, names)]

    def tables(self, panel: str) -> NDArray[np.float64]:
        """The numbers of a panel: slices, rows, columns; NaN where a cell is empty."""
        (tables,) = self.panels(panel)
        return np.array([table.numbers for table in tables])

    def current(self, panel: str) -> list[Cell]:
        """The cells with aria-current: slice, row, column of the tensor, from zero."""
        return current(*self.panels(panel))

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
        seen = self.page.evaluate(SEEN)
        assert seen is not None
        assert (seen["step"], seen["steps"]) == (str(step + 1), str(len(convolution)))
        assert seen["slider"] == str(step + 1)
        expected = convolution.step(step)
        output = convolution.output if seen["whole"] else convolution.partial_output(step)
        inputs, filters, products, outputs = self.panels("input", "filter", "product", "output")
        check_numbers(products, expected.product)
        check_numbers(filters, convolution.kernel)
        check_numbers(inputs, convolution.padded)
        check_numbers(outputs, output)
        window = lift(convolution.windows[expected.index])
        cells = current(inputs)
        assert len(cells) == window.size
        padded = lift(convolution.padded)
        np.testing.assert_array_equal([padded[cell] for cell in cells], window.ravel())
        lead = (0,) * (3 - convolution.rank)
        assert current(outputs) == [(*lead, *expected.index)]
        check_boxes(seen["boxes"], convolution, expected.origin)
        where = check_formula(seen["formula"], convolution, step)
        if spoken:
            start = f"Window {step + 1} of {len(convolution)}, position ({where}): "
            self.root.get_by_role("status").filter(has_text=start).wait_for(state="attached")

    def check_numbers(self, panel: str, expected: NDArray[np.float64]) -> None:
        """A panel has these numbers, of a large tensor those in the part that its captions name."""
        check_numbers(*self.panels(panel), expected)


def current(tables: list[Table]) -> list[Cell]:
    """The cells of a panel with aria-current: slice, row, column of the tensor, from zero."""
    return [
        (q, table.part[0].start + row, table.part[1].start + column)
        for q, table in enumerate(tables)
        for row, column in table.current
    ]


def check_numbers(tables: list[Table], expected: NDArray[np.float64]) -> None:
    assert len(tables) == len(lift(expected))
    shown = [matrix[table.part] for matrix, table in zip(lift(expected), tables, strict=True)]
    np.testing.assert_allclose([table.numbers for table in tables], shown, atol=1e-4)


def check_boxes(boxes: list[Any], convolution: Convolution, origin: tuple[int, ...]) -> None:
    """The visible boxes cover the window, in the slices that it covers."""
    kernel, start = lift(convolution.w).shape, [0] * (3 - convolution.rank) + list(origin)
    dilation = [1] * (3 - convolution.rank) + list(convolution.dilation)
    span = [(k - 1) * d + 1 for k, d in zip(kernel, dilation, strict=True)]
    covered = {start[0] + a * dilation[0] for a in range(kernel[0])}
    expected = [start[1], start[2], span[1], span[2]]
    assert boxes == [expected if q in covered else None for q in range(len(boxes))]


def check_formula(formula: str, convolution: Convolution, step: int) -> str:
    """The formula ends on the core's total; gives back its position, as it is spoken."""
    place = convolution.step(step).index
    if convolution.rank == 3:
        place = place[1:] if convolution.output_shape[0] == 1 else (*place[1:], place[0])
    where = ", ".join(str(i + 1) for i in place)
    total = formula.replace("≈", "=").rpartition("=")[2].strip()
    assert abs(parse(total) - convolution.step(step).total) < 1e-4
    assert f"({where.replace(' ', '')})" in formula
    return where


def lift(tensor: NDArray[np.float64]) -> NDArray[np.float64]:
    return tensor.reshape((1,) * (3 - tensor.ndim) + tensor.shape)
