/**
 * Mounts the player as a Streamlit component.
 *
 * The player, its style and Plotly.js are files that `app.py` serves and the browser keeps; Python puts
 * their versions in place of PLOTLY and PLAYER. This host owns the page's address, its keys and its size.
 */

/**
 * @typedef {import("../../player/assets/player.js").Host} Host
 * @typedef {import("../../player/assets/player.js").Report} Report
 * @typedef {{show: (frame: Uint8Array) => void, destroy: () => void}} Stage
 * @typedef {(place: HTMLElement, host: Host) => Stage} Mount
 * @typedef {Partial<Report> & {session?: string, link?: string}} Told
 * @typedef {{query: string, whole: boolean, parameters: string[]}} Address of the link to what is shown
 * @typedef {Address & {session?: string, last: Partial<Report>, stage: Stage, abort: AbortController,
 *   report: (what: Told) => void}} Found a stage, and what its host knows
 */

const THEME = {
  "--cv-ink": "var(--st-text-color)",
  "--cv-paper": "var(--st-background-color)",
  "--cv-line": "var(--st-border-color)",
  "--cv-accent": "var(--st-primary-color)",
  "--cv-font": "var(--st-font)",
};
const TABS = 10; // pixels of the tabs below the stage that stay in sight
const HIGHEST = 200; // pixels that what stands above the stage takes at most

/** @type {WeakMap<HTMLElement, Found>} */
const stages = new WeakMap(); // by element: the stage in it and what its host knows
const turns = new WeakMap(); // by element: the latest call for it
const url = (/** @type {string} */ path) => new URL(path, document.baseURI).href;

/**
 * What Streamlit calls whenever the component's data have changed.
 * @param {{parentElement: HTMLElement, data: Uint8Array, setStateValue: (name: string, value: Told) => void}} component
 */
export default function ({ parentElement, data, setStateValue }) {
  /** @type {any} */
  const page = globalThis; // it may outlive a version of the player
  const files = (page.convvizPlayers ??= {});
  /** @type {Promise<{mount: Mount}>} */
  const player = (files["PLAYER"] ??= load());
  const turn = {};
  turns.set(parentElement, turn);
  const isLatest = () => turns.get(parentElement) === turn;
  player.catch(() => (files["PLAYER"] = undefined));
  player
    .then(
      ({ mount }) =>
        isLatest() && update(parentElement, data, mount, (what) => setStateValue("report", what)),
    )
    .catch((error) => {
      if (!isLatest()) return;
      remove(parentElement);
      explain(parentElement, error);
    });
  return () => {
    if (!isLatest()) return; // the stage belongs to a later call
    turns.delete(parentElement);
    player.then(
      () => turns.has(parentElement) || remove(parentElement),
      () => undefined,
    );
  };
}

/**
 * Shows a frame in the stage of an element, which is made where there is none.
 * @param {HTMLElement} element @param {Uint8Array} frame @param {Mount} mount @param {Found["report"]} report
 */
function update(element, frame, mount, report) {
  const found = stages.get(element) ?? attach(element, mount);
  const { session, ...host } = headerOf(frame).host;
  const restarted = found.session !== undefined && found.session !== session;
  Object.assign(found, { session, ...host, report });
  // A restarted server knows only the address that this page was opened with: give it the present one.
  if (restarted) report({ ...found.last, session, link: window.location.search });
  else found.stage.show(frame);
}

/** The header of a frame: four bytes hold its length. @param {Uint8Array} frame */
function headerOf(frame) {
  const end = 4 + new DataView(frame.buffer, frame.byteOffset).getUint32(0, true);
  return JSON.parse(new TextDecoder().decode(frame.subarray(4, end)));
}

/** @param {HTMLElement} element @param {Mount} mount */
function attach(element, mount) {
  const found = /** @type {Found} */ ({ abort: new AbortController(), last: {} });
  stages.set(element, found);
  found.stage = mount(element, {
    theme: THEME,
    room: () => roomOf(element),
    report: (what) => {
      found.last = what;
      found.report(what);
    },
    address: {
      link: (step) => (found.whole ? new URL(linkOf(found, step), window.location.href).href : undefined),
      show: (step) => writeAddress(linkOf(found, step)),
    },
  });
  const { signal } = found.abort;
  window.addEventListener("resize", () => element.dispatchEvent(new Event("resize")), { signal });
  document.addEventListener("keydown", (event) => passOn(event, element), { signal });
  return found;
}

/** @param {HTMLElement} element */
function remove(element) {
  const found = stages.get(element);
  stages.delete(element);
  found?.abort.abort();
  found?.stage?.destroy();
}

/**
 * Gives the stage the keys that are pressed while nothing has the focus.
 * @param {KeyboardEvent} event @param {HTMLElement} element
 */
function passOn(event, element) {
  const { target, key, altKey, ctrlKey, metaKey, shiftKey } = event;
  if (event.defaultPrevented || (target !== document.body && target !== document.documentElement)) return;
  const copy = new KeyboardEvent("keydown", { key, altKey, ctrlKey, metaKey, shiftKey, cancelable: true });
  if (!element.dispatchEvent(copy)) event.preventDefault();
}

/**
 * The height from the element's upper edge to the lower edge of the window, when the page is at its top.
 * @param {HTMLElement} element
 */
function roomOf(element) {
  const scrolled = element.closest('[data-testid="stMain"]')?.scrollTop ?? 0;
  const top = element.getBoundingClientRect().top + scrolled;
  return window.innerHeight - Math.min(top, HIGHEST) - TABS;
}

/**
 * The address of what is on the stage, keeping parameters that are not ours.
 * @param {Address} address @param {number} step
 */
function linkOf({ query, parameters }, step) {
  const { pathname, search, hash } = window.location;
  const kept = search
    .slice(1)
    .split("&")
    .filter((part) => part && !parameters.includes(part.split("=")[0]));
  const own = [...(query ? [query] : []), ...(step > 0 ? [`step=${step + 1}`] : [])];
  const all = [...own, ...kept].join("&");
  return pathname + (all ? `?${all}` : "") + hash;
}

/** Writes the state into the address, in place. @param {string} link */
function writeAddress(link) {
  const { pathname, search, hash } = window.location;
  if (link !== pathname + search + hash) window.history.replaceState(window.history.state, "", link);
}

/** @returns {Promise<{mount: Mount}>} */
function load() {
  const plotly = globalThis.Plotly
    ? Promise.resolve()
    : tag("script", { src: url("plotly/plotly.min.js?v=PLOTLY") });
  const style = tag("link", { rel: "stylesheet", href: url("player/PLAYER/player.css") });
  const player = import(url("player/PLAYER/player.js"));
  return Promise.all([player, plotly, style]).then(([module]) => module);
}

/**
 * @param {"script" | "link"} name @param {Record<string, string>} attributes
 */
function tag(name, attributes) {
  return new Promise((loaded, failed) => {
    /** @type {any} */
    const node = Object.assign(document.createElement(name), attributes);
    node.onload = loaded;
    node.onerror = () => {
      node.remove();
      failed(new Error(`${node.src || node.href} cannot be loaded`));
    };
    document.head.append(node);
  });
}

/** @param {HTMLElement} element @param {Error} error */
function explain(element, error) {
  const note = document.createElement("div");
  note.style.cssText = "padding: 16px; border: 1px solid var(--st-border-color); border-radius: 6px";
  note.setAttribute("role", "alert");
  note.dataset.testid = "convviz-failed";
  note.textContent =
    `The stage cannot be shown: ${error.message}. Start the app with ` +
    "“streamlit run app.py”, which serves the stage's files, and reload this page.";
  element.replaceChildren(note);
}
