/** The panels of a pooling: which of its cells the largest is, is lit in the window and in the input; of a mean none is. */

import { Panels } from "./panels.js";

/** @typedef {import("../model/scene.js").Cell} Cell */

const MOST_LIT = 64; // cells of a window that are lit one by one

export class PooledPanels extends Panels {
  /** @param {import("../model/scene.js").Scene} scene @param {import("../layout/plan.js").Plan} plan */
  constructor(scene, plan) {
    super(scene, plan);
    const each = scene.taps.length > MOST_LIT ? 0 : this.sliceTaps.length;
    for (const slice of [...this.slices.input, ...this.slices.product]) slice.prepare("kept", 1);
    for (const slice of this.slices.product) slice.prepare("absent", this.pads ? each : 0);
  }

  /** @param {Cell} index @param {number} done @param {boolean} [preview] */
  paintProduct(index, done, preview = false) {
    super.paintProduct(index, done, preview);
    const kept = this.kept(this.scene.stepAt(index));
    this.highlight(
      "kept",
      "product",
      kept.map((at) => ({ at })),
    );
    this.highlight("absent", "product", this.absent(index));
    if (preview) return;
    this.highlight(
      "kept",
      "input",
      kept.map((tap) => ({ at: this.scene.cell(index, tap) })),
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

  /** The tap that a step keeps, if it keeps one and that would not tell what is hidden. @param {number} step */
  kept(step) {
    const winner = this.hides(step) ? undefined : this.scene.winner(step);
    return winner === undefined ? [] : [this.scene.taps[winner]];
  }
}
