"""A layer in words, formulas and programs, and checked. Imports `convviz.core` and NumPy."""

from convviz.explain.changes import change
from convviz.explain.effects import settings
from convviz.explain.explanation import Explanation
from convviz.explain.fields import cells_text, field_text, some_text
from convviz.explain.latex import SIZE_LEGEND, definition_latex, definition_legend, size_latex, step_latex
from convviz.explain.layers import alternatives, explanation, kind, misconception, place, step_text
from convviz.explain.numbers import END_TERMS, MOST_TERMS, written
from convviz.explain.sizes import size_law
from convviz.explain.words import (
    amounts_text,
    output_text,
    padding_text,
    padding_where,
    position,
    size_text,
    span_text,
    unvisited_text,
    visible_shape,
    window_symbol,
)

__all__ = [
    "END_TERMS",
    "MOST_TERMS",
    "SIZE_LEGEND",
    "Explanation",
    "alternatives",
    "amounts_text",
    "cells_text",
    "change",
    "definition_latex",
    "definition_legend",
    "explanation",
    "field_text",
    "kind",
    "misconception",
    "output_text",
    "padding_text",
    "padding_where",
    "place",
    "position",
    "settings",
    "size_latex",
    "size_law",
    "size_text",
    "some_text",
    "span_text",
    "step_latex",
    "step_text",
    "unvisited_text",
    "visible_shape",
    "window_symbol",
    "written",
]
