/**
 * The first input as a small picture, at the head of the row of layers: the receptive field of the present cell is
 * outlined in it, and that of the cell that is pointed at. A step changes the attribute of one path.
 */

import { fieldOfStep, fieldPointed, fieldSize, further } from "../model/fields.js";
import { drawn, element, write } from "./dom.js";
import { drawSlices, tileAt, tiled } from "./thumb.js";

/**
 * @typedef {import("../model/state.js").State} State
 * @typedef {import("../model/fields.js").Field} Field
 * @typedef {import("../model/fields.js").Fields} Fields
 * @typedef {import("./thumb.js").Tiles} Tiles
 */

const ROOM = [132, 52]; // pixels that the picture may take, as in style/strip.css
const LEAST = 12; // pixels of its height: a signal is one row

export class Origin {
  constructor() {
    this.canvas = element("canvas", { "aria-hidden": "true" });
    this.present = path("cv-field", "present");
    this.pointed = path("cv-field cv-pointed", "pointed");
    this.outlines = drawn("svg", { "aria-hidden": "true", preserveAspectRatio: "none" });
    this.outlines.append(this.present, this.pointed);
    this.picture = element(
      "div",
      { class: "cv-origin", role: "img", "aria-label": "The input", "data-origin": true },
      this.canvas,
      this.outlines,
    );
    this.size = document.createTextNode("");
    this.seen = document.createTextNode("");
    this.next = document.createTextNode("");
    this.node = element(
      "div",
      { class: "cv-given" },
      this.picture,
      element(
        "div",
        {},
        element("span", {}, element("b", {}, "Input "), element("small", {}, this.size)),
        element("small", { class: "cv-seen", title: "Its receptive field" }, this.seen),
        element("small", {}, this.next),
      ),
    );
    /** @type {Fields | undefined} */
    this.fields = undefined;
    /** @type {Tiles | undefined} */
    this.tiles = undefined;
  }

  /** @param {State} state */
  paint(state) {
    const { scene, step, strip } = state;
    write(this.size, strip.input);
    if (scene?.fields !== this.fields) this.take(scene?.fields);
    if (!scene || !this.tiles) return;
    outline(this.present, this.pathOf(fieldOfStep(scene, step)));
    outline(this.pointed, this.pathOf(fieldPointed(state)));
  }

  /** Says which field is outlined, once the user rests. @param {State} state */
  tell({ scene, step }) {
    const field = scene && fieldOfStep(scene, step);
    const told = field
      ? `The present cell comes from ${field.text} of the input: ${fieldSize(field)}`
      : "The input";
    if (this.picture.getAttribute("aria-label") !== told) this.picture.setAttribute("aria-label", told);
  }

  /** Draws the picture of another input. @param {Fields | undefined} fields */
  take(fields) {
    this.fields = fields;
    this.tiles = undefined;
    this.picture.hidden = !fields;
    write(this.seen, fields ? `an output cell sees ${fields.output.size}` : "");
    write(this.next, fields ? `the next, ${further(fields.output)}` : "");
    if (!fields) return;
    this.tiles = tiled(fields.shape, ROOM);
    drawSlices(this.canvas, fields.slices, fields.shape, this.tiles, fields.channels);
    const { wide, high, cell } = this.tiles;
    const [width, height] = [wide * cell, Math.max(high * cell, LEAST)].map((size) => `${size}px`);
    Object.assign(this.picture.style, { width, height });
    this.outlines.setAttribute("viewBox", `0 0 ${wide} ${high}`);
  }

  /** A field as the outlines of its boxes of cells. @param {Field | undefined} field */
  pathOf(field) {
    if (!field || !this.tiles || !this.fields) return "";
    const [, rows, columns] = this.fields.shape;
    const [slices, down, along] = field.runs;
    const boxes = [];
    for (const [first, behind] of slices)
      for (let slice = first; slice < behind; slice += 1) {
        const [top, left] = tileAt(this.tiles, slice, rows, columns);
        for (const [i, belowRow] of down)
          for (const [j, behindColumn] of along)
            boxes.push(`M${left + j} ${top + i}h${behindColumn - j}v${belowRow - i}h${j - behindColumn}z`);
      }
    return boxes.join("");
  }
}

/** @param {SVGElement} node @param {string} shape */
function outline(node, shape) {
  if ((node.getAttribute("d") ?? "") !== shape) node.setAttribute("d", shape);
}

/** @param {string} name of its class @param {string} cell whose field it outlines */
const path = (name, cell) =>
  drawn("path", { class: name, "data-field": cell, "vector-effect": "non-scaling-stroke" });
