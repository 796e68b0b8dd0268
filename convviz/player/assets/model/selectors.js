/** What is read off the state of the stage; see `state.js` for its words. No DOM. */

import { laidQuestion, spokenLanding } from "./laid.js";
import { sumText } from "./numbers.js";
import { textOf } from "./texts.js";

/**
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Shown} Shown
 */

/** The nearest of so many places. @param {number} index @param {number} count */
export const clamp = (index, count) => Math.max(0, Math.min(count - 1, index));

/** How many positions the slider has. @param {Shown} state */
export const units = ({ scene, multiply }) => scene.steps * (multiply ? scene.taps.length : 1);

/** The slider's present position, from zero. @param {Shown} state */
export const unitOf = ({ scene, multiply, step, tap }) => (multiply ? step * scene.taps.length + tap : step);

const LASTS = 30; // seconds that Play takes at most, unless a speed was chosen
const TICKS = 30; // that it makes in a second at most by itself

/** The speed that Play has by itself, in units a second: so that it ends. @param {Shown} state */
export const ownSpeed = (state) => Math.max(1, Math.ceil(units(state) / LASTS));

/**
 * How Play goes on: by so many units, after so many ms.
 * @param {Shown} state
 */
export function pace(state) {
  if (state.speed) return { by: 1, wait: 1000 / state.speed };
  const speed = ownSpeed(state);
  const by = Math.ceil(speed / TICKS);
  return { by, wait: (1000 * by) / speed };
}

/** @param {Shown} state */
export const isLast = ({ scene, step }) => step === scene.steps - 1;

/** How many products of the present window are done. @param {Shown} state */
export const productsDone = ({ scene, multiply, tap }) => (multiply ? tap + 1 : scene.taps.length);

/** Whether the answer of a step is hidden. @param {Shown} state @param {number} step */
export const hides = (state, step) => state.predicting && step >= state.step && !state.answered.has(step);

/** Whether the present cell of the output is hidden: to be predicted, or not added up yet. @param {Shown} state */
export const hidesTotal = (state) =>
  hides(state, state.step) || productsDone(state) < state.scene.taps.length;

/** How many cells an output has that is shown whole, unless it is to grow. */
const MANY = 1024;

/** Whether the output is to be whole: as was chosen, otherwise where it is large, or came from a file. */
const wantsWhole = (/** @type {string} */ output, /** @type {Scene} */ { steps }, opened = false) =>
  output ? output === "whole" : opened || steps >= MANY;

/**
 * Whether all of the output is shown, and a click in it takes nothing away; otherwise it grows with the steps, as
 * it must while answers are hidden. Multiply by multiply, it is whole too: only the sum below adds up.
 * @param {Shown} state
 */
export const isWhole = ({ output, scene, opened, predicting }) =>
  !predicting && wantsWhole(output, scene, opened);

/**
 * What of the stage a link carries: the step, that of the coming frame as soon as there is one, and the look.
 * `output` says how the output is shown, where a page that opens the link would show it otherwise.
 * @param {State} state
 */
export function look({ coming, scene, opened, step, multiply, predicting, presenting, output }) {
  const shown = coming ?? (scene && { scene, opened });
  const at = coming ? clamp(coming.step ?? step, coming.scene.steps) : step;
  const linked = shown ? shown.scene.windowOf(at) : at;
  const whole = shown && wantsWhole(output, shown.scene, shown.opened);
  const told = !shown || whole === wantsWhole("", shown.scene) ? "" : whole ? "whole" : "growing";
  return {
    step: linked,
    multiply,
    predicting,
    presenting,
    output: told,
    scatter: Boolean(shown?.scene.laid),
  };
}

/** What is to be drawn: the coming frame, unless the size of its output is still asked for. @param {State} state */
export function toDraw({ coming, sizing, revision, scene }) {
  return coming && !sizing ? coming : { revision, scene };
}

/** Where the stage is, in words. @param {Shown} state */
export function narration({ scene, step, tap, multiply }) {
  const filter = scene.filters > 1 ? `, filter ${scene.filterOf(step) + 1}` : "";
  const what = scene.laid ? "Input cell" : scene.kind === "activation" ? "Cell" : "Window";
  const window = `${what} ${step + 1} of ${scene.steps}${filter}, position (${scene.position(step).join(", ")})`;
  return multiply ? `${window}, multiplication ${tap + 1} of ${scene.taps.length}` : window;
}

/** What is spoken once the user rests: what has become of an edit, and where the stage is. @param {Shown} state */
export const spoken = (state) =>
  [state.done, state.saying || `${narration(state)}: ${spokenSum(state)}`].filter(Boolean).join(" ");

/** @param {Shown} state */
function spokenSum(state) {
  const { scene, step } = state;
  const done = productsDone(state);
  if (scene.laid && state.multiply)
    return spokenLanding(scene, scene.laid.landings(step)[state.tap], hides(state, step));
  if (done === scene.taps.length) return sumOf(state, step);
  const pairs = scene.pairs(step).slice(0, done);
  const running = pairs.reduce((sum, [a, b]) => sum + a * b, 0);
  return `${sumText(pairs, 0, running, { hidden: hides(state, step), elision: scene.elision })} so far`;
}

/** What becomes of a step, written out; a question mark where that is hidden. @param {Shown} state @param {number} step */
export const sumOf = (state, step) => textOf(state.scene, step, hides(state, step));

/** The question that is open. @param {Shown} state */
export function question(state) {
  const { scene, step, sizing, coming } = state;
  if (sizing && coming) {
    const each = coming.scene.filters > 1 ? " of each filter" : "";
    return `${sizeQuestion(coming.scene)} What size has the output${each}?`;
  }
  if (scene.laid) return laidQuestion(scene, step);
  const filter = scene.filters > 1 ? ` of filter ${scene.filterOf(step) + 1}` : "";
  const how = scene.keeps === "max" ? " Type it, or choose the cell that wins." : "";
  return `What is ${scene.labels.output}(${scene.position(step).join(",")})${filter}?${how}`;
}

/** @param {Scene} scene */
function sizeQuestion({ kind, labels }) {
  const met = { pooling: `windows of ${labels.filterSize}`, activation: "every cell on its own" };
  const by = met[/** @type {keyof typeof met} */ (kind)] ?? labels.filters ?? `filter ${labels.filterSize}`;
  return `Input ${labels.inputSize}, ${by}${labels.setting}.`;
}

/** What tells one question from the next. @param {State} state */
export const questionKey = ({ predicting, sizing, coming, revision, step }) =>
  JSON.stringify([predicting, sizing ? coming?.revision : [revision, step]]);

/** Whether the question is still open. @param {State} state */
export const isOpen = ({ sizing, answered, step }) => sizing || !answered.has(step);

/**
 * What Python is told: of which frame, the step, how it is looked at, and whether an answer is hidden.
 * @param {State} state
 */
export function report(state) {
  const { scene, revision, multiply, predicting, presenting, sizing } = state;
  const step = scene ? scene.windowOf(state.step) : state.step;
  const hiding = predicting && (sizing || hides(/** @type {Shown} */ (state), step));
  return { revision, step, multiply, predicting, hiding, presenting };
}
