/**
 * The panels as grids: moving over cells, selections, and where a cell is in the tensor. No DOM.
 *
 * Vocabulary: a cell is *shown* at a place of its panel, which for the input counts the padding, and for a
 * filter that is applied flipped runs backwards; it was *given* at a place of the tensor that the user edits.
 * A *range* is what is selected: the current cell `at`, and `to`, the corner opposite, in the same slice.
 */

import { guess, number, plain } from "./numbers.js";
import { hides, isWhole, productsDone } from "./selectors.js";

/**
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./scene.js").Cell} Cell
 * @typedef {import("./scene.js").PanelName} PanelName
 * @typedef {import("./state.js").Shown} Shown
 * @typedef {{at: Cell, to: Cell}} Range
 */

export const PAGE = 10; // rows that Page Up and Page Down move by

/** The sizes of a panel. @param {Scene} scene @param {PanelName} panel */
export const sizesOf = ({ shapes }, panel) => shapes[panel === "product" ? "filter" : panel];

/** @param {PanelName} panel @returns {panel is "input" | "filter"} */
export const isEditable = (panel) => panel === "input" || panel === "filter";

/**
 * Where the cells that were given begin in a panel, how far it is from one to the next, and their sizes.
 * @param {Scene} scene @param {PanelName} panel
 */
function given(scene, panel) {
  const sizes = sizesOf(scene, panel);
  if (panel !== "input") return { start: [0, 0, 0], apart: [1, 1, 1], sizes };
  const { padding, spread } = scene;
  return {
    start: padding.map(([before]) => before),
    apart: spread,
    sizes: sizes.map((size, axis) => Math.ceil((size - padding[axis][0] - padding[axis][1]) / spread[axis])),
  };
}

/**
 * Where a shown cell of input or filter was given; none of padding and of inserted zeros.
 * @param {Scene} scene @param {PanelName} panel @param {Cell} at
 * @returns {Cell | undefined}
 */
export function toGiven(scene, panel, at) {
  const { start, apart, sizes } = given(scene, panel);
  const place = at.map((index, axis) => (index - start[axis]) / apart[axis]);
  if (place.some((index, axis) => index < 0 || index >= sizes[axis] || !Number.isInteger(index)))
    return undefined;
  return panel === "filter" && scene.flip ? place.map((index, axis) => sizes[axis] - 1 - index) : place;
}

/**
 * Where a given cell is shown; none of a cell that the tensor does not have.
 * @param {Scene} scene @param {PanelName} panel @param {Cell} place
 * @returns {Cell | undefined}
 */
export function toShown(scene, panel, place) {
  const { start, apart, sizes } = given(scene, panel);
  if (place.some((index, axis) => index < 0 || index >= sizes[axis])) return undefined;
  const turned = panel === "filter" && scene.flip;
  return place.map((index, axis) => start[axis] + apart[axis] * (turned ? sizes[axis] - 1 - index : index));
}

// ------------------------------------------------------------------------------------------ moving

/** The cell where a panel that was not walked over yet begins: that of the present window. @param {Shown} state @param {PanelName} panel */
export function startOf({ scene, step }, panel) {
  const index = scene.index(step);
  return panel === "output" ? index : panel === "input" ? scene.origin(index) : [0, 0, 0];
}

/** @type {Record<string, [number, number]>} */
export const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * The cell that a key leads to from another, in the same slice or, where the key goes up or down, from slice to
 * slice at its edges; or none, of a key that does not move. `far` is with Ctrl: to the end.
 * @param {number[]} sizes @param {Cell} from @param {string} key
 * @returns {Cell | undefined}
 */
export function moved([depth, rows, columns], [q, i, j], key, far = false) {
  if (key === "Home") return far ? [0, 0, 0] : [q, i, 0];
  if (key === "End") return far ? [depth - 1, rows - 1, columns - 1] : [q, i, columns - 1];
  if (key === "PageUp" || key === "PageDown")
    return paged([depth, rows], [q, i, j], key === "PageDown" ? 1 : -1);
  if (!ARROWS[key]) return undefined;
  const [down, right] = ARROWS[key];
  if (far) return [q, ended(i, down, rows), ended(j, right, columns)];
  return flowed([depth, rows, columns], [q, i + down, j + right]) ?? [q, i, j];
}

/** @param {number} place @param {number} by @param {number} size */
const ended = (place, by, size) => (by < 0 ? 0 : by > 0 ? size - 1 : place);

/** A slice on or back, or where there is one only some rows. @param {number[]} sizes @param {Cell} from @param {number} by */
function paged([depth, rows], [q, i, j], by) {
  if (depth > 1) return [Math.max(0, Math.min(depth - 1, q + by)), i, j];
  return [q, Math.max(0, Math.min(rows - 1, i + by * PAGE)), j];
}

/** The cell whose row may lie in the slice before or after; none beyond the ends. @param {number[]} sizes @param {Cell} cell */
function flowed([depth, rows, columns], [q, i, j]) {
  const line = q * rows + i;
  if (line < 0 || line >= depth * rows || j < 0 || j >= columns) return undefined;
  return [Math.floor(line / rows), line % rows, j];
}

/**
 * The cell that is edited next: below, above, or beside, there from row to row. It leaves no padding behind the
 * last cell, and stays where there is no other.
 * @param {Scene} scene @param {PanelName} panel @param {Cell} at @param {[number, number]} direction
 */
export function nextEdited(scene, panel, at, [down, right]) {
  const { start, apart, sizes } = given(scene, panel);
  let [q, i, j] = at.map((index, axis) => Math.floor((index - start[axis]) / apart[axis]));
  i += down;
  j += right;
  if (j < 0 || j >= sizes[2]) [i, j] = [i + right, j < 0 ? sizes[2] - 1 : 0];
  const next = flowed(sizes, [q, i, j]);
  return next ? next.map((index, axis) => apart[axis] * index + start[axis]) : at;
}

// ------------------------------------------------------------------------------------------ ranges

/** The first and the last row and column of a range. @param {Range} range */
export function boxOf({ at, to }) {
  const [top, bottom] = [Math.min(at[1], to[1]), Math.max(at[1], to[1])];
  const [left, right] = [Math.min(at[2], to[2]), Math.max(at[2], to[2])];
  return { depth: at[0], top, left, bottom, right };
}

/** @param {Range} range */
export const isOne = ({ at, to }) => at.every((place, axis) => place === to[axis]);

/** The cells of a range, row by row. @param {Range} range */
export function cellsOf(range) {
  const { depth, top, left, bottom, right } = boxOf(range);
  /** @type {Cell[][]} */
  const lines = [];
  for (let i = top; i <= bottom; i += 1) {
    lines.push([]);
    for (let j = left; j <= right; j += 1) lines[i - top].push([depth, i, j]);
  }
  return lines;
}

/** A range whose corner moves by a key; it stays in its slice. @param {number[]} sizes @param {Range} range @param {string} key */
export function extended([, rows, columns], { at, to }, key, far = false) {
  const next = moved([1, rows, columns], [0, to[1], to[2]], key, far);
  return next && { at, to: [at[0], next[1], next[2]] };
}

/** All of the slice of a cell, from its corner that is nearest. @param {number[]} sizes @param {Cell} at @returns {Range} */
export function wholeSlice([, rows, columns], [q, i, j]) {
  const [top, left] = [2 * i < rows, 2 * j < columns];
  return {
    at: [q, top ? 0 : rows - 1, left ? 0 : columns - 1],
    to: [q, top ? rows - 1 : 0, left ? columns - 1 : 0],
  };
}

/** A range as far as a panel of these sizes has it. @param {number[]} sizes @param {Range} range @returns {Range} */
export function clamped(sizes, { at, to }) {
  const inside = (/** @type {Cell} */ cell) => cell.map((place, axis) => Math.min(place, sizes[axis] - 1));
  const [first, last] = [inside(at), inside(to)];
  return { at: first, to: [first[0], last[1], last[2]] };
}

// ------------------------------------------------------------------------------------------ values and names

/**
 * The value of a cell of a panel, as far as the stage shows it; of another filter than the present one, if that is given.
 * @param {Shown} state @param {PanelName} panel @param {Cell} at @param {number} [filter]
 */
export function valueAt(state, panel, at, filter = state.scene.filterOf(state.step)) {
  const { scene, step } = state;
  if (panel === "output" && scene.laid && !isWhole(state))
    return scene.laid.partial(at, step, hides(state, step) ? 0 : productsDone(state)).value;
  if (panel === "product") return scene.product(scene.index(step), at);
  if (panel === "filter") return scene.weight(scene.index(scene.stepOf(step, filter)), at);
  return scene.values[panel][at[0]].at(at[1], at[2]);
}

/**
 * A selection as spreadsheets exchange it: cells parted by tabs, rows by lines, every figure. That of a flipped
 * filter reads as it was given, since it is pasted so. `written` are texts that stand in cells, by their place as given.
 * @param {Shown} state @param {PanelName} panel @param {Range} range
 * @param {Map<string, {text: string}>} [written]
 */
export function copied(state, panel, range, written) {
  const { scene } = state;
  const text = (/** @type {Cell} */ at) => {
    const place = isEditable(panel) ? toGiven(scene, panel, at) : undefined;
    const value = valueAt(state, panel, at);
    return (place && written?.get(`${place}`)?.text) ?? (Number.isNaN(value) ? "" : plain(value));
  };
  let lines = cellsOf(range).map((line) => line.map(text));
  if (panel === "filter" && scene.flip) lines = lines.reverse().map((line) => line.reverse());
  return lines.map((line) => line.join("\t")).join("\n");
}

/** Whether a text is more than the number of one cell: rows, brackets, or cells of a row. @param {string} text */
export function isBlock(text) {
  const held = text.trim();
  if (/[\t\n;|[({\\]/.test(held)) return true;
  const parts = held.split(/[\s,]+/, 99);
  return parts.length > 1 && Boolean(guess(held).problem) && parts.every((part) => !guess(part).problem);
}

/**
 * The name of a cell: `input, row 2, column 3`. Places are those that the picture shows, from one; of padding those
 * that it would have in the input. Of several filters it says which.
 * @param {Scene} scene @param {PanelName} panel @param {Cell} at @param {number} filter of the panel of the filters
 */
export function cellName(scene, panel, at, filter = 0) {
  const { start, apart } = given(scene, panel);
  const [q, i, j] = at.map((index, axis) => Math.floor((index - start[axis]) / apart[axis]) + 1);
  const several = scene.filters > 1;
  const named = several && panel === "filter" ? `filter ${filter + 1}` : scene.called(panel);
  const words = [panel === "filter" && scene.flip ? `${named}, flipped` : named];
  if (several && panel === "output") words.push(scene.mapName(at[0]));
  const padding = panel === "input" && scene.isPadding(at);
  if (padding) words.push("padding");
  const after = panel === "input" && !padding && scene.isInserted(at) ? "inserted zero after " : "";
  if (scene.rank === 1) words.push(`${after}cell ${j}`);
  else words.push(`${after}row ${i}`, `column ${j}`);
  if (scene.rank === 3 && sizesOf(scene, panel)[0] > 1 && !(several && panel === "output"))
    words.push((panel === "input" && scene.named(at[0])) || `depth ${q}`);
  return words.join(", ").replaceAll("-", "−");
}

/** What is selected, in words; nothing of one cell. @param {Scene} scene @param {PanelName} panel @param {Range} range */
export function rangeName(scene, panel, range) {
  if (isOne(range)) return "";
  const { start, apart } = given(scene, panel);
  const { top, left, bottom, right } = boxOf(range);
  const [rows, columns] = [bottom - top + 1, right - left + 1];
  const placed = (/** @type {number} */ index, /** @type {number} */ axis) =>
    number(Math.floor((index - start[axis]) / apart[axis]) + 1);
  const [from, to] = [
    [placed(top, 1), placed(left, 2)],
    [placed(bottom, 1), placed(right, 2)],
  ];
  const name = scene.called(panel);
  if (scene.rank === 1) return `Cells ${from[1]} to ${to[1]} of the ${name} are selected.`;
  return (
    `Rows ${from[0]} to ${to[0]}, columns ${from[1]} to ${to[1]} of the ${name} are selected: ` +
    `${rows} × ${columns} cells.`
  );
}
