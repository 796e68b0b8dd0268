/** Predict: the question, the field, what is said to an answer. The answer is nowhere in the page before. */

import { isLast, isOpen, question, questionKey } from "../model/selectors.js";
import { element, write } from "./dom.js";

/** @typedef {import("../model/state.js").Shown} Shown */

export class Quiz {
  /** @param {(action: import("../model/state.js").Action) => void} emit */
  constructor(emit) {
    this.question = document.createTextNode("");
    this.score = document.createTextNode("");
    this.field = element("input", {
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      size: 8,
      "data-guess": true,
    });
    this.check = element("button", { type: "button", class: "cv-main" }, "Check");
    this.tell = element("button", { type: "button" }, "Show answer");
    this.key = ""; // of what was asked last
    this.verdict = element("span", { class: "cv-verdict", "data-verdict": true });
    // Not a `form`: a sandboxed frame forbids to submit one.
    this.node = element(
      "div",
      { role: "form", class: "cv-predict", "aria-label": "Predict", hidden: true },
      element("label", {}, element("span", {}, this.question), this.field),
      this.check,
      this.tell,
      this.verdict,
      element("span", { class: "cv-score", "data-score": true }, this.score),
    );
    const answer = () => emit({ type: "answer", text: this.field.value });
    this.check.addEventListener("click", () => {
      const goes = this.field.readOnly;
      answer();
      if (goes && !this.field.readOnly) this.field.focus({ preventScroll: true });
    });
    this.field.addEventListener("keydown", ({ key, isComposing }) => {
      if (key === "Enter" && !isComposing) answer();
    });
    this.tell.addEventListener("click", () => {
      emit({ type: "tell" });
      if (this.tell.hidden) (this.check.hidden ? this.field : this.check).focus();
    });
  }

  /** @param {Shown} state */
  paint(state) {
    const { predicting, verdict, tried, right } = state;
    const stays = this.node.hidden !== predicting;
    if (!predicting && stays) return; // nothing of it is seen, in a step that must cost little
    this.node.hidden = !predicting;
    const key = questionKey(state);
    if (key !== this.key) this.field.value = "";
    this.key = key;
    if (this.verdict.textContent !== verdict) this.verdict.textContent = verdict;
    write(this.score, tried ? `${right} of ${tried} right` : "");
    if (!predicting) return;
    const open = isOpen(state);
    write(this.question, question(state));
    this.check.hidden = !open && isLast(state);
    this.check.textContent = open ? "Check" : "Next window";
    this.tell.hidden = !open;
    this.field.readOnly = !open;
  }
}
