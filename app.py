"""Starts convviz: `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

from convviz.hosts.streamlit.routes import MIDDLEWARE, ROUTES

app = st.App(
    Path(__file__).parent / "convviz/hosts/streamlit/page.py",
    routes=ROUTES,
    middleware=MIDDLEWARE,
)
