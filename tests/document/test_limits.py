"""What the stage does not show is refused with the number and the way out."""

from typing import Any

import numpy as np
import pytest

from convviz import Convolution, ConvolutionError
from convviz.document.limits import check_size


def test_too_many_products_are_refused_with_the_way_out() -> None:
    convolution = Convolution(np.zeros((256, 256)), np.zeros((4, 4)))
    with pytest.raises(ConvolutionError, match=r"64,009 windows of 16 cells make 1,024,144 products"):
        check_size(convolution)


@pytest.mark.parametrize(
    ("shape", "padding"), [((3, 3, 3), (39, 0, 0)), ((3, 3, 3), (30, 90, 90)), ((256, 256), 600)]
)
def test_too_much_padding_is_refused_before_it_is_made(shape: tuple[int, ...], padding: Any) -> None:
    convolution = Convolution(np.zeros(shape), np.zeros((1,) * len(shape)), stride=256, padding=padding)
    with pytest.raises(ConvolutionError, match="use less padding"):
        check_size(convolution)
    assert "padded" not in vars(convolution)
