"""A layer as a notebook (`.ipynb`): text, formulas, its very numbers, the stage, a figure and a program.

The format is JSON with four kinds of fields (nbformat 4.5), so it is written here: the package nbformat would
bring four more for what a test checks with it. Imports nothing of Jupyter, Plotly or Matplotlib.
"""

from __future__ import annotations

import io
import json
import re
import zlib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from convviz import explain
from convviz.core import Activation, Array, Convolution, Filters, Layer, Pooling
from convviz.explain.colours import channel_names
from convviz.explain.programs import snippets
from convviz.explain.programs.common import ARRAY, assigned, is_written, tensors
from convviz.explain.scattered import as_transposed
from convviz.figures.names import plain_title

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
#: What a layer is made with, beside its input and its filter, and what it is without a word.
_SETTINGS: dict[type[Layer], dict[str, object]] = {
    Convolution: {"stride": 1, "padding": 0, "dilation": 1, "flip": False, "bias": 0.0}
    | {"padding_mode": "constant", "input_dilation": 1},
    Filters: {"bias": 0.0, "groups": 1, "stride": 1, "padding": 0, "dilation": 1, "flip": False}
    | {"padding_mode": "constant"},
    Pooling: {"size": None, "kind": "max", "stride": None, "padding": 0, "dilation": 1},
    Activation: {"kind": "relu"},
}
_OF_TRANSPOSED: dict[str, object] = dict.fromkeys(("stride", "dilation"), 1) | {
    "padding": 0,
    "output_padding": 0,
    "bias": 0.0,
}


def to_notebook(
    layer: Layer,
    step: int = 0,
    *,
    title: str = "",
    story: Sequence[str] = (),
    coloured: bool = False,
    slices: Sequence[str] = (),
) -> bytes:
    """The bytes of a notebook about a layer, which runs wherever convviz with Matplotlib and Plotly does.

    >>> cells = json.loads(to_notebook(Convolution([1, 3, -1, 2, 3], [1, 0, 2], stride=2), step=1))["cells"]
    >>> print("".join(cells[1]["source"]))
    import numpy as np
    import convviz
    <BLANKLINE>
    x = np.array([1, 3, -1, 2, 3], dtype=float)
    w = np.array([1, 0, 2], dtype=float)
    layer = convviz.Convolution(x, w, stride=2)
    layer.output

    `step` counts from 0; `story` is what is said below the title, a paragraph each. `slices` are what those
    of the padded input are called where that is neither by their depth nor by the colours of a picture.
    """
    title = plain_title(title) or "Convolution"
    names = slices or (channel_names(layer.geometry) if coloured else ())
    options = f", step={step}{', coloured=True' if coloured else ''}"
    cells = [
        _text("\n\n".join([f"# {_plain(title)}", *(_plain(part) for part in story if part)])),
        _code(_numbers(layer)),
        _text("\n\n".join(_formulas(layer, step, names))),
        _text("## Move the window\n\nThe slider does it, and the arrow keys."),
        _code(f"convviz.show(layer{options})"),
        _text("## A figure\n\n`figure.savefig` writes it as SVG, PDF or PNG."),
        _code(f"figure = convviz.figure(layer{options}, title={title!r})\nfigure"),
        *_program(layer),
    ]
    named = [{"id": f"cell-{number}", **cell} for number, cell in enumerate(cells, start=1)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    language = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}
    metadata = {"kernelspec": kernel, "language_info": language, "title": title}
    notebook = {"cells": named, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return f"{json.dumps(notebook, indent=1, ensure_ascii=False)}\n".encode()


def _text(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source.splitlines(keepends=True)}


def _code(source: str) -> dict[str, Any]:
    lines = source.splitlines(keepends=True)
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": lines}


def _plain(text: str) -> str:
    """A text as Markdown that shows it as it is."""
    return _PUNCTUATION.sub(r"\\\1", text).replace("\\<", "&lt;")


def _numbers(layer: Layer) -> str:
    """The code that makes the layer."""
    lines, imports = [], ["import numpy as np", "import convviz"]
    for name, tensor in tensors(layer).items():
        if is_written(tensor):
            lines.append(assigned(name, layer, *ARRAY))
        else:
            lines += [f"# {name}, {explain.size_text(tensor.shape)}, packed", _packed(name, tensor)]
            imports = ["import base64, io, zlib", *imports]
    maker, values, usual = _making(layer)
    made = f"layer = convviz.{maker}({', '.join([*tensors(layer), *_settings(layer, values, usual)])})"
    return "\n".join([*dict.fromkeys(imports), "", *lines, made, "layer.output"])


def _packed(name: str, tensor: Array) -> str:
    """The line that makes a tensor of many numbers: its NPY file, deflated and in base64."""
    file = io.BytesIO()
    np.save(file, tensor)
    text = b64encode(zlib.compress(file.getvalue(), 9)).decode()
    return f'{name} = np.load(io.BytesIO(zlib.decompress(base64.b64decode("{text}"))))'


def _making(layer: Layer) -> tuple[str, dict[str, Any], dict[str, object]]:
    """What makes the layer, what it is given beside the tensors, and what that is without a word."""
    given = as_transposed(layer) if isinstance(layer, Convolution) and layer.is_transposed else None
    if isinstance(layer, Convolution) and given:
        values = {**given._asdict(), "padding": given.cut, "bias": layer.bias}
        return "Convolution.transposed", values, _OF_TRANSPOSED
    usual = _SETTINGS[type(layer)]
    return type(layer).__name__, {name: getattr(layer, name) for name in usual}, usual


def _settings(layer: Layer, values: dict[str, Any], usual: dict[str, object]) -> Iterator[str]:
    """The arguments that are not what they are without a word."""
    for name, without in usual.items():
        value = values[name]
        if isinstance(value, np.ndarray):
            value = value.tolist()
        if not _is(value, without) and not (name == "stride" and value == getattr(layer, "size", None)):
            yield f"{name}={_short(value)!r}"


def _is(value: Any, usual: object) -> bool:
    """Whether a setting, one number or one for each axis, is the usual one."""
    return bool(np.all(np.asarray(value) == usual)) if usual is not None else False


def _short(value: Any) -> Any:
    """One number for all axes where they agree."""
    entries = set(np.ravel(value).tolist()) if isinstance(value, tuple) else set()
    return entries.pop() if len(entries) == 1 else value


def _formulas(layer: Layer, step: int, names: Sequence[str]) -> Iterator[str]:
    said = explain.explanation(layer, step, names)
    yield from (f"## {_plain(said.place)}", _formula(said.step))
    yield from ("### Every window", _formula(said.definition), _plain(said.legend))
    yield from ("### Size of the output", _formula(said.size), _plain(said.size_legend))
    if said.settings:
        yield "\n".join(f"- {_plain(sentence)}" for sentence in said.settings)
    yield f"*Easily mistaken:* {_plain(said.misconception)}"


def _formula(latex: str) -> str:
    return f"$$\n{latex}\n$$"


def _program(layer: Layer) -> list[dict[str, Any]]:
    """The program with NumPy alone, which agrees with the layer."""
    program = next(one for one in snippets(layer) if one.title == "NumPy")
    code = program.code
    for name, file in (("x", "input.npy"), ("w", "filter.npy")):
        code = code.replace(f'np.load("{file}")', f"layer.{name}")
    note = program.note.partition(" The page’s Save menu")[0]
    return [
        _text(f"## The same with NumPy alone\n\n{_plain(note)}"),
        _code(f"{code}\nassert np.allclose(y, layer.output)"),
    ]
