/**
 * The player's host on a page without a server (see webpage.py): shows the one frame that the page holds.
 *
 * Nobody is told of a step, and there is no address to write; the colours are the page's own variables.
 */

import { mount } from "../player/assets/player.js";

/** The element of the page with an id. @param {string} id */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** The bytes that an element holds deflated and in base64, as `_packed` in webpage.py puts them there. @param {HTMLElement} node */
async function unpacked(node) {
  const text = atob(node.textContent);
  const packed = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) packed[index] = text.charCodeAt(index);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Runs the Plotly.js that the page holds, if it does not get it from elsewhere. */
async function runPlotly() {
  const node = document.getElementById("plotly");
  if (!node) return;
  const script = document.createElement("script");
  script.textContent = new TextDecoder().decode(await unpacked(node));
  document.head.append(script);
  script.remove(); // a page that is saved shall not hold it twice
}

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
    await runPlotly();
    if (!globalThis.Plotly) throw new Error("Plotly.js, which draws its panels, is not there");
    const player = mount(stage, {
      report: () => undefined,
      theme: {},
      room: () => window.innerHeight - (stage.getBoundingClientRect().top + window.scrollY),
    });
    forward(stage);
    player.show(await unpacked(part("frame")));
  } catch (error) {
    explain(stage, error);
  }
}

start();
