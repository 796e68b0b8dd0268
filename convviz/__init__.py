"""See a convolution happen, one window at a time, in one, two and three dimensions.

>>> import convviz
>>> convviz.Convolution([1, 3, -1, 2, 3], [1, 0, 2]).output
array([-1.,  7.,  5.])
"""

from convviz.core import Convolution, ConvolutionError, Step

__all__ = ["Convolution", "ConvolutionError", "Step", "__version__"]
__version__ = "0.1.0"
