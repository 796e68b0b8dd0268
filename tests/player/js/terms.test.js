/** The symbols that explain themselves. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { terms } from "./modules.js";

test("every letter of a law is a term, none of its numbers or names", () => {
  const pieces = terms.piecesOf("⌊(n − k) / s⌋ + 1 = ⌊(4 − 2) / 2⌋ + 1 = 2 (rows and columns)");
  const found = pieces.flatMap((piece) => (typeof piece === "string" ? [] : [piece.term]));
  assert.deepEqual(found, ["⌊", "n", "k", "s"]);
  const text = pieces.map((piece) => (typeof piece === "string" ? piece : piece.term)).join("");
  assert.equal(text, "⌊(n − k) / s⌋ + 1 = ⌊(4 − 2) / 2⌋ + 1 = 2 (rows and columns)");
});

test("what a symbol means is a sentence", () => {
  for (const text of Object.values(terms.TERMS)) assert.match(text, /\.$/);
});
