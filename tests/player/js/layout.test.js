/** Where panels and cells are: thousands of shapes in every room, page and presentation. */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  parts as boxes,
  maps,
  plan as module,
  sizes as module2,
  room as rooms,
  titles as words,
} from "./modules.js";
import { openScene, random } from "./scenes.js";

const { pictureOf, planOf } = module;
const { heightOf, screenOf, spaceOf, unitOf, widthOf } = boxes;
const { cellFor, choose, largest, LEAST, leastIn, typeSize } = module2;
const { bandsOf, stripOf } = maps;

/** @typedef {import("../../../convviz/player/assets/layout/parts.js").Picture} Picture */
/** @typedef {import("../../../convviz/player/assets/layout/parts.js").Asked} Asked */
/** @typedef {import("../../../convviz/player/assets/layout/parts.js").Box} Box */

/** Widths of pages, and how wide and how high the picture in them is. */
const PAGES = [390, 640, 1024, 1280, 1920, 2560].map((page) => {
  const width = Math.min(1500, page - (page > 1000 ? 404 : 48));
  const height = { 390: 614, 640: 400, 1024: 330, 1280: 290, 1920: 560, 2560: 860 }[page] ?? 0;
  return {
    width,
    height,
    tall: page < 620 ? 2000 : Math.max(height, 480),
    unit: 1,
    letter: 1,
    minus: 1,
    presenting: false,
  };
});
const PRESENTATIONS = [
  [390, 844, 1],
  [640, 800, 1],
  [1024, 768, 1],
  [1280, 720, 1],
  [1920, 1080, unitOf(1.5)],
  [2560, 1440, unitOf(2)],
].map(([page, view, unit]) => {
  const height = Math.floor(view - 260 * unit);
  return {
    width: Math.floor(page - 80 * unit),
    height,
    tall: page < 700 ? 2.5 * view : height,
    unit,
    letter: 1,
    minus: 1,
    presenting: true,
  };
});
const ROOMS = [...PAGES, ...PRESENTATIONS];
const every = process.env.CONVVIZ_FEW ? 11 : 1; // of many shapes, in the fast loop

/**
 * What is asked for a convolution of these sizes.
 * @param {number[]} x @param {number[]} w @param {any} more
 * @returns {Asked}
 */
function asked(x, w, { room, stride = [1, 1, 1], dilation = [1, 1, 1], letters = {}, titles = 108 }) {
  const span = w.map((size, axis) => dilation[axis] * (size - 1) + 1);
  const output = x.map((size, axis) => Math.floor((size - span[axis]) / stride[axis]) + 1);
  return {
    ...{ shapes: { input: x, filter: w, output }, span, stride, dilation, sums: 5, named: 68, room },
    sized: { input: 58, filter: 66 },
    letters: { input: 2, filter: 2, product: 3, output: 3, ...letters },
    titles: {
      ...{ input: titles, lens: titles, curve: titles },
      ...{ filter: titles, product: titles, output: titles },
    },
    ...{ space: spaceOf(room), has: new Set(boxes.PARTS), signs: boxes.SIGNS, least: leastIn(room) },
    laid: [],
  };
}

/**
 * Every frame of a picture where it is on it, by part; of those that scroll, what is seen before anything scrolls.
 * @param {Picture} picture
 */
function framesOf({ parts, scroll, height: all }) {
  return Object.entries(parts).flatMap(([name, { box, frames }]) =>
    frames.flatMap((frame) => {
      const rows = scroll && (name !== "output" || box.height === scroll.content);
      const y = box.y + frame.y;
      const height = Math.min(heightOf(frame), (rows ? scroll.height : Infinity) - y);
      assert.ok(!rows || y + heightOf(frame) <= scroll.content);
      assert.ok(
        rows || (y >= 0 && y + height <= all + 0.01),
        `${name} is higher than the picture: ${y} + ${height} > ${all}`,
      );
      return height > 0 ? [{ name, x: box.x + frame.x, y, width: widthOf(frame), height }] : [];
    }),
  );
}

/** @param {Box} one @param {Box} other */
const overlap = (one, other) =>
  one.x < other.x + other.width - 0.01 &&
  other.x < one.x + one.width - 0.01 &&
  one.y < other.y + other.height - 0.01 &&
  other.y < one.y + one.height - 0.01;

/** The width that the name of a slice of the filter has: over it, where it may hang over, or to the next thing behind it. @param {Picture} picture @param {boolean} narrow */
function roomOfName({ parts: { filter, product }, sign }, narrow) {
  assert.ok(filter && product);
  if (filter.label === "above") return filter.box.width + (narrow ? 48 : 0);
  const [{ x }] = filter.frames;
  return product.box.x - sign - (filter.box.x + x + widthOf(filter.frames[0]) + 8);
}

/**
 * What holds for every picture.
 * @param {Asked} ask @param {number} rank
 */
function check(ask, rank) {
  const picture = pictureOf(ask, rank);
  const { room, letters } = ask;
  const said = `${rank}: ${ask.shapes.input} / ${ask.shapes.filter} / ${ask.shapes.output}, ${JSON.stringify({ letters, room })}`;
  const { input, filter, product, output, lens } = picture.parts;
  assert.ok(input && filter && product && output, said);
  const frames = framesOf(picture);
  const inRoom = (/** @type {Box} */ { x, width }) => x >= 0 && x + width <= room.width + 0.01;
  assert.ok(frames.every(inRoom), `wider than its room: ${said}`);
  assert.ok(!picture.scroll || picture.scroll.width <= room.width, `scrolls beyond its room: ${said}`);
  frames.forEach((one, index) => {
    for (const other of frames.slice(index + 1))
      assert.ok(!overlap(one, other), `${one.name} over ${other.name}: ${said}`);
  });
  const cellsOf = (/** @type {typeof input} */ part) =>
    new Set(part.frames.map(({ wide, high }) => `${wide} ${high}`));
  for (const part of Object.values(picture.parts)) assert.equal(cellsOf(part).size, 1, said);
  const sizes = { input, filter, product, output, lens };
  const wide = (/** @type {keyof typeof sizes} */ name) => sizes[name]?.frames[0].wide ?? 0;
  const legible = (/** @type {keyof typeof letters} */ name, /** @type {keyof typeof sizes} */ cells) =>
    typeSize(letters[name], wide(cells), wide(cells), { least: ask.least }) > 0;
  assert.equal(wide("filter"), wide("product"), said);
  if (lens) assert.equal(wide("lens"), wide("filter"), said);
  if (rank === 3)
    assert.ok(
      roomOfName(picture, room.width < 760) >= ask.named * room.unit * (picture.ample ?? 1),
      `named: ${said}`,
    );
  if (!picture.plots) {
    assert.ok(wide("filter") >= wide("input"), said);
    assert.ok(ask.several || wide("output") >= wide("input"), said);
    const afar = { least: Math.max(ask.least, LEAST * screenOf(room)) };
    const reads = /** @type {const} */ (["input", "filter", "product"]).every(
      (name) => typeSize(letters[name], wide("input"), wide("input"), afar) > 0,
    );
    if (reads) assert.equal(wide("filter"), wide("input"), `one size: ${said}`);
    if (lens) {
      const dim = wide("lens") === Math.round(16 * screenOf(room)); // in colour alone
      assert.ok(!reads && (legible("input", "lens") || dim), said);
    }
  }
  return picture;
}

test("a lens has colours alone only where none with numbers fits", () => {
  let dim = 0;
  for (let letters = 1; letters <= 9; letters += 1)
    for (let span = 2; span <= 6; span += 1)
      for (let width = 200; width <= 700; width += 25) {
        const side = 60;
        const fits = (/** @type {{cell: number, close: number, out: number, lens: boolean}} */ sizes) =>
          side * (sizes.cell + sizes.out) + span * sizes.close * (sizes.lens ? 3 : 2) <= width;
        const needed = { input: letters, filter: letters, product: letters, output: letters };
        const found = choose(
          { ...asked([1, side, side], [1, span, span], { room: ROOMS[3] }), letters: needed },
          fits,
        );
        if (!found.lens || found.legible) continue;
        dim += 1;
        const one = largest(72, (cell) => fits({ cell, close: cell, out: cell, lens: false }));
        const seen = Math.max(1, Math.ceil(Math.min(90, one * side) / side));
        const numbers = { cell: seen, close: cellFor(letters), out: seen, lens: true };
        assert.ok(!fits(numbers), JSON.stringify({ letters, span, width, found }));
      }
  assert.ok(dim > 10);
});

test("all shapes up to 16 by 16 by 6, each in one of the rooms", () => {
  const pick = random(7);
  let turn = -1;
  for (let rows = 1; rows <= 16; rows += 1)
    for (let columns = 1; columns <= 16; columns += 1)
      for (let depth = 1; depth <= 6; depth += 1) {
        turn += 1;
        if (turn % every) continue;
        const x = [depth, rows, columns];
        const w = x.map((size) => 1 + pick(size));
        const stride = x.map(() => 1 + pick(2));
        const [input, filter, product, output] = [4, 6, 6, 6].map((most) => 1 + pick(most));
        const room = ROOMS[(turn + Math.floor(turn / ROOMS.length)) % ROOMS.length]; // no depth has its own
        const more = { room, stride, letters: { input, filter, product, output } };
        check(asked(x, w, more), 3);
        if (depth === 1) check(asked(x, w, more), 2);
        if (depth === 2) check(asked([1, 1, rows * columns], [1, 1, w[2]], more), 1);
      }
});

/**
 * What is asked for several filters of these sizes, of which each has its own slices where there are `groups`.
 * @param {number} filters @param {number[]} x @param {number[]} w @param {any} more
 * @returns {Asked}
 */
function askedOfSeveral(filters, x, w, { groups = 1, ...more }) {
  const one = asked([x[0] / groups, x[1], x[2]], w, more);
  const [each, rows, columns] = one.shapes.output;
  const aligned = groups === filters && groups === x[0];
  const shapes = { input: x, filter: w, output: [filters * each, rows, columns] };
  return { ...one, shapes, several: { filters, each, aligned, columns: filters, share: 1 } };
}

/** Checks a picture, and that the name over each slice of its output lies over no other. @param {Asked} ask @param {number} rank */
function checkSeveral(ask, rank) {
  const picture = check(ask, rank);
  const { output } = picture.parts;
  assert.ok(output);
  assert.equal(output.frames.length, ask.shapes.output[0]);
  const high = ask.space.label;
  const named = output.frames.map((frame) => ({
    x: frame.x,
    y: frame.y - (output.label === "above" ? high : 0),
    width: widthOf(frame),
    height: heightOf(frame) + (output.label === "above" ? high : 0),
  }));
  named.forEach((one, index) => {
    assert.ok(one.y >= 0, "a name over the title");
    for (const other of named.slice(index + 1)) assert.ok(!overlap(one, other), "a name over a slice");
  });
  return picture;
}

test("several filters: nothing overlaps, and nothing is wider than its room", () => {
  const pick = random(11);
  let turn = 0;
  for (const filters of [2, 3, 4, 6, 11, 16])
    for (const [depth, rows, columns] of [
      [1, 3, 3],
      [1, 8, 8],
      [1, 5, 16],
      [1, 16, 2],
      [3, 6, 6],
      [2, 3, 8],
      [16, 4, 4],
    ]) {
      const x = [depth, rows, columns];
      const plane = x.slice(1).map((size) => 1 + pick(Math.min(size, 4)));
      const [input, filter, product, output] = [4, 4, 5, 5].map((most) => 1 + pick(most));
      const letters = { input, filter, product, output };
      if (++turn % every) continue;
      for (const room of [ROOMS[turn % 12], ROOMS[(turn + 5) % 12]]) {
        const more = { room, letters };
        checkSeveral(askedOfSeveral(filters, x, [depth, ...plane], more), 3);
        if (depth === 3) checkSeveral(askedOfSeveral(filters, x, [2, ...plane], more), 3);
        if (depth === 1) checkSeveral(askedOfSeveral(filters, x, [1, ...plane], more), 2);
        if (filters === depth || filters === 2 * depth)
          checkSeveral(askedOfSeveral(filters, x, [1, ...plane], { ...more, groups: depth }), 3);
        const length = 1 + pick(9) + rows * columns;
        checkSeveral(askedOfSeveral(filters, [1, 1, length], [1, 1, 1 + pick(5)], more), 1);
      }
    }
});

test("several filters at the limits, in every room", () => {
  for (const room of ROOMS.filter((_, index) => index % every === 0)) {
    const more = { room, letters: { filter: 5, product: 6, output: 6 } };
    checkSeveral(askedOfSeveral(16, [1, 1, 4096], [1, 1, 9], more), 1);
    checkSeveral(askedOfSeveral(16, [1, 60, 60], [1, 3, 3], more), 2);
    checkSeveral(askedOfSeveral(4, [1, 128, 120], [1, 3, 3], more), 2);
    checkSeveral(askedOfSeveral(3, [3, 80, 80], [3, 3, 3], more), 3);
    checkSeveral(askedOfSeveral(16, [16, 8, 8], [16, 3, 3], more), 3);
    checkSeveral(askedOfSeveral(16, [16, 8, 8], [1, 3, 3], { ...more, groups: 16 }), 3);
  }
});

test("the maps of few filters are as large as the input's cells, and of many smaller ones", () => {
  const [room] = PAGES.slice(3);
  const wide = (/** @type {number} */ filters) => {
    const { input, output } = checkSeveral(askedOfSeveral(filters, [1, 8, 8], [1, 3, 3], { room }), 2).parts;
    return [input?.frames[0].wide, output?.frames[0].wide].map(Number);
  };
  const [few, many] = [wide(3), wide(16)];
  assert.equal(few[0], few[1]);
  assert.ok(many[0] > many[1] && many[0] >= 18, `${many}`);
});

test("depthwise, each map stands in the row of its slice", () => {
  const [room] = PAGES.slice(3);
  const ask = askedOfSeveral(3, [3, 5, 6], [1, 3, 2], { room, groups: 3 });
  const { parts: all } = checkSeveral(ask, 3);
  const middles = (/** @type {"input" | "output"} */ name) =>
    (all[name]?.frames ?? []).map((frame) => Math.round(frame.y + heightOf(frame) / 2));
  middles("output").forEach((middle, row) => assert.ok(Math.abs(middle - middles("input")[row]) <= 10));
});

test("the strip of filters has lines of the same length, and never more than its room", () => {
  for (const width of [120, 342, 876, 1500])
    for (let filters = 2; filters <= 16; filters += 1)
      for (const unit of [1, 1.5]) {
        const strip = stripOf(filters, 1, { width, unit });
        assert.ok(strip.width <= width && strip.columns * strip.rows >= filters);
        assert.ok(strip.columns * strip.rows - filters < strip.rows, "no line is shorter by more than one");
        assert.ok(strip.height >= strip.rows * strip.high);
      }
  assert.deepEqual(bandsOf(6), [6, 3, 2, 1]);
});

test("the limits in every room", () => {
  const large = [
    [256, 256],
    [256, 1],
    [1, 256],
    [20, 20],
    [120, 160],
    [768, 768],
  ];
  ROOMS.forEach((room, index) => {
    if (index % every) return;
    for (const n of [40, 100, 4096, 4608])
      for (const k of [3, 15, 146, n])
        if (k <= n) check(asked([1, 1, n], [1, 1, k], { room, letters: { filter: 6 } }), 1);
    large.forEach(([rows, columns], shape) => {
      const k = [3, 15][(index + shape) % 2]; // each in half of the rooms, pages and presentations
      const w = [1, Math.min(k, rows), Math.min(k, columns)];
      const dilation = [1, 1 + Number(2 * w[1] <= rows), 1 + Number(2 * w[2] <= columns)];
      check(asked([1, rows, columns], w, { room, dilation }), 2);
      for (const [depth, deep] of [
        [3, 3],
        [5, 2],
        [16, 16],
      ])
        check(asked([depth, rows, columns], [deep, w[1], w[2]], { room, letters: { filter: 6 } }), 3);
    });
  });
  check(asked([80, 40, 40], [2, 3, 3], { room: ROOMS[3] }), 3);
});

test("numbers are there wherever they could be in cells of one size", () => {
  for (const room of PAGES)
    for (let n = 2; n <= 40; n += every > 1 ? 9 : 3)
      for (const k of [1, 2, 3, 5]) {
        if (k > n) continue;
        const ask = asked([1, n, n], [1, k, k], { room, titles: 60 });
        const cell = cellFor(3);
        const wide = (2 * n + k + 1) * cell + 3 * (ask.space.sign + ask.space.gap);
        const high = n * cell + ask.space.caption;
        const picture = check(ask, 2);
        if (wide <= room.width && high <= room.tall)
          assert.ok(!picture.parts.lens, `${n} ${k} ${room.width}`);
      }
});

test("a photograph that has more rows than there are pixels stands beside its enlarged window", () => {
  const room = { width: 876, height: 200, tall: 300, unit: 1, letter: 1, minus: 1, presenting: false };
  const letters = { input: 3, filter: 2, product: 4, output: 4 };
  const { parts } = pictureOf(asked([1, 256, 256], [1, 3, 3], { room, letters }), 2);
  assert.ok(parts.input && parts.input.frames[0].wide < 1 && widthOf(parts.input.frames[0]) >= 90);
  assert.ok(parts.lens && parts.lens.frames[0].wide >= cellFor(3));
  assert.equal(parts.filter?.frames[0].wide, parts.lens.frames[0].wide);
});

test("a photograph on a phone has the numbers of its products, in one more line if need be", () => {
  for (const width of [312, 326, 342, 380]) {
    const room = { ...PAGES[0], width };
    const letters = { input: 3, filter: 2, product: 4, output: 4 };
    const titles = { input: 90, lens: 73, curve: 0, filter: 76, product: 113, output: 90 };
    const ask = { ...asked([1, 64, 64], [1, 3, 3], { room, letters }), titles };
    const { lens, product } = check(ask, 2).parts;
    assert.ok(lens && product && product.frames[0].wide >= cellFor(4), `${width}`);
  }
});

test("titles say sizes, also over the narrow columns of slices on a phone", () => {
  const scene = openScene({ x: [3, 5, 6], w: [2, 2, 3] });
  Object.assign(scene.labels, { inputSize: "5 × 6 × 3 deep", filterSize: "2 × 3 × 2 deep" });
  const said = (/** @type {number} */ width) =>
    /** @type {const} */ (["input", "filter", "product"]).map((name) =>
      words.wordsOf(scene, name, { width }).join(" "),
    );
  assert.deepEqual(said(1200), ["input 5 × 6 × 3 deep", "filter 2 × 3 × 2 deep", "product 2 × 3 × 2 deep"]);
  assert.deepEqual(said(326), ["input 5×6×3", "filter 2×3×2", "product "]);
});

test("what is under a window at rank 1 is under it", () => {
  const [room] = PAGES.slice(3);
  const ask = asked([1, 1, 12], [1, 1, 3], {
    room,
    dilation: [1, 1, 2],
    stride: [1, 1, 3],
    letters: { product: 2 },
  });
  const { parts, along } = pictureOf(ask, 1);
  const [x, w, y] = [parts.input, parts.filter, parts.output].map((part) => part?.frames[0]);
  assert.ok(x && w && y);
  assert.deepEqual([along, w.x, w.across, y.across], [3 * x.wide, x.x, 2 * x.wide, 3 * x.wide]);
  assert.equal(y.x, x.x + 2 * x.wide); // the middle of five cells
});

test("presented, the window of a long signal has large digits, and the axes of its plots grow with all other text", () => {
  const letters = { input: 4, filter: 2, product: 5, output: 5 };
  const [, , , small, middle, large] = PRESENTATIONS.map((room) => {
    const picture = check(asked([1, 1, 100], [1, 1, 3], { room, letters }), 1);
    const { input, product } = picture.parts;
    assert.ok(picture.plots && input && product);
    if (room.width > 700) assert.ok(picture.height <= room.height && input.frames[0].high >= 60 * room.unit);
    return {
      room,
      type: typeSize(5, product.frames[0].wide),
      under: input.box.height - input.frames[0].y - input.frames[0].high,
    };
  });
  for (const { room, type } of [small, middle, large])
    assert.ok(type >= 24 * screenOf(room) - 0.01, `${type}`);
  assert.ok(middle.under >= small.under * middle.room.unit && large.under >= small.under * large.room.unit);
});

test("what is laid at rank 1 lies beside its title, also what padding cuts off, and has its numbers in long signals", () => {
  const [room] = PAGES.slice(3);
  const scatter = (/** @type {number} */ n) => {
    const ask = asked([1, 1, n], [1, 1, 5], { room });
    const shapes = { ...ask.shapes, output: [1, 1, 2 * n - 1] };
    const has = new Set(boxes.PARTS.filter((name) => name !== "lens"));
    return { ...ask, shapes, has, span: [1, 1, 1], laid: [2, 2 * n + 1] }; // stride 2, padding 2
  };
  const { parts, along } = check(scatter(8), 1);
  const { input, product, output } = parts;
  assert.ok(input && product && output);
  assert.equal(product.frames[0].x, output.frames[0].x);
  assert.ok(product.frames[0].x - 2 * along >= 150);
  const long = check(scatter(60), 1).parts;
  assert.ok(Number(long.filter?.frames[0].wide) >= 36 && Number(long.input?.frames[0].high) >= 16);
});

test("rows of slices line up, and many of them scroll", () => {
  const [room] = PAGES.slice(3);
  const { parts, pitch, scroll } = pictureOf(asked([3, 4, 4], [2, 2, 2], { room }), 3);
  const middles = (/** @type {"input" | "filter" | "product"} */ name) =>
    (parts[name]?.frames ?? []).map((frame) => Math.round(frame.y + heightOf(frame) / 2));
  assert.deepEqual(middles("filter"), middles("product"));
  middles("filter").forEach((middle, slice) => assert.ok(Math.abs(middle - middles("input")[slice]) <= 10));
  assert.equal(middles("input")[1] - middles("input")[0], pitch);
  assert.equal(scroll, undefined);
  const deep = pictureOf(asked([16, 8, 8], [2, 3, 3], { room }), 3);
  assert.ok(deep.scroll && deep.scroll.height - deep.scroll.head >= 2 * deep.pitch);
});

test("all slices of a small tensor are seen at once, as pictures beside the enlarged window", () => {
  const room = { ...PAGES[3], height: 277, tall: 463 };
  for (const [x, w] of [
    [
      [5, 6, 6],
      [3, 3, 3],
    ],
    [
      [4, 6, 6],
      [2, 1, 1],
    ],
  ]) {
    const { parts, scroll } = pictureOf({ ...asked(x, w, { room }), sums: 3 }, 3);
    assert.ok(parts.input && parts.lens && !scroll, `${x}`);
    assert.ok(widthOf(parts.input.frames[0]) >= 56);
  }
});

test("the worked examples, Sobel and Colours fit a presentation at 1280 by 720, with large digits", () => {
  const room = { width: 1200, height: 440, tall: 440, unit: 1, letter: 1, minus: 1, presenting: true };
  for (const [rank, x, w, least] of /** @type {[number, number[], number[], number][]} */ ([
    [1, [1, 1, 5], [1, 1, 3], 24],
    [2, [1, 3, 3], [1, 2, 2], 24],
    [3, [3, 3, 3], [3, 2, 2], 24],
    [2, [1, 8, 8], [1, 3, 3], 11],
    [3, [3, 6, 6], [3, 2, 2], 11],
  ])) {
    const letters = { input: 2, filter: 2, product: 2, output: 2 };
    const picture = check(asked(x, w, { room, letters }), rank);
    assert.ok(picture.height <= room.height && !picture.scroll);
    for (const { frames } of Object.values(picture.parts))
      assert.ok(typeSize(2, frames[0].wide, frames[0].high, { wanted: 24 }) >= least, `${x}`);
  }
});

test("presented, signs, names and sums are larger where the width is not needed for cells", () => {
  for (const room of PRESENTATIONS.slice(3))
    for (const [rank, x, w] of /** @type {[number, number[], number[]][]} */ ([
      [1, [1, 1, 5], [1, 1, 3]],
      [1, [1, 1, 30], [1, 1, 3]],
      [2, [1, 8, 2], [1, 2, 2]],
      [2, [1, 3, 3], [1, 2, 2]],
      [3, [3, 3, 3], [3, 2, 2]],
      [3, [2, 2, 2], [2, 1, 1]],
      [3, [3, 3, 3], [2, 2, 2]],
      [3, [4, 6, 6], [2, 1, 1]],
    ])) {
      const { parts, ample = 1, sign } = check(asked(x, w, { room }), rank);
      const { input, filter, product, output } = parts;
      assert.ok(input && filter && product && output);
      const [first, , , last] = [input, filter, product, output];
      const free = room.width - (last.box.x + last.box.width + (last.beyond ?? 0)) + first.box.x;
      const cell = filter.frames[0].wide;
      if (free > 0.4 * room.width)
        assert.ok(ample === 2 || 16 * room.unit * (ample + 0.05) > 0.5 * cell, `${x}`);
      assert.ok(ample === 1 || 16 * room.unit * ample <= 0.5 * cell, `${x}: ${ample}`);
      if (rank === 1) continue; // there they are over each other
      for (const [before, after] of [
        [input, filter],
        [filter, product],
        [product, output],
      ])
        assert.ok(before.box.x + before.box.width + (before.beyond ?? 0) + sign <= after.box.x + 1, `${x}`);
    }
});

test("presented, large tensors are larger on a larger screen, and the window of a photograph has large digits", () => {
  const letters = { input: 2, filter: 2, product: 3, output: 3 };
  let before = 0;
  for (const room of PRESENTATIONS.slice(3)) {
    const { parts, scroll } = check(asked([16, 20, 5], [3, 2, 2], { room, letters }), 3);
    assert.ok(parts.input && parts.lens && scroll);
    const high = heightOf(parts.input.frames[0]);
    assert.ok(high >= 56 * screenOf(room) && high > before, `${high}`);
    before = high;
    const { lens } = check(asked([1, 171, 256], [1, 2, 2], { room, letters }), 2).parts;
    const wanted = 24 * screenOf(room);
    assert.ok(lens && typeSize(3, lens.frames[0].wide, lens.frames[0].high, { wanted }) >= wanted - 0.01);
  }
});

test("on a phone, which slices are in sight is said under their titles", () => {
  const [room] = PAGES;
  const { scroll } = check(asked([16, 20, 5], [3, 2, 2], { room: { ...room, tall: 700 } }), 3);
  assert.ok(scroll && scroll.head >= 62 + 18);
});

test("each text under a presentation that is wider than its line begins one", () => {
  const scene = openScene({ x: [1, 5, 5], w: [1, 2, 2] }, { rank: 2 });
  Object.assign(scene.labels, { kind: "k".repeat(50) });
  const given = { letter: 1, minus: 1, predicting: false, row: false, story: 0, editable: true };
  const lines = (/** @type {number} */ letters) =>
    rooms.roomFor(scene, { ...given, width: 1200, view: 720, presenting: true, effect: "e".repeat(letters) })
      .words.notes;
  assert.deepEqual([0, 60, 120, 160].map(lines), [1, 1, 2, 3]);
});

test("type is as large as the longest number allows, or there is none", () => {
  assert.equal(typeSize(2, 72, 72, { most: 22 }), 22);
  assert.equal(typeSize(2, 20), LEAST);
  assert.equal(typeSize(1, 14), 0);
  assert.equal(typeSize(2, 120), 0.44 * 120);
  assert.equal(typeSize(2, 45, 45, { wanted: 24 }), 24);
  assert.equal(typeSize(7, 60), 58 / (7 * 0.58));
  assert.equal(typeSize(7, 40), 0);
  for (let letters = 1; letters < 12; letters += 1) {
    const cell = cellFor(letters);
    assert.ok(typeSize(letters, cell) >= LEAST && !typeSize(letters, cell - 1));
    const grown = cellFor(letters, 1.5 * LEAST);
    const sized = (/** @type {number} */ size) => typeSize(letters, size, size, { least: 1.5 * LEAST });
    assert.ok(sized(grown) >= 1.5 * LEAST && !sized(grown - 1));
  }
  assert.equal(
    largest(100, (size) => size * 7 <= 100),
    14,
  );
  assert.equal(
    largest(9, () => false),
    0,
  );
});

test("scenes of one size have one plan, and others or other rooms have another", () => {
  const room = { width: 900, height: 400, tall: 400, unit: 1, letter: 1, minus: 1, presenting: false };
  const key = (/** @type {object} */ more, rank = 3, at = room) =>
    planOf(openScene({ x: [1, 5, 6], w: [1, 2, 3], ...more }, { rank }), at).key;
  const plain = key({});
  assert.equal(key({}), plain);
  const others = [
    key({ x: [1, 6, 6] }),
    key({ w: [1, 3, 3] }),
    key({ stride: [1, 2, 1] }),
    key({ dilation: [1, 2, 1] }),
    key({ padding: [0, 1, 0].map((size) => [size, size]) }),
    key({}, 2),
    key({}, 3, { ...room, width: 400 }),
    key({}, 3, { ...room, presenting: true, height: 1200, tall: 1200, width: 1900 }),
  ];
  assert.equal(new Set([plain, ...others]).size, 1 + others.length);
});

test("a presentation has no smaller numbers than the page on the same screen, and none fewer", () => {
  const shapes = /** @type {[number, number[], number[]][]} */ ([
    [1, [1, 1, 5], [1, 1, 3]],
    [1, [1, 1, 16], [1, 1, 4]],
    [1, [1, 1, 84], [1, 1, 3]],
    [2, [1, 3, 3], [1, 2, 2]],
    [2, [1, 12, 12], [1, 3, 3]],
    [2, [1, 20, 30], [1, 5, 5]],
    [2, [1, 3, 40], [1, 3, 3]],
    [2, [1, 40, 3], [1, 2, 2]],
    [2, [1, 64, 64], [1, 3, 3]],
    [3, [1, 3, 12], [1, 2, 2]],
    [3, [2, 3, 3], [2, 2, 2]],
    [3, [3, 6, 6], [3, 2, 2]],
    [3, [4, 6, 6], [2, 1, 1]],
    [3, [5, 2, 2], [2, 2, 2]],
    [3, [3, 32, 32], [3, 3, 3]],
  ]);
  const more = { letter: 1, minus: 1, predicting: false, effect: "", row: false, story: 0, editable: true };
  for (const [rank, x, w] of shapes.filter((_, index) => index % (every > 1 ? 4 : 1) === 0)) {
    const scene = openScene({ x, w }, { rank });
    for (const [screen, high] of [
      [1024, 768],
      [1280, 720],
      [1920, 1080],
      [3840, 2160],
    ]) {
      const width = Math.min(1500, screen - 404);
      const room = rooms.roomFor(scene, { ...more, width, view: high - 194, presenting: false });
      const page = planOf(scene, { ...room, tall: room.height }); // as it is seen without scrolling
      const inner = Math.floor(screen - 80 * unitOf(Math.max(1, Math.min(screen / 1280, high / 720))));
      const shown = planOf(
        scene,
        rooms.roomFor(scene, { ...more, width: inner, view: high, presenting: true }),
      );
      if (page.scroll) continue; // it shows fewer slices
      const read = (/** @type {typeof page} */ { types }, /** @type {keyof typeof page.types} */ name) =>
        name === "input" ? Math.max(types.input, types.lens) : types[name];
      // Beside the enlarged window of a page, filter and products may be larger: there they are legible.
      const enlarged = !page.types.input;
      for (const name of /** @type {const} */ (["input", "filter", "product", "output"])) {
        const least = enlarged ? Math.min(LEAST, page.types[name]) : read(page, name);
        assert.ok(
          read(shown, name) >= least - 0.01,
          `${name} of ${x} / ${w}: ${read(shown, name)} < ${least}, ${screen}`,
        );
      }
    }
  }
});
