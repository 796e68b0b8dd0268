"""The examples: named tensors with something to see in them, as data.

Vocabulary: an *example* is an input `x` and the layers that it goes through, most often one convolution with
a filter `w`, under a short name (its *slug*, the `example=` of a link), with the parameters where they are
not the defaults. The first example of a rank, that of its input, is that rank's default; these three are the
worked examples of the lecture that the project comes from. Ordered by rank.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.document.plans import Plan


@dataclass(frozen=True, eq=False)
class Example:
    """An input and layers worth looking at: `look` says at what, `question` asks what to find out.

    The first layer is of a `kind` with the filter or filters `w`, if that kind has any; `parameters` are its
    keyword arguments, read-only, at rank 3 one per axis. What follows it is in `then`. The layer in the place
    `shown` is on the stage at first.
    `coloured` says that the slices of the input are the red, the green and the blue of a picture.
    """

    slug: str
    title: str
    look: str
    question: str
    x: NDArray[np.float64]
    w: NDArray[np.float64] | None
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    coloured: bool = False
    kind: str = "convolution"
    then: tuple[Plan, ...] = ()
    shown: int = 0

    @property
    def rank(self) -> int:
        """The number of axes of `x`."""
        return self.x.ndim

    @cached_property
    def layers(self) -> tuple[Plan, ...]:
        """The layers, as they are asked for."""
        return (Plan.of(self.kind, self.rank, self.w, **self.parameters), *self.then)


def of_rank(rank: int) -> tuple[Example, ...]:
    """The examples of one rank, its default first.

    >>> [example.slug for example in of_rank(1)][:2]
    ['vector', 'moving-average']
    """
    return tuple(example for example in EXAMPLES if example.rank == rank)


def default(rank: int) -> Example:
    """The example that a rank opens with.

    >>> default(3).w.shape
    (3, 2, 2)
    """
    return of_rank(rank)[0]


def find(slug: str) -> Example | None:
    """The example of that name, if there is one.

    >>> find("sobel").title
    'Sobel: a vertical edge'
    """
    return next((example for example in EXAMPLES if example.slug == slug), None)


def neighbour(slug: str, distance: int) -> Example:
    """The example so many places further in the list of its rank; after the last one comes the first.

    >>> neighbour("matrix", 1).slug, neighbour("vector", -1).slug
    ('turned', 'rising')

    The list has no end where a button would have to be disabled, and would lose the keyboard's focus.
    """
    at = next(at for at, example in enumerate(EXAMPLES) if example.slug == slug)
    others = of_rank(EXAMPLES[at].rank)
    return others[(others.index(EXAMPLES[at]) + distance) % len(others)]


def _example(
    slug: str,
    title: str,
    look: str,
    question: str,
    x: object,
    w: object,
    *,
    coloured: bool = False,
    kind: str = "convolution",
    then: tuple[Plan, ...] = (),
    shown: int = 0,
    **parameters: Any,
) -> Example:
    given, filters = MappingProxyType(parameters), None if w is None else _tensor(w)
    return Example(slug, title, look, question, _tensor(x), filters, given, coloured, kind, then, shown)


def _tensor(values: object) -> NDArray[np.float64]:
    tensor = np.array(values, dtype=np.float64)
    tensor.setflags(write=False)
    return tensor


def _drawing(ink: int, *rows: str) -> NDArray[np.float64]:
    """A picture from lines of text: `ink` where there is a `#`, else 0."""
    return np.array([[ink * (mark == "#") for mark in row] for row in rows], dtype=np.float64)


def _dot_and_edge() -> NDArray[np.float64]:
    """A 9 x 11 picture of 0 with a single 16 on the left and a field of 16 on the right."""
    picture = np.zeros((9, 11))
    picture[4, 3] = picture[:, 7:] = 16
    return picture


def _faint_rectangle() -> NDArray[np.float64]:
    """An 11 x 12 picture of 4 with a 5 x 6 rectangle of 6 in its middle."""
    return np.pad(np.full((5, 6), 6.0), 3, constant_values=4)


def _slope_with_a_spike() -> NDArray[np.float64]:
    """An 8 x 9 picture that grows by 1 per row and by 2 per column; one cell is 3 too high."""
    row, column = np.mgrid[:8, :9]
    picture: NDArray[np.float64] = row + 2.0 * column
    picture[4, 5] += 3
    return picture


def _landscape() -> NDArray[np.float64]:
    """A 64 x 64 picture, 0 (black) to 255 (white): a sky and the sun, two hills, a house."""
    row, column = np.mgrid[:64, :64]
    picture: NDArray[np.float64] = 90 + 2.0 * row
    picture[(row - 12) ** 2 + (column - 48) ** 2 < 60] = 250
    picture[row > 37 + 6 * np.sin(column / 8)] = 110
    picture[row > 48 + 4 * np.cos(column / 10)] = 60
    picture[(row >= 22) & (row < 34) & (np.abs(column - 21.5) < row - 20)] = 30
    picture[34:54, 12:32] = 210
    picture[38:44, 15:20] = picture[38:44, 24:29] = picture[46:54, 19:25] = 40
    return picture


def _moving_square() -> NDArray[np.float64]:
    """Four 6 x 6 frames of a 2 x 2 square that moves one column to the right per frame."""
    frames = np.zeros((4, 6, 6))
    for time, frame in enumerate(frames):
        frame[2:4, 1 + time : 3 + time] = 5
    return frames


def _colours() -> NDArray[np.float64]:
    """A 6 x 6 picture in red, green and blue: yellow and white above, red and blue below."""
    red, green, blue = [[1, 1], [1, 0]], [[1, 1], [0, 0]], [[0, 1], [0, 1]]
    return np.kron([red, green, blue], np.full((1, 3, 3), 5.0))


def _block() -> NDArray[np.float64]:
    """A solid block of 3 slices, 4 rows and 4 columns of 1, with 0 all around."""
    return np.pad(np.ones((3, 4, 4)), 1)


def _rectangle() -> NDArray[np.float64]:
    """A 7 x 8 picture of 0 with a 4 x 4 square of 1."""
    return np.pad(np.ones((4, 4)), ((2, 1), (3, 1)))


def _impulse() -> NDArray[np.float64]:
    """A 9 x 9 picture of 0 with a single 1 in its middle."""
    return np.pad(np.ones((1, 1)), 4)


EXAMPLES: tuple[Example, ...] = (
    # ------------------------------------------------------------------------------------ rank 1
    _example(
        "vector",
        "Worked example: a vector",
        "Three windows of three numbers: each window gives one number of the output.",
        "The −1 is in all three windows: which weight does it meet in each?",
        [1, 3, -1, 2, 3],
        [1, 0, 2],
    ),
    _example(
        "moving-average",
        "Moving average of a step",
        "Where the signal jumps, the output climbs a ramp as wide as the filter.",
        "Which one number of x would you change so that the ramp starts one window earlier?",
        [0, 0, 0, 0, 0, 8, 8, 8, 8, 8],
        [0.25, 0.25, 0.25, 0.25],
    ),
    _example(
        "size",
        "Counting the windows",
        "x has 7 numbers and w has 3, so y gets 7 − 3 + 1 = 5: the window at the start counts too.",
        "How many windows are there when w has 6 numbers, and when it has 7?",
        [1, 2, 3, 4, 5, 6, 7],
        [1, 1, 1],
    ),
    _example(
        "impulse",
        "An impulse gives the filter backwards",
        "A single 1 among zeros: it meets the last weight first, so the output holds the filter "
        "backwards, 3, 2, 1.",
        "What does the output hold when the 1 becomes a 2?",
        [0, 0, 0, 0, 1, 0, 0, 0, 0],
        [1, 2, 3],
    ),
    _example(
        "flip",
        "The same impulse, the filter flipped",
        "The filter is turned round first, as in mathematics: now the output holds w as it was given, "
        "1, 2, 3.",
        "Which weight can you change, and to what, so that flipping makes no difference?",
        [0, 0, 0, 0, 1, 0, 0, 0, 0],
        [1, 2, 3],
        flip=True,
    ),
    _example(
        "valid-same-full",
        "Padding: none, same or full",
        "Full padding takes every window that meets x: 6 numbers give 8. Without padding they give 4, "
        "with same padding 6.",
        "How many windows contain padding with none, with same and with full padding?",
        [4, 4, 4, 4, 4, 4],
        [1, 1, 1],
        padding="full",
    ),
    _example(
        "even-same",
        "An even filter with same padding",
        "Four weights need 3 cells of padding to keep 8 numbers. They cannot be shared evenly: 1 goes "
        "before x, 2 after.",
        "Which sizes of w give both sides the same number of padding cells?",
        [1, 2, 3, 4, 5, 6, 7, 8],
        [1, 1, 1, 1],
        padding="same",
    ),
    _example(
        "stride-floor",
        "A stride that does not divide",
        "The window moves 3 at a time. 8 / 3 is rounded down to 2 moves, so the last two numbers are in "
        "no window.",
        "Which strides bring a window to the last number of x?",
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
        [1, 1, 1],
        stride=3,
    ),
    _example(
        "dilation",
        "Dilation: a filter with gaps",
        "Dilation 3 puts gaps between the weights: there are still three, but they span "
        "3·(3 − 1) + 1 = 7 numbers.",
        "How many numbers do the three weights span at dilation 1, and at dilation 2?",
        [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3],
        [1, 1, 1],
        dilation=3,
    ),
    _example(
        "derivative",
        "Differences: up, level, down",
        "Each total is the next number minus this one: positive uphill, 0 on the level, negative downhill.",
        "Raise one number in the middle of x by 1: which totals change, and in which direction?",
        [2, 2, 2, 4, 6, 8, 8, 8, 5, 2, 2, 2],
        [-1, 1],
    ),
    _example(
        "matched-filter",
        "Finding a pattern in a signal",
        "The numbers of w are hidden somewhere in x: the output is largest, 18, where the window lies on "
        "them.",
        "In only one window is no product negative: which one, and what do x and w share there?",
        [3, -3, 2, -2, 1, -2, 1, 0, 1, 2, -1, -3, 2, -3, 1, -3],
        [2, -1, -3, 2],
    ),
    _example(
        "rising",
        "A difference and ReLU: steps up",
        "The difference is positive where the signal rises; ReLU leaves these steps and makes 0 of all "
        "others.",
        "Which numbers are left when the filter is reversed?",
        [0, 0, 3, 5, 5, 2, 2, 6, 1, 0],
        [-1, 1],
        then=(Plan.of("relu", 1),),
        shown=1,
    ),
    # ------------------------------------------------------------------------------------ rank 2
    _example(
        "matrix",
        "Worked example: a matrix",
        "The filter has ones on its diagonal: each output adds two numbers of its window.",
        "The 1 in the middle is in all four windows: in which totals does it count?",
        [[1, 2, 2], [3, 1, 4], [2, 1, 3]],
        [[1, 0], [0, 1]],
    ),
    _example(
        "turned",
        "An impulse gives the filter turned round",
        "A single 1 among zeros meets each weight once, the last one first: the output holds the filter "
        "turned round.",
        "Choose “Convolution”, which flips the filter: what does the output hold then?",
        [[0, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]],
        [[1, 2], [3, 4]],
    ),
    _example(
        "sobel",
        "Sobel: a vertical edge",
        "There are zeros on the left and nines on the right; the output is zero but for the "
        "edge between them.",
        "How many windows in each row see the edge, and what total do they give?",
        [[0, 0, 0, 0, 9, 9, 9, 9]] * 8,
        [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    ),
    _example(
        "gaussian-blur",
        "Gaussian blur",
        "The weights add up to 1: flat parts stay as they are, the dot spreads into the filter’s shape, "
        "the edge becomes a slope.",
        "Which total does the flat part of 16 give when the middle weight becomes 0.5?",
        _dot_and_edge(),
        np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16,
    ),
    _example(
        "sharpen",
        "Sharpen",
        "Flat parts keep their 4 and 6. Along the edge the totals fall to 2 and rise to 8, at the corners to "
        "10: more contrast.",
        "Which middle weight turns every flat part into 0?",
        _faint_rectangle(),
        [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    ),
    _example(
        "laplacian",
        "Laplacian: what sticks out",
        "On an even slope every total is 0. Only the one number that sticks out leaves a trace: −12, with "
        "3 on its four sides.",
        "Which number of x would you change, and to what, to make every total 0?",
        _slope_with_a_spike(),
        [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
    ),
    _example(
        "emboss",
        "Emboss, with a bias",
        "Flat parts give the bias, 3. Sides that face up or left rise to 6, those that face down or right "
        "fall to 0: a relief.",
        "Set the bias to 0: what do flat parts give then, and which sides become negative?",
        _drawing(
            3,
            "...........",
            "...........",
            "..#######..",
            "..#######..",
            "..#######..",
            ".....###...",
            ".....###...",
            ".....###...",
            ".....###...",
            "...........",
            "...........",
        ),
        [[-1, 0], [0, 1]],
        bias=3,
    ),
    _example(
        "zero-border",
        "Zero padding lowers the border",
        "All numbers are 9 and the filter averages, yet the edges fall to 6 and the corners to 4: the "
        "padding zeros count too.",
        "Which other kinds of padding keep every total at 9?",
        [[9] * 8] * 6,
        [[1 / 9] * 3] * 3,
        padding=1,
    ),
    _example(
        "pattern",
        "Finding a cross in a picture",
        "The weights add up to 0, so a flat area gives 0. The total is largest, 20, where the window lies on "
        "the cross.",
        "Which shape gives the next largest total, and how large is it?",
        _drawing(
            1,
            "............",
            ".####.......",
            ".####..#..#.",
            ".####...##..",
            ".####...##..",
            ".......#..#.",
            "............",
            "..#.....#...",
            "..#....###..",
            "..#.....#...",
            "..####......",
            "............",
        ),
        [[-5, 4, -5], [4, 4, 4], [-5, 4, -5]],
    ),
    _example(
        "picture",
        "The vertical edges of a landscape",
        "Where the numbers rise from left to right the output is positive, where they fall negative, "
        "elsewhere 0.",
        "Which lines of the house does the output not show, and why?",
        _landscape(),
        [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    ),
    _example(
        "two-filters",
        "Two filters, two directions",
        "Filter 1 answers to vertical edges and filter 2 to horizontal ones: each gives an output of its "
        "own.",
        "In which windows do both filters give a number other than 0?",
        _rectangle(),
        [[[-1, 1], [-1, 1]], [[-1, -1], [1, 1]]],
    ),
    _example(
        "threshold",
        "Bias and ReLU: a threshold",
        "Each window counts its ones, and the bias takes 3 off: after ReLU only windows that are full are "
        "left.",
        "Which bias leaves the windows with three ones as well?",
        _drawing(1, "#.#..#.", "##..##.", ".##.##.", "#.####.", "..##..#"),
        [[1, 1], [1, 1]],
        bias=-3.0,
        then=(Plan.of("relu", 2),),
        shown=1,
    ),
    _example(
        "largest",
        "Max pooling: the largest stays",
        "Of every 2 × 2 cells the largest is kept, wherever it stands: moved within its window, it gives the "
        "same.",
        "Choose mean pooling: which windows keep their number?",
        [
            [1, 3, 2, 2, 0, 9],
            [4, 2, 2, 2, 1, 0],
            [7, 0, 1, 5, 3, 3],
            [0, 0, 6, 2, 3, 3],
            [2, 8, 0, 1, 4, 0],
            [8, 2, 1, 0, 0, 4],
        ],
        None,
        kind="max",
    ),
    _example(
        "stride-or-pooling",
        "Pooling against a stride",
        "Pooling keeps the largest of four totals. A stride of 2 keeps the first of the four, whatever the "
        "others are.",
        "Give layer 1 a stride of 2 and remove layer 2: which totals become smaller?",
        [
            [0, 0, 5, 0, 0, 0, 0],
            [0, 0, 5, 0, 0, 5, 0],
            [0, 0, 5, 0, 5, 0, 0],
            [0, 0, 0, 5, 0, 0, 0],
            [0, 0, 5, 0, 0, 0, 5],
            [0, 5, 0, 0, 0, 0, 5],
            [0, 0, 0, 0, 0, 0, 5],
        ],
        [[-1, 1], [-1, 1]],
        then=(Plan.of("max", 2),),
        shown=1,
    ),
    _example(
        "corner",
        "A small network that finds a corner",
        "Layer 1 finds left and top edges, ReLU drops the others, 1 × 1 adds both up, less 1: the corner is "
        "left.",
        "What is left when the bias of layer 3 is 0?",
        _rectangle(),
        [[[0, 0], [-1, 1]], [[0, -1], [0, 1]]],
        then=(
            Plan.of("relu", 3),
            Plan.of("convolution", 3, np.ones((2, 1, 1)), bias=-1.0),
            Plan.of("relu", 3),
        ),
    ),
    _example(
        "far",
        "Two filters of 3 × 3 see 5 × 5",
        "A single 1 reaches 3 × 3 cells of the first output and 5 × 5 of the second: small filters in a row "
        "see far.",
        "How many weights have two filters of 3 × 3, and how many has one of 5 × 5?",
        _impulse(),
        [[1, 1, 1], [1, 1, 1], [1, 1, 1]],
        then=(Plan.of("convolution", 2, np.ones((3, 3))),),
        shown=1,
    ),
    _example(
        "checkerboard",
        "Transposed, with a checkerboard",
        "The input is 1 everywhere, and the output a checkerboard of 1, 2 and 4: a filter of 3 is no "
        "multiple of the stride, 2.",
        "Which size of the filter gives the same number all over the middle?",
        np.ones((4, 4)),
        [[1, 1, 1], [1, 1, 1], [1, 1, 1]],
        kind="transposed",
        stride=2,
    ),
    _example(
        "smooth",
        "Transposed, without a checkerboard",
        "The filter is twice as wide as the stride, so four products meet in every cell: a plain field stays "
        "plain, but for its edge.",
        "How many products meet in a cell of the edge, and how many in a corner?",
        np.full((4, 4), 4),
        np.outer([1, 3, 3, 1], [1, 3, 3, 1]) / 16,
        kind="transposed",
        stride=2,
        padding=1,
    ),
    # ------------------------------------------------------------------------------------ rank 3
    _example(
        "tensor",
        "Worked example: a tensor",
        "The filter is as deep as the input: the products of all slices go into one sum, and the "
        "output has one slice.",
        "How many products go into one total, and how many of them come from one slice?",
        [
            [[1, -1, 3], [2, 1, 4], [3, 1, 2]],
            [[2, 1, 3], [3, -1, 1], [1, 1, -2]],
            [[1, -2, 4], [2, 1, -2], [1, 3, -1]],
        ],
        [[[1, 1], [2, 0]], [[1, 0], [0, 1]], [[0, 1], [1, 0]]],
    ),
    _example(
        "shallow",
        "A filter shallower than the input",
        "The filter is 2 deep and the input 3: the window moves in depth too, and each of its 2 depths "
        "gives an output slice.",
        "Which slice of the input is in every window?",
        [
            [[1, -1, 3], [2, 1, 4], [3, 1, 2]],
            [[2, 1, 3], [3, -1, 1], [1, 1, -2]],
            [[1, -2, 4], [2, 1, -2], [1, 3, -1]],
        ],
        [[[1, 1], [2, 0]], [[1, 0], [0, 1]]],
    ),
    _example(
        "channels",
        "Colour channels: three become one",
        "Red, green and blue are the slices, and their products go into one sum: yellow gives 40, white 0, "
        "blue −40.",
        "White is 5 in every slice: what does each slice add to its total of 0?",
        _colours(),
        [[[1, 1], [1, 1]], [[1, 1], [1, 1]], [[-2, -2], [-2, -2]]],
        coloured=True,
    ),
    _example(
        "pooling",
        "Average pooling, slice by slice",
        "The filter is 1 deep, so slices never mix: three stay three. A stride of 2 halves their rows and "
        "columns.",
        "How many output slices are left when the filter is made 3 deep?",
        [
            [[1, 3, 5, 7, 0, 2], [1, 3, 5, 7, 2, 0], [4, 4, 9, 1, 6, 6], [4, 4, 1, 9, 8, 8]],
            [[0, 0, 2, 2, 4, 4], [0, 0, 2, 2, 4, 4], [6, 6, 8, 8, 1, 3], [6, 6, 8, 8, 3, 1]],
            [[9, 7, 3, 3, 0, 8], [7, 9, 3, 3, 8, 0], [2, 4, 0, 4, 5, 5], [6, 8, 4, 0, 5, 5]],
        ],
        [[[0.25, 0.25], [0.25, 0.25]]],
        stride=(1, 2, 2),
    ),
    _example(
        "motion",
        "Motion: a square through time",
        "Depth is time here. A filter of depth 2 subtracts each frame from the next: negative where "
        "the square leaves, positive where it arrives.",
        "Where is the output 0 although the square is in both frames?",
        _moving_square(),
        [[[-1]], [[1]]],
    ),
    _example(
        "surface",
        "The surface of a block",
        "Every total counts the open sides of one cell of the block: 0 inside, 1 on a face, 2 on an edge, "
        "3 at a corner.",
        "Set one number inside the block to 0: which totals change, and by how much?",
        _block(),
        [
            [[0, 0, 0], [0, -1, 0], [0, 0, 0]],
            [[0, -1, 0], [-1, 6, -1], [0, -1, 0]],
            [[0, 0, 0], [0, -1, 0], [0, 0, 0]],
        ],
    ),
    _example(
        "three-filters",
        "Three filters, three feature maps",
        "Each filter weighs one colour with 2 and the others with −1, so white and black give 0 in all "
        "three.",
        "Which filters answer to yellow, and how strongly?",
        _colours(),
        np.where(np.eye(3, dtype=bool)[:, :, None, None], 2, -1) * np.ones((1, 1, 2, 2)),
        coloured=True,
    ),
    _example(
        "depthwise",
        "Depthwise: a filter for each slice",
        "Three groups: each filter meets one slice alone. Three slices go in, three come out, and no colour "
        "mixes with another.",
        "How many weights are there, and how many would there be in one group?",
        _colours(),
        [[[[1, 1], [1, 1]]], [[[-1, -1], [1, 1]]], [[[-1, 1], [-1, 1]]]],
        groups=3,
        coloured=True,
    ),
    _example(
        "mixing",
        "1 × 1: mixing channels",
        "A filter of 1 × 1 sees one place of all slices: it mixes them, and knows no neighbours. Four slices "
        "become two.",
        "Change one number of the input: how many numbers of the output can change?",
        [
            [[1, 0, 2, 3], [4, 1, 0, 2], [0, 5, 1, 1]],
            [[2, 2, 0, 1], [0, 3, 1, 0], [1, 1, 0, 4]],
            [[5, 1, 1, 0], [2, 0, 4, 3], [3, 2, 2, 0]],
            [[1, 1, 4, 0], [0, 2, 4, 1], [0, 0, 5, 2]],
        ],
        [[[[1]], [[1]], [[0]], [[0]]], [[[0]], [[0]], [[1]], [[-1]]]],
    ),
)
