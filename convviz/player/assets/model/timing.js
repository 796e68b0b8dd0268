/** What happens by itself: a step of Play, and what follows once the user rests. No DOM. */

import { pace } from "./selectors.js";

const REST = 300; // ms without a change until the user counts as resting

/** Things to be done after a while; one of each name. */
export class Timers {
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  #running = new Map();

  /** Does something after so many ms, in place of what was to be done under this name. */
  start(/** @type {string} */ name, /** @type {number} */ wait, /** @type {() => void} */ act) {
    this.stop(name);
    this.#running.set(name, setTimeout(act, wait));
  }

  stop(/** @type {string} */ name) {
    clearTimeout(this.#running.get(name));
    this.#running.delete(name);
  }

  stopAll() {
    for (const name of [...this.#running.keys()]) this.stop(name);
  }
}

/**
 * Ticks at the state's speed while it plays. What a tick costs is taken off the wait for the next one: else a long
 * play would end later than it should.
 * @param {Timers} timers @param {() => import("./state.js").State} current @param {() => void} tick
 */
export function play(timers, current, tick) {
  timers.stop("play");
  let due = performance.now();
  const goOn = () => {
    const state = current();
    if (!state.playing || !state.scene) return;
    const { wait } = pace(/** @type {import("./state.js").Shown} */ (state));
    due = Math.max(due, performance.now() - wait) + wait; // who is further behind does not catch up
    timers.start("play", due - performance.now(), () => {
      tick();
      goOn();
    });
  };
  goOn();
}

/**
 * Calls `rested` once nothing has changed for a while and nothing moves by itself.
 * @param {Timers} timers @param {() => import("./state.js").State} current
 * @param {(state: import("./state.js").Shown) => void} rested
 */
export function rest(timers, current, rested) {
  timers.start("rest", REST, () => {
    const state = current();
    if (state.dragging || state.playing || !state.scene) return;
    rested(/** @type {import("./state.js").Shown} */ (state));
  });
}
