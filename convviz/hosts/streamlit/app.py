"""The page of an installed package: what the command `convviz` starts.

Streamlit looks for an assignment of this form in the very file that it is given, and for its settings in the
folder `.streamlit` beside it, which holds those of the repository's own.
"""

from pathlib import Path

import streamlit as st

from convviz.hosts.streamlit.routes import MIDDLEWARE, ROUTES

app = st.App(Path(__file__).with_name("page.py"), routes=ROUTES, middleware=MIDDLEWARE)
