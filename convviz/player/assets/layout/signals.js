/**
 * The picture of a long signal: input and output as plots over a common axis, and below them the window with its
 * numbers, its filter and its products. No DOM.
 */

import { heightOf, isCramped, screenOf, shapeOf, widthOf } from "./parts.js";
import { cellFor, largest, PRESENTED } from "./sizes.js";

/**
 * @typedef {import("./parts.js").Asked} Asked
 * @typedef {import("./parts.js").Frame} Frame
 * @typedef {import("./parts.js").PartName} PartName
 * @typedef {import("./parts.js").Picture} Picture
 */

const AXES = { left: 44, top: 8, bottom: 22 }; // beside the samples of a plot, at unit 1: the numbers of its axes
const TITLE = 116; // of a plot, to its left, at unit 1
const LINE = 26; // of a title in a line of its own, at unit 1
const PLOT = { small: 40, least: 60, most: 200 }; // the height of a plot, of several and of one, at unit 1
const CLOSE = 48; // the largest cell of the window on a page, at unit 1
const SHARE = 0.3; // of the height that such a cell may have in a presentation
const ROW = 24; // the height of its cells where their numbers are not legible
const GAP = 10;
/** The room of the numbers of the axes beside a plot, which grow with the titles. @param {number} unit @returns {typeof AXES} */
export const besidePlot = (unit) => ({
  left: Math.ceil(AXES.left * unit),
  top: Math.ceil(AXES.top * unit),
  bottom: Math.ceil(AXES.bottom * unit),
});

/** What the window stands in, with its numbers. @param {Asked} asked */
const windowOf = ({ has }) =>
  /** @type {PartName[]} */ (["lens", "filter", "product"]).filter((name) => has.has(name));

/** @param {Asked} asked @returns {Picture} */
export function signals(asked) {
  const { room, space } = asked;
  const cramped = isCramped(room);
  const { left, top, bottom } = besidePlot(room.unit);
  const side = Math.ceil((cramped ? 0 : TITLE * room.unit) + left);
  const line = cramped ? LINE * room.unit : 0;
  const outputs = asked.several?.filters ?? 1;
  const named = asked.several ? Math.ceil(space.label) : 0; // over each plot of the output
  const beside = 2 * line + (1 + outputs) * (top + bottom) + outputs * named + GAP;
  const least = (outputs > 1 ? PLOT.small : PLOT.least) * room.unit;
  const most = mostOf(asked, room.height - beside - (1 + outputs) * least - space.caption);
  const close = besideEachOther(asked, most) ?? belowEachOther(asked, side, line, most);
  const all = (/** @type {number} */ height) => Math.floor((height - beside - close.height) / (1 + outputs));
  const free =
    all(room.height) >= least ? all(room.height) : Math.max(least, Math.min(all(room.tall), 1.5 * least));
  const high = Math.round(room.presenting ? free : Math.min(PLOT.most, free));
  const wide = (room.width - side) / asked.shapes.input[2];
  const step = Math.ceil(line + top + high + bottom);
  /** @type {Picture} */
  const picture = {
    ...{ parts: {}, width: room.width, height: 2 * step + GAP, pitch: 0, along: 0, plots: true },
    sign: space.sign,
  };
  for (const [index, name] of /** @type {const} */ (["input", "output"]).entries())
    picture.parts[name] = {
      box: { x: 0, y: index * step, width: room.width, height: step },
      frames: [plotted(asked, name, { wide, high, x: side, y: Math.ceil(line) + top })],
      ...{ caption: cramped ? "line" : "beside", sign: "", label: "", sum: 0 },
    };
  if (asked.several) addPlots(picture, outputs, named, top + high + bottom);
  for (const name of windowOf(asked)) {
    const part = close.parts[name];
    if (!part) continue;
    picture.parts[name] = { ...part, box: { ...part.box, y: part.box.y + picture.height } };
  }
  picture.height += close.height;
  return picture;
}

/** Gives the output a plot for each filter, under its name. @param {Picture} picture @param {number} outputs @param {number} named @param {number} high */
function addPlots(picture, outputs, named, high) {
  const output = /** @type {import("./parts.js").Part} */ (picture.parts.output);
  const [first] = output.frames;
  output.frames = Array.from({ length: outputs }, (_, filter) => ({
    ...first,
    y: first.y + named + filter * (named + high),
  }));
  const more = outputs * named + (outputs - 1) * high;
  output.box.height += more;
  output.label = "above";
  picture.height += more;
}

/**
 * Where the samples of a plot stand: those of the output under the middle of their windows.
 * @param {Asked} asked @param {"input" | "output"} name @param {{wide: number, high: number, x: number, y: number}} place
 * @returns {Frame}
 */
function plotted({ shapes, span, stride }, name, { wide, high, x, y }) {
  const columns = shapes[name][2];
  const output = name === "output";
  const across = output ? stride[2] * wide : wide;
  const shift = output ? ((span[2] - 1) / 2) * wide : 0;
  return { x: x + shift, y, rows: 1, columns, wide, high, across, down: high };
}

/** The smallest cell in which all numbers of a window are legible. @param {Asked} asked */
const leastOf = (asked) =>
  Math.max(
    ...windowOf(asked).map((name) => cellFor(asked.letters[name === "lens" ? "input" : name], asked.least)),
  );

/**
 * The height that the cells of the window may take: in a presentation so much that its numbers are as large as others
 * there, if it is free beside the smallest plots.
 * @param {Asked} asked @param {number} free
 */
function mostOf({ room, letters }, free) {
  const most = CLOSE * room.unit;
  if (!room.presenting) return most;
  const { input, filter, product } = letters;
  const wanted = cellFor(Math.max(input, filter, product), PRESENTED * screenOf(room));
  return Math.max(most, Math.min(wanted, free, SHARE * room.height));
}

/** Window, filter and products in one line, if their numbers are legible. @param {Asked} asked @param {number} most @returns {{parts: Picture["parts"], height: number} | undefined} */
function besideEachOther(asked, most) {
  const { room, space, titles, signs } = asked;
  if (!windowOf(asked).length) return { parts: {}, height: 0 };
  const acrossOf = (/** @type {PartName} */ name, /** @type {number} */ cell) =>
    Math.ceil(Math.max(shapeOf(asked, name)[2] * cell, titles[name] * room.unit));
  const names = windowOf(asked);
  const apart = (names.length - 1) * (space.sign + space.gap);
  const total = (/** @type {number} */ cell) =>
    names.reduce((sum, name) => sum + acrossOf(name, cell), apart);
  const cell = largest(most, (size) => total(size) <= room.width);
  if (cell < leastOf(asked)) return undefined;
  const height = Math.ceil(space.caption + cell);
  /** @type {Picture["parts"]} */
  const parts = {};
  let x = Math.floor((room.width - total(cell)) / 2);
  for (const name of names) {
    if (signs[name]) x += space.sign;
    const width = acrossOf(name, cell);
    const frame = frameOf(asked, name, cell, 1);
    parts[name] = {
      box: { x: Math.round(x), y: 0, width, height },
      frames: [{ ...frame, x: Math.floor((width - widthOf(frame)) / 2), y: Math.ceil(space.caption) }],
      ...{ caption: "above", sign: signs[name], label: "", sum: 0 },
    };
    x += width + space.gap;
  }
  return { parts, height };
}

/** The same in rows, the filter under the window: with cells as large as there is room. @param {Asked} asked @param {number} side @param {number} line @param {number} most */
function belowEachOther(asked, side, line, most) {
  const { room, span, dilation } = asked;
  const wide = (room.width - side) / span[2];
  const names = windowOf(asked);
  const each = Math.max(CLOSE * room.unit, most / names.length);
  const cell = wide >= 1 ? Math.min(each, Math.floor(wide)) : wide;
  const row = Math.max(cell, ROW * room.unit, line ? 0 : 44 * room.unit);
  const high = Math.min(row, Math.max(cell, ROW));
  const start = Math.floor((room.width - side - span[2] * cell) / 2);
  /** @type {Picture["parts"]} */
  const parts = {};
  names.forEach((name, index) => {
    const frame = { ...frameOf(asked, name, cell, name === "lens" ? 1 : dilation[2]), high, down: high };
    parts[name] = {
      box: {
        x: start,
        y: Math.ceil(index * (line + row + GAP)),
        width: Math.ceil(side + span[2] * cell),
        height: Math.ceil(line + row),
      },
      frames: [{ ...frame, x: side, y: Math.ceil(line + (row - heightOf(frame)) / 2) }],
      ...{ caption: line ? "line" : "beside", sign: line ? "" : asked.signs[name], label: "", sum: 0 },
    };
  });
  return { parts, height: Math.ceil(names.length * (line + row + GAP) - GAP) };
}

/** @param {Asked} asked @param {PartName} name @param {number} cell @param {number} apart @returns {Frame} */
const frameOf = (asked, name, cell, apart) => ({
  ...{ x: 0, y: 0, rows: 1, columns: shapeOf(asked, name)[2] },
  ...{ wide: cell, high: cell, across: apart * cell, down: cell },
});
