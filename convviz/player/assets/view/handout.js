/** All windows with their sums, for a page that is printed. It is not seen before, and asks for no layout. */

import { sumOf } from "../model/selectors.js";
import { element } from "./dom.js";

/** @typedef {import("../model/state.js").Shown} Shown */

const MOST = 64; // windows of a list

export class Handout {
  constructor() {
    this.node = element("ol", { class: "cv-handout", "data-handout": true, "aria-label": "All windows" });
    /** @type {unknown} */
    this.filled = undefined; // the scene whose windows are listed
  }

  /** Lists the windows, unless there are many, or an answer is still to be found. @param {Shown} state */
  fill(state) {
    const { scene, predicting } = state;
    const lists = !predicting && scene.steps <= MOST;
    const shown = lists ? scene : undefined;
    if (shown === this.filled) return;
    this.filled = shown;
    const { labels, position, filters, filterOf } = scene;
    const filter = (/** @type {number} */ step) => (filters > 1 ? `filter ${filterOf(step) + 1}, ` : "");
    const line = (/** @type {number} */ step) =>
      element(
        "li",
        {},
        `${filter(step)}${labels.window}(${position(step).join(",")}): ${sumOf(state, step)}`,
      );
    this.node.replaceChildren(...(lists ? Array.from({ length: scene.steps }, (_, step) => line(step)) : []));
  }
}
