/** The layers in a row over the picture, with their sizes: a click shows one, `+` adds one behind it. */

import { choices, isRow, NO_STRIP, spokenLayer, withoutSizes } from "../model/strip.js";
import { element } from "./dom.js";
import { Origin } from "./origin.js";
import { ALONG, DOWN, walked } from "./walk.js";

/**
 * @typedef {import("../model/strip.js").Strip} Strip
 * @typedef {import("../model/strip.js").Change} Change
 * @typedef {(action: import("../model/state.js").Action) => void} Emit
 */

const HIDDEN = 8; // pixels of a layer that are missed

export class StripView {
  /** @param {Emit} emit */
  constructor(emit) {
    this.emit = emit;
    this.list = element("ol", {});
    this.origin = new Origin();
    this.node = element("nav", {
      class: "cv-strip",
      "aria-label": "Layers",
      "data-strip": true,
      hidden: true,
    });
    this.node.append(this.list);
    this.menu = element("div", { class: "cv-layers", popover: "auto", role: "menu", "aria-label": "Layers" });
    this.first = this.opener("+ Layer"); // stands among the switches while there is one layer
    this.first.hidden = true;
    this.strip = NO_STRIP;
    this.editable = false;
    this.sizing = false;
    this.follows = false; // whether the focus goes to the shown layer once it is another one
    this.menu.addEventListener("keydown", (event) => {
      this.walkMenu(event);
      event.stopPropagation(); // the stage's keys are not for whoever chooses
    });
    this.list.addEventListener("keydown", (event) => this.walkLayers(event));
    /** How many layers are out of sight at either end, in words. @type {HTMLElement[]} */
    this.beyond = ["cv-earlier", "cv-later"].map((name) =>
      element("span", { class: `cv-beyond ${name}`, "aria-hidden": "true" }),
    );
    this.node.addEventListener("scroll", () => this.count(), { passive: true });
    const resizing = new ResizeObserver(() => this.see());
    for (const node of [this.node, this.list]) resizing.observe(node);
  }

  /** A button that opens the menu. @param {string} text */
  opener(text) {
    const label = "Add a layer, or go on from the output";
    const button = element(
      "button",
      { type: "button", class: "cv-add", "aria-haspopup": "menu", title: label },
      text,
    );
    if (text === "+") button.setAttribute("aria-label", label);
    button.addEventListener("click", () => this.open(button));
    return button;
  }

  /** Asks for a change of the layers. @param {Change} change */
  ask(change) {
    this.follows = true;
    this.emit({ type: "layer", change });
  }

  /** Paints the row, and tells whether another layer came on the stage that was asked for here. @param {import("../model/state.js").State} state */
  paint(state) {
    const { strip, editable, sizing } = state;
    if (isRow(strip)) this.origin.paint(state);
    if (strip === this.strip && this.editable === editable && this.sizing === sizing) return false;
    const before = this.strip;
    [this.strip, this.editable, this.sizing] = [strip, editable, sizing];
    this.first.hidden = !editable || isRow(strip) || !strip.layers.length;
    this.node.hidden = !isRow(strip);
    const focused = this.node.contains(document.activeElement) || document.activeElement === this.first;
    this.list.replaceChildren(...(isRow(strip) ? this.items(sizing ? withoutSizes(strip) : strip) : []));
    const moved = strip.shown !== before.shown || strip.layers.length !== before.layers.length;
    if (moved) this.see();
    const asked = this.follows && moved;
    if (focused || asked) this.focus();
    if (moved) this.follows = false;
    return asked;
  }

  /** Puts the focus where the shown layer is, or where one can be added. */
  focus() {
    const shown = /** @type {HTMLElement | null} */ (this.list.querySelector("[aria-current]"));
    (shown ?? this.first).focus({ preventScroll: true });
  }

  /** Scrolls the row until the shown layer and its button are in sight, and the one before it if there is room. */
  see() {
    const { items, left, right, start } = this.places();
    const at = items.findIndex((item) => item.querySelector("[aria-current]"));
    if (at >= 1) {
      const before = at > 1 ? start(items[at - 1]) - left : 0;
      const whole = start(items[at]) + items[at].offsetWidth - right;
      this.node.scrollLeft = Math.min(start(items[at]) - left, Math.max(before, whole));
    }
    this.count();
  }

  /** The items of the row, where each starts, and the ends between which they are in sight. */
  places() {
    const items = /** @type {HTMLElement[]} */ ([...this.list.children]);
    const [left, end] = [items[0], items[items.length - 1]].map((item) => item?.offsetWidth ?? 0); // which stay in sight
    const start = (/** @type {HTMLElement} */ item) => item.offsetLeft - this.list.offsetLeft;
    return { items, left, right: this.node.clientWidth - end, start };
  }

  /** Says at either end how many layers are out of sight there. */
  count() {
    const { items, left, right, start } = this.places();
    const at = this.node.scrollLeft;
    const layers = items.slice(1, -1).map((item) => {
      const [x, { offsetWidth }] = [start(item) - at, /** @type {HTMLElement} */ (item.firstElementChild)];
      return [x < left - HIDDEN, x + offsetWidth > right + HIDDEN];
    });
    this.beyond.forEach((node, end) => {
      const count = layers.filter((hidden) => hidden[end]).length;
      const text = count ? (end ? `${count} more →` : `← ${count} more`) : "";
      if (node.textContent !== text) node.textContent = text;
    });
  }

  /** @param {Strip} strip */
  items(strip) {
    const [earlier, later] = this.beyond;
    const given = element("li", { class: "cv-first" }, this.origin.node, joint("→"), earlier);
    const layers = strip.layers.map((_, place) => this.item(strip, place));
    const last = element("li", { class: "cv-last" }, ...(this.editable ? [this.remover(strip)] : []), later);
    return [given, ...layers, last];
  }

  /** A layer, and behind it an arrow, over which stands `+` where it is the shown one. @param {Strip} strip @param {number} place */
  item(strip, place) {
    const { name, size, mark, why } = strip.layers[place];
    const shown = place === strip.shown;
    const button = element(
      "button",
      {
        type: "button",
        class: "cv-layer",
        "data-mark": mark || undefined,
        "aria-current": shown && "true",
        "aria-label": spokenLayer(strip, place),
        title: why || undefined,
      },
      element("b", {}, name),
      element("small", {}, mark ? (mark === "refused" ? "does not fit" : "waits") : size),
    );
    button.addEventListener("click", () => shown || this.ask({ show: place }));
    const isLast = place === strip.layers.length - 1;
    return element(
      "li",
      {},
      button,
      joint(isLast ? "" : "→", ...(shown && this.editable ? [this.opener("+")] : [])),
    );
  }

  /** Removes the shown layer; it stands where no click on a layer brings it under the pointer. @param {Strip} strip */
  remover({ layers, shown }) {
    const label = `Remove layer ${shown + 1}, ${layers[shown].name}`;
    const remove = element(
      "button",
      { type: "button", class: "cv-remove", "aria-label": label, title: label },
      ...["×", element("span", {}, "Remove")],
    );
    // The second of two quick clicks was meant for the layer that is gone.
    remove.addEventListener("click", ({ detail }) => detail > 1 || this.ask({ remove: shown }));
    return remove;
  }

  // ------------------------------------------------------------------------------------------ menu

  /** Opens the menu under a button. @param {HTMLElement} button */
  open(button) {
    const found = choices(this.strip);
    this.menu.replaceChildren(
      ...(this.strip.full
        ? [element("p", {}, `${this.strip.layers.length} layers: remove one to add another.`)]
        : []),
      ...found.map(({ label, change }) => {
        const item = element("button", { type: "button", role: "menuitem", tabindex: -1 }, label);
        if ("begin" in change) item.className = "cv-apart";
        item.addEventListener("click", () => {
          this.menu.hidePopover();
          this.ask(change);
        });
        return item;
      }),
    );
    this.menu.showPopover();
    place(this.menu, button);
    /** @type {HTMLElement | null} */ (this.menu.querySelector("button"))?.focus();
  }

  /** The arrow keys go through the menu. @param {KeyboardEvent} event */
  walkMenu(event) {
    const items = /** @type {HTMLElement[]} */ ([...this.menu.querySelectorAll("button")]);
    if (event.key === "Tab") this.menu.hidePopover();
    else walked(event, items, DOWN);
  }

  /** The arrow keys go through the layers. @param {KeyboardEvent} event */
  walkLayers(event) {
    const items = /** @type {HTMLElement[]} */ ([...this.list.querySelectorAll(".cv-layer")]);
    walked(event, items, ALONG);
  }
}

/** What is between two layers, as wide with the button that adds one as without. @param {string} text @param {HTMLElement[]} buttons */
const joint = (text, ...buttons) =>
  element("span", { class: "cv-joint" }, element("span", { "aria-hidden": "true" }, text), ...buttons);

/** Puts the menu under a button, within what is seen. @param {HTMLElement} menu @param {HTMLElement} button */
function place(menu, button) {
  const { left, bottom, top } = button.getBoundingClientRect();
  const { offsetWidth: wide, offsetHeight: high } = menu;
  const { clientWidth, clientHeight } = document.documentElement;
  const under = bottom + 4 + high <= clientHeight ? bottom + 4 : Math.max(4, top - high - 4);
  menu.style.left = `${Math.max(4, Math.min(left, clientWidth - wide - 4))}px`;
  menu.style.top = `${under}px`;
}
