/** The queue of edits: what is added, what the host is given, what lies over the cells. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { edits as module } from "./modules.js";

const { added, due, textsOver, unanswered } = module;

/** @typedef {import("../../../convviz/player/assets/model/edits.js").Edit} Edit */

/**
 * An edit that types a text.
 * @param {number} n @param {string} text @param {number} [live] @param {"input" | "filter"} panel
 * @returns {Edit}
 */
const typed = (n, text, live, panel = "input") => ({
  ...{ n, revision: 1, do: "type", panel, cells: [[0, 1, 2, text]] },
  ...(live && { live }),
});
const numbers = (/** @type {readonly Edit[]} */ queue) => queue.map(({ n }) => n);

test("edits wait in order", () => {
  const queue = [typed(5, "1"), typed(7, "2")];
  assert.deepEqual(numbers(added(queue, { n: 8, revision: 1, do: "undo" })), [5, 7, 8]);
  assert.deepEqual(numbers(unanswered(queue, 5)), [7]);
  assert.deepEqual(numbers(queue), [5, 7]);
});

test("a live edit replaces the one before it of the same opening, and no other", () => {
  assert.deepEqual(numbers(added([typed(5, "1"), typed(7, "2", 7)], typed(8, "3", 7))), [5, 8]);
  assert.deepEqual(numbers(added([typed(5, "1", 5), typed(7, "2", 7)], typed(8, "3", 7))), [5, 8]);
  assert.deepEqual(numbers(added([typed(7, "2", 7)], typed(9, "3", 9))), [7, 9]);
  assert.deepEqual(numbers(added([typed(7, "2", 7)], typed(9, "3"))), [7, 9]);
  assert.deepEqual(
    numbers(added([typed(7, "2", 7), { n: 8, revision: 1, do: "undo" }], typed(9, "3", 7))),
    [7, 8, 9],
  );
});

test("the host is given all that is not answered, once for each new edit", () => {
  const queue = [typed(5, "1"), typed(7, "2")];
  assert.deepEqual(numbers(due({ queue, answered: 0, sent: 0 }) ?? []), [5, 7]);
  assert.deepEqual(numbers(due({ queue, answered: 5, sent: 5 }) ?? []), [7]);
  assert.equal(due({ queue, answered: 0, sent: 7 }), undefined);
  assert.equal(due({ queue, answered: 7, sent: 0 }), undefined);
  assert.equal(due({ queue: [], answered: 0, sent: 0 }), undefined);
});

test("one live edit at a time is on its way; the latest follows it, or the editor's end", () => {
  const later = { queue: [typed(9, "4", 7)], sent: 7, open: 7 };
  assert.deepEqual(numbers(due({ ...later, queue: [typed(7, "2", 7)], answered: 0, sent: 0 }) ?? []), [7]);
  assert.equal(due({ ...later, answered: 0 }), undefined);
  assert.deepEqual(numbers(due({ ...later, answered: 7 }) ?? []), [9]);
  assert.deepEqual(numbers(due({ ...later, answered: 0, open: undefined }) ?? []), [9]);
  // The first of an opening does not wait for other edits.
  const first = { queue: [typed(5, "1"), typed(9, "2", 9)], answered: 0, sent: 5, open: 9 };
  assert.deepEqual(numbers(due(first) ?? []), [5, 9]);
});

test("what is typed lies over what Python kept as it was typed, each in its panel", () => {
  const queue = [typed(5, "1", undefined, "filter"), typed(7, "2")];
  const over = textsOver(
    [
      [0, 1, 2, "x", "No number."],
      [0, 0, 0, "y", ""],
    ],
    queue,
    "input",
  );
  assert.deepEqual([...over.keys()], ["0,1,2", "0,0,0"]);
  assert.deepEqual(over.get("0,1,2"), { at: [0, 1, 2], text: "2", why: "", coming: true });
  assert.deepEqual(over.get("0,0,0"), { at: [0, 0, 0], text: "y", why: "", coming: false });
  assert.deepEqual(textsOver([], queue, "filter").get("0,1,2")?.text, "1");
});
