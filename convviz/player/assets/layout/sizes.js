/**
 * How large cells and their numbers are. No DOM.
 *
 * Vocabulary: sizes are in pixels. A number is *legible* from a type of `leastIn` a room on. The *close* cells are those of
 * filter and product; the *lens* is the current window of the input once more, with close cells.
 */

/**
 * @typedef {{cell: number, close: number, out: number, lens: boolean}} Sizes of the cells of the input, of those of
 *   filter, product and lens, and of those of the output; and whether there is a lens
 * @typedef {Sizes & {legible: boolean, plain: boolean, whole: boolean}} Reading whether the numbers of every window can be
 *   read, if so those of the whole input too, where they stand, and those of the whole output, which need not be beside a lens
 * @typedef {Reading & {products: boolean}} Chosen whether those of the products can be read too
 * @typedef {Record<import("../model/scene.js").PanelName, number>} Needed the smallest cells that hold the numbers of a
 *   panel
 */

import { largestCell, screenOf, wantsMore } from "./parts.js";

export const LEAST = 11; // pixels of type, in a room that is no larger than the largest page
export const PRESENTED = 24; // pixels of type that numbers shall have in a presentation on a screen of size 1
const LARGEST = { width: 1500, height: 900 };
const SHARE = 0.44; // of its cell that a number is high
const TIGHT = 0.72; // the same where it would not be as large as is wanted
const LETTER = 0.58; // the width of a letter, in sizes of its type
const MARGIN = 2; // of a cell beside its number
const COMFORTABLE = 36;
const WHOLE = 8; // pixels of a cell from which on they are whole ones: smaller ones have no lines between them
const SMALLEST = 16; // close cells that show no numbers
const CLOSE = [COMFORTABLE, 30, 24, 0];
const SEEN = 90; // the longer side of an input beside a lens, at least, on a screen of size 1

/**
 * The smallest type that is legible in a room: beyond the largest page it grows with the room, so that whatever has
 * numbers on a page has larger ones in a presentation.
 * @param {{width: number, height: number}} room
 */
export const leastIn = ({ width, height }) =>
  LEAST * Math.max(1, Math.min(width / LARGEST.width, height / LARGEST.height));

/**
 * The size of type of numbers of so many letters in cells of a size, or 0 where they are not legible.
 * @param {number} letters of the longest @param {number} wide @param {number} high
 * @param {{least?: number, wanted?: number, most?: number}} type `least` is the smallest that is legible, `wanted` the size
 *   to reach in tight cells too, `most` the largest
 */
export function typeSize(
  letters,
  wide,
  high = wide,
  { least = LEAST, wanted = least, most = Infinity } = {},
) {
  const cell = Math.min(wide, high);
  const fits = (wide - MARGIN) / (letters * LETTER);
  const size = Math.min(most, fits, Math.max(SHARE * cell, Math.min(wanted, TIGHT * cell)));
  return size >= least ? size : 0;
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
export const cellFor = (letters, least = LEAST) =>
  Math.ceil(Math.max(least / TIGHT, MARGIN + least * letters * LETTER));

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

/** The smallest cells for numbers of so many letters. @param {Needed} letters @param {number} least @returns {Needed} */
const needed = ({ input, filter, product, output }, least) => ({
  ...{ input: cellFor(input, least), filter: cellFor(filter, least) },
  ...{ product: cellFor(product, least), output: cellFor(output, least) },
});

/** @typedef {Pick<import("./parts.js").Asked, "shapes" | "letters" | "least" | "has" | "room" | "several">} Asked */
/** @template T @typedef {{way: T, sizes: Chosen}} Found */

/** Whether all numbers can be read where they stand. @param {{sizes: Chosen}} found */
export const isPlain = ({ sizes }) => sizes.plain;

/** How much can be read: the window, all of the input, the whole output too; of equals, more where products have numbers. @param {Chosen} sizes */
export const readability = ({ legible, plain, whole, products }) =>
  (plain ? 2 + Number(whole) : Number(legible)) + Number(products) / 2;
const ALL = 3.5; // of it

/**
 * What is found for the height that is seen, or for all that is allowed where that is worth scrolling for: where numbers
 * are legible only then, or otherwise `isWorth` it.
 * @template {{sizes: Chosen}} T
 * @param {Asked} asked @param {(height: number) => T} find @param {(high: T, seen: T) => boolean} isWorth
 * @returns {T}
 */
export function inHeight({ room }, find, isWorth) {
  const seen = find(room.height);
  const enough = isPlain(seen) && !wantsMore(room, seen.sizes);
  if ((enough && readability(seen.sizes) === ALL) || room.tall <= room.height) return seen;
  const high = find(room.tall);
  if (enough) return readability(high.sizes) > readability(seen.sizes) ? high : seen;
  return isPlain(high) || isWorth(high, seen) ? high : seen;
}

/** So much larger cells must be in more lines, or with a smaller output. */
export const WORTH_IT = 1.3;

/**
 * The first of several ways in which most is legible, unless cells are much larger in another.
 * @template T
 * @param {Asked} asked @param {T[]} ways from the fewest lines on @param {(way: T) => (sizes: Sizes) => boolean} fitting what fits in a way
 * @returns {Found<T>}
 */
export function bestOf(asked, ways, fitting) {
  /** @type {Found<T> | undefined} */
  let best;
  for (const way of ways) {
    const fits = fitting(way);
    if (best && !canBeBetter(asked, best.sizes, fits)) continue;
    const sizes = choose(asked, fits);
    if (!best || isBetter(sizes, best.sizes)) best = { way, sizes };
  }
  return /** @type {Found<T>} */ (best);
}

/** A quick look before all sizes are tried: at much larger cells, and at the smallest with the numbers that are missed. @param {Asked} asked @param {Chosen} best @param {(sizes: Sizes) => boolean} fits */
function canBeBetter({ letters, least, several }, best, fits) {
  const share = several?.share ?? 1;
  const { input, filter, product, output } = needed(letters, least);
  const [close, own] = [Math.max(input, filter), Math.max(filter, product)];
  const size = WORTH_IT * best.cell;
  const worth = [{ cell: size, close: best.lens ? close : size, out: size * share, lens: best.lens }];
  if (!best.legible) worth.push({ cell: 0, close, out: 0, lens: true });
  else if (!best.products && best.plain)
    worth.push({ cell: input, close: Math.max(input, own), out: input * share, lens: false });
  else if (!best.products) worth.push({ cell: 0, close: Math.max(close, own), out: 0, lens: true });
  if (!best.plain) worth.push({ cell: input, close: filter, out: input * share, lens: false });
  else if (!best.whole) worth.push({ cell: input, close: filter, out: output, lens: false });
  return worth.some(fits);
}

/** Whether numbers are legible that were not, or cells much larger. @param {Chosen} one @param {Chosen} other */
export function isBetter(one, other) {
  const [reads, before] = [readability(one), readability(other)];
  return reads > before || (reads === before && one.cell > WORTH_IT * other.cell);
}

/**
 * The sizes with which all fits: one size for all panels, if every number is legible then; otherwise a larger
 * one for the output, and for filter and product, if the numbers of the input are legible; otherwise there is a lens.
 * In a presentation there is one too where numbers are legible, but small, if they are so beside it.
 * Of several filters, the cells of the output have a share of their size, and their numbers need not be legible.
 * @param {Asked} asked @param {(sizes: Sizes) => boolean} fits what fits, fits with smaller cells too
 * @returns {Chosen}
 */
export function choose({ letters, least, shapes, has, room, several }, fits) {
  const need = needed(letters, least);
  const afar = needed(letters, Math.max(least, LEAST * screenOf(room)));
  const side = Math.max(shapes.input[1], shapes.input[2]);
  const share = several?.share ?? 1;
  if (share === 1) {
    const sizes = chosen(need, afar, room, side, fits);
    if (!sizes.lens) return sizes;
    const close = closer(sizes, needed(letters, PRESENTED * screenOf(room)), room, fits);
    if (has.has("filter")) return { ...sizes, close };
    // The output of a pooling has few cells, which need not be as small as those of its input.
    const out = largest(close, (cell) => fits({ ...sizes, close, out: cell }));
    return { ...sizes, close, out: Math.max(sizes.out, out) };
  }
  const small = (/** @type {Sizes} */ sizes) => {
    const out = sizes.out * share;
    return { ...sizes, out: out < WHOLE ? out : Math.floor(out) };
  };
  const found = chosen({ ...need, output: 0 }, { ...afar, output: 0 }, room, side, (sizes) =>
    fits(small(sizes)),
  );
  return { ...found, out: small(found).out };
}

/**
 * The close cells beside a lens: those of a presentation take the width that a photograph cannot use, until their numbers
 * are as large as others there.
 * @param {Chosen} sizes @param {Needed} shown what such numbers need @param {import("./parts.js").Room} room @param {(sizes: Sizes) => boolean} fits
 */
function closer(sizes, shown, { presenting }, fits) {
  if (!presenting || !sizes.legible) return sizes.close;
  const most = Math.max(shown.input, shown.filter, shown.product);
  return Math.max(
    sizes.close,
    largest(most, (close) => fits({ ...sizes, close })),
  );
}

/**
 * The most readable sizes of all that come into question.
 * @param {Needed} need @param {Needed} afar the same for numbers that need no lens in a presentation @param {import("./parts.js").Room} room
 * @param {number} side the cells of the longer side of the input @param {(sizes: Sizes) => boolean} fits
 * @returns {Chosen}
 */
function chosen(need, afar, room, side, fits) {
  const most = largestCell(room);
  const tried = new Map(); // what is tried several times, for one end or another
  const plain = (/** @type {number} */ least, /** @type {number} */ out) => {
    const key = `${least} ${out}`;
    if (!tried.has(key)) tried.set(key, largestBeside(most, least, out, fits));
    return tried.get(key);
  };
  const same = (/** @type {number} */ cell) => ({ cell, close: cell, out: cell, lens: false });
  const one = same(plain(0, 0).cell || smaller((cell) => fits(same(cell))));
  const enough = (/** @type {Sizes} */ { cell }) =>
    cell > 0 && cell * side >= Math.min(SEEN, one.cell * side);
  const lens = (/** @type {number} */ close) => withLens(most, close, fits);
  const own = Math.max(need.filter, need.product); // of close cells with numbers in all of them
  const [best] = candidates({ need, afar, own, one, screen: screenOf(room), plain, lens, enough });
  return best;
}

/**
 * @typedef {{need: Needed, afar: Needed, own: number, one: Sizes, screen: number, plain: (least: number, out: number) => Sizes,
 *   lens: (close: number) => Sizes, enough: (sizes: Sizes) => boolean}} Given what candidates are made of: the largest cells of
 *   `one` size for all, those beside close cells and an output of some size, and those beside a `lens`; and whether an input
 *   has `enough` pixels to be seen
 */

/**
 * The sizes that come into question, from the most readable on, each made when it is asked for: with numbers in all
 * cells of the window, then without those of its products, then with none.
 * @param {Given} given @returns {Generator<Chosen, void>}
 */
function* candidates(given) {
  const { need, afar, own } = given;
  yield* withNumbers(given, own, Math.max(afar.filter, afar.product));
  if (need.filter < own) yield* withNumbers(given, need.filter, afar.filter);
  yield* inColours(given);
}

/**
 * Numbers that are legible where they stand, preferably from afar, or beside them the window enlarged, where that is much
 * larger or the only way.
 * @param {Given} given @param {number} close the smallest cells of filter and product @param {number} far and the same from afar
 * @returns {Generator<Chosen, void>}
 */
function* withNumbers({ need, afar, own, screen, plain, lens: beside, enough }, close, far) {
  const all = (/** @type {Reading | undefined} */ sizes) =>
    sizes && { ...sizes, products: sizes.close >= own };
  const large = all(legibly(afar, far, plain));
  const near = large?.whole ? large : all(legibly(need, close, plain));
  if (large && (large.whole || !near?.whole)) yield large;
  const wanted = CLOSE.map((size) => Math.max(Math.round(size * screen), need.input, close));
  const found = best(wanted.map(beside), COMFORTABLE * screen);
  const [plainly, products] = [Boolean(near), found.close >= own];
  const lens = { ...found, legible: true, plain: plainly, products, whole: found.out >= need.output };
  const isLarger = near && lens.close > WORTH_IT * near.close && lens.cell >= need.input;
  if (near ? isLarger && (lens.whole || !near.whole) : enough(lens)) yield lens;
  if (near) yield near;
}

/** Where not even the window has numbers: a lens of cells large enough for their colours, or cells of one size. @param {Given} given @returns {Generator<Chosen, void>} */
function* inColours({ own, one, screen, plain, lens, enough }) {
  const unread = { legible: false, plain: false, products: false, whole: false };
  const two = plain(own, 0);
  if (enough(two)) yield { ...two, ...unread };
  const colours = Math.round(SMALLEST * screen);
  if (one.cell < colours) {
    const found = lens(colours);
    if (enough(found)) yield { ...found, ...unread };
  }
  yield { ...one, ...unread };
}

/**
 * Sizes with which the numbers of the input are legible, and so are those of close cells of this size.
 * @param {Needed} need @param {number} close
 * @param {(least: number, out: number) => Sizes} plain the largest cells beside close ones and an output of these sizes
 * @returns {Reading | undefined}
 */
function legibly(need, close, plain) {
  const wanted = [
    ...[0, need.output].map((out) => ({ least: 0, out, reads: need.output })),
    { least: close, out: need.output, reads: need.output },
    ...[0, close].map((least) => ({ least, out: 0, reads: 0 })),
  ];
  for (const { least, out, reads } of wanted) {
    const found = plain(least, out);
    if (found.cell >= need.input && found.close >= close && found.out >= reads)
      return { ...found, legible: true, plain: true, whole: found.out >= need.output };
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
