"""A Streamlit server, for tests and benchmarks."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Server:
    """`streamlit run` in a folder, on a free port of this machine; it can be killed and started again.

    `command` is another module of Python that serves the page, with its arguments.
    """

    def __init__(
        self, log: Path, script: str = "app.py", folder: Path = ROOT, command: Sequence[str] = ()
    ) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        self.log, self.folder = log, folder
        streamlit = ["streamlit", "run", script, "--server.headless=true"]
        address = [f"--server.port={self.port}", "--server.address=127.0.0.1"]
        own = [*command, f"--port={self.port}", "--address=127.0.0.1"]
        self.command = [sys.executable, "-m", *(own if command else [*streamlit, *address])]
        self.start()

    def start(self) -> None:
        with self.log.open("a") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=os.environ,
            )
        limit = time.monotonic() + 60
        while not self._healthy():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < limit, f"no server after a minute: {self.log.read_text()}"
            time.sleep(0.1)

    def _healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}_stcore/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=30)

    def complaints(self) -> list[str]:
        words = ("warning", "error", "traceback", "exception", "deprecat")
        lines = self.log.read_text().splitlines()
        return [line for line in lines if any(word in line.lower() for word in words)]
