"""The core's refusals in the page's words: rows and columns for axes, the page's names for modes."""

from __future__ import annotations

import pickle
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest

from convviz import Activation, Convolution, ConvolutionError, Filters, Pooling, Stack
from convviz.document.document import Document
from convviz.document.link import parse
from convviz.document.wording import in_page_words


def refusal(x: tuple[int, ...], w: tuple[int, ...], **given: Any) -> ConvolutionError:
    with pytest.raises(ConvolutionError) as refused:
        Convolution(np.ones(x), np.ones(w), **given)
    return refused.value


@pytest.mark.parametrize(
    ("x", "w", "given", "sentence"),
    [
        (
            (2,),
            (3,),
            {},
            "A filter with a length of 3 does not fit: the padded input has a length of 2; "
            "use a smaller filter or pad by at least 1.",
        ),
        (
            (3, 5),
            (2, 6),
            {},
            "A filter with 6 columns does not fit: the padded input has 5 columns; "
            "use a smaller filter or pad columns by at least 1.",
        ),
        (
            (1, 5),
            (2, 2),
            {"dilation": (5, 1)},
            "A filter with 2 rows (6 with dilation 5) does not fit: the padded input has 1 row; "
            "use a smaller filter or pad rows by at least 3.",
        ),
        (
            (2, 4, 5),
            (4, 1, 1),
            {"padding": ((1, 0), (0, 0), (0, 0))},
            "A filter with a depth of 4 does not fit: the padded input has a depth of 3; "
            "use a smaller filter or pad the depth by at least 1.",
        ),
        (
            (4, 3),
            (1, 1),
            {"padding": ((0, 0), (0, 3)), "padding_mode": "reflect"},
            "Reflect can fill at most 2 cells on a side of 3 columns, not 3; "
            "pad less or let the padding hold Zeros or Edge.",
        ),
        (
            (1, 4, 5),
            (1, 1, 1),
            {"padding": (2, 0, 0), "padding_mode": "symmetric"},
            "Symmetric can fill at most 1 cell on a side of a depth of 1, not 2; "
            "pad less or let the padding hold Zeros or Edge.",
        ),
        (
            (3, 4, 5),
            (1, 1, 1),
            {"padding": (0, 5000, 5000)},
            "The padded input of 10,004 × 10,005 × 3 deep has 300,270,060 cells; at most 100,000,000 are "
            "allowed, use a smaller input or pad less.",
        ),
        ((2,), (2,), {"bias": np.inf}, "Bias is inf; give one finite number."),
    ],
    ids=str,
)
def test_a_refusal_in_the_words_of_the_page(
    x: tuple[int, ...], w: tuple[int, ...], given: dict[str, Any], sentence: str
) -> None:
    assert in_page_words(refusal(x, w, **given), len(x)) == sentence


@pytest.mark.parametrize(
    "link",
    [
        {"layers": "max", "padding": "2"},
        {"layers": "max", "size": "3,2", "padding": "2", "dilation": "2"},
        {"layers": "mean", "size": "5"},
        {"layers": "max", "x": "1,2;3,4", "size": "3", "padding": "1", "stride": "3", "dilation": "3"},
        {"layers": "transposed", "padding": "2"},
        {"layers": "transposed", "output_padding": "1"},
        {"layers": "transposed", "x": "1", "padding": "1"},
    ]
    + [
        {"rank": rank, "padding": padding, "padding_mode": mode, "dilation": dilation}
        for rank in "123"
        for padding in ("0", "3", "30")
        for mode in ("constant", "reflect", "wrap")
        for dilation in ("1", "9")
    ],
    ids=str,
)
def test_no_link_brings_the_words_of_python_onto_the_page(link: dict[str, str]) -> None:
    document: Document = parse(link)[0]
    try:
        _ = document.layer
    except ConvolutionError as error:
        sentence = in_page_words(error, document.rank)
        assert not [word for word in ("axis", "padding_mode", "constant", "size ", "'") if word in sentence]


def test_a_refusal_keeps_its_facts_on_the_way_to_another_process() -> None:
    error = refusal((2,), (3,))
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.refusal, again.facts) == (str(error), "fit", error.facts)


@pytest.mark.parametrize(
    ("layers", "sentence"),
    [
        (
            [partial(Filters, w=[[[1, 1]], [[2, 2]]]), partial(Pooling, size=(3, 1, 1))],
            "Layer 2: a window with a depth of 3 does not fit: the padded input has a depth of 2; use a "
            "smaller window or pad the depth by at least 1.",
        ),
        (
            [Activation, Activation, partial(Convolution, w=[[1] * 6])],
            "Layer 3: a filter with 6 columns does not fit: the padded input has 5 columns; use a smaller "
            "filter or pad columns by at least 1.",
        ),
        (
            [partial(Activation, kind="none")],
            "Layer 1: kind is 'none'; give one of 'relu', 'leaky_relu', 'sigmoid', 'tanh'.",
        ),
        ([7], "Layer 1: is of type int; give callables from an array to a layer, such as functools.partial"),
    ],
    ids=["window", "filter", "kind", "no layer"],
)
def test_a_refusal_of_a_layer_says_which_one(layers: list[Any], sentence: str) -> None:
    with pytest.raises(ConvolutionError) as caught:
        Stack(np.ones((4, 5)), *layers)
    assert in_page_words(caught.value, 2).startswith(sentence)


def test_a_window_of_pooling_that_does_not_fit_is_no_filter() -> None:
    with pytest.raises(ConvolutionError) as caught:
        Pooling([1, 2, 3], 5)
    assert in_page_words(caught.value, 1) == (
        "A window with a length of 5 does not fit: the padded input has a length of 3; use a smaller "
        "window or pad by at least 1."
    )


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        (
            "rank=3&w=1~2~3~4&groups=2",
            "2 groups do not divide the 3 slices, each of which is in one group; use 1 group, or other "
            "numbers of slices and filters.",
        ),
        (
            "rank=3&x=1|2|3|4&w=1~2~3~4~5~6&groups=4",
            "4 groups do not divide the 6 filters, each of which is in one group; use 1 or 2 groups, or "
            "other numbers of slices and filters.",
        ),
        (
            "rank=3&w=1|1|1~1|1|1~1|1|1&groups=3",
            "A filter with a depth of 3 does not fit 3 groups: of the 3 slices each group has 1; use filters "
            "with a depth of 1, or 1 group.",
        ),
        (
            "rank=3&w=1~2~3&groups=3&padding=1,0,0",
            "With 3 groups a filter does not slide in depth, so the depth is not padded; use no padding "
            "there, or 1 group.",
        ),
        (
            "w=1~2&groups=2",
            "2 groups are of slices, and the input has none; use 1 group, or a tensor of rank 3.",
        ),
        (
            "layers=relu,transposed&padding.2=same&layer=2",
            "Layer 2: the padding of a transposed convolution takes cells off the output, and no word says "
            "how many; give a number of cells, or 0.",
        ),
    ],
)
def test_a_refusal_of_a_layer_is_in_the_words_of_the_page(link: str, sentence: str) -> None:
    document, complaints = parse(dict(parse_qsl(link)))
    assert complaints == []
    assert document.problem == sentence
