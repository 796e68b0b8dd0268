/** The words and the sizes in the titles of the panels. No DOM. */

import { isCramped } from "./parts.js";

/**
 * @typedef {import("../model/scene.js").Scene} Scene
 * @typedef {import("./parts.js").PartName} PartName
 */

/**
 * What stands under the symbol of a part: a word and a size, which is short over the narrow columns of slices and not said
 * of products there, which are as many as the weights.
 * @param {Scene} scene @param {PartName} name @param {{width: number}} picture @returns {[string, string]}
 */
export function wordsOf(scene, name, picture) {
  const { labels, flip, rank, word } = scene;
  if (name === "lens") return ["window, enlarged", ""];
  if (name === "output") return ["output", labels.outputSize];
  const short = rank === 3 && isCramped(picture);
  const said = (/** @type {string} */ size) => (short ? size.replace(" deep", "").replaceAll(" ", "") : size);
  if (name === "input") return [word, said(labels.inputSize)];
  if (name === "filter") return [flip ? "filter, flipped" : "filter", said(labels.filterSize)];
  return [scene.called(name), short ? "" : labels.filterSize];
}
