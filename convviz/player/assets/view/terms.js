/** Symbols that explain themselves: on hover, focus and tap. */

import { TERMS } from "../model/terms.js";
import { element } from "./dom.js";

/**
 * A symbol as a button in its line; what it means is its description.
 * @param {import("../model/terms.js").Term} term @param {(string | Node)[]} children what is seen of it
 */
export const explained = (term, ...children) =>
  element(
    "button",
    { type: "button", class: "cv-explained", "data-explains": term, "aria-description": TERMS[term] },
    ...children,
  );

/** The one note that shows what a symbol means, beside it. */
export class Tip {
  /** @param {HTMLElement} stage in which the symbols are */
  constructor(stage) {
    this.text = document.createTextNode("");
    this.node = element("div", { class: "cv-tip", popover: "manual", "data-tip": true }, this.text);
    /** @type {HTMLElement | undefined} */
    this.of = undefined;
    stage.addEventListener("pointerover", (event) => {
      if (!this.of?.isConnected) this.hide(); // another picture has taken its place
      if (isMouse(event)) this.show(termOf(event));
    });
    stage.addEventListener("pointerout", (event) => {
      const to = /** @type {Node | null} */ (event.relatedTarget);
      if (isMouse(event) && !this.node.contains(to) && !this.of?.contains(to)) this.hide();
    });
    stage.addEventListener("focusin", (event) => {
      const term = termOf(event);
      if (term?.matches(":focus-visible")) this.show(term);
    });
    stage.addEventListener("focusout", (event) => termOf(event) && this.hide());
    stage.addEventListener("click", (event) => (termOf(event) ? this.show(termOf(event)) : this.hide()));
    stage.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.of) return;
      event.preventDefault(); // it ends nothing else
      event.stopPropagation();
      this.hide();
    });
  }

  /** Asks for the layout: never in a step. @param {HTMLElement | undefined} term */
  show(term) {
    if (!term || term === this.of) return;
    this.of = term;
    this.text.data = TERMS[/** @type {import("../model/terms.js").Term} */ (term.dataset.explains)];
    this.node.showPopover();
    const { left, top, bottom } = term.getBoundingClientRect();
    const { offsetWidth, offsetHeight, style } = this.node;
    const room = document.documentElement.clientWidth - offsetWidth;
    style.left = `${Math.max(0, Math.min(left - 12, room))}px`;
    style.top = `${top > offsetHeight ? top - offsetHeight : bottom}px`;
  }

  hide() {
    if (!this.of) return;
    this.of = undefined;
    this.node.hidePopover();
  }
}

/** @param {PointerEvent} event */
const isMouse = ({ pointerType }) => pointerType === "mouse";

/** The symbol that an event is about. @param {Event} event @returns {HTMLElement | undefined} */
const termOf = ({ target }) =>
  /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("[data-explains]")) ?? undefined;
