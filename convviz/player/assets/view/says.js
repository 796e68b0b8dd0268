/** What is to be said about the latest change, in one line, with buttons that undo it or take another reading. */

import { element, write } from "./dom.js";

export class Says {
  /** @param {(action: import("../model/state.js").Action) => void} emit */
  constructor(emit) {
    this.emit = emit;
    this.text = document.createTextNode("");
    this.undo = element("button", { type: "button", hidden: true }, "Undo");
    this.undo.addEventListener("click", () => emit({ type: "undo" }));
    this.offers = element("span", { class: "cv-offers" });
    /** @type {string[]} */
    this.offered = [];
    this.node = element(
      "div",
      { class: "cv-says", role: "status", tabindex: -1, "data-says": true },
      element("span", {}, this.text),
      this.undo,
      this.offers,
    );
  }

  /** @param {import("../model/state.js").State} state */
  paint({ says, note }) {
    const focused = this.node.contains(document.activeElement);
    const kind = note ? "notice" : says.kind;
    const role = kind === "problem" ? "alert" : "status";
    if (this.node.getAttribute("role") !== role) this.node.setAttribute("role", role);
    if (this.node.dataset.says !== kind) this.node.dataset.says = kind;
    write(this.text, note || says.text);
    const undoes = !note && says.undo;
    if (this.undo.hidden === undoes) this.undo.hidden = !undoes;
    this.paintOffers((!note && says.offers) || []);
    if (focused && !this.isHeld()) this.node.focus({ preventScroll: true }); // the button that was pressed is gone
  }

  /** Whether something in it that is seen has the focus. */
  isHeld() {
    const held = document.activeElement;
    return this.node.contains(held) && !(held === this.undo && this.undo.hidden);
  }

  /** A button for each other reading. @param {string[]} labels */
  paintOffers(labels) {
    if (labels.join("\n") === this.offered.join("\n")) return;
    this.offered = labels;
    this.offers.replaceChildren(
      ...labels.map((label) => {
        const button = element("button", { type: "button" }, label);
        button.addEventListener("click", () => this.emit({ type: "choose", label }));
        return button;
      }),
    );
  }
}
