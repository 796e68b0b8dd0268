"""Lists with a mark before each line, as people write them and as YAML does."""

from __future__ import annotations

import re

_BULLET = re.compile(r"\s*[-*•]\s+(?=[\d.\[({+\-−])")


def bullets(text: str) -> tuple[str, bool]:
    r"""The text without the bullets before its lines, and whether these could be minus signs.

    >>> bullets("* 1\n* 2"), bullets("- 1\n- 2"), bullets("- 1")
    (('1\n2', False), ('1\n2', True), ('- 1', False))
    """
    if not _BULLET.match(text[:1000]):
        return text, False
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 2 or not all(map(_BULLET.match, lines)):
        return text, False
    bare = [_BULLET.sub("", line, count=1) for line in lines]
    return "\n".join(bare), text.lstrip()[0] == "-" and not any(line[0] in "[({" for line in bare)


_KEY = re.compile(r"\s*(?:%YAML[^\n]*\n|---\s*\n)*\s*[\"']?[A-Za-z_][\w.-]*[\"']?\s*:[^\S\n]*\n(?=\s*-\s)")
_LITERAL = re.compile(r"\s*[\"']?[A-Za-z_][\w.-]*[\"']?\s*:\s*[|>][-+]?[^\S\n]*\n")
_MARKS = re.compile(r"\s*+((?:-\s++)+)(\S.*)")
_DEEPEST = 3
_OPENCV = re.compile(
    r"(?:!!opencv-matrix|<\w+ type_id=\"opencv-matrix\">)\s*(?:<rows>|rows:)\s*(\d{1,4})\D"
    r"[\s\S]{0,40}?cols[:>]\s*(\d{1,4})\D[\s\S]{0,60}?(?:data:\s*+\[([^\[\]]*+)\]|<data>([^<]*+)</data>)"
)


def yaml_lists(text: str) -> str:
    r"""A list of YAML below its key, or in others, in brackets; every other text as it is.

    >>> yaml_lists("x:\n  - 1\n  - 2"), yaml_lists("- - 1\n  - 2\n- - 3\n  - 4")
    ('[1, 2]', '[[1, 2], [3, 4]]')
    """
    if literal := _LITERAL.match(text[:200]):
        return text[literal.end() :]
    if not (key := _KEY.match(text[:1000])) and not re.match(r"\s*-\s+-\s", text):
        return text
    lines = [line for line in text[key.end() if key else 0 :].split("\n") if line.strip()]
    found = [_MARKS.fullmatch(line) for line in lines]
    if not lines or not all(found):
        return text
    items = [(one[1].count("-"), one[2].rstrip()) for one in found if one]
    depth = items[0][0]
    if depth > _DEEPEST or any(count > depth for count, _ in items):
        return text
    parts = ["[" * (depth - 1), items[0][1]]
    for count, item in items[1:]:
        parts += ["]" * (count - 1), ", ", "[" * (count - 1), item]
    return f"[{''.join(parts)}{']' * (depth - 1)}]"


def opencv_file(text: str) -> str:
    r"""The matrix of a file that OpenCV wrote, YAML or XML, in brackets; every other text as it is.

    >>> opencv_file("k: !!opencv-matrix\n  rows: 1\n  cols: 2\n  dt: d\n  data: [ 1., 2. ]")
    '[[1., 2.]]'
    """
    found = list(_OPENCV.finditer(text)) if "opencv" in text[:300] else []
    if len(found) != 1:
        return text
    rows, columns = int(found[0][1]), int(found[0][2])
    cells = (found[0][3] or found[0][4] or "").replace(",", " ").split()
    if rows * columns != len(cells):
        return text
    lines = (", ".join(cells[n * columns : (n + 1) * columns]) for n in range(rows))
    return f"[{', '.join(f'[{line}]' for line in lines)}]"
