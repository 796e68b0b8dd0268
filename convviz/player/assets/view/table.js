/**
 * The numbers of a slice as a table: for those who do not see the picture, and for tests.
 *
 * Up to 1,024 cells the whole matrix; beyond, the rows and columns around the current window, which the
 * caption names.
 */

import { element, write } from "./dom.js";

const MOST_CELLS = 1024;

export class Table {
  /** @param {number} rows @param {number} columns @param {string} label */
  constructor(rows, columns, label) {
    this.rows = rows;
    this.columns = columns;
    this.label = label;
    // The part that is shown: where it begins, how large it is, its cells and their texts, and which are marked.
    this.top = 0;
    this.left = 0;
    this.shownRows = 0;
    this.shownColumns = 0;
    /** @type {HTMLElement[]} */
    this.cells = [];
    /** @type {Text[]} */
    this.texts = [];
    /** @type {HTMLElement[]} */
    this.marked = [];
    this.whole = rows * columns <= MOST_CELLS;
    this.caption = document.createTextNode(label);
    this.body = element("tbody");
    this.node = element(
      "div",
      { class: "cv-table" },
      element("table", {}, element("caption", {}, this.caption), this.body),
    );
    if (this.whole) this.build(rows, columns);
  }

  /** Makes the cells of the part that is shown. @param {number} rows @param {number} columns */
  build(rows, columns) {
    this.shownRows = rows;
    this.shownColumns = columns;
    this.cells = [];
    this.texts = [];
    this.marked = [];
    const lines = [];
    for (let row = 0; row < rows; row += 1) {
      const line = element("tr");
      for (let column = 0; column < columns; column += 1) {
        const text = document.createTextNode("");
        const cell = element("td", {}, text);
        this.texts.push(text);
        this.cells.push(cell);
        line.append(cell);
      }
      lines.push(line);
    }
    this.body.replaceChildren(...lines);
  }

  /**
   * Makes a large table show these rows and columns with a margin of one. Returns whether it did.
   * @param {number} top @param {number} left @param {number} rows @param {number} columns
   */
  show(top, left, rows, columns) {
    if (this.whole) return false;
    const [height, width] = [Math.min(rows + 2, this.rows, 34), Math.min(columns + 2, this.columns, 30)];
    const first = Math.max(0, Math.min(top - 1, this.rows - height));
    const start = Math.max(0, Math.min(left - 1, this.columns - width));
    if (this.shownRows !== height || this.shownColumns !== width) this.build(height, width);
    this.top = first;
    this.left = start;
    write(
      this.caption,
      `${this.label}, rows ${first + 1} to ${first + height} of ${this.rows}, ` +
        `columns ${start + 1} to ${start + width} of ${this.columns}`,
    );
    return true;
  }

  /** The place of a cell among those that are shown, or -1. @param {number} row @param {number} column */
  index(row, column) {
    const [down, right] = [row - this.top, column - this.left];
    const inside = down >= 0 && right >= 0 && down < this.shownRows && right < this.shownColumns;
    return inside ? down * this.shownColumns + right : -1;
  }

  /** @param {number} row @param {number} column @param {string} text */
  set(row, column, text) {
    const index = this.index(row, column);
    if (index >= 0) write(this.texts[index], text);
  }

  /** @param {(row: number, column: number) => string} text of each cell that is shown */
  fill(text) {
    for (let row = this.top; row < this.top + this.shownRows; row += 1)
      for (let column = this.left; column < this.left + this.shownColumns; column += 1)
        this.set(row, column, text(row, column));
  }

  /** Marks these cells as the current ones, and no others. @param {number[][]} cells */
  mark(cells) {
    for (const cell of this.marked) cell.removeAttribute("aria-current");
    this.marked = [];
    for (const [row, column] of cells) {
      const index = this.index(row, column);
      if (index < 0) continue;
      this.cells[index].setAttribute("aria-current", "true");
      this.marked.push(this.cells[index]);
    }
  }
}
