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
 *   landings: (step: number) => Landing[], asked: (step: number) => Landing,
 *   cellOf: (window: number) => number}} Laid `start` is where a patch begins, `place` where a product lies, if it is not cut
 *   off; `partial` is what lies on a cell of the output after `done` products of a step, NaN of nothing, and of how many cells;
 *   `landings` are those of the products of a step, and `asked` the one that Predict asks for; `cellOf` is the cell that lies
 *   last on that of a window
 * @typedef {{pair: [number, number], product: number, tap: Cell, at?: Cell, before: number, after: number, count: number}} Landing
 *   a product, where it lies, what lay there before (NaN where nothing did), what lies there then, and of how many cells
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
    ...{ shapes, laid, other: gathered, pairs, total: value, mapName: gathered.mapName },
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
function laidOf(base, header, gathered) {
  const patches = patchesOf(header);
  const partial = partialOf(base, header, patches.meetings);
  const landings = (/** @type {number} */ step) => landingsOf(base, patches.place, partial, step);
  const asked = (/** @type {number} */ step) =>
    landings(step).reduce((one, other) => (!one.at || other.count > one.count ? other : one));
  const cellOf = (/** @type {number} */ window) => {
    for (let other = window; other >= 0; other -= 1) {
      const last = patches.meetings(gathered.index(other)).at(-1);
      if (last) return base.stepAt(last.index);
    }
    return 0;
  };
  return { ...patches, partial, landings, asked, cellOf };
}

/** Where the patches of cells lie, and what meets there. @param {any} header */
function patchesOf({ shapes, laid: { spread, dilation, cut } }) {
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
  const span = shapes.filter.map(
    (/** @type {number} */ size, /** @type {number} */ axis) => dilation[axis] * (size - 1) + 1,
  );
  return { spread, dilation, span, start, place, meetings };
}

/**
 * What lies on a cell of the output so far: its sums are added up once, when they are first asked for.
 * @param {any} base @param {any} header @param {Laid["meetings"]} meetings @returns {Laid["partial"]}
 */
function partialOf(base, { shapes, bias }, meetings) {
  const [, high, wide] = shapes.output;
  /** By cell of the output: the steps and taps that meet there, and the sum up to each. @type {{step: number, tap: number, sum: number}[][]} */
  const sums = [];
  const sumsOn = (/** @type {Cell} */ at) => {
    const [q, i, j] = at;
    const cell = (q * high + i) * wide + j;
    if (sums[cell]) return sums[cell];
    let sum = bias;
    const met = meetings(at).map(({ index, tap }) => {
      sum += base.product(index, tap);
      return { step: base.stepAt(index), tap: base.tapAt(tap), sum };
    });
    const last = met.at(-1);
    if (last) last.sum = base.values.output[q].at(i, j);
    sums[cell] = met;
    return met;
  };
  return (at, step, done) => {
    const met = sumsOn(at);
    let count = 0;
    while (
      count < met.length &&
      (met[count].step < step || (met[count].step === step && met[count].tap < done))
    )
      count += 1;
    if (count) return { value: met[count - 1].sum, count };
    const bare = !met.length && step === base.steps - 1; // nothing is ever laid there
    return { value: bare ? base.values.output[at[0]].at(at[1], at[2]) : Number.NaN, count };
  };
}

/**
 * The products of a step, each where it lies.
 * @param {any} base @param {Laid["place"]} place @param {Laid["partial"]} partial @param {number} step @returns {Landing[]}
 */
function landingsOf(base, place, partial, step) {
  const index = base.index(step);
  const [q, i, j] = index;
  return base.taps.map((/** @type {Cell} */ tap) => {
    const [a, b, c] = tap;
    const at = place(index, tap);
    const pair = [base.values.input[q].at(i, j), base.values.filter[a].at(b, c)];
    const { value: before } = at ? partial(at, step, 0) : { value: Number.NaN };
    const { value: after, count } = at
      ? partial(at, step, base.taps.length)
      : { value: Number.NaN, count: 0 };
    return { pair, product: base.product(index, tap), tap, at, before, after, count };
  });
}
