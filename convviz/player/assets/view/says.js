/** What is to be said about the latest change, in one line, with a button that undoes it. */

import { element, write } from "./dom.js";

export class Says {
  /** @param {(action: import("../model/state.js").Action) => void} emit */
  constructor(emit) {
    this.text = document.createTextNode("");
    this.undo = element("button", { type: "button", hidden: true }, "Undo");
    this.undo.addEventListener("click", () => emit({ type: "undo" }));
    this.node = element(
      "div",
      { class: "cv-says", role: "status", "data-says": true },
      element("span", {}, this.text),
      this.undo,
    );
  }

  /** @param {import("../model/state.js").State} state */
  paint({ says, note }) {
    const kind = note ? "notice" : says.kind;
    const role = kind === "problem" ? "alert" : "status";
    if (this.node.getAttribute("role") !== role) this.node.setAttribute("role", role);
    if (this.node.dataset.says !== kind) this.node.dataset.says = kind;
    write(this.text, note || says.text);
    const offered = !note && says.undo;
    if (this.undo.hidden === offered) this.undo.hidden = !offered;
  }
}
