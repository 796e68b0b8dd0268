"""MATLAB's files: which of their arrays is the tensor. Those of versions 4 and 5 have a reader each."""

from __future__ import annotations

import numpy as np

from convviz.document.reading import matlab4, matlab5
from convviz.document.reading.arrays import Values, array_reading
from convviz.document.reading.errors import ReadError, damaged, quoted
from convviz.document.reading.matlab4 import is_matlab4
from convviz.document.reading.npy import chosen
from convviz.document.reading.shapes import Reading

_SAVE = "save it in MATLAB with writematrix(A, 'a.csv'), or save(…, '-v7')."


def is_matlab(data: bytes) -> bool:
    """Whether bytes are a MATLAB file."""
    return (data.startswith(b"MATLAB ") and len(data) >= matlab5.HEADER) or is_matlab4(data)


def read_matlab(data: bytes, rank: int | None) -> dict[str, Reading]:
    """The tensors of a MATLAB file: those named `x` and `w`, or else one, under no name."""
    return _readings(_arrays(data), rank)


def _arrays(data: bytes) -> dict[str, Values | str]:
    """All that a file holds, by name: arrays of real numbers, and what the others are."""
    if is_matlab4(data):
        return matlab4.arrays_of(data)
    if data.startswith(b"MATLAB 7.3"):
        raise ReadError(f"This is a MATLAB file of version 7.3, which is not read; {_SAVE}")
    with damaged("MATLAB file"):
        return matlab5.arrays_of(data)


def _readings(arrays: dict[str, Values | str], rank: int | None) -> dict[str, Reading]:
    """The arrays named `x` and `w`, or else one, under no name."""
    numbers = {name: value for name, value in arrays.items() if not isinstance(value, str) and value.size}
    if not numbers:
        kinds = {name: value if isinstance(value, str) else "empty" for name, value in arrays.items()}
        held = ", ".join(f"{quoted(name, 20)} ({kind})" for name, kind in [*kinds.items()][:5])
        raise ReadError(f"The MATLAB file holds no array of real numbers, but {held or 'nothing'}; {_SAVE}")
    named = {name: numbers[name] for name in ("x", "w") if name in numbers} or (
        numbers if len(numbers) == 1 else {}
    )
    if named:
        return {
            name if name in ("x", "w") else "": _slices_first(value, rank) for name, value in named.items()
        }
    fitting = {}
    for name, value in numbers.items():
        try:
            fitting[name] = _slices_first(value, rank)
        except ReadError:
            continue
    return {"": chosen(fitting if rank else {}, list(numbers), "MATLAB file")}


def _slices_first(value: Values, rank: int | None) -> Reading:
    """An array as MATLAB has it, rows × columns × slices, with the slices first."""
    if value.ndim != 3:
        return array_reading(value, rank)
    read = array_reading(np.moveaxis(value, -1, 0), rank, is_ours=True)
    return Reading(read.values, ("MATLAB’s third axis is the depth.", *read.notes), read.offers)
