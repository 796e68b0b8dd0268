/**
 * The clock that runs inside every page: `bench`.
 *
 * A step starts at its event's own timestamp and ends in the first task after a frame in which the
 * page shows what its slider says; the frame is over for the main thread then: style, layout, paint.
 * It is the same code on every page; only `value`, `shown` and `pointed` know whose page it is.
 */
(() => {
  const find = (selector) => document.querySelector(selector);
  const count = (selector) => document.querySelectorAll(selector).length;
  const kinds = {
    control: {
      value: () => Number(find("input").value),
      shown: () => Number(find("output").textContent),
      pointed: () => find("[data-where]").textContent,
    },
    stage: {
      value: () => Number(find('[data-step] input[type="range"]').value),
      shown: () => {
        const { step, steps, tap } = find("[data-step]").dataset;
        const taps = Number(find('[data-step] input[type="range"]').max) / Number(steps);
        return tap ? (Number(step) - 1) * taps + Number(tap) : Number(step);
      },
      pointed: () => find("[data-where]").textContent,
    },
    yardstick: {
      value: () => Number(find('input[type="range"]').value),
      shown: () =>
        count(".heatmaplayer image") === 4 ? Number(find(".gtitle").textContent.replace("window ", "")) : NaN,
    },
  };
  const bench = { kind: "control", steps: [], frames: [], sent: [], received: [], edit: undefined };
  globalThis.bench = bench;
  const value = () => kinds[bench.kind].value();
  const shown = () => kinds[bench.kind].shown();

  /** Calls back in the first task after the next frame, with the time at which that frame began. */
  function afterFrame(callback) {
    requestAnimationFrame(() => {
      const began = performance.now();
      const channel = new MessageChannel();
      channel.port1.onmessage = () => callback(began, performance.now());
      channel.port2.postMessage(null);
    });
  }

  // ------------------------------------------------------------------------------ steps

  let current; // the step that this task began
  let moved = 0; // when the mouse moved last

  function begin(how, start, arrived) {
    const step = { how, start, script: 0 };
    current = step;
    const wait = (frame, end) => {
      if (!arrived()) return end - start < 3000 ? afterFrame(wait) : undefined;
      return bench.steps.push({ how, time: end - start, script: step.script, render: end - frame });
    };
    afterFrame(wait);
    setTimeout(() => {
      if (current === step) current = undefined;
    });
  }

  let entered = 0;
  const enter = () => {
    entered = performance.now();
  };
  const leave = () => {
    if (current) current.script += performance.now() - entered;
  };

  window.addEventListener(
    "pointermove",
    (event) => {
      moved = event.timeStamp;
      if (!bench.hovering) return;
      const before = kinds[bench.kind].pointed();
      begin("hover", event.timeStamp, () => kinds[bench.kind].pointed() !== before);
      enter();
    },
    true,
  );
  window.addEventListener("pointermove", leave);
  window.addEventListener(
    "keydown",
    (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (by && bench.armed) {
        const goal = value() + by;
        begin("key", event.timeStamp, () => shown() === goal);
      }
      enter();
    },
    true,
  );
  window.addEventListener(
    "input",
    (event) => {
      if (event.target.type !== "range" || !bench.armed) return;
      if (!current) begin("drag", moved, () => shown() === value());
      enter();
    },
    true,
  );
  window.addEventListener("keydown", leave);
  window.addEventListener("input", leave);

  // ------------------------------------------------------------------------------ frames

  /** Notes every frame until `bench.stop()`: when it began, the slider's value and what is shown. */
  bench.watch = () => {
    bench.frames = [];
    bench.watching = true;
    const note = (began) => {
      if (!bench.watching) return;
      bench.frames.push([began, value(), shown()]);
      afterFrame(note);
    };
    afterFrame(note);
  };
  bench.stop = () => {
    bench.watching = false;
    return bench.frames;
  };

  // ------------------------------------------------------------------------------ edits

  /** From the Enter that comes next until what it changes, the output's table, has changed and is painted. */
  bench.awaitEdit = () => {
    const place = bench.kind === "echo" ? "output" : '[data-panel="output"] table';
    const result = () => find(place)?.textContent;
    const before = result();
    bench.sent = [];
    bench.received = [];
    bench.edit = undefined;
    let start;
    window.addEventListener(
      "keydown",
      function enterKey(event) {
        if (event.key !== "Enter") return;
        start = event.timeStamp;
        window.removeEventListener("keydown", enterKey, true);
      },
      true,
    );
    const observer = new MutationObserver(() => {
      if (start === undefined || result() === before) return;
      observer.disconnect();
      const changed = performance.now();
      afterFrame((_, end) => {
        const after = (times) => times.filter((time) => time >= start && time <= changed);
        bench.edit = {
          time: end - start,
          sent: after(bench.sent)[0] - start,
          received: after(bench.received).at(-1) - start,
        };
      });
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  };

  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (...arguments_) {
    bench.sent.push(performance.now());
    return send.apply(this, arguments_);
  };
  const ask = globalThis.fetch;
  globalThis.fetch = async (...arguments_) => {
    bench.sent.push(performance.now());
    const answer = await ask(...arguments_);
    bench.received.push(performance.now());
    return answer;
  };
  const Socket = WebSocket;
  globalThis.WebSocket = class extends Socket {
    constructor(...arguments_) {
      super(...arguments_);
      this.addEventListener("message", () => bench.received.push(performance.now()));
    }
  };

  // ------------------------------------------------------------------------------ loading

  /** What makes a page usable, by the kind of page that the address names after `#`. */
  const usable = {
    bare: () => find('[data-testid="stMarkdownContainer"]')?.textContent === "ready",
    ready: () => find('[data-ready="true"]') !== null,
  };
  const wanted = usable[location.hash.slice(1)];
  if (wanted) {
    const observer = new MutationObserver(() => {
      if (!wanted()) return;
      observer.disconnect();
      afterFrame((_, end) => {
        bench.loaded = end;
      });
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  }
})();
