"""What is measured, how often, and on which stages."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from convviz.core import Convolution
from convviz.document.tensors import tensor_text


@dataclass(frozen=True)
class Case:
    """A convolution on the app's page; a step may be `margin` ms slower than the control's."""

    name: str
    x: tuple[int, ...]
    w: tuple[int, ...]
    margin: float

    def convolution(self) -> Convolution:
        """The case with one-digit numbers of both signs, so that it fits a link."""
        places = np.indices(self.x)
        x = np.tensordot([7, 3, 5][-len(self.x) :], places, axes=1) % 10
        w = np.arange(math.prod(self.w)).reshape(self.w) % 4 - 1
        return Convolution(x, w)

    def query(self, step: int) -> str:
        """The link that opens the case at a step, from one."""
        made = self.convolution()
        tensors = f"x={tensor_text(made.x)}&w={tensor_text(made.w)}"
        return f"?rank={len(self.x)}&{tensors}&step={step}"


CASES = (
    Case("1D n=5, k=3", (5,), (3,), 5),
    Case("2D 8x8 / 3x3", (8, 8), (3, 3), 5),
    Case("2D 64x64 / 3x3", (64, 64), (3, 3), 8),
    Case("3D 3x8x8 / 3x3x3", (3, 8, 8), (3, 3, 3), 5),
    Case("3D 8x16x16 / 2x3x3", (8, 16, 16), (2, 3, 3), 8),
)
SMALL = CASES[1]
EDITED = (SMALL, Case("2D 16x16 / 3x3", (16, 16), (3, 3), 5))

APP, WEBPAGE, OLD = "app", "page without a server", "old app"


@dataclass(frozen=True)
class Effort:
    """How often each thing is measured."""

    rounds: int
    presses: int
    yardstick_presses: int
    edits: int
    loads: int
    runs: int


FULL = Effort(rounds=3, presses=30, yardstick_presses=5, edits=20, loads=7, runs=30)
QUICK = Effort(rounds=1, presses=16, yardstick_presses=3, edits=4, loads=1, runs=8)
