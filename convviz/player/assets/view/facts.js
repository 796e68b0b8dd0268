/** What stands below the stage: what the last change did, the size of the output, which convolution it is, notes. */

import { piecesOf } from "../model/terms.js";
import { element, write } from "./dom.js";
import { explained } from "./terms.js";

/** @typedef {import("../model/scene.js").Scene} Scene */

export class Facts {
  constructor() {
    this.effect = document.createTextNode("");
    this.size = element("span");
    this.kind = document.createTextNode("");
    this.notes = element("p", { class: "cv-notes" });
    this.noted = ""; // in them
    this.law = ""; // that is written, and of which kind
    this.nodes = [
      element("p", { class: "cv-effect", "data-effect": true }, this.effect),
      element("p", { class: "cv-size" }, this.size),
      element("p", { class: "cv-kind" }, this.kind),
      this.notes,
    ];
  }

  /** Paints what changes with the scene but not with the step. @param {import("../model/state.js").Shown} state */
  paint({ scene, effect }) {
    write(this.effect, effect);
    write(this.kind, scene.labels.kind);
    this.paintNotes(scene.labels);
    this.paintSize(scene);
  }

  /** The notes, each after the mark that it is about, with which a line begins. @param {{notes: string[], marks: string[]}} labels */
  paintNotes({ notes, marks }) {
    const noted = notes.join(" ");
    if (noted === this.noted) return;
    this.noted = noted;
    /** @type {HTMLElement[]} */
    const lines = [];
    notes.forEach((note, index) => {
      if (marks[index]) lines.push(element("span", { class: "cv-note" }, swatch(marks[index])));
      else if (!lines.length) lines.push(element("span", {}));
      lines[lines.length - 1].append(`${note} `);
    });
    this.notes.replaceChildren(...lines);
  }

  /** The size of the output, and how many weights there are where there are several filters. @param {Scene} scene */
  paintSize({ kind, labels: { size, weights = "" } }) {
    const law = `${kind} ${size} ${weights}`;
    if (law === this.law) return;
    this.law = law;
    const pieces = piecesOf(size, kind).map((piece) =>
      typeof piece === "string" ? piece : explained(piece.term, piece.letter),
    );
    const learnt = weights ? [" for each filter. ", element("span", { class: "cv-weights" }, weights)] : [];
    this.size.replaceChildren("Size of the output: ", ...pieces, ...learnt);
  }
}

/** A mark as it stands on the cells. @param {string} mark */
const swatch = (mark) =>
  element(
    "span",
    { class: "cv-swatch cv-ruled", "aria-hidden": "true" },
    element("span", { class: `cv-${mark}` }, element("i")),
  );
