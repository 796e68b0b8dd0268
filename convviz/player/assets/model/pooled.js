/**
 * Pooling: what is kept of a window, written out. No DOM.
 *
 * Vocabulary: the *counted* cells of a window are those that are a number; padding is none (NaN).
 */

import { factor, number, wording } from "./numbers.js";

/**
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {{write: (value: number) => string, sign: "=" | "≈", open: string, between: string, close: string,
 *   tie: string}} Words how a window is written: what stands before its cells, between them and behind them, and what
 *   is said where several are the largest
 */

/** Whether a cell holds a number. @param {number} value */
export const isNumber = (value) => !Number.isNaN(value);

/** How the window of a step is written. @param {Scene} scene @param {number} step @returns {Words} */
export function wordsOf(scene, step) {
  const counted = scene.cells(step).filter(isNumber);
  const total = scene.total(step);
  const { length } = counted;
  if (scene.keeps === "max") {
    const same = counted.filter((value) => value === total).length;
    const tie = same > 1 ? ` (the first of ${same})` : "";
    return { write: number, sign: "=", open: "max(", between: ", ", close: ")", tie };
  }
  /** @type {[number, number][]} */
  const pairs = [...counted.map((value) => /** @type {[number, number]} */ ([value, 1])), [total, -length]];
  const { write, holds } = wording([[pairs, 0, 0]]);
  const [open, close] = length > 1 ? ["(", `) / ${length}`] : ["", ` / ${length}`];
  return { write, sign: holds[0] ? "=" : "≈", open, between: " + ", close, tie: "" };
}

/** A cell as it is written in a list of them. @param {Words} words @param {number} value @param {boolean} isFirst */
export const cellText = ({ write, between }, value, isFirst) =>
  between === ", " || isFirst ? write(value) : factor(value, write);

/**
 * The window of a step and what is kept of it: `max(1, 3, 2, 4) = 4`, `(1 + 3 + 2 + 4) / 4 = 2.5`; a question mark
 * where that is `hidden`.
 * @param {Scene} scene @param {number} step
 */
export function poolText(scene, step, hidden = false) {
  const words = wordsOf(scene, step);
  const { most, ends } = scene.elision;
  const counted = scene.cells(step).filter(isNumber);
  let terms = counted.map((value, index) => cellText(words, value, index === 0));
  if (terms.length > most) {
    const left = `… (${terms.length - 2 * ends} more) …`;
    terms = [...terms.slice(0, ends), left, ...terms.slice(-ends)];
  }
  const start = `${words.open}${terms.join(words.between)}${words.close}`;
  return hidden ? `${start} = ?` : `${start} ${words.sign} ${words.write(scene.total(step))}${words.tie}`;
}
