/**
 * Linked views: pointing at a cell, or going to it by keyboard, lights all that belongs to it.
 *
 * An output cell lights its window, and previews its products and sum. An input cell lights the output
 * cells that use it, each with the weight that it uses. A weight, a product and a term of the sum are one
 * tap of the present window: they light each other and the input cell. The step stays what it is.
 */

import { number } from "../model/numbers.js";
import { coordinates, PANELS } from "../model/scene.js";

const LISTED = 9; // uses of an input cell that are written out for the eye
const SPOKEN = 27; // and for the ear
const LAMPS = 400;
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class Explorer {
  /** @param stage gives the present state, and paints what is found */
  constructor(stage) {
    this.stage = stage;
    this.target = undefined;
  }

  /** Listens to the cells of a new picture and to the terms of the sum. */
  attach(picture, formula) {
    this.picture = picture;
    this.target = undefined;
    this.lit = false;
    if (this.pointed) this.pointed.found = undefined;
    const { node } = picture;
    node.addEventListener("pointermove", (event) => event.pointerType === "mouse" && this.point(event));
    node.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.leave());
    node.addEventListener("click", (event) => this.click(event));
    node.addEventListener("keydown", (event) => this.key(event));
    node.addEventListener("focusout", () => this.show(undefined));
    if (this.listens) return;
    this.listens = true;
    const term = (event) => {
      const found = event.target.closest?.("[data-term]");
      this.show(found ? { panel: "product", at: this.picture.scene.taps[found.dataset.term - 1] } : undefined);
    };
    formula.addEventListener("pointerover", term);
    formula.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.show(undefined));
    formula.addEventListener("click", term);
  }

  /** The cell under the pointer: `{panel, at: [slice, row, column]}`. */
  cellOf(event) {
    const frame = event.target.closest?.("[data-frame]");
    if (!frame) return undefined;
    const { panel } = frame.closest("[data-panel]").dataset;
    const slice = this.picture.panels[panel][Number(frame.dataset.frame)];
    const at = [slice.index, Math.floor(event.offsetY / slice.cell), Math.floor(event.offsetX / slice.cell)];
    const inside = at[1] >= 0 && at[2] >= 0 && at[1] < slice.rows && at[2] < slice.columns;
    return inside ? { panel, at } : undefined;
  }

  /** Lights a cell in the frame to come: whatever else listens to the pointer finds a clean layout. */
  point(event) {
    const found = this.cellOf(event);
    const waits = this.pointed !== undefined;
    this.pointed = { found };
    if (waits) return;
    requestAnimationFrame(() => {
      const { found: latest } = this.pointed;
      this.pointed = undefined;
      this.show(latest);
    });
  }

  leave() {
    if (this.pointed) this.pointed.found = undefined;
    this.show(undefined);
  }

  /** A click goes there; a finger looks first, and goes with a second tap. */
  click(event) {
    const found = this.cellOf(event);
    if (!found) return this.show(undefined);
    const again = same(found, this.target);
    this.show(found);
    if (event.pointerType === "mouse" || event.pointerType === "" || again) this.enter();
    return undefined;
  }

  enter() {
    const { target, stage } = this;
    if (target?.panel === "output") stage.visit(this.picture.scene.stepAt(target.at));
    else if (target && target.panel !== "input") stage.visitTap(this.tap(target.at));
  }

  /** Arrow keys walk over the cells of a panel that has the focus, from slice to slice at its edges. */
  key(event) {
    const { panel } = event.target.closest("[data-panel]")?.dataset ?? {};
    if (!panel || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === "Enter" && this.target) this.enter();
    else if (event.key === "Escape" && this.target) this.show(undefined);
    else if (ARROWS[event.key]) this.walk(panel, ARROWS[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  walk(panel, [down, right]) {
    const { scene } = this.picture;
    const [depth, rows, columns] = scene.shapes[panel === "product" ? "filter" : panel];
    if (this.target?.panel !== panel) return this.show({ panel, at: this.start(panel) }, true);
    const [q, i, j] = this.target.at;
    const line = q * rows + i + down;
    if (line < 0 || line >= depth * rows || j + right < 0 || j + right >= columns) return undefined;
    return this.show({ panel, at: [Math.floor(line / rows), line % rows, j + right] }, true);
  }

  start(panel) {
    const { scene } = this.picture;
    const place = scene.place(this.stage.step);
    return panel === "output" ? place : panel === "input" ? scene.origin(place) : [0, 0, 0];
  }

  tap([a, b, c]) {
    const [, rows, columns] = this.picture.scene.shapes.filter;
    return (a * rows + b) * columns + c;
  }

  /** Lights what belongs to a cell, or nothing; by keyboard it is also spoken. */
  show(target, spoken = false) {
    if (same(target, this.target)) return;
    this.target = target;
    this.refresh(spoken);
  }

  /** Lets go of another window, whose products would lie over those of the step to come. */
  release() {
    if (this.target?.panel === "output") this.show(undefined);
  }

  /** Lights it again, after the picture has moved to another step. */
  refresh(spoken = false) {
    const { target } = this;
    if (!target && !this.lit) return;
    this.lit = Boolean(target);
    const found = target ? this.links(target) : {};
    const { picture, stage } = this;
    for (const panel of PANELS) picture.light("linked", panel, found[panel] ?? []);
    stage.relate({ preview: found.preview, tap: found.tap, text: found.text ?? "", spoken: spoken ? found.spoken ?? found.text : "" });
  }

  links({ panel, at }) {
    if (panel === "output") return this.ofOutput(at);
    if (panel === "input") return this.ofInput(at);
    return this.ofTap(at, panel);
  }

  ofOutput(at) {
    const { scene } = this.picture;
    const step = scene.stepAt(at);
    const result = this.stage.hides(step) ? "still to be found" : number(scene.total(step));
    const text = `Output (${scene.position(step).join(", ")}), window ${step + 1} of ${scene.steps}: ${result}.`;
    const spoken = `${text} ${this.stage.sumOf(step)}`;
    return { output: [{ at }], preview: step, text: `${text} Its window is outlined; click or Enter goes there.`, spoken };
  }

  ofInput(at) {
    const { scene } = this.picture;
    const all = scene.uses(at);
    const weight = ({ tap: [a, b, c] }) => number(scene.values.filter[a].at(b, c));
    const list = (count) =>
      all
        .slice(0, count)
        .map((use) => `${weight(use)} in (${scene.position(scene.stepAt(use.place)).join(", ")})`)
        .join("; ") + (all.length > count ? `; and ${all.length - count} more` : "");
    const value = number(scene.values.input[at[0]].at(at[1], at[2]));
    const name = scene.isPadding(at) ? `Padding, ${value}` : `Input ${this.inputName(at)} = ${value}`;
    const start =
      all.length === 0
        ? `${name}: no window reads it.`
        : `${name}: in ${all.length} of ${scene.steps} window${scene.steps === 1 ? "" : "s"}, with weight `;
    let listed = Math.min(LISTED, all.length);
    while (listed > 1 && start.length + list(listed).length + 1 > this.stage.letters) listed -= 1;
    const here = all.find(({ place }) => scene.stepAt(place) === this.stage.step);
    return {
      input: [{ at }],
      output: all.slice(0, LAMPS).map((use) => ({ at: use.place, text: weight(use) })),
      ...(here ? { filter: [{ at: here.tap }], product: [{ at: here.tap }], tap: this.tap(here.tap) } : {}),
      text: all.length ? `${start}${list(listed)}.` : start,
      spoken: all.length ? `${start}${list(SPOKEN)}.` : start,
    };
  }

  /** Row, column and depth of a cell, from one. */
  name(at) {
    const { rank } = this.picture.scene;
    return `(${coordinates(at, rank).join(", ")})`;
  }

  /** Row, column and depth of a cell of the padded input, counted in the input from one. */
  inputName(at) {
    const { scene } = this.picture;
    return this.name(at.map((index, axis) => index - scene.padding[axis][0]));
  }

  ofTap(tap, panel) {
    const { scene } = this.picture;
    const { step } = this.stage;
    const cell = scene.cell(scene.place(step), tap);
    const index = this.tap(tap);
    const [a, b] = [scene.values.input[cell[0]].at(cell[1], cell[2]), scene.values.filter[tap[0]].at(tap[1], tap[2])];
    const input = scene.isPadding(cell) ? `padding ${number(a)}` : `input ${this.inputName(cell)} = ${number(a)}`;
    const count = `term ${index + 1} of ${scene.taps.length}`;
    const product = number(scene.product(scene.place(step), tap));
    const weight = `${scene.flip ? "flipped weight" : "weight"} ${this.name(tap)} = ${number(b)}`;
    return {
      input: [{ at: cell }],
      filter: [{ at: tap }],
      product: [{ at: tap }],
      tap: index,
      text: `In this window, ${weight} meets ${input}: ${count}, ${panel === "product" ? "the product " : "which makes "}${product}.`,
    };
  }
}

function same(left, right) {
  if (!left || !right) return left === right;
  return left.panel === right.panel && left.at.every((index, axis) => index === right.at[axis]);
}
