/** How the player reads numbers that someone typed, and judges them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { numbers, TABLE } from "./modules.js";

const { guess, isRight, sizes } = numbers;
const THIRD = 1 / 3;

test("no refusal gives the answer away", () => {
  for (const answer of [6, -2.5, 0.5, 7, 0])
    for (const text of ["six", "", "1/0"]) {
      const named = /such as (.*)\.$/.exec(String(guess(text, answer).problem))?.[1].split(/, | or /) ?? [];
      assert.ok(named.length > 0 && named.every((one) => guess(one).value !== answer), `${answer}: ${named}`);
    }
});

for (const { rule, accepted, refused } of TABLE.read)
  test(rule, () => {
    for (const [text, value] of Object.entries(accepted))
      assert.ok(guess(text).value === value, `“${text}” is ${value}, not ${JSON.stringify(guess(text))}`);
    for (const text of refused) {
      assert.ok(guess(text).value === undefined, `“${text}” is no number`);
      assert.match(String(guess(text).problem), /\.$/);
    }
  });

test("the table has many texts of both kinds", () => {
  const accepted = TABLE.read.flatMap((rule) => Object.keys(rule.accepted));
  const refused = TABLE.read.flatMap((rule) => rule.refused);
  assert.ok(accepted.length >= 60 && refused.length >= 40);
});

test("what is no number is answered with the way out", () => {
  const problems = {
    " ": "Type a number first, such as 6, −2.5 or 1/2.",
    "6 apples": "“6 apples” is not a number. Type one such as 6, −2.5 or 1/2.",
    "four and twenty birds": "“four and twenty bird…” is not a number. Type one such as 6, −2.5 or 1/2.",
    "3 1/2": "Write a mixed number as one fraction: 7/2, not 3 1/2.",
    "1/0": "“1/0” is no finite number. Type one such as 6.",
  };
  for (const [text, problem] of Object.entries(problems)) assert.deepEqual(guess(text), { problem });
});

test("the places behind the point are counted", () => {
  const places = { 6: 0, "6.": 0, "6,0": 1, 0.333: 3, "1,234.50": 2, "1 234,5": 1 };
  for (const [text, count] of Object.entries(places)) assert.equal(guess(text).places, count, text);
  for (const text of ["1/2", "5e-1"]) assert.equal(guess(text).places, Number.POSITIVE_INFINITY, text);
});

test("a comma that may part thousands is refused with both numbers", () => {
  const problem = "“7,919” can be 7919 or 7.919. Type it as one of these.";
  assert.deepEqual(guess("7,919"), { problem, either: [7919, 7.919] });
  assert.deepEqual(guess("− 7,919").either, [-7919, -7.919]);
  assert.deepEqual(guess("1,000/2").either, [500, 0.5]);
  for (const text of ["0,919", "7,91", "7919,000", "7.919", "7,919.0"])
    assert.equal(guess(text).either, undefined, text);
});

/** Whether a typed text is taken as right. @param {string} text @param {number} answer @param {number} [size] */
const right = (text, answer, size) => isRight(guess(text), answer, size);

test("a guess is right as rounded", () => {
  assert.ok(right("6", 6) && !right("6", 6.4));
  assert.ok(right("0.33", THIRD) && !right("0.3", THIRD) && !right("0.34", THIRD));
  assert.ok(right("1/3", THIRD));
  assert.ok(right("12.346", 12.3456));
  assert.ok(right("1e9", 1e9));
  assert.ok(right("1234.6", 1234.5678));
});

test("a guess is right whichever way its comma is meant", () => {
  assert.ok(right("7,919", 7919) && right("7,919", 7.919));
});

test("a guess is as exact as the largest term", () => {
  const [tiny, huge] = [3e-10, 1e300];
  assert.ok(!right("0", tiny, 2e-10));
  assert.ok(!right("5e-10", tiny, 2e-10));
  assert.ok(right("3e-10", tiny, 2e-10));
  assert.ok(right("0", 1e-14, 4)); // what 0.1·30 − 3 leaves
  assert.ok(!right("2e300", huge, huge));
});

test("what is no number is never right", () => {
  assert.ok(!right("six", 6) && !right("", 0));
});

test("a size is understood", () => {
  for (const text of ["2 × 2", "2x2", "2, 2", "2 2", "2*2"]) assert.deepEqual(sizes(text), [2, 2]);
  assert.deepEqual(sizes("5"), [5]);
  for (const text of ["a × 2", "", "2 ×"]) assert.equal(sizes(text), undefined);
});
