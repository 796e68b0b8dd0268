/** What happens by itself, on a clock that the test moves. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { state, timing } from "./modules.js";
import { openScene } from "./scenes.js";

const { play, rest, Timers } = timing;
const SHOWN = { ...state.START, scene: openScene({ x: [1, 4, 5], w: [1, 2, 3] }) };

/** A clock that the test moves: it goes on by so many ms, with or without what falls due. @param {import("node:test").TestContext} context */
function clock(context) {
  let now = 0;
  context.mock.timers.enable({ apis: ["setTimeout"] });
  context.mock.method(performance, "now", () => now);
  return {
    pass: (/** @type {number} */ ms) => {
      now += ms;
      context.mock.timers.tick(ms);
    },
    spend: (/** @type {number} */ ms) => {
      now += ms;
    },
  };
}

/** A state that plays at two steps a second, three times, and what has happened. */
function playing() {
  const shown = { ...SHOWN, playing: true, speed: 2 };
  /** @type {string[]} */
  const seen = [];
  const tick = () => {
    seen.push("tick");
    shown.playing = seen.length < 3;
  };
  return { shown, seen, tick };
}

test("play ticks at the speed until the state plays no more", (context) => {
  const { pass } = clock(context);
  const { shown, seen, tick } = playing();
  play(new Timers(), () => shown, tick);
  for (const [ms, count] of [
    [499, 0],
    [1, 1],
    [500, 2],
    [500, 3],
    [5000, 3],
  ]) {
    pass(ms);
    assert.equal(seen.length, count);
  }
});

test("what a tick costs does not make a play longer", (context) => {
  const { pass, spend } = clock(context);
  const { shown, seen, tick } = playing();
  const dear = () => {
    tick();
    spend(200);
  };
  play(new Timers(), () => shown, dear);
  for (const [ms, count] of [
    [500, 1],
    [299, 1],
    [1, 2],
  ]) {
    pass(ms);
    assert.equal(seen.length, count);
  }
});

test("at its own speed a tick that comes late stands for those that were missed", (context) => {
  const { pass, spend } = clock(context);
  const shown = { ...SHOWN, playing: true }; // one window, a second
  /** @type {number[]} */
  const seen = [];
  play(
    new Timers(),
    () => shown,
    (times) => {
      shown.playing = seen.push(times) < 3;
    },
  );
  pass(1000);
  spend(2500);
  pass(1000);
  spend(1_000_000);
  pass(500);
  assert.deepEqual(seen, [1, 3, 10]);
});

test("the user rests once nothing has changed for 300 ms", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const timers = new Timers();
  const shown = { ...SHOWN };
  let rested = 0;
  const change = () =>
    rest(
      timers,
      () => shown,
      () => {
        rested += 1;
      },
    );
  change();
  context.mock.timers.tick(200);
  change();
  context.mock.timers.tick(299);
  assert.equal(rested, 0);
  context.mock.timers.tick(1);
  assert.equal(rested, 1);
  shown.dragging = true;
  change();
  context.mock.timers.tick(400);
  assert.equal(rested, 1);
});

test("a timer of a name takes the place of the one before, and none is left after stopAll", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const timers = new Timers();
  /** @type {string[]} */
  const seen = [];
  timers.start("a", 10, () => seen.push("first"));
  timers.start("a", 10, () => seen.push("second"));
  timers.start("b", 20, () => seen.push("third"));
  context.mock.timers.tick(10);
  timers.stopAll();
  context.mock.timers.tick(100);
  assert.deepEqual(seen, ["second"]);
});
