/** How the sum of a window is laid out. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { lines as module } from "./modules.js";
import { openScene } from "./scenes.js";

const { sizeOf } = module;

/** The scene of a filter of three slices. */
function cube() {
  const scene = openScene({ x: [3, 8, 8], w: [3, 3, 3] });
  scene.figures.output[0].data[0].zmax = 99;
  return scene;
}

test("sums stand apart where no two of them fit one line", () => {
  assert.deepEqual(sizeOf(cube(), 900), { type: 18, lines: 4, apart: true });
  const wide = sizeOf(cube(), 3000);
  assert.equal(wide.apart, false);
  assert.ok(wide.lines < 4);
});
