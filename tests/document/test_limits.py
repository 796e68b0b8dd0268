"""What the stage does not show is refused with the number and the way out."""

from typing import Any

import numpy as np
import pytest

from convviz import Convolution, ConvolutionError
from convviz.document.limits import check_shape, check_size


def test_too_many_products_are_refused_with_the_way_out() -> None:
    convolution = Convolution(np.zeros((256, 256)), np.zeros((4, 4)))
    with pytest.raises(ConvolutionError, match=r"64,009 windows of 16 cells make 1,024,144 products"):
        check_size(convolution.geometry)


@pytest.mark.parametrize(
    ("shape", "padding"), [((3, 3, 3), (39, 0, 0)), ((3, 3, 3), (30, 90, 90)), ((256, 256), 600)]
)
def test_too_much_padding_is_refused_before_it_is_made(shape: tuple[int, ...], padding: Any) -> None:
    convolution = Convolution(np.zeros(shape), np.zeros((1,) * len(shape)), stride=256, padding=padding)
    with pytest.raises(ConvolutionError, match="use less padding"):
        check_size(convolution.geometry)
    assert "padded" not in vars(convolution)


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ((4097,), "a length of 4,097 is too much; the limit is 4096"),
        ((0,), "a length of 0 is too little; at least 1 is needed"),
        ((2, 257), "257 columns are too many; the limit is 256"),
        ((1000, 2), "1,000 rows are too many; the limit is 256"),
        ((1, 0), "0 columns are too few; at least 1 is needed"),
        ((17, 2, 3), "a depth of 17 is too much; the limit is 16"),
    ],
)
def test_shapes_have_limits(shape: tuple[int, ...], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        check_shape(np.zeros(shape))


@pytest.mark.parametrize("shape", [(4096,), (1, 256), (16, 256, 256)])
def test_the_limits_are_allowed(shape: tuple[int, ...]) -> None:
    assert check_shape(np.zeros(shape)).shape == shape
