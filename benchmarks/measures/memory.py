"""What a visitor holds who does nothing, beside a bare Streamlit session."""

from __future__ import annotations

from measures.picture import picture, upload
from measures.processes import MeasuredServer
from measures.subjects import Bench
from measures.tables import show, verdict

BARE = "bare st.write"


async def per_session(bench: Bench, server: MeasuredServer, query: str, large: bool) -> float:
    """The MB that one more visitor holds at rest: the slope over some, after as many to warm up."""
    visitors = max(3, bench.effort.loads)
    pages = []
    marks = []
    for _ in range(2):
        for _ in range(visitors):
            subject = await bench.open("visitor", server.url + query, "stage" if query else "any", 36)
            pages.append(subject.page)
            if large:
                await upload(subject.page, picture())
                await subject.page.wait_for_timeout(500)
        await pages[-1].wait_for_timeout(1500)
        marks.append(server.memory())
    for page in pages:
        await page.close()
    return (marks[1] - marks[0]) / visitors


async def measure(bench: Bench) -> None:
    """Sessions at rest: bare, the app as it opens, the app with a picture."""
    app = bench.servers["app"]
    held = {
        BARE: await per_session(bench, bench.servers["bare"], "", False),
        "default": await per_session(bench, app, "?rank=2", False),
        "a picture of 256x256": await per_session(bench, app, "?example=sobel", True),
    }
    rows = []
    for name, value in held.items():
        extra = value - held[BARE]
        rows.append([name, f"{value:.2f}", f"{extra:+.2f}", "<= 5", verdict(extra, 5)])
    show("7. Memory of a session at rest, MB", ["page", "held", "to bare", "goal", "reached"], rows)
