/**
 * The room that there is for the picture and for the sum under it. Asks the page for its layout: never in
 * a step.
 */

import { NARROW } from "./layout.js";
import { LEADING, sizeOf } from "./lines.js";

/**
 * @typedef {import("../model/scene.js").Scene} Scene
 * @typedef {{width: number, view: number, letter: number, presenting: boolean, predicting: boolean}} Given
 *   `view` is the height of all that is seen; `letter` how wide a digit of the host's font is, as a multiple
 *   of the width that the layout reckons with
 * @typedef {{type: number, lines: number, apart: boolean, notes: number}} Words the type and the lines of the sum,
 *   whether each of its parts begins a line, and the lines of the notes
 * @typedef {ReturnType<typeof roomFor>} Room
 */

const LARGER = [1.6, 1.35, 1.15, 1]; // type of a presentation, as large as leaves room for the panels
const LETTER = 6.8; // pixels of a letter of the notes and of the line under the slider
const PRESENTED = 11; // pixels of such a letter in a presentation

/**
 * The width of the panels, the height that their slices may take, so that all of the stage is seen without
 * scrolling, the type and the lines of the sum, and the letters that the line under the slider has room for.
 * @param {Scene} scene @param {Given} given
 */
export function roomFor(scene, given) {
  const { width, letter, presenting } = given;
  const words = wordsFor(scene, given);
  const letters = Math.floor(width / ((presenting ? PRESENTED : LETTER) * letter)) * (width < NARROW ? 2 : 1);
  return {
    width,
    height: heightFor(words, given),
    presenting,
    letters,
    words,
  };
}

/** @param {Words} words @param {Given} given */
function heightFor(words, { width, view, presenting, predicting }) {
  if (width < NARROW) return Math.max(260, view - (presenting ? 482 : 272));
  const others = presenting ? 367 + words.notes * 28 : 230 + words.notes * 21;
  const question = predicting ? (presenting ? 60 : 44) : 0;
  const rest = view - others - words.lines * words.type * LEADING - question;
  return Math.max(170, Math.min(presenting ? 1200 : 640, rest));
}

/** @param {Scene} scene @param {Given} given @returns {Words} */
function wordsFor(scene, { width, view, letter, presenting }) {
  let [type, lines, apart] = [0, 0, false];
  for (const larger of presenting ? LARGER : [1]) {
    const found = sizeOf(scene, width / (larger * letter));
    [type, lines, apart] = [found.type * larger, found.lines, found.apart];
    if (lines * type * LEADING <= 0.22 * view) break;
  }
  const most = Math.floor(((presenting ? 0.34 : 0.42) * view) / (type * LEADING)); // it scrolls then
  const noted = scene.labels.notes.join(" ").length * LETTER * letter;
  return { type, lines: Math.min(lines, Math.max(1, most)), apart, notes: Math.ceil(noted / width) };
}

/** How wide a digit of a node's font is, as a multiple of the width that the layout reckons with. */
export function widthOfLetters(/** @type {Element} */ node) {
  const pen = document.createElement("canvas").getContext("2d");
  if (!pen) return 1;
  pen.font = `18px ${getComputedStyle(node).fontFamily}`;
  return Math.max(1, pen.measureText("0").width / 9);
}
