/** The panels of an activation: the point of the present cell moves on the graph of the function. */

import { Curve } from "./curve.js";
import { figureOfCurve } from "./figure.js";
import { Panels } from "./panels.js";

/**
 * @typedef {import("../model/scene.js").Scene} Scene
 * @typedef {import("../model/scene.js").Curve} Points
 * @typedef {import("../layout/parts.js").Part} Part
 * @typedef {import("../layout/plan.js").Plan} Plan
 */

export class ActivatedPanels extends Panels {
  /** @param {Scene} scene @param {Plan} plan */
  constructor(scene, plan) {
    super(scene, plan);
    const part = /** @type {Part} */ (plan.parts.curve);
    const points = /** @type {Points} */ (scene.curve);
    const [{ wide, high }] = part.frames;
    this.curve = new Curve({ width: wide, height: high }, points);
    this.figure = figureOfCurve(part, points, this.curve.node, plan.sign);
    // Not among rows that scroll: it is of all of them.
    const output = /** @type {HTMLElement} */ (this.node.querySelector('[data-panel="output"]'));
    if (output.parentElement === this.node) output.before(this.figure);
    else this.node.append(this.figure);
  }

  /** @param {Scene} scene @param {Plan} plan */
  take(scene, plan) {
    if (scene !== this.scene) this.curve.draw(/** @type {Points} */ (scene.curve));
    super.take(scene, plan);
  }

  /** @param {number} step @param {number} done @param {boolean} hidden @param {boolean} whole */
  paintStep(step, done, hidden, whole) {
    super.paintStep(step, done, hidden, whole);
    this.curve.paint(...this.placeOf(step), this.hides(step));
  }

  /** @param {number | undefined} other @param {number} step @param {number} done */
  paintPreview(other, step, done) {
    super.paintPreview(other, step, done);
    const shows = other !== undefined && other !== step && !this.hides(other);
    this.curve.preview(shows ? this.placeOf(other) : undefined);
  }

  /** The cell of a step and what becomes of it. @param {number} step @returns {[number, number]} */
  placeOf(step) {
    return [this.scene.cells(step)[0], this.scene.total(step)];
  }
}
