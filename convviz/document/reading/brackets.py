r"""Numbers in brackets: lists, tuples, JSON, initialisers, what NumPy, PyTorch, TensorFlow, MATLAB write.

The grammar, after which `_Parser` is named (a *group* is what stands between a pair of brackets):

    text    = [name "="] product [";"]
    product = factor {("*" | "/" | nothing) factor}      at most one factor is no plain number
    factor  = number | group | call | factor "'" | factor ".T" | factor "." method "(" ... ")"
    call    = name {"[" "]"} group                       np.array(...), Float32[...], new double[] {...}
    group   = groups and numbers, parted by commas, semicolons, line breaks or blanks

Nothing is evaluated: a call is only read where its name is known to give what it was given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn

from convviz.document.reading.cells import Cells
from convviz.document.reading.errors import ReadError, count, quoted
from convviz.document.reading.numbers import Marks, read_number
from convviz.document.reading.shapes import Shape

_OPEN, _CLOSE = "[({", "])}"
#: How deep brackets may be nested, and how many there may be.
_DEEPEST = 40
_MOST_GROUPS = 200_000


@dataclass
class Group:
    """What stands between a pair of brackets: texts and groups; and where it begins in the text."""

    bracket: str
    start: int
    items: list[str | Group] = field(default_factory=list)

    @property
    def groups(self) -> list[Group]:
        """The groups in it."""
        return [item for item in self.items if isinstance(item, Group)]

    @property
    def plain(self) -> str:
        """Its text, where there is no group in it."""
        return "".join(item for item in self.items if isinstance(item, str))

    @property
    def is_empty(self) -> bool:
        """Whether it holds nothing but commas."""
        return not self.groups and not self.plain.replace(",", "").strip()


# Groups from text.

_BRACKET = re.compile(r"[\[\](){}]")


def groups_of(text: str) -> Group:
    """The text as groups; raises `ReadError` where brackets do not pair."""
    whole = Group("", 0)
    stack, at, number = [whole], 0, 0
    for found in _BRACKET.finditer(text):
        start, mark = found.start(), found[0]
        if start > at:
            stack[-1].items.append(text[at:start])
        at = start + 1
        if mark in _OPEN:
            number += 1
            _check_many(len(stack), number)
            group = Group(mark, start)
            stack[-1].items.append(group)
            stack.append(group)
        elif stack[-1].bracket and _OPEN.index(stack[-1].bracket) == _CLOSE.index(mark):
            stack.pop()
        else:
            raise ReadError(_unpaired(text, start, stack[-1]))
    if len(stack) > 1:
        raise ReadError(
            f"{_place(text, stack[-1].start)}: the bracket {stack[-1].bracket} is not closed; copy all of it."
        )
    whole.items.append(text[at:])
    return whole


def _check_many(depth: int, number: int) -> None:
    if depth > _DEEPEST:
        raise ReadError(f"Brackets are nested more than {_DEEPEST} deep; lists of rank 3 are enough.")
    if number > _MOST_GROUPS:
        raise ReadError(
            f"There are more than {_MOST_GROUPS:,} brackets in it; save the numbers as a NPY or CSV file."
        )


def _unpaired(text: str, start: int, inner: Group) -> str:
    if not inner.bracket:
        return f"{_place(text, start)}: the bracket {text[start]} closes none; copy all of it."
    return f"{_place(text, start)}: {text[start]} closes the bracket {inner.bracket}; make them a pair."


def _place(text: str, at: int) -> str:
    """Where a character is, as a sentence begins."""
    line = text.count("\n", 0, at) + 1
    return f"Line {line}, column {at - text.rfind(chr(10), 0, at)}"


# Blocks: what a group holds.


class _Block(NamedTuple):
    """Rows of cells, and their shape."""

    rows: list[list[str]]
    shape: Shape


class _Context(NamedTuple):
    """What the whole text says about a group in it."""

    text: str
    is_code: bool  # MATLAB's or a similar language's: line breaks end rows


def _block(group: Group, depth: int, context: _Context) -> _Block:
    """What a group holds."""
    parts = group.groups
    if not parts:
        return _leaf(group, depth, context)
    between = [item for item in group.items if isinstance(item, str)]
    if any(re.search(r"[^\s,;]", text) for text in between):
        return _block_of_calls(group, depth, context)
    if any(re.search(r"[,;]\s*[,;]", text) for text in between):
        raise ReadError(f"{_place(context.text, group.start)}: a row is missing between two commas; add it.")
    return _stacked([(part, _block(part, depth + 1, context)) for part in parts], context)


def _stacked(parts: Sequence[tuple[Group, _Block]], context: _Context) -> _Block:
    """Blocks of one shape, below each other."""
    first = parts[0][1].shape
    for number, (group, block) in enumerate(parts, 1):
        if block.shape != first:
            raise ReadError(_uneven(number, block.shape, first, _place(context.text, group.start)))
    return _Block([row for _, block in parts for row in block.rows], (len(parts), *first))


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


def _block_of_calls(group: Group, depth: int, context: _Context) -> _Block:
    """A group that holds calls, such as `[tensor(1.), tensor(2.)]`, or a call's own arguments."""
    if group.bracket == "(":
        return _argument(group, depth, context)
    parts: list[tuple[Group, _Block]] = []
    for item in group.items:
        if isinstance(item, Group):
            parts.append((item, _block(item, depth + 1, context)))
        elif name := item.strip().strip(",;").strip():
            _check_called(name.lstrip("\n,; "), context, group.start)
    return _stacked(parts, context)


def _argument(group: Group, depth: int, context: _Context) -> _Block:
    """The first argument of a call; options such as `dtype=` follow it."""
    first: Group | None = None
    before: list[str | Group] = []
    after: list[str | Group] = []
    for item in group.items:
        if first is None and isinstance(item, Group):
            first = item
        else:
            (before if first is None else after).append(item)
    assert first is not None
    name = "".join(text for text in before if isinstance(text, str)).strip()
    rest = next((text for text in after if isinstance(text, str) and text.strip()), ",").strip()
    if rest[0] not in ",)":
        raise ReadError(_not_a_list(rest, _place(context.text, first.start)))
    if any(isinstance(item, Group) and not _is_option(after, n) for n, item in enumerate(after)):
        raise ReadError(
            f"{_place(context.text, group.start)}: there is more than one list; paste one tensor at a time."
        )
    if name:
        _check_called(name, context, first.start)
    return _block(first, depth, context)


def _is_option(items: Sequence[str | Group], n: int) -> bool:
    """Whether a group is the value of an option, such as `shape=(2, 2)`."""
    before = items[n - 1] if n else ""
    return isinstance(before, str) and bool(re.search(r"=\s*([\w.]+\s*)?$", before))


def _not_a_list(text: str, where: str) -> str:
    return f"{where}: {quoted(text)} stands beside a list; give numbers only."


# Leaves: groups of numbers alone.


def _leaf(group: Group, depth: int, context: _Context) -> _Block:
    """The numbers of a group without others in it."""
    text = group.plain.strip()
    if re.fullmatch(r"""(['"])[^'"]*\1""", text) and re.search(r"[\s;,]", text.strip("'\" ")):
        text, context = text[1:-1].strip(), context._replace(is_code=True)  # np.matrix("1 2; 3 4")
    if group.bracket == "(" and "=" in text:
        text = re.sub(r",\s*\w+\s*=.*", "", text, flags=re.DOTALL)
    if not text:
        raise ReadError(
            f"{_place(context.text, group.start)}: the brackets are empty; put numbers into them."
        )
    if ";;;" in text:
        return _julia_slices(text, group, context)
    lines = _row_texts(text, depth, context)
    rows = [_cells(line, group, context) for line in lines]
    if not all(rows):
        raise ReadError(
            f"{_place(context.text, group.start)}: a row is empty between two semicolons; fill it."
        )
    odd = next((n for n, row in enumerate(rows) if len(row) != len(rows[0])), None)
    if odd is not None:
        where = _place(context.text, group.start)
        raise ReadError(_uneven(odd + 1, (len(rows[odd]),), (len(rows[0]),), where))
    is_matrix = len(rows) > 1 or ";" in text.rstrip(";")
    return _Block(rows, (len(rows), len(rows[0])) if is_matrix else (len(rows[0]),))


def _julia_slices(text: str, group: Group, context: _Context) -> _Block:
    """Julia's `[1 2; 3 4;;; 5 6; 7 8]`."""
    parts = [Group("[", group.start, [part]) for part in text.split(";;;")]
    return _stacked([(part, _as_matrix(_leaf(part, 0, context))) for part in parts], context)


def _as_matrix(block: _Block) -> _Block:
    return _Block(block.rows, (1,) * (2 - len(block.shape)) + block.shape)


def _row_texts(text: str, depth: int, context: _Context) -> list[str]:
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


_WIDTH = 75  # of NumPy's lines


def _lines_are_rows(text: str, context: _Context) -> bool:
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


def _cells(line: str, group: Group, context: _Context) -> list[str]:
    """The cells of a row: parted by commas where there are any, otherwise by blanks."""
    if '"' in line or "'" in line:
        line = re.sub(r"""(['"])([^'",;\n]*)\1""", r"\2", line)
    if " /" in line or "/ " in line:
        line = re.sub(r"(?<=[0-9.])\s*/\s*(?=[0-9.+\-−])", "/", line)
    if _SUFFIXES.search(line):
        line = _SUFFIXES.sub(r"\1", line)
    if "," not in line:
        return line.split()
    cells = line.strip().split(",")
    if len(cells) > 1 and not cells[-1].strip():
        cells.pop()
    if _BLANK_INSIDE.search(line):
        cell = next((cell for cell in cells if _BLANK_INSIDE.search(cell)), line)
        raise ReadError(
            f"{_place(context.text, group.start)}: {quoted(cell.strip())} has a blank in it; "
            "part the numbers by commas or by blanks, and write decimal points."
        )
    return cells


#: Letters that C, Java or R write behind a number's figures.
_SUFFIXES = re.compile(r"([0-9.])[fFlLuU](?![\w.])")
_BLANK_INSIDE = re.compile(r"[0-9.]\s+[+\-−]?\s*[0-9.]")


# The text around the block.

#: What gives the numbers that it is given, in small letters and without what stands before the last point.
_SAME = set(
    "array asarray ascontiguousarray ndarray matrix mat mat_ list tuple c vector tensor as_tensor constant "
    "variable parameter convert_to_tensor devicearray eagertensor floattensor doubletensor longtensor "
    "inttensor single double float float16 float32 float64 half int int8 int16 int32 int64 uint8 uint16 "
    "uint32 bool logical number real any stack vstack".split()
)
_METHODS = set(
    "astype float double half int long to cpu cuda numpy tolist copy clone detach eval item type "
    "requires_grad_ contiguous squeeze".split()
)
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+\-−]?\d+)?)|(?P<method>\.\s*[A-Za-z_]\w*)"
    r"|(?P<name>[A-Za-z_][\w.:]*(?:<[\w:, ]*>)?)|(?P<mark>\S))"
)


class _Parser:
    """Reads the text around a block: a name, factors, calls and methods."""

    def __init__(self, whole: Group, context: _Context) -> None:
        self.context = context
        self.tokens = list(_tokens(whole.items))
        self.at = 0
        self.above, self.below = 1.0, 1.0
        self.block: _Block | None = None

    def product(self) -> tuple[_Block, tuple[float, float]]:
        """The block and the factor that stands before or after it."""
        self._factor(divides=False)
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if isinstance(token, str) and token in "*·×⋅∗":
                self.at += 1
                self._factor(divides=False)
            elif token == "/":
                self.at += 1
                self._factor(divides=True)
            elif token in (";", ",", ">", "."):
                self.at += 1
            elif self.block is None and not isinstance(token, str):
                self._factor(divides=False)
            else:
                self._refuse(token)
        if self.block is None:
            self.block = _Block([["1"]], (1,))  # a factor alone
        return self.block, (self.above, self.below)

    def _factor(self, divides: bool) -> None:
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        self.at += 1
        sign = 1.0
        while token in ("-", "−", "+"):
            sign = sign if token == "+" else -sign
            token = self.tokens[self.at] if self.at < len(self.tokens) else None
            self.at += 1
        if isinstance(token, Group):
            self._take(token, sign, divides)
        elif token is not None and (value := _scalar(token)) is not None:
            self._scale(sign * value, divides)
        elif token is not None and re.match(r"[A-Za-z_]", token):
            self._call(token, sign, divides)
        else:
            self._refuse(token or "the end")

    def _call(self, name: str, sign: float, divides: bool) -> None:
        """A name and what it is given; a word that describes what follows, such as `new`, is passed over."""
        following = self.tokens[self.at] if self.at < len(self.tokens) else None
        if isinstance(following, Group) and following.is_empty:  # `double[,]`
            self.at += 1
            following = self.tokens[self.at] if self.at < len(self.tokens) else None
        if isinstance(following, Group):
            if name not in _WORDS:
                _check_called(name, self.context, following.start)
            self.at += 1
            self._take(following, sign, divides, name)
        elif following is not None and name in _WORDS:
            self._factor(divides)
        else:
            self._refuse(name)

    def _take(self, group: Group, sign: float, divides: bool, name: str = "") -> None:
        """A group: the block, or a plain number such as `(1/9)`."""
        if (
            group.bracket == "("
            and not name
            and not group.groups
            and (value := _scalar(group.plain)) is not None
        ):
            self._scale(sign * value, divides)
            return
        if self.block is not None or divides:
            raise ReadError(
                f"{_place(self.context.text, group.start)}: there is more than one list; "
                "paste one tensor at a time."
            )
        is_grouping = group.bracket == "(" and (name or len(group.groups) == 1) and group.groups
        self.block = _r_call(name, group, self.context) or (
            _argument(group, 0, self.context)
            if is_grouping and ("=" in group.plain or name or "," not in group.plain)
            else _block(group, 0, self.context)
        )
        self.above *= sign
        self._methods()

    def _methods(self) -> None:
        """Transpositions and other methods behind the block."""
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token in ("'", ".T", "’"):
                self.block, self.at = _transposed(self._known()), self.at + 1
            elif token == "." and self.at + 1 < len(self.tokens) and self.tokens[self.at + 1] == "'":
                self.at += 1
            elif isinstance(token, str) and token[:1] == "." and len(token) > 1:
                self.at += 1
                given = self.tokens[self.at] if self.at < len(self.tokens) else None
                if not isinstance(given, Group):
                    self._refuse(token)
                self.at += 1
                self.block = _method(token[1:].strip(), given, self._known(), self.context)
            else:
                return

    def _known(self) -> _Block:
        assert self.block is not None
        return self.block

    def _scale(self, value: float, divides: bool) -> None:
        if divides:
            self.below *= value
        else:
            self.above *= value
        if self.below == 0:
            raise ReadError("The block is divided by zero; give another factor.")

    def _refuse(self, token: str | Group) -> NoReturn:
        shown = token if isinstance(token, str) else token.bracket
        raise ReadError(f"{quoted(shown)} beside the brackets is not understood; give the numbers alone.")


#: Words that say something about what follows.
_WORDS = {"new", "return", "Parameter", "Variable", "containing"}


def _tokens(items: Sequence[str | Group]) -> Iterator[str | Group]:
    for item in items:
        if isinstance(item, Group):
            yield item
            continue
        for found in _TOKEN.finditer(item):
            if found[0].strip():
                yield re.sub(r"\s", "", found[0]).rstrip(":") or ":"


def _scalar(text: str) -> float | None:
    """A plain number, or a fraction of two."""
    try:
        return read_number(text, Marks("decimal", "decimal"))
    except ValueError:
        return None


def _check_called(name: str, context: _Context, at: int) -> None:
    """Raises `ReadError` for a name that is not known to give what it is given."""
    last = (
        re.sub(r"<.*", "", name.split()[-1] if name.split() else name).rpartition(".")[2].rpartition(":")[2]
    )
    if not re.match(r"[A-Za-z_.]", name):
        raise ReadError(_not_a_list(name, _place(context.text, at)))
    if last.lower() not in _SAME:
        raise ReadError(
            f"{_place(context.text, at)}: {quoted(name)} would have to be computed, and nothing is; "
            "run it and paste the numbers."
        )


def _transposed(block: _Block) -> _Block:
    if len(block.shape) == 1:
        return _Block([[cell] for cell in block.rows[0]], (block.shape[0], 1))
    if len(block.shape) != 2:
        raise ReadError("Only a matrix can be transposed; paste the numbers as they are.")
    return _Block([list(column) for column in zip(*block.rows, strict=True)], block.shape[::-1])


def _method(name: str, given: Group, block: _Block, context: _Context) -> _Block:
    """The block after a method: `reshape`, or one that changes nothing here."""
    if name in ("reshape", "view"):
        return _reshaped(block, given)
    if name not in _METHODS:
        _check_called(f".{name}", context, given.start)
    return block


def _reshaped(block: _Block, given: Group) -> _Block:
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
    return _Block([cells[n : n + width] for n in range(0, len(cells), width)], tuple(sizes))


def _r_call(name: str, group: Group, context: _Context) -> _Block | None:
    """R's `matrix(c(1, 2, 3, 4), nrow = 2)`, which fills columns first."""
    if name != "matrix" or not group.groups or not re.search(r"\bc\s*$", str(group.items[0])):
        return None
    cells = [cell for row in _leaf(group.groups[0], 1, context).rows for cell in row]
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
        return _Block([cells[n * columns :][:columns] for n in range(rows)], (rows, columns))
    return _Block([cells[n::rows] for n in range(rows)], (rows, columns))


# The whole text.

_ASSIGNED = re.compile(
    r"\s*(?:(?:const|static|constexpr|unsigned|let|var|final|auto|global|local)\s+)*"
    r"[A-Za-z_\\$][\w.\\{}^$'<>:*&,]*(?:\s+[*&]?[A-Za-z_]\w*){0,3}\s*"
    r"(?:[\[(][\w\s,:]{0,20}[\])]\s*){0,3}(?:\s[A-Za-z_]\w*\s*(?:\[[\w\s]*\]\s*){0,3})?(?:=|:=|<-|←)(?!=)\s*"
)
_TENSORFLOW = re.compile(r"\s*<(?:tf\.)?\w+[^\n]{0,200}?(?:numpy|value)\s*=\s*", re.DOTALL)
_COMMENT = re.compile(r"(?:#|%|(?<![\d:])//)[^\n]*")
_SCALAR_CALL = re.compile(
    r"\b(?:(?:np|numpy|jnp|torch|tf)\.)?(?:u?int|float|double|bool_?|tensor|Decimal|longdouble)\d*_?"
    r"\(['\"]?([^()\[\]{},'\"]*)['\"]?(?:, ?dtype=[\w.]+)?\)"
)
_FRACTION_CALL = re.compile(
    r"\bFraction\(\s*([+\-−]?\d+)\s*,\s*(\d+)\s*\)|\bRational\(\s*([+\-−]?\d+)\s*,\s*(\d+)\s*\)"
)
_NAMED = re.compile(r"\s*\w+\s*=")
_LONG_BLANK = re.compile(r"[^\S\n]{30,}")
_CONTINUED = re.compile(r"\.\.\.[^\S\n]*\n")


_WORD = re.compile(r"[A-Za-z_\\$][\w.:\\$^{}]*|[\d.,/eE]+|\S")
_MOST_BEFORE = 300


def in_brackets(text: str) -> bool:
    """Whether a text is numbers in brackets: it begins with one, or a name, a call or a factor before one.

    >>> in_brackets("x = 1/9 * np.array([1, 2])"), in_brackets("1 2 (3)")
    (True, False)
    """
    first = _BRACKET.search(text[: 10 * _MOST_BEFORE])
    if first is None:
        return False
    words = _WORD.findall(text[: first.start()][: _MOST_BEFORE + 1])
    if "=" in words or "←" in words or "<-" in "".join(words):
        if not re.match(r"[A-Za-z_\\$<]", words[0]):
            return False
        words = words[max(n for n, word in enumerate(words) if word in "=←-") + 1 :]
    if words[:1] == ["<"]:
        return True
    words = words[1:] if words[:1] and words[0] in "+-−" else words
    if words and re.fullmatch(r"[\d.,/eE]*\d[\d.,/eE]*", words[0]):
        words = words[1:]
        words = words[1:] if words[:1] and words[0] in "*·×⋅" else words
    return len(words) <= 3 and all(re.match(r"[A-Za-z_]", word) for word in words)


def bracketed(text: str) -> Cells:
    r"""The cells of a text with brackets.

    >>> bracketed("A = [1 2; 3 4];").rows
    [['1', '2'], ['3', '4']]
    >>> bracketed("array([[1, 2],\n       [3, 4]], dtype=int8)").shape
    (2, 2)
    >>> bracketed("1/9 * [1 1 1; 1 1 1; 1 1 1]").factor
    (1.0, 9.0)

    Raises `ReadError`.
    """
    _check_many(0, sum(map(text.count, _OPEN)))
    is_code = ";" in text or bool(_NAMED.match(text[:1000]))
    plain, notes = _without_comments(_LONG_BLANK.sub(" ", text))
    plain = _without_continuations(plain)
    if "Fraction" in plain or "Rational" in plain:
        plain = _FRACTION_CALL.sub(lambda m: f"{m[1] or m[3]}/{m[2] or m[4]}", plain)
    if "(" in plain:
        plain = _SCALAR_CALL.sub(r" \1 ", plain)
    if named := _TENSORFLOW.match(plain[:1000]) or _ASSIGNED.match(plain[:1000]):
        plain = plain[named.end() :]
    _check_one(plain)
    whole = groups_of(plain)
    block, factor = _Parser(whole, _Context(plain, is_code)).product()
    return Cells(block.rows, block.shape, notes=notes, factor=factor)


def _without_comments(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without remarks, and a sentence about them."""
    if not any(mark in text for mark in ("#", "%", "//", "/*")):
        return text, ()
    plain = _COMMENT.sub("", _without_long_comments(text))
    return plain, ("The remarks in it are left out.",) if plain != text else ()


def _without_long_comments(text: str) -> str:
    """The text without what C puts between `/*` and `*/`."""
    parts, at = [], 0
    while (start := text.find("/*", at)) >= 0 and (end := text.find("*/", start + 2)) >= 0:
        parts.append(text[at:start])
        at = end + 2
    return "".join([*parts, text[at:]])


def _without_continuations(text: str) -> str:
    """The text without MATLAB's three points at the end of a line; others mean that numbers are missing."""
    if ";" in text and _CONTINUED.search(text):
        text = _CONTINUED.sub(" ", text)
    for mark in ("...", "…", "⋮", "⋱", "⋯"):
        if mark in text:
            where = _place(text, text.index(mark))
            raise ReadError(
                f"{where}: “{mark}” stands for numbers that were left out; print all of them and copy again."
            )
    return text


_SECOND = re.compile(
    r"[\])}][^\S\n]*[;,]?\s{0,9}(?!shape|size|dtype|device|names)([A-Za-z_]\w*)\s*=\s*(?:[\w.]*\(?\s*)[\[({]"
)


def _check_one(text: str) -> None:
    """Raises `ReadError` where a second name has a list."""
    if second := _SECOND.search(text):
        raise ReadError(f"There is more than one list, also {quoted(second[1])}; paste one tensor at a time.")
