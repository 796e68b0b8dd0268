"""A picture of 256 x 256 under a filter of 3 x 3."""

from __future__ import annotations

import io
import time

import numpy as np
from playwright.async_api import Page

from measures.cases import SMALL
from measures.edits import edit, typing
from measures.subjects import Bench, Subject, press_steps
from measures.tables import median, show, verdict

WINDOWS = 254 * 254


def picture() -> bytes:
    """A picture of 256 x 256 pixels as an NPY file."""
    rows, columns = np.indices((256, 256))
    file = io.BytesIO()
    np.save(file, ((rows * 7 + columns * 3 + rows * columns // 64) % 256).astype(np.uint8))
    return file.getvalue()


async def upload(page: Page, data: bytes) -> float:
    """Opens a file as the input; the ms until the stage has all its windows."""
    await page.get_by_role("button", name="Open file").click()
    field = page.locator('[data-testid="stFileUploader"] input[type=file]')
    await field.wait_for(state="attached")
    began = time.perf_counter()
    file = {"name": "picture.npy", "mimeType": "application/octet-stream", "buffer": data}
    await field.set_input_files(file)  # type: ignore[arg-type]
    await page.locator(f'[data-testid="convviz-stage"][data-steps="{WINDOWS}"]').wait_for()
    taken = (time.perf_counter() - began) * 1000
    await page.keyboard.press("Escape")
    return taken


async def measure(bench: Bench) -> None:
    """Upload, edits and steps, the steps beside those of 8 x 8."""
    uploads = await measure_uploads(bench)
    subject = await bench.open("256x256 / 3x3", f"{bench.app}?example=sobel&step=36", "stage", 36)
    await upload(subject.page, picture())
    # In the second row of windows, where every edited cell changes an output that is in the table.
    await subject.slider().evaluate("s => { s.value = 258; s.dispatchEvent(new Event('input')); }")
    await subject.page.wait_for_timeout(1500)
    type_into = typing(256, 256)
    tried = range(bench.effort.edits // 2)
    edits = [one["time"] for number in tried if (one := await edit(subject.page, number, type_into))]
    rows = []
    for name, times, limit in (("upload", uploads, 1000), ("edit of a cell", edits, 500)):
        worst = max(times, default=float("nan"))
        row = [name, str(len(times)), f"{median(times):.0f}", f"{worst:.0f}"]
        rows.append([*row, f"max <= {limit}", verdict(worst, limit)])
    header = ["256x256 / 3x3", "times", "median", "max", "goal", "reached"]
    show("4. From a file or a committed edit to the stage, ms", header, rows)
    await measure_steps(bench, subject)
    await subject.page.close()


async def measure_uploads(bench: Bench) -> list[float]:
    """The ms of some uploads, each into a page of its own."""
    uploads, data = [], picture()
    for _ in range(max(2, bench.effort.edits // 4)):
        subject = await bench.open("picture", f"{bench.app}?example=sobel", "stage", 36)
        uploads.append(await upload(subject.page, data))
        await subject.page.close()
    return uploads


async def measure_steps(bench: Bench, large: Subject) -> None:
    """Steps on the picture and on 8 x 8, in turns."""
    small = await bench.open(SMALL.name, bench.app + SMALL.query(5), "stage", 36)
    large.positions = WINDOWS
    await large.page.evaluate("bench.steps.splice(0)")
    for _ in range(bench.effort.rounds):
        for subject in (small, large):
            await press_steps(subject, bench.effort.presses)
    extra = median(large.times()) - median(small.times())
    rows = [[subject.name, f"{median(subject.times()):.1f}", "", "", ""] for subject in (small, large)]
    rows[1][2:] = [f"{extra:+.1f}", "<= +5", verdict(extra, 5)]
    show("4. A step on it by keyboard, ms", ["page", "median", "to 8x8", "goal", "reached"], rows)
    await small.page.close()
