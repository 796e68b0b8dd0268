/** Linked views: what belongs to a cell, and what is said of it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { links, state as module } from "./modules.js";
import { anyGeometry, convolve, openScene, paddedMatrix, random } from "./scenes.js";

const { linksOf } = links;

const PADDED = paddedMatrix([3, 4]); // 3 x 3
const DEEP = openScene({ x: [4, 3, 5], w: [2, 2, 2] });

/**
 * @typedef {import("../../../convviz/player/assets/model/scene.js").Scene} Scene
 * @typedef {import("../../../convviz/player/assets/model/scene.js").PanelName} Panel
 * @typedef {import("../../../convviz/player/assets/model/links.js").Links} Links
 */

/**
 * A state that shows a scene at a step while a cell is pointed at.
 * @param {Scene} scene @param {number} step @param {Panel | undefined} panel @param {number[]} at
 */
const pointing = (scene, step, panel, at, more = {}) => ({
  ...module.START,
  ...{ revision: 1, scene, step, target: panel && { panel, at } },
  ...more,
});
/**
 * What belongs to that cell, with so many letters to say it; the tests know which fields there are.
 * @param {Scene} scene @param {number} step @param {Panel | undefined} panel @param {number[]} at
 * @returns {Required<Links>}
 */
const linked = (scene, step, panel, at, letters = 999, more = {}) =>
  /** @type {any} */ (linksOf(pointing(scene, step, panel, at, more), letters));

test("nothing belongs to no cell", () => {
  assert.equal(linked(PADDED, 0, undefined, []), undefined);
});

test("an output cell has its window and its sum", () => {
  const found = linked(PADDED, 0, "output", [0, 1, 2]);
  assert.equal(found.preview, 5);
  assert.deepEqual(found.output, [{ at: [0, 1, 2] }]);
  assert.equal(
    found.text,
    "Output (2, 3) = −30, from window 6 of 9. Its window is outlined; click or Enter goes there.",
  );
  assert.equal(found.spoken, "Output (2, 3) = −30, from window 6 of 9. 3·(−2) + 4·1 + 13·0 + 14·(−2) = −30");
});

test("who is at the window already is not told how to go there, and a finger not to click", () => {
  assert.match(linked(PADDED, 5, "output", [0, 1, 2]).text, /6 of 9\. That is the present window\.$/);
  assert.match(
    linked(PADDED, 0, "output", [0, 1, 2], 999, { byTouch: true }).text,
    /; tap it again to go there\.$/,
  );
});

test("what is to be predicted is not said", () => {
  const found = linked(PADDED, 2, "output", [0, 1, 2], 999, { predicting: true });
  assert.match(found.text, /^Output \(2, 3\) is still to be found, from window 6 of 9\./);
  assert.match(found.spoken, / = \?$/);
  assert.match(linked(PADDED, 6, "output", [0, 1, 2], 999, { predicting: true }).text, / = −30,/);
});

test("an input cell has the output cells that use it, each with its weight", () => {
  const found = linked(PADDED, 4, "input", [0, 1, 1]);
  assert.equal(
    found.text,
    "Input (1, 2) = 2: in 4 of 9 windows, with weight −2 in (1, 1); 0 in (1, 2); 1 in (2, 1); −2 in (2, 2).",
  );
  assert.deepEqual(
    found.output.map(({ at, text }) => [...at, text]),
    [
      [0, 0, 0, "−2"],
      [0, 0, 1, "0"],
      [0, 1, 0, "1"],
      [0, 1, 1, "−2"],
    ],
  );
  assert.deepEqual([found.filter, found.product, found.tap], [[{ at: [0, 0, 0] }], [{ at: [0, 0, 0] }], 0]);
  assert.equal(linked(PADDED, 8, "input", [0, 1, 1]).tap, undefined);
});

test("a long list is cut to the letters that there are, and spoken whole", () => {
  const { text, spoken } = linked(PADDED, 4, "input", [0, 1, 1], 75);
  assert.equal(text, "Input (1, 2) = 2: in 4 of 9 windows, with weight −2 in (1, 1); and 3 more.");
  assert.match(spoken, /−2 in \(2, 2\)\.$/);
});

test("a cell of the padding is called so, and one that no window reads as well", () => {
  assert.match(
    linked(PADDED, 0, "input", [0, 0, 3]).text,
    /^Padding, 0: in 1 of 9 windows, with weight 1 in/,
  );
  const wide = openScene({ x: [1, 2, 4], w: [1, 2, 2], stride: [1, 1, 3] }, { rank: 2 });
  assert.equal(linked(wide, 0, "input", [0, 0, 3]).text, "Input (1, 4) = 4: no window reads it.");
});

test("a weight, its product and the input cell that it meets belong together", () => {
  const filter = linked(PADDED, 4, "filter", [0, 1, 0]);
  const both = {
    input: [{ at: [0, 2, 1] }],
    filter: [{ at: [0, 1, 0] }],
    product: [{ at: [0, 1, 0] }],
    tap: 2,
  };
  const { text, spoken, ...cellsOfFilter } = filter;
  assert.deepEqual(cellsOfFilter, both);
  assert.equal(
    text,
    "In this window, weight (2, 1) = 0 meets input (2, 2) = 12: term 3 of 4, which makes 0.",
  );
  assert.equal(spoken, text);
  assert.match(linked(PADDED, 4, "product", [0, 1, 0]).text, /: term 3 of 4, the product 0\.$/);
});

test("depth is said last", () => {
  assert.match(linked(DEEP, 0, "output", [2, 1, 3]).text, /^Output \(2, 4, 3\) = .*, from window 24 of 24\./);
  assert.match(
    linked(DEEP, 0, "filter", [1, 0, 1]).text,
    /weight \(1, 2, 2\) = 2 meets input \(1, 2, 2\) = 102/,
  );
});

test("whoever is linked to a cell is linked back", () => {
  const pick = random(5);
  for (let number = 0; number < 40; number += 1) {
    const geometry = anyGeometry(pick);
    const scene = openScene(geometry);
    const step = pick(scene.steps);
    const { index, met } = convolve(geometry).windows[step];
    for (const { tap, cell } of met) {
      const said = JSON.stringify({ geometry, step, tap });
      assert.deepEqual(linked(scene, step, "filter", tap).input, [{ at: cell }], said);
      const back = linked(scene, step, "input", cell);
      assert.deepEqual(back.filter, [{ at: tap }], said);
      assert.ok(back.output.some(({ at }) => `${at}` === `${index}`) || back.output.length === 400, said);
    }
  }
});

test("a cell that holds something else than is shown says so first", () => {
  const asked = {
    input: [[0, 0, 1, "cat", "The cell holds “cat”, which is not a finite number."]],
    filter: [],
  };
  const found = linked(PADDED, 0, "input", [0, 1, 1], 999, { asked });
  assert.match(
    found.text,
    /^The cell holds “cat”, which is not a finite number\. The stage has: Input \(1, 2\) = 2/,
  );
  const other = { input: [], filter: [[0, 1, 0, "7", ""]] };
  assert.match(
    linked(PADDED, 0, "filter", [0, 1, 0], 999, { asked: other }).text,
    /^7 is asked for here\. The stage has: /,
  );
  assert.doesNotMatch(linked(PADDED, 0, "filter", [0, 0, 0], 999, { asked: other }).text, /asked/);
});
