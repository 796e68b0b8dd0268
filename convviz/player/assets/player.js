/**
 * The player: shows any window of a scene that NumPy computed.
 *
 * `mount` puts a stage into an element. Events become actions, `reduce` makes the next state of them, and
 * the views paint what differs. The player knows its host by what it is given, and nothing outside its element.
 */

import { unpack } from "./model/frame.js";
import { linksOf } from "./model/links.js";
import { sizeText } from "./model/quiz.js";
import { openScene } from "./model/scene.js";
import { linkedStep, narration, report, spoken } from "./model/selectors.js";
import { reduce, START } from "./model/state.js";
import { Controls, Modes } from "./view/controls.js";
import { element, write } from "./view/dom.js";
import { Formula } from "./view/formula.js";
import { purgeHeatmaps } from "./view/heatmap.js";
import { actionOf, keyList } from "./view/keys.js";
import { NARROW } from "./view/layout.js";
import { LEADING, sizeOf } from "./view/lines.js";
import { Panels } from "./view/panels.js";
import { followCells, followTerms } from "./view/pointer.js";
import { presentation } from "./view/present.js";
import { Quiz } from "./view/quiz.js";

/**
 * @typedef {import("./model/state.js").State} State
 * @typedef {import("./model/state.js").Shown} Shown
 * @typedef {import("./model/state.js").Action} Action
 * @typedef {import("./model/scene.js").Scene} Scene
 * @typedef {{revision: number, step: number, predicting: boolean, hiding: boolean}} Report
 * @typedef {object} Host
 * @property {(what: Report) => void} report takes note of where the user rests, and of what is hidden
 * @property {{link: (step: number) => string | undefined, show: (step: number) => void}} [address] the link to
 *   a step, or none where a link cannot carry what is shown; and writes it into the address
 * @property {Record<string, string>} theme the values of the colours and the font: `--cv-ink` and so on
 * @property {() => number} room the height in pixels from the stage's upper edge to the end of what is seen
 */

const REST = 300; // ms without a change until the user counts as resting
const RESIZED = 120; // ms until a new size counts
const LARGER = [1.6, 1.35, 1.15, 1]; // type of a presentation, as large as leaves room for the panels

/**
 * Puts a stage into an element. What happens outside of it, the host passes on to it: key presses while
 * nothing has the focus as `keydown`, and `resize`.
 * @param {HTMLElement} place @param {Host} host
 */
export function mount(place, host) {
  /** @type {State} */
  let state = START;
  /** @type {Panels | undefined} */
  let panels;
  /** @type {string | undefined} */
  let drawing; // what is being drawn, or was last
  /** @type {Report | undefined} */
  let known; // what Python knows
  let letters = 100; // that the line under the slider has room for
  /** @type {ReturnType<typeof linksOf>} */
  let links;
  /** @type {unknown[]} */
  let linked = []; // what `links` was made of
  /** @type {Record<string, ReturnType<typeof setTimeout>>} */
  const timers = {};
  const abort = new AbortController();

  // ------------------------------------------------------------------------------------------ views

  const keys = keyList();
  const controls = new Controls(dispatch);
  const modes = new Modes(dispatch, keys, host.address && (() => host.address?.link(linkedStep(state))));
  const formula = new Formula(dispatch);
  const quiz = new Quiz(dispatch);
  const where = document.createTextNode("");
  const title = element("h2", { class: "cv-title" });
  const holder = element("div", { class: "cv-holder" });
  const size = element("span");
  const kind = element("p", { class: "cv-kind" });
  const notes = element("p", { class: "cv-notes" });
  const status = element("div", { role: "status", class: "cv-hidden" });
  const whereLine = element("p", { class: "cv-where", "data-where": true }, where);
  const facts = [element("p", { class: "cv-size" }, size), kind, notes];
  const body = [holder, controls.node, whereLine, formula.node];
  const attributes = { class: "cv-stage", "data-testid": "convviz-stage", "aria-label": "Stage" };
  const stage = element(
    "section",
    { ...attributes, "data-ready": "false" },
    title,
    ...body,
    quiz.node,
    modes.node,
    ...facts,
    status,
    keys,
  );
  const presented = presentation(place, stage, () => dispatch({ type: "present", presenting: false }));
  for (const [name, value] of Object.entries(host.theme)) stage.style.setProperty(name, value);

  followCells(holder, dispatch, () => state);
  followTerms(formula.node, dispatch, () => state);
  place.replaceChildren(stage);
  place.addEventListener("keydown", followKey, { signal: abort.signal });
  place.addEventListener("resize", resized, { signal: abort.signal });
  const resizing = new ResizeObserver(resized);
  resizing.observe(stage);

  return { show, destroy };

  // ------------------------------------------------------------------------------------------ state

  /** @param {Action} action */
  function dispatch(action) {
    const before = state;
    state = reduce(state, action);
    if (state === before) return;
    paint(before);
    follow(before);
  }

  /** What a change of the state entails beside painting. @param {State} before */
  function follow(before) {
    const changed = (/** @type {(keyof State)[]} */ ...names) =>
      names.some((name) => state[name] !== before[name]);
    if (changed("playing")) play();
    if (changed("presenting")) turnPresentation();
    if (changed("predicting")) turnPrediction();
    if (changed("predicting", "sizing", "answered")) tell();
    // Asks for the room that there is, and so for a layout: never in a step.
    if (changed("coming", "sizing", "presenting", "predicting")) void draw();
    if (changed("saying") && state.playing) status.textContent = state.saying;
    if (
      changed(
        "revision",
        "step",
        "tap",
        "multiply",
        "saying",
        "dragging",
        "playing",
        "predicting",
        "answered",
      )
    )
      rest();
  }

  /** Shows a frame. @param {Uint8Array} bytes */
  function show(bytes) {
    const { header, body: packed } = unpack(bytes);
    if (header.revision === (state.coming?.revision ?? state.revision)) return;
    if (state.scene && header.since > state.revision) tell(); // the user may not have rested on it yet
    const linkable = host.address?.link(0) !== undefined;
    dispatch({ type: "frame", header, scene: openScene(packed), linkable });
    if (state.sizing) host.address?.show(linkedStep(state));
  }

  // ------------------------------------------------------------------------------------------ painting

  /** Paints what differs from the state before; all of it after a redraw. @param {State} [before] */
  function paint(before) {
    if (state.title !== before?.title) title.textContent = state.title;
    if (state.sizing !== before?.sizing) paintWaiting();
    if (!state.scene || panels?.scene !== state.scene) return;
    const shown = /** @type {Shown} */ (state);
    const links = linksNow(shown);
    panels.paint(shown, links);
    formula.paint(shown, links);
    controls.paint(shown);
    modes.paint(shown);
    quiz.paint(shown);
    write(where, links?.text || narration(shown));
    stage.classList.toggle("cv-linking", Boolean(links));
    paintContract(shown);
    if (state.scene !== before?.scene) paintFacts(state.scene);
  }

  /** The attributes that the stage is found by. @param {Shown} shown */
  function paintContract({ scene, step, tap, multiply }) {
    const { dataset } = stage;
    dataset.step = String(step + 1);
    if (multiply) dataset.tap = String(tap + 1);
    else if (dataset.tap) delete dataset.tap;
    if (dataset.steps !== String(scene.steps)) dataset.steps = String(scene.steps);
    if (dataset.rank !== String(scene.rank)) dataset.rank = String(scene.rank);
  }

  /** What changes with the scene but not with the step. @param {Scene} scene */
  function paintFacts(scene) {
    size.textContent = `Size of the output: ${sizeText(scene)}`;
    kind.textContent = scene.labels.kind;
    notes.textContent = scene.labels.notes.join(" ");
  }

  /** Puts the picture aside while the size of the coming output is asked for. */
  function paintWaiting() {
    for (const node of [...body, ...facts]) node.inert = state.sizing;
    stage.classList.toggle("cv-waiting", state.sizing);
  }

  /** What belongs to the cell that is pointed at; the same object as long as nothing of it changes. @param {Shown} shown */
  function linksNow(shown) {
    const { target, scene, step, answered, predicting } = shown;
    const now = [target, scene, step, answered, predicting, letters];
    if (now.some((value, index) => value !== linked[index])) {
      linked = now;
      links = linksOf(shown, letters);
    }
    return links;
  }

  // ------------------------------------------------------------------------------------------ drawing

  /** Draws the coming scene, or the present one at another size, off stage, and then shows it. */
  async function draw() {
    const coming = state.sizing ? undefined : state.coming;
    const scene = coming?.scene ?? state.scene;
    const width = holder.clientWidth;
    if (!scene || !width) return;
    const text = textOf(scene, width);
    const height = heightFor(text);
    const key = `${coming?.revision ?? state.revision} ${width} ${height} ${state.presenting}`;
    if (key === drawing) return;
    drawing = key;
    const made = new Panels(scene, width, height, state.presenting);
    await made.draw();
    if (drawing !== key || abort.signal.aborted) return purgeHeatmaps(made.node);
    const letter = (state.presenting ? 11 : 6.8) * widthOfLetters();
    letters = Math.floor(width / letter) * (width < NARROW ? 2 : 1);
    formula.fit(text.type, text.lines);
    put(made, coming);
  }

  /** Puts drawn panels on the stage. @param {Panels} made @param {State["coming"]} coming */
  function put(made, coming) {
    const old = panels;
    const focused = /** @type {HTMLElement | null} */ (
      holder.querySelector(":focus")?.closest("[data-panel]") ?? null
    );
    panels = made;
    if (coming) {
      known = { revision: coming.revision, step: coming.known, predicting: false, hiding: false };
      dispatch({ type: "drawn", revision: coming.revision });
    } else paint();
    holder.replaceChildren(made.node);
    const probe = focused && made.node.querySelector(`[data-panel="${focused.dataset.panel}"] .cv-probe`);
    /** @type {HTMLElement | null} */ (probe)?.focus({ preventScroll: true });
    if (old) purgeHeatmaps(old.node);
    if (coming) host.address?.show(linkedStep(state));
    stage.dataset.ready = "true";
    setTimeout(() => panels === made && !abort.signal.aborted && made.drawRest(), 30);
  }

  /** The height that the slices of the panels may take, so that all of the stage is seen without scrolling. */
  function heightFor(/** @type {{type: number, lines: number, notes: number}} */ text) {
    const { presenting, predicting } = state;
    const room = presenting ? stage.clientHeight : host.room();
    if (holder.clientWidth < NARROW) return Math.max(260, room - (presenting ? 482 : 272));
    const others = presenting ? 367 + text.notes * 28 : 230 + text.notes * 21;
    const question = predicting ? (presenting ? 60 : 44) : 0;
    const rest = room - others - text.lines * text.type * LEADING - question;
    return Math.max(170, Math.min(presenting ? 1200 : 640, rest));
  }

  /** The type and the lines of the sum, and the lines of the notes. @param {Scene} scene @param {number} width */
  function textOf(scene, width) {
    const { presenting } = state;
    const view = presenting ? stage.clientHeight : host.room();
    const wider = widthOfLetters();
    let [type, lines] = [0, 0];
    for (const larger of presenting ? LARGER : [1]) {
      const found = sizeOf(scene, width / (larger * wider));
      [type, lines] = [found.type * larger, found.lines];
      if (lines * type * LEADING <= 0.22 * view) break;
    }
    const most = Math.floor(((presenting ? 0.34 : 0.42) * view) / (type * LEADING)); // it scrolls then
    return {
      type,
      lines: Math.min(lines, Math.max(1, most)),
      notes: Math.ceil((scene.labels.notes.join(" ").length * 6.8 * wider) / width),
    };
  }

  /** How wide a digit of the host's font is, as a multiple of the width that the layout reckons with. */
  function widthOfLetters() {
    const pen = document.createElement("canvas").getContext("2d");
    if (!pen) return 1;
    pen.font = `18px ${getComputedStyle(stage).fontFamily}`;
    return Math.max(1, pen.measureText("0").width / 9);
  }

  function resized() {
    clearTimeout(timers.size);
    timers.size = setTimeout(draw, RESIZED);
  }

  // ------------------------------------------------------------------------------------------ time

  function play() {
    clearTimeout(timers.play);
    if (!state.playing) return;
    timers.play = setTimeout(() => {
      dispatch({ type: "tick" });
      play();
    }, 1000 / state.speed);
  }

  /** Once the user rests: the spoken line, the address, and Python. */
  function rest() {
    clearTimeout(timers.rest);
    timers.rest = setTimeout(() => {
      if (state.dragging || state.playing || !state.scene) return;
      status.textContent = spoken(/** @type {Shown} */ (state));
      host.address?.show(linkedStep(state));
      tell();
    }, REST);
  }

  /** Tells Python what it does not know. */
  function tell() {
    const now = report(state);
    if (JSON.stringify(now) === JSON.stringify(known)) return;
    known = now;
    host.report(now);
  }

  // ------------------------------------------------------------------------------------------ modes

  function turnPrediction() {
    status.textContent = "";
    if (state.predicting) quiz.field.focus();
  }

  function turnPresentation() {
    keys.hidePopover();
    presented.show(state.presenting);
    (state.presenting ? controls.slider : modes.present).focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  function followKey(event) {
    const action = actionOf(event, state, event.target !== place);
    if (!action) return;
    event.preventDefault();
    if (action === "keys") keys.togglePopover();
    else dispatch(action);
  }

  function destroy() {
    abort.abort();
    resizing.disconnect();
    for (const timer of Object.values(timers)) clearTimeout(timer);
    modes.destroy();
    presented.destroy();
    purgeHeatmaps(stage);
    stage.remove();
  }
}
