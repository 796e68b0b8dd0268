/** Receptive fields: which cells of the first input are lit for a cell of a later layer, and what is said of them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { links, fields as module, state as stateModule, thumb } from "./modules.js";
import { paddedMatrix } from "./scenes.js";

const { fieldOf, fieldOfStep, fieldPointed, openFields } = module;

const SLICE = [[[1, 0, "", [[0, 1]]]]];
const OUTPUT = {
  axes: [
    SLICE,
    [[[3, 1, "rows {1} to {3}", [[0, 3]]]]],
    [
      [
        [1, 0, "columns {1} to {3}", [[0, 3]]],
        [2, 1, "columns {2} to {4}", [[1, 4]]],
      ],
    ],
  ],
  ...{ size: "3 × 3", stride: "1" },
};
const INPUT = {
  axes: [
    SLICE,
    [[[3, 1, "row {1}", [[0, 1]]]]],
    [0, 1].map((first) => [[2, 2, `column {${first + 1}}`, [[first, first + 1]]]]), // even ones, then the odd ones
  ],
  ...{ size: "1 × 1", stride: "1" },
};
const FIELDS = { shape: [1, 5, 5], slices: [], channels: [], input: INPUT, output: OUTPUT };
const MATRIX = paddedMatrix([3, 4]); // a row of padding over it
const deep = /** @type {any} */ ({ ...MATRIX, fields: FIELDS });
/** @param {any} target @returns {any} */
const pointing = (target, scene = deep) => ({ ...stateModule.START, scene, step: 4, target });

test("a cell of the output has the cells of its row, its column and its slice", () => {
  const field = fieldOf(deep, "output", [0, 1, 0]);
  assert.deepEqual(field?.runs, [[[0, 1]], [[1, 4]], [[0, 3]]]);
  assert.equal(field?.text, "rows 2 to 4 and columns 1 to 3");
  assert.deepEqual(fieldOfStep(deep, 3), field);
});

test("a cell of the input has that of the layer before, padding none", () => {
  assert.equal(fieldOf(deep, "input", [0, 1, 2])?.text, "row 1 and column 3");
  assert.equal(fieldOf(deep, "input", [0, 0, 2]), undefined);
});

test("a cell that is pointed at has a field, a weight has none, nor has the only layer", () => {
  assert.equal(
    fieldPointed(pointing({ panel: "output", at: [0, 2, 2] }))?.text,
    "rows 3 to 5 and columns 3 to 5",
  );
  assert.equal(fieldPointed(pointing({ panel: "filter", at: [0, 0, 0] })), undefined);
  assert.equal(fieldPointed(pointing({ panel: "output", at: [0, 2, 2] }, MATRIX)), undefined);
});

test("a cell of a later layer says where it comes from, with size and stride", () => {
  const said =
    "From rows 2 to 4 and columns 1 to 3 of the first input: receptive field 3 × 3, the next 1 further on.";
  const output = links.linksOf(pointing({ panel: "output", at: [0, 1, 0] }), 200);
  assert.ok(output?.text.endsWith(said));
  assert.ok(output?.spoken.endsWith(said));
  const input = links.linksOf(pointing({ panel: "input", at: [0, 1, 2] }), 200);
  assert.match(
    `${input?.text}`,
    /From row 1 and column 3 of the first input: receptive field 1 × 1, the next 1 further on\.$/,
  );
  const short = links.linksOf(pointing({ panel: "output", at: [0, 1, 0] }), 60 + said.length);
  assert.doesNotMatch(`${short?.text}`, /outlined/);
});

test("the first layer's windows are seen in its input: nothing is said of them", () => {
  const first = { ...deep, fields: { ...FIELDS, input: null } };
  const found = links.linksOf(pointing({ panel: "output", at: [0, 1, 0] }, first), 200);
  assert.doesNotMatch(`${found?.text}`, /first input/);
  assert.ok(fieldOfStep(first, 3));
});

test("a slice is drawn in the tile in which its field is outlined, however many cells it has", () => {
  for (const [drawn, ...shape] of [
    [40, 3, 40, 160],
    [64, 3, 64, 256],
    [48, 3, 48, 120],
    [2, 2, 2, 3],
  ]) {
    const [slices, rows, columns] = shape;
    const tiles = thumb.tiled(shape, [132, 52]);
    for (let slice = 0; slice < slices; slice += 1) {
      const few = { rows: drawn, columns: Math.min(columns, 64) };
      const { down, along } = thumb.edgesOf(tiles, slice, shape, few);
      const [top, left] = thumb.tileAt(tiles, slice, rows, columns);
      assert.deepEqual([down[0], along[0]], [top, left]);
      assert.deepEqual([down.at(-1), along.at(-1)], [top + rows, left + columns]);
      assert.deepEqual([down.length, along.length], [few.rows + 1, few.columns + 1]);
    }
  }
});

test("the small picture has shares of the largest value", () => {
  const body = new Uint8Array(Int8Array.from([127, -127, 0, 63]).buffer);
  const packed = { dtype: "i1", shape: "2, 2", at: 0, bytes: 4 };
  const opened = openFields({ ...FIELDS, picture: [packed] }, body);
  assert.equal(opened?.slices[0].at(0, 0), 1);
  assert.equal(opened?.slices[0].at(0, 1), -1);
  assert.equal(openFields(null, body), undefined);
});
