/** Scenes for the tests, computed by plain loops, written to be obviously right; and numbers by chance. */

import { frame, scene as module } from "./modules.js";

/**
 * @typedef {number[]} Cell depth, row and column, from zero
 * @typedef {{x: number[], w: number[], stride: number[], dilation: number[], padding: number[][]}} Geometry
 *   sizes of input and filter, and the parameters, each by depth, rows and columns
 */

/** A generator of whole numbers from 0 to below `limit`, the same in every run. */
export function random(seed = 1) {
  let state = seed;
  return (/** @type {number} */ limit) => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * limit);
  };
}

/** The cells of a shape in array order. @param {number[]} shape @returns {Cell[]} */
export function cells([depth, rows, columns]) {
  const all = [];
  for (let q = 0; q < depth; q += 1)
    for (let i = 0; i < rows; i += 1) for (let j = 0; j < columns; j += 1) all.push([q, i, j]);
  return all;
}

/**
 * The value of a cell of the unpadded input, which names its place, and of a cell of the filter.
 * @param {Cell} cell
 */
const inputValue = ([q, i, j]) => 100 * q + 10 * i + j + 1;
const weight = (/** @type {Cell} */ [a, b, c]) => ((a + 2 * b + 3 * c) % 5) - 2;

/**
 * A convolution: its shapes, its padded input, and each window with its pairs of factors and its total.
 * @param {Geometry} geometry
 */
export function convolve({ x, w, stride, dilation, padding }, bias = 0) {
  const span = w.map((size, axis) => dilation[axis] * (size - 1) + 1);
  const padded = x.map((size, axis) => padding[axis][0] + size + padding[axis][1]);
  const output = padded.map((size, axis) => Math.floor((size - span[axis]) / stride[axis]) + 1);
  const inside = (/** @type {Cell} */ at) => at.map((place, axis) => place - padding[axis][0]);
  const value = (/** @type {Cell} */ at) =>
    inside(at).every((place, axis) => place >= 0 && place < x[axis]) ? inputValue(inside(at)) : 0;
  const windows = cells(output).map((index) => {
    const met = cells(w).map((tap) => ({
      tap,
      cell: tap.map((place, axis) => index[axis] * stride[axis] + place * dilation[axis]),
    }));
    const pairs = met.map(({ tap, cell }) => [value(cell), weight(tap)]);
    return { index, met, pairs, total: pairs.reduce((sum, [a, b]) => sum + a * b, bias) };
  });
  return { shapes: { input: padded, filter: w, output }, span, value, weight, windows };
}

/** One matrix after another as Plotly figures, their numbers in the body. */
class Body {
  /** @type {number[]} */
  values = [];

  /** @param {number} rows @param {number} columns @param {number[]} values */
  figure(rows, columns, values) {
    return { data: [{ z: this.array(values, `${rows}, ${columns}`) }] };
  }

  /** @param {number[]} values @param {string} shape */
  array(values, shape) {
    const at = 8 * this.values.length;
    this.values.push(...values);
    return { dtype: "f8", shape, at, bytes: 8 * values.length };
  }
}

const EACH = [0, 1, 2]; // axis
const PLAIN = { stride: EACH.map(() => 1), dilation: EACH.map(() => 1), padding: EACH.map(() => [0, 0]) };

/**
 * The opened scene of a convolution.
 * @param {Partial<Geometry> & {x: number[], w: number[]}} geometry
 * @param {{rank?: number, bias?: number, mistakes?: Record<string, (total: number) => number>, more?: object}} options
 *   `mistakes` give wrong results by their names; `more` is what else the header says
 */
export function openScene(geometry, { rank = 3, bias = 0, mistakes = {}, more = {} } = {}) {
  const { shapes, span, value, weight, windows } = convolve({ ...PLAIN, ...geometry }, bias);
  const { stride, dilation, padding } = { ...PLAIN, ...geometry };
  const [depth, rows, columns] = shapes.filter;
  const [outDepth, outRows, outColumns] = shapes.output;
  const body = new Body();
  const slices = (/** @type {number[]} */ shape, /** @type {(cell: Cell) => number} */ at) =>
    [...Array(shape[0]).keys()].map((q) =>
      body.figure(
        shape[1],
        shape[2],
        cells([1, shape[1], shape[2]]).map(([, i, j]) => at([q, i, j])),
      ),
    );
  const step = (/** @type {Cell} */ [q, i, j]) => (q * outRows + i) * outColumns + j;
  const product = (/** @type {Cell} */ [a, row, column]) => {
    const at = [
      Math.floor(row / rows / outRows),
      Math.floor(row / rows) % outRows,
      Math.floor(column / columns),
    ];
    const [x, w] = windows[step(at)].pairs[(a * rows + (row % rows)) * columns + (column % columns)];
    return x * w;
  };
  const figures = {
    input: slices(shapes.input, value),
    filter: slices(shapes.filter, weight),
    product: slices([depth, outDepth * outRows * rows, outColumns * columns], product),
    output: slices(shapes.output, (at) => windows[step(at)].total),
  };
  const alternatives = Object.entries(mistakes).map(([name, make]) => ({
    name,
    values: body.array(
      windows.map(({ total }) => make(total)),
      `${windows.length}`,
    ),
  }));
  const outputShape = outDepth === 1 ? [outRows, outColumns] : [outRows, outColumns, outDepth];
  const labels = {
    ...{ input: "X", filter: "W", output: "Y", window: "X₂", setting: ", stride 2", outputShape },
    ...{ inputSize: "in", filterSize: "filter", outputSize: outputShape.join(" × "), notes: [], marks: [] },
    size: "⌊5 / 1⌋ + 1 = 6 (rows)",
  };
  const header = {
    ...{
      rank,
      steps: windows.length,
      shapes,
      stride,
      dilation,
      padding,
      spread: [1, 1, 1],
      span,
      bias,
      flip: false,
    },
    ...{ unvisited: [[], [], []], elision: { most: 27, ends: 12 }, labels, figures, alternatives },
    ...more,
  };
  return module.openScene(frame.pack(header, new Uint8Array(Float64Array.from(body.values).buffer)));
}

/**
 * The opened scene of a matrix under a filter of 2 x 2, with a row of padding above it.
 * @param {number[]} size rows and columns @param {number[]} beside columns of padding before and after
 */
export const paddedMatrix = ([rows, columns], beside = [0, 0]) =>
  openScene({ x: [1, rows, columns], w: [1, 2, 2], padding: [[0, 0], [1, 0], beside] }, { rank: 2 });

/** Any small geometry that has a window. @param {(limit: number) => number} pick @returns {Geometry} */
export function anyGeometry(pick) {
  const axes = EACH.map(() => {
    const [w, dilation] = [1 + pick(3), 1 + pick(3)];
    const padding = [pick(3), pick(3)];
    const least = Math.max(1, dilation * (w - 1) + 1 - padding[0] - padding[1]);
    return { x: least + pick(4), w, stride: 1 + pick(3), dilation, padding };
  });
  const by = (/** @type {keyof typeof axes[0]} */ name) =>
    /** @type {any} */ (axes.map((axis) => axis[name]));
  return { x: by("x"), w: by("w"), stride: by("stride"), dilation: by("dilation"), padding: by("padding") };
}
