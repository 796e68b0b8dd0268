"""What the page shows: an input and the layers that it goes through, one on the stage, and the step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from convviz.core import ConvolutionError, Layer, Stack, Windows, handed_on
from convviz.document import examples
from convviz.document.examples import Example
from convviz.document.parameters import Parameters
from convviz.document.plans import KINDS, Plan, plan_of, settled
from convviz.document.wording import in_page_words

Tensor: TypeAlias = NDArray[np.float64]


class Built(NamedTuple):
    """The layers that could be made, in order, and why the next one could not, or None."""

    stack: Stack
    refusal: ConvolutionError | None


@dataclass(frozen=True, eq=False)
class Document:
    """What is asked for, whether it can be shown or not. `title` is a lesson's; `step` counts from zero.

    `layers` are asked for in order, each at the rank of what the one before it gives; the one in the place
    `shown` is on the stage. `coloured` says that the input came as a picture in colour.

    >>> from convviz.document import examples
    >>> document = Document.of(examples.find("vector"))
    >>> document.rank, document.step, document.layer.output.tolist()
    (1, 0, [-1.0, 7.0, 5.0])

    The layers are made once, when one is first asked for. One that does not fit, and those behind it, are not
    made: the others are there.

    >>> wrong = document.with_layers([*document.layers, Plan.of("max", 1, size=9), Plan.of("relu", 1)])
    >>> wrong.layer.output.tolist(), wrong.refused, wrong.complaint
    ([-1.0, 7.0, 5.0], 1, 'Layer 2: a window with a length of 9 does not fit: the padded input has a length \
of 3; use a smaller window or pad by at least 3.')
    """

    example: Example
    x: Tensor
    layers: tuple[Plan, ...]
    shown: int = 0
    step: int = 0
    title: str = ""
    coloured: bool = False

    def __post_init__(self) -> None:
        vars(self).update(
            layers=settled(self.x.ndim, self.layers), shown=min(self.shown, len(self.layers) - 1)
        )

    @classmethod
    def of(cls, example: Example) -> Document:
        """An example as it is when it is opened."""
        return cls(example, example.x, example.layers, example.shown, coloured=example.coloured)

    @classmethod
    def of_stack(cls, stack: Stack, coloured: bool = False) -> Document:
        """Layers that Python has made, the first on the stage; what was asked for is known by name only."""
        example, plans = examples.default(stack.x.ndim), tuple(map(plan_of, stack.layers))
        document = cls(example, stack.x, plans, coloured=coloured)
        vars(document)["built"] = Built(stack, None)
        return document

    def at(self, step: int) -> Document:
        """The same at another step, with its layers if they are made."""
        return self._with_all(replace(self, step=step))

    def showing(self, place: int) -> Document:
        """The same with another layer on the stage, at its first step."""
        return self._with_all(replace(self, shown=place, step=0))

    def with_layers(self, layers: Sequence[Plan]) -> Document:
        """The same with other layers."""
        return replace(self, layers=tuple(layers))

    def with_plan(self, plan: Plan) -> Document:
        """The same with another layer in the place of the one that is shown."""
        return self.with_layers([*self.layers[: self.shown], plan, *self.layers[self.shown + 1 :]])

    def _with_all(self, same: Document) -> Document:
        if "built" in vars(self):
            vars(same)["built"] = self.built
        return same

    def after(self, before: Document) -> Document:
        """The same, which takes over from another document the first layers that both have."""
        if "built" in vars(before) and _equal(self.x, before.x):
            pairs = zip(self.layers, before.layers, before.built.stack.layers, strict=False)
            vars(self)["_made"] = [
                layer for *_, layer in takewhile(lambda pair: pair[0].same(pair[1]), pairs)
            ]
        return self

    @property
    def shows_colours(self) -> bool:
        """Whether the slices of what the shown layer is given are red, green and blue of a picture."""
        return self.coloured and self.rank == 3 and len(self.x) == 3 and self.shown == 0

    @property
    def rank(self) -> int:
        """The number of axes of the input."""
        return self.x.ndim

    @property
    def plan(self) -> Plan:
        """What is asked for of the layer that is shown."""
        return self.layers[self.shown]

    @property
    def parameters(self) -> Parameters:
        """Those of the layer that is shown."""
        return self.plan.parameters

    @cached_property
    def built(self) -> Built:
        """The layers that could be made; `after` says which are there already."""
        return _built(self.x, self.layers, vars(self).get("_made", []))

    @property
    def stack(self) -> Stack:
        """The layers that could be made."""
        return self.built.stack

    @property
    def layer(self) -> Layer:
        """The layer that is shown, for the stage.

        Raises `ConvolutionError` where it, or one before it, does not fit or is too much for the stage.
        """
        stack, refusal = self.built
        if self.shown < len(stack):
            return stack.layers[self.shown]
        assert refusal is not None
        raise refusal

    @property
    def refused(self) -> int | None:
        """The place of the layer that does not fit what it is given; those behind it wait for it."""
        return None if self.built.refusal is None else len(self.stack)

    @property
    def complaint(self) -> str:
        """Why a layer does not fit, in a sentence, or none."""
        refusal = self.built.refusal
        return in_page_words(refusal, self.rank) if refusal else ""

    @property
    def problem(self) -> str:
        """Why the layer that is shown cannot be, in a sentence, or none."""
        return self.complaint if self.shown >= len(self.stack) else ""

    @property
    def shown_step(self) -> int:
        """The step on the stage; a step beyond the last one is the last, as it is there."""
        return max(0, min(self.step, len(self.layer) - 1))

    @property
    def given_shape(self) -> tuple[int, ...] | None:
        """The shape of what the shown layer is given; None where a layer before it does not fit."""
        return self.shape_at(self.shown)

    def shape_at(self, place: int) -> tuple[int, ...] | None:
        """The shape of what a layer in this place is given; None where one before it does not fit."""
        if place == 0:
            return self.x.shape
        return None if place > len(self.stack) else handed_on(self.stack.layers[place - 1].output).shape

    def same(self, other: Document) -> bool:
        """Whether both ask for the same layers over the same input, at whatever step and layer."""
        return self is other or (
            (self.example, self.title) == (other.example, other.title)
            and self.same_numbers(other)
            and all(a.same(b) for a, b in zip(self.layers, other.layers, strict=True))
        )

    def same_numbers(self, other: Document) -> bool:
        """Whether both have the same input, and layers of the same kinds with the same filters."""
        return (
            _equal(self.x, other.x)
            and len(self.layers) == len(other.layers)
            and all(a.same_numbers(b) for a, b in zip(self.layers, other.layers, strict=True))
        )

    def headline(self) -> tuple[str, str, str]:
        """A title, what to look at and a question: the example's, as long as they are true.

        What to look at is said of the example as it is; its question may ask for another parameter, and
        leaves with the example's numbers.

        >>> from convviz.document import examples
        >>> sobel = Document.of(examples.find("sobel"))
        >>> sobel.at(3).headline()[0]
        'Sobel: a vertical edge'
        >>> sobel.with_plan(sobel.plan.with_(stride=(2, 2))).headline()
        ('Sobel: a vertical edge (changed)', '', 'How many windows in each row see the edge, and what total \
do they give?')
        >>> replace(sobel, x=sobel.x + 1).headline()[2]
        ''
        """
        example, original = self.example, Document.of(self.example)
        if not self.title and self.same(original):
            return example.title, example.look, example.question
        if not self.title and self.same_numbers(original):
            return f"{example.title} (changed)", "", example.question
        look = "Move the window and watch the output grow, cell by cell."
        if not self.title and _shapes(self) == _shapes(original):
            return f"{example.title} (changed)", look, ""
        return self.title or _own_title(self, original), look, ""


def _own_title(document: Document, original: Document) -> str:
    """What is called that is no example's: by what was chosen, which is the layers before it is the numbers.

    >>> from convviz.document import examples
    >>> from convviz.document.plans import first_plan
    >>> matrix = Document.of(examples.default(2))
    >>> pooled = matrix.with_layers([first_plan("max", (3, 3))])
    >>> _own_title(pooled, matrix), _own_title(pooled.with_layers(pooled.layers * 2), matrix)
    ('Max pooling of a matrix', '2 layers over a matrix')
    """
    word, kind = {1: "vector", 2: "matrix", 3: "tensor"}[document.rank], document.layers[0].kind
    if len(document.layers) > 1:
        return f"{len(document.layers)} layers over a {word}"
    if kind != "convolution":
        return f"{KINDS[kind]}{' convolution' * (kind == 'transposed')} of a {word}"
    if _equal(document.x, original.x):
        return "A filter of your own" if document.plan.count == 1 else "Filters of your own"
    return f"A {word} of your own"


def _shapes(document: Document) -> list[object]:
    return [document.x.shape, *((plan.kind, plan.window_shape, plan.count) for plan in document.layers)]


def _equal(one: Tensor, other: Tensor) -> bool:
    return one is other or np.array_equal(one, other)


def _built(x: Tensor, plans: Sequence[Plan], there: Sequence[Layer]) -> Built:
    """The layers of these plans, of which the first ones are there."""
    made = list(there)

    def maker(place: int, plan: Plan) -> Callable[[Tensor], Layer]:
        def make(given: Tensor) -> Layer:
            if place == len(made):
                made.append(plan.layer(given))
            return made[place]

        return make

    makers = [maker(*each) for each in enumerate(plans)]
    try:
        return Built(Stack(x, *makers), None)
    except ConvolutionError as error:
        if len(plans) == 1:
            error = ConvolutionError(error.reason, error.refusal, **error.facts)  # of the only layer
        return Built(Stack(x, *makers[: len(made)]), error)


def windows(document: Document) -> Windows:
    """The windows of the shown layer from sizes alone, whether they fit or not; nothing is computed."""
    shape = document.given_shape
    assert shape is not None
    return document.plan.windows(shape)


def nearest_valid(document: Document) -> tuple[Document, str]:
    """The nearest document that can be shown, and a sentence about what did not fit, or none.

    Parameters that do not fit are replaced by the defaults, of the layer that is refused, or else of all;
    tensors that do not fit each other, by the example's.
    """
    problem, refused, all_of_them = document.problem, document.refused, range(len(document.layers))
    if not problem or refused is None:
        return document, ""
    for whose, places in ((f" of layer {refused + 1}", [refused]), (" of all layers", all_of_them)):
        plain = document.with_layers(
            [plan.plain() if place in places else plan for place, plan in enumerate(document.layers)]
        )
        if not plain.problem:
            whose = whose if len(all_of_them) > 1 else ""
            return plain, f"{problem} The parameters{whose} are the default ones."
    return Document.of(document.example), problem
