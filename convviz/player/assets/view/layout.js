/**
 * How large the cells are and where the panels stand: from shapes and room to sizes. No DOM.
 *
 * Sizes are in pixels; `shapes` are those of the scene, `[depth, rows, columns]`.
 */

import { number } from "../model/numbers.js";
import { distinct, longest, PANELS } from "../model/scene.js";

/**
 * @typedef {Record<"input" | "filter" | "output", number[]>} Shapes
 * @typedef {import("../model/scene.js").PanelName} PanelName
 * @typedef {{sizes: Record<PanelName, number>, columns: Record<PanelName, number>, widths: number[],
 *   tallest: number}} Layout
 * @typedef {ReturnType<typeof planOf>} Plan
 * @typedef {(widths: number[]) => number} Total the width of panels of these widths
 */

export const CELL = { presented: 120, largest: 72, paired: 24, stacked: 12, comfortable: 32, smallest: 1 };
export const NARROW = 620; // the panels of a narrower stage do not stand in one line
export const LABEL = 18; // of a depth label
export const GAP = 6; // between slices
const FLOORS = [36, CELL.comfortable, 28, 24, 20, 16, 12, 8];
const SMALLEST_TYPE = 8;
const MOST_NUMBERS = 2500; // cells of a slice that have a number each

/**
 * The cells with which all panels fit: one size for input and output, one for filter and product, which
 * stay comfortable, as far as that leaves room, where the input's cells must be small. Slices stand in a
 * column, unless the cells are much larger side by side. The panels stand in one line, or where that is
 * narrow in two, or where that leaves the cells too small one below the other.
 * @param {Shapes} shapes @param {number} width @param {number} height
 * @returns {Layout & {lines: number}}
 */
export function arrange(shapes, width, height, largest = CELL.largest) {
  const arranged = (/** @type {number} */ tall, /** @type {Total} */ total) =>
    best(shapes, width, tall, largest, total);
  if (width >= NARROW) return { ...arranged(height, ([x, w, p, y]) => x + w + p + y + 132), lines: 1 };
  const pairs = arranged(height / 2, ([x, w, p, y]) => Math.max(x + w + 60, Math.max(p, 120) + y + 100));
  if (pairs.sizes.input >= CELL.paired) return { ...pairs, lines: 2 };
  const stacked = (/** @type {number} */ tall) => ({
    ...arranged(tall, (widths) => Math.max(...widths)),
    lines: 4,
  });
  const low = stacked(shapes.input[0] > 1 ? height / 3 : height);
  return low.sizes.input >= CELL.stacked ? low : stacked(height);
}

/**
 * The arrangement of panels of a `total` width that has the largest cells.
 * @param {Shapes} shapes @param {number} width @param {number} height @param {number} largest
 * @param {Total} total
 * @returns {Layout}
 */
function best(shapes, width, height, largest, total) {
  const find = (/** @type {boolean} */ inColumn) => {
    /** @type {Layout | undefined} */
    let found;
    for (const floor of FLOORS) {
      for (let cell = largest; cell >= CELL.smallest; cell -= 1) {
        const tried = layout(shapes, height, cell, floor);
        const fits = total(tried.widths) <= width && tried.tallest <= height;
        if (!fits || (inColumn && tried.columns.input > 1)) continue;
        if (!found || worth(tried) > worth(found)) found = tried;
        break;
      }
      if (found && found.sizes.filter === found.sizes.input) break; // a lower floor changes nothing
    }
    return found;
  };
  const any = find(false) ?? layout(shapes, height, CELL.smallest, CELL.smallest);
  const column = find(true);
  const enough = Math.min(CELL.comfortable, 0.75 * any.sizes.input);
  return column && column.sizes.input >= enough ? column : any;
}

/** The room that people read in: cells beyond the comfortable size add none. @param {Layout} layout */
function worth({ sizes }) {
  const [cell, small] = [sizes.input, sizes.filter].map((size) => Math.min(size, CELL.comfortable));
  return cell ** 2 * small;
}

/**
 * Sizes of cells, columns of slices and widths of the panels for some size of the input's cells; those of
 * filter and product are at least `floor`.
 * @param {Shapes} shapes @param {number} height @param {number} cell @param {number} floor
 * @returns {Layout}
 */
function layout(shapes, height, cell, floor) {
  const small = Math.max(cell, Math.min(floor, Math.floor(150 / shapes.filter[2])));
  const sizes = { input: cell, filter: small, product: small, output: cell };
  const shape = (/** @type {PanelName} */ name) => shapes[name === "product" ? "filter" : name];
  const columns = /** @type {Record<PanelName, number>} */ ({});
  for (const name of PANELS) {
    const [depth, rows] = shape(name);
    const room = Math.max(1, Math.floor((height + GAP) / (rows * sizes[name] + LABEL + GAP)));
    columns[name] = Math.ceil(depth / Math.min(depth, room));
  }
  const widths = PANELS.map((name) => Math.max(columns[name] * (shape(name)[2] * sizes[name] + 10) - 10, 76));
  return { sizes, columns, widths, tallest: Math.max(shapes.input[1], shapes.output[1]) * cell };
}

/**
 * How the panels of a scene are built in some room: `arrange`, and the sizes of type of the numbers of each panel
 * and of the weights that are laid over the output. Panels of the same `key` have the same elements, and differ
 * in numbers, colours and type alone.
 * @param {import("../model/scene.js").Scene} scene
 * @param {{width: number, height: number, presenting: boolean}} room `presenting` allows cells for the last row
 */
export function planOf(scene, { width, height, presenting }) {
  const { shapes, values, labels } = scene;
  const arranged = arrange(shapes, width, height, presenting ? CELL.presented : CELL.largest);
  const { sizes, columns, lines } = arranged;
  const type = (/** @type {PanelName} */ name) => {
    const [, rows, across] = shapes[name === "product" ? "filter" : name];
    return rows * across > MOST_NUMBERS ? 0 : typeSize(values[name], sizes[name]);
  };
  const types = {
    input: type("input"),
    filter: type("filter"),
    product: type("product"),
    output: type("output"),
  };
  const { rank, stride, dilation, padding, spread, unvisited, span, flip, channels } = scene;
  const names = [
    labels.input,
    labels.filter,
    labels.output,
    labels.inputSize,
    labels.filterSize,
    labels.outputSize,
  ];
  const key = JSON.stringify([
    ...[
      sizes,
      columns,
      lines,
      shapes,
      rank,
      stride,
      dilation,
      padding,
      spread,
      unvisited,
      span,
      flip,
      names,
      channels,
    ],
  ]);
  return { sizes, columns, lines, types, weights: typeSize(values.filter, sizes.output), key };
}

/**
 * The size of type at which the longest number of some matrices fits a cell, or 0 where none is legible.
 * @param {import("../model/scene.js").Matrix[]} matrices @param {number} cell
 */
export function typeSize(matrices, cell) {
  if (cell * 0.44 < SMALLEST_TYPE) return 0;
  const letters = longest(distinct(matrices, 999), number);
  const size = Math.min(cell * 0.44, (cell - 3) / (letters * 0.58), 19 * Math.max(1, cell / CELL.largest));
  return size >= SMALLEST_TYPE ? size : 0;
}
