"""The player's files as one ES module and one style sheet.

The files under `assets/` are ES modules that import each other. A page takes them as one module: every file
becomes a function of its own, so that names that it does not export never meet those of another file; what
it imports are the function's parameters, and what it exports is the object that it returns. The files may
use `import { a, b as c } from "./file.js";`, over several lines too, and `export` before a function, a class
or a constant, each at the start of a line; anything else is refused. Comments like `/** this */` that have
lines of their own are left out: they are a third of the text, which is part of every saved page. The files of
`assets/style/` are one style sheet, in the order of `STYLES`. Imports the standard library only.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

ASSETS = Path(__file__).parent / "assets"

#: The files of the style. Of two rules of the same weight the later one wins, so the order is part of it.
STYLES = (
    "stage",
    "panels",
    "marks",
    "graph",
    "controls",
    "editor",
    "formula",
    "predict",
    "strip",
    "facts",
    "presentation",
    "phone",
    "print",
    "system",
)

_IMPORT = re.compile(r'^import \{([\w$,\s]+)\} from "(\.[^"\n]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async function|function|class|const) ([A-Za-z_$][\w$]*))", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_OTHER = re.compile(r"^[ \t]*(?:import|export)\b.*", re.MULTILINE)


def join(entry: Path) -> str:
    """A file and all that it imports as the text of one ES module, which exports what the file exports.

    A file runs once, after those that it imports. Raises `ValueError` for an import or export of another
    form, for imports in a circle, and for the import of a name that its file does not export.
    """
    modules: dict[Path, tuple[str, list[str]]] = {}  # in the order in which they must run
    _read(entry.resolve(), modules, ())
    *before, (last, exported) = modules.values()
    parts = [f"const module{index} = {text}" for index, (text, _) in enumerate(before)]
    return "".join(parts) + (f"export const {{ {', '.join(exported)} }} = {last}" if exported else last)


def _read(path: Path, modules: dict[Path, tuple[str, list[str]]], importers: tuple[Path, ...]) -> None:
    """Adds what a file imports, then the file: the call of a function, and the names that it exports."""
    if path in importers:
        raise ValueError(f"{path.name} imports itself, by way of {importers[-1].name}")
    text = path.read_text(encoding="utf-8")
    exported = _EXPORT.findall(text)
    body = _COMMENT.sub("", _EXPORT.sub("", _IMPORT.sub("", text)))
    if unread := _OTHER.search(body):
        raise ValueError(f"{path.name} has an import or export that cannot be joined: {unread[0].strip()}")
    parameters, arguments = [], []
    for names, other in _IMPORT.findall(text):
        source = (path.parent / other).resolve()
        if source not in modules:
            _read(source, modules, (*importers, path))
        parameters.append(_parameter(names, modules[source][1], f'"{other}", which {path.name} imports,'))
        arguments.append(f"module{list(modules).index(source)}")
    call = f"(({', '.join(parameters)}) => {{\n{body}\nreturn {{ {', '.join(exported)} }};\n}})"
    modules[path] = (f"{call}({', '.join(arguments)});\n", exported)


def _parameter(names: str, exported: list[str], source: str) -> str:
    """The names of an import as a parameter that takes an object apart: `{ a, b: c }`."""
    pairs = [name.split(" as ") for part in names.split(",") if (name := " ".join(part.split()))]
    if missing := [name for name, *_ in pairs if name not in exported]:
        raise ValueError(f"{source} does not export {', '.join(missing)}")
    return f"{{ {', '.join(': '.join(pair) for pair in pairs)} }}"


@cache
def player_js() -> str:
    """The player as one ES module, which exports `mount`."""
    return join(ASSETS / "player.js")


@cache
def player_css() -> str:
    """The player's style as the text of one style sheet."""
    return "\n".join((ASSETS / f"style/{name}.css").read_text(encoding="utf-8") for name in STYLES)
