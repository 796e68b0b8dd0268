/**
 * The choice among several filters: a small picture of each, over the panels. A click, or the arrow keys, go to the same
 * window of another filter.
 */

import { element } from "./dom.js";
import { drawSlices, tiled } from "./thumb.js";
import { BOTH_WAYS, walked } from "./walk.js";

/**
 * @typedef {import("../model/scene.js").Scene} Scene
 * @typedef {import("../layout/maps.js").Strip} Strip
 * @typedef {(action: import("../model/state.js").Action) => void} Emit
 */

const AROUND = { wide: 10, high: 20 }; // pixels of a button beside its picture, over and under it, at unit 1

export class Choice {
  /** @param {Scene} scene @param {Strip} strip */
  constructor(scene, strip) {
    const { wide, high, unit } = strip;
    this.room = [wide - AROUND.wide * unit, high - AROUND.high * unit];
    this.chosen = -1;
    const size = `width:${strip.wide}px;height:${strip.high}px`;
    this.buttons = Array.from({ length: scene.filters }, (_, filter) =>
      element(
        "button",
        {
          ...{ type: "button", role: "radio", "aria-checked": "false", tabindex: -1, style: size },
          ...{ "aria-label": `Filter ${filter + 1} of ${scene.filters}`, "data-choose": filter + 1 },
        },
        element("canvas", { "aria-hidden": "true" }),
        element("span", { "aria-hidden": "true" }, scene.filterName(scene.stepOf(0, filter))),
      ),
    );
    const { width, height, gap } = strip;
    const room = element(
      "div",
      {
        class: "cv-thumbs",
        role: "radiogroup",
        "aria-label": "Filters",
        style: `width:${width}px;gap:${gap}px`,
      },
      ...this.buttons,
    );
    this.node = element("div", { class: "cv-choice", style: `height:${height}px` }, room);
    this.draw(scene);
  }

  /** Draws all pictures. @param {Scene} scene */
  draw({ shapes, values, figures }) {
    const [depth, rows, columns] = shapes.filter;
    const tiles = tiled([depth, rows, columns], this.room);
    const bound = figures.filter[0].data[0].zmax;
    this.buttons.forEach((button, filter) => {
      const slices = values.filter.map((slice) => ({
        ...{ rows, columns },
        at: (/** @type {number} */ row, /** @type {number} */ column) =>
          slice.at(filter * rows + row, column) / bound,
      }));
      drawSlices(
        /** @type {HTMLCanvasElement} */ (button.firstElementChild),
        slices,
        [depth, rows, columns],
        tiles,
      );
    });
  }

  /** Marks the filter that is shown. @param {number} filter */
  paint(filter) {
    if (filter === this.chosen) return;
    for (const index of [this.chosen, filter]) {
      const button = this.buttons[index];
      if (!button) continue;
      button.setAttribute("aria-checked", String(index === filter));
      button.tabIndex = index === filter ? 0 : -1;
    }
    this.chosen = filter;
  }
}

/**
 * Listens to the choice that stands in `holder`.
 * @param {HTMLElement} holder @param {Emit} emit
 */
export function followChoice(holder, emit) {
  /** @param {Event} event */
  const buttonOf = ({ target }) =>
    /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("[data-choose]"));
  const choose = (/** @type {HTMLElement} */ button) =>
    emit({ type: "filter", filter: Number(button.dataset.choose) - 1 });
  holder.addEventListener("click", (event) => {
    const button = buttonOf(event);
    if (button) choose(button);
  });
  holder.addEventListener("keydown", (event) => {
    const button = buttonOf(event);
    if (!button) return;
    const all = /** @type {HTMLElement[]} */ ([.../** @type {Element} */ (button.parentNode).children]);
    const next = walked(event, all, BOTH_WAYS);
    if (next) choose(next);
  });
}
