"""The player's files as one module: what is joined, what is refused, and that it runs."""

import re
import shutil
import subprocess

import pytest

from convviz.player import assets

NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="needs Node, to run the joined module")


def write(folder, **files):
    """Files of one module each, named by the words before `.js`; gives back the last one."""
    for name, text in files.items():
        (folder / f"{name}.js").write_text(text)
    return folder / f"{name}.js"


def run(folder, module, program):
    """What a program prints that has the joined module at hand as `m`."""
    (folder / "joined.mjs").write_text(module)
    code = f'import * as m from "{(folder / "joined.mjs").as_uri()}";\n{program}'
    command = [NODE, "--input-type=module", "-e", code]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


@needs_node
def test_a_file_runs_once_and_after_those_that_it_imports(tmp_path):
    entry = write(
        tmp_path,
        base='console.log("base");\nexport const one = 1;\n',
        left='import { one } from "./base.js";\nconsole.log("left");\nexport const two = one + 1;\n',
        right='import { one } from "./base.js";\nconsole.log("right");\nexport const three = one + 2;\n',
        entry='import { three } from "./right.js";\nimport { two } from "./left.js";\n'
        "export const all = [two, three];\n",
    )
    assert run(tmp_path, assets.join(entry), "console.log(m.all.join())").split() == [
        "base",
        "right",
        "left",
        "2,3",
    ]


@needs_node
def test_names_that_are_not_exported_never_meet(tmp_path):
    entry = write(
        tmp_path,
        other="const hidden = 1;\nexport const shown = () => hidden;\n",
        entry='import { shown } from "./other.js";\nconst hidden = 2;\nconst module0 = 3;\n'
        "export function sum() { return shown() + hidden + module0; }\n",
    )
    assert run(tmp_path, assets.join(entry), "console.log(m.sum(), Object.keys(m))") == "6 [ 'sum' ]\n"


@needs_node
def test_comments_that_have_lines_of_their_own_are_left_out(tmp_path):
    entry = write(
        tmp_path,
        entry="/** One line. */\nexport const one = 1;\n  /**\n   * Two @type {lines}.\n   */\n"
        'export const two = /** @type {any} */ ("/** a text */");\n'
        "/** @type {any} */ (globalThis).three = 3;\n/** The last. */\n",
    )
    joined = assets.join(entry)
    assert not any(said in joined for said in ("One line", "@type {lines}", "The last"))
    assert run(tmp_path, joined, "console.log(m.one, m.two, three)") == "1 /** a text */ 3\n"


@needs_node
def test_functions_classes_constants_and_new_names_over_several_lines(tmp_path):
    entry = write(
        tmp_path,
        other="export function a() { return 1; }\nexport async function b() { return 2; }\n"
        "export class C { d = 3; }\nexport const e$ = 4;\n",
        entry='import {\n  a,\n  b as later,\n  C,\n  e$ as four,\n} from "./other.js";\n'
        "export const sum = async () => a() + (await later()) + new C().d + four;\n",
    )
    assert run(tmp_path, assets.join(entry), "console.log(await m.sum())") == "10\n"


@needs_node
def test_a_file_is_found_from_the_folder_of_the_one_that_imports_it(tmp_path):
    (tmp_path / "model").mkdir()
    (tmp_path / "view").mkdir()
    write(tmp_path / "model", number="export const number = 7;\n")
    write(
        tmp_path / "view",
        cell='import { number } from "../model/number.js";\nexport const cell = [number];\n',
    )
    entry = write(tmp_path, entry='import { cell } from "./view/cell.js";\nexport const cells = [cell];\n')
    assert run(tmp_path, assets.join(entry), "console.log(JSON.stringify(m.cells))") == "[[7]]\n"


@needs_node
def test_a_program_exports_nothing(tmp_path):
    entry = write(
        tmp_path, other="export const a = 1;\n", entry='import { a } from "./other.js";\nconsole.log(a);\n'
    )
    assert run(tmp_path, assets.join(entry), "console.log(Object.keys(m).length)") == "1\n0\n"


@pytest.mark.parametrize(
    "line",
    [
        'import all from "./other.js";',
        'import * as all from "./other.js";',
        'import "./other.js";',
        "import { a } from './other.js';",
        'import { a } from "package";',
        'import { a /* first */ } from "./other.js";',
        "  import { a } from './other.js';",
        "export default 1;",
        "export let a = 1;",
        "export { a };",
        'export { a } from "./other.js";',
        'export * from "./other.js";',
        "export function* a() {}",
        "export const { a } = {};",
    ],
)
def test_every_other_import_and_export_is_refused(tmp_path, line):
    entry = write(tmp_path, other="export const a = 1;\n", entry=f"const b = 1;\n{line}\n")
    with pytest.raises(
        ValueError, match=re.escape(f"entry.js has an import or export that cannot be joined: {line.strip()}")
    ):
        assets.join(entry)


def test_the_import_of_a_name_that_is_not_exported_is_refused(tmp_path):
    entry = write(tmp_path, other="const a = 1;\n", entry='import { a } from "./other.js";\n')
    with pytest.raises(ValueError, match=r'"./other.js", which entry.js imports, does not export a$'):
        assets.join(entry)


def test_imports_in_a_circle_are_refused(tmp_path):
    entry = write(
        tmp_path,
        other='import { a } from "./entry.js";\nexport const b = 1;\n',
        entry='import { b } from "./other.js";\nexport const a = 1;\n',
    )
    with pytest.raises(ValueError, match=r"entry.js imports itself, by way of other.js"):
        assets.join(entry)


@needs_node
def test_the_player_is_one_module(tmp_path):
    assert "import" not in re.findall(r"^\w+", assets.player_js(), re.MULTILINE)
    exported = run(tmp_path, assets.player_js(), "console.log(Object.keys(m).join())").strip()
    assert exported == "headerOf,mount"


def test_every_file_of_the_player_is_in_what_is_served():
    joined = assets.player_js()
    for path in assets.ASSETS.rglob("*.js"):
        lines = path.read_text(encoding="utf-8").splitlines()
        program = (line for line in lines if "/**" not in line and not line.startswith((" *", "   *")))
        assert max(program, key=len).removeprefix("export ") in joined, path.name


def test_every_file_of_the_style_is_in_what_is_served_in_its_order():
    files = {path.relative_to(assets.ASSETS).as_posix(): path for path in assets.ASSETS.rglob("*.css")}
    assert sorted(files) == sorted(f"style/{name}.css" for name in assets.STYLES)
    texts = [files[f"style/{name}.css"].read_text(encoding="utf-8") for name in assets.STYLES]
    assert assets.player_css() == "\n".join(texts)
