/**
 * The one place that calls Plotly: it draws heatmaps, and the lines of signals.
 *
 * All that is drawn at once is one plot, out of sight, and what Plotly has made of each of its traces goes to where it is
 * seen: Plotly needs several milliseconds for a plot, and a part of one for a trace. A heatmap of more cells in a row or a
 * column than a canvas may have pixels is drawn in several pieces: of a larger one Plotly makes an empty picture.
 */

import { drawn } from "./dom.js";

/**
 * @typedef {import("../model/scene.js").Matrix} Matrix
 * @typedef {{figure: any, matrix: Matrix, nodes: HTMLElement[]}} Heatmap a figure of one heatmap, the numbers that it
 *   shows, and where it is seen: as large as each node
 * @typedef {{top: number, left: number, rows: number, columns: number}} Piece some cells of a heatmap: where they begin, and
 *   how many they are
 * @typedef {{trace: object, width: number, height: number, across: number[], up: number[],
 *   show: (line: SVGElement) => void}} Signal a line in so many pixels, between these ends of its axes
 */

const LEAST = 10; // pixels: Plotly refuses a smaller plot
const MOST = 16384; // pixels of a side of a canvas: every browser makes one of so many
const AXIS = { visible: false, fixedrange: true };

/**
 * Draws heatmaps and signals. It is done on return, so that they are seen together with whatever else the same task changes.
 * Nothing is changed where Plotly has not drawn all of them: that is an error.
 * @param {Heatmap[]} heatmaps @param {Signal[]} signals
 */
export function draw(heatmaps, signals) {
  const pieces = heatmaps.map(({ matrix }) => piecesOf(matrix));
  const cells = heatmaps.flatMap((heatmap, index) => pieces[index].map((piece) => traceOf(heatmap, piece)));
  if (!cells.length && !signals.length) return;
  const plot = plotOf([...cells, ...signals.map(lineOf)], layoutOf(pieces.flat(), signals));
  const images = madeOf(plot, "image", cells.length, "heatmaps");
  const lines = madeOf(plot, ".js-line", signals.length, "signals");
  heatmaps.forEach(({ matrix, nodes }, index) => {
    const own = images.splice(0, pieces[index].length);
    nodes.forEach((node, place) => put(place ? own.map(copyOf) : own, pieces[index], matrix, node));
  });
  signals.forEach(({ show }, index) => show(lines[index]));
}

/** A plot that is not on the page. @param {object[]} traces @param {object} layout */
function plotOf(traces, layout) {
  const { Plotly } = globalThis;
  const plot = document.createElement("div");
  Plotly.newPlot(plot, traces, layout, { staticPlot: true })
    .finally(() => Plotly.purge(plot))
    .catch(() => undefined); // its pictures are there by now, or were missed
  return plot;
}

/**
 * What Plotly has made of some of its traces, in their order: one of each, or it is an error.
 * @param {HTMLElement} plot @param {string} selector @param {number} count @param {string} name
 */
function madeOf(plot, selector, count, name) {
  const found = /** @type {SVGElement[]} */ ([...plot.querySelectorAll(selector)]).filter(isDrawn);
  if (found.length !== count) throw new Error(`Plotly.js has drawn ${found.length} of ${count} ${name}`);
  return found;
}

/** Whether there is something in it: of a canvas that a browser refuses Plotly takes an empty picture. @param {SVGElement} node */
const isDrawn = (node) => node.getAttribute("href") !== "data:,";

/** The pieces of a heatmap, row by row. @param {Matrix} matrix @returns {Piece[]} */
const piecesOf = ({ rows, columns }) =>
  partsOf(rows).flatMap(([top, high]) =>
    partsOf(columns).map(([left, wide]) => ({ top, left, rows: high, columns: wide })),
  );

/** Where the parts of so many cells begin, and how many are in each. @param {number} cells */
const partsOf = (cells) =>
  Array.from({ length: Math.ceil(cells / MOST) }, (_, part) => [
    part * MOST,
    Math.min(MOST, cells - part * MOST),
  ]);

/** A piece of a heatmap as Plotly takes it. @param {Heatmap} heatmap @param {Piece} piece */
function traceOf({ figure, matrix }, { top, left, rows, columns }) {
  const [trace] = figure.data;
  const { values } = matrix;
  if (rows * columns === values.length) return trace;
  const part = values.slice(0, rows * columns);
  for (let row = 0; row < rows; row += 1) {
    const from = (top + row) * matrix.columns + left;
    part.set(values.subarray(from, from + columns), row * columns);
  }
  return { ...trace, z: { ...trace.z, shape: `${rows}, ${columns}`, bdata: part.buffer } };
}

/** A signal on axes of its own; those of the heatmaps have no number. @param {Signal} signal @param {number} index */
const lineOf = ({ trace }, index) => ({ ...trace, xaxis: `x${index + 2}`, yaxis: `y${index + 2}` });

/**
 * The layout in which a cell of a heatmap has a pixel at least, since what is smaller is not drawn, and in which signals have
 * the sizes that they ask for.
 * @param {Piece[]} pieces @param {Signal[]} signals
 */
function layoutOf(pieces, signals) {
  const columns = Math.max(1, ...pieces.map((piece) => piece.columns));
  const rows = Math.max(1, ...pieces.map((piece) => piece.rows));
  const width = Math.max(LEAST, columns, ...signals.map((signal) => signal.width));
  const height = Math.max(LEAST, rows, ...signals.map((signal) => signal.height));
  /** @type {Record<string, object>} */
  const axes = {
    xaxis: { ...AXIS, range: [-0.5, columns - 0.5] },
    yaxis: { ...AXIS, range: [rows - 0.5, -0.5] },
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

/** A picture for one more place: the first takes Plotly's own, which costs a large sheet less. @param {SVGElement} picture */
const copyOf = (picture) => /** @type {SVGElement} */ (picture.cloneNode());

/**
 * Shows the pictures of the pieces of a heatmap in a node, in place of those that are there.
 * @param {SVGElement[]} pictures @param {Piece[]} pieces @param {Matrix} matrix @param {HTMLElement} node
 */
function put(pictures, pieces, { rows, columns }, node) {
  const shown = node.querySelectorAll("image");
  if (shown.length) {
    shown.forEach((image, index) => image.setAttribute("href", pictures[index].getAttribute("href") ?? ""));
    return;
  }
  pictures.forEach((picture, index) => {
    const { left, top, ...piece } = pieces[index];
    const across = { x: left / columns, width: piece.columns / columns };
    const down = { y: top / rows, height: piece.rows / rows };
    for (const [name, share] of Object.entries({ ...across, ...down }))
      picture.setAttribute(name, `${100 * share}%`);
  });
  node.append(drawn("svg", {}, ...pictures));
}
