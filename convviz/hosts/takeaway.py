"""What can be taken out of the page: each file with its name, made when it is asked for.

Imports nothing of Streamlit; Matplotlib and Plotly only when a file is made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from convviz.document import lesson
from convviz.document.document import Document
from convviz.document.origin import origin
from convviz.document.reading.npy import to_npy
from convviz.document.reading.tables import to_table
from convviz.document.strip import layer_name
from convviz.figures.names import file_name
from convviz.figures.steps import MOST_FRAMES, Origin

_MIMES = {
    ".csv": "text/csv",
    ".gif": "image/gif",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".npy": "application/octet-stream",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
#: What a notebook, whose stage and figure are those of the layer alone, says of slices that have names.
_BY_DEPTH = "The stage and the figure below number them by their depth."
#: The endings of a figure.
FIGURES = (".svg", ".pdf", ".png")


class File(NamedTuple):
    """A file that can be taken away: its name, its type, and what makes its bytes."""

    name: str
    make: Callable[[], bytes | str]

    @property
    def ending(self) -> str:
        """The ending of its name, such as `.svg`."""
        return f".{self.name.rpartition('.')[2]}"

    @property
    def mime(self) -> str:
        """The type that a browser is told."""
        return _MIMES[self.ending]


def lesson_file(document: Document) -> File:
    """All that is on the page."""
    return File(file_name(_title(document), ".json"), lambda: lesson.write(document))


def tensor_files(name: str, tensor: Callable[[], Any]) -> list[File]:
    """The numbers of the input, the filter or the output, as a table and as an array."""
    return [
        File(f"{name}.csv", lambda: to_table(tensor())),
        File(f"{name}.npy", lambda: to_npy(tensor())),
    ]


def figures(document: Document, whole: bool, theme: str = "light") -> list[File]:
    """The present window as a figure, or all of them on a sheet; `theme` is `"light"` or `"dark"`.

    >>> from convviz.document import examples
    >>> sobel = Document.of(examples.find("sobel")).at(13)
    >>> [file.name for file in figures(sobel, whole=False)][0]
    'sobel-a-vertical-edge-window-14.svg'
    """
    step = None if whole else document.shown_step
    return [_figure(document, ending, step, theme) for ending in FIGURES]


def _figure(document: Document, ending: str, step: int | None, theme: str) -> File:
    def make() -> bytes:
        return _rendered(document, ending, step, theme)

    name = file_name(_title(document), ending, step)
    return File(name if step is not None else name.replace(ending, f"-all-windows{ending}"), make)


def film(
    document: Document, theme: str = "light", drawn: Callable[[int], object] = lambda count: None
) -> File:
    """Every window one after the other; `drawn` is told how many frames are made."""

    def make() -> bytes:
        return _rendered(document, ".gif", None, theme, drawn)

    return File(file_name(_title(document), ".gif"), make)


def _rendered(
    document: Document,
    ending: str,
    step: int | None,
    theme: str,
    drawn: Callable[[int], object] = lambda count: None,
) -> bytes:
    """A figure or a film, with the names that the page has for slices."""
    from convviz.figures.figure import rendered

    told = origin(document)
    names = Origin(told["word"] or "input", tuple(told["slices"]), tuple(told["maps"]))
    title, coloured = _title(document), document.shows_colours
    return rendered(
        ending, document.layer, step, title=title, theme=theme, coloured=coloured, origin=names, drawn=drawn
    )


def page(document: Document) -> File:
    """The stage as one page without a server."""

    def make() -> str:
        from convviz.hosts.webpage import page_of

        return page_of(document)

    return File(file_name(_title(document), ".html"), make)


def notebook(document: Document) -> File:
    """A notebook about the layer that is shown; of several it says which one that is."""

    def make() -> bytes:
        from convviz.hosts.notebook import to_notebook

        (title, *story), step = document.headline(), document.shown_step
        told, coloured = origin(document), document.shows_colours
        if len(document.stack) > 1:
            note = f"{told['note']} {_BY_DEPTH}" if told["note"] and told["slices"] else told["note"]
            story.append(f"{_place(document)} {note}".strip())
        return to_notebook(
            document.layer, step, title=title, story=story, coloured=coloured, slices=told["slices"]
        )

    return File(file_name(_title(document), ".ipynb"), make)


def _place(document: Document) -> str:
    """Which of several layers is shown, and what it is given, in a sentence."""
    place, names = document.shown, list(map(layer_name, document.layers, document.stack.layers))
    here = f"Here is layer {place + 1} of {len(names)}, {names[place]}"
    return f"{here}; x is what layer {place}, {names[place - 1]}, gives." if place else f"{here}."


def without_sheet(document: Document) -> str:
    """Why there is no sheet of all windows, in a sentence, or nothing.

    >>> from convviz.document import examples
    >>> without_sheet(Document.of(examples.find("sobel")))
    ''
    """
    from convviz.figures.sheets import fitting

    count = len(layer := document.layer)
    most = fitting(layer)
    if most >= count:
        return ""
    return f"A sheet of {count:,} windows cannot be read: some {most:,} fit. The web page has them all."


def without_film(document: Document) -> str:
    """The same of a film."""
    count = len(document.layer)
    return (
        f"A film of {count:,} windows is too long: up to {MOST_FRAMES} fit. The web page has them all."
        if count > MOST_FRAMES
        else ""
    )


def _title(document: Document) -> str:
    return document.headline()[0]
