/** One matrix on the stage: its heatmap, its numbers, its table and what lies over them. */

import { heightOf, widthOf } from "../layout/parts.js";
import { number } from "../model/numbers.js";
import { element, move, write } from "./dom.js";
import { Table } from "./table.js";
import { explained } from "./terms.js";

/**
 * `frame` says where its cells lie, and how large each is. `at(row, column)` gives a value; `live` ones change with
 * every step. `markType` is the size of type of the text in a highlight, 0 for none.
 */
export class Slice {
  /**
   * @param {{index: number, sliced: boolean, frame: import("../layout/parts.js").Frame, label: string,
   *   values: import("../model/scene.js").Matrix, live: boolean, markType: number,
   *   named: "" | "above" | "beside" | "after", sign: string, sum: number, hasTable: boolean, plotted: boolean}} options
   *   `sliced` says whether it is one of several, or has a name as such; of `values` it may show a part
   */
  constructor({ index, sliced, frame, label, values, live, markType, named, sign, sum, hasTable, plotted }) {
    this.index = index;
    this.rows = frame.rows;
    this.columns = frame.columns;
    this.place = frame;
    this.at = values.at;
    this.live = live;
    this.markType = markType;
    /** @type {Record<string, {node: HTMLElement, text: Text}[]>} */
    this.highlights = {};
    const size = `width:${this.x(values.columns)}px;height:${this.y(values.rows)}px`;
    this.plot = element("div", { class: "cv-plot", style: size });
    this.overlays = element("div", { class: "cv-overlays" });
    this.frame = this.frameNode(frame);
    if (plotted) {
      this.frame.className = "cv-frame cv-plotted";
      this.frame.querySelector(".cv-between")?.remove();
    }
    /** @type {Text[]} */
    this.numbers = []; // of all cells, or none
    this.layer = element("div", { class: "cv-numbers" });
    // The shield is on top, so that the pointer meets one node and not all that lie below.
    this.frame.append(this.layer, this.overlays, element("div", { class: "cv-shield" }));
    this.table = new Table(frame.rows, frame.columns, label);
    this.caption = sliced ? document.createTextNode("") : undefined;
    this.sum = document.createTextNode("");
    this.node = element(
      "div",
      {
        class: "cv-slice",
        "data-slice": sliced && hasTable ? index + 1 : false,
        style: `left:${frame.x}px;top:${frame.y}px`,
      },
      ...(sign ? [signNode(sign, index)] : []),
      ...(this.caption && named ? [element("div", { class: `cv-depth cv-${named}` }, this.caption)] : []),
      this.frame,
      ...(sum ? [element("div", { class: "cv-sum", style: `width:${sum}px` }, this.sum)] : []),
      ...(hasTable ? [this.table.node] : []),
    );
  }

  /** @param {import("../layout/parts.js").Frame} frame */
  frameNode(frame) {
    const { wide, high, across, down } = frame;
    const node = element(
      "div",
      {
        class: `cv-frame${Math.min(wide, high) >= 8 ? " cv-ruled" : ""}`,
        style:
          `width:${widthOf(frame)}px;height:${heightOf(frame)}px;--cell:${wide}px;--high:${high}px;` +
          `--across:${across}px;--down:${down}px;--columns:${frame.columns}`,
        "aria-hidden": "true",
        "data-frame": this.index,
        "data-rows": this.rows,
        "data-columns": this.columns,
        "data-cell": wide,
        "data-gap": across / wide - 1,
      },
      this.plot,
    );
    if (across > wide) node.append(element("div", { class: "cv-between" }));
    return node;
  }

  /** How far a column is from the left of the frame. @param {number} column */
  x(column) {
    return column * this.place.across;
  }

  /** How far a row is from the top of the frame. @param {number} row */
  y(row) {
    return row * this.place.down;
  }

  /** Puts a number into every cell, if the size of type allows. @param {number} size */
  writeNumbers(size) {
    this.layer.style.fontSize = `${size}px`;
    if (size > 0 === this.numbers.length > 0) return;
    this.numbers = size ? Array.from({ length: this.rows * this.columns }, (_, cell) => this.text(cell)) : [];
    this.layer.replaceChildren(...this.numbers.map((text) => element("span", {}, text)));
  }

  /** @param {number} cell */
  text(cell) {
    const [row, column] = this.placeOf(cell);
    return document.createTextNode(this.live ? "" : number(this.at(row, column)));
  }

  /** The row and the column of a cell, counted in reading order. @param {number} cell */
  placeOf(cell) {
    return [Math.floor(cell / this.columns), cell % this.columns];
  }

  /** Whether it holds the number of any cell as text. */
  get isWritten() {
    return this.numbers.length > 0 || this.table.whole;
  }

  /** Gives the texts of its highlights this size. @param {number} size */
  markWith(size) {
    if (size === this.markType) return;
    this.markType = size;
    for (const { node } of Object.values(this.highlights).flat()) node.style.fontSize = `${size}px`;
  }

  /**
   * Puts a highlight over each of these cells, which may hold a text, and takes away all others of its kind.
   * @param {string} kind @param {import("../model/links.js").Highlight[]} cells
   */
  highlight(kind, cells) {
    const marks = (this.highlights[kind] ??= []);
    cells.forEach(({ at: [, row, column], text }, index) => {
      marks[index] ??= this.mark(kind);
      const { node, text: shown } = marks[index];
      move(node, this.x(column), this.y(row));
      write(shown, text && this.markType ? text : "");
      node.dataset.cell = `${row + 1},${column + 1}`;
      if (node.hidden) node.hidden = false;
    });
    for (const { node } of marks.slice(cells.length)) if (!node.hidden) node.hidden = true;
  }

  /** Makes so many highlights ahead, so that no step has to. @param {string} kind @param {number} count */
  prepare(kind, count) {
    const marks = (this.highlights[kind] ??= []);
    while (marks.length < count) {
      marks.push(this.mark(kind));
      /** @type {{node: HTMLElement}} */ (marks.at(-1)).node.hidden = true;
    }
  }

  /** @param {string} kind */
  mark(kind) {
    const text = document.createTextNode("");
    const node = this.overlay(1, 1, { class: `cv-mark cv-${kind}`, [`data-${kind}`]: true });
    node.style.cssText += `;line-height:${this.place.high}px;font-size:${this.markType}px`;
    node.append(element("span", {}, text));
    return { node, text };
  }

  /** A box over some cells. @param {number} rows @param {number} columns @param {Record<string, any>} attributes */
  overlay(rows, columns, attributes) {
    const { wide, high, across, down } = this.place;
    const size = `width:${(columns - 1) * across + wide}px;height:${(rows - 1) * down + high}px`;
    const node = element("div", { ...attributes, style: size });
    this.overlays.append(node);
    return node;
  }
}

/** The sign before a slice; that before the first one explains itself. @param {string} sign @param {number} index */
function signNode(sign, index) {
  const name = `cv-sign${sign.length > 1 ? " cv-said" : ""}`;
  return sign === "=" || index
    ? element("div", { class: name, "aria-hidden": "true" }, sign)
    : element(
        "div",
        { class: name },
        explained(/** @type {import("../model/terms.js").Term} */ (sign), sign),
      );
}
