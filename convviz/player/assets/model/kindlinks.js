/** Linked views of layers that are no windows times a filter: pooling, activation, and what is scattered. No DOM. */

import { number, sumText } from "./numbers.js";
import { foreign, inputName, inWindows, placeName, subjectOf } from "./places.js";
import { position, uses } from "./scene.js";
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
const winnerShown = (state, step) => (hides(state, step) ? undefined : state.scene.winner(step));

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

/**
 * What belongs to a cell where the input is laid on the output cell by cell.
 * @param {Shown} state @param {import("./state.js").Target} target @returns {Links}
 */
export function laidLinks(state, { panel, at }) {
  const { scene, step } = state;
  const laid = /** @type {import("./scatter.js").Laid} */ (scene.laid);
  const name = (/** @type {Cell} */ cell) =>
    `(${position(cell, scene.rank, scene.shapes.output[0]).join(", ")})`;
  const said = (/** @type {string} */ text) => ({ text, spoken: text });
  if (panel === "output") {
    const all = laid.meetings(at);
    const pairs = all.map(({ index: [q, i, j], tap: [a, b, c] }) => {
      return /** @type {[number, number]} */ ([
        scene.values.input[q].at(i, j),
        scene.values.filter[a].at(b, c),
      ]);
    });
    const total = scene.values.output[at[0]].at(at[1], at[2]);
    const hidden = all.some(({ index }) => hides(state, scene.stepAt(index)));
    const sum = sumText(pairs, scene.biases[0], total, { elision: scene.elision, hidden });
    const from = all.length === 1 ? "1 cell of the input lies" : `${all.length} cells of the input lie`;
    const text = all.length ? `: ${from} here: ${sum}.` : `: nothing is laid here, ${number(total)}.`;
    return {
      input: all.map(({ index }) => ({ at: index })),
      output: [{ at }],
      ...said(`Output ${name(at)}${text}`),
    };
  }
  const index = panel === "input" ? at : scene.index(step);
  const taps = panel === "input" ? scene.taps : [at];
  const cells = taps.flatMap((tap) => {
    const place = laid.place(index, tap);
    return place ? [{ at: place }] : [];
  });
  if (panel === "input") {
    const cut = scene.taps.length - cells.length;
    const rest = cut ? `, ${cut} of them beyond the edge` : "";
    const text = `${subjectOf(scene, at)}: it lays ${scene.taps.length} products on the output${rest}.`;
    return { input: [{ at }], output: cells, ...said(text) };
  }
  const weight = number(scene.values.filter[at[0]].at(at[1], at[2]));
  const goes = cells.length ? `lies on output ${name(cells[0].at)}` : "lies beyond the edge and is cut off";
  const text = `Weight ${placeName(scene, at)} = ${weight} times ${number(scene.total(step))} ${goes}.`;
  const one = [{ at }];
  return {
    filter: one,
    product: one,
    input: [{ at: index }],
    output: cells,
    tap: scene.tapAt(at),
    ...said(text),
  };
}
