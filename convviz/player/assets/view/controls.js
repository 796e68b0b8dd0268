/** The slider, the buttons and the switches. */

import { isWhole, narration, ownSpeed, unitOf, units } from "../model/selectors.js";
import { element, ICONS, icon, write } from "./dom.js";

/**
 * @typedef {import("../model/state.js").Shown} Shown
 * @typedef {(action: import("../model/state.js").Action) => void} Emit
 */

/** Windows, or multiplications, a second, to choose from. */
const SPEEDS = [0.5, 1, 2, 5, 10, 30];
/** How much of the output is shown, and what that means. */
const OUTPUTS = {
  growing: "The output grows with every window",
  whole: "All of the output is shown; a click in it shows the window of a cell",
};
/** What the two views of a transposed convolution are. */
const VIEWS = [
  "Zeros are put between the cells of the input, and windows slide over them",
  "Each cell of the input lays its multiple of the filter on the output",
];
/** Name, label and action of the buttons beside the slider. */
const BUTTONS = [
  { name: "first", label: "First", action: { type: "go", unit: 0 } },
  { name: "previous", label: "Previous", action: { type: "move", by: -1 } },
  { name: "play", label: "", action: { type: "play" } },
  { name: "next", label: "Next", action: { type: "move", by: 1 } },
  { name: "last", label: "Last", action: { type: "go", unit: Infinity } },
];

export class Controls {
  /** @param {Emit} emit */
  constructor(emit) {
    this.slider = element("input", {
      type: "range",
      "aria-label": "Window",
      min: 1,
      max: 1,
      step: 1,
      value: 1,
    });
    this.buttons = BUTTONS.map(({ name, action }) => {
      const step = name === "previous" || name === "next";
      const button = element("button", { type: "button", class: step && "cv-step" }, iconOf(name));
      button.addEventListener("click", () => emit(action));
      return button;
    });
    this.own = document.createTextNode("");
    this.speed = element(
      "select",
      { "aria-label": "Speed" },
      element("option", { value: 0 }, this.own),
      ...SPEEDS.map((speed) => element("option", { value: speed }, `${speed} / s`)),
    );
    const group = { class: "cv-buttons", role: "group", "aria-label": "Playback" };
    this.node = element(
      "div",
      { class: "cv-controls" },
      element("div", group, ...this.buttons),
      this.slider,
      this.speed,
    );
    this.speed.addEventListener("change", () => emit({ type: "speed", speed: Number(this.speed.value) }));
    /** @type {{unit?: string, playing?: boolean, text?: string}} */
    this.painted = {};
    this.followSlider(emit);
  }

  /** While the slider is dragged the user does not rest. @param {Emit} emit */
  followSlider(emit) {
    const { slider } = this;
    slider.addEventListener("input", () => emit({ type: "go", unit: Number(slider.value) - 1 }));
    slider.addEventListener("blur", () => slider.classList.remove("cv-held"));
    slider.addEventListener("pointerdown", ({ pointerId }) => {
      slider.classList.add("cv-held"); // whoever took it with the mouse sees where it is, also with the next key
      slider.setPointerCapture(pointerId); // so that it hears of a release anywhere
      emit({ type: "drag", dragging: true });
    });
    for (const type of ["pointerup", "pointercancel", "lostpointercapture", "blur"])
      slider.addEventListener(type, () => emit({ type: "drag", dragging: false }));
  }

  /** @param {Shown} state */
  paint(state) {
    const { slider, buttons, painted } = this;
    const unit = state.multiply ? "multiplication" : state.scene.laid ? "input cell" : "window";
    if (unit !== painted.unit) {
      const label = `${unit[0].toUpperCase()}${unit.slice(1)}`;
      slider.setAttribute("aria-label", label);
      this.speed.title = `${label}s a second; auto ends within half a minute`;
      BUTTONS.forEach(({ label }, index) => label && name(buttons[index], `${label} ${unit}`));
    }
    if (state.playing !== painted.playing) {
      name(buttons[2], state.playing ? "Pause" : "Play");
      buttons[2].replaceChildren(iconOf(state.playing ? "pause" : "play"));
    }
    if (buttons[2].disabled !== state.predicting) buttons[2].disabled = state.predicting;
    const [most, value] = [String(units(state)), String(unitOf(state) + 1)];
    if (slider.max !== most) slider.max = most;
    write(this.own, `auto, ${ownSpeed(state)} / s`);
    if (slider.value !== value) slider.value = value;
    const text = narration(state);
    if (text !== painted.text) slider.setAttribute("aria-valuetext", text);
    this.painted = { unit, playing: state.playing, text };
  }
}

/** @param {string} name */
const iconOf = (name) => icon(ICONS[/** @type {keyof typeof ICONS} */ (name)]);

/** @param {HTMLElement} node @param {string} text */
function name(node, text) {
  node.setAttribute("aria-label", text);
  node.title = text;
}

/** How the slider walks, how much of the output is shown, predict, the link, presentation, keys. */
export class Modes {
  /**
   * @param {Emit} emit @param {HTMLElement} keys the list of keys
   * @param {import("../player.js").Address | undefined} address @param {() => import("../player.js").Look} look
   */
  constructor(emit, keys, address, look) {
    this.walks = ["window by window", "multiply by multiply"].map((label) =>
      textButton(label, { "aria-pressed": "false" }),
    );
    this.outputs = /** @type {const} */ (["growing", "whole"]).map((output) => {
      const node = textButton(output, { "aria-pressed": "false", title: OUTPUTS[output] });
      node.addEventListener("click", () => emit({ type: "show", output }));
      return node;
    });
    this.views = ["gather", "scatter"].map((view, index) => {
      const node = textButton(view, { "aria-pressed": "false", title: VIEWS[index] });
      node.addEventListener("click", () => emit({ type: "turn", scatters: index === 1 }));
      return node;
    });
    const views = {
      class: "cv-switch",
      role: "group",
      "aria-label": "The convolution is seen as",
      hidden: true,
    };
    this.viewing = element("div", views, ...this.views);
    this.predict = textButton("Predict", {
      "aria-pressed": "false",
      title: "Say what comes out before it is shown",
    });
    this.present = textButton("Present", {
      "aria-pressed": "false",
      title: "The stage alone, in large type",
    });
    this.help = textButton("?", { "aria-label": "Keys", title: "Keys" });
    this.help.popoverTargetElement = keys;
    this.copy = address && textButton("Copy link", { class: "cv-copy" });
    /** @type {boolean | undefined} */
    this.linkable = undefined;
    this.long = element("span", { class: "cv-long", hidden: true }, "too long for a link");
    this.copy?.addEventListener("click", () => {
      const link = address?.link(look());
      if (link) this.copyLink(link);
      else address?.save();
    });
    const group = { class: "cv-switch", role: "group", "aria-label": "The slider walks" };
    this.walking = element("div", group, ...this.walks);
    this.node = element(
      "div",
      { class: "cv-modes" },
      this.viewing,
      this.walking,
      element("div", { class: "cv-switch", role: "group", "aria-label": "The output is" }, ...this.outputs),
      this.predict,
      element(
        "div",
        { class: "cv-last" },
        ...(this.copy ? [this.long, this.copy] : []),
        this.present,
        this.help,
      ),
    );
    this.walks.forEach((node, index) =>
      node.addEventListener("click", () => emit({ type: "walk", multiply: index === 1 })),
    );
    this.predict.addEventListener("click", () =>
      emit({ type: "predict", predicting: !isPressed(this.predict) }),
    );
    this.present.addEventListener("click", () =>
      emit({ type: "present", presenting: !isPressed(this.present) }),
    );
  }

  /** Puts a button among the switches. @param {HTMLElement} button */
  add(button) {
    this.predict.after(button);
  }

  /** @param {Shown} state */
  paint(state) {
    const { scene, multiply, predicting, presenting, linkable } = state;
    if (this.walking.hidden === scene.multiplies) this.walking.hidden = !scene.multiplies;
    if (this.viewing.hidden === Boolean(scene.other)) this.viewing.hidden = !scene.other;
    press(this.views[0], !scene.laid);
    press(this.views[1], Boolean(scene.laid));
    for (const node of this.views) if (node.disabled !== predicting) node.disabled = predicting;
    const walk = scene.laid ? "cell by cell" : "window by window";
    if (this.walks[0].textContent !== walk) this.walks[0].textContent = walk;
    press(this.walks[0], !multiply);
    press(this.walks[1], multiply);
    const whole = isWhole(state);
    press(this.outputs[0], !whole);
    press(this.outputs[1], whole);
    for (const node of this.outputs) if (node.disabled !== predicting) node.disabled = predicting;
    press(this.predict, predicting);
    press(this.present, presenting);
    const label = presenting ? "Leave" : "Present";
    if (this.present.textContent !== label) this.present.textContent = label;
    if (!this.copy || this.linkable === linkable) return;
    this.linkable = linkable;
    this.long.hidden = linkable;
    this.copy.textContent = linkable ? "Copy link" : "Save lesson";
    this.copy.title = linkable
      ? "Copy a link to exactly this: numbers, parameters and window"
      : "A file that holds exactly this: these numbers are too many for a link";
  }

  /**
   * Copies the link, and says so on the button; where the browser forbids that, shows it to be copied.
   * @param {string} link
   */
  async copyLink(link) {
    const copy = /** @type {HTMLButtonElement} */ (this.copy);
    try {
      await navigator.clipboard.writeText(link);
      copy.textContent = "Copied";
    } catch {
      window.prompt("Copy this link:", link);
    }
    clearTimeout(this.copied);
    this.copied = setTimeout(() => this.linkable && (copy.textContent = "Copy link"), 1500);
  }

  destroy() {
    clearTimeout(this.copied);
  }
}

/** @param {string} label @param {Record<string, any>} attributes */
const textButton = (label, attributes) => element("button", { type: "button", ...attributes }, label);

/** @param {HTMLElement} node */
const isPressed = (node) => node.getAttribute("aria-pressed") === "true";

/** @param {HTMLElement} node @param {boolean} pressed */
function press(node, pressed) {
  if (isPressed(node) !== pressed) node.setAttribute("aria-pressed", String(pressed));
}
