/** Frames: a header and the arrays in a body. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { frame } from "./modules.js";

const { pack, unpack, unpackArray } = frame;

test("a frame gives back its header and its body", () => {
  const { header, body } = unpack(pack({ revision: 7, title: "Größe" }, Uint8Array.of(1, 2, 3)));
  assert.deepEqual(header, { revision: 7, title: "Größe" });
  assert.deepEqual([...body], [1, 2, 3]);
});

test("a frame may lie anywhere in a larger piece of bytes", () => {
  const packed = pack({ step: 1 }, new Uint8Array(Float64Array.of(0.5, -2).buffer));
  for (const before of [1, 3, 8]) {
    const bytes = new Uint8Array(before + packed.length);
    bytes.set(packed, before);
    const { header, body } = unpack(bytes.subarray(before));
    assert.deepEqual(header, { step: 1 });
    assert.deepEqual([...unpackArray({ dtype: "f8", shape: "2", at: 0, bytes: 16 }, body)], [0.5, -2]);
  }
});

test("an array of every type is read", () => {
  const arrays = [
    ...[Int8Array.of(-1, 2), Int16Array.of(-300, 2), Int32Array.of(-70000, 2)],
    ...[Uint8Array.of(255, 2), Uint16Array.of(65535, 2), Float32Array.of(0.5, 2), Float64Array.of(0.1, 2)],
  ];
  const dtypes = ["i1", "i2", "i4", "u1", "u2", "f4", "f8"];
  arrays.forEach((array, index) => {
    const body = new Uint8Array(8 + array.byteLength);
    body.set(new Uint8Array(array.buffer), 8);
    const packed = { dtype: dtypes[index], shape: "2", at: 8, bytes: array.byteLength };
    assert.deepEqual(unpackArray(packed, body), array);
  });
});

test("an array with a palette holds places in that", () => {
  const body = new Uint8Array([...new Uint8Array(Float64Array.of(0.1, -5).buffer), 1, 0, 1]);
  const palette = { dtype: "f8", shape: "2", at: 0, bytes: 16 };
  const numbers = unpackArray({ dtype: "u1", shape: "3", at: 16, bytes: 3, palette }, body);
  assert.deepEqual(numbers, Float64Array.of(-5, 0.1, -5));
});
