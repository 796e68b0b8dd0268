/** The one place that calls Plotly: heatmaps without its interaction. */

/**
 * Draws a figure into a node of this size in pixels; resolves when it can be seen.
 * @param {HTMLElement} node @param {any} figure @param {number} width @param {number} height
 */
export function drawHeatmap(node, figure, width, height) {
  node.style.width = `${width}px`;
  node.style.height = `${height}px`;
  const layout = { ...figure.layout, width, height };
  return globalThis.Plotly.newPlot(node, figure.data, layout, { staticPlot: true });
}

/**
 * Gives a heatmap the numbers and the colours of another figure of the same sizes. It is done on return, so that
 * it is seen together with whatever else the same task changes.
 * @param {HTMLElement} node @param {any} figure
 */
export function redrawHeatmap(node, figure) {
  const [{ z, zmin, zmax }] = figure.data;
  void globalThis.Plotly.restyle(node, { z: [z], zmin, zmax }, [0]);
}

/** Gives back what Plotly holds for the heatmaps in a node. @param {Element} node */
export function purgeHeatmaps(node) {
  for (const plot of node.querySelectorAll(".cv-plot"))
    globalThis.Plotly.purge(/** @type {HTMLElement} */ (plot));
}
