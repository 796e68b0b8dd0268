/** Numbers and sums as people read them, and as they type them. */

/**
 * @typedef {(value: number) => string} Write a way to write a number: `number` or `exactly`
 * @typedef {[pairs: [number, number][], bias: number, total: number]} Sum
 * @typedef {{value: number, places: number, problem?: undefined, either?: undefined}} Typed a typed number:
 *   `places` are those behind the point, Infinity of a fraction or power of ten
 * @typedef {{problem: string, either?: number[], value?: undefined, places?: undefined}} Refused what is no number,
 *   or can be `either` of two, as `1,234` can
 */

const DIGITS = 12; // of a number that is written exactly
const MOST_ADDED = 4096; // terms of a sum that is added up as written

/**
 * A number as people read it: integers without a point, otherwise about five figures, a true minus. What is none,
 * as the padding of a pooling, is written as nothing.
 * @param {number} value
 */
export function number(value) {
  if (Number.isNaN(value)) return "";
  const size = Math.abs(value);
  if (size === 0) return "0";
  let text;
  if (Number.isInteger(value) && size < 1e9) text = String(size);
  else if (size < 1e-3 || size >= 1e9) text = exponential(size.toExponential(3));
  else text = trim(size.toFixed(size < 10 ? 4 : size < 100 ? 3 : size < 1000 ? 2 : 1));
  return value < 0 && text !== "0" ? `−${text}` : text;
}

/** A number with every figure that it has, up to twelve. @param {number} value */
export function exactly(value) {
  const size = Math.abs(Number(value.toPrecision(DIGITS)));
  if (size === 0) return "0";
  const text = size < 1e-3 || size >= 1e9 ? exponential(size.toExponential(DIGITS - 1)) : String(size);
  return value < 0 ? `−${text}` : text;
}

/**
 * The shortest text that reads back to the same number, as people type it: `-0.25`, `1e20`. The rule is
 * nearly that of Python's `number_text`, which may begin to write powers of ten earlier.
 * @param {number} value
 */
export const plain = (value) => String(value === 0 ? 0 : value).replace("e+", "e");

/** @param {string} text */
const trim = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

/** @param {string} text */
function exponential(text) {
  const [digits, exponent] = text.split("e");
  return `${trim(digits)}e${exponent.replace("+", "").replace("-", "−")}`;
}

/**
 * A number as a factor of a product: a negative one in parentheses.
 * @param {number} value @param {Write} write
 */
export const factor = (value, write = number) => (value < 0 ? `(${write(value)})` : write(value));

/** How wide letters of a number are at most that no digit is as wide as, in digits. @type {Record<string, number>} */
const WIDE = { "(": 0.7, ")": 0.7, ".": 0.7, "−": 1.2 };
/** How many digits a written number is as wide as. @param {string} text */
export const inDigits = (text) => Array.from(text).reduce((all, letter) => all + (WIDE[letter] ?? 1), 0);

/** The exact value of a written number, as an integer times a power of ten. @param {string} text */
function exact(text) {
  const [digits, exponent = "0"] = text.replaceAll("−", "-").split("e");
  const [whole, fraction = ""] = digits.split(".");
  return { units: BigInt(whole + fraction), power: Number(exponent) - fraction.length };
}

/**
 * A typed number and a step, added exactly as they are written: 0.1 and 0.2 are 0.3. Nothing of what is no number.
 * @param {string} text @param {string} step such as `-0.1`
 */
export function plus(text, step) {
  const { value } = guess(text);
  if (value === undefined) return undefined;
  const parts = [exact(plain(value)), exact(step)];
  const least = Math.min(...parts.map(({ power }) => power));
  const sum = parts.reduce((total, { units, power }) => total + units * 10n ** BigInt(power - least), 0n);
  return plain(Number(`${sum}e${least}`));
}

/** Whether a text can become a number by typing on: `-`, `1e` and the empty one can. @param {string} text */
export const canBegin = (text) => !guess(text).problem || !guess(`${text}1`).problem;

/** Whether it is written with all its figures, and products of such are exact. @param {number} value */
const isPlain = (value) => Number.isInteger(value) && Math.abs(value) < 1e6;

/**
 * Whether the sum adds up to the total with every number as it is written. Of more terms than anyone adds
 * up, only whole numbers are said to.
 * @param {[number, number][]} pairs @param {number} bias @param {number} total
 */
export function addsUp(pairs, bias, total, write = number) {
  if ([bias, total, ...pairs.flat()].every(isPlain))
    return total === pairs.reduce((sum, [a, b]) => sum + a * b, bias);
  if (pairs.length > MOST_ADDED) return false;
  const parts = pairs.map(([a, b]) => {
    const [left, right] = [exact(write(a)), exact(write(b))];
    return { units: left.units * right.units, power: left.power + right.power };
  });
  parts.push(exact(write(bias)), exact(write(-total)));
  const least = Math.min(...parts.map((part) => part.power));
  const sum = parts.reduce((so_far, part) => so_far + part.units * 10n ** BigInt(part.power - least), 0n);
  return sum === 0n;
}

/**
 * How the numbers of some sums are to be written so that they add up: as people read them where that
 * does, otherwise with all their figures where that does. `holds` says of which sums it is true.
 * @param {Sum[]} sums
 */
export function wording(sums) {
  const holding = (/** @type {Write} */ write) =>
    sums.map(([pairs, bias, total]) => addsUp(pairs, bias, total, write));
  const rounded = { write: number, holds: holding(number) };
  if (rounded.holds.every(Boolean)) return rounded;
  const finer = { write: exactly, holds: holding(exactly) };
  return finer.holds.every(Boolean) && !sums.some(hasManyFigures) ? finer : rounded;
}

/** A number of so many figures is cut off itself; thirds and ninths are such. @param {Sum} sum */
const hasManyFigures = ([pairs]) =>
  pairs.some((pair) => pair.some((value) => !Number.isInteger(value) && figures(exactly(value)) >= DIGITS));

/** How many figures a written number has. @param {string} text */
const figures = (text) => text.split("e")[0].replaceAll(/\D/g, "").replace(/^0+/, "").length;

/**
 * The sum written out: `2·1 + 2·0 + 1·0 + 4·1 = 6`; where its total is `hidden`, that is a question mark. Of
 * more terms than `elision.most` it shows `elision.ends` at either end.
 * @param {[number, number][]} pairs @param {number} bias @param {number} total
 * @param {{elision: {most: number, ends: number}, hidden?: boolean}} options
 */
export function sumText(pairs, bias, total, { elision, hidden = false }) {
  const { write, holds } = wording([[pairs, bias, total]]);
  let terms = pairs.map(([a, b], index) => `${index ? factor(a, write) : write(a)}·${factor(b, write)}`);
  const { most, ends } = elision;
  if (terms.length > most) {
    const left = terms.length - 2 * ends;
    terms = [...terms.slice(0, ends), `… (${left} more) …`, ...terms.slice(-ends)];
  }
  if (bias) terms.push(factor(bias, write));
  if (hidden) return `${terms.join(" + ")} = ?`;
  return `${terms.join(" + ")} ${holds[0] ? "=" : "≈"} ${write(total)}`;
}

// A number as it may be typed, without its sign, its minus already a hyphen: `1234,5`, `1e-3`; in groups `1,234.5`,
// `12,34,567`; `1.234,5`; `1'234.5`; `1 234,5`.
const SIGNED = /^([+-]?)[ \u00a0\u202f\u2009]*(.*)$/s;
const PLAIN = /^(\d+([.,]\d*)?|[.,]\d+)([ed][+-]?\d+)?$/i;
const COMMAS = /^([1-9]\d{0,2}(,\d{3})+|[1-9]\d?(,\d{2})+,\d{3})(\.\d*)?$/;
const POINTS = /^[1-9]\d{0,2}(\.\d{3})+(,\d*)?$/;
const APOSTROPHES = /^[1-9]\d{0,2}('\d{3})+([.,]\d*)?$/;
const BLANKS = /^[1-9]\d{0,2}([ \u00a0\u202f\u2009]\d{3})+([.,]\d*)?$/;
/** Halves and the like in one character, and how they are written out. */
const HALVES = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒";
const WRITTEN_OUT = "1/2 1/3 2/3 1/4 3/4 1/5 2/5 3/5 4/5 1/6 5/6 1/7 1/8 3/8 5/8 7/8 1/9 1/10".split(" ");
const LONGEST = 2000; // characters of a number

/** Numbers that are named as examples; the others where one of them is the answer. */
const EXAMPLES = ["6, −2.5 or 1/2", "7, −3.5 or 1/4"];
const examples = (/** @type {number} */ answer) => EXAMPLES[[6, -2.5, 0.5].includes(answer) ? 1 : 0];

/**
 * The number that someone typed, such as `−6`, `6,0`, `1 234,5`, `1/2` or `2e3`. The rule is Python's
 * `read_number`; the tests of both read tests/numbers.json.
 * @param {string} text @param {number} [answer] what no refusal may give away
 * @returns {Typed | Refused}
 */
export function guess(text, answer = Number.NaN) {
  const typed = text.trim();
  if (!typed) return { problem: `Type a number first, such as ${examples(answer)}.` };
  const texts = usual(typed).split(/\s*\/\s*/);
  if (texts.length === 2 && texts.some((part) => /\d\s+\d/.test(part)))
    return { problem: "Write a mixed number as one fraction: 7/2, not 3 1/2." };
  const start = typed.length > 20 ? `${typed.slice(0, 20)}…` : typed;
  const [above, below] = [...texts, "1"].map(decimal);
  if (!above || !below || texts.length > 2 || typed.length > LONGEST)
    return { problem: `“${start}” is not a number. Type one such as ${examples(answer)}.` };
  if (above.grouped !== undefined || below.grouped !== undefined)
    return ambiguous(start, [above, below], texts.length === 2);
  const value = above.value / below.value;
  if (![value, above.value, below.value].every(Number.isFinite))
    return { problem: `“${start}” is no finite number. Type one such as ${examples(answer)[0]}.` };
  return texts.length === 1 ? { value, places: above.places } : { value, places: Infinity };
}

// Powers of ten as people write them, `2.5×10^3` or `10⁻²`.
const POWER =
  "10(?:\\s?(?:\\^|\\*\\*)\\s?[({]?([+\\-−–]?[0-9]{1,3})[)}]?|([⁺⁻]?[⁰¹²³⁴-⁹]{1,3}))(?![\\p{L}\\d_^]|[.,]\\d)";
const TIMES_POWER = new RegExp(`(?<=[0-9.,])\\s?[×xX*·⋅∙]\\s?${POWER}`, "gu");
const BARE_POWER = new RegExp(`(?<![\\p{L}\\d_.,^)\\]])${POWER}`, "gu");
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
/** @param {string | undefined} typed @param {string | undefined} raised */
const exponentOf = (typed, raised) =>
  (typed ?? raised ?? "")
    .replaceAll(/[⁰¹²³⁴-⁹]/g, (figure) => String(RAISED.indexOf(figure)))
    .replaceAll("⁺", "+")
    .replaceAll(/[⁻−–]/g, "-");

/** The zeros of Arabic, Persian, Devanagari, Bengali and Thai digits, which the other nine follow. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50];
/** @param {string} figure */
function usualFigure(figure) {
  const code = figure.charCodeAt(0);
  return String(code - (ZEROS.findLast((zero) => zero <= code) ?? code));
}

/** A text with the usual minus, slash, apostrophe, digits and powers in it. @param {string} typed */
function usual(typed) {
  const half = WRITTEN_OUT[HALVES.indexOf(typed.slice(-1))];
  const plain = half && !/\d/.test(typed.slice(0, -1)) ? typed.slice(0, -1) + half : typed;
  return plain
    .replaceAll(TIMES_POWER, (_, typed, raised) => `e${exponentOf(typed, raised)}`)
    .replaceAll(BARE_POWER, (_, typed, raised) => `1e${exponentOf(typed, raised)}`)
    .replaceAll(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59]/g, usualFigure)
    .replaceAll("\u066b", ".")
    .replaceAll("\u066c", "'")
    .replaceAll(/[\uff01-\uff5e]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) - 0xfee0))
    .replaceAll(/[−–‐‑‒—―﹣⁻¯]/g, "-")
    .replaceAll(/[⁄∕]/g, "/")
    .replaceAll("’", "'")
    .replaceAll("\u3000", " ")
    .trim();
}

/**
 * The refusal of a number whose comma may be decimal or part thousands, with the numbers that it can be.
 * @param {string} start @param {Decimal[]} parts @param {boolean} isFraction @returns {Refused}
 */
function ambiguous(start, [above, below], isFraction) {
  const either = [
    (above.grouped ?? above.value) / (below.grouped ?? below.value),
    above.value / (isFraction ? below.value : 1),
  ];
  const [one, other] = either.map(plain);
  return { problem: `“${start}” can be ${one} or ${other}. Type it as one of these.`, either };
}

/**
 * One number, or undefined of what is none; `grouped` is what it also can be.
 * @typedef {{value: number, places: number, grouped?: number}} Decimal
 * @param {string} text
 * @returns {Decimal | undefined}
 */
function decimal(text) {
  const [, sign, digits] = SIGNED.exec(text) ?? [];
  const isPlain = PLAIN.test(digits);
  if (!isPlain && ![COMMAS, POINTS, APOSTROPHES, BLANKS].some((form) => form.test(digits))) return undefined;
  const bare = digits.replaceAll(/[\s']/g, "");
  const parts = isPlain ? "" : COMMAS.test(digits) ? "," : POINTS.test(digits) ? "." : "";
  const [fixed, exponent] = (parts ? bare.replaceAll(parts, "") : bare).replace(",", ".").split(/[ed]/i);
  const value = Number(sign + (exponent ? `${fixed}e${exponent}` : fixed));
  const places = exponent ? Infinity : (fixed.split(".")[1] ?? "").length;
  if (!isPlain || !COMMAS.test(digits)) return { value, places };
  return { value, places, grouped: Number(sign + bare.replace(",", "")) };
}

/**
 * Whether two results are the same but for the rounding of a sum whose largest term is `size`.
 * @param {number} left @param {number} right @param {number} size
 */
export const isSame = (left, right, size) => Math.abs(left - right) <= 1e-9 * Math.max(size, Math.abs(right));

/**
 * Whether a guess is right: the answer itself, or the answer rounded to at least two places.
 * @param {Typed | Refused} guessed @param {number} answer @param {number} size
 */
export function isRight({ value, places, either }, answer, size = Math.abs(answer)) {
  if (value === undefined) return Boolean(either?.some((one) => isSame(one, answer, size)));
  if (isSame(value, answer, size)) return true;
  if (value === guess(number(answer)).value) return true; // as the page itself writes it
  return places >= 2 && places < Infinity && Math.abs(value - answer) <= 0.5000001 * 10 ** -places;
}

/** The whole numbers of a size that someone typed, such as `3 × 4` or `3, 4`. @param {string} text */
export function sizes(text) {
  const plain = text.trim();
  return /^\d+(\s*[×x*,;\s]\s*\d+)*$/i.test(plain) ? plain.match(/\d+/g)?.map(Number) : undefined;
}
