"""The teacher's page and the one on notebooks: links open, answers are true, programs run."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from convviz.document import examples
from convviz.document.session import start

DOCS = Path(__file__).parents[2] / "docs"
TEACHING = (DOCS / "teaching.md").read_text(encoding="utf-8")
LINKS = sorted(set(re.findall(r"http://localhost:8501/[^\s)`]*", TEACHING)))


@pytest.mark.parametrize("link", LINKS)
def test_every_link_opens_without_a_complaint(link):
    session = start(dict(parse_qsl(urlsplit(link).query)))
    assert session.complaints == []
    assert session.draft.document.problem == ""


def test_every_example_has_its_row_with_a_link_to_it():
    rows = re.findall(r"^\| \[([\w-]+)\]\(http://localhost:8501/(.*?)\) \|", TEACHING, re.MULTILINE)
    names = {example.slug for example in examples.EXAMPLES}
    assert {name for name, _ in rows} >= names
    for name, query in rows:
        if name in names:
            session = start(dict(parse_qsl(query.removeprefix("?"))))
            assert session.draft.document.example.slug == name


def test_the_answers_are_true():
    """Those that are numbers of the page, changed as its question asks."""

    def output(link):
        return start(dict(parse_qsl(link))).draft.document.layer.output.tolist()

    assert output("rank=1")[1] == 7
    assert output("example=sobel&w=1,0,-1;2,0,-2;1,0,-1")[0] == [0, 0, -36, -36, 0, 0]
    assert output("rank=1&example=impulse&x=0,0,0,0,2,0,0,0,0")[2:5] == [6, 4, 2]
    ramp = output("rank=1&example=moving-average&x=0,0,0,0,8,8,8,8,8,8")
    assert ramp == [0, 2, 4, 6, 8, 8, 8]
    assert (
        max(
            map(
                max, output("example=gaussian-blur&w=0.0625,0.125,0.0625;0.125,0.5,0.125;0.0625,0.125,0.0625")
            )
        )
        == 20
    )
    emboss = output("example=emboss&bias=0")
    assert {total for row in emboss for total in row} == {-3, 0, 3}
    for mode in ("edge", "reflect", "symmetric", "wrap"):
        totals = output(f"example=zero-border&padding_mode={mode}")
        assert {round(total, 9) for row in totals for total in row} == {9}
    assert sorted({total for row in output("example=pattern") for total in row})[-2:] == [12, 20]


def test_the_programs_on_notebooks_run():
    pytest.importorskip("matplotlib", reason="one of them draws a figure")
    names = {}
    text = (DOCS / "notebooks.md").read_text(encoding="utf-8")
    for block in re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        exec(block, names)
    assert names["layer"].output.tolist() == [-1, 7, 5]
