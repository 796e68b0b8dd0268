"""Mounts the player as a Streamlit component.

What is sent with the component is a loader of a few lines; the player, its style and Plotly.js are files
that `app.py` serves and the browser keeps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import plotly
import streamlit as st

from convviz.player import assets
from convviz.player.frame import frame

KEY = "stage"

_LOADER = """
const turns = new WeakMap();
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
  const style = tag("link", { rel: "stylesheet", href: url("player/PLAYER/player.css") });
  const player = import(url("player/PLAYER/player.js"));
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
  const players = (globalThis.convvizPlayers ??= {});  // a page may outlive a version of the player
  const player = (players["PLAYER"] ??= load());
  const turn = {};
  turns.set(parentElement, turn);
  const isLatest = () => turns.get(parentElement) === turn;
  player.catch(() => { players["PLAYER"] = undefined; });
  player
    .then((module) => isLatest()
      && module.show(parentElement, data, (place) => setStateValue("place", place)))
    .catch((error) => {
      if (!isLatest()) return;
      player.then((module) => module.remove(parentElement), () => undefined)
        .then(() => explain(parentElement, error));
    });
  return () => {
    if (!isLatest()) return;  // the stage belongs to a later call
    turns.delete(parentElement);
    player.then((module) => turns.has(parentElement) || module.remove(parentElement), () => undefined);
  };
}
"""


_mount = st.components.v2.component(
    "convviz.stage",
    js=_LOADER.replace("PLOTLY", plotly.__version__).replace("PLAYER", assets.version()),
    isolate_styles=False,
)


def show(
    scene: bytes, *, title: str, step: int, load: str, query: str, whole: bool, session: str
) -> Mapping[str, object]:
    """Shows a packed scene and gives back what the stage last reported.

    `title` is what a presentation says on top. `step` (from one) counts where `load` is new; otherwise
    the stage keeps its own. `query` is what the stage writes into the address, with its step; `whole`
    says whether that link holds everything. The report holds the `load` and the `step` at which the hand
    rested; from a page that saw another `session` before, it holds the `session` and the page's present
    `link` instead. While there is something to predict, `predicting` is true, and `hiding` as long as an
    answer of this scene is hidden.
    """
    header = {"title": title, "step": step, "load": load, "query": query, "whole": whole, "session": session}
    digest = hashlib.blake2b(scene, digest_size=12).hexdigest()
    data = frame({**header, "digest": digest}, scene)
    place = _mount(key=KEY, data=data, on_place_change=_nothing).place
    if not isinstance(place, Mapping):
        return {}
    unseen = place.get("predicting") is True and place.get("digest") != digest
    return {**place, "hiding": unseen or place.get("hiding") is True}


def _nothing() -> None:
    """Streamlit keeps a component's state only under a callback."""
