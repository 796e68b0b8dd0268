"""A layer as a figure or a film, drawn by Matplotlib, which is imported when something is drawn."""

from importlib.util import find_spec

if find_spec("matplotlib") is None:
    raise ModuleNotFoundError(
        'figures are drawn by Matplotlib, which is not installed; pip install "convviz[figures]"',
        name="matplotlib",
    )
