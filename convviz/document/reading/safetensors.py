"""Tensors as the safetensors format stores them: a header in JSON, and the bytes of their values.

Source: https://github.com/huggingface/safetensors#format
"""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np

from convviz.document.reading.arrays import Values, array_reading
from convviz.document.reading.errors import ReadError, damaged
from convviz.document.reading.npy import chosen
from convviz.document.reading.shapes import Reading

_KINDS = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2",
    "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "<i1",
    "U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "<u1", "BOOL": "?",
}  # fmt: skip
_MAX_HEADER = 1_000_000
_MOST_TENSORS = 1000


def is_safetensors(data: bytes) -> bool:
    """Whether bytes begin with the length of a header, and that with a brace."""
    return len(data) > 10 and data[8:10] == b'{"' and int.from_bytes(data[:8], "little") <= len(data) - 8


def read_safetensors(data: bytes, rank: int | None) -> dict[str, Reading]:
    """The tensors named `x` and `w`, or else one, under no name."""
    with damaged("safetensors file"):
        length = int.from_bytes(data[:8], "little")
        if length > _MAX_HEADER:
            raise ReadError(
                f"The header of the safetensors file has {length:,} bytes; save the one tensor alone."
            )
        header = json.loads(data[8 : 8 + length])
        header.pop("__metadata__", None)
        if len(header) > _MOST_TENSORS:
            raise ReadError(
                f"The safetensors file has more than {_MOST_TENSORS:,} tensors; save the one alone."
            )
        named = {name: header[name] for name in ("x", "w") if name in header} or (
            header if len(header) == 1 else {}
        )
        if named:
            return {
                name if name in ("x", "w") else "": array_reading(_array(entry, data[8 + length :]), rank)
                for name, entry in named.items()
            }
        fitting = {}
        for name, entry in header.items() if rank else ():
            if len([size for size in entry["shape"] if size != 1]) == rank:
                try:
                    fitting[name] = array_reading(_array(entry, data[8 + length :]), rank)
                except ReadError:
                    continue
        return {"": chosen(fitting, list(header), "safetensors file")}


def _array(entry: dict[str, Any], body: bytes) -> Values:
    kind = entry["dtype"]
    if kind not in _KINDS:
        raise ReadError(f"It holds values of type {str(kind)[:20]}; convert it to floats first.")
    begin, end = entry["data_offsets"]
    shape = tuple(entry["shape"])
    if any(type(size) is not int or size < 0 for size in shape):
        raise ReadError("The safetensors file names sizes that are none; save it again.")
    values = np.frombuffer(body[begin:end], _KINDS[kind], math.prod(shape)).reshape(shape)
    if kind == "BF16":  # the upper half of a float of 32 bits
        return (values.astype(np.uint32) << 16).view(np.float32)
    return values
