/**
 * Mounts the player as a Streamlit component.
 *
 * The player, the page's style and Plotly.js are files that `app.py` serves and the browser keeps; Python puts
 * their addresses in place of PLOTLY_JS, PLAYER_JS, PAGE_CSS and EDITS. This host owns the page's address, its keys
 * and its size. It keeps what is not in the address for a reload, and gives it to a server that does not know it.
 * It posts edits, and gets a frame for them. Where that fails, or something else on the page is touched before
 * the frame is there, they go with Streamlit's messages too: edits are numbered, and taken once each.
 */

/**
 * @typedef {import("../../player/assets/player.js").Host} Host
 * @typedef {import("../../player/assets/player.js").Report} Report
 * @typedef {import("../../player/assets/player.js").Edit} Edit
 * @typedef {import("../../player/assets/player.js").Look} Look
 * @typedef {import("../../player/assets/player.js").Mounted} Stage
 * @typedef {typeof import("../../player/assets/player.js")} Player
 * @typedef {{session: string, query: string, lesson: string, parameters: string[], brought: number,
 *   resumed: boolean}} Shown what Python says of the link to what is shown: its query, and where that cannot carry all
 *   of it, the lesson that does; how often something was brought onto the stage from the sidebar, and whether Python
 *   has taken what the page held
 * @typedef {{session: string, edits: Edit[], link?: string, lesson?: string, step?: number}} Sent
 * @typedef {{address: string, lesson: string, step: number, edits: Edit[]}} Kept
 * @typedef {Shown & {stage: Stage, player: Player, look: Look, edits: Edit[], abort: AbortController,
 *   send: (what: Sent) => void, answered: number, told: number, resuming: boolean, began: number}} Found a stage, and
 *   what its host knows: the last edit that is answered, the last of which Python was told that the stage shows it,
 *   whether a server that does not know the page is reading what it holds, and the revision in which it showed that
 * @typedef {{header: ReturnType<Player["headerOf"]>, frame: Uint8Array}} Newest
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
const PAUSE = 10; // ms from one thing that is sent to the next
const PATIENCE = 10_000; // ms that edits may be on their way
const KEPT = "convviz"; // the place in the session's storage
const OVERLAID = 768; // pixels; over a page that is no wider Streamlit lays its sidebar

/** @type {WeakMap<HTMLElement, Found>} */
const stages = new WeakMap(); // by element: the stage in it and what its host knows
const turns = new WeakMap(); // by element: the latest call for it
/** @type {WeakMap<CSSStyleSheet, number>} */
const lightened = new WeakMap(); // by style sheet of the page: how many of its rules are done
const url = (/** @type {string} */ path) => new URL(path, document.baseURI).href;
/** @type {any} */
const page = globalThis; // it may outlive a version of the player
/** What tells Python where the stage rests, and which tab is open: follow.js. */
const followed = (page.convvizFollowed ??= {});

/**
 * What Streamlit calls whenever the component's data have changed.
 * @param {{parentElement: HTMLElement, data: Uint8Array, setStateValue: (name: string, value: Sent) => void}} component
 */
export default function ({ parentElement, data, setStateValue }) {
  const files = (page.convvizPlayers ??= {});
  /** @type {Promise<Player>} */
  const player = (files["PLAYER_JS"] ??= load());
  const turn = {};
  turns.set(parentElement, turn);
  const isLatest = () => turns.get(parentElement) === turn;
  player.catch(() => (files["PLAYER_JS"] = undefined));
  player
    .then(
      (player) => isLatest() && update(parentElement, data, player, (what) => setStateValue("sent", what)),
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
 * @param {HTMLElement} element @param {Uint8Array} frame @param {Player} player @param {Found["send"]} send
 */
function update(element, frame, player, send) {
  const found = stages.get(element) ?? attach(element, player);
  const { host } = player.headerOf(frame);
  const before = found.session;
  if (before === host.session) {
    found.send = send;
    take(found, frame);
    return;
  }
  const sent = before ? presentOf(found) : keptFor(element, host);
  followed.last = undefined; // what this server was told
  Object.assign(found, { session: host.session, parameters: host.parameters, send });
  // A restarted server, or one that a reload asks anew, knows only the address that the page was opened with:
  // its frame is another one's.
  found.resuming = sent !== undefined;
  if (sent) return send({ ...sent, session: host.session });
  take(found, frame);
}

/**
 * Shows a frame, or one that came after it: Streamlit gives a stage that is made anew the last frame that it knows.
 * @param {Found} found @param {Uint8Array} frame
 */
function take(found, frame) {
  const { header, frame: newest } = newestOf(frame, found.player);
  const { resuming } = found;
  if (resuming && !header.host.resumed) return; // what another page would see
  if (header.host.brought > found.brought) uncover();
  Object.assign(found, header.host, { answered: header.answered });
  if (resuming) Object.assign(found, { resuming: false, began: header.revision });
  found.stage.show(newest);
  found.edits = found.edits.filter(({ n }) => n > header.answered).map((edit) => known(edit, found));
  keep(found);
  if (resuming && found.edits.length) void post(found); // what was edited meanwhile
}

/**
 * An edit about a revision that the server knows. What was made before it had read the page is about the same numbers,
 * which have another revision there; the stage, which does not know that, gives such an edit again with the next one.
 * @param {Edit} edit @param {Found} found @returns {Edit}
 */
const known = (edit, { began }) => (edit.revision < began ? { ...edit, revision: began } : edit);

/** The page's newest frame of the session of a frame. @param {Uint8Array} frame @param {Player} player */
function newestOf(frame, player) {
  const header = player.headerOf(frame);
  /** @type {Newest | undefined} */
  const known = page.convvizNewest;
  if (known && known.header.host.session === header.host.session && known.header.at > header.at) return known;
  page.convvizNewest = { header, frame };
  return { header, frame };
}

/** Posts the edits that are not answered. @param {Found} found */
async function post(found) {
  const { session, edits } = found;
  try {
    const answer = await fetch(url(`EDITS${session}`), {
      method: "POST",
      body: JSON.stringify(edits),
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!answer.ok) throw new Error(`${answer.status}`);
    const frame = new Uint8Array(await answer.arrayBuffer());
    if (found.session === session) take(found, frame);
  } catch {
    inTurn(() => {
      if (found.session === session) sendAlong(found);
    });
  }
}

/**
 * Gives Streamlit the edits that are not answered: it keeps them until there is a line again. Of what is sent at once it
 * keeps the last alone, so nothing follows what a new server is to read.
 * @param {Found} found
 */
function sendAlong({ session, edits, send, resuming }) {
  if (edits.length && !resuming) send({ session, edits });
}

/**
 * Whether Python knows what is reported: after a change that it made itself, only the revision is new. After an
 * edit it waits to be told that the stage shows it, and while it asks for answers, that it hides them.
 * @param {Report} what @param {Found} found
 */
function isKnown(what, { answered, told }) {
  const before = /** @type {Report | undefined} */ (followed.last);
  if (!before || what.predicting || answered !== told) return false;
  return JSON.stringify(what) === JSON.stringify({ ...before, revision: what.revision });
}

let turn = Promise.resolve();

/**
 * Sends one thing after the other: of what two fragments are told in one task, Streamlit runs one alone.
 * @param {() => void} send
 */
function inTurn(send) {
  turn = turn.then(() => {
    send();
    return new Promise((done) => setTimeout(done, PAUSE));
  });
}

/** What the stage shows, for a server that does not know it. @param {Found} found @returns {Omit<Sent, "session">} */
function presentOf({ lesson, look, edits }) {
  return lesson ? { lesson, step: look.step, edits } : { link: window.location.search, edits };
}

/**
 * What was kept of this address before a reload and is not in it.
 * @param {HTMLElement} element @param {Shown} shown @returns {Omit<Sent, "session"> | undefined}
 */
function keptFor(element, shown) {
  /** @type {Kept | undefined} */
  let kept;
  try {
    kept = JSON.parse(window.sessionStorage.getItem(KEPT) ?? "null") ?? undefined;
  } catch {
    return undefined; // no storage here, or not ours
  }
  if (!kept || kept.address !== ownPart(window.location.search, shown.parameters)) return undefined;
  const { lesson, step, edits } = kept;
  if (!lesson && !edits.length) return undefined;
  const found = /** @type {Found} */ (stages.get(element));
  found.edits = edits;
  return lesson ? { lesson, step, edits } : { link: window.location.search, edits };
}

/** Keeps for a reload what the address does not hold. @param {Found} found */
function keep({ lesson, look, edits, parameters }) {
  const address = ownPart(window.location.search, parameters);
  /** @type {Kept} */
  const kept = { address, lesson, step: look.step, edits };
  try {
    if (lesson || edits.length) window.sessionStorage.setItem(KEPT, JSON.stringify(kept));
    else window.sessionStorage.removeItem(KEPT);
  } catch {} // no room or no storage: a reload then opens the address
}

/** @param {HTMLElement} element @param {Player} player */
function attach(element, player) {
  const [abort, edits] = [new AbortController(), /** @type {Edit[]} */ ([])];
  const found = /** @type {Found} */ ({ player, abort, edits, began: 0 });
  stages.set(element, found);
  found.look = { step: 0, multiply: false, predicting: false, presenting: false, output: "", scatter: false };
  found.stage = player.mount(element, {
    theme: THEME,
    room: () => roomOf(element),
    report: (what) => {
      lighten();
      if (found.resuming || isKnown(what, found)) return;
      followed.last = what;
      found.told = found.answered;
      inTurn(() => followed.tell?.(what));
    },
    edit: (edits) => {
      found.edits = edits.map((edit) => known(edit, found));
      keep(found);
      if (edits.length && !found.resuming) void post(found);
    },
    address: {
      link: (look) => (found.lesson ? undefined : new URL(linkOf(found, look), window.location.href).href),
      show: (look) => {
        found.look = look;
        followed.turned = () => writeAddress(linkOf(found, look));
        writeAddress(linkOf(found, look));
        keep(found);
      },
      save: () => saveLesson(found.lesson),
    },
  });
  followed.inTurn = inTurn;
  followed.turned = undefined; // until it is known how one looks
  const { signal } = found.abort;
  window.addEventListener("resize", () => element.dispatchEvent(new Event("resize")), { signal });
  document.addEventListener("keydown", (event) => passOn(event, element), { signal });
  for (const name of ["click", "keydown"])
    document.addEventListener(name, (event) => goAhead(event, element), { signal, capture: true });
  document.addEventListener("focusin", rememberMenu, { signal });
  document.addEventListener("visibilitychange", forgetSidebar, { signal });
  const changes = new MutationObserver(() => {
    nameUploaders();
    returnFocus();
  });
  changes.observe(document.body, { childList: true, subtree: true });
  signal.addEventListener("abort", () => changes.disconnect());
  return found;
}

/**
 * Takes away what Streamlit styles by a mark that has the name of the stage's `data-step`, and by what follows it:
 * nothing on this page has that mark, and for the rule's sake the browser would look at the style of all that is
 * around the stage in every step. Streamlit adds rules as it needs them, at the end.
 */
function lighten() {
  for (const sheet of document.styleSheets) {
    if (sheet.href) continue; // a file
    const done = lightened.get(sheet) ?? 0;
    for (let index = sheet.cssRules.length - 1; index >= done; index -= 1)
      if (/\[data-step\b.*:has\(/.test(sheet.cssRules[index].cssText)) sheet.deleteRule(index);
    lightened.set(sheet, sheet.cssRules.length);
  }
}

/** Gives Streamlit's uploader a role that may have a name: it has one, and says that it is no more than decoration. */
function nameUploaders() {
  for (const zone of document.querySelectorAll('section[role="presentation"][aria-label]'))
    zone.role = "group";
}

/** @type {HTMLElement | null} */
let opener = null; // of the menu that has the focus

/** Takes note of whose menu the focus is in. @param {Event} event */
function rememberMenu({ target }) {
  const menu = /** @type {Element} */ (target).closest('[data-testid="stPopoverBody"]');
  opener = menu && document.querySelector('[data-testid="stPopover"] button[aria-expanded="true"]');
}

/** Gives the button of a menu the focus that went with the menu, when Python has closed it. */
function returnFocus() {
  if (opener?.ariaExpanded === "true" || document.activeElement !== document.body) return;
  opener?.focus();
  opener = null;
}

/** Takes the sidebar off a page that it covers. */
function uncover() {
  const close = document.querySelector('[data-testid="stSidebarCollapseButton"] button');
  if (window.innerWidth <= OVERLAID) /** @type {HTMLElement | null} */ (close)?.click();
}

/** Lets the next visit begin with the stage: Streamlit keeps that its sidebar is open, also where it covers the page. */
function forgetSidebar() {
  if (document.visibilityState === "visible" || window.innerWidth > OVERLAID) return;
  try {
    for (const key of Object.keys(window.localStorage))
      if (key.startsWith("stSidebarCollapsed")) window.localStorage.removeItem(key);
  } catch {} // no storage here
}

/** Saves a file that opens as what is shown. @param {string} lesson */
function saveLesson(lesson) {
  const file = URL.createObjectURL(new Blob([lesson], { type: "application/json" }));
  Object.assign(document.createElement("a"), { href: file, download: "lesson.json" }).click();
  setTimeout(() => URL.revokeObjectURL(file), 60_000);
}

/** @param {HTMLElement} element */
function remove(element) {
  const found = stages.get(element);
  stages.delete(element);
  found?.abort.abort();
  found?.stage?.destroy();
}

/**
 * Edits come before what is done elsewhere on the page after them, whichever way is faster.
 * @param {Event} event @param {HTMLElement} element
 */
function goAhead({ target }, element) {
  const found = stages.get(element);
  if (found?.send && !element.contains(/** @type {Node} */ (target))) sendAlong(found);
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
 * The address of what is on the stage and how it is looked at, keeping parameters that are not ours.
 * @param {Shown} shown @param {Look} look
 */
function linkOf({ query, parameters }, { step, multiply, predicting, presenting, output, scatter }) {
  const { pathname, search, hash } = window.location;
  const own = [
    ...(query ? [query] : []),
    ...(step > 0 ? [`step=${step + 1}`] : []),
    ...(multiply ? ["multiply=true"] : []),
    ...(predicting ? ["predict=true"] : []),
    ...(presenting ? ["present=true"] : []),
    ...(output ? [`output=${output}`] : []),
    ...(scatter ? ["scatter=true"] : []),
    ...(followed.tab && followed.tab !== "explain" ? [`tab=${followed.tab}`] : []),
  ];
  const all = [...own, ...parts(search).filter((part) => !isOwn(part, parameters))].join("&");
  return pathname + (all ? `?${all}` : "") + hash;
}

/** @param {string} search */
const parts = (search) => search.slice(1).split("&").filter(Boolean);

/** @param {string} part of a query @param {string[]} parameters */
const isOwn = (part, parameters) => parameters.includes(part.split("=")[0].replace(/\.\d$/, ""));

/** What of a query is ours. @param {string} search @param {string[]} parameters */
const ownPart = (search, parameters) =>
  parts(search)
    .filter((part) => isOwn(part, parameters))
    .join("&");

/** Writes the state into the address, in place. @param {string} link */
function writeAddress(link) {
  const { pathname, search, hash } = window.location;
  if (link !== pathname + search + hash) window.history.replaceState(window.history.state, "", link);
}

/** @returns {Promise<Player>} */
function load() {
  const plotly = globalThis.Plotly ? Promise.resolve() : tag("script", { src: url("PLOTLY_JS") });
  const style = tag("link", { rel: "stylesheet", href: url("PAGE_CSS") });
  const player = import(url("PLAYER_JS"));
  return Promise.all([player, plotly, style]).then(([module]) => module);
}

/**
 * Waits for a file, whose element the page's head may hold already (`preload.py` puts it there).
 * @param {"script" | "link"} name @param {Record<string, string>} attributes
 */
function tag(name, attributes) {
  return new Promise((loaded, failed) => {
    const address = attributes.src ?? attributes.href;
    const all = /** @type {any[]} */ ([...document.head.querySelectorAll(name)]);
    const found = all.find(({ src, href }) => (src ?? href) === address);
    const node = found ?? Object.assign(document.createElement(name), attributes);
    if (node.sheet) loaded(node);
    node.addEventListener("load", loaded);
    node.addEventListener("error", () => {
      node.remove();
      failed(new Error(`${address} cannot be loaded`));
    });
    if (!found) document.head.append(node);
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
