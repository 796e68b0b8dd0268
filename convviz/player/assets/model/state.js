/**
 * The state of the stage: one record, changed by `reduce` alone. No DOM.
 *
 * Vocabulary: a *frame* is what Python sends; it is *coming* until its picture is drawn. A *step* is a
 * window, a *tap* one multiplication of it; the slider counts *units*, which are windows or multiplications.
 * The `output` is "growing" or "whole" once that was chosen; `opened` says that the input came from a file.
 * The *target* is the cell that the user points at. While `predicting`, answers are hidden until they are
 * given; while `sizing`, the size of the coming output is asked for and the stage keeps what it shows.
 */

import { cursorOf, EDITING, heard, NOTHING_EDITED, settled } from "./editing.js";
import { linksOf } from "./links.js";
import { guess, isRight, number } from "./numbers.js";
import { askedOf, correction, guessSize, judgeWinner } from "./quiz.js";
import { clamp, hides, isLast, pace, question, unitOf, units } from "./selectors.js";

/**
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./scene.js").Cell} Cell
 * @typedef {{panel: import("./scene.js").PanelName | "sum", at: Cell, node?: string}} Target a cell, or of the sum a node
 * @typedef {{revision: number, step: number | undefined, scene: Scene, opened: boolean,
 *   asked: Record<"input" | "filter", import("./edits.js").Asked[]>, taken: number}} Coming
 *   `step` is the one to begin with, unless the stage keeps its own; `asked` and `taken` are what the state
 *   will hold of them, see `editing.js`
 * @typedef {typeof START} State
 * @typedef {{type: string, [more: string]: any}} Action
 */

export const START = {
  revision: 0,
  scene: /** @type {Scene | undefined} */ (undefined),
  coming: /** @type {Coming | undefined} */ (undefined),
  title: "",
  story: /** @type {string[]} */ ([]), // what to look at, and a question
  linkable: true,
  opened: false,
  step: 0,
  tap: 0,
  multiply: false,
  playing: false,
  dragging: false,
  speed: 0, // units a second; 0 is the speed that Play has by itself
  unfolded: false,
  target: /** @type {Target | undefined} */ (undefined),
  byTouch: false,
  output: /** @type {"" | "growing" | "whole"} */ (""),
  scatters: false, // whether a transposed convolution is scattered
  presenting: false,
  predicting: false,
  sizing: false,
  sized: "",
  answered: /** @type {ReadonlySet<number>} */ (new Set()),
  right: 0,
  tried: 0,
  verdict: "",
  saying: "",
  effect: "", // of the last change, in a sentence
  ...NOTHING_EDITED,
};

/** @typedef {Readonly<typeof START> & {scene: Scene}} Shown a state with something on the stage */

/**
 * The next state. An action that does not apply leaves the state as it is.
 * @param {State} state @param {Action} action
 * @returns {State}
 */
export function reduce(state, action) {
  const change = CHANGES[action.type];
  if (!state.scene && !BEFORE_A_SCENE.has(action.type)) return state;
  return change(/** @type {any} */ (state), action) ?? state;
}

const BEFORE_A_SCENE = new Set(["frame", "drawn"]);

/** @type {Record<string, (state: Shown, action: any) => State | undefined>} */
const CHANGES = {
  frame: arrive,
  drawn: begin,
  go: (state, { unit }) => goTo({ ...state, playing: false }, unit),
  move: (state, { by }) => goTo({ ...state, playing: false }, unitOf(state) + by),
  tick: (state, { times = 1 }) => {
    if (!state.playing) return undefined;
    const next = goTo(state, unitOf(state) + times * pace(state).by);
    return unitOf(next) >= units(next) - 1 ? { ...next, playing: false } : next;
  },
  play: (state) => {
    if (state.playing) return { ...state, playing: false };
    if (state.predicting) return undefined;
    return { ...(unitOf(state) >= units(state) - 1 ? goTo(state, 0) : state), playing: true };
  },
  filter: (state, { filter }) => {
    const { scene, step, multiply, tap } = state;
    const other = scene.stepOf(step, clamp(filter, scene.filters));
    return goTo({ ...state, playing: false }, multiply ? other * scene.taps.length + tap : other);
  },
  speed: (state, { speed }) => set(state, { speed }),
  drag: (state, { dragging }) => set(state, { dragging }),
  walk: (state, { multiply }) =>
    multiply === state.multiply || !state.scene.multiplies
      ? undefined
      : { ...state, multiply, playing: false, tap: 0, saying: "" },
  show: (state, { output }) => (state.predicting ? undefined : set(state, { output })),
  turn,
  unfold: (state, { unfolded }) => set(state, { unfolded }),
  point,
  enter: visit,
  present: (state, { presenting }) => set(state, { presenting }),
  predict: (state, { predicting }) => ({
    ...state,
    predicting,
    playing: false,
    sizing: false,
    sized: "",
    answered: new Set(),
    right: 0,
    tried: 0,
    verdict: "",
    saying: "",
  }),
  answer: (state, { text }) => {
    if (state.sizing) return answerSize(state, text);
    return asksStep(state) ? answerStep(state, text) : undefined;
  },
  tell: (state) => {
    if (state.sizing) return tellSize(state);
    return asksStep(state) ? tellStep(state) : undefined;
  },
  ...EDITING,
};

/** The state with other fields, or nothing where they are what they were. @param {Shown} state @param {object} fields */
const set = (state, fields) =>
  Object.entries(fields).some(([name, value]) => state[/** @type {keyof State} */ (name)] !== value)
    ? { ...state, ...fields }
    : undefined;

// ------------------------------------------------------------------------------------------ frames

/**
 * Takes a frame. One of the revision that is shown or coming has no scene: it only says what is new beside it.
 * Where its output may have another size and that is to be predicted, it is asked for first. The first frame
 * says how the page is looked at.
 * @param {Shown} state @param {{header: any, scene?: Scene, linkable: boolean}} frame
 */
function arrive(state, { header, scene: given, linkable }) {
  if (!given) return { ...heard(state, header), linkable };
  const { revision, since, step, look, opened = false } = header;
  const { asked, queue, ...told } = heard({ ...state, coming: undefined }, header);
  const scatters = state.scene || !look ? state.scatters : Boolean(look.scatter);
  const seen = seenAs(given, since > state.revision ? step : undefined, scatters);
  const { scene } = seen;
  const coming = { ...seen, revision, opened, asked, taken: told.taken };
  const next = {
    ...{ ...told, asked: state.asked, queue: state.queue, linkable, coming, sized: "" },
    ...(state.scene || !look
      ? {}
      : {
          multiply: look.multiply,
          predicting: look.predict,
          presenting: look.present,
          output: look.output ?? "",
          scatters,
        }),
  };
  if (!state.predicting || !state.scene || !differs(scene, state.scene)) return { ...next, sizing: false };
  const asking = { ...next, sizing: true, playing: false, verdict: "" };
  return { ...asking, saying: question(asking) };
}

/** Whether the size of the output has to be thought over anew. @param {Scene} one @param {Scene} other */
function differs(one, other) {
  const geometry = (/** @type {Scene} */ { shapes, stride, dilation, padding, filters, groups }) =>
    JSON.stringify([shapes.input, shapes.filter, stride, dilation, padding, filters, groups]);
  return geometry(one) !== geometry(other);
}

/** The coming frame is drawn: it is what the stage shows now. @param {Shown} state @param {{revision: number}} action */
function begin(state, { revision }) {
  const { coming } = state;
  if (!coming || coming.revision !== revision || state.sizing) return undefined;
  const { scene } = coming;
  const step = clamp(coming.step ?? state.step, scene.steps);
  const stays = step === state.step && coming.step === undefined;
  const alike = state.scene && !differs(scene, state.scene);
  const shown = {
    ...state,
    ...{ revision, scene, opened: coming.opened, coming: undefined, step },
    tap: stays ? Math.min(state.tap, scene.taps.length - 1) : 0,
    multiply: state.multiply && scene.multiplies,
    target: alike ? state.target : undefined,
    unfolded: alike ? state.unfolded : false,
    answered: state.answered.size ? new Set() : state.answered, // the same one: nothing is new to tell
    ...{ verdict: state.sized, saying: state.sized, sized: "" },
  };
  return settled(shown, state, coming);
}

/**
 * Shows a transposed convolution gathered or scattered, near the same place. Its other view has to be drawn first.
 * @param {Shown} state @param {{scatters: boolean}} action @returns {Shown | undefined}
 */
function turn(state, { scatters }) {
  const { scene, revision, opened, asked, taken, coming, predicting } = state;
  const { other } = scene;
  if (!other || coming || Boolean(scene.laid) === scatters || predicting) return undefined;
  const step = other.laid ? other.laid.cellOf(state.step) : scene.windowOf(state.step);
  const next = { revision, scene: other, step, opened, asked, taken };
  return { ...state, scatters, playing: false, coming: next, target: undefined };
}

/** A scene as it is looked at, and a window of it as a step there. @param {Scene} scene @param {number | undefined} window @param {boolean} scatters */
function seenAs(scene, window, scatters) {
  const { other } = scene;
  if (!scatters || !other?.laid) return { scene, step: window };
  return { scene: other, step: window === undefined ? undefined : other.laid.cellOf(window) };
}

// ------------------------------------------------------------------------------------------ steps

/**
 * Goes to a unit of the slider, as near as it exists. A window that is pointed at in the output is let go:
 * its products would lie over those of the new step.
 * @param {Shown} state @param {number} unit
 * @returns {Shown}
 */
function goTo(state, unit) {
  const at = clamp(unit, units(state));
  const { length } = state.scene.taps;
  const [step, tap] = state.multiply ? [Math.floor(at / length), at % length] : [at, 0];
  const target = state.target?.panel === "output" ? undefined : state.target;
  return moveTo({ ...state, target }, step, tap);
}

/** @param {Shown} state @param {number} step @param {number} tap */
function moveTo(state, step, tap) {
  return { ...state, step, tap, saying: "", done: "", verdict: step === state.step ? state.verdict : "" };
}

/**
 * Takes note of the cell that the user points at; by keyboard, what belongs to it is also spoken.
 * @param {Shown} state @param {{target: Target | undefined, byKeyboard?: boolean, byTouch?: boolean}} action
 */
function point(state, { target, byKeyboard = false, byTouch = false }) {
  if (sameTarget(target, state.target)) return undefined;
  const next = { ...state, target, byTouch };
  return byKeyboard && target ? { ...next, saying: linksOf(next, Infinity)?.spoken ?? "" } : next;
}

/** Goes to the window of an output cell that is pointed at, or to a multiplication. @param {Shown} state */
function visit(state) {
  const { scene, multiply, step, focus, editable } = state;
  const target = state.target ?? (focus && { panel: focus, at: cursorOf(state, focus).at });
  const goes = scene.laid ? "input" : "output"; // a step is one of its cells
  if (target?.panel === "product" && scene.keeps === "max" && hides(state, step))
    return asksStep(state) ? chooseWinner(state, target.at) : undefined;
  if (target?.panel === goes) return moveTo({ ...state, playing: false }, scene.stepAt(target.at), 0);
  if (!target || !multiply || (target.panel !== "filter" && target.panel !== "product")) return undefined;
  if (target.panel === "filter" && editable) return undefined;
  return moveTo({ ...state, playing: false }, step, scene.tapAt(target.at));
}

/** @param {Target | undefined} one @param {Target | undefined} other */
function sameTarget(one, other) {
  if (!one || !other) return one === other;
  const same = one.panel === other.panel && one.node === other.node;
  return same && one.at.every((place, axis) => place === other.at[axis]);
}

// ------------------------------------------------------------------------------------------ predict

/** Whether a step is asked for: not while a size is, nor until the picture of that size is there. @param {Shown} state */
const asksStep = ({ sizing, sized }) => !sizing && !sized;

/** Judges what was typed about the present step; after it was answered, goes to the next window. */
function answerStep(/** @type {Shown} */ state, /** @type {string} */ text) {
  const { scene, step } = state;
  if (state.answered.has(step)) return isLast(state) ? undefined : goTo(state, nextWindow(state));
  const asked = askedOf(scene, step);
  const given = guess(text, asked.answer);
  const right = isRight(given, asked.answer, asked.size);
  if (given.problem !== undefined && !right) return say(state, given.problem);
  const verdict = right ? `Right: ${asked.text}` : correction(asked, text.trim(), Number(given.value));
  return say(count(reveal(state), right), verdict);
}

/** Judges the cell of a window that was chosen as the largest, while that is asked for. @param {Shown} state @param {Cell} at */
function chooseWinner(state, at) {
  const judged = judgeWinner(state.scene, state.step, at);
  if (judged.problem !== undefined) return say(state, judged.problem);
  return say(count(reveal(state), judged.right), judged.verdict);
}

/** @param {Shown} state */
function tellStep(state) {
  return say(reveal(state), `It is ${number(askedOf(state.scene, state.step).answer)}.`);
}

/** @param {Shown} state @param {string} text */
function answerSize(state, text) {
  const { scene } = /** @type {Coming} */ (state.coming);
  const judged = guessSize(scene, text);
  if (judged.problem !== undefined) return say(state, judged.problem);
  return { ...count(state, judged.right), sizing: false, sized: judged.verdict };
}

/** @param {Shown} state */
function tellSize(state) {
  const { scene } = /** @type {Coming} */ (state.coming);
  const { outputSize, size } = scene.labels;
  return { ...state, sizing: false, sized: `The size is ${outputSize}: ${size}.` };
}

/** @param {Shown} state @param {string} verdict */
const say = (state, verdict) => ({ ...state, verdict, saying: verdict });

/** @param {Shown} state @param {boolean} right */
const count = (state, right) => ({ ...state, tried: state.tried + 1, right: state.right + (right ? 1 : 0) });

/** @param {Shown} state */
const reveal = (state) => ({ ...state, answered: new Set([...state.answered, state.step]) });

/** @param {Shown} state */
const nextWindow = ({ step, multiply, scene }) => (step + 1) * (multiply ? scene.taps.length : 1);
