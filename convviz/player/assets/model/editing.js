/**
 * Editing: what happens to the state when someone moves over the grids, selects, types, pastes, undoes. No DOM.
 *
 * Vocabulary: each panel has a *cursor*, its selected range, whose `at` is the current cell; `focus` names the
 * panel that has the keyboard. While the editor is open there is `editing`: `before` is the text that Escape
 * gives back, `kept` the one that Python has or will have. See `edits.js` for the queue and `grid.js` for places.
 * Actions that may make an edit carry `now`, the present time in milliseconds, of which its number is made.
 */

import { added, textsOver, unanswered } from "./edits.js";
import {
  cellName,
  cellsOf,
  clamped,
  extended,
  isBlock,
  isEditable,
  moved,
  nextEdited,
  rangeName,
  sizesOf,
  startOf,
  toGiven,
  toShown,
  valueAt,
  wholeSlice,
} from "./grid.js";
import { linksOf } from "./links.js";
import { guess, number, plain, plus } from "./numbers.js";
import { hides } from "./selectors.js";
import { NO_STRIP, outcomeOf, withoutSizes } from "./strip.js";

/**
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./scene.js").Cell} Cell
 * @typedef {import("./scene.js").PanelName} PanelName
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Shown} Shown
 * @typedef {import("./edits.js").Edit} Edit
 * @typedef {import("./edits.js").Editable} Editable
 * @typedef {import("./edits.js").Asked} Asked
 * @typedef {import("./grid.js").Range} Range
 * @typedef {{panel: Editable, filter: number, at: Cell, place: Cell, text: string, before: string, kept: string,
 *   replaces: boolean, live?: number}} Editing `at` is where the cell is shown, `place` where it was given, in the
 *   input or in the filter of this number; `replaces` says that the first key was the beginning of a new text
 * @typedef {{kind: "problem" | "notice" | "", text: string, undo: boolean, offers?: string[]}} Says
 */

const PADDING = "Padding cannot be edited: its numbers follow from the input and the padding.";
const INSERTED = "An inserted zero cannot be edited: it stands between the cells of the input.";

/** The part of the state that editing is about, as it begins. */
export const NOTHING_EDITED = {
  editable: false, // whether there is someone to take edits
  focus: /** @type {PanelName | undefined} */ (undefined),
  cursors: /** @type {Partial<Record<PanelName, Range>>} */ ({}),
  editing: /** @type {Editing | undefined} */ (undefined),
  queue: /** @type {readonly Edit[]} */ ([]),
  last: 0, // number of the last edit
  taken: 0, // number of the last one that Python has answered
  asked: /** @type {Record<Editable, Asked[]>} */ ({ input: [], filter: [] }),
  says: /** @type {Says} */ ({ kind: "", text: "", undo: false }),
  can: { undo: false, redo: false },
  strip: NO_STRIP, // the layers, as Python says them
  wanted: /** @type {number | undefined} */ (undefined), // the layer that is to be shown, where no edits are taken
  given: "", // what the input is, where it is not typed
  done: "", // what has become of the latest edit, in words, until the next move
  note: "", // what the stage itself has to say, until the next move
};

/** The changes of the state that `reduce` knows. @type {Record<string, (state: Shown, action: any) => State | undefined>} */
export const EDITING = {
  focus: (state, { panel }) => (panel === state.focus ? undefined : focus(state, panel)),
  pick,
  walkCells,
  selectAll: (state, { panel }) =>
    placed(state, panel, wholeSlice(sizesOf(state.scene, panel), cursorOf(state, panel).at)),
  open,
  typing: (state, { text }) =>
    state.editing && text !== state.editing.text
      ? { ...state, editing: { ...state.editing, text } }
      : undefined,
  nudge,
  commit,
  cancel,
  clear,
  restore,
  paste,
  choose: (state, { label, now }) =>
    state.editable ? queued(state, now, { do: "choose", label }) : undefined,
  undo: (state, { now }) => travel(state, "undo", now),
  redo: (state, { now }) => travel(state, "redo", now),
  layer: (state, { change, now }) =>
    state.editable
      ? queued(state.editing ? leave(state, now) : state, now, { do: "layer", ...change })
      : { ...state, wanted: change.show },
  example: (state, { by, now }) =>
    state.editable && state.presenting ? queued(state, now, { do: "example", by }) : undefined,
};

// ------------------------------------------------------------------------------------------ reading the state

/** The range that is selected in a panel; at first the cell of the present window. @param {Shown} state @param {PanelName} panel */
export function cursorOf(state, panel) {
  const at = startOf(state, panel);
  return state.cursors[panel] ?? { at, to: at };
}

/** The filter, from zero, that a panel shows one of. @param {State} state @param {PanelName} panel */
const filterIn = ({ scene, step }, panel) => (scene && panel === "filter" ? scene.filterOf(step) : 0);

/**
 * The texts that stand in other cells of a panel than the scene has, by place as given.
 * @param {State} state @param {PanelName} panel
 */
export const textsOf = (state, panel, filter = filterIn(state, panel)) =>
  isEditable(panel) ? textsOver(state.asked[panel], state.queue, panel, filter) : new Map();

/** The text that stands in a cell, as one edits it. @param {Shown} state @param {Editable} panel @param {Cell} at @param {Cell} place */
const textAt = (state, panel, at, place) =>
  textsOf(state, panel).get(`${place}`)?.text ?? plain(valueAt(state, panel, at));

/** Whether the numbers of a panel are those of another layer, and not typed. @param {State} state @param {PanelName} panel */
export const isGiven = ({ given }, panel) => panel === "input" && given !== "";

/** @param {State} state */
const follows = ({ given }) => `This is ${given}: its numbers follow from that layer.`;

/** A typed text as it stands in its cell: as numbers are written, or as it was typed. @param {string} text */
export function asShown(text) {
  const { value } = guess(text);
  return value === undefined ? text : number(value);
}

/**
 * A cell as it is spoken: its name, its value and what is special about it.
 * @param {Shown} state @param {PanelName} panel @param {Cell} at @param {number} filter of the panel of the filters
 */
export function spokenCell(state, panel, at, filter = filterIn(state, panel)) {
  const { scene } = state;
  const place = isEditable(panel) ? toGiven(scene, panel, at) : undefined;
  const over = place && textsOf(state, panel, filter).get(`${place}`);
  const name = cellName(scene, panel, at, filter);
  if (over)
    return `${name}: ${asShown(over.text) || "empty"}${over.coming ? ", not computed yet" : over.why && `. ${over.why}`}`;
  const hidden =
    panel === "output" && !scene.laid ? hides(state, scene.stepAt(at)) : isAhead(state, panel, at);
  if (hidden) return `${name}: ${panel === "output" ? "still to be found" : "not computed yet"}`;
  return `${name}: ${number(valueAt(state, panel, at, filter)) || (panel === "output" ? "nothing yet" : "no number")}`;
}

/** Whether a cell is a product that is not multiplied yet. @param {Shown} state @param {PanelName} panel @param {Cell} at */
const isAhead = ({ scene, multiply, tap }, panel, at) =>
  panel === "product" && multiply && scene.tapAt(at) > tap;

// ------------------------------------------------------------------------------------------ moving and selecting

/** @param {Shown} state @param {PanelName | undefined} panel */
function focus(state, panel) {
  if (!panel || state.cursors[panel]) return { ...state, focus: panel };
  return { ...state, focus: panel, cursors: { ...state.cursors, [panel]: cursorOf(state, panel) } };
}

/** @param {Shown} state @param {PanelName} panel @param {Range} range */
const placed = (state, panel, range) => ({
  ...state,
  cursors: { ...state.cursors, [panel]: range },
  ...{ note: "", done: "" },
  saying: rangeName(state.scene, panel, range) || state.saying,
});

/** Makes a cell the current one, or the other corner of what is selected; an open editor is left. */
function pick(
  /** @type {Shown} */ state,
  /** @type {{panel: PanelName, at: Cell, extend?: boolean, now: number}} */ action,
) {
  const { panel, at, extend, now } = action;
  const left = state.editing ? leave(state, now) : state;
  const range = cursorOf(left, panel);
  const corner = extend && range.at[0] === at[0] ? range.at : at;
  const picked = placed(left, panel, { at: corner, to: at });
  return { ...picked, focus: panel };
}

/** Moves to the cell that a key leads to, with its linked views; or extends what is selected. */
function walkCells(
  /** @type {Shown} */ state,
  /** @type {{panel: PanelName, key: string, extend: boolean, far: boolean}} */ action,
) {
  const { panel, key, extend, far } = action;
  const [range, sizes] = [cursorOf(state, panel), sizesOf(state.scene, panel)];
  if (extend) {
    const longer = extended(sizes, range, key, far);
    return longer && placed(state, panel, longer);
  }
  const at = moved(sizes, range.at, key, far);
  return at && goTo(state, panel, at);
}

/** Goes to a cell by keyboard: what belongs to it is shown and spoken. @param {Shown} state @param {PanelName} panel @param {Cell} at */
function goTo(state, panel, at) {
  const next = { ...placed(state, panel, { at, to: at }), target: { panel, at } };
  return { ...next, saying: linksOf(next, Infinity)?.spoken ?? "" };
}

// ------------------------------------------------------------------------------------------ the editor

/** Why a cell of the input takes no edit. @param {Scene} scene @param {Cell} at */
const refusal = (scene, at) => (scene.isPadding(at) ? PADDING : INSERTED);

/** Opens the editor over the current cell, with the text that is there or with one that replaces it. */
function open(/** @type {Shown} */ state, /** @type {{panel: PanelName, text?: string}} */ { panel, text }) {
  if (!state.editable || state.sizing || state.editing || !isEditable(panel)) return undefined;
  if (isGiven(state, panel)) return { ...state, note: follows(state) };
  const { at } = cursorOf(state, panel);
  const place = toGiven(state.scene, panel, at);
  if (!place) return { ...state, note: refusal(state.scene, at) };
  const before = textAt(state, panel, at, place);
  const filter = filterIn(state, panel);
  const editing = {
    ...{ panel, filter, at, place },
    ...{ text: text ?? before, before, kept: before, replaces: text !== undefined },
  };
  const playing = state.playing && state.scene.filters === 1; // it would go on to another filter under the editor
  return { ...placed(state, panel, { at, to: at }), editing, playing };
}

/** Changes the number in the open editor by a step; the stage follows at once. */
function nudge(/** @type {Shown} */ state, /** @type {{step: string, now: number}} */ { step, now }) {
  const text = state.editing && plus(state.editing.text, step);
  if (!state.editing || text === undefined) return undefined;
  const live = state.editing.live ?? nextNumber(state, now);
  return typed({ ...state, editing: { ...state.editing, text, live } }, now);
}

/**
 * Leaves the editor with its text, and goes on to a cell beside where a direction is given. The views of that cell are
 * not linked: they would lie over what the edit does to the output.
 */
function commit(
  /** @type {Shown} */ state,
  /** @type {{move?: [number, number], now: number}} */ { move, now },
) {
  if (!state.editing) return undefined;
  const { panel, at } = state.editing;
  const next = leave(state, now);
  const there = move ? goTo(next, panel, nextEdited(state.scene, panel, at, move)) : next;
  return { ...there, target: undefined };
}

/** Leaves the editor, and gives back what was in the cell before. */
function cancel(/** @type {Shown} */ state, /** @type {{now: number}} */ { now }) {
  if (!state.editing) return undefined;
  return leave({ ...state, editing: { ...state.editing, text: state.editing.before } }, now);
}

/** The state without the editor, whose text is kept. @param {Shown} state @param {number} now @returns {Shown} */
const leave = (state, now) => ({ ...typed(state, now), editing: undefined });

/** The state with an edit for what the editor holds, if that is something new. @param {Shown} state @param {number} now */
function typed(state, now) {
  const { panel, filter, place, text, kept, live } = /** @type {Editing} */ (state.editing);
  if (isSame(text, kept)) return state;
  const cells = [entry(place, text)];
  const next = queued(state, now, { do: "type", panel, ...of(filter), cells, ...(live && { live }) });
  return { ...next, editing: { .../** @type {Editing} */ (state.editing), kept: text } };
}

/** Whether two texts are the same, or the same number. @param {string} one @param {string} other */
function isSame(one, other) {
  const [left, right] = [guess(one).value, guess(other).value];
  return one.trim() === other.trim() || (left !== undefined && left === right);
}

// ------------------------------------------------------------------------------------------ edits

/** @param {Cell} place @param {string} text @returns {import("./edits.js").Entry} */
const entry = ([d, r, c], text) => [d, r, c, text];

/** Which filter an edit means; nothing of the first. @param {number} filter */
const of = (filter) => (filter ? { filter } : {});

/** @param {State} state @param {number} now */
const nextNumber = ({ last, taken }, now) => Math.max(now, last + 1, taken + 1);

/** The state with one more edit on its way. @param {Shown} state @param {number} now @param {any} edit all but its number and revision */
function queued(state, now, edit) {
  const n = nextNumber(state, now);
  return { ...state, last: n, queue: added(state.queue, { n, revision: state.revision, ...edit }) };
}

/** Makes all that is selected zero; padding stays. */
function clear(/** @type {Shown} */ state, /** @type {{panel: PanelName, now: number}} */ { panel, now }) {
  if (!state.editable || !isEditable(panel)) return undefined;
  if (isGiven(state, panel)) return { ...state, note: follows(state) };
  const places = cellsOf(cursorOf(state, panel)).flatMap((line) =>
    line.flatMap((at) => [toGiven(state.scene, panel, at)].filter((place) => place !== undefined)),
  );
  if (!places.length) return { ...state, note: refusal(state.scene, cursorOf(state, panel).at) };
  const cells = places.map((place) => entry(place, "0"));
  return queued(state, now, { do: "type", panel, ...of(filterIn(state, panel)), cells });
}

/** Gives a cell whose text could not be taken its number back. */
function restore(/** @type {Shown} */ state, /** @type {{panel: PanelName, now: number}} */ { panel, now }) {
  const { at } = cursorOf(state, panel);
  const place = isEditable(panel) && toGiven(state.scene, panel, at);
  if (!state.editable || !place || !textsOf(state, panel).has(`${place}`)) return undefined;
  const cells = [entry(place, plain(valueAt(state, panel, at)))];
  return queued(state, now, { do: "type", panel, ...of(filterIn(state, panel)), cells });
}

/**
 * Pastes a text from the current cell on, or from the first cell of what is selected; Python reads it. Into an
 * open editor goes only what is more than one number.
 */
function paste(
  /** @type {Shown} */ state,
  /** @type {{panel: PanelName, text: string, now: number}} */ { panel, text, now },
) {
  if (!state.editable || !isEditable(panel) || !text.trim()) return undefined;
  if (isGiven(state, panel)) return { ...state, note: follows(state) };
  if (state.editing && !isBlock(text)) return undefined;
  const closed = state.editing ? /** @type {Shown} */ (cancel(state, { now })) : state;
  const range = cursorOf(closed, panel);
  const corners = [range.at, range.to].map((at) => toGiven(state.scene, panel, at));
  const [one, other] = corners;
  if (!one || !other) return { ...closed, note: refusal(state.scene, one ? range.to : range.at) };
  const at = one.map((index, axis) => Math.min(index, other[axis]));
  return queued(closed, now, { do: "paste", panel, ...of(filterIn(closed, panel)), at, text });
}

/** Undoes or redoes; `can` is not asked while edits are on their way. @param {Shown} state @param {"undo" | "redo"} what @param {number} now */
function travel(state, what, now) {
  const possible = state.can[what] || state.queue.length > 0;
  return state.editable && possible ? queued(state, now, { do: what }) : undefined;
}

// ------------------------------------------------------------------------------------------ frames

/**
 * What a frame says beside its scene: it holds at once. What belongs to the scene waits in `coming`, where one is.
 * @param {Shown} state @param {any} header
 */
export function heard(state, header) {
  const { title, story = [], answered = 0, asked, says, can, effect = "", strip, given = "" } = header;
  const taken = Math.max(state.taken, answered);
  const told = {
    ...state,
    title,
    effect,
    story: `${story}` === `${state.story}` ? state.story : story,
    taken,
    says: says ?? NOTHING_EDITED.says,
    can: can ?? NOTHING_EDITED.can,
    strip: strip && JSON.stringify(strip) !== JSON.stringify(state.strip) ? strip : state.strip,
    given,
    ...{ note: "", done: "" },
  };
  const kept = asked ?? NOTHING_EDITED.asked;
  if (state.coming) return { ...told, coming: { ...state.coming, asked: kept, taken } };
  return { ...told, asked: kept, queue: unanswered(state.queue, taken) };
}

/**
 * The state whose scene has just changed: edits that it answers are done, cursors and editor stay where they can.
 * @param {Shown} state @param {Shown} before @param {{asked: Record<Editable, Asked[]>, taken: number}} told
 */
export function settled(state, before, { asked, taken }) {
  const { scene } = state;
  const cursors = Object.fromEntries(
    Object.entries(before.cursors).map(([panel, range]) => [
      panel,
      clamped(sizesOf(scene, /** @type {PanelName} */ (panel)), range),
    ]),
  );
  const queue = unanswered(before.queue, taken);
  const next = { ...state, asked, queue, cursors, editing: stillEdited(scene, before.editing) };
  const done = before.queue.filter(({ n }) => n <= taken).at(-1);
  return { ...next, done: [done && outcome(next, done), state.effect].filter(Boolean).join(" ") };
}

/** The editor over the same number of another scene. @param {Scene} scene @param {Editing | undefined} editing */
function stillEdited(scene, editing) {
  const at = editing && toShown(scene, editing.panel, editing.place);
  return editing && at && editing.filter < scene.filters ? { ...editing, at } : undefined;
}

/** What has become of an edit, in words. @param {Shown} state @param {Edit} edit */
function outcome(state, edit) {
  if (edit.do === "undo") return "Undone.";
  if (edit.do === "redo") return "Redone.";
  if (edit.do === "example") return `${state.title}.`;
  if (edit.do === "paste") return state.says.text ? "" : "Pasted."; // what is said is heard there
  if (edit.do === "choose") return state.says.text ? "" : "Read so.";
  if (edit.do === "layer") return outcomeOf(state.predicting ? withoutSizes(state.strip) : state.strip, edit);
  const [[d, r, c]] = edit.cells;
  const at = toShown(state.scene, edit.panel, [d, r, c]);
  if (!at) return "";
  const filter = edit.filter ?? 0;
  const refused = textsOf(state, edit.panel, filter).has(`${[d, r, c]}`);
  const more = edit.cells.length > 1 ? ` and ${edit.cells.length - 1} more` : "";
  return `${refused ? "Refused" : "Done"}: ${spokenCell(state, edit.panel, at, filter)}${more}.`;
}
