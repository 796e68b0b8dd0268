/**
 * The editor of a cell: one field, laid over whichever cell is edited.
 *
 * It stands in a layer of its own beside the panels: so a frame around small cells does not cut it off, and a new
 * picture under it does not take it away while someone types.
 */

import { CELL } from "../layout/parts.js";
import { ARROWS, cellName } from "../model/grid.js";
import { canBegin, guess } from "../model/numbers.js";
import { element } from "./dom.js";
import { gridOf } from "./grid.js";

/**
 * @typedef {import("../model/state.js").Shown} Shown
 * @typedef {import("./panels.js").Panels} Panels
 * @typedef {(action: import("../model/state.js").Action) => void} Emit
 */

const LEAST = { width: 56, height: 30 };
const MOST = 240; // pixels of width for a long text
const LETTER = 10;
const TYPE = 18; // pixels; a phone zooms into a field of less than 16

/** @type {Record<string, [number, number]>} where to go on, by key and with Shift */
const ON = { Enter: [1, 0], Tab: [0, 1] };
const BACK = /** @type {Record<string, [number, number]>} */ ({ Enter: [-1, 0], Tab: [0, -1] });

let count = 0;

export class Editor {
  /** @param {Emit} emit */
  constructor(emit) {
    const id = `cv-why-${(count += 1)}`;
    // A field for decimals has digits large enough for a thumb, but on an iPhone no minus: hence the button.
    this.field = element("input", {
      ...{
        type: "text",
        inputmode: "decimal",
        enterkeyhint: "next",
        autocomplete: "off",
        autocapitalize: "off",
      },
      ...{ spellcheck: "false", "data-cell-editor": true, "aria-describedby": id },
    });
    this.sign = element("button", { type: "button", tabindex: -1, "aria-label": "Change the sign" }, "±");
    this.why = element("div", { class: "cv-why", id });
    this.box = element("div", { class: "cv-editor", hidden: true }, this.field, this.sign, this.why);
    this.node = element("div", { class: "cv-editors" }, this.box);
    /** @type {Shown["editing"]} */
    this.painted = undefined;
    this.listen(emit);
  }

  /** @param {Emit} emit */
  listen(emit) {
    const { field, sign } = this;
    field.addEventListener("input", () => emit({ type: "typing", text: field.value }));
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const action = actionIn(event);
      event.stopPropagation(); // the stage's own keys are letters here
      if (!action) return;
      event.preventDefault();
      emit(action);
    });
    field.addEventListener("blur", () => {
      const root = /** @type {Document | ShadowRoot} */ (field.getRootNode());
      if (root.activeElement !== field) emit({ type: "commit" }); // it is still active if another window is
    });
    field.addEventListener("paste", (event) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      const before = this.painted;
      emit({ type: "paste", panel: before?.panel, text });
      if (this.painted !== before) event.preventDefault();
    });
    sign.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    sign.addEventListener("click", () => emit({ type: "typing", text: negated(field.value) }));
  }

  /** @param {Shown} state @param {Panels} panels */
  paint(state, panels) {
    const { editing } = state;
    if (editing === this.painted) return;
    const before = this.painted;
    this.painted = editing;
    if (!editing) return this.close(panels, /** @type {NonNullable<Shown["editing"]>} */ (before).panel);
    const { field } = this;
    if (field.value !== editing.text) field.value = editing.text;
    this.paintWhy(editing);
    if (before?.at !== editing.at)
      field.setAttribute("aria-label", cellName(state.scene, editing.panel, editing.at, editing.filter));
    this.box.hidden = false;
    this.place(panels);
    if (before) return;
    field.focus();
    if (editing.replaces) field.setSelectionRange(field.value.length, field.value.length);
    else field.select();
  }

  /** Says of what was typed so far that it cannot become a number. @param {NonNullable<Shown["editing"]>} editing */
  paintWhy({ text }) {
    const why = canBegin(text) ? "" : (guess(text).problem ?? "");
    this.why.textContent = why;
    this.field.setAttribute("aria-invalid", String(Boolean(why)));
  }

  /** Puts the editor over its cell, if it is open; again where the panels have moved. @param {Panels | undefined} panels */
  place(panels) {
    if (!this.painted || !panels?.node.isConnected) return;
    const { panel, at, text } = this.painted;
    const { slice, row, column } = panels.cellOf(panel, at);
    const { wide, high } = slice.place;
    const [room, box] = [this.node, slice.frame].map((node) => node.getBoundingClientRect());
    const width = Math.max(wide, LEAST.width, Math.min(MOST, (text.length + 2) * LETTER));
    const height = Math.max(Math.min(high, MOST), LEAST.height);
    const middle = box.left - room.left + slice.x(column) + wide / 2;
    const left = Math.max(0, Math.min(room.width - width, middle - width / 2));
    this.box.classList.toggle("cv-left", left > room.width / 2); // its sentence, so that it stays on the page
    this.sign.classList.toggle("cv-before", left + width + this.sign.offsetWidth > room.width);
    const { style } = this.box;
    style.left = `${left}px`;
    style.top = `${box.top - room.top + slice.y(row) + (high - height) / 2}px`;
    style.width = `${width}px`;
    style.height = `${height}px`;
    style.fontSize = `${Math.max(TYPE, (TYPE * Math.min(wide, high)) / CELL.largest)}px`;
  }

  /** Closes the editor; the keyboard goes back to the grid, unless it has gone elsewhere. @param {Panels} panels @param {"input" | "filter"} panel */
  close(panels, panel) {
    const root = /** @type {Document | ShadowRoot} */ (this.field.getRootNode());
    const had = root.activeElement === this.field;
    if (had) gridOf(panels.node, panel).focus({ preventScroll: true });
    this.box.hidden = true;
  }
}

/** What a key asks for in the open editor. @param {KeyboardEvent} event */
function actionIn({ key, shiftKey, altKey, ctrlKey, metaKey }) {
  if (key === "Escape") return { type: "cancel" };
  if (ctrlKey || metaKey) return undefined;
  if (ON[key]) return { type: "commit", move: (shiftKey ? BACK : ON)[key] };
  if (key !== "ArrowUp" && key !== "ArrowDown") return undefined;
  const size = shiftKey ? "10" : altKey ? "0.1" : "1";
  return { type: "nudge", step: ARROWS[key][0] < 0 ? size : `-${size}` };
}

/** A text with the other sign. @param {string} text */
const negated = (text) => (/^\s*[-−–]/.test(text) ? text.replace(/[-−–]/, "") : `-${text}`);
