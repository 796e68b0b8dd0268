/**
 * The sum of a window, taken apart: one term for each tap, in the colours of its two cells.
 *
 * A filter of several slices has a sum for each slice and then the total. A long sum is elided in the
 * middle, and opens on demand.
 */

import { element, write } from "./dom.js";
import { factor, number, TERMS, wording } from "../model/numbers.js";

const MOST = 1024; // terms of a sum that was opened
export const LEADING = 1.6; // height of a line, in sizes of its type
const TYPES = [18, 16, 15]; // pixels
/** What the parts of a sum are wide in the largest type. */
const PIXELS = { letter: 9, term: 36, plus: 18, more: 130, head: 190, slice: 100, gap: 28, ragged: 60 };

export class Formula {
  constructor() {
    this.node = element("div", { class: "cv-formula", "data-formula": true });
    this.node.addEventListener("click", (event) => {
      if (!event.target.closest(".cv-more")) return;
      this.open(!this.opened);
      this.node.querySelector(".cv-more")?.focus();
    });
  }

  /** Makes the parts that a step fills. */
  build(scene) {
    this.scene = scene;
    this.last = undefined;
    this.lit = undefined;
    this.open(false);
  }

  /** Takes this type and the room of so many lines of it. */
  fit(type, lines) {
    this.node.style.cssText += `;font-size:${type}px;line-height:${LEADING};--lines:${lines}`;
  }

  open(opened) {
    const { scene } = this;
    this.opened = opened;
    const slices = scene.shapes.filter[0];
    const size = scene.taps.length / slices;
    const ends = endsOf(size, slices, opened);
    this.sums = Array.from({ length: slices }, (_, index) => this.sum(index * size, size, ends, slices > 1));
    this.head = document.createTextNode("");
    this.tail = document.createTextNode("");
    const blocks = this.sums.map((sum) => sum.node);
    if (slices > 1) blocks.push(element("p", {}, this.head, this.tail));
    else {
      this.sums[0].node.prepend(this.head);
      this.sums[0].node.append(this.tail);
    }
    if (opened) blocks.push(element("button", { type: "button", class: "cv-more", "aria-expanded": "true" }, "fewer terms"));
    this.node.replaceChildren(...blocks);
    this.node.classList.toggle("cv-open", opened);
    // All numbers of the input have the room of the longest, so that a step moves nothing.
    this.node.style.setProperty("--left", `${scene.letters * 0.53 + 0.4}em`);
    this.bounds = ["input", "filter"].map((name) => scene.figures[name][0].data[0].zmax);
    if (this.last) this.paint(...this.last);
  }

  sum(first, size, ends, sliced) {
    const head = document.createTextNode("");
    const tail = document.createTextNode("");
    const node = element("p", {}, ...(sliced ? [head] : []));
    const terms = [];
    const gap = size > 2 * ends ? size - 2 * ends : 0;
    for (let index = 0; index < size; index += 1) {
      if (index) node.append(" + ");
      if (gap && index === ends) {
        node.append(this.more(gap), " + ");
        index += gap;
      }
      terms.push(this.term(first + index, index === 0));
      node.append(terms.at(-1).node);
    }
    if (sliced) node.append(tail);
    return { node, head, tail, terms, first, size };
  }

  more(count) {
    if (this.opened) return `… ${count} more …`;
    const label = { type: "button", class: "cv-more", "aria-expanded": "false", "aria-label": `Show ${count} more terms` };
    return element("button", label, `… ${count} more …`);
  }

  term(tap, isFirst) {
    const [left, right] = [document.createTextNode(""), document.createTextNode("")];
    const factors = [element("span", {}, left), element("span", {}, right)];
    const node = element("span", { class: "cv-term", "data-term": tap + 1 }, factors[0], "·", factors[1]);
    return { node, tap, isFirst, left, right, factors, shades: ["", ""], pending: false };
  }

  /**
   * Writes the sum of a step: the terms before `upTo` are done, the others wait. `hidden` writes a question
   * mark for every result.
   */
  paint(step, { upTo = this.scene.taps.length, hidden = false } = {}) {
    this.last = [step, { upTo, hidden }];
    const { scene, sums } = this;
    const pairs = scene.pairs(step);
    const whole = upTo >= pairs.length;
    const parts = sums.map(({ first, size }) => {
      const done = pairs.slice(first, Math.min(first + size, upTo));
      return { done, total: done.reduce((total, [a, b]) => total + a * b, 0) };
    });
    const sliced = parts.length > 1;
    const running = parts.reduce((total, part) => total + part.total, 0);
    const bias = whole ? scene.bias : 0;
    const total = whole ? scene.total(step) : running;
    const last = [sliced ? parts.map((part) => [part.total, 1]) : parts[0].done, bias, total];
    const words = wording(sliced ? [...parts.map((part) => [part.done, 0, part.total]), last] : [last]);
    for (const sum of sums) for (const term of sum.terms) this.paintTerm(term, pairs[term.tap], words.write, upTo);
    const [depth] = scene.origin(scene.place(step));
    if (sliced)
      sums.forEach((sum, index) => {
        write(sum.head, `${scene.depthMet(depth, index)}: `);
        write(sum.tail, result(words, index, parts[index].total, hidden, sum.first < upTo));
      });
    const where = scene.position(step).join(",");
    const added = [
      ...(sliced ? parts.map((part, index) => (hidden ? "?" : (index ? factor : words.write)(part.total, words.write))) : []),
      ...(bias ? [factor(bias, words.write)] : []),
    ].join(" + ");
    write(this.head, `Sum(${scene.labels.window}(${where}) ⊙ ${scene.labels.filter})${scene.bias ? ` + ${factor(scene.bias, words.write)}` : ""} = `);
    const end = result(words, words.holds.length - 1, total, hidden, true) + (whole ? "" : " so far");
    write(this.tail, sliced ? added + end : (bias ? ` + ${added}` : "") + end);
  }

  paintTerm(term, [a, b], written, upTo) {
    write(term.left, term.isFirst ? written(a) : factor(a, written));
    write(term.right, factor(b, written));
    [a, b].forEach((value, index) => {
      const colour = shade(value / this.bounds[index]);
      if (term.shades[index] === colour) return;
      term.shades[index] = colour;
      term.factors[index].style.background = colour;
    });
    const pending = term.tap >= upTo;
    if (term.pending === pending) return;
    term.pending = pending;
    term.node.classList.toggle("cv-pending", pending);
  }

  /** Lights the term of a tap, or none. */
  light(tap) {
    if (this.lit === tap) return;
    for (const { terms } of this.sums)
      for (const term of terms) term.node.classList.toggle("cv-lit", term.tap === tap);
    this.lit = tap;
  }
}

/** How many terms of each sum are shown at either end; all where none is left out. */
function endsOf(size, slices, opened) {
  if (size * slices <= (opened ? MOST : TERMS)) return size;
  return Math.max(1, Math.floor((opened ? MOST : 24) / (2 * slices)));
}

/**
 * The size of type of the sum and the lines that it may take: fixed, so that a step moves nothing. The sums
 * of several slices are written smaller where each has a line of its own then.
 */
export function sizeOf(scene, width) {
  const blocks = blocksOf(scene);
  const fits = (type) => blocks.every((block) => block <= (width * TYPES[0]) / type);
  const type = blocks.length > 1 ? (TYPES.find(fits) ?? TYPES[0]) : TYPES[0];
  return { type, lines: linesFor(blocks, (width * TYPES[0]) / type) };
}

/** The widths of the sums in the largest type. */
function blocksOf(scene) {
  const [slices] = scene.shapes.filter;
  const size = scene.taps.length / slices;
  const ends = endsOf(size, slices, false);
  const term = scene.letters * 9.54 + PIXELS.term;
  const sums = scene.values.filter.map(({ values }) => {
    const shown = [...values].filter((_, index) => index < ends || index >= size - ends);
    const letters = shown.reduce((all, value) => all + factor(value).length, 0);
    return shown.length * term + letters * 9.54 - PIXELS.plus + (shown.length < size ? PIXELS.more : 0);
  });
  const total = number(scene.figures.output[0].data[0].zmax).length * PIXELS.letter;
  if (slices === 1) return [sums[0] + PIXELS.head + total];
  return [...sums.map((sum) => sum + PIXELS.slice + total), PIXELS.head + slices * (PIXELS.plus + total)];
}

function linesFor(blocks, width) {
  let lines = 0;
  let used = Infinity;
  for (const block of blocks) {
    if (used + block > width) {
      lines += Math.ceil(block / (block > width ? width - PIXELS.ragged : width));
      used = block;
    } else used += block;
    used += PIXELS.gap;
  }
  return lines;
}

function result(words, index, total, hidden, begun) {
  if (!begun) return "";
  if (hidden) return "\u00a0= ?";
  return `\u00a0${words.holds[index] ? "=" : "≈"}\u00a0${words.write(total)}`; // stays with its last term
}

/** The colour of a cell whose value is this share of the largest. */
function shade(share) {
  const strength = Math.round(Math.min(1, Math.abs(share)) * 70);
  if (!strength) return "transparent";
  return `rgb(${share < 0 ? "214 106 20" : "38 110 190"} / ${strength}%)`;
}
