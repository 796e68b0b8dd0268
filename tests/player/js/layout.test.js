/** How large the cells are, and where the panels stand. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrange } from "./modules.js";

const ROOMS = [
  [876, 280],
  [1200, 420],
  [366, 360],
];
const CASES = [
  { x: [3, 8, 8], w: [3, 3, 3], least: 14 },
  { x: [3, 8, 8], w: [2, 5, 5], least: 14 },
  { x: [8, 8, 8], w: [8, 3, 3], least: 12 },
  { x: [8, 16, 16], w: [2, 3, 3], least: 5 },
  { x: [16, 8, 8], w: [16, 3, 3], least: 7 },
  { x: [3, 64, 64], w: [3, 3, 3], least: 2 },
  { x: [1, 20, 20], w: [1, 15, 15], least: 13 },
];

/** The shapes of a convolution without padding. @param {number[]} x @param {number[]} w */
const shapes = (x, w) => ({ input: x, filter: w, output: x.map((size, axis) => size - w[axis] + 1) });

/** @param {number[]} values */
const sum = (values) => values.reduce((total, value) => total + value, 0);

for (const [width, height] of ROOMS)
  for (const { x, w, least } of CASES)
    test(`cells of ${x} under ${w} are as large as there is room in ${width} × ${height}`, () => {
      const { sizes, widths, lines } = arrange(shapes(x, w), width, height);
      assert.ok(sizes.input >= least);
      assert.ok(sizes.filter >= sizes.input);
      assert.ok((lines > 1 ? Math.max(...widths) : sum(widths) + 132) <= width);
    });
