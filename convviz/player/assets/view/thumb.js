/** A small picture of slices: each a block of coloured cells, beside each other and in lines. */

import { shade } from "./shade.js";

/**
 * @typedef {{rows: number, columns: number, at: (row: number, column: number) => number}} Shares a slice: the share of the
 *   largest value that each cell has, with its sign
 * @typedef {{across: number, wide: number, high: number, cell: number}} Tiles how many slices stand in a line, how many cells
 *   all are wide and high, with one between two slices, and the pixels of a cell
 */

const SHARP = 2; // pixels of a canvas for one of the page
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
 * @param {HTMLCanvasElement} canvas @param {Shares[]} slices @param {Tiles} tiles
 * @param {string[]} channels what the slices of a picture in colour are called
 */
export function drawSlices(canvas, slices, tiles, channels = []) {
  const { wide, high, cell } = tiles;
  const large = Math.max(1, Math.floor(SHARP * cell)); // pixels of a cell in the canvas
  Object.assign(canvas, { width: wide * large, height: high * large });
  canvas.style.width = `${wide * cell}px`;
  canvas.style.height = `${high * cell}px`;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  slices.forEach(({ rows, columns, at }, index) => {
    const [top, left] = tileAt(tiles, index, rows, columns);
    for (let row = 0; row < rows; row += 1)
      for (let column = 0; column < columns; column += 1) {
        pen.fillStyle = shade(at(row, column), channels[index]);
        pen.fillRect((left + column) * large, (top + row) * large, large, large);
      }
    pen.strokeStyle = EDGE;
    pen.lineWidth = SHARP; // a thinner line would be lost where the picture is made smaller
    const [x, y] = [left * large + SHARP / 2, top * large + SHARP / 2];
    pen.strokeRect(x, y, columns * large - SHARP, rows * large - SHARP);
  });
}
