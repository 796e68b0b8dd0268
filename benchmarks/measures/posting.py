"""Posts to a server over a connection that is kept, as a browser's `fetch` does."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit


class Poster:
    """One connection to a server, made when it is first needed."""

    def __init__(self, url: str, cookie: str) -> None:
        self.host, self.cookie = urlsplit(url), cookie
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
        fields = {"Host": self.host.netloc, "Cookie": self.cookie, "Content-Length": len(body)}
        lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items()), "", ""]
        writer.write("\r\n".join(lines).encode() + body)
        status, *found = (await reader.readuntil(b"\r\n\r\n")).decode().splitlines()
        headers = dict(line.lower().split(": ", 1) for line in found if line)
        answer = await reader.readexactly(int(headers["content-length"]))
        if " 200 " not in status:
            raise RuntimeError(f"{path}: {status}")
        return answer

    def close(self) -> None:
        """Leaves."""
        if self.streams:
            self.streams[1].close()
