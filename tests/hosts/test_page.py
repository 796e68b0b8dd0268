"""The page's logic, with Streamlit's own test harness."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from few import made_up
from streamlit.testing.v1 import AppTest

from convviz import explain
from convviz.core import reading_order
from convviz.core.arguments import MODE_LIMITS
from convviz.document import examples
from convviz.document.kernels import named_filters
from convviz.document.link import RANKS
from convviz.document.parameters import PARAMETERS
from convviz.document.plans import KINDS
from convviz.document.session import Session
from convviz.hosts.streamlit import stage, tabs
from convviz.hosts.streamlit.wording import plain

PAGE = Path(__file__).parents[2] / "convviz/hosts/streamlit/page.py"


def run(**parameters: str) -> AppTest:
    test = AppTest.from_file(str(PAGE), default_timeout=30)
    for name, value in parameters.items():
        test.query_params[name] = value
    return test.run()


def test_the_page_opens_with_the_matrix() -> None:
    page = run()
    assert not page.exception
    assert page.title[0].value == plain("Worked example: a matrix")
    assert not page.error
    assert not page.warning


@pytest.mark.parametrize("rank", RANKS)
def test_every_rank_opens(rank: int) -> None:
    page = run(rank=str(rank))
    assert not page.exception
    assert page.session_state.visit.session.rank == rank
    assert page.title[0].value == plain(examples.default(rank).title)


@pytest.mark.parametrize("example", examples.EXAMPLES, ids=lambda example: example.slug)
def test_every_example_can_be_chosen(example: examples.Example) -> None:
    page = run(rank=str(example.rank))
    page.selectbox(key=f"example-{example.rank}").set_value(example.title).run()
    assert not page.exception
    assert page.title[0].value == plain(example.title)
    words = f"{plain(example.look)} *{plain(example.question)}*"
    assert words in [markdown.value for markdown in page.markdown]
    assert page.session_state.visit.session.draft.document.example is example


def test_an_example_that_was_changed_can_be_chosen_again() -> None:
    page = run(rank="1", x="1,2,3,4")
    chooser = page.selectbox(key="example-1")
    assert chooser.value == chooser.options[-1] == "Your own numbers"
    chooser.set_value("Worked example: a vector").run()
    assert not page.exception
    assert page.session_state.visit.session.draft.document.x.tolist() == [1, 3, -1, 2, 3]
    assert page.selectbox(key="example-1").value == "Worked example: a vector"
    assert "Your own numbers" not in page.selectbox(key="example-1").options


def said(page: AppTest) -> str:
    """What stands beside the stage."""
    assert not page.exception
    text: str = page.session_state.visit.session.says().text
    return text


def test_a_bad_parameter_is_named_beside_the_stage() -> None:
    text = said(run(rank="7", step="x"))
    assert text.startswith("The link’s rank, “7”, is not one of 1, 2, 3; rank 2 is shown. The link’s step,")


def test_a_filter_that_does_not_fit_is_named_beside_the_stage() -> None:
    assert said(run(rank="1", x="1,2", w="1,2,3")).startswith("A filter with a length of 3 does not fit")


def test_too_many_products_are_named_beside_the_stage() -> None:
    row = ",".join("0" * 256)
    page = run(x=";".join([row] * 256), w=";".join([",".join("1" * 9)] * 9))
    assert "the stage shows up to 600,000" in said(page)


def control(page: AppTest, kind: str, label: str) -> Any:
    """The control of this label, which may have another key with every value."""
    return next(found for found in page.get(kind) if found.label == label)


def check_controls(page: AppTest) -> None:
    """Every control shows what the draft of its rank has, whoever changed that."""
    assert not page.exception
    draft = page.session_state.visit.session.draft
    given = draft.parameters
    assert control(page, "button_group", "Rank").value[0] == str(draft.rank)
    assert control(page, "selectbox", "Layer").value == KINDS[draft.plan.kind]
    if draft.plan.kind == "convolution":
        assert control(page, "button_group", "Operation").value == PARAMETERS["flip"].choices[given.flip]
        assert control(page, "number_input", "Bias").value == given.bias
    own = "Your own numbers" if draft.edited else draft.document.example.title
    assert control(page, "selectbox", "Example").value == own
    if [toggle.value for toggle in page.toggle] == [True]:
        for label, values in (("Stride", given.stride), ("Dilation", given.dilation)):
            shown = [number.value for number in page.number_input if number.label.startswith(f"{label}, ")]
            assert shown == reading_order(values)
    else:
        assert control(page, "number_input", "Stride").value == given.stride[-1]
        assert control(page, "number_input", "Dilation").value == given.dilation[-1]


def test_controls_show_what_a_hand_did_not_choose() -> None:
    page = run(rank="2", example="sobel", stride="2")
    check_controls(page)
    control(page, "number_input", "Stride").set_value(3).run()
    control(page, "selectbox", "Padding").set_value(PARAMETERS["padding"].choices["same"]).run()
    control(page, "number_input", "Bias").set_value(-1.5).run()
    control(page, "button_group", "Operation").set_value(PARAMETERS["flip"].choices[True]).run()
    for label in ("Undo", "Undo", "Redo", "Undo", "Undo", "Undo", "Redo", "Back to the example’s numbers"):
        control(page, "button", label).click().run()
        check_controls(page)
    page.toggle[0].set_value(True).run()
    control(page, "number_input", "Dilation, rows").set_value(2).run()
    check_controls(page)
    page.toggle[0].set_value(False).run()
    check_controls(page)
    assert page.session_state.visit.session.draft.parameters.dilation == (1, 1)  # as the columns have it
    control(page, "button_group", "Rank").set_value("3D tensor").run()
    check_controls(page)
    control(page, "button_group", "Rank").set_value("2D matrix").run()
    check_controls(page)
    assert page.session_state.visit.session.draft.document.example.slug == "sobel"


@pytest.mark.parametrize(
    ("link", "labels", "expected"),
    [
        ({"stride": "1,2"}, ("Stride",), (("stride", (3, 3)),)),
        ({"padding": "0:1,2"}, ("Before", "After"), (("padding", ((3, 3), (3, 3))),)),
        ({"rank": "1", "padding": "0:1", "stride": "2"}, ("Before", "After"), (("padding", ((3, 3),)),)),
    ],
)
def test_two_edits_that_arrive_together_both_count(
    link: dict[str, str], labels: tuple[str, ...], expected: tuple[tuple[str, object], ...]
) -> None:
    page = run(**link)
    for number in page.number_input:
        if number.label.startswith(labels):
            number.set_value(3)
    page.run()
    check_controls(page)
    given = page.session_state.visit.session.draft.parameters
    assert tuple((name, getattr(given, name)) for name, _ in expected) == expected


def test_controls_for_every_axis_stay_until_the_hand_ends_them() -> None:
    page = run(stride="2,1")
    control(page, "number_input", "Stride, rows").set_value(1).run()
    check_controls(page)
    assert page.toggle[0].value
    control(page, "selectbox", "Example").set_value("Sobel: a vertical edge").run()
    check_controls(page)
    assert not page.toggle[0].value


def test_the_buttons_beside_the_examples_go_round_in_a_circle() -> None:
    page = run(rank="2", example="turned")
    seen = []
    for label in ("Previous example", "Previous example", "Next example", "Next example"):
        control(page, "button", label).click().run()
        check_controls(page)
        seen.append(page.session_state.visit.session.draft.document.example.slug)
    assert seen == ["matrix", examples.of_rank(2)[-1].slug, "matrix", "turned"]


def opened(name: str, **link: str) -> AppTest:
    """The page with a popover open."""
    page = AppTest.from_file(str(PAGE), default_timeout=30)
    page.query_params.update(link)
    page.session_state[name] = True
    return page.run()


@pytest.mark.parametrize("rank", RANKS)
@pytest.mark.parametrize("name", ["open", "save", "change-x", "change-w"])
def test_what_is_in_a_popover_is_made_when_it_is_opened(name: str, rank: int) -> None:
    closed, page = run(rank=str(rank)), opened(name, rank=str(rank))
    check_controls(page)
    assert len(list(page.sidebar)) > len(list(closed.sidebar))


def test_a_named_filter_becomes_the_filter_in_one_step_of_undo() -> None:
    page = opened("change-w", example="sobel")
    named = control(page, "button_group", "Named filter")
    assert (named.value, list(named.options)) == ("Sobel x", list(named_filters((3, 3))))
    x = page.session_state.visit.session.draft.document.x
    named.set_value("Sobel y").run()
    check_controls(page)
    document = page.session_state.visit.session.draft.document
    assert document.plan.w.tolist() == [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]
    assert document.x is x
    control(page, "button", "Undo").click().run()
    assert control(page, "button_group", "Named filter").value == "Sobel x"
    assert page.session_state.visit.session.draft.document.plan.w.tolist() == [
        [-1, 0, 1],
        [-2, 0, 2],
        [-1, 0, 1],
    ]


def test_what_a_menu_refuses_is_what_its_field_holds_in_a_browser_that_forgot_it() -> None:
    page = opened("change-x", x="1,2;3,4", w="1")
    text = "1,234;5\n6;7"
    control(page, "text_area", "Replace by numbers in any notation").set_value(text)
    control(page, "button", "Replace").click().run()
    field = control(page, "text_area", "Replace by numbers in any notation")
    assert field.proto.default == text  # what a browser shows that knows nothing else
    control(page, "button", plain("Read 1,234 as 1234")).click().run()
    check_controls(page)
    page.session_state["change-x"] = True
    page.run()
    assert control(page, "text_area", "Replace by numbers in any notation").value == ""
    assert page.session_state.visit.session.texts == {}


def test_a_filter_without_a_name_shows_none_and_can_have_one() -> None:
    page = opened("change-w", rank="1")
    named = control(page, "button_group", "Named filter")
    assert named.value is None
    named.set_value("Difference").run()
    check_controls(page)
    assert page.session_state.visit.session.draft.document.plan.w.tolist() == [-1, 0, 1]
    control(page, "number_input", "Length").set_value(2).run()
    assert list(control(page, "button_group", "Named filter").options) == ["Moving average", "Difference"]


def test_what_lays_the_draft_anew_makes_new_fields_and_nothing_else_does() -> None:
    page = run(example="sobel")

    def keys() -> set[str]:
        return {number.key for number in page.number_input}

    for label, value in (("Bias", 1.0), ("Stride", 2)):
        before = keys()
        control(page, "number_input", label).set_value(value).run()
        assert keys() == before
    chooser = control(page, "selectbox", "Example").key
    for label in ("Undo", "Undo", "Redo", "Next example", "Previous example"):
        before = keys()
        control(page, "button", label).click().run()
        assert not keys() & before, label
    before = keys()
    control(page, "selectbox", "Example").set_value("Worked example: a matrix").run()
    assert not keys() & before
    assert chooser  # the list itself stays where the focus is


def test_a_browser_may_hold_the_names_of_a_sidebar_that_it_does_not_show() -> None:
    page = run(example="corner", present="true")
    held = page._tree.get_widget_states()  # also after the kind is called “Convolution”, without “Layer 1: ”
    for title in ("Two filters", "Transposed", "Transposed"):
        page.session_state.visit.session.turn_page(1)
        page._run(held)
        assert not page.exception
        assert page.title[0].value.startswith(title)


def test_any_link_opens_the_page() -> None:
    hypothesis = pytest.importorskip("hypothesis", reason="properties need the package hypothesis")
    from hypothesis import strategies as st

    values = {
        "rank": st.sampled_from(["1", "2", "3", "4", "x"]),
        "example": st.sampled_from([example.slug for example in examples.EXAMPLES]) | st.text(max_size=9),
        **dict.fromkeys("xw", st.text("0123456789,;|-.e", max_size=24)),
        **dict.fromkeys(
            ("stride", "dilation"), st.sampled_from(["2", "1,2", "1,2,1", "0", "1e309", "9" * 400])
        ),
        "padding": st.sampled_from(["same", "full", "1", "1:2", "0,1:2", "1,1,1", "same,1", "300"]),
        "padding_mode": st.sampled_from(list(MODE_LIMITS)) | st.text(max_size=9),
        "flip": st.sampled_from(["true", "false", "maybe"]),
        "bias": st.sampled_from(["0.5", "-1e300", "nan", "1/3"]),
        "step": st.sampled_from(["2", "0", "999999999", "-1"]),
    }

    @made_up(40)
    @hypothesis.given(st.fixed_dictionaries({}, optional=values))
    def opens(parameters: dict[str, str]) -> None:
        page = run(**parameters)
        check_controls(page)
        assert page.title[0].value

    opens()


WAITING = "Waits until you have answered the question on the stage."
TABS = ("Explain", "Code", "Check")


def shown(page: AppTest) -> str:
    """Everything that the page sends to the browser, but for random keys, which may hold any four digits."""
    sent = "\n".join(str(getattr(node, "proto", "")) for node in page)
    return re.sub(r"[0-9a-f]{8,}", "", sent)


def tab(name: str, monkeypatch: pytest.MonkeyPatch, **link: str) -> tuple[AppTest, dict[str, object]]:
    """A page with this tab open and looked at, and the report of its stage, which the test changes."""
    report: dict[str, object] = {}

    def follow(session: Session) -> None:
        session.seen = True
        session.receive({"revision": session.draft.revision, "step": session.draft.document.step, **report})

    monkeypatch.setattr(tabs, "follow", follow)
    page = AppTest.from_file(str(PAGE), default_timeout=30)
    page.query_params.update(link)
    page.session_state["tab"] = name
    return page.run(), report


def test_the_explanation_is_that_of_the_step(monkeypatch: pytest.MonkeyPatch) -> None:
    page, _ = tab("Explain", monkeypatch, step="3", x="1,2,2;3,1,4;2,1,3")
    assert [tab.label for tab in page.tabs] == list(TABS)
    step = explain.step_latex(page.session_state.visit.session.draft.document.layer, 2)
    assert any(step in markdown.value for markdown in page.markdown)


@pytest.mark.parametrize("name", TABS)
def test_only_the_open_tab_is_computed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page, _ = tab(name, monkeypatch)
    assert not page.exception
    assert [bool(len(tab.children)) for tab in page.tabs] == [name == label for label in TABS]


def test_no_tab_is_computed_before_the_stage_is_painted_and_it_is_looked_at() -> None:
    page = run()
    assert [len(tab.children) for tab in page.tabs] == [0, 0, 0]


@pytest.mark.parametrize("name", [tab.lower() for tab in TABS])
def test_a_link_opens_its_tab(name: str) -> None:
    page = run(tab=name)
    assert page.session_state["tab"].lower() == name


@pytest.mark.parametrize("name", TABS)
def test_while_an_answer_is_hidden_no_tab_gives_it_away(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "show", lambda session: None)  # its frame has all values
    link = {"rank": "1", "x": "7000,919", "w": "1,1", "predict": "true"}
    page, report = tab(name, monkeypatch, **link)
    report.update(predicting=True, hiding=True)
    page.run()
    assert not page.exception
    assert [caption.value for caption in page.tabs[TABS.index(name)].caption] == [WAITING]
    assert "7919" not in shown(page)
    assert not page.code
    report["hiding"] = False
    page.run()
    assert WAITING not in shown(page)
    assert ("7919" in shown(page)) == (name == "Explain")


@pytest.mark.parametrize(
    ("link", "label", "number", "sentence"),
    [
        ({}, "Dilation", 3, "A filter with 2 rows (4 with dilation 3) does not fit: the padded input has 3"),
        ({"stride": "1,2"}, "Dilation, columns", 9, "A filter with 2 columns (10 with dilation 9) does not"),
        ({"padding": "1", "padding_mode": "reflect"}, "Cells on each side", 4, "Reflect can fill at most 2"),
        ({"layers": "mean"}, "Padding", 2, "A padding of 2 (rows) is more than half a window of 2 rows"),
        ({"layers": "max", "stride": "1,2"}, "Size, rows", 4, "A window with 4 rows does not fit"),
        ({"layers": "transposed"}, "Output padding", 1, "An output padding of 1 (rows) is not below"),
        ({"layers": "convolution,max", "layer": "2"}, "Size", 3, "Layer 2: a window with 3 rows does not"),
    ],
)
def test_a_number_that_does_not_fit_is_explained_and_can_be_taken_back(
    link: dict[str, str], label: str, number: int, sentence: str
) -> None:
    page = run(**link)
    field = control(page, "number_input", label)
    key, value = field.key, field.value
    field.set_value(number).run()
    assert said(page).startswith(sentence)
    assert control(page, "number_input", label).value == number
    control(page, "button", "Undo").click().run()
    assert said(page) == ""
    field = control(page, "number_input", label)
    assert field.value == value != number
    assert field.key != key
