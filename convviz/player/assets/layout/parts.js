/**
 * What a picture is made of: boxes for its panels, and in them frames for the cells of their slices. No DOM.
 *
 * All is in pixels. Boxes are measured from the upper left corner of the picture, frames from that of their panel.
 */

/**
 * @typedef {import("../model/scene.js").PanelName} PanelName
 * @typedef {PanelName | "lens"} PartName the lens is the current window of the input, enlarged
 * @typedef {PartName | "curve"} PlaceName the curve is the graph of a function of single cells, its frame one cell
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 * @typedef {{x: number, y: number, rows: number, columns: number, wide: number, high: number, across: number,
 *   down: number}} Frame the place of the cells of a slice, how large each is, and from each how far it is to the
 *   next one in its row and in its column
 * @typedef {"above" | "beside" | "line"} Caption where the title of a panel stands: over its frames, to their left, or in
 *   one line over them
 * @typedef {{box: Box, frames: Frame[], caption: Caption, sign: string, label: "" | "above" | "beside" | "after", sum: number,
 *   beyond?: number}} Part
 *   a panel: the `sign` before it or before each of its slices, where the names of its slices stand, and the width of
 *   the sum behind each; how far names after slices reach `beyond` the panel
 * @typedef {Partial<Record<PlaceName, Part>>} Parts
 * @typedef {{parts: Parts, width: number, height: number, pitch: number, along: number, plots: boolean,
 *   sign: number, ample?: number, scroll?: {width: number, height: number, head: number, content: number}}} Picture
 *   `pitch` is how far filter and product move down with a slice, `along` how far they move right with a window,
 *   `plots` whether input and output are plotted, `sign` the width of a sign; signs, names and sums beside cells are `ample` times as
 *   large as other text of their unit; what scrolls is as large as `scroll` says, under a `head`
 * @typedef {{width: number, height: number, tall: number, unit: number, letter: number, minus: number,
 *   presenting: boolean}} Room
 *   `height` is seen without scrolling; `tall` is allowed where that makes numbers legible; `unit` is the size of
 *   titles, as a multiple of that on a page, `letter` and `minus` how wide a digit and a minus are, as multiples of what is reckoned with
 * @typedef {{shapes: Record<"input" | "filter" | "output", number[]>, span: number[], stride: number[],
 *   dilation: number[], letters: Record<PanelName, number>, titles: Record<PlaceName, number>, sums: number, named: number,
 *   sized: {input: number, filter: number},
 *   least: number, laid: number[], room: Room, space: ReturnType<typeof spaceOf>, has: ReadonlySet<PlaceName>, signs: Record<PlaceName, string>,
 *   several?: import("./maps.js").Several}} Asked the scene as far as its picture depends on it: the letters of the longest number of each panel
 *   and of each sum of a slice, how wide its titles and the longest name of a slice of the filter are at unit 1, and the words with the sizes on a narrow page, the `least` type that is legible, which parts there can be and the sign before each, how many columns before the
 *   input the products begin that are `laid` piece by piece and behind which they and the filter end (nothing where none are), and
 *   where there are `several` filters, how they stand
 */

/** A narrower page scrolls anyway; in a narrower picture, titles and signs take less room. */
export const NARROW = 620;
const CRAMPED = 760;
const THUMB = 36;
export const CELL = { largest: 72, presented: 400 };
/** At unit 1: over the cells of a panel; before one; the name of a slice above and beside it; between things. */
const WIDE = { caption: 62, sign: 34, label: 18, beside: 58, gap: 10, line: 16, letter: 8.4, sum: 14 };
const CLOSE = { ...WIDE, sign: 24, gap: 6, letter: 7.4, sum: 12 };
/** The signs before the parts of a convolution, and of what else there is. @type {Record<PlaceName, string>} */
export const SIGNS = { input: "", lens: "", curve: "", filter: "⊙", product: "=", output: "Σ" };
/** The parts that a convolution can have. @type {PartName[]} */
export const PARTS = ["input", "lens", "filter", "product", "output"];

/** Whether a picture may be higher than what is seen. @param {{width: number}} room */
export const isNarrow = ({ width }) => width < NARROW;

/** Whether a page that scrolls anyway shall have cells for a thumb. @param {Room} room @param {{cell: number}} sizes */
export const wantsMore = (room, { cell }) => isNarrow(room) && cell < THUMB;

/** @param {{width: number}} room */
export const isCramped = ({ width }) => width < CRAMPED;

/** The space that titles and signs take, and the letters of the sum of a slice. @param {Room} room @returns {typeof WIDE} */
export function spaceOf(room) {
  const { line, letter, ...space } = isCramped(room) ? CLOSE : WIDE;
  const grown = Object.entries(space).map(([name, size]) => [name, Math.ceil(size * room.unit)]);
  return { ...Object.fromEntries(grown), letter: letter * room.unit * room.letter, line };
}

/** Titles grow more slowly than the screen of a presentation, and so leave the picture more of it. */
const GROWTH = 2 / 3;
/** The size of titles on a screen that is so many times as large as one on which it is 1. @param {number} screen */
export const unitOf = (screen) => screen ** GROWTH;
/** How large the screen is of such titles. @param {Room} room */
export const screenOf = ({ unit }) => unit ** (1 / GROWTH);

const AMPLE = 2;
/**
 * How many times as large signs, names and sums beside the cells of a presentation are, where its width is not needed for
 * cells: at most so that they are as large as numbers in cells of a size.
 * @param {Asked} asked @param {number} cell @param {(ample: number) => boolean} fits
 */
export function ampleOf({ room }, cell, fits) {
  if (!room.presenting) return 1;
  const most = Math.floor(20 * Math.min(AMPLE, (0.5 * cell) / (16 * room.unit)));
  for (let parts = most; parts > 20; parts -= 1) if (fits(parts / 20)) return parts / 20;
  return 1;
}

/** The same with signs, names and sums that are so many times as large. @param {Asked} asked @param {number} ample @returns {Asked} */
export function withAmple(asked, ample) {
  const grown = (/** @type {number} */ size) => Math.ceil(size * ample);
  const { sign, beside, letter, sum } = asked.space;
  const space = { sign: grown(sign), beside: grown(beside), letter: letter * ample, sum: grown(sum) };
  return { ...asked, named: asked.named * ample, space: { ...asked.space, ...space } };
}

/** The largest cell in a room. @param {Room} room */
export const largestCell = ({ presenting }) => (presenting ? CELL.presented : CELL.largest);

/** The frame of a matrix of square cells. @param {number[]} shape @param {number} cell @returns {Frame} */
export function frameOf([, rows, columns], cell) {
  return { x: 0, y: 0, rows, columns, wide: cell, high: cell, across: cell, down: cell };
}

/** A frame that holds no cells, but one thing of this size. @param {{width: number, height: number}} size @returns {Frame} */
export const frameAround = ({ width, height }) => ({
  ...{ x: 0, y: 0, rows: 1, columns: 1, wide: width, high: height, across: width, down: height },
});

/** @param {Frame} frame */
export const widthOf = ({ columns, across, wide }) => (columns - 1) * across + wide;

/** @param {Frame} frame */
export const heightOf = ({ rows, down, high }) => (rows - 1) * down + high;

/** The shape of what a part shows. @param {Asked} asked @param {PartName} name */
export function shapeOf({ shapes, span }, name) {
  if (name === "lens") return [shapes.input[0], span[1], span[2]];
  return shapes[name === "product" ? "filter" : name];
}
