/**
 * Where the graph of a function of single cells stands: in the picture of rank 2 between input and output, elsewhere
 * beside the picture, or below it where that is wide or the page narrow. No DOM.
 */

import { frameAround, isCramped } from "./parts.js";

/**
 * @typedef {import("./parts.js").Asked} Asked
 * @typedef {import("./parts.js").Room} Room
 * @typedef {import("./parts.js").Picture} Picture
 * @typedef {{width: number, height: number}} Size
 */

const SIDE = { least: 150, most: 300 }; // of the graph, at unit 1
const SHARE = 0.9; // of the height that it may take, without its title
const GAP = 24; // over it, at unit 1
const APART = 48; // to its left
const ROWS = 0.7; // of the height, below rows of numbers
const PLOTS = 0.5; // and below plots

/** How large the graph is. @param {Room} room @returns {Size} */
export function curveOf({ width, height, unit }) {
  const high = Math.max(SIDE.least, SHARE * (height - 62 * unit));
  const side = Math.floor(Math.min(SIDE.most * unit, high, width - 20));
  return { width: side, height: side };
}

/**
 * The picture of a layer with such a graph, which is drawn in the room that the graph leaves.
 * @param {Asked} asked @param {number} rank @param {(asked: Asked) => Picture} draw
 * @returns {Picture}
 */
export function withCurve(asked, rank, draw) {
  if (rank === 3 && !isCramped(asked.room)) return beside(asked, curveOf(asked.room), draw);
  if (rank === 3) return below(asked, curveOf(asked.room), draw);
  const picture = below(asked, lower(asked.room, ROWS), draw);
  return picture.plots ? below(asked, lower(asked.room, PLOTS), draw) : picture;
}

/** @param {Asked} asked @param {Size} size @param {(asked: Asked) => Picture} draw */
function beside(asked, size, draw) {
  const { room } = asked;
  const gap = APART * room.unit;
  const { width, height } = boxOf(asked, size);
  const picture = draw({ ...asked, room: { ...room, width: room.width - width - gap } });
  const right = Math.max(
    ...Object.values(picture.parts).map(({ box, beyond = 0 }) => box.x + box.width + beyond),
  );
  const y = Math.max(0, Math.floor((picture.height - height) / 2));
  return added(asked, picture, size, { x: Math.ceil(right + gap), y, width, height });
}

/** @param {Asked} asked @param {Size} size @param {(asked: Asked) => Picture} draw */
function below(asked, size, draw) {
  const { room } = asked;
  const { width, height } = boxOf(asked, size);
  const less = height + GAP * room.unit;
  const picture = draw({ ...asked, room: { ...room, height: room.height - less, tall: room.tall - less } });
  const x = Math.floor((room.width - width) / 2);
  return added(asked, picture, size, { x, y: picture.height + GAP * room.unit, width, height });
}

/** The graph with its title. @param {Asked} asked @param {Size} size */
const boxOf = ({ room, space, titles }, size) => ({
  width: Math.ceil(Math.max(size.width, titles.curve * room.unit)),
  height: Math.ceil(space.caption + size.height),
});

/** @param {Asked} asked @param {Picture} picture @param {Size} size @param {import("./parts.js").Box} box @returns {Picture} */
function added({ room, space }, picture, size, box) {
  const x = Math.floor((box.width - size.width) / 2);
  const frame = { ...frameAround(size), x, y: Math.ceil(space.caption) };
  const curve = {
    box,
    frames: [frame],
    caption: /** @type {const} */ ("above"),
    sign: "",
    label: /** @type {const} */ (""),
    sum: 0,
  };
  const height = Math.max(picture.height, box.y + box.height);
  return { ...picture, parts: { ...picture.parts, curve }, width: room.width, height };
}

/** The graph under rows of numbers, which need their part of the height. @param {Room} room @param {number} share */
const lower = (room, share) => curveOf({ ...room, height: share * room.height });
