/**
 * A page without a server (see webpage.py): shows the frames that the page holds, one for each layer.
 */

import { pack, unpack } from "../player/assets/model/frame.js";
import { mount } from "../player/assets/player.js";
import { alone, forward } from "./alone.js";

/** The element of the page with an id. @param {string} id */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** The bytes of what `_deflated` in webpage.py has made of them. @param {string} base64 */
async function unpacked(base64) {
  const text = atob(base64);
  const packed = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) packed[index] = text.charCodeAt(index);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Milliseconds: between two questions, and until it is said what the stage waits for. */
const AGAIN = 500;
const LONG = 3000;

/**
 * Plotly.js as the notebook around this frame holds it, in the output of one of its cells (`_HOLDS` in webpage.py).
 * That cell may come later, or be run later: it is asked for until it answers.
 * @param {HTMLElement} stage
 * @returns {Promise<string>}
 */
function heldByTheNotebook(stage) {
  return new Promise((resolve) => {
    const ask = () => window.parent.postMessage("convviz: Plotly.js?", "*");
    const asking = setInterval(ask, AGAIN);
    const saying = setTimeout(say, LONG, stage, WAITS);
    window.addEventListener("message", function heard({ source, data }) {
      if (source !== window.parent || typeof data?.convvizPlotly !== "string") return;
      clearInterval(asking);
      clearTimeout(saying);
      window.removeEventListener("message", heard);
      stage.replaceChildren();
      resolve(data.convvizPlotly);
    });
    ask();
  });
}

const WAITS =
  "Waiting for Plotly.js, which the cell that showed the first stage of this notebook holds for all. " +
  "Run that cell again, or restart the kernel and run all cells; a stage that is shown with " +
  "include_plotlyjs=True holds its own.";

/** Runs the Plotly.js that the page holds, if it does not get it from elsewhere. @param {HTMLElement} stage */
async function runPlotly(stage) {
  const node = document.getElementById("plotly");
  if (!node) return;
  const packed = node.dataset.heldBy ? await heldByTheNotebook(stage) : node.textContent;
  const script = document.createElement("script");
  script.textContent = new TextDecoder().decode(await unpacked(packed));
  document.head.append(script);
  script.remove(); // a page that is saved shall not hold it twice
}

/** Says in the stage's place why there is none. @param {HTMLElement} stage @param {string} text */
function say(stage, text) {
  const note = document.createElement("p");
  note.setAttribute("role", "alert");
  note.textContent = text;
  stage.replaceChildren(note);
}

/** @param {unknown} error */
const whyNone = (error) => `The stage cannot be shown: ${error instanceof Error ? error.message : error}.`;

/**
 * A player that shows any of the layers, each from the step where one has left it.
 * @param {HTMLElement} stage @returns {(place: number) => Promise<void>} shows a layer, by its place from zero
 */
function walking(stage) {
  /** @type {Map<number, number>} */
  const steps = new Map(); // by place
  const places = [-1]; // by revision: each time that a layer is shown is another one
  let latest = -1;
  const player = mount(stage, {
    ...alone(stage),
    report: ({ revision, step }) => steps.set(places[revision], step),
    layer: (place) => void show(place).catch((error) => say(stage, whyNone(error))),
  });
  async function show(/** @type {number} */ place) {
    latest = place;
    const { header, body } = unpack(await unpacked(part(`frame-${place + 1}`).textContent));
    if (place !== latest) return; // another one was chosen meanwhile
    const revision = places.push(place) - 1;
    const step = steps.get(place) ?? header.step;
    player.show(pack({ ...header, revision, since: revision, step }, body));
  }
  return show;
}

async function start() {
  const stage = part("stage");
  try {
    await runPlotly(stage);
    if (!globalThis.Plotly) throw new Error("Plotly.js, which draws its panels, is not there");
    const show = walking(stage);
    forward(stage);
    await show(Number(stage.dataset.layer) - 1);
  } catch (error) {
    say(stage, whyNone(error));
  }
}

start();
