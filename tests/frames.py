"""A reader of frames, written from their description alone: it imports nothing of convviz."""

from __future__ import annotations

import json

import numpy as np


def opened(data: bytes) -> tuple[dict, bytes]:
    """The header and the body of a frame."""
    end = 4 + int.from_bytes(data[:4], "little")
    assert end % 8 == 0
    return json.loads(data[4:end]), data[end:]


def values(spec: dict, body: bytes) -> np.ndarray:
    """An array of the header, as it is in the body."""
    if "palette" in spec:
        indices = values({key: spec[key] for key in spec if key != "palette"}, body)
        return values(spec["palette"], body)[indices]
    assert spec["at"] % 8 == 0
    piece = body[spec["at"] : spec["at"] + spec["bytes"]]
    return np.frombuffer(piece, spec["dtype"]).reshape([int(size) for size in spec["shape"].split(",")])
