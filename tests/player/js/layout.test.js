/** How large the cells are, and where the panels stand. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { layout as module } from "./modules.js";
import { openScene, random } from "./scenes.js";

const { arrange, planOf, typeSize } = module;

const ROOMS = [
  [876, 280],
  [1200, 420],
  [366, 360],
];
const CASES = [
  { x: [3, 8, 8], w: [3, 3, 3], least: 14 },
  { x: [3, 8, 8], w: [2, 5, 5], least: 14 },
  { x: [8, 8, 8], w: [8, 3, 3], least: 12 },
  { x: [8, 16, 16], w: [2, 3, 3], least: 5 },
  { x: [16, 8, 8], w: [16, 3, 3], least: 7 },
  { x: [3, 64, 64], w: [3, 3, 3], least: 2 },
  { x: [1, 20, 20], w: [1, 15, 15], least: 13 },
];

/** The shapes of a convolution without padding. @param {number[]} x @param {number[]} w */
const shapes = (x, w) => ({ input: x, filter: w, output: x.map((size, axis) => size - w[axis] + 1) });

/** @param {number[]} values */
const sum = (values) => values.reduce((total, value) => total + value, 0);

for (const [width, height] of ROOMS)
  for (const { x, w, least } of CASES)
    test(`cells of ${x} under ${w} are as large as there is room in ${width} × ${height}`, () => {
      const { sizes, widths, lines } = arrange(shapes(x, w), width, height);
      assert.ok(sizes.input >= least);
      assert.ok(sizes.filter >= sizes.input);
      assert.ok((lines > 1 ? Math.max(...widths) : sum(widths) + 132) <= width);
    });

/** How wide the panels are together, with what stands between them. @param {ReturnType<typeof arrange>} layout */
function totalWidth({ widths, lines }) {
  const [x, w, p, y] = widths;
  if (lines === 1) return x + w + p + y + 132;
  return lines === 2 ? Math.max(x + w + 60, Math.max(p, 120) + y + 100) : Math.max(...widths);
}

test("nothing is larger than its room, unless its cells are as small as they can be", () => {
  const pick = random(3);
  let smallest = 0;
  for (let number = 0; number < 1500; number += 1) {
    const most = [8, 20, 70, 256][pick(4)];
    const x = [pick(2) ? 1 + pick(16) : 1, 1 + pick(most), 1 + pick(most)];
    const w = x.map((size) => 1 + pick(Math.min(size, 16)));
    const [width, height] = [320 + pick(1400), 150 + pick(800)];
    const layout = arrange(shapes(x, w), width, height);
    const said = JSON.stringify({ x, w, width, height, layout });
    const fits = totalWidth(layout) <= width && layout.tallest <= height;
    assert.ok(fits || layout.sizes.input === 1, said);
    assert.ok(
      layout.sizes.input === layout.sizes.output && layout.sizes.filter === layout.sizes.product,
      said,
    );
    assert.ok(layout.columns.input <= x[0] && layout.columns.filter <= w[0], said);
    smallest += fits ? 0 : 1;
  }
  assert.ok(smallest < 150, `${smallest} of 1500 do not fit`);
});

test("type is as large as the longest number allows, or there is none", () => {
  const { input } = openScene({ x: [1, 3, 4], w: [1, 2, 2] }).values; // numbers of one and two digits
  assert.equal(typeSize(input, 72), 19);
  assert.equal(typeSize(input, 20), 20 * 0.44);
  assert.equal(typeSize(input, 18), 0);
  assert.equal(typeSize(input, 120), 19 * (120 / 72));
  const long = { ...input[0], values: Float64Array.of(-1234.5678) }; // −1234.6
  assert.equal(typeSize([long], 40), 37 / (7 * 0.58));
  assert.equal(typeSize([long], 32), 0);
});

test("scenes of one size have one plan, and others or other rooms have another", () => {
  const room = { width: 900, height: 400, presenting: false };
  const key = (/** @type {object} */ more, rank = 3, at = room) =>
    planOf(openScene({ x: [1, 5, 6], w: [1, 2, 3], ...more }, { rank }), at).key;
  const plain = key({});
  assert.equal(key({}), plain);
  assert.equal(key({}, 3, { ...room, width: 901 }), plain); // the cells are of the same size
  const others = [
    key({ x: [1, 6, 6] }),
    key({ w: [1, 3, 3] }),
    key({ stride: [1, 2, 1] }),
    key({ dilation: [1, 2, 1] }),
    key({ padding: [0, 1, 0].map((size) => [size, size]) }),
    key({}, 2),
    key({}, 3, { ...room, width: 400 }),
    key({}, 3, { ...room, presenting: true, height: 1200, width: 1900 }),
  ];
  assert.equal(new Set([plain, ...others]).size, 1 + others.length);
});
