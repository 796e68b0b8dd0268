"""Blocks: rows of cells, and their shape, as groups of brackets hold them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from convviz.document.reading.blanks import blanks_in, doubted
from convviz.document.reading.commas import is_number
from convviz.document.reading.errors import ReadError, count, quoted
from convviz.document.reading.groups import Context, Group, not_a_list, place_of
from convviz.document.reading.names import check_called
from convviz.document.reading.shapes import MOST_IN_LINE, Shape


class Block(NamedTuple):
    """Rows of cells, and their shape."""

    rows: list[list[str]]
    shape: Shape


def block_of(group: Group, depth: int, context: Context) -> Block:
    """What a group holds."""
    parts = group.groups
    if not parts:
        return leaf(group, depth, context)
    between = [item for item in group.items if isinstance(item, str)]
    if any(re.search(r"[^\s,;]", text) for text in between):
        return _block_of_calls(group, depth, context)
    if any(re.search(r"[,;]\s*[,;]", text) for text in between):
        raise ReadError(
            f"{place_of(context.text, group.start)}: a row is missing between two commas; add it."
        )
    return stacked([(part, block_of(part, depth + 1, context)) for part in parts], context)


def stacked(parts: Sequence[tuple[Group, Block]], context: Context) -> Block:
    """Blocks of one shape, below each other."""
    first = parts[0][1].shape
    for number, (group, block) in enumerate(parts, 1):
        if block.shape != first:
            raise ReadError(_uneven(number, block.shape, first, place_of(context.text, group.start)))
    return Block([row for _, block in parts for row in block.rows], (len(parts), *first))


def _uneven(number: int, shape: Shape, first: Shape, where: str) -> str:
    if len(shape) == len(first) == 1:
        given = f"Row {number} has {count(shape[0], 'number')} and row 1 has {first[0]:,}"
    elif len(shape) == len(first):
        given = f"Part {number} has {count(shape[0], 'row')} and part 1 has {first[0]:,}"
        if shape[0] == first[0]:
            wide = count(shape[-1], "number")
            given = f"The rows of part {number} have {wide} and those of part 1 {first[-1]:,}"
    else:
        given = f"Part {number} is nested {len(shape)} deep and part 1 {len(first)}"
    return f"{given} ({where.lower()}); make all rows equally long."


def _block_of_calls(group: Group, depth: int, context: Context) -> Block:
    """A group that holds calls, such as `[tensor(1.), tensor(2.)]`, or a call's own arguments."""
    if group.bracket == "(":
        return argument(group, depth, context)
    parts: list[tuple[Group, Block]] = []
    name = ""
    for item in group.items:
        if isinstance(item, Group):
            read = argument if name and item.groups else block_of
            parts.append((item, read(item, depth + 1, context)))
            name = ""
        elif name := item.strip().strip(",;").strip():
            check_called(name.lstrip("\n,; "), context, group.start)
    return stacked(parts, context)


def argument(group: Group, depth: int, context: Context) -> Block:
    """The first argument of a call; options such as `dtype=` follow it."""
    first: Group | None = None
    before: list[str | Group] = []
    after: list[str | Group] = []
    for item in group.items:
        if first is None and isinstance(item, Group) and not _SHAPE.search(str((before or [""])[-1])):
            first = item
        else:
            (before if first is None else after).append(item)
    if first is None:  # an option alone
        if _SHAPE.search(next(text for text in before if isinstance(text, str))):
            raise ReadError("It says only the shape and has no numbers in it; print them, and paste that.")
        raise ReadError(not_a_list(group.plain.strip(), place_of(context.text, group.start)))
    name = "".join(text for text in before if isinstance(text, str)).strip()
    name = re.sub(r"\b\w++\s*+=\s*+$", "", name) if len(before) < 2 else ""  # options stand before the list
    rest = next((text for text in after if isinstance(text, str) and text.strip()), ",").strip()
    if rest[0] not in ",)":
        raise ReadError(not_a_list(rest, place_of(context.text, first.start)))
    if any(isinstance(item, Group) and not _is_option(after, n) for n, item in enumerate(after)):
        raise ReadError(
            f"{place_of(context.text, group.start)}: there is more than one list; paste one tensor at a time."
        )
    if name:
        check_called(name, context, first.start)
    read = argument if name and first.groups and first.bracket == "(" else block_of
    return read(first, depth, context)


_SHAPE = re.compile(r"\b(?:shape|size|place)\s*=\s*(?:\w+\s*)?\Z")


def _is_option(items: Sequence[str | Group], n: int) -> bool:
    """Whether a group is the value of an option, such as `shape=(2, 2)`."""
    before = items[n - 1] if n else ""
    return isinstance(before, str) and bool(re.search(r"=\s*([\w.]+\s*)?$", before))


def leaf(group: Group, depth: int, context: Context) -> Block:
    """The numbers of a group without others in it."""
    text = group.plain.strip()
    if _SIMPLE.fullmatch(text):  # of most lists, and there may be very many
        cells = text.split(",")
        return Block([cells], (len(cells),))
    if re.fullmatch(r"""(['"])[^'"]*\1""", text) and re.search(r"[\s;,]", text.strip("'\" ")):
        text, context = text[1:-1].strip(), context._replace(is_code=True)  # np.matrix("1 2; 3 4")
    if group.bracket == "(" and "=" in text:
        text = re.sub(r",\s*\w+\s*=.*", "", text, flags=re.DOTALL)
    if not text:
        raise ReadError(
            f"{place_of(context.text, group.start)}: the brackets are empty; put numbers into them."
        )
    if ";;;" in text:
        return _julia_slices(text, group, context)
    lines = _comma_rows(text) or _row_texts(text, depth, context)
    rows = [_cells(line, group, context) for line in lines[:MOST_IN_LINE]]
    if not all(rows):
        raise ReadError(
            f"{place_of(context.text, group.start)}: a row is empty between two semicolons; fill it."
        )
    if " 0" in text and (first := doubted(rows)):
        raise ReadError(f"{place_of(context.text, group.start)}: {blanks_in(first)}.")
    odd = next((n for n, row in enumerate(rows) if len(row) != len(rows[0])), None)
    if odd is not None:
        where = place_of(context.text, group.start)
        raise ReadError(_uneven(odd + 1, (len(rows[odd]),), (len(rows[0]),), where))
    is_matrix = len(rows) > 1 or ";" in text.rstrip(";")
    _check_others(lines[MOST_IN_LINE:], len(rows[0]))
    return Block(rows, (len(lines), len(rows[0])) if is_matrix else (len(rows[0]),))


def _check_others(lines: Sequence[str], width: int) -> None:
    """Raises `ReadError` where rows beyond those that are kept have more or fewer numbers, all together."""
    if lines and len(" ".join(lines).replace(",", " ").split()) != width * len(lines):
        raise ReadError(
            f"The rows after the first {MOST_IN_LINE:,} do not all have {count(width, 'number')}; "
            "make all rows equally long."
        )


_SIMPLE = re.compile(r"[0-9.eE+\-]+(?:, ?[0-9.eE+\-]+)*+")


def _julia_slices(text: str, group: Group, context: Context) -> Block:
    """Julia's `[1 2; 3 4;;; 5 6; 7 8]`."""
    parts = [Group("[", group.start, [part]) for part in text.split(";;;")]
    return stacked([(part, _as_matrix(leaf(part, 0, context))) for part in parts], context)


def _as_matrix(block: Block) -> Block:
    return Block(block.rows, (1,) * (2 - len(block.shape)) + block.shape)


def _row_texts(text: str, depth: int, context: Context) -> list[str]:
    """The rows of a leaf: parted by semicolons, and where lines are rows, by line breaks."""
    rows = text.split(";")
    if len(rows) > 1 and not rows[-1].strip():
        rows.pop()
    if "\n" not in text:
        return rows
    if len(rows) == 1 and (depth > 0 or not _lines_are_rows(text, context)):
        return [text]
    lines = [line.strip() for row in rows for line in row.split("\n")]
    return [line for line in lines if line]


def _comma_rows(text: str) -> list[str]:
    """The rows of SAS, `1 2, 3 4`; none where commas part cells, or blanks thousands."""
    if "," not in text or ";" in text or not _BLANK_INSIDE.search(text):
        return []
    rows = text.rstrip(", \n").split(",")
    words = [row.split() for row in rows]
    if (
        len({*map(len, words)}) > 1
        or len(rows) < 2
        or not all(is_number(word) for row in words for word in row)
    ):
        return []
    return [] if all(re.fullmatch(r"\d{3}", word) for row in words for word in row[1:]) else rows


_WIDTH = 75  # of NumPy's lines


def _lines_are_rows(text: str, context: Context) -> bool:
    """Whether a line break ends a row, as in MATLAB, or only a line of a long vector, as in NumPy."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if any(line.endswith(",") for line in lines[:-1]):
        return False
    words = [line.replace(",", " ").split() for line in lines]
    if context.is_code or any("," in line for line in lines):
        return True
    wide = max(len(word) for line in words for word in line) + 1
    is_full = all((len(line) + 1) * wide + 1 > _WIDTH for line in words[:-1])
    return not is_full and len({len(line) for line in words}) == 1


def _cells(line: str, group: Group, context: Context) -> list[str]:
    """The cells of a row: parted by commas where there are any, otherwise by blanks."""
    if '"' in line or "'" in line:
        line = re.sub(r"""(['"])([^'",;\n]*)\1""", r" \2 ", line)
    if " /" in line or "/ " in line:
        line = re.sub(r"(?<=[0-9.])\s*/\s*(?=[0-9.+\-−])", "/", line)
    if SUFFIXES.search(line):
        line = SUFFIXES.sub(r"\1", line)
    if "," not in line:
        return line.split()
    cells = line.strip().split(",")
    if len(cells) > 1 and not cells[-1].strip():
        cells.pop()
    if _BLANK_INSIDE.search(line):
        cell = next((cell for cell in cells if _BLANK_INSIDE.search(cell)), line)
        raise ReadError(
            f"{place_of(context.text, group.start)}: {quoted(cell.strip())} has a blank in it; "
            "part the numbers by commas or by blanks, and write decimal points."
        )
    return cells


#: Letters that C, Java or R write behind a number's figures.
SUFFIXES = re.compile(r"([0-9.])_?(?:[fFlLuUdD]|[iuf](?:8|16|32|64))(?![\w.])")
_BLANK_INSIDE = re.compile(r"[0-9.]\s++[+\-−]?+\s*+[0-9.]")
