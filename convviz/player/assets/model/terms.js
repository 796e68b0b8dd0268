/** What the symbols on the stage mean, in a sentence each. No DOM. */

export const TERMS = {
  "⊙": "Element-wise product: each number of the window times the weight that lies on it.",
  Σ: "Sum: all products added up, and the bias, if there is one. It is one number of the output.",
  window:
    "The window: the part of the input that the filter lies on. The small number is the size of the filter; in parentheses stands the position of the window.",
  n: "n: the size of the input.",
  p: "p: the padding of a side; where the other side has another, that is p′.",
  k: "k: the size of the filter.",
  d: "d: the dilation, how far apart neighbouring weights lie.",
  s: "s: the stride, how many cells the window moves at a time.",
  "⌊": "⌊ ⌋: rounded down, for a window that does not fit wholly does not count.",
  max: "max: the largest number of the window is kept, the others are left out. Of several that are as large, the first.",
  mean: "mean: the numbers of the window are added up and divided by how many there are.",
  pool: "The window: the part of the input of which one number is kept. The small number is its size; in parentheses stands its position.",
  "k of windows": "k: the size of the window.",
  "p of transposed":
    "p: how many cells are cut off a side of the output; where it is another on the other side, that is p′.",
  "s of transposed":
    "s: the stride, how many cells of the output it is from what one cell lays to what the next one lays.",
  "o of transposed": "o: the output padding, cells that are added at the end.",
  "·": "Times: every weight of the filter times the one number of the cell.",
  "+": "Laid on the output and added to what lies there already. ×2 says that two cells of the input have met there.",
  "→": "The function of each cell: one number in, one number out.",
};
/** Letters of a law that mean something else in a layer of some kind. @type {Record<string, Record<string, keyof typeof TERMS>>} */
const MEANT = {
  pooling: { k: "k of windows" },
  scatter: { p: "p of transposed", s: "s of transposed", o: "o of transposed" },
  transposed: { p: "p of transposed", s: "s of transposed", o: "o of transposed" },
};

/** @typedef {keyof typeof TERMS} Term */

/**
 * A law of sizes in pieces, of which each letter of the law itself is a term: `["n", " − ", "k", " + 1 = 3 − 2"]`.
 * @param {string} law @param {string} kind of layer @returns {(string | {term: Term, letter: string})[]}
 */
export function piecesOf(law, kind = "convolution") {
  const end = law.indexOf(" = ");
  const pieces = law
    .slice(0, end)
    .split(/([npkdso⌊])/)
    .filter(Boolean);
  const meant = MEANT[kind] ?? {};
  return [
    ...pieces.map((letter) => {
      const term = meant[letter] ?? letter;
      return term in TERMS ? { term: /** @type {Term} */ (term), letter } : letter;
    }),
    law.slice(end),
  ];
}
