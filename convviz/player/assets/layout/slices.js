/**
 * The picture of rank 3: a row for each slice, the output beside the rows or below them. No DOM.
 *
 * Filter and product stand in the rows of the slices that they meet, so that they move down with the window. Where
 * not all rows are seen, they scroll under their titles. The output of one filter has a slice in each row where its
 * windows begin; of several filters only where each of them has a slice of its own (see `maps.js`).
 */

import { bestOfBands, mapsFrames, mapsSize } from "./maps.js";
import {
  ampleOf,
  frameOf,
  heightOf,
  isCramped,
  largestCell,
  screenOf,
  shapeOf,
  widthOf,
  withAmple,
} from "./parts.js";
import { bestOf, cellOf, inHeight, isPlain, largestAtAll } from "./sizes.js";

/**
 * @typedef {import("./parts.js").Asked} Asked
 * @typedef {import("./parts.js").Frame} Frame
 * @typedef {import("./parts.js").Part} Part
 * @typedef {import("./parts.js").PartName} PartName
 * @typedef {import("./parts.js").Picture} Picture
 * @typedef {import("./sizes.js").Sizes} Sizes
 * @typedef {{over: boolean, below: boolean, stacked: boolean, seen: number, height: number}} Way whether the names of
 *   slices stand over filter and output, not beside them, whether the output stands below the rows, and in each row the
 *   filter below the input; how many rows are to be seen, and the height for all
 */

const APART = 48; // between two columns at most, at unit 1
const SCROLLBAR = 18;
const SEEN = 56; // the longer side of a slice beside a lens, at least, before rows scroll, on a screen of size 1
const EQUALS = 3; // letters that "Σ = " is as wide as
const BETWEEN = 10; // two outputs in a line
const NAMED = 8; // before a name after its slice
const TITLED = 48; // a part on a narrow page at least, or its title would run into the next
const OVER = [
  { over: true, below: false, stacked: false },
  { over: true, below: true, stacked: false },
  { over: true, below: true, stacked: true },
];
const WIDE = [{ over: false, below: false, stacked: false }, ...OVER];
/** The ways that there are, from the best to read on. @param {Asked} asked */
const waysOf = ({ room }) => (isCramped(room) ? OVER : WIDE);

/** @param {Asked} given @returns {Picture} */
export function slices(given) {
  const { asked, found } = areMaps(given)
    ? bestOfBands(given, bestWay, roughly)
    : { asked: given, found: bestWay(given) };
  const { sizes, way } = found;
  if (way.over) return placed(asked, sizes, way); // names over slices would take height
  const ample = ampleOf(asked, sizes.close, (times) =>
    fitting(withAmple(asked, times), { ...way, height: Infinity })(sizes),
  );
  return { ...placed(withAmple(asked, ample), sizes, way, ample), ample };
}

/** Whether the output is that of several filters, beside or below the rows. @param {Asked} asked */
const areMaps = ({ several }) => several !== undefined && !several.aligned;

/** Whether the slices of the output stand in the rows, unless they stand below. @param {Asked} asked */
const isInRows = (asked) => asked.shapes.output[0] > 1 && !areMaps(asked);

/** The way in which all is legible, with all rows if it can be, and seen without scrolling if it can be. @param {Asked} asked */
function bestWay(asked) {
  const rows = rowsOf(asked);
  const tryAll = (/** @type {number} */ height, /** @type {number} */ seen) => {
    const ways = waysOf(asked).map((way) => ({ ...way, seen, height }));
    return bestOf(asked, ways, (way) => fitting(asked, way));
  };
  const all = inHeight(
    asked,
    (height) => tryAll(height, rows),
    () => true,
  );
  const reads = (/** @type {typeof all} */ one) => isRead(asked, one);
  let found = all;
  for (let seen = Math.min(rows - 1, Math.max(2, asked.shapes.filter[0])); seen > 0; seen -= 1) {
    if (reads(found)) return found;
    found = tryAll(asked.room.tall, seen);
  }
  return all.sizes.legible && !reads(found) ? all : found;
}

/**
 * Whether rows need not scroll. Beside a lens, slices are to be more than dots; where the window is one cell, which is
 * soon legible beside them, their own numbers are worth scrolling for.
 * @param {Asked} asked @param {{sizes: import("./sizes.js").Chosen}} found
 */
function isRead({ has, room, shapes }, found) {
  const { legible, cell } = found.sizes;
  return (
    isPlain(found) ||
    (legible && !has.has("curve") && cell * Math.max(...shapes.input.slice(1)) >= SEEN * screenOf(room))
  );
}

/** Whether sizes fit the room. @param {Asked} asked @param {Way} way */
const fitting = (asked, way) => (/** @type {Sizes} */ sizes) => {
  const { width, height } = measured(asked, sizes, way);
  return width <= asked.room.width && height <= way.height;
};

/** The largest cells of one size for all, but for the share of the output, in any way. @param {Asked} asked */
function roughly(asked) {
  const { room, shapes } = asked;
  const share = asked.several?.share ?? 1;
  const seen = Math.min(shapes.input[0], 2); // the others may scroll
  const ways = waysOf(asked).map((way) => fitting(asked, { ...way, seen, height: room.tall }));
  return largestAtAll(largestCell(room), (cell) =>
    ways.some((fits) => fits({ cell, close: cell, out: cell * share, lens: false })),
  );
}

/** How many rows there are: for each slice of the input, and of an output that is deeper. @param {Asked} asked */
const rowsOf = ({ shapes, stride, several }) =>
  Math.max(shapes.input[0], several ? 0 : (shapes.output[0] - 1) * stride[0] + 1);

/** The parts that can stand in a row. @type {PartName[]} */
const ROW = ["input", "lens", "filter", "product"];

/** Whether a part stands in the rows. @param {Asked} asked @param {Sizes} sizes @param {PartName} name */
const isThere = ({ has }, { lens }, name) => has.has(name) && (lens || name !== "lens");

/** How far it is from one row to the next. @param {Asked} asked @param {Sizes} sizes @param {Way} way */
function pitchOf(asked, sizes, way) {
  const high = (/** @type {PartName} */ name) =>
    nameOver(asked, name, way) + shapeOf(asked, name)[1] * cellOf(name, sizes);
  const input = high("input");
  let others = !way.below && isInRows(asked) ? high("output") : 0;
  for (const name of ROW)
    if (name !== "input" && isThere(asked, sizes, name)) others = Math.max(others, high(name));
  return Math.ceil((way.stacked ? input + others : Math.max(input, others)) + 6 * asked.room.unit);
}

/** How high the name over a slice is: those of the input stand there only where there is no room beside. @param {Asked} asked @param {PartName} name @param {Way} way */
const nameOver = ({ room, space }, name, { over }) =>
  over && (name !== "input" || isCramped(room)) ? space.label : 0;

/** How wide a part is with its title. @param {Asked} asked @param {PartName} name @param {Sizes} sizes */
function acrossOf(asked, name, sizes) {
  const { space } = asked;
  const { unit } = asked.room;
  const title = isCramped(asked.room) && name !== "output" ? 0 : asked.titles[name] * unit;
  const named = isCramped(asked.room) ? namedOf(asked, name) : 0;
  const maps = areMaps(asked) && name === "output";
  const wide = maps ? mapsSize(asked, sizes.out).width : shapeOf(asked, name)[2] * cellOf(name, sizes);
  return Math.ceil(Math.max(wide, title, space.sign, named));
}

/** The width that words and names over a part need on a narrow page; symbols hang over, names and the words of a filter do over the signs beside them. @param {Asked} asked @param {PartName} name */
function namedOf({ named, sized, space }, name) {
  if (name === "input") return sized.input;
  if (name === "filter") return Math.max(TITLED, sized.filter - space.sign, named - 2 * space.sign);
  return name === "product" ? TITLED : 0;
}

/** How far sums behind the slices of a part that is so wide reach beyond it, or names after them. @param {Asked} asked @param {PartName} name @param {Sizes} sizes @param {number} width @param {Way} way */
function beyondOf(asked, name, sizes, width, way) {
  const { room, named, space } = asked;
  if (name === "product" && sumOf(asked)) return sumOf(asked);
  if (labelOf(asked, name, way) !== "after") return 0;
  const free = (width - shapeOf(asked, name)[2] * cellOf(name, sizes)) / 2;
  return Math.max(0, Math.ceil((name === "output" ? space.beside : named * room.unit) + NAMED - free));
}

/** The width of the sum behind each slice of the product, where there is one. @param {Asked} asked */
const sumOf = ({ sums, space }) => (sums ? Math.ceil((EQUALS + sums) * space.letter + space.sum) : 0);

/** How high the titles are over the rows; on a narrow page which rows are in sight is said under them. @param {Asked} asked @param {Way} way */
function headOf(asked, { stacked, seen }) {
  const { room, space } = asked;
  const sight = isCramped(room) && seen < rowsOf(asked) ? space.label : 0;
  return Math.ceil(space.caption * (stacked ? 2 : 1)) + sight;
}

/**
 * How large all is, as near to each other as it can be. Thousands of sizes are tried for a picture of many slices: it
 * makes no list.
 * @param {Asked} asked @param {Sizes} sizes @param {Way} way
 */
function measured(asked, sizes, way) {
  const { below, stacked, seen } = way;
  const { space } = asked;
  const rows = rowsOf(asked);
  const gutter = isCramped(asked.room) ? 0 : space.beside;
  const input = acrossOf(asked, "input", sizes);
  let others = 0;
  for (const name of ROW)
    if (isThere(asked, sizes, name)) {
      const across = acrossOf(asked, name, sizes);
      others +=
        before(asked, name) + beyondOf(asked, name, sizes, across, way) + (name === "input" ? 0 : across);
    }
  const wide = stacked ? Math.max(input, others) : input + others;
  const width = gutter + wide + (seen < rows ? SCROLLBAR : 0);
  const height = headOf(asked, way) + seen * pitchOf(asked, sizes, way);
  const across = acrossOf(asked, "output", sizes);
  const output = space.sign + across;
  if (!below) {
    const named = isInRows(asked) ? beyondOf(asked, "output", sizes, across, way) : 0;
    const all = { width: width + output + named, height: Math.max(height, outputHeight(asked, sizes)) };
    return { rows: width, ...all };
  }
  const more = space.line + outputHeight(asked, sizes, columnsOf(asked, sizes));
  return { rows: width, width: Math.max(width, output), height: height + more };
}

/** The width before a part of a row: that of its sign. @param {Asked} asked @param {PartName} name */
const before = ({ signs, space }, name) => (signs[name] ? space.sign : name === "input" ? 0 : space.gap);

/** How many slices of the output stand in a line, below the rows. @param {Asked} asked @param {Sizes} sizes */
function columnsOf(asked, { out }) {
  const { room, shapes, space } = asked;
  const [depth, , columns] = shapes.output;
  const wide = Math.max(columns * out, space.beside) + BETWEEN;
  return Math.max(1, Math.min(depth, Math.floor((room.width - space.sign + BETWEEN) / wide)));
}

/** How high the output is with its title: beside the rows if it has one slice, or in so many columns. @param {Asked} asked @param {Sizes} sizes @param {number} [columns] */
function outputHeight(asked, { out }, columns) {
  const { space } = asked;
  if (areMaps(asked)) return Math.ceil(space.caption + mapsSize(asked, out).height);
  const { unit } = asked.room;
  const [depth, rows] = asked.shapes.output;
  if (depth > 1 && !columns) return 0; // it stands in the rows
  const label = depth > 1 ? space.label + 6 * unit : 0;
  return Math.ceil(space.caption + Math.ceil(depth / (columns ?? 1)) * Math.ceil(rows * out + label));
}

/** @param {Asked} asked @param {Sizes} sizes @param {Way} way @param {number} ample times as far apart @returns {Picture} */
function placed(asked, sizes, way, ample = 1) {
  const { room, space } = asked;
  const { unit } = room;
  const all = measured(asked, sizes, way);
  const pitch = pitchOf(asked, sizes, way);
  const rows = rowsOf(asked);
  const caption = headOf(asked, way);
  const content = caption + rows * pitch;
  const scrolls = way.seen < rows;
  const shown = scrolls ? caption + way.seen * pitch : content;
  const names = ROW.filter((name) => isThere(asked, sizes, name));
  const gaps = way.stacked ? Infinity : names.length + (way.below ? 0 : 1);
  const apart = Math.floor(Math.min(APART * unit * ample, Math.max(0, (room.width - all.width) / gaps)));
  const wide = Math.ceil(all.rows + apart * (names.length - 1));
  const total = wide + (way.below ? 0 : all.width - all.rows + apart);
  let x = Math.max(0, Math.floor((room.width - total) / 2));
  const left = x;
  /** @type {Picture} */
  const picture = {
    ...{ parts: {}, width: room.width, height: shown, pitch, along: 0, plots: false, sign: space.sign },
    ...(scrolls ? { scroll: { width: left + wide, height: shown, head: caption, content } } : {}),
  };
  x += isCramped(asked.room) ? 0 : space.beside;
  for (const name of names) {
    x += before(asked, name);
    const width = acrossOf(asked, name, sizes);
    const alone = way.stacked && name === "input";
    const start = alone ? Math.floor((room.width - width) / 2) : Math.round(x);
    picture.parts[name] = inRows(asked, name, sizes, way, { x: start, y: 0, width, height: content });
    if (!alone) x += width + beyondOf(asked, name, sizes, width, way) + apart;
  }
  const within = scrolls && !way.below && isInRows(asked); // it scrolls with the rows, before their scroll bar
  const place = { x: left + wide + (within ? -SCROLLBAR : scrolls ? 0 : apart), shown };
  picture.parts.output = way.below
    ? belowRows(asked, sizes, shown + space.line)
    : besideRows(asked, sizes, way, { ...place, content, scrolls });
  const { box, beyond = 0 } = picture.parts.output;
  if (within && picture.scroll) picture.scroll.width = box.x + box.width + beyond + SCROLLBAR;
  else picture.height = Math.max(picture.height, box.y + box.height);
  return picture;
}

/** A part with a frame in each row. @param {Asked} asked @param {PartName} name @param {Sizes} sizes @param {Way} way @param {import("./parts.js").Box} box @returns {Part} */
function inRows(asked, name, sizes, way, box) {
  const { space } = asked;
  const { unit } = asked.room;
  const shape = shapeOf(asked, name);
  const pitch = pitchOf(asked, sizes, way);
  const frame = frameOf(shape, cellOf(name, sizes));
  const label = nameOver(asked, name, way);
  const under = way.stacked && name !== "input";
  const shift = under ? space.caption : 0; // of its title under that of the input
  const above = under ? asked.shapes.input[1] * sizes.cell + nameOver(asked, "input", way) : 0;
  const free = way.stacked ? 0 : pitch - 6 * unit - heightOf(frame);
  const top = headOf(asked, way) - shift + above + Math.max(label, free / 2);
  const x = Math.floor((box.width - widthOf(frame)) / 2);
  const down = name === "output" ? asked.stride[0] : 1;
  const frames = Array.from({ length: shape[0] }, (_, slice) => ({
    ...frame,
    ...{ x, y: Math.round(top + slice * down * pitch) },
  }));
  const place = { ...box, y: box.y + shift, height: box.height - shift };
  return {
    box: place,
    frames,
    caption: "above",
    sign: asked.signs[name],
    label: labelOf(asked, name, way),
    sum: name === "product" ? sumOf(asked) : 0,
    beyond: beyondOf(asked, name, sizes, box.width, way),
  };
}

/** Where the names of slices stand; where room is scarce, a product has that of its filter, and the window that of its slice. @param {Asked} asked @param {PartName} name @param {Way} way */
function labelOf({ room, has }, name, { over }) {
  if (name === "input") return isCramped(room) ? "above" : "beside";
  if (name === "product" && (isCramped(room) || (!over && has.has("filter")))) return "";
  return over ? "above" : name === "lens" ? "" : "after";
}

/**
 * The output to the right of the rows: its one slice in their middle, or each in the row where its windows begin.
 * @param {Asked} asked @param {Sizes} sizes @param {Way} way
 * @param {{x: number, shown: number, content: number, scrolls: boolean}} place
 * @returns {Part}
 */
function besideRows(asked, sizes, way, { x, shown, content, scrolls }) {
  const { space } = asked;
  const width = acrossOf(asked, "output", sizes);
  const left = Math.round(x + space.sign);
  if (isInRows(asked))
    return inRows(asked, "output", sizes, way, { x: left, y: 0, width, height: scrolls ? content : shown });
  const height = outputHeight(asked, sizes);
  // Its cells, not its title, are in the middle of the rows, as far as there is room.
  const caption = space.caption;
  const middle = caption + (shown - caption) / 2;
  const y = Math.max(0, Math.floor(middle - (height - caption) / 2 - caption));
  if (areMaps(asked)) return mapsPart(asked, sizes, { x: left, y, width, height });
  const frame = frameOf(asked.shapes.output, sizes.out);
  const frames = [{ ...frame, x: Math.floor((width - widthOf(frame)) / 2), y: Math.ceil(caption) }];
  return {
    ...{ box: { x: left, y, width, height }, frames, caption: "above", sign: asked.signs.output },
    ...{ label: "", sum: 0 },
  };
}

/** The output of several filters in a box. @param {Asked} asked @param {Sizes} sizes @param {import("./parts.js").Box} box @returns {Part} */
function mapsPart(asked, sizes, box) {
  const frames = mapsFrames(asked, sizes.out, Math.ceil(asked.space.caption), box.width);
  return { box, frames, caption: "above", sign: asked.signs.output, label: "above", sum: 0 };
}

/** The output below the rows, its slices in lines. @param {Asked} asked @param {Sizes} sizes @param {number} y @returns {Part} */
function belowRows(asked, sizes, y) {
  const { space } = asked;
  const { unit, width: room } = asked.room;
  if (areMaps(asked)) {
    const [width, height] = [acrossOf(asked, "output", sizes), outputHeight(asked, sizes)];
    return mapsPart(asked, sizes, { x: Math.floor((room - width + space.sign) / 2), y, width, height });
  }
  const [depth] = asked.shapes.output;
  const columns = columnsOf(asked, sizes);
  const frame = frameOf(asked.shapes.output, sizes.out);
  const wide = Math.max(widthOf(frame), depth > 1 ? space.beside : 0);
  const width = Math.ceil(Math.max(acrossOf(asked, "output", sizes), columns * (wide + BETWEEN) - BETWEEN));
  const label = depth > 1 ? space.label + 6 * unit : 0;
  const start = (width - columns * (wide + BETWEEN) + BETWEEN) / 2;
  const frames = Array.from({ length: depth }, (_, slice) => ({
    ...frame,
    x: Math.floor(start + (slice % columns) * (wide + BETWEEN) + (wide - widthOf(frame)) / 2),
    y: Math.ceil(space.caption + label + Math.floor(slice / columns) * Math.ceil(heightOf(frame) + label)),
  }));
  const height = outputHeight(asked, sizes, columns);
  const x = Math.floor((room - width + space.sign) / 2);
  return {
    ...{ box: { x, y, width, height }, frames, caption: "above", sign: asked.signs.output },
    ...{ label: depth > 1 ? "above" : "", sum: 0 },
  };
}
