/**
 * The player: shows any window of a scene that NumPy computed.
 *
 * `mount` puts a stage into an element. Events become actions, `reduce` makes the next state of them, and
 * the views paint what differs. The player knows its host by what it is given, and nothing outside its element.
 */

import { due } from "./model/edits.js";
import { unpack } from "./model/frame.js";
import { linksOf } from "./model/links.js";
import { openScene } from "./model/scene.js";
import { look, report, spoken, toDraw } from "./model/selectors.js";
import { reduce, START } from "./model/state.js";
import { isRow } from "./model/strip.js";
import { play, rest, Timers } from "./model/timing.js";
import { followChoice } from "./view/choice.js";
import { Controls, Modes } from "./view/controls.js";
import { element } from "./view/dom.js";
import { Drawing } from "./view/drawing.js";
import { Editor } from "./view/editor.js";
import { Formula } from "./view/formula.js";
import { Grids } from "./view/grid.js";
import { Handout } from "./view/handout.js";
import { actionOf, followGrids, keyList } from "./view/keys.js";
import { followCells, followTerms, pointing } from "./view/pointer.js";
import { presentation } from "./view/present.js";
import { Quiz } from "./view/quiz.js";
import { lettersOf, roomFor, storyWidth } from "./view/room.js";
import { Says } from "./view/says.js";
import { Stage } from "./view/stage.js";
import { StripView } from "./view/strip.js";
import { followTree } from "./view/tree.js";

/**
 * @typedef {import("./model/state.js").State} State
 * @typedef {import("./model/state.js").Shown} Shown
 * @typedef {import("./model/state.js").Action} Action
 * @typedef {{revision: number, step: number, multiply: boolean, predicting: boolean, hiding: boolean,
 *   presenting: boolean}} Report
 * @typedef {ReturnType<typeof look>} Look
 * @typedef {import("./model/edits.js").Edit} Edit
 * @typedef {{show: (frame: Uint8Array) => void, destroy: () => void}} Mounted
 * @typedef {object} Address
 * @property {(look: Look) => string | undefined} link to what is shown, or none where a link cannot carry it
 * @property {(look: Look) => void} show writes it into the address
 * @property {() => void} save saves what is shown as a lesson file
 * @typedef {object} Host
 * @property {(what: Report) => void} report takes note of where the user rests, and of what is hidden
 * @property {Address} [address] where there is one
 * @property {(edits: Edit[]) => void} [edit] takes all edits that no frame has answered, oldest first, each time
 *   that there is a new one; without it the numbers are read only
 * @property {(place: number) => void} [layer] shows another layer, by its place from zero, where no edits are taken
 * @property {Record<string, string>} theme the values of the colours and the font: `--cv-ink` and so on
 * @property {() => number} room the height in pixels from the stage's upper edge to the end of what is seen
 */

const RESIZED = 120; // ms until a new size counts
const SHOWN = 300; // ms until Python is told of a new frame that is shown, also while it plays
/** Once these have changed, what the user rests on is another thing. @type {(keyof State)[]} */
const RESTS_ON = [
  "revision",
  "scene",
  "step",
  "tap",
  "multiply",
  "saying",
  "done",
  "dragging",
  "playing",
  "predicting",
  "presenting",
  "output",
  "answered",
];

/** What a frame says beside its picture. @param {Uint8Array} frame @returns {any} */
export const headerOf = (frame) => unpack(frame).header;

/**
 * Puts a stage into an element. What happens outside of it, the host passes on to it: key presses while
 * nothing has the focus as `keydown`, and `resize`.
 * @param {HTMLElement} place @param {Host} host
 * @returns {Mounted}
 */
export function mount(place, host) {
  const player = new Player(place, host);
  return { show: (/** @type {Uint8Array} */ bytes) => player.show(bytes), destroy: () => player.destroy() };
}

class Player {
  /** @type {State} */
  state;
  /** @type {Report | undefined} */
  known; // what Python knows
  sent = 0; // number of the last edit that the host was given
  letters = 100; // that the line under the slider has room for
  /** @type {ReturnType<typeof linksOf>} */
  links;
  /** @type {unknown[]} */
  linked = []; // what `links` was made of
  sees = false; // whether the page is to scroll to what is drawn next
  timers = new Timers();
  abort = new AbortController();

  /** @param {HTMLElement} place @param {Host} host */
  constructor(place, host) {
    const { dispatch } = this;
    this.place = place;
    this.host = host;
    this.state = { ...START, editable: Boolean(host.edit) };
    this.keys = keyList();
    this.controls = new Controls(dispatch);
    this.modes = new Modes(dispatch, this.keys, host.address, () => look(this.state));
    this.formula = new Formula(dispatch);
    this.quiz = new Quiz(dispatch);
    this.drawing = new Drawing(this.attempt);
    this.grids = new Grids();
    this.editor = new Editor(dispatch);
    this.says = new Says(dispatch);
    this.handout = new Handout();
    this.strip = new StripView(dispatch);
    this.modes.add(this.strip.first);
    this.stage = new Stage(this.parts(), host.theme);
    this.stage.node.classList.toggle("cv-editable", this.state.editable);
    this.presented = presentation(place, this.stage.node, () =>
      dispatch({ type: "present", presenting: false }),
    );
    this.resizing = new ResizeObserver(this.resized);
    place.replaceChildren(this.stage.node);
    this.listen();
  }

  parts() {
    const { drawing, editor, controls, says, formula, quiz, modes, handout, keys, strip } = this;
    return {
      strip: strip.node,
      menu: strip.menu,
      picture: drawing.node,
      editor: editor.node,
      controls: controls.node,
      says: says.node,
      formula: formula.node,
      quiz: quiz.node,
      modes: modes.node,
      handout: handout.node,
      keys,
    };
  }

  listen() {
    const { place, dispatch, abort } = this;
    const current = () => this.state;
    const point = pointing(dispatch);
    followCells(this.drawing.node, dispatch, current, point);
    followGrids(this.drawing.node, dispatch, current);
    followTerms(this.formula.node, current, point);
    followTree(this.formula.node, point);
    followChoice(this.drawing.node, dispatch);
    const follow = () => this.editor.place(this.drawing.panels);
    this.drawing.node.addEventListener("scroll", follow, { capture: true, passive: true });
    place.addEventListener("keydown", (event) => this.followKey(event), { signal: abort.signal });
    place.addEventListener("resize", this.resized, { signal: abort.signal });
    this.resizing.observe(this.stage.node);
  }

  destroy() {
    this.abort.abort();
    this.resizing.disconnect();
    this.timers.stopAll();
    this.modes.destroy();
    this.presented.destroy();
    this.drawing.destroy();
    this.stage.node.remove();
  }

  // ------------------------------------------------------------------------------------------ state

  dispatch = (/** @type {Action} */ action) => {
    const before = this.state;
    this.state = reduce(before, { now: Date.now(), ...action });
    if (this.state === before) return;
    this.paint(before);
    this.follow(before);
  };

  /** What a change of the state entails beside painting. @param {State} before */
  follow(before) {
    const { state, timers, dispatch } = this;
    const changed = (/** @type {(keyof State)[]} */ ...names) =>
      names.some((name) => state[name] !== before[name]);
    if (changed("playing"))
      play(
        timers,
        () => this.state,
        (times) => dispatch({ type: "tick", times }),
      );
    if (changed("presenting")) this.turnPresentation();
    if (changed("predicting")) this.turnPrediction();
    if (state.scene && changed("predicting", "sizing", "answered", "multiply", "presenting")) this.tell();
    if (changed("queue", "taken", "editing")) this.send();
    if (changed("wanted")) this.host.layer?.(/** @type {number} */ (state.wanted));
    // Asks for the room that there is, and so for a layout: never in a step, nor for what was just drawn.
    if (changed("sizing", "presenting", "predicting") || (state.coming && changed("coming"))) this.draw();
    if (changed("saying") && state.playing) this.stage.status.textContent = state.saying;
    if (changed(...RESTS_ON))
      rest(
        timers,
        () => this.state,
        (shown) => this.rested(shown),
      );
  }

  /** Shows a frame. @param {Uint8Array} bytes */
  show(bytes) {
    const { header, body } = unpack(bytes);
    const { state, host } = this;
    const linkable = host.address?.link(look(state)) !== undefined;
    const known = header.revision === (state.coming?.revision ?? state.revision);
    if (known) return this.dispatch({ type: "frame", header, linkable });
    if (state.scene && header.since > state.revision) this.tell(); // the user may not have rested on it yet
    this.dispatch({ type: "frame", header, scene: openScene(body), linkable });
    if (this.state.sizing) this.showAddress();
  }

  /** The spoken line, the address, and Python. @param {Shown} state */
  rested(state) {
    this.stage.status.textContent = spoken(state);
    this.handout.fill(state);
    this.strip.origin.tell(state);
    this.showAddress();
    this.tell();
  }

  /** Tells Python what it does not know. */
  tell() {
    const now = report(this.state);
    if (JSON.stringify(now) === JSON.stringify(this.known)) return;
    this.known = now;
    this.host.report(now);
  }

  /** Gives the host the edits that are not answered, if there is a new one. */
  send() {
    const { queue, taken, editing } = this.state;
    const edits = due({ queue, answered: taken, sent: this.sent, open: editing?.live });
    if (!edits) return;
    this.sent = /** @type {{n: number}} */ (edits.at(-1)).n;
    this.host.edit?.(edits);
  }

  showAddress() {
    this.host.address?.show(look(this.state));
  }

  // ------------------------------------------------------------------------------------------ painting

  /** Paints what differs from the state before; all of it after a redraw. @param {State} [before] */
  paint(before) {
    const { state, stage } = this;
    const { panels } = this.drawing;
    stage.paintFirst(state, before);
    this.says.paint(state);
    if (this.strip.paint(state)) this.sees = true;
    if (!state.scene || panels?.scene !== state.scene) return;
    const shown = /** @type {Shown} */ (state);
    const links = this.linksNow(shown);
    panels.paint(shown, links);
    this.grids.paint(shown, panels);
    this.editor.paint(shown, panels);
    this.formula.paint(shown, links);
    this.controls.paint(shown);
    this.modes.paint(shown);
    this.quiz.paint(shown);
    stage.paint(shown, links, before);
  }

  /** What belongs to the cell that is pointed at; the same object as long as nothing of it changes. @param {Shown} shown */
  linksNow(shown) {
    const { target, scene, step, answered, predicting } = shown;
    const now = [target, scene, step, answered, predicting, this.letters];
    if (now.some((value, index) => value !== this.linked[index])) {
      this.linked = now;
      this.links = linksOf(shown, this.letters);
    }
    return this.links;
  }

  // ------------------------------------------------------------------------------------------ drawing

  /**
   * Draws something, or says why it cannot be drawn, in place of the stage: only a part of it would be new.
   * @param {() => void} draws
   */
  attempt = (draws) => {
    try {
      draws();
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      this.destroy();
      this.place.replaceChildren(
        element("p", { role: "alert" }, `The stage cannot be drawn: ${message}. Reload this page.`),
      );
    }
  };

  draw = () => this.attempt(() => this.drawNow());

  /** Draws the coming frame, or the present one at another size, and shows it. */
  drawNow() {
    const { state, drawing } = this;
    const room = this.room();
    if (!room) return;
    const replaced = drawing.draw(state, room, (scene) => {
      this.stage.node.style.setProperty("--unit", String(room.unit));
      this.letters = room.letters;
      this.formula.fit(room.words);
      if (scene === state.scene) this.paint();
      else this.begin(/** @type {import("./model/state.js").Coming} */ (state.coming));
    });
    if (replaced) this.editor.place(drawing.panels);
    if (this.sees) drawing.see();
    this.sees = false;
  }

  /** The drawn frame is what the stage shows from now on. @param {import("./model/state.js").Coming} coming */
  begin({ revision }) {
    this.known = undefined;
    this.dispatch({ type: "drawn", revision });
    this.showAddress();
    this.stage.node.dataset.ready = "true";
    this.timers.start("shown", SHOWN, () => this.tell());
  }

  /** The room that there is, or nothing where there is none, or nothing to draw. */
  room() {
    const { presenting, predicting, editable, story, effect, strip } = this.state;
    const { scene } = toDraw(this.state);
    const { node } = this.stage;
    const width = this.drawing.node.clientWidth;
    if (!scene || !width) return undefined;
    const view = presenting ? node.clientHeight : this.host.room();
    const given = {
      width,
      view,
      ...lettersOf(node),
      presenting,
      predicting,
      editable,
      effect,
      row: isRow(strip),
    };
    return roomFor(scene, { ...given, story: presenting ? storyWidth(node, story) : 0 });
  }

  resized = () => this.timers.start("size", RESIZED, this.draw);

  // ------------------------------------------------------------------------------------------ modes

  turnPrediction() {
    this.stage.status.textContent = "";
    if (this.state.scene) this.handout.fill(/** @type {Shown} */ (this.state));
    if (this.state.predicting) this.quiz.field.focus();
  }

  turnPresentation() {
    const { presenting } = this.state;
    this.keys.hidePopover();
    this.presented.show(presenting);
    // Not the slider: with the next key it would have a box around it.
    (presenting ? this.stage.node : this.modes.present).focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  followKey(event) {
    const action = actionOf(event, this.state, event.target !== this.place);
    if (!action) return;
    event.preventDefault();
    if (action === "keys") this.keys.togglePopover();
    else this.dispatch(action);
  }
}
