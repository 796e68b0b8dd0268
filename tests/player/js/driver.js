/** A host of the player that a test drives: see `Driver` in bench.py. */

import { mount } from "../../../convviz/player/assets/player.js";

const stage = /** @type {HTMLElement} */ (document.getElementById("stage"));
/** @type {object[]} */
const reports = [];
/** @type {object[][]} */
const edits = [];
/** @type {number[]} */
const address = [];
const driver = {
  reports,
  edits,
  address,
  saved: 0,
  rooms: 0, // how often the player asked for its room
  /** What `link` answers. @type {string | undefined} */
  link: "https://example.invalid/?step=",
  /** @param {string} text a frame in base64 */
  show: (text) => player.show(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))),
  destroy: () => player.destroy(),
};
const player = mount(stage, {
  report: (what) => reports.push(what),
  edit: (queue) => edits.push(queue),
  address: {
    link: ({ step }) => driver.link && driver.link + (step + 1),
    show: ({ step }) => address.push(step),
    save: () => (driver.saved += 1),
  },
  theme: { "--cv-ink": "rgb(1, 2, 3)" },
  room: () => {
    driver.rooms += 1;
    return window.innerHeight;
  },
});

Object.assign(globalThis, { driver });
