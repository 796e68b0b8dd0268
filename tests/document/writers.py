"""Tensors as people's programs write them, by notation: what is read back, and what is broken at random."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def nested(tensor: Array, begin: str = "[", end: str = "]", between: str = ", ") -> str:
    """Nested lists with any brackets."""
    parts = [nested(part, begin, end, between) if part.ndim else number(part) for part in tensor]
    return f"{begin}{between.join(parts)}{end}"


def number(value: Any) -> str:
    """A number as short as it is, without a point where it is whole."""
    return repr(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def lines(matrix: Array, between: str, end: str = "\n") -> str:
    """The rows of a matrix or a vector."""
    return end.join(between.join(map(number, row)) for row in np.atleast_2d(matrix))


def labelled(matrix: Array) -> str:
    """As R prints a matrix."""
    head = " ".join(f"[,{column + 1}]" for column in range(matrix.shape[1]))
    rows = [f"[{at + 1},] {' '.join(map(number, row))}" for at, row in enumerate(matrix)]
    return "\n".join([f"     {head}", *rows])


def markdown(matrix: Array) -> str:
    rows = [f"| {' | '.join(map(number, row))} |" for row in matrix]
    width = matrix.shape[1]
    return "\n".join([f"|{' a |' * width}", f"|{'---|' * width}", *rows])


def one_by_one(tensor: Array) -> str:
    """Each number with its index."""
    return "\n".join(
        f"x{''.join(f'[{at}]' for at in index)} = {number(tensor[index])};"
        for index in np.ndindex(tensor.shape)
    )


#: Notations of any rank.
OF_ANY_RANK: dict[str, Callable[[Array], str]] = {
    "Python": nested,
    "tuples": lambda x: nested(x, "(", ")"),
    "NumPy, as code": lambda x: f"x = np.array({nested(x)}, dtype=float)",
    "PyTorch": lambda x: f"tensor({nested(x)}, dtype=torch.float64)",
    "TensorFlow": lambda x: f"<tf.Tensor: shape={x.shape}, dtype=int64, numpy=\narray({nested(x)})>",
    "C": lambda x: f"double x[] = {nested(x, '{', '}')};",
    "Go": lambda x: f"x := {'[]' * x.ndim}float64{nested(x, '{', '}')}",
    "Rust": lambda x: f"let x = {nested(x)};",
    "a fence": lambda x: f"Here it is:\n```python\nx = {nested(x)}\n```",
    "a sentence": lambda x: f"My filter is {nested(x)}",
    "with its shape": lambda x: f"tensor({nested(x)}) torch.Size([{', '.join(map(str, x.shape))}])",
    "a link": lambda x: "|".join(lines(part, ",", ";") for part in (x if x.ndim == 3 else [x])),
    "one by one": one_by_one,
}
#: Notations of matrices.
OF_MATRICES: dict[str, Callable[[Array], str]] = {
    "MATLAB": lambda x: f"A = [{lines(x, ' ', '; ')}];",
    "MATLAB, over lines": lambda x: f"A = [{lines(x, ' ', chr(10))}]",
    "MATLAB, printed": lambda x: f"A =\n\n   {lines(x, '   ', chr(10) + '   ')}\n",
    "R, printed": labelled,
    "Julia, printed": lambda x: (
        f"{x.shape[0]}×{x.shape[1]} Matrix{{Int64}}:\n {lines(x, '  ', chr(10) + ' ')}"
    ),
    "LaTeX": lambda x: rf"\begin{{pmatrix}} {lines(x, ' & ', chr(92) * 2 + ' ')} \end{{pmatrix}}",
    "Markdown": markdown,
    "CSV with a header": lambda x: f"{','.join('abcdefgh'[: x.shape[1]])}\n{lines(x, ',')}",
    "TSV": lambda x: lines(x, "\t"),
    "semicolons": lambda x: lines(x, ";"),
    "blanks": lambda x: lines(x, " "),
    "rows in a line": lambda x: lines(x, " ", ", "),
    "labels of rows": lambda x: "\n".join(f"Row {n}: {lines(row, ' ')}" for n, row in enumerate(x, 1)),
    "a numbered list": lambda x: "\n".join(f"{n}) {lines(row, ' ')}" for n, row in enumerate(x, 1)),
    "Mathematica": lambda x: f"Out[1]= {nested(x, '{', '}')}",
}
