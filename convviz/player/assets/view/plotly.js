/**
 * The one place that calls Plotly: it draws heatmaps, and the lines of signals.
 *
 * All that is drawn at once is one plot, out of sight, and what Plotly has made of each of its traces goes to where it is
 * seen: Plotly needs several milliseconds for a plot, and a part of one for a trace.
 */

import { drawn } from "./dom.js";

/**
 * @typedef {{figure: any, nodes: HTMLElement[]}} Heatmap a figure of one heatmap, and where it is seen: as large as each node
 * @typedef {{trace: object, width: number, height: number, across: number[], up: number[],
 *   show: (line: SVGElement) => void}} Signal a line in so many pixels, between these ends of its axes
 */

const LEAST = 10; // pixels: Plotly refuses a smaller plot
const AXIS = { visible: false, fixedrange: true };

/**
 * Draws heatmaps and signals. It is done on return, so that they are seen together with whatever else the same task changes.
 * @param {Heatmap[]} heatmaps @param {Signal[]} signals
 */
export function draw(heatmaps, signals) {
  const traces = [...heatmaps.map(({ figure }) => figure.data[0]), ...signals.map(lineOf)];
  if (!traces.length) return;
  const { Plotly } = globalThis;
  const plot = document.createElement("div");
  void Plotly.newPlot(plot, traces, layoutOf(heatmaps, signals), { staticPlot: true }).then(Plotly.purge);
  const images = plot.querySelectorAll("image");
  heatmaps.forEach(({ nodes }, index) => {
    for (const node of nodes) put(images[index], node);
  });
  const lines = /** @type {NodeListOf<SVGElement>} */ (plot.querySelectorAll(".js-line"));
  signals.forEach(({ show }, index) => show(lines[index]));
}

/** A signal on axes of its own; those of the heatmaps have no number. @param {Signal} signal @param {number} index */
const lineOf = ({ trace }, index) => ({ ...trace, xaxis: `x${index + 2}`, yaxis: `y${index + 2}` });

/**
 * The layout in which a cell of a heatmap has a pixel at least, since what is smaller is not drawn, and in which signals have
 * the sizes that they ask for.
 * @param {Heatmap[]} heatmaps @param {Signal[]} signals
 */
function layoutOf(heatmaps, signals) {
  const ranges = heatmaps.map(({ figure }) => figure.layout);
  const right = Math.max(0, ...ranges.map(({ xaxis }) => xaxis.range[1]));
  const bottom = Math.max(0, ...ranges.map(({ yaxis }) => yaxis.range[0]));
  const width = Math.max(LEAST, right + 0.5, ...signals.map((signal) => signal.width));
  const height = Math.max(LEAST, bottom + 0.5, ...signals.map((signal) => signal.height));
  /** @type {Record<string, object>} */
  const axes = {
    xaxis: { ...AXIS, range: [-0.5, right] },
    yaxis: { ...AXIS, range: [bottom, -0.5] },
  };
  signals.forEach(({ across, up, ...signal }, index) => {
    const [x, y] = [
      [0, signal.width / width],
      [1 - signal.height / height, 1],
    ];
    axes[`xaxis${index + 2}`] = { ...AXIS, anchor: `y${index + 2}`, domain: x, range: across };
    axes[`yaxis${index + 2}`] = { ...AXIS, anchor: `x${index + 2}`, domain: y, range: up };
  });
  return { template: {}, margin: { l: 0, r: 0, t: 0, b: 0 }, width, height, ...axes };
}

/** Shows a picture in a node, in place of the one that is there. @param {SVGImageElement} picture @param {HTMLElement} node */
function put(picture, node) {
  const shown = node.querySelector("image");
  if (shown) {
    shown.setAttribute("href", picture.getAttribute("href") ?? "");
    return;
  }
  const copy = /** @type {SVGImageElement} */ (picture.cloneNode());
  for (const [name, value] of Object.entries({ x: "0", y: "0", width: "100%", height: "100%" }))
    copy.setAttribute(name, value);
  node.append(drawn("svg", {}, copy));
}
