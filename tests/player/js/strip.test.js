/** The layers in a row: what is offered, what is spoken, and the edits that ask Python for a change. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { editing, strip as module, state as stateModule } from "./modules.js";
import { paddedMatrix } from "./scenes.js";

const { reduce, START } = stateModule;
const { choices, isRow, NO_STRIP, outcomeOf, spokenLayer, withoutSizes } = module;

const layer = (/** @type {string} */ name, size = "2 × 2", mark = "", why = "") => ({
  name,
  size,
  mark,
  why,
});
/** @type {any} */
const STRIP = {
  input: "3 × 4",
  shown: 1,
  layers: [
    layer("Convolution 2 × 2, 2 filters", "2 × 3 × 2"),
    layer("ReLU"),
    layer("Max pooling 9 × 9", "", "refused", "Too large."),
  ],
  kinds: [
    ["convolution", "Convolution"],
    ["max", "Max pooling"],
  ],
  full: false,
};
const shown = (header = {}) => {
  const first = { revision: 1, since: 1, step: 0, title: "", strip: STRIP, ...header };
  const coming = reduce(
    { ...START, editable: true },
    { type: "frame", header: first, scene: paddedMatrix([3, 4]), linkable: true },
  );
  return /** @type {any} */ (reduce(coming, { type: "drawn", revision: 1 }));
};

test("sizes that are asked for are question marks, from the shown layer on", () => {
  const sizes = withoutSizes({ ...STRIP, layers: [...STRIP.layers.slice(0, 2), layer("Tanh")] }).layers.map(
    (one) => one.size,
  );
  assert.deepEqual(sizes, ["2 × 3 × 2", "?", "?"]);
  assert.equal(withoutSizes(STRIP).layers[2].size, "");
});

test("a layer can be added behind the shown one, and its output can be the input", () => {
  assert.deepEqual(choices(STRIP), [
    { label: "Convolution", change: { add: "convolution", at: 2 } },
    { label: "Max pooling", change: { add: "max", at: 2 } },
    { label: "Output becomes the input", change: { begin: 1 } },
  ]);
  assert.deepEqual(
    choices({ ...STRIP, full: true }).map(({ label }) => label),
    ["Output becomes the input"],
  );
  assert.deepEqual(choices({ ...STRIP, shown: 2, full: true }), []); // it gives nothing
});

test("layers are spoken with their place, their size, and why they are not there", () => {
  assert.equal(spokenLayer(STRIP, 0), "Layer 1 of 3: Convolution 2 × 2, 2 filters. Output 2 × 3 × 2.");
  assert.equal(spokenLayer(STRIP, 2), "Layer 3 of 3: Max pooling 9 × 9. Too large.");
  assert.equal(outcomeOf(STRIP, { remove: 2 }), "Removed. Layer 2 of 3: ReLU. Output 2 × 2.");
  assert.equal(outcomeOf(STRIP, { begin: 0 }), "The output is the input now.");
});

test("one layer is no row, and a page without layers has none", () => {
  assert.ok(isRow(STRIP));
  assert.ok(!isRow({ ...STRIP, layers: STRIP.layers.slice(0, 1) }));
  assert.ok(!isRow(NO_STRIP));
});

test("a change of the layers is an edit, and an open editor is left first", () => {
  const state = shown();
  const asked = reduce(state, { type: "layer", change: { show: 0 }, now: 100 });
  assert.deepEqual(asked.queue, [{ n: 100, revision: 1, do: "layer", show: 0 }]);
  const steps = [
    { type: "pick", panel: "input", at: [0, 1, 1], now: 100 },
    { type: "open", panel: "input", text: "7" },
    { type: "layer", change: { remove: 0 }, now: 101 },
  ];
  const left = steps.reduce((now, action) => reduce(now, action), state);
  assert.deepEqual(
    left.queue.map((/** @type {any} */ edit) => edit.do),
    ["type", "layer"],
  );
  assert.equal(left.editing, undefined);
  assert.equal(reduce({ ...state, editable: false }, { type: "layer", change: { show: 0 } }).queue.length, 0);
});

test("the row stays the same object as long as it says the same", () => {
  const state = shown();
  const again = reduce(state, {
    type: "frame",
    header: { revision: 1, title: "", strip: JSON.parse(JSON.stringify(STRIP)) },
    linkable: true,
  });
  assert.equal(again.strip, state.strip);
});

test("an input that another layer gives is not typed, and says what it is", () => {
  const state = shown({ given: "the output of layer 1" });
  const opened = reduce(state, { type: "open", panel: "input", text: "7" });
  assert.equal(opened.editing, undefined);
  assert.equal(opened.note, "This is the output of layer 1: its numbers follow from that layer.");
  for (const action of [{ type: "clear" }, { type: "paste", text: "1\t2" }])
    assert.equal(reduce(state, { ...action, panel: "input", now: 1 }).queue.length, 0);
  assert.ok(reduce(state, { type: "open", panel: "filter", text: "7" }).editing);
  assert.ok(editing.isGiven(state, "input"));
});
