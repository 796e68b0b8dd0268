"""Steps by key and by drag, on the control, the stages and the yardstick."""

from __future__ import annotations

from collections.abc import Sequence

from measures.cases import APP, CASES, WEBPAGE, Case
from measures.subjects import (
    CONTROL,
    CONTROL_URL,
    DRAG,
    RATE,
    Bench,
    Subject,
    drag,
    drag_steps,
    press_steps,
    times_by_stage,
)
from measures.tables import compare, median, p95, show, verdict

YARDSTICK = "st.slider + st.plotly_chart"
BY = {"key": "by keyboard", "drag": "by drag"}
GOALS = {case.name: case.margin for case in CASES}


def first_step(case: Case) -> int:
    """In the middle, a few windows before the end of a row, from one: the walk crosses it."""
    convolution = case.convolution()
    width = convolution.output_shape[-1]
    return max(1, (len(convolution) // 2 // width) * width - 4)


async def open_all(bench: Bench) -> list[Subject]:
    """The control, every case on every stage, and the yardstick."""
    subjects = [await bench.open(CONTROL, CONTROL_URL, "control", 36)]
    for case in CASES:
        for stage, url in bench.stages(case, first_step(case)).items():
            subjects.append(await bench.open(case.name, url, "stage", len(case.convolution()), stage))
    subjects.append(await bench.open(YARDSTICK, bench.servers["yardstick"].url, "yardstick", 36))
    return subjects


async def measure(bench: Bench) -> None:
    """Steps and drags, in turns over all pages."""
    subjects, effort = await open_all(bench), bench.effort
    for _ in range(effort.rounds):
        for subject in subjects:
            slow = subject.kind == "yardstick"
            await press_steps(subject, effort.yardstick_presses if slow else effort.presses)
        for subject in subjects[:-1]:
            await drag_steps(subject, effort.presses)
        for subject in subjects:
            if subject.stage == APP:
                await drag(subject)
    await report_pictures([subject for subject in subjects if subject.kind == "stage"])
    report(subjects)
    for subject in subjects:
        await subject.page.close()


async def report_pictures(stages: Sequence[Subject]) -> None:
    """Prints what is seen on the stages: where that differs, so does what there is to do in a step."""
    rows = [[subject.title, await subject.picture()] for subject in stages]
    show("1. What the stages show: panels and pixels of a cell", ["page", "picture"], rows)


def report(subjects: Sequence[Subject]) -> None:
    """Prints the tables of steps, of the same steps on other stages, and of drags."""
    ours = [subject for subject in subjects if subject.stage == APP]
    header = ["page", "steps", "median", "p95", "script", "render", "to control", "goal", "reached"]
    for how, title in BY.items():
        more = ["faster than yardstick", ">= 10x"] if how == "key" else ["", ""]
        show(f"1. A step {title}, input to paint, ms", [*header, *more], step_rows(ours, how))
    cases = [subject for subject in subjects if subject.kind == "stage"]
    for how, title in BY.items():
        compare(f"1b. A step {title} on other stages, ms", times_by_stage(cases, how), {WEBPAGE: 2})
    report_drags(ours)


def step_rows(subjects: Sequence[Subject], how: str) -> list[list[str]]:
    """The rows of the table of steps by key or by drag."""
    by_name = {subject.name: subject.times(how) for subject in subjects}
    control, yardstick = median(by_name[CONTROL]), median(by_name[YARDSTICK])
    return [step_row(subject, how, control, yardstick) for subject in subjects if by_name[subject.name]]


def step_row(subject: Subject, how: str, control: float, yardstick: float) -> list[str]:
    """What the table of steps says of one page."""
    times, margin = subject.times(how), GOALS.get(subject.name)
    script, render = (
        median([step[part] for step in subject.steps if step["how"] == how]) for part in ("script", "render")
    )
    extra = median(times) - control
    row = [subject.name, str(len(times)), f"{median(times):.1f}", f"{p95(times):.1f}"]
    row += [f"{script:.2f}", f"{render:.1f}", f"{extra:+.1f}"]
    if margin is None:
        return [*row, "", "", "", ""]
    row += [f"<= {margin:+.0f}", verdict(extra, margin)]
    ratio = yardstick / median(times)
    return [*row, *([f"{ratio:.0f}x", verdict(ratio, 10, at_least=True)] if how == "key" else ["", ""])]


def report_drags(subjects: Sequence[Subject]) -> None:
    """Prints the table of drags."""
    control = median([drag["fps"] for drag in subjects[0].drags])
    show(
        f"2. A drag of {DRAG:.0f} s at {RATE} moves a second over all positions, there and back",
        [
            *["page", "drags", "frames/s", "to control", "worst gap ms", "painted of passed"],
            *["lag moves (pos.)", ">= 0.9", "gap <= 50", "lag <= 1"],
        ],
        [drag_row(subject, control) for subject in subjects],
    )


def drag_row(subject: Subject, control: float) -> list[str]:
    """What the table of drags says of one page."""
    drags = subject.drags
    fps, gap = median([drag["fps"] for drag in drags]), max(drag["gap"] for drag in drags)
    painted, passed = (sum(drag[part] for drag in drags) for part in ("painted", "passed"))
    lag = max(drags, key=lambda drag: drag["lag"])
    row = [subject.name, str(len(drags)), f"{fps:.1f}", f"{fps / control:.2f}", f"{gap:.0f}"]
    row += [f"{painted:.0f} of {passed:.0f}", f"{lag['moves']:.1f} ({lag['lag']:.0f})"]
    goals = [verdict(fps, 0.9 * control, at_least=True), verdict(gap, 50), verdict(lag["moves"], 1)]
    return [*row, *(goals if subject.name in GOALS else ["", "", ""])]
