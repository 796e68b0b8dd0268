"""A tensor under an editor, and what was typed into it.

An editor shows one slice of a tensor, and of a large one a part. It keeps its edits for as long as its
widget key stays on the page, so another start takes another editor.
"""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from convviz.core import axis_names
from convviz.document.reading.numbers import number_text, read_number

Tensor: TypeAlias = NDArray[np.float64]
Text: TypeAlias = NDArray[np.object_]

#: The rows and columns that an editor shows at once; a larger tensor is edited in parts.
PART = 32
#: How many editors of a grid may still report an edit: the present one and those that have just left.
_EDITORS = 4


@dataclass(frozen=True, eq=False)
class Editor:
    """An editor on the page under one key: what it starts from (`base`), and where in the tensor that is.

    An editor keeps its edits for as long as its key stays, so its base must stay too; whatever changes
    that takes a new editor, with a new `token` in its key. `before` is what the tensor held when the editor
    began.
    """

    base: Text
    corner: tuple[int, int, int]
    before: tuple[Tensor, dict[tuple[int, ...], str]]
    token: str = field(default_factory=lambda: secrets.token_hex(4))


@dataclass
class Grid:
    """A tensor under an editor. The editor shows one slice, and at most `PART` rows and columns of it.

    `values` has the last number of each cell, `unread` what was typed into a cell and is no number. The
    present editor is the last of those that may still report an edit.
    """

    name: str
    values: Tensor
    unread: dict[tuple[int, ...], str] = field(default_factory=dict)
    corner: tuple[int, int, int] = (0, 0, 0)
    editors: deque[Editor] = field(default_factory=lambda: deque(maxlen=_EDITORS))

    def __post_init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Begins a new editor, which starts from what the cells hold now."""
        rows, columns = self.rows_and_columns
        _, top, left = self.corner
        shown = np.empty((min(PART, rows - top), min(PART, columns - left)), dtype=object)
        for row, column in np.ndindex(*shown.shape):
            index = self._index(self.corner, row, column)
            number = number_text(float(self.values[index]))
            shown[row, column] = self.unread.get(index, number)
        self.editors.append(Editor(shown, self.corner, (self.values, dict(self.unread))))

    @property
    def editor(self) -> Editor:
        """The editor on the page."""
        return self.editors[-1]

    @property
    def rows_and_columns(self) -> tuple[int, int]:
        """The size of a slice; a vector is one row."""
        rows, columns = (1, *self.values.shape)[-2:]
        return rows, columns

    @property
    def depth(self) -> int:
        """The number of slices."""
        return len(self.values) if self.values.ndim == 3 else 1

    def type(self, edited: Mapping[int, Mapping[str, object]], token: str = "") -> None:
        """Takes the edits of an editor: row from zero, column from one as text, to what was typed.

        These are all edits since the editor began, without those that restored what it began with. Those of
        an earlier editor, named by its `token`, may come after the grid shows another slice; they
        count where they were typed, unless the tensor is another by now.

        >>> grid = Grid("Input", np.array([[1.0, 2.0], [3.0, 4.0]]))
        >>> grid.type({1: {"2": "1/2"}, 0: {"1": "cat"}})
        >>> grid.values.tolist(), grid.unread
        ([[1.0, 2.0], [3.0, 0.5]], {(0, 0): 'cat'})
        """
        editor = next((e for e in self.editors if e.token == token), None) if token else self.editor
        if editor is None:
            return
        late = editor is not self.editor
        values, unread = (self.values, self.unread) if late else editor.before
        values, unread = values.copy(), dict(unread)
        for row, cells in edited.items():
            for column, typed in cells.items():
                index = self._index(editor.corner, row, int(column) - 1)
                text = "" if typed is None else str(typed)
                try:
                    values[index] = read_number(text)
                    unread.pop(index, None)
                except ValueError:
                    unread[index] = text
        if np.array_equal(values, self.values):
            values = self.values
        changed = values is not self.values or unread != self.unread
        self.values, self.unread = values, unread
        if late and changed:
            self.renew()

    def scroll_to(self, corner: tuple[int, int, int]) -> None:
        """Shows another slice (from zero) or another part of it, as far as there is one."""
        sizes = (self.depth, *self.rows_and_columns)
        slice_, top, left = (max(0, min(at, size - 1)) for at, size in zip(corner, sizes, strict=True))
        if (slice_, top, left) != self.corner:
            self.corner = (slice_, top, left)
            self.renew()

    def put(self, values: Tensor) -> None:
        """Replaces the tensor."""
        self.values, self.unread = values, {}
        self.editors.clear()
        sizes = (self.depth, *self.rows_and_columns)
        slice_, top, left = self.corner
        self.corner = (
            min(slice_, sizes[0] - 1),
            top if top < sizes[1] else 0,
            left if left < sizes[2] else 0,
        )
        self.renew()

    def complaint(self) -> str:
        """A sentence about the first cell that holds no number, or none."""
        for index in sorted(self.unread):
            try:
                read_number(self.unread[index])
            except ValueError as error:
                return f"{self.name}, {_cell_name(index)}: the cell {error}."
        return ""

    def _index(self, corner: tuple[int, int, int], row: int, column: int) -> tuple[int, ...]:
        slice_, top, left = corner
        return (slice_, row + top, column + left)[-self.values.ndim :]


def _cell_name(index: tuple[int, ...]) -> str:
    names = ("cell",) if len(index) == 1 else tuple(n.rstrip("s") for n in axis_names(len(index)))
    return ", ".join(f"{name} {i + 1}" for name, i in zip(names, index, strict=True))
