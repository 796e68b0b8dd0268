/**
 * The strip: the layers that what is shown goes through, as Python says them, and what can be done to them. No DOM.
 */

/**
 * @typedef {{name: string, size: string, mark: "" | "refused" | "waiting", why: string}} Layer what a layer is, the
 *   size of what it gives, and whether and why it is not there
 * @typedef {{input: string, shown: number, layers: Layer[], kinds: [string, string][], full: boolean}} Strip
 *   the size of the input, which layer is to be on the stage, from zero, and the kinds that can be added
 * @typedef {{show: number} | {add: string, at: number} | {remove: number} | {begin: number}} Change
 * @typedef {{label: string, change: Change}} Choice
 */

/** A page that has no layers to choose from. @type {Strip} */
export const NO_STRIP = { input: "", shown: 0, layers: [], kinds: [], full: false };

/** Whether there is a row to be seen: of one layer there is nothing to choose. @param {Strip} strip */
export const isRow = ({ layers }) => layers.length > 1;

/** A layer as it is spoken: its place, what it is, its size, or why it is not there. @param {Strip} strip @param {number} place */
export function spokenLayer({ layers }, place) {
  const { name, size, why } = layers[place];
  return `Layer ${place + 1} of ${layers.length}: ${name}. ${why || `Output ${size}.`}`;
}

/** The same without the sizes from the shown layer on, while they are asked for. @param {Strip} strip @returns {Strip} */
export function withoutSizes(strip) {
  const layers = strip.layers.map((layer, place) =>
    place < strip.shown || layer.mark ? layer : { ...layer, size: "?" },
  );
  return { ...strip, layers };
}

/** What the menu of the shown layer offers: a layer behind it, and to go on from its output. @param {Strip} strip @returns {Choice[]} */
export function choices({ shown, layers, kinds, full }) {
  const behind = shown + 1;
  const added = kinds.map(([add, label]) => ({ label, change: { add, at: behind } }));
  const begin = { label: "Output becomes the input", change: { begin: shown } };
  return [...(full ? [] : added), ...(layers[shown]?.mark ? [] : [begin])];
}

/** What has become of a change, in words. @param {Strip} strip @param {Change} change */
export function outcomeOf(strip, change) {
  if ("begin" in change) return "The output is the input now.";
  const told = strip.layers.length ? spokenLayer(strip, strip.shown) : "";
  return "remove" in change ? `Removed. ${told}` : told;
}
