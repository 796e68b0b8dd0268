/**
 * The graph of a function of single cells: its axes, its curve, and the point of a cell on it.
 *
 * The curve is one path, made once. A step moves the point and the two lines that lead to it.
 */

import { number } from "../model/numbers.js";
import { drawn, element, move } from "./dom.js";

/**
 * @typedef {import("../model/scene.js").Curve} Points
 * @typedef {{width: number, height: number}} Size
 * @typedef {{left: number, right: number, bottom: number, top: number}} Ends
 */

const MARGIN = 0.1; // of the graph beyond its ends, on each side
const CLOSE = 18; // pixels from an axis within which a number has no room
/** What functions come close to, with the numbers that are worth a tick. @type {Record<string, {values: [number, string][], limits: number[]}>} */
const KNOWN = {
  σ: {
    values: [
      [0.5, "½"],
      [1, "1"],
    ],
    limits: [1],
  },
  tanh: {
    values: [
      [-1, "−1"],
      [1, "1"],
    ],
    limits: [-1, 1],
  },
};

/** Where a graph ends; zero is in it. @param {Points} points @returns {Ends} */
function endsOf({ name, x, y }) {
  const [left, right] = [x[0], x[x.length - 1]];
  const limits = KNOWN[name]?.limits ?? [];
  const [bottom, top] = [Math.min(0, ...limits, ...y), Math.max(0, ...limits, ...y)];
  const [wide, high] = [MARGIN * (right - left), MARGIN * (top - bottom || 1)];
  return { left: left - wide, right: right + wide, bottom: bottom - high, top: top + high };
}

export class Curve {
  /** @param {Size} size @param {Points} points */
  constructor(size, points) {
    this.size = size;
    this.drawing = drawn("svg", { width: size.width, height: size.height, "aria-hidden": "true" });
    this.across = element("div", { class: "cv-across" });
    this.up = element("div", { class: "cv-up" });
    this.point = element("div", { class: "cv-point", "data-point": true });
    this.other = element("div", { class: "cv-point cv-other", "data-other": true, hidden: true });
    this.name = document.createTextNode("");
    this.node = element(
      "div",
      {
        class: "cv-graph",
        role: "img",
        style: `width:${size.width}px;height:${size.height}px`,
      },
      ...[this.drawing, this.across, this.up, this.point, this.other],
    );
    this.points = points;
    this.ends = endsOf(points);
    this.draw(points);
  }

  /** Draws the graph of a function. @param {Points} points */
  draw(points) {
    this.points = points;
    this.ends = endsOf(points);
    const { width, height } = this.size;
    const [x0, y0] = [this.x(0), this.y(0)];
    const path = points.x.map((x, place) => `${this.x(x).toFixed(2)} ${this.y(points.y[place]).toFixed(2)}`);
    this.node.setAttribute("aria-label", `Graph of ${points.name}(x) = ${points.law}`);
    this.drawing.replaceChildren(
      drawn("path", { class: "cv-axes", d: `M0 ${y0}H${width}M${x0} 0V${height}` }),
      ...(KNOWN[points.name]?.limits ?? []).map((value) =>
        drawn("path", { class: "cv-axes cv-limit", d: `M0 ${this.y(value)}H${width}` }),
      ),
      drawn("path", { class: "cv-curve", d: `M${path.join("L")}` }),
      ...this.marks(),
    );
  }

  /** The numbers of the axes, each with its tick, and the names of the axes. */
  marks() {
    const { x, y, name } = this.points;
    const { width } = this.size;
    const [x0, y0] = [this.x(0), this.y(0)];
    const text = (/** @type {string} */ said, /** @type {Record<string, string | number>} */ attributes) => {
      const node = drawn("text", { class: "cv-tick", ...attributes });
      node.textContent = said;
      return node;
    };
    const columns = [x[0], x[x.length - 1]].flatMap((value) => [
      text(number(value), { x: this.x(value), y: y0, dy: "1.25em", "text-anchor": "middle" }),
      drawn("path", { class: "cv-axes", d: `M${this.x(value)} ${y0 - 4}v8` }),
    ]);
    const ends = [Math.min(...y), Math.max(...y)].map(
      (value) => /** @type {const} */ ([value, number(value)]),
    );
    const rows = (KNOWN[name]?.values ?? ends)
      .filter(([value]) => Math.abs(this.y(value) - y0) > CLOSE)
      .flatMap(([value, said]) => [
        text(said, { x: x0, y: this.y(value), dx: "-0.67em", dy: "0.33em", "text-anchor": "end" }),
        drawn("path", { class: "cv-axes", d: `M${x0 - 4} ${this.y(value)}h8` }),
      ]);
    const names = [
      text("x", { x: width, y: y0, dx: "-0.5em", dy: "-0.5em", "text-anchor": "end" }),
      text("y", { x: x0, y: 0, dx: "0.5em", dy: "1.1em" }),
    ];
    return [...columns, ...rows, ...names];
  }

  /** @param {number} value */
  x(value) {
    const { left, right } = this.ends;
    return (this.size.width * (value - left)) / (right - left);
  }

  /** @param {number} value */
  y(value) {
    const { bottom, top } = this.ends;
    return (this.size.height * (top - value)) / (top - bottom);
  }

  /** Puts the point on the curve; where its height is hidden, only the line over its place is seen. @param {number} x @param {number} y @param {boolean} hidden */
  paint(x, y, hidden) {
    move(this.up, this.x(x), 0);
    move(this.across, 0, hidden ? 0 : this.y(y));
    move(this.point, this.x(x), hidden ? this.y(0) : this.y(y));
    for (const node of [this.across, this.point]) if (node.hidden !== hidden) node.hidden = hidden;
  }

  /** Shows the point of another cell beside that of the present one, or none. @param {[number, number] | undefined} place */
  preview(place) {
    if (this.other.hidden === Boolean(place)) this.other.hidden = !place;
    if (place) move(this.other, this.x(place[0]), this.y(place[1]));
  }
}
