"""A page that shows any scene by the player of a checkout, and scenes as that makes them.

`python scenes.py FOLDER`, with the checkout on PYTHONPATH: no page of Streamlit. The standard input holds
cases as JSON, by name the shape of x and that of w, with an axis more for several filters. What the checkout
cannot show is left out. Into the folder go `page.html` and `scenes.json`: by case, its scenes in base64.
"""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from pathlib import Path

import numpy as np
from plotly.offline import get_plotlyjs

import convviz
from convviz.player import assets
from convviz.player.frame import pack
from convviz.player.scene import scene

PAGE = """<!doctype html><meta charset="utf-8"><title>Drawing</title>
<style>body {{ margin: 24px; font-family: sans-serif }} {style}</style><div id="stage"></div>
<script>{plotly}</script><script type="module">{player}{driver}</script>"""


def numbers(shape: list[int], seed: int) -> np.ndarray:
    """Small whole numbers of both signs."""
    return np.random.default_rng(seed).integers(-9, 10, shape).astype(float)


def scenes(x: list[int], w: list[int]) -> dict[str, str]:
    """A scene, the same with one other number, with all others, and a smaller one."""
    made = convviz.Filters if len(w) > len(x) else convviz.Convolution
    first, weights = numbers(x, 1), numbers(w, 2)
    edited = first.copy()
    edited.flat[0] += 1
    layers = {
        "first": made(first, weights),
        "edited": made(edited, weights),
        "numbers": made(numbers(x, 3), numbers(w, 4)),
        "small": convviz.Convolution(numbers([4, 4], 5), numbers([2, 2], 6)),
    }
    return {name: b64encode(pack(scene(layer))).decode() for name, layer in layers.items()}


def main() -> None:
    """Reads the cases, writes the page and the scenes."""
    folder, made = Path(sys.argv[1]), {}
    for name, (x, w) in json.load(sys.stdin).items():
        try:
            made[name] = scenes(x, w)
        except (AttributeError, convviz.ConvolutionError):
            print(f"{name} cannot be shown by {Path(convviz.__file__).parent}", file=sys.stderr)
    driver = Path(__file__).with_name("drawing.js").read_text(encoding="utf-8")
    parts = {"plotly": get_plotlyjs(), "style": assets.player_css(), "player": assets.player_js()}
    (folder / "page.html").write_text(PAGE.format(driver=driver, **parts), encoding="utf-8")
    (folder / "scenes.json").write_text(json.dumps(made), encoding="utf-8")


if __name__ == "__main__":
    main()
