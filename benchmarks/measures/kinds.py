"""Steps on long signals, photographs, other layers and a projector."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from convviz import Convolution, Filters, Pooling, to_html
from convviz.core import Layer
from measures.cases import CASES, SMALL
from measures.subjects import CONTROL, CONTROL_URL, Bench, Subject, drag_steps, press_steps
from measures.tables import median, p95, show, verdict

PROJECTOR = {"width": 1920, "height": 1080}
SLICED = CASES[3]


def numbers(*shape: int) -> np.ndarray:
    """Small whole numbers of both signs, that do not repeat with rows or columns."""
    places = np.indices(shape)
    return np.asarray(np.tensordot([11, 7, 3, 5][-len(shape) :], places, axes=1) % 19 - 9, float)


#: The layers, each with what its step is held against and how many ms more it may take.
LAYERS: dict[str, tuple[Callable[[], Layer], str, float]] = {
    SMALL.name: (SMALL.convolution, CONTROL, 5),
    SLICED.name: (SLICED.convolution, CONTROL, 5),
    "signal of 4096 / 9": (partial(Convolution, numbers(4096), numbers(9)), SMALL.name, 1),
    "photograph 256x256 / 3x3": (partial(Convolution, numbers(256, 256), numbers(3, 3)), SMALL.name, 1),
    "4 filters 3x3x3 on 3x8x8": (
        lambda: Filters(SLICED.convolution().x, numbers(4, 3, 3, 3)),
        SLICED.name,
        1,
    ),
    "max 2x2 on 16x16": (partial(Pooling, numbers(16, 16), 2), SMALL.name, 1),
    "transposed 4x4 on 8x8": (
        lambda: Convolution.transposed(numbers(8, 8), numbers(4, 4), stride=2, padding=1),
        SMALL.name,
        1,
    ),
}


async def open_layer(bench: Bench, name: str, made: Callable[[], Layer]) -> Subject:
    """The page without a server of a layer, in the middle of its windows."""
    layer = made()
    page = bench.folder / f"{name.replace('/', 'by')}.html"
    page.write_text(to_html(layer, len(layer) // 2), encoding="utf-8")
    return await bench.open(name, page.as_uri(), "stage", len(layer))


async def present(subject: Subject) -> Subject:
    """The same as it is presented on a projector."""
    await subject.page.set_viewport_size(PROJECTOR)  # type: ignore[arg-type]
    await subject.page.get_by_role("button", name="Present").click()
    await subject.page.wait_for_timeout(500)
    subject.name = f"{subject.name}, presented at 1920x1080"
    return subject


async def measure(bench: Bench) -> None:
    """Steps by key and by drag, in turns over all pages."""
    subjects = [await bench.open(CONTROL, CONTROL_URL, "control", 36)]
    for name, (made, _, _) in LAYERS.items():
        subjects.append(await open_layer(bench, name, made))
    subjects.append(await present(await open_layer(bench, SMALL.name, SMALL.convolution)))
    for _ in range(bench.effort.rounds):
        for subject in subjects:
            await press_steps(subject, bench.effort.presses)
            await drag_steps(subject, bench.effort.presses)
    report(subjects)
    for subject in subjects:
        await subject.page.close()


def report(subjects: Sequence[Subject]) -> None:
    """Prints the steps by key and by drag, each beside those of another page."""
    goals = {name: (other, margin) for name, (_, other, margin) in LAYERS.items()}
    goals[subjects[-1].name] = (SMALL.name, 1)
    header = ["page without a server", "steps", "median", "p95", "beside", "to it", "goal", "reached"]
    for how, title in (("key", "keyboard"), ("drag", "drag")):
        times = {subject.name: subject.times(how) for subject in subjects}
        rows = [row(name, times, *goals.get(name, ("", 0))) for name in times]
        show(f"8. A step by {title}, ms", header, rows)


def row(name: str, times: dict[str, list[float]], other: str, margin: float) -> list[str]:
    """What the table says of one page, and of how it stands beside another one."""
    taken = times[name]
    cells = [name, str(len(taken)), f"{median(taken):.1f}", f"{p95(taken):.1f}", other]
    if not other:
        return [*cells, "", "", ""]
    extra = median(taken) - median(times[other])
    return [*cells, f"{extra:+.1f}", f"<= {margin:+.0f}", verdict(extra, margin)]
