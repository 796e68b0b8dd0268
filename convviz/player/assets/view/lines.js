/**
 * How the sum of a window is laid out: which terms are shown, in what type, on how many lines. No DOM.
 *
 * All of it is fixed for a scene, so that a step moves nothing.
 */

import { ELISION } from "../model/laid.js";
import { factor, inDigits, number } from "../model/numbers.js";
import { longest } from "../model/scene.js";

/** @typedef {import("../model/scene.js").Scene} Scene */

export const LEADING = 1.6; // height of a line, in sizes of its type
const UNFOLDED = 1024; // terms of a sum that was opened
const TYPES = [18, 16, 15]; // pixels
/** What the parts of a sum are wide in the largest type, a digit that of the room's `letter` of 1. */
const PIXELS = {
  letter: 9,
  term: 36,
  plus: 18,
  more: 130,
  head: 190,
  slice: 100,
  gap: 28,
  ragged: 60,
  chip: 8,
  said: 130,
};

/**
 * How many terms of the sum of each slice are shown at either end; all where none is left out.
 * @param {Scene} scene @param {boolean} unfolded
 */
export function endsOf({ shapes, taps, elision }, unfolded) {
  const [slices] = shapes.filter;
  if (taps.length <= (unfolded ? UNFOLDED : elision.most)) return taps.length / slices;
  return Math.max(1, Math.floor((unfolded ? UNFOLDED : 2 * elision.ends) / (2 * slices)));
}

/**
 * The size of type of the sum and the lines that it may take: fixed, so that a step moves nothing. The sums
 * of several slices are written smaller where each has a line of its own then. They stand `apart` where no two
 * of them fit one line: nothing has to be measured then to know where each begins.
 * @param {Scene} scene @param {number} width
 */
export function sizeOf(scene, width) {
  const blocks = blocksOf(scene);
  const fits = (/** @type {number} */ type) => blocks.every((block) => block <= (width * TYPES[0]) / type);
  const type = blocks.length > 1 ? (TYPES.find(fits) ?? TYPES[0]) : TYPES[0];
  const room = (width * TYPES[0]) / type;
  const apart = blocks.slice(1).every((block, index) => blocks[index] + PIXELS.gap + block > room);
  return { type, lines: linesFor(blocks, room), apart };
}

/** The widths of the sums in the largest type. @param {Scene} scene */
function blocksOf(scene) {
  if (!scene.values.filter.length) return [listWidth(scene)];
  if (scene.laid) return landingWidths(scene);
  const [slices] = scene.shapes.filter;
  const size = scene.taps.length / slices;
  const ends = endsOf(scene, false);
  const term = scene.letters * PIXELS.letter + PIXELS.term;
  const widthOf = (/** @type {number[]} */ weights) => {
    const shown = weights.filter((_, index) => index < ends || index >= size - ends);
    const letters = shown.reduce((all, value) => all + inDigits(factor(value)), 0);
    return (
      shown.length * term + letters * PIXELS.letter - PIXELS.plus + (shown.length < size ? PIXELS.more : 0)
    );
  };
  const sums = scene.values.filter.map(({ values }) => {
    const all = Array.from(values);
    const filters = Array.from({ length: scene.filters }, (_, f) => all.slice(f * size, (f + 1) * size));
    return Math.max(...filters.map(widthOf)); // a step goes from one filter to the next
  });
  const total = number(scene.figures.output[0].data[0].zmax).length * PIXELS.letter;
  // The bias stands in the name of the sum and as its last term.
  const letters = longest(scene.biases.filter(Boolean), factor);
  const bias = scene.biases.some(Boolean) ? 2 * (PIXELS.plus + letters * PIXELS.letter) : 0;
  if (slices === 1) return [sums[0] + PIXELS.head + total + bias];
  const tree = scene.filters > 1 ? PIXELS.plus + total + 1.5 * bias : 0; // the sum of the slices before the bias
  return [
    ...sums.map((sum) => sum + PIXELS.slice + total),
    PIXELS.head + slices * (PIXELS.plus + total) + bias + tree,
  ];
}

/** The width of a list of cells. @param {Scene} scene */
function listWidth({ taps, elision, letters, figures }) {
  const shown = Math.min(taps.length, taps.length > elision.most ? 2 * elision.ends : elision.most);
  const total = number(figures.output[0].data[0].zmax).length * PIXELS.letter;
  const more = taps.length > shown ? PIXELS.more : 0;
  return (
    PIXELS.head + shown * (letters * PIXELS.letter + PIXELS.plus + PIXELS.chip) + more + PIXELS.said + total
  );
}

/** The widths of what a cell of the input lays: the beginning, and each product with the sum in its place. @param {Scene} scene */
function landingWidths({ taps, letters, values, figures, rank }) {
  const weight = longest(
    values.filter.flatMap((slice) => Array.from(slice.values)),
    factor,
  );
  const total = number(figures.output[0].data[0].zmax).length;
  const each = (letters + weight + 2 * total + 2 * rank + 8) * PIXELS.letter; // 2·1 on (1,3): 5 + 2 = 7;
  const shown = taps.length > ELISION.most ? 2 * ELISION.ends : taps.length;
  return [PIXELS.head, ...Array.from({ length: shown }, () => each)];
}

/**
 * The lines of blocks that stand after each other, of which one that is wider than a line begins a line.
 * @param {number[]} blocks @param {number} width @param {number} gap between two
 */
export function linesFor(blocks, width, gap = PIXELS.gap) {
  let lines = 0;
  let used = Infinity;
  for (const block of blocks) {
    if (used + block > width) {
      lines += Math.ceil(block / (block > width ? width - PIXELS.ragged : width));
      used = block;
    } else used += block;
    used += gap;
  }
  return lines;
}
