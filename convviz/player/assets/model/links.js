/**
 * Linked views: what belongs to a cell that the user points at, or goes to by keyboard; or to a node of the sum. No DOM.
 *
 * An output cell has a window, whose products and sum are previewed. An input cell has the output cells
 * that use it, each with its weight. A weight, a product and a term of the sum are one tap of the present
 * window: they belong to each other and to the input cell that they meet. The step stays what it is.
 */

import { fieldText } from "./fields.js";
import { toGiven } from "./grid.js";
import { cellLinks, inputLinks, laidLinks, tapLinks } from "./kindlinks.js";
import { number } from "./numbers.js";
import { foreign, inputName, inWindows, placeName, subjectOf } from "./places.js";
import { uses } from "./scene.js";
import { hides, productsDone, sumOf } from "./selectors.js";

/**
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./scene.js").Cell} Cell
 * @typedef {import("./state.js").Shown} Shown
 * @typedef {import("./state.js").Target} Target
 * @typedef {{at: Cell, text?: string}} Highlight
 * @typedef {{input?: Highlight[], filter?: Highlight[], product?: Highlight[], output?: Highlight[],
 *   preview?: number, tap?: number, over?: string, text: string, spoken: string}} Links
 *   `over` names the texts that lie over the output
 */

/** The nodes of a sum beside the sums of its slices, which are numbered from zero. */
export const SLICES = "slices";
export const BIAS = "bias";
export const TOTAL = "total";

const LISTED = 9; // uses of an input cell that are written out for the eye
const SPOKEN = 27; // and for the ear
const HIGHLIGHTS = 400;

/**
 * What belongs to the target, and a sentence of at most about `letters` letters that says so.
 * @param {Shown} state @param {number} letters
 * @returns {Links | undefined}
 */
export function linksOf(state, letters) {
  const field = fieldText(state);
  const links = ofTarget(state, field ? letters - field.length - 1 : letters);
  if (!links || !field) return links;
  return {
    ...links,
    text: `${links.text} ${field}`,
    spoken: `${links.spoken}${links.spoken.endsWith(".") ? "" : "."} ${field}`,
  };
}

/** @param {Shown} state @param {number} letters @returns {Links | undefined} */
function ofTarget(state, letters) {
  const { target } = state;
  if (!target) return undefined;
  if (target.panel === "sum") return ofSum(state, String(target.node));
  if (state.scene.laid) return withAsked(state, target, laidLinks(state, target));
  if (target.panel === "output") return ofOutput(state, target.at, letters);
  return withAsked(state, target, ofCell(state, target, letters));
}

/**
 * What belongs to a cell of the input, to a weight or to a product; of other layers to a cell of the window.
 * @param {Shown} state @param {Target} target @param {number} letters @returns {Links}
 */
function ofCell(state, { panel, at }, letters) {
  const { kind } = state.scene;
  if (kind === "activation") return cellLinks(state, at);
  if (panel === "input")
    return kind === "pooling" ? inputLinks(state, at, letters) : ofInput(state, at, letters);
  return kind === "pooling" ? tapLinks(state, at) : ofTap(state, at, panel === "filter" ? panel : "product");
}

/**
 * What belongs to a cell, after what it holds that is not on the stage, and why.
 * @param {Shown} state @param {Target} target @param {Links} links @returns {Links}
 */
function withAsked({ asked, scene, step }, { panel, at }, links) {
  if (panel !== "input" && panel !== "filter") return links;
  const place = String(toGiven(scene, panel, at));
  const filter = panel === "filter" ? scene.filterOf(step) : 0;
  const held = asked[panel].find(
    ([depth, row, column, , , which = 0]) => which === filter && String([depth, row, column]) === place,
  );
  if (!held) return links;
  const [, , , text, why] = held;
  const told = why || `${text} is asked for here.`;
  return { ...links, text: `${told} The stage has: ${links.text}`, spoken: `${told} ${links.spoken}` };
}

/** @param {Shown} state @param {Cell} at @param {number} letters @returns {Links} */
function ofOutput(state, at, letters) {
  const { scene } = state;
  const step = scene.stepAt(at);
  const result = hides(state, step) ? "is still to be found" : `= ${number(scene.total(step))}`;
  const what = scene.kind === "activation" ? "cell" : "window";
  const from = `from ${what} ${step + 1} of ${scene.steps}`;
  const text = `Output ${placeOf(scene, step)} ${result}, ${from}.`;
  const goes = state.byTouch ? "tap it again to go there" : "click or Enter goes there";
  const how = step === state.step ? `That is the present ${what}.` : `Its ${what} is outlined; ${goes}.`;
  return {
    output: [{ at }],
    preview: step,
    text: scene.fields?.input && text.length + how.length >= letters ? text : `${text} ${how}`,
    spoken: `${text} ${sumOf(state, step)}`,
  };
}

/** @param {Shown} state @param {Cell} at @param {number} letters @returns {Links} */
function ofInput({ scene, step }, at, letters) {
  const all = uses(scene, at);
  const weight = (/** @type {{index: Cell, tap: Cell}} */ use) => number(scene.weight(use.index, use.tap));
  const start = startOf(scene, at, all.length);
  const list = (/** @type {number} */ count) =>
    all
      .slice(0, count)
      .map((use) => `${weight(use)} in ${placeOf(scene, scene.stepAt(use.index))}`)
      .join("; ") + (all.length > count ? `; and ${all.length - count} more` : "");
  let listed = Math.min(LISTED, all.length);
  while (listed > 1 && start.length + list(listed).length + 1 > letters) listed -= 1;
  const here = all.find(({ index }) => scene.stepAt(index) === step);
  return {
    input: [{ at }],
    output: all.slice(0, HIGHLIGHTS).map((use) => ({ at: use.index, text: weight(use) })),
    ...(here ? { filter: [{ at: here.tap }], product: [{ at: here.tap }], tap: scene.tapAt(here.tap) } : {}),
    ...(all.length ? { over: `weights of ${foreign(scene, at) ?? inputName(scene, at)}` } : {}),
    text: all.length ? `${start}${list(listed)}.` : start,
    spoken: all.length ? `${start}${list(SPOKEN)}.` : start,
  };
}

/** @param {Scene} scene @param {Cell} at @param {number} count of the windows that read it */
function startOf(scene, at, count) {
  const subject = subjectOf(scene, at);
  return count ? `${subject}: ${inWindows(scene, count)}, with weight ` : `${subject}: no window reads it.`;
}

/** @param {Shown} state @param {Cell} tap @param {"filter" | "product"} panel @returns {Links} */
function ofTap({ scene, step }, tap, panel) {
  const index = scene.index(step);
  const cell = scene.cell(index, tap);
  const a = number(scene.values.input[cell[0]].at(cell[1], cell[2]));
  const b = number(scene.weight(index, tap));
  const place = scene.tapAt(tap);
  const kind = foreign(scene, cell);
  const input = kind ? `${kind} ${a}` : `input ${inputName(scene, cell)} = ${a}`;
  const weight = `${scene.flip ? "flipped weight" : "weight"} ${placeName(scene, tap)}${ofFilter(scene, step)} = ${b}`;
  const makes = `${panel === "product" ? "the product" : "which makes"} ${number(scene.product(index, tap))}`;
  const text = `In this window, ${weight} meets ${input}: term ${place + 1} of ${scene.taps.length}, ${makes}.`;
  const one = [{ at: tap }];
  return { input: [{ at: cell }], filter: one, product: one, tap: place, text, spoken: text };
}

/** A node of the sum: its cells, and what it comes to unless that is hidden. @param {Shown} state @param {string} node @returns {Links} */
function ofSum(state, node) {
  const { scene, step } = state;
  const index = scene.index(step);
  const hidden = hides(state, step) || productsDone(state) < scene.taps.length;
  const comes = (/** @type {number} */ value) => (hidden ? "is still to be found" : `is ${number(value)}`);
  if (node === BIAS) {
    const text = `The bias${ofFilter(scene, step)} is ${number(scene.biasOf(step))}: it is added once in every window.`;
    return { output: [{ at: index }], text, spoken: text };
  }
  if (node === TOTAL) {
    const text = `Output ${placeOf(scene, step)} ${comes(scene.total(step))}: the sum of all slices, and the bias.`;
    return { output: [{ at: index }], text, spoken: text };
  }
  const [slices] = scene.shapes.filter;
  const taps = scene.taps.filter(([a]) => node === SLICES || a === Number(node));
  const sum = taps.reduce((all, tap) => all + scene.product(index, tap), 0);
  const from = scene.depthMet(scene.origin(index)[0], Number(node));
  const name = node === SLICES ? `The sum of all ${slices} slices` : `The sum of ${from}`;
  const text = `${name} ${comes(sum)}: ${taps.length} product${taps.length === 1 ? "" : "s"} added up.`;
  const lit = taps.map((tap) => ({ at: tap }));
  return {
    input: taps.map((tap) => ({ at: scene.cell(index, tap) })),
    filter: lit,
    product: lit,
    text,
    spoken: text,
  };
}

/** Which filter a step belongs to, where there are several. @param {Scene} scene @param {number} step */
const ofFilter = ({ filters, filterOf }, step) => (filters > 1 ? ` of filter ${filterOf(step) + 1}` : "");

/** The place of a window. @param {Scene} scene @param {number} step */
const placeOf = (scene, step) => `(${scene.position(step).join(", ")})${ofFilter(scene, step)}`;
