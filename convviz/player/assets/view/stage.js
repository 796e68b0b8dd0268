/** The stage's element: where each part stands, the texts about the scene, and the attributes it is found by. */

import { narration } from "../model/selectors.js";
import { element, write } from "./dom.js";
import { Facts } from "./facts.js";
import { Tip } from "./terms.js";

/**
 * @typedef {import("../model/scene.js").Scene} Scene
 * @typedef {import("../model/state.js").State} State
 * @typedef {import("../model/state.js").Shown} Shown
 * @typedef {{picture: HTMLElement, editor: HTMLElement, controls: HTMLElement, says: HTMLElement,
 *   formula: HTMLElement, quiz: HTMLElement, modes: HTMLElement, handout: HTMLElement, keys: HTMLElement, strip: HTMLElement,
 *   menu: HTMLElement}} Parts
 */

export class Stage {
  /** @param {Parts} parts @param {Record<string, string>} theme */
  constructor({ picture, editor, controls, says, formula, quiz, modes, handout, keys, strip, menu }, theme) {
    this.title = element("h2", { class: "cv-title" });
    this.story = element("p", { class: "cv-story" });
    this.where = document.createTextNode("");
    this.facts = new Facts();
    this.status = element("div", { role: "status", class: "cv-hidden" });
    this.whereLine = element("p", { class: "cv-where", "data-where": true }, this.where);
    const bar = element("div", { class: "cv-bar" }, controls, says); // in sight together
    const body = [editor, picture, bar, this.whereLine, formula];
    const facts = element("div", { class: "cv-facts" }, ...this.facts.nodes);
    this.asides = [...body, facts]; // while the size of the coming output is asked for
    const parts = [
      this.title,
      this.story,
      strip,
      ...body,
      quiz,
      modes,
      facts,
      handout,
      this.status,
      keys,
      menu,
    ];
    const attributes = { class: "cv-stage", "data-testid": "convviz-stage", "aria-label": "Stage" };
    this.node = element("section", { ...attributes, "data-ready": "false" }, ...parts);
    this.node.append(new Tip(this.node).node);
    for (const [name, value] of Object.entries(theme)) this.node.style.setProperty(name, value);
  }

  /** Paints what does not wait for the picture. @param {State} state @param {State} [before] */
  paintFirst(state, before) {
    if (state.title !== before?.title) this.title.textContent = state.title;
    if (state.story !== before?.story) this.paintStory(state.story);
    if (state.queue !== before?.queue) this.node.toggleAttribute("data-waiting", state.queue.length > 0);
    if (state.sizing === before?.sizing) return;
    for (const node of this.asides) node.inert = state.sizing;
    this.node.classList.toggle("cv-waiting", state.sizing);
  }

  /** What to look at, and the question. @param {string[]} story */
  paintStory([look = "", question = ""]) {
    this.story.replaceChildren(look, ...(question ? [" ", element("em", {}, question)] : []));
  }

  /** @param {Shown} state @param {import("../model/links.js").Links | undefined} links @param {State} [before] */
  paint(state, links, before) {
    write(this.where, links?.text || narration(state));
    this.whereLine.classList.toggle("cv-linking", Boolean(links));
    this.paintContract(state);
    if (state.scene !== before?.scene || state.effect !== before.effect) this.facts.paint(state);
  }

  /** The attributes that the stage is found by. @param {Shown} state */
  paintContract({ scene, step, tap, multiply }) {
    const { dataset } = this.node;
    const { laid, other } = scene;
    dataset.step = String(scene.windowOf(step) + 1);
    if (laid) dataset.cell = String(step + 1);
    else if (dataset.cell) delete dataset.cell;
    if (multiply) dataset.tap = String(tap + 1);
    else if (dataset.tap) delete dataset.tap;
    const { steps, kind } = (laid && other) || scene; // of the windows, however it is looked at
    if (dataset.steps !== String(steps)) dataset.steps = String(steps);
    if (dataset.rank !== String(scene.rank)) dataset.rank = String(scene.rank);
    if (dataset.kind !== kind) dataset.kind = kind;
    if (scene.filters > 1) dataset.filters = String(scene.filters);
    else if (dataset.filters) delete dataset.filters;
  }
}
