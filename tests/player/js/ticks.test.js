/** The numbers of an axis. */

import assert from "node:assert/strict";
import test from "node:test";
import { ticks as axis } from "./modules.js";

const { ticks } = axis;

test("an axis has round numbers, zero among them", () => {
  assert.deepEqual(ticks(0.5, 100.5, 12), [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  assert.deepEqual(ticks(-10.4, 10.4, 4), [-10, 0, 10]);
  assert.deepEqual(ticks(0.5, 3.5, 3), [1, 2, 3]);
  assert.deepEqual(ticks(-0.06, 0.29, 4), [0, 0.1, 0.2]);
});

test("an axis has no more numbers than it has room for, and as many as it can", () => {
  for (const most of [3, 4, 12])
    for (const high of [0.002, 0.9, 1, 7, 49.5, 4096.5, 3e8]) {
      const found = ticks(-high / 3, high, most).length;
      assert.ok(found <= most + 1 && found >= most / 2.5 - 1, `${most} ${high}: ${found}`);
    }
});
