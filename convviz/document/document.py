"""What the page shows: an input, a filter and parameters, where they come from, and the step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from convviz.core import Convolution, ConvolutionError, Windows, arguments
from convviz.document.examples import Example
from convviz.document.limits import check_size
from convviz.document.parameters import Parameters, parameters
from convviz.document.wording import in_page_words

Tensor: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Document:
    """What is asked for, whether it can be shown or not. `title` is a lesson's; `step` counts from zero.

    `coloured` says that the input came as a picture in colour.

    >>> from convviz.document import examples
    >>> document = Document.of(examples.find("vector"))
    >>> document.rank, document.step, document.convolution.output.tolist()
    (1, 0, [-1.0, 7.0, 5.0])

    The convolution is made once, when it is first asked for.
    """

    example: Example
    x: Tensor
    w: Tensor
    parameters: Parameters
    step: int = 0
    title: str = ""
    coloured: bool = False

    @classmethod
    def of(cls, example: Example) -> Document:
        """An example as it is when it is opened."""
        chosen = parameters(example.rank, **example.parameters)
        return cls(example, example.x, example.w, chosen, coloured=example.coloured)

    def at(self, step: int) -> Document:
        """The same at another step, with its convolution if it is made."""
        moved = replace(self, step=step)
        if "convolution" in vars(self):
            vars(moved)["convolution"] = self.convolution
        return moved

    @property
    def shows_colours(self) -> bool:
        """Whether the slices of the input are the red, the green and the blue of a picture."""
        return self.coloured and self.rank == 3 and len(self.x) == 3

    @property
    def rank(self) -> int:
        """The number of axes of both tensors."""
        return self.x.ndim

    @cached_property
    def convolution(self) -> Convolution:
        """The convolution, for the stage.

        Raises `ConvolutionError` where its parts do not fit or the stage cannot hold its products.
        """
        made = Convolution(self.x, self.w, **vars(self.parameters))
        check_size(made.geometry)
        return made

    @property
    def shown_step(self) -> int:
        """The step on the stage; a step beyond the last one is the last, as it is there."""
        return max(0, min(self.step, len(self.convolution) - 1))

    @property
    def problem(self) -> str:
        """Why it cannot be shown, in a sentence, or none."""
        try:
            _ = self.convolution
        except ConvolutionError as error:
            return in_page_words(error, self.rank)
        return ""

    def same(self, other: Document) -> bool:
        """Whether both show the same convolution, at whatever step."""
        return self is other or (
            (self.example, self.title, self.parameters) == (other.example, other.title, other.parameters)
            and all(a is b or np.array_equal(a, b) for a, b in ((self.x, other.x), (self.w, other.w)))
        )

    def headline(self) -> tuple[str, str, str]:
        """A title, what to look at and a question: the example's, as long as they are true.

        What to look at is said of the example as it is; its question may ask for another parameter, and
        leaves with the example's numbers.

        >>> from convviz.document import examples
        >>> sobel = Document.of(examples.find("sobel"))
        >>> sobel.at(3).headline()[0]
        'Sobel: a vertical edge'
        >>> replace(sobel, parameters=parameters(2, stride=2)).headline()
        ('Sobel: a vertical edge (changed)', '', 'How many windows in each row see the edge, and what total \
do they give?')
        >>> replace(sobel, w=sobel.w + 1).headline()[2]
        ''
        """
        example, original = self.example, Document.of(self.example)
        if not self.title and self.same(original):
            return example.title, example.look, example.question
        if not self.title and self.same(replace(original, parameters=self.parameters)):
            return f"{example.title} (changed)", "", example.question
        look = "Move the window and watch the output grow, cell by cell."
        if not self.title and (self.x.shape, self.w.shape) == (example.x.shape, example.w.shape):
            return f"{example.title} (changed)", look, ""
        word = {1: "vector", 2: "matrix", 3: "tensor"}[self.rank]
        return self.title or f"A {word} of your own", look, ""


def windows(document: Document) -> Windows:
    """The windows of a document from its sizes alone, whether they fit or not; nothing is computed."""
    given = document.parameters
    shapes = document.x.shape, document.w.shape
    return arguments.windows(*shapes, given.stride, given.padding, given.dilation)


def fitting_windows(document: Document) -> Windows:
    """The same; raises `ConvolutionError` where they do not fit."""
    found = windows(document)
    arguments.checked_mode(document.parameters.padding_mode, found)
    arguments.check_size(found)
    arguments.check_fit(found)
    return found


def nearest_valid(document: Document) -> tuple[Document, str]:
    """The nearest document that can be shown, and a sentence about what did not fit, or none.

    Parameters that do not fit are replaced by the defaults; tensors that do not fit each other, by the
    example's.
    """
    problem = document.problem
    if not problem:
        return document, ""
    plain = replace(document, parameters=parameters(document.rank))
    if not plain.problem:
        return plain, f"{problem} The parameters are the default ones."
    return Document.of(document.example), problem
