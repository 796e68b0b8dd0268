"""Layers as they are asked for: a kind, filters where the kind has them, and parameters.

Vocabulary: a *plan* is what is asked for of one layer, whether it fits its input or not; the layer is what
`convviz.core` makes of it over an input. *Filters* always have one axis more than the input, the first, which
counts them, also where there is one. Plans know their rank, that of the input they are meant for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from convviz.core import (
    Activation,
    Convolution,
    ConvolutionError,
    Filters,
    Layer,
    Pooling,
    Windows,
    arguments,
)
from convviz.document.limits import check_layer, check_size
from convviz.document.parameters import FILTERING, PARAMETERS, POOLING, Parameters, parameters

Tensor: TypeAlias = NDArray[np.float64]
Shape: TypeAlias = tuple[int, ...]

#: The kinds of layers, by what links call them, and what the page calls them.
KINDS = {
    "convolution": "Convolution",
    "transposed": "Transposed",
    "max": "Max pooling",
    "mean": "Mean pooling",
    "relu": "ReLU",
    "leaky_relu": "Leaky ReLU",
    "sigmoid": "Sigmoid",
    "tanh": "Tanh",
}


@dataclass(frozen=True, eq=False)
class Plan:
    """A layer as it is asked for.

    >>> plan = Plan.of("max", rank=2)
    >>> plan.layer(np.array([[1.0, 3], [2, 4], [5, 6]])).output.tolist()
    [[4.0]]

    `filters` have an axis for their number and then those of the input; None where the kind has none.
    """

    kind: str
    rank: int
    parameters: Parameters
    filters: Tensor | None = None

    @classmethod
    def of(cls, kind: str, rank: int, w: Tensor | None = None, **given: Any) -> Plan:
        """A plan with some parameters, the others being the default ones; `w` is a filter, or several.

        >>> Plan.of("convolution", 1, np.ones(3)).filters.shape, Plan.of("relu", 2).filters
        ((1, 3), None)
        """
        chosen = parameters(rank, kind, **given)
        return cls(kind, rank, chosen, None if w is None else w.reshape((-1, *w.shape[-rank:])))

    @property
    def names(self) -> list[str]:
        """The names of the parameters that this kind of layer has."""
        return [name for name, row in PARAMETERS.items() if self.kind in row.kinds]

    @property
    def given(self) -> dict[str, Any]:
        """The parameters that this kind of layer has."""
        return {name: getattr(self.parameters, name) for name in self.names}

    @property
    def count(self) -> int:
        """How many filters there are."""
        return 0 if self.filters is None else len(self.filters)

    @property
    def w(self) -> Tensor | None:
        """The filter, or the filters where there are several, as `convviz.core` takes them."""
        return self.filters[0] if self.filters is not None and len(self.filters) == 1 else self.filters

    @property
    def window_shape(self) -> Shape:
        """The size of a window, per axis."""
        if self.filters is not None:
            return self.filters.shape[1:]
        return self.parameters.size if self.kind in POOLING else (1,) * self.rank

    @property
    def output_rank(self) -> int:
        """The rank of the input that the next layer gets: several feature maps are slices of it."""
        return min(3, self.rank + 1) if self.count > 1 else self.rank

    def same(self, other: Plan) -> bool:
        """Whether both ask for the same layer."""
        return self is other or (self.parameters == other.parameters and self.same_numbers(other))

    def same_numbers(self, other: Plan) -> bool:
        """Whether both ask for the same layer, with whatever parameters."""
        if (self.kind, self.rank) != (other.kind, other.rank):
            return False
        if self.filters is None or other.filters is None:
            return self.filters is other.filters
        return self.filters is other.filters or np.array_equal(self.filters, other.filters)

    def plain(self) -> Plan:
        """The same with the default parameters."""
        return replace(self, parameters=parameters(self.rank, self.kind))

    def with_(self, **changed: Any) -> Plan:
        """The same with other parameters."""
        return replace(self, parameters=replace(self.parameters, **changed))

    def at_rank(self, rank: int) -> Plan:
        """The same for an input of another rank: axes in front come, and go, where nothing happens on them.

        >>> flat = Plan.of("max", rank=2)
        >>> deep = flat.at_rank(3)
        >>> deep.parameters.size, deep.at_rank(2).same(flat)
        ((1, 2, 2), True)

        A plan that does something on an axis that would be lost stays what it is, and does not fit.
        """
        if rank == self.rank:
            return self
        kernel = () if self.filters is None else self.filters.shape[1:]
        if any(size > 1 for size in kernel[: max(0, self.rank - rank)]):
            return self
        try:
            values = {n: row.at_rank(getattr(self.parameters, n), rank) for n, row in PARAMETERS.items()}
        except ValueError:
            return self
        shape = (self.count, *(1,) * (rank - self.rank), *kernel[-rank:])
        filters = None if self.filters is None else self.filters.reshape(shape)
        return Plan(self.kind, rank, Parameters(**values), filters)

    def layer(self, given: Tensor) -> Layer:
        """The layer over an input; raises `ConvolutionError` where it does not fit, or is too much."""
        if given.ndim > 3:
            raise ConvolutionError(
                f"each of the {len(given)} filters before it gives {given.shape[1]} slices, and a layer "
                "takes one of each; make those filters as deep as their input"
            )
        if given.ndim != self.rank:
            raise ConvolutionError(
                f"it is set for {_SPACES[self.rank]} and is given {_SPACES[given.ndim]}; remove it, or give "
                f"a layer before it {'more' if given.ndim < self.rank else 'fewer'} filters"
            )
        made = _MAKERS[self.kind](self, given)
        check_layer(made)
        return made

    def windows(self, shape: Shape) -> Windows:
        """The windows over an input of this shape, from sizes alone, whether they fit or not.

        Raises `ConvolutionError` for what is no setting at all.
        """
        p, window = self.parameters, self.window_shape
        if self.kind == "transposed":
            settings = (p.stride, p.padding, p.output_padding, p.dilation)
            return arguments.windows_of_transposed(shape, window, *settings)
        stride = p.size if p.stride is None else p.stride
        if self.count > 1:
            return arguments.windows_of_groups(shape, window, p.groups, stride, p.padding, p.dilation)
        return arguments.windows(shape, window, stride, p.padding, p.dilation)

    def fitting(self, shape: Shape) -> Windows:
        """The same; raises `ConvolutionError` where they do not fit, or are too many for the stage."""
        found = self.windows(shape)
        arguments.checked_mode(self.parameters.padding_mode, found)
        arguments.check_size(found)
        arguments.check_fit(found)
        check_size(found, max(1, self.count))
        return found


def plan_of(layer: Layer) -> Plan:
    """What a layer is called by, as if it was asked for: its kind, its filters and the size of its window.

    >>> plan_of(Pooling([1, 2, 3], 2)).window_shape, plan_of(Filters([1, 2], [[1], [3]])).count
    ((2,), 2)
    """
    if isinstance(layer, Pooling):
        return Plan.of(layer.kind, layer.rank, size=layer.size)
    if isinstance(layer, Activation):
        return Plan.of(layer.kind, layer.rank)
    assert isinstance(layer, Convolution | Filters)
    scattered = isinstance(layer, Convolution) and layer.is_transposed
    return Plan.of("transposed" if scattered else "convolution", layer.rank, layer.w)


_SPACES = {1: "a vector", 2: "a matrix", 3: "slices"}


#: Why there are not several, and what gives several outputs instead.
ONE_FILTER = (
    "A transposed convolution has one filter here. For several outputs, put a convolution with several "
    "filters behind it."
)


def check_count(kind: str, filters: int) -> None:
    """Raises `ValueError` for more filters than a layer of this kind takes."""
    if kind == "transposed" and filters > 1:
        raise ValueError(
            f"there are {filters} filters, and a transposed convolution takes one; give one, and for several "
            "outputs a convolution with several filters behind it"
        )


def settled(rank: int, plans: Sequence[Plan]) -> tuple[Plan, ...]:
    """Plans, each at the rank of what the one before it gives, as far as that is possible."""
    found: list[Plan] = []
    for plan in plans:
        found.append(plan.at_rank(rank))
        rank = found[-1].output_rank
    return tuple(found)


# What makes a layer of a plan.


def _convolution(plan: Plan, given: Tensor) -> Layer:
    assert plan.w is not None
    settings = plan.given
    groups = settings.pop("groups")
    if plan.count > 1:
        return Filters(given, plan.w, groups=groups, **settings)
    return Convolution(given, plan.w, **{**settings, "bias": _only(plan.parameters.bias)})


def _transposed(plan: Plan, given: Tensor) -> Layer:
    assert plan.w is not None
    return Convolution.transposed(given, plan.w, **{**plan.given, "bias": _only(plan.parameters.bias)})


def _only(bias: Any) -> Any:
    """The bias of one filter."""
    return bias[0] if isinstance(bias, tuple) and len(bias) == 1 else bias


def _pooling(plan: Plan, given: Tensor) -> Layer:
    return Pooling(given, kind=plan.kind, **plan.given)


def _activation(plan: Plan, given: Tensor) -> Layer:
    return Activation(given, plan.kind)


_MAKERS: dict[str, Callable[[Plan, Tensor], Layer]] = {
    **dict.fromkeys(KINDS, _activation),
    **dict.fromkeys(POOLING, _pooling),
    "convolution": _convolution,
    "transposed": _transposed,
}


def of_kind(plan: Plan, kind: str, shape: Shape) -> Plan:
    """A layer of another kind over an input of this shape, with what both kinds have.

    >>> of_kind(Plan.of("max", 1, size=3), "mean", (5,)).parameters.size
    (3,)
    """
    both = {plan.kind, kind}
    if both <= set(POOLING):
        return replace(plan, kind=kind)
    if not both <= set(FILTERING) or plan.filters is None:
        return first_plan(kind, shape)
    p = plan.parameters
    words = any(isinstance(entry, str) for entry in p.padding)
    kept = {"stride": p.stride, "dilation": p.dilation, **({} if words else {"padding": p.padding})}
    return Plan.of(kind, plan.rank, plan.filters[0], **kept)


# What is asked for at first.


def first_plan(kind: str, shape: Shape) -> Plan:
    """A layer of this kind that fits an input of this shape: small windows, and the default parameters.

    >>> first_plan("convolution", (2, 5, 1)).filters.tolist()
    [[[[1.0], [0.0]], [[1.0], [0.0]]]]
    >>> first_plan("mean", (1, 6)).parameters.size
    (1, 2)

    A filter is that of the worked example of a matrix, in every slice; of a vector, a difference.
    """
    rank = len(shape)
    small = tuple(min(2, size) for size in shape[-2:])
    if kind in POOLING:
        return Plan.of(kind, rank, size=(1,) * (rank - len(small)) + small)
    if kind not in FILTERING:
        return Plan.of(kind, rank)
    flat = np.array([-1.0, 1.0])[-small[0] :] if rank == 1 else np.eye(2)[: small[0], : small[1]]
    deep = shape[:-2] if kind == "convolution" else (1,) * (rank - len(small))
    return Plan.of(kind, rank, np.broadcast_to(flat, (*deep, *small)).copy())


def with_filters(plan: Plan, count: int) -> Plan:
    """The same with so many filters: the new ones are copies of the last, and what a bias each adds is 0.

    >>> more = with_filters(Plan.of("convolution", 1, np.array([[1.0, 2], [3, 4]]), bias=(5.0, 6.0)), 3)
    >>> more.filters.tolist(), more.parameters.bias
    ([[1.0, 2.0], [3.0, 4.0], [3.0, 4.0]], (5.0, 6.0, 0.0))

    Groups that no longer divide become one, over whole filters.
    """
    assert plan.filters is not None
    if plan.parameters.groups > 1 and count % plan.parameters.groups:
        plan = with_groups(plan, 1, plan.filters.shape[1] * plan.parameters.groups)
    assert plan.filters is not None
    places = np.minimum(np.arange(count), plan.count - 1)
    bias = plan.parameters.bias
    if isinstance(bias, tuple):
        bias = (*bias[:count], *(0.0,) * (count - len(bias)))
    return replace(plan.with_(bias=bias), filters=plan.filters[places])


def with_groups(plan: Plan, groups: int, depth: int) -> Plan:
    """The same filters in another number of groups, over an input of this depth.

    >>> whole = Plan.of("convolution", 3, np.arange(4.0).reshape(2, 2, 1, 1))
    >>> parts = with_groups(whole, 2, 2)
    >>> parts.filters.ravel().tolist(), with_groups(parts, 1, 2).filters.ravel().tolist()
    ([0.0, 3.0], [0.0, 0.0, 0.0, 3.0])

    A filter keeps the weights of the slices that its group meets; where it did not meet a slice, they are 0.
    """
    assert plan.filters is not None
    whole = np.zeros((plan.count, depth, *plan.filters.shape[2:]))
    for number, (met, weights) in enumerate(zip(_met(plan, depth), plan.filters, strict=True)):
        size = min(len(weights), depth - met)
        whole[number, met : met + size] = weights[:size]
    made = plan.with_(groups=groups)
    size = depth // groups
    parts = [one[met : met + size] for met, one in zip(_met(made, depth), whole, strict=True)]
    return replace(made, filters=np.stack(parts))


def _met(plan: Plan, depth: int) -> list[int]:
    """The first slice that each filter meets."""
    groups = plan.parameters.groups
    return [number // max(1, plan.count // groups) * (depth // groups) for number in range(plan.count)]


def group_choices(plan: Plan, depth: int) -> list[int]:
    """In how many groups the slices and the filters can fall.

    >>> group_choices(Plan.of("convolution", 3, np.zeros((6, 3, 1, 1))), 3)
    [1, 3]
    """
    return arguments.common_divisors(plan.count, depth)
