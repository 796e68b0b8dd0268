/**
 * The formula of a layer without a filter: the cells of a window and what they come to, `max(1, 3, 2, 4) = 4`, or one
 * cell and what its function makes of it, `ReLU(−3) = 0`. What is padding has no term.
 */

import { activationText, cellOf } from "../model/activated.js";
import { ELISION, landingText, productText } from "../model/laid.js";
import { number } from "../model/numbers.js";
import { cellText, isNumber, wordsOf } from "../model/pooled.js";
import { element, write } from "./dom.js";
import { shade } from "./shade.js";
import { explained } from "./terms.js";

/**
 * @typedef {import("../model/scene.js").Scene} Scene
 * @typedef {{node: HTMLElement, chip: HTMLElement, before: Text, text: Text, after: Text,
 *   tap: number}} Term
 */

const UNFOLDED = 1024; // terms of a list that was opened

/** How many terms are shown at either end; all where none is left out. @param {Scene} scene @param {boolean} unfolded */
function endsOf({ taps, elision: each, laid }, unfolded) {
  const elision = laid ? ELISION : each;
  if (taps.length <= (unfolded ? UNFOLDED : elision.most)) return taps.length;
  return unfolded ? UNFOLDED / 2 : elision.ends;
}

export class Listed {
  /** @param {Scene} scene @param {boolean} unfolded */
  constructor(scene, unfolded) {
    this.place = document.createTextNode("");
    this.close = document.createTextNode("");
    this.result = document.createTextNode("");
    const ends = endsOf(scene, unfolded);
    const size = scene.taps.length;
    const places = Array.from({ length: size }, (_, tap) => tap).filter(
      (tap) => tap < ends || tap >= size - ends,
    );
    /** @type {Term[]} */
    this.terms = places.map(termOf);
    this.gap = size - places.length;
    this.node = element("p", {}, ...this.head(scene));
    this.terms.forEach((term, index) => {
      if (this.gap && index === ends) this.node.append(", ", this.more(unfolded));
      this.node.append(term.before, term.node);
    });
    this.node.append(this.close, this.result);
  }

  /** What it is that is written out. @param {Scene} scene */
  head({ kind, keeps }) {
    if (kind === "scatter") return [this.place];
    if (kind === "activation") return [this.place, " = "];
    const term = /** @type {"max" | "mean"} */ (keeps);
    return [explained(term, keeps), "(", explained("pool", this.place), ") = "];
  }

  /** @param {boolean} unfolded */
  more(unfolded) {
    const text = `… ${this.gap} more …`;
    const label = `Show ${this.gap} more cells`;
    const attributes = { type: "button", class: "cv-more", "aria-expanded": "false", "aria-label": label };
    return unfolded ? text : element("button", attributes, text);
  }

  /**
   * Writes a step; `hidden` writes a question mark for the result. Of what is laid, the first `done` products are.
   * @param {Scene} scene @param {number} step @param {boolean} hidden @param {number} done
   */
  paint(scene, step, hidden, done) {
    const { labels } = scene;
    const place = `(${scene.position(step).join(",")})`;
    if (scene.laid) return this.paintLaid(scene, step, hidden, done, `${labels.window}${place}`);
    if (scene.kind === "activation") return this.paintCell(scene, step, hidden, `${labels.output}${place}`);
    write(this.place, `${labels.window}${place}`);
    const words = wordsOf(scene, step);
    const cells = scene.cells(step);
    const bound = scene.figures.input[0].data[0].zmax;
    const winner = hidden ? undefined : scene.winner(step);
    let first = true;
    for (const { node, chip, before, text, tap } of this.terms) {
      const value = cells[tap];
      if (node.hidden === isNumber(value)) node.hidden = !node.hidden;
      if (node.hidden) {
        write(before, "");
        continue;
      }
      write(before, first ? words.open : words.between);
      write(text, cellText(words, value, first));
      first = false;
      colour(chip, shade(value / bound));
      chip.classList.toggle("cv-kept", tap === winner);
    }
    write(this.close, words.close.replaceAll(" ", "\u00a0"));
    const total = hidden ? "?" : `${words.write(scene.total(step))}${words.tie}`;
    write(this.result, `\u00a0${hidden ? "=" : words.sign}\u00a0${total}`);
  }

  /** @param {Scene} scene @param {number} step @param {boolean} hidden @param {string} place */
  paintCell(scene, step, hidden, place) {
    write(this.place, place);
    const [{ chip, before, text }] = this.terms;
    const value = cellOf(scene, step);
    write(before, `${scene.curve?.name}(`);
    write(text, number(value));
    colour(chip, shade(value / scene.figures.input[0].data[0].zmax));
    write(this.close, ")");
    const result = activationText(scene, step, hidden).split(")").at(-1)?.trim().replace(" ", "\u00a0");
    write(this.result, `\u00a0${result}`);
  }

  /**
   * Writes what a cell of the input lays: each product, and where it is laid the sum that lies there then.
   * @param {Scene} scene @param {number} step @param {boolean} hidden @param {number} done @param {string} place
   */
  paintLaid(scene, step, hidden, done, place) {
    const bound = scene.figures.product[0].data[0].zmax;
    const landings = /** @type {import("../model/scatter.js").Laid} */ (scene.laid).landings(step);
    write(this.place, `${place} = ${number(scene.total(step))} lays `);
    this.terms.forEach(({ node, chip, before, text, after, tap }, at) => {
      const landing = landings[tap];
      const ahead = tap >= done;
      write(before, at ? "; " : "");
      write(text, productText(landing));
      write(after, ahead ? "" : landingText(scene, landing, hidden));
      colour(chip, shade(landing.product / bound));
      node.classList.toggle("cv-pending", ahead);
    });
  }

  /** Highlights the term of a tap, or none. @param {number | undefined} tap */
  highlight(tap) {
    for (const term of this.terms) term.node.classList.toggle("cv-lit", term.tap === tap);
  }
}

/** @param {HTMLElement} chip @param {string} shown */
function colour(chip, shown) {
  if (chip.dataset.colour === shown) return;
  chip.dataset.colour = shown;
  chip.style.backgroundColor = shown;
}

/** @param {number} tap @returns {Term} */
function termOf(tap) {
  const [before, text, after] = Array.from({ length: 3 }, () => document.createTextNode(""));
  const chip = element("span", { class: "cv-chip" }, text);
  return {
    node: element("span", { class: "cv-term", "data-term": tap + 1 }, chip, after),
    chip,
    before,
    text,
    after,
    tap,
  };
}
