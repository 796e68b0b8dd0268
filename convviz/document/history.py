"""What was shown before, to go back to it, and forth again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from convviz.document.document import Document, Tensor

#: What the documents to go back to may hold together.
_BYTES = 2_000_000
_LENGTH = 100


@dataclass
class History:
    """The documents of the `past`, the last one last, and those that an undo has taken back.

    >>> from convviz.document import examples
    >>> first, second = (Document.of(examples.find(slug)) for slug in ("matrix", "sobel"))
    >>> history = History()
    >>> history.remember(first)
    >>> history.back(second).same(first), history.forth(first).same(second), history.future
    (True, True, [])
    """

    past: list[Document] = field(default_factory=list)
    future: list[Document] = field(default_factory=list)

    def remember(self, document: Document) -> None:
        """Takes note of what is about to be changed; nothing can be taken forth again then."""
        self.past, self.future = [*self.past, _bare(document)][-_LENGTH:], []
        while len(self.past) > 1 and self._bytes() > _BYTES:
            del self.past[0]

    def back(self, present: Document) -> Document:
        """What was there before the present document, which can be had again."""
        self.future.append(_bare(present))
        return self.past.pop()

    def forth(self, present: Document) -> Document:
        """What the last step back has left."""
        self.past.append(_bare(present))
        return self.future.pop()

    def _bytes(self) -> int:
        every = (array for document in self.past for array in _arrays(document))
        return sum({id(array): array.nbytes for array in every}.values())


def _arrays(document: Document) -> Iterator[Tensor]:
    yield document.x
    yield from (plan.filters for plan in document.layers if plan.filters is not None)


def _bare(document: Document) -> Document:
    """The document without its layers, which take more memory than all else."""
    return replace(document)
