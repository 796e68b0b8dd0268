/**
 * What a cell of the input lays on the output, written out: each product, where it lies, and what lies there then. No DOM.
 */

import { factor, number } from "./numbers.js";
import { position } from "./scene.js";

/**
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./scatter.js").Landing} Landing
 * @typedef {import("./scatter.js").Laid} Laid
 */

/** Of more products than `most`, `ends` at either end are written out. */
export const ELISION = { most: 16, ends: 6 };

/** A product as it is laid. @param {Landing} landing */
export const productText = ({ pair: [a, b] }) => `${number(a)}·${factor(b)}`;

/** A cell of the output. @param {Scene} scene @param {import("./scene.js").Cell} at */
const nameOf = ({ rank, shapes }, at) => `(${position(at, rank, shapes.output[0]).join(",")})`;

/** What lies on a cell once a product is added; the bias lies on each from the beginning. @param {Scene} scene @param {Landing} landing @param {boolean} hidden */
function sumText({ biases: [bias] }, { before, product, after }, hidden) {
  const there = Number.isNaN(before) ? bias : before;
  const sum = there || !Number.isNaN(before) ? `${number(there)} + ${factor(product)} = ` : "";
  return `${sum}${hidden ? "?" : number(after)}`;
}

/** Where a product lies, and what lies there then. @param {Scene} scene @param {Landing} landing */
export function landingText(scene, landing, hidden = false) {
  if (!landing.at) return hidden ? " on ?" : " is cut off"; // how many are may be asked for
  return ` on ${nameOf(scene, landing.at)}: ${sumText(scene, landing, hidden)}`;
}

/** A product of a step as it is spoken, with how many cells have met in its place. @param {Scene} scene @param {Landing} landing @param {boolean} hidden */
export function spokenLanding(scene, landing, hidden) {
  const met = landing.count > 1 ? `, met ${landing.count} times` : "";
  return `${productText(landing)}${landingText(scene, landing, hidden)}${met}`;
}

/** All that a cell of the input lays. @param {Scene} scene @param {number} step @param {boolean} hidden */
export function laidText(scene, step, hidden) {
  const { most, ends } = ELISION;
  let texts = laidOf(scene)
    .landings(step)
    .map((landing) => spokenLanding(scene, landing, hidden));
  if (texts.length > most)
    texts = [...texts.slice(0, ends), `… (${texts.length - 2 * ends} more) …`, ...texts.slice(-ends)];
  return `lays ${texts.join("; ")}`;
}

/** @param {Scene} scene */
const laidOf = ({ laid }) => /** @type {Laid} */ (laid);

/**
 * What Predict asks for of a step: what lies on a cell of the output once the cell of the input is laid, or how many products
 * lie there, where padding cuts all of them off.
 * @param {Scene} scene @param {number} step
 * @returns {import("./quiz.js").Asked}
 */
export function askedOfLaid(scene, step) {
  const landing = laidOf(scene).asked(step);
  if (!landing.at) return noneLaid(scene.taps.length);
  const { before, product, after, pair, tap } = landing;
  const [bias] = scene.biases;
  const there = Number.isNaN(before) ? bias : before;
  const [slice, row, column] = tap.map((place, axis) => scene.shapes.filter[axis] - 1 - place);
  const turned = scene.values.filter[slice].at(row, column);
  const total = scene.values.output[landing.at[0]].at(landing.at[1], landing.at[2]);
  return {
    answer: after,
    size: Math.max(scene.largest(step), Math.abs(there), Math.abs(after)),
    text: spokenLanding(scene, landing, false),
    mistakes: [
      { name: "the product alone: it is added to what lay there", value: product },
      { name: "what lay there before: the product is added to it", value: there },
      { name: "what the filter gives when it is turned round", value: there + pair[0] * turned },
      { name: "the sum without the bias", value: after - bias },
      { name: "what lies there in the end, once all cells are laid", value: total },
    ].filter(({ value }) => value !== after),
  };
}

/** What is asked for of a step of which nothing lies on the output. @param {number} count of its products */
const noneLaid = (count) => ({
  answer: 0,
  size: count,
  text: "none of its products lies on the output",
  mistakes: [{ name: "how many it has: padding cuts all of them off", value: count }],
});

/** The question that Predict asks of a step. @param {Scene} scene @param {number} step */
export function laidQuestion(scene, step) {
  const { labels } = scene;
  const { at } = laidOf(scene).asked(step);
  const cell = `${labels.window}(${scene.position(step).join(",")})`;
  const asked = at
    ? `what stands in ${labels.output}${nameOf(scene, at)} then`
    : "how many of its products lie on the output";
  return `${cell} is laid: ${asked}?`;
}
