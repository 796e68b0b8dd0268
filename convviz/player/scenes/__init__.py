"""What the player shows of each kind of layer: a module a kind, all with the same few names.

To paint another kind, write a module with what `Kind` lists and add its line to `_MODULES`; a kind that is
not there is refused with a sentence. Imports the modules of the kinds and core.
"""

from __future__ import annotations

from typing import Any, Protocol, cast

from convviz.core import Activation, Convolution, ConvolutionError, Filters, Layer, Pooling
from convviz.explain.scattered import is_scattered
from convviz.player.scenes import activation, convolution, filters, pooling, transposed


class Kind(Protocol):
    """What the module of a kind gives; `layer` is always of its own kind.

    `parts.py` has what kinds share: the geometry of windows, notes, mistakes, what the panels are called. A
    key of the scene that the player already reads means the same for every kind; what only one kind has gets
    a key of its own, which the player reads where `kind` says that it is there.
    """

    #: The header's `kind`, by which the player tells what it paints.
    KIND: str

    def title(self, layer: Any) -> str:
        """What a page is called that shows this layer alone."""

    def scene(self, layer: Any, coloured: bool) -> dict[str, Any]:
        """The scene but for `kind`: JSON data with arrays in it.

        `rank`, `steps`; what `parts.geometry` gives; `labels`; `figures` (`input`, `filter`, `product`,
        `output`, each a list of heatmaps, a slice each; an empty list for a panel that the kind does not
        have); `channels`, `elision`, `alternatives`.
        """


_MODULES: dict[type[Layer], Kind] = {
    Convolution: cast(Kind, convolution),
    Filters: cast(Kind, filters),
    Pooling: cast(Kind, pooling),
    Activation: cast(Kind, activation),
}


def kind_of(layer: Layer) -> Kind:
    """The module of a layer's kind.

    >>> kind_of(Convolution([1, 2], [1])).KIND
    'convolution'

    Raises:
        ConvolutionError: The player does not paint such a layer.
    """
    if is_scattered(layer):
        return cast(Kind, transposed)
    for kind, module in _MODULES.items():
        if isinstance(layer, kind):
            return module
    shown = " and ".join(kind.__name__ for kind in _MODULES)
    raise ConvolutionError(
        f"layer is of type {type(layer).__name__}; the stage shows layers of type {shown}; give one, such as "
        "an entry of Filters.filters, or save the layer as a figure"
    )


def is_shown(layer: Layer) -> bool:
    """Whether the player paints a layer of this kind."""
    return isinstance(layer, tuple(_MODULES))
