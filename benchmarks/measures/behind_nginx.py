"""A class behind nginx, with the configuration of deploy/ and two servers."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path

from replicas import NGINX, Replicas

from measures import classroom
from measures.processes import MeasuredServer, Servers


class MeasuredReplicas(Replicas):
    """Servers that are looked at from outside."""

    def cpu(self) -> float:
        """The CPU time of both so far, in ms."""
        return sum(server.cpu() for server in self.servers if isinstance(server, MeasuredServer))


async def measure(servers: Servers, visitors: int, seconds: float) -> None:
    """How a class is served."""
    if NGINX is None:
        print("\nA class behind nginx: there is no nginx here.")
        return
    with ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory()))
        site = MeasuredReplicas(folder, ends, MeasuredServer)
        acts: dict[str, tuple[classroom.Site, classroom.Act, float]] = {
            "stride": (site, classroom.rested(classroom.change_stride), 500),
            "edit": (site, classroom.then_rest(classroom.edit_cell), 500),
        }
        await classroom.served(f"5. A class of {visitors} behind nginx", acts, visitors, seconds)
