/**
 * The player: shows any window of a scene that NumPy computed.
 *
 * Vocabulary: a *step* is the zero-based number of a window, in array order; a *place* is its output
 * cell `[depth, row, column]`; a *tap* is one cell of the filter; the *sheet* holds the products of all
 * windows as tiles. Everything is drawn by Plotly once per scene. A step moves the sheet behind its
 * frame, the window over the input and the mask over the output, and writes the numbers as text: it
 * calls no Plotly and reads no layout, so it costs the same at every size.
 *
 * The player does no arithmetic on tensors: it looks values up in the figures' own arrays.
 */

const PANELS = ["input", "filter", "product", "output"];
const REST = 300; // ms without a change until the hand counts as resting
const TABLE_CELLS = 1024; // a larger table shows the surroundings of the window only
const TERMS = 27; // a longer sum is elided in the middle
const CELL = { largest: 72, comfortable: 30, smallest: 1 };
const SHEET_PIXELS = 4096; // a larger sheet is drawn small and scaled up
const LATER = 20000; // products from which on the sheet is drawn after the first paint
const LABEL = 18; // pixels of a depth label
const GAP = 6; // pixels between slices
const SPEEDS = [0.5, 1, 2, 5, 10, 30];
const OWN_PARAMETERS = ["rank", "example", "x", "w", "step"];

// ---------------------------------------------------------------------------- numbers as text

/**
 * A number as people read it: integers without a point, otherwise about five figures, a true minus.
 * @param {number} value
 */
export function number(value) {
  const size = Math.abs(value);
  if (size === 0) return "0";
  let text;
  if (Number.isInteger(value) && size < 1e9) text = String(size);
  else if (size < 1e-3 || size >= 1e9) text = exponential(size);
  else text = trim(size.toFixed(size < 10 ? 4 : size < 100 ? 3 : size < 1000 ? 2 : 1));
  return value < 0 && text !== "0" ? `−${text}` : text;
}

const trim = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

function exponential(size) {
  const [digits, exponent] = size.toExponential(3).split("e");
  return `${trim(digits)}e${exponent.replace("+", "").replace("-", "−")}`;
}

const factor = (value) => (value < 0 ? `(${number(value)})` : number(value));

/** The exact value of a written number, as an integer times a power of ten. */
function exact(text) {
  const [digits, exponent = "0"] = text.replaceAll("−", "-").split("e");
  const [whole, fraction = ""] = digits.split(".");
  return { units: BigInt(whole + fraction), power: Number(exponent) - fraction.length };
}

/**
 * Whether the sum as written, with every number rounded for the eye, adds up to the total as written.
 * @param {[number, number][]} pairs @param {number} bias @param {number} total
 */
export function addsUp(pairs, bias, total) {
  const shown = (value) => exact(number(value));
  const parts = pairs.map(([a, b]) => {
    const [left, right] = [shown(a), shown(b)];
    return { units: left.units * right.units, power: left.power + right.power };
  });
  parts.push(shown(bias), { ...shown(-total) });
  const least = Math.min(...parts.map((part) => part.power));
  const sum = parts.reduce(
    (so_far, part) => so_far + part.units * 10n ** BigInt(part.power - least),
    0n,
  );
  return sum === 0n;
}

/**
 * The sum written out: `2·1 + 2·0 + 1·0 + 4·1 = 6`.
 * @param {[number, number][]} pairs @param {number} bias @param {number} total
 */
export function sumText(pairs, bias, total) {
  let terms = pairs.map(([a, b], index) => `${index ? factor(a) : number(a)}·${factor(b)}`);
  if (terms.length > TERMS) {
    const left = terms.length - 24;
    terms = [...terms.slice(0, 12), `… (${left} more) …`, ...terms.slice(-12)];
  }
  if (bias) terms.push(factor(bias));
  const sign = addsUp(pairs, bias, total) ? "=" : "≈";
  return `${terms.join(" + ")} ${sign} ${number(total)}`;
}

// ---------------------------------------------------------------------------- reading the scene

const TYPES = { i1: Int8Array, i2: Int16Array, i4: Int32Array, f4: Float32Array, f8: Float64Array };

/** The matrix that a Plotly figure shows. */
function matrix(figure) {
  const { dtype, bdata, shape } = figure.data[0].z;
  const bytes = Uint8Array.from(atob(bdata), (letter) => letter.charCodeAt(0));
  const [rows, columns] = shape.split(",").map(Number);
  const values = new TYPES[dtype](bytes.buffer);
  return { rows, columns, at: (row, column) => values[row * columns + column], values };
}

/** The output cell `[depth, row, column]` of a step. */
export function placeOf(step, [, rows, columns]) {
  const within = step % (rows * columns);
  return [(step - within) / (rows * columns), Math.floor(within / columns), within % columns];
}

/** A place as people write it: from one, depth last, and only the axes that the notation has. */
export function position(place, rank, depth) {
  const [q, i, j] = place.map((index) => index + 1);
  if (rank === 1) return [j];
  return rank === 3 && depth > 1 ? [i, j, q] : [i, j];
}

/** A scene with its values at hand. */
function read(scene) {
  const values = Object.fromEntries(PANELS.map((name) => [name, scene.figures[name].map(matrix)]));
  const [slices, rows, columns] = scene.shapes.filter;
  const [, outRows] = scene.shapes.output;
  const taps = [];
  for (let a = 0; a < slices; a += 1)
    for (let b = 0; b < rows; b += 1) for (let c = 0; c < columns; c += 1) taps.push([a, b, c]);
  const place = (step) => placeOf(step, scene.shapes.output);
  const origin = (at) => at.map((index, axis) => index * scene.stride[axis]);
  const cell = (at, tap) => origin(at).map((start, axis) => start + tap[axis] * scene.dilation[axis]);
  return {
    ...scene,
    values,
    taps,
    place,
    origin,
    cell,
    span: scene.shapes.filter.map((size, axis) => (size - 1) * scene.dilation[axis] + 1),
    total: (step) => {
      const [q, i, j] = place(step);
      return values.output[q].at(i, j);
    },
    product: ([q, i, j], [a, b, c]) =>
      values.product[a].at((q * outRows + i) * rows + b, j * columns + c),
    pairs: (step) => {
      const at = place(step);
      return taps.map((tap) => {
        const [depth, row, column] = cell(at, tap);
        return [values.input[depth].at(row, column), values.filter[tap[0]].at(tap[1], tap[2])];
      });
    },
    position: (step) => position(place(step), scene.rank, scene.shapes.output[0]),
  };
}

// ---------------------------------------------------------------------------- small DOM helpers

/** An element with attributes and children. Text is always text, never markup. */
function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

const moved = new WeakMap();

/** Places a node; a write that changes nothing is skipped. */
function move(node, x, y, more = "") {
  const transform = `translate(${x}px, ${y}px)${more}`;
  if (moved.get(node) === transform) return;
  moved.set(node, transform);
  node.style.transform = transform;
}

function write(node, text) {
  if (node.data !== text) node.data = text;
}

function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

const ICONS = {
  first: "M2 2h2v12H2zM14 2v12L5 8z",
  previous: "M12 2v12L3 8z",
  play: "M4 2v12l9-6z",
  pause: "M3 2h4v12H3zM9 2h4v12H9z",
  next: "M4 2v12l9-6z",
  last: "M12 2h2v12h-2zM2 2v12l9-6z",
};

// ---------------------------------------------------------------------------- sizes

/**
 * The largest cells with which all panels fit: one size for input and output, one for filter and
 * product, which stay comfortable where the input's cells must be small. Slices stand in a column
 * where that fits, otherwise in as few columns as the height allows.
 */
export function arrange(shapes, width, height, stacked) {
  const columnsFor = ([depth, rows], cell) => {
    const room = Math.max(1, Math.floor((height + GAP) / (rows * cell + LABEL + GAP)));
    return Math.ceil(depth / Math.min(depth, room));
  };
  const widthOf = (shape, cell) => {
    const columns = columnsFor(shape, cell);
    return Math.max(columns * (shape[2] * cell + 10) - 10, 76);
  };
  for (let cell = CELL.largest; cell >= CELL.smallest; cell -= 1) {
    const small = Math.max(cell, Math.min(CELL.comfortable, Math.floor(150 / shapes.filter[2])));
    const sizes = { input: cell, filter: small, product: small, output: cell };
    const wide = PANELS.map((name) => widthOf(name === "product" ? shapes.filter : shapes[name], sizes[name]));
    const needed = stacked ? Math.max(...wide) : wide.reduce((a, b) => a + b, 3 * 44);
    const tall = Math.max(shapes.input[1], shapes.output[1]) * cell <= height;
    const same = columnsFor(shapes.input, cell) === 1 || cell < CELL.comfortable;
    if ((needed <= width && tall && same) || cell === CELL.smallest) {
      return {
        sizes,
        columns: Object.fromEntries(
          PANELS.map((name) => [
            name,
            columnsFor(name === "product" ? shapes.filter : shapes[name], sizes[name]),
          ]),
        ),
      };
    }
  }
  return undefined;
}

/** The size of type at which the longest of these texts fits a cell, or 0 where none is legible. */
function typeSize(texts, cell) {
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 1);
  const size = Math.min(cell * 0.42, (cell - 3) / (longest * 0.58), 19);
  return size >= 8 ? size : 0;
}

// ---------------------------------------------------------------------------- one slice

/**
 * One matrix on the stage: its heatmap, its numbers, its table.
 * `at(row, column)` gives a value; `hidden` starts with an empty table.
 */
class Slice {
  constructor({ index, rank, rows, columns, cell, label, at, live }) {
    Object.assign(this, { rows, columns, cell, at, live });
    this.plot = element("div", { class: "cv-plot" });
    this.overlays = element("div", { class: "cv-overlays" });
    this.frame = element(
      "div",
      {
        class: `cv-frame${cell >= 8 ? " cv-ruled" : ""}`,
        style: `width:${columns * cell}px;height:${rows * cell}px;--cell:${cell}px`,
        "aria-hidden": "true",
      },
      this.plot,
    );
    this.numbers = [];
    this.table = new Table(rows, columns, label);
    this.caption = rank === 3 ? document.createTextNode("") : undefined;
    this.node = element(
      "div",
      { class: "cv-slice", "data-slice": rank === 3 ? index + 1 : false },
      ...(this.caption ? [element("div", { class: "cv-depth" }, this.caption)] : []),
      this.frame,
      this.table.node,
    );
  }

  /** Puts a number into every cell, if the size of type allows. */
  writeNumbers(size) {
    const layer = element("div", { class: "cv-numbers", style: `font-size:${size}px` });
    if (size) {
      for (let row = 0; row < this.rows; row += 1)
        for (let column = 0; column < this.columns; column += 1) {
          const text = document.createTextNode(this.live ? "" : number(this.at(row, column)));
          layer.append(element("span", {}, text));
          this.numbers.push(text);
        }
    }
    this.frame.append(layer, this.overlays);
  }

  /** A box over some cells. */
  overlay(rows, columns, attributes) {
    const size = `width:${columns * this.cell}px;height:${rows * this.cell}px`;
    const node = element("div", { ...attributes, style: size });
    this.overlays.append(node);
    return node;
  }
}

/**
 * The numbers of a slice for those who do not see the picture, and for tests. Up to 1,024 cells the
 * whole matrix; beyond, the rows and columns around the current window, which the caption names.
 */
class Table {
  constructor(rows, columns, label) {
    Object.assign(this, { rows, columns, label, marked: [] });
    this.whole = rows * columns <= TABLE_CELLS;
    this.caption = document.createTextNode(label);
    this.body = element("tbody");
    this.node = element(
      "div",
      { class: "cv-table" },
      element("table", {}, element("caption", {}, this.caption), this.body),
    );
    if (this.whole) this.build(0, 0, rows, columns);
  }

  build(top, left, rows, columns) {
    Object.assign(this, { top, left, shownRows: rows, shownColumns: columns, cells: [], texts: [] });
    this.marked = [];
    const lines = [];
    for (let row = 0; row < rows; row += 1) {
      const line = element("tr");
      for (let column = 0; column < columns; column += 1) {
        const text = document.createTextNode("");
        this.texts.push(text);
        this.cells.push(element("td", {}, text));
        line.append(this.cells.at(-1));
      }
      lines.push(line);
    }
    this.body.replaceChildren(...lines);
  }

  /** Makes a large table show these rows and columns with a margin of one. Returns whether it did. */
  show(top, left, rows, columns) {
    if (this.whole) return false;
    const [height, width] = [Math.min(rows + 2, this.rows, 34), Math.min(columns + 2, this.columns, 30)];
    const first = Math.max(0, Math.min(top - 1, this.rows - height));
    const start = Math.max(0, Math.min(left - 1, this.columns - width));
    if (this.shownRows !== height || this.shownColumns !== width) this.build(first, start, height, width);
    Object.assign(this, { top: first, left: start });
    write(
      this.caption,
      `${this.label}, rows ${first + 1} to ${first + height} of ${this.rows}, ` +
        `columns ${start + 1} to ${start + width} of ${this.columns}`,
    );
    return true;
  }

  index(row, column) {
    const [down, right] = [row - this.top, column - this.left];
    const inside = down >= 0 && right >= 0 && down < this.shownRows && right < this.shownColumns;
    return inside ? down * this.shownColumns + right : -1;
  }

  set(row, column, text) {
    const index = this.index(row, column);
    if (index >= 0) write(this.texts[index], text);
  }

  fill(text) {
    for (let row = this.top; row < this.top + this.shownRows; row += 1)
      for (let column = this.left; column < this.left + this.shownColumns; column += 1)
        this.set(row, column, text(row, column));
  }

  /** Marks these cells as the current ones, and no others. */
  mark(cells) {
    for (const cell of this.marked) cell.removeAttribute("aria-current");
    this.marked = [];
    for (const [row, column] of cells) {
      const index = this.index(row, column);
      if (index < 0) continue;
      this.cells[index].setAttribute("aria-current", "true");
      this.marked.push(this.cells[index]);
    }
  }
}

// ---------------------------------------------------------------------------- the picture of a scene

/** The four panels of one scene at one size. Built off stage, then shown; `paint` moves it to a step. */
class Picture {
  constructor(scene, width, height) {
    this.scene = scene;
    this.shown = -1; // last step whose output cell the output tables show
    const stacked = width < 620;
    const { sizes, columns } = arrange(scene.shapes, width, height, stacked);
    Object.assign(this, { sizes, columns });
    this.node = element("div", { class: `cv-panels${stacked ? " cv-stacked" : ""}` });
    this.drawings = [];
    this.panels = Object.fromEntries(PANELS.map((name) => [name, this.panel(name)]));
    const { labels } = scene;
    this.productTitle = document.createTextNode("");
    const titles = {
      input: [labels.input, "input", labels.inputSize],
      filter: [labels.filter, scene.flip ? "filter, flipped" : "filter", labels.filterSize],
      product: [this.productTitle, "product", labels.filterSize],
      output: [labels.output, "output", labels.outputSize],
    };
    const signs = { filter: "⊙", product: "=", output: "Σ" };
    for (const name of PANELS) {
      if (signs[name]) this.node.append(element("div", { class: "cv-sign", "aria-hidden": "true" }, signs[name]));
      this.node.append(this.figure(name, titles[name]));
    }
    this.addOverlays();
    this.align();
  }

  /** Gives the slices of filter and product the pitch of the input's, where all stand in one column. */
  align() {
    const { columns, scene } = this;
    const single = columns.input === 1 && columns.filter === 1 && scene.rank === 3;
    this.aligned = single && !this.node.classList.contains("cv-stacked");
    if (!this.aligned) return;
    this.pitch = scene.shapes.input[1] * this.sizes.input + LABEL + GAP;
    for (const slice of [...this.panels.filter, ...this.panels.product])
      slice.node.style.height = `${this.pitch - GAP}px`;
  }

  shape(name) {
    return this.scene.shapes[name === "product" ? "filter" : name];
  }

  panel(name) {
    const { scene } = this;
    const [depth, rows, columns] = this.shape(name);
    const cell = this.sizes[name];
    const made = [];
    for (let index = 0; index < depth; index += 1) {
      const label = scene.rank === 3 ? `${name}, depth ${index + 1}` : name;
      const values = scene.values[name][index];
      const live = name === "product";
      const slice = new Slice({ index, rank: scene.rank, rows, columns, cell, label, at: values.at, live });
      if (slice.caption && (name !== "output" || depth > 1)) slice.caption.data = `depth ${index + 1}`;
      if (!live && name !== "output" && slice.table.whole)
        slice.table.fill((row, column) => number(values.at(row, column)));
      this.fitSheet(slice, values);
      made.push(slice);
    }
    const distinct = new Set(scene.values[name].flatMap(({ values }) => [...new Set(values)]));
    const size = rows * columns > 2500 ? 0 : typeSize([...distinct].slice(0, 999).map(number), cell);
    for (const slice of made) slice.writeNumbers(size);
    return made;
  }

  /** How large Plotly draws the cells, and what the picture is then scaled by: canvases have limits. */
  fitSheet(slice, { rows, columns }) {
    const longest = Math.max(rows, columns);
    const drawn = Math.max(1, Math.floor(SHEET_PIXELS / longest));
    slice.drawnCell = Math.min(slice.cell, drawn);
    slice.scale = slice.cell / slice.drawnCell;
  }

  figure(name, [symbol, word, size]) {
    const bound = this.scene.figures[name][0].data[0].zmax;
    return element(
      "figure",
      { class: "cv-panel", "data-panel": name },
      element(
        "figcaption",
        {},
        element("span", { class: "cv-symbol" }, symbol),
        element("span", { class: "cv-word" }, `${word} ${size}`),
      ),
      element(
        "div",
        { class: "cv-slices", style: `--columns:${this.columns[name]}` },
        ...this.panels[name].map((slice) => slice.node),
      ),
      element(
        "div",
        { class: "cv-scale", "aria-hidden": "true" },
        number(-bound),
        element("span", { class: "cv-ramp" }),
        number(bound),
      ),
    );
  }

  addOverlays() {
    const { scene, panels } = this;
    const [, spanRows, spanColumns] = scene.span;
    const dilated = scene.dilation[1] > 1 || scene.dilation[2] > 1;
    this.windows = panels.input.map((slice) => {
      const node = slice.overlay(spanRows, spanColumns, { class: "cv-window", "data-window": true });
      if (dilated) this.addTaps(node, slice.cell);
      return node;
    });
    panels.input.forEach((slice, depth) => this.addPadding(slice, depth));
    this.masks = panels.output.map((slice) => {
      const below = slice.overlay(slice.rows, slice.columns, { class: "cv-mask" });
      const row = slice.overlay(1, slice.columns, { class: "cv-rest" });
      const rest = element("div", { class: "cv-mask", style: row.getAttribute("style") });
      row.append(rest);
      return { below, row, rest };
    });
    this.current = panels.output.map((slice) => slice.overlay(1, 1, { class: "cv-window cv-current" }));
  }

  /** The cells of a dilated window that the filter reads; between them are gaps. */
  addTaps(node, cell) {
    const [, rows, columns] = this.scene.shapes.filter;
    const [, down, right] = this.scene.dilation;
    for (let b = 0; b < rows; b += 1)
      for (let c = 0; c < columns; c += 1) {
        const style = `left:${c * right * cell}px;top:${b * down * cell}px;width:${cell}px;height:${cell}px`;
        node.append(element("i", { class: "cv-tap", style }));
      }
  }

  addPadding(slice, depth) {
    const [[front, back], [top, bottom], [left, right]] = this.scene.padding;
    const outside = depth < front || depth >= this.scene.shapes.input[0] - back;
    if (!outside && !(top || bottom || left || right)) return;
    const node = slice.overlay(slice.rows, slice.columns, { class: "cv-padding" });
    if (outside) return;
    const [x0, y0] = [left * slice.cell, top * slice.cell];
    const [x1, y1] = [(slice.columns - right) * slice.cell, (slice.rows - bottom) * slice.cell];
    node.style.clipPath =
      `polygon(evenodd, 0 0, 100% 0, 100% 100%, 0 100%, 0 0, ` +
      `${x0}px ${y0}px, ${x1}px ${y0}px, ${x1}px ${y1}px, ${x0}px ${y1}px, ${x0}px ${y0}px)`;
  }

  /** Draws every heatmap. Resolves when the picture can be shown; a large sheet follows later. */
  async draw() {
    const { scene } = this;
    const products = scene.steps * scene.taps.length;
    const draw = (name) =>
      this.panels[name].map((slice, index) => {
        const { rows, columns } = scene.values[name][index];
        const cell = slice.drawnCell;
        return drawn(slice.plot, scene.figures[name][index], columns * cell, rows * cell);
      });
    const first = ["input", "filter", "output"].flatMap(draw);
    if (products < LATER) first.push(...draw("product"));
    await Promise.all(first);
    this.afterwards = () => (products < LATER ? undefined : Promise.all(draw("product")));
  }

  /** Moves everything to a step. The one function that runs while someone scrubs. */
  paint(step) {
    const { scene, panels } = this;
    const at = scene.place(step);
    const origin = scene.origin(at);
    this.paintInput(at, origin);
    this.paintProduct(at);
    this.paintOutput(step, at);
    const where = scene.position(step).join(",");
    write(this.productTitle, `${scene.labels.window}(${where}) ⊙ ${scene.labels.filter}`);
    if (scene.shapes.output[0] > 1) this.paintDepth(origin[0]);
  }

  paintInput([q], [depth, row, column]) {
    const { scene, panels, windows } = this;
    const [slices, rows, columns] = scene.shapes.filter;
    const [apart, down, right] = scene.dilation;
    panels.input.forEach((slice, index) => {
      const tap = (index - depth) / apart;
      const covered = Number.isInteger(tap) && tap >= 0 && tap < slices;
      if (windows[index].hidden === covered) windows[index].hidden = !covered;
      if (slice.table.show(row, column, scene.span[1], scene.span[2]))
        slice.table.fill((i, j) => number(slice.at(i, j)));
      if (!covered) return slice.table.mark([]);
      move(windows[index], column * slice.cell, row * slice.cell);
      const cells = [];
      for (let b = 0; b < rows; b += 1)
        for (let c = 0; c < columns; c += 1) cells.push([row + b * down, column + c * right]);
      return slice.table.mark(cells);
    });
  }

  paintProduct([q, i, j]) {
    const { scene, panels } = this;
    const [, rows, columns] = scene.shapes.filter;
    const tile = q * scene.shapes.output[1] + i;
    panels.product.forEach((slice, a) => {
      const scale = slice.scale === 1 ? "" : ` scale(${slice.scale})`;
      move(slice.plot, -j * columns * slice.cell, -tile * rows * slice.cell, scale);
      if (slice.table.show(0, 0, rows, columns)) slice.table.fill(() => "");
      for (let b = 0; b < rows; b += 1)
        for (let c = 0; c < columns; c += 1) {
          const text = number(slice.at(tile * rows + b, j * columns + c));
          slice.table.set(b, c, text);
          if (slice.numbers.length) write(slice.numbers[b * columns + c], text);
        }
    });
  }

  paintOutput(step, [q, i, j]) {
    const { scene, panels, masks, current } = this;
    panels.output.forEach((slice, depth) => {
      const { below, row, rest } = masks[depth];
      const here = depth === q;
      const first = depth < q ? slice.rows : here ? i + 1 : 0;
      move(below, 0, first * slice.cell);
      if (row.hidden === here) row.hidden = !here;
      if (current[depth].hidden === here) current[depth].hidden = !here;
      if (here) {
        move(row, 0, i * slice.cell);
        move(rest, (j + 1) * slice.cell, 0);
        move(current[depth], j * slice.cell, i * slice.cell);
      }
      const { table } = slice;
      if (!table.whole) {
        const done = (r, c) => depth < q || (here && (r < i || (r === i && c <= j)));
        table.show(here ? i : 0, here ? j : 0, 1, 1);
        table.fill((r, c) => (done(r, c) ? number(slice.at(r, c)) : ""));
      }
      if (here || table.marked.length) table.mark(here ? [[i, j]] : []);
    });
    this.uncover(step);
  }

  /** Writes or empties the cells of whole output tables between the last step and this one. */
  uncover(step) {
    const { scene, panels } = this;
    if (!panels.output[0].table.whole) return;
    const [from, to] = step > this.shown ? [this.shown + 1, step] : [step + 1, this.shown];
    for (let other = from; other <= to; other += 1) {
      const [q, i, j] = scene.place(other);
      panels.output[q].table.set(i, j, other <= step ? number(scene.total(other)) : "");
    }
    this.shown = step;
  }

  /** Filter and product say which depth of the input they meet, and slide along it where there is room. */
  paintDepth(depth) {
    const { scene, panels } = this;
    for (const name of ["filter", "product"])
      panels[name].forEach((slice, a) => {
        const met = depth + a * scene.dilation[0];
        write(slice.caption, `depth ${a + 1} on ${met + 1}`);
        if (this.aligned) move(slice.node, 0, (met - a) * this.pitch);
      });
  }
}

function drawn(node, figure, width, height) {
  node.style.width = `${width}px`;
  node.style.height = `${height}px`;
  return globalThis.Plotly.newPlot(node, figure.data, { ...figure.layout, width, height }, { staticPlot: true });
}

// ---------------------------------------------------------------------------- the stage

/** The stage: panels, slider, buttons, keys and the lines of text under them. */
class Stage {
  constructor(parent) {
    this.step = 0;
    this.timers = {};
    this.abort = new AbortController();
    this.build();
    parent.replaceChildren(this.node);
    this.listen();
  }

  build() {
    this.slider = element("input", { type: "range", "aria-label": "Window", min: 1, max: 1, step: 1, value: 1 });
    this.buttons = {
      first: this.button("First window", "first"),
      previous: this.button("Previous window", "previous"),
      play: this.button("Play", "play"),
      next: this.button("Next window", "next"),
      last: this.button("Last window", "last"),
    };
    this.buttons.previous.classList.add("cv-step");
    this.buttons.next.classList.add("cv-step");
    this.speed = element(
      "select",
      { "aria-label": "Speed" },
      ...SPEEDS.map((speed) => element("option", { value: speed, selected: speed === 1 }, `${speed} / s`)),
    );
    this.where = document.createTextNode("");
    this.formula = document.createTextNode("");
    this.formulaNode = element("p", { class: "cv-formula", "data-formula": true }, this.formula);
    this.size = element("span");
    this.kind = element("p", { class: "cv-kind" });
    this.status = element("div", { role: "status", class: "cv-hidden" });
    this.holder = element("div", { class: "cv-holder" });
    const { first, previous, play, next, last } = this.buttons;
    this.node = element(
      "section",
      { class: "cv-stage", "data-testid": "convviz-stage", "aria-label": "Stage", "data-ready": "false" },
      this.holder,
      element(
        "div",
        { class: "cv-controls" },
        element("div", { class: "cv-buttons", role: "group", "aria-label": "Playback" }, first, previous, play, next, last),
        this.slider,
        this.speed,
      ),
      element("p", { class: "cv-where" }, this.where),
      this.formulaNode,
      element("p", { class: "cv-size" }, this.size),
      this.kind,
      this.status,
    );
  }

  button(label, name) {
    return element("button", { type: "button", "aria-label": label, title: label }, icon(ICONS[name]));
  }

  listen() {
    const { signal } = this.abort;
    const on = (target, type, handler) => target.addEventListener(type, handler, { signal });
    on(this.slider, "input", () => this.go(Number(this.slider.value) - 1, true));
    on(this.slider, "pointerdown", () => (this.dragging = true));
    for (const type of ["pointerup", "pointercancel", "blur"])
      on(window, type, () => {
        if (!this.dragging) return;
        this.dragging = false;
        this.rest();
      });
    const { first, previous, play, next, last } = this.buttons;
    on(first, "click", () => this.go(0, true));
    on(previous, "click", () => this.go(this.step - 1, true));
    on(play, "click", () => this.toggle());
    on(next, "click", () => this.go(this.step + 1, true));
    on(last, "click", () => this.go(Infinity, true));
    on(document, "keydown", (event) => this.key(event));
    this.resizing = new ResizeObserver(() => this.resized());
    this.resizing.observe(this.node);
    on(window, "resize", () => this.resized());
  }

  /** Keys act in the stage and where nothing has the focus; elsewhere they keep their own meaning. */
  key(event) {
    const { target } = event;
    const nowhere = target === document.body || target === document.documentElement;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    if (!nowhere && !this.node.contains(target)) return;
    if (target === this.speed || (event.key === " " && target.tagName === "BUTTON")) return;
    const moves = {
      ArrowLeft: () => this.go(this.step - 1, true),
      ArrowRight: () => this.go(this.step + 1, true),
      Home: () => this.go(0, true),
      End: () => this.go(Infinity, true),
      " ": () => this.toggle(),
    };
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]();
  }

  /** Shows what Python sent. Called again whenever that changes, so it must not redo what is done. */
  async update({ scene, step, load, query, session }, report) {
    this.report = report;
    // A restarted server knows only the address that this page was opened with: give it the present one.
    const restarted = this.session !== undefined && session !== this.session;
    this.session = session;
    if (restarted) {
      report({ session, link: window.location.search });
      return;
    }
    this.query = query;
    const loaded = load !== this.load;
    if (loaded) {
      this.step = step - 1;
      this.reported = `${load} ${step}`;
    }
    this.load = load;
    if (this.scene?.digest !== scene.digest) {
      this.scene = read(scene);
      this.drawing = undefined;
      await this.redraw();
    } else if (loaded) this.go(this.step);
    this.address();
  }

  /** Draws the scene at the stage's present size, off stage, and then shows it. */
  async redraw() {
    const { scene } = this;
    const width = this.holder.clientWidth;
    if (!scene || !width) return;
    const height = this.height();
    const size = `${scene.digest} ${width} ${height}`;
    if (size === this.drawing) return;
    this.drawing = size;
    const picture = new Picture(scene, width, height);
    await picture.draw();
    if (this.drawing !== size || this.abort.signal.aborted) return;
    const old = this.picture;
    this.picture = picture;
    this.describe();
    this.go(this.step);
    this.holder.replaceChildren(picture.node);
    this.node.dataset.ready = "true";
    for (const plot of old ? old.node.querySelectorAll(".cv-plot") : []) globalThis.Plotly.purge(plot);
    setTimeout(() => picture.afterwards(), 30);
  }

  /** The height that the panels' slices may take so that all of the stage is seen without scrolling. */
  height() {
    const top = this.node.getBoundingClientRect().top + (this.scroller()?.scrollTop ?? 0);
    return Math.max(170, Math.min(640, window.innerHeight - Math.min(top, 200) - 62 - 190));
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
    this.slider.max = scene.steps;
    this.node.dataset.rank = scene.rank;
    this.node.dataset.steps = scene.steps;
    this.size.textContent = `Size of the output: ${scene.labels.size.map(([axes, formula]) => `${axes} ${formula}`).join(",  ")}`;
    this.kind.textContent = scene.labels.kind;
    this.formulaNode.style.setProperty("--lines", this.formulaLines());
  }

  /** The lines that the longest sum may take: fixed, so that a step never moves what is below. */
  formulaLines() {
    const { scene } = this;
    const widest = (name) =>
      scene.values[name].flatMap(({ values }) => [...values]).reduce((most, v) => Math.max(most, Math.abs(v)), 0);
    const digits = scene.values.input.concat(scene.values.filter).some(({ values }) => values.some((v) => v % 1));
    const factorLength = (name) => number(-widest(name)).length + (digits ? 3 : 0);
    const terms = Math.min(scene.taps.length, TERMS - 2);
    const letters = 22 + terms * (factorLength("input") + factorLength("filter") + 5);
    return Math.max(1, Math.ceil((letters * 7.2) / this.holder.clientWidth));
  }

  /** Goes to a step, as near as it exists. `byHand` ends playing. */
  go(step, byHand = false) {
    if (!this.picture) return;
    if (byHand && this.playing) this.stop();
    const { scene } = this.picture;
    this.step = Math.max(0, Math.min(scene.steps - 1, step));
    this.picture.paint(this.step);
    this.caption();
    this.rest();
  }

  caption() {
    const { scene } = this.picture;
    const { step, slider, node } = this;
    const where = scene.position(step);
    const pairs = scene.pairs(step);
    this.sum = sumText(pairs, scene.bias, scene.total(step));
    const name = `${scene.labels.window}(${where.join(",")})`;
    const count = `Window ${step + 1} of ${scene.steps}`;
    this.narration = `${count}, position (${where.join(", ")})`;
    if (slider.value !== String(step + 1)) slider.value = step + 1;
    slider.setAttribute("aria-valuetext", this.narration);
    node.dataset.step = step + 1;
    write(this.where, this.narration);
    write(this.formula, `Sum(${name} ⊙ ${scene.labels.filter}) = ${this.sum}`);
  }

  /** Once the hand has rested: the spoken line, the link, and Python. */
  rest() {
    clearTimeout(this.timers.rest);
    this.timers.rest = setTimeout(() => {
      if (this.dragging || this.playing) return;
      this.status.textContent = `${this.narration}: ${this.sum}`;
      this.address();
      const place = `${this.load} ${this.step + 1}`;
      if (place === this.reported) return;
      this.reported = place;
      this.report({ load: this.load, step: this.step + 1 });
    }, REST);
  }

  toggle() {
    if (this.playing) {
      this.stop();
      this.rest();
      return;
    }
    if (this.step >= this.scene.steps - 1) this.go(0);
    this.playing = true;
    this.label("Pause", "pause");
    this.tick();
  }

  tick() {
    this.timers.play = setTimeout(() => {
      this.go(this.step + 1);
      if (this.step >= this.scene.steps - 1) {
        this.stop();
        this.rest();
      } else this.tick();
    }, 1000 / Number(this.speed.value));
  }

  stop() {
    clearTimeout(this.timers.play);
    this.playing = false;
    this.label("Play", "play");
  }

  label(text, name) {
    const { play } = this.buttons;
    play.setAttribute("aria-label", text);
    play.title = text;
    play.replaceChildren(icon(ICONS[name]));
  }

  /** Writes the state into the address, in place, keeping parameters that are not ours. */
  address() {
    const kept = window.location.search
      .slice(1)
      .split("&")
      .filter((part) => part && !OWN_PARAMETERS.includes(part.split("=")[0]));
    const own = this.query ? [this.query] : [];
    if (this.step > 0) own.push(`step=${this.step + 1}`);
    const search = [...own, ...kept].join("&");
    if (search === window.location.search.slice(1)) return;
    window.history.replaceState(window.history.state, "", window.location.pathname + (search ? `?${search}` : "") + window.location.hash);
  }

  destroy() {
    this.abort.abort();
    this.resizing.disconnect();
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    for (const plot of this.node.querySelectorAll(".cv-plot")) globalThis.Plotly.purge(plot);
    this.node.remove();
  }
}

const stages = new WeakMap();

/** Shows `data` in `parent`; `report` receives `{load, step}` once the hand has rested. */
export function show(parent, data, report) {
  if (!stages.has(parent)) stages.set(parent, new Stage(parent));
  return stages.get(parent).update(data, report);
}

/** Removes the stage and every listener it has. */
export function remove(parent) {
  stages.get(parent)?.destroy();
  stages.delete(parent);
}
