/**
 * The plan of a scene's picture in some room: where its panels and cells are, and how large their numbers. No DOM.
 */

import { number } from "../model/numbers.js";
import { distinct, longest, PANELS } from "../model/scene.js";
import { withCurve } from "./curves.js";
import { stripOf } from "./maps.js";
import { isCramped, PARTS, SIGNS, screenOf, spaceOf } from "./parts.js";
import { rows } from "./rows.js";
import { sides } from "./sides.js";
import { signals } from "./signals.js";
import { inFont, leastIn, PRESENTED, typeSize } from "./sizes.js";
import { slices } from "./slices.js";
import { wordsOf } from "./titles.js";

/**
 * @typedef {import("../model/scene.js").Scene} Scene
 * @typedef {import("../model/scene.js").PanelName} PanelName
 * @typedef {import("./parts.js").Asked} Asked
 * @typedef {import("./parts.js").Room} Room
 * @typedef {import("./parts.js").PartName} PartName
 * @typedef {import("./parts.js").Picture} Picture
 * @typedef {Picture & {types: Record<PartName, number>, weights: number, key: string, question: string, picture: Picture,
 *   unit: number, strip?: import("./maps.js").Strip}} Plan the sizes of type of the
 *   numbers in each part, of weights that are laid over the output, and as a multiple (`unit`) of all other text. Panels of the same `key` have the same
 *   elements, and differ in numbers, colours and type alone. Of several filters, a `strip` stands over the picture.
 *   The `picture` is also for whoever asks the same `question`
 */

const SYMBOL = 9.6; // pixels of a letter of a panel's symbol, at unit 1
const WORD = 6.3; // and of the words under it
const NAME = 5.5; // of the name of a slice
const SMALL = 5.4; // of such a word on a narrow page
const SCALE = 108; // pixels of a scale of colours
const SAID = 15; // pixels of a letter of a sign that is a word, at unit 1
const MOST_SEEN = 999; // distinct numbers that are looked at for the longest
const PAGE = { wanted: 11, most: 22 }; // type of the numbers
const SHOWN = { wanted: PRESENTED, most: 400 }; // in a presentation

/**
 * The plan of a scene; the picture of the one `before` is kept where the same is asked for, as after most edits: of
 * many slices, thousands of sizes are tried for a picture.
 * @param {Scene} scene @param {Room} room @param {Plan} [before] @returns {Plan}
 */
export function planOf(scene, room, before) {
  const { rank, stride, dilation, padding, spread, unvisited, span, flip, shapes, labels, channels } = scene;
  const strip = scene.filters > 1 ? stripOf(scene.filters, shapes.filter[0], room) : undefined;
  const asked = askedOf(scene, strip ? under(room, strip.height) : room);
  const question = JSON.stringify([rank, asked, [...asked.has]]);
  const picture = before?.question === question ? before.picture : pictureOf(asked, rank);
  const { wanted, most } = room.presenting ? SHOWN : PAGE;
  const type = (/** @type {PartName} */ name, numbers = name) => {
    const frame = picture.parts[name]?.frames[0];
    if (!frame || (picture.plots && (name === "input" || name === "output"))) return 0;
    const letters = asked.letters[numbers === "lens" ? "input" : numbers];
    return typeSize(letters, frame.wide, frame.high, {
      wanted: wanted * screenOf(room),
      most,
      least: asked.least,
    });
  };
  const types = {
    ...{ input: type("input"), lens: type("lens"), filter: type("filter") },
    ...{ product: type("product"), output: type("output") },
  };
  const names = Object.values(labels).filter((label) => typeof label === "string");
  const geometry = [shapes, rank, stride, dilation, padding, spread, unvisited, span];
  const key = JSON.stringify([
    scene.kind,
    picture,
    geometry,
    flip,
    names,
    channels,
    scene.filters,
    scene.groups,
  ]);
  const weights = type("output", "filter");
  return { ...picture, types, weights, key, strip, question, picture, unit: room.unit };
}

/** The room that is left under something. @param {Room} room @param {number} height @returns {Room} */
const under = (room, height) => ({ ...room, height: room.height - height, tall: room.tall - height });

/** @param {Asked} asked @param {number} rank @returns {Picture} */
export function pictureOf(asked, rank) {
  if (rank === 2) return sides(asked);
  const row = (/** @type {Asked} */ one) => rows(one) ?? (one.laid.length ? sides(one) : signals(one));
  const draw = rank === 3 ? slices : row;
  return asked.has.has("curve") ? withCurve(asked, rank, draw) : draw(asked);
}

/** Which parts a layer can have. The window of a pooling is its own lens. @param {Scene} scene @returns {Set<import("./parts.js").PlaceName>} */
function partsOf({ kind, rank }) {
  if (kind === "pooling") return new Set(["input", "product", "output"]);
  if (kind === "scatter") return new Set(["input", "filter", "product", "output"]);
  if (kind !== "activation") return new Set(PARTS);
  return new Set(rank === 1 ? ["input", "curve", "output"] : ["input", "lens", "curve", "output"]);
}

/** The signs before the parts. @param {Scene} scene */
function signsOf({ kind, keeps }) {
  if (kind === "pooling") return { ...SIGNS, product: "", output: keeps };
  if (kind === "scatter") return { ...SIGNS, filter: "·", output: "+" };
  return kind === "activation" ? { ...SIGNS, curve: "→", output: "→" } : SIGNS;
}

/** What the picture of a scene depends on. @param {Scene} scene @param {Room} room @returns {Asked} */
function askedOf(scene, room) {
  const { shapes, span, stride, dilation, values, filters, groups, each } = scene;
  const aligned = groups === filters && groups === shapes.input[0]; // a slice has one filter, and that one map
  const letters = /** @type {Record<PanelName, number>} */ ({});
  for (const name of PANELS) {
    const seen = distinct(values[name], MOST_SEEN);
    const negative = [...seen].some((value) => value < 0);
    letters[name] = inFont(longest(seen, number), negative, room);
  }
  const signs = signsOf(scene);
  const space = spaceOf(room);
  const said = (signs.output.length > 1 ? signs.output.length : 0) * SAID * room.unit;
  return {
    ...{ shapes, span, stride, dilation, letters, room, signs, has: partsOf(scene), least: leastIn(room) },
    laid: laidOf(scene),
    titles: titlesOf(scene, room),
    sums: sumLetters(scene, room),
    named: namedOf(scene, room),
    sized: sizedOf(scene, room),
    space: { ...space, sign: Math.max(space.sign, said) },
    ...(filters > 1 && { several: { filters, each, aligned, columns: filters, share: 1 } }),
  };
}

/** From how many columns before the input to behind which one something stands that is laid. @param {Scene} scene @returns {number[]} */
function laidOf({ laid, shapes }) {
  if (!laid) return [];
  const [input, filter] = [shapes.input[2], shapes.filter[2]];
  const [first, last] = [0, input - 1].map((column) => laid.start([0, 0, column])[2]);
  return [Math.max(0, -first), Math.max(last + laid.span[2], input - 1 + filter)];
}

/** How wide the titles are at unit 1. @param {Scene} scene @param {Room} room @returns {Asked["titles"]} */
function titlesOf(scene, room) {
  const { labels, steps, curve } = scene;
  const narrow = isCramped(room);
  const wide = (/** @type {string} */ symbol, /** @type {string} */ words) => {
    const text = Math.max((narrow ? 0.84 : 1) * SYMBOL * symbol.length, WORD * words.length);
    return Math.max(narrow ? 0 : SCALE, text * room.letter);
  };
  const under = (/** @type {PartName} */ name) => wordsOf(scene, name, room).join(" ");
  const window = `${labels.window}(${scene.position(steps - 1).join(",")})`;
  return {
    input: wide(labels.input, under("input")),
    lens: wide(window, "window"), // what more is said hangs over
    curve: wide(`${curve?.name}(x)`, `= ${curve?.law}`),
    filter: wide(scene.filterName(steps - 1), under("filter")),
    product: wide(scene.productTitle(steps - 1), under("product")),
    output: wide(labels.output, under("output")),
  };
}

/** How wide the longest name over a slice of the filter is at unit 1. @param {Scene} scene @param {Room} room */
function namedOf({ shapes, rank, depthMet }, room) {
  const [slices] = shapes.filter;
  if (rank < 3 || !slices) return 0;
  const depths = Array.from({ length: shapes.input[0] }, (_, depth) => depth);
  const letters = longest(depths, (depth) => depthMet(depth, slices - 1));
  return (isCramped(room) ? 0.9 : 1) * NAME * letters * room.letter;
}

/** How wide the words over input and filter are on a narrow page. @param {Scene} scene @param {Room} room @returns {Asked["sized"]} */
function sizedOf(scene, room) {
  const wide = (/** @type {PartName} */ name) =>
    Math.ceil(SMALL * wordsOf(scene, name, room).join(" ").length * room.letter);
  return { input: wide("input"), filter: wide("filter") };
}

/** The letters of the longest sum of a slice that there can be; none where there are no such sums. @param {Scene} scene @param {Room} room */
function sumLetters({ kind, figures, taps, shapes, values }, room) {
  if (["pooling", "activation", "scatter"].includes(kind)) return 0;
  const bound = figures.product[0].data[0].zmax * (taps.length / shapes.filter[0]);
  const isWhole = Number.isInteger(bound) && !/Float/.test(values.product[0].values.constructor.name);
  return inFont(isWhole ? number(-bound).length : 7, true, room);
}
