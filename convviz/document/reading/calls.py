"""Calls and methods around a block that are read: those that give the numbers that they are given."""

from __future__ import annotations

import math
import re

from convviz.document.reading.blocks import Block, block_of, leaf, stacked
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
    if name == "unsqueeze" and given.plain.strip() == "0":  # an axis of 1 before the others
        return block
    if name not in _METHODS:
        check_called(f".{name}", context, given.start)
    return block


def _reshaped(block: Block, given: Group) -> Block:
    text = given.plain + "".join(group.plain for group in given.groups)
    if re.search(r"order\s*=\s*.[^C]", text):
        raise ReadError(
            f"reshape({text.strip()}) counts in another order; print the numbers, and paste that."
        )
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


def special(name: str, group: Group, context: Context) -> Block | None:
    """Calls that put lists together, or give them a shape, in their own way."""
    parts, begin = group.groups, _begin(group)
    if name == "matrix" and parts and _is_c(group, 0):
        return _r_matrix(group, context)
    if name in ("array", "structure") and _is_c(group, 0) and (sizes := _r_sizes(group)):
        return _r_array(parts[0], sizes, context)
    if name in ("rbind", "cbind") and len(parts) > 1:
        block = stacked([(part, block_of(part, 1, context)) for part in parts], context)
        return block if name == "rbind" else transposed(block)
    if name == "cat" and len(parts) > 1 and begin.strip() == "3,":
        return stacked([(part, block_of(part, 1, context)) for part in parts], context)
    if name == "matrix" and len(parts) > 1 and not group.plain.strip(" ,\n"):  # Maxima
        return stacked([(part, block_of(part, 1, context)) for part in parts], context)
    is_reshaping = name.rpartition(".")[2] == "reshape"
    if is_reshaping or (re.fullmatch(r"\w+\.tensor(?:[1-4]d)?", name) and len(parts) == 2):
        return _shaped(name, group, context)
    if (
        name.lower().rpartition(".")[2] in _OF_LISTS
        and len(parts) > 1
        and all(map(_is_called, _before(group)))
    ):
        return stacked([(part, _argument(part, context)) for part in parts], context)
    if (
        name.rpartition(".")[2] in ("Matrix", "matrix", "NewDense")
        and begin
        and parts
        and (sized := _RING.fullmatch(begin))
    ):
        block = block_of(parts[0], 0, context)  # Maple and Sage
        is_flat = sized[1] and len(block.shape) == 1
        return _reshaped(block, Group("(", group.start, [f"{sized[1]}, {sized[2]}"])) if is_flat else block
    return None


def _begin(group: Group) -> str:
    """What stands in a group before the first that is in it."""
    return group.items[0] if group.items and isinstance(group.items[0], str) else ""


#: The kind of numbers that Sage writes before a list, and the rows and columns.
_RING = re.compile(r"\s*(?:[A-Z]{2,3}\s*,\s*)?(?:(\d{1,4})\s*,\s*(\d{1,4})\s*,\s*)?")
#: What makes a list of the lists that it is given.
_OF_LISTS = set("array arrayof listof mutablelistof list vector seq arraylist aslist of".split())


def _before(group: Group) -> list[str | Group]:
    """What stands before each group in a group."""
    items = group.items
    return [items[n - 1] if n else "" for n, item in enumerate(items) if isinstance(item, Group)]


def _is_called(before: str | Group) -> bool:
    """Whether what stands before a group names a list."""
    name = before.strip(" \t\n,").rpartition(".")[2] if isinstance(before, str) else ""
    return name.lower().removeprefix("int").removeprefix("float").removeprefix("double") in _OF_LISTS


def _argument(group: Group, context: Context) -> Block:
    return special("array", group, context) or block_of(group, 1, context)


def _shaped(name: str, group: Group, context: Context) -> Block:
    """A list and its sizes: `np.reshape([1, 2], (1, 2))`; of MATLAB, Julia and Fortran columns come first."""
    if not group.groups:
        check_called(f"{name}()", context, group.start)
    first, *others = group.groups
    if called := str(group.items[0]).strip() if group.items[0] is not first else "":
        check_called(called, context, first.start)
    after = "".join(item for item in group.items[1:] if isinstance(item, str))
    sizes = others[0] if others else Group("(", first.start, [after.replace(":", "-1").strip(" ,\n")])
    if len(others) > 1 or (others and after.strip(" ,\n")):
        raise ReadError(f"{name} is given more than a list and sizes; paste the numbers as they are.")
    block = block_of(first, 1, context)
    if "." in name:
        return _reshaped(block, sizes)
    cells = [cell for row in block.rows for cell in row]
    if len(block.shape) == 2:  # they are counted down the columns
        cells = [cell for column in zip(*block.rows, strict=True) for cell in column]
    known = [int(size) for size in re.findall(r"-?\d{1,7}", sizes.plain)]
    missing = len(cells) // max(1, -math.prod(known))
    return _by_columns(cells, [size if size > 0 else missing for size in known])


_SIZES = re.compile(r"\b[dD]im\s*=\s*(?:c\s*\Z|(\d)L?:(\d)L?)")


def _r_sizes(group: Group) -> list[int]:
    """The sizes that R writes behind the numbers, as `dim = c(2, 3)` or, where they count, `dim = 2:3`."""
    for n, item in enumerate(group.items[2:], 3):
        if isinstance(item, str) and (found := _SIZES.search(item)):
            if found[1]:
                return [*range(int(found[1]), int(found[2]) + 1)]
            after = group.items[n] if n < len(group.items) else ""
            return (
                [int(size) for size in re.findall(r"\d{1,7}", after.plain)]
                if isinstance(after, Group)
                else []
            )
    return []


def _is_c(group: Group, at: int) -> bool:
    """Whether the first list in a call is R's `c(...)`."""
    item = group.items[at]
    return isinstance(item, str) and bool(re.search(r"\bc\s*$", item))


def _r_array(numbers: Group, sizes: list[int], context: Context) -> Block:
    """R's `array(c(...), dim = c(2, 2, 2))`: rows, columns, slices, the first counting fastest."""
    return _by_columns([cell for row in leaf(numbers, 1, context).rows for cell in row], sizes)


def _by_columns(cells: list[str], sizes: list[int]) -> Block:
    """Cells in rows, columns and slices, of which the rows count fastest."""
    if not 1 <= len(sizes) <= 3 or math.prod(sizes) != len(cells) or 0 in sizes:
        raise ReadError(
            f"{count(len(cells), 'number')} do not make {' × '.join(map(str, sizes))}; give fitting sizes."
        )
    if len(sizes) == 1:
        return Block([cells], (len(cells),))
    rows, columns = sizes[:2]
    slices = range(len(cells) // (rows * columns))
    return Block(
        [
            cells[rows * columns * n + row : rows * columns * (n + 1) : rows]
            for n in slices
            for row in range(rows)
        ],
        (*sizes[2:], rows, columns),
    )


def _r_matrix(group: Group, context: Context) -> Block:
    """R's `matrix(c(1, 2, 3, 4), nrow = 2)`, which fills columns first."""
    cells = [cell for row in leaf(group.groups[0], 1, context).rows for cell in row]
    options = dict(re.findall(r"(nrow|ncol|byrow)\s*=\s*(\w+)", group.plain))
    plain = re.findall(r",\s*(\d+)\s*(?=,|$)", group.plain)
    rows, columns = (
        int(options.get(key, "0")[:6]) if options.get(key, "0").isdecimal() else 0 for key in ("nrow", "ncol")
    )
    rows = rows or (int(plain[0][:6]) if plain else 0) or (len(cells) // columns if columns else len(cells))
    columns = columns or (len(cells) // rows if rows else 0)
    if not rows or rows * columns != len(cells):
        raise ReadError(f"{count(len(cells), 'number')} do not make {rows} rows; give fitting sizes.")
    if options.get("byrow", "F")[:1] == "T":
        return Block([cells[n * columns : (n + 1) * columns] for n in range(rows)], (rows, columns))
    return Block([cells[n::rows] for n in range(rows)], (rows, columns))
