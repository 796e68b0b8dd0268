/**
 * The panels as grids: the element of each that has the focus, and what lies over its cells.
 *
 * A grid is one stop of the Tab key. Its current cell is the one cell that it has in the accessibility tree, named
 * with its place and value: a large picture has far too many to give each an element. Nothing here happens in
 * a step, unless the grid has the focus.
 */

import { typeSize } from "../layout/sizes.js";
import { asShown, cursorOf, isGiven, spokenCell, textsOf } from "../model/editing.js";
import { boxOf, isEditable, isOne, sizesOf, toGiven, toShown } from "../model/grid.js";
import { PANELS } from "../model/scene.js";
import { element, move, write } from "./dom.js";

/**
 * @typedef {import("../model/scene.js").Scene} Scene
 * @typedef {import("../model/scene.js").PanelName} PanelName
 * @typedef {import("../model/state.js").State} State
 * @typedef {import("../model/state.js").Shown} Shown
 * @typedef {import("./panels.js").Panels} Panels
 * @typedef {import("./slice.js").Slice} Slice
 * @typedef {{cursor: HTMLElement, range: HTMLElement, texts: {node: HTMLElement, text: Text}[]}} Marks
 */

const MOST_TEXTS = 400; // over the cells of a panel
const SMALLEST = 9; // pixels of the outline of the current cell
const LEGIBLE = 16; // pixels of a cell that holds a text
const LOOKING = "The arrow keys explore the cells.";
const GOING = {
  output: `${LOOKING} Enter goes there.`,
  product: `${LOOKING} Multiply by multiply, Enter goes there.`,
};
const WRITING = `${LOOKING} Type a number, or Enter, to edit. Delete is zero.`;

let cells = 0; // that were made, for their names

/** The grid of a panel, which `Grids` fills. @param {PanelName} name @param {string} [called] */
export const gridNode = (name, called = name) =>
  element(
    "div",
    { class: "cv-grid", tabindex: 0, role: "grid", "aria-label": `Cells of the ${called}` },
    element("div", { role: "row" }, element("div", { role: "gridcell", class: "cv-hidden" })),
  );

export class Grids {
  constructor() {
    /** @type {unknown[]} */
    this.painted = [];
    this.filter = 0; // the one that is painted
    /** @type {WeakMap<Slice, Marks>} */
    this.marks = new WeakMap();
    /** @type {WeakMap<HTMLElement, string>} */
    this.named = new WeakMap(); // by grid, the place of the cell that it names
  }

  /** Paints what differs from what is painted. @param {Shown} state @param {Panels} panels */
  paint(state, panels) {
    const { focus, cursors, editing, queue, asked, scene, step, tap, predicting, answered } = state;
    const editable = state.editable && (state.given || "typed"); // what can be written, and whether it has changed
    const follows = focus === "product" || focus === "output";
    const followed = follows ? [step, tap, answered] : panels.lens.length && focus === "input" ? [step] : [];
    const now = [
      panels,
      focus,
      cursors,
      editing?.panel,
      queue,
      asked,
      scene,
      editable,
      predicting,
      ...followed,
    ];
    const { painted, filter } = this;
    this.filter = scene.filterOf(step);
    const same = now.length === painted.length && now.every((value, index) => value === painted[index]);
    if (same && filter === this.filter) return;
    this.painted = now;
    const describes = panels !== painted[0] || editable !== painted[7];
    // Another filter has other numbers in the same cells; nothing else has changed then.
    for (const name of same ? /** @type {const} */ (["filter"]) : PANELS)
      this.paintPanel(state, name, panels, describes);
  }

  /** @param {Shown} state @param {PanelName} name @param {Panels} panels @param {boolean} describes */
  paintPanel(state, name, panels, describes) {
    if (!panels.slices[name].length) return;
    const grid = gridOf(panels.node, name);
    if (describes) describe(grid, state, name);
    this.paintCell(grid, state, name);
    this.paintCursor(state, name, panels);
    if (name === "input" && state.focus === name) panels.seeSlice(cursorOf(state, name).at[0]);
    if (isEditable(name)) this.paintTexts(state, name, panels);
  }

  /** Names the current cell. @param {HTMLElement} grid @param {Shown} state @param {PanelName} name */
  paintCell(grid, state, name) {
    const { at } = cursorOf(state, name);
    const row = /** @type {HTMLElement} */ (grid.firstElementChild);
    if (this.named.get(grid) !== `${at}`) {
      // Another cell is another element: only so a screen reader hears of it.
      const id = `cv-cell-${(cells += 1)}`;
      const cell = element("div", { role: "gridcell", class: "cv-hidden", id }, document.createTextNode(""));
      row.replaceChildren(cell);
      this.named.set(grid, `${at}`);
      row.setAttribute("aria-rowindex", String(at[0] * sizesOf(state.scene, name)[1] + at[1] + 1));
      cell.setAttribute("aria-colindex", String(at[2] + 1));
      grid.setAttribute("aria-activedescendant", cell.id);
    }
    const cell = /** @type {HTMLElement} */ (row.firstElementChild);
    const text = spokenCell(state, name, at);
    write(/** @type {Text} */ (cell.firstChild), text);
    const place = isEditable(name) ? toGiven(state.scene, name, at) : undefined;
    cell.setAttribute("aria-readonly", String(!state.editable || !place || isGiven(state, name)));
    cell.setAttribute("aria-invalid", String(Boolean(place && textsOf(state, name).get(`${place}`)?.why)));
  }

  /** Outlines the current cell and shades what is selected. @param {Shown} state @param {PanelName} name @param {Panels} panels */
  paintCursor(state, name, panels) {
    const range = cursorOf(state, name);
    const seen = state.focus === name || state.editing?.panel === name;
    const { top, left, bottom, right } = boxOf(range);
    for (const slice of panels.views(name)) {
      const place = seen ? panels.placeIn(slice, range.at) : undefined;
      const here = place !== undefined;
      if (!here && !this.marks.has(slice)) continue;
      const { cursor, range: shade } = this.marksOf(slice);
      cursor.hidden = !here;
      shade.hidden = !here || isOne(range) || panels.lens.includes(slice);
      if (!here) continue;
      outline(cursor, slice, place);
      move(shade, slice.x(left), slice.y(top));
      shade.style.width = `${slice.x(right - left) + slice.place.wide}px`;
      shade.style.height = `${slice.y(bottom - top) + slice.place.high}px`;
    }
  }

  /** @param {Slice} slice @returns {Marks} */
  marksOf(slice) {
    const found = this.marks.get(slice);
    if (found) return found;
    const range = slice.overlay(1, 1, { class: "cv-range", "data-range": true, hidden: true });
    const cursor = slice.overlay(1, 1, { class: "cv-cursor", "data-cursor": true, hidden: true });
    Object.assign(cursor.style, sized(slice));
    const marks = { cursor, range, texts: [] };
    this.marks.set(slice, marks);
    return marks;
  }

  /** Lays what was typed over the cells that show something else. @param {Shown} state @param {"input" | "filter"} name @param {Panels} panels */
  paintTexts(state, name, panels) {
    const all = [...textsOf(state, name).values()].slice(-MOST_TEXTS).flatMap((over) => {
      const at = toShown(state.scene, name, over.at);
      return at ? [{ ...over, at }] : [];
    });
    for (const slice of panels.views(name)) {
      const here = all.flatMap((over) => {
        const place = panels.placeIn(slice, over.at);
        return place ? [{ ...over, at: [0, ...place] }] : [];
      });
      if (!here.length && !this.marks.has(slice)) continue;
      const { texts } = this.marksOf(slice);
      here.forEach((over, index) => {
        texts[index] ??= typedNode(slice);
        paintText(texts[index], slice, over);
      });
      for (const { node } of texts.slice(here.length)) if (!node.hidden) node.hidden = true;
    }
  }
}

/** The grid of a panel among panels, or on a whole stage. @param {ParentNode} node @param {PanelName} name */
export const gridOf = (node, name) =>
  /** @type {HTMLElement} */ (node.querySelector(`[data-panel="${name}"] [role="grid"]`));

/** What a grid is for, and how large it is. @param {HTMLElement} grid @param {Shown} state @param {PanelName} name */
function describe(grid, state, name) {
  const { scene, given } = state;
  const [depth, rows, columns] = sizesOf(scene, name);
  const writes = state.editable && isEditable(name) && !isGiven(state, name);
  const looking = isGiven(state, name) ? `This is ${given}. ${LOOKING}` : LOOKING;
  const goes = scene.called(name) === "window" ? LOOKING : GOING[/** @type {"output" | "product"} */ (name)];
  const attributes = {
    "aria-rowcount": depth * rows,
    "aria-colcount": columns,
    "aria-readonly": !writes,
    "aria-multiselectable": true,
    "aria-description": isEditable(name) ? (writes ? WRITING : looking) : goes,
  };
  for (const [key, value] of Object.entries(attributes)) grid.setAttribute(key, String(value));
}

/** How large the outline of a cell is. @param {Slice} slice */
const sized = ({ place }) => ({
  width: `${Math.max(place.wide, SMALLEST)}px`,
  height: `${Math.max(place.high, SMALLEST)}px`,
});

/** Puts the outline around a cell; around a small one, within the frame. @param {HTMLElement} cursor @param {Slice} slice @param {number[]} at */
export function outline(cursor, { place, rows, columns }, [row, column]) {
  const along = (
    /** @type {number} */ index,
    /** @type {number} */ count,
    /** @type {number} */ step,
    /** @type {number} */ size,
  ) => {
    const side = Math.max(size, SMALLEST);
    return Math.max(0, Math.min((count - 1) * step + size - side, index * step + (size - side) / 2));
  };
  const { wide, high, across, down } = place;
  move(cursor, along(column, columns, across, wide), along(row, rows, down, high));
}

/** @param {Slice} slice */
function typedNode(slice) {
  const text = document.createTextNode("");
  const node = slice.overlay(1, 1, { "data-typed": true });
  slice.overlays.prepend(node); // below the outlines
  node.append(element("span", {}, text));
  return { node, text };
}

/**
 * @param {{node: HTMLElement, text: Text}} typed @param {Slice} slice
 * @param {{at: number[], text: string, why: string, coming: boolean}} over
 */
function paintText({ node, text }, slice, over) {
  const { wide, high } = slice.place;
  const shown = asShown(over.text);
  write(text, Math.min(wide, high) < LEGIBLE ? "" : shown.slice(0, 99));
  node.className = `cv-typed${over.coming ? "" : over.why ? " cv-unread" : " cv-untaken"}`;
  node.style.fontSize = `${typeSize(Math.max(1, shown.length), wide, high) || 8}px`;
  node.dataset.cell = `${over.at[1] + 1},${over.at[2] + 1}`;
  move(node, slice.x(over.at[2]), slice.y(over.at[1]));
  if (node.hidden) node.hidden = false;
}
