"""Answers edits beside Streamlit: the stage posts them, and the answer is its next frame.

A run of the script, of a fragment too, makes the browser render the whole page three times, and an edit is
not seen before that. What else on the page an edit changes follows with the next report of the stage.
"""

from __future__ import annotations

import json

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from convviz.document.limits import MAX_BYTES
from convviz.hosts.streamlit import visits


async def answer(request: Request) -> Response:
    """Takes the edits that a page posts under the token of its session; a token is a secret of its page.

    404 is the answer where no such page is open (the server was restarted), 413 beyond the size of a file,
    400 to what is no JSON. The page then sends its edits with Streamlit's messages.
    """
    visit = visits.find(request.path_params["token"])
    if visit is None:
        return Response(status_code=404)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            return Response(status_code=413)
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return Response(status_code=400)
    made = await run_in_threadpool(_answer, visit, sent)
    # Named, so that the server does not compress it, which would take longer than it took to make.
    headers = {"Cache-Control": "no-store", "Content-Encoding": "identity"}
    return Response(made, media_type="application/octet-stream", headers=headers)


def _answer(visit: visits.Visit, edits: object) -> bytes:
    with visit.lock:
        visit.take({"session": visit.session.token, "edits": edits})
        return visit.frame()
