/** Calls functions of numbers.js: from `{name: [argument, …]}` on standard input to `{name: [result, …]}`. */

import { text } from "node:stream/consumers";

import { numbers } from "./modules.js";

const { number, exactly, guess } = numbers;
/** @type {Record<string, (value: any) => unknown>} */
const functions = { number, exactly, guess };
/** @type {[string, unknown[]][]} */
const asked = Object.entries(JSON.parse(await text(process.stdin)));
const answers = asked.map(([name, values]) => [name, values.map((value) => functions[name](value))]);
process.stdout.write(JSON.stringify(Object.fromEntries(answers)));
