/**
 * The sum of a window, taken apart: one term for each tap, in the colours of its two cells.
 *
 * A filter of several slices has a sum for each slice and then the total, which of several filters is a tree. A long sum
 * is elided in the middle, and opens on demand.
 */

import { factor, wording } from "../model/numbers.js";
import { hides, productsDone } from "../model/selectors.js";
import { element, write } from "./dom.js";
import { endsOf, LEADING } from "./lines.js";
import { Listed } from "./listed.js";
import { shade } from "./shade.js";
import { explained } from "./terms.js";
import { Tree } from "./tree.js";

/**
 * @typedef {import("../model/scene.js").Scene} Scene
 * @typedef {import("../model/state.js").Shown} Shown
 * @typedef {import("../model/links.js").Links} Links
 * @typedef {[number, number]} Pair
 * @typedef {{node: HTMLElement, text: Text, colour: string, value?: number, share?: number, channel?: string,
 *   written?: (value: number) => string}} Factor with what is painted of it
 * @typedef {{node: HTMLElement, tap: number, isFirst: boolean, factors: Factor[], pending: boolean}} Term
 * @typedef {{node: HTMLElement, head: Text, tail: Text, terms: Term[], first: number, size: number}} Sum
 * @typedef {{added: Pair[], total: number}} Part the products of a sum that are added up, and what they come to
 * @typedef {ReturnType<typeof wording>} Words
 */

export class Formula {
  /** @param {(action: import("../model/state.js").Action) => void} emit */
  constructor(emit) {
    this.node = element("div", { class: "cv-formula", "data-formula": true });
    this.node.addEventListener("click", ({ target }) => {
      if (!(/** @type {Element} */ (target).closest(".cv-more"))) return;
      emit({ type: "unfold", unfolded: !this.unfolded });
      /** @type {HTMLElement | null} */ (this.node.querySelector(".cv-more"))?.focus();
    });
    this.window = document.createTextNode("");
    this.rest = document.createTextNode(""); // of the beginning
    const name = [explained("Σ", "Sum"), "(", explained("window", this.window), " ", explained("⊙", "⊙")];
    this.head = element("span", {}, ...name, this.rest);
    this.tail = document.createTextNode("");
    /** @type {Listed | undefined} */
    this.listed = undefined; // in place of sums, for a layer without a filter
    /** @type {Sum[]} */
    this.sums = [];
    this.painted = "";
    this.fitted = "";
    this.parts = ""; // what the present parts were built for
    /** @type {Tree | undefined} */
    this.tree = undefined;
    this.letters = 0; // that the numbers of the input have room for
    /** @type {number | undefined} */
    this.highlighted = undefined;
  }

  /** Takes this type and the room of so many lines of it. @param {import("./room.js").Words} words */
  fit({ type, lines, apart }) {
    const fitted = `${type} ${lines} ${apart}`;
    if (this.fitted === fitted) return;
    this.fitted = fitted;
    const { style, classList } = this.node;
    style.fontSize = `${type}px`;
    style.lineHeight = String(LEADING);
    style.setProperty("--lines", String(lines));
    classList.toggle("cv-apart", apart);
  }

  /**
   * Paints what differs from what is painted.
   * @param {Shown} state @param {Links | undefined} links what belongs to the cell that is pointed at
   */
  paint(state, links) {
    const { scene, unfolded } = state;
    const renews = scene !== this.scene || unfolded !== this.unfolded;
    if (renews) this.take(scene, unfolded);
    const other = links?.preview;
    const step = other ?? state.step;
    if (this.listed) return this.paintList(this.listed, state, step, renews, links?.tap);
    const done = other === undefined ? productsDone(state) : scene.taps.length;
    const now = `${step} ${done} ${hides(state, step)}`;
    if (renews || now !== this.painted) this.paintSums(step, done, hides(state, step));
    this.painted = now;
    this.highlight(links?.tap);
  }

  /**
   * Paints a list of cells.
   * @param {Listed} listed @param {Shown} state @param {number} step @param {boolean} renews @param {number | undefined} tap
   */
  paintList(listed, state, step, renews, tap) {
    const done = productsDone(state);
    const now = `${step} ${done} ${hides(state, step)}`;
    if (renews || now !== this.painted) listed.paint(state.scene, step, hides(state, step), done);
    this.painted = now;
    if (this.highlighted !== tap) listed.highlight(tap);
    this.highlighted = tap;
  }

  /** Makes itself ready for the steps of a scene; builds its parts anew only where they are others. @param {Scene} scene @param {boolean} unfolded */
  take(scene, unfolded) {
    this.scene = scene;
    this.unfolded = unfolded;
    const ends = endsOf(scene, unfolded);
    const parts = `${scene.kind} ${scene.keeps} ${scene.shapes.filter} ${ends} ${unfolded}`;
    if (parts !== this.parts) this.build(scene, unfolded, ends);
    this.parts = parts;
    if (scene.letters !== this.letters) this.node.style.setProperty("--left", String(scene.letters));
    this.letters = scene.letters;
    this.bounds = [scene.figures.input, scene.figures.filter].map((figures) => figures[0]?.data[0].zmax);
  }

  /** Makes the parts that a step fills. @param {Scene} scene @param {boolean} unfolded @param {number} ends */
  build(scene, unfolded, ends) {
    const { shapes, taps, filters } = scene;
    this.highlighted = undefined;
    this.listed = undefined;
    this.node.classList.toggle("cv-open", unfolded);
    if (!scene.values.filter.length || scene.laid) {
      this.listed = new Listed(scene, unfolded);
      return this.node.replaceChildren(this.listed.node, ...this.fewer());
    }
    const [slices] = shapes.filter;
    const size = taps.length / slices;
    this.tree = filters > 1 && slices > 1 ? new Tree(slices) : undefined;
    this.sums = Array.from({ length: slices }, (_, slice) => this.sum(slice * size, size, ends, slices > 1));
    this.node.replaceChildren(...this.blocks(), ...this.fewer());
  }

  /** The button that folds a long sum, where it is open. */
  fewer() {
    const attributes = { type: "button", class: "cv-more", "aria-expanded": "true" };
    return this.unfolded ? [element("button", attributes, "fewer terms")] : [];
  }

  blocks() {
    const blocks = this.sums.map((sum) => sum.node);
    if (blocks.length > 1) blocks.push(element("p", {}, this.head, this.tree?.node ?? this.tail));
    else {
      blocks[0].prepend(this.head);
      blocks[0].append(this.tail);
    }
    return blocks;
  }

  /**
   * The sum of a slice.
   * @param {number} first @param {number} size @param {number} ends @param {boolean} sliced
   * @returns {Sum}
   */
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
      const term = termOf(first + index, index === 0);
      terms.push(term);
      node.append(term.node);
    }
    if (sliced)
      node.append(this.tree ? element("span", { class: "cv-node", "data-node": first / size }, tail) : tail);
    return { node, head, tail, terms, first, size };
  }

  /** @param {number} count */
  more(count) {
    if (this.unfolded) return `… ${count} more …`;
    const label = `Show ${count} more terms`;
    const attributes = { type: "button", class: "cv-more", "aria-expanded": "false", "aria-label": label };
    return element("button", attributes, `… ${count} more …`);
  }

  /**
   * Writes the sum of a step: the first `done` terms are added up, the others wait. `hidden` writes a
   * question mark for every result.
   * @param {number} step @param {number} done @param {boolean} hidden
   */
  paintSums(step, done, hidden) {
    const scene = /** @type {Scene} */ (this.scene);
    const pairs = scene.pairs(step);
    const parts = this.sums.map(({ first, size }) => {
      const added = pairs.slice(first, Math.min(first + size, done));
      return { added, total: added.reduce((total, [a, b]) => total + a * b, 0) };
    });
    const whole = done >= pairs.length;
    const bias = whole ? scene.biasOf(step) : 0;
    const total = whole ? scene.total(step) : parts.reduce((all, part) => all + part.total, 0);
    const sliced = parts.length > 1;
    /** @type {Pair[]} */
    const totals = parts.map((part) => [part.total, 1]);
    /** @type {[Pair[], number, number]} */
    const last = [sliced ? totals : parts[0].added, bias, total];
    const sum = parts.reduce((all, part) => all + part.total, 0);
    /** @type {[Pair[], number, number][]} */
    const middle = this.tree ? [[totals, 0, sum]] : [];
    const words = wording(sliced ? [...parts.map(slicePart), ...middle, last] : [last]);
    const [depth] = scene.origin(scene.index(step));
    this.sums.forEach(({ terms }, slice) => {
      const channel = scene.channels[depth + slice * scene.dilation[0]];
      for (const term of terms) this.paintTerm(term, pairs[term.tap], words.write, done, channel);
    });
    if (sliced) this.paintSlices(step, parts, words, done, hidden);
    if (this.tree) {
      this.paintTree(parts, { sum, bias, total }, words, hidden, whole);
      return this.paintHead(step, words);
    }
    const added = [
      ...(sliced ? parts.map((part, slice) => (hidden ? "?" : addend(part.total, slice, words.write))) : []),
      ...(bias ? [factor(bias, words.write)] : []),
    ].join(" + ");
    this.paintEnds(step, sliced || !added ? added : ` + ${added}`, words, total, hidden, whole);
  }

  /**
   * Begins and ends the line of the total.
   * @param {number} step @param {string} added @param {Words} words @param {number} total
   * @param {boolean} hidden @param {boolean} whole
   */
  paintEnds(step, added, words, total, hidden, whole) {
    this.paintHead(step, words);
    const end = result(words, words.holds.length - 1, total, hidden, true);
    write(this.tail, `${added}${end}${whole ? "" : " so far"}`);
  }

  /** Names the window and the filter, and the bias. @param {number} step @param {Words} words */
  paintHead(step, words) {
    const { labels, biasOf, position, filterName } = /** @type {Scene} */ (this.scene);
    const bias = biasOf(step);
    write(this.window, `${labels.window}(${position(step).join(",")})`);
    write(this.rest, ` ${filterName(step)})${bias ? ` + ${factor(bias, words.write)}` : ""} = `);
  }

  /**
   * Writes the sums of the slices, their sum, the bias and the total.
   * @param {Part[]} parts @param {{sum: number, bias: number, total: number}} sums @param {Words} words
   * @param {boolean} hidden @param {boolean} whole
   */
  paintTree(parts, { sum, bias, total }, words, hidden, whole) {
    const [middle, last] = [words.holds.length - 2, words.holds.length - 1];
    this.tree?.paint({
      slices: parts.map((part, slice) => (hidden ? "?" : addend(part.total, slice, words.write))),
      sum: result(words, middle, sum, hidden, true),
      bias: bias ? factor(bias, words.write) : "",
      total: result(words, last, total, hidden, true),
      more: whole ? "" : " so far",
    });
  }

  /**
   * Begins and ends the sum of each slice.
   * @param {number} step @param {Part[]} parts @param {Words} words @param {number} done @param {boolean} hidden
   */
  paintSlices(step, parts, words, done, hidden) {
    const scene = /** @type {Scene} */ (this.scene);
    const [depth] = scene.origin(scene.index(step));
    this.sums.forEach((sum, slice) => {
      write(sum.head, `${scene.depthMet(depth, slice)}: `);
      write(sum.tail, result(words, slice, parts[slice].total, hidden, sum.first < done));
    });
  }

  /**
   * @param {Term} term @param {Pair} pair @param {(value: number) => string} written @param {number} done
   * @param {string | undefined} channel of the input's slice, if that has one
   */
  paintTerm(term, [a, b], written, done, channel) {
    this.paintFactor(term, 0, a, written, channel);
    this.paintFactor(term, 1, b, written);
    const pending = term.tap >= done;
    if (term.pending === pending) return;
    term.pending = pending;
    term.node.classList.toggle("cv-pending", pending);
  }

  /**
   * Writes a factor in the colour of its cell. Those of the filter stay what they are in a step.
   * @param {Term} term @param {number} index @param {number} value @param {(value: number) => string} written
   * @param {string} [channel]
   */
  paintFactor({ factors, isFirst }, index, value, written, channel) {
    const part = factors[index];
    const share = value / /** @type {number[]} */ (this.bounds)[index];
    if (part.value === value && part.share === share && part.written === written && part.channel === channel)
      return;
    const text = isFirst && !index ? written(value) : factor(value, written);
    Object.assign(part, { value, share, written, channel });
    write(part.text, text);
    const colour = shade(share, channel);
    if (part.colour === colour) return;
    part.colour = colour;
    part.node.style.backgroundColor = colour; // `background` would be eight properties
  }

  /** Highlights the term of a tap, or none. @param {number | undefined} tap */
  highlight(tap) {
    if (this.highlighted === tap) return;
    for (const { terms } of this.sums)
      for (const term of terms) term.node.classList.toggle("cv-lit", term.tap === tap);
    this.highlighted = tap;
  }
}

/** @param {number} tap @param {boolean} isFirst of its slice @returns {Term} */
function termOf(tap, isFirst) {
  const factors = [0, 1].map(() => {
    const text = document.createTextNode("");
    return { node: element("span", { class: "cv-chip" }, text), text, colour: "" };
  });
  const [left, right] = factors.map(({ node }) => node);
  const node = element("span", { class: "cv-term", "data-term": tap + 1 }, left, "·", right);
  return { node, tap, isFirst, factors, pending: false };
}

/** @param {Part} part @returns {[Pair[], number, number]} */
const slicePart = ({ added, total }) => [added, 0, total];

/** @param {number} value @param {number} place @param {(value: number) => string} written */
const addend = (value, place, written) => (place ? factor(value, written) : written(value));

/**
 * What a sum comes to, as it is written.
 * @param {Words} words @param {number} index @param {number} total @param {boolean} hidden @param {boolean} begun
 */
function result(words, index, total, hidden, begun) {
  if (!begun) return "";
  if (hidden) return "\u00a0= ?";
  return `\u00a0${words.holds[index] ? "=" : "≈"}\u00a0${words.write(total)}`; // stays with its last term
}
