"""Which control on the page shows what, without Streamlit."""

from __future__ import annotations

from convviz.hosts.streamlit.widgets import Life, Lives


def test_what_a_hand_chooses_is_given_once() -> None:
    taken: list[object] = []
    life = Life("stride", 1)
    assert [life.choose(value, taken.append) for value in (1, 2, 2, 3, 1)] == [False, True, False, True, True]
    assert taken == [2, 3, 1]


def test_a_value_that_a_hand_chose_keeps_the_control() -> None:
    lives = Lives()
    life = lives.of("stride", 1)
    life.choose(2, lambda value: None)
    assert lives.of("stride", 2) is life


def test_a_value_that_is_no_hands_choice_takes_a_new_control() -> None:
    lives = Lives()
    first, second = lives.of("stride", 1), lives.of("stride", 2)
    again = lives.of("stride", 1)
    assert len({first.key, second.key, again.key}) == 3
    assert (first.value, second.value, again.value) == (1, 2, 1)


def test_what_is_said_of_a_former_control_does_not_change_the_present_one() -> None:
    lives = Lives()
    former, present = lives.of("example", "matrix"), lives.of("example", "own")
    assert not former.choose("matrix", lambda value: None)
    assert former.choose("sobel", lambda value: None)
    assert lives.of("example", "own") is present
    assert lives.of("example", "sobel") is not former


def test_a_control_that_has_left_the_page_comes_back_as_a_new_one() -> None:
    lives = Lives()
    keys = []
    for names in ({"a", "b"}, {"b"}, {"a", "b"}):
        lives.begin()
        keys.append({name: lives.of(name, 0).key for name in sorted(names)})
        lives.end()
    assert keys[0]["a"] != keys[2]["a"]
    assert keys[0]["b"] == keys[1]["b"] == keys[2]["b"] == "b"


def test_a_run_that_was_interrupted_takes_no_control_off_the_page() -> None:
    lives = Lives()
    lives.begin()
    first = lives.of("a", 0)
    lives.end()
    lives.begin()  # and interrupted before it comes to the control
    lives.begin()
    assert lives.of("a", 0) is first
