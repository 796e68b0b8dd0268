/**
 * Receptive fields: where in the first input the cells of the shown layer come from, as Python says it. No DOM.
 *
 * A *run* is neighbouring cells of an axis, from its first cell to the one behind its last. A *stretch* is cells along
 * an axis whose fields are alike, each a *move* behind the one before.
 */

import { unpackArray } from "./frame.js";

/**
 * @typedef {import("./scene.js").Cell} Cell
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./state.js").State} State
 * @typedef {[number, number]} Run
 * @typedef {[count: number, move: number, text: string, runs: Run[]]} Stretch how many cells, and the text and the runs of the
 *   first, in which the numbers in braces move too
 * @typedef {{axes: Stretch[][][], size: string, stride: string}} Of of the cells of a tensor: along slices, rows and columns
 *   n lists of stretches, of which list i mod n has cell i; the size of a field, and how far the next one is
 * @typedef {{shape: number[], slices: import("./scene.js").Matrix[], channels: string[], input?: Of, output: Of}} Fields the
 *   shape of the first input, a small picture of its slices with values from −1 to 1, and the fields of the shown layer's cells
 * @typedef {{runs: Run[][], text: string, size: string, stride: string}} Field of a cell, by slices, rows and columns
 */

const FULL = 127; // of the numbers of the small picture

/** The fields of a scene, if Python has told of them. @param {any} given @param {Uint8Array} body @returns {Fields | undefined} */
export function openFields(given, body) {
  if (!given) return undefined;
  const slices = given.picture.map((/** @type {any} */ packed) => {
    const values = unpackArray(packed, body);
    const [rows, columns] = packed.shape.split(",").map(Number);
    const at = (/** @type {number} */ row, /** @type {number} */ column) =>
      values[row * columns + column] / FULL;
    return { rows, columns, values, at };
  });
  return { ...given, slices };
}

/**
 * The field of a cell of the shown layer's output, or of its input as it is padded.
 * @param {Scene} scene @param {"input" | "output"} panel @param {Cell} at @returns {Field | undefined}
 */
export function fieldOf({ fields, padding, spread }, panel, at) {
  const of = fields?.[panel];
  const own = panel === "output" ? at : at.map((place, axis) => (place - padding[axis][0]) / spread[axis]);
  const found = of?.axes.map((lists, axis) => {
    const [at, count] = [own[axis], lists.length];
    return Number.isInteger(at) && at >= 0 ? alongOf(lists[at % count], Math.floor(at / count)) : undefined;
  });
  if (!of || !found?.every(Boolean)) return undefined; // padding, or an inserted zero
  const [slices, rows, columns] = /** @type {{text: string, runs: Run[]}[]} */ (found);
  const told = [rows, columns, slices].map(({ text }) => text).filter(Boolean);
  const text = [told.slice(0, -1).join(", "), told.at(-1)].filter(Boolean).join(" and ");
  return { runs: [slices.runs, rows.runs, columns.runs], text, size: of.size, stride: of.stride };
}

/** The field of a cell along an axis. @param {Stretch[]} stretches @param {number} place */
function alongOf(stretches, place) {
  let first = 0;
  for (const [count, move, text, runs] of stretches) {
    const moved = (place - first) * move;
    if (place < first + count)
      return {
        text: text.replace(/\{(\d+)\}/g, (_, number) => `${Number(number) + moved}`),
        runs: runs.map(([from, behind]) => /** @type {Run} */ ([from + moved, behind + moved])),
      };
    first += count;
  }
  return undefined;
}

/** How far a field is from that of the cell before it. @param {{stride: string}} of */
export const further = ({ stride }) => (stride === "0" ? "the same" : `${stride} further on`);

/** How large a field is, and where the next one is. @param {{size: string, stride: string}} of */
export const fieldSize = (of) => `receptive field ${of.size}, the next ${further(of)}`;

/** The field of the cell that a step makes. @param {Scene} scene @param {number} step */
export const fieldOfStep = (scene, step) =>
  fieldOf(scene, scene.laid ? "input" : "output", scene.index(step));

/** The field of the cell that is pointed at. @param {State} state */
export function fieldPointed({ scene, target }) {
  if (!scene || (target?.panel !== "input" && target?.panel !== "output")) return undefined;
  return fieldOf(scene, target.panel, target.at);
}

/**
 * Where the cell of a later layer that is pointed at comes from, in a sentence; of the first layer's cells nothing, whose
 * windows are seen in the input.
 * @param {State} state
 */
export function fieldText(state) {
  const field = fieldPointed(state);
  if (!field || !state.scene?.fields?.input) return "";
  return `From ${field.text} of the first input: ${fieldSize(field)}.`;
}
