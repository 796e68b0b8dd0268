"""Posts to a server over a connection that is kept, as a browser's `fetch` does."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit


class Poster:
    """One connection to a server, made when it is first needed."""

    def __init__(self, url: str) -> None:
        self.host = urlsplit(url)
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, body: bytes) -> bytes:
        """What the server answers."""
        try:
            return await self._post(path, body)
        except (asyncio.IncompleteReadError, ConnectionError):  # it keeps an idle connection for seconds only
            self.streams = None
            return await self._post(path, body)

    async def _post(self, path: str, body: bytes) -> bytes:
        if self.streams is None:
            self.streams = await asyncio.open_connection(self.host.hostname, self.host.port)
        reader, writer = self.streams
        head = f"POST {path} HTTP/1.1\r\nHost: {self.host.netloc}\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        status, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().splitlines()
        headers = dict(line.lower().split(": ", 1) for line in lines if line)
        answer = await reader.readexactly(int(headers["content-length"]))
        if " 200 " not in status:
            raise RuntimeError(f"{path}: {status}")
        return answer

    def close(self) -> None:
        """Leaves."""
        if self.streams:
            self.streams[1].close()
