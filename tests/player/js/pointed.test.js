/** Which cell an event of the pointer is about. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { pointed as module } from "./modules.js";

const { cellAt, placing } = module;

/** A box of `rows` × `columns` cells of this size. @param {number} rows @param {number} columns @param {number} cell */
const boxOf = (rows, columns, cell, left = 0, top = 0) => ({
  ...{ left, top, width: columns * cell, height: rows * cell },
});

test("the middle of every cell is in it, wherever the box begins and whatever the cells' size", () => {
  const [rows, columns] = [5, 40];
  for (const left of [0, 0.2, 0.5, 991.2, -3.75])
    for (const cell of [0.8, 1, 1.25, 2, 3, 17.6]) {
      const box = boxOf(rows, columns, cell, left, left / 3);
      for (let row = 0; row < rows; row += 1)
        for (let column = 0; column < columns; column += 1) {
          const place = { x: box.left + (column + 0.5) * cell, y: box.top + (row + 0.5) * cell };
          assert.deepEqual(cellAt(place, box, rows, columns), [row, column]);
        }
    }
});

test("the pixels along the edge belong to the outermost cells, and those beyond to none", () => {
  const box = boxOf(3, 7, 2, 10.4, 20.6);
  const at = (/** @type {number} */ x, /** @type {number} */ y) => cellAt({ x, y }, box, 3, 7);
  assert.deepEqual(
    [at(10, 20), at(24.9, 26.9)],
    [
      [0, 0],
      [2, 6],
    ],
  );
  assert.deepEqual([at(9, 21), at(11, 19), at(26, 21), at(11, 28)], Array(4).fill(undefined));
});

test("a click is where the pointer went down, though its fraction is cut off", () => {
  const placeOf = placing();
  const event = (/** @type {string} */ type, /** @type {number} */ x, /** @type {number} */ y) =>
    placeOf({ type, clientX: x, clientY: y });
  assert.deepEqual(event("click", 4, 5), { x: 4, y: 5 });
  assert.deepEqual(event("pointerdown", 100.8, 60.4), { x: 100.8, y: 60.4 });
  for (const type of ["mousedown", "click", "dblclick"])
    assert.deepEqual(event(type, 100, 60), { x: 100.8, y: 60.4 });
  assert.deepEqual(event("click", 102, 60), { x: 102, y: 60 });
});
