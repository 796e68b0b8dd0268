"""The scene: one piece of bytes that holds every value once, exactly."""

from __future__ import annotations

import numpy as np
import pytest
from frames import opened, values
from worked import PLAIN

from convviz import Convolution
from convviz.explain import alternatives
from convviz.player.frame import pack
from convviz.player.scene import scene

CASES = [Convolution(example.x, example.w, **example.parameters) for example in PLAIN]


@pytest.mark.parametrize("convolution", CASES)
def test_a_scene_arrives_and_holds_the_cores_numbers(convolution: Convolution) -> None:
    sent, body = opened(pack(scene(convolution)))
    for name, tensor in [
        ("input", convolution.padded),
        ("filter", convolution.kernel),
        ("output", convolution.output),
    ]:
        shown = np.array([values(figure["data"][0]["z"], body) for figure in sent["figures"][name]])
        np.testing.assert_array_equal(shown.ravel(), tensor.ravel())
        assert list(shown.shape) == sent["shapes"][name]
    assert sent["steps"] == len(convolution)


def test_geometry_has_three_axes_at_every_rank() -> None:
    made = scene(Convolution(np.arange(12), [1, 2], stride=3, dilation=2, padding=((1, 2),)))
    assert made["shapes"] == {"input": [1, 1, 15], "filter": [1, 1, 2], "output": [1, 1, 5]}
    assert (made["stride"], made["dilation"]) == ([1, 1, 3], [1, 1, 2])
    assert made["padding"] == [[0, 0], [0, 0], [1, 2]]
    assert made["span"] == [1, 1, 3]


def test_a_long_sum_is_elided_as_in_the_formulas() -> None:
    assert scene(Convolution([1, 2], [1]))["elision"] == {"most": 27, "ends": 12}


def test_what_common_mistakes_give_travels_with_the_scene() -> None:
    convolution = Convolution(np.arange(35).reshape(5, 7), [[1, 2, -3], [0, 0, 0.1]], bias=0.5)
    sent, body = opened(pack(scene(convolution)))
    made = [(other["name"], values(other["values"], body)) for other in sent["alternatives"]]
    assert [name for name, _ in made] == [name for name, _ in alternatives(convolution)]
    for (_, shown), (_, expected) in zip(made, alternatives(convolution), strict=True):
        np.testing.assert_array_equal(shown, expected[None])


def test_cells_that_no_window_reads_are_named_axis_by_axis() -> None:
    made = scene(Convolution(np.ones((6, 8)), np.ones((2, 1)), stride=(3, 4)))
    assert made["unvisited"] == [[], [[2, 3], [5, 6]], [[1, 4], [5, 8]]]
    assert made["labels"]["notes"] == ["Of the 48 cells of the input, 40 are read by no window."]


def test_a_depth_of_one_is_dropped_from_the_size_that_people_read() -> None:
    made = scene(Convolution(np.ones((3, 4, 5)), np.ones((3, 2, 2))))
    assert made["labels"]["outputSize"] == "3 × 4"
    assert made["labels"]["inputSize"] == "4 × 5 × 3 deep"
    law = "n − k + 1 = 4 − 2 + 1 = 3 (rows), 5 − 2 + 1 = 4 (columns), 3 − 3 + 1 = 1 (depth)"
    assert made["labels"]["size"] == law


def test_a_size_that_is_asked_for_has_the_depth_last() -> None:
    assert scene(Convolution(np.ones((4, 5, 7)), np.ones((2, 2, 2))))["labels"]["outputShape"] == [4, 6, 3]
