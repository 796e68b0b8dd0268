/**
 * The scene that NumPy computed, opened: values by place, and which cells belong to which.
 *
 * Vocabulary: a *step* is the zero-based number of a window, in array order; a *place* is its output
 * cell `[depth, row, column]`; a *tap* is one cell of the filter; the *sheet* holds the products of all
 * windows as tiles. No arithmetic on tensors: values are looked up in the figures' own arrays.
 */

import { factor } from "./numbers.js";

export const PANELS = ["input", "filter", "product", "output"];

const TYPES = {
  ...{ u1: Uint8Array, u2: Uint16Array, i1: Int8Array, i2: Int16Array, i4: Int32Array },
  ...{ f4: Float32Array, f8: Float64Array },
};

/** A frame's header and body; see `frame` in scene.py. @param {Uint8Array} bytes */
export function opened(bytes) {
  const end = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  return { header: JSON.parse(new TextDecoder().decode(bytes.subarray(4, end))), body: bytes.subarray(end) };
}

/** The numbers of an array of the scene, wherever in the body they are. */
function numbers({ dtype, at, bytes, palette }, body) {
  const start = body.byteOffset + at;
  const stored = new TYPES[dtype](body.buffer.slice(start, start + bytes));
  if (!palette) return stored;
  const values = numbers(palette, body);
  return Float64Array.from(stored, (index) => values[index]);
}

/** The matrix that a Plotly figure shows; gives the figure its numbers. */
function matrix(figure, body) {
  const { z } = figure.data[0];
  const values = numbers(z, body);
  const [rows, columns] = z.shape.split(",").map(Number);
  const dtype = z.palette ? z.palette.dtype : z.dtype;
  figure.data[0].z = { dtype, shape: z.shape, bdata: values.buffer };
  return { rows, columns, at: (row, column) => values[row * columns + column], values };
}

/** The output cell `[depth, row, column]` of a step. */
export function placeOf(step, [, rows, columns]) {
  const within = step % (rows * columns);
  return [(step - within) / (rows * columns), Math.floor(within / columns), within % columns];
}

/** A cell as people write it: from one, depth last. */
export function coordinates(cell, rank) {
  const [q, i, j] = cell.map((index) => index + 1);
  return rank === 1 ? [j] : [i, j, q].slice(0, rank);
}

/** An output cell as people write it: a depth of one is dropped. */
export const position = (place, rank, depth) => coordinates(place, rank === 3 && depth === 1 ? 2 : rank);

/** A packed scene with its values at hand. */
export function read(packed, digest) {
  const { header: scene, body } = opened(packed);
  const values = Object.fromEntries(
    PANELS.map((name) => [name, scene.figures[name].map((figure) => matrix(figure, body))]),
  );
  const [slices, rows, columns] = scene.shapes.filter;
  const [, outRows] = scene.shapes.output;
  const taps = [];
  for (let a = 0; a < slices; a += 1)
    for (let b = 0; b < rows; b += 1) for (let c = 0; c < columns; c += 1) taps.push([a, b, c]);
  const place = (step) => placeOf(step, scene.shapes.output);
  const origin = (at) => at.map((index, axis) => index * scene.stride[axis]);
  const cell = (at, tap) => origin(at).map((start, axis) => start + tap[axis] * scene.dilation[axis]);
  return {
    ...scene,
    digest,
    values,
    taps,
    place,
    origin,
    cell,
    letters: longest(distinct(values.input), factor), // of a factor of a product
    span: scene.shapes.filter.map((size, axis) => (size - 1) * scene.dilation[axis] + 1),
    total: (step) => {
      const [q, i, j] = place(step);
      return values.output[q].at(i, j);
    },
    product: ([q, i, j], [a, b, c]) =>
      values.product[a].at((q * outRows + i) * rows + b, j * columns + c),
    pairs: (step) => {
      const at = place(step);
      return taps.map((tap) => {
        const [depth, row, column] = cell(at, tap);
        return [values.input[depth].at(row, column), values.filter[tap[0]].at(tap[1], tap[2])];
      });
    },
    stepAt: ([q, i, j]) => (q * outRows + i) * scene.shapes.output[2] + j,
    uses: (at) => uses(scene, at),
    isPadding: (at) =>
      at.some((index, axis) => {
        const [before, after] = scene.padding[axis];
        return index < before || index >= scene.shapes.input[axis] - after;
      }),
    /** A slice of the filter, and which slice of the input it meets where that may be another. */
    depthMet: (depth, index) => {
      const met = depth + index * scene.dilation[0];
      const same = scene.shapes.output[0] === 1 && scene.dilation[0] === 1;
      return same ? `depth ${index + 1}` : `depth ${index + 1} on ${met + 1}`;
    },
    position: (step) => position(place(step), scene.rank, scene.shapes.output[0]),
  };
}

/** The distinct values of some matrices, at most so many. */
export function distinct(matrices, most = Infinity) {
  const found = new Set();
  for (const { values } of matrices)
    for (const value of values) if (found.add(value).size === most) return found;
  return found;
}

/** The letters of the longest of some numbers. */
export function longest(values, write) {
  let most = 1;
  for (const value of values) most = Math.max(most, write(value).length);
  return most;
}

/** The windows that read a cell of the padded input: their places, in order, each with its tap. */
function uses(scene, cell) {
  const [depths, rows, columns] = cell.map((index, axis) => {
    const found = [];
    for (let tap = scene.shapes.filter[axis] - 1; tap >= 0; tap -= 1) {
      const start = index - tap * scene.dilation[axis];
      const at = start / scene.stride[axis];
      if (start >= 0 && Number.isInteger(at) && at < scene.shapes.output[axis]) found.push([at, tap]);
    }
    return found;
  });
  const all = [];
  for (const [q, a] of depths)
    for (const [i, b] of rows) for (const [j, c] of columns) all.push({ place: [q, i, j], tap: [a, b, c] });
  return all;
}
