"""The table of parameters says everything that is known of each, and nothing else knows more."""

from __future__ import annotations

import dataclasses

from convviz.core.arguments import MODE_LIMITS, PADDING_WORDS
from convviz.document.parameters import PARAMETERS, Parameters


def test_every_parameter_has_a_row_and_every_row_a_parameter() -> None:
    assert set(PARAMETERS) == {field.name for field in dataclasses.fields(Parameters)}
    assert [name for name, row in PARAMETERS.items() if row.name != name] == []


def test_the_page_has_a_name_for_every_padding_mode_and_every_word_of_the_core() -> None:
    assert list(PARAMETERS["padding_mode"].choices) == list(MODE_LIMITS)
    assert list(PARAMETERS["padding"].choices) == list(PADDING_WORDS)


def test_defaults_are_those_of_parameters_that_have_one() -> None:
    own = {field.name: field.default for field in dataclasses.fields(Parameters)}
    given = {name: value for name, value in own.items() if value is not dataclasses.MISSING}
    assert given == {name: PARAMETERS[name].default for name in given}
