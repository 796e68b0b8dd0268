/** What happens by itself: a step of Play, and what follows once the user rests. No DOM. */

import { pace } from "./selectors.js";

const REST = 300; // ms without a change until the user counts as resting
const MISSED = 9; // ticks that a late one may stand for; on a page that is not seen all are late

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
 * Ticks at the state's speed while it plays: what a tick costs is taken off the wait for the next one. At the speed that
 * Play has by itself, so that it ends in time, a tick that comes late is told for how many it stands.
 * @param {Timers} timers @param {() => import("./state.js").State} current @param {(times: number) => void} tick
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
      const late = Math.floor((performance.now() - due) / wait);
      const times = state.speed ? 1 : 1 + Math.min(late, MISSED);
      due += (times - 1) * wait;
      tick(times);
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
