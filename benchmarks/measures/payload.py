"""What is sent to the browser for each case."""

from __future__ import annotations

import io

import numpy as np

from convviz.core import Convolution
from convviz.player.frame import pack
from convviz.player.scene import scene
from measures.cases import CASES, EDITED
from measures.picture import picture
from measures.subjects import Bench
from measures.tables import show, verdict


def convolutions() -> dict[str, Convolution]:
    """The cases, and pictures with few and with many different numbers."""
    pixels = np.load(io.BytesIO(picture()))
    noise = np.random.default_rng(1).normal(size=pixels.shape)
    ninths = np.full((3, 3), 1 / 9)
    return {case.name: case.convolution() for case in (*CASES[:2], EDITED[1], *CASES[2:])} | {
        "256x256 picture / 3x3": Convolution(pixels, [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
        "256x256 picture / ninths": Convolution(pixels, ninths),
        "256x256 noise / ninths": Convolution(noise, ninths),
    }


async def measure(bench: Bench) -> None:
    """The bytes of every scene; nothing is opened for it."""
    rows = []
    for name, made in convolutions().items():
        products, size = made.products.size, len(pack(scene(made)))
        cells = [name, f"{len(made):,}", f"{products:,}", f"{size:,}", f"{size / products:.2f}"]
        most = 8 * products + 200_000
        rows.append([*cells, f"<= {most:,}", verdict(size, most)])
    header = ["case", "windows", "products", "bytes", "per product", "goal", "reached"]
    show("8. What an edit sends to the browser", header, rows)
