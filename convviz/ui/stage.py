"""Mounts the player as a Streamlit component.

What is sent with the component is a loader of a few lines; the player, its style and Plotly.js are files
that `app.py` serves and the browser keeps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import plotly
import streamlit as st

from convviz import player

KEY = "stage"
_ASSETS = Path(player.__file__).parent / "assets"

_LOADER = """
const url = (path) => new URL(path, document.baseURI).href;

function tag(name, attributes) {
  return new Promise((loaded, failed) => {
    const node = Object.assign(document.createElement(name), attributes);
    node.onload = loaded;
    node.onerror = () => { node.remove(); failed(new Error(`${node.src || node.href} cannot be loaded`)); };
    document.head.append(node);
  });
}

function load() {
  const plotly = globalThis.Plotly
    ? Promise.resolve()
    : tag("script", { src: url("plotly/plotly.min.js?v=PLOTLY") });
  const style = tag("link", { rel: "stylesheet", href: url("player/player.css?v=PLAYER") });
  const player = import(url("player/player.js?v=PLAYER"));
  return Promise.all([player, plotly, style]).then(([module]) => module);
}

function explain(parent, error) {
  const note = document.createElement("div");
  note.className = "cv-failed";
  note.setAttribute("role", "alert");
  note.dataset.testid = "convviz-failed";
  note.textContent = `The stage cannot be shown: ${error.message}. Start the app with `
    + "“streamlit run app.py”, which serves the stage's files, and reload this page.";
  parent.replaceChildren(note);
}

export default function ({ parentElement, data, setStateValue }) {
  globalThis.convvizPlayer ??= load();
  const player = globalThis.convvizPlayer;
  let gone = false;
  player
    .then((module) => gone || module.show(parentElement, data, (place) => setStateValue("place", place)))
    .catch((error) => {
      globalThis.convvizPlayer = undefined;
      explain(parentElement, error);
    });
  return () => {
    gone = true;
    player.then((module) => module.remove(parentElement), () => undefined);
  };
}
"""


def _version() -> str:
    """A name for this state of the player's files, so that a browser never keeps an old one."""
    content = b"".join((_ASSETS / name).read_bytes() for name in ("player.js", "player.css"))
    return hashlib.blake2b(content, digest_size=6).hexdigest()


_mount = st.components.v2.component(
    "convviz.stage",
    js=_LOADER.replace("PLOTLY", plotly.__version__).replace("PLAYER", _version()),
    isolate_styles=False,
)


def show(scene: dict[str, Any], *, step: int, load: str, query: str, session: str) -> Mapping[str, object]:
    """Shows a scene and gives back what the stage last reported.

    `step` (from one) counts where `load` is new; otherwise the stage keeps its own. `query` is what the
    stage writes into the address, with its step. The report holds the `load` and the `step` at which the
    hand rested; from a page that saw another `session` before, it holds the `session` and the page's
    present `link` instead.
    """
    data = {"scene": scene, "step": step, "load": load, "query": query, "session": session}
    place = _mount(key=KEY, data=data, on_place_change=_nothing).place
    return place if isinstance(place, Mapping) else {}


def _nothing() -> None:
    """Streamlit keeps a component's state only under a callback."""
