/** The element of a panel: its title, its slices, its grid and the ends of its colours. */

import { element } from "./dom.js";
import { gridNode } from "./grid.js";
import { explained } from "./terms.js";

/**
 * @typedef {import("../model/scene.js").Scene} Scene
 * @typedef {import("../model/scene.js").PanelName} PanelName
 * @typedef {import("./slice.js").Slice} Slice
 * @typedef {[Text, Text]} Ends the texts at the ends of a panel's scale of colours
 */

const SIGNS = { input: "", filter: "⊙", product: "=", output: "Σ" };
const LINES = { 1: "", 2: " cv-paired", 4: " cv-stacked" };

/** All panels, with the signs between them, in so many lines. @param {number} lines @param {(name: PanelName) => HTMLElement} figure */
export function panelsNode(lines, figure) {
  const node = element("div", { class: `cv-panels${LINES[/** @type {1 | 2 | 4} */ (lines)]}` });
  for (const name of /** @type {PanelName[]} */ (Object.keys(SIGNS))) {
    if (lines === 2 && name === "product") node.append(element("div", { class: "cv-break" }));
    const sign = SIGNS[name];
    if (sign) node.append(signNode(sign));
    node.append(figure(name));
  }
  return node;
}

/** @param {string} sign */
const signNode = (sign) =>
  sign === "="
    ? element("div", { class: "cv-sign", "aria-hidden": "true" }, sign)
    : element("div", { class: "cv-sign" }, explained(/** @type {"⊙" | "Σ"} */ (sign), sign));

/**
 * One panel; the title of the product is a text that changes with the step.
 * @param {PanelName} name @param {Scene} scene @param {{slices: Slice[], columns: number, ends: Ends, product: Text, over: Text}} parts
 *   `over` names what is laid over the output, in place of what the output is
 */
export function figureNode(name, scene, { slices, columns, ends, product, over }) {
  const [symbol, word, size] = title(scene, name);
  return element(
    "figure",
    {
      class: `cv-panel${name === "input" && scene.channels.length ? " cv-coloured" : ""}`,
      "data-panel": name,
    },
    element(
      "figcaption",
      {},
      element("span", { class: "cv-symbol" }, name === "product" ? product : symbol),
      element("span", { class: "cv-word" }, `${word} ${size}`),
      ...(name === "output" ? [element("span", { class: "cv-over", "data-over": true }, over)] : []),
    ),
    element(
      "div",
      { class: "cv-slices", style: `--columns:${columns}` },
      ...slices.map((slice) => slice.node),
    ),
    gridNode(name),
    element(
      "div",
      { class: "cv-scale", "aria-hidden": "true" },
      ends[0],
      element("span", { class: "cv-ramp" }),
      ends[1],
    ),
  );
}

/** Symbol, word and size. @param {Scene} scene @param {PanelName} name @returns {[string, string, string]} */
function title({ labels, flip }, name) {
  if (name === "input") return [labels.input, "input", labels.inputSize];
  if (name === "filter") return [labels.filter, flip ? "filter, flipped" : "filter", labels.filterSize];
  if (name === "product") return ["", "product", labels.filterSize];
  return [labels.output, "output", labels.outputSize];
}
