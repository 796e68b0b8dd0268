"""See a convolution happen, one window at a time, in one, two and three dimensions.

>>> import convviz
>>> convviz.Convolution([1, 3, -1, 2, 3], [1, 0, 2]).output
array([-1.,  7.,  5.])

Every public name is loaded from its module when it is first asked for, so that importing the package
costs no more than what is used of it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from convviz.core import Activation, Convolution, ConvolutionError, Filters, Layer, Pooling, Stack, Step
    from convviz.document.reading.contents import read_tensor
    from convviz.document.reading.errors import ReadError
    from convviz.figures.figure import figure
    from convviz.hosts.files import save
    from convviz.hosts.showing import show
    from convviz.hosts.webpage import to_html

__all__ = [
    "Activation",
    "Convolution",
    "ConvolutionError",
    "Filters",
    "Pooling",
    "ReadError",
    "Stack",
    "Step",
    "__version__",
    "figure",
    "read_tensor",
    "save",
    "show",
    "to_html",
]
__version__ = "0.1.0"

_MODULES = {
    "Activation": "convviz.core",
    "Convolution": "convviz.core",
    "ConvolutionError": "convviz.core",
    "Filters": "convviz.core",
    "Pooling": "convviz.core",
    "Stack": "convviz.core",
    "Step": "convviz.core",
    "ReadError": "convviz.document.reading.errors",
    "read_tensor": "convviz.document.reading.contents",
    "to_html": "convviz.hosts.webpage",
    "figure": "convviz.figures.figure",
    "save": "convviz.hosts.files",
    "show": "convviz.hosts.showing",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_MODULES[name]), name)
    if _MODULES[name] == "convviz.core":
        import_module("convviz.core").Layer.notebook = _in_notebook
    globals()[name] = value  # asked for once
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _in_notebook(layer: "Layer | Stack") -> str | None:
    """What a notebook shows of a layer or a stack: the stage, a figure, or None, for the text."""
    from convviz.hosts.showing import Shown

    return Shown(layer)._repr_html_()
