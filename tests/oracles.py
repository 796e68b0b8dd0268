"""Slow, plain convolutions, written to be obviously right: the yardstick of the core's tests.

Nothing here imports convviz or calls a convolution of any library.
"""

from itertools import product

import numpy as np


def naive_pad(x, padding, mode):
    """The padded input, cell by cell."""
    shape = [before + n + after for n, (before, after) in zip(x.shape, padding, strict=True)]
    padded = np.zeros(shape)
    for cell in np.ndindex(*shape):
        sources = [
            source(i - before, n, mode) for i, n, (before, _) in zip(cell, x.shape, padding, strict=True)
        ]
        padded[cell] = 0.0 if None in sources else x[tuple(sources)]
    return padded


def source(i, n, mode):
    """Where in 0 … n-1 the padding at `i` takes its value from; None for a zero."""
    if 0 <= i < n:
        return i
    last = n - 1
    if mode == "constant":
        return None
    if mode == "edge":
        return 0 if i < 0 else last
    if mode == "reflect":  # the edge is the mirror: 2 1 | 0 1 2 | 1 0
        return -i if i < 0 else 2 * last - i
    if mode == "symmetric":  # the mirror is outside the edge: 1 0 | 0 1 2 | 2 1
        return -i - 1 if i < 0 else 2 * n - 1 - i
    assert mode == "wrap"
    return i + n if i < 0 else i - n


def naive_size(n, before, after, k, dilation, stride):
    """How many windows fit one axis, by trying every start."""
    size = 0
    start = 0
    while start + dilation * (k - 1) <= n + before + after - 1:
        size += 1
        start += stride
    return size


def naive_output(x, w, stride, padding, dilation, flip=False, bias=0.0, mode="constant"):
    """The output, one multiplication at a time; everything is given per axis."""
    x, w = np.asarray(x, dtype=float), np.asarray(w, dtype=float)
    padded = naive_pad(x, padding, mode)
    axes = range(x.ndim)
    shape = [naive_size(x.shape[a], *padding[a], w.shape[a], dilation[a], stride[a]) for a in axes]
    output = np.zeros(shape)
    for index in np.ndindex(*shape):
        total = bias
        for tap in product(*(range(k) for k in w.shape)):
            weight = w[tuple(w.shape[a] - 1 - tap[a] for a in axes)] if flip else w[tap]
            cell = tuple(index[a] * stride[a] + tap[a] * dilation[a] for a in axes)
            total += padded[cell] * weight
        output[index] = total
    return output


def naive_scatter(x, w, stride, padding, output_padding, dilation, bias=0.0):
    """The transposed convolution as it is told: every input cell lays its filter on the output."""
    axes = range(x.ndim)
    whole = [
        (x.shape[a] - 1) * stride[a] + dilation[a] * (w.shape[a] - 1) + 1 + output_padding[a] for a in axes
    ]
    laid = np.zeros(whole)
    for cell in np.ndindex(*x.shape):
        for tap in np.ndindex(*w.shape):
            laid[tuple(cell[a] * stride[a] + tap[a] * dilation[a] for a in axes)] += x[cell] * w[tap]
    return bias + laid[tuple(slice(padding[a], whole[a] - padding[a]) for a in axes)]


def naive_pooling(x, size, kind, stride, padding, dilation):
    """The output and, for every window, which cell of it is the largest, the first of equals."""
    axes = range(x.ndim)
    shape = [naive_size(x.shape[a], *padding[a], size[a], dilation[a], stride[a]) for a in axes]
    output, winners = np.zeros(shape), {}
    for index in np.ndindex(*shape):
        there = {}
        for tap in np.ndindex(*size):
            cell = tuple(index[a] * stride[a] + tap[a] * dilation[a] - padding[a][0] for a in axes)
            if all(0 <= i < n for i, n in zip(cell, x.shape, strict=True)):
                there[tap] = x[cell]
        best = max(there, key=there.get)  # the first of equals
        output[index] = there[best] if kind == "max" else sum(there.values()) / len(there)
        winners[index] = best
    return output, winners
