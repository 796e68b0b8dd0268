/** A vector as a plot, drawn by Plotly without its interaction: stems, and from so many samples on a line. */

import { widthOf } from "../layout/parts.js";
import { AXES } from "../layout/signals.js";

/**
 * @typedef {import("../layout/parts.js").Frame} Frame
 * @typedef {import("../model/scene.js").Matrix} Matrix
 */

const STEM = 5; // pixels for a sample, from which on it has a stem
const MARGIN = 0.08; // of the axis beyond the largest value
const AXIS = { fixedrange: true, showgrid: false, zeroline: false, tickfont: { size: 11 } };

/**
 * Draws the values of a heatmap's figure so that sample j is in the middle of cell j of the frame. It is done on return.
 * @param {HTMLElement} node @param {any} figure @param {Matrix} values @param {Frame} frame
 */
export function drawSignal(node, figure, values, frame) {
  const width = widthOf(frame) + AXES.left;
  const height = frame.high + AXES.top + AXES.bottom;
  node.style.cssText = `left:${-AXES.left}px;top:${-AXES.top}px;width:${width}px;height:${height}px`;
  void globalThis.Plotly.react(node, tracesOf(figure, frame), layoutOf(figure, values, frame), {
    staticPlot: true,
  });
}

/** Gives back what Plotly holds for the plots in a node. @param {Element} node */
export function purgeSignals(node) {
  for (const plot of node.querySelectorAll(".cv-plotted > .cv-plot"))
    globalThis.Plotly.purge(/** @type {HTMLElement} */ (plot));
}

/** @param {any} figure @param {Frame} frame */
function tracesOf(figure, { across }) {
  const [{ z, colorscale }] = figure.data;
  const y = { dtype: z.dtype, bdata: z.bdata };
  const common = { x0: 1, dx: 1, y, hoverinfo: "skip", showlegend: false };
  const color = colorscale.at(-1)[1].replace(/[\d.]+\)$/, "1)");
  if (across < STEM) return [{ ...common, type: "scatter", mode: "lines", line: { width: 1.5, color } }];
  const size = Math.min(9, 0.7 * across);
  return [
    { ...common, type: "bar", width: Math.min(0.5, 2 / across), marker: { color, line: { width: 0 } } },
    { ...common, type: "scatter", mode: "markers", marker: { color, size } },
  ];
}

/** @param {any} figure @param {Matrix} matrix @param {Frame} frame */
function layoutOf({ layout }, { values }, frame) {
  const { columns, across, wide } = frame;
  const beside = (0.5 * wide) / across;
  let [low, high] = [0, 0];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const more = MARGIN * (high - low || 1);
  return {
    ...layout,
    width: widthOf(frame) + AXES.left,
    height: frame.high + AXES.top + AXES.bottom,
    margin: { l: AXES.left, r: 0, t: AXES.top, b: AXES.bottom },
    xaxis: {
      ...AXIS,
      range: [1 - beside, columns + beside],
      nticks: 12,
      tickformat: ",d",
      ticks: "outside",
      ticklen: 3,
    },
    yaxis: { ...AXIS, range: [low - more, high + more], nticks: 4, zeroline: true, zerolinewidth: 1 },
  };
}
