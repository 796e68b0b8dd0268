/**
 * Hosts of the player that a test drives, one after the other on one page: see `Bench` in bench.py.
 *
 * A page is read and Plotly.js run once; each host then gets an element of its own, and leaves nothing behind.
 */

import { alone, forward } from "../../../convviz/hosts/alone.js";
import { mount } from "../../../convviz/player/assets/player.js";

const main = /** @type {HTMLElement} */ (document.querySelector("main"));
const [title] = main.querySelectorAll("h1");
/** @type {{destroy: () => void, show: (frame: Uint8Array) => void} | undefined} */
let player;
let listening = new AbortController();
// Leaving the full screen takes its time, and would end the presentation of the next player.
Object.assign(document.documentElement, { requestFullscreen: undefined });

/** What the player has told its host. */
const told = () => ({
  /** @type {object[]} */
  reports: [],
  /** @type {object[][]} */
  edits: [],
  /** @type {number[]} */
  address: [],
  saved: 0,
  rooms: 0, // how often the player asked for its room
  /** What `link` answers. @type {string | undefined} */
  link: "https://example.invalid/?step=",
});

const driver = {
  ...told(),
  begin,
  end,
  /** @param {string} text a frame in base64 */
  show: (text) => player?.show(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))),
  destroy: () => player?.destroy(),
};

/** A host that takes edits and writes an address. @returns {import("../../../convviz/player/assets/player.js").Host} */
const driven = () => ({
  report: (what) => driver.reports.push(what),
  edit: (queue) => driver.edits.push(queue),
  address: {
    link: ({ step }) => driver.link && driver.link + (step + 1),
    show: ({ step }) => driver.address.push(step),
    save: () => (driver.saved += 1),
  },
  theme: { "--cv-ink": "rgb(1, 2, 3)" },
  room: () => {
    driver.rooms += 1;
    return window.innerHeight;
  },
});

/** Mounts a player with a host of its own, and shows it a frame. @param {boolean} isDriven @param {string} name of the page @param {string} frame */
function begin(isDriven, name, frame) {
  Object.assign(driver, told());
  title.textContent = document.title = name;
  const stage = document.createElement("div");
  stage.id = "stage";
  main.append(stage);
  player = mount(stage, isDriven ? driven() : alone(stage));
  if (!isDriven) forward(stage, listening.signal);
  driver.show(frame);
}

/** Takes the player off the page, and says what is left of it. */
function end() {
  player?.destroy();
  player = undefined;
  listening.abort();
  listening = new AbortController();
  const stage = document.getElementById("stage");
  const left = stage?.innerHTML ?? "";
  stage?.remove();
  getSelection()?.removeAllRanges();
  scrollTo(0, 0);
  const others = document.querySelectorAll("body > :not(main, script, #js-plotly-tester), main > :not(h1)");
  return left + [...others].map((node) => node.outerHTML).join("");
}

Object.assign(globalThis, { driver });
