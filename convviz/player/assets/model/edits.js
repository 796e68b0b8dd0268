/**
 * Edits: what was typed, pasted, undone, on its way to Python. No DOM.
 *
 * Vocabulary: an edit has a *number* `n` and is *answered* when a frame names this number or a later one.
 * The *queue* holds the edits whose result the stage does not show yet, oldest first. Places are those of
 * the tensor as it was given, see `grid.js`. Edits with the same `live` were made in one opening of the editor,
 * while the stage follows: they are one step of undo, and the latest replaces the one before. Of several filters,
 * `filter` says from zero which one is meant; left out, it is the first.
 */

/**
 * @typedef {"input" | "filter"} Editable
 * @typedef {[number, number, number, string]} Entry depth, row, column and the text that was typed
 * @typedef {{n: number, revision: number}} Numbered
 * @typedef {Numbered & {do: "type", panel: Editable, filter?: number, cells: Entry[], live?: number}} TypeEdit
 * @typedef {Numbered & {do: "paste", panel: Editable, filter?: number, at: number[], text: string}} PasteEdit
 * @typedef {Numbered & {do: "choose", label: string}} ChooseEdit another reading, by the words of its button
 * @typedef {Numbered & {do: "example", by: number}} ExampleEdit the example so many places further in the list
 * @typedef {Numbered & {do: "layer"} & import("./strip.js").Change} LayerEdit a change of the layers
 * @typedef {TypeEdit | PasteEdit | ChooseEdit | ExampleEdit | LayerEdit | (Numbered & {do: "undo"}) | (Numbered & {do: "redo"})} Edit
 * @typedef {[number, number, number, string, string, number?]} Asked an entry, and the sentence that says why it
 *   cannot be read, none where the number is only not taken; then the number of the filter
 */

/**
 * The queue with one more edit at its end.
 *
 * A live edit replaces the one before it of the same opening: only the latest counts.
 * @param {readonly Edit[]} queue @param {Edit} edit
 */
export function added(queue, edit) {
  const last = queue.at(-1);
  const replaces = isLive(edit) && last && isLive(last) && last.live === edit.live;
  return [...(replaces ? queue.slice(0, -1) : queue), edit];
}

/** @param {Edit} edit @returns {edit is TypeEdit & {live: number}} */
const isLive = (edit) => edit.do === "type" && edit.live !== undefined;

/** The edits that no frame has answered. @param {readonly Edit[]} queue @param {number} answered */
export const unanswered = (queue, answered) => queue.filter(({ n }) => n > answered);

/**
 * What the host is to be given now, or nothing: all that is not answered, once there is something new. While
 * an editor is open, its next live edit waits for the answer to the one before, so that the latest wins.
 * @param {{queue: readonly Edit[], answered: number, sent: number, open?: number}} known `sent` is the number
 *   of the last edit that the host was given, `open` the `live` of the open editor
 */
export function due({ queue, answered, sent, open }) {
  const edits = unanswered(queue, answered);
  const last = edits.at(-1);
  if (!last || last.n <= sent) return undefined;
  const waits = isLive(last) && last.live === open && last.live <= sent && sent > answered;
  return waits ? undefined : edits;
}

/**
 * The texts of a panel that stand in other cells than the stage shows: those that Python keeps as they were
 * typed, and over them those that are on their way; by place, each with its sentence. Of the panel of the filters
 * those of one filter.
 * @param {readonly Asked[]} asked @param {readonly Edit[]} queue @param {Editable} panel
 */
export function textsOver(asked, queue, panel, filter = 0) {
  /** @type {Map<string, {at: number[], text: string, why: string, coming: boolean}>} */
  const texts = new Map();
  for (const [d, r, c, text, why, which = 0] of asked)
    if (which === filter) texts.set(`${[d, r, c]}`, { at: [d, r, c], text, why, coming: false });
  for (const edit of queue) {
    if (edit.do !== "type" || edit.panel !== panel || (edit.filter ?? 0) !== filter) continue;
    for (const [d, r, c, text] of edit.cells)
      texts.set(`${[d, r, c]}`, { at: [d, r, c], text, why: "", coming: true });
  }
  return texts;
}
