/** What the cells of a scene are called, counted from one. No DOM. */

import { number } from "./numbers.js";
import { coordinates } from "./scene.js";

/**
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./scene.js").Cell} Cell
 */

/** Row, column and depth of a cell. @param {Scene} scene @param {Cell} at */
export const placeName = ({ rank }, at) => `(${coordinates(at, rank).join(", ")})`;

/** The same of a cell of the padded input, counted in the input. @param {Scene} scene @param {Cell} at */
export function inputName({ rank, padding, spread, named }, at) {
  const own = at.map((index, axis) => (index - padding[axis][0]) / spread[axis]);
  const places = coordinates(own, rank);
  const slice = named(at[0]);
  return `(${(slice ? [...places.slice(0, 2), slice] : places).join(", ")})`;
}

/** What a cell of the padded input is that is none of the input's own. @param {Scene} scene @param {Cell} at */
export function foreign(scene, at) {
  if (scene.isPadding(at)) return "padding";
  return scene.isInserted(at) ? "inserted" : undefined;
}

/** A cell of the padded input as a subject, with its value. @param {Scene} scene @param {Cell} at */
export function subjectOf(scene, at) {
  const value = number(scene.values.input[at[0]].at(at[1], at[2])) || "no number";
  const kind = foreign(scene, at);
  const name = kind ? `${kind}, ${value}` : `input ${inputName(scene, at)} = ${value}`;
  return name[0].toUpperCase() + name.slice(1);
}

/** In how many windows a cell is. @param {Scene} scene @param {number} count */
export const inWindows = ({ steps }, count) => `in ${count} of ${steps} window${steps === 1 ? "" : "s"}`;
