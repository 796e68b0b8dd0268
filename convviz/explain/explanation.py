"""What is said of a layer and of one of its windows, whatever layer it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Explanation:
    """A layer and one of its windows, in words and in LaTeX without dollar signs.

    `place` names the window; `step` is what becomes of it with its numbers, `definition` the same for every
    window; `legend` says what the signs mean. `size` is the size of the output per axis, and `size_legend`
    what its letters mean. `weights` is how many numbers a network would learn in it, empty where there are
    none or one filter. `settings` are sentences on what is not the default; `misconception` is what one is
    most tempted to get wrong, put right. `law` is what a transposed convolution has its name from, with its
    numbers; empty elsewhere.
    """

    place: str
    step: str
    definition: str
    legend: str
    size: str
    size_legend: str
    settings: tuple[str, ...]
    misconception: str
    weights: str = ""
    law: str = ""
