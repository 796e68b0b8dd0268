/**
 * The panels of a scene at one size, built and drawn: input, filter, product and output.
 *
 * Everything is drawn by Plotly once per scene, and of a scene that follows only what differs. Panels are built and
 * drawn off stage, then shown; `panels.js` paints a step on them.
 */

import { number } from "../model/numbers.js";
import { changes, PANELS } from "../model/scene.js";
import { Choice } from "./choice.js";
import { element, write } from "./dom.js";
import { figureNode, pictureNode } from "./figure.js";
import { gridOf } from "./grid.js";
import {
  addInserted,
  addLensTaps,
  addMask,
  addPadding,
  addPreview,
  addUnvisited,
  addWindow,
} from "./overlays.js";
import { draw } from "./plotly.js";
import { Scroll } from "./scroll.js";
import { signalIn } from "./signal.js";
import { Slice } from "./slice.js";

/**
 * @typedef {import("../model/scene.js").Scene} Scene
 * @typedef {import("../model/scene.js").Cell} Cell
 * @typedef {import("../model/scene.js").PanelName} PanelName
 * @typedef {import("../model/links.js").Links} Links
 * @typedef {import("../layout/parts.js").PartName} PartName
 * @typedef {import("../layout/parts.js").Part} Part
 * @typedef {import("../layout/plan.js").Plan} Plan
 * @typedef {{name: PanelName, index: number}} Place a slice of a panel
 */

const LATER = 20000; // products from which on the sheet is drawn after the first paint

/** The panel whose numbers a part shows. @param {PartName} name @returns {PanelName} */
const shownIn = (name) => (name === "lens" ? "input" : name);

/** Whether a part of a long signal is a plot. @param {PartName} name */
const isPlotted = (name) => name === "input" || name === "output";

/** The end of a part's colour scale. @param {Scene} scene @param {PartName} name @returns {number} */
const boundOf = ({ figures }, name) => figures[shownIn(name)][0]?.data[0].zmax;

/** Row and column of every tap of a slice. @param {Scene} scene */
function tapsOfSlice({ shapes }) {
  const [, rows, columns] = shapes.filter;
  return Array.from({ length: rows * columns }, (_, tap) => [Math.floor(tap / columns), tap % columns]);
}

export class Built {
  last = -1; // the last step whose output cell the output's tables show
  secret = false;
  /** @type {{step?: number, done?: number, hidden?: boolean, whole?: boolean, links?: Links, tap?: number}} */
  painted = {};
  /** Whether the answer of a step is hidden. @type {(step: number) => boolean} */
  hides = () => false;
  /** The filter that is shown, and the one that the tables tell: another one, while its window is previewed. */
  filter = { shown: -1, told: -1 };
  /** @type {number | undefined} */
  previewed = undefined; // the step that is, in place of the present one

  /** @param {Scene} scene @param {Plan} plan */
  constructor(scene, plan) {
    this.scene = scene;
    this.plan = plan;
    this.sliceTaps = tapsOfSlice(scene);
    this.over = document.createTextNode(""); // what is laid over the output
    this.titles = {
      ...{ product: document.createTextNode(""), lens: document.createTextNode("") },
      filter: document.createTextNode(""), // of several filters
    };
    this.ends = /** @type {Record<PartName, import("./figure.js").Ends>} */ ({});
    this.slices = /** @type {Record<PanelName, Slice[]>} */ ({});
    for (const name of PANELS) {
      const part = plan.parts[name];
      this.slices[name] = part ? this.slicesOf(name, part) : [];
    }
    /** @type {Slice[]} */
    this.lens = plan.parts.lens ? this.slicesOf("lens", plan.parts.lens) : [];
    const { node, scroller, sight } = pictureNode(plan, this.figures());
    this.choice = plan.strip && new Choice(scene, plan.strip);
    this.node = this.choice ? element("div", { class: "cv-several" }, this.choice.node, node) : node;
    this.scroll = scroller && new Scroll(scroller, sight, plan);
    this.overlays = this.addOverlays();
  }

  // -------------------------------------------------------------------------- building

  /** @param {PartName} name @param {Part} part */
  slicesOf(name, part) {
    const { scene, plan } = this;
    const shown = shownIn(name);
    const called = name === "lens" ? name : scene.called(name);
    const signs = part.frames.length > 1 && name !== "output" ? part.frames.length : 1;
    const nameOf = (/** @type {number} */ index) => {
      if (name === "output") return scene.mapName(index);
      return shown === "input" ? scene.sliceName(index) : scene.depthMet(0, index);
    };
    const sliced = scene.rank === 3 || (name === "output" && scene.filters > 1);
    const live = name === "product" || name === "lens" || (name === "filter" && scene.filters > 1);
    return part.frames.map((frame, index) => {
      const values = scene.values[shown][index];
      const slice = new Slice({
        ...{ index, sliced, frame, values, live },
        ...{ named: part.label, sum: part.sum, hasTable: name !== "lens" },
        plotted: plan.plots && isPlotted(name),
        sign: index < signs ? part.sign : "",
        label: sliced ? `${called}, ${nameOf(index)}` : called,
        markType: name === "output" ? plan.weights : 0,
      });
      if (slice.caption && (name !== "output" || part.frames.length > 1)) slice.caption.data = nameOf(index);
      if ((name === "input" || name === "filter") && !live && slice.table.whole)
        slice.table.fill((row, column) => number(values.at(row, column)));
      slice.writeNumbers(plan.types[name]);
      return slice;
    });
  }

  /** The elements of all parts, in the order in which they are read. */
  figures() {
    const { scene, plan, lens, slices, titles, over } = this;
    /** @type {Partial<Record<PartName, HTMLElement>>} */
    const figures = {};
    for (const name of /** @type {PartName[]} */ (["input", "lens", "filter", "product", "output"])) {
      const part = plan.parts[name];
      if (!part) continue;
      this.ends[name] = [document.createTextNode(""), document.createTextNode("")];
      this.writeEnds(name);
      figures[name] = figureNode(name, scene, {
        ...{ picture: plan, part, ends: this.ends[name] },
        title: name === "lens" || name === "filter" ? titles[name] : titles.product,
        slices: name === "lens" ? lens : slices[name],
        over,
      });
    }
    return figures;
  }

  /** Writes the ends of a part's colour scale, unless they would tell what is hidden. @param {PartName} name */
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
    for (const slice of this.lens) addLensTaps(scene, slice);
    return {
      windows: slices.input.map((slice) => addWindow(scene, slice)),
      previews: slices.input.map((slice) => addPreview(scene, slice)),
      pending: slices.product.map(addMask),
      masks: slices.output.map(addMask),
      current: slices.output.map((slice) => slice.overlay(1, 1, { class: "cv-window" })),
    };
  }

  /**
   * Where a slice shows a cell of its panel: its row and its column there, or nothing where it does not.
   * @param {Slice} slice @param {Cell} at
   */
  placeIn(slice, [depth, row, column]) {
    if (!this.lens.includes(slice)) return depth === slice.index ? [row, column] : undefined;
    const [, top, left] = this.scene.cellUnder(this.painted.step ?? 0, [depth, 0, 0]);
    const [down, right] = [row - top, column - left];
    const inside = down >= 0 && right >= 0 && down < slice.rows && right < slice.columns;
    return depth === slice.index && inside ? [down, right] : undefined;
  }

  /** All slices that show cells of a panel. @param {PanelName} name */
  views(name) {
    return name === "input" ? [...this.slices.input, ...this.lens] : this.slices[name];
  }

  /** Where a cell is shown largest. @param {PanelName} name @param {Cell} at */
  cellOf(name, at) {
    const found = this.views(name).flatMap((slice) => {
      const place = this.placeIn(slice, at);
      return place ? [{ slice, row: place[0], column: place[1] }] : [];
    });
    return /** @type {{slice: Slice, row: number, column: number}} */ (found.at(-1));
  }

  // -------------------------------------------------------------------------- drawing

  /** Draws every panel; a large sheet waits for `drawRest`. */
  draw() {
    this.drawSlices(PANELS.flatMap((name) => this.slices[name].map((_, index) => ({ name, index }))));
  }

  /** Draws what waited, if anything did. */
  drawRest() {
    const waiting = this.slices.product.filter(({ plot }) => plot.hidden);
    this.drawNow(waiting.map(({ index }) => ({ name: "product", index })));
    for (const { plot } of waiting) plot.hidden = false;
  }

  /** Gives a panel the focus. @param {PanelName} name */
  focus(name) {
    gridOf(this.node, name).focus({ preventScroll: true });
  }

  /** Whether the sheet is drawn after what else there is to see. */
  isLarge() {
    return this.scene.steps * this.scene.taps.length >= LATER;
  }

  /** Draws slices with their present numbers; those of a large sheet are hidden until `drawRest`. @param {Place[]} places */
  drawSlices(places) {
    const late = this.isLarge() ? "product" : undefined;
    for (const { name, index } of places) if (name === late) this.slices[name][index].plot.hidden = true;
    this.drawNow(places.filter(({ name }) => name !== late));
  }

  /** @param {Place[]} places */
  drawNow(places) {
    draw(
      places.map((place) => this.heatmap(place)).filter(({ nodes }) => nodes.length),
      places.filter(({ name }) => this.isPlot(name)).map((place) => this.signal(place)),
    );
  }

  /** Whether a panel is drawn as the plot of a signal. @param {PanelName} name */
  isPlot(name) {
    return this.plan.plots && isPlotted(name);
  }

  /** A slice as a heatmap, and where that is seen: of the input in its lens too, of a signal only there. @param {Place} place */
  heatmap({ name, index }) {
    const seen = [this.isPlot(name) ? [] : this.slices[name], name === "input" ? this.lens : []].flat();
    const nodes = seen.filter((slice) => slice.index === index).map(({ plot }) => plot);
    const { figures, values } = this.scene;
    return { figure: figures[name][index], matrix: values[name][index], nodes };
  }

  /** A slice as the plot of a signal. @param {Place} place */
  signal({ name, index }) {
    const { figures, values } = this.scene;
    const { plot, place } = this.slices[name][index];
    return signalIn(plot, figures[name][index], values[name][index], place, this.plan.unit);
  }

  // -------------------------------------------------------------------------- another scene

  /**
   * Takes another scene whose plan has the same key: draws the slices and writes the numbers that differ, and
   * leaves all else to `paint`. It is done on return; a large sheet is hidden until `drawRest`.
   * @param {Scene} scene @param {Plan} plan
   */
  take(scene, plan) {
    const before = this.scene;
    this.scene = scene;
    this.plan = plan;
    if (scene === before) return;
    this.painted = { links: this.painted.links };
    /** @type {Place[]} */
    const changed = [];
    for (const name of PANELS) {
      const rescaled = boundOf(before, name) !== boundOf(scene, name);
      if (rescaled) this.writeEnds(name);
      this.slices[name].forEach((slice, index) => {
        const values = scene.values[name][index];
        const most = slice.isWritten && !slice.live ? Infinity : 1;
        const cells = changes(before.values[name][index], values, most);
        slice.at = values.at;
        if (cells.length || rescaled) changed.push({ name, index });
        if (most > 1) this.rewrite(name, slice, cells);
        slice.writeNumbers(plan.types[name]);
      });
    }
    for (const slice of this.slices.output) slice.markWith(plan.weights);
    this.filter = { shown: -1, told: -1 };
    this.choice?.draw(scene);
    this.takeLens(before);
    this.drawSlices(changed);
  }

  /** The lens of another scene: its numbers come with `paint`, its colours with those of the input. @param {Scene} before */
  takeLens(before) {
    const { scene, plan, lens } = this;
    if (lens.length && boundOf(before, "input") !== boundOf(scene, "input")) this.writeEnds("lens");
    for (const slice of lens) {
      slice.at = scene.values.input[slice.index].at;
      slice.writeNumbers(plan.types.lens);
    }
  }

  /** The steps from the last one that the output showed to the one that it shows now. @param {number} last */
  reach(last) {
    const [from, to] = last > this.last ? [this.last + 1, last] : [last + 1, this.last];
    this.last = last;
    return [from, to];
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
}
