/** What is said about predictions. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { laid, quiz } from "./modules.js";
import { openScene } from "./scenes.js";

const { askedOf, correction, guessSize } = quiz;

const SCENE = openScene(
  { x: [1, 4, 5], w: [1, 2, 3] },
  {
    rank: 2,
    bias: 2,
    mistakes: { "the sum without the bias": (total) => total - 2, "the sum doubled": (total) => 2 * total },
  },
);
const CUBE = openScene({ x: [4, 4, 5], w: [2, 2, 3] });

test("a mistake that leads to the answer is named", () => {
  const asked = askedOf(SCENE, 3);
  const { answer: total, text } = asked;
  assert.equal(total, SCENE.total(3));
  const said = (/** @type {number} */ value) => correction(asked, String(value), value);
  assert.equal(said(total - 2), `Not ${total - 2}: ${text}. ${total - 2} is the sum without the bias.`);
  assert.equal(said(2 * total), `Not ${2 * total}: ${text}. ${2 * total} is the sum doubled.`);
  assert.equal(said(total + 1), `Not ${total + 1}: ${text}.`);
});

test("of a cell of which padding cuts off every product it is asked how many lie on the output", () => {
  const cut = { pair: [5, 1], product: 5, tap: [0, 0, 0], before: NaN, after: NaN, count: 0 };
  const scene = /** @type {any} */ ({
    laid: { asked: () => cut },
    taps: SCENE.taps.slice(0, 2),
    labels: { window: "x" },
    position: () => [1],
  });
  assert.equal(laid.laidQuestion(scene, 0), "x(1) is laid: how many of its products lie on the output?");
  assert.deepEqual(
    [true, false].map((hidden) => laid.landingText(scene, /** @type {any} */ (cut), hidden)),
    [" on ?", " is cut off"],
  );
  const asked = askedOf(scene, 0);
  assert.equal(asked.answer, 0);
  assert.match(correction(asked, "2", 2), /2 is how many it has: padding cuts all of them off\.$/);
});

test("what was typed is cut short where it is long", () => {
  const asked = askedOf(SCENE, 0);
  assert.equal(correction(asked, "1".repeat(30), 1e30), `Not ${"1".repeat(20)}: ${asked.text}.`);
});

test("a size is right in rows and columns, and with a depth of one", () => {
  for (const text of ["3 × 3", "3x3", "3, 3", "3 × 3 × 1"])
    assert.deepEqual(guessSize(SCENE, text), {
      right: true,
      verdict: "Right: 3 × 3, because ⌊5 / 1⌋ + 1 = 6 (rows).",
    });
  const wrong = guessSize(SCENE, "3 × 4");
  assert.deepEqual(wrong, { right: false, verdict: "Not 3 × 4: 3 × 3, because ⌊5 / 1⌋ + 1 = 6 (rows)." });
  for (const text of ["3", "3 × 3 × 2"]) assert.equal(Object(guessSize(SCENE, text)).right, false);
});

test("what is no size is answered with one of as many numbers", () => {
  const square = openScene({ x: [1, 5, 5], w: [1, 2, 2] }, { rank: 2 });
  assert.deepEqual(guessSize(square, "?"), { problem: "Type whole numbers, such as 5 × 5." }); // it is 4 × 4
  assert.deepEqual(guessSize(SCENE, "large"), { problem: "Type whole numbers, such as 4 × 4." });
  assert.deepEqual(guessSize(CUBE, ""), { problem: "Type whole numbers, such as 4 × 4 × 4." });
});
