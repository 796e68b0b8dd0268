"""Starts the smallest page whose component draws one Plotly heatmap, loaded as in `app.py`."""

from pathlib import Path

import streamlit as st
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

app = st.App(
    Path(__file__).with_name("component_page.py"),
    routes=[Mount("/plotly", StaticFiles(packages=[("plotly", "package_data")]))],
)
