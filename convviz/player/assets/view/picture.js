/**
 * The picture of a scene: panels, slices, tables and what lies over them.
 *
 * Everything is drawn by Plotly once per scene. A step moves the sheet behind its frame, the window over
 * the input and the mask over the output, and writes the numbers as text: it calls no Plotly and reads no
 * layout, so it costs the same at every size.
 */

import { element, move, write } from "./dom.js";
import { number } from "../model/numbers.js";
import { distinct, longest, PANELS } from "../model/scene.js";

const TABLE_CELLS = 1024; // a larger table shows the surroundings of the window only
const CELL = { presented: 120, largest: 72, paired: 24, stacked: 12, comfortable: 32, smallest: 1 };
const FLOORS = [36, CELL.comfortable, 28, 24, 20, 16, 12, 8];
const SHEET_PIXELS = 4096; // a larger sheet is drawn small and scaled up
const LATER = 20000; // products from which on the sheet is drawn after the first paint
const SMALLEST_TYPE = 8; // pixels
const LABEL = 18; // pixels of a depth label
const GAP = 6; // pixels between slices
const CELLS = "The arrow keys explore the cells, Escape ends.";
const TAPS = `${CELLS} Multiply by multiply, Enter goes there.`;
const EXPLORING = { input: CELLS, filter: TAPS, product: TAPS, output: `${CELLS} Enter goes there.` };
export const NARROW = 620; // pixels; the panels of a narrower stage do not stand in one line

// ---------------------------------------------------------------------------- sizes

/**
 * The cells with which all panels fit: one size for input and output, one for filter and product, which
 * stay comfortable, as far as that leaves room, where the input's cells must be small. Slices stand in a
 * column, unless the cells are much larger side by side. The panels stand in one line, or where that is
 * narrow in two, or where that leaves the cells too small one below the other.
 */
export function arrange(shapes, width, height, largest = CELL.largest) {
  const arranged = (tall, total) => best(shapes, width, tall, largest, total);
  if (width >= NARROW) return { ...arranged(height, ([x, w, p, y]) => x + w + p + y + 132), lines: 1 };
  const pairs = arranged(height / 2, ([x, w, p, y]) => Math.max(x + w + 60, Math.max(p, 120) + y + 100));
  if (pairs.sizes.input >= CELL.paired) return { ...pairs, lines: 2 };
  const stacked = (tall) => ({ ...arranged(tall, (widths) => Math.max(...widths)), lines: 4 });
  const low = stacked(shapes.input[0] > 1 ? height / 3 : height);
  return low.sizes.input >= CELL.stacked ? low : stacked(height);
}

/** The arrangement of panels of a `total` width that has the largest cells. */
function best(shapes, width, height, largest, total) {
  const find = (inColumn) => {
    let found;
    for (const floor of FLOORS) {
      for (let cell = largest; cell >= CELL.smallest; cell -= 1) {
        const tried = layout(shapes, height, cell, floor);
        const fits = total(tried.widths) <= width && tried.tallest <= height;
        if (!fits || (inColumn && tried.columns.input > 1)) continue;
        if (!found || worth(tried) > worth(found)) found = tried;
        break;
      }
      if (found && found.sizes.filter === found.sizes.input) break; // a lower floor changes nothing
    }
    return found;
  };
  const any = find(false) ?? layout(shapes, height, CELL.smallest, CELL.smallest);
  const column = find(true);
  const enough = Math.min(CELL.comfortable, 0.75 * any.sizes.input);
  return column?.sizes.input >= enough ? column : any;
}

/** The room that people read in: cells beyond the comfortable size add none. */
function worth({ sizes }) {
  const [cell, small] = [sizes.input, sizes.filter].map((size) => Math.min(size, CELL.comfortable));
  return cell ** 2 * small;
}

/**
 * Sizes of cells, columns of slices and widths of the panels for some size of the input's cells; those of
 * filter and product are at least `floor`.
 */
function layout(shapes, height, cell, floor) {
  const small = Math.max(cell, Math.min(floor, Math.floor(150 / shapes.filter[2])));
  const sizes = { input: cell, filter: small, product: small, output: cell };
  const shape = (name) => shapes[name === "product" ? "filter" : name];
  const columns = Object.fromEntries(
    PANELS.map((name) => {
      const [depth, rows] = shape(name);
      const room = Math.max(1, Math.floor((height + GAP) / (rows * sizes[name] + LABEL + GAP)));
      return [name, Math.ceil(depth / Math.min(depth, room))];
    }),
  );
  const widths = PANELS.map((name) => Math.max(columns[name] * (shape(name)[2] * sizes[name] + 10) - 10, 76));
  return { sizes, columns, widths, tallest: Math.max(shapes.input[1], shapes.output[1]) * cell };
}

/** The size of type at which the longest number of some matrices fits a cell, or 0 where none is legible. */
function typeSize(matrices, cell) {
  if (cell * 0.44 < SMALLEST_TYPE) return 0;
  const letters = longest(distinct(matrices, 999), number);
  const size = Math.min(cell * 0.44, (cell - 3) / (letters * 0.58), 19 * Math.max(1, cell / CELL.largest));
  return size >= SMALLEST_TYPE ? size : 0;
}

// ---------------------------------------------------------------------------- one slice

/**
 * One matrix on the stage: its heatmap, its numbers, its table.
 * `at(row, column)` gives a value; `live` ones change with every step.
 */
class Slice {
  constructor({ index, rank, rows, columns, cell, label, at, live, lampType }) {
    Object.assign(this, { index, rows, columns, cell, at, live, lampType, lamps: {} });
    this.plot = element("div", { class: "cv-plot" });
    this.overlays = element("div", { class: "cv-overlays" });
    this.frame = element(
      "div",
      {
        class: `cv-frame${cell >= 8 ? " cv-ruled" : ""}`,
        style: `width:${columns * cell}px;height:${rows * cell}px;--cell:${cell}px`,
        "aria-hidden": "true",
        "data-frame": index,
      },
      this.plot,
    );
    this.numbers = [];
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

  /** Puts a number into every cell, if the size of type allows. */
  writeNumbers(size) {
    const layer = element("div", { class: "cv-numbers", style: `font-size:${size}px` });
    if (size) {
      for (let row = 0; row < this.rows; row += 1)
        for (let column = 0; column < this.columns; column += 1) {
          const text = document.createTextNode(this.live ? "" : number(this.at(row, column)));
          layer.append(element("span", {}, text));
          this.numbers.push(text);
        }
    }
    // On top, so that the pointer meets one node and not all that lie below.
    this.frame.append(layer, this.overlays, element("div", { class: "cv-shield" }));
  }

  /** Puts a lamp of a kind over each of these cells, which may hold a text, and takes away all others. */
  light(kind, cells) {
    const lamps = (this.lamps[kind] ??= []);
    cells.forEach(({ row, column, text }, index) => {
      lamps[index] ??= this.lamp(kind);
      const lamp = lamps[index];
      move(lamp.node, column * this.cell, row * this.cell);
      write(lamp.text, text && this.lampType ? text : "");
      lamp.node.dataset.cell = `${row + 1},${column + 1}`;
      if (lamp.node.hidden) lamp.node.hidden = false;
    });
    for (let index = cells.length; index < lamps.length; index += 1)
      if (!lamps[index].node.hidden) lamps[index].node.hidden = true;
  }

  lamp(kind) {
    const text = document.createTextNode("");
    const node = this.overlay(1, 1, { class: `cv-lamp cv-${kind}`, [`data-${kind}`]: true });
    node.style.cssText += `;line-height:${this.cell}px;font-size:${this.lampType}px`;
    node.append(element("span", {}, text));
    return { node, text };
  }

  /** A box over some cells. */
  overlay(rows, columns, attributes) {
    const size = `width:${columns * this.cell}px;height:${rows * this.cell}px`;
    const node = element("div", { ...attributes, style: size });
    this.overlays.append(node);
    return node;
  }
}

/**
 * The numbers of a slice for those who do not see the picture, and for tests. Up to 1,024 cells the
 * whole matrix; beyond, the rows and columns around the current window, which the caption names.
 */
class Table {
  constructor(rows, columns, label) {
    Object.assign(this, { rows, columns, label, marked: [] });
    this.whole = rows * columns <= TABLE_CELLS;
    this.caption = document.createTextNode(label);
    this.body = element("tbody");
    this.node = element(
      "div",
      { class: "cv-table" },
      element("table", {}, element("caption", {}, this.caption), this.body),
    );
    if (this.whole) this.build(0, 0, rows, columns);
  }

  build(top, left, rows, columns) {
    Object.assign(this, { top, left, shownRows: rows, shownColumns: columns, cells: [], texts: [] });
    this.marked = [];
    const lines = [];
    for (let row = 0; row < rows; row += 1) {
      const line = element("tr");
      for (let column = 0; column < columns; column += 1) {
        const text = document.createTextNode("");
        this.texts.push(text);
        this.cells.push(element("td", {}, text));
        line.append(this.cells.at(-1));
      }
      lines.push(line);
    }
    this.body.replaceChildren(...lines);
  }

  /** Makes a large table show these rows and columns with a margin of one. Returns whether it did. */
  show(top, left, rows, columns) {
    if (this.whole) return false;
    const [height, width] = [Math.min(rows + 2, this.rows, 34), Math.min(columns + 2, this.columns, 30)];
    const first = Math.max(0, Math.min(top - 1, this.rows - height));
    const start = Math.max(0, Math.min(left - 1, this.columns - width));
    if (this.shownRows !== height || this.shownColumns !== width) this.build(first, start, height, width);
    Object.assign(this, { top: first, left: start });
    write(
      this.caption,
      `${this.label}, rows ${first + 1} to ${first + height} of ${this.rows}, ` +
        `columns ${start + 1} to ${start + width} of ${this.columns}`,
    );
    return true;
  }

  index(row, column) {
    const [down, right] = [row - this.top, column - this.left];
    const inside = down >= 0 && right >= 0 && down < this.shownRows && right < this.shownColumns;
    return inside ? down * this.shownColumns + right : -1;
  }

  set(row, column, text) {
    const index = this.index(row, column);
    if (index >= 0) write(this.texts[index], text);
  }

  fill(text) {
    for (let row = this.top; row < this.top + this.shownRows; row += 1)
      for (let column = this.left; column < this.left + this.shownColumns; column += 1)
        this.set(row, column, text(row, column));
  }

  /** Marks these cells as the current ones, and no others. */
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

// ---------------------------------------------------------------------------- the picture of a scene

/** The four panels of one scene at one size. Built off stage, then shown; `paint` moves it to a step. */
export class Picture {
  /** `large` allows cells for the last row of a room. */
  constructor(scene, width, height, large = false) {
    this.scene = scene;
    this.shown = -1; // last step whose output cell the output tables show
    const found = arrange(scene.shapes, width, height, large ? CELL.presented : CELL.largest);
    Object.assign(this, found);
    this.node = element("div", { class: `cv-panels${{ 1: "", 2: " cv-paired", 4: " cv-stacked" }[found.lines]}` });
    this.panels = Object.fromEntries(PANELS.map((name) => [name, this.panel(name)]));
    const { labels } = scene;
    this.productTitle = document.createTextNode("");
    const titles = {
      input: [labels.input, "input", labels.inputSize],
      filter: [labels.filter, scene.flip ? "filter, flipped" : "filter", labels.filterSize],
      product: [this.productTitle, "product", labels.filterSize],
      output: [labels.output, "output", labels.outputSize],
    };
    const signs = { filter: "⊙", product: "=", output: "Σ" };
    for (const name of PANELS) {
      if (this.lines === 2 && name === "product") this.node.append(element("div", { class: "cv-break" }));
      if (signs[name]) this.node.append(element("div", { class: "cv-sign", "aria-hidden": "true" }, signs[name]));
      this.node.append(this.figure(name, titles[name]));
    }
    this.addOverlays();
    this.align();
  }

  /** Gives the slices of filter and product the pitch of the input's, where all stand in one column. */
  align() {
    const { columns, scene } = this;
    const single = columns.input === 1 && columns.filter === 1 && scene.rank === 3;
    const fits = scene.shapes.filter[1] * this.sizes.filter <= scene.shapes.input[1] * this.sizes.input;
    this.aligned = single && fits && this.lines === 1;
    if (!this.aligned) return;
    this.pitch = scene.shapes.input[1] * this.sizes.input + LABEL + GAP;
    for (const slice of [...this.panels.filter, ...this.panels.product])
      slice.node.style.height = `${this.pitch - GAP}px`;
  }

  shape(name) {
    return this.scene.shapes[name === "product" ? "filter" : name];
  }

  panel(name) {
    const { scene } = this;
    const [depth, rows, columns] = this.shape(name);
    const cell = this.sizes[name];
    const lampType = name === "output" ? typeSize(scene.values.filter, cell) : 0; // of the weights
    const made = [];
    for (let index = 0; index < depth; index += 1) {
      const label = scene.rank === 3 ? `${name}, depth ${index + 1}` : name;
      const values = scene.values[name][index];
      const live = name === "product";
      const slice = new Slice({ index, rank: scene.rank, rows, columns, cell, label, at: values.at, live, lampType });
      if (slice.caption && (name !== "output" || depth > 1)) slice.caption.data = `depth ${index + 1}`;
      if (!live && name !== "output" && slice.table.whole)
        slice.table.fill((row, column) => number(values.at(row, column)));
      this.fitSheet(slice, values);
      made.push(slice);
    }
    const size = rows * columns > 2500 ? 0 : typeSize(scene.values[name], cell);
    for (const slice of made) slice.writeNumbers(size);
    return made;
  }

  /** How large Plotly draws the cells, and what the picture is then scaled by: canvases have limits. */
  fitSheet(slice, { rows, columns }) {
    const longest = Math.max(rows, columns);
    const drawn = Math.max(1, Math.floor(SHEET_PIXELS / longest));
    slice.drawnCell = Math.min(slice.cell, drawn);
    slice.scale = slice.cell / slice.drawnCell;
  }

  figure(name, [symbol, word, size]) {
    const bound = this.scene.figures[name][0].data[0].zmax;
    return element(
      "figure",
      { class: "cv-panel", "data-panel": name },
      element(
        "figcaption",
        {},
        element("span", { class: "cv-symbol" }, symbol),
        element("span", { class: "cv-word" }, `${word} ${size}`),
      ),
      element(
        "div",
        { class: "cv-slices", style: `--columns:${this.columns[name]}` },
        ...this.panels[name].map((slice) => slice.node),
      ),
      element("div", { class: "cv-probe", tabindex: 0, role: "application", "aria-label": `Cells of the ${name}`, "aria-description": EXPLORING[name] }),
      this.scale(name, bound),
    );
  }

  scale(name, bound) {
    const ends = [number(-bound), number(bound)].map((text) => document.createTextNode(text));
    if (name === "output") this.outputEnds = ends;
    return element(
      "div",
      { class: "cv-scale", "aria-hidden": "true" },
      ends[0],
      element("span", { class: "cv-ramp" }),
      ends[1],
    );
  }

  addOverlays() {
    const { scene, panels } = this;
    const [, spanRows, spanColumns] = scene.span;
    const dilated = scene.dilation[1] > 1 || scene.dilation[2] > 1;
    panels.input.forEach((slice, depth) => {
      this.addPadding(slice, depth);
      this.addUnvisited(slice, depth);
    });
    this.windows = panels.input.map((slice) => {
      const node = slice.overlay(spanRows, spanColumns, { class: "cv-window", "data-window": true });
      if (dilated) this.addGaps(node, slice.cell);
      return node;
    });
    this.ghosts = panels.input.map((slice) =>
      slice.overlay(spanRows, spanColumns, { class: "cv-ghost", "data-preview": true, hidden: true }),
    );
    this.pending = panels.product.map((slice) => this.mask(slice));
    this.masks = panels.output.map((slice) => this.mask(slice));
    this.current = panels.output.map((slice) => slice.overlay(1, 1, { class: "cv-window" }));
  }

  /** What hides the cells of a slice from some cell on, in reading order. */
  mask(slice) {
    const below = slice.overlay(slice.rows, slice.columns, { class: "cv-mask" });
    const row = slice.overlay(1, slice.columns, { class: "cv-rest" });
    const rest = element("div", { class: "cv-mask", style: row.getAttribute("style") });
    row.append(rest);
    return { below, row, rest };
  }

  /** What a dilated window leaves out: whole rows between its own, and pieces of those between its cells. */
  addGaps(node, cell) {
    const [, rows, columns] = this.scene.shapes.filter;
    const [, down, right] = this.scene.dilation;
    const [, , width] = this.scene.span;
    const gap = (row, column, height, across) => {
      const [left, top] = [column * cell, row * cell];
      const style = `left:${left}px;top:${top}px;width:${across * cell}px;height:${height * cell}px`;
      node.append(element("i", { class: "cv-gap", style }));
    };
    for (let b = 0; b < rows; b += 1) {
      if (b && down > 1) gap((b - 1) * down + 1, 0, down - 1, width);
      for (let c = 1; c < columns && right > 1; c += 1) gap(b * down, (c - 1) * right + 1, 1, right - 1);
    }
  }

  addPadding(slice, depth) {
    const [[front, back], [top, bottom], [left, right]] = this.scene.padding;
    const outside = depth < front || depth >= this.scene.shapes.input[0] - back;
    if (!outside && !(top || bottom || left || right)) return;
    const node = slice.overlay(slice.rows, slice.columns, { class: "cv-padding" });
    if (outside) return;
    const [x0, y0] = [left * slice.cell, top * slice.cell];
    const [x1, y1] = [(slice.columns - right) * slice.cell, (slice.rows - bottom) * slice.cell];
    node.style.clipPath =
      `polygon(evenodd, 0 0, 100% 0, 100% 100%, 0 100%, 0 0, ` +
      `${x0}px ${y0}px, ${x1}px ${y0}px, ${x1}px ${y1}px, ${x0}px ${y1}px, ${x0}px ${y0}px)`;
  }

  /** Greys the rows, columns and slices that no window reads. */
  addUnvisited(slice, depth) {
    const [apart, down, across] = this.scene.unvisited;
    const whole = apart.some(([from, to]) => depth >= from && depth < to);
    const runs = whole
      ? [[0, 0, slice.rows, slice.columns]]
      : [
          ...down.map(([from, to]) => [from, 0, to - from, slice.columns]),
          ...across.map(([from, to]) => [0, from, slice.rows, to - from]),
        ];
    if (!runs.length) return;
    const layer = slice.overlay(slice.rows, slice.columns, { class: "cv-unvisited", "data-unvisited": true });
    for (const [row, column, rows, columns] of runs) {
      const [left, top, width, height] = [column, row, columns, rows].map((cells) => cells * slice.cell);
      layer.append(element("i", { style: `left:${left}px;top:${top}px;width:${width}px;height:${height}px` }));
    }
  }

  /** Draws every heatmap. Resolves when the picture can be shown; a large sheet follows later. */
  async draw() {
    const { scene } = this;
    const products = scene.steps * scene.taps.length;
    const draw = (name) =>
      this.panels[name].map((slice, index) => {
        const { rows, columns } = scene.values[name][index];
        const cell = slice.drawnCell;
        return drawn(slice.plot, scene.figures[name][index], columns * cell, rows * cell);
      });
    const first = ["input", "filter", "output"].flatMap(draw);
    if (products < LATER) first.push(...draw("product"));
    await Promise.all(first);
    this.afterwards = () => (products < LATER ? undefined : Promise.all(draw("product")));
  }

  /**
   * Moves everything to a step. The one function that runs while someone scrubs. The first `upTo`
   * products are shown, and the new cell of the output unless it is `hidden`.
   */
  paint(step, { upTo = this.scene.taps.length, hidden = false } = {}) {
    const { scene } = this;
    const at = scene.place(step);
    const origin = scene.origin(at);
    this.paintInput(origin);
    this.paintProduct(at, upTo);
    this.paintOutput(step, at, hidden);
    this.paintTitle(step);
    if (scene.shapes.output[0] > 1 || scene.dilation[0] > 1) this.paintDepth(origin[0]);
  }

  paintTitle(step) {
    const { labels } = this.scene;
    write(this.productTitle, `${labels.window}(${this.scene.position(step).join(",")}) ⊙ ${labels.filter}`);
  }

  /** Whether a window that begins at a depth reads this slice of the input. */
  covers(depth, index) {
    const tap = (index - depth) / this.scene.dilation[0];
    return Number.isInteger(tap) && tap >= 0 && tap < this.scene.shapes.filter[0];
  }

  paintInput([depth, row, column]) {
    const { scene, panels, windows } = this;
    const [, rows, columns] = scene.shapes.filter;
    const [, down, right] = scene.dilation;
    panels.input.forEach((slice, index) => {
      const covered = this.covers(depth, index);
      if (windows[index].hidden === covered) windows[index].hidden = !covered;
      if (slice.table.show(row, column, scene.span[1], scene.span[2]))
        slice.table.fill((i, j) => number(slice.at(i, j)));
      if (!covered) return slice.table.mark([]);
      move(windows[index], column * slice.cell, row * slice.cell);
      const cells = [];
      for (let b = 0; b < rows; b += 1)
        for (let c = 0; c < columns; c += 1) cells.push([row + b * down, column + c * right]);
      return slice.table.mark(cells);
    });
  }

  /** Shows the first `upTo` products of a window; a `preview` leaves the tables as they are. */
  paintProduct([q, i, j], upTo, preview = false) {
    const { scene, panels } = this;
    const [, rows, columns] = scene.shapes.filter;
    const tile = q * scene.shapes.output[1] + i;
    panels.product.forEach((slice, a) => {
      const scale = slice.scale === 1 ? "" : ` scale(${slice.scale})`;
      move(slice.plot, -j * columns * slice.cell, -tile * rows * slice.cell, scale);
      const done = upTo - a * rows * columns;
      cover(this.pending[a], slice, Math.max(0, Math.min(done, rows * columns)));
      if (!preview && slice.table.show(0, 0, rows, columns)) slice.table.fill(() => "");
      for (let b = 0; b < rows; b += 1)
        for (let c = 0; c < columns; c += 1) {
          const cell = b * columns + c;
          const text = cell < done ? number(slice.at(tile * rows + b, j * columns + c)) : "";
          if (!preview) slice.table.set(b, c, text);
          if (slice.numbers.length) write(slice.numbers[cell], text);
        }
    });
  }

  /** Shows the products of another window and where it is, while all else stays at the `shown` step. */
  preview(step, shown, upTo) {
    const at = this.scene.place(step ?? shown);
    this.paintProduct(at, step === undefined ? upTo : this.scene.taps.length, true);
    this.paintTitle(step ?? shown);
    this.node.classList.toggle("cv-previewing", step !== undefined);
    const [depth, row, column] = this.scene.origin(at);
    this.ghosts.forEach((ghost, index) => {
      const shows = step !== undefined && this.covers(depth, index);
      if (ghost.hidden === shows) ghost.hidden = !shows;
      const { cell } = this.panels.input[index];
      if (shows) move(ghost, column * cell, row * cell);
    });
  }

  /** Puts lamps of a kind over cells `{at: [q, i, j], text}` of a panel, and takes away its others. */
  light(kind, name, cells) {
    const perSlice = this.panels[name].map(() => []);
    for (const { at, text } of cells) perSlice[at[0]].push({ row: at[1], column: at[2], text });
    this.panels[name].forEach((slice, index) => slice.light(kind, perSlice[index]));
  }

  paintOutput(step, [q, i, j], hidden) {
    const { scene, panels, masks, current } = this;
    panels.output.forEach((slice, depth) => {
      const here = depth === q;
      const count = slice.rows * slice.columns;
      cover(masks[depth], slice, depth < q ? count : here ? i * slice.columns + j + (hidden ? 0 : 1) : 0);
      if (current[depth].hidden === here) current[depth].hidden = !here;
      if (here) move(current[depth], j * slice.cell, i * slice.cell);
      const { table } = slice;
      if (!table.whole) {
        const last = hidden ? step - 1 : step;
        table.show(here ? i : 0, here ? j : 0, 1, 1);
        table.fill((r, c) => (scene.stepAt([depth, r, c]) <= last ? number(slice.at(r, c)) : ""));
      }
      if (here || table.marked.length) table.mark(here ? [[i, j]] : []);
    });
    this.uncover(hidden ? step - 1 : step);
  }

  /** Writes or empties the cells of the output between what was last shown and this step. */
  uncover(last) {
    const { scene, panels } = this;
    const { whole } = panels.output[0].table;
    const [from, to] = last > this.shown ? [this.shown + 1, last] : [last + 1, this.shown];
    this.shown = last;
    if (!whole && !this.secret) return;
    for (let other = from; other <= to; other += 1) {
      const [q, i, j] = scene.place(other);
      const text = other <= last ? number(scene.total(other)) : "";
      const { table, numbers, columns } = panels.output[q];
      if (whole) table.set(i, j, text);
      if (this.secret && numbers.length) write(numbers[i * columns + j], text);
    }
  }

  /** Keeps what the output hides out of the page altogether, or lets it lie under its mask again. */
  keepSecret(secret) {
    const { scene, panels } = this;
    this.secret = secret;
    const bound = scene.figures.output[0].data[0].zmax;
    [-bound, bound].forEach((end, index) => write(this.outputEnds[index], secret ? "" : number(end)));
    for (const slice of panels.output)
      slice.numbers.forEach((node, cell) => {
        const [row, column] = [Math.floor(cell / slice.columns), cell % slice.columns];
        const hides = secret && scene.stepAt([slice.index, row, column]) > this.shown;
        write(node, hides ? "" : number(slice.at(row, column)));
      });
  }

  /** Filter and product say which depth of the input they meet, and slide along it where there is room. */
  paintDepth(depth) {
    const { scene, panels } = this;
    for (const name of ["filter", "product"])
      panels[name].forEach((slice, a) => {
        write(slice.caption, scene.depthMet(depth, a));
        if (this.aligned) move(slice.node, 0, (depth + a * (scene.dilation[0] - 1)) * this.pitch);
      });
  }
}

/** Moves a mask so that it leaves the first `count` cells of its slice free. */
function cover({ below, row, rest }, { columns, cell }, count) {
  const [line, place] = [Math.floor(count / columns), count % columns];
  move(below, 0, (line + (place > 0 ? 1 : 0)) * cell);
  if (row.hidden === place > 0) row.hidden = place === 0;
  if (!place) return;
  move(row, 0, line * cell);
  move(rest, place * cell, 0);
}

function drawn(node, figure, width, height) {
  node.style.width = `${width}px`;
  node.style.height = `${height}px`;
  return globalThis.Plotly.newPlot(node, figure.data, { ...figure.layout, width, height }, { staticPlot: true });
}
