"""The examples: named tensors with something to see in them, as data.

Vocabulary: an *example* is an input `x` and a filter `w` of one rank under a short name (its *slug*,
the `example=` of a link). The first example of a rank is that rank's default; these three are the
worked examples of the lecture that the project comes from. Imports NumPy only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Example:
    """An input and a filter worth looking at: `look` says at what."""

    slug: str
    title: str
    look: str
    x: NDArray[np.float64]
    w: NDArray[np.float64]

    @property
    def rank(self) -> int:
        """The number of axes of `x` and of `w`."""
        return self.x.ndim


def of_rank(rank: int) -> tuple[Example, ...]:
    """The examples of one rank, its default first.

    >>> [example.slug for example in of_rank(1)]
    ['vector', 'moving-average']
    """
    return tuple(example for example in EXAMPLES if example.rank == rank)


def default(rank: int) -> Example:
    """The example that a rank opens with.

    >>> default(3).w.shape
    (3, 2, 2)
    """
    return of_rank(rank)[0]


def find(slug: str) -> Example | None:
    """The example of that name, if there is one.

    >>> find("sobel").title
    'Sobel: a vertical edge'
    """
    return next((example for example in EXAMPLES if example.slug == slug), None)


def _example(slug: str, title: str, look: str, x: object, w: object) -> Example:
    tensors = [np.array(values, dtype=np.float64) for values in (x, w)]
    for tensor in tensors:
        tensor.setflags(write=False)
    return Example(slug, title, look, *tensors)


def _moving_square() -> NDArray[np.float64]:
    """Four 6 x 6 frames of a 2 x 2 square that moves one column to the right per frame."""
    frames = np.zeros((4, 6, 6))
    for time, frame in enumerate(frames):
        frame[2:4, 1 + time : 3 + time] = 5
    return frames


EXAMPLES: tuple[Example, ...] = (
    _example(
        "vector",
        "Worked example: a vector",
        "Three windows of three numbers: each window gives one number of the output.",
        [1, 3, -1, 2, 3],
        [1, 0, 2],
    ),
    _example(
        "moving-average",
        "Moving average of a step",
        "Where the signal jumps, the output climbs a ramp as wide as the filter.",
        [0, 0, 0, 0, 0, 8, 8, 8, 8, 8],
        [0.25, 0.25, 0.25, 0.25],
    ),
    _example(
        "matrix",
        "Worked example: a matrix",
        "The filter has ones on its diagonal: each output adds two numbers of its window.",
        [[1, 2, 2], [3, 1, 4], [2, 1, 3]],
        [[1, 0], [0, 1]],
    ),
    _example(
        "sobel",
        "Sobel: a vertical edge",
        "The picture is dark on the left and bright on the right; the output is zero but for the "
        "edge between them.",
        [[0, 0, 0, 0, 9, 9, 9, 9]] * 8,
        [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    ),
    _example(
        "tensor",
        "Worked example: a tensor",
        "The filter is as deep as the input: the products of all slices go into one sum, and the "
        "output has one slice.",
        [
            [[1, -1, 3], [2, 1, 4], [3, 1, 2]],
            [[2, 1, 3], [3, -1, 1], [1, 1, -2]],
            [[1, -2, 4], [2, 1, -2], [1, 3, -1]],
        ],
        [[[1, 1], [2, 0]], [[1, 0], [0, 1]], [[0, 1], [1, 0]]],
    ),
    _example(
        "motion",
        "Motion: a square through time",
        "Depth is time here. A filter of depth 2 subtracts each frame from the next: negative where "
        "the square leaves, positive where it arrives.",
        _moving_square(),
        [[[-1]], [[1]]],
    ),
)
