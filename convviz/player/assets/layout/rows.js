/**
 * The picture of rank 1: rows over each other. Under the input stand the filter and the products, which move along
 * with the window, and under those the output, each cell under the middle of its window; of several filters a row for
 * each. No DOM.
 */

import { PANELS } from "../model/scene.js";
import { ampleOf, heightOf, isCramped, largestCell, withAmple } from "./parts.js";
import { cellFor, leastIn } from "./sizes.js";

/**
 * @typedef {import("./parts.js").Asked} Asked
 * @typedef {import("./parts.js").Frame} Frame
 * @typedef {import("./parts.js").Picture} Picture
 * @typedef {import("../model/scene.js").PanelName} PanelName
 */

const SIDE = 150; // of the titles beside the rows, at unit 1
const NAMED = 58; // of the names of filters between titles and rows, at unit 1
const CLOSE = 6; // between two rows of the output
const LINE = 26; // of a title over its row, at unit 1
const LEAST_ROW = 44; // that a title takes beside its row, at unit 1
const TITLE = 62; // that it takes at its largest
const GAP = 10; // between rows

/** The cells of the longest row. @param {Asked} asked */
const columnsOf = ({ shapes, stride, laid: [before = 0, end = 0] }) =>
  before + Math.max(shapes.input[2], (shapes.output[2] - 1) * stride[2] + 1, end);

/** The rows that there are, from above. @param {Asked} asked */
const namesOf = ({ has }) => PANELS.filter((name) => has.has(name));

/** The picture, or none where its numbers would not be legible. @param {Asked} asked @returns {Picture | undefined} */
export function rows(asked) {
  const { width, height, unit } = asked.room;
  const narrow = isCramped(asked.room);
  const side = narrow ? 0 : Math.ceil((SIDE + (asked.several ? NAMED : 0)) * unit);
  const line = narrow ? Math.ceil(LINE * unit) : 0;
  const names = namesOf(asked);
  const type = leastIn({ width, height: Infinity }); // only the width is scarce
  const least = Math.max(...names.map((name) => cellFor(asked.letters[name], type)));
  const wide = Math.floor((width - side) / columnsOf(asked));
  const outputs = asked.several?.filters ?? 1;
  const more = (outputs - 1) * CLOSE + outputs * nameOf(asked);
  const above = names.length - 1; // the rows over those of the output
  const tall = Math.floor((height - above * GAP - more - names.length * line) / (above + outputs));
  const cell = Math.max(1, Math.min(largestCell(asked.room), wide, Math.max(tall, least)));
  if (cell < least) return undefined;
  const all = columnsOf(asked) * cell;
  const high = TITLE * unit;
  const ample = narrow ? 1 : ampleOf(asked, cell, (n) => side * n + all <= width && high * n <= cell);
  return { ...placed(withAmple(asked, ample), cell, Math.ceil(side * ample), line), ample };
}

/** How high the name over a row of the output is: on a narrow page there is no room beside it. @param {Asked} asked */
const nameOf = ({ several, room, space }) => (several && isCramped(room) ? space.label : 0);

/** @param {Asked} asked @param {number} cell @param {number} side @param {number} line @returns {Picture} */
function placed(asked, cell, side, line) {
  const { room, stride } = asked;
  const row = Math.max(cell, line ? 0 : Math.ceil(LEAST_ROW * room.unit));
  const all = columnsOf(asked) * cell;
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
  namesOf(asked).forEach((name, index) => {
    const frame = frameIn(asked, name, cell);
    const y = index * (line + row + GAP);
    picture.parts[name] = {
      box: { x: left, y, width: side + all, height: line + row },
      frames: [{ ...frame, x: side + frame.x, y: line + Math.floor((row - heightOf(frame)) / 2) }],
      ...{ caption: line ? "line" : "beside", sign: line ? "" : asked.signs[name], label: "", sum: 0 },
    };
    picture.height = y + line + row;
  });
  return asked.several ? withRows(asked, picture, cell) : picture;
}

/** The output in a row for each filter, which its name stands beside or above. @param {Asked} asked @param {Picture} picture @param {number} cell @returns {Picture} */
function withRows(asked, picture, cell) {
  const { filters } = /** @type {import("./maps.js").Several} */ (asked.several);
  const output = /** @type {import("./parts.js").Part} */ (picture.parts.output);
  const [name, [first]] = [nameOf(asked), output.frames];
  const frames = Array.from({ length: filters }, (_, filter) => ({
    ...first,
    y: first.y + name + filter * (cell + CLOSE + name),
  }));
  const more = name + (filters - 1) * (cell + CLOSE + name);
  const box = { ...output.box, height: output.box.height + more };
  const label = name ? "above" : "beside";
  const parts = { ...picture.parts, output: { ...output, box, frames, label } };
  return { ...picture, parts: /** @type {Picture["parts"]} */ (parts), height: picture.height + more };
}

/** Where the cells of a row stand in the first window, or before anything is laid. @param {Asked} asked @param {PanelName} name @param {number} cell @returns {Frame} */
function frameIn({ shapes, span, stride, dilation, laid: [before = 0] }, name, cell) {
  const columns = shapes[name === "product" ? "filter" : name][2];
  const apart = { input: 1, filter: dilation[2], product: dilation[2], output: stride[2] }[name];
  const x = name === "output" ? ((span[2] - 1) * cell) / 2 : 0;
  return {
    x: before * cell + x,
    y: 0,
    rows: 1,
    columns,
    wide: cell,
    high: cell,
    across: apart * cell,
    down: cell,
  };
}
