"""One component, one heatmap."""

import streamlit as st

_SCRIPT = """
export default function ({ parentElement, data }) {
  const node = document.createElement("div");
  parentElement.append(node);
  const script = document.createElement("script");
  script.src = new URL("plotly/plotly.min.js", document.baseURI).href;
  script.onload = async () => {
    const heatmap = { type: "heatmap", z: data.z };
    await globalThis.Plotly.newPlot(node, [heatmap], { width: 300, height: 300 });
    node.dataset.ready = "true";
  };
  document.head.append(script);
}
"""

_mount = st.components.v2.component("benchmark.heatmap", js=_SCRIPT, isolate_styles=False)
_mount(key="heatmap", data={"z": [[1, 2, 2], [3, 1, 4], [2, 1, 3]]})
