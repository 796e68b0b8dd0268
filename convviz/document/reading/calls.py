"""Calls and methods around a block that are read: those that give the numbers that they are given."""

from __future__ import annotations

import re

from convviz.document.reading.blocks import Block, leaf
from convviz.document.reading.errors import ReadError, count
from convviz.document.reading.groups import Context, Group
from convviz.document.reading.names import check_called

_METHODS = set(
    "astype float double half int long to cpu cuda numpy tolist copy clone detach "
    "requires_grad_ contiguous squeeze".split()
)


def transposed(block: Block) -> Block:
    """A matrix with its rows as columns; a vector becomes one column."""
    if len(block.shape) == 1:
        return Block([[cell] for cell in block.rows[0]], (block.shape[0], 1))
    if len(block.shape) != 2:
        raise ReadError("Only a matrix can be transposed; paste the numbers as they are.")
    return Block([list(column) for column in zip(*block.rows, strict=True)], block.shape[::-1])


def after_method(name: str, given: Group, block: Block, context: Context) -> Block:
    """The block after a method: `reshape`, or one that changes nothing here."""
    if name in ("reshape", "view"):
        return _reshaped(block, given)
    if name not in _METHODS:
        check_called(f".{name}", context, given.start)
    return block


def _reshaped(block: Block, given: Group) -> Block:
    text = given.plain + "".join(group.plain for group in given.groups)
    sizes = [int(size) for size in re.findall(r"-?\d{1,7}", text)]
    cells = [cell for row in block.rows for cell in row]
    known = 1
    for size in sizes:
        known *= size if size > 0 else 1
    if sizes.count(-1) == 1 and known and len(cells) % known == 0:
        sizes[sizes.index(-1)] = len(cells) // known
        known = len(cells)
    if not sizes or min(sizes) < 1 or known != len(cells):
        raise ReadError(
            f"{count(len(cells), 'number')} cannot be reshaped to ({text.strip()}); give fitting sizes."
        )
    width = sizes[-1]
    return Block([cells[n : n + width] for n in range(0, len(cells), width)], tuple(sizes))


def r_matrix(name: str, group: Group, context: Context) -> Block | None:
    """R's `matrix(c(1, 2, 3, 4), nrow = 2)`, which fills columns first."""
    if name != "matrix" or not group.groups or not re.search(r"\bc\s*$", str(group.items[0])):
        return None
    cells = [cell for row in leaf(group.groups[0], 1, context).rows for cell in row]
    options = dict(re.findall(r"(nrow|ncol|byrow)\s*=\s*(\w+)", group.plain))
    plain = re.findall(r",\s*(\d+)\s*(?=,|$)", group.plain)
    rows, columns = (
        int(options.get(key, "0")[:6]) if options.get(key, "0").isdigit() else 0 for key in ("nrow", "ncol")
    )
    rows = rows or (int(plain[0][:6]) if plain else 0) or (len(cells) // columns if columns else len(cells))
    columns = columns or (len(cells) // rows if rows else 0)
    if not rows or rows * columns != len(cells):
        raise ReadError(f"{count(len(cells), 'number')} do not make {rows} rows; give fitting sizes.")
    if options.get("byrow", "F")[:1] == "T":
        return Block([cells[n * columns :][:columns] for n in range(rows)], (rows, columns))
    return Block([cells[n::rows] for n in range(rows)], (rows, columns))
