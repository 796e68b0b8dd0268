/** What is said about a prediction. No DOM. */

import { isSame, sizes } from "./numbers.js";

/** @typedef {import("./scene.js").Scene} Scene */

/**
 * What is said to a wrong answer: the sum, and which mistake leads to what was typed.
 * @param {Scene} scene @param {number} step @param {string} typed @param {number} value @param {string} sum
 */
export function correction(scene, step, typed, value, sum) {
  const size = scene.largest(step);
  const known = scene.alternatives.find((other) => isSame(value, other.at(step), size));
  const why = known ? ` ${typed} is ${known.name}.` : "";
  return `Not ${typed.slice(0, 20)}: ${sum}.${why}`;
}

/**
 * Whether the size that was typed is that of the output, and what is said about it.
 * @param {Scene} scene @param {string} text
 * @returns {{problem: string} | {problem?: undefined, right: boolean, verdict: string}}
 */
export function guessSize(scene, text) {
  /** @type {number[]} */
  const size = scene.labels.outputShape;
  const given = sizes(text);
  const example = size.every((side) => side === 4) ? 5 : 4; // not the answer
  if (!given) return { problem: `Type whole numbers, such as ${size.map(() => example).join(" × ")}.` };
  const trimmed = given.length > size.length && given.at(-1) === 1 ? given.slice(0, -1) : given;
  const right = trimmed.length === size.length && trimmed.every((side, axis) => side === size[axis]);
  const judged = right ? "Right" : `Not ${given.join(" × ")}`;
  return { right, verdict: `${judged}: ${size.join(" × ")}, because ${scene.labels.size}.` };
}
