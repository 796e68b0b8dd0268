"""What is raised for everything that is no layer, and how its messages show values."""

from __future__ import annotations

import reprlib
from typing import Any


class ConvolutionError(ValueError):
    """What was asked for is no layer; the message says what to change.

    >>> from convviz import Convolution
    >>> Convolution([1, 2, 3], [1, 1, 1, 1, 1])
    Traceback (most recent call last):
    ...
    convviz.core.errors.ConvolutionError: filter of size 5 does not fit axis 0 of the padded input \
(size 3); use a smaller filter or pad by at least 1

    For those who say it in other words: `refusal` names the refusals that depend on sizes ("fit", "mode",
    "cells"; of pooling "window", "half", "alone"; of a transposed convolution "cut", "extra", "nothing",
    "words"; of filters "biases", "groups", "deep groups", "padded groups", "no slices"; "" for all others),
    `facts` has what their messages mention, by name, and `reason` is the message without the layer's place in
    a `Stack`. `layer` is that place, from 0, and `rank` that of the input that it was given there; both are
    None for one that is in no stack.
    """

    def __init__(self, message: str, refusal: str = "", **facts: Any) -> None:
        super().__init__(message)
        self.refusal, self.facts, self.reason = refusal, facts, message
        self.layer: int | None = None
        self.rank: int | None = None


def shown(value: object) -> str:
    """A value as a message shows it, cut short where it is long.

    >>> shown([1, 2, 3, 4, 5, 6, 7, 8])
    '[1, 2, 3, 4, 5, 6, ...]'
    """
    try:
        return reprlib.repr(value)
    except ValueError:  # Python refuses to write integers of more than 4300 digits
        return "a number of thousands of digits"
