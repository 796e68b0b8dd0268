/**
 * The panels of one scene at one size: input, filter, product and output.
 *
 * Everything is drawn by Plotly once per scene. A step moves the sheet behind its frame, the window over
 * the input and the mask over the output, and writes the numbers as text: it calls no Plotly and reads no
 * layout, so it costs the same at every size. Panels are built and drawn off stage, then shown.
 */

import { number } from "../model/numbers.js";
import { PANELS } from "../model/scene.js";
import { hidesTotal, productsDone } from "../model/selectors.js";
import { element, move, write } from "./dom.js";
import { gridNode, gridOf } from "./grid.js";
import { drawHeatmap } from "./heatmap.js";
import { arrange, CELL, GAP, LABEL, typeSize } from "./layout.js";
import { addMask, addPadding, addPreview, addUnvisited, addWindow, uncover } from "./overlays.js";
import { Slice } from "./slice.js";

/**
 * @typedef {import("../model/scene.js").Scene} Scene
 * @typedef {import("../model/scene.js").Cell} Cell
 * @typedef {import("../model/scene.js").PanelName} PanelName
 * @typedef {import("../model/state.js").Shown} Shown
 * @typedef {import("../model/links.js").Links} Links
 * @typedef {import("../model/links.js").Highlight} Highlight
 */

const SHEET_PIXELS = 4096; // a larger sheet is drawn small and scaled up: canvases have limits
const LATER = 20000; // products from which on the sheet is drawn after the first paint
const MOST_NUMBERS = 2500; // cells of a slice that have a number each
const SIGNS = { input: "", filter: "⊙", product: "=", output: "Σ" };
const LINES = { 1: "", 2: " cv-paired", 4: " cv-stacked" };

/** Row and column of every tap of a slice. @param {Scene} scene */
function tapsOfSlice({ shapes }) {
  const [, rows, columns] = shapes.filter;
  return Array.from({ length: rows * columns }, (_, tap) => [Math.floor(tap / columns), tap % columns]);
}

export class Panels {
  /**
   * `large` allows cells for the last row of a room.
   * @param {Scene} scene @param {number} width @param {number} height @param {boolean} large
   */
  constructor(scene, width, height, large = false) {
    this.scene = scene;
    const layout = arrange(scene.shapes, width, height, large ? CELL.presented : CELL.largest);
    this.sizes = layout.sizes;
    this.columns = layout.columns;
    this.lines = layout.lines;
    /** @type {Record<PanelName, Slice[]>} */
    this.slices = /** @type {any} */ ({});
    for (const name of PANELS) this.slices[name] = this.slicesOf(name);
    this.productTitle = document.createTextNode("");
    this.outputEnds = [document.createTextNode(""), document.createTextNode("")];
    this.node = this.build();
    this.overlays = this.addOverlays();
    this.sliceTaps = tapsOfSlice(scene);
    this.align();
    this.last = -1; // the last step whose output cell the output's tables show
    this.secret = false;
    /** @type {{step?: number, done?: number, hidden?: boolean, links?: Links, tap?: number}} */
    this.painted = {};
  }

  // -------------------------------------------------------------------------- building

  build() {
    const node = element("div", { class: `cv-panels${LINES[/** @type {1 | 2 | 4} */ (this.lines)]}` });
    for (const name of PANELS) {
      if (this.lines === 2 && name === "product") node.append(element("div", { class: "cv-break" }));
      const sign = SIGNS[name];
      if (sign) node.append(element("div", { class: "cv-sign", "aria-hidden": "true" }, sign));
      node.append(this.figure(name));
    }
    return node;
  }

  /** @param {PanelName} name */
  shape(name) {
    return this.scene.shapes[name === "product" ? "filter" : name];
  }

  /** @param {PanelName} name */
  slicesOf(name) {
    const { scene } = this;
    const [depth, rows, columns] = this.shape(name);
    const cell = this.sizes[name];
    const markType = name === "output" ? typeSize(scene.values.filter, cell) : 0; // of the weights
    const size = rows * columns > MOST_NUMBERS ? 0 : typeSize(scene.values[name], cell);
    return Array.from({ length: depth }, (_, index) => {
      const values = scene.values[name][index];
      const slice = new Slice({
        index,
        rank: scene.rank,
        rows,
        columns,
        cell,
        label: scene.rank === 3 ? `${name}, depth ${index + 1}` : name,
        at: values.at,
        live: name === "product",
        markType,
        drawnCell: Math.min(
          cell,
          Math.max(1, Math.floor(SHEET_PIXELS / Math.max(values.rows, values.columns))),
        ),
      });
      if (slice.caption && (name !== "output" || depth > 1)) slice.caption.data = `depth ${index + 1}`;
      if ((name === "input" || name === "filter") && slice.table.whole)
        slice.table.fill((row, column) => number(values.at(row, column)));
      slice.writeNumbers(size);
      return slice;
    });
  }

  /** @param {PanelName} name */
  figure(name) {
    const [symbol, word, size] = this.title(name);
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
        ...this.slices[name].map((slice) => slice.node),
      ),
      gridNode(name),
      this.scale(name),
    );
  }

  /** @param {PanelName} name @returns {[string | Text, string, string]} */
  title(name) {
    const { labels, flip } = this.scene;
    if (name === "input") return [labels.input, "input", labels.inputSize];
    if (name === "filter") return [labels.filter, flip ? "filter, flipped" : "filter", labels.filterSize];
    if (name === "product") return [this.productTitle, "product", labels.filterSize];
    return [labels.output, "output", labels.outputSize];
  }

  /** @param {PanelName} name */
  scale(name) {
    const bound = this.bound(name);
    const ends =
      name === "output" ? this.outputEnds : [document.createTextNode(""), document.createTextNode("")];
    write(ends[0], number(-bound));
    write(ends[1], number(bound));
    const ramp = element("span", { class: "cv-ramp" });
    return element("div", { class: "cv-scale", "aria-hidden": "true" }, ends[0], ramp, ends[1]);
  }

  /** The end of a panel's colour scale. @param {PanelName} name @returns {number} */
  bound(name) {
    return this.scene.figures[name][0].data[0].zmax;
  }

  addOverlays() {
    const { scene, slices } = this;
    slices.input.forEach((slice, depth) => {
      addPadding(scene, slice, depth);
      addUnvisited(scene, slice, depth);
    });
    return {
      windows: slices.input.map((slice) => addWindow(scene, slice)),
      previews: slices.input.map((slice) => addPreview(scene, slice)),
      pending: slices.product.map(addMask),
      masks: slices.output.map(addMask),
      current: slices.output.map((slice) => slice.overlay(1, 1, { class: "cv-window" })),
    };
  }

  /** Gives the slices of filter and product the pitch of the input's, where all stand in one column. */
  align() {
    const { columns, scene, sizes } = this;
    const single = columns.input === 1 && columns.filter === 1 && scene.rank === 3;
    const fits = scene.shapes.filter[1] * sizes.filter <= scene.shapes.input[1] * sizes.input;
    this.pitch = single && fits && this.lines === 1 ? scene.shapes.input[1] * sizes.input + LABEL + GAP : 0;
    if (!this.pitch) return;
    for (const slice of [...this.slices.filter, ...this.slices.product])
      slice.node.style.height = `${this.pitch - GAP}px`;
  }

  // -------------------------------------------------------------------------- drawing

  /** Draws every heatmap. Resolves when the panels can be shown; a large sheet waits for `drawRest`. */
  async draw() {
    const names = this.isLarge() ? PANELS.filter((name) => name !== "product") : PANELS;
    await Promise.all(names.flatMap((name) => this.drawPanel(name)));
  }

  /** Draws what `draw` left. */
  async drawRest() {
    if (this.isLarge()) await Promise.all(this.drawPanel("product"));
  }

  /** Gives a panel the focus. @param {PanelName} name */
  focus(name) {
    gridOf(this.node, name).focus({ preventScroll: true });
  }

  isLarge() {
    return this.scene.steps * this.scene.taps.length >= LATER;
  }

  /** @param {PanelName} name */
  drawPanel(name) {
    const { scene } = this;
    return this.slices[name].map((slice, index) => {
      const { rows, columns } = scene.values[name][index];
      const { plot, drawnCell } = slice;
      return drawHeatmap(plot, scene.figures[name][index], columns * drawnCell, rows * drawnCell);
    });
  }

  // -------------------------------------------------------------------------- painting

  /**
   * Paints what differs from what is painted.
   * @param {Shown} state @param {Links | undefined} links what belongs to the cell that is pointed at
   */
  paint(state, links) {
    const { painted } = this;
    const now = { step: state.step, done: productsDone(state), hidden: hidesTotal(state), links, tap: -1 };
    if (state.multiply) now.tap = state.tap;
    const moved = now.step !== painted.step || now.done !== painted.done || now.hidden !== painted.hidden;
    if (moved) this.paintStep(now.step, now.done, now.hidden);
    if (now.tap !== painted.tap || (moved && state.multiply)) this.paintTap(now.step, now.tap);
    if (links !== painted.links || (moved && links)) {
      this.paintPreview(links?.preview, now.step, now.done);
      for (const name of PANELS) this.highlight("linked", name, links?.[name] ?? []);
    }
    if (state.predicting !== this.secret) this.keepSecret(state.predicting);
    this.painted = now;
  }

  /** Moves everything to a step: all that runs while someone scrubs. */
  paintStep(/** @type {number} */ step, /** @type {number} */ done, /** @type {boolean} */ hidden) {
    const { scene } = this;
    const index = scene.index(step);
    const origin = scene.origin(index);
    this.paintInput(origin);
    this.paintProduct(index, done);
    this.paintOutput(step, index, hidden);
    this.paintTitle(step);
    if (scene.shapes.output[0] > 1 || scene.dilation[0] > 1) this.paintDepth(origin[0]);
  }

  /** @param {number} step */
  paintTitle(step) {
    const { labels } = this.scene;
    write(this.productTitle, `${labels.window}(${this.scene.position(step).join(",")}) ⊙ ${labels.filter}`);
  }

  /** @param {Cell} origin of the window */
  paintInput([depth, row, column]) {
    const { scene, slices, sliceTaps } = this;
    const { windows } = this.overlays;
    const [, down, right] = scene.dilation;
    slices.input.forEach((slice, index) => {
      const covered = scene.covers(depth, index);
      if (windows[index].hidden === covered) windows[index].hidden = !covered;
      if (slice.table.show(row, column, scene.span[1], scene.span[2]))
        slice.table.fill((i, j) => number(slice.at(i, j)));
      if (!covered) return slice.table.mark([]);
      move(windows[index], column * slice.cell, row * slice.cell);
      return slice.table.mark(sliceTaps.map(([b, c]) => [row + b * down, column + c * right]));
    });
  }

  /**
   * Shows the first `done` products of a window; a `preview` leaves the tables as they are.
   * @param {Cell} index @param {number} done
   */
  paintProduct([q, i, j], done, preview = false) {
    const { scene, slices } = this;
    const [, rows, columns] = scene.shapes.filter;
    const tile = q * scene.shapes.output[1] + i;
    slices.product.forEach((slice, a) => {
      move(slice.plot, -j * columns * slice.cell, -tile * rows * slice.cell, slice.zoom);
      const count = done - a * rows * columns;
      uncover(this.overlays.pending[a], slice, Math.max(0, Math.min(count, rows * columns)));
      if (!preview && slice.table.show(0, 0, rows, columns)) slice.table.fill(() => "");
      this.sliceTaps.forEach(([b, c], tap) => {
        const text = tap < count ? number(slice.at(tile * rows + b, j * columns + c)) : "";
        if (!preview) slice.table.set(b, c, text);
        if (slice.numbers.length) write(slice.numbers[tap], text);
      });
    });
  }

  /**
   * Shows the products of another window and where it is, while all else stays at the present step.
   * @param {number | undefined} other @param {number} step @param {number} done
   */
  paintPreview(other, step, done) {
    if (other === undefined && this.previewed === undefined) return;
    const { scene } = this;
    const shown = other ?? step;
    const index = scene.index(shown);
    this.paintProduct(index, other === undefined ? done : scene.taps.length, true);
    this.paintTitle(shown);
    this.node.classList.toggle("cv-previewing", other !== undefined);
    const [depth, row, column] = scene.origin(index);
    this.overlays.previews.forEach((node, slice) => {
      const shows = other !== undefined && scene.covers(depth, slice);
      if (node.hidden === shows) node.hidden = !shows;
      const { cell } = this.slices.input[slice];
      if (shows) move(node, column * cell, row * cell);
    });
    this.previewed = other;
  }

  /** Highlights the cells of a multiplication, or none. @param {number} step @param {number} tap */
  paintTap(step, tap) {
    const { scene } = this;
    const at = scene.taps[tap];
    const one = at ? [{ at }] : [];
    this.highlight("now", "input", at ? [{ at: scene.cell(scene.index(step), at) }] : []);
    this.highlight("now", "filter", one);
    this.highlight("now", "product", one);
  }

  /**
   * Highlights these cells of a panel, and no others of this kind.
   * @param {string} kind @param {PanelName} name @param {Highlight[]} cells
   */
  highlight(kind, name, cells) {
    this.slices[name].forEach((slice, depth) =>
      slice.highlight(
        kind,
        cells.filter(({ at }) => at[0] === depth),
      ),
    );
  }

  /** @param {number} step @param {Cell} index @param {boolean} hidden */
  paintOutput(step, [q, i, j], hidden) {
    const { scene, slices } = this;
    const { masks, current } = this.overlays;
    const last = hidden ? step - 1 : step;
    slices.output.forEach((slice, depth) => {
      const here = depth === q;
      const count = slice.rows * slice.columns;
      uncover(masks[depth], slice, depth < q ? count : here ? i * slice.columns + j + (hidden ? 0 : 1) : 0);
      if (current[depth].hidden === here) current[depth].hidden = !here;
      if (here) move(current[depth], j * slice.cell, i * slice.cell);
      const { table } = slice;
      if (table.show(here ? i : 0, here ? j : 0, 1, 1))
        table.fill((r, c) => (scene.stepAt([depth, r, c]) <= last ? number(slice.at(r, c)) : ""));
      if (here || table.marked.length) table.mark(here ? [[i, j]] : []);
    });
    this.fillOutput(last);
  }

  /** Writes or empties the cells of the output between the step that was last shown and this one. */
  fillOutput(/** @type {number} */ last) {
    const { scene, slices } = this;
    const { whole } = slices.output[0].table;
    const [from, to] = last > this.last ? [this.last + 1, last] : [last + 1, this.last];
    this.last = last;
    if (!whole && !this.secret) return;
    for (let other = from; other <= to; other += 1) {
      const [q, i, j] = scene.index(other);
      const text = other <= last ? number(scene.total(other)) : "";
      const { table, numbers, columns } = slices.output[q];
      if (whole) table.set(i, j, text);
      if (this.secret && numbers.length) write(numbers[i * columns + j], text);
    }
  }

  /**
   * Keeps what the output hides out of the page altogether, or lets it lie under its mask again.
   * @param {boolean} secret
   */
  keepSecret(secret) {
    this.secret = secret;
    const bound = this.bound("output");
    write(this.outputEnds[0], secret ? "" : number(-bound));
    write(this.outputEnds[1], secret ? "" : number(bound));
    for (const slice of this.slices.output)
      slice.numbers.forEach((node, cell) => {
        const [row, column] = [Math.floor(cell / slice.columns), cell % slice.columns];
        const hides = secret && this.scene.stepAt([slice.index, row, column]) > this.last;
        write(node, hides ? "" : number(slice.at(row, column)));
      });
  }

  /** Filter and product say which depth of the input they meet, and slide along it where there is room. */
  paintDepth(/** @type {number} */ depth) {
    const { scene, slices, pitch } = this;
    for (const slice of [...slices.filter, ...slices.product]) {
      write(/** @type {Text} */ (slice.caption), scene.depthMet(depth, slice.index));
      if (pitch) move(slice.node, 0, (depth + slice.index * (scene.dilation[0] - 1)) * pitch);
    }
  }
}
