/** What lies over the cells of a slice: the window, marks of what a cell is, masks. Its colour stays what it is. */

import { element, move } from "./dom.js";

/**
 * @typedef {import("../model/scene.js").Scene} Scene
 * @typedef {import("./slice.js").Slice} Slice
 * @typedef {{below: HTMLElement, row: HTMLElement, rest: HTMLElement}} Mask
 */

/** The outline of a window over a slice of the input. @param {Scene} scene @param {Slice} slice */
export function addWindow(scene, slice) {
  const [, rows, columns] = scene.span;
  const spread = scene.dilation[1] > 1 || scene.dilation[2] > 1;
  const node = slice.overlay(rows, columns, {
    class: `cv-window${spread ? " cv-spread" : ""}`,
    "data-window": true,
  });
  if (spread) addTaps(scene, node, slice);
  return node;
}

/** Outlines in the lens the cells that a dilated window reads. @param {Scene} scene @param {Slice} slice */
export function addLensTaps(scene, slice) {
  if (Math.max(scene.dilation[1], scene.dilation[2]) === 1) return;
  addTaps(scene, slice.overlay(slice.rows, slice.columns, { class: "cv-spread" }), slice);
}

/** The outline of another window, which is previewed. @param {Scene} scene @param {Slice} slice */
export function addPreview(scene, slice) {
  const [, rows, columns] = scene.span;
  return slice.overlay(rows, columns, { class: "cv-preview", "data-preview": true, hidden: true });
}

/**
 * Outlines the cells that a dilated window reads: what lies between them keeps its colour.
 * @param {Scene} scene @param {HTMLElement} node @param {Slice} slice
 */
function addTaps({ shapes, dilation }, node, slice) {
  const [, rows, columns] = shapes.filter;
  for (let b = 0; b < rows; b += 1)
    for (let c = 0; c < columns; c += 1)
      node.append(
        element("i", { class: "cv-tap", style: boxStyle([b * dilation[1], c * dilation[2], 1, 1], slice) }),
      );
}

/** Where a box of cells is. @param {number[]} box row, column, rows, columns @param {Slice} slice */
function boxStyle([row, column, rows, columns], slice) {
  const [left, top, width, height] = [slice.x(column), slice.y(row), slice.x(columns), slice.y(rows)];
  return `left:${left}px;top:${top}px;width:${width}px;height:${height}px`;
}

/** Hatches the padding of a slice of the input. @param {Scene} scene @param {Slice} slice @param {number} depth */
export function addPadding(scene, slice, depth) {
  const [[front, back], [top, bottom], [left, right]] = scene.padding;
  const outside = depth < front || depth >= scene.shapes.input[0] - back;
  if (!outside && !(top || bottom || left || right)) return;
  const node = slice.overlay(slice.rows, slice.columns, { class: "cv-padding" });
  if (outside) return;
  const [x0, y0] = [slice.x(left), slice.y(top)];
  const [x1, y1] = [slice.x(slice.columns - right), slice.y(slice.rows - bottom)];
  node.style.clipPath =
    "polygon(evenodd, 0 0, 100% 0, 100% 100%, 0 100%, 0 0, " +
    `${x0}px ${y0}px, ${x1}px ${y0}px, ${x1}px ${y1}px, ${x0}px ${y1}px, ${x0}px ${y0}px)`;
}

/**
 * Dots the zeros that are inserted between the cells of a slice of the input.
 * @param {Scene} scene @param {Slice} slice @param {number} depth
 */
export function addInserted({ spread, padding, shapes }, slice, depth) {
  if (Math.max(...spread) === 1) return;
  const [front, top, left] = padding.map(([before]) => before);
  const [layers, height, width] = padding.map(([before, after], axis) => shapes.input[axis] - before - after);
  if (depth < front || depth >= front + layers) return;
  /** @type {number[][]} */
  const boxes = [];
  if ((depth - front) % spread[0]) boxes.push([top, left, height, width]);
  else {
    for (let row = 1; row < height && spread[1] > 1; row += spread[1])
      boxes.push([top + row, left, spread[1] - 1, width]);
    for (let row = 0; row < height; row += spread[1])
      for (let column = 1; column < width && spread[2] > 1; column += spread[2])
        boxes.push([top + row, left + column, 1, spread[2] - 1]);
  }
  addBoxes(slice, boxes, { class: "cv-inserted", "data-inserted": true });
}

/**
 * Marks the rows, columns and slices that no window reads.
 * @param {Scene} scene @param {Slice} slice @param {number} depth
 */
export function addUnvisited(scene, slice, depth) {
  const [apart, down, across] = scene.unvisited;
  const whole = apart.some(([from, to]) => depth >= from && depth < to);
  const boxes = whole
    ? [[0, 0, slice.rows, slice.columns]]
    : [
        ...down.map(([from, to]) => [from, 0, to - from, slice.columns]),
        ...across.map(([from, to]) => [0, from, slice.rows, to - from]),
      ];
  addBoxes(slice, boxes, { class: "cv-unvisited", "data-unvisited": true });
}

/**
 * A layer of boxes over the cells of a slice; none of no boxes.
 * @param {Slice} slice @param {number[][]} boxes @param {Record<string, any>} attributes
 */
function addBoxes(slice, boxes, attributes) {
  if (!boxes.length) return;
  const layer = slice.overlay(slice.rows, slice.columns, attributes);
  for (const box of boxes) layer.append(element("i", { style: boxStyle(box, slice) }));
}

/**
 * What hides the cells of a slice from some cell on, in reading order.
 * @param {Slice} slice
 * @returns {Mask}
 */
export function addMask(slice) {
  const below = slice.overlay(slice.rows, slice.columns, { class: "cv-mask" });
  const row = slice.overlay(1, slice.columns, { class: "cv-rest" });
  const rest = element("div", { class: "cv-mask", style: row.getAttribute("style") ?? "" });
  row.append(rest);
  return { below, row, rest };
}

/**
 * Moves a mask so that it leaves the first `count` cells of its slice free.
 * @param {Mask} mask @param {Slice} slice @param {number} count
 */
export function uncover({ below, row, rest }, slice, count) {
  const [line, place] = [Math.floor(count / slice.columns), count % slice.columns];
  move(below, 0, slice.y(line + (place > 0 ? 1 : 0)));
  if (row.hidden === place > 0) row.hidden = place === 0;
  if (!place) return;
  move(row, 0, slice.y(line));
  move(rest, slice.x(place), 0);
}
