"""The player's JavaScript in Node: its own tests, one file each, and what it shares with Python."""

from __future__ import annotations

import json
import shutil
import subprocess
from base64 import b64encode
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from number_table import ACCEPTED, REFUSED
from worked import PLAIN, places

from convviz import Activation, Convolution, Filters, Pooling
from convviz.document.reading.numbers import read_number
from convviz.explain import alternatives, step_text
from convviz.explain.colours import padded_names
from convviz.explain.numbers import exactly, written
from convviz.explain.scattered import Transposed, as_transposed
from convviz.player.frame import pack
from convviz.player.scene import scene

FOLDER = Path(__file__).parent / "js"
FILES = sorted(path.name for path in FOLDER.glob("*.test.js"))


@pytest.fixture(scope="module")
def node() -> str:
    """The program that runs JavaScript."""
    found = shutil.which("node")
    if found is None:
        pytest.skip("tests of the JavaScript need Node 20 or later on the PATH")
    return found


def run(*command: str, given: str = "") -> str:
    """What a command prints; if it fails, all that it printed is the failure."""
    done = subprocess.run(
        command, input=given, cwd=FOLDER, capture_output=True, encoding="utf-8", timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def ask(node: str, **asked: list[Any]) -> dict[str, list[Any]]:
    """What the player's functions of these names give for each of these arguments."""
    answers: dict[str, list[Any]] = json.loads(
        run(node, "ask.js", given=json.dumps(asked)),
        parse_int=float,  # JavaScript has no other numbers
    )
    return answers


@pytest.mark.parametrize("file", FILES)
def test_in_node(file: str, node: str) -> None:
    run(node, "--test", "--test-reporter=spec", file)


def test_no_file_of_tests_is_forgotten() -> None:
    assert {f"{name}.test.js" for name in ("layout", "links", "numbers", "scene", "state")} <= {*FILES}


def values() -> list[float]:
    """40,000 numbers: any at all, of all usual sizes, with few decimals, half way between two roundings."""
    random = np.random.default_rng(9)
    some = 10_000
    bits = random.integers(0, 2**64, 2 * some, dtype=np.uint64)
    bits[::4] >>= random.integers(12, 64, some // 2, dtype=np.uint64)  # numbers below the normal ones
    anything = bits.view(np.float64)
    usual = 10.0 ** random.uniform(-5, 12, some) * random.choice([-1, 1], some)
    decimals = random.integers(-(10**9), 10**9, some) / 10.0 ** random.integers(0, 10, some)
    halves = [
        (2 * random.integers(0, limit * parts // 2, some // 5) + 1) / parts
        for limit, parts in ((10, 32), (100, 16), (1000, 8), (10**6, 4))
    ]
    powers = 10.0 ** random.integers(5, 200, some // 5)
    halves.append((20 * random.integers(500, 1000, some // 5) + 5) * powers)
    finite = anything[np.isfinite(anything)][:some]
    return np.concatenate([finite, usual, decimals, *halves]).tolist()


def test_python_and_javascript_write_every_number_alike(node: str) -> None:
    given = values()
    assert len(given) == 40_000
    answers = ask(node, number=given, exactly=given)
    expected = {"number": list(map(written, given)), "exactly": list(map(exactly, given))}
    different = [
        (name, value, theirs, ours)
        for name in expected
        for value, theirs, ours in zip(given, answers[name], expected[name], strict=True)
        if theirs != ours
    ]
    assert different == []


def test_what_is_copied_is_read_back(node: str) -> None:
    given = values()
    assert [read_number(text) for text in ask(node, plain=given)["plain"]] == given


PIECES = [*"0179", "234", "567", *",,..   \u00a0\u202f//--−–+eEx"]


def texts() -> list[str]:
    """The texts of the table, those with a character more or less, and 20,000 of pieces of numbers."""
    random = np.random.default_rng(9)
    known = [*ACCEPTED, *REFUSED]
    shorter = [text[:at] + text[at + 1 :] for text in known for at in range(len(text))]
    longer = [
        text[:at] + str(random.choice(PIECES)) + text[at:] for text in known for at in range(len(text) + 1)
    ]
    made = ["".join(random.choice(PIECES, length)) for length in random.integers(1, 9, 20_000)]
    return [*known, *shorter, *longer, *made]


def number_or_none(text: str) -> float | None:
    try:
        return read_number(text)
    except ValueError:
        return None


def test_python_and_javascript_read_every_text_alike(node: str) -> None:
    given = texts()
    answers = [answer.get("value") for answer in ask(node, guess=given)["guess"]]
    expected = [number_or_none(text) for text in given]
    read = zip(given, answers, expected, strict=True)
    assert [(text, theirs, ours) for text, theirs, ours in read if theirs != ours] == []
    assert 2_000 < sum(value is not None for value in expected) < 20_000


CONVOLUTIONS = [
    *(Convolution(example.x, example.w, **example.parameters) for example in PLAIN),
    Convolution(places(9), places(3) - 1.5, stride=2, dilation=2, padding=((1, 3),), bias=0.25),
    Convolution(places(6, 9), places(3, 2) - 9.0, stride=(2, 3), dilation=(1, 2), padding="same", flip=True),
    Convolution(places(3, 6, 7) % 7, places(2, 2, 3) - 99, padding=((1, 0), (0, 2), (1, 1)), bias=-3),
    Convolution(places(40, 40) % 9, places(3, 3) / 9, padding_mode="wrap", padding=1),  # with palettes
]


def lifted(index: tuple[int, ...]) -> list[int]:
    """An index on three axes."""
    return [0] * (3 - len(index)) + list(index)


def test_the_player_reads_what_python_sends_of_every_step(node: str) -> None:
    packed = [b64encode(pack(scene(convolution))).decode() for convolution in CONVOLUTIONS]
    for convolution, read in zip(CONVOLUTIONS, ask(node, steps=packed)["steps"], strict=True):
        assert len(read) == len(convolution)
        mistakes = alternatives(convolution)
        for number, found in enumerate(read):
            step = convolution.step(number)
            assert found["index"] == lifted(step.index)
            assert found["total"] == step.total
            assert found["products"] == step.product.ravel().tolist()
            assert found["pairs"] == np.stack([step.window, convolution.kernel], -1).reshape(-1, 2).tolist()
            assert found["alternatives"] == {name: values[step.index] for name, values in mistakes}


FILTERS = [
    Filters(places(7), places(3, 3) - 15, bias=[1, 0, -2], stride=2, padding=1),
    Filters(places(5, 6), places(4, 2, 3) - 9.0, bias=0.5, stride=(1, 2), dilation=(2, 1), flip=True),
    Filters(places(3, 4, 5), places(2, 3, 2, 2) % 7, bias=[0, 4]),
    Filters(places(4, 4, 3), places(3, 2, 2, 1) - 5, padding=((1, 0), (0, 1), (0, 0)), dilation=(2, 1, 1)),
    Filters(places(4, 4, 5), places(6, 2, 2, 3) - 100, groups=2, stride=(1, 1, 2), padding=1),
    Filters(places(3, 4, 5), places(3, 1, 3, 2) - 5, groups=3, bias=[1, 2, 3]),
    Filters(places(2, 3, 4), places(4, 1, 1, 1) - 2, groups=2),
    Filters(places(3, 2, 4), places(5, 3, 1, 1) - 30),
]


@pytest.mark.parametrize("filters", FILTERS)
def test_the_player_reads_what_python_sends_of_every_step_of_several_filters(
    filters: Filters, node: str
) -> None:
    packed = b64encode(pack(scene(filters))).decode()
    answers = ask(node, steps=[packed], reads=[packed])
    ([read], [met]) = answers["steps"], answers["reads"]
    mistakes, taps = alternatives(filters), filters.w[0].size
    depth = ([1, 1, *filters.output_shape[1:]])[-3]
    assert len(read) == len(filters)
    for number, found in enumerate(read):
        step = filters.step(number)
        which, *place = step.index
        front, *others = lifted(tuple(place))
        assert found["index"] == [which * depth + front, *others]
        assert (found["total"], found["bias"]) == (step.total, filters.bias[which])
        assert (
            found["name"] == ("w" if filters.rank == 1 else "W") + "\u0303" * filters.flip + "₁₂₃₄₅₆"[which]
        )
        shown = place[1:] + place[:1] if len(place) == 3 else place
        assert found["place"] == [index + 1 for index in (shown[:2] if depth == 1 else shown)]
        assert found["products"] == step.product.ravel().tolist()
        factors = np.stack([step.window, filters.kernel[which]], -1).reshape(-1, 2)
        assert found["pairs"] == factors.tolist()
        assert found["alternatives"] == {name: values[step.index] for name, values in mistakes}
        cells = [
            lifted(tuple(step.origin + np.array(tap) * filters.dilation))
            for tap in np.ndindex(*filters.w.shape[1:])
        ]
        assert met["reads"][number] == cells
    found = {(*use["cell"], *by) for use in met["uses"] for by in use["by"]}
    assert found == {
        (*cell, s, tap) for s, cells in enumerate(met["reads"]) for tap, cell in enumerate(cells)
    }
    assert sum(len(use["by"]) for use in met["uses"]) == len(filters) * taps


POOLINGS = [
    Pooling(places(4, 7) % 5 - 2, (2, 3), kind, **given)
    for kind in ("max", "mean")
    for given in ({}, {"stride": 1, "padding": 1}, {"stride": (1, 2), "dilation": 2})
] + [
    Pooling(places(9) % 4 - 3, 3, "max", padding=1),
    Pooling(places(3, 4, 6) / 8 - 9, (2, 1, 3), "mean", stride=1, padding=((1, 0), (0, 0), (0, 1))),
]
ACTIVATIONS = [
    Activation(places(*shape)[..., ::-1] % 7 / part - 2, kind)
    for kind in ("relu", "leaky_relu", "sigmoid", "tanh")
    for shape, part in (((5,), 1), ((3, 4), 3), ((2, 3, 4), 2))
]


def without_tie(text: str) -> str:
    return text.partition(" (the first of")[0]


def in_short(text: str) -> str:
    """What a function makes of a cell, without how: `ReLU(−3) = 0`."""
    name, rest = text.split(")", 1)
    sign = max(rest.rfind("="), rest.rfind("≈"))
    return f"{name}) {rest[sign:]}"


def test_the_player_reads_poolings_and_writes_them_as_explain_does(node: str) -> None:
    packed = [b64encode(pack(scene(pooling))).decode() for pooling in POOLINGS]
    for pooling, read in zip(POOLINGS, ask(node, steps=packed)["steps"], strict=True):
        mistakes = alternatives(pooling)
        for number, found in enumerate(read):
            step = pooling.step(number)
            assert (found["index"], found["total"]) == (lifted(step.index), step.total)
            np.testing.assert_array_equal(np.array(found["cells"], float), step.window.ravel())
            winner = step.winner and np.ravel_multi_index(step.winner, pooling.size)
            assert found["winner"] == winner
            said = step_text(pooling, number)
            assert without_tie(found["text"]) == said
            assert found["hidden"] == said[: max(said.rfind("="), said.rfind("≈"))] + "= ?"
            same = int((step.window == step.total).sum())
            tied = pooling.kind == "max" and same > 1
            assert found["text"].endswith(f" (the first of {same})") == tied
            assert found["alternatives"] == {name: values[step.index] for name, values in mistakes}


def test_the_player_reads_activations_and_writes_them_as_explain_does(node: str) -> None:
    packed = [b64encode(pack(scene(activation))).decode() for activation in ACTIVATIONS]
    for activation, read in zip(ACTIVATIONS, ask(node, steps=packed)["steps"], strict=True):
        for number, found in enumerate(read):
            step = activation.step(number)
            assert (found["index"], found["total"]) == (lifted(step.index), step.total)
            assert found["text"] == in_short(step_text(activation, number))
            assert found["products"] == found["pairs"] == []


TRANSPOSED = [
    Convolution.transposed([1, 2, 3], [1, 10], stride=2),
    Convolution.transposed([1, -2, 3, 4], [1, 10, 100], stride=2, padding=1, output_padding=1, bias=0.5),
    Convolution.transposed([1, 2, 3], [1, 10], stride=3, dilation=2),
    Convolution.transposed(places(3, 2), places(2, 3) - 4, stride=2, bias=-1),
    Convolution.transposed(places(2, 3), places(3, 3), stride=(1, 2), padding=((1, 0), (0, 1))),
    Convolution.transposed(places(2, 2, 3), places(1, 2, 2) - 5, stride=(1, 2, 2)),
    Convolution.transposed(places(2, 2, 2), places(2, 3, 2), stride=2, padding=1, dilation=(1, 2, 1)),
]


def lying(c: Convolution) -> list[list[list[tuple[float, int]]]]:
    """For each cell of the input what lies on every cell of the output after 0, 1 and all of its products.

    Written to be obviously right: the output is made larger by what is cut off, and every product added.
    """
    given = as_transposed(c)
    assert given is not None
    sums, counts = np.zeros(c.output_shape), np.zeros(c.output_shape, int)
    found, last = [], c.x.size - 1
    total = np.zeros(c.output_shape, int)
    for cell in np.ndindex(c.x.shape):
        for tap in np.ndindex(given.w.shape):
            if (place := laid_on(c, given, cell, tap)) is not None:
                total[place] += 1
    for number, cell in enumerate(np.ndindex(c.x.shape)):
        states = []
        for done, tap in enumerate([None, *np.ndindex(given.w.shape)]):
            if tap is not None and (place := laid_on(c, given, cell, tap)) is not None:
                sums[place] += c.x[cell] * given.w[tap]
                counts[place] += 1
            if done in (0, 1, given.w.size):
                seen = np.where(counts > 0, sums + c.bias, np.nan)
                if number == last:
                    seen[total == 0] = c.bias
                states.append(list(zip(seen.ravel().tolist(), counts.ravel().tolist(), strict=True)))
        found.append(states)
    return found


def laid_on(
    c: Convolution, given: Transposed, cell: tuple[int, ...], tap: tuple[int, ...]
) -> tuple[int, ...] | None:
    axes = zip(cell, tap, given.stride, given.dilation, given.cut, strict=True)
    place = tuple(u * s + t * d - cut[0] for u, t, s, d, cut in axes)
    inside = all(0 <= at < size for at, size in zip(place, c.output_shape, strict=True))
    return place if inside else None


@pytest.mark.parametrize("c", TRANSPOSED)
def test_what_is_scattered_grows_to_the_output_of_the_core(c: Convolution, node: str) -> None:
    packed = b64encode(pack(scene(c))).decode()
    (read,) = ask(node, laid=[packed])["laid"]
    expected = lying(c)
    assert len(read["steps"]) == c.x.size
    for number, (found, states) in enumerate(zip(read["steps"], expected, strict=True)):
        for shown, state in zip(found["lies"], states, strict=True):
            values = np.array([float(value) for value, _ in shown])
            np.testing.assert_allclose(values, [value for value, _ in state], atol=1e-9)
            assert [count for _, count in shown] == [count for _, count in state]
        x = c.x.ravel()[number]
        given = as_transposed(c)
        assert given is not None
        assert found["products"] == (x * given.w).ravel().tolist()
    last = np.array([float(value) for value, _ in read["steps"][-1]["lies"][-1]])
    np.testing.assert_array_equal(last, c.output.ravel())


def test_a_window_and_the_cell_that_is_laid_there_lead_to_each_other(node: str) -> None:
    packed = b64encode(pack(scene(TRANSPOSED[0]))).decode()
    (read,) = ask(node, laid=[packed])["laid"]
    assert [(step["window"], step["back"]) for step in read["steps"]] == [(0, 0), (2, 1), (4, 2)]
    assert read["texts"][0] == "lays 1·1 on (1): 1; 1·10 on (2): 10"


def test_a_scattered_input_has_the_names_of_its_slices_without_those_of_padding(node: str) -> None:
    c = Convolution.transposed(np.ones((2, 1, 1)), np.ones((2, 1, 1)), stride=(2, 1, 1))
    names = ["channel 1", "channel 2"]
    padded = padded_names(c.geometry, names)
    assert padded == ["", "channel 1", "", "channel 2", ""]
    packed = b64encode(pack({**scene(c), "origin": {"slices": padded}})).decode()
    assert ask(node, laid=[packed])["laid"][0]["slices"] == names


def test_what_is_laid_is_written_out_with_what_lay_there_and_how_many_met(node: str) -> None:
    c = Convolution.transposed([1, -2, 3], [1, 10, 5], stride=2, padding=1, bias=0.5)
    (read,) = ask(node, laid=[b64encode(pack(scene(c))).decode()])["laid"]
    assert read["texts"] == [
        "lays 1·1 is cut off; 1·10 on (1): 0.5 + 10 = 10.5; 1·5 on (2): 0.5 + 5 = 5.5",
        "lays −2·1 on (2): 5.5 + (−2) = 3.5, met 2 times; −2·10 on (3): 0.5 + (−20) = −19.5; "
        "−2·5 on (4): 0.5 + (−10) = −9.5",
        "lays 3·1 on (4): −9.5 + 3 = −6.5, met 2 times; 3·10 on (5): 0.5 + 30 = 30.5; 3·5 is cut off",
    ]


@pytest.mark.parametrize("c", TRANSPOSED)
def test_what_is_asked_of_what_is_laid_lies_where_most_cells_have_met(c: Convolution, node: str) -> None:
    (read,) = ask(node, laid=[b64encode(pack(scene(c))).decode()])["laid"]
    for found, (before, _, after) in zip(read["steps"], lying(c), strict=True):
        asked = found["asked"]
        cell = np.ravel_multi_index([int(i) for i in asked["at"][3 - c.rank :]], c.output_shape)
        changed = [count for (_, old), (_, count) in zip(before, after, strict=True) if old != count]
        value, count = after[cell]
        assert count == max(changed)
        assert asked["answer"] == pytest.approx(value)
        assert all(mistake["value"] != asked["answer"] for mistake in asked["mistakes"])
