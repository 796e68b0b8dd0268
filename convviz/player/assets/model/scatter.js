/**
 * A transposed convolution scattered: each cell of the input lays its multiple of the filter on the output. No DOM.
 *
 * A step is a cell of the input, in array order; the *patch* of a cell is what it lies on. A sum that is not whole yet
 * is added up here; with its last product it is NumPy's total.
 */

/**
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./scene.js").Cell} Cell
 * @typedef {{index: Cell, tap: Cell}} Meeting a cell of the input and the weight with which it lies on a cell of the output
 * @typedef {{spread: number[], dilation: number[], span: number[], start: (index: Cell) => Cell,
 *   place: (index: Cell, tap: Cell) => Cell | undefined, meetings: (at: Cell) => Meeting[],
 *   partial: (at: Cell, step: number, done: number) => {value: number, count: number},
 *   cellOf: (window: number) => number}} Laid `start` is where a patch begins, `place` where a product lies, if it is not cut
 *   off; `partial` is what lies on a cell of the output after `done` products of a step, NaN of nothing, and of how many cells;
 *   `cellOf` is the cell that lies last on that of a window
 */

/**
 * The scattered view of a gathered scene.
 * @param {any} base the scene whose steps are the cells of the input @param {any} header @param {Scene} gathered
 * @returns {Scene}
 */
export function scattered(base, header, gathered) {
  const { shapes, labels } = header;
  const laid = laidOf(base, header, gathered);
  const value = (/** @type {number} */ step) => {
    const [q, i, j] = base.index(step);
    return base.values.input[q].at(i, j);
  };
  const pairs = (/** @type {number} */ step) =>
    base.taps.map((/** @type {Cell} */ [a, b, c]) => [value(step), base.values.filter[a].at(b, c)]);
  return {
    ...base,
    ...{ shapes, laid, other: gathered, pairs, total: value },
    cells: (/** @type {number} */ step) => [value(step)],
    cell: (/** @type {Cell} */ index) => index,
    covers: (/** @type {number} */ depth, /** @type {number} */ slice) => depth === slice,
    depthMet: (/** @type {number} */ _, /** @type {number} */ slice) => `depth ${slice + 1}`,
    productTitle: (/** @type {number} */ step) =>
      `${labels.window}(${base.position(step).join(",")}) · ${labels.filter}`,
    windowOf: (/** @type {number} */ step) => {
      const index = base.index(step);
      const tap = base.taps.find((/** @type {Cell} */ one) => laid.place(index, one));
      return tap ? gathered.stepAt(/** @type {Cell} */ (laid.place(index, tap))) : 0;
    },
  };
}

/** @param {any} base @param {any} header @param {Scene} gathered @returns {Laid} */
function laidOf(base, { shapes, bias, laid: { spread, dilation, cut } }, gathered) {
  const start = (/** @type {Cell} */ index) => index.map((place, axis) => spread[axis] * place - cut[axis]);
  const place = (/** @type {Cell} */ index, /** @type {Cell} */ tap) => {
    const at = start(index).map((first, axis) => first + dilation[axis] * tap[axis]);
    return at.every((one, axis) => one >= 0 && one < shapes.output[axis]) ? at : undefined;
  };
  const along = (/** @type {number} */ at, /** @type {number} */ axis) =>
    Array.from({ length: shapes.input[axis] }, (_, cell) => {
      const tap = (at + cut[axis] - spread[axis] * cell) / dilation[axis];
      return [cell, tap];
    }).filter(([, tap]) => Number.isInteger(tap) && tap >= 0 && tap < shapes.filter[axis]);
  /** Which cells and weights meet in each place, axis by axis: a step asks for it often. @type {number[][][][]} */
  const met = shapes.output.map((/** @type {number} */ size, /** @type {number} */ axis) =>
    Array.from({ length: size }, (_, at) => along(at, axis)),
  );
  const meetings = (/** @type {Cell} */ at) => {
    const [depths, rows, columns] = at.map((place, axis) => met[axis][place]);
    return depths.flatMap(([q, a]) =>
      rows.flatMap(([i, b]) => columns.map(([j, c]) => ({ index: [q, i, j], tap: [a, b, c] }))),
    );
  };
  const partial = (/** @type {Cell} */ at, /** @type {number} */ step, /** @type {number} */ done) => {
    const all = meetings(at);
    const there = all.filter(({ index, tap }) => {
      const other = base.stepAt(index);
      return other < step || (other === step && base.tapAt(tap) < done);
    });
    const isWhole = there.length === all.length && (all.length > 0 || step === base.steps - 1);
    const [q, i, j] = at;
    if (isWhole) return { value: base.values.output[q].at(i, j), count: all.length };
    const sum = there.reduce((total, { index, tap }) => total + base.product(index, tap), bias);
    return { value: there.length ? sum : Number.NaN, count: there.length };
  };
  const cellOf = (/** @type {number} */ window) => {
    for (let other = window; other >= 0; other -= 1) {
      const last = meetings(gathered.index(other)).at(-1);
      if (last) return base.stepAt(last.index);
    }
    return 0;
  };
  const span = shapes.filter.map(
    (/** @type {number} */ size, /** @type {number} */ axis) => dilation[axis] * (size - 1) + 1,
  );
  return { spread, dilation, span, start, place, meetings, partial, cellOf };
}
