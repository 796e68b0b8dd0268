/** The panels as grids: where keys lead, what is selected, where a cell was given, how it is named and copied. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { grid, state as module, numbers, scene } from "./modules.js";
import { anyGeometry, cells, openScene, paddedMatrix, random } from "./scenes.js";

const { cellName, clamped, copied, extended, isBlock, moved, nextEdited, rangeName, toGiven, toShown } = grid;

const EACH = [0, 1, 2];
const DEEP = openScene({ x: [4, 3, 5], w: [2, 2, 2] });
const PADDED = paddedMatrix([3, 4], [2, 1]); // 4 x 7
const FLIPPED = { ...openScene({ x: [1, 4, 5], w: [1, 2, 3] }, { rank: 2 }), flip: true };
const VECTOR = openScene(
  {
    x: [1, 1, 5],
    w: [1, 1, 2],
    padding: [
      [0, 0],
      [0, 0],
      [1, 1],
    ],
  },
  { rank: 1 },
);
const SHAPE = [4, 3, 5];

/** @param {number[]} from @param {string[]} keys */
const walk = (from, ...keys) => keys.reduce((at, key) => moved(SHAPE, at, key) ?? at, from);
const shown = (/** @type {any} */ scene) => ({ ...module.START, scene, step: 0 });

test("arrows go from cell to cell, and up and down from slice to slice", () => {
  assert.deepEqual(walk([0, 1, 1], "ArrowRight"), [0, 1, 2]);
  assert.deepEqual(walk([0, 2, 1], "ArrowDown"), [1, 0, 1]);
  assert.deepEqual(walk([1, 0, 1], "ArrowUp"), [0, 2, 1]);
  for (const [from, key] of /** @type {[number[], string][]} */ ([
    [[0, 0, 1], "ArrowUp"],
    [[3, 2, 1], "ArrowDown"],
    [[0, 0, 0], "ArrowLeft"],
    [[0, 0, 4], "ArrowRight"],
  ]))
    assert.deepEqual(walk(from, key), from);
  assert.equal(moved(SHAPE, [0, 0, 0], "x"), undefined);
});

test("arrows reach every cell", () => {
  const [found, open] = [new Set(["0,0,0"]), [[0, 0, 0]]];
  for (let at = open.pop(); at; at = open.pop())
    for (const key of Object.keys(grid.ARROWS)) {
      const next = walk(at, key);
      if (!found.has(`${next}`)) open.push(next);
      found.add(`${next}`);
    }
  assert.deepEqual([...found].sort(), cells(SHAPE).map(String).sort());
});

test("Home and End go to the ends of a row, with Ctrl to those of all; Page keys by ten rows or one slice", () => {
  assert.deepEqual(walk([2, 1, 3], "Home"), [2, 1, 0]);
  assert.deepEqual(walk([2, 1, 3], "End"), [2, 1, 4]);
  assert.deepEqual(moved(SHAPE, [2, 1, 3], "Home", true), [0, 0, 0]);
  assert.deepEqual(moved(SHAPE, [2, 1, 3], "End", true), [3, 2, 4]);
  assert.deepEqual(moved(SHAPE, [2, 1, 3], "ArrowDown", true), [2, 2, 3]);
  assert.deepEqual(moved(SHAPE, [2, 1, 3], "ArrowLeft", true), [2, 1, 0]);
  assert.deepEqual(walk([2, 1, 3], "PageDown", "PageDown"), [3, 1, 3]);
  assert.deepEqual(walk([2, 1, 3], "PageUp"), [1, 1, 3]);
  assert.deepEqual(moved([1, 30, 5], [0, 15, 2], "PageDown"), [0, 25, 2]);
  assert.deepEqual(moved([1, 30, 5], [0, 5, 2], "PageUp"), [0, 0, 2]);
});

test("after an edit one goes on inside what was given, by Tab from row to row", () => {
  const next = (/** @type {number[]} */ at, /** @type {[number, number]} */ way, where = PADDED) =>
    nextEdited(where, "input", at, way);
  assert.deepEqual(next([0, 1, 2], [1, 0]), [0, 2, 2]);
  assert.deepEqual(next([0, 3, 2], [1, 0]), [0, 3, 2]);
  assert.deepEqual(next([0, 1, 2], [-1, 0]), [0, 1, 2]);
  assert.deepEqual(next([0, 1, 5], [0, 1]), [0, 2, 2]);
  assert.deepEqual(next([0, 2, 2], [0, -1]), [0, 1, 5]);
  assert.deepEqual(next([0, 3, 5], [0, 1]), [0, 3, 5]);
  assert.deepEqual(next([0, 1, 2], [0, -1]), [0, 1, 2]);
  assert.deepEqual(next([1, 2, 4], [0, 1], DEEP), [2, 0, 0]);
  assert.deepEqual(next([1, 2, 4], [1, 0], DEEP), [2, 0, 4]);
});

test("a range grows from its current cell, within its slice and within the panel", () => {
  const one = { at: [1, 1, 2], to: [1, 1, 2] };
  const two = extended(SHAPE, one, "ArrowDown");
  assert.deepEqual(two, { at: [1, 1, 2], to: [1, 2, 2] });
  assert.deepEqual(extended(SHAPE, two ?? one, "ArrowDown"), two);
  assert.deepEqual(extended(SHAPE, one, "Home", true), { at: [1, 1, 2], to: [1, 0, 0] });
  assert.deepEqual(grid.cellsOf(extended(SHAPE, one, "End") ?? one), [
    [
      [1, 1, 2],
      [1, 1, 3],
      [1, 1, 4],
    ],
  ]);
  assert.deepEqual(grid.wholeSlice(SHAPE, [2, 2, 1]), { at: [2, 2, 0], to: [2, 0, 4] });
  assert.deepEqual(clamped([1, 2, 2], { at: [3, 2, 4], to: [3, 0, 1] }), { at: [0, 1, 1], to: [0, 0, 1] });
});

test("a shown cell was given where padding and flipping have it, and is shown there again", () => {
  assert.deepEqual(toGiven(PADDED, "input", [0, 1, 2]), [0, 0, 0]);
  assert.equal(toGiven(PADDED, "input", [0, 0, 2]), undefined);
  assert.equal(toGiven(PADDED, "input", [0, 1, 6]), undefined);
  assert.deepEqual(toGiven(FLIPPED, "filter", [0, 0, 2]), [0, 1, 0]);
  assert.deepEqual(toGiven(FLIPPED, "input", [0, 0, 2]), [0, 0, 2]);
  assert.equal(toShown(PADDED, "input", [0, 3, 0]), undefined);
  const pick = random(7);
  for (let number = 0; number < 40; number += 1) {
    const geometry = anyGeometry(pick);
    const scene = { ...openScene(geometry), flip: pick(2) === 1 };
    for (const [panel, size] of /** @type {["input" | "filter", number[]][]} */ ([
      ["input", geometry.x],
      ["filter", geometry.w],
    ])) {
      const places = cells(grid.sizesOf(scene, panel)).flatMap((at) => {
        const place = toGiven(scene, panel, at);
        if (place) assert.deepEqual(toShown(scene, panel, place), at);
        return place ? [`${place}`] : [];
      });
      assert.deepEqual(places.sort(), cells(size).map(String).sort());
      assert.ok(EACH.every((axis) => geometry.x[axis] > 0));
    }
  }
});

test("a cell is named by panel and place, from one, depth last; padding is said to be padding", () => {
  assert.equal(cellName(DEEP, "input", [2, 0, 3]), "input, row 1, column 4, depth 3");
  assert.equal(cellName(DEEP, "filter", [1, 0, 1]), "filter, row 1, column 2, depth 2");
  assert.equal(cellName(PADDED, "input", [0, 1, 3]), "input, row 1, column 2");
  assert.equal(cellName(PADDED, "input", [0, 0, 1]), "input, padding, row 0, column 0");
  assert.equal(cellName(FLIPPED, "filter", [0, 0, 1]), "filter, flipped, row 1, column 2");
  assert.equal(cellName(VECTOR, "input", [0, 0, 2]), "input, cell 2");
  assert.equal(rangeName(PADDED, "input", { at: [0, 1, 3], to: [0, 1, 3] }), "");
  const range = { at: [0, 3, 3], to: [0, 1, 2] };
  assert.equal(
    rangeName(PADDED, "input", range),
    "Rows 1 to 3, columns 1 to 2 of the input are selected: 3 × 2 cells.",
  );
  const cellsOf = { at: [0, 0, 1], to: [0, 0, 3] };
  assert.equal(rangeName(VECTOR, "input", cellsOf), "Cells 1 to 3 of the input are selected.");
});

test("a selection is copied as spreadsheets exchange it, with every figure, a flipped filter as it was given", () => {
  const range = { at: [1, 2, 4], to: [1, 1, 3] };
  assert.equal(copied(shown(DEEP), "input", range), "114\t115\n124\t125");
  const weights = { at: [0, 0, 1], to: [0, 1, 2] };
  assert.equal(copied(shown({ ...FLIPPED, flip: false }), "filter", weights), "1\t-1\n-2\t1");
  assert.equal(copied(shown(FLIPPED), "filter", weights), "1\t-2\n-1\t1");
  const typed = new Map([["0,1,0", { text: "1/3" }]]); // as given; shown at the end of the first row
  assert.equal(copied(shown(FLIPPED), "filter", weights, typed), "1\t-2\n1/3\t1");
  assert.equal(numbers.plain(0.1 + 0.2), "0.30000000000000004");
  assert.deepEqual([1e20, 1e21, -0, 1e-7, -0.25].map(numbers.plain), [
    "100000000000000000000",
    "1e21",
    "0",
    "1e-7",
    "-0.25",
  ]);
});

test("a text of several cells is a block, that of one number is none", () => {
  for (const text of ["1\t2", "1\n2", "1;2", "1 2", "1,2,3", "\n1\t2\n", "[[1,2],[3,4]]", "{1,2}"])
    assert.ok(isBlock(text), text);
  for (const text of ["1", " 1\n", "1,5", "1 234", "1/2", "abc", "two words", ""])
    assert.ok(!isBlock(text), text);
});

test("every panel of a scene has a first cell", () => {
  for (const panel of scene.PANELS) assert.equal(grid.startOf(shown(DEEP), panel).length, 3);
});
