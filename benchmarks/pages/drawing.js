/**
 * A host of the player that is shown one scene after another: `drawing`. The page is made by `scenes.py`, which puts
 * it behind the player, in the same module.
 */

const place = /** @type {HTMLElement} */ (document.getElementById("stage"));
const host = {
  report: () => undefined,
  theme: {},
  room: () => window.innerHeight - place.getBoundingClientRect().top - window.scrollY,
};
/** The bodies of frames, by name. @type {Record<string, Uint8Array>} */
const bodies = {};
let player;
let revision = 0;

/** A frame, as `convviz.player.frame` makes one. @param {Uint8Array} body */
function framed(body) {
  revision += 1;
  const header = JSON.stringify({ revision, since: revision, step: 0, title: "", host: {} });
  const text = header.padEnd(8 * Math.ceil((header.length + 4) / 8) - 4);
  const frame = new Uint8Array(4 + text.length + body.length);
  new DataView(frame.buffer).setUint32(0, text.length, true);
  frame.set(new TextEncoder().encode(text), 4);
  frame.set(body, 4 + text.length);
  return frame;
}

/** The numbers that the page shows, and of how many windows. */
function shown() {
  const tables = place.querySelectorAll('[data-panel="input"] table, [data-panel="output"] table');
  const stage = place.querySelector('[data-ready="true"]');
  return stage && [stage.dataset.steps, ...[...tables].map((table) => table.textContent)].join("|");
}

/** Resolves in the first task after the next frame: style, layout and paint are done by then. */
const nextFrame = () =>
  new Promise((resolve) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(null);
    });
  });

/** Takes scenes, each in base64. @param {Record<string, string>} scenes */
function load(scenes) {
  for (const [name, text] of Object.entries(scenes))
    bodies[name] = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** Shows a scene, on a new stage where there is none; the ms until it is painted. @param {string} name */
async function show(name) {
  const frame = framed(bodies[name]);
  const before = shown();
  await nextFrame();
  const began = performance.now();
  player ??= mount(place, host);
  player.show(frame);
  do await nextFrame();
  while (!shown() || shown() === before);
  return performance.now() - began;
}

globalThis.drawing = { load, show };
