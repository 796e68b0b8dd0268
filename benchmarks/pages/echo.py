"""The control of an edit: one component that shows what is typed into it after Python has seen it."""

from __future__ import annotations

import streamlit as st

_SCRIPT = """
export default function ({ parentElement, data, setStateValue }) {
  if (!parentElement.querySelector("input")) {
    parentElement.append(document.createElement("input"), document.createElement("output"));
  }
  const input = parentElement.querySelector("input");
  input.onkeydown = ({ key }) => {
    if (key === "Enter") setStateValue("typed", input.value);
  };
  parentElement.querySelector("output").textContent = data.typed;
  parentElement.dataset.ready = "true";
}
"""

_mount = st.components.v2.component("benchmark.echo", js=_SCRIPT, isolate_styles=False)


@st.fragment
def echo() -> None:
    typed = st.session_state.get("echo", {}).get("typed", "")
    _mount(key="echo", data={"typed": typed}, on_typed_change=lambda: None)


echo()
