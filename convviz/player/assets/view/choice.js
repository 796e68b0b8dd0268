/**
 * The choice among several filters: a small picture of each, over the panels. A click, or the arrow keys, go to the same
 * window of another filter.
 */

import { element } from "./dom.js";
import { shade } from "./shade.js";

/**
 * @typedef {import("../model/scene.js").Scene} Scene
 * @typedef {import("../layout/maps.js").Strip} Strip
 * @typedef {(action: import("../model/state.js").Action) => void} Emit
 */

const AROUND = { wide: 10, high: 20 }; // pixels of a button beside its picture, over and under it, at unit 1
const SHARP = 2; // pixels of a canvas for one of the page
const EDGE = "rgb(128 128 128 / 50%)"; // of a slice

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
  draw(scene) {
    this.buttons.forEach((button, filter) => {
      drawFilter(/** @type {HTMLCanvasElement} */ (button.firstElementChild), scene, filter, this.room);
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
 * The weights of a filter in the colours of its panel, its slices beside each other, in lines.
 * @param {HTMLCanvasElement} canvas @param {Scene} scene @param {number} filter @param {number[]} room in pixels of the page
 */
function drawFilter(canvas, { shapes, values, figures }, filter, room) {
  const [, rows, columns] = shapes.filter;
  const { across, cell, wide, high } = tiled(shapes.filter, room);
  const large = Math.max(1, Math.floor(SHARP * cell)); // pixels of a cell in the canvas
  Object.assign(canvas, { width: wide * large, height: high * large });
  canvas.style.width = `${wide * cell}px`;
  canvas.style.height = `${high * cell}px`;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  const bound = figures.filter[0].data[0].zmax;
  values.filter.forEach((slice, index) => {
    const [left, top] = [(index % across) * (columns + 1), Math.floor(index / across) * (rows + 1)];
    for (let row = 0; row < rows; row += 1)
      for (let column = 0; column < columns; column += 1) {
        pen.fillStyle = shade(slice.at(filter * rows + row, column) / bound);
        pen.fillRect((left + column) * large, (top + row) * large, large, large);
      }
    pen.strokeStyle = EDGE;
    pen.lineWidth = SHARP; // a thinner line would be lost where the picture is made smaller
    const [x, y] = [left * large + SHARP / 2, top * large + SHARP / 2];
    pen.strokeRect(x, y, columns * large - SHARP, rows * large - SHARP);
  });
}

/**
 * How many slices stand in a line, so that their cells are as large as they can be in a room; the size of a cell, and how
 * many cells all are wide and high, with one between two slices.
 * @param {number[]} shape @param {number[]} room
 */
function tiled([depth, rows, columns], [width, height]) {
  const ways = Array.from({ length: depth }, (_, index) => {
    const across = index + 1;
    const [wide, high] = [across * (columns + 1) - 1, Math.ceil(depth / across) * (rows + 1) - 1];
    return { across, wide, high, cell: Math.min(width / wide, height / high) };
  });
  return ways.reduce((one, other) => (other.cell > one.cell ? other : one));
}

/** @type {Record<string, number>} by how many filters a key goes on */
const KEYS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -Infinity, End: Infinity };

/**
 * Listens to the choice that stands in `holder`.
 * @param {HTMLElement} holder @param {Emit} emit
 */
export function followChoice(holder, emit) {
  /** @param {Event} event */
  const buttonOf = ({ target }) =>
    /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("[data-choose]"));
  holder.addEventListener("click", (event) => {
    const button = buttonOf(event);
    if (button) emit({ type: "filter", filter: Number(button.dataset.choose) - 1 });
  });
  holder.addEventListener("keydown", (event) => {
    const button = buttonOf(event);
    const { key, altKey, ctrlKey, metaKey } = event;
    if (!button || KEYS[key] === undefined || altKey || ctrlKey || metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const all = /** @type {HTMLElement[]} */ ([.../** @type {Element} */ (button.parentNode).children]);
    const by = KEYS[key];
    const next = Number.isFinite(by)
      ? (all.indexOf(button) + by + all.length) % all.length
      : by < 0
        ? 0
        : all.length - 1;
    emit({ type: "filter", filter: next });
    all[next].focus({ preventScroll: true });
  });
}
