/** Heatmaps, as Plotly draws them; `signal.js` has it draw plots. Nothing else calls Plotly. */

/** @typedef {{figure: any, nodes: HTMLElement[]}} Wanted a heatmap, and where it is to be seen */

const LEAST = 10; // pixels: Plotly refuses a smaller plot
const SVG = "http://www.w3.org/2000/svg";

/**
 * Draws heatmaps, and shows each in all of its nodes, as large as they are. It is done on return, so that they are
 * seen together with whatever else the same task changes.
 *
 * All are traces of one plot, from which the pictures are taken: Plotly needs several milliseconds for a plot, and
 * a part of one for a trace.
 * @param {Wanted[]} wanted
 */
export function drawHeatmaps(wanted) {
  if (!wanted.length) return;
  const plot = document.createElement("div");
  const figures = wanted.map(({ figure }) => figure);
  const traces = figures.map(({ data }) => data[0]);
  const { Plotly } = globalThis;
  void Plotly.newPlot(plot, traces, layoutOf(figures), { staticPlot: true }).then(Plotly.purge);
  const pictures = plot.querySelectorAll("image");
  wanted.forEach(({ nodes }, index) => {
    for (const node of nodes) put(pictures[index], node);
  });
}

/** The layout of the largest figure, with a pixel for each cell at least: what is smaller would not be drawn. @param {any[]} figures */
function layoutOf(figures) {
  const right = Math.max(...figures.map(({ layout }) => layout.xaxis.range[1]));
  const bottom = Math.max(...figures.map(({ layout }) => layout.yaxis.range[0]));
  const [{ layout }] = figures;
  return {
    ...layout,
    width: Math.max(LEAST, right + 0.5),
    height: Math.max(LEAST, bottom + 0.5),
    xaxis: { ...layout.xaxis, range: [-0.5, right] },
    yaxis: { ...layout.yaxis, range: [bottom, -0.5] },
  };
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
  const svg = document.createElementNS(SVG, "svg");
  svg.append(copy);
  node.append(svg);
}
