"""What stands around a block of numbers in brackets: factors, calls and methods.

The grammar is in `brackets`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NoReturn

from convviz.document.reading.blocks import Block, argument, block_of
from convviz.document.reading.calls import after_method, special, transposed
from convviz.document.reading.errors import ReadError, quoted
from convviz.document.reading.groups import Context, Group, place_of
from convviz.document.reading.names import check_called
from convviz.document.reading.numbers import Marks, read_number

_TOKEN = re.compile(
    r"\s*+(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+\-−]?\d+)?)|(?P<method>\.\s*[A-Za-z_]\w*)"
    r"|(?P<name>[A-Za-z_][\w.:]*(?:<[\w:, ]*>)?)|(?P<mark>\S))"
)


class Parser:
    """Reads the text around a block: a name, factors, calls and methods."""

    def __init__(self, whole: Group, context: Context) -> None:
        self.context = context
        self.tokens = list(_tokens(whole.items))
        self.at = 0
        self.above, self.below = 1.0, 1.0
        self.factors = 0
        self.block: Block | None = None
        self.notes: tuple[str, ...] = ()

    def product(self) -> tuple[Block, tuple[float, float]]:
        """The block and the factor that stands before or after it."""
        self._factor(divides=False)
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if isinstance(token, str) and (token in "*·×⋅∗" or (token in ("x", "X") and self.block is None)):
                self.at += 1
                self._factor(divides=False)
            elif token == "." and self.at + 1 < len(self.tokens) and self.tokens[self.at + 1] in ("*", "/"):
                self.at += 1  # MATLAB's, cell by cell
            elif token == "/":
                self.at += 1
                self._factor(divides=True)
            elif token in (">", ".") or (
                token in (";", ",") and (self.block is not None or not self._has_factor)
            ):
                self.at += 1
            elif self.block is None and not isinstance(token, str):
                if self._has_factor:  # nothing stands between it and the list
                    self.notes = ("The number before the list is read as a factor.",)
                self._factor(divides=False)
            else:
                self._refuse(token)
        if self.block is None:
            if self.factors > 1:
                raise ReadError("A product would have to be computed, and nothing is; paste its number.")
            self.block = Block([["1"]], (1,))  # a factor alone
        return self.block, (self.above, self.below)

    @property
    def _has_factor(self) -> bool:
        return self.above != 1 or self.below != 1

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
            if name not in _WORDS | _SPECIAL and not re.fullmatch(r"(\w+\.)?reshape", name):
                check_called(name, self.context, following.start)
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
            and "," not in group.plain
            and (value := _scalar(group.plain)) is not None
        ):
            self._scale(sign * value, divides)
            return
        if self.block is not None or divides:
            self._refuse_second(group)
        is_grouping = group.bracket == "(" and (name or len(group.groups) == 1) and group.groups
        self.block = special(name, group, self.context) or (
            argument(group, 0, self.context)
            if is_grouping and ("=" in group.plain or name or "," not in group.plain)
            else block_of(group, 0, self.context)
        )
        self.above *= sign
        self._methods()

    def _methods(self) -> None:
        """Transpositions and other methods behind the block."""
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token == "^" and self.at + 1 < len(self.tokens) and self.tokens[self.at + 1] in ("T", "⊤"):
                self.at += 1  # and the next
                token = "ᵀ"
            if token in ("'", ".T", "’", "ᵀ"):
                self.block, self.at = transposed(self._known()), self.at + 1
            elif token == "." and self.at + 1 < len(self.tokens) and self.tokens[self.at + 1] == "'":
                self.at += 1
            elif isinstance(token, str) and token[:1] == "." and len(token) > 1:
                self.at += 1
                given = self.tokens[self.at] if self.at < len(self.tokens) else None
                if not isinstance(given, Group):
                    self._refuse(token)
                self.at += 1
                self.block = after_method(token[1:].strip(), given, self._known(), self.context)
            else:
                return

    def _known(self) -> Block:
        assert self.block is not None
        return self.block

    def _scale(self, value: float, divides: bool) -> None:
        if divides:
            self.below *= value
        else:
            self.above *= value
            self.factors += 1
        if self.below == 0:
            raise ReadError("The block is divided by zero; give another factor.")

    def _refuse_second(self, group: Group) -> NoReturn:
        where = place_of(self.context.text, group.start)
        raise ReadError(f"{where}: there is more than one list; paste one tensor at a time.")

    def _refuse(self, token: str | Group) -> NoReturn:
        following = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else None
        if self.block is not None and isinstance(following, Group) and re.match(r"[A-Za-z_]", str(token)):
            self._refuse_second(following)
        shown = token if isinstance(token, str) else token.bracket
        raise ReadError(f"{quoted(shown)} beside the brackets is not understood; give the numbers alone.")


#: Words that say something about what follows.
_SPECIAL = {"structure", "rbind", "cbind", "cat"}
_WORDS = {"new", "return", "Parameter", "Variable", "containing"}


def _tokens(items: Sequence[str | Group]) -> Iterator[str | Group]:
    for item in items:
        if isinstance(item, Group):
            yield item
            continue
        for found in _TOKEN.finditer(item.rstrip()):
            if found[0].strip():
                yield re.sub(r"\s", "", found[0]).rstrip(":") or ":"


def _scalar(text: str) -> float | None:
    """A plain number, or a fraction of two."""
    try:
        return read_number(text, Marks("decimal", "decimal"))
    except ValueError:
        return None
