"""A convolution in formulas: literal LaTeX, what a definition says held against the core, all examples."""

from __future__ import annotations

import re

import numpy as np
import pytest
from worked import PLAIN

from convviz import Convolution
from convviz.document import examples
from convviz.explain.latex import definition_latex, definition_legend, size_latex, step_latex

THIRD = 1 / 3


def convolution_of(example: examples.Example) -> Convolution:
    return Convolution(example.x, example.w, **example.parameters)


def default(rank: int) -> Convolution:
    return convolution_of(examples.default(rank))


DEFINITIONS = {
    1: r"""\begin{aligned}
y_{i} &= \operatorname{Sum}\left(\mathbf{x}_{3}(i) \odot \mathbf{w}\right) \\
  &= \sum_{j=1}^{3} x_{i + j - 1}\, w_{j}, \qquad 1 \le i \le 3
\end{aligned}""",
    2: r"""\begin{aligned}
y_{i, j} &= \operatorname{Sum}\left(\mathbf{X}_{2}(i, j) \odot \mathbf{W}\right) \\
  &= \sum_{a=1}^{2} \sum_{b=1}^{2} x_{i + a - 1, j + b - 1}\, w_{a, b}, \qquad 1 \le i \le 2,\; 1 \le j \le 2
\end{aligned}""",
    3: r"""\begin{aligned}
y_{i, j} &= \operatorname{Sum}\left(\mathbf{X}_{2}(i, j) \odot \mathbf{W}\right) \\
  &= \sum_{a=1}^{2} \sum_{b=1}^{2} \sum_{c=1}^{3} x_{i + a - 1, j + b - 1, c}\, w_{a, b, c}, """
    r"""\qquad 1 \le i \le 2,\; 1 \le j \le 2
\end{aligned}""",
}
SECOND_STEPS = {
    1: r"""\begin{aligned}
\operatorname{Sum}\left(\mathbf{x}_{3}(2) \odot \mathbf{w}\right)
  &= \operatorname{Sum}\left(\begin{bmatrix} 3 & -1 & 2 \end{bmatrix} \odot """
    r"""\begin{bmatrix} 1 & 0 & 2 \end{bmatrix}\right) \\
  &= 3 \cdot 1 + (-1) \cdot 0 + 2 \cdot 2 \\
  &= 7
\end{aligned}""",
    2: r"""\begin{aligned}
\operatorname{Sum}\left(\mathbf{X}_{2}(1, 2) \odot \mathbf{W}\right)
  &= \operatorname{Sum}\left(\begin{bmatrix} 2 & 2 \\ 1 & 4 \end{bmatrix} \odot """
    r"""\begin{bmatrix} 1 & 0 \\ 0 & 1 \end{bmatrix}\right) \\
  &= 2 \cdot 1 + 2 \cdot 0 + 1 \cdot 0 + 4 \cdot 1 \\
  &= 6
\end{aligned}""",
    3: r"""\begin{aligned}
\text{depth 1: } \operatorname{Sum}\left(\begin{bmatrix} -1 & 3 \\ 1 & 4 \end{bmatrix} \odot """
    r"""\begin{bmatrix} 1 & 1 \\ 2 & 0 \end{bmatrix}\right) """
    r"""&= -1 \cdot 1 + 3 \cdot 1 + 1 \cdot 2 + 4 \cdot 0 = 4 \\
\text{depth 2: } \operatorname{Sum}\left(\begin{bmatrix} 1 & 3 \\ -1 & 1 \end{bmatrix} \odot """
    r"""\begin{bmatrix} 1 & 0 \\ 0 & 1 \end{bmatrix}\right) """
    r"""&= 1 \cdot 1 + 3 \cdot 0 + (-1) \cdot 0 + 1 \cdot 1 = 2 \\
\text{depth 3: } \operatorname{Sum}\left(\begin{bmatrix} -2 & 4 \\ 1 & -2 \end{bmatrix} \odot """
    r"""\begin{bmatrix} 0 & 1 \\ 1 & 0 \end{bmatrix}\right) """
    r"""&= -2 \cdot 0 + 4 \cdot 1 + 1 \cdot 1 + (-2) \cdot 0 = 5 \\
\operatorname{Sum}\left(\mathbf{X}_{2}(1, 2) \odot \mathbf{W}\right)
  &= 4 + 2 + 5 = 11
\end{aligned}""",
}
LETTERS = r"""\begin{aligned}
\left\lfloor \frac{n + 2p - d(k - 1) - 1}{s} \right\rfloor + 1 & \\
"""
SIZES = {
    1: r"\text{length: } \left\lfloor \frac{5 + 2 \cdot 0 - 1 \cdot (3 - 1) - 1}{1} \right\rfloor + 1 &= 3",
    2: r"\text{rows and columns: } "
    r"\left\lfloor \frac{3 + 2 \cdot 0 - 1 \cdot (2 - 1) - 1}{1} \right\rfloor + 1 &= 2",
    3: r"\text{rows and columns: } "
    r"\left\lfloor \frac{3 + 2 \cdot 0 - 1 \cdot (2 - 1) - 1}{1} \right\rfloor + 1 &= 2 \\"
    "\n"
    r"\text{depth: } \left\lfloor \frac{3 + 2 \cdot 0 - 1 \cdot (3 - 1) - 1}{1} \right\rfloor + 1 &= 1",
}


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_the_definition_of_the_worked_examples(rank: int) -> None:
    assert definition_latex(default(rank)) == DEFINITIONS[rank]


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_the_second_window_of_the_worked_examples(rank: int) -> None:
    assert step_latex(default(rank), 1) == SECOND_STEPS[rank]


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_the_size_of_the_worked_examples(rank: int) -> None:
    assert size_latex(default(rank)) == LETTERS + SIZES[rank] + "\n\\end{aligned}"


def test_a_filter_that_slides_in_depth_has_a_third_index() -> None:
    convolution = convolution_of(examples.find("shallow"))
    text = definition_latex(convolution)
    assert r"\mathbf{X}_{2}(i, j, q)" in text
    assert r"x_{i + a - 1, j + b - 1, q + c - 1}\, w_{a, b, c}" in text
    assert text.endswith("1 \\le i \\le 2,\\; 1 \\le j \\le 2,\\; 1 \\le q \\le 2\n\\end{aligned}")


def test_a_definition_has_stride_dilation_padding_flip_and_bias() -> None:
    convolution = Convolution(
        np.arange(42).reshape(6, 7),
        np.arange(6).reshape(2, 3),
        stride=(2, 1),
        dilation=(1, 2),
        padding=((1, 0), (2, 1)),
        flip=True,
        bias=-0.12345,
    )
    assert definition_latex(convolution).splitlines()[1:3] == [
        r"y_{i, j} &= \operatorname{Sum}\left(\mathbf{X}_{2 \times 3}(i, j) \odot "
        r"\widetilde{\mathbf{W}}\right) + (-0.12345) \\",
        r"  &= \sum_{a=1}^{2} \sum_{b=1}^{3} x_{2(i - 1) + a - 1, j + 2(b - 1) - 2}\, w_{3 - a, 4 - b}"
        r" + (-0.12345), \qquad 1 \le i \le 3,\; 1 \le j \le 6",
    ]
    assert definition_legend(convolution) == (
        "⊙ multiplies cell by cell; Sum adds up the products. W̃ is the flipped filter. "
        "An index below 1, or beyond the size of the input, means a cell of padding."
    )


def test_a_definition_is_what_the_core_computes() -> None:
    """The cell and the weight that the definition names, multiplied and summed by Python itself."""
    x, w = 10 * np.arange(6)[:, None] + np.arange(7), np.arange(1, 7).reshape(2, 3)
    convolution = Convolution(x, w, stride=(2, 1), dilation=(1, 2), flip=True, bias=4)
    text = definition_latex(convolution)
    (cell,) = re.findall(r"x_\{(.*)\}\\, w", text)
    (weight,) = re.findall(r"w_\{([^{}]*)\} \+", text)
    for i, j in np.ndindex(*convolution.output_shape):
        total = 4.0
        for a, b in np.ndindex(*w.shape):
            names = {"i": i + 1, "j": j + 1, "a": a + 1, "b": b + 1}
            value, factor = (
                tensor[tuple(_evaluated(part, names) - 1 for part in indices.split(", "))]
                for tensor, indices in ((x, cell), (w, weight))
            )
            total += value * factor
        assert total == convolution.output[i, j]


def _evaluated(formula: str, names: dict[str, int]) -> int:
    """A formula such as `2(i - 1) + a`."""
    return int(eval(re.sub(r"(\d)\(", r"\1*(", formula), {"__builtins__": {}}, names))


@pytest.mark.parametrize(
    ("x", "w", "bias", "terms", "total"),
    [
        ([0.12345], [2], 0, r"0.12345 \cdot 2", "= 0.2469"),
        ([0.5, 1], [3, 1], 0.12345, r"0.5 \cdot 3 + 1 \cdot 1 + 0.1235", "= 2.6235"),
        ([0.12345, 1], [2, 0.5], 0.25, r"0.12345 \cdot 2 + 1 \cdot 0.5 + 0.25", "= 0.9969"),
        ([1, 1, 1], [THIRD] * 3, 0, " + ".join([r"1 \cdot 0.3333"] * 3), r"\approx 1"),
        ([0.12345, THIRD], [2, 1], 0, r"0.1235 \cdot 2 + 0.3333 \cdot 1", r"\approx 0.5802"),
        ([-0.1234567891], [2], 0, r"-0.1234567891 \cdot 2", "= -0.2469135782"),
        ([123456.16789], [2], 0, r"123456.16789 \cdot 2", "= 246912.33578"),
        ([0.000123456789], [2], 0, r"1.23456789 \times 10^{-4} \cdot 2", r"= 2.46913578 \times 10^{-4}"),
        ([1e-7], [3], 0, r"1 \times 10^{-7} \cdot 3", r"= 3 \times 10^{-7}"),
    ],
)
def test_a_step_is_written_so_that_it_adds_up(
    x: list[float], w: list[float], bias: float, terms: str, total: str
) -> None:
    found = step_latex(Convolution(x, w, bias=bias), 0).splitlines()[3:5]
    assert found == [f"  &= {terms} " + "\\\\", f"  &{total}"]


def test_a_sum_that_nobody_adds_up_is_not_said_to() -> None:
    x = np.full((70, 70), 0.5)
    assert r"&\approx 2450" in step_latex(Convolution(x, np.ones((70, 70))), 0)
    assert "&= 4900" in step_latex(Convolution(2 * x, np.ones((70, 70))), 0)


def test_all_slices_of_a_step_are_written_alike() -> None:
    x = np.array([[[0.12345, 1.0]], [[2.0, 3.0]]])
    text = step_latex(Convolution(x, [[[2, 1]], [[1, 1]]]), 0)
    assert r"0.12345 \cdot 2 + 1 \cdot 1 = 1.2469" in text
    assert "&= 1.2469 + 5 = 6.2469" in text
    assert r"\begin{bmatrix} 0.12345 & 1 \end{bmatrix}" in text


def test_a_filter_that_moves_in_depth_says_which_slices_it_meets() -> None:
    convolution = Convolution(np.ones((4, 2, 2)), np.ones((2, 2, 2)), dilation=(2, 1, 1))
    text = step_latex(convolution, 1)
    assert r"\text{depth 1 on 2: }" in text
    assert r"\text{depth 2 on 4: }" in text


def test_a_long_sum_and_a_large_matrix_are_elided() -> None:
    text = step_latex(Convolution(np.ones((9, 10)), np.ones((9, 10))), 0)
    assert r"\cdots \text{(66 more)} \cdots" in text
    assert text.count(r"\ddots") == 2
    deep = step_latex(Convolution(np.ones((12, 2, 3)), np.ones((12, 2, 2))), 0)
    assert [f"depth {c}:" in deep for c in (1, 4, 5, 9, 10, 12)] == [True, True, False, False, True, True]


def assert_well_formed(latex: str) -> None:
    """Braces, environments and stretched parentheses are closed in the order in which they were opened."""
    open_ones: list[str] = []
    for mark in re.findall(r"\\begin\{\w+\}|\\end\{\w+\}|\\left\b|\\right\b|[{}]", latex):
        if mark.startswith(r"\end"):
            assert open_ones.pop() == mark.replace(r"\end", r"\begin")
        elif mark in (r"\right", "}"):
            assert open_ones.pop() == {r"\right": r"\left", "}": "{"}[mark]
        else:
            open_ones.append(mark)
    assert open_ones == []
    assert not re.search(r"[−×·≈⌊⌋]|nan|inf|None", latex)


@pytest.mark.parametrize("example", PLAIN, ids=lambda example: example.slug)
def test_every_example_has_formulas(example: examples.Example) -> None:
    convolution = convolution_of(example)
    assert_well_formed(definition_latex(convolution))
    assert_well_formed(size_latex(convolution))
    for s in (0, len(convolution) // 2, len(convolution) - 1):
        assert_well_formed(step_latex(convolution, s))
