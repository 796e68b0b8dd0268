/** The player's host where there is no server: nobody is told of a step, and there is no address to write. */

/** The colours are the page's own variables. @param {HTMLElement} stage @returns {import("../player/assets/player.js").Host} */
export function alone(stage) {
  return {
    report: () => undefined,
    theme: {},
    room: () => window.innerHeight - (stage.getBoundingClientRect().top + window.scrollY),
  };
}

/**
 * Passes on what happens outside of the stage: keys while nothing has the focus, a window of another size.
 * @param {HTMLElement} stage
 * @param {AbortSignal} [signal] ends it
 */
export function forward(stage, signal) {
  const keys = (/** @type {KeyboardEvent} */ event) => {
    if (event.target !== document.body && event.target !== document.documentElement) return;
    if (!stage.dispatchEvent(new KeyboardEvent("keydown", event))) event.preventDefault();
  };
  document.addEventListener("keydown", keys, { signal });
  window.addEventListener("resize", () => stage.dispatchEvent(new Event("resize")), { signal });
}
