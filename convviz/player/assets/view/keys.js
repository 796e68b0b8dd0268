/** The keys of the stage, and the list of them. */

import { element } from "./dom.js";

/** @typedef {import("../model/state.js").State} State */

const KEYS = [
  ["← →", "one window, or one multiplication, back or on"],
  ["Home End", "the first, the last"],
  ["Space", "play or pause"],
  ["Tab", "to a panel; there the arrow keys explore its cells, Enter goes there, Escape ends"],
  ["M", "window by window, or multiply by multiply"],
  ["P", "predict the output, or not"],
  ["F", "present: the stage alone, in large type"],
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

/** @type {Record<string, import("../model/state.js").Action>} */
const ANYWHERE = {
  ArrowLeft: { type: "move", by: -1 },
  ArrowRight: { type: "move", by: 1 },
  Home: { type: "go", unit: 0 },
  End: { type: "go", unit: Infinity },
  " ": { type: "play" },
};
/** @type {Record<string, (state: State) => import("../model/state.js").Action>} */
const INSIDE = {
  m: ({ multiply }) => ({ type: "walk", multiply: !multiply }),
  p: ({ predicting }) => ({ type: "predict", predicting: !predicting }),
  f: ({ presenting }) => ({ type: "present", presenting: !presenting }),
};

/**
 * What a key press asks for. Letters act in the stage only, so that they disturb nobody's other tools; the
 * controls keep their own keys.
 * @param {KeyboardEvent} event @param {State} state @param {boolean} inside whether the focus is in the stage
 * @returns {import("../model/state.js").Action | "keys" | undefined}
 */
export function actionOf(event, state, inside) {
  const { key, altKey, ctrlKey, metaKey, shiftKey, defaultPrevented } = event;
  const target = /** @type {Element} */ (event.target);
  if (altKey || ctrlKey || metaKey || defaultPrevented || !state.scene || state.sizing) return undefined;
  if (shiftKey && key !== "?") return undefined;
  if (target.matches("select, input[type=text]")) return undefined;
  if ([" ", "Enter"].includes(key) && target.tagName === "BUTTON") return undefined;
  if (ANYWHERE[key]) return ANYWHERE[key];
  if (!inside) return undefined;
  return key === "?" ? "keys" : INSIDE[key.toLowerCase()]?.(state);
}
