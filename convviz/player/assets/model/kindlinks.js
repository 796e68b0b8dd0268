/** Linked views of layers without a filter: what belongs to a cell of a pooling, and to one of an activation. No DOM. */

import { number } from "./numbers.js";
import { foreign, inputName, inWindows, subjectOf } from "./places.js";
import { uses } from "./scene.js";
import { hides, sumOf } from "./selectors.js";

/**
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./scene.js").Cell} Cell
 * @typedef {import("./state.js").Shown} Shown
 * @typedef {import("./links.js").Links} Links
 */

const LISTED = 9; // windows of a cell that are written out for the eye
const SPOKEN = 27; // and for the ear
const HIGHLIGHTS = 400;

/** The tap that a window keeps, unless that is still to be found. @param {Shown} state @param {number} step */
export const winnerShown = (state, step) => (hides(state, step) ? undefined : state.scene.winner(step));

/**
 * What belongs to a cell of the input: its windows, and those that keep it.
 * @param {Shown} state @param {Cell} at @param {number} letters that there is room for @returns {Links}
 */
export function inputLinks(state, at, letters) {
  const { scene, step } = state;
  const all = uses(scene, at);
  const steps = all.map(({ index }) => scene.stepAt(index));
  const kept = all.filter(({ tap }, use) => winnerShown(state, steps[use]) === scene.tapAt(tap));
  const subject = subjectOf(scene, at);
  const windows = all.length ? inWindows(scene, all.length) : "no window reads it";
  const list = (/** @type {number} */ count) =>
    kept
      .slice(0, count)
      .map(({ index }) => `(${scene.position(scene.stepAt(index)).join(", ")})`)
      .join("; ") + (kept.length > count ? `; and ${kept.length - count} more` : "");
  const text = (/** @type {number} */ count) =>
    scene.keeps === "max" && kept.length ? `${subject}: ${windows}, the largest in ${list(count)}.` : "";
  const plain = foreign(scene, at) ? `${subject}: ${windows}, and never counts.` : `${subject}: ${windows}.`;
  let listed = Math.min(LISTED, kept.length);
  while (listed > 1 && text(listed).length > letters) listed -= 1;
  const here = all[steps.indexOf(step)];
  return {
    input: [{ at }],
    output: all.slice(0, HIGHLIGHTS).map(({ index }) => ({ at: index })),
    ...(here ? { product: [{ at: here.tap }], tap: scene.tapAt(here.tap) } : {}),
    text: text(listed) || plain,
    spoken: text(SPOKEN) || plain,
  };
}

/** What belongs to a cell of the window: the cell of the input. @param {Shown} state @param {Cell} at @returns {Links} */
export function tapLinks(state, at) {
  const { scene, step } = state;
  const cell = scene.cell(scene.index(step), at);
  const tap = scene.tapAt(at);
  const kind = foreign(scene, cell);
  const value = number(scene.values.input[cell[0]].at(cell[1], cell[2]));
  const what = kind ? "padding, which is no number" : `input ${inputName(scene, cell)} = ${value}`;
  const role = winnerShown(state, step) === tap ? "the largest" : kind ? "never counted" : "";
  const place = `cell ${tap + 1} of ${scene.taps.length}`;
  const text = `In this window, ${place} is ${what}${role && `: ${role}`}.`;
  return { input: [{ at: cell }], product: [{ at }], tap, text, spoken: text };
}

/** What belongs to a cell of the input: the cell of the output that it becomes. @param {Shown} state @param {Cell} at @returns {Links} */
export function cellLinks(state, at) {
  const { scene } = state;
  const step = scene.stepAt(at);
  const text = `Input ${inputName(scene, at)}: ${sumOf(state, step)}.`;
  return { input: [{ at }], output: [{ at }], preview: step, text, spoken: text };
}
