/** Small helpers for elements. */

/**
 * An element with attributes and children. Text is always text, never markup.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {Record<string, any>} attributes @param {(string | Node)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

const moved = new WeakMap();

/**
 * Places a node; a write that changes nothing is skipped.
 * @param {HTMLElement} node @param {number} x @param {number} y
 */
export function move(node, x, y) {
  const transform = `translate(${x}px, ${y}px)`;
  if (moved.get(node) === transform) return;
  moved.set(node, transform);
  node.style.transform = transform;
}

/** Writes a text; a write that changes nothing is skipped. @param {Text} node @param {string} text */
export function write(node, text) {
  if (node.data !== text) node.data = text;
}

/**
 * An element of a drawing.
 * @param {string} tag @param {Record<string, string | number>} attributes @param {(string | Node)[]} children
 */
export function drawn(tag, attributes, ...children) {
  const node = /** @type {SVGElement} */ (document.createElementNS("http://www.w3.org/2000/svg", tag));
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/** @param {string} path */
export const icon = (path) =>
  drawn("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, drawn("path", { d: path }));

export const ICONS = {
  first: "M2 2h2v12H2zM14 2v12L5 8z",
  previous: "M12 2v12L3 8z",
  play: "M4 2v12l9-6z",
  pause: "M3 2h4v12H3zM9 2h4v12H9z",
  next: "M4 2v12l9-6z",
  last: "M12 2h2v12h-2zM2 2v12l9-6z",
};
