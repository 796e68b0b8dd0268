/**
 * The stage alone, in large type, over everything else; or back in its place.
 *
 * A modal dialog keeps the focus in, lies over whatever else is on the page and ends with Escape. The stage itself
 * can have the focus then.
 */

import { element } from "./dom.js";

/**
 * @param {HTMLElement} place where the stage stands @param {HTMLElement} stage
 * @param {() => void} leave asks to end the presentation
 */
export function presentation(place, stage, leave) {
  const dialog = element("dialog", { class: "cv-room", "aria-label": "Presentation" });
  const left = () => {
    if (!document.fullscreenElement) leave();
  };
  dialog.addEventListener("cancel", (event) => {
    if (event.target !== dialog) return;
    event.preventDefault();
    leave();
  });
  return {
    /** @param {boolean} presenting */
    show(presenting) {
      if (presenting === dialog.open) return;
      stage.classList.toggle("cv-presenting", presenting);
      if (presenting) enter();
      else exit();
    },
    destroy: () => dialog.open && exit(),
  };

  function enter() {
    place.append(dialog);
    dialog.append(stage);
    stage.tabIndex = -1;
    dialog.showModal();
    document.addEventListener("fullscreenchange", left);
    if (navigator.userActivation?.isActive === false) return; // a link that begins so: nobody has asked yet
    document.documentElement.requestFullscreen?.().then(
      () => (dialog.open ? undefined : document.exitFullscreen()),
      () => undefined, // it is a wish: a frame or a setting may forbid it
    );
  }

  function exit() {
    document.removeEventListener("fullscreenchange", left);
    if (document.fullscreenElement) document.exitFullscreen();
    dialog.close();
    place.append(stage);
    stage.removeAttribute("tabindex");
    dialog.remove();
  }
}
