/**
 * The panels of a scene as they are at a step.
 *
 * A step moves the sheet behind its frame, the window over the input and the mask over the output, and writes the
 * numbers as text: it calls no Plotly and reads no layout, so it costs the same at every size. How panels come to
 * be is in `built.js`.
 */

import { number } from "../model/numbers.js";
import { PANELS } from "../model/scene.js";
import { hides, hidesTotal, isWhole, productsDone } from "../model/selectors.js";
import { Built } from "./built.js";
import { move, write } from "./dom.js";
import { gridOf } from "./grid.js";
import { uncover } from "./overlays.js";

/**
 * @typedef {import("../model/scene.js").Cell} Cell
 * @typedef {import("../model/scene.js").PanelName} PanelName
 * @typedef {import("../model/state.js").Shown} Shown
 * @typedef {import("../model/links.js").Links} Links
 * @typedef {import("../model/links.js").Highlight} Highlight
 */

export class Panels extends Built {
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
    this.painted = now;
    this.hides = (/** @type {number} */ step) => hides(state, step);
    if (moved) this.paintStep(now.step, now.done, now.hidden, now.whole);
    if (now.tap !== painted.tap || (moved && state.multiply)) this.paintTap(now.step, now.tap);
    if (links !== painted.links || (moved && links)) {
      this.paintPreview(links?.preview, now.step, now.done);
      write(this.over, (this.plan.weights && links?.over) || "");
      for (const name of PANELS) this.highlight("linked", name, links?.[name] ?? []);
    }
    if (state.predicting !== this.secret) this.keepSecret(state.predicting);
  }

  /** Moves everything to a step: all that runs while someone scrubs. */
  paintStep(
    /** @type {number} */ step,
    /** @type {number} */ done,
    /** @type {boolean} */ hidden,
    /** @type {boolean} */ whole,
  ) {
    const { scene, scroll } = this;
    const index = scene.index(step);
    const origin = scene.origin(index);
    if (scene.filters > 1) this.paintFilter(scene.filterOf(step));
    this.paintInput(origin);
    this.paintLens(origin);
    this.paintProduct(index, done);
    this.paintOutput(index, whole ? scene.steps - 1 : hidden ? step - 1 : step);
    this.paintTitle(step);
    this.paintPlace(origin);
    if (scene.each > 1 || scene.groups > 1 || scene.dilation[0] > 1) this.paintDepth(origin[0]);
    scroll?.follow(origin[0], origin[0] + scene.span[0] - 1);
  }

  /** @param {number} step */
  paintTitle(step) {
    const { scene } = this;
    write(this.titles.product, scene.productTitle(step));
    if (this.lens.length)
      write(this.titles.lens, `${scene.labels.window}(${scene.position(step).join(",")})`);
  }

  /**
   * Shows another of several filters: moves their sheet behind its frame and writes the numbers. A `preview`
   * leaves the tables as they are, and the choice.
   * @param {number} filter
   */
  paintFilter(filter, preview = false) {
    const { scene, slices, sliceTaps } = this;
    if (this.filter.shown === filter && (preview || this.filter.told === filter)) return;
    const [, rows, columns] = scene.shapes.filter;
    for (const slice of slices.filter) {
      move(slice.plot, 0, -slice.y(filter * rows));
      if (!preview && slice.table.show(0, 0, rows, columns)) slice.table.fill(() => "");
      sliceTaps.forEach(([b, c], tap) => {
        const text = number(slice.at(filter * rows + b, c));
        if (!preview) slice.table.set(b, c, text);
        if (slice.numbers.length) write(slice.numbers[tap], text);
      });
    }
    write(this.titles.filter, scene.filterName(scene.stepOf(0, filter)));
    this.filter.shown = filter;
    if (preview) return;
    this.filter.told = filter;
    this.choice?.paint(filter);
    const figure = gridOf(this.node, "filter").closest("figure");
    /** @type {HTMLElement} */ (figure).dataset.filter = String(filter + 1);
  }

  /** Puts filter and product under the window, where they move along with it. @param {Cell} origin of the window */
  paintPlace([, , column]) {
    const { plan, scene, slices } = this;
    if (!plan.along) return;
    const x = (column / scene.stride[2]) * plan.along;
    for (const slice of [...slices.filter, ...slices.product]) move(slice.node, x, 0);
  }

  /** Shows the part of the input that is in the window. @param {Cell} origin of the window */
  paintLens([depth, top, left]) {
    for (const slice of this.lens) {
      const covered = this.scene.covers(depth, slice.index);
      if (slice.node.hidden === covered) slice.node.hidden = !covered;
      if (!covered) continue;
      move(slice.plot, -slice.x(left), -slice.y(top));
      slice.numbers.forEach((text, cell) => {
        const [row, column] = slice.placeOf(cell);
        write(text, number(slice.at(top + row, left + column)));
      });
    }
  }

  /** @param {Cell} origin of the window */
  paintInput([depth, row, column]) {
    const { scene, slices, sliceTaps } = this;
    const { windows } = this.overlays;
    const [, down, right] = scene.dilation;
    slices.input.forEach((slice, index) => {
      const covered = scene.covers(depth, index);
      if (windows[index].hidden === covered) windows[index].hidden = !covered;
      if (scene.groups > 1) slice.node.classList.toggle("cv-quiet", !covered);
      if (slice.table.show(row, column, scene.span[1], scene.span[2]))
        slice.table.fill((i, j) => number(slice.at(i, j)));
      if (!covered) return slice.table.mark([]);
      move(windows[index], slice.x(column), slice.y(row));
      return slice.table.mark(sliceTaps.map(([b, c]) => [row + b * down, column + c * right]));
    });
  }

  /**
   * Shows the first `done` products of a window; a `preview` leaves the tables as they are.
   * @param {Cell} index @param {number} done
   */
  paintProduct([q, i, j], done, preview = false) {
    const { scene, slices } = this;
    const hidden = this.hides(scene.stepAt([q, i, j]));
    const [, rows, columns] = scene.shapes.filter;
    const tile = scene.tileRow([q, i, j]);
    slices.product.forEach((slice, a) => {
      move(slice.plot, -slice.x(j * columns), -slice.y(tile * rows));
      const count = done - a * rows * columns;
      uncover(this.overlays.pending[a], slice, Math.max(0, Math.min(count, rows * columns)));
      if (!preview && slice.table.show(0, 0, rows, columns)) slice.table.fill(() => "");
      let sum = 0;
      this.sliceTaps.forEach(([b, c], tap) => {
        const value = slice.at(tile * rows + b, j * columns + c);
        const text = tap < count ? number(value) : "";
        if (tap < count) sum += value;
        if (!preview) slice.table.set(b, c, text);
        if (slice.numbers.length) write(slice.numbers[tap], text);
      });
      write(slice.sum, count > 0 ? `Σ = ${hidden ? "?" : number(sum)}` : "");
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
    if (scene.filters > 1) this.paintFilter(scene.filterOf(shown), other !== undefined);
    this.paintProduct(index, other === undefined ? done : scene.taps.length, true);
    this.paintTitle(shown);
    this.node.classList.toggle("cv-previewing", other !== undefined);
    const origin = scene.origin(index);
    const [depth, row, column] = origin;
    this.paintPlace(origin);
    this.overlays.previews.forEach((node, slice) => {
      const shows = other !== undefined && scene.covers(depth, slice);
      if (node.hidden === shows) node.hidden = !shows;
      const input = this.slices.input[slice];
      if (shows) move(node, input.x(column), input.y(row));
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
    if (at) this.seeSlice(scene.cell(scene.index(step), at)[0]);
  }

  /** Brings a slice of the input into sight. @param {number} depth */
  seeSlice(depth) {
    this.scroll?.follow(depth, depth);
  }

  /**
   * Highlights these cells of a panel, and no others of this kind.
   * @param {string} kind @param {PanelName} name @param {Highlight[]} cells
   */
  highlight(kind, name, cells) {
    for (const slice of this.views(name))
      slice.highlight(
        kind,
        cells.flatMap(({ at, text }) => {
          const place = this.placeIn(slice, at);
          return place ? [{ at: [0, ...place], text }] : [];
        }),
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
      if (here) move(current[depth], slice.x(j), slice.y(i));
      if (scene.filters > 1) {
        const own = Math.floor(depth / scene.each) === Math.floor(q / scene.each);
        slice.node.classList.toggle("cv-present", own);
      }
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
    const [from, to] = this.reach(last);
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
    const { scene, slices, plan } = this;
    for (const slice of [...slices.filter, ...slices.product]) {
      write(/** @type {Text} */ (slice.caption), scene.depthMet(depth, slice.index));
      move(slice.node, 0, (depth + slice.index * (scene.dilation[0] - 1)) * plan.pitch);
    }
  }
}
