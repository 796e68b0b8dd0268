"""The size of an output as a law: what stands in it comes to the size that the core gives, for any layer."""

from __future__ import annotations

import re
from math import floor

import pytest
from layer_cases import activations, filters, poolings, transposed

from convviz import Convolution
from convviz.core import Layer
from convviz.explain import size_law

LAYERS = [*filters(), *poolings(), *activations(), *transposed()]


def value(text: str) -> int:
    """What a law with numbers in it comes to, read from its signs alone."""
    plain = text.replace("⌊", "floor(").replace("⌋", ")").replace("·", "*").replace("−", "-")
    times = re.sub(r"(\d)\(", r"\1*(", plain)
    return int(eval(times, {"floor": floor}))  # a text of the law itself: numbers, signs and `floor`


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: type(layer).__name__)
def test_the_numbers_of_the_law_come_to_the_size(layer: Layer) -> None:
    sizes = layer.output_shape[-layer.rank :]
    names = {1: [""], 2: ["rows", "columns"], 3: ["depth", "rows", "columns"]}[layer.rank]
    found = {}
    for said, text in size_law(layer).axes:
        formula, _, size = text.rpartition(" = ")
        assert value(formula or size) == int(size)
        for name in re.split(", | and ", said):
            found[name if layer.rank > 1 else ""] = int(size)
    assert [found[name] for name in names] == list(sizes)


def test_of_a_transposed_convolution_padding_cuts_off_and_what_changes_nothing_is_left_out() -> None:
    x, w = [[1, 2, 3], [4, 5, 6]], [[1, 1, 1, 1]] * 2
    plain = Convolution.transposed(x, w, stride=2)
    assert str(size_law(plain)) == "(n − 1)·s + k = (2 − 1)·2 + 2 = 4 (rows), (3 − 1)·2 + 4 = 8 (columns)"
    cut = Convolution.transposed(x, w, stride=2, padding=(0, 1), output_padding=1)
    law = "(n − 1)·s + k − 2p + o = (2 − 1)·2 + 2 − 2·0 + 1 = 5 (rows), (3 − 1)·2 + 4 − 2·1 + 1 = 7 (columns)"
    assert str(size_law(cut)) == law
    wide = Convolution.transposed([1, 2, 3], [1, 1], stride=2, dilation=3)
    assert str(size_law(wide)) == "(n − 1)·s + d(k − 1) + 1 = (3 − 1)·2 + 3·(2 − 1) + 1 = 8"
