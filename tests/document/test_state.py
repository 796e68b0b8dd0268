"""The state of the page, without Streamlit: links and lessons."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest
from few import made_up
from oracles import naive_output
from worked import PLAIN

from convviz import ConvolutionError
from convviz.core.arguments import MODE_LIMITS, PADDING_WORDS
from convviz.document import examples
from convviz.document.document import Document, nearest_valid
from convviz.document.lesson import fields, from_fields
from convviz.document.link import RANKS, address, parse, query
from convviz.document.look import parse_look
from convviz.document.parameters import PARAMETERS, parameters
from convviz.document.plans import Plan
from convviz.document.reading.contents import read
from convviz.document.reading.errors import ReadError
from convviz.document.reading.lessons import to_json
from convviz.document.tensors import compacted, parse_tensor, tensor_text


def test_a_link_of_the_design() -> None:
    parsed, complaints = parse({"rank": "2", "x": "1,2,2;3,1,4;2,1,3", "w": "1,0;0,1", "step": "3"})
    assert complaints == []
    assert parsed.x.tolist() == [[1, 2, 2], [3, 1, 4], [2, 1, 3]]
    assert parsed.plan.w.tolist() == [[1, 0], [0, 1]]
    assert parsed.step == 2
    assert query(parsed) == ""


def test_slices_are_separated_by_bars() -> None:
    parsed, _ = parse({"rank": "3", "x": "1,2;3,4|5,6;7,8", "w": "1|2"})
    assert parsed.x.shape == (2, 2, 2)
    assert parsed.x[1, 0, 1] == 6
    assert query(parsed) == "rank=3&x=1,2;3,4|5,6;7,8&w=1|2"


def test_an_example_brings_its_rank() -> None:
    parsed, complaints = parse({"example": "motion"})
    assert (parsed.rank, complaints) == (3, [])


@pytest.mark.parametrize(
    ("parameters", "complaint"),
    [
        ({"rank": "7"}, "The link’s rank, “7”, is not one of 1, 2, 3; rank 2 is shown."),
        ({"rank": "1e309"}, "rank, “1e309”"),
        ({"rank": "9" * 400}, "…”, is not one of 1, 2, 3"),
        ({"example": "cats"}, "“cats”, is not one of rank 2 (matrix, "),
        (
            {"rank": "1", "example": "sobel"},
            "“sobel”, is not one of rank 1 (vector, moving-average",
        ),
        (
            {"x": "1,,2"},
            "The link’s x is left aside: row 1, column 2: the cell is empty; fill it, or give 0.",
        ),
        ({"x": ""}, "the cell is empty"),
        ({"x": "1,2;3"}, "row 2 has 1 cell and row 1 has 2; make all rows equally long"),
        ({"x": "1|2"}, "'|' does not occur in a tensor of rank 2; rank=3 has it"),
        ({"w": "<script>"}, "row 1, column 1: the cell holds “<script>”, which is not a finite number"),
        ({"w": "nan"}, "“nan”, which is not a finite number"),
        ({"w": "1e309"}, "“1e309”, which is too large for a number of 64 bits"),
        ({"w": "1_0"}, "“1_0”, which is not a finite number"),
        ({"x": ",".join("0" * 257)}, "257 columns are too many; the limit is 256"),
        ({"x": "1,2;3,4;w=1"}, "x is left aside: w= follows a semicolon; part a link’s parameters by &."),
        ({"stride": "2; w.2=1"}, "is left aside: w.2= follows a semicolon; part a link’s parameters by &."),
        ({"x": "z:AAAA"}, "The link’s x is left aside: it was damaged on its way."),
        ({"x": "z:é"}, "it was damaged on its way"),
        ({"x": compacted("1,2;3,4")[:-6]}, "it was"),
        ({"x": compacted("1," * 20_000_000)}, "it holds more than"),
        ({"x": compacted("1," * 2_000_000)}, "it has more than 256 × 256 cells in 16 slices"),
        ({"stride": "0"}, "stride, “0”, is left aside: give a whole number from 1 to 256."),
        ({"stride": "1e309"}, "stride, “1e309”"),
        ({"stride": "9" * 400}, "…”, is left aside: give a whole number"),
        ({"stride": "1,2,3"}, "it has 3 values; give one, or 2, one per axis"),
        ({"rank": "1", "stride": "1,2"}, "it has 2 values; give one."),
        ({"stride": ""}, "stride, “”, is left aside"),
        ({"dilation": "-1"}, "dilation, “-1”"),
        ({"padding": "some"}, "give valid, same or full, or whole numbers from 0 to 256"),
        ({"padding": "same,1"}, "use words (valid, same, full) for all axes, or numbers for all"),
        ({"padding": "1:2:3"}, "such as 1, or 1:2 for before and after"),
        ({"padding": "257"}, "from 0 to 256"),
        ({"flip": "yes"}, "flip, “yes”, is left aside: give one of true, false."),
        ({"bias": "nan"}, "it holds “nan”, which is not a finite number"),
        ({"bias": "<b>"}, "“<b>”, which is not a finite number"),
        ({"padding_mode": "zeros"}, "it is called constant here; give padding_mode=constant"),
        ({"step": "0"}, "The link’s step, “0”, is not a whole number from 1; 1 is shown."),
        ({"step": "-1"}, "step, “-1”"),
        ({"step": "1.5"}, "step, “1.5”"),
        ({"step": "²"}, "step, “²”"),
        ({"step": "9" * 400}, "is not a whole number from 1"),
    ],
)
def test_a_bad_parameter_is_named_and_the_rest_is_shown(parameters: dict[str, str], complaint: str) -> None:
    parsed, complaints = parse(parameters)
    assert len(complaints) == 1
    assert complaint in complaints[0]
    assert np.isfinite(parsed.x).all()
    assert np.isfinite(parsed.plan.w).all()
    assert parsed.step == 0
    assert parsed.parameters == Document.of(parsed.example).parameters


def test_sixty_kilobytes_of_cells_are_answered() -> None:
    _, complaints = parse({"x": "1," * 30_000})
    assert complaints


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"stride": "2"}, {"stride": (2, 2)}),
        ({"stride": "1,2"}, {"stride": (1, 2)}),
        ({"dilation": "2,1"}, {"dilation": (2, 1)}),
        ({"padding": "1"}, {"padding": ((1, 1), (1, 1))}),
        ({"padding": "1:2"}, {"padding": ((1, 2), (1, 2))}),
        ({"padding": "1:2,0:1"}, {"padding": ((1, 2), (0, 1))}),
        ({"padding": "1,0:1"}, {"padding": ((1, 1), (0, 1))}),
        ({"padding": "same"}, {"padding": ("same", "same")}),
        ({"padding": "full,valid"}, {"padding": ("full", "valid")}),
        ({"padding": "valid"}, {"padding": ((0, 0), (0, 0))}),
        ({"flip": "true"}, {"flip": True}),
        ({"bias": "-0.5"}, {"bias": -0.5}),
        ({"padding_mode": "wrap"}, {"padding_mode": "wrap"}),
        ({"rank": "3", "stride": "2"}, {"stride": (1, 2, 2)}),
        ({"rank": "3", "stride": "3,1,2"}, {"stride": (3, 1, 2)}),
        ({"rank": "3", "padding": "1:2"}, {"padding": ((0, 0), (1, 2), (1, 2))}),
        ({"rank": "3", "padding": "1,0:1,2"}, {"padding": ((1, 1), (0, 1), (2, 2))}),
        ({"rank": "3", "padding": "same"}, {"padding": ("valid", "same", "same")}),
        ({"rank": "3", "padding": "same,same,same"}, {"padding": ("same", "same", "same")}),
        ({"rank": "1", "padding": "1:2"}, {"padding": ((1, 2),)}),
    ],
)
def test_parameters_of_a_link(parameters: dict[str, str], expected: dict[str, object]) -> None:
    parsed, complaints = parse(parameters)
    assert complaints == []
    assert {name: getattr(parsed.parameters, name) for name in expected} == expected
    again = dict(parse_qsl(query(parsed)))
    assert again == {name: value for name, value in parameters.items() if value != "valid"}


SHAPES = {1: ((9,), (3,)), 2: ((7, 6), (3, 2)), 3: ((3, 5, 6), (2, 3, 2))}


@pytest.mark.parametrize("rank", RANKS)
@pytest.mark.parametrize(
    ("name", "text"),
    [
        *product(["stride", "dilation"], ["2"]),
        *product(["padding"], ["1", "1:2", "same", "full"]),
        ("flip", "true"),
        ("bias", "-2.5"),
    ],
)
@pytest.mark.parametrize("mode", list(MODE_LIMITS))
def test_every_parameter_gives_what_nested_loops_give(rank: int, name: str, text: str, mode: str) -> None:
    x, w = (np.arange(np.prod(shape)).reshape(shape) * 7 % 11 - 4.0 for shape in SHAPES[rank])
    given = {"rank": str(rank), "x": tensor_text(x), "w": tensor_text(w)}
    parsed, complaints = parse({**given, "padding": "1", name: text, "padding_mode": mode})
    assert complaints == []
    made = parsed.layer
    given = parsed.parameters
    expected = naive_output(
        x, w, made.stride, made.padding, made.dilation, given.flip, given.bias, given.padding_mode
    )
    np.testing.assert_allclose(made.output, expected, atol=1e-12)


def test_what_does_not_fit_falls_back_step_by_step() -> None:
    parsed, _ = parse({"rank": "1", "x": "1,2,3", "w": "1,1", "dilation": "5"})
    shown, problem = nearest_valid(parsed)
    assert shown.x.tolist() == [1, 2, 3]
    assert shown.parameters == parameters(1)
    assert problem == (
        "A filter with a length of 2 (6 with dilation 5) does not fit: the padded input has a length of 3; "
        "use a smaller filter or pad by at least 2. The parameters are the default ones."
    )
    parsed, _ = parse({"rank": "1", "x": "1,2", "w": "1,1,1"})
    shown, problem = nearest_valid(parsed)
    assert shown.same(Document.of(examples.default(1)))
    assert problem.startswith("A filter with a length of 3 does not fit")


def test_a_long_tensor_travels_compacted() -> None:
    x = np.indices((64, 64)).sum(axis=0) * 2.0
    parsed = replace(Document.of(examples.default(2)), x=x)
    link = query(parsed)
    assert link.startswith("x=z:")
    assert len(link) < 700
    again, complaints = parse(dict(parse_qsl(link)))
    assert complaints == []
    np.testing.assert_array_equal(again.x, x)


def test_beyond_six_thousand_characters_the_tensors_stay_at_home() -> None:
    x = np.random.default_rng(1).normal(size=(40, 40))
    parsed = replace(Document.of(examples.default(2)), x=x)
    assert address(parsed) == ("x=too-long", False)
    assert parse({"x": "too-long"})[1] == [
        "The link’s x had too many numbers for a link; open its lesson file instead."
    ]
    assert address(Document.of(examples.default(1))) == ("rank=1", True)


def test_the_title_is_the_examples_until_the_shape_is_another() -> None:
    edited, _ = parse({"x": "9,9,9;9,9,9;9,9,9"})
    own, _ = parse({"x": "9,9,9;9,9,9"})
    assert edited.headline()[0] == "Worked example: a matrix (changed)"
    assert own.headline() == (
        "A matrix of your own",
        "Move the window and watch the output grow, cell by cell.",
        "",
    )
    assert replace(edited, title="Monday").headline()[0] == "Monday"


def test_what_an_example_says_of_itself_leaves_when_it_is_no_longer_true() -> None:
    sobel = Document.of(examples.find("sobel"))
    story, question = sobel.example.look, sobel.example.question
    assert sobel.at(2).headline()[1:] == (story, question)
    assert sobel.with_plan(sobel.plan.with_(padding=("same", "same"))).headline()[1:] == ("", question)
    assert question not in replace(sobel, x=sobel.x + 1).headline()
    assert story not in sobel.with_plan(replace(sobel.plan, filters=-sobel.plan.filters)).headline()


def test_too_many_products_are_refused_by_the_state_itself() -> None:
    parsed, _ = parse({"rank": "1", "x": "1", "w": "1"})
    large = replace(parsed, x=np.zeros(800_000))
    with pytest.raises(ConvolutionError, match="800,000 windows of 1 cells make 800,000 products"):
        _ = large.layer


def test_a_lesson_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ReadError, match="A filter with a length of 2 does not fit"):
        from_fields({"rank": 1, "x": np.ones(1), "w": np.ones(2)})


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"stride": 0}, "Stride is (0, 0); give an integer of at least 1, or one per axis, such as (1, 1)."),
        (
            {"stride": 1e400},
            "Stride is (inf, inf); give an integer of at least 1, or one per axis, such as (1, 1).",
        ),
        ({"flip": 1}, "Flip is 1; give True or False."),
        ({"bias": None}, "Bias is None; give one finite number."),
        (
            {"w": np.ones((1, 4))},
            "A filter with 4 columns does not fit: the padded input has 3 columns; use a smaller filter or "
            "pad columns by at least 1.",
        ),
        (
            {"w": np.ones((3, 1, 1)), "bias": (1, 2)},
            "There are 2 biases for 3 filters; give one number, or 3, one for each filter.",
        ),
        (
            {"w": np.ones((2, 1, 1)), "groups": 2},
            "2 groups are of slices, and the input has none; use 1 group, or a tensor of rank 3.",
        ),
        ({"stride": 300}, "The lesson’s stride is 300; the limit is 256, use a smaller one."),
        (
            {"padding": ((0, 0), (2, 257))},
            "The lesson’s padding is 257; the limit is 256, use a smaller one.",
        ),
    ],
)
def test_a_parameter_of_a_lesson_that_cannot_be_is_named(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ReadError) as refused:
        from_fields({"rank": 2, "x": np.ones((2, 3)), "w": np.ones((1, 1)), **fields})
    assert str(refused.value).endswith(message)


def test_a_lesson_holds_whatever_json_holds() -> None:
    hypothesis = pytest.importorskip("hypothesis", reason="properties need the package hypothesis")
    from hypothesis import strategies as st

    plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    values = st.recursive(
        plain, lambda inner: st.lists(inner, max_size=3).map(tuple) | inner.map(lambda v: {"a": v})
    )
    names = ["stride", "padding", "dilation", "flip", "bias", "padding_mode"]

    @made_up(300)
    @hypothesis.given(st.integers(1, 3), st.dictionaries(st.sampled_from(names), values))
    def answered(rank: int, given: dict[str, Any]) -> None:
        try:
            made = from_fields({"rank": rank, "x": np.ones((5,) * rank), "w": np.ones((2,) * rank), **given})
        except ReadError:
            return
        assert parse(dict(parse_qsl(query(made))))[1] == []

    answered()


def test_one_value_in_a_lesson_means_rows_and_columns() -> None:
    made = from_fields({"rank": 3, "x": np.ones((2, 5, 5)), "w": np.ones((2, 2, 2)), "dilation": 2})
    assert made.parameters.dilation == (1, 2, 2)


def states() -> object:
    """Hypothesis: any state that can be shown, of any rank, with any parameters."""
    from hypothesis import strategies as st
    from hypothesis.extra import numpy as arrays

    entry = st.integers(1, 3)
    pair = st.tuples(st.integers(0, 3), st.integers(0, 3))
    words = st.sampled_from(list(PADDING_WORDS))
    floats = st.floats(-1e6, 1e6) | st.integers(-9, 9).map(float)

    @st.composite
    def make(draw: object) -> Document:
        example = draw(st.sampled_from(PLAIN))
        rank = example.rank
        shapes = arrays.array_shapes(min_dims=rank, max_dims=rank, max_side=5)
        x, w = (draw(arrays.arrays(np.float64, shapes, elements=floats)) for _ in "xw")
        per_axis = {
            name: draw(st.tuples(*[entries] * rank))
            for name, entries in {
                "stride": entry,
                "dilation": entry,
                "padding": draw(st.sampled_from([pair, words])),
            }.items()
        }
        chosen = parameters(
            rank,
            **per_axis,
            flip=draw(st.booleans()),
            bias=draw(floats),
            padding_mode=draw(st.sampled_from(list(MODE_LIMITS))),
        )
        own = draw(st.booleans())
        plan = Plan("convolution", rank, chosen, (w if own else example.w)[None])
        made = Document(example, x if own else example.x, (plan,), step=draw(st.integers(0, 98)))
        return nearest_valid(made)[0]

    return make()


def test_states_become_links_and_lessons_and_back() -> None:
    hypothesis = pytest.importorskip("hypothesis", reason="properties need the package hypothesis")

    @made_up(300)
    @hypothesis.given(states())
    def round_trip(made: Document) -> None:
        link = query(made)
        assert not set(link) & set(" +#%?")
        again, complaints = parse({**dict(parse_qsl(link)), "step": str(made.step + 1)})
        assert complaints == []
        assert made.same(again)
        assert made.step == again.step
        kept = from_fields(read(to_json(fields(made)), made.rank).lesson)
        assert made.same(kept)
        assert made.step == kept.step

    round_trip()


def test_any_link_is_answered_in_sentences() -> None:
    hypothesis = pytest.importorskip("hypothesis", reason="properties need the package hypothesis")
    from hypothesis import strategies as st

    nasty = st.text(max_size=40) | st.text("0123456789,;|:-.ez+", max_size=30) | st.just("9" * 400)
    names = ["rank", "example", "x", "w", "step", "layers", "layer", *PARAMETERS]
    names += [f"{name}.2" for name in ("w", "stride", "size", "bias")]

    @made_up(300)
    @hypothesis.given(st.dictionaries(st.sampled_from(names), nasty))
    def answered(given: dict[str, str]) -> None:
        parsed, complaints = parse(given)
        assert all(complaint.endswith(".") for complaint in complaints)
        shown, _ = nearest_valid(parsed)
        assert np.isfinite(shown.layer.output).all()

    answered()


def test_links_go_round() -> None:
    hypothesis = pytest.importorskip("hypothesis", reason="properties need the package hypothesis")
    from hypothesis import strategies as st
    from hypothesis.extra import numpy as arrays

    floats = st.floats(allow_nan=False, allow_infinity=False)
    shapes = arrays.array_shapes(min_dims=1, max_dims=3, max_side=5)

    @made_up(100)
    @hypothesis.given(arrays.arrays(np.float64, shapes, elements=floats))
    def round_trip(tensor: np.ndarray) -> None:
        text = tensor_text(tensor)
        assert not set(text) & set(" +&#%?=")
        np.testing.assert_array_equal(parse_tensor(text, tensor.ndim), tensor)
        np.testing.assert_array_equal(parse_tensor(compacted(text), tensor.ndim), tensor)

    round_trip()


@pytest.mark.parametrize(
    ("given", "name", "value"),
    [
        ({"padding": "SAME"}, "padding", ("same", "same")),
        ({"padding": "Valid"}, "padding", ((0, 0), (0, 0))),
        ({"padding": "((1, 2), (0, 1))"}, "padding", ((1, 2), (0, 1))),
        ({"padding": "(1,2)"}, "padding", ((1, 1), (2, 2))),
        ({"flip": "True"}, "flip", True),
        ({"flip": "1"}, "flip", True),
        ({"flip": "0"}, "flip", False),
        ({"bias": "1e 20"}, "bias", 1e20),
    ],
)
def test_parameters_as_people_write_them(given: dict[str, str], name: str, value: object) -> None:
    parsed, complaints = parse(given)
    assert (complaints, getattr(parsed.parameters, name)) == ([], value)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("[[1,2],[3,4]]", [[1, 2], [3, 4]]),
        ("[1 2; 3 4]", [[1, 2], [3, 4]]),
        ("np.array([[1, 2], [3, 4]])", [[1, 2], [3, 4]]),
        ("1e 20,2;3,4", [[1e20, 2], [3, 4]]),
        ("1%2C2%3B3%2C4", [[1, 2], [3, 4]]),
        ("-1, 2;3,½", [[-1, 2], [3, 0.5]]),
        ("-1 2;3 4", [[-1, 2], [3, 4]]),
        ("1,2\n3,4", [[1, 2], [3, 4]]),
    ],
)
def test_tensors_as_people_write_them(text: str, values: object) -> None:
    parsed, complaints = parse({"x": text, "w": "1"})
    assert (complaints, parsed.x.tolist()) == ([], values)


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("circular", "wrap"),
        ("nearest", "edge"),
        ("mirror", "reflect"),
        ("REFLECT", "reflect"),
        ("zeros", "constant"),
    ],
)
def test_a_boundary_by_another_name_is_answered_with_ours(name: str, ours: str) -> None:
    parsed, complaints = parse({"padding_mode": name})
    assert parsed.parameters.padding_mode == "constant"
    answer = f"it is called {ours} here; give padding_mode={ours}"
    assert complaints == [f"The link’s padding_mode, “{name}”, is left aside: {answer}."]


def test_a_setting_by_another_name_is_answered_with_ours_and_what_is_nobody_s_is_let_pass() -> None:
    _, complaints = parse(
        {"strides": "2", "Rank": "1", "kernel": "1,0", "utm_source": "mail", "embed": "true"}
    )
    assert complaints == [
        f"The link’s {name}, “{text}”, is left aside: it is called {ours} here."
        for name, text, ours in (("strides", "2", "stride"), ("Rank", "1", "rank"), ("kernel", "1,0", "w"))
    ]


def test_words_of_a_link_may_be_in_any_letters() -> None:
    assert parse({"example": "Sobel"})[0].example.slug == "sobel"
    look, complaints = parse_look({"tab": "Code", "predict": "1", "present": "False"})
    assert (look.tab, look.predict, look.present, complaints) == ("code", True, False, [])


def test_a_list_of_another_rank_in_a_link_is_left_aside() -> None:
    _, complaints = parse({"x": "[[[1,2]],[[3,4]]]"})
    reason = "it holds a tensor of rank 3 (1 × 2 × 2 deep); choose the rank 3D tensor first"
    assert complaints == [f"The link’s x is left aside: {reason}."]


@pytest.mark.parametrize(
    ("given", "name", "value"),
    [
        ({"stride": "(1,2)"}, "stride", (1, 2)),
        ({"dilation": "[1, 2]"}, "dilation", (1, 2)),
        ({"padding": "(1,2,)"}, "padding", ((1, 1), (2, 2))),
    ],
)
def test_one_value_per_axis_may_stand_in_brackets(given: dict[str, str], name: str, value: object) -> None:
    parsed, complaints = parse(given)
    assert (getattr(parsed.parameters, name), complaints) == (value, [])


@pytest.mark.parametrize("text", ["1,2;3,4;", "'1,2;3,4'", " 1,2;3,4 ", "1%2C2%3B3%2C4"])
def test_a_tensor_of_a_link_may_have_quotes_and_a_mark_at_its_end(text: str) -> None:
    parsed, complaints = parse({"x": text, "w": "1"})
    assert (parsed.x.tolist(), complaints) == ([[1, 2], [3, 4]], [])


@pytest.mark.parametrize(
    ("text", "rank", "words"),
    [
        ("1,2|3", "3", "slice 2 have 1 cell and those of slice 1 2"),
        ("1;2|3", "3", "slice 2 has 1 row and slice 1 has 2"),
        ("1,2;3,a", "2", "row 2, column 2: the cell holds “a”"),
        ("1,,2", "1", "cell 2: the cell is empty"),
        ("1 2,3 4", "2", "the cell holds “1 2”"),
        ("1 000 2 000", "1", "the cell holds “1 000 2 000”"),
        ("5V 6V", "1", "the cell holds “5V 6V”"),
        ("1,5 2,5", "1", "the cell holds “5 2”"),
        ("[1,2] # 3", "1", "in more than one way"),
    ],
)
def test_what_is_wrong_in_a_tensor_of_a_link_has_a_place(text: str, rank: str, words: str) -> None:
    _, complaints = parse({"x": text, "rank": rank})
    assert words in complaints[0]
