"""A convolution in words and formulas.

Vocabulary: `n` is the size of an axis of the input, `p` its padding, `k` the filter's size there, `d`
the dilation, `s` the stride. What a person reads counts from one and orders sizes as rows x columns x
depth; arrays are depth first. Imports `convviz.core` only.
"""

from __future__ import annotations

from collections.abc import Sequence

from convviz.core import Convolution

MINUS = "−"
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_AXES = {1: ("length",), 2: ("rows", "columns"), 3: ("depth", "rows", "columns")}


def axis_names(rank: int) -> tuple[str, ...]:
    """What the axes of a tensor of this rank are called, in array order.

    >>> axis_names(3)
    ('depth', 'rows', 'columns')
    """
    return _AXES[rank]


def reading_order(sizes: Sequence[int]) -> list[int]:
    """Sizes or indices as people read them: the depth last.

    >>> reading_order((3, 8, 9))
    [8, 9, 3]
    """
    return [*sizes[-2:], *sizes[:-2]]


def size_text(shape: Sequence[int]) -> str:
    """A shape as people read it.

    >>> size_text((3, 8, 9)), size_text((5,))
    ('8 × 9 × 3', '5')
    """
    return " × ".join(map(str, reading_order(shape)))


def window_symbol(convolution: Convolution) -> str:
    """The name of a window without its position: the input's letter with the filter's size.

    >>> window_symbol(Convolution([1, 3, -1, 2, 3], [1, 0, 2]))
    'x₃'
    >>> window_symbol(Convolution([[1, 2, 3], [4, 5, 6]], [[1, 2, 3], [4, 5, 6]]))
    'X₂ₓ₃'

    The depth of the filter is not part of the name (source: the notation X_k(i, j, q), with a
    filter of k x k x r).
    """
    letter = "x" if convolution.rank == 1 else "X"
    sizes = list(dict.fromkeys(convolution.w.shape[-2:]))
    return letter + "ₓ".join(str(size).translate(_SUBSCRIPTS) for size in sizes)


def size_formulas(convolution: Convolution) -> list[tuple[str, str]]:
    """The size of the output per axis, with the numbers in: pairs of axis names and formula.

    >>> size_formulas(Convolution([1, 3, -1, 2, 3], [1, 0, 2], stride=2, padding=1))
    [('length', '⌊(5 + 2 − 1·(3 − 1) − 1) / 2⌋ + 1 = 3')]

    Axes of the same formula share an entry. Source: floor((n + p - d(k - 1) - 1) / s) + 1 with `p`
    the padding of both sides together, all in cells.
    """
    formulas: dict[str, list[str]] = {}
    for axis, name in enumerate(axis_names(convolution.rank)):
        formulas.setdefault(_size_formula(convolution, axis), []).append(name)
    pairs = [(" and ".join(names), formula) for formula, names in formulas.items()]
    return sorted(pairs, key=lambda pair: pair[0] == "depth")


def _size_formula(convolution: Convolution, axis: int) -> str:
    n, k = convolution.x.shape[axis], convolution.w.shape[axis]
    padding = sum(convolution.padding[axis])
    stride, dilation = convolution.stride[axis], convolution.dilation[axis]
    size = convolution.output_shape[axis]
    return f"⌊({n} + {padding} {MINUS} {dilation}·({k} {MINUS} 1) {MINUS} 1) / {stride}⌋ + 1 = {size}"


def kind(convolution: Convolution) -> str:
    """Which of the two operations called convolution this is, in one sentence.

    >>> kind(Convolution([1, 2], [1]))
    'Cross-correlation: the filter is used as it is, which deep learning calls convolution.'
    """
    if convolution.flip:
        return "Convolution in the mathematical sense: the filter is flipped on every axis."
    return "Cross-correlation: the filter is used as it is, which deep learning calls convolution."
