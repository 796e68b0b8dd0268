/** The picture of the stage: panels that are built and drawn off stage, and then put on it. */

import { toDraw } from "../model/selectors.js";
import { element } from "./dom.js";
import { purgeHeatmaps } from "./heatmap.js";
import { Panels } from "./panels.js";

/**
 * @typedef {import("../model/state.js").State} State
 * @typedef {import("./room.js").Room} Room
 */

const LATER = 30; // ms until what waits for the first paint is drawn

export class Drawing {
  constructor() {
    this.node = element("div", { class: "cv-holder" });
    /** @type {Panels | undefined} */
    this.panels = undefined; // on the stage
    /** @type {string | undefined} */
    this.wanted = undefined; // what is being drawn, or was last
  }

  /**
   * Draws what is to be drawn, at a size. Resolves to its panels, or to nothing where
   * the picture stays, or another one is wanted by now.
   * @param {State} state @param {Room} room
   */
  async draw(state, { width, height, presenting }) {
    const { revision, scene } = toDraw(state);
    const wanted = `${revision} ${width} ${height} ${presenting}`;
    if (!scene || wanted === this.wanted) return undefined;
    this.wanted = wanted;
    const made = new Panels(scene, width, height, presenting);
    await made.draw();
    if (this.wanted === wanted) return made;
    return void purgeHeatmaps(made.node);
  }

  /** Puts panels on the stage, once they are painted; a panel that had the focus keeps it. @param {Panels} made */
  put(made, paint = () => {}) {
    const old = this.panels;
    const focused = this.focusedPanel();
    this.panels = made;
    paint();
    this.node.replaceChildren(made.node);
    if (focused) made.focus(focused);
    if (old) purgeHeatmaps(old.node);
    setTimeout(() => this.panels === made && made.drawRest(), LATER);
  }

  /** The name of the panel that has the focus. */
  focusedPanel() {
    const panel = this.node.querySelector(":focus")?.closest("[data-panel]");
    const name = /** @type {HTMLElement | null | undefined} */ (panel)?.dataset.panel;
    return /** @type {import("../model/scene.js").PanelName | undefined} */ (name);
  }

  destroy() {
    purgeHeatmaps(this.node);
    this.panels = undefined;
    this.wanted = undefined;
  }
}
