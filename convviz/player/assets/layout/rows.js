/**
 * The picture of rank 1: rows over each other. Under the input stand the filter and the products, which move along
 * with the window, and under those the output, each cell under the middle of its window. No DOM.
 */

import { heightOf, isCramped, largestCell, SIGNS } from "./parts.js";
import { cellFor } from "./sizes.js";

/**
 * @typedef {import("./parts.js").Asked} Asked
 * @typedef {import("./parts.js").Frame} Frame
 * @typedef {import("./parts.js").Picture} Picture
 * @typedef {import("../model/scene.js").PanelName} PanelName
 */

const SIDE = 150; // of the titles beside the rows, at unit 1
const LINE = 26; // of a title over its row, at unit 1
const LEAST_ROW = 44; // that a title takes beside its row, at unit 1
const GAP = 10; // between rows

/** @type {PanelName[]} */
const NAMES = ["input", "filter", "product", "output"];

/**
 * The picture, or none where its numbers would not be legible.
 * @param {Asked} asked
 * @returns {Picture | undefined}
 */
export function rows(asked) {
  const { width, height, unit } = asked.room;
  const narrow = isCramped(asked.room);
  const side = narrow ? 0 : Math.ceil(SIDE * unit);
  const line = narrow ? Math.ceil(LINE * unit) : 0;
  const least = Math.max(...Object.values(asked.letters).map(cellFor));
  const wide = Math.floor((width - side) / asked.shapes.input[2]);
  const high = Math.floor((height - 3 * GAP) / 4 - line);
  const cell = Math.min(largestCell(asked.room), wide, Math.max(high, least));
  if (cell < least) return undefined;
  return placed(asked, cell, side, line);
}

/** @param {Asked} asked @param {number} cell @param {number} side @param {number} line @returns {Picture} */
function placed(asked, cell, side, line) {
  const { room, stride } = asked;
  const row = Math.max(cell, line ? 0 : Math.ceil(LEAST_ROW * room.unit));
  const all = asked.shapes.input[2] * cell;
  const left = Math.floor((room.width - side - all) / 2);
  /** @type {Picture} */
  const picture = {
    parts: {},
    width: room.width,
    height: 0,
    pitch: 0,
    along: stride[2] * cell,
    plots: false,
    sign: asked.space.sign,
  };
  NAMES.forEach((name, index) => {
    const frame = frameIn(asked, name, cell);
    const y = index * (line + row + GAP);
    picture.parts[name] = {
      box: { x: left, y, width: side + all, height: line + row },
      frames: [{ ...frame, x: side + frame.x, y: line + Math.floor((row - heightOf(frame)) / 2) }],
      ...{ caption: line ? "line" : "beside", sign: line ? "" : SIGNS[name], label: "", sum: 0 },
    };
    picture.height = y + line + row;
  });
  return picture;
}

/** Where the cells of a row stand, from the left of the input, in the first window. @param {Asked} asked @param {PanelName} name @param {number} cell @returns {Frame} */
function frameIn({ shapes, span, stride, dilation }, name, cell) {
  const columns = shapes[name === "product" ? "filter" : name][2];
  const apart = { input: 1, filter: dilation[2], product: dilation[2], output: stride[2] }[name];
  const x = name === "output" ? ((span[2] - 1) * cell) / 2 : 0;
  return { x, y: 0, rows: 1, columns, wide: cell, high: cell, across: apart * cell, down: cell };
}
