/** The keys of the stage and of its grids, the clipboard, and the list of keys. */

import { cursorOf, textsOf } from "../model/editing.js";
import { copied, isEditable } from "../model/grid.js";
import { element } from "./dom.js";

/**
 * @typedef {import("../model/state.js").State} State
 * @typedef {import("../model/state.js").Shown} Shown
 * @typedef {import("../model/state.js").Action} Action
 * @typedef {import("../model/scene.js").PanelName} PanelName
 * @typedef {(action: Action) => void} Emit
 */

const KEYS = [
  ["← →", "one window, or one multiplication, back or on"],
  ["Home End", "the first, the last"],
  ["Space", "play or pause"],
  ["Tab", "to a panel; there the arrow keys explore its cells, with Shift they select"],
  ["Enter", "edit the cell of input or filter, as typing does; go to the window of an output"],
  ["↑ ↓", "while editing: one more or less; with Shift ten, with Alt a tenth"],
  ["Delete", "make what is selected zero"],
  ["Ctrl+Z Ctrl+Y", "undo, redo"],
  ["M", "window by window, or multiply by multiply"],
  ["P", "predict the output, or not"],
  ["F", "present: the stage alone, in large type"],
  ["Page Up Page Down", "in a presentation: the previous, the next example"],
  ["?", "this list"],
];

/** The list of keys, a popover. */
export function keyList() {
  const attributes = { class: "cv-keys", popover: "auto", role: "dialog", "aria-label": "Keys" };
  const list = element(
    "div",
    { ...attributes, tabindex: -1 },
    element("h2", {}, "Keys"),
    element("dl", {}, ...KEYS.flatMap(([key, does]) => [element("dt", {}, key), element("dd", {}, does)])),
  );
  // Not `autofocus`: a browser complains about that in a frame of another origin.
  list.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "open") list.focus();
  });
  return list;
}

/** @type {Record<string, Action>} */
const ANYWHERE = {
  ArrowLeft: { type: "move", by: -1 },
  ArrowRight: { type: "move", by: 1 },
  Home: { type: "go", unit: 0 },
  End: { type: "go", unit: Infinity },
  " ": { type: "play" },
};
/** @type {Record<string, Action>} */
const PRESENTING = {
  PageUp: { type: "example", by: -1 },
  PageDown: { type: "example", by: 1 },
};
/** @type {Record<string, (state: State) => Action>} */
const INSIDE = {
  m: ({ multiply }) => ({ type: "walk", multiply: !multiply }),
  p: ({ predicting }) => ({ type: "predict", predicting: !predicting }),
  f: ({ presenting }) => ({ type: "present", presenting: !presenting }),
};

/**
 * What a key press asks for. Letters act in the stage only, so that they disturb nobody's other tools; the
 * controls keep their own keys.
 * @param {KeyboardEvent} event @param {State} state @param {boolean} inside whether the focus is in the stage
 * @returns {Action | "keys" | undefined}
 */
export function actionOf(event, state, inside) {
  const { key, altKey, ctrlKey, metaKey, shiftKey, defaultPrevented } = event;
  const target = /** @type {Element} */ (event.target);
  if (!defaultPrevented && !target.matches("input[type=text]") && state.editable) {
    const travel = travelOf(event);
    if (travel) return { type: travel };
  }
  if (altKey || ctrlKey || metaKey || defaultPrevented || !state.scene || state.sizing) return undefined;
  if (shiftKey && key !== "?") return undefined;
  if (target.matches("select, input[type=text]")) return undefined;
  if ([" ", "Enter"].includes(key) && target.tagName === "BUTTON") return undefined;
  if (ANYWHERE[key]) return ANYWHERE[key];
  if (state.presenting && state.editable && PRESENTING[key]) return PRESENTING[key];
  if (!inside) return undefined;
  return key === "?" ? "keys" : INSIDE[key.toLowerCase()]?.(state);
}

/** Whether keys ask for undo or redo. @param {KeyboardEvent} event */
function travelOf({ key, altKey, ctrlKey, metaKey, shiftKey }) {
  if (altKey || !(ctrlKey || metaKey)) return undefined;
  const letter = key.toLowerCase();
  if (letter === "z") return shiftKey ? "redo" : "undo";
  return letter === "y" && !shiftKey ? "redo" : undefined;
}

// ------------------------------------------------------------------------------------------ grids

/**
 * Listens to the keys and the clipboard of the grids that stand in `holder`.
 * @param {HTMLElement} holder @param {Emit} emit @param {() => State} current
 */
export function followGrids(holder, emit, current) {
  holder.addEventListener("focusin", (event) => {
    const panel = panelOf(event);
    // A text that is selected elsewhere would get what belongs to the cells: copy, cut and paste.
    if (panel) getSelection()?.removeAllRanges();
    emit({ type: "focus", panel });
  });
  holder.addEventListener("focusout", () => {
    emit({ type: "focus", panel: undefined });
    emit({ type: "point", target: undefined });
  });
  holder.addEventListener("keydown", (event) => {
    const panel = panelOf(event);
    const action = panel && current().scene && actionInGrid(event, panel, /** @type {Shown} */ (current()));
    if (!action) return;
    emit(action);
    event.preventDefault();
    event.stopPropagation();
  });
  for (const type of /** @type {const} */ (["copy", "cut", "paste"]))
    holder.addEventListener(type, (event) => {
      const panel = panelOf(event);
      if (!panel || !current().scene || !event.clipboardData) return;
      exchange(event, panel, emit, /** @type {Shown} */ (current()));
      event.preventDefault();
    });
}

/** The panel whose grid an event is about. @param {Event} event */
function panelOf({ target }) {
  const grid = /** @type {Element} */ (target).closest('[role="grid"]');
  const panel = /** @type {HTMLElement | null | undefined} */ (grid?.closest("[data-panel]"))?.dataset.panel;
  return /** @type {PanelName | undefined} */ (panel);
}

/**
 * What a key asks for in a grid.
 * @param {KeyboardEvent} event @param {PanelName} panel @param {Shown} state
 * @returns {Action | undefined}
 */
function actionInGrid({ key, altKey, ctrlKey, metaKey, shiftKey }, panel, state) {
  const far = ctrlKey || metaKey;
  if (altKey) return undefined;
  if (/^(Arrow(Up|Down|Left|Right)|Home|End|PageUp|PageDown)$/.test(key))
    return { type: "walkCells", panel, key, extend: shiftKey, far };
  if (far) return key.toLowerCase() === "a" && !shiftKey ? { type: "selectAll", panel } : undefined;
  if (key === "Escape") return escaping(panel, state);
  const writes = state.editable && isEditable(panel);
  if (key === "Enter" && !shiftKey) return writes ? { type: "open", panel } : { type: "enter" };
  if (!writes) return undefined;
  if (key === "F2") return { type: "open", panel };
  if (/^[-+−.,\d]$/.test(key)) return { type: "open", panel, text: key };
  return !shiftKey && (key === "Delete" || key === "Backspace") ? { type: "clear", panel } : undefined;
}

/** Escape gives a number back, or ends looking at linked cells. @param {PanelName} panel @param {Shown} state */
function escaping(panel, state) {
  const asked = isEditable(panel) && state.asked[panel].length > 0;
  if (asked && textsOf(state, panel).size) return { type: "restore", panel };
  return state.target && { type: "point", target: undefined };
}

/** Copies, cuts or pastes. @param {ClipboardEvent} event @param {PanelName} panel @param {Emit} emit @param {Shown} state */
function exchange({ type, clipboardData }, panel, emit, state) {
  const data = /** @type {DataTransfer} */ (clipboardData);
  if (type === "paste") return emit({ type, panel, text: data.getData("text/plain") });
  data.setData("text/plain", copied(state, panel, cursorOf(state, panel), textsOf(state, panel)));
  if (type === "cut") emit({ type: "clear", panel });
}
