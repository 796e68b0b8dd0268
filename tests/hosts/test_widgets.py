"""Which widget on the page shows what, without Streamlit."""

from __future__ import annotations

from convviz.hosts.streamlit.widgets import Widget, Widgets


def test_what_the_user_chooses_is_given_once() -> None:
    taken: list[object] = []
    widget = Widget("stride", 1)
    assert [widget.choose(value, taken.append) for value in (1, 2, 2, 3, 1)] == [
        False,
        True,
        False,
        True,
        True,
    ]
    assert taken == [2, 3, 1]


def test_a_value_that_the_user_chose_keeps_the_widget() -> None:
    widgets = Widgets()
    widget = widgets.of("stride", 1)
    widget.choose(2, lambda value: None)
    assert widgets.of("stride", 2) is widget


def test_a_value_that_is_not_the_users_choice_takes_a_new_widget() -> None:
    widgets = Widgets()
    first, second = widgets.of("stride", 1), widgets.of("stride", 2)
    again = widgets.of("stride", 1)
    assert len({first.key, second.key, again.key}) == 3
    assert (first.value, second.value, again.value) == (1, 2, 1)


def test_what_is_said_of_a_former_widget_does_not_change_the_present_one() -> None:
    widgets = Widgets()
    former, present = widgets.of("example", "matrix"), widgets.of("example", "own")
    assert not former.choose("matrix", lambda value: None)
    assert former.choose("sobel", lambda value: None)
    assert widgets.of("example", "own") is present
    assert widgets.of("example", "sobel") is not former


def test_a_widget_that_has_left_the_page_comes_back_as_a_new_one() -> None:
    widgets = Widgets()
    keys = []
    for names in ({"a", "b"}, {"b"}, {"a", "b"}):
        widgets.begin()
        keys.append({name: widgets.of(name, 0).key for name in sorted(names)})
        widgets.end()
    assert keys[0]["a"] != keys[2]["a"]
    assert keys[0]["b"] == keys[1]["b"] == keys[2]["b"] == "b"


def test_a_run_that_was_interrupted_takes_no_widget_off_the_page() -> None:
    widgets = Widgets()
    widgets.begin()
    first = widgets.of("a", 0)
    widgets.end()
    widgets.begin()  # and interrupted before it comes to the widget
    widgets.begin()
    assert widgets.of("a", 0) is first


def test_a_draft_that_is_laid_anew_has_new_fields_and_keeps_what_is_not_typed_into() -> None:
    widgets = Widgets()
    stride, rank = widgets.of("stride", 1, typed=True), widgets.of("rank", 2)
    widgets.renew()
    again = widgets.of("stride", 1, typed=True)
    assert (again.key == stride.key, again.value) == (False, 1)
    assert widgets.of("rank", 2) is rank
    assert widgets.of("stride", 1, typed=True) is again
