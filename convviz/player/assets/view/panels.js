/**
 * The panels of a scene at one size: input, filter, product and output.
 *
 * Everything is drawn by Plotly once per scene, and of a scene that follows only what differs. A step moves the sheet behind its frame, the window over
 * the input and the mask over the output, and writes the numbers as text: it calls no Plotly and reads no
 * layout, so it costs the same at every size. Panels are built and drawn off stage, then shown.
 */

import { number } from "../model/numbers.js";
import { changes, PANELS } from "../model/scene.js";
import { hidesTotal, isWhole, productsDone } from "../model/selectors.js";
import { move, write } from "./dom.js";
import { figureNode, panelsNode } from "./figure.js";
import { gridOf } from "./grid.js";
import { drawHeatmap, redrawHeatmap } from "./heatmap.js";
import { GAP, LABEL } from "./layout.js";
import {
  addInserted,
  addMask,
  addPadding,
  addPreview,
  addUnvisited,
  addWindow,
  uncover,
} from "./overlays.js";
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

/** The end of a panel's colour scale. @param {Scene} scene @param {PanelName} name @returns {number} */
const boundOf = ({ figures }, name) => figures[name][0].data[0].zmax;

/** Row and column of every tap of a slice. @param {Scene} scene */
function tapsOfSlice({ shapes }) {
  const [, rows, columns] = shapes.filter;
  return Array.from({ length: rows * columns }, (_, tap) => [Math.floor(tap / columns), tap % columns]);
}

export class Panels {
  /** @param {Scene} scene @param {import("./layout.js").Plan} plan */
  constructor(scene, plan) {
    this.scene = scene;
    this.plan = plan;
    this.last = -1; // the last step whose output cell the output's tables show
    this.secret = false;
    /** @type {{step?: number, done?: number, hidden?: boolean, whole?: boolean, links?: Links, tap?: number}} */
    this.painted = {};
    this.sliceTaps = tapsOfSlice(scene);
    this.productTitle = document.createTextNode("");
    this.over = document.createTextNode(""); // what is laid over the output
    this.ends = /** @type {Record<PanelName, import("./figure.js").Ends>} */ ({});
    this.slices = /** @type {Record<PanelName, Slice[]>} */ ({});
    for (const name of PANELS) {
      this.ends[name] = [document.createTextNode(""), document.createTextNode("")];
      this.slices[name] = this.slicesOf(name);
    }
    this.node = panelsNode(plan.lines, (name) => this.figure(name));
    this.overlays = this.addOverlays();
    this.align();
  }

  // -------------------------------------------------------------------------- building

  /** @param {PanelName} name */
  slicesOf(name) {
    const { scene, plan } = this;
    const cell = plan.sizes[name];
    const [depth, rows, columns] = scene.shapes[name === "product" ? "filter" : name];
    const nameOf = (/** @type {number} */ index) => {
      if (name === "output") return `depth ${index + 1}`;
      return name === "input" ? scene.sliceName(index) : scene.depthMet(0, index);
    };
    return Array.from({ length: depth }, (_, index) => {
      const values = scene.values[name][index];
      const most = Math.max(values.rows, values.columns);
      const slice = new Slice({
        ...{ index, rank: scene.rank, rows, columns, cell, at: values.at, live: name === "product" },
        label: scene.rank === 3 ? `${name}, ${nameOf(index)}` : name,
        markType: name === "output" ? plan.weights : 0,
        drawnCell: Math.min(cell, Math.max(1, Math.floor(SHEET_PIXELS / most))),
      });
      if (slice.caption && (name !== "output" || depth > 1)) slice.caption.data = nameOf(index);
      if ((name === "input" || name === "filter") && slice.table.whole)
        slice.table.fill((row, column) => number(values.at(row, column)));
      slice.writeNumbers(plan.types[name]);
      return slice;
    });
  }

  /** @param {PanelName} name */
  figure(name) {
    const { scene, plan, slices, productTitle, over, ends } = this;
    this.writeEnds(name);
    const parts = {
      slices: slices[name],
      columns: plan.columns[name],
      ends: ends[name],
      product: productTitle,
      over,
    };
    return figureNode(name, scene, parts);
  }

  /** Writes the ends of a panel's colour scale, unless they would tell what is hidden. @param {PanelName} name */
  writeEnds(name) {
    const hides = name === "output" && this.secret;
    const bound = boundOf(this.scene, name);
    write(this.ends[name][0], hides ? "" : number(-bound));
    write(this.ends[name][1], hides ? "" : number(bound));
  }

  addOverlays() {
    const { scene, slices } = this;
    slices.input.forEach((slice, depth) => {
      addPadding(scene, slice, depth);
      addInserted(scene, slice, depth);
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
    const { scene } = this;
    const { columns, sizes, lines } = this.plan;
    const single = columns.input === 1 && columns.filter === 1 && scene.rank === 3;
    const fits = scene.shapes.filter[1] * sizes.filter <= scene.shapes.input[1] * sizes.input;
    this.pitch = single && fits && lines === 1 ? scene.shapes.input[1] * sizes.input + LABEL + GAP : 0;
    if (!this.pitch) return;
    for (const slice of [...this.slices.filter, ...this.slices.product])
      slice.node.style.height = `${this.pitch - GAP}px`;
  }

  // -------------------------------------------------------------------------- drawing

  /** Draws every heatmap. Resolves when the panels can be shown; a large sheet waits for `drawRest`. */
  async draw() {
    const names = this.isLarge() ? PANELS.filter((name) => name !== "product") : PANELS;
    await Promise.all(
      names.flatMap((name) => this.slices[name].map((_, index) => this.drawSlice(name, index))),
    );
  }

  /** Draws what `draw` and `take` left. */
  drawRest() {
    this.slices.product.forEach((slice, index) => {
      if (slice.drawn && !slice.plot.hidden) return;
      void this.drawSlice("product", index);
      slice.plot.hidden = false;
    });
  }

  /** Gives a panel the focus. @param {PanelName} name */
  focus(name) {
    gridOf(this.node, name).focus({ preventScroll: true });
  }

  isLarge() {
    return this.scene.steps * this.scene.taps.length >= LATER;
  }

  /** Draws a heatmap, or draws it anew with its present numbers. @param {PanelName} name @param {number} index */
  drawSlice(name, index) {
    const { scene } = this;
    const { rows, columns } = scene.values[name][index];
    const slice = this.slices[name][index];
    const figure = scene.figures[name][index];
    if (slice.drawn) return redrawHeatmap(slice.plot, figure);
    slice.drawn = true;
    return drawHeatmap(slice.plot, figure, columns * slice.drawnCell, rows * slice.drawnCell);
  }

  // -------------------------------------------------------------------------- another scene

  /**
   * Takes another scene whose plan has the same key: draws the heatmaps and writes the numbers that differ, and
   * leaves all else to `paint`. It is done on return; a large sheet is hidden until `drawRest`.
   * @param {Scene} scene @param {import("./layout.js").Plan} plan
   */
  take(scene, plan) {
    const before = this.scene;
    this.scene = scene;
    this.plan = plan;
    if (scene === before) return;
    this.painted = { links: this.painted.links };
    for (const name of PANELS) {
      const rescaled = boundOf(before, name) !== boundOf(scene, name);
      if (rescaled) this.writeEnds(name);
      this.slices[name].forEach((slice, index) => {
        const values = scene.values[name][index];
        const most = slice.isWritten && !slice.live ? Infinity : 1;
        const changed = changes(before.values[name][index], values, most);
        slice.at = values.at;
        if (changed.length || rescaled) this.redraw(name, index);
        if (most > 1) this.rewrite(name, slice, changed);
        slice.writeNumbers(plan.types[name]);
      });
    }
    for (const slice of this.slices.output) slice.markWith(plan.weights);
  }

  /** Draws a heatmap anew, or hides it until that is done. @param {PanelName} name @param {number} index */
  redraw(name, index) {
    if (name === "product" && this.isLarge()) this.slices[name][index].plot.hidden = true;
    else void this.drawSlice(name, index);
  }

  /** Writes the numbers of these cells. @param {PanelName} name @param {Slice} slice @param {number[]} cells */
  rewrite(name, slice, cells) {
    const { table, numbers } = slice;
    for (const cell of cells) {
      const [row, column] = slice.placeOf(cell);
      const ahead = name === "output" && this.scene.stepAt([slice.index, row, column]) > this.last;
      const text = number(slice.at(row, column));
      if (numbers.length) write(numbers[cell], ahead && this.secret ? "" : text);
      if (table.whole) table.set(row, column, ahead ? "" : text);
    }
  }

  // -------------------------------------------------------------------------- painting

  /**
   * Paints what differs from what is painted.
   * @param {Shown} state @param {Links | undefined} links what belongs to the cell that is pointed at
   */
  paint(state, links) {
    const { painted } = this;
    const now = {
      step: state.step,
      done: productsDone(state),
      hidden: hidesTotal(state),
      links,
      tap: -1,
      whole: isWhole(state),
    };
    if (state.multiply) now.tap = state.tap;
    const same = (/** @type {"step" | "done" | "hidden" | "whole"} */ name) => now[name] === painted[name];
    const moved = !(same("step") && same("done") && same("hidden") && same("whole"));
    if (moved) this.paintStep(now.step, now.done, now.hidden, now.whole);
    if (now.tap !== painted.tap || (moved && state.multiply)) this.paintTap(now.step, now.tap);
    if (links !== painted.links || (moved && links)) {
      this.paintPreview(links?.preview, now.step, now.done);
      write(this.over, (this.plan.weights && links?.over) || "");
      for (const name of PANELS) this.highlight("linked", name, links?.[name] ?? []);
    }
    if (state.predicting !== this.secret) this.keepSecret(state.predicting);
    this.painted = now;
  }

  /** Moves everything to a step: all that runs while someone scrubs. */
  paintStep(
    /** @type {number} */ step,
    /** @type {number} */ done,
    /** @type {boolean} */ hidden,
    /** @type {boolean} */ whole,
  ) {
    const { scene } = this;
    const index = scene.index(step);
    const origin = scene.origin(index);
    this.paintInput(origin);
    this.paintProduct(index, done);
    this.paintOutput(index, whole ? scene.steps - 1 : hidden ? step - 1 : step);
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

  /**
   * Shows the output up to the `last` step, and which cell is the present one.
   * @param {Cell} index @param {number} last
   */
  paintOutput([q, i, j], last) {
    const { scene, slices } = this;
    const { masks, current } = this.overlays;
    slices.output.forEach((slice, depth) => {
      const here = depth === q;
      const count = slice.rows * slice.columns;
      uncover(masks[depth], slice, Math.max(0, Math.min(count, last + 1 - depth * count)));
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
    this.writeEnds("output");
    for (const slice of this.slices.output)
      slice.numbers.forEach((node, cell) => {
        const [row, column] = slice.placeOf(cell);
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
