"""The receptive field of a cell in words. Imports `convviz.core` and NumPy only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from convviz.core import ReceptiveField, Stack, axis_names, reading_order
from convviz.explain.numbers import written
from convviz.explain.words import listed, size_text

_SINGULAR = {"length": "cell", "rows": "row", "columns": "column", "depth": "slice"}
_MOST_NAMED = 6


def field_text(stack: Stack, index: Sequence[int], layer: int = -1) -> str:
    r"""Which cells of the input a cell of a layer's output comes from, in sentences.

    >>> from functools import partial
    >>> from convviz import Convolution
    >>> three = partial(Convolution, w=[[1, 1, 1]] * 3)
    >>> said = field_text(Stack([[0] * 9] * 8, three, partial(three, stride=2)), (0, 1))
    >>> print(*said.split(". "), sep="\n")
    This cell comes from rows 1 to 5 and columns 3 to 7 of the input
    Its receptive field is 5 × 5, and that of the next cell is 2 further on.

    `index` counts from 0 and is that of the layer's output, as in `Stack.receptive_field`.
    """
    field = stack.receptive_field(index, layer)
    names = axis_names(stack.x.ndim)
    axes = [axis for axis in reading_order(range(len(names))) if stack.x.shape[axis] > 1 or len(names) < 3]
    if any(not cells.size for cells in field.cells):
        where = "no cell"
    else:
        where = listed([cells_text(names[axis], field.cells[axis].tolist()) for axis in axes])
    outside = ", of which some lies in the padding" if _reaches_out(stack, field) else ""
    return (
        f"This cell comes from {where} of the input. Its receptive field is "
        f"{size_text(field.size)}{outside}, "
        f"and that of the next cell is {_further(field, names, axes)} further on."
    )


def cells_text(name: str, cells: list[int], write: Callable[[int], str] = str) -> str:
    """Which rows, columns or slices these are, from one; `write` writes the number of one.

    >>> cells_text("rows", [0, 1, 2]), cells_text("columns", [0, 2])
    ('rows 1 to 3', 'columns 1 and 3')
    """
    first, last, one = write(cells[0] + 1), write(cells[-1] + 1), _SINGULAR[name]
    if len(cells) == 1:
        return f"{one} {first}"
    if cells[-1] - cells[0] + 1 == len(cells):
        return f"{one}s {first} to {last}"
    if len(cells) <= _MOST_NAMED:
        return f"{one}s {listed([write(cell + 1) for cell in cells])}"
    return some_text(name, len(cells), first, last)


def some_text(name: str, count: int, first: str, last: str) -> str:
    """So many rows, columns or slices, with gaps."""
    return f"{count} of the {_SINGULAR[name]}s {first} to {last}"


def _reaches_out(stack: Stack, field: ReceptiveField) -> bool:
    axes = zip(field.start, field.size, stack.x.shape, strict=True)
    return any(start < 0 or start + size > n for start, size, n in axes)


def _further(field: ReceptiveField, names: Sequence[str], axes: Sequence[int]) -> str:
    moves = [axis for axis in axes if field.stride[axis]]
    steps = [field.stride[axis] for axis in moves]
    if not steps:
        return "nothing"
    if len(set(steps)) == 1:
        return written(steps[0])
    return " or ".join(
        f"{written(field.stride[axis])} {_SINGULAR[names[axis]]}{'s' * (field.stride[axis] != 1)}"
        for axis in moves
    )
