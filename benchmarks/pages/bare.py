"""A page that writes one line: what Streamlit itself takes to load."""

import streamlit as st

st.write("ready")
