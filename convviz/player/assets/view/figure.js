/** The element of a panel: its title with the ends of its colours, its slices and its grid. */

import { isCramped } from "../layout/parts.js";
import { wordsOf } from "../layout/titles.js";
import { element } from "./dom.js";
import { gridNode } from "./grid.js";

/**
 * @typedef {import("../model/scene.js").Scene} Scene
 * @typedef {import("../layout/parts.js").PartName} PartName
 * @typedef {import("../layout/parts.js").Picture} Picture
 * @typedef {import("../layout/parts.js").Part} Part
 * @typedef {import("./slice.js").Slice} Slice
 * @typedef {[Text, Text]} Ends the texts at the ends of a panel's scale of colours
 */

const CAPTIONS = { above: "", beside: " cv-side", line: " cv-line" };

/**
 * The picture, with its panels where they belong; those that scroll are in an element of their own.
 * @param {Picture} picture @param {Partial<Record<PartName, HTMLElement>>} figures
 */
export function pictureNode({ width, height, sign, scroll, ample = 1 }, figures) {
  const style = `width:${width}px;height:${height}px;--sign:${sign}px;--ample:${ample}`;
  const narrow = isCramped({ width }) ? " cv-narrow" : "";
  const node = element("div", { class: `cv-panels${narrow}`, style });
  const all = Object.entries(figures);
  if (!scroll) {
    node.append(...all.map(([, figure]) => figure));
    return { node };
  }
  const scroller = element("div", {
    class: "cv-scroller",
    style: `width:${scroll.width}px;height:${scroll.height}px`,
  });
  const rows = element("div", {
    class: "cv-rows",
    style: `height:${scroll.content}px;--head:${scroll.head}px`,
  });
  for (const [name, figure] of all) (isInRows(name, figure, scroll) ? rows : node).append(figure);
  scroller.append(rows);
  const label = Math.min(18, scroll.head);
  const sight = element("div", {
    class: "cv-sight",
    style: `top:${scroll.head - label}px;left:0;--cut:${scroll.height - scroll.head + label - 8}px;--wide:${scroll.width}px`,
  });
  node.prepend(scroller, sight);
  return { node, scroller, sight };
}

/** @param {string} name @param {HTMLElement} figure @param {NonNullable<Picture["scroll"]>} scroll */
const isInRows = (name, figure, { content }) =>
  name !== "output" || Number.parseFloat(figure.style.height) === content;

/**
 * One panel; the titles of product and lens are texts that change with the step, and so is that of several filters.
 * @param {PartName} name @param {Scene} scene
 * @param {{picture: Picture, part: Part, slices: Slice[], ends: Ends, title: Text, over: Text}} parts `over` names what is
 *   laid over the output, in place of what the output is
 */
export function figureNode(name, scene, { picture, part, slices, ends, title, over }) {
  const symbol = symbolOf(scene, name);
  const [word, size] = wordsOf(scene, name, picture);
  const { x, y, width, height } = part.box;
  const coloured = (name === "input" || name === "lens") && scene.channels.length > 0;
  return element(
    "figure",
    {
      class: `cv-panel${CAPTIONS[part.caption]}${coloured ? " cv-coloured" : ""}`,
      "data-panel": name,
      style: `left:${x}px;top:${y}px;width:${width}px;height:${height}px`,
    },
    element(
      "figcaption",
      { style: `--top:${y}px` }, // where it stays, if its rows scroll
      element("span", { class: "cv-symbol" }, symbol || title),
      element(
        "span",
        { class: "cv-word" },
        word,
        size ? ` ${size}` : "",
        ...(name === "output" ? [element("span", { class: "cv-over", "data-over": true }, over)] : []),
      ),
      element(
        "span",
        { class: "cv-scale", "aria-hidden": "true" },
        ends[0],
        element("span", { class: "cv-ramp" }),
        ends[1],
      ),
    ),
    ...slices.map((slice) => slice.node),
    ...(name === "lens" ? [] : [gridNode(name, scene.called(name))]),
  );
}

/**
 * The panel of a graph.
 * @param {Part} part @param {import("../model/scene.js").Curve} curve @param {HTMLElement} graph @param {number} sign the width of the sign before it
 */
export function figureOfCurve({ box, frames: [frame], sign: before }, { name, law }, graph, sign) {
  const { x, y, width, height } = box;
  const style = `left:${x}px;top:${y}px;width:${width}px;height:${height}px;--sign:${sign}px`;
  return element(
    "figure",
    { class: "cv-panel cv-curved", "data-panel": "curve", style },
    element(
      "figcaption",
      {},
      element("span", { class: "cv-symbol" }, `${name}(x)`),
      element("span", { class: "cv-word" }, `= ${law}`),
    ),
    element(
      "div",
      { class: "cv-slice", style: `left:${frame.x}px;top:${frame.y}px` },
      ...(before ? [element("div", { class: "cv-sign" }, before)] : []),
      graph,
    ),
  );
}

/** The symbol of a part, unless it changes with the step. @param {Scene} scene @param {PartName} name */
function symbolOf({ labels, filters }, name) {
  if (name === "input" || name === "output") return labels[name];
  return name === "filter" && filters === 1 ? labels.filter : "";
}
