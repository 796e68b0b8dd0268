/**
 * Several filters: the strip of pictures to choose one from, and how the slices of their output stand together. No DOM.
 *
 * A *map* is a slice of the output. Each filter has a column of maps, as many as it has windows in depth: read down, they
 * follow the window through the input; read across, they compare the filters in one place. Columns that do not
 * fit beside each other go on in a band below.
 */

import { isBetter, WORTH_IT } from "./sizes.js";

/**
 * @typedef {import("./parts.js").Asked} Asked
 * @typedef {import("./parts.js").Frame} Frame
 * @typedef {{columns: number, rows: number, wide: number, high: number, gap: number, unit: number, width: number,
 *   height: number}} Strip each of its pictures is `wide` and `high`
 * @typedef {{filters: number, each: number, aligned: boolean, columns: number, share: number}} Several how many filters, and
 *   how many maps each of them has; whether the map of each stands in the row of its slice; how many columns stand in a band,
 *   and how large their cells are, as a share of what the output would have alone
 */

const THUMB = { wide: 40, deep: 60, high: 46, gap: 4, below: 6 }; // at unit 1; `deep` is the width of several slices
const BETWEEN = 10; // two maps in a band
const NAMED = { short: 58, long: 104 }; // a name over a map, at unit 1: of a filter, and of a depth of it
/** A large output leaves its numbers before the others do: they are read where the window is. */
const SHARES = [1, 3 / 4, 1 / 2, 1 / 3, 1 / 4];
const SMALL = 1 / 2; // beside an enlarged window, whose numbers are legible anyway, no smaller
/** From this size of the cells of the input on, the output is not made smaller for their sake. */
export const ENOUGH = 18;

/** The strip of so many filters of a depth, in as few lines as there can be. @param {number} filters @param {number} depth @param {{width: number, unit: number}} room @returns {Strip} */
export function stripOf(filters, depth, { width, unit }) {
  const sizes = [depth > 1 ? THUMB.deep : THUMB.wide, THUMB.high, THUMB.gap];
  const [wide, high, gap] = sizes.map((size) => Math.round(size * unit));
  const most = Math.max(1, Math.min(filters, Math.floor((width + gap) / (wide + gap))));
  const rows = Math.ceil(filters / most);
  const columns = Math.ceil(filters / rows);
  const height = rows * (high + gap) + Math.round(THUMB.below * unit);
  return { columns, rows, wide, high, gap, unit, width: columns * (wide + gap) - gap, height };
}

/** How many columns may stand in a band: as many as fill one, two, three bands and so on. @param {number} filters */
export function bandsOf(filters) {
  const columns = Array.from({ length: filters }, (_, index) => Math.ceil(filters / (index + 1)));
  return [...new Set(columns)];
}

/** How wide and high a map is with its name, and what is between two. @param {Asked} asked @param {number} cell */
function mapOf({ shapes, several, space, room }, cell) {
  const [, rows, columns] = shapes.output;
  const named = (several?.each === 1 ? NAMED.short : NAMED.long) * room.unit;
  return {
    wide: Math.ceil(Math.max(columns * cell, named) + BETWEEN * room.unit),
    high: Math.ceil(rows * cell + space.label + 6 * room.unit),
  };
}

/** How large all maps are together, with cells of a size. @param {Asked} asked @param {number} cell */
export function mapsSize(asked, cell) {
  const { filters, each, columns } = /** @type {Several} */ (asked.several);
  const { wide, high } = mapOf(asked, cell);
  const bands = Math.ceil(filters / columns);
  return { width: Math.ceil(columns * wide - BETWEEN * asked.room.unit), height: bands * each * high };
}

/** The frames of all maps under a title that is so high, in the middle of a width. @param {Asked} asked @param {number} cell @param {number} title @param {number} width @returns {Frame[]} */
export function mapsFrames(asked, cell, title, width) {
  const { filters, each, columns } = /** @type {Several} */ (asked.several);
  const [, rows, across] = asked.shapes.output;
  const { wide, high } = mapOf(asked, cell);
  const room = wide - BETWEEN * asked.room.unit;
  const left = (width - mapsSize(asked, cell).width) / 2;
  return Array.from({ length: filters * each }, (_, index) => {
    const [filter, depth] = [Math.floor(index / each), index % each];
    const x = left + (filter % columns) * wide + (room - across * cell) / 2;
    const y = title + (Math.floor(filter / columns) * each + depth) * high + asked.space.label;
    const size = { wide: cell, high: cell, across: cell, down: cell };
    return { x: Math.floor(x), y: Math.ceil(y), rows, columns: across, ...size };
  });
}

/**
 * The best picture of several filters: that of the largest share of the output with which the numbers of the windows are
 * legible at a comfortable size; otherwise of the smaller ones only what is much better.
 * @template {{sizes: import("./sizes.js").Chosen}} T
 * @param {Asked} asked @param {(asked: Asked) => T} find what fits, for given bands
 * @param {(asked: Asked) => number} quick the size that cells could have then, if all had it: which bands are best
 * @returns {{asked: Asked, found: T}}
 */
export function bestOfBands(asked, find, quick) {
  const several = /** @type {Several} */ (asked.several);
  let best;
  let most = 0; // what `quick` said of the best
  for (const share of SHARES) {
    const bands = bandsOf(several.filters).map((columns) => {
      const given = { ...asked, several: { ...several, columns, share } };
      return { given, size: quick(given) };
    });
    const { given, size } = bands.reduce((one, other) => (other.size > one.size ? other : one));
    if (best && size <= WORTH_IT * most) continue;
    const tried = { asked: given, found: find(given) };
    if (!best || isBetter(tried.found.sizes, best.found.sizes)) [best, most] = [tried, size];
    const { legible, plain, cell } = tried.found.sizes;
    if (legible && (plain ? cell >= ENOUGH : share <= SMALL)) break;
  }
  return /** @type {{asked: Asked, found: T}} */ (best);
}
