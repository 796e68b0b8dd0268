"""A page with one widget: what a run costs the server at the least."""

import streamlit as st

st.number_input("Number", value=0, step=1)
