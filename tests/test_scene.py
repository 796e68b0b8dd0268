"""The scene: JSON that holds every value once, exactly."""

from __future__ import annotations

import base64
import json

import numpy as np
import pytest

from convviz import Convolution, ConvolutionError, examples
from convviz.player.scene import scene

CASES = [Convolution(example.x, example.w) for example in examples.EXAMPLES]


def values(figure: dict) -> np.ndarray:
    spec = figure["data"][0]["z"]
    numbers = np.frombuffer(base64.b64decode(spec["bdata"]), dtype=spec["dtype"])
    return numbers.reshape([int(size) for size in spec["shape"].split(",")])


@pytest.mark.parametrize("convolution", CASES)
def test_a_scene_survives_json_and_holds_the_cores_numbers(convolution: Convolution) -> None:
    sent = json.loads(json.dumps(scene(convolution)))
    for name, tensor in [
        ("input", convolution.padded),
        ("filter", convolution.kernel),
        ("output", convolution.output),
    ]:
        shown = np.array([values(figure) for figure in sent["figures"][name]])
        np.testing.assert_array_equal(shown.ravel(), tensor.ravel())
        assert list(shown.shape) == sent["shapes"][name]
    assert sent["steps"] == len(convolution)


def test_geometry_has_three_axes_at_every_rank() -> None:
    made = scene(Convolution(np.arange(12), [1, 2], stride=3, dilation=2, padding=((1, 2),)))
    assert made["shapes"] == {"input": [1, 1, 15], "filter": [1, 1, 2], "output": [1, 1, 5]}
    assert (made["stride"], made["dilation"]) == ([1, 1, 3], [1, 1, 2])
    assert made["padding"] == [[0, 0], [0, 0], [1, 2]]


def test_the_digest_tells_scenes_apart_and_equal_ones_not() -> None:
    one, same, other = (scene(Convolution([1, 2, 3], [1, w]))["digest"] for w in (1, 1, 2))
    assert one == same != other


def test_a_depth_of_one_is_dropped_from_the_size_that_people_read() -> None:
    made = scene(Convolution(np.ones((3, 4, 5)), np.ones((3, 2, 2))))
    assert made["labels"]["outputSize"] == "3 × 4"
    assert made["labels"]["inputSize"] == "4 × 5 × 3"
    assert made["labels"]["size"] == [
        ("rows", "⌊(4 + 0 − 1·(2 − 1) − 1) / 1⌋ + 1 = 3"),
        ("columns", "⌊(5 + 0 − 1·(2 − 1) − 1) / 1⌋ + 1 = 4"),
        ("depth", "⌊(3 + 0 − 1·(3 − 1) − 1) / 1⌋ + 1 = 1"),
    ]


def test_too_many_products_are_refused_with_the_way_out() -> None:
    convolution = Convolution(np.zeros((256, 256)), np.zeros((4, 4)))
    with pytest.raises(ConvolutionError, match=r"64,009 windows of 16 cells make 1,024,144 products"):
        scene(convolution)


def test_a_picture_of_integers_takes_few_bytes_per_product() -> None:
    x = np.arange(256 * 256).reshape(256, 256) % 256
    convolution = Convolution(x, [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    products = len(convolution) * 9
    assert len(json.dumps(scene(convolution))) < 3 * products + 500_000
