"""Where the controls of the sidebar lie: a grid of twenty columns, so that no row needs a container.

A container is a message with every run of the page, as each control is. A control is found by the class
that Streamlit makes of its key; one that is not named here takes a whole row.
"""

from __future__ import annotations

_ROOT = '[data-testid="stSidebarUserContent"]'
_BLOCK = f'{_ROOT} [data-testid="stVerticalBlock"]'

#: How many of the twenty columns a control takes, by the beginning of its key.
_SPANS = {
    14: ("example-",),
    3: ("previous", "next"),
    4: ("undo", "redo", "axis-"),
    7: ("open",),
    5: ("save",),
    11: ("change-",),
    10: ("stride-", "dilation-", "padding-", "bias-", "per-axis-"),
    20: ("padding-mode-",),
}
#: The same of a text, by the key of the control that follows it.
_TEXT_SPANS = {9: "change-", 4: "axis-stride-"}


def _keyed(*names: str) -> str:
    return ", ".join(f'[class*="st-key-{name}"]' for name in names)


STYLE = (
    '[data-testid="stSidebarHeader"] {height: 2.6rem; margin: 0; padding: 0.4rem 0.8rem}'
    f"{_ROOT} {{padding: 0 0 1rem; margin: 0 -0.6rem}}"
    f"{_BLOCK} {{display: grid; grid-template-columns: repeat(20, minmax(0, 1fr)); gap: 0.5rem 0.4rem; "
    "align-items: end}"
    f"{_BLOCK} > * {{grid-column: span 20; width: auto; min-width: 0}}"
    + "".join(f"{_BLOCK} > :is({_keyed(*names)}) {{grid-column: span {n}}}" for n, names in _SPANS.items())
    + "".join(
        f"{_BLOCK} > :has(+ {_keyed(name)}) {{grid-column: span {n}; align-self: center}}"
        for n, name in _TEXT_SPANS.items()
    )
    + f"{_ROOT} :is(.stButton, .stPopover) button {{padding: 0.2rem 0.3rem; min-height: 2.2rem}}"
    '[data-testid="stPopoverBody"] .stButton button {padding: 0.2rem 0.6rem; min-height: 2.2rem}'
    f"{_ROOT} :is([data-testid='stNumberInputContainer'], .react-aria-ComboBox > div) {{height: 2.2rem; "
    "min-height: 0}"
    f"{_ROOT} [data-testid='stWidgetLabel'] {{min-height: 0; margin-bottom: 0.1rem}}"
    f"{_ROOT} [data-testid='stCaptionContainer'] p {{font-size: 0.8rem; line-height: 1.35}}"
    # Their names are long: what is seen of these two is an arrow.
    f"{_ROOT} :is({_keyed('previous', 'next')}) button * {{font-size: 0; width: 0}}"
    f"{_ROOT} :is({_keyed('previous', 'next')}) button {{gap: 0; font-size: 0.75rem}}"
    f"{_ROOT} {_keyed('previous')} button::before {{content: '◀'; content: '◀' / ''}}"
    f"{_ROOT} {_keyed('next')} button::before {{content: '▶'; content: '▶' / ''}}"
    # The names of the columns, and fields that are as narrow as those.
    ".convviz-columns {display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: 0.4rem; "
    "font-size: 0.8rem; margin-bottom: -0.4rem}"
    f"{_BLOCK} > :has(+ {_keyed('axis-stride-')}) p {{font-size: 0.85rem}}"
    f"{_ROOT} {_keyed('axis-')} input {{padding: 0.3rem}}"
)
