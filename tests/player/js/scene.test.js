/** Where the windows and cells of a scene are. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { scene } from "./modules.js";

test("positions count from one, depth last", () => {
  const { position } = scene;
  assert.deepEqual(position([0, 0, 4], 1, 1), [5]);
  assert.deepEqual(position([0, 1, 2], 2, 1), [2, 3]);
  assert.deepEqual(position([0, 1, 2], 3, 1), [2, 3]);
  assert.deepEqual(position([3, 1, 2], 3, 4), [2, 3, 4]);
});
