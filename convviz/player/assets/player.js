/**
 * The player: shows any window of a scene that NumPy computed.
 *
 * The stage has one place: a `step`, and in the walk from multiplication to multiplication a `tap` of it.
 * `go` is the one way to another place; it paints the picture, the sum and the lines of text.
 */

import { element, icon, ICONS, write } from "./view/dom.js";
import { Explorer } from "./view/explore.js";
import { Formula, LEADING, sizeOf } from "./view/formula.js";
import { sumText } from "./model/numbers.js";
import { NARROW, Picture } from "./view/picture.js";
import { Predictor } from "./view/predict.js";
import { opened, read } from "./model/scene.js";

const REST = 300; // ms without a change until the hand counts as resting
const LARGER = [1.6, 1.35, 1.15, 1]; // type of a presentation, as large as leaves room for the panels
const SPEEDS = [0.5, 1, 2, 5, 10, 30];
const OWN_PARAMETERS = [
  ...["rank", "example", "x", "w", "step"],
  ...["stride", "padding", "dilation", "flip", "bias", "padding_mode"],
];
const KEYS = [
  ["← →", "one window, or one multiplication, back or on"],
  ["Home End", "the first, the last"],
  ["Space", "play or pause"],
  ["Tab", "to a panel; there the arrow keys explore its cells, Enter goes there, Escape ends"],
  ["M", "window by window, or multiply by multiply"],
  ["P", "predict the output, or not"],
  ["F", "present: the stage alone, in large type"],
  ["?", "this list"],
];

/** The stage: panels, slider, buttons, keys and the lines of text under them. */
class Stage {
  constructor(parent) {
    this.step = 0;
    this.tap = 0;
    this.multiply = false;
    this.covered = [];
    this.timers = {};
    this.abort = new AbortController();
    this.formula = new Formula();
    this.predictor = new Predictor(this);
    this.explorer = new Explorer(this);
    this.build();
    parent.replaceChildren(this.node);
    this.listen();
  }

  build() {
    this.slider = element("input", { type: "range", "aria-label": "Window", min: 1, max: 1, step: 1, value: 1 });
    this.buttons = {
      first: this.button("first"),
      previous: this.button("previous"),
      play: this.button("play"),
      next: this.button("next"),
      last: this.button("last"),
    };
    this.buttons.previous.classList.add("cv-step");
    this.buttons.next.classList.add("cv-step");
    this.speed = element(
      "select",
      { "aria-label": "Speed" },
      ...SPEEDS.map((speed) => element("option", { value: speed, selected: speed === 1 }, `${speed} / s`)),
    );
    this.title = element("h2", { class: "cv-title" });
    this.where = document.createTextNode("");
    this.size = element("span");
    this.kind = element("p", { class: "cv-kind" });
    this.notes = element("p", { class: "cv-notes" });
    this.status = element("div", { role: "status", class: "cv-hidden" });
    this.holder = element("div", { class: "cv-holder" });
    const { first, previous, play, next, last } = this.buttons;
    this.body = [
      this.holder,
      element(
        "div",
        { class: "cv-controls" },
        element("div", { class: "cv-buttons", role: "group", "aria-label": "Playback" }, first, previous, play, next, last),
        this.slider,
        this.speed,
      ),
      element("p", { class: "cv-where", "data-where": true }, this.where),
      this.formula.node,
    ];
    this.facts = [element("p", { class: "cv-size" }, this.size), this.kind, this.notes];
    this.node = element(
      "section",
      { class: "cv-stage", "data-testid": "convviz-stage", "aria-label": "Stage", "data-ready": "false" },
      this.title,
      ...this.body,
      this.predictor.node,
      this.modes(),
      ...this.facts,
      this.status,
      this.keys,
    );
    this.relabel();
  }

  /** The switches: how the slider walks, predict, presentation, keys. */
  modes() {
    const text = (label, more = {}) => element("button", { type: "button", ...more }, label);
    this.walks = [
      text("window by window", { "aria-pressed": "true" }),
      text("multiply by multiply", { "aria-pressed": "false" }),
    ];
    this.predicts = text("Predict", { "aria-pressed": "false", title: "Say what comes out before it is shown" });
    this.copy = text("Copy link", { class: "cv-copy" });
    this.presents = text("Present", { "aria-pressed": "false", title: "The stage alone, in large type" });
    this.helps = text("?", { "aria-label": "Keys", title: "Keys" });
    this.keys = element(
      "div",
      { class: "cv-keys", popover: "auto", role: "dialog", "aria-label": "Keys", tabindex: -1, autofocus: true },
      element("h2", {}, "Keys"),
      element("dl", {}, ...KEYS.flatMap(([key, does]) => [element("dt", {}, key), element("dd", {}, does)])),
    );
    this.helps.popoverTargetElement = this.keys;
    return element(
      "div",
      { class: "cv-modes" },
      element("div", { class: "cv-switch", role: "group", "aria-label": "The slider walks" }, ...this.walks),
      this.predicts,
      element("span", { class: "cv-space" }),
      this.copy,
      this.presents,
      this.helps,
    );
  }

  button(name) {
    return element("button", { type: "button" }, icon(ICONS[name]));
  }

  /** Names what the buttons and the slider do in the present walk. */
  relabel() {
    const unit = this.multiply ? "multiplication" : "window";
    this.slider.setAttribute("aria-label", this.multiply ? "Multiplication" : "Window");
    for (const [name, text] of [["first", "First"], ["previous", "Previous"], ["next", "Next"], ["last", "Last"]])
      this.label(this.buttons[name], `${text} ${unit}`);
    this.label(this.buttons.play, this.playing ? "Pause" : "Play");
    this.walks.forEach((node, index) => node.setAttribute("aria-pressed", String(this.multiply === (index === 1))));
  }

  label(node, text) {
    node.setAttribute("aria-label", text);
    node.title = text;
  }

  listen() {
    const { signal } = this.abort;
    const on = (target, type, handler) => target.addEventListener(type, handler, { signal });
    on(this.slider, "input", () => this.walk(Number(this.slider.value) - 1));
    on(this.slider, "pointerdown", () => (this.dragging = true));
    for (const type of ["pointerup", "pointercancel", "blur"])
      on(window, type, () => {
        if (!this.dragging) return;
        this.dragging = false;
        this.rest();
      });
    const { first, previous, play, next, last } = this.buttons;
    on(first, "click", () => this.walk(0));
    on(previous, "click", () => this.walk(this.index - 1));
    on(play, "click", () => this.toggle());
    on(next, "click", () => this.walk(this.index + 1));
    on(last, "click", () => this.walk(Infinity));
    on(this.copy, "click", () => this.copyLink());
    this.walks.forEach((node, index) => on(node, "click", () => this.walkBy(index === 1)));
    on(this.predicts, "click", () => this.predict(!this.predictor.on));
    on(this.presents, "click", () => this.present(!this.presenting));
    on(document, "keydown", (event) => this.key(event));
    this.resizing = new ResizeObserver(() => this.resized());
    this.resizing.observe(this.node);
    on(window, "resize", () => this.resized());
    on(document, "fullscreenchange", () => {
      if (!document.fullscreenElement && this.presenting) this.present(false);
    });
  }

  /**
   * Keys act in the stage and where nothing has the focus; elsewhere they keep their own meaning. Letters
   * act in the stage only, so that they disturb nobody's other tools.
   */
  key(event) {
    const { target, key } = event;
    const nowhere = target === document.body || target === document.documentElement;
    const inside = this.node.contains(target);
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented || !this.picture) return;
    const lists = this.keys.matches(":popover-open"); // Escape closes the list first
    if (key === "Escape" && this.presenting && !lists) return void this.present(false);
    if ((!nowhere && !inside) || (event.shiftKey && key !== "?")) return;
    if (target === this.speed || target.matches("input[type=text]")) return;
    if ([" ", "Enter"].includes(key) && target.tagName === "BUTTON") return;
    const acts = {
      ArrowLeft: () => this.walk(this.index - 1),
      ArrowRight: () => this.walk(this.index + 1),
      Home: () => this.walk(0),
      End: () => this.walk(Infinity),
      " ": () => this.toggle(),
    };
    const letters = {
      m: () => this.walkBy(!this.multiply),
      p: () => this.predict(!this.predictor.on),
      f: () => this.present(!this.presenting),
      "?": () => this.keys.togglePopover(),
    };
    const act = acts[key] ?? (inside ? letters[key.toLowerCase()] : undefined);
    if (!act || this.predictor.size) return;
    event.preventDefault();
    act();
  }

  /** Shows what Python sent. Called again whenever that changes, so it must not redo what is done. */
  async update(data, report) {
    const { header, body } = opened(data);
    const { title, step, load, query, whole, session, digest } = header;
    this.report = report;
    // A restarted server knows only the address that this page was opened with: give it the present one.
    const restarted = this.session !== undefined && session !== this.session;
    this.session = session;
    if (restarted) {
      const { hiding, predictor } = this;
      report({ session, link: window.location.search, hiding, predicting: predictor.on, digest: this.digest });
      return;
    }
    Object.assign(this, { query, whole });
    this.title.textContent = title;
    this.offerLink();
    if (load !== this.load) {
      if (this.picture) this.tellPlace(); // of the load before: the hand may not have rested yet
      this.load = load;
      this.first = step - 1;
      clearTimeout(this.timers.rest);
    }
    if (this.digest === digest) {
      if (!this.coming && !this.predictor.size) this.start();
    } else {
      this.digest = digest;
      const scene = read(body, digest);
      if (this.predictor.on && this.scene && this.differs(scene)) this.askSize(scene);
      else {
        this.wait(false);
        await this.open(scene);
      }
    }
    this.address();
  }

  /** Goes to the first step of a load, once what it loaded is on the stage. */
  start() {
    if (this.first === undefined) return;
    const step = this.first;
    this.first = undefined;
    if (!this.predictor.on) this.reported = this.place(step);
    this.go(step);
  }

  async open(scene) {
    this.coming = scene;
    this.drawing = undefined;
    await this.redraw();
  }

  /** Whether the size of the output had to be thought over anew. */
  differs(scene) {
    const geometry = ({ shapes, stride, dilation, padding }) =>
      JSON.stringify([shapes.input, shapes.filter, stride, dilation, padding]);
    return geometry(scene) !== geometry(this.scene);
  }

  /** Asks how large the output of a new scene is, before anything of that scene is shown. */
  askSize(scene) {
    const { labels } = scene;
    this.stop();
    this.wait(true);
    this.predictor.askSize(
      `Input ${labels.inputSize}, filter ${labels.filterSize}${labels.setting}.`,
      labels.outputShape,
      sizeText(scene),
      async () => {
        this.wait(false);
        await this.open(scene);
        this.tellHiding();
      },
    );
    this.tellHiding();
    this.speak(this.predictor.question.data);
  }

  /** Puts the picture aside while a question about the next one is open. */
  wait(waits) {
    for (const node of [...this.body, ...this.facts]) node.inert = waits;
    this.node.classList.toggle("cv-waiting", waits);
    if (!waits) this.predictor.size = undefined;
  }

  /** Draws the scene at the stage's present size, off stage, and then shows it. */
  async redraw() {
    const scene = this.coming ?? this.scene;
    const width = this.holder.clientWidth;
    if (!scene || !width) return undefined;
    const text = this.text(scene, width);
    const height = this.height(text);
    const size = `${scene.digest} ${width} ${height}`;
    if (size === this.drawing) return undefined;
    this.drawing = size;
    const picture = new Picture(scene, width, height, this.presenting);
    await picture.draw();
    if (this.drawing !== size || this.abort.signal.aborted) return purge(picture.node);
    const old = this.picture;
    const held = this.holder.contains(document.activeElement) && document.activeElement.closest("[data-panel]");
    this.picture = picture;
    if (this.scene !== scene) this.begin(scene);
    this.previewing = undefined;
    this.node.classList.remove("cv-linking");
    this.formula.light(undefined);
    this.formula.fit(text.type, text.lines);
    this.letters = Math.floor(width / (this.presenting ? 11 : 6.8)) * (width < NARROW ? 2 : 1);
    this.explorer.attach(picture, this.formula.node);
    if (this.first === undefined || this.predictor.size) this.go(this.step, this.tap);
    else this.start();
    if (this.predictor.on) {
      picture.keepSecret(true);
      this.tellPlace();
    }
    this.holder.replaceChildren(picture.node);
    if (held) picture.node.querySelector(`[data-panel="${held.dataset.panel}"] .cv-probe`).focus({ preventScroll: true });
    this.node.dataset.ready = "true";
    if (old) purge(old.node);
    setTimeout(() => this.picture === picture && !this.abort.signal.aborted && picture.afterwards(), 30);
    return undefined;
  }

  /** Makes a scene whose picture is drawn the present one. */
  begin(scene) {
    this.scene = scene;
    this.coming = undefined;
    this.formula.build(scene);
    this.predictor.renew();
    this.describe();
  }

  /** The height that the panels' slices may take so that all of the stage is seen without scrolling. */
  height({ type, lines, notes }) {
    if (this.holder.clientWidth < NARROW) return Math.max(260, window.innerHeight - 482);
    const top = this.presenting ? 24 : this.node.getBoundingClientRect().top + (this.scroller()?.scrollTop ?? 0);
    const others = this.presenting ? 281 + notes * 28 : 178 + notes * 21;
    const text = others + lines * type * LEADING + (this.predictor.on ? (this.presenting ? 60 : 44) : 0);
    const most = this.presenting ? 1200 : 640;
    return Math.max(170, Math.min(most, window.innerHeight - Math.min(top, 200) - 62 - text));
  }

  /** The type and the lines of the sum, and the lines of the notes. */
  text(scene, width) {
    let [type, lines] = [0, 0];
    for (const larger of this.presenting ? LARGER : [1]) {
      const found = sizeOf(scene, width / larger);
      [type, lines] = [found.type * larger, found.lines];
      if (lines * type * LEADING <= 0.22 * window.innerHeight) break;
    }
    return {
      type,
      lines: Math.min(lines, Math.floor((0.34 * window.innerHeight) / (type * LEADING))), // it scrolls then
      notes: Math.ceil((scene.labels.notes.join(" ").length * 6.8) / width),
    };
  }

  scroller() {
    return this.node.closest('[data-testid="stMain"]');
  }

  resized() {
    clearTimeout(this.timers.size);
    this.timers.size = setTimeout(() => this.redraw(), 120);
  }

  /** What changes with the scene but not with the step. */
  describe() {
    const { scene } = this;
    this.slider.max = this.units;
    this.node.dataset.rank = scene.rank;
    this.node.dataset.steps = scene.steps;
    this.size.textContent = `Size of the output: ${sizeText(scene)}`;
    this.kind.textContent = scene.labels.kind;
    this.notes.textContent = scene.labels.notes.join(" ");
  }

  /** How many places the slider has, and which of them is the present one. */
  get units() {
    return this.scene.steps * (this.multiply ? this.scene.taps.length : 1);
  }

  get index() {
    return this.multiply ? this.step * this.scene.taps.length + this.tap : this.step;
  }

  /** Goes by hand to a place of the slider, as near as it exists; that ends playing. */
  walk(index) {
    if (!this.picture) return;
    if (this.playing) this.stop();
    this.reach(index);
  }

  reach(index) {
    this.explorer.release();
    const place = Math.max(0, Math.min(this.units - 1, index));
    const { length } = this.scene.taps;
    if (this.multiply) this.go(Math.floor(place / length), place % length);
    else this.go(place);
  }

  /** Goes to a step and one of its taps, as near as they exist. */
  go(step, tap = 0) {
    if (!this.picture) return;
    const { scene } = this.picture;
    this.step = Math.max(0, Math.min(scene.steps - 1, step));
    this.tap = Math.min(tap, scene.taps.length - 1);
    this.saying = undefined;
    this.picture.paint(this.step, this.shown());
    this.paintTap();
    this.formula.paint(this.step, this.asked());
    this.caption();
    this.ask();
    if (this.explorer.target) this.explorer.refresh();
    this.rest();
  }

  /** How many products of the present window are done, and whether its total is still hidden. */
  shown() {
    const { upTo, hidden } = this.asked();
    return { upTo, hidden: hidden || upTo < this.scene.taps.length };
  }

  /** The same for the sum, which shows what there is so far unless that is being guessed. */
  asked() {
    const upTo = this.multiply ? this.tap + 1 : this.scene.taps.length;
    return { upTo, hidden: this.hides(this.step) };
  }

  /** Lights the cells of the present multiplication. */
  paintTap() {
    const { picture, multiply } = this;
    if (!multiply && !this.tapped) return;
    this.tapped = multiply;
    const { scene } = picture;
    const tap = scene.taps[this.tap];
    const lit = multiply
      ? { input: [{ at: scene.cell(scene.place(this.step), tap) }], filter: [{ at: tap }], product: [{ at: tap }] }
      : { input: [], filter: [], product: [] };
    for (const [name, cells] of Object.entries(lit)) picture.light("now", name, cells);
  }

  caption() {
    const { scene } = this.picture;
    const { step, slider, node } = this;
    const count = `Window ${step + 1} of ${scene.steps}`;
    const tap = this.multiply ? `, multiplication ${this.tap + 1} of ${scene.taps.length}` : "";
    this.narration = `${count}, position (${scene.position(step).join(", ")})${tap}`;
    const value = String(this.index + 1);
    if (slider.value !== value) slider.value = value;
    slider.setAttribute("aria-valuetext", this.narration);
    node.dataset.step = step + 1;
    if (this.multiply) node.dataset.tap = this.tap + 1;
    write(this.where, this.narration);
  }

  /** The sum of a step in words; a question mark where its total is hidden. */
  sumOf(step) {
    return sumText(this.scene.pairs(step), this.scene.bias, this.scene.total(step), this.hides(step));
  }

  hides(step) {
    return this.predictor.hides(step, this.step);
  }

  /** Once the hand has rested: the spoken line, the link, and Python. */
  rest() {
    clearTimeout(this.timers.rest);
    this.timers.rest = setTimeout(() => {
      if (this.dragging || this.playing) return;
      this.status.textContent = this.saying ?? `${this.narration}: ${this.spokenSum()}`;
      this.address();
      this.tellPlace();
    }, REST);
  }

  spokenSum() {
    const { upTo } = this.shown();
    if (upTo === this.scene.taps.length) return this.sumOf(this.step);
    const pairs = this.scene.pairs(this.step).slice(0, upTo);
    const running = pairs.reduce((sum, [a, b]) => sum + a * b, 0);
    return `${sumText(pairs, 0, running, this.hides(this.step))} so far`;
  }

  /** Whether an answer is hidden on the page. */
  get hiding() {
    return this.predictor.on && (Boolean(this.predictor.size) || this.predictor.hides(this.step, this.step));
  }

  /** The step of what Python sent, which is not on the stage yet while its size is asked for. */
  get comingStep() {
    return this.first ?? this.step;
  }

  /** What tells a report from another. */
  place(step) {
    const { on } = this.predictor;
    return JSON.stringify([this.load, step, this.hiding, on, on ? this.scene.digest : ""]);
  }

  /** Tells Python the step, and while there is something to predict, of which scene an answer is hidden. */
  tellPlace() {
    const { hiding, scene, comingStep, load } = this;
    const place = this.place(comingStep);
    if (place === this.reported) return;
    this.reported = place;
    this.report({ load, step: comingStep + 1, hiding, predicting: this.predictor.on, digest: scene.digest });
  }

  /** Tells Python at once that an answer is hidden, or no longer. */
  tellHiding() {
    clearTimeout(this.timers.rest);
    this.tellPlace();
  }

  /** Says something to those who listen, once the hand has rested. */
  speak(text) {
    this.saying = text;
    if (this.playing) this.status.textContent = text;
    else this.rest();
  }

  // -------------------------------------------------------------------------- linked views

  /** Shows what the explorer found: another window's products and sum, a lit term, a sentence. */
  relate({ preview, tap, text, spoken }) {
    const shown = this.shown();
    if (preview !== undefined || this.previewing !== undefined) {
      this.picture.preview(preview, this.step, shown.upTo);
      this.formula.paint(preview ?? this.step, preview === undefined ? this.asked() : { hidden: this.hides(preview) });
      this.previewing = preview;
    }
    this.formula.light(tap);
    write(this.where, text || this.narration);
    this.node.classList.toggle("cv-linking", Boolean(text));
    if (spoken) this.speak(spoken);
  }

  visit(step) {
    this.stop();
    this.go(step);
  }

  visitTap(tap) {
    if (!this.multiply) return;
    this.stop();
    this.go(this.step, tap);
  }

  // -------------------------------------------------------------------------- multiply by multiply

  /** Lets the slider walk over windows or over multiplications. */
  walkBy(multiply) {
    if (multiply === this.multiply || !this.picture) return;
    this.stop();
    this.multiply = multiply;
    if (!multiply) delete this.node.dataset.tap;
    this.relabel();
    this.slider.max = this.units;
    this.go(this.step);
  }

  // -------------------------------------------------------------------------- predict

  /** Turns predicting on or off; off also where a question about the size is open. */
  async predict(on) {
    if (!this.picture) return;
    if (this.predictor.size) await this.predictor.size.shown();
    this.stop();
    this.predictor.turn(on);
    this.predicts.setAttribute("aria-pressed", String(on));
    this.buttons.play.disabled = on;
    this.go(this.step, this.tap);
    this.picture.keepSecret(on);
    this.tellHiding();
    this.status.textContent = "";
    this.rest();
    this.redraw();
    if (on) this.predictor.field.focus();
  }

  ask() {
    const { labels } = this.scene;
    this.predictor.ask(this.step, `${labels.output}(${this.scene.position(this.step).join(",")})`);
  }

  /** What the predictor may tell once it was answered. */
  answer(step) {
    const { scene } = this;
    const pairs = scene.pairs(step);
    const total = scene.total(step);
    const sum = (left, right) => left.reduce((all, value, index) => all + value * right[index], 0);
    const [window, weights] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
    const mistakes = [
      { name: "the sum without the bias", value: total - scene.bias },
      { name: `what the filter gives when it is ${scene.flip ? "not " : ""}flipped`, value: sum(window, weights.toReversed()) + scene.bias },
      { name: "the sum of the window without the weights", value: sum(window, window.map(() => 1)) },
      { name: "the sum without the signs", value: sum(window.map(Math.abs), weights.map(Math.abs)) + scene.bias },
    ];
    const size = pairs.reduce((most, [a, b]) => Math.max(most, Math.abs(a * b)), Math.abs(scene.bias));
    return { total, sum: sumText(pairs, scene.bias, total), mistakes, size };
  }

  reveal() {
    this.go(this.step, this.tap);
    this.tellHiding();
  }

  get isLast() {
    return this.step === this.scene.steps - 1;
  }

  next() {
    if (!this.isLast) this.walk(this.multiply ? (this.step + 1) * this.scene.taps.length : this.step + 1);
  }

  // -------------------------------------------------------------------------- presentation

  /** Shows the stage alone, in large type, over everything else; or back in its page. */
  present(presenting) {
    this.presenting = presenting;
    this.keys.hidePopover();
    this.presents.setAttribute("aria-pressed", String(presenting));
    this.presents.textContent = presenting ? "Leave" : "Present";
    this.node.classList.toggle("cv-presenting", presenting);
    this.standAlone(presenting);
    if (presenting) {
      this.node.setAttribute("popover", "manual"); // the top layer: over the sidebar, wherever the stage is
      this.node.showPopover();
      const whole = document.documentElement.requestFullscreen?.();
      whole?.then(() => this.presenting || document.exitFullscreen(), () => undefined);
    } else {
      this.node.hidePopover();
      this.node.removeAttribute("popover");
      if (document.fullscreenElement) document.exitFullscreen();
    }
    (presenting ? this.slider : this.presents).focus({ preventScroll: true });
    this.resized();
  }

  /** Keeps the focus out of all that a presentation covers. */
  standAlone(alone) {
    for (const node of this.covered) node.inert = false;
    this.covered = [];
    for (let node = this.node; alone && node !== document.body; node = node.parentElement)
      this.covered.push(...[...node.parentElement.children].filter((other) => other !== node && !other.inert));
    for (const node of this.covered) node.inert = true;
  }

  // -------------------------------------------------------------------------- playing

  toggle() {
    if (!this.picture || this.predictor.on) return;
    if (this.playing) {
      this.stop();
      this.rest();
      return;
    }
    if (this.index >= this.units - 1) this.reach(0);
    this.playing = true;
    this.pictureOfPlay("Pause", "pause");
    this.tick();
  }

  tick() {
    this.timers.play = setTimeout(() => {
      this.reach(this.index + 1);
      if (this.index >= this.units - 1) {
        this.stop();
        this.rest();
      } else this.tick();
    }, 1000 / Number(this.speed.value));
  }

  stop() {
    clearTimeout(this.timers.play);
    this.playing = false;
    this.pictureOfPlay("Play", "play");
  }

  pictureOfPlay(text, name) {
    this.label(this.buttons.play, text);
    this.buttons.play.replaceChildren(icon(ICONS[name]));
  }

  // -------------------------------------------------------------------------- the link

  /** The address of what is on the stage, keeping parameters that are not ours. */
  link() {
    const { pathname, search, hash } = window.location;
    const kept = search
      .slice(1)
      .split("&")
      .filter((part) => part && !OWN_PARAMETERS.includes(part.split("=")[0]));
    const own = this.query ? [this.query] : [];
    if (this.comingStep > 0) own.push(`step=${this.comingStep + 1}`);
    const query = [...own, ...kept].join("&");
    return pathname + (query ? `?${query}` : "") + hash;
  }

  /** Writes the state into the address, in place. */
  address() {
    const { pathname, search, hash } = window.location;
    const link = this.link();
    if (link !== pathname + search + hash) window.history.replaceState(window.history.state, "", link);
  }

  offerLink() {
    this.copy.disabled = !this.whole;
    this.copy.title = this.whole
      ? "Copy a link to exactly this: numbers, parameters and window"
      : "These numbers are too many for a link: save a lesson file instead";
  }

  /** Copies the link, and says so on the button; where the browser forbids that, shows it to be copied. */
  async copyLink() {
    const link = new URL(this.link(), window.location.href).href;
    try {
      await navigator.clipboard.writeText(link);
      this.copy.textContent = "Copied";
    } catch {
      window.prompt("Copy this link:", link);
    }
    clearTimeout(this.timers.copied);
    this.timers.copied = setTimeout(() => (this.copy.textContent = "Copy link"), 1500);
  }

  destroy() {
    this.abort.abort();
    this.resizing.disconnect();
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    this.standAlone(false);
    if (this.presenting && document.fullscreenElement) document.exitFullscreen();
    purge(this.node);
    this.node.remove();
  }
}

const sizeText = ({ labels }) => labels.size.map(([axes, formula]) => `${axes} ${formula}`).join(", ");

/** Gives back what Plotly holds for the figures in a node. */
function purge(node) {
  for (const plot of node.querySelectorAll(".cv-plot")) globalThis.Plotly.purge(plot);
}

const stages = new WeakMap();

/** Shows `data` in `parent`; `report` receives the step and what is hidden, see `tellPlace`. */
export function show(parent, data, report) {
  if (!stages.has(parent)) stages.set(parent, new Stage(parent));
  return stages.get(parent).update(data, report);
}

/** Removes the stage and every listener it has. */
export function remove(parent) {
  stages.get(parent)?.destroy();
  stages.delete(parent);
}
