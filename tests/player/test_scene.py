"""The scene: one piece of bytes that holds every value once, exactly."""

from __future__ import annotations

import json

import numpy as np
import pytest

from convviz import Convolution
from convviz.document import examples
from convviz.explain import alternatives
from convviz.player.frame import frame, pack
from convviz.player.scene import scene

CASES = [Convolution(example.x, example.w, **example.parameters) for example in examples.EXAMPLES]


def opened(data: bytes) -> tuple[dict, bytes]:
    """The header and the body of a frame."""
    end = 4 + int.from_bytes(data[:4], "little")
    assert end % 8 == 0
    return json.loads(data[4:end]), data[end:]


def values(spec: dict, body: bytes) -> np.ndarray:
    if "palette" in spec:
        indices = values({key: spec[key] for key in spec if key != "palette"}, body)
        return values(spec["palette"], body)[indices]
    assert spec["at"] % 8 == 0
    piece = body[spec["at"] : spec["at"] + spec["bytes"]]
    return np.frombuffer(piece, spec["dtype"]).reshape([int(size) for size in spec["shape"].split(",")])


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


def test_a_frame_carries_any_header_and_body() -> None:
    assert opened(frame({"text": "–"}, b"body")) == ({"text": "–"}, b"body")


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
    assert made["labels"]["notes"] == ["No window reads 40 of the 48 cells of the input."]


def test_a_depth_of_one_is_dropped_from_the_size_that_people_read() -> None:
    made = scene(Convolution(np.ones((3, 4, 5)), np.ones((3, 2, 2))))
    assert made["labels"]["outputSize"] == "3 × 4"
    assert made["labels"]["inputSize"] == "4 × 5 × 3"
    assert made["labels"]["size"] == [
        ("rows", "⌊(4 + 0 − 1·(2 − 1) − 1) / 1⌋ + 1 = 3"),
        ("columns", "⌊(5 + 0 − 1·(2 − 1) − 1) / 1⌋ + 1 = 4"),
        ("depth", "⌊(3 + 0 − 1·(3 − 1) − 1) / 1⌋ + 1 = 1"),
    ]


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
