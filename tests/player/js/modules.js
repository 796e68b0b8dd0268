/** The player's modules that need no page, for the tests: the one place that knows their paths. */

import { readFileSync } from "node:fs";

export * as maps from "../../../convviz/player/assets/layout/maps.js";
export * as parts from "../../../convviz/player/assets/layout/parts.js";
export * as plan from "../../../convviz/player/assets/layout/plan.js";
export * as sizes from "../../../convviz/player/assets/layout/sizes.js";
export * as ticks from "../../../convviz/player/assets/layout/ticks.js";
export * as titles from "../../../convviz/player/assets/layout/titles.js";
export * as editing from "../../../convviz/player/assets/model/editing.js";
export * as edits from "../../../convviz/player/assets/model/edits.js";
export * as fields from "../../../convviz/player/assets/model/fields.js";
export * as frame from "../../../convviz/player/assets/model/frame.js";
export * as grid from "../../../convviz/player/assets/model/grid.js";
export * as laid from "../../../convviz/player/assets/model/laid.js";
export * as links from "../../../convviz/player/assets/model/links.js";
export * as numbers from "../../../convviz/player/assets/model/numbers.js";
export * as quiz from "../../../convviz/player/assets/model/quiz.js";
export * as scene from "../../../convviz/player/assets/model/scene.js";
export * as selectors from "../../../convviz/player/assets/model/selectors.js";
export * as state from "../../../convviz/player/assets/model/state.js";
export * as strip from "../../../convviz/player/assets/model/strip.js";
export * as terms from "../../../convviz/player/assets/model/terms.js";
export * as texts from "../../../convviz/player/assets/model/texts.js";
export * as timing from "../../../convviz/player/assets/model/timing.js";
export * as lines from "../../../convviz/player/assets/view/lines.js";
export * as pointed from "../../../convviz/player/assets/view/pointed.js";
export * as room from "../../../convviz/player/assets/view/room.js";
export * as thumb from "../../../convviz/player/assets/view/thumb.js";

/**
 * How numbers are written and read, in Python and here.
 * @type {{written: [number, string, string][],
 *   read: {rule: string, accepted: Record<string, number>, refused: string[]}[]}}
 */
export const TABLE = JSON.parse(readFileSync(new URL("../../numbers.json", import.meta.url), "utf8"));
