/** Calls functions of the player: from `{name: [argument, …]}` on standard input to `{name: [result, …]}`. */

import { text } from "node:stream/consumers";

import { scene as module, numbers, quiz, texts } from "./modules.js";

/** What a scene, packed and in base64, says of every step. @param {string} packed */
function steps(packed) {
  const scene = module.openScene(Uint8Array.from(Buffer.from(packed, "base64")));
  return [...Array(scene.steps).keys()].map((step) => {
    const index = scene.index(step);
    return {
      index,
      total: scene.total(step),
      bias: scene.values.filter.length ? scene.biasOf(step) : 0,
      place: scene.position(step),
      name: scene.filterName(step),
      pairs: scene.values.filter.length ? scene.pairs(step) : [],
      cells: scene.cells(step).map(String),
      winner: scene.winner(step) ?? null,
      text: texts.textOf(scene, step),
      hidden: texts.textOf(scene, step, true),
      products: scene.values.product.length ? scene.taps.map((tap) => scene.product(index, tap)) : [],
      alternatives: Object.fromEntries(scene.alternatives.map(({ name, at }) => [name, at(step)])),
    };
  });
}

/** Which cells each step of a scene reads, and which steps read each cell, with the tap. @param {string} packed */
function reads(packed) {
  const scene = module.openScene(Uint8Array.from(Buffer.from(packed, "base64")));
  const of = (/** @type {number} */ step) => scene.taps.map((tap) => scene.cell(scene.index(step), tap));
  const [depth, rows, columns] = scene.shapes.input;
  const cells = [...Array(depth * rows * columns).keys()].map((place) => [
    Math.floor(place / columns / rows),
    Math.floor(place / columns) % rows,
    place % columns,
  ]);
  return {
    reads: [...Array(scene.steps).keys()].map(of),
    uses: cells.map((cell) => ({
      cell,
      by: module.uses(scene, cell).map(({ index, tap }) => [scene.stepAt(index), scene.tapAt(tap)]),
    })),
  };
}

/** What lies on the output after each multiplication of a scattered convolution. @param {string} packed */
function laid(packed) {
  const gathered = module.openScene(Uint8Array.from(Buffer.from(packed, "base64")));
  const scene = gathered.other;
  if (!scene?.laid) return null;
  const { partial, cellOf, asked } = scene.laid;
  const every = [...Array(gathered.steps).keys()].map(gathered.index);
  const steps = [...Array(scene.steps).keys()].map((step) => ({
    window: scene.windowOf(step),
    back: cellOf(scene.windowOf(step)),
    products: scene.taps.map((tap) => scene.product(scene.index(step), tap)),
    asked: { at: asked(step).at, ...quiz.askedOf(scene, step) },
    lies: [0, 1, scene.taps.length].map((done) =>
      every.map((at) => {
        const { value, count } = partial(at, step, done);
        return [String(value), count];
      }),
    ),
  }));
  return {
    steps,
    slices: [...Array(scene.shapes.input[0]).keys()].map(scene.sliceName),
    texts: steps.map((_, step) => texts.textOf(scene, step)),
  };
}

const { number, exactly, plain, guess } = numbers;
/** @type {Record<string, (value: any) => unknown>} */
const functions = { number, exactly, plain, guess, laid, steps, reads };
/** @type {[string, unknown[]][]} */
const asked = Object.entries(JSON.parse(await text(process.stdin)));
const answers = asked.map(([name, values]) => [name, values.map((value) => functions[name](value))]);
process.stdout.write(JSON.stringify(Object.fromEntries(answers)));
