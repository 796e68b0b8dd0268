"""Gives back the memory of visitors who have gone.

Streamlit keeps a session for two minutes after its page was closed, and ends it when another page comes or
goes. What it leaves is a ring of objects, Streamlit's own among them, which Python finds late: sixty visitors
who had gone an hour ago were still there.
"""

from starlette.types import ASGIApp, Receive, Scope, Send

from convviz.document.reading.memory import give_back_soon


class Leaving:
    """ASGI middleware: some seconds after a page was closed, looks for what nobody has any more."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request; the websocket of a page ends when the page is closed."""
        try:
            await self.app(scope, receive, send)
        finally:
            if scope["type"] == "websocket":
                give_back_soon()
