"""What a tensor can be filled with, and what can be done to one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Tensor: TypeAlias = NDArray[np.float64]


def resized(tensor: Tensor, shape: tuple[int, ...]) -> Tensor:
    """A tensor of another shape: the values that remain stay in their places, new cells hold zero.

    >>> resized(np.array([[1.0, 2.0], [3.0, 4.0]]), (3, 1)).tolist()
    [[1.0], [3.0], [0.0]]
    """
    made = np.zeros(shape)
    kept = tuple(slice(min(a, b)) for a, b in zip(tensor.shape, shape, strict=True))
    made[kept] = tensor[kept]
    return made


def _impulse(shape: tuple[int, ...]) -> Tensor:
    made = np.zeros(shape)
    made[tuple(size // 2 for size in shape)] = 1
    return made


#: What a tensor can be filled with, by name: functions of a shape and a seed.
FILLS: dict[str, Callable[[tuple[int, ...], int], Tensor]] = {
    "Zeros": lambda shape, seed: np.zeros(shape),
    "Ones": lambda shape, seed: np.ones(shape),
    "Ramp": lambda shape, seed: np.arange(1.0, np.prod(shape) + 1).reshape(shape),
    "Impulse": lambda shape, seed: _impulse(shape),
    "Random": lambda shape, seed: np.random.default_rng(seed).integers(-9, 10, shape).astype(np.float64),
}
#: How a tensor can be turned, by name; at rank 3 each of its slices.
TURNS: dict[str, Callable[[Tensor], Tensor]] = {
    "Transpose": lambda w: w.swapaxes(-1, -2).copy(),
    "Rotate 90°": lambda w: np.rot90(w, k=-1, axes=(-2, -1)).copy(),
    "Rotate 180°": lambda w: np.rot90(w, k=2, axes=(-2, -1)).copy(),
}
VECTOR_TURNS: dict[str, Callable[[Tensor], Tensor]] = {"Reverse": lambda w: w[::-1].copy()}
