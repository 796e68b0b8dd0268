/** The numbers of an axis. No DOM. */

const ROUND = [1, 2, 5, 10];

/**
 * Round numbers between two ends: as many as there are room for, and a step between them of 1, 2 or 5 times a power of ten.
 * @param {number} low @param {number} high @param {number} most
 */
export function ticks(low, high, most) {
  const least = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * /** @type {number} */ (ROUND.find((times) => times * power >= least));
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, index) => (first + index) * step);
}
