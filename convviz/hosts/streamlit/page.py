"""The page, from top to bottom.

What people do often does not run all of it: an edit is answered beside it (`edits.py`), and a step goes to
the fragment with the tabs. The whole page follows where something else on it has to change.
"""

from base64 import b64encode

import streamlit as st

from convviz.hosts.streamlit import sidebar, stage, tabs, themes, visits
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

st.html(
    "<style>"
    # What is placed in it scrolls with it.
    '[data-testid="stMainBlockContainer"] {position: relative; padding: 2.2rem 2rem 1rem; max-width: 1500px}'
    '@media (max-width: 640px) {[data-testid="stMainBlockContainer"] {padding-top: 3.9rem}}'
    '[data-testid="stMainBlockContainer"] h1 {font-size: 1.5rem; padding: 0}'
    # Two lines for what an example says, so that the stage stays where it is when that leaves.
    "@media (min-width: 641px) and (max-width: 1500px)"
    ' {[data-testid="stElementContainer"]:has(h1) + [data-testid="stElementContainer"] {min-height: 3.2rem}}'
    # Isolated, so that a step of the stage need not paint it anew. It scrolls as a whole, for it has
    # the focus of the keyboard in it, which a formula or a program has not.
    # As high as what comes when it is looked at, so that it can be scrolled to.
    '[role="tabpanel"] {isolation: isolate; overflow: auto hidden; min-height: 26rem; padding-bottom: 1rem}'
    '[role="tabpanel"] :is(.katex-display, pre, [data-testid^="stMarkdown"], [data-testid="stCode"])'
    " {overflow: visible}"
    '[data-testid="stTabPanel"] .katex-display {margin: 0; padding: 0.3rem}'
    # Streamlit's own blue is too pale for small type on the ground of code.
    ".stCode .token.keyword {color: color-mix(in srgb, rgb(28 131 225) 65%, currentcolor)}"
    # Where the tabs' contents begin; it takes no room.
    ".st-key-follow {position: absolute; width: 1px !important; overflow: clip; pointer-events: none}"
    ".cv-below {width: 1px; height: 90px}"
    # A printed page is a handout: what is shown and what explains it, and nothing to press.
    '@media print {[data-testid="stSidebar"], [data-testid="stHeader"], [role="tablist"],'
    '[data-testid="stPopover"], [data-testid="stTabPanel"] button {display: none !important}'
    '[data-testid="stApp"], [data-testid="stMain"], [data-testid="stAppViewContainer"]'
    " {position: static !important; overflow: visible !important; height: auto !important}"
    '[role="tabpanel"] {min-height: 0; overflow: visible} .katex-display {font-size: 0.85em}}'
    f"{sidebar.STYLE}"
    "</style>"
)


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
themes.remember()
