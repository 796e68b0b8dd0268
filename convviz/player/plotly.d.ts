// The part of Plotly.js that the player calls. The library is a script of its own, which makes this global.

interface Plotly {
  newPlot(node: HTMLElement, data: object[], layout: object, config?: object): Promise<HTMLElement>;
  purge(node: HTMLElement): void;
}

// `var`, because only that is a property of globalThis.
declare var Plotly: Plotly;
