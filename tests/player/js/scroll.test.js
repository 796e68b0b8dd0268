import assert from "node:assert/strict";
import test from "node:test";

import { Scroll } from "../../../convviz/player/assets/view/scroll.js";

test("a step that comes before the browser has told of the last scroll is followed", () => {
  /** @type {(() => void)[]} */
  const frame = [];
  /** @type {any} */ (globalThis).requestAnimationFrame = (/** @type {() => void} */ then) =>
    frame.push(then);
  const next = () => frame.splice(0).forEach((then) => then());
  const node = Object.assign(new EventTarget(), { scrollTop: 0 });
  const plan = { pitch: 100, scroll: { height: 300, head: 0, content: 1600 } };
  const sight = { textContent: "", classList: { toggle: () => {} } };
  const scroll = new Scroll(.../** @type {[any, any, any]} */ ([node, sight, plan]));
  assert.equal(sight.textContent, "1–3 of 16");
  scroll.follow(14, 15);
  next();
  assert.equal(node.scrollTop, 1300);
  assert.equal(sight.textContent, "14–16 of 16");
  scroll.follow(0, 1);
  node.dispatchEvent(new Event("scroll")); // of the last one: a frame tells of it before it begins
  next();
  assert.equal(node.scrollTop, 0);
  node.scrollTop = 1000; // by hand
  node.dispatchEvent(new Event("scroll"));
  scroll.follow(0, 1);
  next();
  assert.equal(node.scrollTop, 0);
});
