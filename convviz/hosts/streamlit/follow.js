/**
 * Tells Python where the stage rests, and whether what stands below it is looked at.
 *
 * A component of its own, so that only the tabs are computed anew: the stage sends edits, which must be
 * answered first. The two find each other on the page.
 */

/**
 * @typedef {{report?: object, seen: boolean}} Place
 * @typedef {{tab?: string, tell?: (report: object) => void, turned?: () => void, inTurn?: (send: () => void) => void,
 *   last?: object}} Followed
 */

/** @type {any} */
const page = globalThis;
/** @type {Followed} */
const followed = (page.convvizFollowed ??= {});
/** @type {WeakMap<HTMLElement, {place: Place, set: (place: Place) => void}>} */
const known = new WeakMap();

/**
 * What Streamlit calls whenever the component's data have changed.
 * @param {{parentElement: HTMLElement, data: {tab: string},
 *   setStateValue: (name: string, value: Place) => void}} component
 */
export default function ({ parentElement, data, setStateValue }) {
  const found = known.get(parentElement) ?? watch(parentElement);
  found.set = (place) => setStateValue("place", place);
  followed.tell = (report) => tell(found, { report });
  if (followed.last && !found.place.report) followed.tell(followed.last);
  if (followed.tab !== data.tab) {
    followed.tab = data.tab;
    followed.turned?.();
  }
}

/** @param {HTMLElement} element */
function watch(element) {
  /** @type {{place: Place, set: (place: Place) => void}} */
  const found = { place: { seen: false }, set: () => undefined };
  known.set(element, found);
  const below = document.createElement("div");
  below.className = "cv-below";
  element.replaceChildren(below);
  const observer = new IntersectionObserver(
    ([{ isIntersecting }]) => {
      if (!isIntersecting) return;
      observer.disconnect(); // it stays computed, so that nothing moves while someone scrolls
      if (found.place.report) followed.inTurn?.(() => tell(found, { seen: true }));
      else found.place.seen = true; // goes with the first report: the stage comes first
    },
    { threshold: 0.9 },
  );
  observer.observe(below);
  return found;
}

/** @param {{place: Place, set: (place: Place) => void}} found @param {Partial<Place>} change */
function tell(found, change) {
  found.place = { ...found.place, ...change };
  found.set(found.place);
}
