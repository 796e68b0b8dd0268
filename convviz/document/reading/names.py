"""Names before brackets that are read: what they name gives the numbers that it is given."""

from __future__ import annotations

import re

from convviz.document.reading.errors import ReadError, quoted
from convviz.document.reading.groups import Context, not_a_list, place_of

#: What gives the numbers that it is given, in small letters and without what stands before the last point.
_SAME = set(
    "array asarray ascontiguousarray ndarray matrix mat mat_ list tuple c vector tensor as_tensor "
    "constant variable parameter convert_to_tensor devicearray eagertensor floattensor doubletensor "
    "longtensor inttensor single double float float16 float32 float64 half int int8 int16 int32 int64 "
    "uint8 uint16 uint32 bool logical number real any stack vstack masked_array dataframe series "
    "dataarray deque r_ float32array float64array int8array int16array int32array uint8array "
    "uint16array uint32array uint8clampedarray "
    "listof mutablelistof arrayof intarrayof longarrayof floatarrayof doublearrayof arraylist "
    "aslist of seq print disp display tensor1d tensor2d tensor3d tensor4d "
    "vec2 vec3 vec4 float2 float3 float4 double2 double3 double4 "
    "matrixform fromlists array2d vec qw newdense".split()
)


def gives_the_same(name: str) -> bool:
    """Whether what a name calls gives the numbers that it is given."""
    return name.rpartition(".")[2].lower() in _SAME


def check_called(name: str, context: Context, at: int) -> None:
    """Raises `ReadError` for a name that is not known to give what it is given."""
    last = (
        re.sub(r"<.*", "", name.split()[-1] if name.split() else name).rpartition(".")[2].rpartition(":")[2]
    )
    if not re.match(r"[A-Za-z_.]", name):
        raise ReadError(not_a_list(name, place_of(context.text, at)))
    if not gives_the_same(last):
        raise ReadError(
            f"{place_of(context.text, at)}: {quoted(name)} would have to be computed, and nothing is; "
            "run it and paste the numbers."
        )
