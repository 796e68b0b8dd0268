/**
 * The last line of the sum of several slices as a tree: the sum of each slice, their sum, the bias, the total. Each is a
 * button that lights its cells, by pointer and by focus; together they are one stop of the Tab key.
 */

import { BIAS, SLICES, TOTAL } from "../model/links.js";
import { element, write } from "./dom.js";
import { BOTH_WAYS, walked } from "./walk.js";

/**
 * @typedef {object} Sums what is written
 * @property {string[]} slices the sum of each slice
 * @property {string} sum of all of them, with its sign before it
 * @property {string} bias none where there is no bias, or it is not added yet
 * @property {string} total with its sign before it
 * @property {string} more after it
 */

/** What each node is, for those who hear it. @type {Record<string, string>} */
const NAMES = { [SLICES]: "the sum of all slices", [BIAS]: "the bias", [TOTAL]: "the output" };

export class Tree {
  /** @param {number} slices */
  constructor(slices) {
    this.slices = Array.from({ length: slices }, (_, slice) => leaf(slice, `the sum of slice ${slice + 1}`));
    const [sum, bias, total] = [SLICES, BIAS, TOTAL].map((name) => leaf(name, NAMES[name]));
    this.sum = sum;
    this.bias = bias;
    this.total = total;
    this.again = document.createTextNode(""); // the bias once more, after the sum
    this.more = document.createTextNode("");
    const added = this.slices.flatMap(({ node }, slice) => (slice ? [" + ", node] : [node]));
    this.withBias = element("span", {}, " + ", bias.node, sum.node, " + ", this.again);
    this.node = element(
      "span",
      { class: "cv-tree", role: "group", "aria-label": "Sums" },
      ...added,
      this.withBias,
      total.node,
      this.more,
    );
    this.slices[0].node.tabIndex = 0;
  }

  /** @param {Sums} sums */
  paint({ slices, sum, bias, total, more }) {
    slices.forEach((text, slice) => {
      write(this.slices[slice].text, text);
    });
    write(this.sum.text, sum);
    write(this.bias.text, bias);
    write(this.again, bias);
    write(this.total.text, total);
    write(this.more, more);
    if (this.withBias.hidden === Boolean(bias)) this.withBias.hidden = !bias;
  }
}

/** A node of the tree. @param {number | string} name @param {string} description */
function leaf(name, description) {
  const text = document.createTextNode("");
  const attributes = { type: "button", class: "cv-node", tabindex: -1, "data-node": name };
  return { node: element("button", { ...attributes, "aria-description": description }, text), text };
}

/**
 * Listens to the nodes that stand in `formula`: the focus points at their cells, and the arrow keys go from one to the next.
 * @param {HTMLElement} formula @param {(target: import("../model/state.js").Target | undefined) => void} point
 */
export function followTree(formula, point) {
  formula.addEventListener("focusin", ({ target }) => {
    const name = nodeName(target);
    if (name) point({ panel: "sum", at: [], node: name });
  });
  formula.addEventListener("focusout", ({ target }) => nodeName(target) && point(undefined));
  formula.addEventListener("keydown", (event) => {
    if (!nodeName(event.target)) return;
    const all = [...formula.querySelectorAll("button.cv-node")].map(
      (other) => /** @type {HTMLElement} */ (other),
    );
    const seen = all.filter((other) => !other.closest("[hidden]"));
    const next = walked(event, seen, BOTH_WAYS);
    if (next) for (const other of all) other.tabIndex = other === next ? 0 : -1;
  });
}

/** The node that something in the sum belongs to. @param {EventTarget | null} target */
export const nodeName = (target) =>
  /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("[data-node]"))?.dataset.node;
