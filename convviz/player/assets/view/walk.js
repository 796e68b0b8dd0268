/** The keys that go through elements of which one alone is a stop of the Tab key. */

/** @typedef {Record<string, number>} Keys by how many elements a key goes on */

/** @type {Keys} */
export const ALONG = { ArrowLeft: -1, ArrowRight: 1 };
/** @type {Keys} */
export const DOWN = { ArrowUp: -1, ArrowDown: 1 };
/** @type {Keys} */
export const BOTH_WAYS = { ...ALONG, ...DOWN };

/**
 * Moves the focus among elements, around the ends; Home and End go to these. Which has it now, unless nothing is moved.
 * @param {KeyboardEvent} event @param {HTMLElement[]} items @param {Keys} keys
 */
export function walked(event, items, keys) {
  const { key, altKey, ctrlKey, metaKey } = event;
  const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const to = key === "Home" ? 0 : key === "End" ? items.length - 1 : keys[key] && at + keys[key];
  if (to === undefined || at < 0 || altKey || ctrlKey || metaKey) return undefined;
  event.preventDefault();
  event.stopPropagation(); // the stage's keys are not for whoever chooses
  const next = /** @type {HTMLElement} */ (items.at(to % items.length));
  next.focus({ preventScroll: true });
  return next;
}
