/**
 * The player's host on a page without a server (see webpage.py): shows the one frame that the page holds.
 *
 * Nobody is told of a step, and there is no address to write; the colours are the page's own variables.
 */

import { mount } from "../player/assets/player.js";

/** The element of the page with an id. @param {string} id */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** The bytes that a text in base64 stands for. @param {string} text */
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** Passes on what happens outside of the stage: keys while nothing has the focus, a window of another size. */
function forward(/** @type {HTMLElement} */ stage) {
  document.addEventListener("keydown", (event) => {
    if (event.target !== document.body && event.target !== document.documentElement) return;
    if (!stage.dispatchEvent(new KeyboardEvent("keydown", event))) event.preventDefault();
  });
  window.addEventListener("resize", () => stage.dispatchEvent(new Event("resize")));
}

/** Says in the stage's place why there is none. */
function explain(/** @type {HTMLElement} */ stage, /** @type {unknown} */ error) {
  const note = document.createElement("p");
  note.setAttribute("role", "alert");
  note.textContent = `The stage cannot be shown: ${error instanceof Error ? error.message : error}.`;
  stage.replaceChildren(note);
}

async function start() {
  const stage = part("stage");
  try {
    if (!globalThis.Plotly) throw new Error("Plotly.js, which draws its panels, is not there");
    const player = mount(stage, {
      report: () => undefined,
      theme: {},
      room: () => window.innerHeight - (stage.getBoundingClientRect().top + window.scrollY),
    });
    forward(stage);
    await player.show(bytes(part("frame").textContent));
  } catch (error) {
    explain(stage, error);
  }
}

start();
