/** The one place that calls Plotly: heatmaps drawn once, without its interaction. */

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

/** Gives back what Plotly holds for the heatmaps in a node. @param {Element} node */
export function purgeHeatmaps(node) {
  for (const plot of node.querySelectorAll(".cv-plot"))
    globalThis.Plotly.purge(/** @type {HTMLElement} */ (plot));
}
