"""A frame: one piece of bytes that holds every value once, exactly, in the narrowest type."""

from __future__ import annotations

import numpy as np
import pytest
from frames import opened, values

from convviz import Convolution
from convviz.player.frame import frame, pack
from convviz.player.scene import scene


def test_a_frame_carries_any_header_and_body() -> None:
    assert opened(frame({"text": "–"}, b"body")) == ({"text": "–"}, b"body")


@pytest.mark.parametrize(("scale", "most"), [(1, 2), (0.5, 4), (0.1, 2)])
def test_products_travel_in_the_narrowest_exact_type(scale: float, most: int) -> None:
    x = np.arange(256 * 256).reshape(256, 256) % 256 * scale
    convolution = Convolution(x, [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    sheet, others = len(convolution) * 9 * most, (x.size + 4 * len(convolution)) * most
    made = pack(scene(convolution))
    assert sheet < len(made) <= sheet + others + 20_000
    sent, body = opened(made)
    shown = values(sent["figures"]["product"][0]["data"][0]["z"], body)
    np.testing.assert_array_equal(shown[3:6, :3], convolution.step(254).product)


def test_without_a_repetition_products_take_eight_bytes() -> None:
    x = np.random.default_rng(1).normal(size=(256, 256))
    convolution = Convolution(x, np.full((3, 3), 1 / 9))
    # The input is 65,536 numbers of eight bytes; the output and its two alternatives are 64,516 each.
    assert len(pack(scene(convolution))) <= 8 * len(convolution) * 9 + 8 * (65_536 + 3 * 64_516) + 20_000
