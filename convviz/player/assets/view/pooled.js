/** The panels of a pooling: which of its cells a window keeps is lit, in the window and in the input. */

import { isNumber } from "../model/pooled.js";
import { Panels } from "./panels.js";

/** @typedef {import("../model/scene.js").Cell} Cell */

const MOST_LIT = 64; // cells of a window that are lit one by one

export class PooledPanels extends Panels {
  /** @param {import("../model/scene.js").Scene} scene @param {import("../layout/plan.js").Plan} plan */
  constructor(scene, plan) {
    super(scene, plan);
    const each = scene.taps.length > MOST_LIT ? 0 : this.sliceTaps.length;
    for (const slice of this.slices.input) slice.prepare("kept", 1);
    for (const slice of this.slices.product) {
      slice.prepare("kept", scene.keeps === "max" ? 1 : each);
      slice.prepare("absent", this.pads ? each : 0);
    }
  }

  /** @param {Cell} index @param {number} done @param {boolean} [preview] */
  paintProduct(index, done, preview = false) {
    super.paintProduct(index, done, preview);
    const taps = this.kept(this.scene.stepAt(index));
    this.highlight(
      "kept",
      "product",
      taps.map((at) => ({ at })),
    );
    this.highlight("absent", "product", this.absent(index));
    if (preview) return;
    const cells = this.scene.keeps === "max" ? taps.map((tap) => this.scene.cell(index, tap)) : [];
    this.highlight(
      "kept",
      "input",
      cells.map((at) => ({ at })),
    );
  }

  /** The taps that meet padding. @param {Cell} index */
  absent(index) {
    const { scene } = this;
    if (!this.pads || scene.taps.length > MOST_LIT) return [];
    return scene.taps.filter((tap) => scene.isPadding(scene.cell(index, tap))).map((at) => ({ at }));
  }

  /** Whether there is any padding. */
  get pads() {
    return this.scene.padding.some((pair) => Math.max(...pair) > 0);
  }

  /** The taps that make the output of a step, unless that would tell what is hidden. @param {number} step */
  kept(step) {
    const { scene } = this;
    if (scene.keeps === "max") {
      const winner = this.hides(step) ? undefined : scene.winner(step);
      return winner === undefined ? [] : [scene.taps[winner]];
    }
    if (scene.taps.length > MOST_LIT) return [];
    const cells = scene.cells(step);
    return scene.taps.filter((_, tap) => isNumber(cells[tap]));
  }
}
