/**
 * Rows that do not all fit: they scroll, and those that the window meets come into sight. The scroll position is told
 * to the browser after all that a step has written, and only where it changes: it lays the page out.
 */

/** @typedef {import("../layout/plan.js").Plan} Plan */

export class Scroll {
  /** @param {HTMLElement} node @param {HTMLElement} sight says which rows are seen @param {Plan} plan */
  constructor(node, sight, { pitch, scroll }) {
    const { height, head, content } = /** @type {NonNullable<Plan["scroll"]>} */ (scroll);
    this.node = node;
    this.sight = sight;
    this.rows = Math.round((content - head) / pitch);
    this.pitch = pitch;
    this.height = height;
    this.head = head;
    this.top = 0; // where it is, or is to be in the next frame
    this.waits = false; // for that frame: what is told of an earlier scroll until then is out of date
    node.addEventListener("scroll", () => this.waits || this.be(node.scrollTop), { passive: true });
    this.be(0);
  }

  /** Is there, and says which rows are seen wholly. @param {number} top */
  be(top) {
    const { pitch, height, head, rows, sight } = this;
    this.top = top;
    const first = Math.ceil(top / pitch - 0.1) + 1;
    const last = Math.min(rows, Math.floor((top + height - head) / pitch + 0.1));
    const text = `${first < last ? `${first}–${last}` : last} of ${rows}`;
    if (text === sight.textContent) return;
    sight.textContent = text;
    sight.classList.toggle("cv-end", last === rows);
  }

  /** Brings rows into sight, the first of them if not all can be. @param {number} first @param {number} last */
  follow(first, last) {
    const { pitch, height, head } = this;
    const [above, below] = [first * pitch, head + (last + 1) * pitch - height];
    const top = Math.max(0, Math.min(above, Math.max(below, this.top)));
    if (top === this.top) return;
    this.be(top);
    if (this.waits) return;
    this.waits = true;
    requestAnimationFrame(() => {
      this.waits = false;
      this.node.scrollTop = this.top;
    });
  }
}
