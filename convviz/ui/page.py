"""The page, from top to bottom."""

from base64 import b64encode

import streamlit as st

from convviz.core import Convolution, ConvolutionError
from convviz.player.scene import scene
from convviz.ui import controls, stage, state

# Four cells, one of them under the window; as a data address, so that nothing is fetched from elsewhere.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#266ebe" d="M1 1h6v6H1z'
    'M9 9h6v6H9z"/><path fill="#d66a14" d="M9 1h6v6H9z"/><path fill="none" stroke="#6b3fd4" '
    'stroke-width="2" d="M2 10h4v4H2z"/></svg>'
)

st.set_page_config(
    page_title="convviz",
    page_icon=f"data:image/svg+xml;base64,{b64encode(ICON.encode()).decode()}",
    layout="wide",
    initial_sidebar_state=340,
)
st.html(
    "<style>"
    '[data-testid="stMainBlockContainer"] {padding: 2.2rem 2rem 1rem; max-width: 1500px}'
    '@media (max-width: 640px) {[data-testid="stMainBlockContainer"] {padding-top: 3.9rem}}'
    '[data-testid="stMainBlockContainer"] h1 {font-size: 1.5rem; padding: 0}'
    '[data-testid="stSidebarUserContent"] {padding-bottom: 2rem}'
    "</style>"
)

if "session" not in st.session_state:
    st.session_state.session = state.start(st.query_params)
session: state.Session = st.session_state.session

with st.sidebar:
    controls.show(session)

desk = session.desk
problem = desk.settle()
title, look = desk.state.headline()
st.title(title, anchor=False)
st.markdown(look)
with st.container():  # always there: the stage is drawn anew when its place on the page changes
    for complaint in session.complaints:
        st.warning(complaint)
    if problem:
        st.error(f"{problem} The stage shows the last valid numbers.")


@st.fragment
def follow(shown: dict[str, object]) -> None:
    """The stage, and what follows its step."""
    place = stage.show(
        shown,
        step=desk.first_step,
        load=desk.load,
        query=state.query(desk.state),
        session=session.token,
    )
    session.moved(place)
    if session.outdated_by(place):
        st.session_state.session = session.resumed(str(place["link"]))
        st.rerun()


@st.fragment(run_every=3600)
def reconnect() -> None:
    """Makes the browser ask for the whole page after a restart of the server."""


try:
    follow(scene(Convolution(desk.state.x, desk.state.w)))
except ConvolutionError as error:
    st.error(state.sentence(error))
reconnect()
