"""Layers in a row as one program.

Every program of a layer takes `x` and leaves `y`; here the `x` of each is the `y` of the one before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from convviz.core import Convolution, ConvolutionError, Layer, Stack
from convviz.explain.programs.common import Snippet, is_written, tensors
from convviz.explain.scattered import as_transposed, is_scattered


def in_a_row(stack: Stack, of_layers: Sequence[Sequence[Snippet]], names: Sequence[str]) -> list[Snippet]:
    """The programs of the layers, library by library, each after the one before it."""
    if not stack.layers:
        raise ConvolutionError("the stack has no layer; give it one, such as convviz.Activation")
    for place, layer in enumerate(stack.layers):
        if isinstance(layer, Convolution) and is_scattered(layer) and as_transposed(layer) is None:
            raise ConvolutionError(
                f"layers[{place}] has inserted zeros and is no transposed convolution, which no program in a "
                "row has; make it by Convolution.transposed"
            )
    called = names or [type(layer).__name__ for layer in stack.layers]
    return [_joined(stack, each, called) for each in zip(*of_layers, strict=True)]


def _joined(stack: Stack, each: Sequence[Snippet], names: Sequence[str]) -> Snippet:
    given, *lines = each[0].parts
    parts = [(given[0],), (f"# 1. {names[0]}", *given[1:], *_flat(lines))]
    for number, (before, one) in enumerate(zip(stack.layers, each[1:], strict=False), 2):
        (x, *weights), *lines = one.parts
        padded = (line for line in x.splitlines()[1:] if line.startswith("x = "))  # by NumPy
        named = (line.replace('"filter.npy"', f'"filter-{number}.npy"') for line in weights)
        handed = _handed(before, one.title)
        parts.append((f"# {number}. {names[number - 1]}", handed, *padded, *named, *_flat(lines)))
    note = f"{len(each)} layers in a row: what one gives is the x of the next."
    every = dict.fromkeys(line for one in each for line in one.imports)
    imports = sorted(every, key=lambda line: line.startswith("from"))
    return Snippet(each[0].title, " ".join([note, *_about_files(stack)]), tuple(imports), tuple(parts))


def _flat(parts: Sequence[Sequence[str]]) -> Iterator[str]:
    return (line for lines in parts for line in lines)


def _handed(before: Layer, title: str) -> str:
    """The line that makes the input of what a layer gave: of filters over slices without a depth of one."""
    if before.output.ndim < 4:
        return "x = y"
    return "x = [depth for [depth] in y]" if title == "Python" else "x = y[:, 0]"


def _about_files(stack: Stack) -> Iterator[str]:
    """Where the tensors come from that a program loads."""
    for number, layer in enumerate(stack.layers, 1):
        for name, tensor in tensors(layer).items():
            if is_written(tensor) or (name == "x" and number > 1):
                continue
            file = "input.npy" if name == "x" else "filter.npy" if number == 1 else f"filter-{number}.npy"
            shown = "" if name == "x" else f" where layer {number} is shown"
            yield f"{file} is from the page\u2019s Save menu{shown}."
