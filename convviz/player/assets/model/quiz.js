/** What is said about a prediction. No DOM. */

import { askedOfLaid } from "./laid.js";
import { isSame, number, sizes } from "./numbers.js";
import { textOf } from "./texts.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./scene.js").Cell} Cell */

/**
 * @typedef {{answer: number, size: number, text: string, mistakes: {name: string, value: number}[]}} Asked what is to be found,
 *   the largest of what it is made of, how it comes to be, and what common mistakes give
 */

/** What Predict asks for of a step. @param {Scene} scene @param {number} step @returns {Asked} */
export function askedOf(scene, step) {
  if (scene.laid) return askedOfLaid(scene, step);
  return {
    answer: scene.total(step),
    size: scene.largest(step),
    text: textOf(scene, step),
    mistakes: scene.alternatives.map(({ name, at }) => ({ name, value: at(step) })),
  };
}

/** What is said to a wrong answer: the sum, and which mistake leads to what was typed. @param {Asked} asked @param {string} typed @param {number} value */
export function correction({ size, text, mistakes }, typed, value) {
  const known = mistakes.find((mistake) => isSame(value, mistake.value, size));
  const why = known ? ` ${typed} is ${known.name}.` : "";
  return `Not ${typed.slice(0, 20)}: ${text}.${why}`;
}

/**
 * What is said to a cell of a window that was chosen as the largest, unless it may be chosen again: of several that are as
 * large, the first is kept.
 * @param {Scene} scene @param {number} step @param {Cell} at in the window
 * @returns {{problem: string} | {problem?: undefined, right: boolean, verdict: string}}
 */
export function judgeWinner(scene, step, at) {
  const [tap, winner, asked] = [scene.tapAt(at), scene.winner(step), askedOf(scene, step)];
  const value = scene.cells(step)[tap];
  if (Number.isNaN(value)) return { problem: "That is padding, which never counts. Choose another cell." };
  if (tap === winner)
    return { right: true, verdict: `Right: ${asked.text}, cell ${tap + 1} of ${scene.taps.length} wins.` };
  if (value === asked.answer)
    return { problem: `It is as large as another one, which comes before it and is kept. Choose again.` };
  return { right: false, verdict: correction(asked, number(value), value) };
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
  return { right, verdict: `${judged}: ${scene.labels.outputSize}, because ${scene.labels.size}.` };
}
