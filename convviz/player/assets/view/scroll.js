/**
 * Rows that do not all fit: they scroll, and those that the window meets come into sight. The scroll position is told
 * to the browser after all that a step has written, and only where it changes: it lays the page out.
 */

/** @typedef {import("../layout/plan.js").Plan} Plan */

export class Scroll {
  /** @param {HTMLElement} node @param {Plan} plan */
  constructor(node, { pitch, scroll }) {
    const { height, head } = /** @type {NonNullable<Plan["scroll"]>} */ (scroll);
    this.node = node;
    this.pitch = pitch;
    this.height = height;
    this.head = head;
    this.top = 0; // where it is, or is to be in the next frame
    this.waits = false; // for that frame: what is told of an earlier scroll until then is out of date
    node.addEventListener("scroll", () => this.waits || (this.top = node.scrollTop), { passive: true });
  }

  /** Brings rows into sight, the first of them if not all can be. @param {number} first @param {number} last */
  follow(first, last) {
    const { pitch, height, head } = this;
    const [above, below] = [first * pitch, head + (last + 1) * pitch - height];
    const top = Math.max(0, Math.min(above, Math.max(below, this.top)));
    if (top === this.top) return;
    this.top = top;
    if (this.waits) return;
    this.waits = true;
    requestAnimationFrame(() => {
      this.waits = false;
      this.node.scrollTop = this.top;
    });
  }
}
