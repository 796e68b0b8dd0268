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
    from convviz.core import Convolution, ConvolutionError, Step

__all__ = ["Convolution", "ConvolutionError", "Step", "__version__"]
__version__ = "0.1.0"

_MODULES = {
    "Convolution": "convviz.core",
    "ConvolutionError": "convviz.core",
    "Step": "convviz.core",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_MODULES[name]), name)
    globals()[name] = value  # asked for once
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
