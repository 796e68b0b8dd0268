/** Calls functions of the player: from `{name: [argument, …]}` on standard input to `{name: [result, …]}`. */

import { text } from "node:stream/consumers";

import { scene as module, numbers } from "./modules.js";

/** What a scene, packed and in base64, says of every step. @param {string} packed */
function steps(packed) {
  const scene = module.openScene(Uint8Array.from(Buffer.from(packed, "base64")));
  return [...Array(scene.steps).keys()].map((step) => {
    const index = scene.index(step);
    return {
      index,
      total: scene.total(step),
      pairs: scene.pairs(step),
      products: scene.taps.map((tap) => scene.product(index, tap)),
      alternatives: Object.fromEntries(scene.alternatives.map(({ name, at }) => [name, at(step)])),
    };
  });
}

const { number, exactly, guess } = numbers;
/** @type {Record<string, (value: any) => unknown>} */
const functions = { number, exactly, guess, steps };
/** @type {[string, unknown[]][]} */
const asked = Object.entries(JSON.parse(await text(process.stdin)));
const answers = asked.map(([name, values]) => [name, values.map((value) => functions[name](value))]);
process.stdout.write(JSON.stringify(Object.fromEntries(answers)));
