"""What is said of any layer: each kind has a module of its own. Imports `convviz.core` and NumPy only."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

from convviz.core import Activation, Array, Convolution, Filters, Layer, Pooling
from convviz.explain import activation, mistakes, pooling, several, transposed, words
from convviz.explain.effects import settings
from convviz.explain.explanation import Explanation
from convviz.explain.latex import (
    SIZE_LEGEND,
    Which,
    definition_latex,
    definition_legend,
    size_latex,
    step_latex,
)
from convviz.explain.numbers import MINUS, adds_up, elided, written
from convviz.explain.scattered import is_scattered

_MODULES: dict[type[Layer], ModuleType] = {
    Activation: activation,
    Filters: several,
    Pooling: pooling,
}


def _module(layer: Layer) -> ModuleType | None:
    """The module that knows this kind of layer; None for a plain convolution."""
    if isinstance(layer, Convolution):
        return transposed if is_scattered(layer) else None
    return _MODULES[type(layer)]


def explanation(layer: Layer, s: int, names: Sequence[str] = ()) -> Explanation:
    r"""Window `s` of any layer, from 0, in words and formulas.

    >>> from convviz import Filters
    >>> said = explanation(Filters([1, 3, -1, 2, 3], [[1, 0, 2], [0, 1, 0]]), 4)
    >>> print(said.place, said.weights, sep="\n")
    Window 5 of 6: filter 2, x₃(2)
    F \cdot k + F = 2 \cdot 3 + 2 = 8

    `names` are what the slices of the padded input are called, one each; an empty one, or none at all, leaves
    them numbered by their depth.

    Raises:
        IndexError: There is no such window.
    """
    layer.step(s)
    module = _module(layer)
    if module is not None:
        sums = isinstance(layer, Convolution | Filters)  # slice by slice, so that it says which is which
        said: Explanation = module.explanation(layer, s, *([names] if sums else []))
        return said
    assert isinstance(layer, Convolution)
    return Explanation(
        place=place(layer, s),
        step=step_latex(layer, s, Which(names=names)),
        definition=definition_latex(layer),
        legend=f"{definition_legend(layer)} {words.kind(layer)}",
        size=size_latex(layer),
        size_legend=SIZE_LEGEND,
        settings=tuple(settings(layer, s)),
        misconception=mistakes.misconception(layer),
    )


def place(layer: Layer, s: int) -> str:
    """Which window of any layer it is, from 0, as it is called.

    >>> from convviz import Activation
    >>> place(Activation([[1, 2], [3, 4]]), 2)
    'Cell 3 of 4: (2, 1)'
    """
    layer.step(s)
    module = _module(layer)
    if module is not None:
        return str(module.place(layer, s))
    return f"Window {s + 1} of {len(layer)}: {words.position(layer, s)}"


def kind(layer: Layer) -> str:
    """What a layer does, in a sentence or two.

    >>> from convviz import Convolution, Pooling
    >>> kind(Convolution([1, 2], [1]))
    'Cross-correlation: the filter is used as it is, which deep learning calls convolution.'
    >>> kind(Pooling([1, 3, 2, 4], 2, "mean"))
    'mean adds up the cells of the window and divides by how many there are. Pooling has no weights.'
    """
    text: str = (_module(layer) or words).kind(layer)
    return text


def misconception(layer: Layer) -> str:
    """What one is most tempted to get wrong about this very layer, put right."""
    text: str = (_module(layer) or mistakes).misconception(layer)
    return text


def alternatives(layer: Layer) -> list[tuple[str, Array]]:
    """What common mistakes give instead of the output: pairs of a name and an array of its shape."""
    found: list[tuple[str, Array]] = (_module(layer) or mistakes).alternatives(layer)
    return found


def step_text(layer: Layer, s: int) -> str:
    """What becomes of window `s`, from 0, in a line of plain text.

    >>> from convviz import Convolution, Filters, Pooling
    >>> step_text(Convolution([[1, 2, 2], [3, 1, 4], [2, 1, 3]], [[1, 0], [0, 1]]), 1)
    '2·1 + 2·0 + 1·0 + 4·1 = 6'
    >>> step_text(Convolution([1, 3, -1], [1, -2], bias=-0.5), 1)
    '3·1 + (−1)·(−2) + (−0.5) = 4.5'
    >>> step_text(Filters([1, 3], [[2, 0], [1, 1]]), 1), step_text(Pooling([1, 3], 2), 0)
    ('1·1 + 3·1 = 4', 'max(1, 3) = 3')

    Raises:
        IndexError: There is no such window.
    """
    layer.step(s)
    if isinstance(layer, Filters):
        number, window = divmod(s, len(layer) // len(layer.w))
        return _sum_text(layer.filters[number], window)
    module = _module(layer)
    return _sum_text(layer, s) if module is None else str(module.step_text(layer, s))


def _sum_text(c: Layer, s: int) -> str:
    """The products of a window, added up."""
    assert isinstance(c, Convolution)
    step = c.step(s)
    left, right = step.window.ravel(), c.kernel.ravel()
    terms = [
        "…" if tap is None else f"{_factor(left[tap], tap == 0)}·{_factor(right[tap])}"
        for tap in elided(left.size)
    ]
    terms += [_factor(c.bias)] if c.bias else []
    sign = "=" if adds_up(left, right, c.bias, step.total) else "≈"
    return f"{' + '.join(terms)} {sign} {written(step.total)}"


def _factor(value: float, first: bool = False) -> str:
    text = written(value)
    return f"({text})" if text.startswith(MINUS) and not first else text
