/**
 * The picture of rank 2: input, filter, product and output side by side, and on a narrow page below each other. No DOM.
 *
 * An *arrangement* is a list of lines, each a list of parts.
 */

import { curveOf } from "./curves.js";
import { bestOfBands, mapsFrames, mapsSize } from "./maps.js";
import {
  ampleOf,
  frameAround,
  frameOf,
  heightOf,
  isNarrow,
  largestCell,
  shapeOf,
  widthOf,
  withAmple,
} from "./parts.js";
import { bestOf, cellOf, inHeight, largestAtAll } from "./sizes.js";

/**
 * @typedef {import("./parts.js").Asked} Asked
 * @typedef {import("./parts.js").PartName} PartName
 * @typedef {import("./parts.js").Picture} Picture
 * @typedef {import("./sizes.js").Sizes} Sizes
 * @typedef {import("./parts.js").PlaceName} PlaceName
 * @typedef {PlaceName[][]} Arrangement
 */

/** @type {Arrangement[]} */
const ARRANGEMENTS = [
  [["input", "lens", "curve", "filter", "product", "output"]],
  [
    ["input", "lens", "curve", "filter"],
    ["product", "output"],
  ],
  [["input"], ["lens", "curve", "filter", "product"], ["output"]],
  [["input"], ["lens", "curve", "filter"], ["product", "output"]],
  [["input"], ["lens", "curve", "filter"], ["product"], ["output"]],
  [["input"], ["lens"], ["curve"], ["filter"], ["product"], ["output"]],
];
const BAR = 16; // the height of a single row at least, at unit 1
const APART = 60; // between two panels at most, at unit 1

/** @param {Asked} given @returns {Picture} */
export function sides(given) {
  const { asked, found } = given.several
    ? bestOfBands(given, arranged, roughly)
    : { asked: given, found: arranged(given) };
  const { way, sizes } = found;
  const ample = ampleOf(asked, sizes.close, (times) =>
    fitting(withAmple(asked, times), way, Infinity)(sizes),
  );
  return { ...placed(withAmple(asked, ample), linesOf(asked, way, sizes), sizes), ample };
}

/** The arrangement of the fewest lines in which the numbers are legible, or much larger ones are not. @param {Asked} asked */
const arranged = (asked) =>
  inHeight(
    asked,
    (height) => bestOf(asked, ARRANGEMENTS, (arrangement) => fitting(asked, arrangement, height)),
    (high, seen) =>
      high.sizes.legible &&
      (isNarrow(asked.room) || !seen.sizes.legible || high.sizes.products > seen.sizes.products),
  );

/** The largest cells of one size for all, but for the share of the output, in any arrangement. @param {Asked} asked */
function roughly(asked) {
  const { room } = asked;
  const height = isNarrow(room) ? room.tall : room.height;
  const fits = ARRANGEMENTS.map((arrangement) => fitting(asked, arrangement, height));
  const share = asked.several?.share ?? 1;
  return largestAtAll(largestCell(room), (cell) =>
    fits.some((fit) => fit({ cell, close: cell, out: cell * share, lens: false })),
  );
}

/** Whether sizes fit the room. @param {Asked} asked @param {Arrangement} arrangement @param {number} height */
function fitting(asked, arrangement, height) {
  const { room, space } = asked;
  const [open, close] = [false, true].map((lens) => linesOf(asked, arrangement, { lens }));
  return (/** @type {Sizes} */ sizes) => {
    let high = -space.line;
    for (const line of sizes.lens ? close : open) {
      const size = measured(asked, line, sizes);
      if (size.width > room.width) return false;
      high += size.height + space.line;
    }
    return high <= height;
  };
}

/** The parts that there are, without a lens where there is none. @param {Asked} asked @param {Arrangement} arrangement @param {{lens: boolean}} sizes */
const linesOf = ({ has }, arrangement, { lens }) =>
  arrangement
    .map((line) => line.filter((name) => has.has(name) && (lens || name !== "lens")))
    .filter((line) => line.length);

/** How large a line is, its panels as near to each other as they can be. @param {Asked} asked @param {PlaceName[]} line @param {Sizes} sizes */
function measured(asked, line, sizes) {
  const { space } = asked;
  let [width, height] = [(line.length - 1) * space.gap, 0];
  for (const name of line) {
    width += signOf(asked, name) + acrossOf(asked, name, sizes);
    height = Math.max(height, downOf(asked, name, sizes));
  }
  return { width, height };
}

/** @param {Asked} asked @param {PlaceName} name */
const signOf = ({ space, signs }, name) => (signs[name] ? space.sign : 0);

/** How large the cells of a part are together, with what stands over the maps of several filters. @param {Asked} asked @param {PlaceName} name @param {Sizes} sizes */
function cellsOf(asked, name, sizes) {
  if (name === "curve") return curveOf(asked.room);
  if (asked.several && name === "output") return mapsSize(asked, sizes.out);
  const frame = barOf(asked, shapeOf(asked, name), cellOf(name, sizes));
  return { width: widthOf(frame), height: heightOf(frame) };
}

/** The frame of a matrix; one of a single row is a bar where its cells are small. @param {Asked} asked @param {number[]} shape @param {number} cell */
function barOf({ room }, shape, cell) {
  const high = shape[1] === 1 ? Math.max(cell, Math.round(BAR * room.unit)) : cell;
  return { ...frameOf(shape, cell), high, down: high };
}

/** How wide a part is with its title. @param {Asked} asked @param {PlaceName} name @param {Sizes} sizes */
const acrossOf = (asked, name, sizes) =>
  Math.ceil(Math.max(cellsOf(asked, name, sizes).width, asked.titles[name] * asked.room.unit));

/** How high. @param {Asked} asked @param {PlaceName} name @param {Sizes} sizes */
const downOf = (asked, name, sizes) => Math.ceil(asked.space.caption + cellsOf(asked, name, sizes).height);

/** @param {Asked} asked @param {Arrangement} lines @param {Sizes} sizes @returns {Picture} */
function placed(asked, lines, sizes) {
  const { space } = asked;
  const { width, unit } = asked.room;
  /** @type {Picture} */
  const picture = { parts: {}, width, height: 0, pitch: 0, along: 0, plots: false, sign: space.sign };
  for (const line of lines) {
    const all = measured(asked, line, sizes);
    const apart = Math.floor(Math.min(APART * unit, Math.max(0, (width - all.width) / (line.length + 1))));
    let x = Math.max(0, Math.floor((width - all.width - apart * (line.length - 1)) / 2));
    const top = picture.height + (picture.height ? space.line : 0);
    for (const name of line) {
      const part = { width: acrossOf(asked, name, sizes), height: downOf(asked, name, sizes) };
      x += signOf(asked, name);
      const y = top + Math.floor((all.height - part.height) / 2);
      picture.parts[name] = {
        box: { x: Math.round(x), y, width: part.width, height: part.height },
        frames: framesOf(asked, name, sizes, part.width),
        ...{ caption: "above", sign: asked.signs[name], label: labelOf(asked, name), sum: 0 },
      };
      x += part.width + space.gap + apart;
    }
    picture.height = top + all.height;
  }
  return picture;
}

/** The frames of a part of a width, under its title. @param {Asked} asked @param {PlaceName} name @param {Sizes} sizes @param {number} width */
function framesOf(asked, name, sizes, width) {
  const title = Math.ceil(asked.space.caption);
  if (asked.several && name === "output") return mapsFrames(asked, sizes.out, title, width);
  const frame =
    name === "curve"
      ? frameAround(curveOf(asked.room))
      : barOf(asked, shapeOf(asked, name), cellOf(name, sizes));
  return [{ ...frame, x: Math.floor((width - widthOf(frame)) / 2), y: title }];
}

/** Where the names of slices stand: there are some where there are several maps. @param {Asked} asked @param {PlaceName} name @returns {"" | "above"} */
const labelOf = ({ several }, name) => (several && name === "output" ? "above" : "");
