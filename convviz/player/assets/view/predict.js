/**
 * Predict: the student says what comes out before it is shown.
 *
 * While a question is open, its answer is nowhere in the page. `ask` takes a question about the next cell;
 * `askSize` one about the size of the output.
 */

import { element, write } from "./dom.js";
import { guess, isRight, isSame, number, sizes } from "../model/numbers.js";

export class Predictor {
  /** @param stage knows the answers, and shows them once they are found */
  constructor(stage) {
    this.stage = stage;
    this.on = false;
    this.answered = new Set();
    this.right = 0;
    this.tried = 0;
    this.build();
  }

  build() {
    this.question = document.createTextNode("");
    this.field = element("input", { type: "text", autocomplete: "off", spellcheck: "false", size: 8, "data-guess": true });
    this.check = element("button", { type: "submit", class: "cv-main" }, "Check");
    this.tell = element("button", { type: "button" }, "Show answer");
    this.verdict = element("span", { class: "cv-verdict", "data-verdict": true });
    this.score = document.createTextNode("");
    this.node = element(
      "form",
      { class: "cv-predict", "aria-label": "Predict", hidden: true },
      element("label", {}, element("span", {}, this.question), this.field),
      this.check,
      this.tell,
      this.verdict,
      element("span", { class: "cv-score", "data-score": true }, this.score),
    );
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.tell.addEventListener("click", () => this.give());
  }

  /** Whether the answer of this step is hidden while the stage shows the step `shown`. */
  hides(step, shown) {
    return this.on && step >= shown && !this.answered.has(step);
  }

  turn(on) {
    this.on = on;
    this.answered.clear();
    this.size = undefined;
    this.asked = undefined;
    this.field.value = "";
    [this.right, this.tried] = [0, 0];
    this.node.hidden = !on;
    this.say("");
    this.keepScore();
  }

  /** Forgets what was answered: the numbers are others now. */
  renew() {
    this.answered.clear();
    this.asked = undefined;
  }

  /** Asks for the output of a step, unless that is the question already. */
  ask(step, place) {
    if (!this.on || this.size) return;
    const open = !this.answered.has(step);
    if (this.asked !== step) {
      this.asked = step;
      this.field.value = "";
      this.say("");
    }
    write(this.question, `What is ${place}?`);
    this.buttons(open);
  }

  /** Asks for the size of an output that is not on the stage yet. `shown` is called after the answer. */
  askSize(setting, size, formulas, shown) {
    this.size = { size, formulas, shown };
    this.asked = undefined;
    this.field.value = "";
    this.say("");
    write(this.question, `${setting} What size has the output?`);
    this.buttons(true);
  }

  buttons(open) {
    this.check.hidden = !open && this.stage.isLast;
    this.check.textContent = open ? "Check" : "Next window";
    this.tell.hidden = !open;
    this.field.readOnly = !open;
  }

  submit() {
    if (this.finishing) return undefined;
    if (this.size) return this.submitSize();
    const { step } = this.stage;
    if (this.answered.has(step)) return this.stage.next();
    const given = guess(this.field.value);
    if (given.problem) return this.say(given.problem);
    const answer = this.stage.answer(step);
    const right = isRight(given, answer.total, answer.size);
    this.count(right);
    return this.reveal(step, right ? `Right: ${answer.sum}` : this.correction(this.field.value.trim(), given.value, answer));
  }

  correction(typed, value, { sum, mistakes, size }) {
    const known = mistakes.find((mistake) => Number.isFinite(mistake.value) && isSame(value, mistake.value, size));
    const why = known ? ` ${typed} is ${known.name}.` : "";
    return `Not ${typed.slice(0, 20)}: ${sum}.${why}`;
  }

  submitSize() {
    const { size, formulas } = this.size;
    const given = sizes(this.field.value);
    if (!given) return this.say(`Type whole numbers, such as ${size.map(() => 4).join(" × ")}.`);
    const trimmed = given.length > size.length && given.at(-1) === 1 ? given.slice(0, -1) : given;
    const right = trimmed.length === size.length && trimmed.every((side, axis) => side === size[axis]);
    this.count(right);
    return this.finish(`${right ? "Right" : `Not ${given.join(" × ")}`}: ${size.join(" × ")}, because ${formulas}.`);
  }

  give() {
    if (this.size) this.finish(`The size is ${this.size.size.join(" × ")}: ${this.size.formulas}.`);
    else {
      this.reveal(this.stage.step, `It is ${number(this.stage.answer(this.stage.step).total)}.`);
      (this.check.hidden ? this.field : this.check).focus();
    }
  }

  async finish(text) {
    this.finishing = true; // what is entered meanwhile is no answer to the next question
    try {
      await this.size.shown();
    } finally {
      this.finishing = false;
    }
    if (!this.size) this.say(text); // the next question may be there already
  }

  reveal(step, text) {
    this.answered.add(step);
    this.stage.reveal();
    this.say(text);
  }

  count(right) {
    this.tried += 1;
    this.right += right ? 1 : 0;
    this.keepScore();
  }

  keepScore() {
    write(this.score, this.tried ? `${this.right} of ${this.tried} right` : "");
  }

  say(text) {
    this.verdict.textContent = text;
    if (text) this.stage.speak(text);
  }
}
