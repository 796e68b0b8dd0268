/**
 * How large cells and their numbers are. No DOM.
 *
 * Vocabulary: sizes are in pixels, and grow with the `unit` of a presentation. A number is *legible* from a type of `LEAST` on. The *close* cells are
 * those of filter and product; the *lens* is the current window of the input once more, with close cells.
 */

/**
 * @typedef {{cell: number, close: number, out: number, lens: boolean}} Sizes of the cells of the input, of those of
 *   filter, product and lens, and of those of the output; and whether there is a lens
 * @typedef {Sizes & {legible: boolean, whole: boolean}} Chosen whether the numbers of every window can be read, and if so
 *   those of the whole output too, unless there is a lens, beside which they need not be
 * @typedef {Record<import("../model/scene.js").PanelName, number>} Needed the smallest cells that hold the numbers of a
 *   panel
 */

import { largestCell } from "./parts.js";

export const LEAST = 11;
const SHARE = 0.44; // of its cell that a number is high
const TIGHT = 0.72; // the same where it would not be as large as is wanted
const LETTER = 0.58; // the width of a letter, in sizes of its type
const MARGIN = 2; // of a cell beside its number
const COMFORTABLE = 36;
const WHOLE = 8; // pixels of a cell from which on they are whole ones: smaller ones have no lines between them
const SMALLEST = 16; // close cells that show no numbers
const CLOSE = [COMFORTABLE, 30, 24, 0];
const SEEN = 90; // the longer side of an input beside a lens, at least

/**
 * The size of type of numbers of so many letters in cells of a size, or 0 where they are not legible.
 * @param {number} letters of the longest @param {number} wide @param {number} high
 * @param {{wanted?: number, most?: number, unit?: number}} type `wanted` is the size to reach in tight cells too, `most` the largest
 */
export function typeSize(
  letters,
  wide,
  high = wide,
  { unit = 1, wanted = LEAST * unit, most = Infinity } = {},
) {
  const cell = Math.min(wide, high);
  const fits = (wide - MARGIN) / (letters * LETTER);
  const size = Math.min(most, fits, Math.max(SHARE * cell, Math.min(wanted, TIGHT * cell)));
  return size >= LEAST * unit ? size : 0;
}

/**
 * A number of so many letters in the font of a room, in letters of the width that is reckoned with: in some fonts digits
 * are wider, and the minus wider still.
 * @param {number} letters @param {boolean} negative @param {{letter: number, minus: number}} room
 */
export function inFont(letters, negative, { letter, minus }) {
  const [digit, sign] = [letter, minus].map((width) => Math.max(1, width / (2 * LETTER)));
  return negative ? (letters - 1) * digit + sign : letters * digit;
}

/** The smallest cell in which numbers of so many letters are legible. @param {number} letters */
export const cellFor = (letters, unit = 1) =>
  Math.ceil(Math.max((LEAST * unit) / TIGHT, MARGIN + LEAST * unit * letters * LETTER));

/**
 * The largest whole number up to `most` that fits, or 0. What fits, fits smaller too.
 * @param {number} most @param {(size: number) => boolean} fits
 */
export function largest(most, fits) {
  let [good, bad] = [0, Math.floor(most) + 1];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (fits(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

/** The largest part of a pixel that fits, where no whole one does. @param {(size: number) => boolean} fits */
function smaller(fits) {
  let parts = 2;
  while (parts < 64 && !fits(1 / parts)) parts += 1;
  return 1 / parts;
}

/** The largest size up to `most` that fits, be it a part of a pixel; 0 where none does. @param {number} most @param {(size: number) => boolean} fits */
export function largestAtAll(most, fits) {
  const whole = largest(most, fits);
  if (whole) return whole;
  const part = smaller(fits);
  return fits(part) ? part : 0;
}

/** The smallest cells for numbers of so many letters. @param {Needed} letters @param {number} unit @returns {Needed} */
const needed = ({ input, filter, product, output }, unit) => ({
  ...{ input: cellFor(input, unit), filter: cellFor(filter, unit) },
  ...{ product: cellFor(product, unit), output: cellFor(output, unit) },
});

/**
 * The sizes with which all fits: one size for all panels, if every number is legible then; otherwise a larger
 * one for the output, and for filter and product, if the numbers of the input are legible; otherwise there is a lens.
 * @param {{letters: Needed, room: import("./parts.js").Room}} asked @param {number} side the cells of the longer side of the input
 * @param {(sizes: Sizes) => boolean} fits what fits, fits with smaller cells too
 * @param {number} share of its size that the cells of the output have; where it is small, their numbers need not be legible
 * @returns {Chosen}
 */
export function choose({ letters, room }, side, fits, share = 1) {
  const need = needed(letters, room.unit);
  if (share === 1) return chosen(need, room, side, fits);
  const small = (/** @type {Sizes} */ sizes) => {
    const out = sizes.out * share;
    return { ...sizes, out: out < WHOLE ? out : Math.floor(out) };
  };
  const found = chosen({ ...need, output: 0 }, room, side, (sizes) => fits(small(sizes)));
  return { ...found, out: small(found).out };
}

/** @param {Needed} need @param {import("./parts.js").Room} room @param {number} side @param {(sizes: Sizes) => boolean} fits @returns {Chosen} */
function chosen(need, room, side, fits) {
  const most = largestCell(room);
  const own = Math.max(need.filter, need.product);
  const same = (/** @type {number} */ cell) => ({ cell, close: cell, out: cell, lens: false });
  const tried = new Map(); // what is tried several times, for one end or another
  const plain = (/** @type {number} */ least, /** @type {number} */ out) => {
    const key = `${least} ${out}`;
    if (!tried.has(key)) tried.set(key, largestBeside(most, least, out, fits));
    return tried.get(key);
  };
  const one = plain(0, 0).cell || smaller((cell) => fits(same(cell)));
  const enough = (/** @type {Sizes} */ { cell }) => cell > 0 && cell * side >= Math.min(SEEN, one * side);
  for (const close of new Set([own, need.filter])) {
    const found = legibly(need, close, plain);
    if (found) return { ...found, legible: true, whole: found.out >= need.output };
    const least = Math.max(need.input, close);
    const lenses = CLOSE.map((wanted) => withLens(most, Math.max(wanted * room.unit, least), fits));
    const beside = best(lenses, COMFORTABLE * room.unit);
    if (enough(beside)) return { ...beside, legible: true, whole: true };
  }
  const two = plain(own, 0);
  const colours = SMALLEST * room.unit;
  const others = one < colours ? [two, withLens(most, colours, fits)] : [two];
  return { ...(others.find(enough) ?? same(one)), legible: false, whole: false };
}

/**
 * Sizes with which the numbers of the input are legible, and so are those of close cells of this size.
 * @param {Needed} need @param {number} close
 * @param {(least: number, out: number) => Sizes} plain the largest cells beside close ones and an output of these sizes
 */
function legibly(need, close, plain) {
  const wanted = [
    ...[0, need.output].map((out) => ({ least: 0, out, reads: need.output })),
    { least: close, out: need.output, reads: need.output },
    ...[0, close].map((least) => ({ least, out: 0, reads: 0 })),
  ];
  for (const { least, out, reads } of wanted) {
    const found = plain(least, out);
    if (found.cell >= need.input && found.close >= close && found.out >= reads) return found;
  }
  return undefined;
}

/**
 * The largest cells beside close cells and an output that are at least so large.
 * @param {number} most @param {number} close @param {number} out @param {(sizes: Sizes) => boolean} fits
 * @returns {Sizes}
 */
function largestBeside(most, close, out, fits) {
  const sizes = (/** @type {number} */ cell) => {
    return { cell, close: Math.max(cell, close), out: Math.max(cell, out), lens: false };
  };
  return sizes(largest(most, (cell) => fits(sizes(cell))));
}

/** The largest cells beside a lens of close cells. @param {number} most @param {number} close @param {(sizes: Sizes) => boolean} fits @returns {Sizes} */
function withLens(most, close, fits) {
  const sizes = (/** @type {number} */ cell) => ({ cell, close, out: cell, lens: true });
  const fitting = (/** @type {number} */ cell) => fits(sizes(cell));
  const whole = largest(Math.min(most, close), fitting);
  if (whole) return sizes(whole);
  const part = smaller(fitting); // a photograph that has more rows than there are pixels for it
  return sizes(fitting(part) ? part : 0);
}

/** The sizes that show most: close cells beyond the comfortable size add nothing. @param {Sizes[]} all @param {number} comfortable */
function best(all, comfortable) {
  const worth = (/** @type {Sizes} */ { cell, close }) => cell ** 2 * Math.min(close, comfortable);
  return all.reduce((one, other) => (worth(other) > worth(one) ? other : one));
}

/** The size of the cells of a part. @param {import("./parts.js").PartName} name @param {Sizes} sizes */
export function cellOf(name, { cell, close, out }) {
  if (name === "input") return cell;
  return name === "output" ? out : close;
}
