/**
 * The panels of a transposed convolution that is scattered: what each cell of the input lays on the output.
 *
 * What lies there grows with every step, in colour too: a canvas of one pixel a cell lies over each slice of the output.
 * A step paints the cells that it reaches, and calls no Plotly.
 */

import { factor, number } from "../model/numbers.js";
import { element, move, write } from "./dom.js";
import { addWindow } from "./overlays.js";
import { Panels } from "./panels.js";
import { shade } from "./shade.js";

/**
 * @typedef {import("../model/scene.js").Scene} Scene
 * @typedef {import("../model/scene.js").Cell} Cell
 * @typedef {import("../model/scene.js").PanelName} PanelName
 * @typedef {import("../model/scatter.js").Laid} Laid
 * @typedef {import("./slice.js").Slice} Slice
 * @typedef {{pen: CanvasRenderingContext2D | null, counts: Text[], shown: string[]}} Layer the colours of a slice, how
 *   many cells met, and what is written, by cell
 */

const COUNTED = 36; // pixels of a cell that has room for how many cells met in it
/** The size of type of that, and the width of a letter in it. @param {import("../layout/parts.js").Frame} place */
const typeOfCount = ({ wide, high }) => Math.max(11, 0.26 * Math.min(wide, high));
const LETTER = 0.55;

export class ScatteredPanels extends Panels {
  /** @param {Scene} scene @param {import("../layout/plan.js").Plan} plan */
  constructor(scene, plan) {
    super(scene, plan);
    this.laid = /** @type {Laid} */ (scene.laid);
    this.layers = this.slices.output.map(layerOn);
    const patch = { ...scene, span: this.laid.span, dilation: this.laid.dilation };
    this.patches = this.slices.output.map((slice) => addWindow(patch, slice));
    for (const { below, row } of this.overlays.masks) below.hidden = row.hidden = true;
    for (const node of this.overlays.current) node.hidden = true;
    /** @type {{step: number, whole: boolean} | undefined} */
    this.shown = undefined;
  }

  /** What lies on the output is no heatmap. @param {import("./built.js").Place[]} places */
  drawSlices(places) {
    super.drawSlices(places.filter(({ name }) => name !== "output"));
  }

  /** @param {Scene} scene @param {import("../layout/plan.js").Plan} plan */
  take(scene, plan) {
    super.take(scene, plan);
    this.laid = /** @type {Laid} */ (scene.laid);
    this.shown = undefined;
    for (const { shown } of this.layers) shown.length = 0;
  }

  /** @param {Cell} index of the present cell */
  paintInput([depth, row, column]) {
    this.slices.input.forEach((slice, q) => {
      const here = q === depth;
      const window = this.overlays.windows[q];
      if (window.hidden === here) window.hidden = !here;
      if (here) move(window, slice.x(column), slice.y(row));
      slice.table.mark(here ? [[row, column]] : []);
    });
  }

  /** The products stand over the place where they are laid, the filter under its cell. @param {Cell} index */
  paintPlace(index) {
    const { plan, slices, laid } = this;
    if (!plan.along) return;
    for (const slice of slices.filter) move(slice.node, index[2] * plan.along, 0);
    for (const slice of slices.product) move(slice.node, laid.start(index)[2] * plan.along, 0);
  }

  /** Paints what is laid up to the present step. @param {Cell} index */
  paintOutput(index) {
    const { step = 0, whole = false } = this.painted;
    const hidden = this.hides(step);
    const done = hidden ? 0 : (this.painted.done ?? 0);
    for (const at of this.changed(step, whole)) this.paintCell(at, whole, step, done);
    const asked = hidden ? this.laid.asked(step).at : undefined;
    this.highlight("asked", "output", asked ? [{ at: asked, text: "?" }] : []);
    this.shown = { step, whole };
    const [first, row, column] = this.laid.start(index);
    const { span, dilation } = this.laid;
    const places = this.patchOf(index);
    this.slices.output.forEach((slice, depth) => {
      const node = this.patches[depth];
      const shows = depth >= first && depth < first + span[0] && (depth - first) % dilation[0] === 0;
      if (node.hidden === shows) node.hidden = !shows;
      if (shows) move(node, slice.x(column), slice.y(row));
      slice.table.mark(places.filter(([q]) => q === depth).map(([, i, j]) => [i, j]));
    });
  }

  /** The cells on which a cell of the input lies. @param {Cell} index @returns {Cell[]} */
  patchOf(index) {
    return this.scene.taps.flatMap((tap) => {
      const place = this.laid.place(index, tap);
      return place ? [place] : [];
    });
  }

  /** The cells of the output that may show something else than they do. @param {number} step @param {boolean} whole @returns {Cell[]} */
  changed(step, whole) {
    const { scene, shown } = this;
    const last = scene.steps - 1;
    const ends = step === last || shown?.step === last; // with the last cell, all is there
    if (!shown || shown.whole !== whole || (ends && !whole)) return this.all();
    if (whole) return [];
    const [from, to] = [Math.min(step, shown.step), Math.max(step, shown.step)];
    return Array.from({ length: to - from + 1 }, (_, more) => this.patchOf(scene.index(from + more))).flat();
  }

  /** @returns {Cell[]} */
  all() {
    return this.slices.output.flatMap((slice, q) =>
      Array.from({ length: slice.rows * slice.columns }, (_, cell) => [q, ...slice.placeOf(cell)]),
    );
  }

  /** @param {Cell} at @param {boolean} whole @param {number} step @param {number} done */
  paintCell(at, whole, step, done) {
    const { scene, laid } = this;
    const [q, i, j] = at;
    const slice = this.slices.output[q];
    const { pen, counts, shown } = this.layers[q];
    const last = scene.steps - 1;
    const { value, count } = laid.partial(at, whole ? last : step, whole ? scene.taps.length : done);
    const cell = i * slice.columns + j;
    const text = number(value);
    const met = counts.length && count > 1 ? this.met(at, whole || !done, step, count) : "";
    if (counts.length) write(counts[cell], met);
    if (shown[cell] === text) return;
    shown[cell] = text;
    slice.table.set(i, j, text);
    if (slice.numbers.length) write(slice.numbers[cell], text || "·");
    pen?.clearRect(j, i, 1, 1);
    if (!pen || !text) return;
    pen.fillStyle = shade(value / scene.figures.output[0].data[0].zmax);
    pen.fillRect(j, i, 1, 1);
  }

  /** How often cells of the input have met in a cell, or what is added there now, unless nothing is. @param {Cell} at @param {boolean} still @param {number} step @param {number} count */
  met(at, still, step, count) {
    const { scene, laid } = this;
    const here = still ? undefined : laid.meetings(at).find(({ index }) => scene.stepAt(index) === step);
    if (!here) return `×${count}`;
    const before = number(laid.partial(at, step, 0).value);
    const sum = `${before} + ${factor(scene.product(here.index, here.tap))}`;
    const { place } = this.slices.output[at[0]];
    return sum.length * LETTER * typeOfCount(place) <= place.wide ? sum : `×${count}`;
  }

  /** Lights the product and its place too. @param {number} step @param {number} tap */
  paintTap(step, tap) {
    super.paintTap(step, tap);
    const at = this.scene.taps[tap];
    const place = at && this.laid.place(this.scene.index(step), at);
    this.highlight("now", "output", place ? [{ at: place }] : []);
  }

  /** Filter and products stand in the rows of the slices on which they are laid. @param {number} depth of the present cell */
  paintDepth(depth) {
    const { slices, plan, laid } = this;
    const [first] = laid.start([depth, 0, 0]);
    for (const slice of [...slices.filter, ...slices.product])
      move(slice.node, 0, Math.max(0, first + slice.index * (laid.dilation[0] - 1)) * plan.pitch);
  }

  /** What is asked for is not painted before it is answered. */
  keepSecret() {}
}

/** Lays a canvas, and small texts where there is room, under the numbers of a slice. @param {Slice} slice @returns {Layer} */
function layerOn(slice) {
  const { rows, columns, place, layer } = slice;
  const style = `width:${slice.x(columns)}px;height:${slice.y(rows)}px`;
  const canvas = element("canvas", { class: "cv-laid", width: columns, height: rows, style });
  layer.before(canvas);
  const pen = canvas.getContext("2d");
  if (Math.min(place.wide, place.high) < COUNTED) return { pen, counts: [], shown: [] };
  const counts = Array.from({ length: rows * columns }, () => document.createTextNode(""));
  const size = `font-size:${typeOfCount(place)}px`;
  const texts = element("div", { class: "cv-numbers cv-counts", style: size });
  layer.classList.add("cv-counted");
  texts.append(...counts.map((text) => element("span", {}, text)));
  layer.after(texts);
  return { pen, counts, shown: [] };
}
