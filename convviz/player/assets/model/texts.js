/** What becomes of a step, written out, for every kind of layer. No DOM. */

import { activationText } from "./activated.js";
import { factor, number, sumText } from "./numbers.js";
import { poolText } from "./pooled.js";

/**
 * The numbers of a step and what they come to; a question mark where that is `hidden`.
 * @param {import("./scene.js").Scene} scene @param {number} step
 */
export function textOf(scene, step, hidden = false) {
  if (scene.kind === "pooling") return poolText(scene, step, hidden);
  if (scene.kind === "activation") return activationText(scene, step, hidden);
  if (scene.kind === "scatter") return laidText(scene, step);
  return sumText(scene.pairs(step), scene.biasOf(step), scene.total(step), {
    hidden,
    elision: scene.elision,
  });
}

/** The products that a cell of the input lays on the output. @param {import("./scene.js").Scene} scene @param {number} step */
function laidText(scene, step) {
  const { most, ends } = scene.elision;
  let terms = scene.pairs(step).map(([a, b]) => `${number(a)}·${factor(b)}`);
  if (terms.length > most)
    terms = [...terms.slice(0, ends), `… (${terms.length - 2 * ends} more) …`, ...terms.slice(-ends)];
  return `lays ${terms.join(", ")}`;
}
