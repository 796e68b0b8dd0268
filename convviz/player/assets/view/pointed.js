/**
 * Which cell an event of the pointer is about. No DOM.
 *
 * Coordinates are fractions of pixels, as a page at another zoom has them. Pointer events tell them so; of mouse
 * events (`mousedown`, `click`, `dblclick`) Chromium cuts the fraction off, and rounds their `offsetX`.
 */

/**
 * @typedef {{type: string, clientX: number, clientY: number}} Event
 * @typedef {{left: number, top: number, width: number, height: number}} Box a rectangle as it is seen
 */

/**
 * Row and column of the cell at a place, in a box of so many rows and columns. The pixels along the edge of a box
 * that does not begin with a whole pixel belong to its outermost cells, and what is between two cells to the first.
 * @param {{x: number, y: number}} place @param {Box} box @param {number} rows @param {number} columns
 * @param {number} gap what is between two cells of a row, in cells
 * @returns {[number, number] | undefined}
 */
export function cellAt({ x, y }, { left, top, width, height }, rows, columns, gap = 0) {
  const row = along(y - top, height, rows, 0);
  const column = along(x - left, width, columns, gap);
  return row === undefined || column === undefined ? undefined : [row, column];
}

/** @param {number} place @param {number} size @param {number} count @param {number} gap */
function along(place, size, count, gap) {
  if (!(place > -1 && place < size + 1)) return undefined;
  const cells = count + (count - 1) * gap;
  return Math.max(0, Math.min(count - 1, Math.floor((place * cells) / size / (1 + gap))));
}

/**
 * Remembers where the pointer is, and tells where an event took place: a mouse event where the pointer event
 * before it did, unless it is elsewhere.
 * @returns {(event: Event) => {x: number, y: number}}
 */
export function placing() {
  let last = { x: Number.NaN, y: Number.NaN };
  return ({ type, clientX, clientY }) => {
    const told = { x: clientX, y: clientY };
    if (!type.startsWith("pointer")) return near(told, last) ? last : told;
    last = told;
    return told;
  };
}

/** @param {{x: number, y: number}} one @param {{x: number, y: number}} other */
const near = (one, other) => Math.abs(one.x - other.x) < 1 && Math.abs(one.y - other.y) < 1;
