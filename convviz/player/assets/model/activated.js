/** Activation: what the function makes of a cell, written out. No DOM. */

import { exactly, number } from "./numbers.js";

/** @typedef {import("./scene.js").Scene} Scene */

/** The one cell of a step. @param {Scene} scene @param {number} step */
export const cellOf = (scene, step) => scene.cells(step)[0];

/** Whether the numbers as they are written are what the function says. @param {Scene} scene @param {number} step */
function isExact(scene, step) {
  const [value, total] = [cellOf(scene, step), scene.total(step)];
  if (scene.keeps === "relu") return true;
  if (scene.keeps === "leaky_relu")
    return [value, total].every((written) => number(written) === exactly(written));
  return value === 0;
}

/**
 * A cell and what becomes of it: `ReLU(−3) = 0`; a question mark where that is `hidden`.
 * @param {Scene} scene @param {number} step
 */
export function activationText(scene, step, hidden = false) {
  const start = `${scene.curve?.name}(${number(cellOf(scene, step))})`;
  return hidden
    ? `${start} = ?`
    : `${start} ${isExact(scene, step) ? "=" : "≈"} ${number(scene.total(step))}`;
}
