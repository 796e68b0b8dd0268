/** Pointing at cells, by mouse and finger: events of the panels and of the sum as actions. */

import { gridOf } from "./grid.js";
import { cellAt, placing } from "./pointed.js";
import { nodeName } from "./tree.js";

/**
 * @typedef {import("../model/state.js").State} State
 * @typedef {import("../model/state.js").Target} Target
 * @typedef {(action: import("../model/state.js").Action) => void} Emit
 * @typedef {(target: Target | undefined) => void} Point
 * @typedef {Target & {panel: import("../model/scene.js").PanelName}} OfPanel a cell
 * @typedef {(event: MouseEvent) => OfPanel | undefined} CellOf the cell that an event is about
 */

/**
 * What cells and terms say is pointed at: the latest of it counts, as a mouse may go from the ones to the others in
 * one move.
 * @param {Emit} emit @returns {Point}
 */
export const pointing = (emit) => latestInFrame((target) => emit({ type: "point", target }));

/**
 * Listens to the cells of the panels that stand in `holder`.
 * @param {HTMLElement} holder @param {Emit} emit @param {() => State} current @param {Point} point
 */
export function followCells(holder, emit, current, point) {
  const cellOf = cellsOf(holder, current);
  holder.addEventListener("pointermove", (event) => isMouse(event) && point(cellOf(event)));
  holder.addEventListener("pointerleave", (event) => isMouse(event) && point(undefined));
  holder.addEventListener("click", (event) => {
    const target = cellOf(event);
    const before = current().target;
    const { pointerType } = /** @type {PointerEvent} */ (event);
    const byTouch = pointerType !== "mouse" && pointerType !== "";
    if (target && byTouch) pick(holder, emit, target); // another grid that loses the focus lets go of its cell
    emit({ type: "point", target, byTouch });
    if (!target) return;
    if (!byTouch) return emit({ type: "enter" });
    // A finger looks first, and goes or edits with a second tap.
    if (current().target !== before) return;
    emit({ type: "enter" });
    emit({ type: "open", panel: target.panel });
  });
  followMouse(holder, emit, cellOf);
}

/** @param {PointerEvent} event */
const isMouse = ({ pointerType }) => pointerType === "mouse";

/**
 * A mouse selects the cell that it presses, and with the button down all from there on; a double click edits.
 * @param {HTMLElement} holder @param {Emit} emit @param {CellOf} cellOf
 */
function followMouse(holder, emit, cellOf) {
  /** @type {OfPanel | undefined} */
  let start;
  const extend = latestInFrame((target) => {
    if (start && target?.panel === start.panel && target.at[0] === start.at[0])
      emit({ type: "pick", ...target, extend: true });
  });
  // Else the press takes the focus away from the grid, and begins to select text.
  holder.addEventListener("mousedown", (event) => cellOf(event) && event.preventDefault());
  holder.addEventListener("pointerdown", (event) => {
    start = isMouse(event) && event.button === 0 ? cellOf(event) : undefined;
    if (start) pick(holder, emit, start, event.shiftKey);
  });
  holder.addEventListener("pointermove", (event) => {
    if (!(event.buttons & 1)) start = undefined;
    if (start) extend(cellOf(event));
  });
  holder.addEventListener("dblclick", (event) => {
    const target = cellOf(event);
    if (target) emit({ type: "open", panel: target.panel });
  });
}

/** Makes a cell the current one and gives its grid the keyboard. @param {HTMLElement} holder @param {Emit} emit @param {OfPanel} target */
function pick(holder, emit, target, extend = false) {
  emit({ type: "pick", ...target, extend });
  gridOf(holder, target.panel).focus({ preventScroll: true });
}

/**
 * Listens to the terms of the sum.
 * @param {HTMLElement} formula @param {() => State} current @param {Point} point
 */
export function followTerms(formula, current, point) {
  const pointAt = (/** @type {Event} */ { target }) => {
    const node = nodeName(target);
    if (node) return point({ panel: "sum", at: [], node });
    const term = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("[data-term]"));
    const at = term && current().scene?.taps[Number(term.dataset.term) - 1];
    return point(at ? { panel: "product", at } : undefined);
  };
  formula.addEventListener("pointerover", pointAt);
  formula.addEventListener("click", pointAt);
  formula.addEventListener("pointerleave", (event) => isMouse(event) && point(undefined));
}

/**
 * What finds the cell under the pointer, for every event alike: what is pointed at is what is clicked. A cell of the
 * lens is the cell of the input that it shows.
 * @param {HTMLElement} holder @param {() => State} current @returns {CellOf}
 */
function cellsOf(holder, current) {
  const placeOf = placing();
  for (const type of /** @type {const} */ (["pointermove", "pointerdown", "pointerup"]))
    holder.addEventListener(type, placeOf);
  return (event) => {
    const node = /** @type {Element} */ (event.target);
    const frame = /** @type {HTMLElement | null} */ (node.closest?.("[data-frame]"));
    const panel = /** @type {HTMLElement | null | undefined} */ (frame?.closest("[data-panel]"))?.dataset
      .panel;
    if (!frame || !panel) return undefined;
    const { frame: slice, rows, columns, gap } = frame.dataset;
    const box = frame.getBoundingClientRect();
    const cell = cellAt(placeOf(event), box, Number(rows), Number(columns), Number(gap));
    if (!cell) return undefined;
    const at = [Number(slice), ...cell];
    const { scene, step } = current();
    if (panel !== "lens" || !scene) return /** @type {OfPanel} */ ({ panel, at });
    return { panel: "input", at: scene.cellUnder(step, at) };
  };
}

/**
 * Gives on the latest value in the frame to come: whatever else listens to the pointer finds a clean layout.
 * @param {Point} act @returns {Point}
 */
function latestInFrame(act) {
  /** @type {Target | undefined} */
  let latest;
  let waits = false;
  return (/** @type {Target | undefined} */ target) => {
    latest = target;
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      act(latest);
    });
  };
}
