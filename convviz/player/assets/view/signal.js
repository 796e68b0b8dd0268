/** A vector as a plot: stems, and from so many samples on a line, as Plotly draws it, with the numbers of its axes. */

import { widthOf } from "../layout/parts.js";
import { besidePlot } from "../layout/signals.js";
import { ticks } from "../layout/ticks.js";
import { number } from "../model/numbers.js";
import { drawn } from "./dom.js";

/**
 * @typedef {import("../layout/parts.js").Frame} Frame
 * @typedef {import("../model/scene.js").Matrix} Matrix
 * @typedef {{low: number, high: number}} Ends of the axis of the values
 */

const STEM = 5; // pixels for a sample, from which on it has a stem
const HEAD = 9; // the largest of a stem, at unit 1
const LINE = { stem: 2, joined: 1.5 }; // of a stem, and of a line without stems, at unit 1
const MARGIN = 0.08; // of the axis beyond the largest value, unless a head takes more
const MOST = { across: 12, up: 4 }; // numbers of an axis
const MARK = 3; // under the axis, at unit 1
const LETTER = 7; // of a letter of its numbers, none of which hangs over the end
const ABOVE = 7; // of the numbers over the lower end of their room
const BESIDE = 4; // of the numbers at the left, from the axis

/**
 * The values of a heatmap's figure as a line that Plotly is to draw, with sample j in the middle of cell j of the frame.
 * @param {HTMLElement} node where it is seen @param {any} figure @param {Matrix} matrix @param {Frame} frame
 * @param {number} unit the size of the numbers of its axes, as a multiple of that on a page
 * @returns {import("./plotly.js").Signal}
 */
export function signalIn(node, figure, { values }, frame, unit) {
  const { columns, across, wide, high } = frame;
  const ends = endsOf(values, high, HEAD * unit);
  const beside = (0.5 * wide) / across;
  const stems = across >= STEM;
  const [, color] = figure.data[0].colorscale.at(-1);
  const line = { width: LINE.joined * unit, color: color.replace(/[\d.]+\)$/, "1)"), simplify: !stems };
  // Twice the one that is alone: of one sample Plotly draws no line.
  const samples = columns > 1 ? { x0: 1, dx: 1, y: values } : { x: [1, 1], y: [values[0], values[0]] };
  return {
    trace: { ...samples, type: "scatter", mode: "lines", line, hoverinfo: "skip", showlegend: false },
    ...{ width: widthOf(frame), height: high },
    ...{ across: [1 - beside, columns + beside], up: [ends.low, ends.high] },
    show: (path) => {
      const zero = (high * ends.high) / (ends.high - ends.low);
      const axes = axesOf(frame, ends, zero, unit);
      const lines = stems ? stemsOf(path, across, zero, unit) : [path];
      node.replaceChildren(drawn("svg", {}, ...axes, ...lines));
    },
  };
}

/** @param {import("../model/frame.js").Numbers} values @param {number} pixels @param {number} head @returns {Ends} */
function endsOf(values, pixels, head) {
  let [low, high] = [0, 0];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const more = Math.max(MARGIN, head / 2 / (pixels - head)) * (high - low || 1);
  return { low: low - more, high: high + more };
}

/** A stem for each point of a line, from zero, and a head on it. @param {SVGElement} line @param {number} across @param {number} zero @param {number} unit */
function stemsOf(line, across, zero, unit) {
  const points = line.getAttribute("d") ?? "";
  const heads = /** @type {SVGElement} */ (line.cloneNode());
  line.setAttribute("d", `${points.replaceAll("L", `V${zero}M`)}V${zero}`);
  heads.setAttribute("d", `${points.replaceAll("L", "h0M")}h0`);
  line.style.strokeWidth = `${Math.min(0.5 * across, LINE.stem * unit)}px`;
  heads.style.strokeWidth = `${Math.min(HEAD * unit, 0.7 * across)}px`;
  heads.style.strokeLinecap = "round";
  return [line, heads];
}

/** The line of zero, and round numbers at both axes. @param {Frame} frame @param {Ends} ends @param {number} zero @param {number} unit */
function axesOf(frame, { low, high }, zero, unit) {
  const width = widthOf(frame);
  const samples = ticks(0.5, frame.columns + 0.5, Math.min(MOST.across, frame.columns)).map((sample) => ({
    text: number(sample),
    at: (sample - 1) * frame.across + frame.wide / 2,
  }));
  const values = ticks(low, high, MOST.up).map((value) => ({
    text: number(value),
    y: (frame.high * (high - value)) / (high - low),
  }));
  const marks = samples.map(({ at }) => `M${at},${frame.high}v${MARK * unit}`).join("");
  const under = frame.high + besidePlot(unit).bottom - ABOVE * unit;
  const last = (/** @type {string} */ text) => width - (text.length * LETTER * unit) / 2;
  return [
    drawn("path", { class: "cv-axes", d: `M0,${zero}H${width}${marks}` }),
    ...samples.map(({ text, at }) =>
      drawn("text", { class: "cv-tick", x: Math.min(at, last(text)), y: under }, text),
    ),
    ...values.map(({ text, y }) => drawn("text", { class: "cv-tick cv-value", x: -BESIDE * unit, y }, text)),
  ];
}
