"""The page, from top to bottom.

What people do often does not run all of it: an edit is answered beside it (`edits.py`), and a step goes to
the fragment with the tabs. The whole page follows where something else on it has to change.
"""

from base64 import b64encode

import streamlit as st

from convviz.hosts.streamlit import lookups, sidebar, stage, tabs, visits
from convviz.hosts.streamlit.wording import plain

# Four cells, one of them under the window; as a data address, so that nothing is fetched from elsewhere.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#266ebe" d="M1 1h6v6H1z'
    'M9 9h6v6H9z"/><path fill="#d66a14" d="M9 1h6v6H9z"/><path fill="none" stroke="#6b3fd4" '
    'stroke-width="2" d="M2 10h4v4H2z"/></svg>'
)

if "configured" not in st.session_state:  # a browser keeps this for as long as it shows the page
    st.set_page_config(
        page_title="convviz",
        page_icon=f"data:image/svg+xml;base64,{b64encode(ICON.encode()).decode()}",
        layout="wide",
        initial_sidebar_state=340,
    )
if "visit" not in st.session_state:
    st.session_state.visit = visits.enter(st.query_params)
visit: visits.Visit = st.session_state.visit
session = visit.session


def outline() -> tuple[object, ...]:
    """What the page shows beside the stage and the tabs; a popover that was just opened has to be filled.

    What a browser tells a fragment and the page in one moment runs the fragment alone.
    """
    return (*session.outline(), sidebar.opened())


@st.fragment(run_every=3600)
def show_tabs() -> None:
    """What stands below the stage and follows its step; and the rest of the page, where it has to.

    A fragment that runs by itself makes the browser ask for the whole page after a restart of the server.
    """
    with visit.lock:
        tabs.follow(session)
        if outline() != st.session_state.outline or not visit.is_shown:
            st.rerun()
        tabs.show(session)


def show() -> None:
    """Shows all of the page."""
    session.draft.apply()
    title, look, question = session.draft.document.headline()
    st.title(plain(title), anchor=False)
    st.markdown(" ".join([plain(look), f"*{plain(question)}*" if question else ""]).strip())
    stage.show(visit)
    st.session_state.outline = outline()
    show_tabs()
    with st.sidebar:  # last, so that what the user has changed is on its way to the stage already
        sidebar.show(session)


with visit.lock:
    show()
st.session_state.configured = True
visits.settle()
lookups.shorten()
