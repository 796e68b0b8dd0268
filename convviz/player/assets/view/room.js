/**
 * The room that there is for the picture and for the sum under it. Asks the page for its layout: never in
 * a step.
 */

import { NARROW, unitOf } from "../layout/parts.js";
import { LEADING, linesFor, sizeOf } from "./lines.js";

/**
 * @typedef {import("../model/scene.js").Scene} Scene
 * @typedef {{width: number, view: number, letter: number, minus: number, presenting: boolean, predicting: boolean,
 *   editable: boolean, story: number, effect: string, row: boolean}} Given
 *   `view` is the height of all that is seen; `letter` and `minus` how wide a digit and a minus of the host's font are, as multiples
 *   of the width that the layout reckons with; `story` how wide in pixels is what a presentation shows under its title, at unit 1, `effect` what the last change did,
 *   `row` whether the layers stand in a row over the picture
 * @typedef {{type: number, lines: number, apart: boolean, notes: number}} Words the type and the lines of the sum,
 *   whether each of its parts begins a line, and the lines of the notes
 * @typedef {ReturnType<typeof roomFor>} Room
 */

const LARGER = [1.6, 1.35, 1.15, 1]; // type of a presentation, as large as leaves room for the panels
const LETTER = 6.8; // pixels of a letter of the notes and of the line under the slider
const PRESENTED = 8; // pixels of such a letter in a presentation, at unit 1
const SWITCHES = 620; // of the switches beside the line under the slider there
const VIEWS = 150; // and of the one between two views of a transposed convolution
const STORY = 17; // pixels of the type of its story, at unit 1
/** Pixels of height: slider, line under it, switches, size and kind; a line of notes, that of what is said, the question. */
const PAGE = { others: 158, note: 21, says: 28, question: 44, most: 900 };
/** The same in a presentation, at unit 1, with its title and its margins. */
const ROOM = { others: 148, note: 24, story: 24, question: 54 };
const ROW = 64; // of the layers over the picture
const PROJECTOR = { width: 1200, height: 720 }; // of a presentation at unit 1
const TALL = 0.8; // of what is seen, that a picture may take for the sake of its numbers
const SCROLLED = 2.5; // the same of a narrow page, which scrolls anyway
const LOW = 500; // pixels of a presentation that scrolls too, as on a phone that lies on its side

/**
 * The width of the panels, the height that their slices may take, so that all of the stage is seen without
 * scrolling, the type and the lines of the sum, and the letters that the line under the slider has room for.
 * @param {Scene} scene @param {Given} given
 */
export function roomFor(scene, given) {
  const { width, view, letter, minus, presenting } = given;
  const screen = Math.max(1, Math.min(width / PROJECTOR.width, view / PROJECTOR.height));
  const unit = presenting ? unitOf(screen) : 1;
  const words = wordsFor(scene, given, unit);
  const [beside, pixels] = presenting
    ? [(SWITCHES + (scene.other ? VIEWS : 0)) * unit, PRESENTED * unit]
    : [0, LETTER];
  const narrow = width < NARROW;
  const line = Math.floor((narrow ? width : width - beside) / (pixels * letter));
  const letters = line * (narrow || presenting ? 2 : 1);
  return { width, ...heightsFor(words, given, unit), unit, letter, minus, presenting, letters, words };
}

/** @param {Words} words @param {Given} given @param {number} unit */
function heightsFor(words, { width, view, presenting, predicting, editable, story, row }, unit) {
  const sum = words.lines * words.type * LEADING;
  if (presenting) {
    const told = linesFor(story ? [story] : [], width / unit) * ROOM.story;
    const asides = (predicting ? ROOM.question : 0) + (row ? ROW : 0);
    const others = ROOM.others + told + words.notes * ROOM.note + asides;
    const height = Math.max(170, Math.floor(view - others * unit - sum));
    return { height, tall: width < NARROW || view < LOW ? SCROLLED * view : height };
  }
  if (width < NARROW) return { height: Math.max(320, view - 230), tall: SCROLLED * view };
  const said = (predicting ? PAGE.question : 0) + (editable ? PAGE.says : 0) + (row ? ROW : 0);
  const rest = view - PAGE.others - said - words.notes * PAGE.note - sum;
  const height = Math.max(190, Math.min(PAGE.most, Math.floor(rest)));
  return { height, tall: Math.max(height, Math.min(PAGE.most, Math.floor(TALL * view))) };
}

/** @param {Scene} scene @param {Given} given @param {number} unit @returns {Words} */
function wordsFor(scene, { width, view, letter, presenting, effect }, unit) {
  let [type, lines, apart] = [0, 0, false];
  for (const larger of presenting ? LARGER.map((size) => size * unit) : [1]) {
    const found = sizeOf(scene, width / (larger * letter));
    [type, lines, apart] = [found.type * larger, found.lines, found.apart];
    if (lines * type * LEADING <= (presenting ? 0.07 : 0.22) * view) break;
  }
  const most = Math.floor(((presenting ? 0.2 : 0.42) * view) / (type * LEADING)); // it scrolls then
  const { kind, notes } = scene.labels;
  const told = presenting ? [effect, kind, ...notes] : [notes.join(" ")];
  const pixels = (presenting ? PRESENTED * unit : LETTER) * letter;
  const noted = told.filter(Boolean).map((text) => text.length * pixels);
  return { type, lines: Math.min(lines, Math.max(1, most)), apart, notes: linesFor(noted, width, 28 * unit) };
}

/** How wide a digit and a minus are in a node's font, as multiples of the width that the layout reckons with. @param {Element} node */
export function lettersOf(node) {
  const wide = (/** @type {string} */ letter) => Math.max(1, textWidth(node, letter, 18) / 9);
  return { letter: wide("0"), minus: wide("\u2212") };
}

/** How wide a presentation's story is at unit 1. @param {Element} node @param {string[]} story */
export const storyWidth = (node, story) => Math.ceil(textWidth(node, story.join(" "), STORY));

/** How wide a text is in a node's font. @param {Element} node @param {string} text @param {number} type in pixels */
function textWidth(node, text, type) {
  const pen = document.createElement("canvas").getContext("2d");
  if (!pen) return (text.length * type) / 2;
  pen.font = `${type}px ${getComputedStyle(node).fontFamily}`;
  return pen.measureText(text).width;
}
