"""Figures as files: what is written is opened again, and its numbers are those of the core."""

import io
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("matplotlib", reason="Matplotlib draws the figures")

from layer_cases import LAYERS, name_of
from worked import W1, W2, W3, X1, X2, X3

import convviz
from convviz import Activation, Convolution, ConvolutionError, Filters, Pooling, Stack, explain
from convviz.explain.colours import THEMES, colours
from convviz.figures.figure import rendered
from convviz.figures.films import durations
from convviz.figures.names import file_name, plain_title

SVG = "{http://www.w3.org/2000/svg}"
WORKED = {"vector": Convolution(X1, W1), "matrix": Convolution(X2, W2), "tensor": Convolution(X3, W3)}
SOBEL = Convolution(np.repeat([[0] * 4 + [9] * 4], 8, axis=0), [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
every_worked = pytest.mark.parametrize("name", WORKED)


def written(layer, ending=".svg", step=None, **options):
    """The bytes of a file."""
    return rendered(ending, layer, step, **options)


def texts(svg):
    """The texts of an SVG by the names of their groups; those without a name together."""
    found = {}
    for group in ElementTree.fromstring(svg).iter(f"{SVG}g"):
        inside = [text.text for text in group.findall(f"{SVG}g/{SVG}text") + group.findall(f"{SVG}text")]
        if group.get("id") and inside:
            found[group.get("id")] = "".join(inside)
    return found


def numbers(found, name, shape):
    """The numbers of a panel, cell by cell; empty where none is written."""
    return [[found.get(f"{name}-{i + 1}-{j + 1}", "") for j in range(shape[1])] for i in range(shape[0])]


def as_written(matrix):
    return [
        [explain.written(value) if not np.isnan(value) else "" for value in row]
        for row in np.atleast_2d(matrix)
    ]


# ------------------------------------------------------------------------------------------ numbers


@pytest.mark.parametrize("s", [0, 1, 2])
def test_the_numbers_of_a_matrix_are_those_of_the_core(s):
    c, step = WORKED["matrix"], WORKED["matrix"].step(s)
    found = texts(written(c, step=s))
    assert numbers(found, "input", (3, 3)) == as_written(c.x)
    assert numbers(found, "filter", (2, 2)) == as_written(c.kernel)
    assert numbers(found, "product", (2, 2)) == as_written(step.product)
    assert numbers(found, "output", (2, 2)) == as_written(c.partial_output(s))
    assert found["line-1"] == explain.place(c, s)
    assert found["line-2"] == f"Sum({explain.position(c, s)} ⊙ W) = {explain.step_text(c, s)}"


def test_the_numbers_of_a_vector_and_of_slices_are_those_of_the_core():
    vector = texts(written(WORKED["vector"], step=1))
    assert numbers(vector, "product", (1, 3)) == [["3", "0", "4"]]
    assert numbers(vector, "output", (1, 3)) == [["−1", "7", ""]]
    found = texts(written(WORKED["tensor"], step=2))
    for depth in range(3):
        assert numbers(found, f"input-{depth + 1}", (3, 3)) == as_written(X3[depth])
        product = WORKED["tensor"].step(2).product[depth]
        assert numbers(found, f"product-{depth + 1}", (2, 2)) == as_written(product)
    assert numbers(found, "output", (2, 2)) == [["5", "11"], ["15", ""]]


@every_worked
def test_the_sheet_of_a_worked_example_has_every_window(name):
    """The three figures of the lecture, by three lines of Python."""
    c = WORKED[name]
    found = texts(written(c))
    totals = [found[f"total-{s + 1}-1-1"] for s in range(len(c))]
    assert totals == [explain.written(total) for total in c.output.ravel()]
    for s in range(len(c)):
        matrices = c.step(s).product.reshape(-1, *np.atleast_2d(c.w).shape[-2:])
        for depth, matrix in enumerate(matrices):
            panel = f"product-{s + 1}" + (f"-{depth + 1}" if len(matrices) > 1 else "")
            assert numbers(found, panel, matrix.shape) == as_written(matrix)


@pytest.mark.parametrize("layer", LAYERS[::3], ids=name_of)
def test_every_layer_is_drawn_with_the_numbers_of_its_step(layer):
    s = len(layer) // 2
    drawn = convviz.figure(layer, s)
    found = {text.get_gid(): text.get_text() for text in drawn.axes[0].texts if text.get_gid()}
    values = [text for name, text in found.items() if name.startswith("output")]
    expected = layer.partial_output(s)
    if values or expected.size < 80:  # or there is no room for them
        assert sorted(values) == sorted(map(explain.written, expected[~np.isnan(expected)]))
    padded = layer.padded.reshape(-1, *np.atleast_2d(layer.padded).shape[-2:])
    for depth, matrix in enumerate(padded):
        name = f"input-{depth + 1}-" if len(padded) > 1 else "input-"
        inputs = [text for gid, text in found.items() if gid.startswith(name)]
        if inputs or layer.padded.size < 80:  # or the slice is far from the window
            assert sorted(inputs) == sorted(map(explain.written, matrix[~np.isnan(matrix)]))


def test_the_cells_of_a_figure_have_the_colours_of_the_scale():
    drawn = convviz.figure(WORKED["matrix"], 1)
    (panel,) = [one for one in drawn.axes[0].collections if one.get_gid() == "product"]
    np.testing.assert_allclose(panel.get_facecolor(), colours(np.array([2.0, 0, 0, 4]), 4))


def test_a_large_picture_is_drawn_without_numbers_and_its_window_enlarged():
    c = Convolution(np.add.outer(np.arange(64.0), np.arange(80)) % 17, [[1, 0, -1]] * 3)
    found = texts(written(c, step=700))
    assert not [name for name in found if re.match("(input|output)-", name)]
    assert numbers(found, "window", (3, 3)) == as_written(c.step(700).window)


def test_a_long_vector_is_a_plot_with_its_window_below():
    c = Convolution(np.arange(60.0) % 7, [1, 2, 3])
    found = texts(written(c, step=9))
    assert numbers(found, "window", (1, 3)) == as_written(c.step(9).window)
    assert "input-1-1" not in found


# -------------------------------------------------------------------------------------------- files


@pytest.mark.slow
@every_worked
@pytest.mark.parametrize("ending", [".svg", ".pdf", ".png", ".gif"])
def test_the_same_layer_makes_the_same_bytes(name, ending, monkeypatch):
    step = None if ending == ".gif" else 1
    first = written(WORKED[name], ending, step)
    monkeypatch.setattr("time.time", lambda: 4e9)
    import matplotlib as mpl

    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red", "savefig.dpi": 7}):
        assert written(WORKED[name], ending, step) == first


@pytest.mark.slow
def test_the_text_of_a_pdf_is_text():
    pypdf = pytest.importorskip("pypdf", reason="pypdf reads the PDF")
    reader = pypdf.PdfReader(io.BytesIO(written(SOBEL, ".pdf", 14, title="Sobel: “edges”")))
    text = " ".join(reader.pages[0].extract_text().split())
    assert "Sum(X₃(3, 3) ⊙ W) = 0·(−1) + 0·0 + 9·1" in text
    assert text.count("36") >= 5
    assert reader.metadata.title == "Sobel: “edges”"
    assert len(reader.pages) == 1


@pytest.mark.slow
def test_a_sheet_of_36_windows_is_legible_on_a4():
    svg = written(SOBEL)
    width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg.decode()).groups())
    assert width <= 8.27 * 72
    assert height <= 11.69 * 72
    sizes = re.findall(r'id="product-\d+-\d-\d">\s*<text style="font-size: ([\d.]+)px', svg.decode())
    assert len(sizes) == 36 * 9
    assert min(map(float, sizes)) >= 5.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("transparent", [False, True])
def test_the_ground_is_the_themes_or_none(theme, transparent):
    from PIL import Image

    picture = Image.open(
        io.BytesIO(written(WORKED["matrix"], ".png", 1, theme=theme, transparent=transparent))
    )
    corner = picture.convert("RGBA").getpixel((2, 2))
    paper = tuple(bytes.fromhex(THEMES[theme].paper[1:]))
    assert corner[3] == (0 if transparent else 255)
    assert transparent or corner[:3] == paper


@pytest.mark.parametrize(("size", "dpi"), [((6, 4), 100), ((3.5, 5), 200)])
def test_the_size_is_in_inches_and_the_resolution_in_dots(size, dpi):
    from PIL import Image

    picture = Image.open(io.BytesIO(written(WORKED["tensor"], ".png", 1, size=size, dpi=dpi)))
    assert picture.size == (size[0] * dpi, size[1] * dpi)
    assert picture.info["dpi"] == pytest.approx((dpi, dpi), rel=1e-3)


NASTY = [
    "</title><script>alert(1)</script>",
    "a/b\\c:d*e?f",
    "\"'`&amp;<!--]]>",
    "$x^2$ and $y",
    "tab\tnew\nline\x00\x1b",
    "👩‍🏫 🙂 漢字",
    "\ud800 alone",
]


@pytest.mark.parametrize("title", NASTY)
def test_a_title_never_leaves_its_place(title):
    svg = written(WORKED["matrix"], step=1, title=title)
    root = ElementTree.fromstring(svg)
    assert root.find(f"{SVG}title").text == plain_title(title)
    assert not list(root.iter(f"{SVG}script"))
    assert texts(svg)["title"] == plain_title(title)


@pytest.mark.slow
def test_a_title_that_the_font_does_not_have_is_drawn_all_the_same():
    for ending in (".png", ".pdf"):
        assert written(WORKED["vector"], ending, 1, title="👩‍🏫 漢字")


@pytest.mark.parametrize("title", [*NASTY, "", "...", "CON", "x" * 300, "../../etc/passwd"])
def test_a_title_makes_a_good_file_name(title):
    name = file_name(title, ".svg", 13)
    assert re.fullmatch(r"\w+(-\w+)*-window-14\.svg", name)
    assert len(name.encode()) < 200
    assert not re.fullmatch(r"(?i)(con|prn|aux|nul)\..*", file_name(title, ".svg"))


# ---------------------------------------------------------------------------------------- films


def frames(gif):
    from PIL import Image, ImageSequence

    film = Image.open(io.BytesIO(gif))
    return film.info, [
        (frame.convert("RGB"), frame.info["duration"]) for frame in ImageSequence.Iterator(film)
    ]


@pytest.mark.parametrize("layer", [*WORKED.values(), Pooling(X2, 2, stride=1), Filters(X1, [W1, [0, 1, 0]])])
def test_a_film_has_a_frame_for_every_step_and_goes_round(layer):
    info, made = frames(written(layer, ".gif", dpi=40))
    assert len(made) == len(layer)
    assert info["loop"] == 0
    assert [duration for _, duration in made] == durations(len(layer))
    assert made[-1][1] > made[0][1]


@pytest.mark.parametrize("theme", THEMES)
def test_the_cells_of_a_film_have_the_colours_of_the_core(theme):
    c = WORKED["matrix"]
    _, made = frames(written(c, ".gif", theme=theme))
    for s, (frame, _) in enumerate(made):
        drawn = convviz.figure(c, s, theme=theme)
        axes, paper = drawn.axes[0], np.array(list(bytes.fromhex(THEMES[theme].paper[1:])))
        left, right, (bottom, top) = *axes.get_xlim(), axes.get_ylim()
        (panel,) = [one for one in axes.collections if one.get_gid() == "output"]
        fills = colours(c.partial_output(s), c.output.max()).reshape(-1, 4)
        for path, (*rgb, opacity) in zip(panel.get_paths(), fills, strict=True):
            x, y = path.vertices[:4].min(axis=0) + 0.14  # in a corner, where no number is
            place = (x - left) / (right - left) * frame.width, (y - top) / (bottom - top) * frame.height
            expected = opacity * 255 * np.array(rgb) + (1 - opacity) * paper
            np.testing.assert_allclose(frame.getpixel(tuple(map(int, place))), expected, atol=2)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("layer", "most"), [(WORKED["tensor"], 500_000), (SOBEL, 2_000_000)], ids=["tensor", "sobel"]
)
def test_films_are_small(layer, most):
    assert len(written(layer, ".gif")) < most


# --------------------------------------------------------------------------------------- refusals


def refused(words):
    return pytest.raises(ConvolutionError, match=words)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"step": 1, "theme": "blue"}, r"theme is 'blue'; give one of 'light', 'dark'"),
        ({"step": 1, "size": (0, 3)}, r"size is \(0, 3\); give a width and a height in inches"),
        ({"step": 1, "size": 5}, "size is 5; give a width"),
        ({"step": 1, "size": (5, 61)}, "at most 60"),
    ],
    ids=str,
)
def test_figures_that_are_refused(options, words):
    with refused(words):
        convviz.figure(WORKED["matrix"], **options)


def test_what_is_no_layer_is_refused():
    with refused("layer is of type Stack; give a Convolution, Filters, Pooling or Activation"):
        convviz.figure(Stack(X2, Activation), 0)


@pytest.mark.parametrize("step", [-1, 4, 10**6])
def test_a_step_that_is_not_there_is_refused_as_by_the_core(step):
    with pytest.raises(IndexError, match=f"step {step} is out of range; the steps are 0 to 3"):
        convviz.figure(WORKED["matrix"], step)


def test_a_sheet_or_a_film_of_too_many_windows_is_refused_with_the_way_out():
    c = Convolution(np.zeros((70, 70)), [[1, 2], [3, 4]])
    with refused("a sheet of 4,761 windows cannot be read; at most about .* or save as .html"):
        convviz.figure(c)
    with refused("a film of 4,761 windows is too long; at most 400 are drawn"):
        written(c, ".gif")


def test_a_picture_of_too_many_pixels_is_refused():
    with refused("the picture would have .* at most 60,000,000 are drawn, use fewer dots per inch"):
        written(WORKED["matrix"], ".png", 1, size=(50, 50), dpi=600)
    with refused("dpi is 0; give dots per inch"):
        written(WORKED["matrix"], ".png", 1, dpi=0)


# ------------------------------------------------------------------------------------- many and much


@pytest.mark.slow
def test_of_many_slices_those_around_the_window_are_drawn():
    c = Convolution(np.arange(16.0 * 12 * 12).reshape(16, 12, 12) % 7, np.ones((3, 3, 3)))
    for s, shown in ((0, {1, 2, 3}), (500, {6, 7, 8}), (len(c) - 1, {14, 15, 16})):
        found = texts(written(c, step=s))
        depths = {int(name.split("-")[1]) for name in found if name.startswith("input-")}
        assert shown <= depths
        assert len(depths) < 16


def test_the_outputs_of_many_filters_stand_in_a_square():
    f = Filters(np.arange(36.0).reshape(6, 6) % 5, np.ones((16, 3, 3)))
    drawn = convviz.figure(f, 20)
    outputs = [one for one in drawn.axes[0].collections if str(one.get_gid()).startswith("output")]
    lefts = {round(one.get_paths()[0].vertices[:, 0].min(), 6) for one in outputs}
    tops = {round(one.get_paths()[0].vertices[:, 1].min(), 6) for one in outputs}
    assert len(outputs) == 16
    assert len(lefts) == len(tops) == 4


@pytest.mark.parametrize("size", [(0.3, 0.3), (60, 1), (1, 60)])
def test_a_figure_of_any_size_is_drawn(size):
    svg = written(WORKED["matrix"], step=1, size=size, title="A title that is folded")
    assert f'width="{size[0] * 72:g}pt"' in svg.decode()


def test_numbers_of_very_different_sizes_are_written_as_on_the_stage():
    c = Convolution([1e-300, 3e5, -1234.5678], [1 / 3, 1e-5])
    found = texts(written(c, step=1))
    assert numbers(found, "input", (1, 3)) == [["1e−300", "300000", "−1234.6"]]
    assert numbers(found, "filter", (1, 2)) == [["0.3333", "1e−5"]]


@pytest.mark.slow
def test_the_programs_of_the_documentation_run(tmp_path, monkeypatch):
    pytest.importorskip("plotly", reason="one of the files is a page")
    text = (Path(__file__).parents[2] / "docs/figures.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    namespace = {}
    for block in re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        exec(block, namespace)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"window.svg", "all-windows.pdf", "film.gif", "slide.png", "page.html", "marked.pdf"}


# ---------------------------------------------------------------------------- pictures in colour

PICTURE = Convolution(
    10.0 * np.arange(36).reshape(3, 3, 4), np.ones((3, 2, 2)), padding=((1, 0), (0, 0), (0, 0))
)


@pytest.mark.parametrize("step", [0, 7, None])
def test_the_slices_of_a_picture_are_drawn_in_their_colours(step):
    drawn = convviz.figure(PICTURE, step, coloured=True)
    panels = {one.get_gid(): one.get_facecolor() for one in drawn.axes[0].collections if one.get_gid()}
    for depth, channel in enumerate(("", "red", "green", "blue")):
        expected = colours(PICTURE.padded[depth], 350, channel).reshape(-1, 4)
        np.testing.assert_allclose(panels[f"input-{depth + 1}"], expected)
    found = {text.get_text() for text in drawn.axes[0].texts}
    assert {"depth 1", "red, full at 350", "green, full at 350", "blue, full at 350"} <= found
    if step is None:
        np.testing.assert_allclose(
            panels["window-8-3"], colours(PICTURE.step(7).window[2], 350, "blue").reshape(-1, 4)
        )


def test_what_is_no_picture_is_not_drawn_in_colour():
    with refused(
        r"coloured is True and x has shape \(3, 3\); a picture in colour has three slices, give one of"
    ):
        convviz.figure(WORKED["matrix"], 0, coloured=True)


def test_what_makes_a_film_is_told_of_every_frame():
    told = []
    written(WORKED["tensor"], ".gif", dpi=40, drawn=told.append)
    assert told == [1, 2, 3, 4]


def test_the_sums_of_slices_have_room_at_every_step():
    """What stands beside them does not move from step to step, as a film draws it once."""
    c = Convolution(np.array([[[0.0, 1e3], [1, 1 / 3]], [[0, 1e4], [1, 1 / 7]]]), np.full((2, 1, 1), 1 / 9))
    widths = {convviz.figure(c, s).get_size_inches()[0] for s in range(len(c))}
    assert len(widths) == 1


def test_a_bias_is_no_part_of_the_sum_of_the_products():
    found = texts(written(Convolution(X2, W2, bias=-0.5), step=1))
    assert found["line-2"] == "Sum(X₂(1, 2) ⊙ W) + (−0.5) = 2·1 + 2·0 + 1·0 + 4·1 + (−0.5) = 5.5"
    several = convviz.figure(Filters(X1, [W1, [0, 1, 0]], bias=[0, 10]))
    signs = [text.get_text() for text in several.axes[0].texts if text.get_text().startswith("Σ")]
    assert signs == ["Σ"] * 3 + ["Σ + 10"] * 3
