/** The picture of the stage: panels that are built and drawn off stage, and then put on it. */

import { planOf } from "../layout/plan.js";
import { toDraw } from "../model/selectors.js";
import { Timers } from "../model/timing.js";
import { ActivatedPanels } from "./activated.js";
import { element } from "./dom.js";
import { Panels } from "./panels.js";
import { PooledPanels } from "./pooled.js";
import { ScatteredPanels } from "./scattered.js";

/**
 * @typedef {import("../model/scene.js").Scene} Scene
 * @typedef {import("../model/state.js").State} State
 * @typedef {import("./room.js").Room} Room
 */

/** The panels of the kinds of layers that have something of their own. @type {Record<string, typeof Panels>} */
const PANELS = { pooling: PooledPanels, activation: ActivatedPanels, scatter: ScatteredPanels };
const LATER = 30; // ms until what waits for the first paint is drawn

export class Drawing {
  /** @param {(draws: () => void) => void} attempt does what draws, which may fail */
  constructor(attempt) {
    this.attempt = attempt;
    this.node = element("div", { class: "cv-holder" });
    /** @type {Panels | undefined} */
    this.panels = undefined; // on the stage
    /** @type {string | undefined} */
    this.wanted = undefined; // what was drawn last
    this.timers = new Timers();
  }

  /**
   * Draws what is to be drawn. Where the panels on the stage are built for it, they take it; others are built and
   * drawn off stage, and take their place. `paint` is called when `panels` are those of the scene, in the task in
   * which they are first seen. Returns whether the panels on the stage are other ones.
   * @param {State} state @param {Room} room @param {(scene: Scene) => void} paint
   */
  draw(state, room, paint) {
    const { revision, scene } = toDraw(state);
    const wanted = `${revision} ${scene?.kind} ${room.width} ${room.height} ${room.tall} ${room.presenting}`;
    if (!scene || wanted === this.wanted) return false;
    this.wanted = wanted;
    const plan = planOf(scene, room, this.panels?.plan);
    const isOther = plan.key !== this.panels?.plan.key;
    if (isOther) this.replace(new (PANELS[scene.kind] ?? Panels)(scene, plan), paint);
    else {
      this.panels?.take(scene, plan);
      paint(scene);
    }
    this.timers.start("rest", LATER, () => this.attempt(() => this.panels?.drawRest()));
    return isOther;
  }

  /** @param {Panels} made @param {(scene: Scene) => void} paint */
  replace(made, paint) {
    made.draw();
    const focused = this.focusedPanel();
    this.panels = made;
    paint(made.scene);
    this.node.replaceChildren(made.node);
    if (focused) made.focus(focused);
  }

  /** Brings the picture into sight, its top first; what is in sight stays where it is. */
  see() {
    const { top } = this.node.getBoundingClientRect();
    const above = Number.parseFloat(getComputedStyle(this.node).scrollMarginTop) || 0;
    this.node.scrollIntoView({ block: top < above ? "start" : "nearest" });
  }

  /** The name of the panel that has the focus. */
  focusedPanel() {
    const panel = this.node.querySelector(":focus")?.closest("[data-panel]");
    const name = /** @type {HTMLElement | null | undefined} */ (panel)?.dataset.panel;
    return /** @type {import("../model/scene.js").PanelName | undefined} */ (name);
  }

  destroy() {
    this.panels = undefined;
    this.wanted = undefined;
    this.timers.stopAll();
  }
}
