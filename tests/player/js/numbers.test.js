/** How the player writes numbers and sums. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { numbers, TABLE } from "./modules.js";

const { addsUp, exactly, factor, inDigits, number } = numbers;
const THIRD = 1 / 3;

/** So many times the same number. @param {number} count @param {number} value */
const times = (count, value) => Array.from({ length: count }, () => value);

/**
 * The pairs of a sum's factors.
 * @param {number[]} left @param {number[]} right
 * @returns {[number, number][]}
 */
const pairs = (left, right) => left.map((value, index) => [value, right[index]]);

/**
 * The sum of products written out.
 * @param {number[]} left @param {number[]} right @param {number} bias @param {number} total
 */
const sumText = (left, right, bias, total, hidden = false) =>
  numbers.sumText(pairs(left, right), bias, total, { hidden, elision: { most: 27, ends: 12 } });

test("numbers are written as the table says", () => {
  assert.ok(TABLE.written.length > 30);
  for (const [value, rounded, exact] of TABLE.written)
    assert.deepEqual([number(value), exactly(value)], [rounded, exact], `written: ${value}`);
});

test("a number is as wide as its digits, but for its parentheses, its point and its minus", () => {
  assert.deepEqual(["7", "100", "1e20"].map(inDigits), [1, 3, 4]);
  assert.ok(inDigits("(−2)") < 4 && inDigits("2.25") < 4 && inDigits("−2") > 2);
});

test("a negative factor stands in parentheses", () => {
  assert.deepEqual([factor(2.5), factor(-2.5), factor(0)], ["2.5", "(−2.5)", "0"]);
  assert.equal(factor(-THIRD, exactly), "(−0.333333333333)");
});

test("more figures are written where the sum adds up with them", () => {
  assert.equal(sumText([0.12345], [2], 0, 0.2469), "0.12345·2 = 0.2469");
  assert.match(sumText([0.12345, THIRD], [2, 1], 0, 0.2469 + THIRD), /≈ 0\.5802$/);
});

test("a sum with as many figures as there are is written so", () => {
  assert.equal(sumText([-0.1234567891], [2], 0, -0.2469135782), "−0.1234567891·2 = −0.2469135782");
  assert.equal(sumText([123456.16789], [2], 0, 246912.33578), "123456.16789·2 = 246912.33578");
});

test("a sum that nobody adds up is not said to", () => {
  assert.match(sumText(times(4097, 0.5), times(4097, 1), 0, 2048.5), /≈ 2048\.5$/);
  assert.match(sumText(times(4097, 1), times(4097, 1), 0, 4097), /= 4097$/);
});

test("a sum that does not add up as written says about", () => {
  assert.match(sumText([1, 1, 1], [THIRD, THIRD, THIRD], 0, 1), /≈ 1$/);
  assert.match(sumText([0.1, 0.2], [3, 3], 0, 0.9), /= 0\.9$/);
  assert.equal(addsUp(pairs([1e300, 1], [1, 1]), 0, 1e300), false);
});

test("a sum is written with its bias", () => {
  assert.equal(sumText([2, -3, 1], [1, 2, -4], 0.5, -7.5), "2·1 + (−3)·2 + 1·(−4) + 0.5 = −7.5");
});

test("a hidden total is a question mark", () => {
  assert.equal(sumText([2, 3], [1, 4], 1, 15, true), "2·1 + 3·4 + 1 = ?");
});

test("a long sum is elided in the middle", () => {
  const text = (/** @type {number} */ terms) => sumText(times(terms, 1), times(terms, 1), 0, terms);
  assert.equal(text(27).match(/·/g)?.length, 27);
  assert.equal(text(30).match(/·/g)?.length, 24);
  assert.ok(text(30).includes("… (6 more) …"));
});
