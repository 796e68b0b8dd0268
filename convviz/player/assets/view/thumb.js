/** A small picture of slices: each a block of coloured cells, beside each other and in lines. */

import { shade } from "./shade.js";

/**
 * @typedef {{rows: number, columns: number, at: (row: number, column: number) => number}} Shares a slice: the share of the
 *   largest value that each cell has, with its sign
 * @typedef {{across: number, wide: number, high: number, cell: number}} Tiles how many slices stand in a line, how many cells
 *   all are wide and high, with one between two slices, and the pixels of a cell
 */

const SHARP = 2; // pixels of a canvas for one of the page
const LEAST = 2 * SHARP; // pixels of a canvas: a signal is one row, which its edge must not fill
const EDGE = "rgb(128 128 128 / 50%)"; // of a slice

/**
 * How slices of a shape stand so that their cells are as large as they can be in a room.
 * @param {number[]} shape @param {number[]} room in pixels of the page @returns {Tiles}
 */
export function tiled([depth, rows, columns], [width, height]) {
  const ways = Array.from({ length: depth }, (_, index) => {
    const across = index + 1;
    const [wide, high] = [across * (columns + 1) - 1, Math.ceil(depth / across) * (rows + 1) - 1];
    return { across, wide, high, cell: Math.min(width / wide, height / high) };
  });
  return ways.reduce((one, other) => (other.cell > one.cell ? other : one));
}

/** The first row and column of a slice among all tiles. @param {Tiles} tiles @param {number} slice @param {number} rows @param {number} columns */
export const tileAt = ({ across }, slice, rows, columns) => [
  Math.floor(slice / across) * (rows + 1),
  (slice % across) * (columns + 1),
];

/**
 * Where the edges of a slice's drawn rows and columns lie among all tiles. A slice that is drawn in fewer cells fills its tile.
 * @param {Tiles} tiles @param {number} slice @param {number[]} shape of all slices @param {{rows: number, columns: number}} drawn
 */
export function edgesOf(tiles, slice, [, rows, columns], drawn) {
  const [top, left] = tileAt(tiles, slice, rows, columns);
  const edges = (/** @type {number} */ first, /** @type {number} */ size, /** @type {number} */ count) =>
    Array.from({ length: count + 1 }, (_, at) => first + (at * size) / count);
  return { down: edges(top, rows, drawn.rows), along: edges(left, columns, drawn.columns) };
}

/**
 * @param {HTMLCanvasElement} canvas @param {Shares[]} slices which may be drawn in fewer cells than they have
 * @param {number[]} shape of all slices @param {Tiles} tiles of that shape
 * @param {string[]} channels what the slices of a picture in colour are called
 */
export function drawSlices(canvas, slices, shape, tiles, channels = []) {
  const { wide, high, cell } = tiles;
  const large = SHARP * cell < 1 ? SHARP * cell : Math.floor(SHARP * cell); // pixels of a cell in the canvas
  const [width, height] = [wide, high].map((cells) => Math.max(LEAST, Math.ceil(cells * large)));
  Object.assign(canvas, { width, height });
  canvas.style.width = `${wide * cell}px`;
  canvas.style.height = `${high * cell}px`;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  slices.forEach(({ rows, columns, at }, index) => {
    const { down, along } = edgesOf(tiles, index, shape, { rows, columns });
    const y = down.map((edge) => Math.round((edge * height) / high));
    const x = along.map((edge) => Math.round((edge * width) / wide));
    for (let row = 0; row < rows; row += 1)
      for (let column = 0; column < columns; column += 1) {
        pen.fillStyle = shade(at(row, column), channels[index]);
        pen.fillRect(x[column], y[row], x[column + 1] - x[column], y[row + 1] - y[row]);
      }
    pen.strokeStyle = EDGE;
    pen.lineWidth = SHARP; // a thinner line would be lost where the picture is made smaller
    const [across, tall] = [x[columns] - x[0] - SHARP, y[rows] - y[0] - SHARP];
    pen.strokeRect(x[0] + SHARP / 2, y[0] + SHARP / 2, across, tall);
  });
}
