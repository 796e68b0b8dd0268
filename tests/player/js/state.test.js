/** The state of the stage: what every action makes of it, and what Python is told. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { state as module, scene as sceneModule, selectors } from "./modules.js";
import { openScene, random } from "./scenes.js";

const { reduce, START } = module;
const { report, unitOf, units } = selectors;

const MISTAKES = { "the sum without the bias": (/** @type {number} */ total) => total - 0.5 };
const SCENE = openScene({ x: [1, 4, 5], w: [1, 2, 3] }, { rank: 2, bias: 0.5, mistakes: MISTAKES }); // 3 x 3 windows
const LARGER = openScene({ x: [1, 6, 5], w: [1, 2, 3] }, { rank: 2 }); // 5 x 3 windows
const DEEP = openScene({ x: [4, 3, 5], w: [2, 2, 2] });

/**
 * @typedef {import("../../../convviz/player/assets/model/scene.js").Scene} Scene
 * @typedef {import("../../../convviz/player/assets/model/scene.js").PanelName} Panel
 * @typedef {import("../../../convviz/player/assets/model/state.js").State} State
 * @typedef {import("../../../convviz/player/assets/model/state.js").Shown} Shown
 * @typedef {import("../../../convviz/player/assets/model/state.js").Action} Action
 */

/**
 * What actions make of a state, one after the other.
 * @param {State} state @param {Action[]} actions
 */
const after = (state, ...actions) => /** @type {Shown} */ (actions.reduce(reduce, state));

/** @param {Scene} scene @param {object} header where it differs from that of a first frame */
const arrival = (scene, header = {}) => ({
  type: "frame",
  header: { revision: 1, since: 1, step: 0, title: "a title", ...header },
  scene,
  linkable: true,
});
const drawn = (revision = 1) => ({ type: "drawn", revision });
const go = (/** @type {number} */ unit) => ({ type: "go", unit });
const walk = (multiply = true) => ({ type: "walk", multiply });
const predict = (predicting = true) => ({ type: "predict", predicting });
const answer = (/** @type {string} */ text) => ({ type: "answer", text });
/** @param {Panel | undefined} panel @param {number[]} at */
const point = (panel, at, byKeyboard = false) => ({
  type: "point",
  target: panel && { panel, at },
  byKeyboard,
});

/** The stage as it first shows a scene. @param {{revision?: number, since?: number, opened?: boolean, look?: object}} header */
const shown = (scene = SCENE, header = {}) => after(START, arrival(scene, header), drawn(header.revision));
/** The value of the output at the present step, so much off, as it would be typed. @param {Shown} state */
const typed = (state, off = 0) => String(state.scene.total(state.step) + off);

// ------------------------------------------------------------------------------------------ frames

test("before there is a scene, nothing happens but a frame", () => {
  for (const action of [
    go(3),
    walk(),
    predict(),
    answer("6"),
    { type: "play" },
    { type: "tell" },
    point("input", [0, 0, 0]),
  ])
    assert.equal(reduce(START, action), START);
});

test("a frame is coming until it is drawn", () => {
  const coming = after(START, arrival(SCENE, { revision: 5, since: 5, step: 4 }));
  assert.equal(coming.scene, undefined);
  assert.equal(coming.title, "a title");
  const state = after(coming, drawn(5));
  assert.equal(state.scene, SCENE);
  assert.deepEqual([state.revision, state.step, state.coming], [5, 4, undefined]);
});

test("a picture of another revision than the coming one changes nothing", () => {
  const state = after(START, arrival(SCENE, { revision: 5 }));
  assert.equal(after(state, drawn(4)), state);
  const done = after(state, drawn(5));
  assert.equal(after(done, drawn(5)), done);
});

test("the step is the player's own unless Python set it since", () => {
  const state = after(shown(SCENE, { revision: 10, since: 10 }), go(7));
  const kept = after(state, arrival(LARGER, { revision: 11, since: 10, step: 2 }), drawn(11));
  assert.deepEqual([kept.step, kept.revision], [7, 11]);
  const set = after(kept, arrival(SCENE, { revision: 12, since: 12, step: 2 }), drawn(12));
  assert.equal(set.step, 2);
  const missed = after(state, arrival(SCENE, { revision: 20, since: 15, step: 3 }), drawn(20));
  assert.equal(missed.step, 3);
});

test("a step that the new output does not have becomes its last", () => {
  const state = after(shown(LARGER), go(14), arrival(SCENE, { revision: 2, since: 1 }), drawn(2));
  assert.equal(state.step, 8);
});

test("a step that was taken while a frame was coming is kept", () => {
  const state = after(shown(), arrival(LARGER, { revision: 2, since: 1, step: 0 }), go(6), drawn(2));
  assert.equal(state.step, 6);
});

test("of two frames that come, the later one is shown", () => {
  const both = after(shown(), arrival(LARGER, { revision: 2 }), arrival(DEEP, { revision: 3 }));
  assert.equal(after(both, drawn(2)).scene, SCENE);
  assert.equal(after(both, drawn(3)).scene, DEEP);
});

test("a link carries the step of the frame that is coming", () => {
  const state = after(shown(), go(4));
  assert.equal(selectors.look(state).step, 4);
  assert.equal(selectors.look(after(state, arrival(LARGER, { revision: 2, since: 2, step: 11 }))).step, 11);
  assert.equal(selectors.look(after(state, arrival(SCENE, { revision: 2, since: 2, step: 99 }))).step, 8);
});

test("a report names the frame that is shown, not the one that is coming", () => {
  const state = after(shown(SCENE, { revision: 3 }), go(5), arrival(LARGER, { revision: 4, since: 3 }));
  const seen = { multiply: false, predicting: false, hiding: false, presenting: false };
  assert.deepEqual(report(state), { revision: 3, step: 5, ...seen });
});

// ------------------------------------------------------------------------------------------ steps

test("one goes to a step as near as it exists", () => {
  const steps = [go(4), go(-3), go(99)].map((action) => after(shown(), action).step);
  assert.deepEqual(steps, [4, 0, 8]);
  assert.equal(after(shown(), go(4), { type: "move", by: 3 }).step, 7);
  assert.equal(after(shown(), go(4), { type: "move", by: -9 }).step, 0);
});

test("multiply by multiply, the slider counts every product", () => {
  const state = after(shown(), go(2), walk());
  assert.deepEqual([units(state), unitOf(state), state.step, state.tap], [54, 12, 2, 0]);
  const next = after(state, { type: "move", by: 7 });
  assert.deepEqual([next.step, next.tap, unitOf(next)], [3, 1, 19]);
  const back = after(next, walk(false));
  assert.deepEqual([units(back), back.step, back.tap], [9, 3, 0]);
});

test("multiply by multiply, the sum so far is spoken, and the whole one at its end", () => {
  const state = after(shown(), walk(), go(1));
  const where = "Window 1 of 9, position (1, 1), multiplication";
  assert.equal(selectors.spoken(state), `${where} 2 of 6: 1·(−2) + 2·1 = 0 so far`);
  assert.match(selectors.spoken(after(state, go(5))), / 6 of 6: 1·\(−2\) \+ 2·1 \+ .* \+ 0\.5 = −?[\d.]+$/);
  assert.ok(selectors.hidesTotal(state) && !selectors.hidesTotal(after(state, go(5))));
  assert.match(selectors.spoken(after(state, predict())), / 1·\(−2\) \+ 2·1 = \? so far$/);
});

test("playing goes on to the last window, and from there begins anew", () => {
  let state = after(shown(), go(6), { type: "play" });
  const seen = [state.step];
  while (state.playing) {
    state = after(state, { type: "tick" });
    seen.push(state.step);
  }
  assert.deepEqual(seen, [6, 7, 8]);
  assert.equal(after(state, { type: "tick" }), state);
  assert.deepEqual([after(state, { type: "play" }).step, after(state, { type: "play" }).playing], [0, true]);
  assert.equal(after(shown(), { type: "play" }, { type: "play" }).playing, false);
});

test("by itself Play takes about half a minute at most, and otherwise the speed that was chosen", () => {
  const { pace } = selectors;
  assert.deepEqual(pace(shown()), { by: 1, wait: 1000 });
  for (const [rows, columns] of [
    [5, 7],
    [30, 31],
    [58, 88],
    [256, 254],
  ]) {
    const state = shown(openScene({ x: [1, rows, columns], w: [1, 1, 1] }));
    const { by, wait } = pace(state);
    const seconds = (Math.ceil(units(state) / by) * wait) / 1000;
    assert.ok(
      seconds > 14 && seconds <= 30.1 && wait >= 33,
      `${rows} × ${columns}: ${seconds} s, ${wait} ms`,
    );
    for (const speed of [0.5, 30])
      assert.deepEqual(pace(after(state, { type: "speed", speed })), { by: 1, wait: 1000 / speed });
  }
});

test("of a large output Play shows several windows at once, and the last one", () => {
  const state = shown(openScene({ x: [1, 58, 88], w: [1, 1, 1] }));
  const on = after(state, { type: "play" }, { type: "tick" });
  assert.equal(on.step, 6);
  const end = after(on, go(5102), { type: "play" }, { type: "tick" });
  assert.deepEqual([end.step, end.playing], [5103, false]);
});

test("whoever takes the slider stops the playing", () => {
  const playing = after(shown(), { type: "play" });
  for (const action of [go(3), { type: "move", by: 1 }, walk(), predict()])
    assert.equal(after(playing, action).playing, false);
});

// ------------------------------------------------------------------------------------------ pointing

test("to point at the same cell again is no change", () => {
  const state = after(shown(), point("output", [0, 1, 2]));
  assert.deepEqual(state.target, { panel: "output", at: [0, 1, 2] });
  assert.equal(after(state, point("output", [0, 1, 2])), state);
  assert.equal(after(state, point(undefined, [])).target, undefined);
});

test("the output cell that is pointed at is gone to, and its window is then let go", () => {
  const state = after(shown(), point("output", [0, 1, 2]), { type: "enter" });
  assert.equal(state.step, 5);
  assert.equal(after(state, go(0)).target, undefined);
  const input = after(shown(), point("input", [0, 1, 2]), go(3));
  assert.deepEqual(input.target?.at, [0, 1, 2]);
});

test("multiply by multiply, a weight or a product is gone to", () => {
  const state = after(shown(), go(4), point("filter", [0, 1, 1]), { type: "enter" });
  assert.deepEqual([state.step, state.tap], [4, 0]);
  for (const panel of /** @type {Panel[]} */ (["filter", "product"])) {
    const walked = after(shown(), go(4), walk(), point(panel, [0, 1, 1]), { type: "enter" });
    assert.deepEqual([walked.step, walked.tap], [4, 4]);
  }
  assert.deepEqual(after(shown(), walk(), point("input", [0, 1, 1]), { type: "enter" }).tap, 0);
});

test("what is gone to by keyboard is spoken, what is pointed at with the mouse is not", () => {
  assert.equal(after(shown(), point("input", [0, 0, 0])).saying, "");
  assert.match(
    after(shown(), point("input", [0, 0, 0], true)).saying,
    /^Input \(1, 1\) = 1: in 1 of 9 windows/,
  );
});

// ------------------------------------------------------------------------------------------ predicting

test("while predicting, this window's answer and the later ones are hidden until they are given", () => {
  const state = after(shown(), go(4), predict());
  const hidden = [...Array(9).keys()].filter((step) => selectors.hides(state, step));
  assert.deepEqual(hidden, [4, 5, 6, 7, 8]);
  assert.equal(report(state).hiding, true);
  const told = after(state, { type: "tell" });
  assert.equal(selectors.hides(told, 4), false);
  assert.equal(report(told).hiding, false);
});

test("a right answer is counted, and the sum is said", () => {
  const state = after(shown(), predict());
  const right = after(state, answer(typed(state)));
  assert.deepEqual([right.right, right.tried, selectors.isOpen(right)], [1, 1, false]);
  assert.match(right.verdict, /^Right: 1·\(−2\) \+ 2·1 \+ /);
  assert.equal(right.saying, right.verdict);
});

test("a wrong answer is counted, and the mistake that leads to it is named", () => {
  const state = after(shown(), predict());
  const wrong = after(state, answer(typed(state, -0.5)));
  assert.deepEqual([wrong.right, wrong.tried], [0, 1]);
  assert.match(wrong.verdict, /^Not .*: 1·\(−2\).* is the sum without the bias\.$/);
  assert.doesNotMatch(after(state, answer(typed(state, 1))).verdict, / is /);
});

test("what is no number is not counted", () => {
  const state = after(shown(), predict(), answer("six"));
  assert.deepEqual([state.tried, selectors.isOpen(state)], [0, true]);
  assert.equal(state.verdict, "“six” is not a number. Type one such as 6, −2.5 or 1/2.");
});

test("after an answer the next one asks about the next window, and after the last about none", () => {
  const state = after(shown(), predict(), { type: "tell" }, answer(""));
  assert.deepEqual([state.step, selectors.isOpen(state), state.verdict], [1, true, ""]);
  const last = after(shown(), go(8), predict(), { type: "tell" });
  assert.equal(after(last, answer("")), last);
  const walking = after(shown(), walk(), predict(), { type: "tell" }, answer(""));
  assert.deepEqual([walking.step, walking.tap], [1, 0]);
});

test("nothing plays while predicting", () => {
  const state = after(shown(), predict());
  assert.equal(after(state, { type: "play" }), state);
});

test("what is no number is answered with examples that are not the answer", () => {
  const asking = after(shown(openScene({ x: [1, 4, 5], w: [1, 1, 1] }, { bias: 8 })), predict());
  assert.equal(asking.scene.total(0), 6);
  assert.match(after(asking, answer("six")).verdict, /such as 7, −3\.5 or 1\/4\.$/);
});

test("to end it or begin it again forgets answers and counts", () => {
  const state = after(shown(), predict(), { type: "tell" }, predict(false), predict());
  assert.deepEqual([state.answered.size, state.right, state.tried, state.verdict], [0, 0, 0, ""]);
});

test("the size of an output that may be another is asked for before it is shown", () => {
  const asking = after(shown(), predict(), arrival(LARGER, { revision: 2, since: 1 }));
  assert.equal(asking.sizing, true);
  assert.match(asking.saying, /What size has the output\?$/);
  const waiting = after(asking, drawn(2));
  assert.equal(waiting.scene, SCENE);
  assert.equal(report(waiting).hiding, true);
  const wrong = after(asking, answer("4 × 4"));
  assert.deepEqual([wrong.sizing, wrong.tried, wrong.right], [false, 1, 0]);
  const right = after(asking, answer("5 x 3"), drawn(2));
  assert.deepEqual([right.scene, right.tried, right.right], [LARGER, 1, 1]);
  assert.match(right.verdict, /^Right: 5 × 3, because ⌊5 /);
  assert.match(after(asking, { type: "tell" }).sized, /^The size is 5 × 3: ⌊5 /);
  assert.equal(after(asking, answer("six")).sizing, true);
});

test("between the size and its picture no step is answered: by number, by a cell that wins, or told", () => {
  const pooled = { ...SCENE, keeps: "max", winner: () => 0 };
  const asking = after(shown(pooled), predict());
  const choose = [point("product", [0, 0, 0]), { type: "enter" }];
  assert.equal(after(asking, ...choose).tried, 1);
  const sized = after(asking, arrival(LARGER, { revision: 2, since: 1 }), answer("5 × 3"));
  for (const actions of [choose, [answer("1")], [{ type: "tell" }]]) {
    const { tried, answered, verdict } = after(sized, ...actions);
    assert.deepEqual([tried, answered.size, verdict], [1, 0, sized.verdict]);
  }
});

test("other numbers of the same sizes ask for no size", () => {
  const other = openScene({ x: [1, 4, 5], w: [1, 2, 3] }, { rank: 2, bias: 3 });
  assert.equal(after(shown(), predict(), arrival(other, { revision: 2, since: 1 })).sizing, false);
});

test("every question has a key of its own", () => {
  const states = [shown(), after(shown(), predict()), after(shown(), predict(), go(1))];
  states.push(after(shown(), predict(), arrival(LARGER, { revision: 2, since: 1 })));
  assert.equal(new Set(states.map(selectors.questionKey)).size, states.length);
});

// ------------------------------------------------------------------------------------------ the output

const show = (/** @type {string} */ output) => ({ type: "show", output });
const isWhole = (/** @type {Shown} */ state) => selectors.isWhole(state);
const linked = (/** @type {Shown} */ state) => selectors.look(state).output;

test("the output grows, unless it is large or its input came from a file", () => {
  const [small, large] = [
    openScene({ x: [1, 33, 31], w: [1, 1, 1] }),
    openScene({ x: [1, 32, 32], w: [1, 1, 1] }),
  ];
  assert.deepEqual(
    [SCENE, small, large].map((scene) => isWhole(shown(scene))),
    [false, false, true],
  );
  const opened = shown(SCENE, { opened: true });
  assert.equal(isWhole(opened), true);
  assert.equal(isWhole(after(opened, arrival(SCENE, { revision: 2, since: 2 }), drawn(2))), false);
});

test("how the output is shown may be chosen, and is kept whatever comes", () => {
  const whole = after(shown(), show("whole"));
  assert.equal(isWhole(whole), true);
  assert.equal(isWhole(after(whole, arrival(LARGER, { revision: 2, since: 1 }), drawn(2))), true);
  assert.equal(isWhole(after(whole, walk(), go(4))), true);
  assert.equal(isWhole(after(whole, show("growing"))), false);
  assert.equal(after(whole, show("whole")), whole);
});

test("while answers are to be found the output grows, and nothing is chosen", () => {
  const asking = after(shown(), show("whole"), predict());
  assert.equal(isWhole(asking), false);
  assert.equal(after(asking, show("growing")), asking);
  assert.equal(isWhole(after(asking, predict(false))), true);
});

test("a link says how the output is shown, where the page that opens it would not know", () => {
  const large = shown(openScene({ x: [1, 32, 32], w: [1, 1, 1] }));
  assert.deepEqual([shown(), large].map(linked), ["", ""]);
  assert.equal(linked(after(shown(), show("whole"))), "whole");
  assert.equal(linked(after(shown(), show("whole"), show("growing"))), "");
  assert.equal(linked(after(large, show("growing"))), "growing");
  assert.equal(linked(shown(SCENE, { opened: true })), "whole");
  assert.equal(selectors.look(START).output, "");
});

test("the first frame says how the output is looked at", () => {
  const look = { multiply: false, predict: false, present: false, output: "whole" };
  assert.equal(isWhole(shown(SCENE, { look })), true);
});

// ------------------------------------------------------------------------------------------ whatever is done

/** A state that nobody can change. @param {any} state */
const frozen = (state) => Object.freeze(state);

/** Any action. @param {(limit: number) => number} pick @param {number} revision */
function anyAction(pick, revision) {
  const scenes = [SCENE, LARGER, DEEP];
  const panel = sceneModule.PANELS[pick(4)];
  return [
    ...[
      go(pick(60) - 5),
      { type: "move", by: pick(9) - 4 },
      { type: "play" },
      { type: "tick" },
      walk(pick(2) === 0),
    ],
    ...[point(panel, [0, pick(2), pick(2)], pick(2) === 0), point(undefined, []), { type: "enter" }],
    ...[predict(pick(2) === 0), answer(["6", "six", "5 × 3", ""][pick(4)]), { type: "tell" }],
    arrival(scenes[pick(3)], { revision, since: revision - pick(3), step: pick(20) }),
    ...[drawn(revision - 1), { type: "unfold", unfolded: true }, { type: "present", presenting: true }],
  ][pick(15)];
}

test("whatever is done, in whatever order, the state holds together", () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const pick = random(seed);
    let state = frozen(shown());
    let revision = 2;
    for (let number = 0; number < 250; number += 1) {
      const action = anyAction(pick, revision);
      if (action.type === "frame") revision += 1;
      const before = state;
      state = frozen(reduce(state, action));
      const said = `${JSON.stringify({ seed, number, action: { ...action, scene: undefined } })}`;
      assert.ok(state.scene && state.step >= 0 && state.step < state.scene.steps, said);
      assert.ok(
        state.tap >= 0 && state.tap < state.scene.taps.length && (state.multiply || !state.tap),
        said,
      );
      assert.ok(unitOf(state) < units(state), said);
      assert.ok(!(state.playing && state.predicting), said);
      assert.ok(!state.sizing || (state.predicting && state.coming), said);
      assert.ok(state.right <= state.tried, said);
      assert.ok(state.revision >= before.revision, said);
      assert.equal(Object.keys(report(state)).join(), "revision,step,multiply,predicting,hiding,presenting");
      assert.ok(selectors.spoken(state).length > 0, said);
    }
  }
});
