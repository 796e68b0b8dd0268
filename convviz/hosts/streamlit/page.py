"""The page, from top to bottom."""

from base64 import b64encode

import streamlit as st

from convviz.document.link import address
from convviz.document.session import Session, start
from convviz.hosts.streamlit import sidebar, stage, tabs
from convviz.hosts.streamlit.sidebar.files import too_long
from convviz.hosts.streamlit.wording import plain
from convviz.player.frame import pack
from convviz.player.scene import scene

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
    # Isolated, so that a step of the stage need not paint it anew. It scrolls as a whole, for it has
    # the focus of the keyboard in it, which a formula or a program has not.
    '[role="tabpanel"] {isolation: isolate; overflow-x: auto}'
    '[role="tabpanel"] :is(.katex-display, pre, [data-testid="stCode"]) {overflow: visible}'
    '[data-testid="stSidebarUserContent"] {padding-bottom: 2rem}'
    '[data-testid="stSidebarUserContent"] .stVerticalBlock {gap: 0.7rem}'
    '[data-testid="stSidebarUserContent"] :is(.stButton, .stPopover) button '
    "{padding: 0.2rem 0.6rem; min-height: 2.2rem}"
    # The grids' own toolbar would lie over the buttons above them.
    '[data-testid="stSidebarUserContent"] [data-testid="stElementToolbar"] {display: none}'
    '[data-testid="stTabPanel"] .katex-display {margin: 0; padding: 0.3rem}'
    "</style>"
)

if "session" not in st.session_state:
    st.session_state.session = start(st.query_params)
session: Session = st.session_state.session


@st.fragment
def follow(scene: bytes) -> None:
    """The stage, and what follows its step."""
    report = stage.show(scene, draft, title=title, session=session.token, query=query, whole=whole)
    predicted = session.predicting
    session.receive(report)
    if session.predicting != predicted:  # the sidebar says sizes, which predicting asks for
        st.rerun()
    if session.outdated_by(report):
        session.resume(str(report["link"]))
        st.rerun()
    tabs.show(session)


@st.fragment(run_every=3600)
def reconnect() -> None:
    """Makes the browser ask for the whole page after a restart of the server."""


draft = session.draft
problem = draft.apply()
query, whole = address(draft.document)
title, look, question = draft.document.headline()
st.title(plain(title), anchor=False)
st.markdown(f"{plain(look)} *{plain(question)}*" if question else plain(look))
with st.container():  # always there: the stage is drawn anew when its place on the page changes
    for complaint in session.complaints:
        st.warning(plain(complaint))
    if problem:
        st.error(f"{plain(problem)} The stage shows the last valid numbers.")
    if session.notice:
        st.info(plain(session.notice))
follow(pack(scene(draft.convolution)))
if not whole:
    too_long(draft)
reconnect()

# Last, so that what the user has changed is on its way to the stage already.
with st.sidebar:
    sidebar.show(session)
