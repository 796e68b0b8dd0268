"""A convolution in words, formulas and programs, and checked. Imports `convviz.core` and NumPy."""

from convviz.explain.effects import settings
from convviz.explain.latex import SIZE_LEGEND, definition_latex, definition_legend, size_latex, step_latex
from convviz.explain.mistakes import alternatives, misconception
from convviz.explain.numbers import END_TERMS, MOST_TERMS, written
from convviz.explain.words import (
    kind,
    padding_text,
    position,
    size_formulas,
    size_text,
    span_text,
    unvisited_text,
    window_symbol,
)

__all__ = [
    "END_TERMS",
    "MOST_TERMS",
    "SIZE_LEGEND",
    "alternatives",
    "definition_latex",
    "definition_legend",
    "kind",
    "misconception",
    "padding_text",
    "position",
    "settings",
    "size_formulas",
    "size_latex",
    "size_text",
    "span_text",
    "step_latex",
    "unvisited_text",
    "window_symbol",
    "written",
]
