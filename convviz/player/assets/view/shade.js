/** The colours of cells where they are no heatmap: in the terms of a sum, and in small pictures. No DOM. */

/** The hues of a panel, and of the slices of a picture in colour: of negative values and of positive ones. */
const HUES = {
  "": ["214 106 20", "38 110 190"],
  red: ["128 128 128", "200 40 70"],
  green: ["128 128 128", "40 140 60"],
  blue: ["128 128 128", "60 96 214"],
};

/** The colour of a cell whose value is this share of the largest. @param {number} share */
export function shade(share, channel = "") {
  const strength = Math.round(Math.min(1, Math.abs(share)) * 70);
  if (!strength) return "transparent";
  const [negative, positive] = HUES[/** @type {keyof typeof HUES} */ (channel)];
  return `rgb(${share < 0 ? negative : positive} / ${strength}%)`;
}
