/** The symbols that explain themselves. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { terms } from "./modules.js";

test("every letter of a law is a term, none of its numbers or names", () => {
  const pieces = terms.piecesOf("⌊(n − k) / s⌋ + 1 = ⌊(4 − 2) / 2⌋ + 1 = 2 (rows and columns)");
  const found = pieces.flatMap((piece) => (typeof piece === "string" ? [] : [piece.term]));
  assert.deepEqual(found, ["⌊", "n", "k", "s"]);
  const text = pieces.map((piece) => (typeof piece === "string" ? piece : piece.letter)).join("");
  assert.equal(text, "⌊(n − k) / s⌋ + 1 = ⌊(4 − 2) / 2⌋ + 1 = 2 (rows and columns)");
});

test("what a symbol means is a sentence", () => {
  for (const text of Object.values(terms.TERMS)) assert.match(text, /\.$/);
});

test("a letter means what it means in its kind of layer", () => {
  const found = terms.piecesOf("(n − 1)·s + k − 2p + o = (2 − 1)·2 + 2 − 2·0 + 1 = 5", "transposed");
  const meant = found.flatMap((piece) => (typeof piece === "string" ? [] : [piece.term]));
  assert.deepEqual(meant, ["n", "s of transposed", "k", "p of transposed", "o of transposed"]);
  assert.match(terms.TERMS["p of transposed"], /cut off/);
});
