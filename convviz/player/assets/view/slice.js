/** One matrix on the stage: its heatmap, its numbers, its table and what lies over them. */

import { number } from "../model/numbers.js";
import { element, move, write } from "./dom.js";
import { Table } from "./table.js";

/**
 * `at(row, column)` gives a value; `live` ones change with every step. `markType` is the size of type of the
 * text in a highlight, 0 for none.
 */
export class Slice {
  /**
   * @param {{index: number, rank: number, rows: number, columns: number, cell: number, label: string,
   *   at: (row: number, column: number) => number, live: boolean, markType: number, drawnCell: number}} options
   *   `drawnCell` is the size at which Plotly draws a cell; the picture is then scaled
   */
  constructor({ index, rank, rows, columns, cell, label, at, live, markType, drawnCell }) {
    this.index = index;
    this.rows = rows;
    this.columns = columns;
    this.cell = cell;
    this.at = at;
    this.live = live;
    this.markType = markType;
    this.drawnCell = drawnCell;
    this.zoom = drawnCell === cell ? "" : ` scale(${cell / drawnCell})`;
    /** @type {Record<string, {node: HTMLElement, text: Text}[]>} */
    this.highlights = {};
    this.plot = element("div", { class: "cv-plot" });
    this.overlays = element("div", { class: "cv-overlays" });
    this.frame = element(
      "div",
      {
        class: `cv-frame${cell >= 8 ? " cv-ruled" : ""}`,
        style: `width:${columns * cell}px;height:${rows * cell}px;--cell:${cell}px`,
        "aria-hidden": "true",
        "data-frame": index,
        "data-rows": rows,
        "data-columns": columns,
        "data-cell": cell,
      },
      this.plot,
    );
    /** @type {Text[]} */
    this.numbers = []; // of all cells, or none
    this.layer = element("div", { class: "cv-numbers" });
    // The shield is on top, so that the pointer meets one node and not all that lie below.
    this.frame.append(this.layer, this.overlays, element("div", { class: "cv-shield" }));
    this.drawn = false; // whether Plotly has drawn anything into `plot`
    this.table = new Table(rows, columns, label);
    this.caption = rank === 3 ? document.createTextNode("") : undefined;
    this.node = element(
      "div",
      { class: "cv-slice", "data-slice": rank === 3 ? index + 1 : false },
      ...(this.caption ? [element("div", { class: "cv-depth" }, this.caption)] : []),
      this.frame,
      this.table.node,
    );
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
      move(node, column * this.cell, row * this.cell);
      write(shown, text && this.markType ? text : "");
      node.dataset.cell = `${row + 1},${column + 1}`;
      if (node.hidden) node.hidden = false;
    });
    for (const { node } of marks.slice(cells.length)) if (!node.hidden) node.hidden = true;
  }

  /** @param {string} kind */
  mark(kind) {
    const text = document.createTextNode("");
    const node = this.overlay(1, 1, { class: `cv-mark cv-${kind}`, [`data-${kind}`]: true });
    node.style.cssText += `;line-height:${this.cell}px;font-size:${this.markType}px`;
    node.append(element("span", {}, text));
    return { node, text };
  }

  /** A box over some cells. @param {number} rows @param {number} columns @param {Record<string, any>} attributes */
  overlay(rows, columns, attributes) {
    const size = `width:${columns * this.cell}px;height:${rows * this.cell}px`;
    const node = element("div", { ...attributes, style: size });
    this.overlays.append(node);
    return node;
  }
}
