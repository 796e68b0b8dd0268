"""Activations in words and formulas, and what one is tempted to get wrong. Imports `convviz.core`, NumPy."""

from __future__ import annotations

import numpy as np

from convviz.core import ACTIVATIONS, Activation, Array
from convviz.explain.explanation import Explanation
from convviz.explain.latex import number_latex, ranges_latex
from convviz.explain.numbers import MINUS, exactly, written
from convviz.explain.words import position_text, size_text

#: What the functions are called.
NAMES = {"relu": "ReLU", "leaky_relu": "Leaky ReLU", "sigmoid": "σ", "tanh": "tanh"}


def explanation(a: Activation, s: int) -> Explanation:
    """Cell `s` of an activation, from 0."""
    size = size_text(a.output_shape).replace("×", r"\times").replace(" deep", r"\text{ deep}")
    return Explanation(
        place=place(a, s),
        step=step_latex(a, s),
        definition=definition_latex(a),
        legend=kind(a),
        size=rf"{size} \text{{, as the input}}",
        size_legend="One cell out for each cell in.",
        settings=(),
        misconception=misconception(a),
    )


_LEGENDS = {
    "relu": "ReLU keeps what is positive and makes the rest 0.",
    "leaky_relu": "Leaky ReLU keeps what is positive and a hundredth of the rest.",
    "sigmoid": "σ is the sigmoid: any number goes to one between 0 and 1, and 0 goes to ½.",
    "tanh": "tanh is the hyperbolic tangent: any number goes to one between −1 and 1, and 0 stays 0.",
}


def kind(a: Activation) -> str:
    """What this activation does."""
    return f"{_LEGENDS[a.kind]} Every cell on its own: no window, no weights."


def place(a: Activation, s: int) -> str:
    """Which cell it is."""
    return f"Cell {s + 1} of {len(a)}: ({position_text(a, a.step(s).index)})"


def step_text(a: Activation, s: int) -> str:
    """What becomes of cell `s`, from 0, in a line.

    >>> a = Activation([-2, 3])
    >>> step_text(a, 0), step_text(a, 1), step_text(Activation([1], "sigmoid"), 0)
    ('ReLU(−2) = max(0, −2) = 0', 'ReLU(3) = max(0, 3) = 3', 'σ(1) = 1 / (1 + e^−1) ≈ 0.7311')
    """
    value, total = _values(a, s)
    x, y = written(value), written(total)
    if a.kind == "relu":
        return f"ReLU({x}) = max(0, {x}) = {y}"
    sign = "=" if _is_exact(a.kind, value, total) else "≈"
    if a.kind == "leaky_relu":
        return f"Leaky ReLU({x}) = {x if value > 0 else f'0.01·{_factor(x)}'} {sign} {y}"
    way = f" = 1 / (1 + e^{written(-value)})" if a.kind == "sigmoid" else ""
    return f"{NAMES[a.kind]}({x}){way} {sign} {y}"


def step_latex(a: Activation, s: int) -> str:
    r"""What becomes of cell `s`, from 0.

    >>> print(step_latex(Activation([-2, 3]), 0))
    \operatorname{ReLU}\left(-2\right) = \max\left(0, -2\right) = 0
    """
    value, total = _values(a, s)
    x, y = number_latex(value), number_latex(total)
    sign = "=" if _is_exact(a.kind, value, total) else r"\approx"
    ways = {
        "relu": rf" = \max\left(0, {x}\right)",
        "leaky_relu": f" = {x}" if value > 0 else rf" = 0.01 \cdot \left({x}\right)",
        "sigmoid": rf" = \frac{{1}}{{1 + e^{{{number_latex(-value)}}}}}",
        "tanh": "",
    }
    return rf"{_LATEX[a.kind]}\left({x}\right){ways[a.kind]} {sign} {y}"


_LATEX = {
    "relu": r"\operatorname{ReLU}",
    "leaky_relu": r"\operatorname{Leaky\,ReLU}",
    "sigmoid": r"\sigma",
    "tanh": r"\tanh",
}
_DEFINITIONS = {
    "relu": r"\max\left(0, {x}\right)",
    "leaky_relu": r"\begin{cases} {x} & {x} > 0 \\ 0.01\, {x} & {x} \le 0 \end{cases}",
    "sigmoid": r"\frac{1}{1 + e^{-{x}}}",
    "tanh": r"\tanh\left({x}\right)",
}


def definition_latex(a: Activation) -> str:
    r"""What every cell of the output is.

    >>> print(definition_latex(Activation([-2, 3])))
    y_{i} = \max\left(0, x_{i}\right), \qquad 1 \le i \le 2
    """
    position, ranges = ranges_latex(a)
    formula = _DEFINITIONS[a.kind].replace("{x}", f"x_{{{position}}}")
    return rf"y_{{{position}}} = {formula}, \qquad {ranges}"


def misconception(a: Activation) -> str:
    """What one is most tempted to get wrong about this activation."""
    negative = int((a.x < 0).sum())
    if a.kind == "relu" and negative:
        are = "1 cell is" if negative == 1 else f"{negative:,} cells are"
        return (
            f"ReLU takes no absolute value: {are} negative here and become 0, and how negative they were is "
            "forgotten. With the ReLU left out, two convolutions in a row would be no more than one."
        )
    if a.kind in ("relu", "leaky_relu"):
        return f"{NAMES[a.kind]} changes negative cells alone: what is positive stays exactly what it is."
    flat = "between 0 and 1" if a.kind == "sigmoid" else f"between {MINUS}1 and 1"
    return (
        f"{'The sigmoid' if a.kind == 'sigmoid' else 'tanh'} does not cut off: it bends every number to one "
        f"{flat} and keeps their order."
    )


def alternatives(a: Activation) -> list[tuple[str, Array]]:
    """What common mistakes give: pairs of a name and an array of the output's shape.

    >>> for name, values in alternatives(Activation([-2, 3])):
    ...     print(f"{name}: {values}")
    the cell without the ReLU: [-2.  3.]
    the cell without its sign: [2. 3.]
    what is negative kept, not what is positive: [-2.  0.]
    """
    found = [(f"the cell without the {_CALLED[a.kind]}", a.x)]
    if a.kind == "relu":
        found.append(("the cell without its sign", np.abs(a.x)))
        found.append(("what is negative kept, not what is positive", np.minimum(a.x, 0)))
    other = {"leaky_relu": "relu", "sigmoid": "tanh", "tanh": "sigmoid"}.get(a.kind)
    if other:
        found.append((f"the {_CALLED[other]}", ACTIVATIONS[other](a.x)))
    return found


_CALLED = {"relu": "ReLU", "leaky_relu": "leaky ReLU", "sigmoid": "sigmoid", "tanh": "hyperbolic tangent"}


def _values(a: Activation, s: int) -> tuple[float, float]:
    step = a.step(s)
    return float(step.window.flat[0]), step.total


def _factor(text: str) -> str:
    return f"({text})" if text.startswith(MINUS) else text


def _is_exact(kind: str, value: float, total: float) -> bool:
    """Whether the numbers as written are what the function says, and not rounded."""
    if kind == "relu":
        return True
    if kind == "leaky_relu":
        return written(value) == exactly(value) and written(total) == exactly(total)
    return value == 0
