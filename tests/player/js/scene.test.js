/** Scenes: where windows and cells are, and what is in them, beside plain loops. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { grid, scene as module } from "./modules.js";
import { anyGeometry, cells, convolve, openScene, random } from "./scenes.js";

/**
 * Checks a property of so many small convolutions.
 * @param {(geometry: import("./scenes.js").Geometry) => void} check @param {number} count
 */
function always(check, count) {
  const pick = random(7);
  for (let number = 0; number < count; number += 1) {
    const geometry = anyGeometry(pick);
    try {
      check(geometry);
    } catch (error) {
      throw new Error(`for ${JSON.stringify(geometry)}`, { cause: error });
    }
  }
}

test("positions count from one, depth last", () => {
  const { position } = module;
  assert.deepEqual(position([0, 0, 4], 1, 1), [5]);
  assert.deepEqual(position([0, 1, 2], 2, 1), [2, 3]);
  assert.deepEqual(position([0, 1, 2], 3, 1), [2, 3]);
  assert.deepEqual(position([3, 1, 2], 3, 4), [2, 3, 4]);
});

test("steps count the output cells in array order", () => {
  const shape = [2, 3, 5];
  assert.deepEqual(
    cells(shape),
    cells(shape).map((_, step) => module.indexOf(step, shape)),
  );
});

test("a scene gives every number where the loops have it", () =>
  always((geometry) => {
    const made = convolve(geometry, 0.5);
    const scene = openScene(geometry, { bias: 0.5 });
    assert.equal(scene.steps, made.windows.length);
    assert.deepEqual(scene.taps, cells(geometry.w));
    assert.deepEqual(scene.span, made.span);
    made.windows.forEach(({ index, met, pairs, total }, step) => {
      assert.deepEqual(scene.index(step), index);
      assert.equal(scene.stepAt(index), step);
      assert.deepEqual(scene.origin(index), met[0].cell);
      assert.equal(scene.total(step), total);
      assert.deepEqual(scene.pairs(step), pairs);
      assert.equal(scene.largest(step), Math.max(0.5, ...pairs.map(([a, b]) => Math.abs(a * b))));
      met.forEach(({ tap, cell }, place) => {
        assert.deepEqual(scene.cell(index, tap), cell);
        assert.equal(scene.tapAt(tap), place);
        assert.ok(scene.product(index, tap) === pairs[place][0] * pairs[place][1]);
      });
    });
  }, 100));

test("the windows that read a cell are those that the loops find", () =>
  always((geometry) => {
    const { shapes, windows } = convolve(geometry);
    const { stride, dilation } = geometry;
    for (const cell of cells(shapes.input)) {
      const found = windows.flatMap(({ index, met }) =>
        met.filter((one) => `${one.cell}` === `${cell}`).map(({ tap }) => ({ index, tap })),
      );
      assert.deepEqual(module.uses({ shapes, stride, dilation }, cell), found);
    }
  }, 100));

test("padding is what lies around the input", () =>
  always((geometry) => {
    const scene = openScene(geometry);
    const inside = cells(scene.shapes.input).filter((cell) => !scene.isPadding(cell));
    const moved = cells(geometry.x).map((cell) =>
      cell.map((place, axis) => place + geometry.padding[axis][0]),
    );
    assert.deepEqual(inside, moved);
  }, 50));

test("a window covers the slices that it reads", () =>
  always((geometry) => {
    const scene = openScene(geometry);
    for (const { met } of convolve(geometry).windows) {
      const start = met[0].cell[0];
      const slices = [...Array(scene.shapes.input[0]).keys()];
      const read = new Set(met.map(({ cell }) => cell[0]));
      assert.deepEqual(
        slices.filter((slice) => scene.covers(start, slice)),
        slices.filter((slice) => read.has(slice)),
      );
    }
  }, 50));

test("a slice of the filter is called by the slice that it meets, where that may be another", () => {
  const flat = openScene({ x: [2, 3, 4], w: [2, 2, 2] });
  assert.equal(flat.depthMet(0, 1), "depth 2");
  const deep = openScene({ x: [4, 3, 4], w: [2, 2, 2] });
  assert.equal(deep.depthMet(1, 1), "depth 2 on 3");
  const spread = openScene({ x: [3, 3, 4], w: [2, 2, 2], dilation: [2, 1, 1] });
  assert.equal(spread.depthMet(0, 1), "depth 2 on 3");
});

test("distinct numbers are counted up to a limit, and the longest is found as written", () => {
  const scene = openScene({ x: [1, 3, 4], w: [1, 2, 2] });
  assert.deepEqual([...module.distinct(scene.values.filter)], [-2, 1, 0]);
  assert.equal(module.distinct(scene.values.input, 5).size, 5);
  assert.equal(module.longest([1, 22, 333], String), 3);
  assert.equal(module.longest([], String), 1);
});

test("two matrices differ in cells that are counted in reading order", () => {
  const { changes } = module;
  const [one] = openScene({ x: [1, 2, 3], w: [1, 1, 1] }).values.input;
  const other = {
    ...one,
    values: one.values.map((value, cell) => (cell === 2 || cell === 5 ? -value : value)),
  };
  assert.deepEqual(changes(one, one), []);
  assert.deepEqual(changes(one, other), [2, 5]);
  assert.deepEqual(changes(one, other, 1), [2]);
  assert.deepEqual(changes(one, { ...one, values: Int8Array.from(one.values) }), []); // the type does not matter
});

test("distinct values are found whatever type they are stored in", () => {
  const { distinct } = module;
  const [one] = openScene({ x: [1, 2, 3], w: [1, 1, 1] }).values.input;
  for (const type of [Int8Array, Int16Array, Int32Array, Float32Array, Float64Array]) {
    const matrix = { ...one, values: type.of(-128, 0, 127, -1, 0, -128) };
    assert.deepEqual([...distinct([matrix, matrix])], [-128, 0, 127, -1], type.name);
    assert.equal(distinct([matrix], 2).size, 2);
  }
});

test("an input that is another layer's output says so, and names its slices and cells", () => {
  const origin = {
    word: "from layer 1, ReLU",
    slices: ["channel 1", "channel 2"],
    maps: ["channel 1"],
    note: "Channels.",
  };
  const plain = openScene({ x: [2, 3, 3], w: [2, 2, 2] });
  const told = openScene({ x: [2, 3, 3], w: [2, 2, 2] }, { more: { origin } });
  assert.deepEqual([plain.word, told.word], ["input", "from layer 1, ReLU"]);
  assert.deepEqual([plain.sliceName(1), told.sliceName(1)], ["depth 2", "channel 2"]);
  assert.deepEqual([plain.mapName(0), told.mapName(0)], ["depth 1", "channel 1"]);
  assert.equal(told.depthMet(0, 1), "channel 2");
  assert.equal(grid.cellName(told, "input", [1, 0, 2]), "input, row 1, column 3, channel 2");
  assert.deepEqual([plain.labels.notes, told.labels.notes], [[], ["Channels."]]);
});
