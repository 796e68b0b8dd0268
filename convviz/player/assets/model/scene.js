/**
 * The scene that NumPy computed: values by cell, and which cells belong to which.
 *
 * Vocabulary: a *step* is the zero-based number of a window, in array order; an *index* is its output cell
 * `[depth, row, column]`; a *tap* is one cell of the filter; the *sheet* holds the products of all windows
 * as tiles. Of several filters, the steps go through the windows of the first, then of the second; the slices of the
 * output are theirs, and a slice of the filter holds the rows of all of them, one below the other.
 * No arithmetic on tensors: values are looked up in the figures' own arrays. No DOM.
 */

import { openFields } from "./fields.js";
import { unpack, unpackArray } from "./frame.js";
import { factor, inDigits } from "./numbers.js";
import { scattered } from "./scatter.js";

/**
 * @typedef {number[]} Cell depth, row and column, from zero
 * @typedef {{rows: number, columns: number, values: import("./frame.js").Numbers,
 *   at: (row: number, column: number) => number}} Matrix
 * @typedef {"input" | "filter" | "product" | "output"} PanelName
 * @typedef {{name: string, at: (step: number) => number}} Alternative
 * @typedef {{name: string, law: string, x: number[], y: number[]}} Curve the graph of a function, from left to right
 * @typedef {ReturnType<typeof opened> & {other?: Scene, laid?: import("./scatter.js").Laid}} Scene `other` is another view of
 *   the same numbers; `laid` says what a scattered cell of the input lays where
 */

/** @type {PanelName[]} */
export const PANELS = ["input", "filter", "product", "output"];

/**
 * The matrix that a Plotly figure shows; gives the figure its numbers.
 * @param {any} figure @param {Uint8Array} body
 * @returns {Matrix}
 */
function matrix(figure, body) {
  const { z } = figure.data[0];
  const values = unpackArray(z, body);
  const [rows, columns] = z.shape.split(",").map(Number);
  const dtype = z.palette ? z.palette.dtype : z.dtype;
  figure.data[0].z = { dtype, shape: z.shape, bdata: values.buffer };
  return { rows, columns, at: (row, column) => values[row * columns + column], values };
}

/**
 * The output cell of a step.
 * @param {number} step @param {number[]} shape of the output
 * @returns {Cell}
 */
export function indexOf(step, [, rows, columns]) {
  const within = step % (rows * columns);
  return [(step - within) / (rows * columns), Math.floor(within / columns), within % columns];
}

/**
 * A cell as people write it: from one, depth last.
 * @param {Cell} cell @param {number} rank
 */
export function coordinates(cell, rank) {
  const [q, i, j] = cell.map((index) => index + 1);
  return rank === 1 ? [j] : [i, j, q].slice(0, rank);
}

/**
 * An output cell as people write it: a depth of one is dropped.
 * @param {Cell} index @param {number} rank @param {number} depth of the output
 */
export const position = (index, rank, depth) => coordinates(index, rank === 3 && depth === 1 ? 2 : rank);

/**
 * A packed scene with its values at hand.
 * @param {Uint8Array} packed
 */
export function openScene(packed) {
  const { header, body } = unpack(packed);
  const { scatter } = header;
  if (!scatter) return /** @type {Scene} */ (opened(header, body));
  const output = structuredClone(header.figures.output); // the same values for both, each with its own arrays
  const gathered = /** @type {Scene} */ (opened(header, body));
  const shapes = { ...scatter.shapes, output: scatter.shapes.input }; // a step is a cell of the input
  const { fields } = header;
  const own = header.origin?.slices.filter(Boolean) ?? []; // a scattered input has no slices of padding
  const origin = { ...header.origin, slices: own };
  const steps = opened({ ...scatter, shapes, fields, origin, figures: { ...scatter.figures, output } }, body);
  gathered.other = scattered(steps, scatter, gathered);
  return gathered;
}

/** @param {any} header @param {Uint8Array} body */
function opened(header, body) {
  /** @type {Record<PanelName, Matrix[]>} */
  const values = /** @type {any} */ ({});
  for (const name of PANELS)
    values[name] = header.figures[name].map((/** @type {any} */ figure) => matrix(figure, body));
  const places = placesOf(header);
  const kind = /** @type {string} */ (header.kind ?? "convolution");
  return {
    kind, // of layer, see `convviz/player/scenes`
    keeps: /** @type {string} */ (header.function ?? ""), // what a pooling keeps, or which function an activation is
    curve: /** @type {Curve | undefined} */ (header.curve && curveOf(header.curve, body)),
    /** Whether a step is made of products, which can be looked at one by one. */
    multiplies: values.product.length > 0 && kind !== "pooling",
    unvisited: /** @type {number[][][]} */ (header.unvisited),
    elision: /** @type {{most: number, ends: number}} */ (header.elision),
    flip: /** @type {boolean} */ (header.flip),
    /** Where in the first input the cells come from, where there are several layers. */
    fields: openFields(header.fields, body),
    figures: header.figures,
    values,
    alternatives: alternativesOf(header, body),
    letters: longest(distinct(values.input), factor, inDigits), // of a factor of a product
    ...places,
    ...namesOf(header, kind, places),
    ...numbersOf(header, body, values, places),
  };
}

/** Which cells belong to which. @param {any} header */
function placesOf(header) {
  const { shapes, stride, dilation, padding, spread, rank, filters = 1, groups = 1 } = header;
  const [, rows, columns] = shapes.filter;
  const [outDepth, outRows, outColumns] = shapes.output;
  const each = outDepth / filters; // slices of the output of one filter
  const filterAt = (/** @type {Cell} */ [q]) => Math.floor(q / each);
  const slicesBefore = (/** @type {number} */ filter) =>
    Math.floor(filter / (filters / groups)) * (groups > 1 ? shapes.filter[0] : 0);
  const index = (/** @type {number} */ step) => indexOf(step, shapes.output);
  const origin = (/** @type {Cell} */ [q, i, j]) => [
    slicesBefore(filterAt([q])) + (q % each) * stride[0],
    i * stride[1],
    j * stride[2],
  ];
  return {
    rank: /** @type {number} */ (rank),
    steps: /** @type {number} */ (header.steps),
    shapes: /** @type {Record<"input" | "filter" | "output", number[]>} */ (shapes),
    stride: /** @type {number[]} */ (stride),
    dilation: /** @type {number[]} */ (dilation),
    padding: /** @type {number[][]} */ (padding),
    spread: /** @type {number[]} */ (spread),
    span: /** @type {number[]} */ (header.span),
    filters: /** @type {number} */ (filters),
    groups: /** @type {number} */ (groups),
    each,
    taps: cellsOf(shapes.filter),
    index,
    origin,
    cell: (/** @type {Cell} */ at, /** @type {Cell} */ tap) =>
      origin(at).map((place, axis) => place + tap[axis] * dilation[axis]),
    /** The window of a step; of a scattered cell of the input the first one that it lies in. */
    windowOf: (/** @type {number} */ step) => step,
    /** The filter that makes an output cell, from zero. */
    filterAt,
    /** The filter of a step, from zero. */
    filterOf: (/** @type {number} */ step) => filterAt(index(step)),
    /** The same window of another filter. */
    stepOf: (/** @type {number} */ step, /** @type {number} */ filter) => {
      const windows = header.steps / filters;
      return filter * windows + (step % windows);
    },
    /** The cell of the input at a row and a column of a window, in a slice of the input. */
    cellUnder: (/** @type {number} */ step, /** @type {Cell} */ [depth, row, column]) => {
      const [, top, left] = origin(index(step));
      return [depth, top + row, left + column];
    },
    /** In which row of tiles the products of an output cell stand in their sheet. */
    tileRow: (/** @type {Cell} */ [q, i]) => q * outRows + i,
    stepAt: (/** @type {Cell} */ [q, i, j]) => (q * outRows + i) * outColumns + j,
    tapAt: (/** @type {Cell} */ [a, b, c]) => (a * rows + b) * columns + c,
    isPadding: (/** @type {Cell} */ at) =>
      at.some((place, axis) => {
        const [before, after] = padding[axis];
        return place < before || place >= shapes.input[axis] - after;
      }),
    /** Whether a cell that is no padding is one of the zeros between those of the input. */
    isInserted: (/** @type {Cell} */ at) =>
      at.some((place, axis) => (place - padding[axis][0]) % spread[axis] !== 0),
    /** Whether a window that begins at a depth reads this slice of the input. */
    covers: (/** @type {number} */ depth, /** @type {number} */ slice) => {
      const tap = (slice - depth) / dilation[0];
      return Number.isInteger(tap) && tap >= 0 && tap < shapes.filter[0];
    },
    /** The place of a window, of which each filter has its own. */
    position: (/** @type {number} */ step) => {
      const [q, i, j] = index(step);
      return position([q % each, i, j], rank, each);
    },
  };
}

/** What things are called. @param {any} header @param {string} kind @param {ReturnType<typeof placesOf>} places */
function namesOf(header, kind, { filters, groups, each, dilation, filterOf, position: placeOf }) {
  const channels = /** @type {string[]} */ (header.channels ?? []);
  const { word, slices, maps, note } = { ...NOWHERE, ...header.origin };
  const named = (/** @type {number} */ depth) => channels[depth] || slices[depth] || "";
  const sliceName = (/** @type {number} */ depth) => named(depth) || `depth ${depth + 1}`;
  const filterName = (/** @type {number} */ step) =>
    filters > 1 ? `${header.labels.filter}${subscript(filterOf(step) + 1)}` : header.labels.filter;
  return {
    channels, // what the slices of a picture in colour are called
    labels: note ? { ...header.labels, ...withNote(header.labels, note) } : header.labels,
    /** What the input is, if it is another layer's output. */
    word: word || "input",
    /** What the filter of a step is called: with its number, where there are several. */
    filterName,
    /** A slice of the filter, and which slice of the input it meets where that may be another. */
    depthMet: (/** @type {number} */ depth, /** @type {number} */ slice) => {
      const met = depth + slice * dilation[0];
      if (each === 1 && groups === 1 && dilation[0] === 1) return sliceName(slice);
      return `depth ${slice + 1} on ${named(met) || met + 1}`;
    },
    /** What a slice of the input is called. */
    sliceName,
    /** The same, or nothing where it is numbered by its depth. */
    named,
    /** What a slice of the output is called. */
    mapName: (/** @type {number} */ slice) => maps[slice] || mapName(slice, filters, each),
    /** The title of the panel that holds what becomes of each cell of a window. */
    productTitle: (/** @type {number} */ step) => {
      const window = `${header.labels.window}(${placeOf(step).join(",")})`;
      return kind === "pooling" ? window : `${window} ⊙ ${filterName(step)}`;
    },
    /** What a panel is called. */
    called: (/** @type {PanelName} */ panel) =>
      panel === "product" && kind === "pooling" ? "window" : panel,
  };
}

/**
 * The numbers of cells and of steps.
 * @param {any} header @param {Uint8Array} body @param {Record<PanelName, Matrix[]>} values
 * @param {ReturnType<typeof placesOf>} places
 */
function numbersOf(header, body, values, { shapes, taps, index, cell, filterAt, filterOf }) {
  const biases = /** @type {number[]} */ (header.biases ?? [header.bias]); // one for each filter
  const winners = header.winners && unpackArray(header.winners, body);
  const [, rows, columns] = shapes.filter;
  const [, outRows] = shapes.output;
  const weight = (/** @type {Cell} */ at, /** @type {Cell} */ [a, b, c]) =>
    values.filter[a].at(filterAt(at) * rows + b, c);
  const product = (/** @type {Cell} */ [q, i, j], /** @type {Cell} */ [a, b, c]) =>
    values.product[a].at((q * outRows + i) * rows + b, j * columns + c);
  const cells = (/** @type {number} */ step) => {
    const at = index(step);
    return taps.map((tap) => {
      const [depth, row, column] = cell(at, tap);
      return values.input[depth].at(row, column);
    });
  };
  return {
    biases,
    biasOf: (/** @type {number} */ step) => biases[filterOf(step)],
    product,
    /** The weight of a tap of the filter that makes an output cell. */
    weight,
    /** The output of a step. */
    total: (/** @type {number} */ step) => {
      const [q, i, j] = index(step);
      return values.output[q].at(i, j);
    },
    /** The numbers in the window of a step. */
    cells,
    /** The tap whose cell is the largest of a step, where that is what is kept. */
    winner: (/** @type {number} */ step) => /** @type {number | undefined} */ (winners?.[step]),
    /** The factors of every product of a step. */
    pairs: (/** @type {number} */ step) => {
      const at = index(step);
      return cells(step).map(
        (value, place) => /** @type {[number, number]} */ ([value, weight(at, taps[place])]),
      );
    },
    /** The largest term of a step, without its sign: how exact what it comes to can be. */
    largest: (/** @type {number} */ step) => {
      const at = index(step);
      const terms = values.product.length ? taps.map((tap) => product(at, tap)) : cells(step);
      const bias = Math.abs(biases[filterAt(at)] ?? 0);
      return terms.reduce((most, term) => Math.max(most, Math.abs(term) || 0), bias);
    },
  };
}

/**
 * The graph of a function.
 * @param {any} curve @param {Uint8Array} body
 * @returns {Curve}
 */
function curveOf({ name, law, x, y }, body) {
  return { name, law, x: Array.from(unpackArray(x, body)), y: Array.from(unpackArray(y, body)) };
}

/**
 * What common mistakes give, by step.
 * @param {any} header @param {Uint8Array} body
 * @returns {Alternative[]}
 */
function alternativesOf(header, body) {
  return (header.alternatives ?? []).map((/** @type {any} */ { name, values }) => {
    const numbers = unpackArray(values, body);
    return { name, at: (/** @type {number} */ step) => numbers[step] };
  });
}

/** What a scene says of its input that says nothing: it was typed, and its slices are numbered by their depth. */
const NOWHERE = {
  word: "",
  slices: /** @type {string[]} */ ([]),
  maps: /** @type {string[]} */ ([]),
  note: "",
};

/** Notes with another before them, which is about no mark. @param {{notes: string[], marks: string[]}} labels @param {string} note */
const withNote = ({ notes, marks }, note) => ({ notes: [note, ...notes], marks: ["", ...marks] });

/** A whole number in small digits. @param {number} value */
const subscript = (value) => String(value).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]);

/** What a slice of the output is called, of filters with so many each. @param {number} slice @param {number} filters @param {number} each */
function mapName(slice, filters, each) {
  const depth = `depth ${(slice % each) + 1}`;
  if (filters === 1) return depth;
  const filter = `filter ${Math.floor(slice / each) + 1}`;
  return each === 1 ? filter : `${filter}, ${depth}`;
}

/** The cells of a tensor in array order. @param {number[]} shape */
function cellsOf([depth, rows, columns]) {
  /** @type {Cell[]} */
  const cells = [];
  for (let a = 0; a < depth; a += 1)
    for (let b = 0; b < rows; b += 1) for (let c = 0; c < columns; c += 1) cells.push([a, b, c]);
  return cells;
}

/**
 * The distinct values of some matrices, at most so many.
 * @param {Matrix[]} matrices
 */
export function distinct(matrices, most = Infinity) {
  /** @type {Set<number>} */
  const found = new Set();
  const seen = new Uint8Array(2 ** 16); // of the types with so few values: a table answers faster than a set
  for (const { values } of matrices) {
    const few = values.BYTES_PER_ELEMENT <= 2;
    for (let cell = 0; cell < values.length && found.size < most; cell += 1) {
      const value = values[cell];
      if (few && seen[value & 0xffff]) continue;
      if (few) seen[value & 0xffff] = 1;
      found.add(value);
    }
  }
  return found;
}

/**
 * The letters of the longest of some numbers.
 * @param {Iterable<number>} values @param {(value: number) => string} write @param {(text: string) => number} lettersOf
 */
export function longest(values, write, lettersOf = ({ length }) => length) {
  let most = 1;
  for (const value of values) most = Math.max(most, lettersOf(write(value)));
  return most;
}

/**
 * The cells in which two matrices of the same sizes differ, in reading order; at most so many.
 * @param {Matrix} one @param {Matrix} other
 */
export function changes({ values: one }, { values: other }, most = Infinity) {
  /** @type {number[]} */
  const found = [];
  for (let cell = 0; cell < one.length && found.length < most; cell += 1) {
    const [before, after] = [one[cell], other[cell]];
    if (before !== after && !(Number.isNaN(before) && Number.isNaN(after))) found.push(cell);
  }
  return found;
}

/**
 * The windows that read a cell of the padded input: their output cells, in order, each with its tap.
 * @param {Pick<Scene, "shapes" | "stride" | "dilation"> & {filters?: number, groups?: number}} scene @param {Cell} cell
 */
export function uses(scene, [depth, row, column]) {
  const { shapes, filters = 1, groups = 1 } = scene;
  const each = shapes.output[0] / filters;
  const own = { ...scene, shapes: { ...shapes, output: [each, ...shapes.output.slice(1)] } };
  return Array.from({ length: filters }, (_, filter) => {
    const group = Math.floor(filter / (filters / groups));
    const before = groups > 1 ? group * shapes.filter[0] : 0;
    const found = usesOfOne(own, [depth - before, row, column]);
    return found.map(({ index: [q, i, j], tap }) => ({ index: [filter * each + q, i, j], tap }));
  }).flat();
}

/** @param {Pick<Scene, "shapes" | "stride" | "dilation">} scene @param {Cell} cell */
function usesOfOne({ shapes, stride, dilation }, cell) {
  const [depths, rows, columns] = cell.map((place, axis) => {
    /** @type {[number, number][]} */
    const found = [];
    for (let tap = shapes.filter[axis] - 1; tap >= 0; tap -= 1) {
      const start = place - tap * dilation[axis];
      const at = start / stride[axis];
      if (start >= 0 && Number.isInteger(at) && at < shapes.output[axis]) found.push([at, tap]);
    }
    return found;
  });
  /** @type {{index: Cell, tap: Cell}[]} */
  const all = [];
  for (const [q, a] of depths)
    for (const [i, b] of rows) for (const [j, c] of columns) all.push({ index: [q, i, j], tap: [a, b, c] });
  return all;
}
