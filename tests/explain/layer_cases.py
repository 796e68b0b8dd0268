"""Layers of every kind and rank with everything that can be set, for what is said of them."""

import numpy as np

from convviz import Activation, Convolution, Filters, Pooling
from convviz.core import ACTIVATIONS

SHAPES = {1: ((7,), (3,)), 2: ((4, 6), (2, 3)), 3: ((4, 3, 5), (2, 2, 3))}


def whole(*shape):
    """Whole numbers without symmetry, so that sums are exact in any order."""
    return np.arange(np.prod(shape), dtype=float).reshape(shape) * 7 % 13 - 5


def filters():
    for rank, (n, k) in SHAPES.items():
        x, w, bias = whole(*n), whole(3, *k), (0.5, 0.0, -2.0)
        yield Filters(x, w)
        yield Filters(x, w, bias, stride=2, padding=1, flip=True)
        yield Filters(x, w, bias, dilation=(1, 1, 2)[-rank:], padding=2, padding_mode="edge")
        yield Filters(x, w[:1], padding="same")
    x = whole(4, 3, 5)
    yield Filters(x, whole(3, 4, 2, 3), bias=1)
    yield Filters(x, whole(3, 4, 1, 1), stride=2, flip=True)
    yield Filters(x, whole(4, 2, 2, 3), (1, 2, 3, 4), groups=2, padding=1)
    yield Filters(x, whole(4, 1, 2, 2), groups=4, stride=2, flip=True)
    yield Filters(x, whole(8, 1, 2, 2), groups=4, dilation=2, padding="same")


def poolings():
    for kind in ("max", "mean"):
        for rank, (n, k) in SHAPES.items():
            x = whole(*n) - 9
            yield Pooling(x, k, kind)
            yield Pooling(x, k, kind, stride=1, padding=1)
            yield Pooling(x, k, kind, stride=2, padding=((1, 0),) * rank)
            yield Pooling(x, 2, kind, stride=2, dilation=(1, 1, 2)[-rank:])
            yield Pooling(x, 2, kind, stride=1, dilation=2, padding=1)
        yield Pooling(whole(4, 3, 5), (1, 2, 2), kind)
        yield Pooling(whole(4, 3, 5), (1, 2, 3), kind, stride=(1, 2, 1), padding=(0, 1, 1))
        yield Pooling(whole(4, 5, 6), (1, 2, 2), kind, stride=1, dilation=(1, 2, 3), padding=(0, 1, 0))


def activations():
    for kind in ACTIVATIONS:
        for n, _ in SHAPES.values():
            yield Activation(whole(*n) / 2, kind)


def transposed():
    make = Convolution.transposed
    for rank, (n, k) in SHAPES.items():
        x, w = whole(*n), whole(*k)
        yield make(x, w)
        yield make(x, w, padding=1, bias=2)
        yield make(x, w, stride=2)
        yield make(x, w, stride=3, padding=1, output_padding=1, bias=-1.5)
        yield make(x, w, stride=(1, 3, 2)[-rank:], padding=((1, 0),) * rank)
        yield make(x, w, stride=2, dilation=(1, 1, 2)[-rank:], output_padding=1)
        yield make(x, np.flip(w), stride=2, dilation=3, output_padding=2)


def spread():
    """Convolutions with inserted zeros that are no transposed ones, or not said as such."""
    for rank, (n, k) in SHAPES.items():
        x, w = whole(*n), whole(*k)
        yield Convolution(x, w, input_dilation=2)
        yield Convolution(x, w, stride=2, padding=1, bias=2, input_dilation=(1, 2, 3)[-rank:])
        yield Convolution(x, w, padding=4, flip=True, input_dilation=2)
        yield Convolution(x, w, padding=1, padding_mode="wrap", input_dilation=2)


LAYERS = [*filters(), *poolings(), *activations(), *transposed(), *spread()]


def name_of(layer):
    """What a case is called in a report."""
    settings = {name: getattr(layer, name, None) for name in ("kind", "groups", "stride", "padding")}
    said = "-".join(f"{name}={value}" for name, value in settings.items() if value is not None)
    return f"{type(layer).__name__}{layer.rank}-{said}".replace(" ", "")
