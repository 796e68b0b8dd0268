/** Pointing at cells, by mouse, finger and keyboard: events of the panels and of the sum as actions. */

import { neighbour } from "../model/links.js";

/**
 * @typedef {import("../model/state.js").State} State
 * @typedef {import("../model/state.js").Shown} Shown
 * @typedef {import("../model/state.js").Target} Target
 * @typedef {(action: import("../model/state.js").Action) => void} Emit
 */

/** @type {Record<string, number[]>} */
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * Listens to the cells of the panels that stand in `holder`.
 * @param {HTMLElement} holder @param {Emit} emit @param {() => State} current
 */
export function followCells(holder, emit, current) {
  const isMouse = (/** @type {PointerEvent} */ event) => event.pointerType === "mouse";
  const point = latestInFrame((target) => emit({ type: "point", target }));
  holder.addEventListener("pointermove", (event) => isMouse(event) && point(cellOf(event)));
  holder.addEventListener("pointerleave", (event) => isMouse(event) && point(undefined));
  holder.addEventListener("focusout", () => emit({ type: "point", target: undefined }));
  holder.addEventListener("keydown", (event) => followKey(event, emit, current()));
  holder.addEventListener("click", (event) => {
    const target = cellOf(event);
    const before = current().target;
    emit({ type: "point", target });
    // A finger looks first, and goes with a second tap.
    const { pointerType } = /** @type {PointerEvent} */ (event);
    const again = current().target === before;
    if (target && (pointerType === "mouse" || pointerType === "" || again)) emit({ type: "enter" });
  });
}

/**
 * Listens to the terms of the sum.
 * @param {HTMLElement} formula @param {Emit} emit @param {() => State} current
 */
export function followTerms(formula, emit, current) {
  const point = (/** @type {Event} */ { target }) => {
    const term = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("[data-term]"));
    const at = term && current().scene?.taps[Number(term.dataset.term) - 1];
    emit({ type: "point", target: at ? { panel: "product", at } : undefined });
  };
  formula.addEventListener("pointerover", point);
  formula.addEventListener("click", point);
  formula.addEventListener(
    "pointerleave",
    ({ pointerType }) => pointerType === "mouse" && emit({ type: "point", target: undefined }),
  );
}

/**
 * The cell under the pointer.
 * @param {MouseEvent} event
 * @returns {Target | undefined}
 */
function cellOf({ target, offsetX, offsetY }) {
  const frame = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest?.("[data-frame]"));
  const panel = /** @type {HTMLElement | null | undefined} */ (frame?.closest("[data-panel]"))?.dataset.panel;
  if (!frame || !panel) return undefined;
  const { frame: slice, rows, columns, cell } = frame.dataset;
  const [row, column] = [Math.floor(offsetY / Number(cell)), Math.floor(offsetX / Number(cell))];
  const inside = row >= 0 && column >= 0 && row < Number(rows) && column < Number(columns);
  return inside ? /** @type {Target} */ ({ panel, at: [Number(slice), row, column] }) : undefined;
}

/**
 * Gives on the latest value in the frame to come: whatever else listens to the pointer finds a clean layout.
 * @param {(target: Target | undefined) => void} act
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

/**
 * Arrow keys walk over the cells of a panel that has the focus, from slice to slice at its edges.
 * @param {KeyboardEvent} event @param {Emit} emit @param {State} state
 */
function followKey(event, emit, state) {
  const { key, target, altKey, ctrlKey, metaKey, shiftKey } = event;
  const node = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("[data-panel]"));
  const panel = /** @type {import("../model/scene.js").PanelName | undefined} */ (node?.dataset.panel);
  if (!panel || !state.scene || altKey || ctrlKey || metaKey || shiftKey) return;
  if (key === "Enter" && state.target) emit({ type: "enter" });
  else if (key === "Escape" && state.target) emit({ type: "point", target: undefined });
  else if (ARROWS[key]) {
    const next = neighbour(/** @type {Shown} */ (state), panel, ARROWS[key]);
    if (next) emit({ type: "point", target: next, byKeyboard: true });
  } else return;
  event.preventDefault();
  event.stopPropagation();
}
