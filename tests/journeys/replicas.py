"""Several servers behind nginx, with the configuration of deploy/, for tests and benchmarks."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from servers import Server

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
CONFIGURATION = Path(__file__).parents[2] / "deploy/nginx.conf"


class Replicas:
    """Two servers, and nginx before them; `ends` is told how each of them is ended."""

    def __init__(self, folder: Path, ends: ExitStack, kind: type[Server] = Server) -> None:
        self.folder, self.log = folder, folder / "access.log"
        self.servers = [kind(folder / f"log-{number}") for number in (1, 2)]
        for server in self.servers:
            ends.callback(server.kill)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/"
        text = CONFIGURATION.read_text(encoding="utf-8")
        places = {
            "listen 80 default_server": f"listen 127.0.0.1:{port}",
            "page-1:8501": f"127.0.0.1:{self.servers[0].port}",
            "page-2:8501": f"127.0.0.1:{self.servers[1].port}",
            "/tmp/nginx": str(folder / "nginx"),
            "/dev/stdout": str(self.log),
        }
        for place, there in places.items():
            assert place in text
            text = text.replace(place, there)
        (folder / "nginx.conf").write_text(text, encoding="utf-8")
        user = f"user {getpass.getuser()};" if os.getuid() == 0 else ""  # who may write into the folder
        self.command = [str(NGINX), "-c", str(folder / "nginx.conf"), "-g", f"daemon off; {user}"]
        subprocess.run([*self.command, "-t"], check=True, capture_output=True)
        with (folder / "nginx.log").open("w") as output:
            process = subprocess.Popen(self.command, stdout=output, stderr=output)
        ends.callback(process.wait, timeout=30)
        ends.callback(process.terminate)
        self.visitors = [self.visitor_of(number) for number in (0, 1)]

    def visitor_of(self, number: int) -> str:
        """The cookie of a visitor whom nginx sends to this server."""
        port, limit = f":{self.servers[number].port} ", time.monotonic() + 60
        for name in map(str, range(100_000)):
            assert time.monotonic() < limit, (self.folder / "nginx.log").read_text()
            try:
                self.get(f"visitor-{name}", name)
            except OSError:  # it has not begun to listen
                time.sleep(0.1)
                continue
            if port in self._logged(f" /visitor-{name} ", limit):
                return name
        raise AssertionError("nginx sends everyone to one server")

    def _logged(self, request: str, limit: float) -> str:
        """The line of the log about a request that was answered; nginx writes it after the answer."""
        while time.monotonic() < limit:
            lines = [line for line in self.log.read_text().splitlines() if request in line]
            if lines:
                return lines[-1]
            time.sleep(0.01)
        raise AssertionError(f"nginx has not logged{request}")

    def get(self, path: str, visitor: str = "") -> Any:
        headers = {"Cookie": f"convviz={visitor}"} if visitor else {}
        with urllib.request.urlopen(
            urllib.request.Request(self.url + path, headers=headers), timeout=10
        ) as got:
            return got.headers
