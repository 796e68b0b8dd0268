"""Starts convviz: `streamlit run app.py`."""

from pathlib import Path

import streamlit as st
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

HERE = Path(__file__).parent

app = st.App(
    HERE / "convviz/hosts/streamlit/page.py",
    routes=[
        Mount("/plotly", StaticFiles(packages=[("plotly", "package_data")])),
        Mount("/player/{version}", StaticFiles(directory=HERE / "convviz/player/assets")),
    ],
)
