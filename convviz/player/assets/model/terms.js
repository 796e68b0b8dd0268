/** What the symbols on the stage mean, in a sentence each. No DOM. */

export const TERMS = {
  "⊙": "Element-wise product: each number of the window times the weight that lies on it.",
  Σ: "Sum: all products added up, and the bias, if there is one. It is one number of the output.",
  window:
    "The window: the part of the input that the filter lies on. The small number is the size of the filter; in parentheses stands the position of the window.",
  n: "n: the size of the input.",
  p: "p: the padding of both sides together.",
  k: "k: the size of the filter.",
  d: "d: the dilation, how far apart neighbouring weights lie.",
  s: "s: the stride, how many cells the window moves at a time.",
  "⌊": "⌊ ⌋: rounded down, for a window that does not fit wholly does not count.",
};

/** @typedef {keyof typeof TERMS} Term */

/**
 * A law of sizes in pieces, of which each letter of the law itself is a term: `["n", " − ", "k", " + 1 = 3 − 2"]`.
 * @param {string} law @returns {(string | {term: Term})[]}
 */
export function piecesOf(law) {
  const end = law.indexOf(" = ");
  const pieces = law
    .slice(0, end)
    .split(/([npkds⌊])/)
    .filter(Boolean);
  return [
    ...pieces.map((piece) => (piece in TERMS ? { term: /** @type {Term} */ (piece) } : piece)),
    law.slice(end),
  ];
}
