"""The command `convviz`: opens the page in the browser."""

from __future__ import annotations

import argparse
import runpy
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import convviz

_NEEDED = ("streamlit", "plotly", "PIL", "starlette")


def main(given: Sequence[str] | None = None) -> int:
    """Starts the page's server in this process, until it is ended; gives back an exit code.

    >>> main(["--version"])
    Traceback (most recent call last):
    SystemExit: 0
    """
    arguments = _arguments(given)
    if lacking := [name for name in _NEEDED if find_spec(name) is None]:
        sys.stderr.write(
            f"The page needs more than the mathematics: {', '.join(lacking)} cannot be imported here. "
            'Install it with: pip install "convviz[app]"\n'
        )
        return 1
    sys.argv = ["streamlit", *_command(arguments)]
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    return 0


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="convviz",
        description="See a convolution happen, one window at a time: opens the page in the browser.",
    )
    parser.add_argument("--version", action="version", version=f"convviz {convviz.__version__}")
    parser.add_argument("--port", type=_port, default=8501, help="where it is served (8501)")
    parser.add_argument(
        "--address",
        default="localhost",
        help="who can open it: this machine (localhost), or a network's (0.0.0.0)",
    )
    parser.add_argument("--no-browser", action="store_true", help="serve the page, and open no window")
    return parser.parse_args(given)


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() else -1
    if not 0 < port < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; give a number from 1 to 65535")
    return port


def _command(arguments: argparse.Namespace) -> list[str]:
    settings = {
        "server.port": arguments.port,
        "server.address": arguments.address,
        "server.headless": str(arguments.no_browser).lower(),
    }
    script = Path(__file__).with_name("streamlit") / "app.py"
    return ["run", str(script), *(f"--{name}={value}" for name, value in settings.items())]
