/** What becomes of a step, written out, for every kind of layer. No DOM. */

import { activationText } from "./activated.js";
import { laidText } from "./laid.js";
import { sumText } from "./numbers.js";
import { poolText } from "./pooled.js";

/**
 * The numbers of a step and what they come to; a question mark where that is `hidden`.
 * @param {import("./scene.js").Scene} scene @param {number} step
 */
export function textOf(scene, step, hidden = false) {
  if (scene.kind === "pooling") return poolText(scene, step, hidden);
  if (scene.kind === "activation") return activationText(scene, step, hidden);
  if (scene.kind === "scatter") return laidText(scene, step, hidden);
  return sumText(scene.pairs(step), scene.biasOf(step), scene.total(step), {
    hidden,
    elision: scene.elision,
  });
}
