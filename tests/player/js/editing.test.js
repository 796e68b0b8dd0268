/** Editing on the stage: what keys, pointer, clipboard and frames make of the state, and of the queue. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { editing as module, numbers, edits as queues, selectors, state as stateModule } from "./modules.js";
import { openScene, paddedMatrix, random } from "./scenes.js";

const { reduce, START } = stateModule;
const { cursorOf, spokenCell } = module;
const { due } = queues;

const SCENE = paddedMatrix([3, 4]); // 4 x 4
const WIDER = paddedMatrix([3, 6]);
const NARROWER = openScene({ x: [1, 2, 2], w: [1, 2, 2] }, { rank: 2 });

/**
 * @typedef {import("../../../convviz/player/assets/model/state.js").Shown} Shown
 * @typedef {import("../../../convviz/player/assets/model/state.js").Action} Action
 */

const frame = (/** @type {object} */ header, scene = /** @type {any} */ (undefined)) => ({
  type: "frame",
  ...{ header: { revision: 1, since: 1, step: 0, title: "", ...header }, scene, linkable: true },
});
/** What actions make of a state, at the time 100. @param {any} state @param {Action[]} actions */
const after = (state, ...actions) =>
  /** @type {Shown} */ (actions.reduce((now, action) => reduce(now, { now: 100, ...action }), state));
const drawn = (revision = 1) => ({ type: "drawn", revision });
const shown = (header = {}) => after({ ...START, editable: true }, frame(header, SCENE), drawn());
const pick = (/** @type {number} */ i, /** @type {number} */ j, more = {}) => ({
  type: "pick",
  panel: "input",
  at: [0, i, j],
  ...more,
});
const open = (/** @type {string | undefined} */ text = undefined) => ({ type: "open", panel: "input", text });
const typing = (/** @type {string} */ text) => ({ type: "typing", text });
const commit = (/** @type {number[] | undefined} */ move = undefined) => ({ type: "commit", move });
const nudge = (/** @type {string} */ step) => ({ type: "nudge", step });
/** @param {Shown} state */
const texts = ({ queue }) => queue.map((edit) => (edit.do === "type" ? edit.cells : edit.do));

test("a number that is typed is on its way, at its place as given, and the next cell is current", () => {
  const state = after(shown(), pick(2, 1), open("7"), commit([1, 0]));
  assert.deepEqual(
    state.queue,
    [{ n: 101, revision: 1, do: "type", panel: "input", cells: [[0, 1, 1, "7"]] }].map((edit) => ({
      ...edit,
      n: 100,
    })),
  );
  assert.equal(state.editing, undefined);
  assert.deepEqual(cursorOf(state, "input").at, [0, 3, 1]);
  assert.equal(state.target, undefined); // nothing lies over what the edit does to the output
  assert.equal(spokenCell(state, "input", [0, 2, 1]), "input, row 2, column 2: 7, not computed yet");
});

test("numbers of edits rise, also when the clock does not", () => {
  const state = after(shown(), pick(2, 1), open("7"), commit(), open("8"), commit(), {
    type: "clear",
    panel: "input",
  });
  assert.deepEqual(
    state.queue.map(({ n }) => n),
    [100, 101, 102],
  );
  assert.equal(after(shown({ answered: 500 }), open("7"), pick(1, 1), open("9"), commit()).queue[0].n, 501);
});

test("what is not changed is no edit, nor is the same number in another form", () => {
  const same = after(shown(), pick(2, 1), open()); // 12
  assert.equal(same.editing?.text, "12");
  for (const text of ["12", " 12 ", "12.0"]) assert.deepEqual(after(same, typing(text), commit()).queue, []);
  assert.deepEqual(texts(after(same, typing("12.5"), commit())), [[[0, 1, 1, "12.5"]]]);
  assert.deepEqual(texts(after(same, typing(""), commit())), [[[0, 1, 1, ""]]]);
});

test("Escape gives back what was there; after live edits by an edit of the same step of undo", () => {
  const opened = after(shown(), pick(2, 1), open());
  const left = after(opened, typing("5"), { type: "cancel" });
  assert.deepEqual([left.queue, left.editing], [[], undefined]);
  const live = after(opened, nudge("1"), nudge("1"), { type: "cancel" });
  assert.deepEqual(
    live.queue.map((edit) => ({ ...edit, revision: 0 })),
    [{ n: 102, revision: 0, do: "type", panel: "input", cells: [[0, 1, 1, "12"]], live: 100 }],
  );
});

test("arrows in the editor change the number exactly, and each opening is one step of undo", () => {
  const state = after(shown(), pick(2, 1), open("0.2"), nudge("0.1"));
  assert.equal(state.editing?.text, "0.3");
  assert.deepEqual(texts(after(state, nudge("-10"), commit())), [[[0, 1, 1, "-9.7"]]]);
  assert.equal(after(state, typing("abc"), nudge("1")).editing?.text, "abc");
  const again = after(state, commit(), open(), nudge("1"));
  assert.deepEqual(
    again.queue.map((edit) => edit.do === "type" && edit.live),
    [100, 101],
  );
  for (const [text, step, sum] of [
    ["1/4", "1", "1.25"],
    ["1e-3", "0.1", "0.101"],
    ["−0,1", "0.1", "0"],
    ["1e20", "1", "100000000000000000000"],
  ])
    assert.equal(numbers.plus(text, step), sum);
});

test("a typed text that can still become a number is not called wrong", () => {
  for (const text of ["", "-", "1e", "1/", ".", "7", "1/0"]) assert.ok(numbers.canBegin(text), text);
  for (const text of ["x", "1..2", "1e999", "--", "1/2/3"]) assert.ok(!numbers.canBegin(text), text);
});

test("padding is no cell that one edits, and says so", () => {
  for (const action of [
    open(),
    { type: "clear", panel: "input" },
    { type: "paste", panel: "input", text: "1" },
  ]) {
    const state = after(shown(), pick(0, 1), action);
    assert.match(state.note, /^Padding cannot be edited/);
    assert.deepEqual([state.editing, state.queue], [undefined, []]);
    assert.equal(after(state, pick(1, 1)).note, "");
  }
  assert.equal(spokenCell(shown(), "input", [0, 0, 1]), "input, padding, row 0, column 2: 0");
});

test("another reading is chosen by the words of its button", () => {
  const state = after(shown(), { type: "choose", label: "Read it as one row" });
  const [{ n: _, revision: __, ...edit }] = state.queue;
  assert.deepEqual(edit, { do: "choose", label: "Read it as one row" });
});

test("Delete makes zeros of what is selected, without the padding", () => {
  const state = after(shown(), pick(0, 1), pick(1, 2, { extend: true }), { type: "clear", panel: "input" });
  assert.deepEqual(texts(state), [
    [
      [0, 0, 1, "0"],
      [0, 0, 2, "0"],
    ],
  ]);
  assert.deepEqual(after(shown(), { type: "clear", panel: "output" }).queue, []);
});

test("a paste begins at the first cell of what is selected; into the editor goes only a block", () => {
  const paste = (text = "1\t2") => ({ type: "paste", panel: "input", text });
  const state = after(shown(), pick(2, 2), pick(1, 1, { extend: true }), paste("1\n2"));
  assert.deepEqual(state.queue[0], {
    n: 100,
    revision: 1,
    do: "paste",
    panel: "input",
    at: [0, 0, 1],
    text: "1\n2",
  });
  const opened = after(shown(), pick(2, 2), open("5"));
  assert.equal(reduce(opened, { ...paste("3"), now: 100 }), opened);
  assert.deepEqual(texts(after(opened, paste())), ["paste"]);
});

test("undo and redo travel in the queue, where there is something to undo or on its way", () => {
  const undo = { type: "undo" };
  assert.deepEqual(after(shown(), undo).queue, []);
  assert.deepEqual(texts(after(shown({ can: { undo: true, redo: false } }), undo, { type: "redo" })), [
    "undo",
    "redo",
  ]);
  assert.deepEqual(texts(after(shown(), pick(1, 1), open("5"), commit(), undo)), [[[0, 0, 1, "5"]], "undo"]);
});

test("in a presentation one goes on to another example, which Python opens", () => {
  const next = { type: "example", by: 1 };
  assert.deepEqual(after(shown(), next).queue, []);
  const presented = after(shown(), { type: "present", presenting: true });
  assert.deepEqual(texts(after(presented, next)), ["example"]);
  assert.deepEqual(after({ ...presented, editable: false }, next).queue, []);
});

test("a frame of another revision answers once it is drawn, with the outcome in words", () => {
  const typed = after(shown(), pick(2, 1), open("7"), commit(), pick(2, 2), open("8"));
  const coming = after(
    typed,
    frame({ revision: 2, answered: 100, asked: { input: [[0, 0, 0, "x", "No."]], filter: [] } }, SCENE),
  );
  assert.deepEqual([texts(coming).length, coming.taken, coming.asked.input.length], [1, 100, 0]);
  const done = after(coming, drawn(2));
  assert.deepEqual([done.queue, done.asked.input.length, done.editing?.text], [[], 1, "8"]);
  assert.match(selectors.spoken(done), /^Done: input, row 2, column 2: 12\. Window 1 of 9, position/);
  assert.equal(after(done, { type: "go", unit: 1 }).done, "");
  assert.equal(done.done, "Done: input, row 2, column 2: 12."); // the scene of the test is the old one
  assert.deepEqual(texts(after(done, commit())), [[[0, 1, 2, "8"]]]);
});

test("a frame of the revision that is shown answers at once", () => {
  const typed = after(shown(), pick(2, 1), open("abc"), commit());
  const why = "“abc” is not a number.";
  const says = { kind: "problem", text: why, undo: true };
  const asked = { input: [[0, 1, 1, "abc", why]], filter: [] };
  const state = after(
    typed,
    frame({ answered: 100, asked, says, can: { undo: true, redo: false }, title: "T" }),
  );
  assert.deepEqual([state.queue, state.says, state.title, state.can.undo], [[], says, "T", true]);
  assert.equal(spokenCell(state, "input", [0, 2, 1]), `input, row 2, column 2: abc. ${why}`);
  assert.equal(after(state, open()).editing?.text, "abc");
  assert.deepEqual(texts(after(state, { type: "restore", panel: "input" })), [[[0, 1, 1, "12"]]]);
  assert.deepEqual(after(state, frame({ answered: 100 })).says.text, "");
});

test("a frame that is said again while it is coming holds once that is drawn", () => {
  const typed = after(shown(), pick(2, 1), open("7"), commit());
  const coming = after(
    typed,
    frame({ revision: 2, answered: 0 }, SCENE),
    frame({ revision: 2, answered: 100 }),
  );
  assert.equal(texts(coming).length, 1);
  assert.deepEqual(after(coming, drawn(2)).queue, []);
});

test("cursor and editor stay at their number in another scene, or end with it", () => {
  const opened = after(shown(), pick(3, 3), open("5"));
  const wider = after(opened, frame({ revision: 2 }, WIDER), drawn(2));
  assert.deepEqual(
    [wider.editing?.at, wider.editing?.text, cursorOf(wider, "input").at],
    [[0, 3, 3], "5", [0, 3, 3]],
  );
  const smaller = after(opened, frame({ revision: 2 }, NARROWER), drawn(2));
  assert.deepEqual([smaller.editing, cursorOf(smaller, "input").at], [undefined, [0, 1, 1]]);
});

test("playing goes on through an edit", () => {
  const state = after(
    shown(),
    { type: "play" },
    pick(2, 1),
    open("7"),
    commit(),
    frame({ revision: 2, answered: 100 }, SCENE),
    drawn(2),
  );
  assert.equal(state.playing, true);
});

test("without a host that takes edits nothing is edited", () => {
  const state = after({ ...shown(), editable: false }, pick(2, 1));
  for (const action of [
    open("7"),
    { type: "clear", panel: "input" },
    { type: "paste", panel: "input", text: "1" },
    { type: "undo" },
  ])
    assert.deepEqual([after(state, action).queue, after(state, action).editing], [[], undefined]);
});

test("moving speaks what is linked, selecting what is selected", () => {
  const key = (/** @type {string} */ name, more = {}) => ({
    type: "walkCells",
    panel: "input",
    key: name,
    ...more,
  });
  const moved = after(shown(), { type: "focus", panel: "input" }, key("ArrowDown"));
  assert.match(moved.saying, /^Input \(1, 1\) = 1: in 2 of 9 windows/);
  assert.match(after(moved, key("ArrowRight", { extend: true })).saying, /^Rows 1 to 1, columns 1 to 2/);
  assert.deepEqual(cursorOf(after(moved, { type: "selectAll", panel: "input" }), "input"), {
    at: [0, 0, 0],
    to: [0, 3, 3],
  });
  assert.equal(after(shown(), { type: "focus", panel: "output" }, { type: "enter" }).step, 0);
});

test("the first frame says how the page is looked at, and later ones do not", () => {
  const look = { multiply: true, predict: true, present: false };
  const state = after({ ...START }, frame({ look }, SCENE), drawn());
  assert.deepEqual([state.multiply, state.predicting, state.presenting], [true, true, false]);
  const later = after(shown(), frame({ revision: 2, look }, SCENE), drawn(2));
  assert.deepEqual([later.multiply, later.predicting], [false, false]);
});

test("whatever is typed while answers are late, lost or joined, Python takes each edit once and in order", () => {
  const any = random(11);
  let compared = 0;
  for (let run = 0; run < 20; run += 1) {
    /** @type {Record<string, string>} */
    const expected = {};
    /** @type {Record<string, string>} */
    const python = {};
    let state = shown();
    let [sent, taken, time, revision] = [0, 0, 100, 1];
    /** @type {import("../../../convviz/player/assets/model/edits.js").Edit[][]} */
    const wire = [];
    const act = (/** @type {Action} */ action) => {
      state = after(state, { now: time, ...action });
      const edits = due({ queue: state.queue, answered: state.taken, sent, open: state.editing?.live });
      if (!edits) return;
      sent = edits[edits.length - 1].n;
      wire.push(edits);
    };
    const answer = () => {
      for (const edit of wire.splice(0).at(-1) ?? []) {
        // a host sends the latest of what it was given
        if (edit.n <= taken || edit.do !== "type") continue;
        taken = edit.n;
        for (const [d, r, c, text] of edit.cells) python[`${[d, r, c]}`] = text;
      }
      act(frame({ revision: (revision += 1), answered: taken }, SCENE));
      if (any(3)) act(drawn(revision));
    };
    for (let number = 0; number < 60; number += 1) {
      time += any(2);
      const [i, j] = [any(3), any(4)];
      const text = String(1000 * run + number);
      act(pick(i + 1, j));
      act(open(text));
      if (any(2)) act(nudge("1"));
      if (any(2)) act(nudge("10"));
      if (state.editing && any(4) === 0) act({ type: "cancel" });
      else act(commit());
      const over = spokenCell(state, "input", [0, i + 1, j]);
      expected[`${[0, i, j]}`] = over;
      if (any(3) === 0) answer();
    }
    answer();
    answer();
    act(drawn(revision));
    assert.deepEqual(state.queue, []);
    for (const [place, over] of Object.entries(expected)) {
      const value = /: (\S+), not computed yet$/.exec(over)?.[1];
      if (!value) continue;
      compared += 1;
      assert.equal(Number(python[place]), Number(value), place);
    }
  }
  assert.ok(compared > 100, String(compared));
});
